"""The least size of the tested protocol for a target: the least n, and with noise the least n and T [R5.87], [R5.88].

The bound P[Bin(n, u) <= T] falls with n and grows with T, so for each T there is a least n, and it grows with T.
The search goes through the T in order and, where a T lets honest devices pass, is done: what is found is the least,
since what is skipped is skipped only where a bound shows that it does not serve.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

from freebit.theorem.binomial import at_most, at_most_exactly, probability_of
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize, cells_for
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, least_exponent, precision
from freebit.theorem.model import NoPlanError, Target

#: No larger n is tried where there is noise.
MOST_KEPT = 2**21
#: Bits of the running sums; what cannot be decided with them is decided anew.
RUNNING_BITS = 512
#: Where no precision decides, runs of at most so many cells are decided exactly.
EXACT_CELLS = 256


def least_size(u: Fraction, target: Target, *, derived: bool) -> CellSize:
    """The least N, with the least T at it, for which the bound meets the target and honest devices pass.

    Raises ``NoPlanError`` if there is none: u is 0, the noise is not below u, or no n up to ``MOST_KEPT`` serves.
    """
    error = target.error or Fraction(0)
    if u <= 0:
        raise NoPlanError("no certificate has u > 0 at this epsilon")
    n = least_exponent(1 - u, 4 * target.delta)
    if error >= u:
        raise NoPlanError(f"the tested protocol tolerates noise below u = {float(u):.6f}, not {error} [R5.76]")
    threshold = noise_threshold(u, target.c, derived=derived)
    # The rule speaks of targets like these; any other is left to the search.
    if error >= threshold > 0 and u < Fraction(1, 2) < target.pass_at_least and 16 * target.delta < 1:
        words = f"with N = {target.c} n it tolerates noise below 2 u/c = {float(threshold):.6f}, not {error} [R5.100]"
        raise NoPlanError(words)
    if target.c is None and not derived:
        return _least_of_all(u, target, n)
    if error == 0:
        return _size(n, 0, target, derived)
    if not derived and target.constant <= 2:
        raise NoPlanError(f"with c = {target.c} step 2 does not keep enough cells of fair inputs [R5.88]")
    return _least_noisy(u, target, n, derived)


def noise_threshold(u: Fraction, c: Fraction | None, *, derived: bool) -> Fraction:
    """The noise below which some size serves, and from which on none does, exactly [R5.100].

    ``c`` is that of N = c n with local inputs, None if N is free; with c <= 2 there is no such noise, and it is 0.
    """
    if derived or c is None:
        return u
    return 2 * u / c if c > 2 else Fraction(0)


def _least_of_all(u: Fraction, target: Target, first: int) -> LocalSize:
    """The least N for which some n and T meet the target and let honest devices pass [R5.89].

    For each T the least n is the best: a larger one keeps the bound and lets devices pass less often.
    """
    error, wanted = target.error or Fraction(0), target.pass_at_least
    best: LocalSize | None = None
    walk = _Walk(u, 4 * target.delta, first)
    while walk.n <= MOST_KEPT:
        n, tolerance = walk.n, walk.tolerance
        cells = _cells_that_keep(n, wanted)
        if best is not None and cells >= best.all_cells:
            break
        # With more cells more of them are wrong.
        while (best is None or cells < best.all_cells) and _at_most_often(cells, error / 2, tolerance, wanted):
            size = LocalSize(n, tolerance, cells)
            if passes_often(size, error, wanted):
                best = size
                break
            cells += 1
        if error == 0 and best is not None:
            break
        walk.next_tolerance()
    if best is not None:
        return best
    raise NoPlanError(
        f"no tolerance lets devices with an error of {error} pass with probability {wanted} "
        f"and meets the target, for n up to {MOST_KEPT}"
    )


def _cells_that_keep(n: int, wanted: Fraction) -> int:
    """The least N of which fair inputs keep at least n with the wanted probability."""
    low, high = n, 2 * n
    while not passes_often(LocalSize(n, 0, high), Fraction(0), wanted):
        low, high = high, 2 * high
    while low < high:
        middle = (low + high) // 2
        if passes_often(LocalSize(n, 0, middle), Fraction(0), wanted):
            high = middle
        else:
            low = middle + 1
    return high


def _at_most_often(cells: int, wrong: Fraction, tolerance: int, wanted: Fraction) -> bool:
    """Whether so few cells are wrong often enough, kept and not; False only if it is sure that they are not."""
    # The median of the wrong cells is at least the whole part of their mean.
    if wanted > Fraction(1, 2) and tolerance < int(cells * wrong):
        return False
    with precision(RUNNING_BITS):
        return not Enclosure.of(wanted).surely_above(at_most(cells, wrong, tolerance))


def _size(keep: int, tolerance: int, target: Target, derived: bool) -> CellSize:
    return DerivedSize(keep, tolerance) if derived else LocalSize(keep, tolerance, cells_for(keep, target.constant))


def _least_noisy(u: Fraction, target: Target, first: int, derived: bool) -> CellSize:
    """Through all T from 0 on; for each all n that need exactly this T."""
    error, wanted = target.error or Fraction(0), target.pass_at_least
    most = _most_that_may_serve(u, target, derived, _most_kept(u, target, derived))
    walk = _Walk(u, 4 * target.delta, first)
    ceiling: _Ceiling | None = None
    while walk.n <= most:
        tolerance, n = walk.tolerance, walk.n
        walk.next_tolerance()
        cells, wrong = (n, error) if derived else (cells_for(n, target.constant), error / 2)
        # The median of the wrong cells is at least the whole part of their mean.
        if wanted > Fraction(1, 2) and tolerance < int(cells * wrong):
            continue
        if ceiling is not None and ceiling.is_below(wanted, tolerance):
            continue
        ceiling = _Ceiling(cells, wrong, tolerance)
        if ceiling.is_below(wanted, tolerance):
            continue
        # With local inputs a larger n may pass where a smaller one keeps too few.
        for keep in range(n, n + 1 if derived else max(walk.n, n + 1)):
            size = _size(keep, tolerance, target, derived)
            if passes_often(size, error, wanted):
                return size
    raise NoPlanError(
        f"no tolerance lets devices with an error of {error} pass with probability {wanted} "
        f"and meets the target, for n up to {MOST_KEPT}"
    )


@dataclass
class _Ceiling:
    """P[Bin(cells, wrong) <= T] for T = ``tolerance`` and on; with more cells the probability is no larger."""

    cells: int
    wrong: Fraction
    tolerance: int

    def __post_init__(self) -> None:
        with precision(RUNNING_BITS):
            self._sum = at_most(self.cells, self.wrong, self.tolerance)
            self._term = probability_of(self.cells, self.wrong, self.tolerance)
            self._odds = Enclosure.of(self.wrong / (1 - self.wrong))

    def is_below(self, wanted: Fraction, tolerance: int) -> bool:
        """Whether the probability is surely below ``wanted`` for this T, which is not less than the last one."""
        with precision(RUNNING_BITS):
            while self.tolerance < tolerance:
                self._term = self._term * self._odds * (self.cells - self.tolerance) / (self.tolerance + 1)
                self._sum = self._sum + self._term
                self.tolerance += 1
            return Enclosure.of(wanted).surely_above(self._sum)


def _most_kept(u: Fraction, target: Target, derived: bool) -> int:
    """An n above which none serves, or the limit of the search.

    If 4 delta < 1/2 the bound asks for T < n u, by the median of Bin(n, u), and to pass at least half of the time asks
    for T > c n p/2 - 1, by the median of the wrong cells; so no n from 1/(c p/2 - u) on serves if c p/2 > u.
    """
    surplus = (target.error or Fraction(0)) * (1 if derived else target.constant / 2) - u
    if surplus > 0 and target.pass_at_least > Fraction(1, 2) and 8 * target.delta < 1:
        return min(MOST_KEPT, int(1 / surplus))
    return MOST_KEPT


def _most_that_may_serve(u: Fraction, target: Target, derived: bool, most: int) -> int:
    """An n from which on, up to ``most``, none serves; ``most`` if that is not known of any.

    To pass at least half of the time asks for T >= t = floor(x n), x n being the mean of the wrong cells or less; then
    P[Bin(n, u) <= T] >= P[Bin(n, u) = t] >= e^(-n D(t/n, u)) / sqrt(8 t), D being the relative entropy. From n to 2 n
    this is at least e^(-2 n D(x - 1/n, u)) / sqrt(16 n x) if x < u, and where that is above 4 delta no n serves.
    """
    x = (target.error or Fraction(0)) * (1 if derived else target.constant / 2)
    if not (x < u < 1 and target.pass_at_least > Fraction(1, 2)):
        return most
    with precision(RUNNING_BITS):
        wanted = -Enclosure.of(4 * target.delta).log()
        while (least := most // 2) * x > 1:
            s = x - Fraction(1, least)
            entropy = Enclosure.of(s / u).log() * s + Enclosure.of((1 - s) / (1 - u)).log() * (1 - s)
            if not wanted.surely_above(entropy * most + Enclosure.of(8 * most * x).log() / 2):
                break
            most = least
    return most


def passes_often(size: CellSize, error: Fraction, wanted: Fraction) -> bool:
    """Whether honest devices pass with probability at least ``wanted``; raises ``UndecidedError`` if it is too near."""
    for bits in PRECISIONS:
        with precision(bits):
            value = size.pass_probability(error)
            if Enclosure.of(wanted).surely_at_most(value):
                return True
            if Enclosure.of(wanted).surely_above(value):
                return False
    if size.all_cells <= EXACT_CELLS:
        return _passing(size, error) >= wanted
    raise UndecidedError(f"whether honest devices pass with probability {wanted} was not decided")


def _passing(size: CellSize, error: Fraction) -> Fraction:
    """The probability with which honest devices pass, exactly [R5.75]: it may be the wanted one itself."""
    cells, tolerance = size.all_cells, size.tolerance
    if isinstance(size, DerivedSize):
        return at_most_exactly(cells, error, tolerance)
    kept = ((j, comb(cells, j)) for j in range(size.keep, cells + 1))
    return sum((ways * at_most_exactly(j, error, tolerance) for j, ways in kept), Fraction(0)) / (1 << cells)


@dataclass
class _Walk:
    """For T = 0, 1, 2, ... the least n > T with P[Bin(n, u) <= T] <= aim, by sums that are carried along."""

    u: Fraction
    aim: Fraction
    n: int

    def __post_init__(self) -> None:
        self.tolerance = 0
        with precision(RUNNING_BITS):
            # Balls as they are: there may be a hundred thousand steps.
            self._p, self._q = Enclosure.of(self.u).ball, Enclosure.of(1 - self.u).ball
            self._target = Enclosure.of(self.aim).ball
            self._term = self._sum = (Enclosure.of(1 - self.u) ** self.n).ball

    def next_tolerance(self) -> None:
        """Go to T + 1 and its least n."""
        with precision(RUNNING_BITS):
            self._term = self._term * self._p * (self.n - self.tolerance) / (self._q * (self.tolerance + 1))
            self.tolerance += 1
            self._sum = self._sum + self._term
            while self.n <= self.tolerance or not self._meets():
                self._sum = self._sum - self._p * self._term
                self._term = self._term * self._q * (self.n + 1) / (self.n + 1 - self.tolerance)
                self.n += 1

    def _meets(self) -> bool:
        if self._sum <= self._target:
            return True
        if self._sum > self._target:
            return False
        for bits in PRECISIONS:
            with precision(bits):
                value = at_most(self.n, self.u, self.tolerance)
                if value.surely_at_most(self.aim) or value.surely_above(self.aim):
                    return value.surely_at_most(self.aim)
        raise UndecidedError(f"whether P[Bin({self.n}, u) <= {self.tolerance}] is at most {self.aim} was not decided")
