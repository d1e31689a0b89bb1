"""``freebit describe``: what a file of weak bits shows, and what it cannot show."""

from dataclasses import asdict
from pathlib import Path

import click

from freebit.commands.arguments import OneOf
from freebit.commands.exits import InputError, refusing
from freebit.commands.run_request import DASH
from freebit.commands.terminal import Column, emit, progress_bar, say, show_table
from freebit.source.frequencies import FALSE_ALARM, MAX_RADIUS, Description, describe
from freebit.source.weakbits import Encoding, WeakBits


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", type=OneOf(Encoding), default="nist", show_default=True)
@click.option("--stride", type=int, default=1, show_default=True, help="Look at every k-th bit.")
@click.option(
    "--radius",
    type=click.IntRange(0, MAX_RADIUS),
    default=2,
    show_default=True,
    help="The most neighbours on either side of a bit.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the description as JSON.")
def command(file: Path, encoding: Encoding, stride: int, radius: int, as_json: bool) -> None:
    """Describe a file of weak bits: frequencies, transitions, and the largest epsilon that it does not refute.

    Data can refute an epsilon of eq (1); none can establish it.

    \b
    Examples:
      freebit describe ringOsc-nist.bin
      freebit describe --encoding packed-msb --stride 10 bits.bin
    """
    path = None if str(file) == DASH else file
    with refusing():
        weak = WeakBits(path, encoding, stride)
        with progress_bar("reading", path.stat().st_size if path and path.is_file() else None) as bar:
            found = describe(weak.blocks(lambda read: bar.update(bar.task_ids[0], completed=read)), radius)
    if found.bits == 0:
        raise InputError(f"{file}: there is no bit in the file")
    source = asdict(weak.provenance(found.bits))
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
    facts = [
        ("file", f"{source['path']} ({source['encoding']}, stride {source['stride']})"),
        ("SHA-256", str(source["sha256"])),
        ("bits used", f"{found.bits} of {source['bits_in_file']}"),
        ("ones", f"{found.ones}, a share of {found.ones / found.bits:.5f}"),
    ]
    for bit in (0, 1):
        total = found.transitions[bit, 0] + found.transitions[bit, 1]
        if total:
            stays = found.transitions[bit, bit]
            facts.append(
                (f"after a {bit}", f"{bit} again at {stays} of {total} places, a share of {stays / total:.5f}")
            )
    show_table([Column(style="bold"), Column()], facts)
    say()
    show_table(
        [Column("neighbours", right=True), Column("epsilon at most", right=True), Column("because")],
        [(str(each.radius), f"{float(each.epsilon_at_most):.6f}", str(each.witness)) for each in found.radii],
        "Given the bits on either side",
    )
    say()
    say(
        f"If eq (1) holds for the source of these bits, then with epsilon <= {float(found.epsilon_at_most):.6f} "
        f"(this errs with probability at most {float(FALSE_ALARM):.1e}). "
        "That it holds with any epsilon at all cannot be learnt from data: epsilon is an assumption."
    )
