"""``python -m tests.mutation.javascript``: put mutants of the second implementation to the kit, and list survivors.

The mutants are Stryker's; Node.js and ``npm install`` in this folder are needed.  What was judged is kept in the
folder of ``--state``, one mutant on each line, so that a run that is broken off goes on where it stopped.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from freebit.conformance.messages import REASONS, Hello
from freebit.conformance.transport import Process
from freebit.conformance.vectors import Vector, folder_of_vectors, load
from tests.mutation.javascript.figures import FIGURES, Figures, Row, table, total, write
from tests.mutation.javascript.judging import QUESTIONS, Judge, environment, judged_alone

HERE = Path(__file__).resolve().parent
IMPLEMENTATION = HERE.parents[2] / "implementations" / "javascript"
#: Survivors that no vector can tell from the implementation, each with the reason.
EQUIVALENT = HERE / "equivalent.json"
PROGRAM = "peer.mjs"
#: So many fast vectors, and so many long ones, are asked of a mutant that is a program of its own.
SOME = 20
#: What takes so many seconds is not asked without a mutant: it differs in size, not in kind.
QUICK = 0.2
COVERAGE, ANSWERS = "FREEBIT_COVERAGE", "FREEBIT_ANSWERS"


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
    #: What stays the same when other lines of the implementation change.
    name: str

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
    #: By number of the vector, of processor time.
    seconds: list[float]

    def numbers(self, mutant: Mutant, vectors: Sequence[Vector]) -> Sequence[int]:
        """The vectors that could tell a mutant, by number."""
        return range(len(vectors)) if mutant.id in self.always else self.passed.get(mutant.id, [])


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 70 else words[:67] + "..."


def instrumented(folder: Path) -> list[Mutant]:
    """All mutants, in a copy of the implementation in ``folder``."""
    subprocess.run(["node", HERE / "instrument.mjs", IMPLEMENTATION, folder], check=True)
    return named(json.loads((folder / "mutants.json").read_text()))


def named(found: Sequence[dict[str, Any]]) -> list[Mutant]:
    """Each mutant with a name of its own: later ones that change the same words at the same column have numbers."""
    seen: Counter[str] = Counter()
    mutants = []
    for one in found:
        change = json.dumps([one["file"], one["column"], one["was"], one["becomes"]])
        name = hashlib.sha256(change.encode()).hexdigest()[:16]
        seen[name] += 1
        mutants.append(Mutant(**one, name=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return mutants


def coverage(code: Path, vectors: Sequence[Vector], record: Path) -> Coverage:
    """Ask the implementation itself, which must answer as expected; ``record`` keeps what was found of each vector."""
    known: dict[str, Any] = json.loads(record.read_text()) if record.exists() else {"passed": {}, "always": []}
    keys = [_key(vector) for vector in vectors]
    new = [vector for key, vector in zip(keys, vectors, strict=True) if key not in known["passed"]]
    hello, each, always = _covered(code, new)
    known["passed"].update(zip(map(_key, new), each, strict=True))
    known["always"] = sorted({*known["always"], *always})
    record.write_text(json.dumps(known))
    passed: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        for mutant in known["passed"][key][1]:
            passed.setdefault(mutant, []).append(number)
    return Coverage(hello, passed, set(known["always"]), [known["passed"][key][0] for key in keys])


def _key(vector: Vector) -> str:
    """What stays the same when other vectors are added."""
    return hashlib.sha256(json.dumps([vector.operation, vector.input]).encode()).hexdigest()[:24]


def _covered(code: Path, vectors: Sequence[Vector]) -> tuple[Hello, list[tuple[float, list[str]]], list[str]]:
    """The hello; for each vector the seconds of its answer and the mutants that it passes by; those of all answers."""
    path = code / "coverage.json"
    program = Process(["node", "--import", str(HERE / "cover.mjs"), str(code / PROGRAM)], 300, 600)
    path.unlink(missing_ok=True)
    with environment(**{COVERAGE: str(path), ANSWERS: str(len(vectors) + 1)}):
        hello = program.start()
        for seq, vector in enumerate(vectors, start=1):
            answer = program.ask(seq, vector.operation, vector.input)
            if (wrong := vector.expect.mismatch(answer, reasons=True)) is not None:
                raise SystemExit(f"the implementation itself fails {vector.id}: {wrong}")
        program.stop()
    if REASONS not in hello.features:
        raise SystemExit("the implementation gives no reasons")
    found = json.loads(path.read_text())
    if len(found["seconds"]) != len(vectors) + 1:
        raise SystemExit("the coverage is not that of all vectors")
    passed: list[list[str]] = [[] for _ in range(len(vectors) + 1)]
    for answered, mutants in found["each"].items():
        if int(answered) <= len(vectors):
            passed[int(answered)] = mutants
    return hello, list(zip(found["seconds"][1:], passed[1:], strict=True)), found["always"]


def _read(path: Path) -> dict[str, Verdict]:
    """What was judged so far, by id; of several judgements of one mutant the last."""
    if not path.exists():
        return {}
    found = [Verdict(**json.loads(line)) for line in path.read_text().splitlines()]
    return {verdict.id: verdict for verdict in found}


def _before(state: Path) -> dict[str, str | None]:
    """By name what told mutants of whatever the implementation was before, and None for those that survived."""
    paths = sorted(state.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    return {one.mutant: one.killer for path in paths if path.name != QUESTIONS for one in _read(path).values()}


def counted(mutants: Sequence[Mutant], verdicts: dict[str, Verdict], reasons: dict[str, str]) -> dict[str, Row]:
    """What became of the mutants of each module."""
    rows = {one.file: Row(mutants=0, killed=0, explained=0, open=0) for one in mutants}
    for one in mutants:
        row = rows[one.file]
        row["mutants"] += 1
        if one.id in verdicts and verdicts[one.id].killer is not None:
            row["killed"] += 1
        elif one.id in verdicts:
            row["explained" if one.name in reasons else "open"] += 1
    return rows


def _report(mutants: Sequence[Mutant], verdicts: dict[str, Verdict], *, written: bool) -> int:
    equivalent: dict[str, str] = json.loads(EQUIVALENT.read_text())
    left = [one for one in mutants if one.id in verdicts and verdicts[one.id].killer is None]
    for one in left:
        if one.name not in equivalent:
            print(f"{one.name} {one}  [{verdicts[one.id].detail}]")
    found = Figures(vectors=load(folder_of_vectors())[0], modules=counted(mutants, verdicts, equivalent))
    print("\n".join(table(found)))
    if written:
        write(found)
    return int(total(found["modules"].values())["open"] > 0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.javascript", description=__doc__)
    parser.add_argument("--state", type=Path, default=Path("build/mutants"), help="where code and judgements are kept")
    parser.add_argument("--sample", type=int, help="so many mutants, drawn by --seed; all of them otherwise")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no new mutant after so long")
    parser.add_argument("--file", action="append", metavar="NAME", help="only of this file; may be repeated, in order")
    parser.add_argument("--survivors", action="store_true", help="judge those that survived once more")
    parser.add_argument("--open", action="store_true", help="judge once more those that survived and are not explained")
    parser.add_argument("--report", action="store_true", help="judge nothing: what became of the mutants so far")
    parser.add_argument("--figures", action="store_true", help=f"write {FIGURES.name}, which the pages show")
    given = parser.parse_args()
    code = given.state / "code"
    mutants = instrumented(code)
    source = hashlib.sha256((code / "mutants.json").read_bytes()).hexdigest()[:16]
    record = given.state / f"{source}.jsonl"
    verdicts = _read(record)
    if given.report:
        return _report(mutants, verdicts, written=given.figures)
    order = random.Random(given.seed).sample(mutants, len(mutants))[: given.sample]
    if given.file:
        order = sorted((one for one in order if one.file in given.file), key=lambda one: given.file.index(one.file))
    again = given.survivors or given.open
    reasons: dict[str, str] = json.loads(EQUIVALENT.read_text()) if given.open else {}
    left = {
        one.id for one in order if one.id in verdicts and verdicts[one.id].killer is None and one.name not in reasons
    }
    todo = [one for one in order if (one.id in left if again else one.id not in verdicts)]
    vectors = load(folder_of_vectors())[1]
    itself = coverage(code, vectors, given.state / f"{source}-coverage.json")
    told = _before(given.state)
    todo.sort(key=lambda one: told.get(one.name, "") is None)  # what survived before takes longest, and comes last
    judge = Judge(code, given.state, vectors, itself.hello, itself.seconds)
    quick = [number for number, seconds in enumerate(itself.seconds) if seconds < QUICK]
    if (wrong := judge.judge("", quick, loads=False)) is not None:
        raise SystemExit(f"without a mutant vector {wrong.number} is answered otherwise: {wrong.how}")
    kills = Counter(verdict.killer for verdict in verdicts.values())
    until = time.monotonic() + 60 * given.minutes
    with record.open("a") as out, closing(judge):
        for mutant in todo:
            if time.monotonic() > until:
                break
            verdict = verdicts[mutant.id] = _judged(code, judge, mutant, vectors, itself, kills, told)
            kills[verdict.killer] += 1
            print(json.dumps(asdict(verdict)), file=out, flush=True)
    return _report(mutants, verdicts, written=given.figures)


def _judged(
    code: Path,
    judge: Judge,
    mutant: Mutant,
    vectors: Sequence[Vector],
    itself: Coverage,
    kills: Counter[str | None],
    told_before: dict[str, str | None],
) -> Verdict:
    """Whether a vector tells the mutant; first come those that told it or many before, then those answered fast."""
    before = told_before.get(mutant.name)
    numbers = sorted(
        itself.numbers(mutant, vectors),
        key=lambda one: (vectors[one].id != before, -kills[vectors[one].id], itself.seconds[one]),
    )
    told = judge.judge(mutant.id, numbers, loads=mutant.id in itself.always)
    if told is not None:
        killer = vectors[told.number].id if told.number >= 0 else "hello"
        return Verdict(mutant.id, mutant.name, killer, told.how)
    if mutant.file == PROGRAM:
        # The pipe itself is read by nobody but a program of its own.
        for some in _of_every_length(numbers, vectors, itself):
            slowest = max((itself.seconds[one] for one in some), default=0.0)
            alone = judged_alone(code, mutant.id, [vectors[one] for one in some], itself.hello, slowest)
            if alone is not None:
                return Verdict(mutant.id, mutant.name, *alone)
    return Verdict(mutant.id, mutant.name, None, f"{len(numbers)} vectors pass by it")


def _of_every_length(
    numbers: Sequence[int], vectors: Sequence[Vector], itself: Coverage
) -> tuple[list[int], list[int]]:
    """The vectors answered fastest, so that nobody waits long for no answer; and the longest, which come in parts."""
    fastest = sorted(numbers, key=lambda one: itself.seconds[one])
    rest = [one for one in fastest[SOME:] if itself.seconds[one] < 1]
    return fastest[:SOME], sorted(rest, key=lambda one: -len(json.dumps(vectors[one].input)))[:SOME]


if __name__ == "__main__":
    sys.exit(main())
