"""Strings of bits, party 1 first [R2.1].

In code parties are counted from 0; in text and files they are counted from 1.  The bit string
``"01011"`` is the tuple ``(0, 1, 0, 1, 1)``: party 1 holds 0 and party 5 holds 1.
"""

from collections.abc import Iterable
from functools import cache
from itertools import product

from freebit.errors import InvalidError

Bits = tuple[int, ...]


def parse_bits(text: str, length: int | None = None) -> Bits:
    """Read a bit string [R2.1].

    Raises ``ValueError`` if a symbol is not 0 or 1, or if the length is not ``length``.
    """
    for number, symbol in enumerate(text, start=1):
        if symbol not in "01":
            raise InvalidError(f"{symbol!r}, symbol {number} of {text!r}, is not a bit")
    if length is not None and len(text) != length:
        raise InvalidError(f"{text!r} has {len(text)} bits, not {length}")
    return tuple(int(symbol) for symbol in text)


def format_bits(bits: Iterable[int]) -> str:
    """Write bits as a string, party 1 first [R2.1]."""
    return "".join("1" if bit else "0" for bit in bits)


@cache
def all_bits(length: int) -> tuple[Bits, ...]:
    """All 2**length strings in the order of the binary numbers they spell, party 1 most significant."""
    return tuple(product((0, 1), repeat=length))


def number_of(bits: Iterable[int]) -> int:
    """The binary number that the bits spell, the first bit most significant [R4.14]."""
    value = 0
    for bit in bits:
        value = 2 * value + bit
    return value


def weight(bits: Bits) -> int:
    """The number of ones."""
    return sum(bits)


def parity(bits: Bits) -> int:
    """The sum of the bits modulo 2."""
    return sum(bits) % 2


def majority(bits: Bits) -> int:
    """The value that most of an odd number of bits take [R2.7].

    Raises ``ValueError`` for an even number of bits, where a majority may not exist.
    """
    if len(bits) % 2 == 0:
        raise InvalidError(f"the majority of {len(bits)} bits is not defined: the number must be odd")
    return int(2 * sum(bits) > len(bits))


def majority_of(outputs: Bits, parties: Iterable[int]) -> int:
    """The majority vote of the chosen parties' outputs; parties are counted from 0 [R2.7]."""
    return majority(tuple(outputs[party] for party in parties))
