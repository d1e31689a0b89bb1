"""Verifies certificate files with two independent checkers, and says what is thereby proved [R3.1]-[R3.7].

The unit of work is a file, or one triple of the Lemma that Z3 refutes without any certificate.  Files are
read once; both checkers see the same bytes.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from freebit.boxes.bits import format_bits
from freebit.boxes.game import MerminGame
from freebit.files import data_folder
from freebit.kernel.check import Fact, check
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader

INDEX = "index.json"
INDEX_FORMAT = "freebit-certificate-index"


class Verdict(Enum):
    """What a checker says."""

    PROVED = "proved"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    GAVE_UP = "gave up"
    NOT_ASKED = "-"


@dataclass(frozen=True)
class Outcome:
    """The verdicts on one file, or on one claim that needs no file; times are in seconds."""

    name: str
    claim: str
    kernel: Verdict
    z3: Verdict
    rule: str | None = None
    place: str | None = None
    message: str | None = None
    kernel_seconds: float = 0.0
    z3_seconds: float = 0.0
    facts: tuple[Fact, ...] = ()

    @property
    def verdicts(self) -> set[Verdict]:
        return {self.kernel, self.z3} - {Verdict.NOT_ASKED}

    @property
    def proved(self) -> bool:
        return self.verdicts == {Verdict.PROVED}


@dataclass(frozen=True)
class Summary:
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


def certificate_files(paths: Iterable[Path]) -> list[Path]:
    """The files that the paths name; folders stand for all ``.json`` files in them but an index [R6.22].

    Raises ``UnreadableError`` for a path that does not exist or a folder that holds no certificate.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*.json") if file.name != INDEX)
            if not inside:
                raise UnreadableError("R6.22", "folder", "it holds no certificate", str(path))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableError("R6.22", "path", "there is no such file or folder", str(path))
    return found


def verify_file(path: Path, checkers: Sequence[str] = ("kernel", "z3")) -> Outcome:
    """Check one certificate file with the chosen checkers; never raises for what is in the file."""
    try:
        data = read_bytes(path)
        start = time.perf_counter()
        report = check(data)
    except UnreadableError as error:
        kernel = Verdict.UNREADABLE if "kernel" in checkers else Verdict.NOT_ASKED
        second = Verdict.UNREADABLE if "z3" in checkers else Verdict.NOT_ASKED
        return Outcome(str(path), "", kernel, second, error.rule, error.place, error.message)
    kernel_seconds = time.perf_counter() - start
    rejection = report.rejection
    rule = place = message = None
    kernel = second = Verdict.NOT_ASKED
    if "kernel" in checkers:
        kernel = Verdict.REJECTED if rejection else Verdict.PROVED
        if rejection and rejection.failure:
            rule, place, message = rejection.rule, rejection.failure.place, rejection.failure.message
    z3_seconds = 0.0
    if "z3" in checkers:
        start = time.perf_counter()
        second, failure = _ask_z3(data)
        z3_seconds = time.perf_counter() - start
        if failure and rule is None:
            rule, place, message = "R3.3", "z3", failure
    facts = report.facts if second in (Verdict.PROVED, Verdict.NOT_ASKED) else ()
    return Outcome(
        str(path), describe(report.kind, report.facts), kernel, second, rule, place, message,
        kernel_seconds if "kernel" in checkers else 0.0, z3_seconds, facts,
    )  # fmt: skip


def _ask_z3(data: bytes) -> tuple[Verdict, str | None]:
    """Z3's verdict on a readable certificate, and its objection if it has one."""
    from freebit.second import check as z3check

    try:
        report = z3check.check(data)
    except (KeyError, TypeError, ValueError) as error:
        return Verdict.REJECTED, f"the questions cannot be put: {error}"
    if report.failure is None:
        return Verdict.PROVED, None
    return Verdict.GAVE_UP if report.gave_up else Verdict.REJECTED, report.failure


def verify_triple(triple: tuple[int, int, int]) -> Outcome:
    """Z3 refutes the negation of eq (6) for all inputs at one triple (parties from 1), with no certificate."""
    from freebit.second import check as z3check

    start = time.perf_counter()
    inputs = MerminGame().inputs
    failures = {}
    for x0 in inputs:
        failure = z3check.check_lemma(format_bits(x0), triple).failure
        if failure:
            failures[format_bits(x0)] = failure
    text = ",".join(map(str, triple))
    return Outcome(
        "(no certificate)",
        f"eq (6) for parties {text} at all {len(inputs)} inputs",
        Verdict.NOT_ASKED,
        Verdict.REJECTED if failures else Verdict.PROVED,
        rule="R3.6" if failures else None,
        place=next(iter(failures), None),
        message=next(iter(failures.values()), None),
        z3_seconds=time.perf_counter() - start,
    )


def verify_index(folder: Path) -> Outcome:
    """[R6.21] the index names just the files of the folder, each with its SHA-256."""
    path = folder / INDEX
    try:
        failure = _index_failure(folder, read_bytes(path))
    except UnreadableError as error:
        return Outcome(str(path), "", Verdict.UNREADABLE, Verdict.NOT_ASKED, error.rule, error.place, error.message)
    verdict = Verdict.REJECTED if failure else Verdict.PROVED
    place, message = failure or (None, None)
    return Outcome(
        str(path),
        "the files are those of the index, byte for byte",
        verdict,
        Verdict.NOT_ASKED,
        "R6.21" if failure else None,
        place,
        message,
    )


def _index_failure(folder: Path, data: bytes) -> tuple[str, str] | None:
    document = Reader(read_document(data), "index").only(["format", "version", "files"])
    document.child("format").one_of([INDEX_FORMAT], "R6.7")
    if document.child("version").count() != 1:
        document.child("version").fail("R6.7", "only version 1 is known")
    listed = {}
    for entry in document.child("files").members():
        listed[entry.key] = entry.only(["sha256", "kind", "again"]).child("sha256").text()
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*.json")} - {INDEX}
    for name in sorted(present ^ listed.keys()):
        return name, "the file is missing" if name in listed else "the index does not name it"
    for name, wanted in listed.items():
        if hashlib.sha256(read_bytes(folder / name)).hexdigest() != wanted:
            return name, "its SHA-256 is not that of the index"
    return None


def describe(kind: str, facts: Sequence[Fact]) -> str:
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


def lemma_summary(outcomes: Iterable[Outcome]) -> Summary:
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
    return Summary(len(bounds), len(attained), len(game.inputs), len(triples))


def verify(
    files: Sequence[Path], checkers: Sequence[str], *, without_certificates: bool = False, processes: int | None = None
) -> Iterator[Outcome]:
    """Check files, and with Z3 the Lemma without certificates, on several processes; outcomes in order."""
    jobs: list[tuple[Callable[..., Outcome], tuple[object, ...]]] = [
        (verify_file, (file, tuple(checkers))) for file in files
    ]
    if without_certificates and "z3" in checkers:
        jobs += [(verify_triple, (triple,)) for triple in combinations(range(1, 6), 3)]
    processes = processes or min(len(jobs), os.cpu_count() or 1)
    if processes <= 1:
        for work, arguments in jobs:
            yield work(*arguments)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from (future.result() for future in [pool.submit(work, *arguments) for work, arguments in jobs])
