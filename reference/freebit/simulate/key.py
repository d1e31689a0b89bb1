"""The key of many bits at speed: rows and bits of cells are packed into bytes [R4.44], [R4.71].

The outcome equals that of ``freebit.protocol.key.replay_key``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from freebit.errors import InvalidError
from freebit.protocol.key import Key, KeyOutcome, check_code
from freebit.simulate.engine import Progress
from freebit.simulate.tested_engine import CellRounds, run_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from freebit.codes.code import Code
    from freebit.protocol.tested_parameters import TestedParameters
    from freebit.protocol.tested_transcript import TestedTranscriptWriter


def key_at_speed(code: Code, values: NDArray[np.uint8]) -> Key:
    """The key of the bits f(a,x) of the distilled cells, given as an array of zeros and ones.

    Raises ``ValueError`` unless there is one for each cell of the code.
    """
    if len(values) != code.cells:
        raise InvalidError(f"{len(values)} cells are distilled by a code on {code.cells}")
    size = -(-code.cells // 8)
    shift = 8 * size - code.cells
    rows = np.frombuffer(b"".join((row << shift).to_bytes(size, "big") for row in code.rows), dtype=np.uint8)
    common = rows.reshape(code.bits, size) & np.packbits(values)
    return Key(tuple((np.bitwise_count(common).sum(axis=1, dtype=np.int64) % 2).tolist()))


def run_key(
    parameters: TestedParameters,
    code: Code,
    rounds: CellRounds,
    *,
    writer: TestedTranscriptWriter | None = None,
    progress: Progress | None = None,
) -> KeyOutcome:
    """A run of many bits, with the outcome of ``replay_key``; the transcript goes to ``writer`` if one is given.

    Raises ``ValueError`` for a code that is too long.
    """
    check_code(parameters, code)
    values: list[NDArray[np.uint8]] = []
    outcome = run_cells(parameters, rounds, writer=writer, progress=progress, values=values)
    if outcome.abort is not None:
        return KeyOutcome(outcome.kept, outcome.wrong, outcome.abort, Key((0,) * code.bits))
    key = key_at_speed(code, np.concatenate(values)[: code.cells])
    return KeyOutcome(outcome.kept, outcome.wrong, None, key)
