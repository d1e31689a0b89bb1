"""What inputs ask for, word by word, against the game itself [R2.2], [R2.3], [R4.59]."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from freebit.boxes.bits import Bits, all_bits, parity
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.simulate.asked import AskedInputs, odd_and_three
from freebit.simulate.stream import WORD_BITS

Words = NDArray[np.uint64]

GAMES: tuple[ParityGame, ...] = (*map(MerminGame, (3, 5, 7)), *map(GhzGame, (3, 4, 5, 6)))


def planes(rows: Sequence[Bits]) -> list[Words]:
    """The words of some rows of bits, one array for each column."""
    length = -(-len(rows) // WORD_BITS)
    made = [np.zeros(length, dtype=np.uint64) for _ in rows[0]]
    for t, row in enumerate(rows):
        for plane, bit in zip(made, row, strict=True):
            plane[t // WORD_BITS] |= np.uint64(bit << t % WORD_BITS)
    return made


def bit(words: Words | None, t: int) -> int:
    assert words is not None
    return int(words[t // WORD_BITS]) >> t % WORD_BITS & 1


@pytest.mark.parametrize("parties", range(2, 9))
def test_the_weight(parties: int) -> None:
    """Its lowest two bits, of all words."""
    rows = all_bits(parties)
    odd, three = odd_and_three(planes(rows))
    for t, row in enumerate(rows):
        assert (bit(odd, t), bit(three, t)) == (sum(row) & 1, sum(row) >> 1 & 1)


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_all_inputs_and_outputs(game: ParityGame) -> None:
    """[R2.4] where they are in X, and the last output that is not wrong there."""
    n = game.parties
    rows = all_bits(2 * n - 1)
    words = planes(rows)
    x, first = AskedInputs.of(game, words[:n]), words[n:]
    last = x.right_last(first)
    for t, row in enumerate(rows):
        assert bit(x.asked, t) == (row[:n] in game.inputs)
        if row[:n] in game.inputs:
            assert not game.coefficient((*row[n:], bit(last, t)), row[:n])
            assert game.coefficient((*row[n:], 1 - bit(last, t)), row[:n])


@pytest.mark.parametrize("game", GAMES, ids=str)
def test_derived_inputs_are_in_x(game: ParityGame) -> None:
    """[R4.59] whoever's input it is; what they ask for is what it is for inputs that are given."""
    rows = all_bits(game.parties - 1)
    for p in range(game.parties):
        made = AskedInputs.derived(game, planes(rows), p)
        given = AskedInputs.of(game, tuple(made))
        assert made.asked is None and given.asked is not None
        for t, row in enumerate(rows):
            inputs = tuple(bit(plane, t) for plane in made)
            assert inputs[:p] + inputs[p + 1 :] == row
            assert inputs in game.inputs
            assert bit(made.right, t) == bit(given.right, t) == game.target(inputs)


def test_other_outputs_are_not_taken_for_those_before() -> None:
    """What was worked out for some outputs is kept for these very ones."""
    x = AskedInputs.of(MerminGame(3), planes(all_bits(3)))
    zero, one = np.zeros(1, dtype=np.uint64), ~np.zeros(1, dtype=np.uint64)
    before = x.right_last([zero, zero])
    assert x.right_last([zero, zero]) is before
    assert np.array_equal(x.right_last([zero, one]), ~before)
    assert np.array_equal(x.right_last([zero, zero, one]), ~before)


def test_a_run_that_ends_inside_a_word() -> None:
    """[R4.61]"""
    game = MerminGame(5)
    local = AskedInputs.of(game, planes(all_bits(5)))
    derived = AskedInputs.derived(game, planes(all_bits(4)), 0)
    for count in (0, 1, 31, 63):
        for x, odd in ((local, [parity(row) for row in all_bits(5)]), (derived, [1] * 16)):
            kept = x.kept(count)
            assert kept is not None
            beyond = [1] * (WORD_BITS - len(odd)) if x is derived else [0] * (WORD_BITS - len(odd))
            assert [bit(kept, t) for t in range(64)] == [*[*odd, *beyond][:count], *[0] * (64 - count)]
    assert derived.kept(64) is None and local.kept(64) is local.asked
