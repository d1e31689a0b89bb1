"""Bounds that are the Nd-th power of a rate, as those of column selection: best mixture and least size.

The rate is the largest of some linear forms of (alpha, K), whose coefficients are the masses M(m, w) and
M(m, w+1) [R5.15]; so its least over the boundary of the families is exact.  What is found is proved twice: the
size returned satisfies the theorem's inequality, and no smaller one does for any mixture of the families.
"""

from collections.abc import Callable
from fractions import Fraction

from freebit.theorem.certified import Library
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, least_exponent, precision
from freebit.theorem.frontier import Chain, LinearForm, Mixture
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, NoPlanError, Target
from freebit.theorem.sizes import Grid, GridSize

ZERO = Fraction(0)

#: Masses are worked out as exact rationals up to this many bits, and as enclosures beyond.
EXACT_MASS_BITS = 4096
#: A mass below 2**-TINY_MASS is replaced by this, from above, where only a good point is looked for.
TINY_MASS = 4096

#: With noise, no m beyond this is tried.
NOISY_LIMIT = 20

#: From M(m, w) and M(m, w+1) to the linear forms of which the rate is the largest.
Forms = Callable[[Fraction, Fraction], list[LinearForm]]


def best_at_rate(library: Library, epsilon: Fraction, size: GridSize, forms: Forms) -> Mixture:
    """The mixture of least rate at a size; a mass that is long is rounded up first [R5.57]."""
    free, caught = (_mass(epsilon, size.log2_nb, cells) for cells in (size.tolerance, size.tolerance + 1))
    return library.chain(epsilon).least_of_largest(forms(free, caught))[1]


def _mass(epsilon: Fraction, log2_nb: int, cells: int) -> Fraction:
    """M(m, s), or a rational just above it where it is long."""
    if log2_nb * epsilon.denominator.bit_length() <= EXACT_MASS_BITS:
        return hit(epsilon, log2_nb, cells)
    with precision(256):
        mass = hit(Enclosure.of(epsilon), log2_nb, cells)
        tiny = Fraction(1, 2**TINY_MASS)
        return (tiny if cells else ZERO) if mass.surely_at_most(tiny) else mass.upper()


def least_by_rate(
    library: Library, target: Target, forms: Forms, first_m: Callable[[Chain], int]
) -> Found[Mixture, GridSize]:
    """The least size for which the Nd-th power of the rate is at most 4 delta [R5.51], [R5.52], [R5.55].

    ``first_m`` is an m below which no size without noise serves.
    """
    chain = library.chain(target.epsilon)
    return _least_noisy(chain, target, forms) if target.error else _least(chain, target, forms, first_m(chain))


def _least(chain: Chain, target: Target, forms: Forms, first_m: int) -> Found[Mixture, GridSize]:
    """Without noise: for each m the least Nd.  The rate falls as m grows and is never below the least alpha."""
    floor = _nd_at_least(chain, target)
    best: Found[Mixture, GridSize] | None = None
    m = first_m
    while best is None or GridSize(floor, m).smaller_than(best.size):
        found = _least_nd(chain, target, m, forms)
        if found is not None and (best is None or found.size.smaller_than(best.size)):
            best = found
        m += 1
    return best


def _nd_at_least(chain: Chain, target: Target) -> int:
    """An Nd below which no size serves: no rate is below the least alpha."""
    alpha = chain.vertices[0].alpha
    return least_exponent(alpha, 4 * target.delta) if alpha < 1 else 1


def _least_nd(chain: Chain, target: Target, m: int, forms: Forms) -> Found[Mixture, GridSize] | None:
    """The least Nd at this m and where on the frontier; None if the bound does not fall below 1/2 + 1/4."""
    aim = 4 * target.delta
    for bits in PRECISIONS:
        low, high = _single_hit(target.epsilon, m, bits)
        rate, point = chain.least_of_largest(forms(ZERO, high))
        if rate < 1:
            nd = least_exponent(rate, aim)
            if low == high or nd == 1:
                return Found(GridSize(nd, m), point)
            if least_exponent(chain.least_of_largest(forms(ZERO, low))[0], aim) == nd:
                return Found(GridSize(nd, m), point)
        elif low == high or chain.least_of_largest(forms(ZERO, low))[0] >= 1:
            return None
    raise UndecidedError(f"the least Nd at log2 Nb = {m} was not decided")


def _single_hit(epsilon: Fraction, m: int, bits: int) -> tuple[Fraction, Fraction]:
    """Rationals around q = M(m, 1) = (1-epsilon)^m; equal, if q is short."""
    if m * epsilon.denominator.bit_length() <= EXACT_MASS_BITS:
        q = hit(epsilon, m, 1)
        return q, q
    with precision(bits):
        q_ball = hit(Enclosure.of(epsilon), m, 1)
        return q_ball.lower(), q_ball.upper()


def _least_noisy(chain: Chain, target: Target, forms: Forms) -> Found[Mixture, GridSize]:
    """With noise: for each m the least Nd grows with w, so the least w that passes is the best [R5.55].

    Raises ``NoPlanError`` if there is none with m up to ``NOISY_LIMIT``.
    """
    floor = _nd_at_least(chain, target)
    error, wanted = target.error or ZERO, target.pass_at_least
    best: Found[Mixture, GridSize] | None = None
    for m in range(1, NOISY_LIMIT + 1):
        if best is not None and not GridSize(floor, m).smaller_than(best.size):
            break
        # The median of the wrong cells is at least the whole part of their mean.
        w = int(error * (2**m - 1)) if wanted > Fraction(1, 2) else 0
        while True:
            rate, point = chain.least_of_largest(forms(hit(target.epsilon, m, w), hit(target.epsilon, m, w + 1)))
            size = GridSize(least_exponent(rate, 4 * target.delta), m, w) if rate < 1 else None
            if size is None or not (best is None or size.smaller_than(best.size)):
                break
            if passes(size, error, wanted):
                best = Found(size, point)
                break
            w = _next_tolerance(size, error, wanted)
    if best is None:
        raise NoPlanError(
            f"no tolerance lets devices with an error of {error} pass with probability {wanted} "
            f"and meets the target, for log2 Nb up to {NOISY_LIMIT}"
        )
    return best


def _next_tolerance(size: GridSize, error: Fraction, wanted: Fraction) -> int:
    """The least larger w with which devices would pass at the same Nd; a larger Nd needs no less.

    There is one: with Nb - 1 all pass.
    """

    def serves(w: int) -> bool:
        return passes(GridSize(size.nd, size.log2_nb, w), error, wanted)

    low, high = size.tolerance + 1, 2**size.log2_nb - 1
    step = 1
    while low + step < high and not serves(low + step):
        step *= 2
    high = min(high, low + step)
    while low < high:
        middle = (low + high) // 2
        if serves(middle):
            high = middle
        else:
            low = middle + 1
    return low


def passes(size: Grid, error: Fraction, wanted: Fraction) -> bool:
    """Whether honest devices of the given error pass with probability at least ``wanted``, decided [R5.35]."""
    for bits in PRECISIONS:
        with precision(bits):
            chance = size.pass_probability(error)
            if Enclosure.of(wanted).surely_at_most(chance):
                return True
            if Enclosure.of(wanted).surely_above(chance):
                return False
    raise UndecidedError(f"whether honest devices pass with probability {wanted} was not decided")
