"""``freebit circuits``: the 32 measurement circuits of a quintuplet."""

from pathlib import Path

import click

from freebit.commands.common import InputError, output_may_close
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
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in circuits().items():
            (directory / name).write_text(text, encoding="ascii")
    except OSError as error:
        raise InputError(f"{directory}: {error.strerror or error}") from error
    with output_may_close():
        click.echo(f"{len(circuits())} circuits written to {directory}")
