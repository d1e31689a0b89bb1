"""Mutants of certificates judged apart, a range of numbers at a time, and what is kept of it [R6.130], [R6.136]."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from freebit import __version__
from freebit.processes import Call
from freebit.scheduling import Crew, Told
from freebit.shares import ShareForm, shares_of
from freebit.wire.reader import Reader
from tests.fuzz.judge import Findings, judge
from tests.fuzz.mutants import Mutant, mutants
from tests.test_second_implementation import started

#: Mutants of one call.
BATCH = 250
#: What ``Findings`` counts by one number.
COUNTED = ("undecided", "by_z3", "by_peer", "true", "other_rule")


@dataclass(frozen=True)
class Asked:
    """Which mutants there are, and who judges them."""

    count: int
    seed: int
    large: float
    z3: bool
    javascript: bool


@dataclass(frozen=True)
class Batch:
    """What was found of consecutive mutants, and the number of each that shows a fault."""

    findings: Findings
    faulty: list[tuple[int, Mutant, str]]


def judged(asked: Asked, first: int, end: int) -> Batch:
    """Judge the mutants from a number on, before another: called where the work is done."""
    findings = Findings()
    faulty: list[tuple[int, Mutant, str]] = []
    with started() if asked.javascript else nullcontext() as peer:
        for number, mutant in enumerate(mutants(end, asked.seed, asked.large, first), start=first):
            before = len(findings.faults)
            judge(mutant, findings, z3=asked.z3, peer=peer)
            faulty += [(number, mutant, fault) for _, fault in findings.faults[before:]]
    return Batch(findings, faulty)


def batches(
    asked: Asked,
    crew: Crew,
    told: Told,
    *,
    state: Path | None = None,
    done: Callable[[Batch], None] = lambda batch: None,
) -> list[Batch]:
    """All batches, those included that ``state`` holds; ``done`` is told those that are judged now, as they come.

    Raises the first error of a call, after all others are made and kept.
    """
    calls: list[Call] = [
        ("tests.fuzz.apart:judged", (asked, first, min(first + BATCH, asked.count)))
        for first in range(0, asked.count, BATCH)
    ]
    form = ShareForm[Batch](_document, partial(_read, asked))
    about = [__version__, asdict(asked), BATCH]
    return shares_of(calls, crew, form, told=told, state=state, about=about, done=done)


# Of kept work: a mutant is made again from its number.


def _document(batch: Batch) -> dict[str, object]:
    found = batch.findings
    return {
        "findings": {name: getattr(found, name) for name in COUNTED},
        "verdicts": [[kind, verdict, count] for (kind, verdict), count in sorted(found.verdicts.items())],
        "rules": dict(found.rules),
        "faulty": [[number, fault] for number, _, fault in batch.faulty],
    }


def _read(asked: Asked, reader: Reader) -> Batch:
    reader.only(("findings", "verdicts", "rules", "faulty"))
    findings = Findings(rules=Counter({rule.key: rule.count() for rule in reader.child("rules").members()}))
    for name in COUNTED:
        setattr(findings, name, reader.child("findings").child(name).count())
    for row in reader.child("verdicts").elements():
        kind, verdict, count = row.elements()
        findings.verdicts[kind.text(), verdict.text()] = count.count()
    faulty: list[tuple[int, Mutant, str]] = []
    for row in reader.child("faulty").elements():
        number, fault = row.elements()
        mutant = next(mutants(number.count() + 1, asked.seed, asked.large, number.count()))
        faulty.append((number.count(), mutant, fault.text()))
    findings.faults = [(mutant, fault) for _, mutant, fault in faulty]
    return Batch(findings, faulty)
