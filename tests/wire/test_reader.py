"""The reader of documents: places, and tables of rationals over one denominator [R6.6]-[R6.17]."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from freebit.boxes.entries import index_of
from freebit.wire.document import UnreadableError
from freebit.wire.rational import MAX_RATIONAL, Rationals, RationalTooLongError, parse_ratio, parse_rational, shown
from freebit.wire.reader import Reader


def refused(read: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        read()
    return caught.value.rule, caught.value.place


def test_places_are_ways_from_the_document() -> None:
    reader = Reader({"a": [{"b\u202e": 1}]}, "input")
    (inner,) = reader.child("a").elements()
    (member,) = inner.members()
    assert (reader.place, inner.place, member.place) == ("input", "input/a/0", "input/a/0/b\\u202e")
    assert (reader.key, inner.key, member.key) == ("", "", "b\u202e")
    assert refused(member.text) == ("R6.6", "input/a/0/b\\u202e")


@pytest.mark.parametrize(
    ("value", "read", "rule", "place"),
    [
        ([], lambda r: r.table(), "R6.6", "d"),
        ({}, lambda r: r.sequence(), "R6.6", "d"),
        ({}, lambda r: list(r.elements()), "R6.6", "d"),
        ({}, lambda r: r.child("a"), "R6.9", "d"),
        ({"b": 1}, lambda r: r.only(["a"]), "R6.9", "d"),
        ({"a": 1, "b": 1}, lambda r: r.only(["a"]), "R6.10", "d"),
        (True, lambda r: r.count(), "R6.6", "d"),
        (0.5, lambda r: r.count(), "R6.5", "d"),
        (10**15, lambda r: r.count(), "R6.5", "d"),
        (-1, lambda r: r.count(), "R6.5", "d"),
        ("2/4", lambda r: r.rational(), "R6.11", "d"),
        (1, lambda r: r.rational(), "R6.6", "d"),
        ("1" * 513, lambda r: r.rational(), "R6.12", "d"),
        ("c", lambda r: r.one_of(["a", "b"], "R6.8"), "R6.8", "d"),
        ("01", lambda r: r.bits(3), "R6.13", "d"),
        ("02", lambda r: r.bits(2), "R6.13", "d"),
        ([1, 2], lambda r: r.triple(3), "R6.6", "d"),
        ([1, 2, 4], lambda r: r.triple(3), "R6.15", "d/2"),
        ([0, 2, 3], lambda r: r.triple(3), "R6.15", "d/0"),
        ({"0|0": "1", "0|00": "1"}, lambda r: r.vector(1), "R6.14", "d/0|00"),
        ({"00": "1"}, lambda r: r.vector(1), "R6.14", "d/00"),
        ({"0:0": "1"}, lambda r: r.vector(1), "R6.14", "d/0:0"),
        ({"0|2": "1"}, lambda r: r.vector(1), "R6.14", "d/0|2"),
        ({"|": "1"}, lambda r: r.vector(1), "R6.14", "d/|"),
        ({"0|0": 1}, lambda r: r.vector(1), "R6.6", "d/0|0"),
        ({"0|0": "2/4"}, lambda r: r.vector(1), "R6.11", "d/0|0"),
        ({"0|0": "1/2", "0|1": "2/4"}, lambda r: r.vector(1), "R6.11", "d/0|1"),
        ({"1,0|0,1": "1"}, lambda r: r.types(1), "R6.25", "d/1,0|0,1"),
        ({"01,0|0,0": "1"}, lambda r: r.types(1), "R6.25", "d/01,0|0,0"),
        ({"1,0|0,0": "1"}, lambda r: r.types(2), "R6.25", "d/1,0|0,0"),
        ({"1,0|0,2": "1"}, lambda r: r.types(2), "R6.25", "d/1,0|0,2"),
        ({"0": "1/" + "7" * 400, "1": "1/" + "9" * 401}, lambda r: r.row(1), "R6.17", "d"),
        ({"0|0": "1/" + "7" * 400, "0|1": "1/" + "9" * 401}, lambda r: r.vector(1), "R6.17", "d"),
    ],
)
def test_refusals(value: object, read: Callable[[Reader], object], rule: str, place: str) -> None:
    assert refused(lambda: read(Reader(value, "d"))) == (rule, place)


def test_vectors_go_by_index_over_the_least_common_denominator() -> None:
    """[R6.14], [R6.17] zeros are left out."""
    table = {"01|10": "1/6", "00|00": "-3/4", "11|11": "2", "10|10": "0"}
    found = Reader(table).vector(2)
    assert found.denominator == 12
    assert found.numerators == {
        index_of((0, 1), (1, 0)): 2,
        index_of((0, 0), (0, 0)): -9,
        index_of((1, 1), (1, 1)): 24,
    }
    assert found.scaled(24)[index_of((1, 1), (1, 1))] == 48
    assert found.fractions()[index_of((0, 0), (0, 0))] == Fraction(-3, 4)


def test_the_common_denominator_is_the_least() -> None:
    """[R6.17] also where it is odd, or 1."""
    assert Reader({"0|0": "1/3", "1|1": "2/5"}).vector(1).denominator == 15
    assert Reader({"0|0": "4"}).vector(1) == Rationals({index_of((0,), (0,)): 4}, 1)


def test_types_go_by_their_numbers() -> None:
    """[R6.25]"""
    assert Reader({"1,0|0,11": "1/2"}).types(12) == Rationals({(1, 0, 0, 11): 1}, 2)


def test_rows_keep_zeros() -> None:
    """[R3.13] asks for every beta."""
    assert Reader({"0": "0", "1": "1/2"}).row(1) == {(0,): Fraction(0), (1,): Fraction(1, 2)}


@pytest.mark.parametrize(
    "text", ["", "-", "-0", "00", "1/", "/2", "1/1", "0/2", "2/4", "1/-2", "1 ", "+1", "1.0", "\u0661"]
)
def test_ratios_that_are_not_canonical(text: str) -> None:
    """[R6.11]"""
    with pytest.raises(ValueError, match="lowest terms"):
        parse_ratio(text)


def test_ratios() -> None:
    """[R6.11], [R6.12]"""
    assert [parse_ratio(text) for text in ("0", "-7", "3/2", "-2/3")] == [(0, 1), (-7, 1), (3, 2), (-2, 3)]
    assert parse_rational("-2/3") == Fraction(-2, 3)
    assert parse_ratio("1" * MAX_RATIONAL)[1] == 1
    with pytest.raises(RationalTooLongError):
        parse_ratio("1" * (MAX_RATIONAL + 1))


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ({}, "an object"),
        ([], "a list"),
        ("a", "a string"),
        (1, "a number"),
    ],
)
def test_what_stands_there_instead_is_named(value: object, word: str) -> None:
    """[R6.6]"""
    reader = Reader(value)
    read = reader.text if not isinstance(value, str) else reader.sequence
    with pytest.raises(UnreadableError, match=f"is wanted, not {word}$"):
        read()


@pytest.mark.parametrize(("length", "is_whole"), [(39, True), (40, True), (41, False), (1000, False)])
def test_a_text_that_is_shown_is_short(length: int, is_whole: bool) -> None:
    text = "\u202e" + "x" * (length - 1)
    found = shown(text)
    assert found == ('"\\u202e' + "x" * (length - 1) + '"' if is_whole else '"\\u202e' + "x" * 36 + '..."')
    assert found.isascii()
