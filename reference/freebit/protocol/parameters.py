"""What has to be fixed before step 1 of the protocol [R4.1]-[R4.7]."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from freebit.boxes.game import MerminGame
from freebit.errors import FreebitError, InvalidError
from freebit.protocol.extractor import Extractor, Xor
from freebit.source.epsilon import check_epsilon

GAME = MerminGame(5)
PARTIES = 5
#: maj(a) is the majority of the first three outputs, eq (10).
MAJORITY_OF = (0, 1, 2)


class Selection(StrEnum):
    """How the distilling quintuplets are chosen from the grid [R4.6]."""

    ROW = "row"
    COLUMN = "column"
    #: As ``COLUMN``, with one tolerance for all columns together [R4.28].
    COLUMN_TOTAL = "column-total"

    @property
    def by_column(self) -> bool:
        """Whether each column has a distilling cell of its own [R4.16]."""
        return self is not Selection.ROW


class SourceExhaustedError(FreebitError, ValueError):
    """The source gave fewer bits than the protocol needs [R4.8], [R4.60]."""

    def __init__(self, given: int, needed: int, rule: str = "R4.8") -> None:
        super().__init__(f"[{rule}] the source gave {given} bits and the protocol needs {needed}")
        self.given: int = given
        self.needed: int = needed


def quintuplets_for(nd: int, log2_nb: int, c: Fraction = Fraction(3)) -> int:
    """The default N, the least integer that is at least c Nd Nb [R4.5]."""
    return -int(-(c * nd * 2**log2_nb) // 1)


@dataclass(frozen=True)
class Parameters:
    """What has to be fixed before step 1 [R4.1]-[R4.7].

    Raises ``ValueError`` naming the rule that a parameter breaks.
    """

    #: N, the number of quintuplets.
    quintuplets: int
    #: Nd, the quintuplets of a block: the columns of the grid.
    nd: int
    #: log2 Nb; Nb is the number of blocks: the rows of the grid.
    log2_nb: int
    #: The epsilon that the source is assumed to have.
    epsilon: Fraction
    selection: Selection = Selection.ROW
    #: w, the wrong cells allowed in each column outside the distilling one, or T, in all columns together [R4.28].
    tolerance: int = 0
    #: The constant c of step 2.
    c: Fraction = Fraction(3)
    #: The function f of step 5.
    extractor: Extractor = field(default_factory=Xor)

    def __post_init__(self) -> None:
        check_epsilon(self.epsilon)
        if self.nd < 1:
            raise InvalidError(f"[R4.1] Nd = {self.nd}: a block has at least one quintuplet")
        if self.log2_nb < 0:
            raise InvalidError(f"[R4.2] log2 Nb = {self.log2_nb} is negative")
        if not self.c > 1:
            raise InvalidError(f"[R4.3] c = {self.c} is not greater than 1")
        guaranteed = -int(-self.quintuplets // self.c)
        if self.nd * self.nb > guaranteed:
            raise InvalidError(
                f"[R4.4] N = {self.quintuplets} is too small: step 2 guarantees {max(guaranteed, 0)} quintuplets, "
                f"and Nd Nb = {self.nd} * {self.nb} needs {self.nd * self.nb}"
            )
        if self.selection is Selection.ROW and self.tolerance != 0:
            raise InvalidError(f"[R4.7] w = {self.tolerance}: only column selection takes a tolerance")
        if self.selection is Selection.COLUMN_TOTAL:
            if not 0 <= self.tolerance <= self.nd * (self.nb - 1):
                most = self.nd * (self.nb - 1)
                raise InvalidError(f"[R4.29] T = {self.tolerance} is not in 0..Nd (Nb - 1) = {most}")
        elif not 0 <= self.tolerance < self.nb:
            raise InvalidError(f"[R4.7] w = {self.tolerance} is not in 0..Nb - 1 = {self.nb - 1}")
        self.extractor.check(self.nd)

    @property
    def nb(self) -> int:
        """Nb, the number of blocks, a power of 2 [R4.2]."""
        return int(2**self.log2_nb)

    @property
    def selection_bits(self) -> int:
        """The number of source bits that make l [R4.14], [R4.15]."""
        return self.log2_nb * (self.nd if self.selection.by_column else 1)

    @property
    def source_bits(self) -> int:
        """The number of source bits that an unaborted run consumes [R4.8]."""
        return PARTIES * self.quintuplets + self.selection_bits

    def passes_step_2(self, kept: int) -> bool:
        """Whether at least N/c quintuplets are left, exactly [R4.11]."""
        return self.c * kept >= self.quintuplets


def log2_of_blocks(nb: int) -> int:
    """log2 Nb; raises ``ValueError`` unless Nb is a power of 2 [R4.2]."""
    if nb < 1 or nb & (nb - 1):
        raise InvalidError(f"[R4.2] Nb = {nb} is not a power of 2")
    return nb.bit_length() - 1
