"""Functionals and their action, against the definition of R3.2 entry by entry."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.box import deterministic_boxes
from freebit.boxes.entries import entry_of, index_of
from freebit.boxes.game import GhzGame, MerminGame
from freebit.kernel.functional import constant, contraction, dense, difference, losing, row_vector
from freebit.wire.rational import Rationals


def action(vector: dict[int, int], slots: tuple[int | None, ...]) -> int:
    """The sum of R3.2: a party left out (None) counts with all its entries, another one with signs on its input."""
    total = 0
    for index, value in vector.items():
        a, x = entry_of(index, len(slots))
        if all(slot in (None, setting) for slot, setting in zip(slots, x, strict=True)):
            total += value * (-1) ** sum(bit for bit, slot in zip(a, slots, strict=True) if slot is not None)
    return total


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 1.0])
def test_contraction_is_the_action(parties: int, share: float) -> None:
    """[R3.2] with few entries, with many, and with all, in the order of the correlators."""
    draw = Random(f"{parties} {share}")
    indices = [index for index in range(4**parties) if draw.random() < share]
    vector = {index: draw.randrange(-9, 10) for index in indices}
    assert contraction(vector, parties) == [action(vector, slots) for slots in product((None, 0, 1), repeat=parties)]


@given(st.dictionaries(st.integers(0, 4**4 - 1), st.integers(-(10**30), 10**30), max_size=40))
def test_a_table_and_a_list_are_contracted_alike(vector: dict[int, int]) -> None:
    """[R3.2] whether a vector is short or padded with zeros until it is long."""
    padded = dict.fromkeys(range(4**4), 0) | vector
    assert contraction(vector, 4) == contraction(padded, 4)


@given(st.dictionaries(st.integers(0, 4**2 - 1), st.integers(-3, 3)))
def test_functionals_are_equivalent_iff_they_agree_on_deterministic_boxes(numerators: dict[int, int]) -> None:
    """[R3.2]: deterministic boxes span all non-signalling ones."""
    values = [
        sum(value * box.probability(*entry_of(index, 2)) for index, value in numerators.items())
        for box in deterministic_boxes(2)
    ]
    assert (difference(Rationals(numerators, 7), Rationals({}, 1), 2) is None) == (not any(values))


def test_differences_are_told_as_they_are() -> None:
    """[R3.2] with denominators that differ."""
    third, half = Rationals({0: 1}, 3), Rationals({0: 1}, 2)
    assert difference(third, half, 1) == "the two sides differ by -1/6 on correlator -"
    assert difference(third, Rationals({0: 2}, 6), 1) is None


@pytest.mark.parametrize("x", [(0, 0), (0, 1), (1, 1)])
def test_one_is_one_on_every_input(x: Bits) -> None:
    """[R3.15] and a row has its numbers in the order of the outputs."""
    assert difference(constant(x), constant((1, 0)), 2) is None
    row = row_vector(x, [1, 2, 3, 4], 5)
    assert row.fractions() == {index_of(a, x): Fraction(i + 1, 5) for i, a in enumerate(all_bits(2))}


@pytest.mark.parametrize("game", [MerminGame(3), GhzGame(2), GhzGame(4)])
def test_losing_entries(game: MerminGame | GhzGame) -> None:
    """[R2.4] the entries with I(a,x) = 1."""
    words = all_bits(game.parties)
    assert losing(game) == {index_of(a, x): x for a, x in product(words, repeat=2) if game.coefficient(a, x)}


def test_dense() -> None:
    assert dense({2: 5, 0: -1}, 4) == [-1, 0, 5, 0]
