"""What the theorems share for the sources of eq (14): G(n) <= P(n chosen bits | all others, e, z) <= F(n) [R5.38].

An epsilon-source is the special case G(n) = epsilon**n, F(n) = (1-epsilon)**n and gives identical numbers [R5.39].
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from freebit.source.joint import JointBounds
from freebit.theorem.frontier import Mixture

Polynomial = list[Fraction]


def loads(kappa: tuple[Fraction, ...], source: JointBounds, nd: int) -> list[Fraction]:
    """kappa^s for s = 0..Nd: the powers of the polynomial of kappa_d x^d, each x^n read as rho(n)."""
    power: Polynomial = [Fraction(1)]
    read = []
    for _ in range(nd + 1):
        read.append(sum((value * source.ratio(n) for n, value in enumerate(power) if value), Fraction(0)))
        power = times(power, kappa)
    return read


def reaches(numbers: Mixture, source: JointBounds, nd: int) -> list[Fraction]:
    """L(T) = sum over s <= T of C(T,s) alpha^(Nd-s) kappa^s, for T = 0..Nd wrong columns."""
    alpha, read = numbers.alpha, loads(numbers.kappa(), source, nd)
    return [
        sum((comb(wrong, s) * alpha ** (nd - s) * read[s] for s in range(wrong + 1)), Fraction(0))
        for wrong in range(nd + 1)
    ]


def times(left: Sequence[Fraction], right: Sequence[Fraction]) -> Polynomial:
    """The product of two polynomials."""
    product = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, p in enumerate(left):
        if p:
            for j, q in enumerate(right):
                product[i + j] += p * q
    return product
