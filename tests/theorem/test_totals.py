"""The theorem ``column-total``: its step, bound and sizes, and what overtakes it if it is changed [R5.47]-[R5.49]."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.box import deterministic_box, pr_box
from freebit.source.epsilon import flip_ratio
from freebit.theorem import totals
from freebit.theorem.certified import committed_families
from freebit.theorem.enclosure import precision
from freebit.theorem.frontier import FamilyNumbers, Mixture
from freebit.theorem.hitting import hit
from freebit.theorem.model import NoPlanError
from freebit.theorem.plan import bound, plan
from freebit.theorem.sizes import GridSize, TotalGridSize
from freebit.theorem.table import THEOREMS
from tests.theorem.test_proof_steps import TELLS, largest_mean, master, run
from tests.theorem.toy import load

F = Fraction
THEOREM = THEOREMS["column-total"]
DELTA = F(1, 2**64)

Next = Callable[[int, int], tuple[int, int]]


def table(
    alpha: Fraction, k: Fraction, epsilon: Fraction, nd: int, m: int, tolerance: int,
    left: Next = lambda t, c: (t - c, t - c + 1), mass: Callable[[int], int] = lambda c: c,
) -> Fraction:  # fmt: skip
    """b(Nd,T) by [R5.47]; ``left`` and ``mass`` may be changed to break it."""

    @cache
    def b(j: int, t: int) -> Fraction:
        if t < 0 or j == 0:
            return F(int(t >= 0))
        terms = []
        for c in range(min(t + 1, 2**m) + 1):
            hits, (missed, caught) = hit(epsilon, m, mass(c)), left(t, c)
            terms.append((1 - hits) * alpha * b(j - 1, missed) + (hits * (alpha + k) * b(j - 1, caught) if c else 0))
        return max(terms)

    return b(nd, tolerance)


def reached(alpha: Fraction, k: Fraction, epsilon: Fraction, nd: int, m: int, tolerance: int) -> Fraction:
    """The most that any pattern of wrong cells and any source make of the mean of the product, exactly."""
    columns = list(product((0, 1), repeat=2**m))
    best = F(0)
    for wrong in product(columns, repeat=nd):
        values: list[Fraction] = []
        for picks in product(range(2**m), repeat=nd):
            hits = [column[pick] for column, pick in zip(wrong, picks, strict=True)]
            value = alpha ** (nd - sum(hits)) * (alpha + k) ** sum(hits)
            values.append(value if sum(map(sum, wrong)) - sum(hits) <= tolerance else F(0))
        best = max(best, largest_mean(values, epsilon))
    return best


NUMBERS = ((F(1, 2), F(5)), (F(9, 10), F(1, 2)), (F(1), F(0)), (F(0), F(3)), (F(2, 3), F(2)))
GRIDS = [(1, 1, 0), (1, 1, 1), (1, 2, 1), (1, 2, 2), (2, 1, 0), (2, 1, 1), (2, 1, 2), (3, 1, 1), (3, 1, 2)]


@pytest.mark.parametrize("epsilon", [F(1, 2), F(1, 4), F(9, 20)])
@pytest.mark.parametrize(("nd", "m", "tolerance"), GRIDS)
def test_every_pattern_of_wrong_cells(nd: int, m: int, tolerance: int, epsilon: Fraction) -> None:
    """[R5.47] step 5b: no pattern and no source exceed b(Nd,T); one column reaches it, and so does T = 0."""
    for alpha, k in NUMBERS:
        found, allowed = reached(alpha, k, epsilon, nd, m, tolerance), table(alpha, k, epsilon, nd, m, tolerance)
        assert found <= allowed
        if nd == 1 or tolerance == 0 or tolerance == nd * (2**m - 1):
            assert found == allowed


def test_two_columns_of_four() -> None:
    """[R5.47] all 256 patterns; the bound is above what they reach, by less than a fifth."""
    for tolerance in (1, 2):
        found = reached(F(1, 2), F(2), F(2, 5), 2, 2, tolerance)
        allowed = table(F(1, 2), F(2), F(2, 5), 2, 2, tolerance)
        assert found <= allowed < found * F(6, 5)


@pytest.mark.parametrize(
    ("left", "mass"),
    [
        (lambda t, c: (t - c, t - c), lambda c: c),
        (lambda t, c: (t - c, t - c + 1), lambda c: min(c, 1)),
        (lambda t, c: (t - c - 1, t - c + 1), lambda c: c),
    ],
    ids=["a wrong cell that is distilled counts as left", "one wrong cell is aimed at", "one more counts"],
)
def test_a_broken_bound_is_overtaken(left: Next, mass: Callable[[int], int]) -> None:
    """[R5.47]"""
    broken = [
        reached(alpha, k, F(1, 4), nd, m, t) > table(alpha, k, F(1, 4), nd, m, t, left, mass)
        for alpha, k in NUMBERS
        for nd, m, t in GRIDS
    ]
    assert any(broken)


def test_the_bound_for_one_column_is_not_that_of_all() -> None:
    """[R5.34] with w = T in each column is more than T in all; the bound for T may not be used for w = T."""
    epsilon, alpha, k = F(1, 4), F(1, 2), F(2)
    assert reached(alpha, k, epsilon, 2, 1, 2) > table(alpha, k, epsilon, 2, 1, 1)


MIXTURES = st.builds(
    lambda a, k: Mixture.of(FamilyNumbers("given", a, (k,)), F(1)),
    st.fractions(F(1, 2), F(1), max_denominator=12),
    st.fractions(F(0), F(6), max_denominator=6),
)


@settings(max_examples=60, deadline=None)
@given(MIXTURES, st.fractions(F(1, 20), F(1, 2), max_denominator=20), st.integers(1, 6), st.integers(0, 3), st.data())
def test_the_bound_is_enclosed_and_the_other_form_is_no_less(
    numbers: Mixture, epsilon: Fraction, nd: int, m: int, data: st.DataObject
) -> None:
    """[R5.47] [R5.48]"""
    size = TotalGridSize(nd, m, data.draw(st.integers(0, min(5, nd * (2**m - 1)))))
    exact = table(numbers.alpha, numbers.K, epsilon, nd, m, size.tolerance)
    with precision(192):
        made, other = totals.total_bound(numbers, epsilon, size), totals._by_weight(numbers, epsilon, size)
        assert made.lower() <= exact <= made.upper()
        assert made.upper() - made.lower() < F(1, 2**100)
        assert exact <= other.upper()
    theta = data.draw(st.fractions(F(1, 10), F(1), max_denominator=10))
    more = (numbers.alpha + numbers.K) / theta - numbers.alpha
    rate = max(theta**c * (numbers.alpha + hit(epsilon, m, c) * more) for c in range(2**m + 1))
    assert exact <= rate**nd / theta**size.tolerance


def test_a_long_bound_takes_the_other_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.48] 20 000 columns with T = 200, in a moment; the two forms differ by little."""
    assert bound(F(9, 20), TotalGridSize(20000, 2, 200), theorem=THEOREM).excess_at_most(F(1, 2**1000))
    short = bound(F(9, 20), TotalGridSize(382, 2, 16), theorem=THEOREM)
    monkeypatch.setattr(totals, "MOST_STEPS", 0)
    long = bound(F(9, 20), TotalGridSize(382, 2, 16), theorem=THEOREM)
    assert long.excess.surely_above(short.excess)
    assert (short.excess * 2**4).surely_above(long.excess)


def test_without_tolerance_it_is_the_sharp_one() -> None:
    """[R5.47]"""
    point = Mixture.of(committed_families().families[3], flip_ratio(F(2, 5)))
    sharp = THEOREMS["column-sharp"]
    with precision(192):
        for nd, m in ((1, 0), (3, 2), (7, 5)):
            made = THEOREM.excess_at(point, F(2, 5), TotalGridSize(nd, m))
            other = sharp.excess_at(point, F(2, 5), GridSize(nd, m))
            assert made.lower() <= other.upper() and other.lower() <= made.upper()
            assert abs(made.upper() - other.lower()) < F(1, 2**150)


def test_whole_tables_of_a_toy_game() -> None:
    """[R5.47] [R5.14] eq (12) on the table of two columns of two cells, one wrong cell tolerated; boxes
    with known outputs planted in one column, and in both, where the source leans."""
    epsilon = F(1, 4)
    weights = {}
    for word in product((0, 1), repeat=10):
        weights[word] = F(1)
        for bit in word:
            weights[word] *= epsilon if bit else 1 - epsilon
    right, known = pr_box(), deterministic_box((0, 0), (0, 0))
    k = load(epsilon)
    for planted in ((0,), (0, 2)):
        box = known if 0 in planted else right
        for cell in (1, 2, 3):
            box = box.product(known if cell in planted else right)
        statistics, means = run(2, 2, [(F(1), box)], weights, TELLS[3:], tolerance=1)
        found = statistics.guessing_probability()
        for alpha in (F(0), F(1, 2), F(1)):
            assert found <= master(means, 2, alpha, (1 - alpha) * k) <= F(1, 2) + table(
                alpha, (1 - alpha) * k, epsilon, 2, 1, 1
            ) / 4  # fmt: skip


def test_the_tolerance_is_that_of_all_columns() -> None:
    """[R4.29]"""
    assert TotalGridSize(3, 2, 9).tolerance == 9
    for size in ((3, 2, 10), (3, 0, 1), (3, 2, -1)):
        with pytest.raises(ValueError, match=r"\[R4.29\]"):
            TotalGridSize(*size)
    with pytest.raises(ValueError, match="not about sizes"):
        bound(F(9, 20), TotalGridSize(5, 2, 3), theorem="column-sharp")
    with pytest.raises(ValueError, match="not about sizes"):
        bound(F(9, 20), GridSize(5, 2, 3), theorem=THEOREM)


def test_how_often_honest_devices_pass() -> None:
    """[R5.65]"""
    with precision(192):
        value = TotalGridSize(3, 2, 2).pass_probability(F(1, 10))
        exact = sum((comb(9, i) * F(1, 10) ** i * F(9, 10) ** (9 - i) for i in range(3)), F(0))
        assert value.lower() <= exact <= value.upper()


@pytest.mark.parametrize(
    ("epsilon", "error", "size"),
    [
        ("9/20", None, (195, 2, 0)),
        ("9/20", "1/1000", (234, 2, 2)),
        ("9/20", "1/100", (382, 2, 16)),
    ],
)
def test_sizes(epsilon: str, error: str | None, size: tuple[int, int, int]) -> None:
    """[R5.49]"""
    planned = plan(F(epsilon), DELTA, selection="column-total", error=F(error) if error else None)
    assert planned.size == TotalGridSize(*size)
    assert planned.bound.excess_at_most(DELTA)
    if error:
        with precision(192):
            assert planned.size.pass_probability(F(error)).lower() >= F(9, 10)


def test_a_size_that_is_found_is_the_least_at_its_numbers() -> None:
    """[R5.49] no fewer columns serve with the same numbers, by exact tables."""
    target, error = F(1, 2**4), F(1, 50)
    planned = plan(F(9, 20), target, theorem=THEOREM, error=error)
    size, numbers = planned.size, planned.bound.numbers
    assert isinstance(size, TotalGridSize) and isinstance(numbers, Mixture)

    def serves(nd: int) -> bool:
        cells = nd * (2**size.log2_nb - 1)
        chance, t = F(0), -1
        while chance < F(9, 10):
            t += 1
            chance += comb(cells, t) * error**t * (1 - error) ** (cells - t)
        return table(numbers.alpha, numbers.K, F(9, 20), nd, size.log2_nb, t) <= 4 * target

    assert [nd for nd in range(1, size.nd + 1) if serves(nd)] == [size.nd]


def test_noise_that_is_too_much() -> None:
    """[R5.49]"""
    with pytest.raises(NoPlanError, match="no tolerance lets devices with an error of 1/100 pass"):
        plan(F(1, 10), DELTA, theorem=THEOREM, error=F(1, 100))
