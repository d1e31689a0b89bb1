"""Sizes: what is one, how many quintuplets they ask for, and how often honest devices pass [R5.35] [R5.50] [R5.65]."""

from fractions import Fraction
from math import comb, log2

import pytest

from freebit.errors import InvalidError
from freebit.theorem import sizes
from freebit.theorem.enclosure import precision
from freebit.theorem.sizes import Grid, GridSize, Quintuplets, Size, TooLongError, TotalGridSize, _passes

F = Fraction


def test_numbers_compare_as_they_would_written_out() -> None:
    """[R5.50]"""
    numbers = [Quintuplets(factor, log2) for factor in (1, 2, 3, 5, 6, 12, 13, 24) for log2 in (0, 1, 2, 3, 7)]
    for one in numbers:
        for other in numbers:
            assert (one < other) == (one.factor * 2**one.log2 < other.factor * 2**other.log2)
    assert Quintuplets(5, 10**9) < Quintuplets(3, 10**9 + 1)
    assert not Quintuplets(3, 10**9 + 1) < Quintuplets(5, 10**9)
    assert Quintuplets(5).log2 == 0


def test_a_number_written_out() -> None:
    """[R5.50] up to a power of two."""
    assert [int(Quintuplets(3, log2)) for log2 in (0, 1, 5)] == [3, 6, 96]
    assert int(Quintuplets(1, 4096)) == 2**4096
    with pytest.raises(TooLongError) as refusal:
        int(Quintuplets(7, 4097))
    assert str(refusal.value) == "N = 7 * 2^4097 is too long to write out"


def test_the_logarithm_of_a_number() -> None:
    """[R6.60] decimals below and above."""
    assert Quintuplets(1, 7).log2_decimals(3) == ("7", "7")
    assert Quintuplets(4, 7).log2_decimals(0) == ("9", "9")
    assert Quintuplets(3, 5).log2_decimals(4) == ("6.5849", "6.585")
    assert Quintuplets(3).log2_decimals(4) == ("1.5849", "1.585")
    low, high = Quintuplets(3, 10**6).log2_decimals(60)
    assert F(high) - F(low) == F(1, 10**60)
    assert float(F(low) - 10**6) == pytest.approx(log2(3))


def test_which_grids_there_are() -> None:
    """[R4.1] [R4.2]"""
    kinds: tuple[type[GridSize] | type[TotalGridSize], ...] = (GridSize, TotalGridSize)
    for kind in kinds:
        assert kind(1, 0).document() == {"nd": 1, "log2_nb": 0, "tolerance": 0}
        with pytest.raises(InvalidError, match=r"^\[R4\.1\] Nd = 0 is not at least 1$"):
            kind(0, 0)
        with pytest.raises(InvalidError, match=r"^\[R4\.2\] log2 Nb = -1 is negative$"):
            kind(1, -1)


@pytest.mark.parametrize("m", range(4))
def test_which_tolerances_there_are(m: int) -> None:
    """[R4.7] 0..Nb - 1 in a column, [R4.29] 0..Nd (Nb - 1) in all."""
    for tolerance in range(-2, 30):
        if 0 <= tolerance < 2**m:
            assert GridSize(3, m, tolerance).tolerance == tolerance
        else:
            with pytest.raises(InvalidError) as refusal:
                GridSize(3, m, tolerance)
            assert str(refusal.value) == f"[R4.7] a tolerance of {tolerance} is not in 0..Nb - 1 with Nb = 2^{m}"
        if 0 <= tolerance <= 3 * (2**m - 1):
            assert TotalGridSize(3, m, tolerance).tolerance == tolerance
        else:
            with pytest.raises(InvalidError) as refusal:
                TotalGridSize(3, m, tolerance)
            assert str(refusal.value) == f"[R4.29] a tolerance of {tolerance} is not in 0..Nd (Nb - 1), Nb = 2^{m}"


def test_tolerances_of_long_columns() -> None:
    """[R4.7] [R4.29] 2^m is not written out."""
    assert GridSize(1, 10**12, 5).tolerance == 5
    assert TotalGridSize(2, 10**12, 2 * (2**4096 - 1)).tolerance > 2**4096
    with pytest.raises(InvalidError):
        TotalGridSize(2, 10**12, 2 * (2**4096 - 1) + 1)


def test_what_sizes_ask_for() -> None:
    """[R5.50] N = 3 Nd Nb, compared with others."""
    assert sizes.KEPT_OF_ALL == 3
    for size in (GridSize(5, 4, 3), TotalGridSize(5, 4, 3)):
        assert size.quintuplets == Quintuplets(15, 4)
        assert size.document() == {"nd": 5, "log2_nb": 4, "tolerance": 3}
        assert size.smaller_than(None) and size.smaller_than(GridSize(11, 3))
        assert not size.smaller_than(GridSize(10, 3)) and not size.smaller_than(GridSize(9, 3))


def test_sizes_for_people() -> None:
    """[R6.64] the tolerance where there is one."""
    rows = [("Nd", "5"), ("Nb", "2^4")]
    assert GridSize(5, 4).lines() == TotalGridSize(5, 4).lines() == rows
    assert GridSize(5, 4, 3).lines() == [*rows, ("tolerance", "w = 3 wrong cells in each column")]
    assert TotalGridSize(5, 4, 3).lines() == [*rows, ("tolerance", "T = 3 wrong cells in all columns together")]


@pytest.mark.parametrize("missing", ["tolerance", "quintuplets", "pass_probability", "document", "lines"])
def test_a_size_says_all_that_is_asked_of_it(missing: str) -> None:
    """[R5.50]"""
    said = {name: getattr(GridSize, name) for name in Size.__abstractmethods__ | {missing} if name != missing}
    with pytest.raises(TypeError, match=rf"abstract method '?{missing}"):
        type("Other", (Size,), said)()


def test_parameters_of_a_grid() -> None:
    """[R5.10]"""
    assert [(each.name, each.least, each.needed) for each in Grid.PARAMETERS] == [
        ("nd", 1, True),
        ("log2_nb", 0, True),
        ("tolerance", 0, False),
    ]


@pytest.mark.parametrize("error", [F(0), F(1, 7), F(1, 2), F(9, 10)])
def test_how_often_devices_pass(error: Fraction) -> None:
    """[R5.35] [R5.65] a power of a binomial tail, or a tail."""

    def tail(cells: int, most: int) -> Fraction:
        return sum((comb(cells, i) * error**i * (1 - error) ** (cells - i) for i in range(most + 1)), F(0))

    with precision(200):
        for nd, m, most in ((1, 0, 0), (1, 1, 0), (1, 1, 1), (2, 2, 0), (3, 2, 2), (2, 3, 4), (4, 1, 1)):
            made = GridSize(nd, m, most).pass_probability(error), TotalGridSize(nd, m, most).pass_probability(error)
            exact = tail(2**m - 1, most) ** nd, tail(nd * (2**m - 1), most)
            for one, value in zip(made, exact, strict=True):
                assert one.lower() <= value <= one.upper()
                assert one.upper() - one.lower() < F(1, 2**150)
        # More than all may be wrong.
        assert _passes(2, error, 9).lower() <= 1 <= _passes(2, error, 9).upper()


@pytest.mark.parametrize("error", [F(-1, 10), F(1), F(3, 2)])
def test_errors_that_are_none(error: Fraction) -> None:
    """[R5.50]"""
    for size in (GridSize(2, 1), TotalGridSize(2, 1)):
        with pytest.raises(InvalidError) as refusal:
            size.pass_probability(error)
        assert str(refusal.value) == f"an error probability of {error} is not in [0, 1)"
