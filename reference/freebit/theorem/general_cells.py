"""The theorems about tested cells for the sources of eq (14) [R5.82], [R5.104], [R5.105].

R5.105 is for all sizes: u is made of the loads of one cell, or the bound for eq (1) is multiplied by a number C, by
which the source may exceed an epsilon.  R5.104 goes through the sequences of entries, for few cells and any weights.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from typing import Any

from freebit.errors import InvalidError
from freebit.source.epsilon import flip_ratio
from freebit.source.joint import JointBounds
from freebit.theorem.binomial import at_most_exactly
from freebit.theorem.cell_sizes import CellSize
from freebit.theorem.cells import TestedNumbers, rate_below_one
from freebit.theorem.charges import LoadPolynomials, Weights, most_charged
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.keys import KeyNumbers
from freebit.theorem.model import Theorem

#: Pairs (w, B_w): how many messages are listed for the weight w; for one bit n and 1.
Listed = Iterable[tuple[int, int]]


def general_excess(numbers: TestedNumbers, source: JointBounds, size: CellSize) -> Fraction:
    """1/4 P[Bin(n,u) <= T], u being that of the source [R5.105]."""
    return _excess(numbers, source, [(size.keep, 1)], size.tolerance)


def general_key_excess(numbers: KeyNumbers, source: JointBounds, size: CellSize) -> Fraction:
    """1/4 of the sum over weights w of B_w P[Bin(w,u) <= T], u being that of the source [R5.105]."""
    return _excess(numbers.cell, source, numbers.weights, size.tolerance)


def _excess(numbers: TestedNumbers, source: JointBounds, listed: Listed, tolerance: int) -> Fraction:
    u = rate_below_one(*loads_of(numbers).at(source))
    return sum((number * at_most_exactly(w, u, tolerance) for w, number in listed), Fraction(0)) / 4


def loads_of(numbers: TestedNumbers) -> LoadPolynomials:
    """The loads of the certificate; raises ``ValueError`` where only A and B are known."""
    if numbers.loads is None:
        raise InvalidError("[R5.82] for the sources of eq (14) loads are needed, and only A and B are given")
    return numbers.loads


def excess_by_growth(
    theorem: Theorem[Any, Any, Any],
    numbers: TestedNumbers | KeyNumbers,
    epsilon: Fraction,
    source: JointBounds,
    size: CellSize,
) -> Enclosure:
    """C times what the theorem gives at epsilon, where C r^d is at least what d bits of n cells may change [R5.105].

    ``numbers`` are those at epsilon, and ``theorem`` is one about tested cells.
    """
    cell = numbers.cell if isinstance(numbers, KeyNumbers) else numbers
    grown = source.growth(flip_ratio(epsilon), size.keep * cell.kind.drawn_bits)
    return theorem.excess_at(numbers, epsilon, size) * grown


def excess_by_charges(
    loads: LoadPolynomials, weights: Weights, source: JointBounds, listed: Listed, tolerance: int
) -> Fraction:
    """1/4 of the sum over weights w of B_w times the least of M(0), ..., M(w) [R5.104].

    Raises ``ValueError`` if there are too many sequences of entries.
    """
    pairs = tuple(listed)
    longest = max((w for w, _ in pairs), default=0)
    least = list(accumulate(most_charged(loads, weights, source, longest, tolerance), min))
    return sum((number * least[w] for w, number in pairs), Fraction(0)) / 4
