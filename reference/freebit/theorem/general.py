"""The theorems for the sources of eq (14): G(n) <= P(n chosen bits | all others, e, z) <= F(n) [R5.37]-[R5.39].

An epsilon-source is the special case G(n) = epsilon**n, F(n) = (1-epsilon)**n and gives identical numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from freebit.theorem.bounds import Theorem, check_epsilon, check_size
from freebit.theorem.frontier import Point

Polynomial = list[Fraction]


@dataclass(frozen=True)
class GeneralSource:
    """Bounds on the probability of n chosen source bits given all other bits, e and z, eq (14) [R5.37]."""

    lower: Callable[[int], Fraction]
    upper: Callable[[int], Fraction]

    def ratio(self, bits: int) -> Fraction:
        """rho(n): by how much changing n bits may change a probability; 1 for no bits.

        Raises ``ValueError`` unless 0 < G(n) <= F(n) <= 1.
        """
        if bits == 0:
            return Fraction(1)
        low, high = self.lower(bits), self.upper(bits)
        if not 0 < low <= high <= 1:
            raise ValueError(f"eq (14) needs 0 < G({bits}) <= F({bits}) <= 1, not G = {low}, F = {high}")
        return high / low

    def hit(self, bits: int) -> Fraction:
        """F(n), the most that n bits give to one value; 1 for no bits."""
        if bits == 0:
            return Fraction(1)
        self.ratio(bits)
        return self.upper(bits)


def epsilon_source(epsilon: Fraction) -> GeneralSource:
    """The source of eq (1) as one of eq (14); raises ``ValueError`` for epsilon outside (0, 1/2]."""
    check_epsilon(epsilon)
    return GeneralSource(lambda n: epsilon**n, lambda n: (1 - epsilon) ** n)


def excess_general(
    theorem: Theorem, alpha: Fraction, kappa: tuple[Fraction, ...], source: GeneralSource, nd: int, log2_nb: int
) -> Fraction:
    """The bound on P(guess) - 1/2 for a source of eq (14), exactly [R5.38].

    Raises ``ValueError`` for ``Theorem.PAPER``, whose numbers are of another sort, and for impossible sizes.
    """
    check_size(nd, log2_nb)
    if theorem is Theorem.PAPER:
        raise ValueError("eq (13) is stated for epsilon-sources; use one of the explicit theorems")
    loads = _loads(kappa, source, nd)

    def reach(wrong: int) -> Fraction:
        """L(T): the bound's product, summed over the subsets of T wrong columns."""
        terms = (comb(wrong, s) * alpha ** (nd - s) * loads[s] for s in range(wrong + 1))
        return sum(terms, Fraction(0))

    if theorem is Theorem.ROW:
        first = alpha**nd
        return (first + source.hit(log2_nb) * (reach(nd) - first)) / 4
    if theorem is Theorem.ROW_SHARP:
        return max(alpha**nd, source.hit(log2_nb) * reach(nd)) / 4
    if theorem is Theorem.COLUMN:
        terms = (comb(nd, s) * alpha ** (nd - s) * loads[s] * source.hit(log2_nb * s) for s in range(nd + 1))
        return sum(terms, Fraction(0)) / 4
    return max(source.hit(log2_nb * wrong) * reach(wrong) for wrong in range(nd + 1)) / 4


def excess_at(theorem: Theorem, point: Point, source: GeneralSource, nd: int, log2_nb: int) -> Fraction:
    """The same, with the numbers of a certified point; its K, which is for one ratio, is not used."""
    return excess_general(theorem, point.alpha, point.kappa(), source, nd, log2_nb)


def _loads(kappa: tuple[Fraction, ...], source: GeneralSource, nd: int) -> list[Fraction]:
    """kappa^s for s = 0..Nd: the powers of the polynomial of kappa_d x^d, each x^n read as rho(n)."""
    power: Polynomial = [Fraction(1)]
    loads = []
    for _ in range(nd + 1):
        loads.append(sum((value * source.ratio(n) for n, value in enumerate(power) if value), Fraction(0)))
        power = _times(power, list(kappa))
    return loads


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    product = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, p in enumerate(left):
        if p:
            for j, q in enumerate(right):
                product[i + j] += p * q
    return product
