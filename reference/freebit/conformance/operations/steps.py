"""Operations on the protocol: its parameters, each step, whole runs and transcripts [R4.1]-[R4.27], [R6.30]-[R6.42]."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from freebit.boxes.bits import format_bits, majority_of
from freebit.conformance.operations.shared import (
    Operation,
    Value,
    bits_given,
    log2_nb_of,
    rational_or,
    text_or_bytes,
    words_of,
)
from freebit.conformance.operations.tested import Counted, key_outcome_value, tested_outcome_value
from freebit.errors import InvalidError
from freebit.protocol import steps
from freebit.protocol.extractor import Extractor, Xor, extractor_described
from freebit.protocol.key import replay_key
from freebit.protocol.parameters import MAJORITY_OF, PARTIES, Parameters, Selection, log2_of_blocks, quintuplets_for
from freebit.protocol.steps import Transcript
from freebit.protocol.tested_steps import replay_tested
from freebit.protocol.tested_transcript import TestedTranscriptFile, open_transcript
from freebit.wire.document import UnreadableError
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

THREE = Fraction(3)


def f_of(reader: Reader) -> Extractor:
    """The member ``f``, xor if absent [R4.23], [R4.24]."""
    if not reader.has("f"):
        return Xor()
    try:
        return extractor_described(reader.child("f").table())
    except ValueError as error:
        reader.child("f").fail("R6.34", str(error))


def parameters_of(reader: Reader) -> Callable[[], Parameters]:
    """What makes parameters; all but ``nd``, ``log2_nb`` (or ``nb``) and ``epsilon`` may be absent [R4.1]-[R4.7]."""
    reader.only(["nd", "epsilon"], ["nb", "log2_nb", "quintuplets", "selection", "tolerance", "c", "f"])
    nd = reader.child("nd").count()
    log2_nb_found = _log2_nb(reader)
    c = rational_or(reader, "c", THREE)
    epsilon = reader.child("epsilon").rational()
    selection = Selection(
        reader.child("selection").one_of(tuple(Selection)) if reader.has("selection") else Selection.ROW
    )
    tolerance = reader.child("tolerance").count() if reader.has("tolerance") else 0
    given = reader.child("quintuplets").count() if reader.has("quintuplets") else None
    f = f_of(reader)

    def made() -> Parameters:
        log2_nb = log2_nb_found()
        quintuplets = quintuplets_for(nd, log2_nb, c) if given is None else given
        if nd < 1:
            raise InvalidError(f"[R4.1] Nd = {nd} is not at least 1")
        f.check(nd)
        return Parameters(quintuplets, nd, log2_nb, epsilon, selection, tolerance, c, f)

    return made


def _log2_nb(reader: Reader) -> Callable[[], int]:
    if reader.has("log2_nb") == reader.has("nb"):
        reader.fail("R6.10" if reader.has("nb") else "R6.9", "one of log2_nb and nb is wanted")
    if reader.has("nb"):
        nb = reader.child("nb").count()
        return lambda: log2_of_blocks(nb)
    log2_nb = log2_nb_of(reader.child("log2_nb"), 64)
    return lambda: log2_nb


def parameters(reader: Reader) -> Value:
    """Whether parameters are allowed, and what follows from them [R4.1]-[R4.7]."""
    found = parameters_of(reader)()
    return {
        "quintuplets": str(found.quintuplets),
        "nb": str(found.nb),
        "selection": found.selection.value,
        "tolerance": found.tolerance,
        "c": format_rational(found.c),
        "source_bits": str(found.source_bits),
    }


@dataclass(frozen=True)
class _Grid:
    """What one step is asked about: Nd, Nb, selection and tolerance."""

    nd: int
    log2_nb: int
    selection: Selection
    tolerance: int

    @property
    def cells(self) -> int:
        return self.nd << self.log2_nb

    def parameters(self) -> Parameters:
        """Parameters with this grid, of three quintuplets for each cell [R4.1]-[R4.7]."""
        return Parameters(3 * self.cells, self.nd, self.log2_nb, Fraction(1, 2), self.selection, self.tolerance)


def _grid(reader: Reader) -> _Grid:
    nd, log2_nb = reader.child("nd").count(), log2_nb_of(reader.child("log2_nb"), 16)
    tolerance = reader.child("tolerance").count() if reader.has("tolerance") else 0
    return _Grid(nd, log2_nb, Selection(reader.child("selection").one_of(tuple(Selection))), tolerance)


def keep(reader: Reader) -> Value:
    """Step 2: the kept quintuplets, from 1, and whether the run is aborted [R4.11]."""
    reader.only(["inputs"], ["c"])
    inputs, c = words_of(reader.child("inputs"), PARTIES), rational_or(reader, "c", THREE)
    if not inputs:
        reader.child("inputs").fail("R6.6", "at least one quintuplet is wanted")
    found = steps.step_2(inputs)
    passed = Parameters(len(inputs), 1, 0, Fraction(1, 2), c=c).passes_step_2(len(found))
    return {"kept": [t + 1 for t in found], "aborted": "no" if passed else "yes"}


def arrange(reader: Reader) -> Value:
    """Step 3: the grid of the kept quintuplets, l and the distilling quintuplets, from 1 [R4.12]-[R4.16]."""
    asked = _grid(reader.only(["nd", "log2_nb", "selection", "kept", "bits"]))
    kept = [t.count() - 1 for t in reader.child("kept").elements()]
    bits = bits_given(reader.child("bits"))
    if len(kept) < asked.cells:
        reader.child("kept").fail("R6.6", f"Nd Nb = {asked.cells} quintuplets are wanted")
    grid_of = asked.parameters()
    steps.check_l_bits(grid_of, bits, passed=True)
    grid, l = steps.step_3(grid_of, kept, bits)  # noqa: E741
    return {
        "grid": [[t + 1 for t in row] for row in grid],
        "l": list(l),
        "distilling": [t + 1 for t in _distilling(grid_of, grid, l)],
    }


def _distilling(grid_of: Parameters, grid: Sequence[Sequence[int]], l: tuple[int, ...]) -> list[int]:  # noqa: E741
    """The distilling cells of a grid, column 1 first [R4.16]."""
    return [grid[row - 1][column] for column, row in enumerate(steps.distilling_rows(grid_of, l))]


def test(reader: Reader) -> Value:
    """Step 4 on the cells of a grid, row by row [R4.17]-[R4.20]; ``l`` counts from 1."""
    asked = _grid(reader.only(["nd", "log2_nb", "selection", "l", "inputs", "outputs"], ["tolerance"]))
    inputs, outputs = (words_of(reader.child(name), PARTIES) for name in ("inputs", "outputs"))
    l = tuple(row.count() for row in reader.child("l").elements())  # noqa: E741
    lengths = len(inputs), len(outputs), len(l)
    if lengths != (asked.cells, asked.cells, asked.nd if asked.selection.by_column else 1):
        reader.fail("R6.6", f"{lengths} is not the number of inputs, outputs and rows l that the grid has")
    if any(not 1 <= row <= 1 << asked.log2_nb for row in l):
        reader.child("l").fail("R6.6", f"{l} are not rows from 1 to {1 << asked.log2_nb}")
    grid_of = asked.parameters()
    grid = [range(j * grid_of.nd, (j + 1) * grid_of.nd) for j in range(grid_of.nb)]
    distilling = _distilling(grid_of, grid, l)
    wrong_blocks, wrong_cells = steps.step_4(grid_of, grid, distilling, inputs, outputs)
    return {
        "wrong_blocks": wrong_blocks,
        "wrong_cells": list(wrong_cells),
        "g": int(not steps.is_aborted(grid_of, wrong_blocks, wrong_cells)),
    }


def distil(reader: Reader) -> Value:
    """Step 5: the majorities and k [R4.21]-[R4.24]."""
    reader.only(["outputs"], ["f"])
    outputs = words_of(reader.child("outputs"), PARTIES)
    if not outputs:
        reader.child("outputs").fail("R6.6", "at least one quintuplet is wanted")
    f = f_of(reader)
    f.check(len(outputs))
    votes = [majority_of(a, MAJORITY_OF) for a in outputs]
    return {"majorities": format_bits(votes), "k": steps.step_5(f, outputs)}


def outcome_value(outcome: steps.Outcome) -> dict[str, Any]:
    """An outcome as R4.27 lists it."""
    return {
        "kept": outcome.kept,
        "abort": "none" if outcome.abort is None else outcome.abort.value,
        "l": list(outcome.l),
        "distilling": list(outcome.distilling),
        "distilling_inputs": [format_bits(x) for x in outcome.distilling_inputs],
        "distilling_outputs": [format_bits(a) for a in outcome.distilling_outputs],
        "wrong_blocks": outcome.wrong_blocks,
        "wrong_cells": list(outcome.wrong_cells),
        "g": outcome.g,
        "k": outcome.k,
    }


def run_steps(reader: Reader) -> Value:
    """A whole run on the source's bits; quintuplet t answers with the t-th outputs [R4.8]-[R4.27]."""
    reader.only(["parameters", "source", "outputs"])
    parameters_made = parameters_of(reader.child("parameters"))
    outputs, source = words_of(reader.child("outputs"), PARTIES), Counted(bits_given(reader.child("source")))
    found = parameters_made()
    if len(outputs) != found.quintuplets:
        reader.child("outputs").fail("R6.6", f"the outputs of {found.quintuplets} quintuplets are wanted")
    answers = iter(outputs)
    made = steps.run_protocol(found, source, lambda x: next(answers))
    return {**outcome_value(made.outcome), "source_bits_used": source.used}


def replay_steps(reader: Reader) -> Value:
    """The outcome that follows from a transcript [R4.26]."""
    reader.only(["parameters", "inputs", "outputs", "l"])
    found = parameters_of(reader.child("parameters"))
    inputs, outputs = (words_of(reader.child(name), PARTIES) for name in ("inputs", "outputs"))
    l_bits = bits_given(reader.child("l"))
    return outcome_value(steps.replay(Transcript(found(), inputs, outputs, l_bits)))


def transcript(reader: Reader) -> Value:
    """The outcome that follows from a transcript file of either protocol [R6.30]-[R6.42], [R6.55]-[R6.59], [R6.75]."""
    data = text_or_bytes(reader)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "transcript")
        path.write_bytes(data)
        file = open_transcript(path, sets=False)
        file.check_digest()
        if isinstance(file, TestedTranscriptFile) and file.code is not None:
            return key_outcome_value(replay_key(file.transcript(), file.code))
        if isinstance(file, TestedTranscriptFile):
            return tested_outcome_value(replay_tested(file.transcript()))
        try:
            return outcome_value(steps.replay(file.transcript()))
        except UnreadableError:
            raise
        except ValueError as error:
            if "[R4.13]" not in str(error):
                raise
            raise UnreadableError("R6.40", "trailer/l", str(error)) from error


OPERATIONS: dict[str, Operation] = {
    "parameters": parameters,
    "keep": keep,
    "arrange": arrange,
    "test": test,
    "distil": distil,
    "run": run_steps,
    "replay": replay_steps,
    "transcript": transcript,
}
