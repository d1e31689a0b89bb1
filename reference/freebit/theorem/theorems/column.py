"""The theorem ``column`` [R5.33]."""

from fractions import Fraction
from math import comb

from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.certified import Library, committed_families
from freebit.theorem.enclosure import Enclosure, least_exponent
from freebit.theorem.frontier import Chain, LinearForm, Mixture
from freebit.theorem.general import loads
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, Target, Theorem
from freebit.theorem.rates import best_at_rate, least_by_rate
from freebit.theorem.sizes import GridSize


def _excess(numbers: Mixture, epsilon: Fraction, size: GridSize) -> Enclosure:
    """1/4 (alpha + K M(m, w+1))^Nd [R5.33]."""
    caught = hit(Enclosure.of(epsilon), size.log2_nb, size.tolerance + 1)
    return (Enclosure.of(numbers.alpha) + caught * numbers.K) ** size.nd / 4


def _forms(_: Fraction, caught: Fraction) -> list[LinearForm]:
    """The rate alpha + K M(m, w+1)."""
    return [(Fraction(1), caught)]


def _best(library: Library, epsilon: Fraction, size: GridSize) -> Mixture:
    """The mixture of least rate; exact [R5.51]."""
    return best_at_rate(library, epsilon, size, _forms)


def _least(library: Library, target: Target) -> Found[Mixture, GridSize]:
    """The least size [R5.51]; with noise [R5.55]."""
    return least_by_rate(library, target, _forms, lambda chain: _first_m(chain, target.epsilon))


def _first_m(chain: Chain, epsilon: Fraction) -> int:
    """The least m with alpha + K q < 1 possible for some family, or one less than it."""
    reach = [(1 - p.alpha) / p.K for p in chain.vertices if p.alpha < 1 and p.K]
    free = any(p.alpha < 1 and not p.K for p in chain.vertices)
    if free or not reach:
        return 0
    return least_exponent(1 - epsilon, max(reach)) if max(reach) < 1 else 0


def _general(numbers: Mixture, source: JointBounds, size: GridSize) -> Fraction:
    """1/4 sum over s of C(Nd,s) alpha^(Nd-s) kappa^s F(ms) [R5.38]."""
    nd = size.nd
    terms = (
        comb(nd, s) * numbers.alpha ** (nd - s) * load * source.most(size.log2_nb * s)
        for s, load in enumerate(loads(numbers.kappa(), source, nd))
    )
    return sum(terms, Fraction(0)) / 4


COLUMN: Theorem[Library, Mixture, GridSize] = Theorem(
    name="column",
    rule="R5.33",
    statement="1/2 + 1/4 (alpha + K M(m,w+1))^Nd",
    protocol="column",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("column_theorem",),
    numbers=Mixture,
    size=GridSize,
    tolerant=True,
    supply=committed_families,
    excess=_excess,
    best=_best,
    least=_least,
    general=_general,
)
