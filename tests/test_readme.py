"""The README's figures come from commands of the project."""

import re
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from freebit.boxes.cells import kind_labelled
from freebit.security.tested import known_attack, least_left_open
from freebit.theorem import plan
from freebit.theorem.assumptions import BLIND_OUTPUTS, DERIVED_INPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.cell_sizes import cells_for
from freebit.theorem.cells import TestedNumbers
from freebit.theorem.model import NoPlanError
from tests.kits import committed
from tests.wrong import all_wrong

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
THEOREMS = ("paper", "row-sharp", "column", "column-sharp")


TESTED_EPSILONS = ("0.45", "0.4", "0.3", "0.1", "0.01")


def rows(name: str = "plans") -> list[list[str]]:
    """The rows of one of the planner's tables."""
    table = README.split(f"<!-- {name}: begin -->")[1].split(f"<!-- {name}: end -->")[0]
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


def row_of_sizes(epsilon: str) -> list[str]:
    """A row of the second table: for local and for derived inputs N, what is left open, N with noise."""
    row, delta = [epsilon], Fraction(1, 2**64)
    for theorem in ("tested", "tested-derived"):
        found = plan(Fraction(epsilon), delta, theorem=theorem)
        kind = kind_labelled(found.bound.numbers.variant)
        left = least_left_open(known_attack(kind, Fraction(epsilon)), delta)
        row += [str(int(found.quintuplets)), str(left if kind.inputs.derived is not None else cells_for(left))]
        try:
            row.append(str(int(plan(Fraction(epsilon), delta, theorem=theorem, error=Fraction(1, 100)).quintuplets)))
        except NoPlanError:
            row.append("-")
    return row


@pytest.mark.parametrize("epsilon", TESTED_EPSILONS)
def test_the_table_of_the_tested_protocol_is_what_the_planner_says(epsilon: str) -> None:
    """[R5.87] [R5.88] [R5.80]"""
    (shown,) = (row for row in rows("tested") if row[0] == epsilon)
    assert shown == row_of_sizes(epsilon)


@pytest.mark.parametrize("epsilon", TESTED_EPSILONS)
def test_rocq_proves_each_u_of_the_table_of_the_tested_protocol(epsilon: str) -> None:
    """[R5.72] the statement is in a file that ``freebit prove`` compiles."""
    rates = " ".join((ROOT / "spec" / "rocq" / "TestedRates.v").read_text().split())
    for theorem, error in product(("tested", "tested-derived"), (None, Fraction(1, 100))):
        try:
            numbers = plan(Fraction(epsilon), Fraction(1, 2**64), theorem=theorem, error=error).bound.numbers
        except NoPlanError:
            continue
        assert isinstance(numbers, TestedNumbers)
        kind = kind_labelled(numbers.variant)
        p = kind.inputs.derived
        cells = f"local_u {kind.parties}" if p is None else f"derived_u {kind.parties - 1} (inord {p})"
        e, u = (f"(fraction {x.numerator} {x.denominator})" for x in (Fraction(epsilon), numbers.u))
        assert f"{cells} {kind.function.name.title()} {e} {u}" in rates


def test_what_is_left_open_is_no_more_than_what_is_guaranteed() -> None:
    assert [row[0] for row in rows("tested")] == list(TESTED_EPSILONS)
    for row in rows("tested"):
        assert int(row[2]) < int(row[1])
        assert int(row[5]) < int(row[4])


def test_the_table_stands_with_all_that_it_rests_on() -> None:
    """[R6.68]"""
    section = " ".join(README.split("## How many quintuplets?")[1].split("\n## ")[0].split())
    for assumption in (WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS):
        assert f"({assumption.rule})" in section
    assert f"{SEPARATE_BOXES.words} (R5.8)" in section
    assert f"{DERIVED_INPUTS.words} ({DERIVED_INPUTS.rule})" in section


def test_all_four_epsilons_are_there() -> None:
    assert [row[0] for row in rows()] == ["0.45", "0.4", "0.3", "0.1"]


def test_the_kit_is_counted() -> None:
    """The questions, and the implementations with one mistake."""
    words = " ".join(README.split())
    assert f"The kit is {len(committed()[1])} questions" in words
    assert f"{len(all_wrong())} implementations with one mistake each" in words
