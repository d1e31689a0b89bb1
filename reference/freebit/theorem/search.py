"""Least sizes: for each theorem the least N = 3 Nd Nb over the exact frontier [R5.50]-[R5.56].

What is found is proved twice: the size returned satisfies the theorem's inequality, and no smaller one
does for any mixture of the families.  Sizes are compared as integers Nd * 2**m, never materialised.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from freebit.theorem.bounds import Paper, exact_hit, hit, pass_probability
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, least_exponent, precision
from freebit.theorem.frontier import Chain, LinearForm, Point, mix

ONE, ZERO = Fraction(1), Fraction(0)

#: Masses are worked out as exact rationals up to this many bits, and as enclosures beyond.
EXACT_MASS_BITS = 4096

#: With noise, no m beyond this is tried.
NOISY_LIMIT = 20


@dataclass(frozen=True)
class Size:
    """Nd, m with Nb = 2**m, the tolerance w, and the numbers with which the theorem is applied."""

    nd: int
    log2_nb: int
    tolerance: int
    numbers: Point | Paper

    def smaller_than(self, other: "Size | None") -> bool:
        """Whether Nd * 2**m is smaller than the other's."""
        if other is None:
            return True
        shift = self.log2_nb - other.log2_nb
        lengths = self.nd.bit_length() + shift - other.nd.bit_length()
        if lengths:
            return lengths < 0
        return self.nd << shift < other.nd if shift >= 0 else self.nd < other.nd << -shift


#: The row search starts at an Nd at which alpha^Nd leaves room for the second term.
HEADROOM = 8


class NoPlanError(ValueError):
    """No size within the limits of the search meets the target."""


def least_column(chain: Chain, epsilon: Fraction, target: Fraction) -> Size:
    """Least size for (alpha + K q)^Nd <= target [R5.51]."""
    return _least_by_rate(chain, epsilon, target, lambda q: [(ONE, q)], _first_linear(chain, epsilon))


def least_column_sharp(chain: Chain, epsilon: Fraction, target: Fraction) -> Size:
    """Least size for max(alpha, q (alpha + K))^Nd <= target [R5.52]."""
    return _least_by_rate(chain, epsilon, target, lambda q: [(ONE, ZERO), (q, q)], 1)


def _first_linear(chain: Chain, epsilon: Fraction) -> int:
    """The least m with alpha + K q < 1 possible for some family, or one less than it."""
    reach = [(1 - p.alpha) / p.K for p in chain.vertices if p.alpha < 1 and p.K]
    free = any(p.alpha < 1 and not p.K for p in chain.vertices)
    if free or not reach:
        return 0
    return least_exponent(1 - epsilon, max(reach)) if max(reach) < 1 else 0


def _least_by_rate(
    chain: Chain,
    epsilon: Fraction,
    target: Fraction,
    forms: Callable[[Fraction], list[LinearForm]],
    first_m: int,
) -> Size:
    """Least Nd * 2**m where the bound is the Nd-th power of the least of the largest form at q = (1-eps)^m.

    The rate falls as m grows and is never below the least alpha: that ends the search.
    """
    floor = _least_nd_at(chain.vertices[0].alpha, target)
    best: Size | None = None
    m = first_m
    while best is None or Size(floor, m, 0, best.numbers).smaller_than(best):
        found = _least_nd(chain, epsilon, m, target, forms)
        if found is not None:
            size = Size(found[0], m, 0, found[1])
            if size.smaller_than(best):
                best = size
        m += 1
    return best


def _least_nd(
    chain: Chain,
    epsilon: Fraction,
    m: int,
    target: Fraction,
    forms: Callable[[Fraction], list[LinearForm]],
) -> tuple[int, Point] | None:
    """The least Nd at this m and where on the frontier; None if the bound does not fall below 1/2 + 1/4."""
    for bits in PRECISIONS:
        low, high = _single_hit(epsilon, m, bits)
        rate, point = chain.least_of_largest(forms(high))
        if rate < 1:
            nd = least_exponent(rate, target)
            if low == high or nd == 1:
                return nd, point
            if least_exponent(chain.least_of_largest(forms(low))[0], target) == nd:
                return nd, point
        elif low == high or chain.least_of_largest(forms(low))[0] >= 1:
            return None
    raise UndecidedError(f"the least Nd at log2 Nb = {m} was not decided")


def _least_nd_at(rate: Fraction, target: Fraction) -> int:
    return least_exponent(rate, target) if rate < 1 else 1


def _single_hit(epsilon: Fraction, m: int, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals around q = (1-epsilon)^m; equal, if q is short."""
    if m * epsilon.denominator.bit_length() <= EXACT_MASS_BITS:
        q = exact_hit(epsilon, m, 1)
        return q, q
    with precision(bits):
        q_ball = hit(epsilon, m, 1)
        return q_ball.lower(), q_ball.upper()


def least_noisy(
    chain: Chain,
    epsilon: Fraction,
    target: Fraction,
    error: Fraction,
    wanted: Fraction,
    sharp: bool,
) -> Size:
    """Least size that meets the target and that honest devices pass with probability at least ``wanted``.

    For each m the least Nd grows with w, so the least w that passes is the best [R5.55].
    Raises ``NoPlanError`` if there is none with m up to ``NOISY_LIMIT``.
    """
    floor = _least_nd_at(chain.vertices[0].alpha, target)
    best: Size | None = None
    for m in range(1, NOISY_LIMIT + 1):
        if best is not None and not Size(floor, m, 0, best.numbers).smaller_than(best):
            break
        # The median of the wrong cells is at least the whole part of their mean.
        w: int | None = int(error * (2**m - 1)) if wanted > Fraction(1, 2) else 0
        while w is not None and w < 2**m:
            rate, point = chain.least_of_largest(_noisy_forms(epsilon, m, w, sharp))
            size = Size(least_exponent(rate, target), m, w, point) if rate < 1 else None
            if size is None or not size.smaller_than(best):
                break
            if passes(error, size.nd, m, w, wanted):
                best = size
                break
            w = _next_tolerance(error, size, wanted)
    if best is None:
        raise NoPlanError(
            f"no tolerance lets devices with an error of {error} pass with probability {wanted} "
            f"and meets the target, for log2 Nb up to {NOISY_LIMIT}"
        )
    return best


def _noisy_forms(epsilon: Fraction, m: int, w: int, sharp: bool) -> list[LinearForm]:
    """The forms of theorems column and column-sharp at M(m, w) and M(m, w+1)."""
    free, caught = exact_hit(epsilon, m, w), exact_hit(epsilon, m, w + 1)
    return [(ONE, free), (caught, caught)] if sharp else [(ONE, caught)]


def _next_tolerance(error: Fraction, size: Size, wanted: Fraction) -> int | None:
    """The least larger w with which devices would pass at the same Nd; a larger Nd needs no less."""
    low, high = size.tolerance + 1, 2**size.log2_nb - 1
    if low > high or not passes(error, size.nd, size.log2_nb, high, wanted):
        return None
    step = 1
    while low + step < high and not passes(error, size.nd, size.log2_nb, low + step, wanted):
        step *= 2
    high = min(high, low + step)
    while low < high:
        middle = (low + high) // 2
        if passes(error, size.nd, size.log2_nb, middle, wanted):
            high = middle
        else:
            low = middle + 1
    return low


def passes(error: Fraction, nd: int, log2_nb: int, tolerance: int, wanted: Fraction) -> bool:
    """Whether honest devices of the given error pass with probability at least ``wanted``, decided."""
    if tolerance >= 2**log2_nb - 1:
        return True
    for bits in PRECISIONS:
        with precision(bits):
            chance = pass_probability(error, nd, log2_nb, tolerance)
            if Enclosure.of(wanted).surely_at_most(chance):
                return True
            if Enclosure.of(wanted).surely_above(chance):
                return False
    raise UndecidedError(f"whether honest devices pass with probability {wanted} was not decided")


# Row selection: the bound is a sum or maximum of two Nd-th powers, so Nd and m are searched together.


def least_row_sharp(chain: Chain, epsilon: Fraction, target: Fraction) -> Size:
    """Least size for max(alpha^Nd, q (alpha + K)^Nd) <= target [R5.53]."""
    return _least_row(chain, epsilon, target, lambda nd, m, point: point)


def least_row(chain: Chain, epsilon: Fraction, target: Fraction) -> Size:
    """Least size for alpha^Nd + q ((alpha + K)^Nd - alpha^Nd) <= target [R5.54]."""

    def accepts(nd: int, m: int, _: Point) -> Point | None:
        return _row_point(chain, epsilon, target, nd, m)

    return _least_row(chain, epsilon, target, accepts)


def _least_row(
    chain: Chain,
    epsilon: Fraction,
    target: Fraction,
    accepts: Callable[[int, int, Point], Point | None],
) -> Size:
    """Least Nd * 2**m over the pairs that the sharp row theorem allows and ``accepts`` accepts."""
    needs = _vertex_needs(chain, epsilon, target)
    nd = _least_nd_at(chain.vertices[0].alpha, target)
    start, point = _sharp_row_at(chain, epsilon, target, nd + HEADROOM)
    reach = 0
    while accepts(nd + HEADROOM, start + reach, point) is None:
        reach = 2 * reach + 1
    best = _least_accepted(nd + HEADROOM, start, start + reach, point, accepts)
    while True:
        m, point = _sharp_row_at(chain, epsilon, target, nd)
        later = [need for alpha, need in needs if alpha >= point.alpha]
        if not Size(nd, min([max(0, m - 1), *later]), 0, point).smaller_than(best):
            return best
        best = _accepted_below(best, nd, m, point, accepts)
        nd += 1


def _accepted_below(
    best: Size, nd: int, m: int, point: Point, accepts: Callable[[int, int, Point], Point | None]
) -> Size:
    """The least size with this Nd and at least this m, if it is smaller than the best known; else the best.

    What is accepted at some m is accepted at every larger one.
    """
    top = best.log2_nb + best.nd.bit_length() - nd.bit_length() + 1
    while not Size(nd, top, 0, point).smaller_than(best):
        top -= 1
    if not Size(nd, m, 0, point).smaller_than(best) or accepts(nd, top, point) is None:
        return best
    return _least_accepted(nd, m, top, point, accepts)


def _least_accepted(
    nd: int, m: int, top: int, point: Point, accepts: Callable[[int, int, Point], Point | None]
) -> Size:
    """The least m, between ``m`` and the accepted ``top``, that is accepted."""
    while m < top:
        middle = (m + top) // 2
        if accepts(nd, middle, point) is None:
            m = middle + 1
        else:
            top = middle
    accepted = accepts(nd, top, point)
    if accepted is None:
        raise UndecidedError(f"what is accepted is not monotone at Nd = {nd}, log2 Nb = {top}")
    return Size(nd, top, 0, accepted)


def _sharp_row_at(chain: Chain, epsilon: Fraction, target: Fraction, nd: int) -> tuple[int, Point]:
    """The least m at which the sharp row theorem reaches the target with this Nd, and the point that does.

    alpha + K falls along the frontier, so the best point has the largest alpha with alpha^Nd <= target.
    """
    for bits in PRECISIONS:
        with precision(bits):
            root = (Enclosure.of(target).log() / nd).ball.exp()
            edges = Enclosure(root)
            if edges.upper() - edges.lower() > Fraction(1, 2**64):
                continue
            least, greatest = edges.lower(), edges.upper()
            inner = chain.at(min(ONE, _snap(chain, least, greatest, nd, target)))
            outer = chain.at(min(ONE, greatest))
            if inner is None or outer is None:
                continue
            enough = _rows_needed(epsilon, target, nd, inner).ceil()
            needed = _rows_needed(epsilon, target, nd, outer)
            if enough == needed.ceil() and enough == needed.floor() + 1:
                return max(0, enough), inner
    raise UndecidedError(f"the least log2 Nb at Nd = {nd} was not decided")


def _snap(chain: Chain, low: Fraction, high: Fraction, nd: int, target: Fraction) -> Fraction:
    """The alpha of a vertex inside the interval, if its power meets the target; else the lower end."""
    from freebit.theorem.enclosure import power_at_most

    for vertex in chain.vertices:
        if low <= vertex.alpha <= high and power_at_most(vertex.alpha, nd, target):
            return vertex.alpha
    return low


def _rows_needed(epsilon: Fraction, target: Fraction, nd: int, point: Point) -> Enclosure:
    """The real m with (1-epsilon)^m (alpha + K)^Nd = target."""
    load = nd * Enclosure.of(point.alpha + point.K).log() - Enclosure.of(target).log()
    return load / -Enclosure.of(1 - epsilon).log()


def _vertex_needs(chain: Chain, epsilon: Fraction, target: Fraction) -> list[tuple[Fraction, int]]:
    """Lower bounds on m in the sharp row theorem at the frontier's vertices, by alpha [R5.53].

    With u = log(1/alpha) on an edge K = c - s alpha the real m is proportional to
    log(c e^u + 1 - s)/u, which rises and then falls, so along an edge it is at least its smaller end;
    at alpha = 1 it tends to the last edge's -dK/dalpha.
    """
    with precision(PRECISIONS[0]):
        length = Enclosure.of(target).log() / Enclosure.of(1 - epsilon).log()
        rates = [
            (p.alpha, Enclosure.of(1 + p.K / p.alpha).log() / -Enclosure.of(p.alpha).log())
            for p in chain.vertices
            if p.alpha < 1
        ]
        if chain.vertices[-1].alpha == 1 and chain.edges:
            left = chain.edges[-1][0]
            rates.append((ONE, Enclosure.of(left.K / (1 - left.alpha))))
        return [(alpha, max(0, (length * rate).floor())) for alpha, rate in rates]


def _row_point(chain: Chain, epsilon: Fraction, target: Fraction, nd: int, m: int) -> Point | None:
    """A point with (1-q) alpha^Nd + q (alpha+K)^Nd <= target, or None if surely there is none.

    The left side is convex along each edge: where the bisection on its slope ends, its value is a bound
    from above and its tangent one from below.
    """
    for bits in PRECISIONS:
        with precision(bits):
            undecided = False
            q = hit(epsilon, m, 1)
            for left, right in chain.edges or ((chain.vertices[0], chain.vertices[0]),):
                second = q * Enclosure.of(right.alpha + right.K) ** nd
                if second.surely_above(target) or (Enclosure.of(left.alpha) ** nd).surely_above(target):
                    continue
                low, high = ZERO, ONE
                for _ in range(bits // 3):
                    middle = (low + high) / 2
                    point = mix(left, right, middle)
                    value, slope = _row_value(point, left, right, q, nd)
                    if value.surely_at_most(target):
                        return point
                    if slope.surely_above(0):
                        high = middle
                    else:
                        low = middle
                    bottom = value - larger_size(slope) * (high - low)
                    if bottom.surely_above(target):
                        break
                else:
                    ends = (mix(left, right, end) for end in (low, high))
                    for end in ends:
                        if _row_value(end, left, right, q, nd)[0].surely_at_most(target):
                            return end
                    undecided = True
            if not undecided:
                return None
    raise UndecidedError(f"theorem row at Nd = {nd}, log2 Nb = {m} was not decided")


def larger_size(number: Enclosure) -> Enclosure:
    """The absolute value."""
    return Enclosure(abs(number.ball))


def _row_value(point: Point, left: Point, right: Point, q: Enclosure, nd: int) -> tuple[Enclosure, Enclosure]:
    """(1-q) alpha^Nd + q (alpha+K)^Nd at the point, and its derivative along the edge."""
    first, second = Enclosure.of(point.alpha), Enclosure.of(point.alpha + point.K)
    rise, fall = right.alpha - left.alpha, right.alpha + right.K - left.alpha - left.K
    low, high = first ** (nd - 1), second ** (nd - 1)
    value = (1 - q) * low * first + q * high * second
    return value, nd * ((1 - q) * low * rise + q * high * fall)


def least_paper(numbers: Paper, epsilon: Fraction, delta: Fraction) -> Size:
    """Least size for 3 sqrt(Nd)/2 [A^Nd + 2 q (32 B eps^-5)^Nd] <= delta [R5.56]."""
    best: Size | None = None
    nd = 1
    while True:
        m, lowest = _paper_at(numbers, epsilon, delta, nd)
        if best is not None and not Size(nd, lowest, 0, numbers).smaller_than(best):
            return best
        if m is not None and Size(nd, m, 0, numbers).smaller_than(best):
            best = Size(nd, m, 0, numbers)
        nd += 1


def _paper_at(numbers: Paper, epsilon: Fraction, delta: Fraction, nd: int) -> tuple[int | None, int]:
    """The least m at this Nd, if any, and a lower bound on m that grows with Nd."""
    for bits in PRECISIONS:
        with precision(bits):
            room = 2 * Enclosure.of(delta) / (3 * Enclosure.of(nd).sqrt())
            load = nd * Enclosure.of(32 * numbers.B / epsilon**5).log() + Enclosure.of(2).log()
            step = -Enclosure.of(1 - epsilon).log()
            lowest = ((load - room.log()) / step).floor()
            left = room - Enclosure.of(numbers.A) ** nd
            if Enclosure.of(0).surely_at_most(-left):
                return None, lowest
            if not left.surely_above(0):
                continue
            needed = (load - left.log()) / step
            if needed.ceil() == needed.floor() + 1:
                return max(0, needed.ceil()), lowest
    raise UndecidedError(f"eq (13) at Nd = {nd} was not decided")


def best_row_point(chain: Chain, epsilon: Fraction, nd: int, m: int, *, sharp: bool) -> Point:
    """A point at which theorem row or row-sharp is near its least; found by bisection on each edge."""
    with precision(PRECISIONS[0]):
        q = hit(epsilon, m, 1)
        best, least = chain.vertices[0], _row_size(chain.vertices[0], q, nd, sharp)
        for left, right in chain.edges:
            low, high = ZERO, ONE
            for _ in range(60):
                middle = (low + high) / 2
                if _rises(mix(left, right, middle), left, right, q, nd, sharp):
                    high = middle
                else:
                    low = middle
            for weight in (ZERO, low, high, ONE):
                point = mix(left, right, weight)
                size = _row_size(point, q, nd, sharp)
                if least.surely_above(size):
                    best, least = point, size
    return best


def _row_size(point: Point, q: Enclosure, nd: int, sharp: bool) -> Enclosure:
    first = Enclosure.of(point.alpha) ** nd
    second = q * Enclosure.of(point.alpha + point.K) ** nd
    if sharp:
        return first if second.surely_at_most(first) else second
    return (1 - q) * first + second


def _rises(point: Point, left: Point, right: Point, q: Enclosure, nd: int, sharp: bool) -> bool:
    """Whether the bound grows from this point towards ``right``."""
    if sharp:
        first = Enclosure.of(point.alpha) ** nd
        return first.surely_above(q * Enclosure.of(point.alpha + point.K) ** nd)
    return _row_value(point, left, right, q, nd)[1].surely_above(0)
