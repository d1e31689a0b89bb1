"""What each checker says of one document, and what they say together [R3.1], [R3.9]."""

import time
from dataclasses import dataclass
from enum import Enum

from freebit.kernel.check import check
from freebit.second.model import Objection, SecondAnswer, Shown
from freebit.verification.statements import of_kernel
from freebit.wire.document import UnreadableError


class CheckerVerdict(Enum):
    """What a checker says."""

    PROVED = "proved"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    GAVE_UP = "gave up"
    NOT_ASKED = "-"


@dataclass(frozen=True)
class CheckerJudgement:
    """What one checker alone says: its verdict, its objection, what is shown, and the seconds that it took."""

    verdict: CheckerVerdict
    objection: Objection | None = None
    statements: tuple[Shown, ...] = ()
    seconds: float = 0.0


NOT_ASKED = CheckerJudgement(CheckerVerdict.NOT_ASKED)

_ANSWERS = {
    SecondAnswer.PROVED: CheckerVerdict.PROVED,
    SecondAnswer.REJECTED: CheckerVerdict.REJECTED,
    SecondAnswer.UNREADABLE: CheckerVerdict.UNREADABLE,
    SecondAnswer.UNDECIDED: CheckerVerdict.GAVE_UP,
}


def by_kernel(data: bytes) -> CheckerJudgement:
    """The kernel's judgement of a document."""
    start = time.perf_counter()
    try:
        report = check(data)
    except UnreadableError as error:
        objection = Objection(error.rule, error.place, error.message)
        return CheckerJudgement(CheckerVerdict.UNREADABLE, objection, (), time.perf_counter() - start)
    rejection = report.rejection
    if rejection is not None and rejection.failure is not None:
        objection = Objection(rejection.rule, rejection.failure.place, rejection.failure.message)
        return CheckerJudgement(CheckerVerdict.REJECTED, objection, (), time.perf_counter() - start)
    statements = tuple(map(of_kernel, report.facts))
    return CheckerJudgement(CheckerVerdict.PROVED, None, statements, time.perf_counter() - start)


def by_second(data: bytes) -> CheckerJudgement:
    """The second checker's judgement of a document, for which it needs nothing of the kernel."""
    from freebit.second.check import check_with_z3

    start = time.perf_counter()
    report = check_with_z3(data)
    return CheckerJudgement(_ANSWERS[report.answer], report.objection, report.shown, time.perf_counter() - start)


def contradiction(kernel: CheckerJudgement, second: CheckerJudgement) -> str | None:
    """How two checkers contradict each other on the same bytes [R3.9]; None if they do not.

    They may object for different reasons, and one that gave up or was not asked contradicts nothing.
    """
    if {CheckerVerdict.GAVE_UP, CheckerVerdict.NOT_ASKED} & {kernel.verdict, second.verdict}:
        return None
    if kernel.verdict != second.verdict:
        said = (f"{name} says {_said(one)}" for name, one in (("the kernel", kernel), ("Z3", second)))
        return f"the two checkers disagree: {', '.join(said)}"
    if set(kernel.statements) != set(second.statements):
        return "the two checkers disagree on what the certificate claims"
    return None


def _said(judgement: CheckerJudgement) -> str:
    objection = judgement.objection
    why = f" ([{objection.rule}] at {objection.place}: {objection.message})" if objection else ""
    return judgement.verdict.value + why
