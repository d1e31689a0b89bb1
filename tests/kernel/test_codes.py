"""Codes: their words, the closed form of their weights, and both checkers on both of them [R3.90]-[R3.97]."""

import json
from fractions import Fraction
from itertools import product
from math import comb

import pytest
from conformance.generate.faults import BASES, encode
from conformance.generate.faults_codes import concatenation
from hypothesis import given
from hypothesis import strategies as st

from freebit.codes.code import INNER_CODES, Concatenation, GeneratorCode
from freebit.codes.field import DEGREES, Field
from freebit.codes.weights import counted, exactly_known, least_weights, outer_weights
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.kernel.kinds.code import CodeWeights, WeightsOfCode
from freebit.second.check import check_with_z3
from freebit.second.codes import ReedSolomonWords, irreducible
from freebit.second.kinds.code import CodeQuestions
from freebit.second.model import SecondAnswer
from freebit.solver.codes import (
    FieldsDisagreeError,
    check_against_flint,
    document,
    file_name,
    least_irreducible,
)
from freebit.solver.codes import concatenation as found
from freebit.solver.documents import code_document, document_bytes

SMALL = [
    Concatenation(inner, Field(modulus), length, dimension, bits)
    for inner in INNER_CODES
    for modulus in (0b111, 0b1011, 0b1101, 0b10011)
    for length, dimension in ((1, 1), (2, 1), (2, 2), (3, 2), (4, 2), (4, 3), (4, 4))
    for bits in {(modulus.bit_length() - 1) * dimension, (modulus.bit_length() - 1) * dimension - 1}
    if bits <= 12
]


def literal_word(code: Concatenation, message: tuple[int, ...]) -> tuple[int, ...]:
    """The word of a message, by chapter 3d to the letter."""
    m = code.field.degree
    filled = (*message, *(0,) * (m * code.dimension - len(message)))
    elements = [int("".join(map(str, filled[i : i + m])), 2) for i in range(0, len(filled), m)]
    word = []
    for point in range(code.length):
        symbol, power = 0, 1
        for element in elements:
            symbol ^= code.field.times(element, power)
            power = code.field.times(power, point)
        s = [symbol >> (m - 1 - i) & 1 for i in range(m)]
        for v in code.columns:
            word.append(sum(a * (v >> (m - 1 - i) & 1) for i, a in enumerate(s)) % 2)
    return tuple(word)


@pytest.mark.parametrize("code", SMALL, ids=str)
def test_rows_make_the_words(code: Concatenation) -> None:
    """[R3.90] the sum of rows is the word of the definition."""
    for message in product((0, 1), repeat=code.bits):
        word = 0
        for row, bit in zip(code.rows, message, strict=True):
            word ^= row * bit
        assert tuple(word >> (code.cells - 1 - i) & 1 for i in range(code.cells)) == literal_word(code, message)


@pytest.mark.parametrize("code", SMALL, ids=str)
def test_the_closed_form_is_the_count(code: Concatenation) -> None:
    """[R3.94], [R3.96] equal where it is exact, never below the count elsewhere."""
    known, real = least_weights(code), counted(code)
    if exactly_known(code):
        assert known == real
    for w in range(code.cells + 1):
        assert sum(n for v, n in known.items() if v <= w) >= sum(n for v, n in real.items() if v <= w)


@pytest.mark.parametrize(("q", "length", "dimension"), [(4, 4, 2), (8, 8, 3), (16, 16, 9), (128, 67, 37)])
def test_outer_weights(q: int, length: int, dimension: int) -> None:
    """[R3.94] the sum of the rule, and all words."""
    d = length - dimension + 1
    assert outer_weights(q, length, dimension) == {
        w: comb(length, w) * sum((-1) ** j * comb(w, j) * (q ** (w - d + 1 - j) - 1) for j in range(w - d + 1))
        for w in range(d, length + 1)
    }
    assert sum(outer_weights(q, length, dimension).values()) == q**dimension - 1


def test_moduli() -> None:
    """[R3.91] both checkers and FLINT agree on every polynomial of degree at most 8."""
    for degree in range(2, 9):
        polynomials = [Field(number) for number in range(1 << degree, 2 << degree)]
        whole = [field.modulus for field in polynomials if field.divisor() is None]
        assert whole == [field.modulus for field in polynomials if irreducible(f"{field.modulus:b}")]
        assert whole[0] == least_irreducible(degree)
    for degree in DEGREES:
        assert Field(least_irreducible(degree)).divisor() is None
    with pytest.raises(InvalidError, match="degree 13"):
        Field(1 << 13)


@given(st.sampled_from([0b111, 0b1011, 0b100011011]), st.data())
def test_fields(modulus: int, data: st.DataObject) -> None:
    """[R3.91] the laws of a field."""
    field = Field(modulus)
    a, b, c = (data.draw(st.integers(0, (1 << field.degree) - 1)) for _ in range(3))
    assert field.times(a, field.times(b, c)) == field.times(field.times(a, b), c)
    assert field.times(a, b ^ c) == field.times(a, b) ^ field.times(a, c)
    assert field.times(a, b) == field.times(b, a)
    assert field.times(a, 1) == a
    assert (field.times(a, b) == 0) == (a == 0 or b == 0)


@pytest.mark.parametrize("code", [code for code in SMALL if code.bits > 6], ids=str)
def test_the_second_checker_builds_the_same_words(code: Concatenation) -> None:
    """[R3.97]"""
    words = ReedSolomonWords(code.inner, f"{code.field.modulus:b}", code.length, code.dimension)
    assert words.generator(code.bits).rows == code.rows
    assert words.generator(code.bits).weights() == counted(code)


@pytest.mark.parametrize("code", SMALL[::3], ids=str)
@pytest.mark.parametrize("why", ["counting", "mds"])
def test_both_checkers_decide_what_is_true(code: Concatenation, why: str) -> None:
    """[R3.95], [R3.96], [R3.97] the numbers as they are, and with one message fewer at any weight."""
    weights = counted(code) if why == "counting" else least_weights(code)
    sense = "exact" if why == "counting" or exactly_known(code) else "bound"
    good = document_bytes(code_document(code, weights, sense, why, {}))
    assert check(good).accepted
    assert check_with_z3(good).answer is SecondAnswer.PROVED
    for weight in weights:
        fewer = {w: n - (w == weight) for w, n in weights.items() if n > (w == weight)}
        if sum(fewer.values()) >= 2**code.bits - 1:
            continue
        bad = document_bytes(code_document(code, fewer, "bound", why, {}))
        rejection = check(bad).rejection
        assert rejection is not None
        assert rejection.rule == "R3.95"
        objection = check_with_z3(bad).objection
        assert objection is not None
        assert objection.rule == "R3.95"


def test_the_fact_names_the_code() -> None:
    """[R3.95], [R3.96] what is established."""
    (fact,) = check(encode(BASES["simplex code"])).facts
    assert isinstance(fact, WeightsOfCode)
    assert fact.exact
    assert fact.weights == ((12, 70), (16, 175), (20, 266))
    assert "70 of them of weight 12" in str(fact)
    (bound,) = check(encode(BASES["hamming code"])).facts
    assert isinstance(bound, WeightsOfCode)
    assert not bound.exact
    assert bound.code == GeneratorCode(7, (0b1101000, 0b0110100, 0b0011010, 0b0001101))
    assert "no more words" in str(bound)


def test_an_outer_code_too_long_for_equations_is_not_decided() -> None:
    """[R3.97]"""
    code = found("simplex", 9, 300, 18)
    data = document_bytes(code_document(code, least_weights(code), "bound", "mds", {}))
    assert check(data).accepted
    report = check_with_z3(data)
    assert report.answer is SecondAnswer.UNDECIDED
    assert report.objection is not None
    assert "300 symbols" in report.objection.message


def test_limits_are_reached() -> None:
    """[R6.95], [R3.93] the largest codes that can be read are decided."""
    largest = found("reed-muller", 12, 512, 1024)
    data = document_bytes(code_document(largest, {1: 2**1024 - 1}, "bound", "mds", {}))
    assert largest.cells == 2**20
    assert check(data).accepted
    rows = [f"{1 << i:065536b}" for i in range(2)]
    claim = {"bits": 2, "cells": 65536, "code": {"kind": "generator", "rows": rows}, "sense": "exact"}
    weights = [{"weight": 1, "messages": "2"}, {"weight": 2, "messages": "1"}]
    document_ = {"format": "freebit-certificate", "version": 1, "kind": "code", "claim": claim | {"weights": weights}}
    assert check(json.dumps(document_ | {"witness": {"why": "counting"}}).encode()).accepted


def test_flint_makes_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R3.94] a field that multiplies otherwise is found."""
    code = found("reed-muller", 5, 7, 20)
    check_against_flint(code)
    assert file_name(code) == "20-bits-reed-muller-5-outer-7-4.json"
    assert document(code)["kind"] == CodeWeights.kind == CodeQuestions.kind
    monkeypatch.setattr(Field, "times", lambda self, left, right: left & right)
    with pytest.raises(FieldsDisagreeError, match="row 0"):
        check_against_flint(found("reed-muller", 5, 7, 20))


def test_numbers_of_messages_are_integers() -> None:
    """[R3.92] half a message is none."""
    (fact,) = check(encode(BASES["reed-muller code"])).facts
    assert isinstance(fact, WeightsOfCode)
    assert all(Fraction(number).denominator == 1 for _, number in fact.weights)
    assert concatenation("simplex", "111", 1, 1)["kind"] == "concatenation"
