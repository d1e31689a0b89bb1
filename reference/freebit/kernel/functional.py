"""Functionals on boxes, on integers: when two of them act alike [R3.2].

A functional is a vector V over the 4**n entries (a,x) and acts on a box as the sum of V(a,x) P(a|x).
Dense vectors are lists indexed in base 4, party 1 first, with digit 2 x_i + a_i.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import lcm

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.game import ParityGame

Entry = tuple[Bits, Bits]
Vector = dict[Entry, Fraction]


@cache
def entries(parties: int) -> tuple[Entry, ...]:
    """The entries (a, x) in the order of their indices."""
    found: list[Entry] = [((), ())]
    for _ in range(parties):
        found = [((*a, output), (*x, setting)) for a, x in found for setting in (0, 1) for output in (0, 1)]
    return tuple(found)


@cache
def _index(parties: int) -> dict[Entry, int]:
    return {entry: index for index, entry in enumerate(entries(parties))}


@cache
def losing_inputs(game: ParityGame) -> tuple[Bits | None, ...]:
    """For each entry, by index, its input where I(a,x) = 1, and None where I(a,x) = 0."""
    return tuple(x if game.coefficient(a, x) else None for a, x in entries(game.parties))


def common_denominator(values: Iterable[Fraction]) -> int:
    """The least number that makes all the values integers."""
    return lcm(*{value.denominator for value in values})


def dense(vector: Mapping[Entry, Fraction], scale: int, parties: int) -> list[int]:
    """The entries times ``scale``, a common denominator, by index."""
    values = [0] * 4**parties
    index = _index(parties)
    for entry, value in vector.items():
        values[index[entry]] = value.numerator * (scale // value.denominator)
    return values


def contraction(values: list[int], parties: int) -> list[int]:
    """The action of a functional on each of the 3**n correlators [R3.2].

    One party at a time, the four entries (a_i,x_i) become three numbers: their sum, and the difference of
    the outputs 0 and 1 on input 0 and on input 1.  Each pass takes the last party to the front.
    """
    for _ in range(parties):
        x0a0, x0a1, x1a0, x1a1 = (values[i::4] for i in range(4))
        left_out = [p + q + r + s for p, q, r, s in zip(x0a0, x0a1, x1a0, x1a1, strict=True)]
        on_input_0 = [p - q for p, q in zip(x0a0, x0a1, strict=True)]
        on_input_1 = [p - q for p, q in zip(x1a0, x1a1, strict=True)]
        values = left_out + on_input_0 + on_input_1
    return values


def difference(left: Vector, right: Vector, parties: int) -> str | None:
    """Where two functionals act differently on non-signalling boxes; None if they are equivalent [R3.2].

    The place is the first correlator, written with "-" for a party left out and 0 or 1 for an input.
    """
    scale = common_denominator([*left.values(), *right.values()])
    pairs = zip(dense(left, scale, parties), dense(right, scale, parties), strict=True)
    for place, value in enumerate(contraction([p - q for p, q in pairs], parties)):
        if value:
            digits = [place // 3 ** (parties - 1 - i) % 3 for i in range(parties)]
            name = "".join("-01"[digit] for digit in digits)
            return f"the two sides differ by {Fraction(value, scale)} on correlator {name}"
    return None


def constant(x: Bits, value: Fraction = Fraction(1)) -> Vector:
    """The functional that is ``value`` on every normalised box, written on the input x."""
    return {(a, x): value for a in all_bits(len(x))}


def entry_key(index: int, parties: int, party: int | None = None) -> str:
    """The entry with this index, as outputs|inputs; the bits of ``party`` are shown as dots."""
    a, x = (["." if i == party else str(bit) for i, bit in enumerate(word)] for word in entries(parties)[index])
    return f"{''.join(a)}|{''.join(x)}"
