"""The key of many bits: the literal one, the fast one, and what stays secret [R4.70]-[R4.75]."""

import json
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.cells import LOCAL, MAJORITY, CellKind
from freebit.boxes.game import GhzGame
from freebit.codes.code import Code, GeneratorCode
from freebit.errors import InvalidError
from freebit.protocol.key import Key, check_code, key_file, key_of_cells, replay_key
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript, kept_cells, replay_tested
from freebit.simulate.key import key_at_speed
from freebit.solver.codes import concatenation

KIND = CellKind(GhzGame(3), LOCAL, MAJORITY)
HAMMING = GeneratorCode(7, (0b1101000, 0b0110100, 0b0011010, 0b0001101))
CODES: tuple[Code, ...] = (HAMMING, GeneratorCode(1, (1,)), concatenation("reed-muller", 4, 9, 20))


def transcript(cells: int, seed: int, keep: int, tolerance: int) -> TestedTranscript:
    draw = Random(seed)
    words = list(product((0, 1), repeat=3))
    parameters = TestedParameters(KIND, cells, keep, Fraction(1, 4), tolerance)
    return TestedTranscript(
        parameters, tuple(draw.choice(words) for _ in range(cells)), tuple(draw.choice(words) for _ in range(cells))
    )


@given(st.sampled_from(CODES), st.data())
def test_the_fast_key_is_the_literal_one(code: Code, data: st.DataObject) -> None:
    """[R4.71], [R4.44] bit for bit, and linear in the cells."""
    values = data.draw(st.lists(st.integers(0, 1), min_size=code.cells, max_size=code.cells))
    key = key_of_cells(code, values)
    assert key_at_speed(code, np.array(values, dtype=np.uint8)) == key
    for row, bit in zip(code.rows, key.bits, strict=True):
        assert bit == (row & int("0" + "".join(map(str, values)), 2)).bit_count() % 2


@given(st.integers(0, 10**6))
def test_the_key_of_a_run(seed: int) -> None:
    """[R4.70], [R4.71], [R4.72], [R4.73], [R4.74] the first cells of the code among the kept ones."""
    found = transcript(20, seed, 8, 7)
    outcome, tested = replay_key(found, HAMMING), replay_tested(found)
    assert (outcome.kept, outcome.wrong, outcome.abort, outcome.g) == (
        tested.kept,
        tested.wrong,
        tested.abort,
        tested.g,
    )
    if outcome.abort is not None:
        assert outcome.key == Key((0, 0, 0, 0))
        return
    f = [MAJORITY(a, x) for a, x in kept_cells(found)]
    assert outcome.key.bits == (
        f[0] ^ f[1] ^ f[3],
        f[1] ^ f[2] ^ f[4],
        f[2] ^ f[3] ^ f[5],
        f[3] ^ f[4] ^ f[6],
    )


def test_both_aborts_give_no_key() -> None:
    """[R4.70]"""
    few = transcript(8, 1, 8, 7)
    assert replay_key(few, HAMMING).abort is Abort.TOO_FEW_KEPT
    wrong = transcript(40, 1, 8, 0)
    assert replay_key(wrong, HAMMING).abort is Abort.WRONG_CORRELATIONS
    assert replay_key(wrong, HAMMING).key == replay_key(few, HAMMING).key == Key((0,) * 4)


def test_one_row_of_ones_is_the_tested_bit() -> None:
    """[R4.71] with as many cells as are kept."""
    for seed in range(50):
        found = transcript(12, seed, 4, 3)
        kept = len(kept_cells(found))
        if kept == 4:
            assert replay_key(found, GeneratorCode(4, (0b1111,))).key.bits == (replay_tested(found).k,)


def test_codes_that_do_not_fit() -> None:
    """[R4.72], [R4.73]"""
    parameters = TestedParameters(KIND, 9, 6, Fraction(1, 4))
    with pytest.raises(InvalidError, match=r"R4\.73.*7 cells"):
        check_code(parameters, HAMMING)
    with pytest.raises(InvalidError, match=r"R4\.73.*0 cells"):
        check_code(parameters, GeneratorCode(0, (0,)))
    for key in (key_of_cells, lambda code, values: key_at_speed(code, np.array(values, dtype=np.uint8))):
        for cells in (6, 8):
            with pytest.raises(InvalidError, match=f"{cells} cells"):
                key(HAMMING, [0] * cells)


def test_a_key_is_not_printed_by_accident() -> None:
    """[R4.75]"""
    key = Key((1, 0, 1, 1))
    for text in (repr(key), str(key), f"{key}", repr(replay_key(transcript(20, 3, 8, 7), HAMMING))):
        assert "1, 0" not in text
        assert "1011" not in text
    assert repr(key) == "Key of 4 bits"
    assert key.disclosed() == "1011"


def test_what_stands_in_a_key_file() -> None:
    """[R6.90], [R6.96] the key as it is disclosed, what it was made with, a member on a line, as in all our files."""
    data = key_file(Key((1, 0, 1, 1)), {"cells": 20}, HAMMING)
    assert data.startswith(b'{\n "format": "freebit-key",\n "version": 1,\n')
    assert data.endswith(b"}\n")
    assert json.loads(data) == {
        "format": "freebit-key",
        "version": 1,
        "key": Key((1, 0, 1, 1)).disclosed(),
        "parameters": {"cells": 20},
        "code": {"kind": "generator", "rows": ["1101000", "0110100", "0011010", "0001101"]},
    }
    assert Key((1, 0, 1, 1)).disclosed() == "1011"
