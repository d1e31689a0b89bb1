"""Column selection with one tolerance for all columns: the bound column by column, and a search for a size [R5.47].

b(j,t) bounds what j columns contribute if t wrong cells are left to tolerate.  The search works in floating point
and only finds: what it finds is confirmed with enclosures before it is returned.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log, log1p, sqrt

from freebit.theorem.certified import Library
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, larger, precision
from freebit.theorem.frontier import Mixture, mix
from freebit.theorem.hitting import Number, hit
from freebit.theorem.model import Found, NoPlanError, Target
from freebit.theorem.rates import passes
from freebit.theorem.sizes import TotalGridSize

#: b(Nd,T) is worked out column by column if that takes at most so many steps, and by [R5.48] beyond.
MOST_STEPS = 10**6
#: The search with noise: no m and no Nd beyond these, and each edge of the boundary is divided into so many parts.
MOST_LOG2_NB, MOST_ND, EDGE_PARTS = 6, 8192, 16
#: No more wrong cells of a column are the worst at any weight: from the twelfth on each adds less than 1/12 of all.
MOST_WRONG = 64
#: The weights theta = exp(-WEIGHTS[i]) among which a rate is chosen.
WEIGHTS = tuple(i / 12 for i in range(1, 60))


def masses(epsilon: Number, log2_nb: int, most: int) -> list[Number]:
    """M(m,0), M(m,1), ..., up to M(m, most) or M(m, 2^m)."""
    return [hit(epsilon, log2_nb, c) for c in range(_most_wrong(log2_nb, most) + 1)]


def _most_wrong(log2_nb: int, most: int) -> int:
    return min(most, 1 << min(log2_nb, most.bit_length()))


def total_bound(numbers: Mixture, epsilon: Fraction, size: TotalGridSize) -> Enclosure:
    """b(Nd,T) [R5.47], or a bound on it where that is long [R5.48]."""
    if not size.tolerance:
        return _without_tolerance(numbers, epsilon, size)
    most = size.tolerance + 1
    if size.nd * most * _most_wrong(size.log2_nb, most) > MOST_STEPS:
        return _by_weight(numbers, epsilon, size)
    hits = masses(Enclosure.of(epsilon), size.log2_nb, most)
    free = [(1 - each) * numbers.alpha for each in hits]
    caught = [each * (numbers.alpha + numbers.K) for each in hits]
    row = [Enclosure.of(1)] * most
    for _ in range(size.nd):
        row = [_column(free, caught, row, t) for t in range(most)]
    return row[-1]


def _without_tolerance(numbers: Mixture, epsilon: Fraction, size: TotalGridSize) -> Enclosure:
    """b(Nd,0) = max(alpha, q (alpha + K))^Nd, a power however long [R5.47]."""
    caught = hit(Enclosure.of(epsilon), size.log2_nb, 1) * (numbers.alpha + numbers.K)
    return larger(Enclosure.of(numbers.alpha), caught) ** size.nd


def _column(free: list[Enclosure], caught: list[Enclosure], row: list[Enclosure], t: int) -> Enclosure:
    """The largest, over the number c of wrong cells of a column, of what it and those after it contribute."""
    best = free[0] * row[t]
    for c in range(1, min(t + 2, len(free))):
        value = caught[c] * row[t + 1 - c]
        best = larger(best, value + free[c] * row[t - c] if c <= t else value)
    return best


def _by_weight(numbers: Mixture, epsilon: Fraction, size: TotalGridSize) -> Enclosure:
    """theta^-T rate(theta)^Nd for a good theta, a rational; the maximum is over all c that may give it [R5.48]."""
    rough = _Rates.of(numbers, epsilon, size.log2_nb, size.tolerance + 1)
    theta = Fraction(exp(-rough.best_weight(size.tolerance / size.nd)[1])).limit_denominator(1000)
    hits = masses(Enclosure.of(epsilon), size.log2_nb, _enough_wrong(theta, numbers))
    rate = Enclosure.of(numbers.alpha)
    more = (numbers.alpha + numbers.K) / theta - numbers.alpha
    for c, each in enumerate(hits):
        rate = larger(rate, (each * more + numbers.alpha) * theta**c)
    return rate**size.nd / Enclosure.of(theta) ** size.tolerance


def _enough_wrong(theta: Fraction, numbers: Mixture) -> int:
    """A c from which on theta^c (alpha + K)/theta is below alpha, so that no larger one is the best."""
    if not numbers.alpha:
        raise UndecidedError("alpha = 0 leaves no rate to compare with [R5.48]")
    c, value = 0, (numbers.alpha + numbers.K) / theta
    while value > numbers.alpha:
        c, value = c + 1, value * theta
    return c


@dataclass(frozen=True)
class _Rates:
    """The logarithms of rate(theta) at all weights, in floating point, to choose by [R5.48]."""

    logarithms: tuple[float, ...]

    @classmethod
    def of(cls, numbers: Mixture, epsilon: Fraction, log2_nb: int, most: int) -> "_Rates":
        hits = masses(float(epsilon), log2_nb, min(most, MOST_WRONG))
        alpha, full = float(numbers.alpha), float(numbers.alpha + numbers.K)
        return cls(
            tuple(
                max(
                    log(max((1 - hits[c]) * alpha + hits[c] * full * exp(weight), 1e-300)) - c * weight
                    for c in range(len(hits))
                )
                for weight in WEIGHTS
            )
        )

    def best_weight(self, wrong: float) -> tuple[float, float]:
        """The least log rate - log theta * ``wrong``, the tolerance for each column, and the weight that has it."""
        return min((value + wrong * weight, weight) for value, weight in zip(self.logarithms, WEIGHTS, strict=True))


def points(library: Library, epsilon: Fraction) -> list[Mixture]:
    """The vertices of the boundary and the points that divide its edges into ``EDGE_PARTS`` equal parts [R5.49]."""
    chain = library.chain(epsilon)
    between = (mix(*edge, Fraction(i, EDGE_PARTS)) for edge in chain.edges for i in range(1, EDGE_PARTS))
    return [*chain.vertices, *between]


def best_of_points(library: Library, epsilon: Fraction, size: TotalGridSize) -> Mixture:
    """One of the points with a bound at a size that is nearly the least of them all [R5.57]."""
    wrong = size.tolerance / size.nd

    def rate(point: Mixture) -> float:
        return _Rates.of(point, epsilon, size.log2_nb, size.tolerance + 1).best_weight(wrong)[0]

    return min(points(library, epsilon), key=rate)


def least_noisy(library: Library, target: Target) -> Found[Mixture, TotalGridSize]:
    """A size with noise, the least of those that are searched through [R5.49].

    Raises ``NoPlanError`` if none of them serves.
    """
    tried = []
    for m in range(1, MOST_LOG2_NB + 1):
        for point in points(library, target.epsilon):
            if point.alpha < 1 and (enough := _columns_by_weight(point, target, m)) is not None:
                tried.append((enough * 2**m, m, point))
    best: Found[Mixture, TotalGridSize] | None = None
    for cells, m, point in sorted(tried, key=lambda each: each[0]):
        # The bound of [R5.47] is a little better than that of [R5.48], which has been asked.
        if best is None or 9 * 3 * cells < 10 * int(best.size.quintuplets):
            found = next(_served(point, target, m, cells >> m), None)
            best = found if found is not None and found.size.smaller_than(best.size if best else None) else best
    if best is None:
        raise NoPlanError(
            f"no tolerance lets devices with an error of {target.error} pass with probability {target.pass_at_least} "
            f"and meets the target, for log2 Nb up to {MOST_LOG2_NB} and Nd up to {MOST_ND}"
        )
    return best


def _tolerance(target: Target, m: int, nd: int) -> int:
    """The least T that lets devices pass often enough, in floating point."""
    n, error = nd * (2**m - 1), float(target.error or 0)
    return _quantile(n, error, float(target.pass_at_least))


def _columns_by_weight(point: Mixture, target: Target, m: int) -> int | None:
    """The least number of columns for which [R5.48] meets the target, nearly; None if it is above ``MOST_ND``."""
    rates, aim = _Rates.of(point, target.epsilon, m, MOST_WRONG), log(4 * target.delta)

    def serves(nd: int) -> bool:
        return nd * rates.best_weight(_tolerance(target, m, nd) / nd)[0] <= aim

    if not serves(MOST_ND):
        return None
    low, high = 1, MOST_ND
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle) else (middle + 1, high)
    return high


def _served(point: Mixture, target: Target, m: int, enough: int) -> Iterator[Found[Mixture, TotalGridSize]]:
    """Sizes that serve, in order, found in floating point and then confirmed; ``enough`` columns will about do."""
    most = enough + enough // 16 + 2
    tolerances = [_tolerance(target, m, nd) for nd in range(1, most + 1)]
    width = tolerances[-1] + 1
    sizes: Iterable[tuple[int, int]] = _rough_sizes(point, target, m, tolerances)
    if most * width * min(width, 2**m) > MOST_STEPS:
        sizes = [(nd, tolerances[nd - 1]) for nd in range(enough, most + 1)]
    for nd, tolerance in sizes:
        size = TotalGridSize(nd, m, tolerance)
        if passes(size, target.error or Fraction(0), target.pass_at_least) and _meets(point, target, size):
            yield Found(size, point)


def _rough_sizes(point: Mixture, target: Target, m: int, tolerances: list[int]) -> Iterator[tuple[int, int]]:
    """Nd and T at which b(Nd,T) meets the target in floating point; T is given for Nd = 1, 2, ..."""
    # Each column is scaled, so that no number is below 1; one that is too large is infinite.
    scale, width = 1 / float(point.alpha), tolerances[-1] + 1
    hits = masses(float(target.epsilon), m, width)
    free = [1 - each for each in hits]
    caught = [each * float(1 + point.K / point.alpha) for each in hits]
    row, aim = [1.0] * width, log(4 * target.delta)
    for nd, tolerance in enumerate(tolerances, start=1):
        row = [
            max(
                row[t],
                *(
                    caught[c] * row[t + 1 - c] + (free[c] * row[t - c] if c <= t else 0)
                    for c in range(1, min(t + 2, len(hits)))
                ),
            )
            for t in range(width)
        ]
        if log(row[tolerance]) - nd * log(scale) <= aim:
            yield nd, tolerance


def _quantile(n: int, p: float, wanted: float) -> int:
    """The least T with P[Bin(n, p) <= T] >= wanted, in floating point; terms far below the mean are left out."""
    first = max(0, int(n * p - 12 * sqrt(n * p) - 20))
    term = exp(lgamma(n + 1) - lgamma(first + 1) - lgamma(n - first + 1) + first * log(p) + (n - first) * log1p(-p))
    whole, k = term, first
    while whole < wanted and k < n:
        term *= (n - k) / (k + 1) * p / (1 - p)
        whole, k = whole + term, k + 1
    return k


def _meets(point: Mixture, target: Target, size: TotalGridSize) -> bool:
    for bits in PRECISIONS:
        with precision(bits):
            value = total_bound(point, target.epsilon, size)
            if value.surely_at_most(4 * target.delta):
                return True
            if value.surely_above(4 * target.delta):
                return False
    raise UndecidedError(f"whether the bound meets the target at {size} was not decided")
