"""Weak bits in pieces: what is counted is a map and an associative sum [R1.20], [R1.21], [R1.22].

A ``BitPiece`` is what a description needs to know of consecutive bits, without knowing what stands before them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import add

from freebit.errors import InvalidError

MAX_RADIUS = 6

#: How often bits stand side by side in a certain way.
Windows = Counter[tuple[int, ...]]


@dataclass(frozen=True)
class BitPiece:
    """Counts of consecutive bits, and the bits at their ends, which are needed where two pieces meet [R1.22]."""

    radius: int
    bits: int
    ones: int
    #: (bit, next bit) -> how often.
    transitions: Windows
    #: For each radius r, and for each remainder modulo r + 1 of the place where they begin, the 2 r + 1 bits.
    windows: tuple[tuple[Windows, ...], ...]
    #: The first and the last bits, 2 radius of them or one, or all that there are, as bytes of value 0 and 1.
    head: bytes
    tail: bytes

    def __add__(self, other: BitPiece) -> BitPiece:
        if self.radius != other.radius:
            raise InvalidError("[R1.22] pieces of different radii have no sum")
        ends = _ends(self.radius)
        meeting = self.tail[-1:] + other.head[:1]
        return BitPiece(
            self.radius,
            self.bits + other.bits,
            self.ones + other.ones,
            self.transitions + other.transitions + Counter(pairwise(meeting)),
            tuple(self._windows(other, r) for r in range(self.radius + 1)),
            (self.head + other.head)[:ends],
            (self.tail + other.tail)[-ends:],
        )

    def _windows(self, other: BitPiece, r: int) -> tuple[Windows, ...]:
        """The windows of radius r in both pieces, and those that begin in one and end in the other, as first seen."""
        before = self.tail[-2 * r :] if r else b""
        between = _counted(before + other.head[: 2 * r], r, self.bits - len(before))
        mine, theirs = self.windows[r], other.windows[r]
        return tuple(mine[c] + between[c] + theirs[(c - self.bits) % (r + 1)] for c in range(r + 1))


def piece_of_bits(bits: bytes, radius: int) -> BitPiece:
    """The piece of bits given as bytes of value 0 and 1 [R1.22]; raises ``ValueError`` for a radius outside 0..6."""
    if not 0 <= radius <= MAX_RADIUS:
        raise InvalidError(f"[R1.21] the radius {radius} is not in 0..{MAX_RADIUS}")
    ends = _ends(radius)
    return BitPiece(
        radius,
        len(bits),
        bits.count(1),
        Counter(pairwise(bits)),
        tuple(_counted(bits, r, 0) for r in range(radius + 1)),
        bits[:ends],
        bits[-ends:],
    )


def _ends(radius: int) -> int:
    """How many bits at either end are kept."""
    return max(2 * radius, 1)


def _counted(bits: bytes, r: int, start: int) -> tuple[Windows, ...]:
    """The windows of 2 r + 1 bits, by the remainder of their place modulo r + 1; the first bit is at ``start``."""
    found: list[Windows] = [Counter() for _ in range(r + 1)]
    for shift in range(r + 1):
        windows = zip(*(bits[shift + i :: r + 1] for i in range(2 * r + 1)), strict=False)
        found[(start + shift) % (r + 1)].update(windows)
    return tuple(found)


def total_bits(radius: int, pieces: Iterable[BitPiece]) -> BitPiece:
    """The sum of pieces in their order [R1.22]; raises ``ValueError`` for a radius outside 0..6."""
    return reduce(add, pieces, piece_of_bits(b"", radius))
