"""Enclosures round outward and decide only what is sure [R5.40]."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.theorem.enclosure import Enclosure, UndecidedError, least_exponent, place_point, power_at_most, precision

rationals = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@given(rationals, rationals)
def test_arithmetic_encloses_the_exact_value(p: Fraction, q: Fraction) -> None:
    with precision(64):
        for made, exact in (
            (Enclosure.of(p) + q, p + q),
            (Enclosure.of(p) - q, p - q),
            (Enclosure.of(p) * q, p * q),
            (Enclosure.of(p) / q, p / q),
            (q / Enclosure.of(p), q / p),
            (q - Enclosure.of(p), q - p),
            (Enclosure.of(p) ** 5, p**5),
        ):
            assert made.lower() <= exact <= made.upper()


@given(rationals)
def test_decimals_lie_on_either_side(p: Fraction) -> None:
    with precision(64):
        low, high = Enclosure.of(p).decimals(3)
    assert Fraction(low) <= p <= Fraction(high)
    assert Fraction(high) - Fraction(low) <= Fraction(2, 1000)


def test_powers_of_two_have_exact_logarithms() -> None:
    with precision(64):
        assert (Enclosure.of(2) ** -1000).log2().decimals(4) == ("-1000", "-1000")
        assert (Enclosure.of(2) ** 10**12).log2().decimals(4) == (str(10**12), str(10**12))
        assert (Enclosure.of(3) ** 100).log2().decimals(4) == ("158.4962", "158.4963")


def test_huge_and_tiny_numbers_are_numbers() -> None:
    with precision(128):
        tiny = Enclosure.of(Fraction(999_999, 10**6)) ** (10**15)
        assert tiny.surely_at_most(Fraction(1, 2**4000))
        assert not tiny.surely_at_most(0)


@given(st.integers(0, 10**9), st.integers(0, 8))
def test_the_point_is_placed_where_it_belongs(scaled: int, digits: int) -> None:
    assert Fraction(place_point(scaled, digits)) == Fraction(scaled, 10**digits)
    assert Fraction(place_point(-scaled, digits)) == -Fraction(scaled, 10**digits)


@given(st.fractions(min_value=0, max_value=Fraction(49, 50), max_denominator=50), st.integers(1, 40))
def test_the_least_exponent_is_least(base: Fraction, n: int) -> None:
    target = max(base, Fraction(1, 1000)) ** n
    found = least_exponent(base, target)
    assert base**found <= target
    assert found == 1 or base ** (found - 1) > target


def test_equality_is_decided_exactly() -> None:
    assert power_at_most(Fraction(2, 3), 50, Fraction(2, 3) ** 50)
    assert not power_at_most(Fraction(2, 3), 50, Fraction(2, 3) ** 50 - Fraction(1, 10**60))
    assert least_exponent(Fraction(2, 3), Fraction(2, 3) ** 50) == 50


def test_what_cannot_be_decided_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("freebit.theorem.enclosure.EXACT_BITS", 10)
    with pytest.raises(UndecidedError):
        power_at_most(Fraction(2, 3), 50, Fraction(2, 3) ** 50)


def test_an_undecided_comparison_says_so() -> None:
    with precision(53):
        third = Enclosure.of(Fraction(1, 3)) * 3
        assert not third.surely_above(1)
        assert not Enclosure.of(1).surely_above(third)
        assert not third.surely_at_most(1)


def test_the_precision_is_restored_after_an_error() -> None:
    import flint

    before = flint.ctx.prec
    with pytest.raises(ZeroDivisionError), precision(999):
        raise ZeroDivisionError
    assert flint.ctx.prec == before


def test_the_least_exponent_of_a_base_very_near_one() -> None:
    """A logarithm too near 0 for the first precision is taken with more."""
    base, target = 1 - Fraction(1, 2**250), Fraction(1, 2)
    found = least_exponent(base, target)
    assert power_at_most(base, found, target)
    assert not power_at_most(base, found - 1, target)
