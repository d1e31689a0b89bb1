"""Who judges a mutant: the vectors of the kit that pass by the change, and then the tests of the room."""

import gc
import hashlib
import importlib
import json
import os
import pickle
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from freebit.conformance.vectors import Vector, folder_of_vectors, load
from tests.imports import MODULES, PACKAGE, ROOT, imports, source
from tests.mutation.finder import MUTANT
from tests.mutation.forks import Ending, in_fork, limit_memory, limit_time, value_of
from tests.mutation.mutants import Mutant, Text, as_json
from tests.mutation.put import InPlace, dependents, forget, import_changed
from tests.mutation.reach import Caches, Measurement, Reach

#: What is loaded once for all mutants.
HEAVY = ("click", "hypothesis", "numpy", "rich.console", "rich.table", "sympy", "flint", "z3")
#: What is said of a survivor of the tests.
TESTED = "all tests passed"
#: Every question passes by it.
TABLE = "freebit.conformance.operations"


@dataclass(frozen=True)
class Verdict:
    """Who told a mutant from what is right, ``kit`` or ``tests``, and which vector or test; none for a survivor."""

    mutant: str
    file: str
    judge: str | None
    killer: str
    detail: str


def load_everything() -> None:
    """All that mutants need, so that each finds it loaded."""
    for name in (*HEAVY, *MODULES):
        if name != "freebit.__main__":
            importlib.import_module(name)
    gc.collect()
    gc.disable()


class Putter:
    """Puts mutants of one file into forked processes."""

    def __init__(self, file: str, reach: Reach) -> None:
        path = PACKAGE / file
        source = path.read_text()
        self._text, self._file, self._reach = Text(source), file, reach
        self._in_place = InPlace(path, source, reach.ran(file))
        self._caches = Caches()
        self._caches.find()

    def pairs(self, mutant: Mutant) -> list[tuple[CodeType, CodeType]] | None:
        return self._in_place.pairs(mutant.source)

    def put(self, mutant: Mutant, pairs: list[tuple[CodeType, CodeType]] | None) -> None:
        if pairs is None:
            import_changed(mutant.module, mutant.path, mutant.source)
        else:
            self._in_place.put(pairs)
            self._caches.forget()

    def who(self, mutant: Mutant, pairs: object, is_explained: bool = False) -> set[str]:
        """Who could tell, where more than functions change, or functions that run when modules are imported.

        If only what decorates a function changes, which none calls at import, those who pass by its lines; if a reason
        explains why nothing tells the change, those who pass by its file; else those who pass by its file or by one
        that imports it.
        """
        if pairs is None:
            here = self._reach.in_file(self._file)
            body = self._text.decorated(mutant.line)
            if body and not self._reach.ran(self._file).intersection(body):
                return self._reach.at(self._file, body)
            return here if is_explained else here | self._beside
        return self._reach.at(self._file, self._text.statement(mutant.line))

    @cached_property
    def _beside(self) -> set[str]:
        """Who passes by a file that imports this one, other than the table of all operations."""
        (module,) = (one for one in MODULES if source(one) == PACKAGE / self._file)
        importers = (one for one in MODULES if module in imports(one) and one != TABLE)
        files = (str(source(one).relative_to(PACKAGE)) for one in importers)
        return {name for file in files for name in self._reach.in_file(file)}


class Kit:
    """The vectors, or those alone whose ids match."""

    def __init__(self, state: Path, ids: str = "") -> None:
        self.vectors = {vector.id: vector for vector in load(folder_of_vectors())[1] if re.search(ids, vector.id)}
        kept = state / f"reach-{_digest(ids)}.pickle"
        if kept.exists():
            self.reach: Reach = pickle.loads(kept.read_bytes())
        else:
            self.reach = value_of(self._measure)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(self.reach))
        self._kills: Counter[str] = Counter()

    def _measure(self) -> Reach:
        """The reference itself, which must answer all vectors as expected."""
        forget(MODULES)
        measurement = Measurement()
        load_everything()
        answer = _answer()
        for vector in self.vectors.values():
            measurement.run(vector.id, partial(self._must_be_right, vector, answer))
        return measurement.finish()

    def _must_be_right(self, vector: Vector, answer: Callable[..., Any]) -> None:
        wrong = vector.expect.mismatch(answer(vector.operation, vector.input), reasons=True)
        if wrong is not None:
            raise SystemExit(f"the reference itself fails {vector.id}: {wrong}")

    def judge(self, putter: Putter, mutant: Mutant, is_explained: bool = False) -> Verdict:
        """Which vector tells it; a survivor that is explained is asked of fewer."""
        pairs = putter.pairs(mutant)
        seconds = self.reach.seconds
        asked = sorted(putter.who(mutant, pairs, is_explained), key=lambda name: (-self._kills[name], seconds[name]))
        if not asked:
            return Verdict(mutant.name, mutant.file, None, "", "no vector passes by it")

        def run(tell: Callable[[str], None]) -> None:
            limit_memory()
            tell("import")
            limit_time(20)
            putter.put(mutant, pairs)
            answer = _answer()
            for name in asked:
                vector = self.vectors[name]
                tell(name)
                limit_time(0.5 + 10 * seconds[name])
                wrong = vector.expect.mismatch(answer(vector.operation, vector.input), reasons=True)
                if wrong is not None:
                    tell(f"{name} {wrong}")
                    return
            tell("")

        verdict = _verdict(mutant, in_fork(run), "kit")
        self._kills[verdict.killer] += verdict.judge is not None
        return verdict


def _digest(ids: str) -> str:
    """Of what is measured: the package, the vectors, and which of them."""
    digest = hashlib.sha256(ids.encode())
    for path in (*sorted(PACKAGE.rglob("*.py")), folder_of_vectors() / "manifest.json"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _answer() -> Callable[..., Any]:
    answer: Callable[..., Any] = importlib.import_module("freebit.conformance.operations").answer
    return answer


def _verdict(mutant: Mutant, ending: Ending, judge: str, passed: str = "all passed") -> Verdict:
    killer, _, detail = ending.last.partition(" ")
    if ending.signal:
        detail = "an exception" if ending.signal == -1 else f"signal {ending.signal}"
    if not ending.signal and not killer:
        return Verdict(mutant.name, mutant.file, None, "", passed)
    return Verdict(mutant.name, mutant.file, judge, killer, detail[:200])


class Tests:
    """The tests of a room, or those alone that take at most so many seconds."""

    def __init__(self, names: Sequence[str], most: float = inf) -> None:
        self._most = most
        self._paths = [str(ROOT / "tests" / name) for name in names]
        self.reach = value_of(self._measure)
        self._kills: Counter[str] = Counter()

    def _measure(self) -> Reach:
        forget(MODULES)
        measurement = Measurement()
        load_everything()
        failed: list[str] = []

        def note(item: pytest.Item) -> None:
            if not _passes(item):
                failed.append(item.nodeid)

        def run(items: Sequence[pytest.Item]) -> None:
            for item in items:
                measurement.run(item.nodeid, partial(note, item))

        self._collect(run)
        if failed:
            raise SystemExit(f"tests fail without a mutant: {failed}")
        return measurement.finish()

    def _collect(self, run: Callable[[Sequence[pytest.Item]], None]) -> None:
        # One example that fails is enough, be it the shortest or not.
        settings.register_profile(
            "mutation",
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
            database=None,
        )
        settings.load_profile("mutation")
        plugins = [_Loop(run)]
        arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-seed=0", "--rootdir", str(ROOT)]
        if pytest.main([*arguments, *self._paths], plugins=plugins) not in (0, 5):
            raise SystemExit("the tests could not be collected")

    def judge(self, mutants: Iterable[Mutant], keep: Callable[[Verdict], None]) -> None:
        """Judge mutants: those whose functions can be exchanged after the tests are collected once for all."""
        mutants = list(mutants)
        rest: list[Mutant] = []

        def run(items: Sequence[pytest.Item]) -> None:
            known = {item.nodeid: item for item in items}
            putter: Putter | None = None
            for i, mutant in enumerate(mutants):
                if putter is None or mutants[i - 1].file != mutant.file:
                    putter = Putter(mutant.file, self.reach)
                if (pairs := putter.pairs(mutant)) is None:
                    rest.append(mutant)
                else:
                    keep(self._judged(putter, mutant, pairs, known))

        self._collect(run)
        for mutant in rest:
            keep(self._imported(mutant))

    def _order(self, names: Iterable[str], first: Collection[str] = ()) -> list[str]:
        """The tests to run, those that told much in little time before others.

        What programs pass by that tests start is not known: all that start some are asked if nobody else is known to.
        """
        seconds, kills = self.reach.seconds, self._kills
        asked = {name for name in set(names) or self.reach.programs if seconds[name] <= self._most}
        return sorted(asked, key=lambda name: (name not in first, (0.01 + seconds[name]) / (1 + kills[_told(name)])))

    def _noted(self, verdict: Verdict) -> Verdict:
        self._kills[verdict.killer] += verdict.judge is not None
        return verdict

    def _judged(
        self, putter: Putter, mutant: Mutant, pairs: list[tuple[CodeType, CodeType]], items: dict[str, pytest.Item]
    ) -> Verdict:
        asked = self._order(putter.who(mutant, pairs))

        def run(tell: Callable[[str], None]) -> None:
            limit_memory()
            putter.put(mutant, pairs)
            self._run(mutant, [items[name] for name in asked], tell)

        return self._noted(_verdict(mutant, in_fork(run), "tests", self._passed))

    def _imported(self, mutant: Mutant) -> Verdict:
        """A mutant that changes what happens when its module is imported: its tests are collected anew."""
        near = Putter(mutant.file, self.reach).who(mutant, None)
        dependents(mutant.module)  # found once, and not in each process that is forked
        asked = self._order(self.reach.seconds, near)

        def run(tell: Callable[[str], None]) -> None:
            limit_memory()
            tell("import")
            limit_time(60)
            import_changed(mutant.module, mutant.path, mutant.source)

            def ask(items: Sequence[pytest.Item]) -> None:
                known = {item.nodeid: item for item in items}
                self._run(mutant, [known[name] for name in asked], tell)

            self._collect(ask)

        return self._noted(_verdict(mutant, in_fork(run), "tests", self._passed))

    @property
    def _passed(self) -> str:
        return TESTED if self._most == inf else f"all tests of at most {self._most} s passed"

    def _run(self, mutant: Mutant, items: Sequence[pytest.Item], tell: Callable[[str], None]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "mutant.json"
            path.write_text(as_json(mutant))
            os.environ[MUTANT] = str(path)
            for item in items:
                name = _told(item.nodeid)
                tell(name)
                limit_time(1 + 20 * self.reach.seconds[item.nodeid], clock=4)
                if not _passes(item):
                    tell(f"{name} failed")
                    return
        tell("")


def _told(nodeid: str) -> str:
    """The name of a test as one word."""
    return nodeid.replace(" ", "_")


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


class _Loop:
    """Takes the place of pytest's own loop."""

    def __init__(self, run: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._run = run

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("the tests could not be collected")
        self._run(session.items)
        return True


def for_programs() -> None:
    """Programs that tests start import from here, and get the mutant that is being judged."""
    paths = [str(Path(__file__).parent / "site"), str(ROOT), str(PACKAGE.parent)]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    sys.path[:0] = paths[1:]


def line(verdict: Verdict, digest: str) -> str:
    """A verdict as it is kept."""
    return json.dumps({**verdict.__dict__, "digest": digest})
