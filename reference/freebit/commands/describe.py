"""``freebit describe``: what a file of weak bits shows, and what it cannot show."""

from dataclasses import asdict
from pathlib import Path

import click

from freebit.commands.arguments import LOCATION, OneOf
from freebit.commands.crew import crew_for_list, crew_options, list_option, state_option
from freebit.commands.exits import InputError, refusing, tell
from freebit.commands.run_request import DASH
from freebit.commands.terminal import Column, emit, progress_bar, say, show_table
from freebit.listed.bits import describe_list
from freebit.lists import read_list
from freebit.scheduling import Crew
from freebit.source.frequencies import FALSE_ALARM, Description, describe
from freebit.source.pieces import MAX_RADIUS
from freebit.source.weakbits import Encoding, Provenance, WeakBits
from freebit.stores import Location


@click.command()
@click.argument("file", type=LOCATION)
@click.option("--encoding", type=OneOf(Encoding), default="nist", show_default=True)
@click.option("--stride", type=int, default=1, show_default=True, help="Look at every k-th bit.")
@click.option(
    "--radius",
    type=click.IntRange(0, MAX_RADIUS),
    default=2,
    show_default=True,
    help="The most neighbours on either side of a bit.",
)
@list_option
@crew_options
@state_option
@click.option("--json", "as_json", is_flag=True, help="Write the description as JSON.")
def command(
    file: Location,
    encoding: Encoding,
    stride: int,
    radius: int,
    is_list: bool,
    processes: int,
    workers: int | None,
    scheduler: str | None,
    state: Path | None,
    as_json: bool,
) -> None:
    """Describe a file of weak bits: frequencies, transitions, and the largest epsilon that it does not refute.

    Data can refute an epsilon of eq (1); none can establish it.

    The bits may lie in several files, one after another, whose list is FILE, at a path or a URL.

    \b
    Examples:
      freebit describe ringOsc-nist.bin
      freebit describe --encoding packed-msb --stride 10 bits.bin
      sha256sum bits-*.bin > bits.list
      freebit describe --list bits.list --workers 2
    """
    with refusing():
        crew = crew_for_list([file], is_list, processes, workers, scheduler, state)
        if is_list:
            found, source, files = _describe_list(file, encoding, stride, radius, crew, state)
        else:
            found, source, files = *_describe_file(file, encoding, stride, radius), None
    if found.bits == 0:
        raise InputError(f"{file}: there is no bit in the file")
    said = {**asdict(source)} | ({} if files is None else {"files": files})
    if as_json:
        emit(_document(said, found))
    else:
        _print(said, found)


def _describe_file(file: Location, encoding: Encoding, stride: int, radius: int) -> tuple[Description, Provenance]:
    path = None if str(file) == DASH else file
    weak = WeakBits(path, encoding, stride)
    size = path.stat().st_size if isinstance(path, Path) and path.is_file() else None
    with progress_bar("reading", size) as bar:
        found = describe(weak.blocks(lambda read: bar.update(bar.task_ids[0], completed=read)), radius)
    return found, weak.provenance(found.bits)


def _describe_list(
    file: Location, encoding: Encoding, stride: int, radius: int, crew: Crew, state: Path | None
) -> tuple[Description, Provenance, int]:
    listed = read_list(file)
    with progress_bar("reading", len(listed.files)) as bar:
        found, source = describe_list(
            listed,
            encoding,
            stride,
            radius,
            crew,
            told=tell,
            state=state,
            done=lambda share: bar.advance(bar.task_ids[0]),
        )
    return found, source, len(listed.files)


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


def _of_list(source: dict[str, object]) -> str:
    """A list has a SHA-256 of its own, which is not that of the bits [R6.133]."""
    return f", of the list of {source['files']} files" if "files" in source else ""


def _print(source: dict[str, object], found: Description) -> None:
    facts = [
        ("file", f"{source['path']} ({source['encoding']}, stride {source['stride']})"),
        ("SHA-256", f"{source['sha256']}{_of_list(source)}"),
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
