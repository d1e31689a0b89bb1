"""What commands print: every line goes through here, so that no text from elsewhere commands a terminal [R6.46].

Lines and tables are for people, on standard output; ``emit`` writes the document for programs; progress is shown on
standard error, on a terminal only.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from freebit.commands.exits import writing
from freebit.texts import escaped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

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


def flush() -> None:
    """What was printed is seen now."""
    if sys.stdout is not None:
        with writing():
            sys.stdout.flush()


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
    width: int | None = None


#: A cell: a text, one in a style, or one of several lines.
TableCell = str | Styled | tuple[str, ...]


class Growing:
    """A table on a terminal that grows row by row, with a bar below it; elsewhere a line for each row.

    Where standard output is no terminal, or if all is ``quiet``, the bar is on standard error, if that is one.
    ``columns`` are those for a terminal of some width; one without a width of its own has what is left.
    """

    def __init__(self, columns: Callable[[int], Sequence[Column]], total: int, *, quiet: bool = False) -> None:
        self._output = _console()
        self._quiet = quiet
        self._on_terminal = self._output.is_terminal and not quiet
        self._columns = columns(self._output.width)
        self._progress = _bar(self._output if self._on_terminal else _console(errors=True))
        self._task = self._progress.add_task("checking", total=total)

    def __enter__(self) -> "Growing":
        if self._on_terminal:
            self._show([Styled(column.heading, "bold") for column in self._columns])
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def row(self, cells: Sequence[TableCell], below: Iterable[str], line: str) -> None:
        """On a terminal a row, and lines below it; elsewhere a line in its place."""
        if self._on_terminal:
            self._show(cells)
            for each in below:
                self._print(each)
        elif not self._quiet:
            say(line)
            flush()

    def advance(self, done: int, total: int) -> None:
        """So much is done, of so much."""
        self._progress.update(self._task, completed=done, total=total)

    def _show(self, cells: Sequence[TableCell]) -> None:
        from rich.table import Table

        table = Table(box=None, pad_edge=False, show_header=False, expand=True)
        for column in self._columns:
            justify: Literal["right", "left"] = "right" if column.right else "left"
            ratio = 1 if column.width is None else None
            table.add_column(justify=justify, style=column.style, width=column.width, ratio=ratio, overflow="fold")
        table.add_row(*map(_text, cells))
        with writing():
            self._output.print(table)

    def _print(self, line: str) -> None:
        from rich.text import Text

        with writing():
            self._output.print(Text(escaped(line)), soft_wrap=True)


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[TableCell]], title: str = "") -> None:
    """A table without lines; what does not fit goes on below, and nothing is cut off."""
    from rich.table import Table

    table = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        title=_text(title) if title else None,
        title_justify="left",
        show_header=any(column.heading for column in columns),
    )
    for column in columns:
        justify: Literal["right", "left"] = "right" if column.right else "left"
        table.add_column(
            column.heading, justify=justify, style=column.style, max_width=column.most, overflow="fold"
        )  # fmt: skip
    for row in rows:
        table.add_row(*map(_text, row))
    with writing():
        _console().print(table)


def _text(cell: TableCell) -> "Text":
    from rich.text import Text

    return Text(_printable(cell), style=cell.style if isinstance(cell, Styled) else "")


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
    with _bar(_console(errors=True)) as progress:
        progress.add_task(label, total=total)
        yield progress


def _bar(console: "Console") -> "Progress":
    """A bar that takes no other output to itself, and leaves nothing behind."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal or console.is_dumb_terminal,
    )


def tracked(items: Iterable[T], label: str, total: int) -> list[T]:
    """The items, once all of them are there; meanwhile a bar shows how many are."""
    found = []
    with progress_bar(label, total) as bar:
        for item in items:
            found.append(item)
            bar.advance(bar.task_ids[0])
    return found
