"""The magic square: what the second checker reads, and each law that it asks [R2.19], [R2.20], [R3.120], [R6.28]."""

from itertools import product

import pytest

from freebit.second.kinds.magic_square import MagicSquareQuestions
from freebit.second.model import Objection
from freebit.second.reading import ReadingError
from freebit.second.script import Context, Query, Script
from freebit.second.solver import ask

ROWS = ("000", "011", "101", "110")
COLUMNS = ("001", "010", "100", "111")
INPUTS = [f"{r},{c}" for r, c in product("123", repeat=2)]
CLAIM = {"game": {"name": "magic-square"}}
#: Keys that are no entries, as a program has them and as a file writes them.
KEYS = [("1x1", "1x1"), ("4,1", "4,1"), ('"\\', '\\"\\\\')]


def by_rule(box: dict[str, str], rule: str) -> Query:
    """What is asked of a box at the input 1,1 for one rule."""
    (query,) = MagicSquareQuestions({"1,1": box}).script().queries
    return Query(tuple(case for case in query.cases if case.rule == rule))


def objection_to(query: Query) -> Objection | None:
    return ask(Script("one rule", Context(), (query,)))[1]


def answered(row_at: dict[str, str], column_at: dict[str, str]) -> dict[str, str]:
    """Each side answers in one way at the inputs that are named, and elsewhere evenly, apart from the other."""
    box: dict[str, str] = {}
    for at in INPUTS:
        rows = (row_at[at],) if at in row_at else ROWS
        columns = (column_at[at],) if at in column_at else COLUMNS
        box |= {f"{a},{b}|{at}": f"1/{len(rows) * len(columns)}" for a, b in product(rows, columns)}
    return box


@pytest.mark.parametrize(("key", "written"), KEYS)
def test_a_key_that_is_no_entry_is_named(key: str, written: str) -> None:
    """[R6.28] as the file writes it, below the box that the file names so or otherwise."""
    for at, box in (("1,1", "1,1"), *KEYS):
        with pytest.raises(ReadingError) as caught:
            MagicSquareQuestions.read(CLAIM, {"boxes": {at: {key: "1"}}})
        assert caught.value.rule == "R6.28"
        assert caught.value.place == f"document/witness/boxes/{box}/{written}"


def test_there_is_a_box_for_each_input() -> None:
    """[R3.120]"""
    boxes: dict[str, dict[str, str]] = {at: {} for at in INPUTS}
    assert list(MagicSquareQuestions(boxes).objections()) == []
    for inputs in ([*INPUTS, "4,1"], INPUTS[1:]):
        (objection,) = MagicSquareQuestions({at: {} for at in inputs}).objections()
        assert (objection.rule, objection.place) == ("R3.120", "witness/boxes")


@pytest.mark.parametrize(("line", "other"), [(line, other) for line in "123" for other in "123"])
def test_neither_side_learns_the_input_of_the_other(line: str, other: str) -> None:
    """[R2.19] each side alone, at each line; the other side's answers do not change."""
    assert objection_to(by_rule(answered({}, {}), "R2.19")) is None
    told = objection_to(by_rule(answered({f"{line},{other}": "011"}, {}), "R2.19"))
    assert told is not None
    assert (told.rule, told.place) == ("R2.19", f"witness/boxes/1,1 at row {line}")
    told = objection_to(by_rule(answered({}, {f"{other},{line}": "010"}), "R2.19"))
    assert told is not None
    assert (told.rule, told.place) == ("R2.19", f"witness/boxes/1,1 at column {line}")


def test_answers_lose_where_they_differ_in_the_common_cell() -> None:
    """[R2.20] whichever of the two is 1."""
    (case,) = by_rule(answered({}, {}), "R2.20").cases
    lost = {
        f"witness/boxes/1,1 at P({a},{b}|{r},{c})"
        for a, b, r, c in product(ROWS, COLUMNS, "123", "123")
        if a[int(c) - 1] != b[int(r) - 1]
    }
    assert {place for place, _ in case.places} == lost
    assert len(lost) == 9 * 8
