"""How commands end, piece by piece, in this process [R6.45], [R6.48], [R6.66]."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from freebit.commands import exits
from freebit.commands.exits import (
    InputError,
    OutputError,
    StoppedError,
    missing_told,
    refusing,
    show_refusal,
    tell,
    tell_output,
    tidy_signals,
    told,
    writing,
)

posix = pytest.mark.skipif(os.name != "posix", reason="about signals of POSIX")
CLOSED = BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_lines_on_standard_error_are_set_in(capsys: pytest.CaptureFixture[str]) -> None:
    tell_output("\none  \ntwo\x1b\n\n")
    tell("three\nfour")
    assert capsys.readouterr().err == "    one\n    two\\x1b\nfreebit: three\\nfour\n"


def test_without_a_standard_error_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    tell("nobody hears it")


def test_a_part_that_is_missing_is_told_with_what_needs_it() -> None:
    """[R6.66] and a module that is no part of freebit is an error like any other."""
    with pytest.raises(InputError, match=r"^for this: python-flint is not installed"), missing_told("for this: {}"):
        raise ModuleNotFoundError("No module named 'flint'", name="flint")
    with pytest.raises(ModuleNotFoundError, match="elsewhere"), missing_told():
        raise ModuleNotFoundError("elsewhere", name="elsewhere")


@pytest.mark.parametrize(
    "error", [click.UsageError("no such option"), CLOSED, ModuleNotFoundError("no", name="elsewhere")]
)
def test_what_is_told_elsewhere_passes(error: Exception) -> None:
    """[R6.66] it is the same error that comes out."""
    with pytest.raises(type(error)) as caught, refusing(Path("run.fbt")):
        raise error
    assert caught.value is error


@pytest.mark.parametrize("error", [ValueError("no"), ZeroDivisionError("no"), ImportError("no")])
@pytest.mark.parametrize(("about", "said"), [("", "no"), ("run.fbt", "run.fbt: no")])
def test_a_refusal_begins_with_what_it_is_about(error: Exception, about: str, said: str) -> None:
    """[R6.66]"""
    with pytest.raises(InputError) as caught, refusing(about):
        raise error
    assert caught.value.format_message() == said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOENT, "No such file", "a"), "a: No such file"),
        (OSError(errno.ENOENT, "No such file", b"a\xff"), "a\udcff: No such file"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("odd"), "odd"),
    ],
)
def test_the_file_and_the_reason_are_told_and_no_number(error: OSError, said: str) -> None:
    """[R6.66]"""
    assert told(error) == said


@click.group("one", no_args_is_help=True)
def group() -> None:
    """A group."""


def test_a_wrong_use_is_told_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """[R6.66] if it is known of which command."""
    context = click.Context(group, info_name="one")
    show_refusal(click.UsageError("no such option", context))
    assert capsys.readouterr().err == (
        "Usage: one [OPTIONS] COMMAND [ARGS]...\nTry 'one --help' for help.\nfreebit: no such option\n"
    )
    show_refusal(click.UsageError("no such option"))
    show_refusal(click.ClickException("no"))
    assert capsys.readouterr().err == "freebit: no such option\nfreebit: no\n"
    show_refusal(click.exceptions.NoArgsIsHelpError(context))
    shown = capsys.readouterr()
    assert "A group." in shown.out + shown.err
    assert "freebit: " not in shown.out + shown.err


@pytest.mark.parametrize(
    ("error", "reason"),
    [(CLOSED, "it was closed"), (OSError(errno.ENOSPC, "No space left on device"), "No space left on device")],
)
def test_an_output_that_cannot_be_written_is_told(error: OSError, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.45] and what is left of it is thrown away."""
    discarded: list[bool] = []
    monkeypatch.setattr(exits, "discard_output", lambda: discarded.append(True))
    with pytest.raises(OutputError, match=f"^not all of the output was written: {reason}$"), writing():
        raise error
    assert discarded == [True]


# Signals.


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exit codes with which the program is to end at last."""
    found: list[int] = []
    monkeypatch.setattr(exits, "_end_at_last", found.append)
    return found


@pytest.fixture
def usual() -> Callable[[str], signal.Signals]:
    """Sets a signal to what it does by default, as in a program that was just started."""

    def reset(name: str) -> signal.Signals:
        number: signal.Signals = getattr(signal, name)
        default = signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
        signal.signal(number, default)
        return number

    return reset


@posix
@pytest.mark.parametrize(
    ("name", "error"), [("SIGINT", KeyboardInterrupt), ("SIGTERM", StoppedError), ("SIGHUP", StoppedError)]
)
def test_a_signal_is_an_exception(
    name: str, error: type[BaseException], codes: list[int], usual: Callable[[str], signal.Signals]
) -> None:
    """[R6.48] with the exit code of the signal; while all is tidied up further ones are ignored."""
    before = {each: usual(each) for each in ("SIGINT", "SIGTERM", "SIGHUP")}
    handlers = {number: signal.getsignal(number) for number in before.values()}
    ignored: list[object] = []
    with pytest.raises(error) as caught, tidy_signals():
        try:
            signal.raise_signal(before[name])
        finally:
            ignored += [signal.getsignal(number) for number in before.values()]
    code = 128 + before[name]
    assert codes == [code]
    assert getattr(caught.value, "code", code) == code
    assert ignored == [signal.SIG_IGN] * 3
    assert {number: signal.getsignal(number) for number in before.values()} == handlers


@posix
def test_after_some_time_the_program_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.48] what was started is ended, and what is not finished is thrown away before."""
    done: list[object] = []
    timers: list[float] = []
    monkeypatch.setattr(exits, "end_started", lambda: done.append("ended"))
    monkeypatch.setattr(exits, "discard_unfinished", lambda: done.append("discarded"))
    monkeypatch.setattr(os, "_exit", done.append)
    monkeypatch.setattr(signal, "setitimer", lambda clock, seconds: timers.append(seconds))
    before = signal.getsignal(signal.SIGALRM)
    try:
        exits._end_at_last(143)
        signal.raise_signal(signal.SIGALRM)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert done == ["ended", "discarded", 143]
    assert timers == [exits.LAST_SECONDS]


def test_without_timers_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows."""
    monkeypatch.delattr(signal, "setitimer", raising=False)
    exits._end_at_last(143)
