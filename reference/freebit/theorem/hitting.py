"""How likely a selection is to hit some cells, at most [R5.15]."""

from fractions import Fraction
from math import comb
from typing import TypeVar

from freebit.theorem.enclosure import Enclosure

#: A rational, worked out exactly; an enclosure of one that is too long; or a float where one only searches.
Number = TypeVar("Number", Fraction, Enclosure, float)


def hit(epsilon: Number, log2_nb: int, size: int) -> Number:
    """M(m, s): the most probability that m = ``log2_nb`` source bits can give to s = ``size`` values [R5.15].

    It is the sum of the s largest of the 2**m masses (1-epsilon)**(m-j) epsilon**j, C(m,j) of each; exact for
    a rational epsilon, an enclosure for an ``Enclosure``.
    """
    total = epsilon * 0
    left = size
    for ones in range(log2_nb + 1):
        if left <= 0:
            break
        count = min(left, comb(log2_nb, ones))
        total = total + (1 - epsilon) ** (log2_nb - ones) * epsilon**ones * count
        left -= count
    return total
