"""Binary linear codes of L bits over n cells, as generators and as concatenations [R3.90]-[R3.92].

A *word* is a number of n bits, the one of the first cell most significant; a *message* is a number of L bits, the
first bit most significant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from freebit.codes.field import Field

SIMPLEX, REED_MULLER = "simplex", "reed-muller"
#: The inner codes that a concatenation may have.
INNER_CODES = (SIMPLEX, REED_MULLER)


class Code(Protocol):
    """A code with its generator: row i is the word of the message whose only 1 is bit i."""

    @property
    def bits(self) -> int:
        """L, the number of bits of a message."""

    @property
    def cells(self) -> int:
        """n, the number of bits of a word."""

    @property
    def rows(self) -> tuple[int, ...]:
        """The L rows of the generator."""


@dataclass(frozen=True)
class GeneratorCode:
    """A code that is given by its generator."""

    cells: int
    rows: tuple[int, ...]

    @property
    def bits(self) -> int:
        """L."""
        return len(self.rows)

    def __str__(self) -> str:
        return f"the code of a generator of {self.bits} rows of {self.cells} bits"


@dataclass(frozen=True)
class Concatenation:
    """An inner code on the symbols of a Reed-Solomon code over GF(2^m), of which the first ``bits`` rows are used.

    The outer code takes K = ``dimension`` elements c_1, ..., c_K of the field to the N = ``length`` values of
    c_1 + c_2 X + ... + c_K X^(K-1) at the elements 0, 1, ..., N-1.
    """

    inner: str
    field: Field
    length: int
    dimension: int
    bits: int

    def __str__(self) -> str:
        q = 1 << self.field.degree
        return (
            f"the first {self.bits} bits of the {self.inner} code of dimension {self.field.degree} on the "
            f"[{self.length},{self.dimension}] Reed-Solomon code over GF({q}), modulus {self.field.modulus:b}"
        )

    @property
    def columns(self) -> range:
        """The numbers v whose products <s,v> are the bits of the inner word of the element s."""
        size = 1 << self.field.degree
        return range(1, size) if self.inner == SIMPLEX else range(size >> 1, size)

    @property
    def cells(self) -> int:
        """n, the length of the outer code times that of the inner one."""
        return self.length * len(self.columns)

    @cached_property
    def inner_words(self) -> tuple[int, ...]:
        """The inner word of each element of the field: the one of a sum is the sum of the words."""
        words = [0]
        for bit in range(self.field.degree):
            word = 0
            for v in self.columns:
                word = word << 1 | v >> bit & 1
            words += [word ^ other for other in words]
        return tuple(words)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Bit s = 1, ..., m of the i-th element is the power m - s of X in c_i, times the power i - 1 of the point."""
        return tuple(row for row, _ in zip(self._rows(), range(self.bits), strict=False))

    def _rows(self) -> Iterator[int]:
        m = self.field.degree
        powers = [1] * self.length
        for _ in range(self.dimension):
            for bit in reversed(range(m)):
                row = 0
                for power in powers:
                    row = row << len(self.columns) | self.inner_words[self.field.times(1 << bit, power)]
                yield row
            powers = [self.field.times(power, point) for point, power in enumerate(powers)]


#: A code as documents state it.
AnyCode = GeneratorCode | Concatenation
