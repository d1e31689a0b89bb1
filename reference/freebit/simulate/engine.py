"""Steps 1 to 5 at speed, 64 quintuplets to a word [R4.44].

Inputs and outputs are five planes of words each and stay so: which quintuplets are kept and which are
wrong is worked out by bitwise operations, and only the wrong ones are ever looked up one by one.  A run is
a pass over spans of a few chunks, each of which is a piece [R4.90], after which l is drawn, and a second visit to those
that hold the distilling cells.  The outcome equals that of ``protocol.replay`` on the same quintuplets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

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
from freebit.simulate.frames import bits_of_words, frames, inside, joined, packed, planes_of_file, words_of_bits
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, WORD_BITS, chunk_planes

if TYPE_CHECKING:
    from freebit.simulate.stream import Words

THREADS = 2
#: Chunks that are worked on at once: fewer and longer operations let the threads run side by side.
SPAN = 4
#: Devices of more planes answer chunk by chunk, so that their planes need not be joined.
FEW_PLANES = 16
Ranks = NDArray[np.int64]
_NO_RANKS: Ranks = np.zeros(0, dtype=np.int64)
Progress = Callable[[int], None]
Made = TypeVar("Made")


class SourceBits(Protocol):
    """The bits of a source, as words and one by one."""

    def words(self, chunk: int) -> tuple[Words, ...]:
        """The inputs of a chunk of quintuplets, five arrays of 4096 words."""

    def bits(self, start: int, count: int) -> Bits:
        """``count`` bits from number ``start`` on, counted from 0."""


class Rounds(Protocol):
    """The quintuplets of a run, some chunks at a time, and the bits that make l."""

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs and outputs of consecutive chunks, five arrays of words each; called from several threads."""

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

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs from the source, outputs from the device."""
        return answered(self.device, self.seed, chunks, self._inputs)

    def _inputs(self, chunk: int) -> AskedInputs:
        return AskedInputs.of(GAME, self.source.words(chunk))

    def l_bits(self, passed: bool) -> Bits:
        """The source's next bits after all inputs; none if step 2 aborts [R4.13]."""
        count = self.parameters.selection_bits if passed else 0
        return self.source.bits(PARTIES * self.parameters.quintuplets, count)


@dataclass(frozen=True)
class TranscriptRounds:
    """The quintuplets of a transcript file; its frames are the chunks."""

    file: TranscriptFile

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """The planes of the file's frames."""
        planes = joined([planes_of_file(self.file, chunk) for chunk in chunks])
        return planes[:PARTIES], planes[PARTIES:]

    def l_bits(self, passed: bool) -> Bits:
        """The bits of the trailer; raises ``UnreadableError`` if step 2 leaves another number of them [R6.40]."""
        self.file.check_l(passed)
        return self.file.l_bits


def answered(
    device: Device, seed: int, chunks: range, inputs_of: Callable[[int], AskedInputs]
) -> tuple[AskedInputs, Sequence[Words]]:
    """The inputs of consecutive chunks, and what the devices answer."""
    inputs = [inputs_of(chunk) for chunk in chunks]
    planes = [chunk_planes(seed, DEVICE_STREAM, chunk, device.planes) for chunk in chunks]
    x = AskedInputs.joined(inputs)
    if len(chunks) == 1:
        return x, device.words(planes[0], x)
    if device.planes <= FEW_PLANES:
        return x, device.words(np.concatenate(planes, axis=1), x)
    return x, joined([device.words(own, asked) for own, asked in zip(planes, inputs, strict=True)])


# The run.


def run_rounds(
    parameters: Parameters,
    rounds: Rounds,
    *,
    threads: int = THREADS,
    writer: TranscriptWriter | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Steps 2 to 5 on ``rounds``; the transcript goes to ``writer`` if one is given.

    ``progress`` is told the number of quintuplets of each span that is done.
    """
    tally = GridTally(parameters)
    spans = spans_of(parameters.quintuplets, threads)
    encoding = writer.encoding if writer else None
    surveys = in_order(lambda chunks: survey_span(parameters, rounds, chunks, encoding), spans, threads)
    for survey, chunks in zip(surveys, spans, strict=True):
        tally.add(survey.piece, partial(cut_span, parameters, rounds, chunks))
        if writer is not None:
            for frame in survey.frames:
                writer.frame(frame)
        if progress is not None:
            progress(survey.piece.cells)

    l_bits = rounds.l_bits(parameters.passes_step_2(tally.kept))
    if writer is not None:
        writer.finish(l_bits)
    return tally.outcome(l_bits, partial(cells_at, rounds, spans))


@dataclass(frozen=True)
class Survey:
    """A span as a piece, and the frames of the transcript, if one is written."""

    piece: GridPiece
    frames: list[bytes]


def in_order(made: Callable[[range], Made], spans: Sequence[range], threads: int) -> Iterator[Made]:
    """What is made of the spans, in order; few more spans than threads are held at a time."""
    if threads == 1:
        yield from map(made, spans)
        return
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for chunks in spans:
                waiting.append(pool.submit(made, chunks))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def spans_of(quintuplets: int, threads: int) -> list[range]:
    """The chunks of a run, ``SPAN`` at a time, or one by one: a thread has the words of one chunk in its cache."""
    chunks, step = -(-quintuplets // CHUNK), 1 if threads == 1 else SPAN
    return [range(first, min(first + step, chunks)) for first in range(0, chunks, step)]


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


def survey_span(parameters: Parameters, rounds: Rounds, chunks: range, encoding: BodyEncoding | None) -> Survey:
    """Steps 2 and 4 on a span: I(a,x) = 1 where the weight of x is odd and the parity of a is not right."""
    count = min(len(chunks) * CHUNK, parameters.quintuplets - chunks.start * CHUNK)
    x, a = rounds.span(chunks)
    odd = _kept(x, count)
    wrong = wrong_of(AskedInputs.of(GAME, x), a, odd)
    written = [] if encoding is None else list(frames((*x, *a), count, encoding))
    ranks = _ranks(wrong, odd) if np.count_nonzero(wrong) else _NO_RANKS
    return Survey(piece_of_ranks(parameters, count, ones(odd), ranks), written)


def cut_span(parameters: Parameters, rounds: Rounds, chunks: range, most: int) -> GridPiece:
    """The piece of a span with its first ``most`` kept quintuplets only [R4.95]."""
    x, a = rounds.span(chunks)
    odd = _kept(x, len(chunks) * CHUNK)
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


def cells_at(rounds: Rounds, spans: Sequence[range], places: Sequence[tuple[int, int]]) -> list[PlacedQuintuplet]:
    """The kept quintuplets at places, a span and a rank in it, in the order given; each span is visited once."""
    found: dict[tuple[int, int], PlacedQuintuplet] = {}
    for number in sorted({span for span, _ in places}):
        x, a = rounds.span(spans[number])
        odd = _kept(x, len(spans[number]) * CHUNK)
        ends = np.cumsum(np.bitwise_count(odd), dtype=np.int64)
        for rank in (rank for span, rank in places if span == number):
            word = int(np.searchsorted(ends, rank, side="right"))
            bit = _nth_set_bit(int(odd[word]), rank - (int(ends[word - 1]) if word else 0))
            position = spans[number].start * CHUNK + word * WORD_BITS + bit
            found[number, rank] = PlacedQuintuplet(position, _at(x, word, bit), _at(a, word, bit))
    return [found[place] for place in places]


def _nth_set_bit(word: int, n: int) -> int:
    """The place of the set bit number ``n``, from 0."""
    for _ in range(n):
        word &= word - 1
    return (word & -word).bit_length() - 1


def _at(planes: Sequence[Words], word: int, bit: int) -> Bits:
    return tuple(int(plane[word]) >> bit & 1 for plane in planes)
