"""The stream of random words behind every sampler [R4.30]-[R4.33].

The words are those of SFC64, the small fast chaotic generator of C. Doty-Humphrey, started afresh for each
*chunk* of 2**18 quintuplets.  Word w of plane q of a chunk is its word number q * 4096 + w, and bit b of
that word belongs to quintuplet 64 w + b of the chunk.  Sixty-four quintuplets are thus handled at once,
and any chunk can be had without those before it.

``PlainChunk`` is the definition, on the standard library; ``chunk_planes`` gives the same words by NumPy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from freebit.errors import InvalidError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

WORD_BITS = 64
CHUNK_WORDS = 4096
#: Quintuplets of a chunk [R4.31].
CHUNK = WORD_BITS * CHUNK_WORDS

#: Streams of one seed [R4.30].
SOURCE_STREAM = 0
DEVICE_STREAM = 1

#: Outputs that SFC64 discards after its state was set [R4.30].
WARM_UP = 18

_MASK = 2**64 - 1


def check_seed(seed: int) -> int:
    """``seed`` itself; raises ``ValueError`` unless 0 <= seed < 2**64 [R4.30]."""
    if not 0 <= seed <= _MASK:
        raise InvalidError(f"[R4.30] the seed {seed} is not in 0..2^64 - 1")
    return seed


class Sfc64:
    """SFC64 with the state (seed, stream, chunk, 1) and the first 18 outputs discarded [R4.30]."""

    def __init__(self, seed: int, stream: int, chunk: int) -> None:
        self._a, self._b, self._c, self._counter = check_seed(seed), stream, chunk, 1
        for _ in range(WARM_UP):
            self.next_word()

    def next_word(self) -> int:
        """The next word of 64 bits."""
        word = (self._a + self._b + self._counter) & _MASK
        self._counter = (self._counter + 1) & _MASK
        self._a = self._b ^ (self._b >> 11)
        self._b = (self._c + (self._c << 3)) & _MASK
        self._c = (((self._c << 24) | (self._c >> 40)) + word) & _MASK
        return word


class PlainChunk:
    """The planes of one chunk of one stream, bit by bit [R4.31]."""

    def __init__(self, seed: int, stream: int, chunk: int) -> None:
        self._generator = Sfc64(seed, stream, chunk)
        self._words: list[int] = []

    def bit(self, plane: int, quintuplet: int) -> int:
        """The bit of ``plane`` for ``quintuplet``, which counts from 0 within the chunk."""
        return self.word(plane * CHUNK_WORDS + quintuplet // WORD_BITS) >> (quintuplet % WORD_BITS) & 1

    def word(self, index: int) -> int:
        """Word number ``index`` of the chunk's stream, from 0."""
        while len(self._words) <= index:
            self._words.append(self._generator.next_word())
        return self._words[index]

    def half_word(self, index: int) -> int:
        """The 16 bits number ``index`` of the chunk's stream, from 0, the least significant of a word first [R4.47]."""
        return self.word(index // 4) >> 16 * (index % 4) & 0xFFFF

    def number(self, first_plane: int, planes: int, quintuplet: int) -> int:
        """The number that ``planes`` planes from ``first_plane`` on spell, most significant first [R4.32]."""
        value = 0
        for plane in range(first_plane, first_plane + planes):
            value = 2 * value + self.bit(plane, quintuplet)
        return value


_thread = threading.local()


def _generator() -> np.random.SFC64:
    """The thread's generator; its state is set anew for each chunk."""
    if not hasattr(_thread, "generator"):
        import numpy as np

        # The C library hands freed planes back to the system, and fetches them again at a third of the
        # whole cost, until it has seen a larger block freed.
        np.empty(2**20, dtype=np.uint64)
        _thread.generator = np.random.SFC64(0)
    generator: np.random.SFC64 = _thread.generator
    return generator


def chunk_stream(seed: int, stream: int, chunk: int) -> Callable[[int], Words]:
    """Gives the next words of a chunk, as many as it is told, until the thread turns to another chunk [R4.30]."""
    import numpy as np

    generator = _generator()
    state = np.array([check_seed(seed), stream, chunk, 1], dtype=np.uint64)
    generator.state = {"bit_generator": "SFC64", "state": {"state": state}, "has_uint32": 0, "uinteger": 0}
    generator.random_raw(WARM_UP, output=False)
    return generator.random_raw


def chunk_planes(seed: int, stream: int, chunk: int, planes: int) -> Words:
    """The first ``planes`` planes of a chunk, as an array of shape (planes, 4096) of 64-bit words [R4.31]."""
    return chunk_stream(seed, stream, chunk)(planes * CHUNK_WORDS).reshape(planes, CHUNK_WORDS)
