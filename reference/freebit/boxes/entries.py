"""The entries (a,x) of a table P(a|x), and their indices.

The index of an entry has the digits 2 x_i + a_i in base 4, party 1 first: the share of its outputs plus the share
of its inputs.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache

from freebit.boxes.bits import Bits, all_bits, format_bits

Entry = tuple[Bits, Bits]


@cache
def output_shares(parties: int) -> dict[Bits, int]:
    """What each string of outputs contributes to an index, in numeric order; inputs contribute twice as much."""
    places = [4 ** (parties - 1 - i) for i in range(parties)]
    return {a: sum(place for place, bit in zip(places, a, strict=True) if bit) for a in all_bits(parties)}


@cache
def shares_of_texts(parties: int) -> tuple[dict[str, int], dict[str, int]]:
    """The shares of the outputs, and those of the inputs, by their bit strings as they are written."""
    shares = {format_bits(word): share for word, share in output_shares(parties).items()}
    return shares, {word: 2 * share for word, share in shares.items()}


def index_of(a: Bits, x: Bits) -> int:
    """The index of the entry (a, x)."""
    shares = output_shares(len(a))
    return shares[a] + 2 * shares[x]


def indices_at(x: Bits) -> list[int]:
    """The indices of the entries (a, x) at one input, a in numeric order."""
    shares = output_shares(len(x))
    return [share + 2 * shares[x] for share in shares.values()]


@lru_cache(maxsize=1 << 12)
def entry_of(index: int, parties: int) -> Entry:
    """The entry (a, x) with the given index."""
    digits = [index >> 2 * (parties - 1 - i) & 3 for i in range(parties)]
    return tuple(digit & 1 for digit in digits), tuple(digit >> 1 for digit in digits)


def by_entry(values: Mapping[int, Fraction], parties: int) -> dict[Entry, Fraction]:
    """A table by index as a table by entry."""
    return {entry_of(index, parties): value for index, value in values.items()}


def format_entry(index: int, parties: int) -> str:
    """The entry with the given index as files write it, outputs|inputs [R6.14]."""
    a, x = entry_of(index, parties)
    return f"{format_bits(a)}|{format_bits(x)}"
