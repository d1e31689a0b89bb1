"""Mutants of certificates judged apart, a range of numbers at a time [R6.136]."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from freebit.processes import Call
from freebit.scheduling import Crew, Told
from tests.fuzz.judge import Findings, judge
from tests.fuzz.mutants import Mutant, mutants
from tests.test_second_implementation import started

#: Mutants of one call.
BATCH = 250


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


def batches(asked: Asked, crew: Crew, told: Told) -> Iterator[Batch]:
    """All batches: in their order here, and elsewhere as they come; raises the first error of a call."""
    ranges = [(first, min(first + BATCH, asked.count)) for first in range(0, asked.count, BATCH)]
    if not crew.apart:
        yield from (judged(asked, first, end) for first, end in ranges)
        return
    calls: list[Call] = [("tests.fuzz.apart:judged", (asked, first, end)) for first, end in ranges]
    for _, result in crew.results(calls, told):
        if isinstance(result, Exception):
            raise result
        yield result
