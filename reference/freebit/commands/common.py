"""What the commands share: option types, errors with exit code 2, and output that may be closed."""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_POWER = re.compile(r"2\^(-?[0-9]{1,6})", re.ASCII)
_RATIONAL = re.compile(r"-?[0-9]+(?:/[0-9]+|\.[0-9]+)?", re.ASCII)
MAX_TEXT = 1000


class InputError(click.ClickException):
    """Input that cannot be used: exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"freebit: {self.format_message()}", err=True)


def rational(text: str | Fraction) -> Fraction:
    """An exact rational as an option gives it: 9/20, 0.45 or 2^-64; use as the ``type`` of a click option."""
    if isinstance(text, Fraction):
        return text
    text = text.strip()
    power = _POWER.fullmatch(text)
    if power:
        return Fraction(2) ** int(power[1])
    try:
        if len(text) <= MAX_TEXT and _RATIONAL.fullmatch(text):
            return Fraction(text)
    except ZeroDivisionError:
        pass
    raise click.BadParameter(f"{text[:40]!r} is not a rational such as 9/20, 0.45 or 2^-64")


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


def print_json(document: Mapping[str, object]) -> None:
    """Write a document for programs to standard output."""
    click.echo(json.dumps(document, indent=2))
