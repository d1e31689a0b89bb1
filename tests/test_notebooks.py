"""The notebooks: each runs as a program, and what it draws are the numbers that the library gives."""

import importlib.util
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from freebit import plan

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))

pytestmark = pytest.mark.skipif(importlib.util.find_spec("marimo") is None, reason="the notebooks need marimo")


def played(name: str) -> tuple[list[Any], dict[str, Any]]:
    """What the cells of a notebook show, and what they define."""
    import matplotlib

    matplotlib.use("agg")
    spec = importlib.util.spec_from_file_location(name, ROOT / "notebooks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    outputs, defined = module.app.run()
    return list(outputs), dict(defined)


def drawn(outputs: list[Any]) -> list[list[tuple[float, float]]]:
    """The points of all lines of the one figure that is shown."""
    from matplotlib.figure import Figure

    (figure,) = (output for output in outputs if isinstance(output, Figure))
    lines = [line for axes in figure.axes for line in axes.lines]
    return [[(x, y) for x, y in line.get_xydata().tolist()] for line in lines]  # type: ignore[union-attr]


def test_all_are_tried() -> None:
    tried = {
        name.removeprefix("test_the_notebook_on_") for name in globals() if name.startswith("test_the_notebook_on_")
    }
    assert tried == {path.stem for path in NOTEBOOKS}
    assert all(f"`{path.name}`" in (ROOT / "notebooks" / "README.md").read_text() for path in NOTEBOOKS)


def test_the_notebook_on_frontier() -> None:
    outputs, defined = played("frontier")
    curve, corners = drawn(outputs)
    assert defined["epsilon"] == Fraction(9, 20)
    assert curve == [(float(alpha), float(K)) for alpha, K in defined["points"]]
    assert len(corners) == len(defined["vertices"]) >= 2
    heights = [K for _, K in defined["points"]]
    assert heights == sorted(heights, reverse=True)


def test_the_notebook_on_certificate() -> None:
    outputs, defined = played("certificate")
    assert drawn(outputs) == []
    assert len(defined["dual"]) == 96 == int((defined["heights"] != 0).sum())
    assert defined["heights"][0b01101, 0b01100] == -0.75
    assert defined["facts"]


def test_the_notebook_on_noise() -> None:
    outputs, defined = played("noise")
    quiet = {theorem: sizes[0] for theorem, sizes in defined["sizes"].items()}
    planned = {theorem: plan(Fraction(9, 20), Fraction(1, 2**64), theorem=theorem).quintuplets for theorem in quiet}
    assert quiet == {theorem: int(found) for theorem, found in planned.items()}
    for points in drawn(outputs):
        assert [n for _, n in points] == sorted(n for _, n in points)
        assert len(points) > 3


def test_the_notebook_on_attack() -> None:
    outputs, defined = played("attack")
    attacks, *bounds = drawn(outputs)
    assert [height for _, height in attacks] == [float(each) for each in defined["attacks"]]
    assert len(bounds) == 2
    for bound in bounds:
        assert all(attack <= height for (_, attack), (_, height) in zip(attacks, bound, strict=True))
