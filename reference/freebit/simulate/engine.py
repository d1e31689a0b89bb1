"""Steps 1 to 5 at speed, 64 quintuplets to a word [R4.44].

Inputs and outputs are five planes of words each and stay so: which quintuplets are kept and which are
wrong is worked out by bitwise operations, and only the wrong ones are ever looked up one by one.  A run is
a pass over chunks, each of which is a piece [R4.90], after which l is drawn, and a second visit to those that hold the
distilling cells.  The outcome equals that of ``protocol.replay`` on the same quintuplets.

An operation on a chunk takes a microsecond, so that threads of one process would but wait for one another: who wants
more than one core takes processes (``apart``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from freebit.boxes.bits import Bits
from freebit.protocol.body import BodyEncoding
from freebit.protocol.parameters import GAME, PARTIES, Parameters, Selection, SourceExhaustedError
from freebit.protocol.pieces import GridPiece, GridTally, PlacedQuintuplet
from freebit.protocol.steps import Outcome
from freebit.protocol.transcript import TranscriptFile, TranscriptWriter
from freebit.simulate.asked import AskedInputs
from freebit.simulate.devices import Device
from freebit.simulate.frames import bits_of_words, frame, inside, packed, planes_of_file, words_of_bits
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, WORD_BITS, chunk_planes

if TYPE_CHECKING:
    from freebit.simulate.stream import Words

Ranks = NDArray[np.int64]
_NO_RANKS: Ranks = np.zeros(0, dtype=np.int64)
Progress = Callable[[int], None]


class SourceBits(Protocol):
    """The bits of a source, as words and one by one."""

    def words(self, chunk: int) -> tuple[Words, ...]:
        """The inputs of a chunk of quintuplets, five arrays of 4096 words."""

    def bits(self, start: int, count: int) -> Bits:
        """``count`` bits from number ``start`` on, counted from 0."""


class Rounds(Protocol):
    """The quintuplets of a run, a chunk at a time, and the bits that make l."""

    def chunk(self, number: int) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs and outputs of a chunk, five arrays of words each; chunks count from 0."""

    def l_bits(self, passed: bool) -> Bits:
        """The bits that make l; asked for after all quintuplets, with the verdict of step 2 [R4.13]."""


# Where quintuplets come from.


@dataclass(frozen=True)
class SampledBits:
    """A sampled source and its seed."""

    source: SampledSource
    seed: int

    def words(self, chunk: int) -> tuple[Words, ...]:
        """The chunk as the source samples it."""
        return self.source.sampled(self.seed, chunk)

    def bits(self, start: int, count: int) -> Bits:
        """The bits in the order of R4.34."""
        return bits_of_words(self.words, self.source.width, start, count)


class FileBits:
    """Bits given as bytes of value 0 and 1, kept packed: ``width`` for each of ``cells`` cells, and then some.

    Raises ``SourceExhaustedError`` if they are too few for the inputs [R4.8], [R4.60] or, later, for l [R4.8].
    """

    def __init__(
        self, blocks: Iterator[bytes], cells: int, needed: int, width: int = PARTIES, rule: str = "R4.8"
    ) -> None:
        self._needed, self._width = needed, width
        self._packed, self._count = packed(blocks, needed)
        if self._count < width * cells:
            raise SourceExhaustedError(self._count, needed, rule)

    def words(self, chunk: int) -> tuple[Words, ...]:
        """The chunk, unpacked into a word stream for each party."""
        width = self._width
        start = chunk * CHUNK * width
        # A chunk starts at a whole byte, since 2**18 is a multiple of 8.
        part = self._packed[start // 8 : (start + CHUNK * width) // 8]
        bits = np.zeros(CHUNK * width, dtype=np.uint8)
        bits[: 8 * len(part)] = np.unpackbits(part, bitorder="little")
        return tuple(words_of_bits(plane) for plane in bits.reshape(CHUNK, width).T)

    def bits(self, start: int, count: int) -> Bits:
        """The bits as they stand in the file; raises ``SourceExhaustedError`` if it ends before [R4.8]."""
        if start + count > self._count:
            raise SourceExhaustedError(self._count, self._needed)
        first = start // 8
        part = np.unpackbits(self._packed[first : -(-(start + count) // 8)], bitorder="little")
        return tuple(part[start - 8 * first : start - 8 * first + count].tolist())


@dataclass(frozen=True)
class SimulatedRounds:
    """Source bits and the answers of simulated devices."""

    parameters: Parameters
    source: SourceBits
    device: Device
    seed: int

    def chunk(self, number: int) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs from the source, outputs from the device."""
        return answered(self.device, self.seed, number, AskedInputs.of(GAME, self.source.words(number)))

    def l_bits(self, passed: bool) -> Bits:
        """The source's next bits after all inputs; none if step 2 aborts [R4.13]."""
        count = self.parameters.selection_bits if passed else 0
        return self.source.bits(PARTIES * self.parameters.quintuplets, count)


@dataclass(frozen=True)
class TranscriptRounds:
    """The quintuplets of a transcript file; its frames are the chunks."""

    file: TranscriptFile

    def chunk(self, number: int) -> tuple[Sequence[Words], Sequence[Words]]:
        """The planes of a frame."""
        planes = planes_of_file(self.file, number)
        return planes[:PARTIES], planes[PARTIES:]

    def l_bits(self, passed: bool) -> Bits:
        """The bits of the trailer; raises ``UnreadableError`` if step 2 leaves another number of them [R6.40]."""
        self.file.check_l(passed)
        return self.file.l_bits


def answered(device: Device, seed: int, number: int, x: AskedInputs) -> tuple[AskedInputs, Sequence[Words]]:
    """The inputs of a chunk, and what the devices answer."""
    return x, device.words(chunk_planes(seed, DEVICE_STREAM, number, device.planes), x)


# The run.


def run_rounds(
    parameters: Parameters,
    rounds: Rounds,
    *,
    writer: TranscriptWriter | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Steps 2 to 5 on ``rounds``; the transcript goes to ``writer`` if one is given.

    ``progress`` is told the number of quintuplets of each chunk that is done.
    """
    tally = GridTally(parameters)
    encoding = writer.encoding if writer else None
    chunks = range(-(-parameters.quintuplets // CHUNK))
    for number in chunks:
        survey = survey_chunk(parameters, rounds, number, encoding)
        tally.add(survey.piece, partial(cut_chunk, parameters, rounds, number))
        if writer is not None and survey.frame is not None:
            writer.frame(survey.frame)
        if progress is not None:
            progress(survey.piece.cells)

    l_bits = rounds.l_bits(parameters.passes_step_2(tally.kept))
    if writer is not None:
        writer.finish(l_bits)
    return tally.outcome(l_bits, partial(cells_at, rounds, [range(number, number + 1) for number in chunks]))


@dataclass(frozen=True)
class Survey:
    """A chunk as a piece, and its frame of the transcript, if one is written."""

    piece: GridPiece
    frame: bytes | None


def wrong_of(x: AskedInputs, a: Sequence[Words], kept: Words | None) -> Words:
    """Which of the kept cells are wrong, I(a,x) = 1; None stands for all cells."""
    wrong = x.right_last(a[:-1]) ^ a[-1]
    if kept is not None:
        wrong &= kept
    return wrong


def ones(words: Words) -> int:
    """The number of ones in fewer than 2**26 words."""
    return int(np.add.reduce(np.bitwise_count(words), dtype=np.uint32))


def _kept(x: Sequence[Words], count: int) -> Words:
    """Which of the first ``count`` quintuplets are kept: the weight of x is odd."""
    kept = AskedInputs.of(GAME, x).kept(count)
    return inside(count, len(x[0])) if kept is None else kept


def survey_chunk(parameters: Parameters, rounds: Rounds, number: int, encoding: BodyEncoding | None) -> Survey:
    """Steps 2 and 4 on a chunk: I(a,x) = 1 where the weight of x is odd and the parity of a is not right."""
    count = min(CHUNK, parameters.quintuplets - number * CHUNK)
    inputs, a = rounds.chunk(number)
    x = AskedInputs.of(GAME, inputs)
    odd = _kept(x, count)
    wrong = wrong_of(x, a, odd)
    written = None if encoding is None else frame((*x, *a), count, encoding)
    ranks = _ranks(wrong, odd) if np.count_nonzero(wrong) else _NO_RANKS
    return Survey(piece_of_ranks(parameters, count, ones(odd), ranks), written)


def cut_chunk(parameters: Parameters, rounds: Rounds, number: int, most: int) -> GridPiece:
    """The piece of a chunk with its first ``most`` kept quintuplets only [R4.95]."""
    x, a = rounds.chunk(number)
    odd = _kept(x, CHUNK)
    ranks = _ranks(wrong_of(AskedInputs.of(GAME, x), a, odd), odd)
    return piece_of_ranks(parameters, 0, most, ranks[ranks < most])


def piece_of_ranks(parameters: Parameters, cells: int, kept: int, wrong: Ranks) -> GridPiece:
    """What ``grid_piece`` makes of the wrong ranks, ascending, in time that does not grow with Nd for each of them."""
    nd, selection = parameters.nd, parameters.selection
    if not len(wrong):
        return GridPiece(nd, selection, cells, kept)
    columns = tuple(np.bincount(wrong % nd, minlength=nd).tolist())
    rows = _rows(nd, wrong) if selection is Selection.ROW else ()
    return GridPiece(nd, selection, cells, kept, columns, rows, (int(wrong[0]), int(wrong[-1])))


def _rows(nd: int, wrong: Ranks) -> tuple[int, ...]:
    """For each column that the first rank may stand in, the rows with a wrong one [R4.93].

    A rank begins another row than the one before it if it is Nd or more after it, or else from certain columns on and
    up to others: those in which a row ends between the two.
    """
    gaps = np.diff(wrong)
    near = gaps < nd
    begin, end = -wrong[1:][near] % nd, -wrong[:-1][near] % nd
    changes = np.bincount(begin, minlength=nd) - np.bincount(end, minlength=nd)
    always = 1 + np.count_nonzero(~near) + np.count_nonzero(begin > end)
    return tuple((always + np.cumsum(changes)).tolist())


def _ranks(chosen: Words, among: Words) -> Ranks:
    """The places that the bits of ``chosen`` have among the bits of ``among``, which include them."""
    before = np.cumsum(np.bitwise_count(among), dtype=np.int64)
    words = np.flatnonzero(chosen)
    bits = np.unpackbits(chosen[words].astype("<u8").view(np.uint8), bitorder="little").reshape(-1, WORD_BITS)
    rows, shifts = np.nonzero(bits)
    index = words[rows]
    at_or_above = np.bitwise_count(among[index] >> shifts.astype(np.uint64))
    ranks: Ranks = before[index] - at_or_above
    return ranks


def cells_at(rounds: Rounds, groups: Sequence[range], places: Sequence[tuple[int, int]]) -> list[PlacedQuintuplet]:
    """The kept quintuplets at places, in the order given: a group of chunks, and a rank in it.

    Each chunk is visited at most once, and one at a time.
    """
    found: dict[tuple[int, int], PlacedQuintuplet] = {}
    for group in sorted({group for group, _ in places}):
        ranks = sorted({rank for own, rank in places if own == group})
        before = 0
        for number in groups[group]:
            if not ranks:
                break
            x, a = rounds.chunk(number)
            odd = _kept(x, CHUNK)
            ends = np.cumsum(np.bitwise_count(odd), dtype=np.int64)
            while ranks and ranks[0] - before < ends[-1]:
                rank = ranks.pop(0)
                word = int(np.searchsorted(ends, rank - before, side="right"))
                bit = _nth_set_bit(int(odd[word]), rank - before - (int(ends[word - 1]) if word else 0))
                position = number * CHUNK + word * WORD_BITS + bit
                found[group, rank] = PlacedQuintuplet(position, _at(x, word, bit), _at(a, word, bit))
            before += int(ends[-1])
    return [found[place] for place in places]


def _nth_set_bit(word: int, n: int) -> int:
    """The place of the set bit number ``n``, from 0."""
    for _ in range(n):
        word &= word - 1
    return (word & -word).bit_length() - 1


def _at(planes: Sequence[Words], word: int, bit: int) -> Bits:
    return tuple(int(plane[word]) >> bit & 1 for plane in planes)
