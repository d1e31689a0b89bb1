"""Types of entries: all of them, how many entries have each, and which lose [R3.70], [R6.25]."""

from collections import Counter
from itertools import product

import pytest

from freebit.boxes.entry_types import Type, entries_of_type, format_type, loses, types
from freebit.boxes.game import GhzGame, MerminGame, ParityGame


def type_of(a: tuple[int, ...], x: tuple[int, ...]) -> Type:
    pairs = Counter(zip(x, a, strict=True))
    return pairs[0, 0], pairs[0, 1], pairs[1, 0], pairs[1, 1]


@pytest.mark.parametrize("parties", [1, 2, 4])
def test_every_entry_has_one_type(parties: int) -> None:
    """[R3.70] by listing all entries."""
    words = list(product((0, 1), repeat=parties))
    listed = Counter(type_of(a, x) for a, x in product(words, words))
    assert list(types(parties)) == sorted(listed)
    assert {kind: entries_of_type(kind) for kind in types(parties)} == listed


@pytest.mark.parametrize("game", [MerminGame(3), GhzGame(4)], ids=str)
def test_one_entry_tells_whether_all_of_its_type_lose(game: ParityGame) -> None:
    """[R3.70]"""
    words = list(product((0, 1), repeat=game.parties))
    for a, x in product(words, words):
        assert loses(game, type_of(a, x)) == (game.coefficient(a, x) == 1)


def test_how_a_type_is_written() -> None:
    """[R6.25]"""
    assert format_type((1, 2, 3, 4)) == "1,2|3,4"
