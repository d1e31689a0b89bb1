"""How a command ends: its exit code [R6.45], and the one path by which it refuses [R6.66]."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from pathlib import Path
from types import FrameType
from typing import IO, Any, ClassVar

import click

from freebit.files import discard_unfinished
from freebit.parts import part_of
from freebit.processes import end_started
from freebit.texts import escaped


def tell(line: str) -> None:
    """One line on standard error, where it is no part of the result."""
    tell_output(f"freebit: {escaped(line)}", indent="")


def tell_output(text: str, indent: str = "    ") -> None:
    """Lines on standard error; what another program said is set in, so that it is not taken for ours."""
    if sys.stderr is not None:
        for line in text.strip().split("\n"):
            sys.stderr.write(f"{indent}{escaped(line.rstrip())}\n")
        sys.stderr.flush()


class ExitCode(IntEnum):
    """What the exit code of a command says [R6.45]."""

    #: All that was asked is proved, passed or done.
    PROVED = 0
    #: Something was rejected, failed, or, in a run, aborted.
    REJECTED = 1
    #: Something was not decided: bad usage, unreadable input, what no checker decides, an error of freebit itself.
    UNDECIDED = 2
    INTERRUPTED = 128 + signal.SIGINT


class InputError(click.ClickException):
    """What a command refuses, in one line: exit code 2."""

    exit_code: ClassVar[int] = ExitCode.UNDECIDED

    def show(self, file: IO[Any] | None = None) -> None:
        """The line, on standard error."""
        tell(self.format_message())


class OutputError(InputError):
    """Standard output that cannot be written."""


@contextmanager
def missing_told(words: str = "{}") -> Iterator[None]:
    """A part of freebit that is needed and not installed is told in one line, with exit code 2.

    In ``words``, which may say what needs it, braces stand for what is said of the part.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        part = part_of(error.name)
        if part is None:
            raise
        raise InputError(words.format(part.missing)) from error


@contextmanager
def refusing(about: str | Path = "") -> Iterator[None]:
    """What the work inside refuses is told in one line, with exit code 2 [R6.66].

    The line begins with what the work is ``about``, a file or an option, if the error does not name its file itself.
    """
    try:
        with missing_told():
            yield
    except (click.ClickException, BrokenPipeError, ModuleNotFoundError):
        raise
    except OSError as error:
        raise InputError(told(error)) from error
    except (ValueError, ArithmeticError, ImportError) as error:
        raise InputError(_told_of(about, error)) from error


def _told_of(about: str | Path, error: Exception) -> str:
    """What is refused, and what it is about."""
    from freebit.wire.document import UnreadableError

    if isinstance(error, UnreadableError):
        return str(error if error.file or not about else error.in_file(str(about)))
    return f"{about}: {error}" if about else str(error)


def told(error: OSError) -> str:
    """The file and what is wrong with it, without the number of the error."""
    reason = error.strerror or str(error)
    return reason if error.filename is None else f"{os.fsdecode(error.filename)}: {reason}"


def show_refusal(error: click.ClickException) -> None:
    """A refusal on standard error: how the command is used, if that was wrong, and one line."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.show()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        tell_output(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} --help' for help.", indent="")
    return tell(error.format_message())


@contextmanager
def writing() -> Iterator[None]:
    """A closed or full standard output is told in one line, with exit code 2; what is printed is printed in here."""
    try:
        yield
    except OSError as error:
        discard_output()
        reason = "it was closed" if isinstance(error, BrokenPipeError) else error.strerror
        raise OutputError(f"not all of the output was written: {reason}") from error


def discard_output() -> None:
    """Whatever is still buffered has nowhere to go."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class StoppedError(SystemExit):
    """Ended by a signal: an exception, so that everything on the way out is tidied up [R6.48]."""


#: How long, in seconds, the way out may take after a signal.
LAST_SECONDS = 10.0


def _end_at_last(code: int) -> None:
    """End the program some time from now, if it is still there.

    An exception that a signal raises can come where a library has just taken a lock, which is then never given back, or
    where it is caught: a thread that waits for the lock, or the program, would never end.
    """

    def end(number: int, frame: FrameType | None) -> None:
        end_started()
        discard_unfinished()
        os._exit(code)

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, end)
        signal.setitimer(signal.ITIMER_REAL, LAST_SECONDS)


@contextmanager
def tidy_signals() -> Iterator[None]:
    """Signals that end the program end it by ``StoppedError``, unless whoever started it ignores them.

    However the block is left, nothing that was started in it goes on.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        for each in watched:
            signal.signal(each, signal.SIG_IGN)  # nothing disturbs the tidying up
        _end_at_last(128 + number)
        raise KeyboardInterrupt if number == signal.SIGINT else StoppedError(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    usual = (signal.SIG_DFL, signal.default_int_handler)
    watched = {number: signal.getsignal(number) for number in numbers if signal.getsignal(number) in usual}
    for number in watched:
        signal.signal(number, stop)
    try:
        yield
    finally:
        end_started()
        for number, handler in watched.items():
            signal.signal(number, handler)
