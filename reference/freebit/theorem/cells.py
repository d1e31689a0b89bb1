"""From certificates of tested cells to the number u of the theorem, and nothing that the kernel did not accept.

A certificate has no epsilon in it: its loads give at each source two numbers A and B, and they give u [R5.70],
[R5.72].  A family is such a certificate too [R5.73].  Certificates are not mixed with one another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Self

from freebit.boxes.cells import CellKind, kind_labelled
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_cells import CellLoads, TestedCells
from freebit.source.epsilon import flip_ratio
from freebit.theorem.certified import FamilyFile
from freebit.theorem.charges import LoadPolynomials
from freebit.theorem.frontier import FamilyNumbers
from freebit.theorem.model import Numbers, Supply, UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader

#: The folder of the committed certificates below the certificates.
TESTED = "tested"
#: The cells for which a family is a certificate: the paper's [R5.73].
FAMILY_CELLS = kind_labelled("five-majority-local")

CellLoad = tuple[Fraction, ...]


def largest_load(v: Fraction, loads: Iterable[CellLoad], ratio: Fraction) -> Fraction:
    """The largest v + h_0 + h_1 r + h_2 r^2 + ... of some loads, v if there are none [R5.70]."""
    values = (v + sum((h * ratio**d for d, h in enumerate(load)), Fraction(0)) for load in loads)
    return max(values, default=v)


def loads_of_family(family: FamilyNumbers, ratio: Fraction) -> tuple[Fraction, Fraction]:
    """A = alpha and B = alpha + K + 1 [R5.73]."""
    return family.alpha, family.alpha + family.load(ratio) + 1


def rate_below_one(right: Fraction, wrong: Fraction) -> Fraction:
    """u = (1 - A)/(1 - A + max(A, B)) if A < 1, and 0 otherwise [R5.72]."""
    return (1 - right) / (1 - right + max(right, wrong)) if right < 1 else Fraction(0)


@dataclass(frozen=True)
class TestedNumbers(Numbers):
    """u of one certificate at one source, and the loads A and B that it is made of [R5.70], [R5.72]."""

    certificate: str
    kind: CellKind
    A: Fraction
    B: Fraction
    #: The loads themselves, which sources of eq (14) are asked with [R5.82]; None where only A and B are given.
    loads: LoadPolynomials | None = None

    @property
    def u(self) -> Fraction:
        """The number u of the theorem."""
        return rate_below_one(self.A, self.B)

    @property
    def variant(self) -> str:
        """The kind of cells."""
        return self.kind.label

    def document(self) -> dict[str, Any]:
        """The kind of cells, the certificate and its numbers, exactly [R6.70]."""
        numbers = {"A": str(self.A), "B": str(self.B), "u": str(self.u)}
        return {"cells": self.kind.label, "certificate": self.certificate, **numbers}

    def lines(self) -> list[tuple[str, str]]:
        """The kind of cells, u and the certificate."""
        shown = str(self.u) if self.u.denominator < 10**9 else f"{float(self.u):.6f}..."
        return [("cells", f"{self.kind.label}: {self.kind}"), ("u", shown), ("certificate", self.certificate)]


@cache
def _accepted_loads(data: bytes, name: str) -> CellLoads:
    """What the kernel's report on these bytes establishes."""
    report = check(data)
    rejection = report.rejection
    if rejection is not None and rejection.failure is not None:
        place, message = rejection.failure.place, rejection.failure.message
        raise UncertifiedError(f"{name} is rejected: [{rejection.rule}] at {place}: {message}")
    return next(fact for fact in report.facts if isinstance(fact, CellLoads))


@dataclass(frozen=True)
class CellFile:
    """A certificate file of kind ``tested-cells``, its bytes, and what it claims."""

    name: str
    path: Path
    data: bytes
    claimed: TestedCells

    @classmethod
    def read(cls, path: Path) -> "CellFile":
        """What a file claims; nothing is checked beyond its being readable.

        Raises ``UnreadableError`` for an unreadable file and ``UncertifiedError`` if it is of another kind.
        """
        return cls.of(path, read_bytes(path))

    @classmethod
    def of(cls, path: Path, data: bytes) -> "CellFile":
        """The same of the bytes of a file."""
        try:
            document = Reader(read_document(data))
            if document.child("kind").text() != TestedCells.kind:
                raise UncertifiedError(f"{path}: a certificate of kind {TestedCells.kind!r} or 'family' is wanted")
            claimed = TestedCells.read(document.child("claim"), document.child("witness"))
        except UnreadableError as error:
            raise error.in_file(str(path)) from error
        return cls(f"{path.parent.name}/{path.stem}", path, data, claimed)

    @property
    def cells(self) -> CellKind:
        """The kind of cells that it is about."""
        return self.claimed.cells

    def numbers(self, epsilon: Fraction) -> TestedNumbers:
        """A and B at a source of eq (1), as claimed."""
        return _numbers(self.name, self.claimed, epsilon)

    def accepted(self, epsilon: Fraction) -> TestedNumbers:
        """A and B after the kernel has accepted the bytes; raises ``UncertifiedError`` if it does not [R5.25]."""
        return _numbers(self.name, _accepted_loads(self.data, self.name), epsilon)


def _numbers(name: str, loads: TestedCells | CellLoads, epsilon: Fraction) -> TestedNumbers:
    right, wrong = (largest_load(loads.v, side, flip_ratio(epsilon)) for side in (loads.right, loads.wrong))
    return TestedNumbers(name, loads.cells, right, wrong, LoadPolynomials.of(loads.v, loads.right, loads.wrong))


@dataclass(frozen=True)
class FamilyCells:
    """A certificate file of kind ``family`` as one for the cells of the paper's game with local inputs [R5.73]."""

    family: FamilyFile
    cells: CellKind = FAMILY_CELLS

    @property
    def name(self) -> str:
        """The name of the file, and of the folder that it is in."""
        return f"{self.family.path.parent.name}/{self.family.path.stem}"

    def numbers(self, epsilon: Fraction) -> TestedNumbers:
        """A and B at a source of eq (1), as claimed."""
        return self._at(self.family.claimed, epsilon)

    def accepted(self, epsilon: Fraction) -> TestedNumbers:
        """A and B after the kernel has accepted the bytes; raises ``UncertifiedError`` if it does not [R5.25]."""
        return self._at(self.family.accepted(), epsilon)

    def _at(self, family: FamilyNumbers, epsilon: Fraction) -> TestedNumbers:
        wrong = (family.alpha + family.kappa[0] + 1, *family.kappa[1:])
        loads = LoadPolynomials(((family.alpha,),), (wrong,))
        return TestedNumbers(self.name, self.cells, *loads_of_family(family, flip_ratio(epsilon)), loads)


def read_cells(path: Path) -> CellFile | FamilyCells:
    """What a certificate file claims of tested cells; nothing is checked beyond its being readable.

    Raises ``UnreadableError`` for an unreadable file and ``UncertifiedError`` if it is of another kind than
    ``tested-cells`` and ``family``, or a family of another game than the paper's.
    """
    data = read_bytes(path)
    try:
        kind = Reader(read_document(data)).child("kind").text()
    except UnreadableError as error:
        raise error.in_file(str(path)) from error
    return FamilyCells(FamilyFile.of(path, data)) if kind == "family" else CellFile.of(path, data)


@dataclass(frozen=True)
class CellLibrary(Supply[TestedNumbers]):
    """The certificates to choose from, all with local or all with derived inputs."""

    files: tuple[CellFile | FamilyCells, ...]
    derived: bool

    def only(self, certificate: str | Path) -> Self:
        """One certificate, by its name or its file, or all those of one kind of cells, by its label."""
        if isinstance(certificate, Path):
            found: tuple[CellFile | FamilyCells, ...] = (read_cells(certificate),)
            if any((file.cells.inputs.derived is not None) != self.derived for file in found):
                raise UncertifiedError(f"{certificate}: its inputs are not those that the theorem is about")
        else:
            found = tuple(f for f in self.files if certificate in (f.name, f.cells.label))
        if not found:
            known = ", ".join(dict.fromkeys(file.cells.label for file in self.files))
            raise UncertifiedError(f"no certificate and no kind of cells is called {certificate!a}; there are {known}")
        return type(self)(found, self.derived)

    def parts(self) -> tuple[Self, ...]:
        """One supply for each kind of cells."""
        labels = dict.fromkeys(file.cells.label for file in self.files)
        return tuple(self.only(label) for label in labels)

    def best(self, epsilon: Fraction) -> TestedNumbers:
        """The certificate with the largest u at a source of eq (1), as claimed; of equals that of fewest parties."""
        return max((file.numbers(epsilon) for file in self.files), key=lambda found: (found.u, -found.kind.parties))

    def vouch(self, numbers: TestedNumbers, epsilon: Fraction) -> TestedNumbers:
        """The same numbers, from the certificate that the kernel has accepted [R5.25]."""
        for file in self.files:
            if file.name == numbers.certificate and file.accepted(epsilon) == numbers:
                return numbers
        raise UncertifiedError(f"the numbers {numbers.A}, {numbers.B} are not those of an accepted certificate")


@cache
def _committed() -> tuple[CellFile, ...]:
    paths = sorted((default_folder() / TESTED).glob("*/*.json"))
    return tuple(CellFile.read(path) for path in paths if not path.stem.startswith("limit"))


def committed_cells(*, derived: bool) -> Callable[[], CellLibrary]:
    """The committed certificates for local or for derived inputs."""

    def supply() -> CellLibrary:
        files = tuple(f for f in _committed() if (f.claimed.cells.inputs.derived is not None) == derived)
        return CellLibrary(files, derived)

    return supply
