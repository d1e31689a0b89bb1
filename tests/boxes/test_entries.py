"""The indices of entries."""

from fractions import Fraction
from itertools import product

import pytest

from freebit.boxes.bits import all_bits
from freebit.boxes.entries import by_entry, entry_of, format_entry, index_of, indices_at, output_shares, shares_of_texts


def test_indices_count_entries() -> None:
    for place, (a, x) in enumerate(entry_of(i, 3) for i in range(64)):
        assert index_of(a, x) == place
    assert entry_of(0b_10_01_11, 3) == ((0, 1, 1), (1, 0, 1))
    assert {entry_of(i, 3) for i in range(64)} == set(product(all_bits(3), repeat=2))


@pytest.mark.parametrize("parties", [1, 2, 4])
def test_an_index_is_the_sum_of_two_shares(parties: int) -> None:
    outputs, inputs = shares_of_texts(parties)
    assert list(outputs) == list(inputs) == ["".join(map(str, word)) for word in all_bits(parties)]
    for a, x in product(all_bits(parties), repeat=2):
        text = format_entry(index_of(a, x), parties)
        assert text == f"{''.join(map(str, a))}|{''.join(map(str, x))}"
        assert outputs[text[:parties]] + inputs[text[parties + 1 :]] == index_of(a, x)
    assert list(output_shares(parties)) == list(all_bits(parties))


def test_the_entries_of_one_input() -> None:
    x = (1, 0, 1)
    assert indices_at(x) == [index_of(a, x) for a in all_bits(3)]


def test_tables_by_index_are_tables_by_entry() -> None:
    table = {index_of((0, 1), (1, 0)): Fraction(1, 2)}
    assert by_entry(table, 2) == {((0, 1), (1, 0)): Fraction(1, 2)}
