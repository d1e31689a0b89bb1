"""How the runner reaches an implementation: as a process that speaks JSON lines, or as a plain verifier.

A process is started anew after every trouble [R7.8].  What goes wrong is raised as ``NoAnswerError`` with the
outcome of its own; it is never taken for a verdict.
"""

import base64
import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from freebit.conformance import messages
from freebit.conformance.messages import GarbageError, Hello, WrongSeqError
from freebit.conformance.operations.shared import ACCEPTED, REJECTED, UNREADABLE, Answer
from freebit.conformance.outcomes import Status
from freebit.conformance.vectors import Input


class NoAnswerError(Exception):
    """An implementation that did not answer: crash, hang, garbage, wrong seq or end of file [R7.7]."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status = status


class Implementation(Protocol):
    """What the runner judges."""

    def start(self) -> Hello: ...

    def ask(self, seq: int, operation: str, document: Input) -> Answer: ...

    def stop(self) -> None: ...


class Process:
    """A program that speaks the protocol over its standard input and output; its standard error is free."""

    def __init__(self, command: Sequence[str], timeout: float, start_timeout: float) -> None:
        self._command, self._timeout, self._start_timeout = list(command), timeout, start_timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()

    def start(self) -> Hello:
        """Start the program and exchange hello; raises ``NoAnswerError``, also if it cannot be started."""
        self.stop()
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        except OSError as error:
            raise NoAnswerError(Status.CRASH, f"{self._command[0]}: {error.strerror or error}") from error
        self._lines = SimpleQueue()
        threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
        self._send(messages.encode(messages.hello()))
        line = self._receive(self._start_timeout)
        try:
            return messages.read_hello(line)
        except GarbageError as error:
            raise self._trouble(Status.GARBAGE, str(error)) from error

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        """Ask one question; raises ``NoAnswerError``."""
        if not self._lines.empty():
            line = self._lines.get()
            if line is not None:
                raise self._trouble(Status.GARBAGE, f"{line[:60]!r} came unasked")
        self._send(messages.encode(messages.run(seq, operation, document)))
        line = self._receive(self._timeout)
        try:
            return messages.read_result(line, seq)
        except GarbageError as error:
            raise self._trouble(Status.GARBAGE, str(error)) from error
        except WrongSeqError as error:
            raise self._trouble(Status.WRONG_SEQ, str(error)) from error

    def stop(self) -> None:
        """Say bye, and end the program if it does not end by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.write(messages.encode(messages.bye()))
                process.stdin.close()
        try:
            process.wait(min(1.0, self._timeout))
        except subprocess.TimeoutExpired:
            _kill(process)
        if process.stdout is not None:
            process.stdout.close()

    def _trouble(self, status: Status, message: str) -> NoAnswerError:
        """End the program, which may not even be reading any more."""
        if self._process is not None:
            _kill(self._process)
        return NoAnswerError(status, message)

    def _send(self, line: bytes) -> None:
        """Write in another thread: a program that does not read must not stop the runner."""
        process = self._process
        if process is None or process.stdin is None:
            raise NoAnswerError(Status.CRASH, "the program was not started")
        stdin = process.stdin

        def write() -> None:
            with contextlib.suppress(OSError, ValueError):
                stdin.write(line)
                stdin.flush()

        if len(line) < 4096:
            write()
        else:
            threading.Thread(target=write, daemon=True).start()

    def _receive(self, timeout: float) -> bytes:
        try:
            line = self._lines.get(timeout=timeout)
        except Empty:
            raise self._trouble(Status.HANG, f"no answer within {timeout:g} seconds") from None
        if line is not None:
            return line
        code = self._process.wait() if self._process is not None else 0
        if code == 0:
            raise NoAnswerError(Status.EOF, "the program ended its output without an answer")
        raise NoAnswerError(Status.CRASH, f"the program ended with {_ending(code)}")


def _pump(process: subprocess.Popen[bytes], lines: "SimpleQueue[bytes | None]") -> None:
    """Pass on the lines of the program's output, and None at its end."""
    stdout = process.stdout
    with contextlib.suppress(OSError, ValueError):
        while stdout is not None and (line := stdout.readline(messages.MAX_LINE)):
            lines.put(line)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1.0)
    if process.poll() is None:
        _kill(process, only_if_hanging=True)
    lines.put(None)


def _kill(process: subprocess.Popen[bytes], *, only_if_hanging: bool = False) -> None:
    """End the program and what it started; a program that closed its output counts as ended with code 0."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if only_if_hanging:
        process.returncode = 0


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


#: What a plain verifier's exit codes say [R7.9].
_EXIT = {0: ACCEPTED, 1: REJECTED, 2: UNREADABLE}


class Verifier:
    """A command that is given a file and says by its exit code what it is: 0 accepted, 1 rejected, 2 unreadable."""

    def __init__(self, template: str, operation: str, timeout: float) -> None:
        self._parts = shlex.split(template)
        if not any("{file}" in part for part in self._parts):
            raise ValueError("the command does not contain {file}")
        self._operation, self._timeout, self._template = operation, timeout, template

    def start(self) -> Hello:
        """What such a command can be asked."""
        return Hello(self._template, "", frozenset({self._operation}), frozenset({"large", "verdict-only"}))

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        """Write the document to a file and run the command on it; raises ``NoAnswerError``."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{seq}.json")
            path.write_bytes(document_bytes(document))
            command = [part.replace("{file}", str(path)) for part in self._parts]
            try:
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
            except OSError as error:
                raise NoAnswerError(Status.CRASH, f"{command[0]}: {error.strerror or error}") from error
            try:
                code = process.wait(self._timeout)
            except subprocess.TimeoutExpired:
                _kill(process)
                raise NoAnswerError(Status.HANG, f"no exit within {self._timeout:g} seconds") from None
        if code not in _EXIT:
            raise NoAnswerError(Status.CRASH, f"the command ended with {_ending(code)}")
        return Answer(_EXIT[code])

    def stop(self) -> None:
        """Nothing runs between questions."""


def document_bytes(document: Input) -> bytes:
    """The bytes of a document in a question [R7.12]."""
    if "base64" in document:
        return base64.b64decode(document["base64"])
    return str(document["text"]).encode("utf-8", "surrogatepass")
