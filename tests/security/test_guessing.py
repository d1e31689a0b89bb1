"""Eqs (11) and (12) on finite distributions [R5.1]-[R5.6]."""

from collections.abc import Callable, Hashable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.security.guessing import Honest, Statistics, guessing_probability

HALF = Fraction(1, 2)
Event = tuple[int, Hashable, Hashable, int, Hashable]
Rows = dict[tuple[Honest, Hashable], Fraction]


def table(*rows: tuple[Event, Fraction | int | str]) -> Rows:
    return {(Honest(k, y, t, g), e): Fraction(p) for (k, y, t, g, e), p in rows}


def perfect() -> Rows:
    return table(*[((k, "y", "t", 1, e), "1/4") for k in (0, 1) for e in (0, 1)])


def known() -> Rows:
    return table(*[((k, "y", "t", 1, k), "1/2") for k in (0, 1)])


def test_a_perfect_bit_cannot_be_told_from_the_ideal() -> None:
    """[R5.4] [R5.5]"""
    assert Statistics({"z": perfect()}).check().guessing_probability() == HALF


def test_a_known_bit_gives_three_quarters_and_no_statistics_more() -> None:
    """[R5.6]"""
    assert Statistics({"z": known()}).check().guessing_probability() == Fraction(3, 4)


def test_the_ideal_keeps_aborted_runs_as_they_are() -> None:
    """[R5.4] eq (11): k = 0 where g = 0."""
    statistics = Statistics({"z": table(((0, "y", "t", 0, "e"), "1/3"), ((1, "y", "t", 1, "e"), "2/3"))}).check()
    ideal = statistics.ideal().tables["z"]
    assert ideal[Honest(0, "y", "t", 0), "e"] == Fraction(1, 3)
    assert ideal[Honest(0, "y", "t", 1), "e"] == ideal[Honest(1, "y", "t", 1), "e"] == Fraction(1, 3)
    assert statistics.guessing_probability() == HALF + Fraction(2, 3) / 4


def two_measurements() -> Statistics:
    """Measurement z knows k for y = z and nothing for the other y."""
    tables: dict[Hashable, Rows] = {}
    for z in (0, 1):
        rows = []
        for k, y, e in product((0, 1), repeat=3):
            rows.append(((k, y, "t", 1, e), Fraction(1, 4) * (int(e == k) if y == z else HALF)))
        tables[z] = table(*rows)
    return Statistics(tables).check()


def test_the_maximum_over_z_stands_inside_the_sum_over_honest_variables() -> None:
    """[R5.5] z is chosen after y is seen: with z fixed beforehand only half as much would be known."""
    statistics = two_measurements()
    assert statistics.guessing_probability() == Fraction(3, 4)
    ideal = statistics.ideal()
    outside = max(
        guessing_probability(Statistics({"z": statistics.tables[z]}), Statistics({"z": ideal.tables[z]}))
        for z in (0, 1)
    )
    assert outside == HALF + Fraction(1, 8)


def best_distinguisher(statistics: Statistics) -> Fraction:
    """By brute force: a z for every honest value, then for every e the likelier of the two."""
    ideal = statistics.ideal()
    honest_values = {honest for side in (statistics, ideal) for t in side.tables.values() for honest, _ in t}
    success = Fraction(0)
    for honest in honest_values:
        chances = []
        for z, real in statistics.tables.items():
            made = ideal.tables[z]
            outcomes = {e for side in (real, made) for h, e in side if h == honest}
            likelier = (max(real.get((honest, e), Fraction(0)), made.get((honest, e), Fraction(0))) for e in outcomes)
            chances.append(sum(likelier, Fraction(0)) / 2)
        success += max(chances, default=Fraction(0))
    return success


@st.composite
def random_statistics(draw: Callable[..., Any]) -> Statistics:
    honest = [Honest(k, y, "t", 1) for k, y in product((0, 1), (0, 1))] + [Honest(0, 0, "t", 0)]
    weights = [draw(st.integers(0, 5)) for _ in honest]
    total = sum(weights) or 1
    if not sum(weights):
        weights[0] = 1
    tables: dict[Hashable, Rows] = {}
    for z in range(2):
        rows: Rows = {}
        for h, w in zip(honest, weights, strict=True):
            shares = [draw(st.integers(0, 4)) + (e == 0) for e in range(3)]
            for e, share in enumerate(shares):
                rows[h, e] = Fraction(w * share, total * sum(shares))
        tables[z] = rows
    return Statistics(tables)


@settings(max_examples=60, deadline=None)
@given(random_statistics())
def test_eq_12_is_what_the_best_distinguisher_reaches(statistics: Statistics) -> None:
    """[R5.5] [R5.6]"""
    found = statistics.check().guessing_probability()
    assert found == best_distinguisher(statistics)
    assert HALF <= found <= Fraction(3, 4)


@settings(max_examples=30, deadline=None)
@given(random_statistics(), random_statistics(), random_statistics())
def test_distances_obey_the_triangle_inequality(a: Statistics, b: Statistics, c: Statistics) -> None:
    """[R5.5] what makes the security composable."""
    assert guessing_probability(a, c) - HALF <= (guessing_probability(a, b) - HALF + guessing_probability(b, c) - HALF)


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("R5.1", [((0, "y", "t", 1, "e"), "3/2"), ((1, "y", "t", 1, "e"), "-1/2")]),
        ("R5.1", [((0, "y", "t", 1, "e"), "1/2")]),
        ("R5.1", [((2, "y", "t", 1, "e"), "1")]),
        ("R5.2", [((1, "y", "t", 0, "e"), "1")]),
    ],
)
def test_faulty_tables_are_refused_by_name(rule: str, rows: list[tuple[Event, str]]) -> None:
    """[R5.1] [R5.2]"""
    with pytest.raises(ValueError, match=rf"\[{rule}\]"):
        Statistics({"z": table(*rows)}).check()


def test_a_measurement_that_signals_is_refused() -> None:
    """[R5.3]"""
    with pytest.raises(ValueError, match=r"\[R5.3\]"):
        Statistics({0: table(((0, "y", "t", 1, "e"), 1)), 1: table(((1, "y", "t", 1, "e"), 1))}).check()


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="exact rational"):
        Statistics({"z": {(Honest(0, "y", "t", 1), "e"): 1.0}}).check()  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [0.5, True, "1/2", None])
def test_only_integers_and_fractions_are_exact(value: Any) -> None:
    """[R5.1]"""
    with pytest.raises(TypeError, match=r"R5\.1\] at z='z'.*is not an exact rational"):
        Statistics({"z": {(Honest(0, "y", "t", 1), "e"): value}}).check()


@pytest.mark.parametrize(
    ("k", "g", "bits"), [(2, 1, 1), (-1, 1, 1), (0, 2, 1), (0, -1, 1), (4, 1, 2), (-1, 1, 2), (1, 1, 0)]
)
def test_keys_have_so_many_bits(k: int, g: int, bits: int) -> None:
    """[R5.1]"""
    said = "k and g are bits" if bits == 1 else f"the key has {bits} bits, and g is one"
    with pytest.raises(ValueError, match=said):
        Statistics({"z": table(((k, "y", "t", g, "e"), 1))}, bits).check()
    Statistics({"z": table(((2**bits - 1, "y", "t", 1, "e"), 1))}, bits).check()


def test_what_is_told_apart_has_the_same_measurements() -> None:
    """[R5.5]"""
    left, right = Statistics({0: perfect()}), Statistics({1: perfect()})
    with pytest.raises(ValueError, match="the same measurements z"):
        guessing_probability(left, right)
