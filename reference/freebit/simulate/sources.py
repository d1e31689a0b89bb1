"""Sampled epsilon-sources [R4.34]-[R4.38].

A sampler says twice what its bits are: ``quintuplets`` plainly, one after the other, and ``words`` for a
whole chunk at once.  Bit number n of the source (from 0) is the input of party n mod 5 in quintuplet
n div 5, and the bits that make l go on from there: quintuplets N, N + 1, ... of the sampler.  Where a cell takes
another number of bits it stands in place of 5: it is the source's ``width`` [R4.67].

``epsilon`` is exact: the largest for which eq (1) holds for the bits as they are really sampled.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from freebit.boxes.bits import Bits, parity
from freebit.protocol.parameters import PARTIES
from freebit.simulate.chance import Chance
from freebit.simulate.stream import CHUNK, SOURCE_STREAM, PlainChunk, chunk_planes
from freebit.source.epsilon import HALF, check_epsilon
from freebit.source.exact import check_flip, markov_epsilon

if TYPE_CHECKING:
    from freebit.simulate.stream import Words


class SampledSource(ABC):
    """A source whose bits are a function of the words of a stream."""

    #: Planes of the source's stream that a chunk uses.
    planes: int
    #: The largest epsilon for which eq (1) holds, exactly.
    epsilon: Fraction
    #: What the source does, for summaries.
    description: str
    #: The bits of a quintuplet, or of whatever takes the bits [R4.67].
    width: int

    @abstractmethod
    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The bits of a chunk, ``width`` at a time."""

    @abstractmethod
    def words(self, planes: Words) -> tuple[Words, ...]:
        """The bits of a chunk as ``width`` arrays of words; ``planes`` has shape (self.planes, words)."""

    def sampled(self, seed: int, chunk: int) -> tuple[Words, ...]:
        """The bits of a chunk of the source of a seed, as ``words`` gives them."""
        return self.words(chunk_planes(seed, SOURCE_STREAM, chunk, self.planes))

    def bits(self, seed: int) -> Iterator[int]:
        """The bits of the source one by one, without end."""
        chunk = 0
        while True:
            for x in self.quintuplets(PlainChunk(seed, SOURCE_STREAM, chunk)):
                yield from x
            chunk += 1


class FreeSource(SampledSource):
    """Free bits, epsilon = 1/2 [R4.34]."""

    epsilon: Fraction = HALF
    description: str = "free bits"

    def __init__(self, width: int = PARTIES) -> None:
        self.width: int = width
        self.planes: int = width

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The planes from 0 on, party 1 first."""
        for t in range(CHUNK):
            yield tuple(chunk.bit(i, t) for i in range(self.width))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The planes themselves."""
        return tuple(planes)


class BiasedSource(SampledSource):
    """Independent bits, each 0 with probability epsilon [R4.35]; see ``source.biased_source``."""

    def __init__(self, epsilon: Fraction, width: int = PARTIES) -> None:
        self.epsilon: Fraction = Chance.rounded_up(check_epsilon(epsilon)).probability
        self._one = Chance.nearest(1 - self.epsilon)
        self.width: int = width
        self.planes: int = width * self._one.planes
        self.description: str = f"independent bits, 0 with probability {self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Each bit from planes of its own, party after party."""
        for t in range(CHUNK):
            yield tuple(self._one.happens(chunk, i * self._one.planes, t) for i in range(self.width))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """Each party's bits from planes of its own."""
        k = self._one.planes
        return tuple(self._one.words(planes[i * k : (i + 1) * k]) for i in range(self.width))


class AdversarialSource(SampledSource):
    """The source that avoids X: each quintuplet has odd weight with probability epsilon only [R4.36].

    It is ``source.defeating_source`` for the parity of the bits: all but the last are free.  ``rare`` is the parity
    of the weights that it avoids, 1 unless X is made of those of the other parity [R4.67].
    """

    def __init__(self, epsilon: Fraction, width: int = PARTIES, rare: int = 1) -> None:
        self._odd = Chance.rounded_up(check_epsilon(epsilon))
        self._turned = 1 - rare
        self.epsilon: Fraction = self._odd.probability
        self.width: int = width
        self.planes: int = width - 1 + self._odd.planes
        number = "five" if width == PARTIES else str(width)
        parity_words = "odd" if rare else "even"
        self.description: str = f"{number} bits at a time, of {parity_words} weight with probability {self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Free bits and their parity, flipped now and then."""
        for t in range(CHUNK):
            first = tuple(chunk.bit(i, t) for i in range(self.width - 1))
            yield (*first, parity(first) ^ self._turned ^ self._odd.happens(chunk, self.width - 1, t))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """Free planes and their parity, flipped now and then."""
        first = planes[: self.width - 1]
        last = self._odd.words(planes[self.width - 1 :])
        for plane in first:
            last ^= plane
        return *first, ~last if self._turned else last


class GuessedSource(SampledSource):
    """Free bits to all who do not know e; the adversary's e guesses each with probability 1 - epsilon [R4.37].

    See ``source.guessed_source``; the first planes are the adversary's guess.
    """

    def __init__(self, epsilon: Fraction, width: int = PARTIES) -> None:
        self._wrong = Chance.rounded_up(check_epsilon(epsilon))
        self.epsilon: Fraction = self._wrong.probability
        self.width: int = width
        self.planes: int = width + width * self._wrong.planes
        self.description: str = f"uniform bits, each known to the adversary with probability {1 - self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The adversary's bits, each flipped now and then."""
        k, m = self._wrong.planes, self.width
        for t in range(CHUNK):
            yield tuple(chunk.bit(i, t) ^ self._wrong.happens(chunk, m + i * k, t) for i in range(m))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The adversary's planes, each flipped now and then."""
        k, m = self._wrong.planes, self.width
        flips = planes[m:]
        return tuple(planes[i] ^ self._wrong.words(flips[i * k : (i + 1) * k]) for i in range(m))


class MarkovSource(SampledSource):
    """Each bit differs from the one before it with probability ``flip`` [R4.38]; see ``source.markov_source``.

    The chain starts afresh, with a free bit, at each chunk.
    """

    def __init__(self, flip: Fraction, width: int = PARTIES) -> None:
        self._flip = Chance.rounded_up(check_flip(flip))
        self.epsilon: Fraction = markov_epsilon(3, self._flip.probability)
        self.width: int = width
        self.planes: int = 1 + width * self._flip.planes
        self.description: str = f"a Markov chain of flip probability {self._flip.probability}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The chain, bit after bit; a chunk starts with a free one."""
        k = self._flip.planes
        bit = chunk.bit(0, 0)
        for t in range(CHUNK):
            x = []
            for i in range(self.width):
                if t or i:
                    bit ^= self._flip.happens(chunk, 1 + i * k, t)
                x.append(bit)
            yield tuple(x)

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The chain by prefix sums of its flips."""
        import numpy as np

        k, one = self._flip.planes, np.uint64(1)
        x = [self._flip.words(planes[1 + i * k : 1 + (i + 1) * k]) for i in range(self.width)]
        x[0][0] = (x[0][0] & ~one) | (planes[0][0] & one)
        for i in range(1, self.width):
            x[i] ^= x[i - 1]
        # Now x[i] is the change from the last bit of the quintuplet before; add up all changes before it.
        before = x[self.width - 1].copy()
        for shift in (1, 2, 4, 8, 16, 32):
            before ^= before << np.uint64(shift)
        carry = np.bitwise_xor.accumulate(before >> np.uint64(63))
        before[1:] ^= np.uint64(0) - carry[:-1]
        before ^= x[self.width - 1]
        return tuple(before ^ change for change in x)
