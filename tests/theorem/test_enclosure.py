"""Enclosures round outward and decide only what is sure [R5.40]."""

from decimal import Decimal
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.theorem import enclosure
from freebit.theorem.enclosure import (
    PRECISIONS,
    Enclosure,
    UndecidedError,
    larger,
    least_exponent,
    place_point,
    power_at_most,
    precision,
)

rationals = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@settings(deadline=None)
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


@settings(deadline=None)
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


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 8))
def test_the_point_is_placed_where_it_belongs(scaled: int, digits: int) -> None:
    assert Fraction(place_point(scaled, digits)) == Fraction(scaled, 10**digits)
    assert Fraction(place_point(-scaled, digits)) == -Fraction(scaled, 10**digits)


@settings(deadline=None)
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


def is_about(value: Enclosure, exact: Fraction | int) -> bool:
    """Whether it holds the number and is narrow, at 64 bits."""
    return value.lower() <= exact <= value.upper() and value.upper() - value.lower() < Fraction(1, 2**50)


THIRD, TWO_FIFTHS = Fraction(1, 3), Fraction(2, 5)


def test_each_operation() -> None:
    """With rationals, integers and enclosures on either side."""
    with precision(64):
        x = Enclosure.of(THIRD)
        for other in (TWO_FIFTHS, Enclosure.of(TWO_FIFTHS)):
            assert is_about(x + other, Fraction(11, 15))
            assert is_about(x - other, Fraction(-1, 15))
            assert is_about(x * other, Fraction(2, 15))
            assert is_about(x / other, Fraction(5, 6))
        assert is_about(2 + x, Fraction(7, 3))
        assert is_about(2 - x, Fraction(5, 3))
        assert is_about(2 * x, Fraction(2, 3))
        assert is_about(2 / x, 6)
        assert is_about(-x, -THIRD)
        assert is_about(abs(-x), THIRD)
        assert is_about(abs(x), THIRD)
        assert x is Enclosure.of(x)


def test_powers_and_roots() -> None:
    with precision(64):
        x = Enclosure.of(Fraction(4, 9))
        assert is_about(x**3, Fraction(64, 729))
        assert is_about(x**0, 1)
        assert is_about(x**-2, Fraction(81, 16))
        assert is_about(x ** Fraction(3, 2), Fraction(8, 27))
        assert is_about(x ** Enclosure.of(Fraction(1, 2)), Fraction(2, 3))
        assert is_about(x.sqrt(), Fraction(2, 3))


def test_a_power_of_what_is_no_number_of_the_binary_system() -> None:
    """The exponent may be longer than a machine's word."""
    with precision(256):
        x = Enclosure.of(1 - Fraction(1, 2**70)) ** 2**70
        assert x.surely_above(Fraction(36787, 10**5)) and x.surely_at_most(Fraction(36788, 10**5))


def test_logarithms_and_factorials() -> None:
    with precision(64):
        assert is_about(Enclosure.of(3).log().exp() / 3, 1)
        for n in range(7):
            assert is_about(Enclosure.of(n).log_factorial().exp() / factorial(n), 1)
        for exponent in (-1000, -1, 0, 1, 7):
            found = (Enclosure.of(2) ** exponent).log2()
            assert found.lower() == found.upper() == exponent
        # 3^12 = 531441 and 2^19 = 524288.
        assert is_about(Enclosure.of(Fraction(531441, 524288)).log2() - 12 * Enclosure.of(3).log2(), -19)
        assert is_about(Enclosure.of(3).log2() * 2 - Enclosure.of(9).log2(), 0)
        assert Enclosure.of(3).log2().surely_above(Fraction(158, 100))
        assert Enclosure.of(3).log2().surely_at_most(Fraction(159, 100))
        third = Enclosure.of(THIRD).up_to(Enclosure.of(1)).log2()
        assert third.lower() < Fraction(-3, 2) < third.upper()
        # Of what is not positive there is none.
        for number in (0, -1, -2):
            found = Enclosure.of(number).log2()
            assert not found.surely_above(-(10**9)) and not found.surely_at_most(10**9)


def test_all_between_two() -> None:
    with precision(64):
        both = Enclosure.of(THIRD).up_to(Enclosure.of(TWO_FIFTHS))
        assert both.lower() <= THIRD < TWO_FIFTHS <= both.upper()
        assert both.upper() - both.lower() < Fraction(1, 14)
        assert both.surely_above(Fraction(3, 10)) and both.surely_at_most(Fraction(1, 2))
        assert not both.surely_above(Fraction(7, 20)) and not both.surely_at_most(Fraction(7, 20))


def test_equal_numbers() -> None:
    """At most, and not above."""
    with precision(64):
        assert Enclosure.of(5).surely_at_most(5)
        assert not Enclosure.of(5).surely_above(5)
        assert not Enclosure.of(5).surely_above(6)
        # Balls are not compared as such.
        assert Enclosure.of(5) != Enclosure.of(5)


def test_the_larger_of_two() -> None:
    with precision(64):
        low, high = Enclosure.of(THIRD), Enclosure.of(TWO_FIFTHS)
        assert larger(low, high) is high
        assert larger(high, low) is high
        around = Enclosure.of(Fraction(3, 10)).up_to(Enclosure.of(Fraction(7, 20)))
        for found in (larger(low, around), larger(around, low)):
            assert found.lower() <= THIRD and found.upper() >= Fraction(7, 20)
            assert found.surely_above(Fraction(33, 100))


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [
        (Fraction(0), 0, 0),
        (Fraction(7), 7, 7),
        (Fraction(-7), -7, -7),
        (Fraction(5, 2), 2, 3),
        (Fraction(-5, 2), -3, -2),
        (Fraction(1, 3), 0, 1),
        (Fraction(3**200), 3**200, 3**200),
        (Fraction(2**3000), 2**3000, 2**3000),
    ],
)
def test_whole_numbers_on_either_side(number: Fraction, low: int, high: int) -> None:
    with precision(400):
        found = Enclosure.of(number)
        assert (found.floor(), found.ceil()) == (low, high)


def test_what_is_no_number_has_no_whole_part() -> None:
    with precision(64), pytest.raises(UndecidedError, match="was not rounded to an integer"):
        (Enclosure.of(1) / 0).floor()


def test_the_ends_are_exact() -> None:
    with precision(64):
        for number in (Fraction(5, 8), Fraction(-5, 8), Fraction(3 * 2**100), Fraction(0), Fraction(1)):
            assert Enclosure.of(number).lower() == Enclosure.of(number).upper() == number


def test_decimals() -> None:
    with precision(64):
        assert Enclosure.of(Fraction(5, 4)).decimals(2) == ("1.25", "1.25")
        assert Enclosure.of(Fraction(5, 4)).decimals(1) == ("1.2", "1.3")
        assert Enclosure.of(Fraction(5, 4)).decimals(0) == ("1", "2")
        assert Enclosure.of(Fraction(-1, 3)).decimals(4) == ("-0.3334", "-0.3333")
        assert str(Enclosure.of(Fraction(5, 4))) == "1.25"
        assert str(Enclosure.of(Fraction(1, 3))) == "[0.333333, 0.333334]"


@pytest.mark.parametrize("digits", range(4))
def test_all_small_numbers_with_a_point(digits: int) -> None:
    for scaled in (*range(-130, 131), 1000, -1000, 1010, 123456, 100000):
        text = place_point(scaled, digits)
        exact = Decimal(scaled).scaleb(-digits)
        shortest = format(exact, "f")
        assert text == (shortest.rstrip("0").rstrip(".") if "." in shortest else shortest)


def test_least_exponents_by_trying_all() -> None:
    for number in range(20):
        base = Fraction(number, 20)
        for target in (Fraction(1), Fraction(9, 10), Fraction(1, 2), Fraction(1, 8), Fraction(1, 100)):
            first = next(n for n in range(1, 200) if base**n <= target)
            assert least_exponent(base, target) == first


def test_a_base_next_to_its_target() -> None:
    """The quotient of logarithms is next to 1."""
    base = Fraction(2, 3)
    for little in (Fraction(1, 10**40), Fraction(1, 10**100)):
        assert least_exponent(base, base) == 1
        assert least_exponent(base, base + little) == 1
        assert least_exponent(base, base - little) == 2
        assert least_exponent(base, base**2) == 2
        assert least_exponent(base, base**2 - little) == 3


def test_a_target_of_one_step_needs_no_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosure, "EXACT_BITS", -1)
    assert least_exponent(Fraction(2, 3), Fraction(2, 3)) == 1


def test_powers_are_compared_at_the_least_precision_that_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told apart by balls is never worked out exactly."""
    monkeypatch.setattr(enclosure, "EXACT_BITS", -1)
    base = Fraction(2, 3)
    for digits in (50, 200, 900, 3600):
        little = Fraction(1, 10**digits)
        assert power_at_most(base, 5, base**5 + little)
        assert not power_at_most(base, 5, base**5 - little)
    assert (PRECISIONS, power_at_most(Fraction(0), 3, Fraction(1, 9))) == ((192, 768, 3072, 12288), True)


@pytest.mark.parametrize("base", [Fraction(2, 3), Fraction(5, 3)])
def test_what_is_worked_out_exactly(base: Fraction, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the exponent times the bits of numerator and denominator is not above the limit."""
    bits = 50 * (2 if base < 1 else 3) + 50 * 2
    monkeypatch.setattr(enclosure, "EXACT_BITS", bits)
    assert power_at_most(base, 50, base**50)
    assert power_at_most(base, 50, base**50 + Fraction(1, 10**5000))
    assert not power_at_most(base, 50, base**50 - Fraction(1, 10**5000))
    monkeypatch.setattr(enclosure, "EXACT_BITS", bits - 1)
    with pytest.raises(UndecidedError, match=r"\^50 and .* agree to 12288 bits$"):
        power_at_most(base, 50, base**50)


def test_no_exponent_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A base too near 1 for all precisions."""
    monkeypatch.setattr(enclosure, "PRECISIONS", (64,))
    with pytest.raises(UndecidedError, match=r"the least n with .* was not found"):
        least_exponent(1 - Fraction(1, 2**100), Fraction(1, 2))
    # The quotient is known to about 2^43 only.
    with pytest.raises(UndecidedError, match=r"the least n with .* was not found"):
        least_exponent(1 - Fraction(1, 3 * 2**52), Fraction(1, 2))


def test_the_limit_of_exact_powers() -> None:
    """Two numbers of half a megabyte are compared, longer ones are not."""
    assert enclosure.EXACT_BITS == 4_000_000
