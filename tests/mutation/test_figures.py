"""What the pages say of the mutants of the second implementation is what the command wrote."""

import json
from pathlib import Path

import pytest

from tests.kits import committed
from tests.mutation.javascript.__main__ import EQUIVALENT, IMPLEMENTATION, Mutant, Verdict, counted, named
from tests.mutation.javascript.figures import judged, read, sentence, table, total

ROOT = Path(__file__).resolve().parents[2]


def words(path: str) -> str:
    return " ".join((ROOT / path).read_text().split())


def test_the_readme_says_the_figures() -> None:
    assert sentence(read()) in words("README.md")


def test_the_table_is_that_of_the_figures() -> None:
    page = (ROOT / "tests/mutation/README.md").read_text()
    assert "\n".join(table(read())) in page
    assert f"with the vectors {read()['vectors']}" in words("tests/mutation/README.md")


def test_the_readme_says_how_many_questions_there_are() -> None:
    assert f"The kit is {len(committed()[1])} questions" in words("README.md")


def test_the_figures_are_of_all_modules_and_fit() -> None:
    figures = read()
    assert sorted(figures["modules"]) == sorted(path.name for path in IMPLEMENTATION.glob("*.mjs"))
    for name, row in figures["modules"].items():
        assert 0 < row["killed"] <= judged(row) <= row["mutants"], name
    assert total(figures["modules"].values())["explained"] <= len(json.loads(EQUIVALENT.read_text()))


def mutants(*lines: int) -> list[Mutant]:
    change = {"file": "box.mjs", "column": 4, "mutator": "EqualityOperator", "was": "p < q", "becomes": "p > q"}
    return named([{"id": str(line), "line": line, **change} for line in lines])


def test_mutants_that_read_alike_have_names_of_their_own() -> None:
    first, second, third = mutants(1, 7, 9)
    assert [second.name, third.name] == [f"{first.name}-2", f"{first.name}-3"]


@pytest.mark.parametrize(("explained", "row"), [(0, (2, 0, 1)), (1, (2, 1, 0))])
def test_a_survivor_is_explained_only_by_its_own_name(explained: int, row: tuple[int, int, int]) -> None:
    listed = mutants(1, 2, 3, 4)
    killers = ["box-a", None, "box-b"]
    verdicts = {one.id: Verdict(one.id, one.name, killer, "") for one, killer in zip(listed, killers, strict=False)}
    reasons = {listed[explained].name: "why"}
    found = counted(listed, verdicts, reasons)["box.mjs"]
    assert (found["mutants"], found["killed"], found["explained"], found["open"]) == (4, *row)
