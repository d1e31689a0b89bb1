"""What commands print: every line goes through here, so that no text from elsewhere commands a terminal [R6.46].

Lines and tables are for people, on standard output; ``emit`` writes the document for programs; progress is shown on
standard error, on a terminal only.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from freebit.commands.exits import writing
from freebit.texts import escaped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

T = TypeVar("T")

#: How wide a table may be where nobody says how wide the paper is.
WIDTH = 140


def say(line: str = "") -> None:
    """One line on standard output."""
    _write(escaped(line))


def say_all(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    for line in lines:
        say(line)


def emit(document: object) -> None:
    """A JSON document, in ASCII, on standard output."""
    _write(json.dumps(document, indent=1))


def _write(text: str) -> None:
    if sys.stdout is not None:
        with writing():
            sys.stdout.write(text + "\n")


@dataclass(frozen=True)
class Styled:
    """Text in a table, in a style of ``rich``."""

    text: str
    style: str


@dataclass(frozen=True)
class Column:
    """A column of a table; an empty ``heading`` in every column leaves the headings out."""

    heading: str = ""
    right: bool = False
    style: str = ""
    most: int | None = None


#: A cell: a text, one in a style, or one of several lines.
TableCell = str | Styled | tuple[str, ...]


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[TableCell]], title: str = "") -> None:
    """A table without lines; what does not fit goes on below, and nothing is cut off."""
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        title=Text(escaped(title)) if title else None,
        title_justify="left",
        show_header=any(column.heading for column in columns),
    )
    for column in columns:
        justify: Literal["right", "left"] = "right" if column.right else "left"
        table.add_column(
            column.heading, justify=justify, style=column.style, max_width=column.most, overflow="fold"
        )  # fmt: skip
    for row in rows:
        table.add_row(*(Text(_printable(cell), style=cell.style if isinstance(cell, Styled) else "") for cell in row))
    with writing():
        _console().print(table)


def _printable(cell: TableCell) -> str:
    if isinstance(cell, tuple):
        return "\n".join(map(escaped, cell))
    return escaped(cell.text if isinstance(cell, Styled) else cell)


def _console(*, errors: bool = False) -> "Console":
    """The console: no markup, no emoji, no guesses; a closed pipe is an error like any other."""
    from rich.console import Console

    class PlainConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    console = PlainConsole(stderr=errors, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH
    return console


@contextmanager
def progress_bar(label: str, total: int | None) -> Iterator["Progress"]:
    """A progress bar on standard error, shown only on a terminal; its one task is number 0."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = _console(errors=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        progress.add_task(label, total=total)
        yield progress


def tracked(items: Iterable[T], label: str, total: int) -> list[T]:
    """The items, once all of them are there; meanwhile a bar shows how many are."""
    found = []
    with progress_bar(label, total) as bar:
        for item in items:
            found.append(item)
            bar.advance(bar.task_ids[0])
    return found
