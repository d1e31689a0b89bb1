"""``freebit import``: shots of other programs as the lines of a transcript's body, and how often they lose."""

from pathlib import Path

import click

from freebit.boxes.bits import Bits, format_bits, parse_bits
from freebit.commands.arguments import LOCATION
from freebit.commands.crew import crew_for_list, crew_options, list_option, state_option
from freebit.commands.exits import InputError, refusing, tell
from freebit.commands.terminal import Column, progress_bar, say, say_all, show_table
from freebit.files import check_target
from freebit.listed.shots import MOST_BYTES, import_list
from freebit.lists import read_list
from freebit.protocol.parameters import GAME, PARTIES
from freebit.protocol.shot_pieces import ShotPiece, lines_of, piece_of_shots
from freebit.protocol.shots import ShotFormat, read_shots
from freebit.scheduling import Crew
from freebit.stores import Location, paths_among, read_location, write_location


@click.command("import")
@click.argument("file", type=LOCATION)
@click.option("--format", "form", type=click.Choice([each.value for each in ShotFormat]), required=True)
@click.option("--input", "inputs", help="The inputs of all shots, party 1 first, where the format does not say them.")
@click.option("--shots", "count", type=click.IntRange(1), help="How many shots there are, for packed formats.")
@click.option("--output", type=LOCATION, help="Write lines of inputs and outputs here.")
@list_option
@crew_options
@state_option
def command(
    file: Location,
    form: str,
    inputs: str | None,
    count: int | None,
    output: Location | None,
    is_list: bool,
    processes: int,
    workers: int | None,
    scheduler: str | None,
    state: Path | None,
) -> None:
    """Read shots of Qiskit, Braket, Stim, CSV or bytes; count what loses, and write them as lines "XXXXX AAAAA".

    qiskit and braket: a JSON object from inputs such as "10000" to counts or a list of shots; Qiskit's words have
    party 1 last, Braket's first.  csv: a heading "x,a", party 1 first.  stim-01, stim-b8, stim-r8: five bits a shot,
    all at --input.  symbols: a byte a shot, the number that the outputs spell, as samples of SP 800-90B.  padded-msb,
    padded-lsb: a byte a shot, five bits from either end of it.  packed-msb, packed-lsb: five bits a shot without gaps,
    of so many --shots.  The order of the bits cannot be tested: a word that is read backwards loses just as often, and
    may have another majority.

    With --list, FILE lists files of shots, at a path or a URL, and --output is a list too, of a file of lines for each.

    \b
    Examples:
      freebit import counts.json --format qiskit --output lines.txt
      freebit import shots.b8 --format stim-b8 --input 10000
      freebit import samples.bin --format symbols --input 10000
      freebit import shots.bin --format packed-msb --shots 1000 --input 10000
      freebit import --list s3://bucket/counts.list --format qiskit --output s3://bucket/lines --workers 2
    """
    with refusing():
        crew = crew_for_list([file, output], is_list, processes, workers, scheduler, state)
        if isinstance(output, Path):
            check_target(output, paths_among(file))
        x = None if inputs is None else parse_bits(inputs)
        if x is not None and len(x) != PARTIES:
            raise InputError(f"--input {inputs}: {len(x)} bits are not {PARTIES}")
        if is_list:
            piece = _import_list(file, ShotFormat(form), x, count, crew, output, state)
        else:
            piece = _import_file(file, ShotFormat(form), x, count, output)
    _tell(piece)
    if output is not None:
        say(f"{piece.shots} lines written to {output}")


def _import_file(
    file: Location, form: ShotFormat, x: Bits | None, count: int | None, output: Location | None
) -> ShotPiece:
    data = read_location(file, MOST_BYTES)
    with refusing(str(file)):
        shots = read_shots(data, form, x, count)
    if output is not None:
        write_location(output, [lines_of(shots)], paths_among(file))
    return piece_of_shots(shots)


def _import_list(
    file: Location,
    form: ShotFormat,
    x: Bits | None,
    count: int | None,
    crew: Crew,
    output: Location | None,
    state: Path | None,
) -> ShotPiece:
    if count is not None:
        raise InputError("--shots is about one file: it does not go with --list")
    listed = read_list(file)
    with progress_bar("reading", len(listed.files)) as bar:
        return import_list(
            listed,
            form,
            x,
            crew,
            told=tell,
            output=output,
            state=state,
            done=lambda share: bar.advance(bar.task_ids[0]),
        )


def _tell(piece: ShotPiece) -> None:
    rows = [
        (format_bits(x), str(count), str(piece.lost[x]) if GAME.target(x) is not None else "not asked")
        for x, count in sorted(piece.taken.items())
    ]
    show_table([Column("inputs"), Column("shots", right=True), Column("lost", right=True)], rows)
    kept = sum(count for x, count in piece.taken.items() if GAME.target(x) is not None)
    say(f"{piece.shots} shots, {kept} at inputs of the game, of which {sum(piece.lost.values())} lose")
    say_all(
        [
            f"Read backwards, {piece.turned} shots would have another majority and none of them would lose otherwise:",
            "that the order of the bits is right cannot be learnt from data.",
            "Shots that one apparatus takes one after the other test the game; no bound is about them [R5.41].",
        ]
    )
