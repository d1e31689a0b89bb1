"""What commands share: errors with exit code 2, progress bars, and output that may be closed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class InputError(click.ClickException):
    """Input that cannot be used: exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"freebit: {self.format_message()}", err=True)


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Progress]:
    """A progress bar on standard error, shown only on a terminal; its one task is number 0."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task(label, total=total)
        yield progress


class PlainConsole(Console):
    """A console that takes text as it is, and lets ``output_may_close`` deal with a closed pipe."""

    def __init__(self) -> None:
        super().__init__(highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@contextmanager
def output_may_close() -> Iterator[None]:
    """Turn a pipe that is closed by its reader into a clear error, exit code 2."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        # Whatever is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise InputError("the output was closed before all of it was written") from error
