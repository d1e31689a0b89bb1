"""The benchmark reports honestly: wrong answers, absent solvers and time limits are told apart.  Nothing is timed."""

import importlib.util
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("cdd")


def loaded(name: str) -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"benchmark_{name}"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def lemma() -> ModuleType:
    return loaded("lemma")


@pytest.fixture(scope="module")
def growth() -> ModuleType:
    return loaded("growth")


@pytest.fixture(scope="module")
def engine() -> ModuleType:
    return loaded("engine")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_freebit_gives_the_right_answer(lemma: Any, number: int) -> None:
    result = lemma.measure(lemma.CONTESTANTS[number], runs=1, seconds=5)
    assert (result.answer, result.right, len(result.times)) == ("3/4", True, 1)


def test_a_wrong_answer_is_called_wrong(lemma: Any) -> None:
    wrong = replace(lemma.CONTESTANTS[2], expected="2/3")
    result = lemma.measure(wrong, runs=1, seconds=5)
    assert not result.right
    right = replace(result, right=True)
    assert not right.joined(result).right and not result.joined(right).right
    assert len(right.joined(result).times) == 2


def test_what_is_not_installed_is_no_failure(lemma: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = lemma.measure(next(c for c in lemma.CONTESTANTS if "esolver" in c.name), runs=1, seconds=5)
    assert (result.median, result.times, result.remark) == (None, (), "not installed: esolver")


def test_what_takes_too_long_is_ended_and_said_so(lemma: Any) -> None:
    number = next(i for i, c in enumerate(lemma.CONTESTANTS) if c.name.startswith("pycddlib"))
    result = lemma.race(number, runs=1, timeout=0.05)
    assert (result.median, result.remark) == (None, "over 0.05 s")


def test_what_grows_is_right(growth: Any) -> None:
    proof = growth.proof_growth(6)
    assert (proof.parties, proof.value) == (6, "2/3")
    full = growth.proof_growth(4, full=True)
    assert (full.parties, full.value) == (4, "1/2, every entry written")
    plan = growth.plan_growth(16)
    assert (plan.log2_delta, plan.quintuplets) == (16, 264)


def rows_of(page: str, columns: Sequence[str]) -> list[str]:
    """The first cells of the table of docs/growth.md with these columns."""
    lines = page.splitlines()
    start = lines.index("| " + " | ".join(columns) + " |") + 2
    return [
        line.split(" | ")[0].removeprefix("| ") for line in takewhile(lambda line: line.startswith("|"), lines[start:])
    ]


def test_the_page_has_the_rows_that_are_printed(growth: Any, engine: Any) -> None:
    """Figures grow old; what they are of does not."""
    page = (Path(__file__).parents[1] / "docs" / "growth.md").read_text()
    crews = [growth.CrewGrowth(crew, 4, 1.0, 2.0, 3.0, 3.0, 10**6, 10**6) for crew in growth.CREWS]
    plans = [growth.PlanGrowth(delta, 264, 0.1) for delta in growth.DELTAS]
    proofs = [growth.ProofGrowth(parties, "2/3", 0.1, 10**5, 0.1) for parties in (*range(3, 10), 9)]
    for columns, rows in (
        (growth.CREW_COLUMNS, growth.crew_rows(crews)),
        (growth.PROOF_COLUMNS, growth.proof_rows(proofs)),
        (growth.PLAN_COLUMNS, growth.plan_rows(plans)),
        (growth.LONG_COLUMNS, growth.long_rows(crews[0])),
        (engine.SOURCE_COLUMNS, engine.source_rows({})),
        (engine.OTHER_COLUMNS, engine.other_rows({})),
    ):
        assert all(len(row) == len(columns) for row in rows)
        printed = growth.markdown(columns, rows).splitlines()
        assert printed[0] in page.splitlines()
        assert rows_of(page, columns)[: len(rows)] == [row[0] for row in rows]


def test_a_command_that_fails_is_not_timed(growth: Any) -> None:
    assert growth.spent(["--version"]).output
    with pytest.raises(RuntimeError, match="freebit run --nd ended with 2"):
        growth.spent(["run", "--nd"])


def test_runs_too_short_to_differ_have_no_rate(growth: Any) -> None:
    assert growth.per(6, 2) == 3
    assert math.isnan(growth.per(6, 0)) and math.isnan(growth.per(6, -1))
