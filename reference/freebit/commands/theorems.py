"""How commands name theorems, their protocols and their sizes: all from the table of theorems."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from freebit.errors import InvalidError
from freebit.theorem.sizes import Size
from freebit.theorem.table import DEFAULT_PROTOCOL, THEOREMS, AnyTheorem, preferred, protocols

Command = TypeVar("Command", bound=Callable[..., Any])


def theorem_option(command: Command) -> Command:
    """The option that names a theorem."""
    words = f"Default: {preferred(DEFAULT_PROTOCOL)}, or what is best for --selection."
    return click.option("--theorem", "name", type=click.Choice(list(THEOREMS)), help=words)(command)


def selection_option(command: Command) -> Command:
    """The option that names a protocol, and so its preferred theorem."""
    words = "The best theorem for this selection rule, or this protocol."
    return click.option("--selection", "--protocol", "selection", type=click.Choice(protocols()), help=words)(command)


def size_options(command: Command) -> Command:
    """The options for the sizes of all theorems; the command is given those that were used, by name."""
    parameters = {each.name: each for theorem in THEOREMS.values() for each in theorem.size.PARAMETERS}
    for each in reversed(parameters.values()):
        option = click.option(f"--{each.name.replace('_', '-')}", type=click.IntRange(each.least), help=each.words)
        command = option(command)
    return command


def size_given(theorem: AnyTheorem, given: Mapping[str, int | None]) -> Size:
    """The size for the theorem; raises ``ValueError`` for a parameter that is missing or not one of its sizes'."""
    used = {name: value for name, value in given.items() if value is not None}
    known = {each.name for each in theorem.size.PARAMETERS}
    strange = [name for name in used if name not in known]
    missing = [each.name for each in theorem.size.PARAMETERS if each.needed and each.name not in used]
    for words, names in (("does not take", strange), ("needs", missing)):
        if names:
            options = " and ".join(f"--{name.replace('_', '-')}" for name in names)
            raise InvalidError(f"the theorem {theorem} {words} {options}")
    found: Size = theorem.size(**used)
    return found
