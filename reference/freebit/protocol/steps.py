"""The protocol, steps 1 to 5, to the letter, eqs (8)-(10) [R4.1]-[R4.27].

Written to be read beside the paper; ``simulate.engine`` does the same at speed.  Randomness is an input:
``run_protocol`` takes the bits of the source and the devices, ``replay`` a transcript.  Quintuplets,
blocks and columns are numbered from 1 in texts and in results, and from 0 inside the functions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from freebit.boxes.bits import Bits, majority_of, number_of
from freebit.errors import InvalidError
from freebit.protocol.extractor import Extractor
from freebit.protocol.parameters import GAME, MAJORITY_OF, PARTIES, Parameters, Selection, SourceExhaustedError

#: Five boxes: five inputs in, five outputs out.  It is called once for each quintuplet, in order.
Quintuplet = Callable[[Bits], Bits]


class Abort(StrEnum):
    """Why a protocol was aborted [R4.22]."""

    TOO_FEW_KEPT = "too-few-kept"
    WRONG_CORRELATIONS = "wrong-correlations"


@dataclass(frozen=True)
class Transcript:
    """All that happened: parameters, inputs, outputs and the bits that made l [R4.26]."""

    parameters: Parameters
    inputs: tuple[Bits, ...]
    outputs: tuple[Bits, ...]
    #: The source bits that made l, as drawn; empty if step 2 aborted.
    l_bits: Bits


@dataclass(frozen=True)
class Outcome:
    """What the protocol makes of a transcript [R4.27].

    Quintuplets, blocks and columns are numbered from 1.  ``l`` holds one number for row selection, Nd for
    column selection and none if step 2 aborted; then no cell is distilling and nothing was checked.
    """

    kept: int
    abort: Abort | None
    l: tuple[int, ...]  # noqa: E741 - the paper's letter
    #: Of the distilling cells, column 1 first: the quintuplets' numbers, inputs and outputs.
    distilling: tuple[int, ...]
    distilling_inputs: tuple[Bits, ...]
    distilling_outputs: tuple[Bits, ...]
    #: Row selection: how many blocks other than l are wrong (r = 0).
    wrong_blocks: int
    #: Column by column: how many cells other than the distilling one are wrong (I = 1).
    wrong_cells: tuple[int, ...]
    k: int

    @property
    def g(self) -> int:
        """1 iff the protocol was not aborted, eq (9)."""
        return int(self.abort is None)


@dataclass(frozen=True)
class Run:
    """The outcome of a run and its whole transcript."""

    outcome: Outcome
    transcript: Transcript


def run_protocol(parameters: Parameters, source: Iterable[int], quintuplet: Quintuplet) -> Run:
    """Steps 1 to 5 on the bits of ``source`` and the outputs of ``quintuplet``.

    Raises ``SourceExhaustedError`` if the source ends too early and ``ValueError`` for a symbol that is not a bit.
    """
    bits = iter(source)
    inputs, outputs = step_1(parameters, bits, quintuplet)
    kept = step_2(inputs)
    l_bits: Bits = ()
    if parameters.passes_step_2(len(kept)):
        l_bits = _take(bits, parameters.selection_bits, PARTIES * parameters.quintuplets, parameters)
    transcript = Transcript(parameters, inputs, outputs, l_bits)
    return Run(replay(transcript), transcript)


def replay(transcript: Transcript) -> Outcome:
    """Steps 2 to 5 recomputed from a transcript; nothing in it but x, a and l is believed [R4.26].

    Raises ``ValueError`` if there are not N inputs and outputs or not the right number of bits for l.
    """
    parameters, inputs, outputs = transcript.parameters, transcript.inputs, transcript.outputs
    if not len(inputs) == len(outputs) == parameters.quintuplets:
        raise InvalidError(
            f"[R4.26] {len(inputs)} inputs and {len(outputs)} outputs of N = {parameters.quintuplets} quintuplets"
        )
    kept = step_2(inputs)
    passed = parameters.passes_step_2(len(kept))
    check_l_bits(parameters, transcript.l_bits, passed)
    if not passed:
        return Outcome(len(kept), Abort.TOO_FEW_KEPT, (), (), (), (), 0, (), k=0)

    grid, l = step_3(parameters, kept, transcript.l_bits)  # noqa: E741
    distilling = tuple(grid[row - 1][column] for column, row in enumerate(distilling_rows(parameters, l)))
    wrong_blocks, wrong_cells = step_4(parameters, grid, distilling, inputs, outputs)
    aborted = is_aborted(parameters, wrong_blocks, wrong_cells)
    return Outcome(
        kept=len(kept),
        abort=Abort.WRONG_CORRELATIONS if aborted else None,
        l=l,
        distilling=tuple(t + 1 for t in distilling),
        distilling_inputs=tuple(inputs[t] for t in distilling),
        distilling_outputs=tuple(outputs[t] for t in distilling),
        wrong_blocks=wrong_blocks,
        wrong_cells=wrong_cells,
        k=0 if aborted else step_5(parameters.extractor, [outputs[t] for t in distilling]),
    )


def step_1(
    parameters: Parameters, bits: Iterator[int], quintuplet: Quintuplet
) -> tuple[tuple[Bits, ...], tuple[Bits, ...]]:
    """Five source bits to each quintuplet, party 1 first; the boxes answer [R4.9], [R4.10]."""
    inputs: list[Bits] = []
    outputs: list[Bits] = []
    for t in range(parameters.quintuplets):
        x = _take(bits, PARTIES, PARTIES * t, parameters)
        a = quintuplet(x)
        if len(a) != PARTIES or any(bit not in (0, 1) for bit in a):
            raise InvalidError(f"[R4.10] quintuplet {t + 1} answered {a!r}, not {PARTIES} bits")
        inputs.append(x)
        outputs.append(a)
    return tuple(inputs), tuple(outputs)


def step_2(inputs: Sequence[Bits]) -> list[int]:
    """The quintuplets with x in X, in their order; the others are discarded [R4.11]."""
    return [t for t, x in enumerate(inputs) if GAME.target(x) is not None]


def step_3(parameters: Parameters, kept: Sequence[int], l_bits: Bits) -> tuple[list[Sequence[int]], tuple[int, ...]]:
    """The grid of Nb rows (the paper's blocks) of Nd quintuplets, and l [R4.12]-[R4.15]."""
    nd = parameters.nd
    grid = [kept[j * nd : (j + 1) * nd] for j in range(parameters.nb)]
    return grid, l_numbers(parameters, l_bits)


def l_numbers(parameters: Parameters, l_bits: Bits) -> tuple[int, ...]:
    """l in 1..Nb, or l_1, ..., l_Nd: log2 Nb bits for each, most significant first [R4.14], [R4.15]."""
    m = parameters.log2_nb
    numbers = parameters.nd if parameters.selection.by_column else 1
    return tuple(1 + number_of(l_bits[i * m : (i + 1) * m]) for i in range(numbers))


def step_4(
    parameters: Parameters,
    grid: Sequence[Sequence[int]],
    distilling: Sequence[int],
    inputs: Sequence[Bits],
    outputs: Sequence[Bits],
) -> tuple[int, tuple[int, ...]]:
    """The wrong blocks (r = 0, eq (8)) and, column by column, the wrong cells outside D [R4.17]-[R4.20].

    D, the distilling cells, is looked at by neither.  Under column selection there are no checked blocks,
    and the number of wrong ones is 0.
    """

    def wrong(t: int) -> int:
        """Whether cell t is outside D and wrong [R4.17]."""
        return 0 if t in chosen else GAME.coefficient(outputs[t], inputs[t])

    chosen = set(distilling)
    wrong_cells = tuple(sum(wrong(block[i]) for block in grid) for i in range(parameters.nd))
    if parameters.selection.by_column:
        return 0, wrong_cells
    r = [int(all(wrong(t) == 0 for t in block)) for block in grid]
    return r.count(0), wrong_cells


def is_aborted(parameters: Parameters, wrong_blocks: int, wrong_cells: Sequence[int]) -> bool:
    """Whether g = 0, eq (9) [R4.18], [R4.19], [R4.28]."""
    if parameters.selection is Selection.ROW:
        return wrong_blocks > 0
    if parameters.selection is Selection.COLUMN_TOTAL:
        return sum(wrong_cells) > parameters.tolerance
    return any(count > parameters.tolerance for count in wrong_cells)


def step_5(f: Extractor, outputs: Sequence[Bits]) -> int:
    """k = f(maj(a_1), ..., maj(a_Nd)), eq (10) [R4.21]."""
    return f(tuple(majority_of(a, MAJORITY_OF) for a in outputs))


def check_l_bits(parameters: Parameters, l_bits: Bits, passed: bool) -> None:
    """Raise ``ValueError`` unless ``l_bits`` has the length that step 2 leaves it [R4.13]."""
    needed = parameters.selection_bits if passed else 0
    if len(l_bits) != needed:
        reason = "" if passed else " because step 2 aborts"
        raise InvalidError(f"[R4.13] l has {len(l_bits)} bits and must have {needed}{reason}")


def distilling_rows(parameters: Parameters, l: tuple[int, ...]) -> tuple[int, ...]:  # noqa: E741
    """The row, from 1, of each column's distilling cell: l for all columns, or l_i for column i [R4.16]."""
    return l if parameters.selection.by_column else (l[0],) * parameters.nd


def _take(bits: Iterator[int], count: int, before: int, parameters: Parameters) -> Bits:
    """The next ``count`` bits; ``before`` were taken already."""
    taken = tuple(islice(bits, count))
    if len(taken) < count:
        raise SourceExhaustedError(before + len(taken), parameters.source_bits)
    for position, bit in enumerate(taken):
        if bit not in (0, 1):
            raise InvalidError(f"[R4.8] bit {before + position + 1} of the source is {bit!r}")
    return taken
