"""The tested protocol at speed, 64 cells to a word [R4.44].

Kept cells, wrong ones and the bits f(a,x) are words; what is counted is their ones.  A run is one pass over
chunks, and a chunk is a piece [R4.91].  The outcome equals that of ``replay_tested``.
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
from freebit.simulate.asked import AskedInputs
from freebit.simulate.decision import Decision, decision, decision_words
from freebit.simulate.devices import Device
from freebit.simulate.engine import Progress, SourceBits, answered, ones, wrong_of
from freebit.simulate.frames import frame, inside, planes_of_file
from freebit.simulate.stream import CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from freebit.simulate.stream import Words


class CellRounds(Protocol):
    """The cells of a run, a chunk at a time."""

    def chunk(self, number: int) -> tuple[AskedInputs, Sequence[Words]]:
        """Inputs and outputs of a chunk, m arrays of words each; chunks count from 0."""


@dataclass(frozen=True)
class SimulatedCells:
    """Source bits and the answers of simulated devices."""

    kind: CellKind
    source: SourceBits
    device: Device
    seed: int

    def chunk(self, number: int) -> tuple[AskedInputs, Sequence[Words]]:
        """Inputs from the source, outputs from the device."""
        return answered(self.device, self.seed, number, self._inputs(number))

    def _inputs(self, chunk: int) -> AskedInputs:
        """The source's words, and that of a derived input [R4.58], [R4.59]."""
        drawn, p = self.source.words(chunk), self.kind.inputs.derived
        game = self.kind.game
        return AskedInputs.of(game, drawn) if p is None else AskedInputs.derived(game, drawn, p)


@dataclass(frozen=True)
class TranscriptCells:
    """The cells of a transcript file; its frames are the chunks."""

    file: TestedTranscriptFile

    def chunk(self, number: int) -> tuple[AskedInputs, Sequence[Words]]:
        """The planes of a frame; raises ``UnreadableError`` for derived inputs that are not in X [R6.59]."""
        planes = planes_of_file(self.file, number)
        kind = self.file.parameters.kind
        x, a = AskedInputs.of(kind.game, planes[: self.file.parties]), planes[self.file.parties :]
        if kind.inputs.derived is not None and x.asked is not None:
            count = self.file.frame_quintuplets(number)
            outside = ~x.asked & inside(count, len(x.asked))
            if outside.any():
                word = int(np.flatnonzero(outside)[0])
                bits = int(outside[word])
                raise self.file.not_in_x(number * CHUNK + 64 * word + (bits & -bits).bit_length() - 1)
        return x, a


@dataclass(frozen=True)
class CountedChunk:
    """What the outcome needs to know of a chunk."""

    piece: CellPiece
    #: The frame of the transcript, if one is written.
    frame: bytes | None
    #: The bits f(a,x) of the kept cells, in their order, if they are asked for.
    values: NDArray[np.uint8] | None = None


def run_cells(
    parameters: TestedParameters,
    rounds: CellRounds,
    *,
    writer: TestedTranscriptWriter | None = None,
    progress: Progress | None = None,
    values: list[NDArray[np.uint8]] | None = None,
) -> TestedOutcome:
    """Steps 2 to 4 on ``rounds``; the transcript goes to ``writer`` if one is given.

    ``progress`` is told the number of cells of each chunk that is done; to ``values``, if it is given, the bits f(a,x)
    of the chunk's kept cells are appended.
    """
    run = CellPiece()
    encoding, valued = writer.encoding if writer else None, values is not None
    for number in range(-(-parameters.cells // CHUNK)):
        count = count_chunk(parameters, rounds, number, encoding, valued)
        if values is not None and count.values is not None:
            values.append(count.values)
        run += count.piece
        if writer is not None and count.frame is not None:
            writer.frame(count.frame)
        if progress is not None:
            progress(count.piece.cells)
    if writer is not None:
        writer.finish()
    return outcome_of_cells(parameters, run)


def count_chunk(
    parameters: TestedParameters,
    rounds: CellRounds,
    number: int,
    encoding: BodyEncoding | None,
    valued: bool = False,
) -> CountedChunk:
    """Kept cells, wrong ones among them, and the sum of f over them."""
    kind = parameters.kind
    cells = min(CHUNK, parameters.cells - number * CHUNK)
    x, a = rounds.chunk(number)
    kept = x.kept(cells)
    wrong = wrong_of(x, a, kept)
    distilled = _function_of(kind.function)(a, x)
    if kept is not None:
        distilled &= kept
    piece = CellPiece(
        cells,
        cells if kept is None else ones(kept),
        ones(wrong) if np.count_nonzero(wrong) else 0,
        int(np.bitwise_xor.reduce(distilled)).bit_count() % 2,
    )
    values = None
    if valued:
        values = _bits_of(distilled) if kept is None else _bits_of(distilled)[_bits_of(kept) == 1]
    return CountedChunk(piece, None if encoding is None else frame((*x, *a), cells, encoding), values)


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
