"""How large a run of a protocol is, and how many quintuplets that asks for."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from freebit.errors import FreebitError, InvalidError
from freebit.theorem.enclosure import Enclosure, precision

#: Step 2 keeps at least N/3 of N quintuplets, or aborts [R4.3], [R5.50].
KEPT_OF_ALL = 3

#: Numbers of quintuplets beyond 2**LONGEST are never written out, only their logarithms.
LONGEST = 4096


class TooLongError(FreebitError, OverflowError):
    """A number that is too long to be written out."""


@dataclass(frozen=True)
class Quintuplets:
    """N = factor * 2**log2, a number of quintuplets that may be too long to write out."""

    factor: int
    log2: int = 0

    def __lt__(self, other: "Quintuplets") -> bool:
        shift = self.log2 - other.log2
        lengths = self.factor.bit_length() + shift - other.factor.bit_length()
        if lengths:
            return lengths < 0
        return self.factor << shift < other.factor if shift >= 0 else self.factor < other.factor << -shift

    def __int__(self) -> int:
        """N itself; raises ``TooLongError`` where only its logarithm is of use."""
        if self.log2 > LONGEST:
            raise TooLongError(f"N = {self.factor} * 2^{self.log2} is too long to write out")
        return self.factor << self.log2

    def log2_decimals(self, digits: int) -> tuple[str, str]:
        """Decimals of ``digits`` places below and above log2 N."""
        with precision(256):
            return (Enclosure.of(self.factor).log2() + self.log2).decimals(digits)


@dataclass(frozen=True)
class SizeParameter:
    """A parameter of a size, as a command or a document names it: an integer that is at least ``least``."""

    name: str
    least: int
    words: str
    #: Whether it must be given.
    needed: bool = True


class Size(ABC):
    """The parameters of one run of a protocol; a dataclass whose fields are ``PARAMETERS``.

    Its constructor raises ``ValueError`` for a size that is none.
    """

    PARAMETERS: ClassVar[tuple[SizeParameter, ...]]

    #: How N is made of the parameters, for people.
    formula: ClassVar[str] = "N"

    @property
    @abstractmethod
    def tolerance(self) -> int:
        """How many wrong cells are tolerated; 0 for a theorem that takes no tolerance."""

    @property
    @abstractmethod
    def quintuplets(self) -> Quintuplets:
        """N."""

    @abstractmethod
    def pass_probability(self, error: Fraction) -> Enclosure:
        """How likely honest devices pass, if each cell is wrong with probability ``error``, independently.

        Raises ``ValueError`` unless 0 <= error < 1.
        """

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """The parameters as keys of a JSON document."""

    @abstractmethod
    def lines(self) -> list[tuple[str, str]]:
        """The parameters for people: headings and texts."""

    def smaller_than(self, other: "Size | None") -> bool:
        """Whether it asks for fewer quintuplets than the other; true if there is no other."""
        return other is None or self.quintuplets < other.quintuplets


@dataclass(frozen=True)
class Grid(Size):
    """A grid of Nb = 2**log2_nb rows and Nd = nd columns [R5.10], and a tolerance."""

    nd: int
    log2_nb: int
    tolerance: int = 0

    formula: ClassVar[str] = "N = 3 Nd Nb"
    PARAMETERS: ClassVar[tuple[SizeParameter, ...]] = (
        SizeParameter("nd", 1, "Nd, the number of distilled quintuplets."),
        SizeParameter("log2_nb", 0, "log2 Nb, the selection bits for one choice."),
        SizeParameter(
            "tolerance",
            0,
            "w or T, wrong cells allowed in a column, or in all (tested).",
            needed=False,
        ),
    )

    def __post_init__(self) -> None:
        if self.nd < 1:
            raise InvalidError(f"[R4.1] Nd = {self.nd} is not at least 1")
        if self.log2_nb < 0:
            raise InvalidError(f"[R4.2] log2 Nb = {self.log2_nb} is negative")

    @property
    def quintuplets(self) -> Quintuplets:
        """N = 3 Nd Nb [R5.50]."""
        return Quintuplets(KEPT_OF_ALL * self.nd, self.log2_nb)

    def document(self) -> dict[str, Any]:
        """Nd, log2 Nb and the tolerance [R6.63]."""
        return {"nd": self.nd, "log2_nb": self.log2_nb, "tolerance": self.tolerance}

    def _lines(self, tolerance: str) -> list[tuple[str, str]]:
        rows = [("Nd", str(self.nd)), ("Nb", f"2^{self.log2_nb}")]
        return rows + [("tolerance", tolerance)] * bool(self.tolerance)


@dataclass(frozen=True)
class GridSize(Grid):
    """A grid in which w = tolerance wrong cells are allowed in each column."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tolerance < 0 or self.tolerance.bit_length() > self.log2_nb:
            raise InvalidError(f"[R4.7] a tolerance of {self.tolerance} is not in 0..Nb - 1 with Nb = 2^{self.log2_nb}")

    def pass_probability(self, error: Fraction) -> Enclosure:
        """P[Bin(Nb - 1, p) <= w]^Nd: honest cells, each wrong with probability p, pass step 4 [R5.35]."""
        return _passes(2**self.log2_nb - 1, error, self.tolerance) ** self.nd

    def lines(self) -> list[tuple[str, str]]:
        """Nd, Nb and, where it is not 0, w."""
        return self._lines(f"w = {self.tolerance} wrong cells in each column")


@dataclass(frozen=True)
class TotalGridSize(Grid):
    """A grid in which T = tolerance wrong cells are allowed in all columns together [R4.28], [R4.29]."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.tolerance <= self.nd * ((1 << min(self.log2_nb, LONGEST)) - 1):
            raise InvalidError(
                f"[R4.29] a tolerance of {self.tolerance} is not in 0..Nd (Nb - 1), Nb = 2^{self.log2_nb}"
            )

    def pass_probability(self, error: Fraction) -> Enclosure:
        """P[Bin(Nd (Nb - 1), p) <= T]: honest cells, each wrong with probability p, pass step 4 [R5.65]."""
        return _passes(self.nd * (2**self.log2_nb - 1), error, self.tolerance)

    def lines(self) -> list[tuple[str, str]]:
        """Nd, Nb and, where it is not 0, T."""
        return self._lines(f"T = {self.tolerance} wrong cells in all columns together")


def _passes(cells: int, error: Fraction, most: int) -> Enclosure:
    """P[Bin(cells, error) <= most]."""
    if not 0 <= error < 1:
        raise InvalidError(f"an error probability of {error} is not in [0, 1)")
    term = Enclosure.of(1 - error) ** cells
    total: Enclosure = term
    odds = error / (1 - error)
    for wrong in range(1, min(most, cells) + 1):
        term = term * (odds * (cells - wrong + 1) / wrong)
        total = total + term
    return total
