"""Mutants put to vectors: all in one Node.js process while it answers, and each in a program of its own to be sure."""

import json
import math
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from freebit.conformance import messages
from freebit.conformance.messages import Hello
from freebit.conformance.pipes import LineReader
from freebit.conformance.transport import NoAnswerError, Process
from freebit.conformance.vectors import Expectation, Vector

HERE = Path(__file__).resolve().parent
#: The variable of the environment that turns a mutant on.
ACTIVE = "__STRYKER_ACTIVE_MUTANT__"
#: A vector counts as hanging after so many seconds of processor time, and so many times what the implementation itself
#: needs; processor time does not pass while others work.
LEAST, TIMES = 3.0, 30.0
#: How much of it the process may take to begin.
START = 30.0
#: After so many seconds a program of its own has begun, and has answered what takes no time, whoever else works.
ALONE = 30.0
#: Nothing takes so long, whoever else works.
IDLE = 1800.0
LOOK_UP = 0.05
QUESTIONS = "questions.jsonl"
HEAP = "--max-old-space-size=1500"


@dataclass(frozen=True)
class Told:
    """What told a mutant from the implementation: the number of a vector, below 0 for hello, and how it was wrong."""

    number: int
    how: str


class _LeftBehindError(Exception):
    """A mutant, this one or an earlier one, left something behind in the process."""


class Judge:
    """Asks mutants questions, hello first."""

    def __init__(
        self, code: Path, folder: Path, vectors: Sequence[Vector], hello: Hello, seconds: Sequence[float]
    ) -> None:
        self._peer, self._folder = code / "fast" / "peer.mjs", folder
        self._limits = [LEAST + TIMES * each for each in (0.0, *seconds)]
        self._child: _Child | None = None
        self._questions = folder / QUESTIONS
        ends = []
        with self._questions.open("wb") as out:
            for question in (_hello(hello), *(_question(n, each) for n, each in enumerate(vectors, start=1))):
                out.write(json.dumps(question).encode() + b"\n")
                ends.append(out.tell())
        Path(f"{self._questions}.ends").write_text(json.dumps(ends))

    def judge(self, mutant: str, numbers: Sequence[int], *, loads: bool) -> Told | None:
        """Ask hello and the vectors of these numbers in order; ``loads`` if the mutant runs while modules load."""
        if not loads:
            with suppress(_LeftBehindError):
                return self._ask(self._running(), mutant, numbers)
        self.close()
        child = self._child = _Child(self._peer, self._questions, self._folder, mutant)
        told = self._ask(child, mutant, numbers)
        self.close()
        return told

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _running(self) -> "_Child":
        if self._child is None:
            self._child = _Child(self._peer, self._questions, self._folder, "")
        return self._child

    def _ask(self, child: "_Child", mutant: str, numbers: Sequence[int]) -> Told | None:
        """What told it; raises ``_LeftBehindError``."""
        child.send({"mutant": mutant, "ask": [0, *(number + 1 for number in numbers)]})
        at, since, began = -1, child.seconds(), time.monotonic()
        while True:
            try:
                line = child.lines.line(LOOK_UP)
            except TimeoutError:
                now, at_before = child.at(), at
                if now != at_before:
                    at, since, began = now, child.seconds(), time.monotonic()
                idle = time.monotonic() - began > IDLE
                if idle or child.seconds() - since > (self._limits[at] if at >= 0 else START):
                    self.close()
                    return Told(at - 1, "hang")
                continue
            if line is None:
                at = child.at()
                self.close()
                return Told(at - 1, "crash")
            found = json.loads(line)
            if not found["clean"]:
                self.close()
                raise _LeftBehindError
            return None if found["number"] is None else Told(found["number"] - 1, found["wrong"])


class _Child:
    """One process of ``judge.mjs``."""

    def __init__(self, peer: Path, questions: Path, folder: Path, mutant: str) -> None:
        self._at = folder / "at"
        self._at.write_text("-1")
        command: list[str | Path] = ["node", HEAP, HERE / "judge.mjs", peer, questions, self._at]
        with environment(**{ACTIVE: mutant}):
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
            )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes")
        self._input = self._process.stdin
        self.lines = LineReader(self._process.stdout, messages.MAX_ANSWER)

    def send(self, message: dict[str, Any]) -> None:
        try:
            self._input.write(json.dumps(message).encode() + b"\n")
        except BrokenPipeError:
            return

    def at(self) -> int:
        """The line of the question that is being asked, -1 if none is."""
        return int(self._at.read_text() or -1)

    def seconds(self) -> float:
        """The processor time that it has taken; that of a process that has ended is over."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return math.inf
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self._process.kill()
        self.lines.close()
        self._process.wait()


@contextmanager
def environment(**more: str) -> Iterator[None]:
    """The environment with these variables."""
    with mock.patch.dict(os.environ, more):
        yield


def judged_alone(
    code: Path, mutant: str, vectors: Sequence[Vector], hello: Hello, slowest: float
) -> tuple[str, str] | None:
    """What told a mutant, as a program of its own, from the implementation: a vector or "hello", and how."""
    program = Process(["node", HEAP, str(code / "peer.mjs")], ALONE + 100 * slowest, ALONE)
    with environment(**{ACTIVE: mutant}):
        try:
            if program.start() != hello:
                return "hello", "another hello"
            for seq, vector in enumerate(vectors, start=1):
                try:
                    answer = program.ask(seq, vector.operation, vector.input)
                except NoAnswerError as trouble:
                    return vector.id, str(trouble.status)
                if (wrong := vector.expect.mismatch(answer, reasons=True)) is not None:
                    return vector.id, wrong[:200]
        except NoAnswerError as trouble:
            return "hello", str(trouble.status)
        finally:
            program.stop()
    return None


def _hello(hello: Hello) -> dict[str, Any]:
    words = {"operations": sorted(hello.operations), "features": sorted(hello.features)}
    answer = {"type": "hello", "name": hello.name, "version": hello.version, "protocol": messages.PROTOCOL, **words}
    return {"line": json.dumps(messages.hello()), "seq": 0, "expect": {"hello": answer}}


def _question(seq: int, vector: Vector) -> dict[str, Any]:
    line = messages.encode(messages.question(seq, vector.operation, vector.input)).decode()
    return {"line": line, "seq": seq, "expect": _expectation(vector.expect)}


def _expectation(expect: Expectation) -> dict[str, Any]:
    exact = expect.enclosure
    encloses = exact and {"factor": str(exact.factor), "sqrt": str(exact.sqrt), "width": str(exact.width)}
    return {"verdict": expect.verdict, "value": expect.value, "encloses": encloses, "rule": expect.rule}
