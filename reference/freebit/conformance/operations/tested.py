"""Operations on the tested protocol: parameters, whole runs and replays [R4.51]-[R4.65]."""

from collections.abc import Callable, Iterator
from typing import Any

from freebit.boxes.bits import Bits
from freebit.boxes.cells import LOCAL, CellKind
from freebit.boxes.game import ParityGame
from freebit.conformance.operations.shared import Operation, Value, bits_given, size_of, words_of
from freebit.errors import InvalidError
from freebit.protocol.key import KeyOutcome, replay_key
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome, TestedTranscript, replay_tested, run_tested
from freebit.wire.cells import MAX_PARTIES_OF_CELLS, read_function, read_inputs
from freebit.wire.codes import StatedCode, read_code, wrong_modulus, wrong_size
from freebit.wire.reader import Reader, read_game


def tested_parameters_of(reader: Reader) -> tuple[ParityGame, Callable[[], TestedParameters]]:
    """The game and what makes the parameters; ``inputs`` and ``tolerance`` may be absent [R4.51]-[R4.57]."""
    reader.only(["game", "f", "cells", "keep", "epsilon"], ["inputs", "tolerance"])
    game = read_game(reader.child("game"), MAX_PARTIES_OF_CELLS)
    inputs = read_inputs(reader.child("inputs"), game.parties) if reader.has("inputs") else LOCAL
    f = read_function(reader.child("f"), game.inputs, game.parties)
    cells, keep = (reader.child(name).count() for name in ("cells", "keep"))
    tolerance = reader.child("tolerance").count() if reader.has("tolerance") else 0
    epsilon = reader.child("epsilon").rational()
    return game, lambda: TestedParameters(CellKind(game, inputs, f), cells, keep, epsilon, tolerance)


def tested_outcome_value(outcome: TestedOutcome) -> dict[str, Any]:
    """An outcome as R4.65 lists it."""
    return {
        "kept": outcome.kept,
        "wrong": outcome.wrong,
        "abort": "none" if outcome.abort is None else outcome.abort.value,
        "g": outcome.g,
        "k": outcome.k,
    }


def source_bits_of(reader: Reader) -> Value:
    """How many source bits a run takes [R4.58], [R4.59]."""
    _, made = tested_parameters_of(reader)
    return {"source_bits": str(made().source_bits)}


def run_cells_given(reader: Reader) -> Value:
    """A whole run on the source's bits; cell t answers with the t-th outputs [R4.58]-[R4.65]."""
    reader.only(["parameters", "source", "outputs"])
    game, parameters = tested_parameters_of(reader.child("parameters"))
    outputs, cells = words_of(reader.child("outputs"), game.parties), reader.child("parameters").child("cells").count()
    if len(outputs) != cells:
        reader.child("outputs").fail("R6.6", f"the outputs of {cells} cells are wanted")
    source = Counted(bits_given(reader.child("source")))
    answers = iter(outputs)
    made = run_tested(parameters(), source, lambda x: next(answers))
    return {**tested_outcome_value(made.outcome), "source_bits_used": source.used}


class Counted:
    """The bits of a source, counted as they are taken."""

    def __init__(self, bits: Bits) -> None:
        self._bits = iter(bits)
        self.used: int = 0

    def __iter__(self) -> Iterator[int]:
        for bit in self._bits:
            self.used += 1
            yield bit


def replay_cells(reader: Reader) -> Value:
    """The outcome that follows from a transcript [R4.64]."""
    reader.only(["parameters", "inputs", "outputs"])
    game, parameters = tested_parameters_of(reader.child("parameters"))
    inputs, outputs = (words_of(reader.child(name), game.parties) for name in ("inputs", "outputs"))
    return tested_outcome_value(replay_tested(TestedTranscript(parameters(), inputs, outputs)))


def replay_key_cells(reader: Reader) -> Value:
    """The outcome of many bits that follows from a transcript and a code [R4.70]-[R4.74]."""
    reader.only(["parameters", "inputs", "outputs", "bits", "cells", "code"])
    game, parameters = tested_parameters_of(reader.child("parameters"))
    inputs, outputs = (words_of(reader.child(name), game.parties) for name in ("inputs", "outputs"))
    bits, cells = (size_of(reader.child(name), most) for name, most in (("bits", 1024), ("cells", 2**16)))
    code = read_code(reader.child("code"), bits, cells)
    for rule, wrong in (("R3.90", wrong_size(StatedCode(code, bits, cells))), ("R3.91", wrong_modulus(code))):
        if wrong is not None:
            raise InvalidError(f"[{rule}] {wrong[1]}")
    return key_outcome_value(replay_key(TestedTranscript(parameters(), inputs, outputs), code))


def key_outcome_value(outcome: KeyOutcome) -> dict[str, Any]:
    """An outcome of many bits as R4.74 lists it."""
    return {
        "kept": outcome.kept,
        "wrong": outcome.wrong,
        "abort": "none" if outcome.abort is None else outcome.abort.value,
        "g": outcome.g,
        "key": outcome.key.disclosed(),
    }


OPERATIONS: dict[str, Operation] = {
    "tested-parameters": source_bits_of,
    "run-tested": run_cells_given,
    "replay-tested": replay_cells,
    "replay-key": replay_key_cells,
}
