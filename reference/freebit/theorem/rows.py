"""The least size for row selection, where the bound is made of two Nd-th powers: Nd and m are searched together.

The search for ``row-sharp`` is exact [R5.53]; another theorem of this form says at each of its candidates
whether it accepts it.
"""

from collections.abc import Callable
from fractions import Fraction

from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, least_exponent, power_at_most, precision
from freebit.theorem.frontier import Chain, Mixture, mix
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found
from freebit.theorem.sizes import GridSize

ONE, ZERO = Fraction(1), Fraction(0)

#: The search starts at an Nd at which alpha^Nd leaves room for the second term.
HEADROOM = 8
#: Steps of a bisection along an edge, where only a good point is looked for.
BISECTIONS = 60

#: From Nd, m and a point that the sharp theorem allows to one that is accepted; None if there is none.
Accepts = Callable[[int, int, Mixture], Mixture | None]


def least_of_rows(chain: Chain, epsilon: Fraction, aim: Fraction, accepts: Accepts) -> Found[Mixture, GridSize]:
    """Least Nd * 2**m over the pairs with max(alpha^Nd, q (alpha+K)^Nd) <= aim that ``accepts`` accepts [R5.53]."""
    needs = _vertex_needs(chain, epsilon, aim)
    alpha = chain.vertices[0].alpha
    nd = least_exponent(alpha, aim) if alpha < 1 else 1
    start, point = _sharp_at(chain, epsilon, aim, nd + HEADROOM)
    reach = 0
    while accepts(nd + HEADROOM, start + reach, point) is None:
        reach = 2 * reach + 1
    best = _least_accepted(nd + HEADROOM, start, start + reach, point, accepts)
    while True:
        m, point = _sharp_at(chain, epsilon, aim, nd)
        later = [need for alpha, need in needs if alpha >= point.alpha]
        if not GridSize(nd, min([m, *later])).smaller_than(best.size):
            return best
        best = _accepted_below(best, nd, m, point, accepts)
        nd += 1


def _accepted_below(
    best: Found[Mixture, GridSize], nd: int, m: int, point: Mixture, accepts: Accepts
) -> Found[Mixture, GridSize]:
    """The least size with this Nd and at least this m, if it is smaller than the best known; else the best.

    What is accepted at some m is accepted at every larger one.
    """
    top = best.size.log2_nb + best.size.nd.bit_length() - nd.bit_length()
    while top >= 0 and not GridSize(nd, top).smaller_than(best.size):
        top -= 1
    if top < m or accepts(nd, top, point) is None:
        return best
    return _least_accepted(nd, m, top, point, accepts)


def _least_accepted(nd: int, m: int, top: int, point: Mixture, accepts: Accepts) -> Found[Mixture, GridSize]:
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
    return Found(GridSize(nd, top), accepted)


def _sharp_at(chain: Chain, epsilon: Fraction, aim: Fraction, nd: int) -> tuple[int, Mixture]:
    """The least m at which the sharp row theorem reaches the aim with this Nd, and the point that does.

    alpha + K falls along the frontier, so the best point has the largest alpha with alpha^Nd <= aim.
    """
    for bits in PRECISIONS:
        with precision(bits):
            root = (Enclosure.of(aim).log() / nd).exp()
            least, greatest = root.lower(), root.upper()
            inner = chain.at(min(ONE, _snap(chain, least, greatest, nd, aim)))
            outer = chain.at(min(ONE, greatest))
            if inner is None or outer is None:
                continue
            enough = _rows_needed(epsilon, aim, nd, inner).ceil()
            below = _rows_needed(epsilon, aim, nd, outer).floor()
            # With m = below the aim is not met, unless the real number is a whole one.
            if enough <= max(0, below + 1):
                return max(0, enough), inner
            if enough == below + 2 and (1 - epsilon) ** (below + 1) * (inner.alpha + inner.K) ** nd <= aim:
                return below + 1, inner
    raise UndecidedError(f"the least log2 Nb at Nd = {nd} was not decided")


def _snap(chain: Chain, low: Fraction, high: Fraction, nd: int, aim: Fraction) -> Fraction:
    """The alpha of a vertex inside the interval, if its power meets the aim; else the lower end."""
    for vertex in chain.vertices:
        if low <= vertex.alpha <= high and power_at_most(vertex.alpha, nd, aim):
            return vertex.alpha
    return low


def _rows_needed(epsilon: Fraction, aim: Fraction, nd: int, point: Mixture) -> Enclosure:
    """The real m with (1-epsilon)^m (alpha + K)^Nd = aim."""
    load = nd * Enclosure.of(point.alpha + point.K).log() - Enclosure.of(aim).log()
    return load / -Enclosure.of(1 - epsilon).log()


def _vertex_needs(chain: Chain, epsilon: Fraction, aim: Fraction) -> list[tuple[Fraction, int]]:
    """Lower bounds on m in the sharp row theorem at the frontier's vertices, by alpha [R5.53].

    With u = log(1/alpha) on an edge K = c - s alpha the real m is proportional to
    log(c e^u + 1 - s)/u, which rises and then falls, so along an edge it is at least its smaller end;
    at alpha = 1 it tends to the last edge's -dK/dalpha.
    """
    with precision(PRECISIONS[0]):
        length = Enclosure.of(aim).log() / Enclosure.of(1 - epsilon).log()
        rates = [
            (p.alpha, Enclosure.of(1 + p.K / p.alpha).log() / -Enclosure.of(p.alpha).log())
            for p in chain.vertices
            if p.alpha < 1
        ]
        if chain.vertices[-1].alpha == 1 and chain.edges:
            left = chain.edges[-1][0]
            rates.append((ONE, Enclosure.of(left.K / (1 - left.alpha))))
        return [(alpha, max(0, (length * rate).floor())) for alpha, rate in rates]


def best_of_rows(
    chain: Chain,
    epsilon: Fraction,
    size: GridSize,
    value: Callable[[Mixture, Enclosure, int], Enclosure],
    rises: Callable[[Mixture, Mixture, Mixture, Enclosure, int], bool],
) -> Mixture:
    """A point at which ``value`` is near its least; found by bisection on each edge [R5.57].

    ``value`` and ``rises`` are given points, q and Nd; ``rises`` is given a point and the ends of its edge, and
    says whether the value grows from the point towards the second.
    """
    with precision(PRECISIONS[0]):
        q = hit(Enclosure.of(epsilon), size.log2_nb, 1)
        best, least = chain.vertices[0], value(chain.vertices[0], q, size.nd)
        for left, right in chain.edges:
            low, high = ZERO, ONE
            for _ in range(BISECTIONS):
                middle = (low + high) / 2
                if rises(mix(left, right, middle), left, right, q, size.nd):
                    high = middle
                else:
                    low = middle
            for weight in (ZERO, low, high, ONE):
                point = mix(left, right, weight)
                found = value(point, q, size.nd)
                if least.surely_above(found):
                    best, least = point, found
    return best
