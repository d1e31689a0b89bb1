"""The README's figures come from commands of the project."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.theorem import plan
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()
THEOREMS = ("paper", "row-sharp", "column", "column-sharp")


def rows() -> list[list[str]]:
    """The rows of the planner's table."""
    table = README.split("<!-- plans: begin -->")[1].split("<!-- plans: end -->")[0]
    return [re.split(r"\s*\|\s*", line.strip("| ")) for line in table.strip().splitlines()[2:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_the_planners_table_is_what_the_planner_says(row: list[str]) -> None:
    """[R5.50] a number of quintuplets exactly, or a power of 2 rounded up in its second decimal."""
    epsilon = Fraction(row[0])
    for theorem, shown in zip(THEOREMS, row[1:], strict=True):
        planned = plan(epsilon, Fraction(1, 2**64), theorem=theorem)
        if shown.startswith("2^"):
            assert planned.bound.log2_quintuplets(2)[1] == shown[2:], theorem
        else:
            assert int(planned.quintuplets) == int(shown), theorem


def test_the_table_stands_with_all_that_it_rests_on() -> None:
    """[R6.68]"""
    section = " ".join(README.split("## How many quintuplets?")[1].split("\n## ")[0].split())
    for assumption in (WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS):
        assert f"({assumption.rule})" in section
    assert f"{SEPARATE_BOXES.words} (R5.8)" in section


def test_all_four_epsilons_are_there() -> None:
    assert [row[0] for row in rows()] == ["0.45", "0.4", "0.3", "0.1"]
