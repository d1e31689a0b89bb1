"""How the runner reaches an implementation: as a process that speaks JSON lines, or as a plain verifier.

A process is started anew after every trouble [R7.8].  What goes wrong is raised as ``NoAnswerError`` with the
outcome of its own; it is never taken for a verdict.  Every outcome is there a second after its timeout [R7.19].
"""

import base64
import shlex
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from freebit.conformance import messages
from freebit.conformance.messages import GarbageError, Hello, WrongSeqError
from freebit.conformance.operations.shared import ACCEPTED, REJECTED, UNREADABLE, Answer
from freebit.conformance.outcomes import Status
from freebit.conformance.pipes import LineReader, LineWriter
from freebit.conformance.vectors import Input
from freebit.errors import FreebitError, InvalidError
from freebit.files import scratch_folder
from freebit.processes import end_group, ending, start

#: How long a program may take to end, after its output has ended or it was told to, in seconds.
GRACE = 0.5


class NoAnswerError(FreebitError):
    """An implementation that did not answer: crash, hang, garbage, wrong seq or end of file [R7.7]."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status = status


class Implementation(Protocol):
    """What the runner judges."""

    @property
    def gives_values(self) -> bool:
        """Whether answers have the values that are expected [R7.9]."""

    def start(self) -> Hello:
        """Start, also again; raises ``NoAnswerError``."""

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        """Ask one question; raises ``NoAnswerError``."""

    def stop(self) -> None:
        """End."""


class Running:
    """A program that runs, and the two pipes to it."""

    def __init__(self, command: Sequence[str]) -> None:
        self.process: subprocess.Popen[bytes] = start(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, start_new_session=True
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise OSError("no pipes")
        self.lines: LineReader = LineReader(self.process.stdout, messages.MAX_ANSWER)
        self.questions: LineWriter = LineWriter(self.process.stdin)

    def exit_code(self) -> int | None:
        """The exit code, if the program ends soon."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(GRACE)
        return None

    def kill(self) -> None:
        """End the program, and what can be reached of what it started; wait for nobody else."""
        end_group(self.process)
        self.lines.close()
        self.questions.close()
        self.exit_code()


class Process:
    """A program that speaks the protocol over its standard input and output; its standard error is free."""

    gives_values = True

    def __init__(self, command: Sequence[str], timeout: float, start_timeout: float) -> None:
        self._command, self._timeout, self._start_timeout = list(command), timeout, start_timeout
        self._running: Running | None = None

    def start(self) -> Hello:
        """Start the program and exchange hello; raises ``NoAnswerError``, also if it cannot be started."""
        self.stop()
        try:
            running = self._running = Running(self._command)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise NoAnswerError(Status.CRASH, f"{self._command[0]}: {reason or error}") from error
        running.questions.send(messages.encode(messages.hello()))
        line = self._receive(running, self._start_timeout)
        try:
            return messages.read_hello(line)
        except GarbageError as error:
            raise self._trouble(Status.GARBAGE, str(error)) from error

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        """Ask one question; raises ``NoAnswerError``."""
        running = self._running
        if running is None:
            raise NoAnswerError(Status.CRASH, "the program was not started")
        if running.lines.waiting:
            line = running.lines.line(GRACE)
            if line is not None:
                raise self._trouble(Status.GARBAGE, f"{line[:60]!r} came unasked")
            raise self._ended(running)
        running.questions.send(messages.encode(messages.question(seq, operation, document)))
        line = self._receive(running, self._timeout)
        try:
            return messages.read_result(line, seq)
        except GarbageError as error:
            raise self._trouble(Status.GARBAGE, str(error)) from error
        except WrongSeqError as error:
            raise self._trouble(Status.WRONG_SEQ, str(error)) from error

    def stop(self) -> None:
        """Say bye, and end the program if it does not end by itself."""
        running, self._running = self._running, None
        if running is not None:
            running.questions.send(messages.encode(messages.bye()))
            running.questions.finish()
            running.exit_code()
            running.kill()

    def _receive(self, running: Running, timeout: float) -> bytes:
        try:
            line = running.lines.line(timeout)
        except TimeoutError:
            code = running.process.poll()
            ended = f"; the program itself had ended with {ending(code)}" if code is not None else ""
            raise self._trouble(Status.HANG, f"no answer within {timeout:g} seconds{ended}") from None
        if line is None:
            raise self._ended(running)
        return line

    def _ended(self, running: Running) -> NoAnswerError:
        """What the end of the program's output means."""
        code = running.exit_code()
        if code:
            return self._trouble(Status.CRASH, f"the program ended with {ending(code)}")
        return self._trouble(Status.EOF, "the program ended its output without an answer")

    def _trouble(self, status: Status, message: str) -> NoAnswerError:
        """End the program, which may not even be reading any more."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
        return NoAnswerError(status, message)


#: What a plain verifier's exit codes say [R7.9].
_EXIT = {0: ACCEPTED, 1: REJECTED, 2: UNREADABLE}


class Verifier:
    """A command that is given a file and says by its exit code what it is: 0 accepted, 1 rejected, 2 unreadable."""

    gives_values = False

    def __init__(self, template: str, operation: str, timeout: float) -> None:
        try:
            self._parts = shlex.split(template)
        except ValueError as error:
            raise InvalidError(f"--exec: {error}") from error
        if not any("{file}" in part for part in self._parts):
            raise InvalidError("--exec: the command does not contain {file}")
        self._operation, self._timeout, self._template = operation, timeout, template

    def start(self) -> Hello:
        """What such a command can be asked."""
        return Hello(self._template, "", frozenset({self._operation}), frozenset({messages.LARGE}))

    def ask(self, seq: int, operation: str, document: Input) -> Answer:
        """Write the document to a file and run the command on it; raises ``NoAnswerError``."""
        # What the command leaves running may still be in the folder when it is to go.
        with scratch_folder() as folder:
            path = folder / f"{seq}.json"
            path.write_bytes(question_bytes(document))
            command = [part.replace("{file}", str(path)) for part in self._parts]
            try:
                process = start(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
            except OSError as error:
                raise NoAnswerError(Status.CRASH, f"{command[0]}: {error.strerror or error}") from error
            try:
                code = process.wait(self._timeout)
            except subprocess.TimeoutExpired:
                raise NoAnswerError(Status.HANG, f"no exit within {self._timeout:g} seconds") from None
            finally:
                if process.returncode is None:
                    end_group(process)
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(GRACE)
        if code not in _EXIT:
            raise NoAnswerError(Status.CRASH, f"the command ended with {ending(code)}")
        return Answer(_EXIT[code])

    def stop(self) -> None:
        """Nothing runs between questions."""


def question_bytes(document: Input) -> bytes:
    """The bytes of a document in a question [R7.12]."""
    if "base64" in document:
        return base64.b64decode(document["base64"])
    return str(document["text"]).encode("utf-8", "surrogatepass")


def is_one_document(question: Input) -> bool:
    """Whether a question is just one document and nothing beside it, so that it can be given as a file [R7.12]."""
    if question.keys() == {"text"}:
        return isinstance(question["text"], str)
    if question.keys() != {"base64"}:
        return False
    try:
        return bool(base64.b64encode(base64.b64decode(question["base64"])).decode() == question["base64"])
    except (TypeError, ValueError):
        return False
