"""Words of 64 cells, and the bytes of transcripts that they are made of [R6.36], [R6.37]."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from freebit.boxes.bits import Bits
from freebit.protocol.body import BodyEncoding, BodyFile
from freebit.simulate.stream import CHUNK, CHUNK_WORDS, WORD_BITS

if TYPE_CHECKING:
    from freebit.simulate.stream import Words


def inside(count: int, length: int) -> Words:
    """``length`` words that have a 1 for each of the first ``count`` quintuplets."""
    full, rest = divmod(count, WORD_BITS)
    words = np.zeros(length, dtype=np.uint64)
    words[:full] = 2**64 - 1
    if rest:
        words[full] = 2**rest - 1
    return words


def frame(planes: Sequence[Words], count: int, encoding: BodyEncoding) -> bytes:
    """The bytes of a frame of ``count`` quintuplets, which is a chunk or the beginning of one [R6.36], [R6.37]."""
    there, length, m = inside(count, CHUNK_WORDS), -(-count // 8), len(planes) // 2
    data = [(plane & there).astype("<u8").view(np.uint8)[:length] for plane in planes]
    if encoding is BodyEncoding.PLANES:
        return b"".join(plane.tobytes() for plane in data)
    symbols = np.array([np.unpackbits(plane, bitorder="little")[:count] for plane in data]).T + ord("0")
    blank, feed = (np.full((count, 1), ord(symbol), dtype=np.uint8) for symbol in " \n")
    return np.hstack((symbols[:, :m], blank, symbols[:, m:], feed)).astype(np.uint8).tobytes()


def padded_words(data: NDArray[np.uint8]) -> Words:
    """A plane of at most a chunk, given as bytes, as 4096 words."""
    plane = np.zeros(CHUNK // 8, dtype=np.uint8)
    plane[: len(data)] = data
    return plane.view("<u8").astype(np.uint64)


def words_of_bits(bits: NDArray[np.uint8]) -> Words:
    """The words of an array of bits, the first bit least significant."""
    return padded_words(np.packbits(bits, bitorder="little"))


def bits_of_words(words: Callable[[int], tuple[Words, ...]], width: int, start: int, count: int) -> Bits:
    """Bit number n of a source is that of party n mod 5 in quintuplet n div 5, 5 being the width [R4.34], [R4.67]."""
    bits: list[int] = []
    number = -1
    planes: tuple[Words, ...] = ()
    for n in range(start, start + count):
        quintuplet, party = divmod(n, width)
        chunk, t = divmod(quintuplet, CHUNK)
        if chunk != number:
            number, planes = chunk, words(chunk)
        bits.append(int(planes[party][t // WORD_BITS]) >> (t % WORD_BITS) & 1)
    return tuple(bits)


def packed(blocks: Iterator[bytes], needed: int) -> tuple[NDArray[np.uint8], int]:
    """The first ``needed`` bits, packed, the first in the lowest place, and how many there were.

    All blocks are consumed, so that the file's digest covers the whole file.
    """
    packed = np.zeros(-(-needed // 8) + 1, dtype=np.uint8)
    rest, count, written = np.zeros(0, dtype=np.uint8), 0, 0
    for block in blocks:
        if count < needed:
            bits = np.concatenate((rest, np.frombuffer(block[: needed - count], dtype=np.uint8)))
            count += min(len(block), needed - count)
            whole = len(bits) // 8 * 8 if count < needed else len(bits)
            part = np.packbits(bits[:whole], bitorder="little")
            packed[written : written + len(part)] = part
            written += len(part)
            rest = bits[whole:]
    if len(rest):
        packed[written] = np.packbits(rest, bitorder="little")[0]
    return packed, count


def planes_of_file(file: BodyFile, number: int) -> Sequence[Words]:
    """The planes of a frame, the inputs' first; raises ``UnreadableError`` for what is no body [R6.36], [R6.37]."""
    count, m = file.frame_quintuplets(number), file.parties
    data = np.frombuffer(file.frame(number), dtype=np.uint8)
    if file.encoding is BodyEncoding.TEXT:
        return _text_planes(file, number, data.reshape(count, -1))
    planes = [padded_words(plane) for plane in data.reshape(2 * m, -1)]
    outside = ~inside(count, CHUNK_WORDS)
    if count < CHUNK and any(np.any(plane & outside) for plane in planes):
        raise file.not_padding(number)
    return planes


def _text_planes(file: BodyFile, number: int, lines: NDArray[np.uint8]) -> list[Words]:
    m = file.parties
    symbols = np.delete(lines, (m, 2 * m + 1), axis=1)
    bad = (lines[:, m] != ord(" ")) | (lines[:, -1] != ord("\n")) | ((symbols | 1) != ord("1")).any(axis=1)
    if bad.any():
        raise file.not_a_line(number * CHUNK + int(np.argmax(bad)))
    return [words_of_bits(plane) for plane in (symbols & 1).T]
