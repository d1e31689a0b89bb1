"""``freebit circuits``: the 32 measurement circuits of a quintuplet."""

from pathlib import Path

import click

from freebit.commands.exits import refusing
from freebit.commands.terminal import say
from freebit.files import write_whole
from freebit.simulate.circuits import DIALECTS, circuits


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--dialect", type=click.Choice(list(DIALECTS)), default="standard", show_default=True)
def command(directory: Path, dialect: str) -> None:
    """Write ghz-XXXXX.qasm for each input XXXXX (party 1 first) into DIRECTORY, as OpenQASM 3.

    Outputs of hardware go into a transcript, a line "XXXXX AAAAA" for each quintuplet; see the wire formats in the
    specification, `freebit import` and `freebit replay`.  Braket's reader knows no stdgates.inc: --dialect braket.
    Shots that one machine takes one after the other test the game, but no bound is about them: the theorems need 5N
    separate boxes that hear nothing of earlier quintuplets [R5.41].

    \b
    Example:
      freebit circuits qasm/
    """
    found = circuits(dialect)
    with refusing():
        for name, text in found.items():
            write_whole(directory / name, text.encode("ascii"), folders=True)
    say(f"{len(found)} circuits written to {directory}")
