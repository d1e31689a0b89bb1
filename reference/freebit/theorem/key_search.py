"""The least size for a key of many bits: over inner codes, degrees, lengths and tolerances [R5.97], [R5.98]."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from math import isqrt

from freebit.codes.code import INNER_CODES, Concatenation
from freebit.codes.field import DEGREES
from freebit.codes.weights import least_weights
from freebit.errors import InvalidError
from freebit.theorem.binomial import at_most, weighted_at_most
from freebit.theorem.cell_search import passes_often
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize, cells_for
from freebit.theorem.cells import TestedNumbers
from freebit.theorem.enclosure import PRECISIONS, precision
from freebit.theorem.keys import DerivedKeySize, KeyNumbers, KeySize, LocalKeySize, least_concatenation
from freebit.theorem.model import Found, NoPlanError, Target
from freebit.wire.codes import MAX_CODE_BITS, MAX_CODE_CELLS

#: The degrees of the fields of the codes that are compared with these.
BCH_DEGREES = range(4, 19)


def key_size(cells: int, tolerance: int, target: Target, *, derived: bool) -> KeySize:
    """The size of a run whose code has so many cells."""
    if derived:
        return DerivedKeySize(cells, tolerance, target.bits)
    return LocalKeySize(cells, tolerance, cells_for(cells, target.constant), target.bits)


def least_key(cell: TestedNumbers, target: Target, *, derived: bool) -> Found[KeyNumbers, KeySize]:
    """The least size over all concatenations; raises ``NoPlanError`` if none serves [R5.98]."""
    error = target.error or Fraction(0)
    if target.bits > MAX_CODE_BITS:
        raise InvalidError(f"[R6.95] {target.bits} bits are more than {MAX_CODE_BITS}")
    if cell.u <= 0 or (error and not 2 * error < cell.u * (1 if derived else Fraction(2) / target.constant)):
        raise NoPlanError(f"no code is known for u = {float(cell.u):.6f} and an error of {error} [R5.97]")
    if not derived and target.constant <= 2:
        raise NoPlanError(f"with c = {target.c} step 2 does not keep enough cells of fair inputs [R5.88]")
    search = _Search(cell, target, derived)
    for inner, degree in _shapes():
        search.through(inner, degree)
    if search.best is None:
        raise NoPlanError(f"no concatenation of {target.bits} bits on at most 2^20 cells meets the target")
    code, tolerance = search.best
    return Found(key_size(code.cells, tolerance, target, derived=derived), KeyNumbers.of(cell, code))


def _shapes() -> Iterable[tuple[str, int]]:
    """Inner codes and degrees, those first that serve most often."""
    usual = (7, 8, 6, 9)
    for degree in (*usual, *(degree for degree in DEGREES if degree not in usual)):
        for inner in reversed(INNER_CODES):
            yield inner, degree


class _Search:
    """The best code so far, and its tolerance."""

    def __init__(self, cell: TestedNumbers, target: Target, derived: bool) -> None:
        self.cell, self.target, self.derived = cell, target, derived
        self.best: tuple[Concatenation, int] | None = None

    def through(self, inner: str, degree: int) -> None:
        """The least length of one inner code, by halves, if its cells are fewer than the best known."""
        first = least_concatenation(inner, degree, 1, self.target.bits)
        each, least = first.cells, first.dimension
        room = MAX_CODE_CELLS if self.best is None else self.best[0].cells - 1
        most = min(1 << degree, room // each)
        if least > most:
            return
        top = self._accepted(inner, degree, most)
        if top is None:
            return
        while least < most:
            middle = (least + most) // 2
            found = self._accepted(inner, degree, middle)
            if found is None:
                least = middle + 1
            else:
                most, top = middle, found
        self.best = top

    def _accepted(self, inner: str, degree: int, length: int) -> tuple[Concatenation, int] | None:
        """The code of that length with the least tolerance that is wanted, if the bound meets the target."""
        code = least_concatenation(inner, degree, length, self.target.bits)
        tolerance = least_tolerance(code.cells, self.target, derived=self.derived)
        if tolerance >= code.cells:
            return None
        with precision(PRECISIONS[0]):
            sum_ = weighted_at_most(least_weights(code).items(), self.cell.u, tolerance)
            return (code, tolerance) if sum_.surely_at_most(4 * self.target.delta) else None


@cache
def least_tolerance(cells: int, target: Target, *, derived: bool) -> int:
    """The least T with which honest devices pass as often as the target asks for; n if none below n does."""
    error, wanted = target.error or Fraction(0), target.pass_at_least
    if not error:
        return 0
    rounds, wrong = (cells, error) if derived else (cells_for(cells, target.constant), error / 2)

    def passes(tolerance: int) -> bool:
        size: CellSize = DerivedSize(cells, tolerance) if derived else LocalSize(cells, tolerance, rounds)
        return passes_often(size, error, wanted)

    # From near where a normal distribution would have nine tenths on twice as many each time, and then by halves.
    mean = int(rounds * wrong)
    fails, enough = -1, mean + isqrt(mean * 13 // 8)
    while enough < cells and not passes(enough):
        fails, enough = enough, 2 * enough + 1
    enough = min(enough, cells)
    while enough - fails > 1:
        middle = (fails + enough) // 2
        fails, enough = (fails, middle) if passes(middle) else (middle, enough)
    return enough


def random_code_cells(u: Fraction, target: Target, *, derived: bool) -> int:
    """The random-code size: the least n with 2^L P[Bin(n, u/2) <= T] <= 4 delta, T as in a plan [R5.97].

    Each round takes a T that every n from here on needs at least, and goes on to the least n that meets the target with
    it; when T grows no more, every n from there on is tried.
    """

    def meets(cells: int, tolerance: int) -> bool:
        with precision(PRECISIONS[0]):
            return (at_most(cells, u / 2, tolerance) * (1 << target.bits)).surely_at_most(4 * target.delta)

    cells, tolerance, more = target.bits, -1, 0
    while more > tolerance:
        tolerance = more
        cells = _least_from(cells, partial(meets, tolerance=tolerance))
        more = _least_wrong(cells, target, derived=derived)
    while not meets(cells, least_tolerance(cells, target, derived=derived)):
        cells += 1
    return cells


def _least_from(first: int, serves: Callable[[int], bool]) -> int:
    """The least number from ``first`` on that serves, if all larger ones do too."""
    low = high = first
    while not serves(high):
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle) else (middle + 1, high)
    return high


def _least_wrong(cells: int, target: Target, *, derived: bool) -> int:
    """What the T of so many kept cells is at least, and that of more cells too: so few wrong ones come often enough."""
    if derived or not target.error:
        return least_tolerance(cells, target, derived=derived)
    return least_tolerance(cells_for(cells, target.constant), replace(target, error=target.error / 2), derived=True)


def dual_bch_cells(u: Fraction, target: Target, *, derived: bool) -> int | None:
    """The least n of a punctured dual of a primitive BCH code, by its distance [R5.99]; None if none here serves."""
    best = None
    for m in BCH_DEGREES:
        t = -(-target.bits // m)
        length = 2**m - 1
        # The dual of the code that corrects t errors has dimension m t, and its distance is known to be so large if
        # 2t - 1 <= 2^ceil(m/2); with a larger t this is not above 0, and serves for nothing.
        distance = 2 ** (m - 1) - (t - 1) * (isqrt(length) + 1)
        if not _by_distance(u, target, derived, length, distance):
            continue
        # Every cell that is left out takes 1 from the distance.
        beyond = length - distance
        low, high = 1, distance
        while low < high:
            middle = (low + high) // 2
            low, high = (
                (low, middle) if _by_distance(u, target, derived, beyond + middle, middle) else (middle + 1, high)
            )
        best = beyond + high if best is None else min(best, beyond + high)
    return best


def _by_distance(u: Fraction, target: Target, derived: bool, cells: int, distance: int) -> bool:
    """Whether a code of that distance meets the target [R5.95]."""
    tolerance = least_tolerance(cells, target, derived=derived)
    with precision(PRECISIONS[0]):
        sum_ = at_most(distance, u, tolerance) * ((1 << target.bits) - 1)
        return sum_.surely_at_most(4 * target.delta)
