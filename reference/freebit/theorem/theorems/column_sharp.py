"""The theorem ``column-sharp`` [R5.34], never worse than ``column`` [R5.36]."""

from fractions import Fraction

from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.certified import Library, committed_families
from freebit.theorem.enclosure import Enclosure, larger
from freebit.theorem.frontier import LinearForm, Mixture
from freebit.theorem.general import reaches
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, Target, Theorem
from freebit.theorem.rates import best_at_rate, least_by_rate
from freebit.theorem.sizes import GridSize


def _excess(numbers: Mixture, epsilon: Fraction, size: GridSize) -> Enclosure:
    """1/4 max(alpha + K M(m, w), (alpha + K) M(m, w+1))^Nd [R5.34]."""
    masses = Enclosure.of(epsilon)
    free = Enclosure.of(numbers.alpha) + hit(masses, size.log2_nb, size.tolerance) * numbers.K
    full = hit(masses, size.log2_nb, size.tolerance + 1) * (numbers.alpha + numbers.K)
    return larger(free, full) ** size.nd / 4


def _forms(free: Fraction, caught: Fraction) -> list[LinearForm]:
    """The rate is the larger of alpha + K M(m, w) and (alpha + K) M(m, w+1)."""
    return [(Fraction(1), free), (caught, caught)]


def _best(library: Library, epsilon: Fraction, size: GridSize) -> Mixture:
    """The mixture of least rate; exact [R5.52]."""
    return best_at_rate(library, epsilon, size, _forms)


def _least(library: Library, target: Target) -> Found[Mixture, GridSize]:
    """The least size [R5.52]; with noise [R5.55].  For m = 0 the rate is never below 1."""
    return least_by_rate(library, target, _forms, lambda chain: 1)


def _general(numbers: Mixture, source: JointBounds, size: GridSize) -> Fraction:
    """1/4 max over T of F(mT) L(T) [R5.38]."""
    reached = reaches(numbers, source, size.nd)
    return max(source.most(size.log2_nb * wrong) * reach for wrong, reach in enumerate(reached)) / 4


COLUMN_SHARP: Theorem[Library, Mixture, GridSize] = Theorem(
    name="column-sharp",
    rule="R5.34",
    statement="1/2 + 1/4 max(alpha + K M(m,w), (alpha + K) M(m,w+1))^Nd",
    protocol="column",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("column_theorem_sharp",),
    numbers=Mixture,
    size=GridSize,
    preferred=True,
    tolerant=True,
    supply=committed_families,
    excess=_excess,
    best=_best,
    least=_least,
    general=_general,
)
