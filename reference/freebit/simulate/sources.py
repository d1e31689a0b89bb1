"""Sampled epsilon-sources [R4.34]-[R4.38].

A sampler says twice what its bits are: ``quintuplets`` plainly, one after the other, and ``words`` for a
whole chunk at once.  Bit number n of the source (from 0) is the input of party n mod 5 in quintuplet
n div 5, and the bits that make l go on from there: quintuplets N, N + 1, ... of the sampler.

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
from freebit.simulate.stream import CHUNK, SOURCE_STREAM, PlainChunk
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

    @abstractmethod
    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The bits of a chunk, five at a time."""

    @abstractmethod
    def words(self, planes: Words) -> tuple[Words, ...]:
        """The bits of a chunk as five arrays of words; ``planes`` has shape (self.planes, words)."""

    def bits(self, seed: int) -> Iterator[int]:
        """The bits of the source one by one, without end."""
        chunk = 0
        while True:
            for x in self.quintuplets(PlainChunk(seed, SOURCE_STREAM, chunk)):
                yield from x
            chunk += 1


class FreeSource(SampledSource):
    """Free bits, epsilon = 1/2 [R4.34]."""

    planes: int = PARTIES
    epsilon: Fraction = HALF
    description: str = "free bits"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The planes 0 to 4, party 1 first."""
        for t in range(CHUNK):
            yield tuple(chunk.bit(i, t) for i in range(PARTIES))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The planes themselves."""
        return tuple(planes)


class BiasedSource(SampledSource):
    """Independent bits, each 0 with probability epsilon [R4.35]; see ``source.biased_source``."""

    def __init__(self, epsilon: Fraction) -> None:
        self.epsilon: Fraction = Chance.rounded_up(check_epsilon(epsilon)).probability
        self._one = Chance.nearest(1 - self.epsilon)
        self.planes: int = PARTIES * self._one.planes
        self.description: str = f"independent bits, 0 with probability {self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Each bit from planes of its own, party after party."""
        for t in range(CHUNK):
            yield tuple(self._one.happens(chunk, i * self._one.planes, t) for i in range(PARTIES))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """Each party's bits from planes of its own."""
        k = self._one.planes
        return tuple(self._one.words(planes[i * k : (i + 1) * k]) for i in range(PARTIES))


class AdversarialSource(SampledSource):
    """The source that avoids X: each quintuplet has odd weight with probability epsilon only [R4.36].

    It is ``source.defeating_source`` for the parity of five bits: the first four are free.
    """

    def __init__(self, epsilon: Fraction) -> None:
        self._odd = Chance.rounded_up(check_epsilon(epsilon))
        self.epsilon: Fraction = self._odd.probability
        self.planes: int = PARTIES - 1 + self._odd.planes
        self.description: str = f"five bits at a time, of odd weight with probability {self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Four free bits and their parity, flipped now and then."""
        for t in range(CHUNK):
            first = tuple(chunk.bit(i, t) for i in range(PARTIES - 1))
            yield (*first, parity(first) ^ self._odd.happens(chunk, PARTIES - 1, t))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """Four free planes and their parity, flipped now and then."""
        x1, x2, x3, x4 = planes[: PARTIES - 1]
        return x1, x2, x3, x4, x1 ^ x2 ^ x3 ^ x4 ^ self._odd.words(planes[PARTIES - 1 :])


class GuessedSource(SampledSource):
    """Free bits to all who do not know e; Eve's e guesses each with probability 1 - epsilon [R4.37].

    See ``source.guessed_source``; the planes 0..4 are Eve's guess.
    """

    def __init__(self, epsilon: Fraction) -> None:
        self._wrong = Chance.rounded_up(check_epsilon(epsilon))
        self.epsilon: Fraction = self._wrong.probability
        self.planes: int = PARTIES + PARTIES * self._wrong.planes
        self.description: str = f"uniform bits, each known to Eve with probability {1 - self.epsilon}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Eve's five bits, each flipped now and then."""
        k = self._wrong.planes
        for t in range(CHUNK):
            yield tuple(chunk.bit(i, t) ^ self._wrong.happens(chunk, PARTIES + i * k, t) for i in range(PARTIES))

    def words(self, planes: Words) -> tuple[Words, ...]:
        """Eve's five planes, each flipped now and then."""
        k = self._wrong.planes
        flips = planes[PARTIES:]
        return tuple(planes[i] ^ self._wrong.words(flips[i * k : (i + 1) * k]) for i in range(PARTIES))


class MarkovSource(SampledSource):
    """Each bit differs from the one before it with probability ``flip`` [R4.38]; see ``source.markov_source``.

    The chain starts afresh, with a free bit, at each chunk.
    """

    def __init__(self, flip: Fraction) -> None:
        self._flip = Chance.rounded_up(check_flip(flip))
        self.epsilon: Fraction = markov_epsilon(3, self._flip.probability)
        self.planes: int = 1 + PARTIES * self._flip.planes
        self.description: str = f"a Markov chain of flip probability {self._flip.probability}"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """The chain, bit after bit; a chunk starts with a free one."""
        k = self._flip.planes
        bit = chunk.bit(0, 0)
        for t in range(CHUNK):
            x = []
            for i in range(PARTIES):
                if t or i:
                    bit ^= self._flip.happens(chunk, 1 + i * k, t)
                x.append(bit)
            yield tuple(x)

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The chain by prefix sums of its flips."""
        import numpy as np

        k, one = self._flip.planes, np.uint64(1)
        x = [self._flip.words(planes[1 + i * k : 1 + (i + 1) * k]) for i in range(PARTIES)]
        x[0][0] = (x[0][0] & ~one) | (planes[0][0] & one)
        for i in range(1, PARTIES):
            x[i] ^= x[i - 1]
        # Now x[i] is the change from the last bit of the quintuplet before; add up all changes before it.
        before = x[PARTIES - 1].copy()
        for shift in (1, 2, 4, 8, 16, 32):
            before ^= before << np.uint64(shift)
        carry = np.bitwise_xor.accumulate(before >> np.uint64(63))
        before[1:] ^= np.uint64(0) - carry[:-1]
        before ^= x[PARTIES - 1]
        return tuple(before ^ change for change in x)
