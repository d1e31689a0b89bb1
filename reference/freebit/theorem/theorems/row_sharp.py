"""The theorem ``row-sharp`` [R5.32], never worse than ``row`` [R5.36]."""

from fractions import Fraction

from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.certified import Library, committed_families
from freebit.theorem.enclosure import Enclosure, larger
from freebit.theorem.frontier import Mixture
from freebit.theorem.general import reaches
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, Target, Theorem
from freebit.theorem.rows import best_of_rows, least_of_rows
from freebit.theorem.sizes import GridSize


def _excess(numbers: Mixture, epsilon: Fraction, size: GridSize) -> Enclosure:
    """1/4 max(alpha^Nd, q (alpha + K)^Nd) [R5.32]."""
    q = hit(Enclosure.of(epsilon), size.log2_nb, 1)
    first, second = _branches(numbers, q, size.nd)
    return larger(first, second) / 4


def _branches(point: Mixture, q: Enclosure, nd: int) -> tuple[Enclosure, Enclosure]:
    return Enclosure.of(point.alpha) ** nd, q * Enclosure.of(point.alpha + point.K) ** nd


def _best(library: Library, epsilon: Fraction, size: GridSize) -> Mixture:
    """A mixture of nearly least bound."""

    def value(point: Mixture, q: Enclosure, nd: int) -> Enclosure:
        first, second = _branches(point, q, nd)
        return first if second.surely_at_most(first) else second

    def rises(point: Mixture, left: Mixture, right: Mixture, q: Enclosure, nd: int) -> bool:
        first, second = _branches(point, q, nd)
        return first.surely_above(second)

    return best_of_rows(library.chain(epsilon), epsilon, size, value, rises)


def _least(library: Library, target: Target) -> Found[Mixture, GridSize]:
    """The least size [R5.53]."""
    return least_of_rows(library.chain(target.epsilon), target.epsilon, 4 * target.delta, lambda nd, m, point: point)


def _general(numbers: Mixture, source: JointBounds, size: GridSize) -> Fraction:
    """1/4 max(alpha^Nd, F(m) L(Nd)) [R5.38]."""
    reached = reaches(numbers, source, size.nd)
    return max(reached[0], source.most(size.log2_nb) * reached[-1]) / 4


ROW_SHARP: Theorem[Library, Mixture, GridSize] = Theorem(
    name="row-sharp",
    rule="R5.32",
    statement="1/2 + 1/4 max(alpha^Nd, q (alpha + K)^Nd)",
    protocol="row",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("row_theorem_sharp",),
    numbers=Mixture,
    size=GridSize,
    preferred=True,
    supply=committed_families,
    excess=_excess,
    best=_best,
    least=_least,
    general=_general,
)
