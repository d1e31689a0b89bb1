"""The tested protocol at speed, 64 cells to a word [R4.44].

Kept cells, wrong ones and the bits f(a,x) are words; what is counted is their ones.  A run is one pass over spans
of a few chunks, and a span is a piece [R4.91].  The outcome equals that of ``replay_tested``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from freebit.boxes.bits import all_bits
from freebit.boxes.cells import CellFunction, CellKind
from freebit.protocol.body import BodyEncoding
from freebit.protocol.pieces import CellPiece, outcome_of_cells
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome
from freebit.protocol.tested_transcript import TestedTranscriptFile, TestedTranscriptWriter
from freebit.simulate.decision import Decision, decision, decision_words
from freebit.simulate.devices import AskedInputs, Device, asked_and_right
from freebit.simulate.engine import THREADS, Progress, SourceBits, answered, in_order, spans_of
from freebit.simulate.frames import frames, inside, joined, planes_of_file
from freebit.simulate.stream import CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from freebit.simulate.stream import Words


class CellRounds(Protocol):
    """The cells of a run, some chunks at a time."""

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs and outputs of consecutive chunks, m arrays of words each; called from several threads."""


@dataclass(frozen=True)
class SimulatedCells:
    """Source bits and the answers of simulated devices."""

    kind: CellKind
    source: SourceBits
    device: Device
    seed: int

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """Inputs from the source, outputs from the device."""
        return answered(self.device, self.seed, chunks, self._inputs)

    def _inputs(self, chunk: int) -> tuple[Words, ...]:
        """The source's words, and that of a derived input [R4.58], [R4.59]."""
        drawn, p = self.source.words(chunk), self.kind.inputs.derived
        if p is None:
            return drawn
        derived = drawn[0] ^ drawn[1]
        for plane in drawn[2:]:
            derived ^= plane
        # X holds the inputs of one parity.
        if sum(self.kind.game.inputs[0]) % 2:
            derived = ~derived
        return *drawn[:p], derived, *drawn[p:]


@dataclass(frozen=True)
class TranscriptCells:
    """The cells of a transcript file; its frames are the chunks."""

    file: TestedTranscriptFile

    def span(self, chunks: range) -> tuple[Sequence[Words], Sequence[Words]]:
        """The planes of the file's frames; raises ``UnreadableError`` for derived inputs that are not in X [R6.59]."""
        planes = joined([planes_of_file(self.file, chunk) for chunk in chunks])
        x, a = AskedInputs(planes[: self.file.parties]), planes[self.file.parties :]
        kind = self.file.parameters.kind
        if kind.inputs.derived is not None:
            asked, _ = asked_and_right(kind.game, x)
            count = min(len(chunks) * CHUNK, self.file.cells - chunks.start * CHUNK)
            outside = ~asked & inside(count, len(asked))
            if outside.any():
                word = int(np.flatnonzero(outside)[0])
                bits = int(outside[word])
                raise self.file.not_in_x(chunks.start * CHUNK + 64 * word + (bits & -bits).bit_length() - 1)
        return x, a


@dataclass(frozen=True)
class CountedSpan:
    """What the outcome needs to know of a span."""

    piece: CellPiece
    #: The frames of the transcript, if one is written.
    frames: list[bytes]
    #: The bits f(a,x) of the kept cells, in their order, if they are asked for.
    values: NDArray[np.uint8] | None = None


def run_cells(
    parameters: TestedParameters,
    rounds: CellRounds,
    *,
    threads: int = THREADS,
    writer: TestedTranscriptWriter | None = None,
    progress: Progress | None = None,
    values: list[NDArray[np.uint8]] | None = None,
) -> TestedOutcome:
    """Steps 2 to 4 on ``rounds``; the transcript goes to ``writer`` if one is given.

    ``progress`` is told the number of cells of each span that is done; to ``values``, if it is given, the bits f(a,x)
    of the span's kept cells are appended.
    """
    run = CellPiece()
    encoding, valued = writer.encoding if writer else None, values is not None
    for count in in_order(
        lambda chunks: count_span(parameters, rounds, chunks, encoding, valued),
        spans_of(parameters.cells, threads),
        threads,
    ):
        if values is not None and count.values is not None:
            values.append(count.values)
        run += count.piece
        if writer is not None:
            for frame in count.frames:
                writer.frame(frame)
        if progress is not None:
            progress(count.piece.cells)
    if writer is not None:
        writer.finish()
    return outcome_of_cells(parameters, run)


def count_span(
    parameters: TestedParameters,
    rounds: CellRounds,
    chunks: range,
    encoding: BodyEncoding | None,
    valued: bool = False,
) -> CountedSpan:
    """Kept cells, wrong ones among them, and the sum of f over them."""
    kind = parameters.kind
    cells = min(len(chunks) * CHUNK, parameters.cells - chunks.start * CHUNK)
    x, a = rounds.span(chunks)
    asked, right = asked_and_right(kind.game, x)
    if cells < len(chunks) * CHUNK:
        asked = asked & inside(cells, len(asked))
    wrong = a[0] ^ a[1]
    for output in a[2:]:
        wrong ^= output
    wrong ^= right
    wrong &= asked
    distilled = _function_of(kind.function)(a, x)
    distilled &= asked
    return CountedSpan(
        CellPiece(
            cells,
            int(np.bitwise_count(asked).sum(dtype=np.int64)),
            int(np.bitwise_count(wrong).sum(dtype=np.int64)) if wrong.any() else 0,
            int(np.bitwise_xor.reduce(distilled)).bit_count() % 2,
        ),
        [] if encoding is None else list(frames((*x, *a), cells, encoding)),
        _bits_of(distilled)[_bits_of(asked) == 1] if valued else None,
    )


def _bits_of(words: Words) -> NDArray[np.uint8]:
    """The bits of words, that of the first cell least significant in its word."""
    return np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")


#: f on words: outputs and inputs to a new word.
WordFunction = Callable[[Sequence["Words"], Sequence["Words"]], "Words"]


def _majority(a: Sequence[Words], x: Sequence[Words]) -> Words:
    either = a[0] ^ a[1]
    both = a[0] & a[1]
    either &= a[2]
    both ^= either
    return both


def _multiplexer(a: Sequence[Words], x: Sequence[Words]) -> Words:
    chosen = a[1] ^ a[2]
    chosen &= a[3]
    chosen ^= a[2]
    chosen ^= a[0]
    return chosen


def _function_of(function: CellFunction) -> WordFunction:
    """f on words [R4.57]."""
    if function.name == "table":
        root = _diagram(function.name, tuple(sorted(function.table.items())))
        return lambda a, x: decision_words(root, [*x, *a])
    return _majority if function.name == "majority" else _multiplexer


@cache
def _diagram(name: str, rows: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]) -> Decision:
    """A table as a decision diagram, 0 where x is not in X."""
    table = dict(rows)
    length = len(rows[0][0])
    nothing = (0,) * 2**length
    return decision(tuple(bit for x in all_bits(length) for bit in table.get(x, nothing)))
