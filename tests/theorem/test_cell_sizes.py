"""Sizes of the tested protocol: their ends, their refusals word by word, and how often honest devices pass."""

from fractions import Fraction
from math import comb

import pytest

from freebit.errors import InvalidError
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize, cells_for
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.sizes import Quintuplets, Size

F = Fraction


def told(make: type[CellSize], *numbers: int) -> str:
    with pytest.raises(InvalidError) as caught:
        make(*numbers)
    return str(caught.value)


def at_most(n: int, p: Fraction, most: int) -> Fraction:
    return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(min(most, n) + 1)), F(0))


def test_the_least_number_of_cells() -> None:
    """[R4.53] the least N with n <= N/c."""
    for c in (F(1), F(3), F(9, 4), F(7, 3), F(1, 2)):
        for keep in range(12):
            assert cells_for(keep, c) == next(n for n in range(100) if n >= c * keep)
    assert cells_for(5) == 15


@pytest.mark.parametrize("make", [LocalSize, DerivedSize])
def test_what_is_no_size(make: type[CellSize]) -> None:
    """[R4.53] [R4.54]"""
    assert told(make, 0) == "[R4.53] n = 0 is not at least 1"
    assert told(make, -1) == "[R4.53] n = -1 is not at least 1"
    assert told(make, 5, 5) == "[R4.54] T = 5 is not in 0..n - 1 = 4"
    assert told(make, 5, 6) == "[R4.54] T = 6 is not in 0..n - 1 = 4"
    assert told(make, 5, -1) == "[R4.54] T = -1 is not in 0..n - 1 = 4"
    assert told(make, 1, 1) == "[R4.54] T = 1 is not in 0..n - 1 = 0"
    assert make(1).tolerance == make(5, 0).tolerance == 0
    assert (make(5, 4).keep, make(5, 4).tolerance) == (5, 4)


def test_all_cells() -> None:
    """[R4.53] 3 n unless it is given, but never fewer than n; with derived inputs all are kept [R4.56]."""
    assert told(LocalSize, 5, 0, 4) == "[R4.53] n = 5 is more than N = 4"
    assert told(LocalSize, 5, 0, 1) == "[R4.53] n = 5 is more than N = 1"
    for size, cells in ((LocalSize(5), 15), (LocalSize(5, 0, 5), 5), (LocalSize(5, 0, 6), 6), (DerivedSize(5), 5)):
        assert size.all_cells == cells
        assert size.quintuplets == Quintuplets(cells)
        assert int(size.quintuplets) == cells
    assert LocalSize.formula == DerivedSize.formula == "N"


def test_what_is_shown() -> None:
    """[R6.70]"""
    assert LocalSize(5, 2).document() == {"cells": 15, "keep": 5, "tolerance": 2}
    assert DerivedSize(5).document() == {"cells": 5, "keep": 5, "tolerance": 0}
    assert LocalSize(5).lines() == [("kept cells n", "5")]
    for tolerance in (1, 3):
        told_ = [("kept cells n", "5"), ("tolerance T", f"{tolerance} wrong cells in all")]
        assert DerivedSize(5, tolerance).lines() == told_


def parameters(size: type[Size]) -> list[tuple[str, int, bool]]:
    return [(each.name, each.least, each.needed) for each in size.PARAMETERS]


def test_parameters() -> None:
    """n must be given; T and N need not be."""
    assert parameters(DerivedSize) == [("keep", 1, True), ("tolerance", 0, False)]
    assert parameters(LocalSize) == [("keep", 1, True), ("tolerance", 0, False), ("cells", 1, False)]


@pytest.mark.parametrize("error", [F(0), F(1, 4), F(9, 10)])
def test_how_often_honest_devices_pass(error: Fraction) -> None:
    """[R5.75]"""

    def holds(value: Enclosure, exact: Fraction) -> bool:
        return value.lower() <= exact <= value.upper() and value.upper() - value.lower() < F(1, 2**100)

    with precision(192):
        for tolerance in range(3):
            assert holds(DerivedSize(4, tolerance).pass_probability(error), at_most(4, error, tolerance))
            local = sum((F(comb(7, j), 2**7) * at_most(j, error, tolerance) for j in range(4, 8)), F(0))
            assert holds(LocalSize(4, tolerance, 7).pass_probability(error), local)


@pytest.mark.parametrize("make", [LocalSize, DerivedSize])
@pytest.mark.parametrize("error", [F(-1, 10), F(1), F(11, 10)])
def test_what_is_no_error(make: type[CellSize], error: Fraction) -> None:
    with pytest.raises(InvalidError) as caught:
        make(4).pass_probability(error)
    assert str(caught.value) == f"an error probability of {error} is not in [0, 1)"
