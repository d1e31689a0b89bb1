"""How large a run of the tested protocol is: n kept cells of N, of which T may be wrong [R4.52]-[R4.56], [R5.75]."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from freebit.errors import InvalidError
from freebit.theorem.binomial import at_most, kept_and_passed
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.sizes import KEPT_OF_ALL, Quintuplets, Size, SizeParameter

_KEEP = SizeParameter("keep", 1, "n, the least number of kept cells (tested protocol).")
_TOLERANCE = SizeParameter(
    "tolerance",
    0,
    "w or T, wrong cells allowed in a column, or in all (tested).",
    needed=False,
)


def cells_for(keep: int, c: Fraction = Fraction(KEPT_OF_ALL)) -> int:
    """The least N that is at least c n."""
    return -int(-(c * keep) // 1)


@dataclass(frozen=True)
class CellSize(Size):
    """n = keep kept cells and T = tolerance wrong ones among all that are kept."""

    keep: int
    tolerance: int = 0

    formula: ClassVar[str] = "N"
    PARAMETERS: ClassVar[tuple[SizeParameter, ...]] = (_KEEP, _TOLERANCE)

    def __post_init__(self) -> None:
        if self.keep < 1:
            raise InvalidError(f"[R4.53] n = {self.keep} is not at least 1")
        if not 0 <= self.tolerance < self.keep:
            raise InvalidError(f"[R4.54] T = {self.tolerance} is not in 0..n - 1 = {self.keep - 1}")

    @property
    def all_cells(self) -> int:
        """N, however many are kept."""
        return self.keep

    @property
    def quintuplets(self) -> Quintuplets:
        """N, the number of cells; one of fewer parties is still one."""
        return Quintuplets(self.all_cells)

    def document(self) -> dict[str, Any]:
        """N, n and T [R6.70]."""
        return {"cells": self.all_cells, "keep": self.keep, "tolerance": self.tolerance}

    def lines(self) -> list[tuple[str, str]]:
        """n and, where it is not 0, T."""
        rows = [("kept cells n", str(self.keep))]
        return rows + [("tolerance T", f"{self.tolerance} wrong cells in all")] * bool(self.tolerance)


@dataclass(frozen=True)
class LocalSize(CellSize):
    """With local inputs about half of all cells are kept; N is 3 n unless it is given."""

    cells: int = 0

    PARAMETERS: ClassVar[tuple[SizeParameter, ...]] = (
        _KEEP,
        _TOLERANCE,
        SizeParameter("cells", 1, "N, the number of cells with local inputs; 3 n by default.", needed=False),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cells and self.cells < self.keep:
            raise InvalidError(f"[R4.53] n = {self.keep} is more than N = {self.cells}")

    @property
    def all_cells(self) -> int:
        """N; 3 n unless it is given."""
        return self.cells or cells_for(self.keep)

    def pass_probability(self, error: Fraction) -> Enclosure:
        """How likely honest devices and fair bits pass steps 2 and 3 [R5.75]."""
        _check_error(error)
        return kept_and_passed(self.all_cells, self.keep, error, self.tolerance)


class DerivedSize(CellSize):
    """With derived inputs every cell is kept [R4.56]."""

    def pass_probability(self, error: Fraction) -> Enclosure:
        """How likely it is that at most T of the N cells of honest devices are wrong [R5.75]."""
        _check_error(error)
        return at_most(self.keep, error, self.tolerance)


def _check_error(error: Fraction) -> None:
    if not 0 <= error < 1:
        raise InvalidError(f"an error probability of {error} is not in [0, 1)")
