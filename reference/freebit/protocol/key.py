"""Many bits from one run of the tested protocol, to the letter: the key is a code's generator times the bits of cells.

[R4.70]-[R4.75].  Cells, rows and places count from 1 in texts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from freebit.boxes.bits import Bits, format_bits
from freebit.codes.code import Code, Concatenation
from freebit.errors import InvalidError
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, kept_cells, replay_tested


@dataclass(frozen=True)
class Key:
    """L secret bits; texts state only how many there are [R4.75]."""

    bits: Bits

    def __repr__(self) -> str:
        return f"Key of {len(self.bits)} bits"

    def disclosed(self) -> str:
        """The bits themselves, bit 1 first."""
        return format_bits(self.bits)


@dataclass(frozen=True)
class KeyOutcome:
    """What a run of many bits makes of a transcript [R4.74]."""

    kept: int
    #: The wrong cells among the kept ones.
    wrong: int
    abort: Abort | None
    key: Key

    @property
    def g(self) -> int:
        """1 iff the run was not aborted."""
        return int(self.abort is None)


def check_code(parameters: TestedParameters, code: Code) -> None:
    """Raises ``ValueError`` unless the code has from 1 to n cells [R4.73]."""
    if not 1 <= code.cells <= parameters.keep:
        raise InvalidError(f"[R4.73] a code on {code.cells} cells is not on 1..n = {parameters.keep} of them")


def key_of_cells(code: Code, values: Sequence[int]) -> Key:
    """The key of the bits f(a,x) of the distilled cells, in their order [R4.71].

    Raises ``ValueError`` unless there is one for each cell of the code.
    """
    if len(values) != code.cells:
        raise InvalidError(f"{len(values)} cells are distilled by a code on {code.cells}")
    bits = []
    for row in code.rows:
        places = format(row, f"0{code.cells}b")
        bits.append(sum(value for value, place in zip(values, places, strict=True) if place == "1") % 2)
    return Key(tuple(bits))


def replay_key(transcript: TestedTranscript, code: Code) -> KeyOutcome:
    """The outcome, recomputed from a transcript [R4.70] [R4.72] [R4.74]; raises as ``replay_tested`` does."""
    check_code(transcript.parameters, code)
    tested = replay_tested(transcript)
    if tested.abort is not None:
        return KeyOutcome(tested.kept, tested.wrong, tested.abort, Key((0,) * code.bits))
    f = transcript.parameters.kind.function
    distilled = kept_cells(transcript)[: code.cells]
    return KeyOutcome(tested.kept, tested.wrong, None, key_of_cells(code, [f(a, x) for a, x in distilled]))


def key_file(key: Key, parameters: Mapping[str, object], code: Concatenation) -> bytes:
    """The bytes of a key file: the key, and how it was made [R6.90]."""
    document = {
        "format": "freebit-key",
        "version": 1,
        "key": key.disclosed(),
        "parameters": dict(parameters),
        "code": {
            "kind": "concatenation",
            "inner": code.inner,
            "modulus": f"{code.field.modulus:b}",
            "length": code.length,
            "dimension": code.dimension,
        },
    }
    return (json.dumps(document, indent=1) + "\n").encode()
