"""The options --processes, --workers, --scheduler and --state: who works, and where what is done is kept [R6.129]."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from freebit.errors import InvalidError
from freebit.scheduling import Crew
from freebit.stores import Location, check_shared

Optioned = Callable[..., Any]


def crew_options(command: Optioned) -> Optioned:
    """The options --processes, --workers and --scheduler, under these names; ``crew_asked`` takes them."""
    command = click.option("--scheduler", metavar="ADDRESS", help="Work on the workers of this Dask scheduler.")(
        command
    )
    command = click.option("--workers", type=click.IntRange(1, 1024), help="Work on so many processes, by Dask.")(
        command
    )
    return click.option(
        "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="Work on so many processes."
    )(command)


def state_option(command: Optioned) -> Optioned:
    """The option --state, as ``state``."""
    return click.option(
        "--state",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Keep what is done in this file, and go on from there.",
    )(command)


def list_option(command: Optioned) -> Optioned:
    """The option --list, as ``is_list``; ``crew_for_list`` says who reads the files."""
    return click.option(
        "--list", "is_list", is_flag=True, help="FILE lists the files to read, as sha256sum writes it [R6.132]."
    )(command)


def crew_for_list(
    locations: Iterable[Location | None],
    is_list: bool,
    processes: int,
    workers: int | None,
    scheduler: str | None,
    state: Path | None,
) -> Crew:
    """Who reads the files of a list at a location, and writes those of another.

    Raises ``ValueError`` for one file and work that is done apart.
    """
    crew = crew_asked(workers, scheduler, processes)
    if crew.apart:
        check_shared(locations)
    if not is_list and (crew.apart or state is not None):
        raise InvalidError(
            "one file is read here and at once: --processes, --workers, --scheduler and --state go with --list"
        )
    return crew


def crew_asked(workers: int | None, scheduler: str | None, processes: int = 1) -> Crew:
    """Who was asked for; raises ``ValueError`` for more than one of them."""
    return Crew(workers, scheduler, processes)
