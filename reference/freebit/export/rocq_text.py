"""How numbers, words and vectors are written in Rocq files.

Numbers are integers over one common denominator.  A vector is a list of rows, one for each input x at which it is not
0, with a number for each of the outputs in the order of the numbers that they spell.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import entry_of
from freebit.kernel.functional import IndexedVector


def generated_file(preamble: str, modules: Mapping[str, str]) -> str:
    """A generated file: what it needs, and a module for each certificate."""
    first = '(* Generated from certificates/ by "freebit prove --regenerate".  Do not edit. *)\n\n'
    return first + preamble + "".join(f"\nModule {name}.\n{text}End {name}.\n" for name, text in modules.items())


def integer_term(value: int) -> str:
    """An integer."""
    return str(value) if value >= 0 else f"({value})"


def scaled_term(value: Fraction, scale: int) -> str:
    """The numerator of a number over a denominator that is a multiple of its own."""
    return integer_term(int(value * scale))


def word_term(x: Bits) -> str:
    """A bit string as the decimal number with its digits."""
    return str(int(format_bits(x)))


def bools_term(x: Bits) -> str:
    """A bit string as a list of Booleans."""
    return f"[{'; '.join('true' if bit else 'false' for bit in x)}]"


def list_term(items: Iterable[str]) -> str:
    """A list."""
    return "[" + ";\n  ".join(items) + "]"


def vector_term(vector: IndexedVector, parties: int, scale: int) -> str:
    """A vector, its numbers over ``scale``."""
    found: dict[Bits, list[int]] = {}
    for index, value in sorted(vector.scaled(scale).items()):
        a, x = entry_of(index, parties)
        found.setdefault(x, [0] * 2**parties)[int(format_bits(a), 2)] = value
    return list_term(f"({word_term(x)}, [{'; '.join(map(integer_term, row))}])" for x, row in sorted(found.items()))
