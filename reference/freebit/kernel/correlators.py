"""Correlators: of boxes that are given by them [R3.102], and tied to one another at maximal violation [R3.100].

A correlator has an index in base 3, party 1 first: 0 for a party left out, 1 or 2 for one on input 0 or 1.
"""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from operator import add, sub

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import IndexedVector, contraction, correlator_name, dense, difference_of
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader


def read_correlators(reader: Reader, parties: int, *, normalised: bool = True) -> Rationals[int]:
    """A table from correlators to numbers, that of no party left out if ``normalised`` [R6.18]."""

    def index(key: str) -> int | None:
        if len(key) != parties or set(key) - set("-01"):
            return None
        found = sum(3 ** (parties - 1 - i) * "-01".index(symbol) for i, symbol in enumerate(key))
        return None if normalised and not found else found

    wanted = f"{parties} symbols -, 0 and 1" + (", one of them no -" if normalised else "")
    return reader.numbers(index, "R6.18", f"the key is not {wanted}")


def box_of_correlators(correlators: Rationals[int], parties: int) -> IndexedVector:
    """The table that the correlators make, by entries, that of no party being 1 [R3.102]."""
    return table_of_correlators(
        Rationals({0: correlators.denominator, **correlators.numerators}, correlators.denominator), parties
    )


def table_of_correlators(correlators: Rationals[int], parties: int) -> IndexedVector:
    """The table that the correlators make, by entries, whatever that of no party is [R3.87].

    One party at a time, three numbers become the four entries (a_i,x_i): that of the party left out, plus or minus
    that on its input.  Each pass takes the last party to the front.
    """
    values = dense(correlators.numerators, 3**parties)
    for _ in range(parties):
        left_out, on_0, on_1 = values[::3], values[1::3], values[2::3]
        values = [
            *map(add, left_out, on_0), *map(sub, left_out, on_0), *map(add, left_out, on_1), *map(sub, left_out, on_1)
        ]  # fmt: skip
    return Rationals({i: value for i, value in enumerate(values) if value}, correlators.denominator << parties)


@cache
def ties(game: ParityGame) -> list[tuple[int, int]]:
    """For each correlator the first of its class and its sign [R3.100].

    The sign is 0 in a class with a correlator that is tied to its own negative.
    """
    around: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for x in game.inputs:
        sign = -1 if game.target(x) else 1
        for left, right in _complements(x):
            around[left].append((right, sign))
    found: list[tuple[int, int] | None] = [None] * 3**game.parties
    for first in range(3**game.parties):
        if found[first] is not None:
            continue
        signs, contradiction = {first: 1}, False
        reached = [first]
        for i in reached:
            for j, sign in around[i]:
                if j not in signs:
                    signs[j] = sign * signs[i]
                    reached.append(j)
                contradiction |= signs[j] != sign * signs[i]
        for i, sign in signs.items():
            found[i] = (first, 0 if contradiction else sign)
    return [pair for pair in found if pair is not None]


def _complements(x: Bits) -> Iterator[tuple[int, int]]:
    """For each set of parties on x its correlator, and that of the other parties."""
    n = len(x)
    shares = [3 ** (n - 1 - i) * (1 + bit) for i, bit in enumerate(x)]
    for chosen in all_bits(n):
        left = sum(share for share, taken in zip(shares, chosen, strict=True) if taken)
        yield left, sum(shares) - left


def difference_at_maximal_violation(left: IndexedVector, right: IndexedVector, game: ParityGame) -> str | None:
    """Where two functionals act differently on boxes of maximal violation; None if they are equivalent [R3.101]."""
    gap, scale = difference_of(left, right)
    totals: defaultdict[int, int] = defaultdict(int)
    for value, (first, sign) in zip(contraction(gap, game.parties), ties(game), strict=True):
        totals[first] += sign * value
    for first, total in totals.items():
        if total:
            name = correlator_name(first, game.parties)
            return f"the two sides differ by {Fraction(total, scale)} on the class of correlator {name}"
    return None
