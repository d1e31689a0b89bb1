"""The sampled source *thrifty*: biased bits, eight at a time, from two random bits each [R4.47]."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from freebit.boxes.bits import Bits
from freebit.errors import InvalidError
from freebit.protocol.parameters import PARTIES
from freebit.simulate.chance import PRECISION, Chance
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import CHUNK_WORDS, SOURCE_STREAM, WORD_BITS, PlainChunk, chunk_stream
from freebit.source.epsilon import check_epsilon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from freebit.simulate.stream import Words

#: Bits that are drawn at once, and the numbers of which one is drawn for them.
_BYTE = 8
_NUMBERS = 2**16
#: Words of its own for a byte that its number leaves open, and how finely they divide what is left.
_OWN = 4
_REST_BITS = _BYTE * PRECISION - 16
#: Bits of the first of these words that are looked at first.
_FIRST = 56


class ByteLaw:
    """The law of eight independent bits, each 0 with probability limit / 2^32, as numbers from 0 to 2^16 - 1 [R4.47].

    Byte b has ``wholes[b]`` numbers, and ``rests[b]`` / 2^240 of one more.
    """

    def __init__(self, limit: int) -> None:
        weights = [
            limit ** (_BYTE - byte.bit_count()) * (2**PRECISION - limit) ** byte.bit_count() for byte in range(2**_BYTE)
        ]
        #: The numbers of the bytes up to each.
        self.wholes: list[int] = list(accumulate(weight >> _REST_BITS for weight in weights))
        #: The rests of the bytes up to each, in units of 2^-240.
        self.rests: list[int] = list(accumulate(weight % 2**_REST_BITS for weight in weights))

    @property
    def decided(self) -> int:
        """The numbers below this one decide a byte."""
        return self.wholes[-1]

    def byte(self, number: int, own: Callable[[], int]) -> int:
        """The byte of a number; ``own`` gives the next word of its own."""
        if number < self.decided:
            return bisect_right(self.wholes, number)
        return self.open_byte(number, [own() for _ in range(_OWN)])

    def open_byte(self, number: int, own: list[int]) -> int:
        """The byte of a number that leaves it open."""
        value = 0
        for word in own:
            value = value << WORD_BITS | word
        place = (number - self.decided << _REST_BITS) + (value >> _OWN * WORD_BITS - _REST_BITS)
        return bisect_right(self.rests, place)

    @cached_property
    def table(self) -> NDArray[np.uint8]:
        """The byte of each number, 0 where it is open."""
        import numpy as np

        table = np.zeros(_NUMBERS, dtype=np.uint8)
        table[: self.decided] = np.repeat(np.arange(2**_BYTE, dtype=np.uint8), np.diff(self.wholes, prepend=0))
        return table

    @cached_property
    def first_rests(self) -> Words:
        """The leading bits of ``rests``, as far as a word holds them."""
        import numpy as np

        # The last is the whole of all rests, which no place reaches.
        return np.array([rest >> _REST_BITS - _FIRST for rest in self.rests[:-1]], dtype=np.uint64)

    def open_bytes(self, numbers: NDArray[np.uint16], own: Words) -> NDArray[np.uint8]:
        """The bytes of numbers that leave them open; ``own`` has four words for each, one after another."""
        import numpy as np

        words = own.reshape(-1, _OWN)
        places = (numbers.astype(np.uint64) - np.uint64(self.decided)) << np.uint64(_FIRST)
        places |= words[:, 0] >> np.uint64(WORD_BITS - _FIRST)
        found = np.searchsorted(self.first_rests, places, side="left").astype(np.uint8)
        for i in np.flatnonzero(np.searchsorted(self.first_rests, places, side="right") != found).tolist():
            found[i] = self.open_byte(int(numbers[i]), words[i].tolist())
        return found


class ThriftySource(SampledSource):
    """The law of ``BiasedSource`` from a sixteenth of its words [R4.47].

    The words of their own of bytes that are open follow the planes, in the order of the quintuplets' words, then of the
    parties, then of the bytes.
    """

    def __init__(self, epsilon: Fraction, width: int = PARTIES) -> None:
        self.epsilon: Fraction = Chance.rounded_up(check_epsilon(epsilon)).probability
        self.law: ByteLaw = ByteLaw(int(self.epsilon * 2**PRECISION))
        self.width: int = width
        #: With room for the words of their own of nearly all chunks; ``sampled`` makes as many as there must be.
        self.planes: int = 2 * width + width // 4 + 1
        self.description: str = f"independent bits, 0 with probability {self.epsilon}, drawn thriftily"

    def quintuplets(self, chunk: PlainChunk) -> Iterator[Bits]:
        """Each byte from two bytes of its own, and from four words of its own where these leave it open."""
        used = 2 * self.width * CHUNK_WORDS

        def own() -> int:
            nonlocal used
            used += 1
            return chunk.word(used - 1)

        for word in range(CHUNK_WORDS):
            values = [0] * self.width
            for party in range(self.width):
                for place in range(_BYTE):
                    number = chunk.half_word(8 * CHUNK_WORDS * party + _BYTE * word + place)
                    values[party] |= self.law.byte(number, own) << _BYTE * place
            for t in range(WORD_BITS):
                yield tuple(value >> t & 1 for value in values)

    def sampled(self, seed: int, chunk: int) -> tuple[Words, ...]:
        """The bits of a chunk; no word is made in vain."""
        more = chunk_stream(seed, SOURCE_STREAM, chunk)
        return self._decoded(more(2 * self.width * CHUNK_WORDS), more)

    def words(self, planes: Words) -> tuple[Words, ...]:
        """The bits, if ``planes`` hold enough words of their own; raises ``ValueError`` if not."""
        flat, used = planes.reshape(-1), 2 * self.width * CHUNK_WORDS

        def own(count: int) -> Words:
            if used + count > len(flat):
                raise InvalidError(f"[R4.47] {count} words are needed besides the planes")
            return flat[used : used + count]

        return self._decoded(flat[:used], own)

    def _decoded(self, drawn: Words, own: Callable[[int], Words]) -> tuple[Words, ...]:
        import numpy as np

        numbers = drawn.astype("<u8", copy=False).view("<u2")
        values = np.empty(len(numbers), dtype=np.uint8)
        np.take(self.law.table, numbers, out=values, mode="wrap")  # "wrap" checks no bounds beforehand
        if self.law.decided < _NUMBERS:
            is_open = np.flatnonzero(numbers >= np.uint16(self.law.decided))
            party, place = np.divmod(is_open, _BYTE * CHUNK_WORDS)
            is_open = is_open[np.lexsort((place, party, place // _BYTE))]
            values[is_open] = self.law.open_bytes(numbers[is_open], own(_OWN * len(is_open)))
        planes = values.view("<u8").astype(np.uint64, copy=False).reshape(self.width, CHUNK_WORDS)
        return tuple(planes)
