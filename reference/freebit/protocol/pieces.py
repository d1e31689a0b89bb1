"""Runs in pieces: steps 2 to 5 as a map and an associative sum [R4.90]-[R4.97].

A *piece* is what the steps need to know of consecutive cells.  It is worked out without knowing what stands before it,
and pieces that follow one another are added, in any grouping; the empty piece changes nothing.  Its size depends on
Nd and not on the number of cells.  ``GridPiece`` is of the paper's protocol, ``CellPiece`` of the tested one.  Ranks,
columns and pieces are numbered from 0 here.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import accumulate
from operator import add, sub
from typing import Protocol, Self, TypeVar

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellKind
from freebit.errors import InvalidError
from freebit.protocol.parameters import GAME, Parameters, Selection
from freebit.protocol.steps import Abort, Outcome, check_l_bits, distilling_rows, is_aborted, l_numbers, step_5
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome, is_aborted_tested


class Piece(Protocol):
    """A monoid: consecutive cells, and the same cells and those of ``other`` after them [R4.90]."""

    @property
    def cells(self) -> int:
        """All cells of the piece."""

    @property
    def kept(self) -> int:
        """Those with x in X."""

    def __add__(self, other: Self) -> Self: ...


_P = TypeVar("_P", bound=Piece)


def total(empty: _P, pieces: Iterable[_P]) -> _P:
    """The sum of pieces in their order [R4.90]."""
    return reduce(add, pieces, empty)


# The tested protocol.


@dataclass(frozen=True)
class CellPiece:
    """Of consecutive cells of the tested protocol: kept ones, the wrong of these, the sum of f over them [R4.91]."""

    cells: int = 0
    kept: int = 0
    wrong: int = 0
    parity: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.cells + other.cells, self.kept + other.kept, self.wrong + other.wrong, self.parity ^ other.parity
        )


def cell_piece(kind: CellKind, pairs: Iterable[tuple[Bits, Bits]]) -> CellPiece:
    """The piece of cells given as inputs and outputs [R4.91]."""

    def one(x: Bits, a: Bits) -> CellPiece:
        if kind.game.target(x) is None:
            return CellPiece(1)
        return CellPiece(1, 1, kind.game.coefficient(a, x), kind.function(a, x))

    return total(CellPiece(), (one(x, a) for x, a in pairs))


def outcome_of_cells(parameters: TestedParameters, run: CellPiece) -> TestedOutcome:
    """The outcome of a run that is one piece [R4.91]; raises ``ValueError`` if it is not all of it."""
    _check_whole(run, parameters.cells)
    abort = is_aborted_tested(parameters, run.kept, run.wrong)
    return TestedOutcome(run.kept, run.wrong, abort, run.parity if abort is None else 0)


# The paper's protocol.


@dataclass(frozen=True)
class GridPiece:
    """Of consecutive quintuplets: the kept ones, and how the wrong of these fill columns and rows [R4.92], [R4.93].

    The *rank* of a kept quintuplet is the number of kept ones before it in the piece.  Rows are counted for row
    selection only, which asks for them.
    """

    nd: int
    selection: Selection
    cells: int = 0
    kept: int = 0
    #: For each column i the wrong ranks that leave the remainder i modulo Nd; empty if nothing is wrong.
    columns: tuple[int, ...] = ()
    #: For each column the rows with a wrong cell if the piece starts in that column; empty if nothing is wrong.
    rows: tuple[int, ...] = ()
    #: The first and the last wrong rank; empty if nothing is wrong.
    ends: tuple[int, ...] = ()

    def __add__(self, other: Self) -> Self:
        if (self.nd, self.selection) != (other.nd, other.selection):
            raise InvalidError("[R4.92] pieces of grids of different shapes have no sum")
        cells, kept = self.cells + other.cells, self.kept + other.kept
        if not other.ends:
            return type(self)(self.nd, self.selection, cells, kept, self.columns, self.rows, self.ends)
        start = self.kept % self.nd
        first, last = (rank + self.kept for rank in other.ends)
        # Column i of the sum is column i - start of the other; starting in r, the other starts in r + start.
        columns = other.columns[-start:] + other.columns[:-start]
        rows = other.rows[start:] + other.rows[:start]
        if self.ends:
            columns = tuple(map(add, self.columns, columns))
            rows = tuple(map(add, self.rows, rows))
            rows = tuple(map(sub, rows, self._common_row(first))) if rows else ()
            first = self.ends[0]
        return replace(self, cells=cells, kept=kept, columns=columns, rows=rows, ends=(first, last))

    def _common_row(self, rank: int) -> Iterable[bool]:
        """For each column that the piece may start in whether ``rank`` is in the row of the last wrong rank."""
        gap = rank - self.ends[1]
        return ((self.ends[1] + r) % self.nd + gap < self.nd for r in range(self.nd))


def grid_piece(nd: int, selection: Selection, cells: int, kept: int, wrong: Sequence[int]) -> GridPiece:
    """The piece of so many quintuplets whose wrong ranks, ascending, are ``wrong`` [R4.92], [R4.93]."""
    if not wrong:
        return GridPiece(nd, selection, cells, kept)
    columns = tuple(sum(rank % nd == i for rank in wrong) for i in range(nd))
    rows: tuple[int, ...] = ()
    if selection is Selection.ROW:
        rows = tuple(len({(rank + r) // nd for rank in wrong}) for r in range(nd))
    return GridPiece(nd, selection, cells, kept, columns, rows, (wrong[0], wrong[-1]))


def piece_of_quintuplets(
    parameters: Parameters, pairs: Sequence[tuple[Bits, Bits]], most: int | None = None
) -> GridPiece:
    """The piece of quintuplets given as inputs and outputs; only the first ``most`` kept ones count [R4.95]."""
    wrong = [GAME.coefficient(a, x) for x, a in pairs if GAME.target(x) is not None][:most]
    ranks = [rank for rank, is_wrong in enumerate(wrong) if is_wrong]
    return grid_piece(parameters.nd, parameters.selection, len(pairs), len(wrong), ranks)


@dataclass(frozen=True)
class PlacedQuintuplet:
    """A quintuplet: its number in the run, from 0, its inputs and its outputs."""

    position: int
    x: Bits
    a: Bits


def located(kept: Sequence[int], ranks: Sequence[int]) -> list[tuple[int, int]]:
    """For each rank the piece that holds it, and its rank there; piece i has ``kept[i]`` kept quintuplets [R4.94]."""
    ends = list(accumulate(kept))
    if any(rank >= (ends or [0])[-1] for rank in ranks):
        raise InvalidError(f"[R4.94] {sum(kept)} quintuplets are kept, and a rank is beyond them")
    pieces = [bisect_right(ends, rank) for rank in ranks]
    return [(piece, rank - ends[piece] + kept[piece]) for rank, piece in zip(ranks, pieces, strict=True)]


class GridTally:
    """The pieces of a run of the paper's protocol, added in their order; the surplus is ignored [R4.94], [R4.95]."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._limit = parameters.nd * parameters.nb
        self._grid = GridPiece(parameters.nd, parameters.selection)
        #: The kept quintuplets of each piece.
        self.kept_in_piece: list[int] = []
        self.cells: int = 0
        self.kept: int = 0

    def add(self, piece: GridPiece, cut: Callable[[int], GridPiece]) -> None:
        """Count the next piece; ``cut`` gives the same with its first kept quintuplets only, as many as it is told."""
        left = self._limit - self.kept
        if left > 0:
            self._grid += piece if piece.kept <= left else cut(left)
        self.cells += piece.cells
        self.kept += piece.kept
        self.kept_in_piece.append(piece.kept)

    def outcome(
        self, l_bits: Bits, found: Callable[[Sequence[tuple[int, int]]], Sequence[PlacedQuintuplet]]
    ) -> Outcome:
        """Steps 2 to 5 [R4.96]; ``found`` gives the cells at places, each a piece and a rank in it, asked for once.

        Raises ``ValueError`` if the pieces are not the whole run or l has another length [R4.13].
        """
        parameters, grid = self._parameters, self._grid
        _check_whole(self, parameters.quintuplets)
        passed = parameters.passes_step_2(self.kept)
        check_l_bits(parameters, l_bits, passed)
        if not passed:
            return Outcome(self.kept, Abort.TOO_FEW_KEPT, (), (), (), (), 0, (), k=0)
        l = l_numbers(parameters, l_bits)  # noqa: E741 - the paper's letter
        ranks = [(row - 1) * parameters.nd + i for i, row in enumerate(distilling_rows(parameters, l))]
        cells = found(located(self.kept_in_piece, ranks))
        wrong_in_d = [GAME.coefficient(cell.a, cell.x) for cell in cells]
        wrong_cells = tuple(map(sub, grid.columns or (0,) * parameters.nd, wrong_in_d))
        wrong_blocks = grid.rows[0] - any(wrong_in_d) if grid.rows else 0
        aborted = is_aborted(parameters, wrong_blocks, wrong_cells)
        outputs = tuple(cell.a for cell in cells)
        return Outcome(
            kept=self.kept,
            abort=Abort.WRONG_CORRELATIONS if aborted else None,
            l=l,
            distilling=tuple(cell.position + 1 for cell in cells),
            distilling_inputs=tuple(cell.x for cell in cells),
            distilling_outputs=outputs,
            wrong_blocks=wrong_blocks,
            wrong_cells=wrong_cells,
            k=0 if aborted else step_5(parameters.extractor, outputs),
        )


def _check_whole(run: GridTally | CellPiece, cells: int) -> None:
    if run.cells != cells:
        raise InvalidError(f"[R4.97] the pieces have {run.cells} cells and the run has {cells}")
