"""Kinds of cells on the wire: what is written is read, and what is refused [R6.55], [R6.56], [R6.6], [R6.16]."""

from typing import Any

import pytest

from freebit.boxes.bits import format_bits
from freebit.boxes.cells import LOCAL, MAJORITY, MULTIPLEXER, CellInputs, CellKind, tabulated
from freebit.boxes.game import GhzGame, MerminGame
from freebit.wire.cells import describe_kind, read_kind
from freebit.wire.document import UnreadableError
from freebit.wire.reader import Reader

GHZ = {"name": "ghz", "parties": 3}


TABLE = {format_bits(x): "00010111" for x in GhzGame(3).inputs}
KINDS: list[tuple[CellKind, dict[str, Any]]] = [
    (
        CellKind(GhzGame(3), LOCAL, MAJORITY),
        {"game": GHZ, "inputs": {"kind": "local"}, "f": {"kind": "majority"}},
    ),
    (
        CellKind(GhzGame(4), CellInputs(0), MULTIPLEXER),
        {
            "game": {"name": "ghz", "parties": 4},
            "inputs": {"kind": "derived", "party": 1},
            "f": {"kind": "multiplexer"},
        },
    ),
    (
        CellKind(MerminGame(5), CellInputs(4), MAJORITY),
        {
            "game": {"name": "mermin", "parties": 5},
            "inputs": {"kind": "derived", "party": 5},
            "f": {"kind": "majority"},
        },
    ),
    (
        CellKind(GhzGame(3), CellInputs(1), tabulated(CellKind(GhzGame(3), LOCAL, MAJORITY))),
        {"game": GHZ, "inputs": {"kind": "derived", "party": 2}, "f": {"kind": "table", "values": TABLE}},
    ),
]


@pytest.mark.parametrize(("kind", "document"), KINDS, ids=[str(kind.inputs) for kind, _ in KINDS])
def test_a_kind_is_read_as_it_is_written(kind: CellKind, document: dict[str, Any]) -> None:
    """[R6.55], [R6.56], [R4.55], [R4.57] parties are counted from 1 in documents, and the rows are those of X."""
    assert describe_kind(kind) == document
    found = read_kind(Reader(document))
    assert found == kind
    assert dict(found.function.table) == dict(kind.function.table)


@pytest.mark.parametrize("parties", [6, 7])
def test_the_limit_of_cells(parties: int) -> None:
    """[R6.16] six parties are read, seven are not."""
    document = {"game": {"name": "ghz", "parties": parties}, "inputs": {"kind": "local"}, "f": {"kind": "majority"}}
    if parties == 6:
        assert read_kind(Reader(document)).game == GhzGame(6)
    else:
        with pytest.raises(UnreadableError) as caught:
            read_kind(Reader(document, "d"))
        assert (caught.value.rule, caught.value.place) == ("R6.16", "d/game")


@pytest.mark.parametrize(
    ("changed", "rule", "place"),
    [
        ({"inputs": {"kind": "local", "party": 1}}, "R6.10", "d/inputs"),
        ({"inputs": {"kind": "derived"}}, "R6.9", "d/inputs"),
        ({"inputs": {"kind": "derived", "party": 0}}, "R6.15", "d/inputs/party"),
        ({"inputs": {"kind": "derived", "party": 4}}, "R6.15", "d/inputs/party"),
        ({"inputs": {"kind": "drawn"}}, "R6.6", "d/inputs/kind"),
        ({"f": {"kind": "multiplexer"}}, "R6.6", "d/f/kind"),
        ({"f": {"kind": "parity"}}, "R6.6", "d/f/kind"),
        ({"f": {"kind": "majority", "values": TABLE}}, "R6.10", "d/f"),
        ({"f": {"kind": "table"}}, "R6.9", "d/f"),
        ({"f": {"kind": "table", "values": {**TABLE, "000": "00010111"}}}, "R6.6", "d/f/values"),
        ({"f": {"kind": "table", "values": dict(list(TABLE.items())[1:])}}, "R6.6", "d/f/values"),
        ({"f": {"kind": "table", "values": {**TABLE, "111": "0001011"}}}, "R6.13", "d/f/values/111"),
    ],
)
def test_refusals(changed: dict[str, Any], rule: str, place: str) -> None:
    """[R6.6], [R6.9], [R6.10], [R6.13], [R6.15] the first thing that is not as it must be."""
    with pytest.raises(UnreadableError) as caught:
        read_kind(Reader({**KINDS[0][1], **changed}, "d"))
    assert (caught.value.rule, caught.value.place) == (rule, place)
