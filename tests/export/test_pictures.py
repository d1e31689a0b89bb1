"""The committed pictures show what is computed now: by the table in each, and by where its curves are drawn.

No picture is drawn again, so that what draws does not matter.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import log10
from pathlib import Path
from xml.etree import ElementTree

import pytest

from freebit.export.pictures import name_of
from freebit.export.plotted import CURVES, Curve, plotted_table

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
#: Panels whose y is not on a logarithmic scale.
LINEAR = {"One beta for all inputs"}
#: How far from its place a point may be drawn, in points of the page; files have six decimals.
NEAR = 1e-3

Place = tuple[float, float]


@cache
def curves_of(name: str) -> tuple[Curve, ...]:
    return tuple(CURVES[name]())


def faults(text: str, curves: Sequence[Curve]) -> Iterator[str]:
    """What a picture does not show as it is."""
    root = ElementTree.fromstring(text)
    said = root.find(".//{http://purl.org/dc/elements/1.1/}description")
    if said is None or said.text != plotted_table(curves):
        yield "the table"
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g")}
    for panel in dict.fromkeys(curve.panel for curve in curves):
        scale: Callable[[Fraction], float] = float if panel in LINEAR else lambda y: log10(y)
        drawn: list[Place] = []
        wanted: list[Place] = []
        for number, curve in enumerate(curves):
            if curve.panel == panel:
                places = places_of(groups[name_of(number)])
                if len(places) != len(curve.points):
                    yield f"{len(places)} points of {curve.label}"
                    return
                drawn += places
                wanted += [(float(x), scale(y)) for x, y in curve.points]
        for axis in (0, 1):
            if not in_line([each[axis] for each in wanted], [each[axis] for each in drawn]):
                yield f"{'xy'[axis]} in {panel}"


def places_of(group: ElementTree.Element) -> list[Place]:
    """Where the points of a curve are: the corners of its line, or else its marks."""
    line = group.find(f"{SVG}path")
    if line is not None:
        return [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", line.attrib["d"])]
    marks = [mark for mark in group.iter(f"{SVG}use") if LINK in mark.attrib]
    return [(float(mark.attrib["x"]), float(mark.attrib["y"])) for mark in marks]


def in_line(wanted: Sequence[float], drawn: Sequence[float]) -> bool:
    """Whether one linear map takes all the wanted to the drawn."""
    low, high = (pick(range(len(wanted)), key=lambda i: wanted[i]) for pick in (min, max))
    slope = (drawn[high] - drawn[low]) / (wanted[high] - wanted[low])
    return all(abs(drawn[low] + slope * (w - wanted[low]) - d) < NEAR for w, d in zip(wanted, drawn, strict=True))


def test_the_pages_show_them() -> None:
    assert NAMES == ["frontier", "noise", "sizes"]


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_picture_shows_what_is_computed_now(name: str) -> None:
    """If this fails: ``freebit plot NAME --format svg --output docs/pictures``."""
    assert list(faults((FOLDER / f"{name}.svg").read_text("utf-8"), curves_of(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_another_figure_is_found(name: str) -> None:
    """By the table whatever it is; by where it is drawn if it can be seen."""
    text, curves = (FOLDER / f"{name}.svg").read_text("utf-8"), curves_of(name)
    for number in range(len(curves)):
        x, y = curves[number].points[1]
        for moved, seen in ((y + Fraction(1, 10**9), False), (y * Fraction(21, 20) + Fraction(1, 1000), True)):
            points = (*curves[number].points[:1], (x, moved), *curves[number].points[2:])
            changed = [*curves[:number], replace(curves[number], points=points), *curves[number + 1 :]]
            assert list(faults(text, changed)) == ["the table", *([f"y in {curves[number].panel}"] if seen else [])]


def test_a_line_that_is_drawn_elsewhere_is_found() -> None:
    """With the right table in it."""
    text, curves = (FOLDER / "noise.svg").read_text("utf-8"), curves_of("noise")
    root = ElementTree.fromstring(text)
    first, *_ = (group for group in root.iter(f"{SVG}g") if group.get("id") == name_of(0))
    (x, y), *_ = places_of(first)
    shown = f"M {x} {y}"
    assert shown in text
    assert list(faults(text.replace(shown, f"M {x} {y + 0.01}", 1), curves)) == [f"y in {curves[0].panel}"]
    assert list(faults(text.replace(shown, f"M {x} {y} \nL {x} {y}", 1), curves)) == ["20 points of tested"]
