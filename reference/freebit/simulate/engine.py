"""Steps 1 to 5 at speed, 64 quintuplets to a word [R4.44].

Inputs and outputs are five planes of words each and stay so: which quintuplets are kept and which are
wrong is worked out by bitwise operations, and only the wrong ones are ever looked up one by one.  A run is
a pass over spans of a few chunks, after which l is drawn, and a second visit to those that hold the
distilling cells.  The outcome equals that of ``protocol.replay`` on the same quintuplets.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from freebit.boxes.bits import Bits
from freebit.protocol.body import BodyEncoding
from freebit.protocol.parameters import GAME, PARTIES, Parameters, Selection, SourceExhaustedError
from freebit.protocol.steps import Abort, Outcome, distilling_rows, is_aborted, l_numbers, step_5
from freebit.protocol.transcript import TranscriptFile, TranscriptWriter
from freebit.simulate.devices import Device, odd_and_three
from freebit.simulate.frames import bits_of_words, frames, inside, joined, packed, planes_of_file, words_of_bits
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, SOURCE_STREAM, WORD_BITS, chunk_planes

if TYPE_CHECKING:
    from freebit.simulate.stream import Words

THREADS = 2
#: Chunks that are worked on at once: fewer and longer operations let the threads run side by side.
SPAN = 4
#: Devices of more planes answer chunk by chunk, so that their planes need not be joined.
FEW_PLANES = 16
Ranks = NDArray[np.int64]
Progress = Callable[[int], None]


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
        return self.source.words(chunk_planes(self.seed, SOURCE_STREAM, chunk, self.source.planes))

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
        inputs = [self.source.words(chunk) for chunk in chunks]
        x = joined(inputs)
        if self.device.planes <= FEW_PLANES:
            return x, self.device.words(np.concatenate([self._planes(chunk) for chunk in chunks], axis=1), x)
        return x, joined([self.device.words(self._planes(c), own) for c, own in zip(chunks, inputs, strict=True)])

    def _planes(self, chunk: int) -> Words:
        return chunk_planes(self.seed, DEVICE_STREAM, chunk, self.device.planes)

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
    tally = _Tally(parameters)
    for survey in _surveys(parameters, rounds, threads, writer.encoding if writer else None):
        tally.add(survey)
        if writer is not None:
            for frame in survey.frames:
                writer.frame(frame)
        if progress is not None:
            progress(survey.quintuplets)

    passed = parameters.passes_step_2(tally.kept)
    l_bits = rounds.l_bits(passed)
    if writer is not None:
        writer.finish(l_bits)
    if not passed:
        return Outcome(tally.kept, Abort.TOO_FEW_KEPT, (), (), (), (), 0, (), k=0)

    l = l_numbers(parameters, l_bits)  # noqa: E741 - the paper's letter
    ranks = [(row - 1) * parameters.nd + i for i, row in enumerate(distilling_rows(parameters, l))]
    cells = list(_cells(rounds, parameters.quintuplets, tally.kept_in_span, ranks))
    wrong_blocks, wrong_cells = tally.outside([GAME.coefficient(cell.a, cell.x) for cell in cells])
    aborted = is_aborted(parameters, wrong_blocks, wrong_cells)
    outputs = tuple(cell.a for cell in cells)
    return Outcome(
        kept=tally.kept,
        abort=Abort.WRONG_CORRELATIONS if aborted else None,
        l=l,
        distilling=tuple(cell.position + 1 for cell in cells),
        distilling_inputs=tuple(cell.x for cell in cells),
        distilling_outputs=outputs,
        wrong_blocks=wrong_blocks,
        wrong_cells=wrong_cells,
        k=0 if aborted else step_5(parameters.extractor, outputs),
    )


@dataclass(frozen=True)
class _Survey:
    """What steps 2 and 4 need to know of a span."""

    quintuplets: int
    kept: int
    #: The wrong quintuplets, by their place among the kept ones of the span, ascending.
    wrong: Ranks | None
    #: The frames of the transcript, if one is written.
    frames: list[bytes]


def _surveys(parameters: Parameters, rounds: Rounds, threads: int, encoding: BodyEncoding | None) -> Iterator[_Survey]:
    """The spans' surveys in order; few more spans than threads are held at a time."""
    waiting: deque[Future[_Survey]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for chunks in spans_of(parameters.quintuplets):
                count = min(len(chunks) * CHUNK, parameters.quintuplets - chunks.start * CHUNK)
                waiting.append(pool.submit(_survey, rounds, chunks, count, encoding))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def spans_of(quintuplets: int, span: int | None = None) -> list[range]:
    """The chunks of a run, ``SPAN`` at a time unless another number is given."""
    chunks, step = -(-quintuplets // CHUNK), span or SPAN
    return [range(first, min(first + step, chunks)) for first in range(0, chunks, step)]


def _survey(rounds: Rounds, chunks: range, count: int, encoding: BodyEncoding | None) -> _Survey:
    """Steps 2 and 4 on a span: I(a,x) = 1 where the weight of x is odd and the parity of a is not right."""
    x, a = rounds.span(chunks)
    odd, three = odd_and_three(x)
    if count < len(chunks) * CHUNK:
        odd &= inside(count, len(odd))
    wrong = a[0] ^ a[1]
    for output in a[2:]:
        wrong ^= output
    wrong ^= three
    wrong &= odd
    written = [] if encoding is None else list(frames((*x, *a), count, encoding))
    kept = int(np.bitwise_count(odd).sum(dtype=np.int64))
    return _Survey(count, kept, _ranks(wrong, odd) if wrong.any() else None, written)


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


class _Tally:
    """Counts over the spans, in memory that does not grow with the number of wrong quintuplets."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self.kept = 0
        self.kept_in_span: list[int] = []
        self._columns = np.zeros(parameters.nd, dtype=np.int64)
        self._wrong_rows = 0
        self._last_row = -1

    def add(self, survey: _Survey) -> None:
        """Count the wrong cells of the next span by column and the wrong rows; surplus is ignored [R4.12]."""
        nd = self._parameters.nd
        if survey.wrong is not None:
            ranks = survey.wrong + self.kept
            ranks = ranks[ranks < nd * self._parameters.nb]
            self._columns += np.bincount(ranks % nd, minlength=nd)
            rows = ranks // nd
            if len(rows):
                self._wrong_rows += int(np.count_nonzero(np.diff(rows, prepend=self._last_row)))
                self._last_row = int(rows[-1])
        self.kept += survey.kept
        self.kept_in_span.append(survey.kept)

    def outside(self, wrong_in_d: Sequence[int]) -> tuple[int, tuple[int, ...]]:
        """The wrong blocks and the wrong cells of each column without the distilling cells [R4.20]."""
        columns = self._columns - np.array(wrong_in_d, dtype=np.int64)
        if self._parameters.selection is Selection.COLUMN:
            return 0, tuple(columns.tolist())
        return self._wrong_rows - int(any(wrong_in_d)), tuple(columns.tolist())


@dataclass(frozen=True)
class _Cell:
    """A quintuplet: its number, from 0, its inputs and its outputs."""

    position: int
    x: Bits
    a: Bits


def _cells(rounds: Rounds, quintuplets: int, kept_in_span: Sequence[int], ranks: Sequence[int]) -> Iterator[_Cell]:
    """The kept quintuplets of the given ranks, in the order given; each span is visited once."""
    spans = spans_of(quintuplets)
    ends = np.cumsum(kept_in_span)
    places = np.searchsorted(ends, ranks, side="right")
    found: dict[int, _Cell] = {}
    for number in sorted(set(places.tolist())):
        x, a = rounds.span(spans[number])
        odd, _ = odd_and_three(x)
        inside = np.cumsum(np.bitwise_count(odd), dtype=np.int64)
        for rank in (rank for rank, place in zip(ranks, places, strict=True) if place == number):
            local = rank - (int(ends[number - 1]) if number else 0)
            word = int(np.searchsorted(inside, local, side="right"))
            bit = _nth_set_bit(int(odd[word]), local - (int(inside[word - 1]) if word else 0))
            position = spans[number].start * CHUNK + word * WORD_BITS + bit
            found[rank] = _Cell(position, _at(x, word, bit), _at(a, word, bit))
    return (found[rank] for rank in ranks)


def _nth_set_bit(word: int, n: int) -> int:
    """The place of the set bit number ``n``, from 0."""
    for _ in range(n):
        word &= word - 1
    return (word & -word).bit_length() - 1


def _at(planes: Sequence[Words], word: int, bit: int) -> Bits:
    return tuple(int(plane[word]) >> bit & 1 for plane in planes)
