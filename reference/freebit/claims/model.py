"""What a claim is, and what may be said of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from freebit.errors import InvalidError
from freebit.parts import Part


class Evidence(Enum):
    """The kind of evidence that a claim rests on [R8.2]."""

    CERTIFICATE = "checked certificate"
    ENUMERATION = "exact enumeration"
    SYMBOLIC = "symbolic proof"
    ENCLOSED = "enclosed arithmetic"
    ROCQ = "Rocq proof"
    SIMULATION = "simulation"
    CONTEXT = "context, not proved"


class Origin(Enum):
    """Whose claim it is."""

    PAPER = "paper"
    OURS = "ours"


class Verdict(Enum):
    """What can be said of a claim now [R8.3], [R8.4]."""

    #: The check decides the whole statement, and it holds.
    PROVED = "proved"
    #: Theorems of ``spec/rocq`` say the whole statement; `freebit prove` decides them, and what was computed agrees.
    ROCQ = "proved in Rocq"
    #: The check decides that the paper's sentence holds in one sense and fails in another.
    IN_PART = "in part"
    #: The check fails.
    FAILED = "failed"
    #: The check needs something that is not installed.
    NOT_CHECKED = "not checked here"
    #: There is nothing to check: quoted, not proved.
    CONTEXT = "not proved"


@dataclass(frozen=True)
class Finding:
    """Whether a check holds, and what it found, in a line."""

    holds: bool
    detail: str


@dataclass(frozen=True)
class Claim:
    """A claim: where it stands, what it says, which rules state it, what proves it.

    ``check`` takes no arguments and decides the claim; None for context.  ``success`` is the verdict
    where the check holds.  ``rocq`` names the theorems of ``spec/rocq`` that together state the claim, or more; they
    are proved by ``freebit prove``, not here, and where ``success`` is ``Verdict.ROCQ`` the verdict rests on them.
    """

    id: str
    place: str
    statement: str
    rules: tuple[str, ...]
    evidence: Evidence
    check: Callable[[], Finding] | None
    success: Verdict = Verdict.PROVED
    origin: Origin = Origin.PAPER
    needs: tuple[Part, ...] = ()
    rocq: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises ``InvalidError`` if the verdict rests on Rocq and no theorem is named."""
        if self.success is Verdict.ROCQ and not self.rocq:
            raise InvalidError(f"claim {self.id}: proved in Rocq, by no theorem")


@dataclass(frozen=True)
class ClaimResult:
    """The verdict on a claim now, what was found, and how many seconds it took."""

    claim: Claim
    verdict: Verdict
    detail: str
    seconds: float


def check_claim(claim: Claim) -> ClaimResult:
    """Check a claim; what is missing is said, and never counts as proved."""
    missing = [part.missing for part in claim.needs if not part.installed]
    if missing:
        return ClaimResult(claim, Verdict.NOT_CHECKED, "; ".join(missing), 0.0)
    if claim.check is None:
        return ClaimResult(claim, Verdict.CONTEXT, "quoted; nothing here depends on it", 0.0)
    start = time.perf_counter()
    finding = claim.check()
    verdict = claim.success if finding.holds else Verdict.FAILED
    return ClaimResult(claim, verdict, finding.detail, time.perf_counter() - start)
