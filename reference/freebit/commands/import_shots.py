"""``freebit import``: shots of other programs as the lines of a transcript's body, and how often they lose."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from freebit.boxes.bits import format_bits, majority_of, parse_bits
from freebit.commands.exits import InputError, refusing
from freebit.commands.terminal import Column, say, say_all, show_table
from freebit.files import check_target, read_input, write_whole
from freebit.protocol.parameters import GAME, PARTIES
from freebit.protocol.shots import Shot, ShotFormat, read_shots

#: Larger files are refused.
MOST_BYTES = 1 << 28


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice([each.value for each in ShotFormat]), required=True)
@click.option("--input", "inputs", help="The inputs of all shots, party 1 first, where the format does not say them.")
@click.option("--shots", "count", type=click.IntRange(1), help="How many shots there are, for packed formats.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write lines of inputs and outputs here."
)
def command(file: Path, form: str, inputs: str | None, count: int | None, output: Path | None) -> None:
    """Read shots of Qiskit, Braket, Stim, CSV or bytes; count what loses, and write them as lines "XXXXX AAAAA".

    qiskit and braket: a JSON object from inputs such as "10000" to counts or a list of shots; Qiskit's words have
    party 1 last, Braket's first.  csv: a heading "x,a", party 1 first.  stim-01, stim-b8, stim-r8: five bits a shot,
    all at --input.  symbols: a byte a shot, the number that the outputs spell, as samples of SP 800-90B.  padded-msb,
    padded-lsb: a byte a shot, five bits from either end of it.  packed-msb, packed-lsb: five bits a shot without gaps,
    of so many --shots.  The order of the bits cannot be tested: a word that is read backwards loses just as often, and
    may have another majority.

    \b
    Examples:
      freebit import counts.json --format qiskit --output lines.txt
      freebit import shots.b8 --format stim-b8 --input 10000
      freebit import samples.bin --format symbols --input 10000
      freebit import shots.bin --format packed-msb --shots 1000 --input 10000
    """
    with refusing():
        if output is not None:
            check_target(output, [file])
        x = None if inputs is None else parse_bits(inputs)
        if x is not None and len(x) != PARTIES:
            raise InputError(f"--input {inputs}: {len(x)} bits are not {PARTIES}")
        data = read_input(file, MOST_BYTES)
        with refusing(file):
            shots = read_shots(data, ShotFormat(form), x, count)
        if output is not None:
            write_whole(output, body(shots), inputs=[file])
    _tell(shots)
    if output is not None:
        say(f"{len(shots)} lines written to {output}")


def body(shots: Sequence[Shot]) -> bytes:
    """A line for each shot, as in a transcript of encoding text [R6.36]."""
    return "".join(f"{format_bits(shot.x)} {format_bits(shot.a)}\n" for shot in shots).encode("ascii")


def _tell(shots: Sequence[Shot]) -> None:
    taken = Counter(shot.x for shot in shots)
    lost = Counter(shot.x for shot in shots if GAME.coefficient(shot.a, shot.x))
    rows = [
        (format_bits(x), str(count), str(lost[x]) if GAME.target(x) is not None else "not asked")
        for x, count in sorted(taken.items())
    ]
    show_table([Column("inputs"), Column("shots", right=True), Column("lost", right=True)], rows)
    kept = sum(count for x, count in taken.items() if GAME.target(x) is not None)
    turned = sum(majority_of(shot.a, (0, 1, 2)) != majority_of(shot.a[::-1], (0, 1, 2)) for shot in shots)
    say(f"{len(shots)} shots, {kept} at inputs of the game, of which {sum(lost.values())} lose")
    say_all(
        [
            f"Read backwards, {turned} shots would have another majority and none of them would lose otherwise:",
            "that the order of the bits is right cannot be learnt from data.",
            "Shots that one apparatus takes one after the other test the game; no bound is about them [R5.41].",
        ]
    )
