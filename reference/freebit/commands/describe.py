"""``freebit describe``: what a file of weak bits shows, and what it cannot show."""

from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from freebit.commands.common import InputError, PlainConsole, output_may_close, progress_bar
from freebit.commands.quantities import emit
from freebit.source.frequencies import FALSE_ALARM, MAX_RADIUS, Description, describe
from freebit.source.weakbits import Encoding, WeakBits


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", type=click.Choice([e.value for e in Encoding]), default="nist", show_default=True)
@click.option("--stride", type=int, default=1, show_default=True, help="Look at every k-th bit.")
@click.option(
    "--radius",
    type=click.IntRange(0, MAX_RADIUS),
    default=2,
    show_default=True,
    help="The most neighbours on either side of a bit.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the description as JSON.")
def command(file: Path, encoding: str, stride: int, radius: int, as_json: bool) -> None:
    """Describe a file of weak bits: frequencies, transitions, and the largest epsilon that it does not refute.

    Data can refute an epsilon of eq (1); none can establish it.

    \b
    Examples:
      freebit describe ringOsc-nist.bin
      freebit describe --encoding packed-msb --stride 10 bits.bin
    """
    path = Path("/dev/stdin") if str(file) == "-" else file
    try:
        weak = WeakBits(path, Encoding(encoding), stride)
        with progress_bar("reading", path.stat().st_size if path.is_file() else 0) as bar:
            found = describe(weak.blocks(lambda read: bar.update(bar.task_ids[0], completed=read)), radius)
    except (ValueError, OSError) as error:
        raise InputError(str(error)) from error
    if found.bits == 0:
        raise InputError(f"{file}: there is no bit in the file")
    source = asdict(weak.provenance(found.bits))
    with output_may_close():
        if as_json:
            emit(_document(source, found))
        else:
            _print(source, found)


def _document(source: dict[str, object], found: Description) -> dict[str, object]:
    """The description for programs [R6.44]."""
    return {
        "format": "freebit-description",
        "version": 1,
        "source": source,
        "ones": found.ones,
        "transitions": {f"{a}{b}": found.transitions[a, b] for a in (0, 1) for b in (0, 1)},
        "false_alarm": str(FALSE_ALARM),
        "radii": [
            {
                "radius": report.radius,
                "epsilon_at_most": str(report.epsilon_at_most),
                "witness": {
                    "before": report.witness.before,
                    "after": report.witness.after,
                    "value": str(report.witness.value),
                    "appearances": report.witness.appearances,
                    "positions": report.witness.positions,
                },
            }
            for report in found.radii
        ],
        "epsilon_at_most": str(found.epsilon_at_most),
    }


def _print(source: dict[str, object], found: Description) -> None:
    console = PlainConsole()
    facts = Table(show_header=False, box=None, pad_edge=False)
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row("file", f"{source['path']} ({source['encoding']}, stride {source['stride']})")
    facts.add_row("SHA-256", str(source["sha256"]))
    facts.add_row("bits used", f"{found.bits} of {source['bits_in_file']}")
    facts.add_row("ones", f"{found.ones}, a share of {found.ones / found.bits:.5f}")
    for bit in (0, 1):
        total = found.transitions[bit, 0] + found.transitions[bit, 1]
        if total:
            stays = found.transitions[bit, bit]
            facts.add_row(f"after a {bit}", f"{bit} again at {stays} of {total} places, a share of {stays / total:.5f}")
    console.print(facts)
    table = Table("neighbours", "epsilon at most", "because", title="Given the bits on either side")
    for report in found.radii:
        table.add_row(str(report.radius), f"{float(report.epsilon_at_most):.6f}", str(report.witness))
    console.print(table)
    console.print(
        f"If eq (1) holds for the source of these bits, then with epsilon <= {float(found.epsilon_at_most):.6f} "
        f"(this errs with probability at most {float(FALSE_ALARM):.1e}). "
        "That it holds with any epsilon at all cannot be learnt from data: epsilon is an assumption."
    )
