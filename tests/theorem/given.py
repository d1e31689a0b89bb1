"""A frontier of families that a test names, and what is worked out once more from the text of the specification."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate, product
from math import comb, prod

from freebit.theorem.certified import Library
from freebit.theorem.frontier import FamilyNumbers, Mixture


@dataclass(frozen=True)
class Given(Library):
    """A library of families that no certificate vouches for."""

    given: tuple[FamilyNumbers, ...] = ()

    @property
    def families(self) -> tuple[FamilyNumbers, ...]:
        return self.given


def library(*pairs: tuple[Fraction | int, ...]) -> Given:
    """Families ``0``, ``1``, ...: of each alpha and the kappa_d, d = 0, 1, ..."""
    families = (
        FamilyNumbers(str(i), Fraction(alpha), tuple(map(Fraction, kappa))) for i, (alpha, *kappa) in enumerate(pairs)
    )
    return Given((), tuple(families))


def point(alpha: Fraction | int, load: Fraction | int) -> Mixture:
    """A family with this alpha and K."""
    return Mixture.of(FamilyNumbers("given", Fraction(alpha), (Fraction(load),)), Fraction(1))


@cache
def masses(epsilon: Fraction, log2_nb: int) -> tuple[Fraction, ...]:
    """M(m,0), ..., M(m,2^m): sums of the largest masses of words, each worked out by itself [R5.15]."""
    words = product((epsilon, 1 - epsilon), repeat=log2_nb)
    return tuple(accumulate(sorted((Fraction(prod(each)) for each in words), reverse=True), initial=Fraction(0)))


def mass(epsilon: Fraction, log2_nb: int, size: int) -> Fraction:
    """M(m,s), at most 1 [R5.15]."""
    return masses(epsilon, log2_nb)[min(size, 1 << log2_nb)]


@cache
def cdf(n: int, p: Fraction, most: int) -> Fraction:
    """P[Bin(n, p) <= most]."""
    return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(min(most, n) + 1)), Fraction(0))


@cache
def passing(cells: int, keep: int, error: Fraction, most: int) -> Fraction:
    """How likely at least ``keep`` cells are kept and at most so many of them are wrong, as it stands [R5.75]."""
    return sum((Fraction(comb(cells, j), 2**cells) * cdf(j, error, most) for j in range(keep, cells + 1)), Fraction(0))
