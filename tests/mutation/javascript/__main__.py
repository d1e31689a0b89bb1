"""``python -m tests.mutation.javascript``: put mutants of the second implementation to the kit, and list survivors.

The mutants are Stryker's; Node.js and ``npm install`` in this folder are needed.  What was judged is kept in the
folder of ``--state``, one mutant on each line, so that a run that is broken off goes on where it stopped.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from freebit.conformance.messages import REASONS, Hello
from freebit.conformance.transport import NoAnswerError, Process
from freebit.conformance.vectors import Vector, folder_of_vectors, load

HERE = Path(__file__).resolve().parent
IMPLEMENTATION = HERE.parents[2] / "implementations" / "javascript"
#: Survivors that no vector can tell from the implementation, each with the reason.
EQUIVALENT = HERE / "equivalent.json"
ACTIVE, COVERAGE, ANSWERS = "__STRYKER_ACTIVE_MUTANT__", "FREEBIT_COVERAGE", "FREEBIT_ANSWERS"


@dataclass(frozen=True)
class Mutant:
    """One small change: where it is, what stood there and what stands there now."""

    id: str
    file: str
    line: int
    column: int
    mutator: str
    was: str
    becomes: str

    @property
    def name(self) -> str:
        """What stays the same when other lines of the implementation change."""
        return hashlib.sha256(json.dumps([self.file, self.column, self.was, self.becomes]).encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_short(self.was)} -> {_short(self.becomes)}"


@dataclass(frozen=True)
class Verdict:
    """Which vector told a mutant from the implementation, and by what; none for a survivor."""

    id: str
    mutant: str
    killer: str | None
    detail: str


@dataclass(frozen=True)
class Coverage:
    """What the implementation itself does: its hello, the vectors that pass by each mutant, its speed."""

    hello: Hello
    passed: dict[str, list[int]]
    #: Mutants that run while the modules load.
    always: set[str]
    seconds: dict[str, float]

    def numbers(self, mutant: Mutant, vectors: Sequence[Vector]) -> Sequence[int]:
        """The vectors that could tell a mutant, by number."""
        return range(len(vectors)) if mutant.id in self.always else self.passed.get(mutant.id, [])


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 70 else words[:67] + "..."


@contextmanager
def _environment(**more: str) -> Iterator[None]:
    with mock.patch.dict(os.environ, more):
        yield


def instrumented(folder: Path) -> list[Mutant]:
    """All mutants, in a copy of the implementation in ``folder``."""
    subprocess.run(["node", HERE / "instrument.mjs", IMPLEMENTATION, folder], check=True)
    return [Mutant(**one) for one in json.loads((folder / "mutants.json").read_text())]


def coverage(code: Path, vectors: Sequence[Vector]) -> Coverage:
    """Ask the implementation itself; it must answer all vectors as expected."""
    path = code / "coverage.json"
    seconds: dict[str, float] = {}
    program = Process(["node", "--import", str(HERE / "cover.mjs"), str(code / "peer.mjs")], 300, 60)
    path.unlink(missing_ok=True)
    with _environment(**{COVERAGE: str(path), ANSWERS: str(len(vectors) + 1)}):
        hello = program.start()
        for seq, vector in enumerate(vectors, start=1):
            began = time.monotonic()
            answer = program.ask(seq, vector.operation, vector.input)
            seconds[vector.id] = time.monotonic() - began
            if (wrong := vector.expect.mismatch(answer, reasons=True)) is not None:
                raise SystemExit(f"the implementation itself fails {vector.id}: {wrong}")
        program.stop()
    if REASONS not in hello.features:
        raise SystemExit("the implementation gives no reasons")
    found = json.loads(path.read_text())
    if len(found["each"]) != len(vectors) + 1:
        raise SystemExit("the coverage is not that of all vectors")
    passed: dict[str, list[int]] = {}
    for answered, mutants in found["each"].items():
        for one in mutants:
            if 1 <= int(answered) <= len(vectors):
                passed.setdefault(one, []).append(int(answered) - 1)
    return Coverage(hello, passed, set(found["always"]), seconds)


def judged(code: Path, mutant: Mutant, vectors: Sequence[Vector], itself: Coverage) -> Verdict:
    """Ask until an answer is not the expected one."""
    slowest = max((itself.seconds[vector.id] for vector in vectors), default=0.0)
    program = Process(["node", str(code / "peer.mjs")], 10 + 10 * slowest, 60)
    with _environment(**{ACTIVE: mutant.id}), closing(_Ending(program)):
        try:
            hello = program.start()
        except NoAnswerError as trouble:
            return Verdict(mutant.id, mutant.name, "hello", str(trouble.status))
        if hello != itself.hello:
            return Verdict(mutant.id, mutant.name, "hello", "another hello")
        for seq, vector in enumerate(vectors, start=1):
            if (wrong := _mismatch(program, seq, vector)) is not None:
                return Verdict(mutant.id, mutant.name, vector.id, wrong[:200])
    return Verdict(mutant.id, mutant.name, None, f"{len(vectors)} vectors pass by it")


class _Ending:
    """Closes a program."""

    def __init__(self, program: Process) -> None:
        self.close = program.stop


def _mismatch(program: Process, seq: int, vector: Vector) -> str | None:
    try:
        answer = program.ask(seq, vector.operation, vector.input)
    except NoAnswerError as trouble:
        return str(trouble.status)
    return vector.expect.mismatch(answer, reasons=True)


def _read(path: Path) -> dict[str, Verdict]:
    """What was judged so far, by id; of several judgements of one mutant the last."""
    if not path.exists():
        return {}
    found = [Verdict(**json.loads(line)) for line in path.read_text().splitlines()]
    return {verdict.id: verdict for verdict in found}


def _report(mutants: Sequence[Mutant], verdicts: dict[str, Verdict]) -> int:
    equivalent: dict[str, str] = json.loads(EQUIVALENT.read_text())
    known = {mutant.id: mutant for mutant in mutants}
    survivors = [known[one.id] for one in verdicts.values() if one.killer is None]
    explained = [one for one in survivors if one.name in equivalent]
    rest = sorted((one for one in survivors if one.name not in equivalent), key=lambda one: (one.file, one.line))
    for one in rest:
        print(f"{one.name} {one}  [{verdicts[one.id].detail}]")
    killed = len(verdicts) - len(survivors)
    print(
        f"{len(mutants)} mutants, {len(verdicts)} judged: {killed} killed, {len(explained)} equivalent, "
        f"{len(rest)} survive"
    )
    return int(bool(rest))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.javascript", description=__doc__)
    parser.add_argument("--state", type=Path, default=Path("build/mutants"), help="where code and judgements are kept")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn by --seed; all of them otherwise")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no new mutant after so long")
    parser.add_argument("--survivors", action="store_true", help="judge those that survived once more")
    given = parser.parse_args()
    code = given.state / "code"
    mutants = instrumented(code)
    source = hashlib.sha256((code / "mutants.json").read_bytes()).hexdigest()[:16]
    record = given.state / f"{source}.jsonl"
    verdicts = _read(record)
    order = random.Random(given.seed).sample(mutants, len(mutants))[: given.sample]
    todo = [one for one in order if one.id not in verdicts or (given.survivors and verdicts[one.id].killer is None)]
    if given.survivors:
        todo = [one for one in todo if one.id in verdicts]
    vectors = [one for one in load(folder_of_vectors())[1] if not one.features]
    itself = coverage(code, vectors)
    kills = Counter(verdict.killer for verdict in verdicts.values())
    until = time.monotonic() + 60 * given.minutes
    with record.open("a") as out:
        for mutant in todo:
            if time.monotonic() > until:
                break
            asked = sorted(
                (vectors[i] for i in itself.numbers(mutant, vectors)),
                key=lambda one: (-kills[one.id], itself.seconds[one.id]),
            )
            verdict = verdicts[mutant.id] = judged(code, mutant, asked, itself)
            kills[verdict.killer] += 1
            print(json.dumps(asdict(verdict)), file=out, flush=True)
    return _report(mutants, verdicts)


if __name__ == "__main__":
    sys.exit(main())
