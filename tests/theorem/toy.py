"""A toy game for exhaustive attacks: two parties, all inputs asked, a_1 + a_2 = x_1 x_2, key a_1.

Its maximal violation is the PR box.  Going once around the four inputs shows
|P(a_1=0|y) - P(a_1=1|y)| <= sum of the losses, so alpha = 0, beta = 1 is a family with kappa = (1, 2, 1).
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from freebit.bits import Bits
from freebit.game import ParityGame


@dataclass(frozen=True)
class ToyGame(ParityGame):
    """a_1 + a_2 = x_1 x_2 modulo 2."""

    parties: int = 2

    @property
    def name(self) -> str:
        return "toy"

    def target(self, x: Bits) -> int | None:
        return x[0] & x[1]


KAPPA = (Fraction(1), Fraction(2), Fraction(1))


def toy_key(a: Bits) -> int:
    return a[0]


def load(epsilon: Fraction) -> Fraction:
    """K = (1 + r)^2."""
    return (1 + (1 - epsilon) / epsilon) ** 2


def sharp_rate(epsilon: Fraction, m: int) -> Fraction:
    """The least of max(alpha, q (alpha + K)) on the segment from (0, K) to (1, 0)."""
    q, k = (1 - epsilon) ** m, load(epsilon)
    return q * k / (1 - q + q * k)


def words(length: int) -> list[Bits]:
    return list(product((0, 1), repeat=length))
