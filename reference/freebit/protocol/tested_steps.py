"""The tested protocol to the letter: every kept cell is distilled and tested [R4.58]-[R4.66].

There is no grid and no selection.  Randomness is an input, as in ``steps``: ``run_tested`` takes the bits of the
source and the cells, ``replay_tested`` a transcript.  Cells are numbered from 1 in texts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from freebit.boxes.bits import Bits
from freebit.errors import InvalidError
from freebit.protocol.parameters import SourceExhaustedError
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters

#: m boxes: m inputs in, m outputs out.  It is called once for each cell, in order.
CellBoxes = Callable[[Bits], Bits]


@dataclass(frozen=True)
class TestedTranscript:
    """All that happened: parameters, inputs and outputs of all cells [R4.64]."""

    __test__ = False

    parameters: TestedParameters
    inputs: tuple[Bits, ...]
    outputs: tuple[Bits, ...]


@dataclass(frozen=True)
class TestedOutcome:
    """What the tested protocol makes of a transcript [R4.65]."""

    __test__ = False

    kept: int
    #: The wrong cells among the kept ones, also if too few are kept.
    wrong: int
    abort: Abort | None
    k: int

    @property
    def g(self) -> int:
        """1 iff the run was not aborted [R4.62]."""
        return int(self.abort is None)


@dataclass(frozen=True)
class TestedRun:
    """The outcome of a run and its whole transcript."""

    __test__ = False

    outcome: TestedOutcome
    transcript: TestedTranscript


@dataclass(frozen=True)
class Published:
    """What may be published of a run [R4.66]; None stands for outputs that stay secret."""

    inputs: tuple[Bits, ...]
    outputs: tuple[Bits | None, ...]
    g: int


def run_tested(parameters: TestedParameters, source: Iterable[int], cell: CellBoxes) -> TestedRun:
    """Steps 1 to 4 on the bits of ``source`` and the outputs of ``cell``.

    Raises ``SourceExhaustedError`` if the source ends too early and ``ValueError`` for a symbol that is not a bit.
    """
    kind, bits = parameters.kind, iter(source)
    inputs: list[Bits] = []
    outputs: list[Bits] = []
    for t in range(parameters.cells):
        drawn = tuple(islice(bits, kind.drawn_bits))
        before = kind.drawn_bits * t
        if len(drawn) < kind.drawn_bits:
            raise SourceExhaustedError(before + len(drawn), parameters.source_bits, "R4.60")
        for place, bit in enumerate(drawn):
            if bit not in (0, 1):
                raise InvalidError(f"[R4.60] bit {before + place + 1} of the source is {bit!r}")
        x = kind.completed(drawn)
        a = cell(x)
        if len(a) != kind.parties or any(bit not in (0, 1) for bit in a):
            raise InvalidError(f"[R4.60] cell {t + 1} answered {a!r}, not {kind.parties} bits")
        inputs.append(x)
        outputs.append(a)
    transcript = TestedTranscript(parameters, tuple(inputs), tuple(outputs))
    return TestedRun(replay_tested(transcript), transcript)


def replay_tested(transcript: TestedTranscript) -> TestedOutcome:
    """Steps 2 to 4 recomputed from a transcript; nothing in it but x and a is believed [R4.61], [R4.62], [R4.63].

    Raises ``ValueError`` if there are not N inputs and outputs, or if derived inputs are not in X.
    """
    parameters, inputs, outputs = transcript.parameters, transcript.inputs, transcript.outputs
    if not len(inputs) == len(outputs) == parameters.cells:
        raise InvalidError(f"[R4.64] {len(inputs)} inputs and {len(outputs)} outputs of N = {parameters.cells} cells")
    kept = kept_cells(transcript)
    if parameters.kind.inputs.derived is not None and len(kept) < parameters.cells:
        outside = next(t for t, x in enumerate(inputs) if parameters.kind.game.target(x) is None)
        raise InvalidError(f"[R4.59] the inputs of cell {outside + 1} are derived and yet not in X")
    game, f = parameters.kind.game, parameters.kind.function
    wrong = sum(game.coefficient(a, x) for a, x in kept)
    abort = is_aborted_tested(parameters, len(kept), wrong)
    k = sum(f(a, x) for a, x in kept) % 2 if abort is None else 0
    return TestedOutcome(len(kept), wrong, abort, k)


def kept_cells(transcript: TestedTranscript) -> list[tuple[Bits, Bits]]:
    """Outputs and inputs of the cells with x in X, in their order [R4.61]."""
    target = transcript.parameters.kind.game.target
    pairs = zip(transcript.outputs, transcript.inputs, strict=True)
    return [(a, x) for a, x in pairs if target(x) is not None]


def is_aborted_tested(parameters: TestedParameters, kept: int, wrong: int) -> Abort | None:
    """Why the run is aborted, if it is [R4.61], [R4.62]."""
    if kept < parameters.keep:
        return Abort.TOO_FEW_KEPT
    return Abort.WRONG_CORRELATIONS if wrong > parameters.tolerance else None


def published(transcript: TestedTranscript) -> Published:
    """All inputs, all outputs but those of kept cells that are right, and g [R4.66]."""
    game = transcript.parameters.kind.game

    def secret(a: Bits, x: Bits) -> bool:
        return game.target(x) is not None and game.coefficient(a, x) == 0

    pairs = zip(transcript.outputs, transcript.inputs, strict=True)
    outputs = tuple(None if secret(a, x) else a for a, x in pairs)
    return Published(transcript.inputs, outputs, replay_tested(transcript).g)
