"""Sums of binomial probabilities, each against the sum written out in fractions [R5.71], [R5.75], [R5.92]."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest

from freebit.theorem import binomial
from freebit.theorem.binomial import (
    at_least,
    at_most,
    at_most_exactly,
    kept_and_passed,
    probability_of,
    weighted_at_most,
)
from freebit.theorem.enclosure import Enclosure, precision

F = Fraction
CHANCES = (F(1, 3), F(3, 4))
NARROW = F(1, 2**140)


def mass(n: int, p: Fraction, k: int) -> Fraction:
    return comb(n, k) * p**k * (1 - p) ** (n - k)


def between(n: int, p: Fraction, first: int, last: int) -> Fraction:
    """P[first <= Bin(n, p) <= last]."""
    return sum((mass(n, p, k) for k in range(max(first, 0), min(last, n) + 1)), F(0))


def holds(value: Enclosure, exact: Fraction, width: Fraction = NARROW) -> bool:
    """Whether the ball holds the number, and is that narrow, relative to it."""
    return value.lower() <= exact <= value.upper() and value.upper() - value.lower() <= width * exact


def test_one_probability() -> None:
    """[R5.71]"""
    with precision(192):
        for p in CHANCES:
            for n in range(7):
                assert all(holds(probability_of(n, p, k), mass(n, p, k)) for k in range(n + 1))


def test_at_most() -> None:
    """[R5.71] and the ends: certain outcomes and limits at or above n."""
    with precision(192):
        for p in (F(0), *CHANCES, F(1)):
            for n, most in product(range(1, 6), range(8)):
                assert holds(at_most(n, p, most), between(n, p, 0, most))
        assert at_most(5, F(1, 3), 5).upper() == at_most(5, F(1), 6).lower() == 1
        assert at_most(5, F(1), 4).upper() == 0


@pytest.mark.parametrize("p", [F(0), F(1, 3), F(1)])
def test_at_most_exactly(p: Fraction) -> None:
    for n in range(5):
        for most in range(-1, 7):
            assert at_most_exactly(n, p, most) == between(n, p, 0, most)


def test_at_least() -> None:
    """[R5.75] on either side of the mean."""
    with precision(192):
        for p in CHANCES:
            for n, least in product(range(1, 7), range(-1, 8)):
                assert holds(at_least(n, p, least), between(n, p, least, n))
        assert at_least(5, F(1, 3), 0).lower() == at_least(5, F(1, 3), -1).lower() == 1
        assert at_least(5, F(1, 3), 6).upper() == 0


@pytest.mark.parametrize(
    ("n", "p", "least"), [(30, F(1, 50), 20), (30, F(1, 50), 30), (30, F(2, 5), 27), (2, F(1, 10**12), 1)]
)
def test_a_small_probability_keeps_its_digits(n: int, p: Fraction, least: int) -> None:
    """[R5.75] what is small is not what is left of 1."""
    with precision(96):
        assert holds(at_least(n, p, least), between(n, p, least, n), F(1, 2**70))


def test_the_smaller_side_is_summed() -> None:
    """[R5.75] few terms, whichever side of the mean the limit is on."""
    with precision(192):
        n = 10**9
        assert at_least(n, F(1, 3), 2).surely_above(1 - F(1, 2**150))
        assert at_least(n, F(1, 3), n - 1).surely_at_most(F(1, 2**1000))
        assert at_least(n, F(1, 3), n - 1).surely_above(0)


def stopped(n: int, p: Fraction, most: int, rest: int) -> tuple[Fraction, Fraction]:
    """The sum from the largest term down to where each is at most half of the one before and the last below the rest,
    looked at whenever the number of successes that is still to come is a multiple of 64; and the last term."""
    total = term = mass(n, p, most)
    for k in range(most, 0, -1):
        before, term = term, mass(n, p, k - 1)
        total += term
        if k % 64 == 0 and 2 * term <= before and term * 2**rest <= total:
            return total, term
    return total, F(0)


@pytest.mark.parametrize(
    ("n", "p", "most", "rest"),
    [
        # Small before it falls fast; fast before it is small; at the first look; never.
        (500, F(1, 2), 249, 12),
        (400, F(1, 2), 199, 12),
        (400, F(1, 2), 199, 24),
        (400, F(1, 2), 130, 4),
        (300, F(1, 2), 128, 40),
        (200, F(9, 10), 128, 60),
        (200, F(9, 10), 128, 3),
        (90, F(1, 4), 10, 5),
    ],
)
def test_what_is_left_is_between_nothing_and_the_last_term(
    n: int, p: Fraction, most: int, rest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R5.75]"""
    monkeypatch.setattr(binomial, "REST", rest)
    total, last = stopped(n, p, most, rest)
    with precision(256):
        value = at_least(n, 1 - p, n - most) if n - most > n * (1 - p) else 1 - at_least(n, p, most + 1)
        assert value.lower() <= between(n, p, 0, most) <= value.upper()
        # The radius of a ball has about 30 bits.
        assert abs(value.lower() - total) <= F(1, 2**200) + last / 2**20
        assert abs(value.upper() - total - last) <= F(1, 2**200) + last / 2**20


def test_what_is_left_is_less_than_any_target_asks_for() -> None:
    """[R5.75] the rest is next to nothing of the sum: less than 2**-299."""
    assert binomial.REST == 300


@pytest.mark.parametrize("error", [F(0), F(1, 3), F(4, 5)])
def test_kept_and_passed(error: Fraction) -> None:
    """[R5.75] the sum over the number of kept cells, as it stands."""
    with precision(192):
        for n in range(1, 6):
            for keep, most in product(range(1, n + 1), range(n + 2)):
                exact = sum((mass(n, F(1, 2), j) * between(j, error, 0, most) for j in range(keep, n + 1)), F(0))
                assert holds(kept_and_passed(n, keep, error, most), exact)


@pytest.mark.parametrize("p", [F(0), F(1, 3), F(3, 4), F(1)])
def test_weighted_sums(p: Fraction) -> None:
    """[R5.92]"""
    weights = ((2, 3), (3, 1), (5, 7))
    with precision(192):
        for most in range(7):
            exact = sum((number * between(n, p, 0, most) for n, number in weights), F(0))
            assert holds(weighted_at_most(weights, p, most), exact)
        for n in (1, 3):
            assert weighted_at_most([(n, 2)], p, n).upper() == weighted_at_most([(n, 2)], p, n + 1).lower() == 2
        assert weighted_at_most([], p, 2).upper() == 0
