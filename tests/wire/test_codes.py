"""Codes on the wire: what is written is what is read, and what is refused [R6.95], [R6.96]."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.codes.code import INNER_CODES, AnyCode, Concatenation, GeneratorCode
from freebit.codes.field import DEGREES, Field
from freebit.wire.codes import (
    MAX_CODE_BITS,
    MAX_CODE_CELLS,
    StatedCode,
    describe_code,
    read_stated_code,
)
from freebit.wire.document import UnreadableError
from freebit.wire.reader import Reader

HAMMING = GeneratorCode(7, (0b1101000, 0b0110100, 0b0011010, 0b0001101))
OUTER = Concatenation("reed-muller", Field(0b10011), 9, 5, 20)


@st.composite
def generators(draw: st.DrawFn) -> GeneratorCode:
    cells = draw(st.integers(0, 12))
    return GeneratorCode(cells, tuple(draw(st.lists(st.integers(0, 2**cells - 1), max_size=6))))


def concatenations() -> st.SearchStrategy[Concatenation]:
    moduli = st.integers(2 ** DEGREES[0], 2 ** (DEGREES[-1] + 1) - 1)
    counts = st.integers(0, 10**15 - 1)
    return st.builds(
        Concatenation, st.sampled_from(INNER_CODES), moduli.map(Field), counts, counts, st.integers(0, MAX_CODE_BITS)
    )


def stated(code: AnyCode, cells: int) -> dict[str, object]:
    return {"bits": code.bits, "cells": cells, "code": describe_code(code)}


@pytest.mark.parametrize(
    ("code", "document"),
    [
        (HAMMING, {"kind": "generator", "rows": ["1101000", "0110100", "0011010", "0001101"]}),
        (GeneratorCode(3, (0,)), {"kind": "generator", "rows": ["000"]}),
        (
            OUTER,
            {"kind": "concatenation", "inner": "reed-muller", "modulus": "10011", "length": 9, "dimension": 5},
        ),
    ],
    ids=["generator", "zeros", "concatenation"],
)
def test_how_a_code_is_written(code: AnyCode, document: dict[str, object]) -> None:
    """[R6.96] a row has a bit for each cell, the modulus its bits from the highest."""
    assert describe_code(code) == document


@pytest.mark.parametrize("modulus", [0b111, 0b100, 2**13 - 1, 2**12])
def test_moduli_of_the_least_and_the_greatest_degree(modulus: int) -> None:
    """[R6.96] also of ones alone; whether it is irreducible is asked elsewhere [R3.91]."""
    code = Concatenation("simplex", Field(modulus), 3, 1, 2)
    assert read_stated_code(Reader(stated(code, 9))).code == code


@given(generators() | concatenations())
def test_a_code_is_read_as_it_is_written(code: AnyCode) -> None:
    """[R6.95], [R6.96]"""
    cells = code.cells if isinstance(code, GeneratorCode) else 5
    assert read_stated_code(Reader(stated(code, cells))) == StatedCode(code, code.bits, cells)


@pytest.mark.parametrize(
    ("changed", "rule", "place"),
    [
        ({"bits": MAX_CODE_BITS + 1}, "R6.95", "d/bits"),
        ({"cells": MAX_CODE_CELLS + 1}, "R6.95", "d/cells"),
        ({"code": {"kind": "cyclic"}}, "R6.6", "d/code/kind"),
        ({"code": {"kind": "generator", "rows": ["110100"]}}, "R6.13", "d/code/rows/0"),
        ({"code": {"kind": "generator", "rows": [], "inner": "simplex"}}, "R6.10", "d/code"),
        ({"code": {"kind": "concatenation", "rows": []}}, "R6.9", "d/code"),
    ],
)
def test_refusals(changed: dict[str, Any], rule: str, place: str) -> None:
    """[R6.95], [R6.96], [R6.6], [R6.9], [R6.10], [R6.13]"""
    with pytest.raises(UnreadableError) as caught:
        read_stated_code(Reader({**stated(HAMMING, 7), **changed}, "d"))
    assert (caught.value.rule, caught.value.place) == (rule, place)


def test_the_limits_themselves_are_read() -> None:
    """[R6.95]"""
    document = {**stated(OUTER, MAX_CODE_CELLS), "bits": MAX_CODE_BITS}
    found = read_stated_code(Reader(document))
    assert (found.bits, found.cells) == (MAX_CODE_BITS, MAX_CODE_CELLS)


@pytest.mark.parametrize("text", ["", "1", "11", "011", "0111", "1a1", "121", "1" * 14])
def test_moduli_that_are_none(text: str) -> None:
    """[R6.96] degree 2 to 12, from the highest bit."""
    document = stated(OUTER, 5)
    code = {**describe_code(OUTER), "modulus": text}
    with pytest.raises(UnreadableError) as caught:
        read_stated_code(Reader({**document, "code": code}, "d"))
    assert (caught.value.rule, caught.value.place) == ("R6.96", "d/code/modulus")
