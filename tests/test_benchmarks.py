"""The benchmark reports honestly: wrong answers, absent solvers and time limits are told apart.  Nothing is timed."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("cdd")


@pytest.fixture(scope="module")
def lemma() -> ModuleType:
    path = Path(__file__).parents[1] / "benchmarks" / "lemma.py"
    spec = importlib.util.spec_from_file_location("benchmark_lemma", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["benchmark_lemma"] = module
    spec.loader.exec_module(module)
    return module


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
