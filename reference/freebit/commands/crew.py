"""The options --workers, --scheduler and --state: who does the work, and where what is done is kept [R6.129]."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from freebit.scheduling import Crew

Optioned = Callable[..., Any]


def crew_options(command: Optioned) -> Optioned:
    """The options --workers and --scheduler, as ``workers`` and ``scheduler``; ``crew_asked`` takes them."""
    command = click.option("--scheduler", metavar="ADDRESS", help="Work on the workers of this Dask scheduler.")(
        command
    )
    return click.option("--workers", type=click.IntRange(1, 1024), help="Work on so many processes, by Dask.")(command)


def state_option(command: Optioned) -> Optioned:
    """The option --state, as ``state``."""
    return click.option(
        "--state",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Keep what is done in this file, and go on from there.",
    )(command)


def crew_asked(workers: int | None, scheduler: str | None, threads: int = 1) -> Crew:
    """Who was asked for; raises ``ValueError`` for both."""
    return Crew(workers, scheduler, threads)
