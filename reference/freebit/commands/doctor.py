"""``freebit doctor``: what is installed, and what each missing part would add."""

import platform
import shutil
from collections.abc import Iterator, Sequence
from importlib import import_module

import click

from freebit import __version__
from freebit.commands.exits import ExitCode
from freebit.commands.terminal import Column, Styled, TableCell, say, say_all, show_table
from freebit.files import DATA, data_folder
from freebit.parts import EXTRA, USUAL, Part

#: Programs that other commands start: the name, what for, how it is had.
PROGRAMS = (
    ("coqc", "prove: the proofs that Rocq accepts", "apt-get install coq libcoq-mathcomp-algebra"),
    ("make", "prove: the build of these proofs", "apt-get install make"),
    ("node", "the second implementation, implementations/javascript", "apt-get install nodejs"),
)


@click.command("doctor")
def command() -> ExitCode:
    """Say what is installed here, and what each missing part would add.

    Exit code 0 if all that a plain installation brings is there and can be loaded, 2 if not.

    \b
    Example:
      freebit doctor
    """
    say(f"freebit {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    usual = [(part, state_of(part)) for part in USUAL]
    rows: list[Sequence[TableCell]] = [_part_row(part, *state, "usual") for part, state in usual]
    rows += [_part_row(part, *state_of(part), "extra") for part in EXTRA]
    rows += [_program_row(*program) for program in PROGRAMS]
    show_table([Column("part"), Column("kind"), Column("here"), Column("for")], rows)
    trouble = [line for part, (there, said) in usual for line in _told(part, there, said)]
    trouble += list(_missing_data())
    say_all(trouble)
    say("a part of the usual installation is missing" if trouble else "all that the usual installation brings is here")
    return ExitCode.UNDECIDED if trouble else ExitCode.PROVED


def state_of(part: Part) -> tuple[bool, str]:
    """Whether the part can be loaded, and its version, or why it cannot."""
    if not part.installed:
        return False, "no"
    try:
        import_module(part.module)
    except Exception as error:  # whatever a package raises that does not fit this machine
        return False, f"broken: {error}"
    return True, part.version


def _part_row(part: Part, there: bool, said: str, kind: str) -> Sequence[TableCell]:
    here = Styled(said, "green") if there else Styled(said, "bold red" if kind == "usual" else "yellow")
    return part.distribution, kind, here, part.use if there else f"{part.use}: {part.how}"


def _program_row(name: str, use: str, how: str) -> Sequence[TableCell]:
    found = shutil.which(name)
    return (
        name,
        "program",
        Styled(found, "green") if found else Styled("no", "yellow"),
        use if found else f"{use}: {how}",
    )


def _told(part: Part, there: bool, said: str) -> Iterator[str]:
    if not there:
        yield part.missing if said == "no" else f"{part.distribution} cannot be loaded: {said.removeprefix('broken: ')}"


def _missing_data() -> Iterator[str]:
    for name in DATA:
        try:
            data_folder(name)
        except FileNotFoundError as error:
            yield str(error)
