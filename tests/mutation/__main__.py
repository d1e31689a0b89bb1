"""``python -m tests.mutation ROOM...``: put the mutants of trusted files to the kit and then to tests; README.md here.

What was judged is kept in the folder of ``--state``, one mutant on each line, so that a run that is broken off goes on
where it stopped.
"""

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from freebit.scheduling import Crew
from tests.imports import PACKAGE
from tests.mutation import figures
from tests.mutation.apart import lines_judged
from tests.mutation.figures import Row
from tests.mutation.judge import TESTED, Kit, Putter, Tests, Verdict, for_programs, line, load_everything
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.rooms import JUDGES, files_of

#: Survivors that nothing can tell from what is right, with the reason.
EQUIVALENT = Path(__file__).with_name("equivalent.json")


class Record:
    """What was judged of a room, by mutant; what was judged of another text of a file does not count."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.verdicts: dict[str, Verdict] = {}
        lines = path.read_text().splitlines() if path.exists() else []
        for one in map(json.loads, lines):
            if one.pop("digest") == _digest(one["file"]):
                self.verdicts[one["mutant"]] = Verdict(**one)

    def keep(self, verdict: Verdict) -> None:
        self.verdicts[verdict.mutant] = verdict
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a") as out:
            print(line(verdict, _digest(verdict.file)), file=out)

    def line_of(self, mutant: str) -> str | None:
        """The line about a mutant; None if it was not judged."""
        verdict = self.verdicts.get(mutant)
        return None if verdict is None else line(verdict, _digest(verdict.file))

    def keep_line(self, told: str) -> None:
        """Keep what was judged elsewhere, if it is of the same text; raises ``ValueError`` if not."""
        one = json.loads(told)
        if one.pop("digest") != _digest(one["file"]):
            raise ValueError(f"{one['file']}: another text was judged")
        verdict = Verdict(**one)
        if self.verdicts.get(verdict.mutant) != verdict:
            self.keep(verdict)


@cache
def _digest(file: str) -> str:
    path = PACKAGE / file
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else ""


def by_file(mutants: Sequence[Mutant]) -> Iterator[tuple[str, list[Mutant]]]:
    for file in sorted({mutant.file for mutant in mutants}):
        yield file, [mutant for mutant in mutants if mutant.file == file]


def to_judge(mutants: Sequence[Mutant], record: Record, given: argparse.Namespace) -> list[Mutant]:
    """Those that were not judged yet, and survivors if they are to be judged once more."""
    verdicts = record.verdicts
    survivors = [one for one in mutants if one.name in verdicts and verdicts[one.name].judge is None]
    new = [] if given.vectors else [one for one in mutants if one.name not in verdicts]
    return new + survivors * (given.survivors or given.tests or bool(given.vectors))


def judge_apart(room: str, mutants: Sequence[Mutant], record: Record, given: argparse.Namespace, crew: Crew) -> None:
    """The same on other processes or machines, with the same judgements [R6.136]."""
    todo = to_judge(mutants, record, given)
    drawn = random.Random(given.seed).sample(todo, len(todo))
    options = [
        *(["--kit"] * given.kit),
        *(["--survivors"] * given.survivors),
        *(["--tests"] * given.tests),
        "--quick",
        str(given.quick),
        "--vectors",
        given.vectors,
    ]
    began = time.monotonic()
    names = [one.name for one in drawn]
    for told in lines_judged(room, names, record.line_of, given.state, options, crew, print):
        record.keep_line(told)
        if time.monotonic() - began > 60 * given.minutes:
            return
    print(f"{room}: {len(todo)} judged apart in {time.monotonic() - began:.0f} s", flush=True)


def judge(room: str, mutants: Sequence[Mutant], kit: Kit, record: Record, given: argparse.Namespace) -> None:
    """Judge what was not judged yet."""
    verdicts, todo = record.verdicts, to_judge(mutants, record, given)
    began = time.monotonic()
    putters: dict[str, Putter] = {}
    for mutant in random.Random(given.seed).sample(todo, len(todo)):
        if time.monotonic() - began > 60 * given.minutes:
            return
        if mutant.of_words:
            verdict = Verdict(mutant.name, mutant.file, None, "", "words, which no vector asks for")
        else:
            if mutant.file not in putters:
                putters[mutant.file] = Putter(mutant.file, kit.reach)
            verdict = kit.judge(putters[mutant.file], mutant, is_explained(mutant))
        if verdict.judge or not given.vectors:
            record.keep(verdict)
    print(f"{room}: {len(todo)} put to the kit in {time.monotonic() - began:.0f} s", flush=True)
    judged = [(one, verdicts[one.name]) for one in mutants if one.name in verdicts and not is_explained(one)]
    left = [one for one, verdict in judged if verdict.judge is None and verdict.detail != TESTED]
    if left and not given.kit and not given.vectors:
        began = time.monotonic()
        Tests(JUDGES[room], given.quick).judge([one for _, of_file in by_file(left) for one in of_file], record.keep)
        print(f"{room}: {len(left)} put to the tests in {time.monotonic() - began:.0f} s", flush=True)


@cache
def explanations() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The survivors that are explained, by name, and those that are by what changes."""
    entries = json.loads(EQUIVALENT.read_text())
    names = frozenset(name for entry in entries for name in entry.get("mutants", ()))
    return names, tuple(re.compile(entry["pattern"]) for entry in entries if "pattern" in entry)


def is_explained(mutant: Mutant) -> bool:
    names, patterns = explanations()
    return mutant.name in names or any(pattern.search(mutant.name) for pattern in patterns)


def report(room: str, mutants: Sequence[Mutant], record: Record) -> bool:
    """Print what became of the mutants of a room; whether each survivor is explained, and nothing else is."""
    named, _ = explanations()
    judged = [(one, record.verdicts[one.name]) for one in mutants if one.name in record.verdicts]
    counts = Counter(fate(one, verdict) for one, verdict in judged)
    wrong = [(one, verdict) for one, verdict in judged if verdict.judge and one.name in named]
    for one, verdict in judged:
        if fate(one, verdict) == "open":
            print(f"{one.file}:{one.line}: {one.name}")
    for one, verdict in wrong:
        print(f"explained, yet told by {verdict.killer}: {one.name}")
    fates = ", ".join(f"{counts[one]} {one}" for one in FATES)
    print(f"{room}: {len(mutants)} mutants, {len(judged)} judged: {fates}")
    return not counts["open"] and not wrong


#: What becomes of a mutant.
FATES = ("kit", "tests", "words", "explained", "open")


def fate(mutant: Mutant, verdict: Verdict) -> str:
    """Who told it, or why nobody does; ``open`` if that is not known."""
    return verdict.judge or ("explained" if is_explained(mutant) else "words" if mutant.of_words else "open")


def counted(mutants: Sequence[Mutant], verdicts: Mapping[str, Verdict]) -> Row:
    """How many mutants there are, and what became of those that were judged."""
    counts = Counter(fate(one, verdicts[one.name]) for one in mutants if one.name in verdicts)
    return Row(
        mutants=len(mutants),
        kit=counts["kit"],
        tests=counts["tests"],
        words=counts["words"],
        explained=counts["explained"],
        open=counts["open"],
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("rooms", nargs="+", choices=JUDGES, metavar="ROOM", help=", ".join(JUDGES))
    parser.add_argument("--state", type=Path, default=Path("build/mutants/python"), help="where judgements are kept")
    parser.add_argument("--sample", type=int, help="so many mutants of each room, drawn by --seed; all otherwise")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no new mutant after so long")
    parser.add_argument("--kit", action="store_true", help="judge by the vectors alone")
    parser.add_argument("--vectors", default="", metavar="REGEX", help="judge survivors by these vectors")
    parser.add_argument("--tests", action="store_true", help="judge by the tests alone, survivors once more")
    parser.add_argument("--quick", type=float, default=float("inf"), help="only by tests that take at most so long")
    parser.add_argument("--survivors", action="store_true", help="judge those that survived once more")
    parser.add_argument("--report", action="store_true", help="judge nothing, only say what became of them")
    parser.add_argument("--figures", action="store_true", help="judge nothing, write the counts, print the table")
    parser.add_argument(
        "--file", action="append", default=[], metavar="NAME", help="judge those of wire/cells.py alone"
    )
    parser.add_argument("--names", type=Path, help="judge those alone whose names are in this list of JSON")
    parser.add_argument("--workers", type=int, help="judge on so many processes, by Dask")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="judge on the workers of this Dask scheduler")
    given = parser.parse_args()
    if given.figures and (given.file or given.names or given.sample):
        parser.error("the figures are of whole rooms")
    crew = Crew(given.workers, given.scheduler)
    only = None if given.names is None else set(json.loads(given.names.read_text()))
    for_programs()
    kit = None
    fine = True
    for room in given.rooms:
        mutants = chosen(mutants_in(room, given.file, only), given.sample, given.seed)
        record = Record(given.state / f"{room}.jsonl")
        if given.figures:
            figures.write({room: counted(mutants, record.verdicts)})
            continue
        if not given.report:
            if kit is None:
                load_everything()
                kit = Kit(given.state, "no vector" if given.tests else given.vectors)
            if crew.apart:
                judge_apart(room, mutants, record, given, crew)
            else:
                judge(room, mutants, kit, record, given)
        fine &= report(room, mutants, record)
    if given.figures:
        print("\n".join(figures.table(figures.read())))
    return int(not fine)


def mutants_in(room: str, files: Sequence[str], names: Collection[str] | None) -> list[Mutant]:
    """The mutants of a room; if there are such lists, those of these files and names alone."""
    wanted = set(files or (path.relative_to(PACKAGE).as_posix() for path in files_of(room)))
    if names is not None:
        wanted &= {name.partition(" ")[0] for name in names}
    paths = [path for path in files_of(room) if path.relative_to(PACKAGE).as_posix() in wanted]
    return [one for path in paths for one in mutants_of(path) if names is None or one.name in names]


def chosen(mutants: Sequence[Mutant], count: int | None, seed: int) -> list[Mutant]:
    """So many of them, drawn by a seed, in their order."""
    numbers = range(len(mutants))
    drawn = set(numbers if count is None else random.Random(seed).sample(numbers, min(count, len(numbers))))
    return [one for i, one in enumerate(mutants) if i in drawn]


if __name__ == "__main__":
    sys.exit(main())
