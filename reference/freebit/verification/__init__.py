"""Verifies certificate files with two independent checkers, and says what is thereby proved [R3.1]-[R3.7].

The unit of work is a file, or one triple of the Lemma that Z3 refutes without any certificate.  Files are
read once; both checkers see the same bytes.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from freebit.boxes.bits import format_bits
from freebit.boxes.game import MerminGame
from freebit.files import data_folder
from freebit.kernel.check import check
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.kernel.model import Fact
from freebit.processes import Call, WorkerLostError, results
from freebit.verification.folders import index_failure
from freebit.wire.document import UnreadableError, read_bytes


class CheckerVerdict(Enum):
    """What a checker says."""

    PROVED = "proved"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    GAVE_UP = "gave up"
    NOT_ASKED = "-"


@dataclass(frozen=True)
class Checked:
    """The verdicts on one file, or on one claim that needs no file; times are in seconds."""

    name: str
    claim: str
    kernel: CheckerVerdict
    z3: CheckerVerdict
    rule: str | None = None
    place: str | None = None
    message: str | None = None
    kernel_seconds: float = 0.0
    z3_seconds: float = 0.0
    facts: tuple[Fact, ...] = ()

    @property
    def verdicts(self) -> set[CheckerVerdict]:
        return {self.kernel, self.z3} - {CheckerVerdict.NOT_ASKED}

    @property
    def proved(self) -> bool:
        return self.verdicts == {CheckerVerdict.PROVED}


@dataclass(frozen=True)
class LemmaSummary:
    """How much of the Lemma, eq (6), the outcomes establish for five parties."""

    bounds: int
    attained: int
    inputs: int
    triples: int

    @property
    def complete(self) -> bool:
        """Whether both bounds and both attained values are there for every input and triple."""
        return self.bounds == self.inputs * self.triples and self.attained == 2 * self.inputs * self.triples


def default_folder() -> Path:
    """The committed certificates; raises ``UnreadableError`` if they are not installed."""
    try:
        return data_folder("certificates")
    except FileNotFoundError as error:
        raise UnreadableError("R6.1", "file", str(error), "certificates") from error


def verify_file(path: Path, checkers: Sequence[str] = ("kernel", "z3")) -> Checked:
    """Check one certificate file with the chosen checkers; never raises for what is in the file."""
    try:
        data = read_bytes(path)
        start = time.perf_counter()
        report = check(data)
    except UnreadableError as error:
        kernel = CheckerVerdict.UNREADABLE if "kernel" in checkers else CheckerVerdict.NOT_ASKED
        second = CheckerVerdict.UNREADABLE if "z3" in checkers else CheckerVerdict.NOT_ASKED
        return Checked(str(path), "", kernel, second, error.rule, error.place, error.message)
    kernel_seconds = time.perf_counter() - start
    rejection = report.rejection
    rule = place = message = None
    kernel = second = CheckerVerdict.NOT_ASKED
    if "kernel" in checkers:
        kernel = CheckerVerdict.REJECTED if rejection else CheckerVerdict.PROVED
        if rejection and rejection.failure:
            rule, place, message = rejection.rule, rejection.failure.place, rejection.failure.message
    z3_seconds = 0.0
    if "z3" in checkers:
        start = time.perf_counter()
        second, failure = _ask_z3(data)
        z3_seconds = time.perf_counter() - start
        if failure and rule is None:
            rule, place, message = "R3.3", "z3", failure
    facts = report.facts if second in (CheckerVerdict.PROVED, CheckerVerdict.NOT_ASKED) else ()
    return Checked(
        str(path), claim_in_words(report.kind, report.facts), kernel, second, rule, place, message,
        kernel_seconds if "kernel" in checkers else 0.0, z3_seconds, facts,
    )  # fmt: skip


def _ask_z3(data: bytes) -> tuple[CheckerVerdict, str | None]:
    """Z3's verdict on a readable certificate, and its objection if it has one."""
    from freebit.second import check as z3check

    try:
        report = z3check.check(data)
    except (KeyError, TypeError, ValueError) as error:
        return CheckerVerdict.REJECTED, f"the questions cannot be put: {error}"
    if report.failure is None:
        return CheckerVerdict.PROVED, None
    return CheckerVerdict.GAVE_UP if report.gave_up else CheckerVerdict.REJECTED, report.failure


def verify_triple(triple: tuple[int, int, int]) -> Checked:
    """Z3 refutes the negation of eq (6) for all inputs at one triple (parties from 1), with no certificate."""
    from freebit.second import check as z3check

    start = time.perf_counter()
    inputs = MerminGame().inputs
    verdict, place, message = CheckerVerdict.PROVED, None, None
    for x0 in inputs:
        report = z3check.check_lemma(format_bits(x0), triple)
        if report.failure:
            verdict = CheckerVerdict.GAVE_UP if report.gave_up else CheckerVerdict.REJECTED
            place, message = format_bits(x0), report.failure
            break
    text = ",".join(map(str, triple))
    return Checked(
        "(no certificate)",
        f"eq (6) for parties {text} at all {len(inputs)} inputs",
        CheckerVerdict.NOT_ASKED,
        verdict,
        rule="R3.6" if message else None,
        place=place,
        message=message,
        z3_seconds=time.perf_counter() - start,
    )


def verify_index(index: Path) -> Checked:
    """[R6.21] the index names just the files of its folder, each with its SHA-256."""
    claim = "the files are those of the index, byte for byte"
    try:
        failure = index_failure(index)
    except UnreadableError as error:
        verdict = CheckerVerdict.UNREADABLE
        file = error.file or str(index)
        return Checked(file, "", verdict, CheckerVerdict.NOT_ASKED, error.rule, error.place, error.message)
    if failure is None:
        return Checked(str(index), claim, CheckerVerdict.PROVED, CheckerVerdict.NOT_ASKED)
    return Checked(str(index), claim, CheckerVerdict.REJECTED, CheckerVerdict.NOT_ASKED, "R6.21", *failure)


def claim_in_words(kind: str, facts: Sequence[Fact]) -> str:
    """One line that says what a certificate proves; empty if it proves nothing."""
    if not facts:
        return f"a certificate of kind {kind}"
    first = facts[0]
    if isinstance(first, Bound):
        triple = ",".join(str(party + 1) for party in first.triple)
        betas = {value for fact in facts if isinstance(fact, Bound) for _, value in fact.beta}
        beta = f"beta = {betas.pop()}" if len(betas) == 1 else "weighted beta"
        where = f"x0 = {format_bits(first.y)}" if len(facts) == 1 else f"{len(facts)} inputs x0"
        low, high = (1 - first.alpha) / 2, (1 + first.alpha) / 2
        return f"{low} <= P(maj({triple})=0|x0) <= {high}, {where}, {beta}"
    if isinstance(first, Attained):
        return f"P(maj={first.value}|x0) = {first.probability} is attained, {len(facts)} cases"
    return str(first)


def lemma_summary(outcomes: Iterable[Checked]) -> LemmaSummary:
    """Count the bounds and attained values of eq (6) that the outcomes establish."""
    game = MerminGame()
    triples = list(combinations(range(game.parties), 3))
    bounds, attained = set(), set()
    for outcome in outcomes:
        for fact in outcome.facts if outcome.proved else ():
            if isinstance(fact, Bound) and fact.game == game and fact.alpha <= Fraction(1, 2):
                bounds.add((fact.triple, fact.y))
            if isinstance(fact, Attained) and fact.game == game and fact.probability == Fraction(3, 4):
                attained.add((fact.triple, fact.x0, fact.value))
    return LemmaSummary(len(bounds), len(attained), len(game.inputs), len(triples))


def verify(
    files: Sequence[Path], checkers: Sequence[str], *, without_certificates: bool = False, processes: int = 1
) -> Iterator[Checked]:
    """Check files, and with Z3 the Lemma without certificates, outcomes in order.

    With one process everything is done here; with more, in so many processes of their own.  A file whose process is
    lost is given up.
    """
    calls: list[Call] = [("freebit.verification:verify_file", (file, tuple(checkers))) for file in files]
    if without_certificates and "z3" in checkers:
        calls += [("freebit.verification:verify_triple", (triple,)) for triple in combinations(range(1, 6), 3)]
    for (_, arguments), found in zip(calls, results(calls, processes), strict=True):
        yield _lost(arguments[0], checkers, found) if isinstance(found, WorkerLostError) else found


def _lost(subject: object, checkers: Sequence[str], error: WorkerLostError) -> Checked:
    """What is said of a file whose process ended before it could answer: nothing was decided."""
    kernel = CheckerVerdict.GAVE_UP if "kernel" in checkers and isinstance(subject, Path) else CheckerVerdict.NOT_ASKED
    z3 = CheckerVerdict.GAVE_UP if "z3" in checkers else CheckerVerdict.NOT_ASKED
    name = str(subject) if isinstance(subject, Path) else "(no certificate)"
    return Checked(name, "", kernel, z3, "R3.1", "process", str(error))
