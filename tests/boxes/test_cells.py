"""Kinds of cells: who draws which bits, what f says, and the names that people give them [R4.51], [R4.55]-[R4.59]."""

from fractions import Fraction
from itertools import product

import pytest

from freebit.boxes.bits import Bits, all_bits, majority_of
from freebit.boxes.cells import (
    LOCAL,
    MAJORITY,
    MULTIPLEXER,
    NEEDED_PARTIES,
    TESTED_GAMES,
    CellFunction,
    CellInputs,
    CellKind,
    kind_labelled,
    tabulated,
)
from freebit.boxes.game import GhzGame, MerminGame

THREE = CellKind(GhzGame(3), LOCAL, MAJORITY)
FOUR = CellKind(GhzGame(4), CellInputs(1), MULTIPLEXER)
FIVE = CellKind(MerminGame(5), CellInputs(4), MULTIPLEXER)


def apart(x: Bits, y: Bits) -> int:
    return sum(p != q for p, q in zip(x, y, strict=True))


@pytest.mark.parametrize("kind", [THREE, FOUR, FIVE], ids=lambda kind: kind.label)
def test_the_drawn_bits_are_those_of_all_parties_but_the_derived_one(kind: CellKind) -> None:
    """[R4.55], [R4.58], [R4.59] the derived input is the one that puts the inputs into X."""
    derived = kind.inputs.derived
    for x in kind.game.inputs:
        drawn = kind.inputs.drawn(x)
        assert drawn == (x if derived is None else x[:derived] + x[derived + 1 :])
        assert len(drawn) == kind.drawn_bits == kind.inputs.most_distant(kind.parties)
        assert kind.completed(drawn) == x
    for drawn in all_bits(kind.drawn_bits):
        assert kind.inputs.drawn(kind.completed(drawn)) == drawn


@pytest.mark.parametrize("kind", [THREE, FOUR, FIVE], ids=lambda kind: kind.label)
def test_distances_are_those_of_the_drawn_bits(kind: CellKind) -> None:
    """[R4.55] an input that is derived comes from no source."""
    inputs = kind.game.inputs
    assert kind.distances == {
        (x, y): apart(kind.inputs.drawn(x), kind.inputs.drawn(y)) for x, y in product(inputs, inputs)
    }
    assert all(kind.inputs.distance(x, y) == d for (x, y), d in kind.distances.items())
    assert max(kind.distances.values()) <= kind.inputs.most_distant(kind.parties)


def test_what_f_says() -> None:
    """[R4.57] a multiplexer's bit 4 chooses between bits 2 and 3."""
    for a in all_bits(5):
        assert MAJORITY(a, a) == majority_of(a, (0, 1, 2))
        assert MULTIPLEXER(a, a) == (a[0] + (a[1] if a[3] == 1 else a[2])) % 2


@pytest.mark.parametrize("name", NEEDED_PARTIES)
def test_how_many_outputs_f_looks_at(name: str) -> None:
    """[R4.57]"""
    outputs = (0,) * NEEDED_PARTIES[name]
    assert CellFunction(name)(outputs, outputs) == 0
    with pytest.raises(IndexError):
        CellFunction(name)(outputs[1:], outputs[1:])


@pytest.mark.parametrize("kind", [THREE, FOUR], ids=lambda kind: kind.label)
def test_a_table_is_the_same_function(kind: CellKind) -> None:
    """[R4.57] the rows have the outputs in numeric order."""
    table = tabulated(kind)
    assert set(table.table) == set(kind.game.inputs)
    assert len({table, tabulated(kind), kind.function}) == 2
    for x, a in product(kind.game.inputs, all_bits(kind.parties)):
        assert table(a, x) == kind.function(a, x)
        assert kind.sign(a, x) == (-1) ** kind.function(a, x)


@pytest.mark.parametrize("kind", [THREE, FOUR], ids=lambda kind: kind.label)
def test_the_right_part_is_the_sign_where_the_answer_is_right(kind: CellKind) -> None:
    """[R3.83]"""
    for y in kind.game.inputs:
        right = [a for a in all_bits(kind.parties) if kind.game.coefficient(a, y) == 0]
        assert kind.right_part(y) == {(a, y): Fraction(kind.sign(a, y)) for a in right}


def test_what_people_read() -> None:
    """Parties count from 1, and the rows of a table are in numeric order."""
    assert str(THREE) == "ghz game of 3, f = maj(a1,a2,a3), inputs local"
    assert str(FIVE) == "mermin game of 5, f = a1 + (a4 ? a2 : a3), inputs derived by party 5"
    table = CellFunction("table", {(1, 1): (0, 1, 1, 0), (0, 0): (1, 1, 1, 0)})
    assert table.rows == "00:1110,11:0110"
    assert str(table) == "the table 00:1110,11:0110"


def test_every_label_names_one_kind() -> None:
    """[R4.51] the games of the tested protocol, with each function that has a name and each choice of the inputs."""
    labels = set()
    for m, game in TESTED_GAMES.items():
        for function, inputs in product((MAJORITY, MULTIPLEXER), (LOCAL, *map(CellInputs, range(m)))):
            if function is MULTIPLEXER and m == 3:
                continue
            kind = CellKind(game, inputs, function)
            assert kind_labelled(kind.label) == kind
            labels.add(kind.label)
    assert len(labels) == 4 + 5 * 2 + 6 * 2
    assert {"three-majority-local", "four-multiplexer-derived-2", "five-majority-derived-5"} <= labels


@pytest.mark.parametrize("label", ["three-multiplexer-local", "three-majority-derived-4", "six-majority-local", ""])
def test_labels_of_nothing(label: str) -> None:
    """[R4.51]"""
    with pytest.raises(ValueError, match=r"R4\.51"):
        kind_labelled(label)
