"""``freebit circuits``: the 32 measurement circuits of a quintuplet."""

from pathlib import Path

import click

from freebit.commands.exits import refusing
from freebit.commands.terminal import say
from freebit.files import write_whole
from freebit.simulate.circuits import circuits


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def command(directory: Path) -> None:
    """Write ghz-XXXXX.qasm for each input XXXXX (party 1 first) into DIRECTORY, as OpenQASM 3.

    Outputs of hardware go into a transcript, a line "XXXXX AAAAA" for each quintuplet; see the wire formats in the
    specification and `freebit replay`.  Shots that one machine takes one after the other test the game, but no bound
    is about them: the theorems need 5N separate boxes that hear nothing of earlier quintuplets [R5.41].

    \b
    Example:
      freebit circuits qasm/
    """
    with refusing():
        for name, text in circuits().items():
            write_whole(directory / name, text.encode("ascii"), folders=True)
    say(f"{len(circuits())} circuits written to {directory}")
