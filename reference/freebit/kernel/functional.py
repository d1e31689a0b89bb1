"""Functionals on boxes, in integers: when two of them act alike [R3.2].

A functional is a vector V over the 4**n entries (a,x) and acts on a box as the sum of V(a,x) P(a|x).  Vectors go by
the indices of ``freebit.boxes.entries``: base 4, party 1 first, with digit 2 x_i + a_i.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import lcm
from operator import add, sub

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.entries import indices_at
from freebit.boxes.game import ParityGame
from freebit.wire.rational import Rationals

#: A number for each entry (a,x), by index; entries that are left out have 0.
IndexedVector = Rationals[int]


def row_vector(x: Bits, numerators: Iterable[int], denominator: int = 1) -> IndexedVector:
    """The functional written on one input x alone, with a numerator for each a in numeric order."""
    return Rationals(dict(zip(indices_at(x), numerators, strict=True)), denominator)


def constant(x: Bits) -> IndexedVector:
    """The functional that is 1 on every normalised box, written on the input x."""
    return row_vector(x, [1] * 2 ** len(x))


@cache
def losing(game: ParityGame) -> dict[int, Bits]:
    """The entries with I(a,x) = 1, by index, each with its input x."""
    outputs = all_bits(game.parties)
    return {
        index: x for x in game.inputs for a, index in zip(outputs, indices_at(x), strict=True) if game.coefficient(a, x)
    }


def dense(numerators: Mapping[int, int], size: int) -> list[int]:
    """A sparse vector as a list of ``size`` numbers."""
    values = [0] * size
    for index, value in numerators.items():
        values[index] = value
    return values


def difference_of(left: IndexedVector, right: IndexedVector) -> tuple[dict[int, int], int]:
    """Their difference, in integers times a common denominator, and that denominator."""
    scale = lcm(left.denominator, right.denominator)
    gap = defaultdict(int, left.scaled(scale))
    for index, value in right.scaled(scale).items():
        gap[index] -= value
    return gap, scale


def difference(left: IndexedVector, right: IndexedVector, parties: int) -> str | None:
    """Where two functionals act differently on non-signalling boxes; None if they are equivalent [R3.2].

    The place is the first correlator, written with "-" for a party left out and 0 or 1 for an input.
    """
    gap, scale = difference_of(left, right)
    for place, value in enumerate(contraction(gap, parties)):
        if value:
            name = correlator_name(place, parties)
            return f"the two sides differ by {Fraction(value, scale)} on correlator {name}"
    return None


def correlator_name(place: int, parties: int) -> str:
    """A correlator by its index in base 3, party 1 first: 0 for a party left out, 1 or 2 for input 0 or 1 [R6.18]."""
    return "".join("-01"[place // 3 ** (parties - 1 - i) % 3] for i in range(parties))


def contraction(vector: Mapping[int, int], parties: int) -> list[int]:
    """The action of a functional on each of the 3**n correlators [R3.2].

    One party at a time, its four entries (a_i,x_i) become three numbers: their sum, and the difference of the
    outputs 0 and 1 on input 0 and on input 1.  Each pass takes the last party to the front.  A vector with few
    entries stays a table until it has filled up.
    """
    size, left = 4**parties, parties
    while left and 8 * len(vector) < size:
        vector, size, left = _table_pass(vector, size // 4), size // 4 * 3, left - 1
    values = dense(vector, size)
    for _ in range(left):
        values = _list_pass(values)
    return values


def _table_pass(vector: Mapping[int, int], block: int) -> dict[int, int]:
    """One party contracted; each of the three results is ``block`` long."""
    found: defaultdict[int, int] = defaultdict(int)
    for index, value in vector.items():
        others, digit = divmod(index, 4)
        found[others] += value
        found[others + block * (1 + digit // 2)] += -value if digit % 2 else value
    return {index: value for index, value in found.items() if value}


def _list_pass(values: list[int]) -> list[int]:
    """One party contracted: ``_table_pass`` on a list."""
    x0a0, x0a1, x1a0, x1a1 = (values[i::4] for i in range(4))
    left_out = list(map(add, map(add, x0a0, x0a1), map(add, x1a0, x1a1)))
    return left_out + list(map(sub, x0a0, x0a1)) + list(map(sub, x1a0, x1a1))
