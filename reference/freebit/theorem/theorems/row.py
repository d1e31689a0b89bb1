"""The theorem ``row`` [R5.31]."""

from fractions import Fraction

from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.certified import Library, committed_families
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, precision
from freebit.theorem.frontier import Chain, Mixture, mix
from freebit.theorem.general import reaches
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, Target, Theorem
from freebit.theorem.rows import best_of_rows, least_of_rows
from freebit.theorem.sizes import GridSize

ONE, ZERO = Fraction(1), Fraction(0)


def _excess(numbers: Mixture, epsilon: Fraction, size: GridSize) -> Enclosure:
    """1/4 [alpha^Nd + q ((alpha + K)^Nd - alpha^Nd)] [R5.31]."""
    q = hit(Enclosure.of(epsilon), size.log2_nb, 1)
    first = Enclosure.of(numbers.alpha) ** size.nd
    return (first + q * (Enclosure.of(numbers.alpha + numbers.K) ** size.nd - first)) / 4


def _best(library: Library, epsilon: Fraction, size: GridSize) -> Mixture:
    """A mixture of nearly least bound."""

    def value(point: Mixture, q: Enclosure, nd: int) -> Enclosure:
        return (1 - q) * Enclosure.of(point.alpha) ** nd + q * Enclosure.of(point.alpha + point.K) ** nd

    def rises(point: Mixture, left: Mixture, right: Mixture, q: Enclosure, nd: int) -> bool:
        return _value_and_slope(point, left, right, q, nd)[1].surely_above(0)

    return best_of_rows(library.chain(epsilon), epsilon, size, value, rises)


def _least(library: Library, target: Target) -> Found[Mixture, GridSize]:
    """The least size [R5.54]."""
    chain, epsilon, aim = library.chain(target.epsilon), target.epsilon, 4 * target.delta
    return least_of_rows(chain, epsilon, aim, lambda nd, m, _: _accepted(chain, epsilon, aim, nd, m))


def _accepted(chain: Chain, epsilon: Fraction, aim: Fraction, nd: int, m: int) -> Mixture | None:
    """A point with (1-q) alpha^Nd + q (alpha+K)^Nd <= aim, or None if surely there is none [R5.54].

    The left side is convex along each edge: where the bisection on its slope ends, its value is a bound
    from above and its tangent one from below.
    """
    for bits in PRECISIONS:
        with precision(bits):
            undecided = False
            q = hit(Enclosure.of(epsilon), m, 1)
            for left, right in chain.edges or ((chain.vertices[0], chain.vertices[0]),):
                second = q * Enclosure.of(right.alpha + right.K) ** nd
                if second.surely_above(aim) or (Enclosure.of(left.alpha) ** nd).surely_above(aim):
                    continue
                low, high = ZERO, ONE
                for _ in range(bits // 3):
                    middle = (low + high) / 2
                    point = mix(left, right, middle)
                    value, slope = _value_and_slope(point, left, right, q, nd)
                    if value.surely_at_most(aim):
                        return point
                    if slope.surely_above(0):
                        high = middle
                    else:
                        low = middle
                    bottom = value - abs(slope) * (high - low)
                    if bottom.surely_above(aim):
                        break
                else:
                    ends = (mix(left, right, end) for end in (low, high))
                    for end in ends:
                        if _value_and_slope(end, left, right, q, nd)[0].surely_at_most(aim):
                            return end
                    undecided = True
            if not undecided:
                return None
    raise UndecidedError(f"theorem row at Nd = {nd}, log2 Nb = {m} was not decided")


def _value_and_slope(
    point: Mixture, left: Mixture, right: Mixture, q: Enclosure, nd: int
) -> tuple[Enclosure, Enclosure]:
    """(1-q) alpha^Nd + q (alpha+K)^Nd at the point, and its derivative along the edge."""
    first, second = Enclosure.of(point.alpha), Enclosure.of(point.alpha + point.K)
    rise, fall = right.alpha - left.alpha, right.alpha + right.K - left.alpha - left.K
    low, high = first ** (nd - 1), second ** (nd - 1)
    # In this form it is alpha^Nd, without an error of rounding, where K is 0.
    value = low * first + q * (high * second - low * first)
    return value, nd * ((1 - q) * low * rise + q * high * fall)


def _general(numbers: Mixture, source: JointBounds, size: GridSize) -> Fraction:
    """1/4 [alpha^Nd + F(m) (L(Nd) - alpha^Nd)] [R5.38]."""
    reached = reaches(numbers, source, size.nd)
    return (reached[0] + source.most(size.log2_nb) * (reached[-1] - reached[0])) / 4


ROW: Theorem[Library, Mixture, GridSize] = Theorem(
    name="row",
    rule="R5.31",
    statement="1/2 + 1/4 [alpha^Nd + q ((alpha + K)^Nd - alpha^Nd)]",
    protocol="row",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("row_theorem",),
    numbers=Mixture,
    size=GridSize,
    supply=committed_families,
    excess=_excess,
    best=_best,
    least=_least,
    general=_general,
)
