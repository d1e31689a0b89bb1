"""Bits: order, reading and writing, majority [R2.1], [R2.7]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import all_bits, format_bits, majority, majority_of, parity, parse_bits, weight

words = st.lists(st.integers(0, 1), max_size=12).map(tuple)


def test_party_1_comes_first() -> None:
    assert parse_bits("01011") == (0, 1, 0, 1, 1)
    assert format_bits((0, 1, 0, 1, 1)) == "01011"
    assert parse_bits("") == ()


@given(words)
def test_reading_undoes_writing(bits: tuple[int, ...]) -> None:
    assert parse_bits(format_bits(bits)) == bits
    assert parse_bits(format_bits(bits), len(bits)) == bits


@pytest.mark.parametrize("length", range(7))
def test_words_are_in_the_order_of_the_numbers_they_spell(length: int) -> None:
    found = all_bits(length)
    assert [int("0" + format_bits(word), 2) for word in found] == list(range(2**length))
    assert {len(word) for word in found} == {length}


@pytest.mark.parametrize("text", ["2", "01 1", "0a1", "-1", "\u0661", "0\n"])
def test_other_symbols_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a bit"):
        parse_bits(text)


def test_the_place_of_a_bad_symbol_is_named() -> None:
    with pytest.raises(ValueError, match="'x', symbol 3 of '01x1'"):
        parse_bits("01x1")


def test_another_length_is_refused() -> None:
    for length in (3, 5):
        with pytest.raises(ValueError, match=f"'0101' has 4 bits, not {length}"):
            parse_bits("0101", length)


@given(words)
def test_parity_is_weight_modulo_2(bits: tuple[int, ...]) -> None:
    assert weight(bits) == format_bits(bits).count("1")
    assert parity(bits) == format_bits(bits).count("1") % 2


def test_majority_of_three() -> None:
    """[R2.7]"""
    table = {format_bits(bits): majority(bits) for bits in all_bits(3)}
    assert table == {"000": 0, "001": 0, "010": 0, "011": 1, "100": 0, "101": 1, "110": 1, "111": 1}


@pytest.mark.parametrize("length", [1, 3, 5, 7])
def test_majority_is_the_commoner_value(length: int) -> None:
    for bits in all_bits(length):
        value = majority(bits)
        assert bits.count(value) > bits.count(1 - value)
        assert majority(tuple(1 - bit for bit in bits)) == 1 - value


@pytest.mark.parametrize("bits", [(), (0, 1), (1, 1, 1, 1)])
def test_an_even_number_of_bits_has_no_majority(bits: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must be odd"):
        majority(bits)


def test_majority_of_chosen_parties_counts_from_0() -> None:
    assert majority_of((1, 1, 0, 0, 0), (0, 1, 4)) == 1
    assert majority_of((1, 1, 0, 0, 0), (0, 3, 4)) == 0
    assert majority_of((1, 1, 0, 0, 0), range(5)) == 0
