"""Boxes that fix functions: how many are read, and what is possible on each [R3.65], [R6.26]."""

import pytest

from freebit.second.kinds.fixing_boxes import FixingBoxesQuestions
from freebit.second.reading import ReadingError

CLAIM = {"game": {"name": "ghz", "parties": 2}}


def listed(*boxes: dict[str, str]) -> FixingBoxesQuestions:
    return FixingBoxesQuestions.read(CLAIM, {"boxes": list(boxes)})


def test_64_boxes_are_read_and_no_more() -> None:
    """[R6.26]"""
    assert len(listed(*[{}] * 64).boxes) == 64
    with pytest.raises(ReadingError) as caught:
        listed(*[{}] * 65)
    assert (caught.value.rule, caught.value.place) == ("R6.26", "document/witness/boxes")


def test_what_is_not_0_is_possible() -> None:
    """[R3.65] whatever its sign; that it is negative is another fault [R2.8]."""
    box = {"00|00": "1/2", "01|00": "1/3", "11|00": "0", "10|11": "1"}
    negative = {key: f"-{value}" if value != "0" else value for key, value in box.items()}
    (fixed,) = listed(box).script().queries[-1].cases
    assert [place for place, _ in fixed.places] == ["x = 00", "x = 11"]
    at_00 = "(and (or (= F_00 0.0) (= F_01 0.0)) (not (and (= F_00 0.0) (= F_01 0.0))))"
    assert dict(fixed.places)["x = 00"] == at_00
    assert listed(negative).script().queries[-1] == listed(box).script().queries[-1]
