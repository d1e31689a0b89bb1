"""Short ways to what freebit does, for programs; ``import freebit`` offers them under the same names."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from freebit.conformance.outcomes import Judgement
from freebit.conformance.runner import judge
from freebit.conformance.transport import Process
from freebit.conformance.vectors import folder_of_vectors, load, of_operations
from freebit.errors import FreebitError
from freebit.kernel.check import Fact, Report, check
from freebit.protocol.steps import Outcome, Transcript, replay
from freebit.protocol.tested_steps import TestedOutcome, TestedTranscript, replay_tested
from freebit.protocol.tested_transcript import open_transcript
from freebit.second.model import SecondReport
from freebit.verification import Checked, default_folder, verify, verify_index
from freebit.verification.folders import Skipped, find_certificates
from freebit.wire.document import read_bytes


class RejectedError(FreebitError, ValueError):
    """A certificate that does not prove its claim: the rule that fails, where, and why."""

    def __init__(self, rule: str, place: str, message: str) -> None:
        super().__init__(f"[{rule}] at {place}: {message}")
        self.rule: str = rule
        self.place: str = place
        self.message: str = message


def check_certificate(certificate: bytes | Path) -> Report:
    """What the kernel says of a certificate, given as a file or as its bytes [R3.1].

    The report tells whether the certificate is accepted, the rule that fails if it is not, and otherwise the facts
    that it proves.  Raises ``UnreadableError`` if the file cannot be read or breaks a rule of chapter 6.
    """
    return check(_bytes_of(certificate))


def check_certificate_with_z3(certificate: bytes | Path) -> SecondReport:
    """What the second checker, which asks Z3, says of the same [R3.3].

    The report's ``answer`` is proved, rejected, unreadable or undecided, and ``objection`` says why.  Raises
    ``UnreadableError`` only if a file cannot be read.
    """
    from freebit.second.check import check_with_z3

    return check_with_z3(_bytes_of(certificate))


def facts_of(certificate: bytes | Path) -> tuple[Fact, ...]:
    """The facts that a certificate proves, decided by the kernel [R3.1].

    Each fact has exact rationals and says in a sentence what it is.  Raises ``UnreadableError`` if the certificate
    breaks a rule of chapter 6 and ``RejectedError`` if it breaks one of chapter 3.
    """
    report = check_certificate(certificate)
    rejection = report.rejection
    if rejection is not None and rejection.failure is not None:
        raise RejectedError(rejection.rule, rejection.failure.place, rejection.failure.message)
    return report.facts


@dataclass(frozen=True)
class VerifiedFiles:
    """The verdicts on files, and on the indexes of folders, and what was left out."""

    outcomes: tuple[Checked, ...]
    skipped: tuple[Skipped, ...]

    @property
    def proved(self) -> bool:
        """Whether there are outcomes and both checkers prove every one of them."""
        return bool(self.outcomes) and all(outcome.proved for outcome in self.outcomes)


def verify_certificates(*paths: Path, processes: int = 1) -> VerifiedFiles:
    """The verdicts of both checkers on files and folders; on the committed certificates if none is named.

    A folder stands for all certificates below it, and its index is checked first [R6.21]-[R6.24].  ``processes`` is
    the number of processes that share the work; with 1 everything is done in the caller's.  Raises
    ``UnreadableError`` for a path that does not exist; what is in a file is never an error but a verdict.
    """
    found = find_certificates(paths or (default_folder(),))
    indexes = [verify_index(index) for index in found.indexes]
    return VerifiedFiles((*indexes, *verify(found.files, ("kernel", "z3"), processes=processes)), found.skipped)


def read_transcript(path: Path) -> Transcript | TestedTranscript:
    """What happened in a run, from a transcript file of the protocol that it names; held in memory [R4.50], [R6.30].

    Raises ``UnreadableError`` for a file that breaks a rule of R6.30 to R6.40, or of R6.55 to R6.59 if it is of the
    tested protocol, its digest included.
    """
    file = open_transcript(path)
    file.check_digest()
    return file.transcript()


def replay_transcript(transcript: Transcript | TestedTranscript) -> Outcome | TestedOutcome:
    """The outcome recomputed from a transcript of either protocol [R4.26], [R4.62].

    Raises ``ValueError`` if the transcript does not fit its parameters.
    """
    if isinstance(transcript, TestedTranscript):
        return replay_tested(transcript)
    return replay(transcript)


def judge_program(
    command: Sequence[str],
    *,
    operations: Collection[str] = (),
    seed: int = 0,
    timeout: float = 10.0,
    start_timeout: float = 20.0,
    progress: Callable[[], None] = lambda: None,
) -> Judgement:
    """What the vectors say of another implementation, a program that speaks the protocol of chapter 7 [R7.1]-[R7.8].

    ``command`` is the program and its arguments; of the ``operations`` alone it is asked, of all if none is named;
    ``seed`` fixes the order of the questions; the timeouts, in seconds, are those for an answer and for the start;
    ``progress`` is called after each question.  The judgement has ``passed`` and one result for each vector.  Raises
    ``VectorError`` if the vectors cannot be used [R7.28], and ``InvalidError`` if an operation has none.
    """
    version, vectors = load(folder_of_vectors())
    chosen = of_operations(vectors, operations)
    return judge(Process(tuple(command), timeout, start_timeout), chosen, version, seed, progress=progress)


def _bytes_of(certificate: bytes | Path) -> bytes:
    return certificate if isinstance(certificate, bytes) else read_bytes(certificate)
