"""Verifies certificate files with two independent checkers, and says what is thereby proved [R3.1]-[R3.7].

The unit of work is a file, or one triple of the Lemma that Z3 refutes without any certificate.  Files are
read once; both checkers see the same bytes.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from freebit.boxes.bits import format_bits
from freebit.boxes.game import MerminGame
from freebit.files import data_folder
from freebit.processes import Call, WorkerLostError, results, results_as_they_come
from freebit.second.model import Objection, SecondAnswer, Shown
from freebit.verification.folders import index_failure
from freebit.verification.joined import NOT_ASKED, CheckerVerdict, by_kernel, by_second, contradiction
from freebit.verification.statements import in_words
from freebit.wire.document import UnreadableError, read_bytes


@dataclass(frozen=True)
class Checked:
    """The verdicts on one file, or on one claim that needs no file; times are in seconds.

    ``rule``, ``place`` and ``message`` are the first objection, of the kernel if it objects; ``objections`` has that
    of each checker that objects.  ``contradiction`` says how the two checkers contradict each other, if they do.
    """

    name: str
    claim: str
    kernel: CheckerVerdict
    z3: CheckerVerdict
    rule: str | None = None
    place: str | None = None
    message: str | None = None
    kernel_seconds: float = 0.0
    z3_seconds: float = 0.0
    statements: tuple[Shown, ...] = ()
    objections: Mapping[str, Objection] = field(default_factory=dict)
    contradiction: str | None = None

    @property
    def verdicts(self) -> set[CheckerVerdict]:
        """What the checkers that were asked say."""
        return {self.kernel, self.z3} - {CheckerVerdict.NOT_ASKED}

    @property
    def proved(self) -> bool:
        """Whether every checker that was asked proves it and none contradicts another."""
        return self.verdicts == {CheckerVerdict.PROVED} and self.contradiction is None


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
    except UnreadableError as error:
        asked = [
            CheckerVerdict.UNREADABLE if name in checkers else CheckerVerdict.NOT_ASKED for name in ("kernel", "z3")
        ]
        return Checked(str(path), "", asked[0], asked[1], error.rule, error.place, error.message)
    kernel = by_kernel(data) if "kernel" in checkers else NOT_ASKED
    second = by_second(data) if "z3" in checkers else NOT_ASKED
    objections = {name: one.objection for name, one in (("kernel", kernel), ("z3", second)) if one.objection}
    statements = kernel.statements or second.statements
    clash = contradiction(kernel, second)
    first = next(iter(objections.values()), None)
    if clash:
        first = Objection("R3.9", "document", clash)
    checked = Checked(
        str(path), in_words(statements), kernel.verdict, second.verdict,
        kernel_seconds=kernel.seconds, z3_seconds=second.seconds, objections=objections, contradiction=clash,
    )  # fmt: skip
    if first:
        return replace(checked, rule=first.rule, place=first.place, message=first.message)
    return replace(checked, statements=statements)


def verify_triple(triple: tuple[int, int, int]) -> Checked:
    """Z3 refutes the negation of eq (6) for all inputs at one triple (parties from 1), with no certificate."""
    from freebit.second.check import check_lemma

    start = time.perf_counter()
    inputs = MerminGame().inputs
    verdict, place, message = CheckerVerdict.PROVED, None, None
    for x0 in inputs:
        report = check_lemma(format_bits(x0), triple)
        if report.objection:
            undecided = report.answer is SecondAnswer.UNDECIDED
            verdict = CheckerVerdict.GAVE_UP if undecided else CheckerVerdict.REJECTED
            place, message = format_bits(x0), report.objection.message
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
    """[R6.21] the index names exactly the files of its folder, each with its SHA-256."""
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


def lemma_summary(outcomes: Iterable[Checked]) -> LemmaSummary:
    """Count the bounds and attained values of eq (6) that the outcomes establish."""
    game = MerminGame()
    triples = {",".join(map(str, triple)) for triple in combinations(range(1, game.parties + 1), 3)}
    bounds, attained = set(), set()
    shown = (one for outcome in outcomes if outcome.proved for one in outcome.statements if one.game == game)
    for one in shown:
        if one.kind == "family" and one["triple"] in triples and Fraction(one["alpha"]) <= Fraction(1, 2):
            bounds.add((one["triple"], one["input"]))
        if one.kind == "attainment" and one["triple"] in triples and Fraction(one["probability"]) == Fraction(3, 4):
            attained.add((one["triple"], one["input"], one["value"]))
    return LemmaSummary(len(bounds), len(attained), len(game.inputs), len(triples))


def verify(
    files: Sequence[Path], checkers: Sequence[str], *, without_certificates: bool = False, processes: int = 1
) -> Iterator[Checked]:
    """Check files, and with Z3 the Lemma without certificates, outcomes in order.

    With one process everything is done here; with more, in so many processes of their own.  A file whose process is
    lost is given up.
    """
    work = Work(files, checkers, without_certificates)
    return (work.outcome(number, found) for number, found in enumerate(results(work.calls, processes)))


@dataclass(frozen=True)
class Work:
    """What ``verify`` does, as calls that can be made anywhere and in any order."""

    files: Sequence[Path]
    checkers: Sequence[str]
    without_certificates: bool = False

    @property
    def calls(self) -> list[Call]:
        """A call for each file, then one for each triple of the Lemma."""
        checkers = tuple(self.checkers)
        files: list[Call] = [("freebit.verification:verify_file", (file, checkers)) for file in self.files]
        if not self.without_certificates or "z3" not in checkers:
            return files
        return files + [("freebit.verification:verify_triple", (triple,)) for triple in combinations(range(1, 6), 3)]

    def as_they_come(self, processes: int) -> Iterator[tuple[int, Checked]]:
        """The number of each call and its outcome, as soon as it is there."""
        for number, found in results_as_they_come(self.calls, processes):
            yield number, self.outcome(number, found)

    def outcome(self, number: int, found: Checked | WorkerLostError) -> Checked:
        """The outcome of a call, of which the process may have been lost."""
        if isinstance(found, WorkerLostError):
            subject = self.files[number] if number < len(self.files) else None
            return _lost(subject, self.checkers, found)
        return found


def _lost(subject: Path | None, checkers: Sequence[str], error: WorkerLostError) -> Checked:
    """What is said of a file whose process ended before it could answer: nothing was decided."""
    kernel = CheckerVerdict.GAVE_UP if "kernel" in checkers and subject else CheckerVerdict.NOT_ASKED
    z3 = CheckerVerdict.GAVE_UP if "z3" in checkers else CheckerVerdict.NOT_ASKED
    name = str(subject) if subject else "(no certificate)"
    return Checked(name, "", kernel, z3, "R3.1", "process", str(error))
