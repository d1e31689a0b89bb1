"""The theorem ``column-total`` [R5.47]: column selection with one tolerance for all columns together."""

from dataclasses import replace
from fractions import Fraction

from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.certified import Library, committed_families
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.frontier import LinearForm, Mixture
from freebit.theorem.model import Found, Target, Theorem
from freebit.theorem.rates import least_by_rate
from freebit.theorem.sizes import TotalGridSize
from freebit.theorem.totals import best_of_points, least_noisy, total_bound


def _excess(numbers: Mixture, epsilon: Fraction, size: TotalGridSize) -> Enclosure:
    """1/4 b(Nd,T) [R5.47]."""
    return total_bound(numbers, epsilon, size) / 4


def _best(library: Library, epsilon: Fraction, size: TotalGridSize) -> Mixture:
    """A vertex of the boundary, or a point that divides an edge [R5.57]."""
    return best_of_points(library, epsilon, size)


def _forms(_: Fraction, caught: Fraction) -> list[LinearForm]:
    """Without tolerance b(Nd,0) is the power of the larger of alpha and q (alpha + K)."""
    return [(Fraction(1), Fraction(0)), (caught, caught)]


def _least(library: Library, target: Target) -> Found[Mixture, TotalGridSize]:
    """Without noise T = 0, and the least size; with noise what a search finds [R5.49]."""
    if target.error:
        return least_noisy(library, target)
    found = least_by_rate(library, replace(target, error=None), _forms, lambda chain: 1)
    return Found(TotalGridSize(found.size.nd, found.size.log2_nb), found.numbers)


COLUMN_TOTAL: Theorem[Library, Mixture, TotalGridSize] = Theorem(
    name="column-total",
    rule="R5.47",
    statement="1/2 + 1/4 b(Nd,T)",
    protocol="column-total",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("column_total_sharp", "column_total_theorem"),
    numbers=Mixture,
    size=TotalGridSize,
    preferred=True,
    tolerant=True,
    supply=committed_families,
    excess=_excess,
    best=_best,
    least=_least,
)
