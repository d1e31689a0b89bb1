"""Kinds of cells, members that are carried, and loads, as the second checker reads them [R3.80], [R6.19], [R6.100]."""

from collections.abc import Callable

import pytest

from freebit.boxes.game import GhzGame
from freebit.second.cells import CarriedMembers, Way, cells_of, negated
from freebit.second.kinds.tested_cells import TestedCellsQuestions
from freebit.second.moves import Move
from freebit.second.reading import ReadingError

#: Keys that are no inputs, as a program has them and as a file writes them.
KEYS = [("1x1", "1x1"), ("010", "010"), ('"\\', '\\"\\\\')]
WAY = {"from": "00", "order": [2, 1], "s": "10", "t": "01", "c": "11", "sign": "-"}


def refusal(read: Callable[..., object], *arguments: object) -> tuple[str, str]:
    """The rule and the place that the reader names."""
    with pytest.raises(ReadingError) as caught:
        read(*arguments)
    return caught.value.rule, caught.value.place


def kind_of_cells(**changes: object) -> dict[str, object]:
    """Two parties of the GHZ game, who are asked 00 and 11, and f by a table."""
    table = {"kind": "table", "values": {"00": "0110", "11": "0001"}}
    return {"game": {"name": "ghz", "parties": 2}, "inputs": {"kind": "local"}, "f": table} | changes


def test_a_table_has_a_bit_for_all_outputs_at_each_input_of_the_game() -> None:
    """[R6.6]"""
    cells = cells_of(kind_of_cells(), "here")
    assert cells.values["00"] == {"00": False, "01": True, "10": True, "11": False}
    assert cells.values["11"] == {"00": False, "01": False, "10": False, "11": True}
    assert cells.words() == (("inputs", "local"), ("f", "00:0110,11:0001"))
    for values in ({"00": "0110"}, {"00": "0110", "11": "0001", "01": "0000"}):
        changed = kind_of_cells(f={"kind": "table", "values": values})
        assert refusal(cells_of, changed, "here") == ("R6.6", "here/f/values")


@pytest.mark.parametrize(("key", "written"), KEYS)
def test_a_row_that_is_of_no_input_is_named(key: str, written: str) -> None:
    """[R6.13] as the file writes it."""
    changed = kind_of_cells(f={"kind": "table", "values": {key: "0110"}})
    assert refusal(cells_of, changed, "here") == ("R6.13", f"here/f/values/{written}")


def test_a_row_of_another_length_is_named() -> None:
    """[R6.13]"""
    changed = kind_of_cells(f={"kind": "table", "values": {"00": "0110", "11": "00010"}})
    assert refusal(cells_of, changed, "here") == ("R6.13", "here/f/values/11")


@pytest.mark.parametrize(("key", "written"), KEYS)
def test_a_member_that_is_of_no_input_is_named(key: str, written: str) -> None:
    """[R6.13] as the file writes it, given or carried."""

    def read(members: object) -> object:
        return CarriedMembers.read(members, "here", 2, lambda member, place: (member, place))

    assert refusal(read, {key: {}}) == ("R6.13", f"here/{written}")
    assert refusal(read, {"00": {}, key: WAY}) == ("R6.13", f"here/{written}")


def test_members_are_read_at_their_places() -> None:
    """[R6.100]"""
    members = CarriedMembers.read({"11": WAY, "00": {"a": "b"}}, "here", 2, lambda member, place: (member, place))
    assert members.given == {"00": ({"a": "b"}, "here/00")}
    assert members.carried == {"11": Way("00", Move("10", "01", "11", (1, 0)), turned=True)}
    assert list(members.objections(GhzGame(2))) == []
    wrong = {"11": WAY, "00": WAY}
    assert refusal(CarriedMembers.read, wrong, "here", 2, str) == ("R6.100", "here/11/from")


@pytest.mark.parametrize("order", [[2, 2], [1, 1], [1], [2], [1, 2, 2], [1, 1, 2], []])
def test_an_order_has_each_party_once(order: list[int]) -> None:
    """[R6.19]"""
    assert Move.read(WAY, "here", 2).order == (1, 0)
    assert refusal(Move.read, WAY | {"order": order}, "here", 2) == ("R6.19", "here/order")


@pytest.mark.parametrize(("rational", "turned"), [("3", "-3"), ("-3", "3"), ("2/5", "-2/5"), ("-12/5", "12/5")])
def test_the_other_sign(rational: str, turned: str) -> None:
    assert negated(rational) == turned


def test_zero_has_no_sign() -> None:
    """[R6.11] a rational has one spelling."""
    assert negated("0") == "0"


@pytest.mark.parametrize("side", ["right", "wrong"])
def test_a_load_has_a_number_for_each_distance(side: str) -> None:
    """[R6.6] from 0 to 2 between two parties' inputs."""

    def read(load: list[str]) -> TestedCellsQuestions:
        claim = kind_of_cells(v="0", right=[], wrong=[]) | {side: [["1", "1", "1"], load]}
        return TestedCellsQuestions.read(claim, {})

    assert read(["1", "0", "1/2"]).loads[side] == (("1", "1", "1"), ("1", "0", "1/2"))
    for load in (["1", "0"], ["1", "0", "1", "0"]):
        assert refusal(read, load) == ("R6.6", f"document/claim/{side}/1")
