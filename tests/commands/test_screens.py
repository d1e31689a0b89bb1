"""What is printed on terminals and elsewhere, symbol by symbol [R6.46]."""

import io
import os
import sys
from collections.abc import Sequence

import pytest

from freebit.commands import terminal
from freebit.commands.exits import OutputError
from freebit.commands.terminal import (
    WIDTH,
    Column,
    Growing,
    Styled,
    TableCell,
    emit,
    flush,
    progress_bar,
    say,
    say_all,
    show_table,
    tracked,
)

COLUMNS = [Column("file", width=6), Column("claim"), Column("s", right=True, width=4)]
ROW: Sequence[TableCell] = ("a", Styled("one", "bold"), "1")


class Screen(io.StringIO):
    """A terminal, or a file, that takes note of what it is sent."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal
        self.flushed = 0

    def isatty(self) -> bool:
        return self._is_terminal

    def flush(self) -> None:
        self.flushed += 1


class Screens:
    """Standard output and standard error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *, out: bool, err: bool, **variables: str) -> tuple[Screen, Screen]:
        """Are they terminals?  Those are dumb, with 80 columns, and files have 40, if nothing else is said."""
        for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM"):
            self._monkeypatch.delenv(name, raising=False)
        for name, value in ({"TERM": "dumb", "COLUMNS": "40"} | variables).items():
            self._monkeypatch.setenv(name, value)
        screens = Screen(out), Screen(err)
        self._monkeypatch.setattr(sys, "stdout", screens[0])
        self._monkeypatch.setattr(sys, "stderr", screens[1])
        return screens


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> Screens:
    return Screens(monkeypatch)


# Lines and documents.


def test_lines_and_documents(capsys: pytest.CaptureFixture[str]) -> None:
    """[R6.46]"""
    say("a\x1b")
    say()
    say_all(["b", "c"])
    emit({"d": ["\u00e9"]})
    assert capsys.readouterr().out == 'a\\x1b\n\nb\nc\n{\n "d": [\n  "\\u00e9"\n ]\n}\n'


def test_without_a_standard_output_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    say("nobody reads it")
    flush()


def test_what_was_printed_is_seen(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.45] and an output that cannot be written is told."""
    out, _ = screens(out=False, err=False)
    flush()
    assert out.flushed == 1

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(out, "flush", full)
    monkeypatch.setattr("freebit.commands.exits.discard_output", lambda: None)
    with pytest.raises(OutputError, match="No space left"):
        flush()


def test_what_draws_tables_is_loaded_when_one_is_drawn() -> None:
    assert {"Console", "Progress", "Text"}.isdisjoint(vars(terminal))


# Tables.


def test_a_table_as_it_is_seen(screens: Screens) -> None:
    out, _ = screens(out=False, err=False)
    show_table([Column("left"), Column("right", right=True), Column("most", most=4)], [("a", "b", "123456")], "title")
    assert out.getvalue().split("\n") == [
        "title            ",
        "left  right  most",
        "a         b  1234",
        "             56  ",
        "",
    ]


def test_a_table_without_headings_and_title(screens: Screens) -> None:
    out, _ = screens(out=False, err=False)
    show_table([Column(), Column()], [("a", "b"), (("c", "d"), "")])
    assert out.getvalue().split("\n") == ["a  b", "c   ", "d   ", ""]
    assert not Column().right


def test_where_nobody_says_how_wide_the_paper_is(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    """The paper has a width of its own; a terminal, or who sets COLUMNS, says so."""

    def longest() -> int:
        before = out.tell()
        show_table([Column()], [("x" * 1000,)])
        return max(map(len, out.getvalue()[before:].split("\n")))

    out, _ = screens(out=False, err=False)
    assert longest() == 40
    monkeypatch.delenv("COLUMNS")
    assert longest() == WIDTH == 140
    out, _ = screens(out=True, err=False, TERM="xterm")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((55, 24)))
    assert longest() == 55


def test_headings_and_cells_are_taken_literally(screens: Screens) -> None:
    """[R6.46] no markup, no emoji and no guess at numbers, with colours or without."""
    out, _ = screens(out=True, err=False, TERM="xterm-256color")
    show_table([Column("7 [red]:star:")], [("8 [red]:star:",), (Styled("9", "green"),)], "6 [red]:star:")
    title, heading, cell, styled, _ = out.getvalue().split("\n")
    assert title.strip() == "6 [red]:star:"
    assert heading.strip() == "\x1b[1m7 [red]:star:\x1b[0m"
    assert cell.strip() == "8 [red]:star:"
    assert styled.strip().startswith("\x1b[32m9")


# A table that grows.


def grown(*, quiet: bool = False, columns: Sequence[Column] = COLUMNS) -> list[int]:
    """Shows two rows; the widths that the columns were asked for."""
    widths: list[int] = []

    def for_width(width: int) -> Sequence[Column]:
        widths.append(width)
        return columns

    with Growing(for_width, 2, quiet=quiet) as table:
        table.row(ROW, (), "a: one (1)")
        table.advance(1, 2)
        table.row(("b", "two", "2"), ["b: " + "[why]" * 20, "and\x1b"], "b: two (2)")
        table.advance(2, 2)
    return widths


def test_on_a_terminal_a_table_grows(screens: Screens) -> None:
    out, err = screens(out=True, err=True)
    assert grown() == [80]
    assert out.getvalue().split("\n") == [
        "file    claim".ljust(79) + "s",
        "a       one".ljust(79) + "1",
        "b       two".ljust(79) + "2",
        "b: " + "[why]" * 20,
        "and\\x1b",
        "",
    ]
    assert err.getvalue() == ""


def test_columns_without_a_width_share_what_is_left(screens: Screens) -> None:
    out, _ = screens(out=True, err=True)
    grown(columns=[Column("one"), Column("two", width=4), Column("three")])
    assert out.getvalue().split("\n")[0] == f"{'one':38}two   {'three':36}"


def test_elsewhere_a_line_stands_for_a_row_and_is_seen_at_once(screens: Screens) -> None:
    out, err = screens(out=False, err=False)
    grown()
    assert (out.getvalue(), err.getvalue()) == ("a: one (1)\nb: two (2)\n", "")
    assert out.flushed >= 2
    with Growing(lambda width: COLUMNS, 1) as table:
        table.row(ROW, (), "not quiet if nothing is said")
    assert out.getvalue().endswith("not quiet if nothing is said\n")


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_quiet_table_is_not_shown(is_terminal: bool, screens: Screens) -> None:
    out, err = screens(out=is_terminal, err=False)
    grown(quiet=True)
    assert (out.getvalue(), err.getvalue()) == ("", "")


@pytest.mark.parametrize(
    ("out_is", "err_is", "quiet", "on_out", "on_err"),
    [
        (True, True, False, True, False),
        (True, True, True, False, True),
        (False, True, False, False, True),
        (True, False, False, True, False),
        (True, False, True, False, False),
        (False, False, False, False, False),
    ],
)
def test_the_bar_is_where_the_table_is_or_on_standard_error(
    out_is: bool, err_is: bool, quiet: bool, on_out: bool, on_err: bool, screens: Screens
) -> None:
    out, err = screens(out=out_is, err=err_is, TERM="xterm")
    grown(quiet=quiet)
    assert ("checking" in out.getvalue(), "checking" in err.getvalue()) == (on_out, on_err)


# Bars.


@pytest.mark.parametrize(
    ("is_terminal", "term", "shown"), [(True, "xterm", True), (True, "dumb", False), (False, "xterm", False)]
)
def test_a_bar_is_shown_on_a_terminal_that_can(is_terminal: bool, term: str, shown: bool, screens: Screens) -> None:
    """It is on standard error, takes no other output to itself, and leaves nothing behind."""
    out, err = screens(out=True, err=is_terminal, TERM=term)
    with progress_bar("measuring", 3) as bar:
        assert (sys.stdout, sys.stderr) == (out, err)
        assert [(task.id, task.description, task.total) for task in bar.tasks] == [(0, "measuring", 3)]
        bar.advance(bar.task_ids[0])
    assert out.getvalue() == ""
    assert ("measuring" in err.getvalue(), err.getvalue() != "") == (shown, shown)
    assert bar.live.transient


def test_what_is_tracked_is_all_there_and_counted(screens: Screens) -> None:
    _, err = screens(out=False, err=True, TERM="xterm")
    assert tracked(iter("abc"), "checking", 3) == ["a", "b", "c"]
    assert "100%" in err.getvalue()
