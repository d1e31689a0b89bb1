"""The benchmark reports honestly: wrong answers, absent solvers and time limits are told apart.  Nothing is timed."""

import importlib.util
import math
import sys
from dataclasses import replace
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
    plan = growth.plan_growth(16)
    assert (plan.log2_delta, plan.quintuplets) == (16, 264)


def test_a_command_that_fails_is_not_timed(growth: Any) -> None:
    assert growth.spent(["--version"]).output
    with pytest.raises(RuntimeError, match="freebit run --nd ended with 2"):
        growth.spent(["run", "--nd"])


def test_runs_too_short_to_differ_have_no_rate(growth: Any) -> None:
    assert growth.per(6, 2) == 3
    assert math.isnan(growth.per(6, 0)) and math.isnan(growth.per(6, -1))
