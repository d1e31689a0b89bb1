"""Many bits from one run of the tested protocol, to the letter: the key is a code's generator times the bits of cells.

[R4.70]-[R4.75].  Cells, rows and places count from 1 in texts.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from freebit.boxes.bits import Bits, format_bits
from freebit.codes.code import AnyCode, Code
from freebit.errors import InvalidError
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, kept_cells, replay_tested
from freebit.wire.codes import describe_code, read_stated_code, wrong_modulus, wrong_size
from freebit.wire.reader import Reader


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


def key_file(key: Key, parameters: Mapping[str, object], code: AnyCode) -> bytes:
    """The bytes of a key file: the key, and how it was made [R6.90]."""
    document = {
        "format": "freebit-key",
        "version": 1,
        "key": key.disclosed(),
        "parameters": dict(parameters),
        "code": describe_code(code),
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def generator_digest(code: Code) -> str:
    """The SHA-256 of the generator's rows, each filled up with zeros to whole bytes [R6.74]."""
    length = -(-code.cells // 8)
    digest = hashlib.sha256()
    for row in code.rows:
        digest.update((row << 8 * length - code.cells).to_bytes(length, "big"))
    return digest.hexdigest()


def describe_key(code: AnyCode) -> dict[str, object]:
    """The code of a run of many bits, as the parameters of a transcript name it [R6.72]."""
    return {
        "bits": code.bits,
        "cells": code.cells,
        "code": describe_code(code),
        "generator": generator_digest(code),
    }


def read_key(reader: Reader, parameters: TestedParameters) -> AnyCode:
    """The code that the parameters of a transcript name [R6.72]-[R6.74]."""
    stated = read_stated_code(reader.only(["bits", "cells", "code", "generator"]))
    for wrong in (wrong_size(stated), wrong_modulus(stated.code)):
        if wrong is not None:
            reader.fail("R6.73", f"{wrong[0]}: {wrong[1]}")
    try:
        check_code(parameters, stated.code)
    except InvalidError as error:
        reader.fail("R6.73", str(error))
    if reader.child("generator").text() != generator_digest(stated.code):
        reader.child("generator").fail("R6.74", "the generator has another SHA-256")
    return stated.code
