"""Events of rational probability made from uniform bits [R4.32], [R4.33].

The event of probability T / 2**k happens iff the k-bit number U of k planes is at least 2**k - T.  On words
it takes k bitwise operations: from the least significant plane to the most significant, an AND where the
bit of 2**k - T is 1 and an OR where it is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from freebit.errors import InvalidError

if TYPE_CHECKING:
    from freebit.simulate.stream import PlainChunk, Words

#: Probabilities that are not multiples of 2**-PRECISION are rounded to one [R4.33].
PRECISION = 32


@dataclass(frozen=True)
class Chance:
    """The probability threshold / 2**planes in lowest terms."""

    threshold: int
    planes: int

    @property
    def probability(self) -> Fraction:
        """The probability that is realised, exactly."""
        return Fraction(self.threshold, 2**self.planes)

    @classmethod
    def rounded_up(cls, probability: Fraction) -> Chance:
        """The least multiple of 2**-32 that is at least ``probability``."""
        return cls._of(-int(-probability * 2**PRECISION // 1))

    @classmethod
    def nearest(cls, probability: Fraction) -> Chance:
        """The multiple of 2**-32 nearest to ``probability``."""
        return cls._of(round(probability * 2**PRECISION))

    @classmethod
    def _of(cls, multiple: int) -> Chance:
        exact = Fraction(multiple, 2**PRECISION)
        if not 0 <= exact <= 1:
            raise InvalidError(f"[R4.33] {exact} is not a probability")
        return cls(exact.numerator, exact.denominator.bit_length() - 1)

    def happens(self, chunk: PlainChunk, first_plane: int, quintuplet: int) -> int:
        """The event of one quintuplet, by comparing numbers [R4.32]."""
        return int(chunk.number(first_plane, self.planes, quintuplet) >= 2**self.planes - self.threshold)

    def words(self, planes: Words) -> Words:
        """The events of a whole chunk; ``planes`` has shape (self.planes, words) [R4.32]."""
        import numpy as np

        if self.planes == 0:
            return np.full(planes.shape[-1], 2**64 - 1 if self.threshold else 0, dtype=np.uint64)
        # In lowest terms the lowest bit of 2**k - T is 1, and U >= 1 there is the plane itself.
        limit = 2**self.planes - self.threshold
        event: Words = planes[self.planes - 1].copy()
        for j in range(1, self.planes):
            plane = planes[self.planes - 1 - j]
            (np.bitwise_and if limit >> j & 1 else np.bitwise_or)(event, plane, out=event)
        return event
