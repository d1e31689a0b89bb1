"""The steps of the search for the least size, each by trying all in exact numbers [R5.87]-[R5.89], [R5.100]."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import exp, log, sqrt
from typing import Any

import flint
import pytest
from pytest import MonkeyPatch

from freebit.theorem import cell_search
from freebit.theorem.binomial import at_most
from freebit.theorem.cell_search import (
    _at_most_often,
    _Ceiling,
    _cells_that_keep,
    _most_kept,
    _most_that_may_serve,
    _Walk,
    least_size,
    noise_threshold,
    passes_often,
)
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize
from freebit.theorem.enclosure import UndecidedError, least_exponent
from freebit.theorem.model import NoPlanError, Target
from tests.theorem.given import cdf, passing

F = Fraction
HALF, SMALL, NINE_TENTHS, THREE = F(1, 2), F(1, 32), F(9, 10), F(3)
LITTLE = F(1, 10**200)


def whole(number: Fraction) -> int:
    """The least whole number that is not below."""
    return next(n for n in range(10**4) if n >= number)


def target(
    delta: Fraction = SMALL, error: Fraction | None = None, wanted: Fraction = NINE_TENTHS, c: Fraction | None = THREE
) -> Target:
    return Target(F(9, 20), delta, error, wanted, c)


def refusal(u: Fraction, wanted: Target, derived: bool) -> str:
    with pytest.raises(NoPlanError) as caught:
        least_size(u, wanted, derived=derived)
    return str(caught.value)


def test_thresholds() -> None:
    """[R5.100]"""
    u = F(1, 7)
    for c in (F(3, 2), F(2), F(9, 4), F(3), None):
        assert noise_threshold(u, c, derived=True) == u
    assert [noise_threshold(u, c, derived=False) for c in (F(3, 2), F(2), F(9, 4), F(3), None)] == [
        0,
        0,
        F(8, 63),
        F(2, 21),
        u,
    ]


def test_refusals(monkeypatch: MonkeyPatch) -> None:
    """[R5.76] [R5.88] [R5.100] word by word, and the ends of what is refused at once."""
    monkeypatch.setattr(cell_search, "MOST_KEPT", 3)
    u = F(1, 10)
    for none in (F(0), F(-1)):
        assert refusal(none, target(), True) == "no certificate has u > 0 at this epsilon"
    for error in (u, F(1, 3)):
        words = f"the tested protocol tolerates noise below u = 0.100000, not {error} [R5.76]"
        assert refusal(u, target(error=error), True) == words
    words = "with N = 3 n it tolerates noise below 2 u/c = 0.066667, not 1/15 [R5.100]"
    assert refusal(u, target(error=F(1, 15)), False) == words
    words = "with N = 9/4 n it tolerates noise below 2 u/c = 0.088889, not 9/100 [R5.100]"
    assert refusal(u, target(error=F(9, 100), c=F(9, 4)), False) == words
    for c in (F(2), F(3, 2)):
        words = f"with c = {c} step 2 does not keep enough cells of fair inputs [R5.88]"
        assert refusal(u, target(error=F(1, 100), c=c), False) == words


@pytest.mark.parametrize(
    ("u", "error", "delta", "wanted", "at_once"),
    [
        (F(2, 5), F(4, 15), F(1, 17), F(9, 10), True),
        (F(2, 5), F(3, 10), F(1, 17), F(11, 20), True),
        (F(2, 5), F(4, 15) - F(1, 10**6), F(1, 17), F(9, 10), False),
        (F(1, 2), F(1, 3), F(1, 17), F(9, 10), False),
        (F(2, 5), F(4, 15), F(1, 16), F(9, 10), False),
        (F(2, 5), F(4, 15), F(1, 17), F(1, 2), False),
        (F(3, 5), F(2, 5), F(1, 17), F(9, 10), False),
        (F(2, 5), F(4, 15), F(1, 10), F(9, 10), False),
        (F(2, 5), F(4, 15), F(1, 17), F(1, 3), False),
    ],
)
def test_the_targets_that_the_rule_speaks_of(
    u: Fraction, error: Fraction, delta: Fraction, wanted: Fraction, at_once: bool, monkeypatch: MonkeyPatch
) -> None:
    """[R5.100] u < 1/2, devices that pass more than half of the time, a bound below 1/2 + 1/16."""
    monkeypatch.setattr(cell_search, "MOST_KEPT", 3)
    words = refusal(u, target(delta, error, wanted), False)
    assert words.endswith("[R5.100]") == at_once
    if not at_once:
        assert words == (
            f"no tolerance lets devices with an error of {error} pass with probability {wanted} "
            "and meets the target, for n up to 3"
        )


def test_sizes_without_noise() -> None:
    """[R5.87] the least n with (1-u)^n <= 4 delta."""
    for u, delta in product((F(1, 5), F(1, 2), F(9, 10), F(1)), (F(1, 8), F(1, 20), F(1, 3))):
        n = next(n for n in range(1, 100) if (1 - u) ** n <= 4 * delta)
        assert least_size(u, target(delta), derived=True) == DerivedSize(n)
        assert least_size(u, target(delta, F(0)), derived=True) == DerivedSize(n)
        assert least_size(u, target(delta, c=None), derived=True) == DerivedSize(n)
        for c in (F(3), F(3, 2)):
            assert least_size(u, target(delta, c=c), derived=False) == LocalSize(n, 0, whole(c * n))


def asked(monkeypatch: MonkeyPatch) -> list[CellSize]:
    """The sizes of which it will be asked whether honest devices pass."""
    sizes: list[CellSize] = []
    passes = cell_search.passes_often

    def noted(size: CellSize, error: Fraction, wanted: Fraction) -> bool:
        sizes.append(size)
        return passes(size, error, wanted)

    monkeypatch.setattr(cell_search, "passes_often", noted)
    return sizes


@pytest.mark.parametrize(
    ("u", "error", "delta", "wanted"),
    [
        (F(1, 2), F(1, 10), F(1, 32), F(9, 10)),
        (F(2, 3), F(1, 4), F(1, 64), F(3, 4)),
        (F(2, 3), F(1, 10), F(1, 32), F(1, 4)),
        (F(1, 2), F(1, 20), F(1, 10), F(19, 20)),
        (F(2, 3), F(1, 3), F(1, 8), HALF),
        (HALF, F(1, 4), F(1, 20), F(1, 10)),
    ],
)
@pytest.mark.parametrize("c", [None, F(3), F(5, 2)])
def test_the_least_size_with_noise(
    u: Fraction, error: Fraction, delta: Fraction, wanted: Fraction, c: Fraction | None, monkeypatch: MonkeyPatch
) -> None:
    """[R5.88] by trying every n and T; with derived inputs where c is None."""
    derived = c is None
    aim = target(delta, error, wanted, c or F(3))

    def cells(n: int) -> int:
        return n if c is None else whole(c * n)

    def pass_(n: int, t: int) -> bool:
        return (cdf(n, error, t) if derived else passing(cells(n), n, error, t)) >= wanted

    def meets(n: int, t: int) -> bool:
        return cdf(n, u, t) <= 4 * delta

    wrong = error if derived else error / 2
    tried = asked(monkeypatch)
    found = least_size(u, aim, derived=derived)
    n, tolerance = next((n, t) for n in range(1, 60) for t in range(n) if meets(n, t) and pass_(n, t))
    assert (found.keep, found.all_cells) == (n, cells(n))
    assert isinstance(found, DerivedSize if derived else LocalSize)
    assert meets(n, found.tolerance) and pass_(n, found.tolerance) and found.tolerance >= tolerance
    # It is the most that meets the target, or the least that passes.
    assert found.tolerance == tolerance or found.tolerance + 1 == n or not meets(n, found.tolerance + 1)
    # Nothing is tried where too many cells are wrong, kept or not; with derived inputs a larger n is of no use.
    assert tried == list(to_try(cells, found, meets, lambda n, t: cdf(cells(n), wrong, t) >= wanted))


def to_try(
    cells: Callable[[int], int],
    last: CellSize,
    meets: Callable[[int, int], bool],
    hopeful: Callable[[int, int], bool],
) -> Iterator[CellSize]:
    """For each T the n from the least that meets the target on, as long as it is not met with T + 1."""
    least = 1
    for t in range(last.tolerance + 1):
        n = next(n for n in range(max(least, t + 1), 400) if meets(n, t))
        least = next(n for n in range(max(n, t + 2), 400) if meets(n, t + 1))
        if hopeful(n, t):
            for keep in range(n, n + 1 if isinstance(last, DerivedSize) else max(least, n + 1)):
                size = DerivedSize(keep, t) if isinstance(last, DerivedSize) else LocalSize(keep, t, cells(keep))
                yield size
                if size == last:
                    return


def test_what_is_worked_out_of_the_ceiling(monkeypatch: MonkeyPatch) -> None:
    """[R5.88] nothing where the median tells, and nothing anew where fewer cells tell."""
    made: list[tuple[int, Fraction, int]] = []

    class Noted(_Ceiling):
        def __post_init__(self) -> None:
            made.append((self.cells, self.wrong, self.tolerance))
            super().__post_init__()

    monkeypatch.setattr(cell_search, "_Ceiling", Noted)
    for derived, wanted, error in product((False, True), (F(9, 10), HALF), (F(1, 20), F(1, 6))):
        made.clear()
        u, aim = F(2, 5), target(F(1, 1000), error, wanted)
        found = least_size(u, aim, derived=derived)
        expected: list[tuple[int, Fraction, int]] = []
        wrong, n = (error if derived else error / 2), 1
        for t in range(found.tolerance + 1):
            n = next(n for n in range(max(n, t + 1), 400) if cdf(n, u, t) <= F(4, 1000))
            cells = n if derived else 3 * n
            if wanted > HALF and t < int(cells * wrong):
                continue
            if expected and cdf(expected[-1][0], wrong, t) < wanted:
                continue
            expected.append((cells, wrong, t))
        assert made == expected


@pytest.mark.parametrize("error", [F(0), F(1, 10), F(1, 5)])
@pytest.mark.parametrize(("u", "wanted"), [(F(2, 3), F(9, 10)), (HALF, F(1, 4)), (F(2, 3), HALF)])
def test_the_least_number_of_all_cells(
    u: Fraction, error: Fraction, wanted: Fraction, monkeypatch: MonkeyPatch
) -> None:
    """[R5.89] by trying every N, n and T; of those with that N the one with the least T, and its least n."""
    delta = F(1, 20)
    tried = asked(monkeypatch)
    found = least_size(u, target(delta, error, wanted, None), derived=False)

    def serving() -> Iterator[LocalSize]:
        for cells in range(1, 80):
            for t in range(cells):
                for n in range(t + 1, cells + 1):
                    if cdf(n, u, t) <= 4 * delta:
                        if passing(cells, n, error, t) >= wanted:
                            yield LocalSize(n, t, cells)
                        break

    assert found == next(serving())
    # Noise is asked of where so few cells are wrong often enough, kept or not.
    assert all(cdf(size.all_cells, error / 2, size.tolerance) >= wanted for size in tried if size.tolerance)


def least_passing(u: Fraction, aim: Target, tolerance: int, first: int) -> LocalSize:
    """For this T the least n, and the least N from ``first`` on with which devices pass; all in exact numbers."""
    assert aim.error is not None
    n = next(n for n in range(tolerance + 1, 200) if cdf(n, u, tolerance) <= 4 * aim.delta)
    cells = next(cells for cells in range(first, 400) if passing(cells, n, aim.error, tolerance) >= aim.pass_at_least)
    return LocalSize(n, tolerance, cells)


def test_a_larger_tolerance_may_need_fewer_cells() -> None:
    """[R5.89] the first T that serves is not the last that is tried."""
    u, aim = F(18, 31), target(F(1, 16), F(63, 155), F(19, 20), None)
    found = least_size(u, aim, derived=False)
    assert found == least_passing(u, aim, 83, 336) == LocalSize(151, 83, 336)
    assert cdf(150, u, 82) <= F(1, 4) and passing(337, 150, F(63, 155), 82) < F(19, 20)


def test_a_larger_tolerance_that_needs_as_many_cells_is_not_taken() -> None:
    """[R5.89]"""
    u, aim = F(25, 31), target(F(1, 20), F(20, 31), F(7, 20), None)
    found = least_size(u, aim, derived=False)
    assert found == least_passing(u, aim, 17, 48) == LocalSize(24, 17, 51)
    assert least_passing(u, aim, 18, 48) == LocalSize(25, 18, 51)


def test_the_least_number_of_all_cells_is_not_sought_for_ever(monkeypatch: MonkeyPatch) -> None:
    """[R5.89]"""
    aim = target(F(1, 20), F(1, 10), F(4, 5), None)
    least = least_size(HALF, aim, derived=False)
    monkeypatch.setattr(cell_search, "MOST_KEPT", least.keep)
    assert least_size(HALF, aim, derived=False) == least
    monkeypatch.setattr(cell_search, "MOST_KEPT", 2)
    assert refusal(HALF, aim, False) == (
        "no tolerance lets devices with an error of 1/10 pass with probability 4/5 and meets the target, for n up to 2"
    )


def test_no_tolerance_is_tried_without_noise(monkeypatch: MonkeyPatch) -> None:
    """[R5.89] the first size is the least."""
    walked: list[int] = []
    monkeypatch.setattr(_Walk, "next_tolerance", lambda walk: walked.append(walk.n))
    for error in (None, F(0)):
        size = least_size(F(2, 5), target(F(1, 20), error, F(9, 10), None), derived=False)
        assert (size.keep, size.tolerance, walked) == (4, 0, [])


@pytest.mark.parametrize("derived", [False, True])
def test_the_least_size_is_not_sought_for_ever(derived: bool, monkeypatch: MonkeyPatch) -> None:
    """[R5.88] the limit itself is tried."""
    aim = target(F(1, 20), F(1, 10), F(9, 10))
    least = least_size(F(2, 5), aim, derived=derived)
    monkeypatch.setattr(cell_search, "MOST_KEPT", least.keep)
    assert least_size(F(2, 5), aim, derived=derived) == least
    monkeypatch.setattr(cell_search, "MOST_KEPT", 2)
    assert refusal(F(2, 5), aim, derived).endswith("for n up to 2")


def test_cells_that_keep() -> None:
    """[R5.89] the least N with P[Bin(N, 1/2) >= n] >= wanted."""
    for n in (1, 2, 3, 7):
        for wanted in (F(0), F(1, 3**8), F(1, 4), HALF, F(65, 100), F(9, 10), 1 - F(1, 2**20)):
            least = next(cells for cells in range(n, 200) if 1 - cdf(cells, HALF, n - 1) >= wanted)
            assert _cells_that_keep(n, wanted) == least


@pytest.mark.parametrize(
    ("n", "wanted", "cells"),
    [
        (10, F(9, 10), [20, 40, 30, 25, 23, 24, 25]),
        (10, 1 - F(1, 2**60), [20, 40, 80, 160, 120, 140, 130, 125, 122, 124]),
        (3, F(1, 10), [6, 4, 3]),
    ],
)
def test_few_cells_are_tried(n: int, wanted: Fraction, cells: list[int], monkeypatch: MonkeyPatch) -> None:
    """Twice as many from 2 n on, and then by halves."""
    tried = asked(monkeypatch)
    least = next(cells for cells in range(n, 400) if 1 - cdf(cells, HALF, n - 1) >= wanted)
    assert _cells_that_keep(n, wanted) == least
    numbers = [size.all_cells for size in tried]
    expected, high = [2 * n], 2 * n
    while high < least:
        high *= 2
        expected.append(high)
    low = n if high == 2 * n else high // 2
    while low < high:
        middle = (low + high) // 2
        expected.append(middle)
        low, high = (low, middle) if middle >= least else (middle + 1, high)
    assert numbers == expected
    assert all(size == LocalSize(n, 0, size.all_cells) for size in tried)


def test_so_few_wrong_cells(monkeypatch: MonkeyPatch) -> None:
    """Nothing is added up where the median tells."""
    summed: list[tuple[int, Fraction, int]] = []

    def noted(n: int, p: Fraction, most: int) -> Any:
        summed.append((n, p, most))
        return at_most(n, p, most)

    monkeypatch.setattr(cell_search, "at_most", noted)
    for cells, wrong, tolerance in product((5, 8, 9), (F(0), F(1, 8), F(1, 3), HALF), range(5)):
        for wanted in (F(1, 100), F(1, 4), HALF, F(51, 100), F(9, 10), F(999, 1000)):
            summed.clear()
            assert _at_most_often(cells, wrong, tolerance, wanted) == (cdf(cells, wrong, tolerance) >= wanted)
            told = wanted > HALF and tolerance < cells * wrong // 1
            assert summed == ([] if told else [(cells, wrong, tolerance)])
    exact = cdf(9, F(1, 3), 3)
    assert _at_most_often(9, F(1, 3), 3, exact)
    assert _at_most_often(9, F(1, 3), 3, exact - F(1, 10**100))
    assert not _at_most_often(9, F(1, 3), 3, exact + F(1, 10**140))


def test_ceilings() -> None:
    """P[Bin(cells, wrong) <= T], for one T after the other."""
    for cells, wrong, first in product((3, 6), (F(1, 7), F(2, 5)), (0, 1, 2)):
        ceiling = _Ceiling(cells, wrong, first)
        for tolerance in (first, first, first + 1, first + 3):
            exact = cdf(cells, wrong, tolerance)
            assert ceiling.is_below(exact + F(1, 10**140), tolerance)
            assert not ceiling.is_below(exact, tolerance)
            assert not ceiling.is_below(exact - F(1, 10**140), tolerance)
        assert ceiling.tolerance == first + 3


@pytest.mark.parametrize(
    ("u", "error", "c", "delta", "wanted", "derived", "most"),
    [
        # c p/2 - u is 1/60, 7/60 and 1/40; 1/6 and 1/10 for derived inputs.
        (F(1, 10), F(7, 90), F(3), F(1, 9), F(9, 10), False, 60),
        (F(1, 30), F(1, 10), F(3), F(1, 9), F(9, 10), False, 8),
        (F(1, 10), F(1, 9), F(9, 4), F(1, 100), F(51, 100), False, 40),
        (F(1, 3), HALF, F(3), F(1, 9), F(9, 10), True, 6),
        (F(1, 10), F(1, 5), F(3), F(1, 9), F(9, 10), True, 10),
        # As much, less, no noise; half of the time; 4 delta = 1/2; a limit that is nearer.
        (F(1, 10), F(1, 15), F(3), F(1, 9), F(9, 10), False, 1000),
        (F(1, 10), F(1, 16), F(3), F(1, 9), F(9, 10), False, 1000),
        (F(1, 10), None, F(3), F(1, 9), F(9, 10), False, 1000),
        (F(1, 10), F(7, 90), F(3), F(1, 9), HALF, False, 1000),
        (F(1, 10), F(7, 90), F(3), F(1, 9), F(1, 4), False, 1000),
        (F(1, 10), F(7, 90), F(3), F(1, 8), F(9, 10), False, 1000),
        (F(1, 10), F(7, 90), F(3), F(1, 5), F(9, 10), False, 1000),
        (F(1, 10), F(1, 15) + F(1, 3000), F(3), F(1, 9), F(9, 10), False, 1000),
    ],
)
def test_the_most_that_noise_leaves(
    u: Fraction,
    error: Fraction | None,
    c: Fraction,
    delta: Fraction,
    wanted: Fraction,
    derived: bool,
    most: int,
    monkeypatch: MonkeyPatch,
) -> None:
    """[R5.88]"""
    monkeypatch.setattr(cell_search, "MOST_KEPT", 1000)
    assert _most_kept(u, target(delta, error, wanted, c), derived) == most


def halved(u: float, x: float, delta: float, most: int) -> int:
    """By the inequality of the rule, e^(-2 n D(x - 1/n, u))/sqrt(16 n x) > 4 delta, in floating point."""
    while (n := most // 2) * x > 1:
        s = x - 1 / n
        entropy = s * log(s / u) + (1 - s) * log((1 - s) / (1 - u))
        allowed = 4 * delta
        least = exp(-most * entropy) / sqrt(8 * most * x)
        assert abs(least / allowed - 1) > 1e-9
        if least <= allowed:
            break
        most = n
    return most


def test_the_most_that_may_serve() -> None:
    """[R5.88] none between what is found and the limit, by the inequality, and exactly where there are few."""
    changed = 0
    shares, deltas = (F(1, 2), F(4, 5), F(49, 50)), (F(1, 9), F(1, 2**10), F(1, 2**40))
    for u, share, delta, most in product((F(1, 30), F(1, 5), F(3, 5)), shares, deltas, (50, 999, 2**17)):
        for derived, c in ((True, F(3)), (False, F(3)), (False, F(9, 4))):
            error = u * share * (1 if derived else 2 / c)
            aim = target(delta, error, F(9, 10), c)
            found = _most_that_may_serve(u, aim, derived, most)
            assert found == halved(float(u), float(u * share), float(delta), most)
            changed += found != most
    assert changed > 50


@pytest.mark.parametrize(("u", "x", "most"), [(0.2, 0.196, 5000), (0.5, 0.49, 600), (0.05, 0.04, 7001)])
def test_where_it_begins_to_be_known(u: float, x: float, most: int) -> None:
    """[R5.88] 4 delta a hundredth above and below what the inequality asks for."""
    s = x - 1 / (most // 2)
    entropy = s * log(s / u) + (1 - s) * log((1 - s) / (1 - u))
    delta = F(exp(-most * entropy) / sqrt(8 * most * x)) / 4
    exactly = F(u).limit_denominator(1000), F(x).limit_denominator(1000)
    assert _most_that_may_serve(exactly[0], target(delta * F(101, 100), exactly[1]), True, most) == most
    assert _most_that_may_serve(exactly[0], target(delta * F(99, 100), exactly[1]), True, most) < most


@pytest.mark.parametrize(
    ("u", "x", "wanted"),
    [
        (F(1, 5), F(0), F(9, 10)),
        (F(1, 5), F(1, 5), F(9, 10)),
        (F(1, 5), F(41, 200), F(9, 10)),
        (F(1), F(9, 10), F(9, 10)),
        (F(1, 5), F(49, 250), HALF),
        (F(1, 5), F(49, 250), F(1, 4)),
    ],
)
def test_where_nothing_is_known(u: Fraction, x: Fraction, wanted: Fraction) -> None:
    """[R5.88] no noise, as much as u or more, u = 1, and devices that pass half of the time."""
    assert _most_that_may_serve(u, target(F(1, 2**40), x, wanted), True, 5000) == 5000
    assert _most_that_may_serve(F(1, 5), target(F(1, 2**40), F(49, 250), F(51, 100)), True, 5000) < 5000


SIZES: list[tuple[CellSize, Callable[[Fraction], Fraction]]] = [
    (DerivedSize(5, 2), lambda error: cdf(5, error, 2)),
    (DerivedSize(3), lambda error: cdf(3, error, 0)),
    (LocalSize(2, 1, 5), lambda error: passing(5, 2, error, 1)),
    (LocalSize(3, 2, 3), lambda error: passing(3, 3, error, 2)),
]


@pytest.mark.parametrize(("size", "exactly"), SIZES)
@pytest.mark.parametrize("error", [F(1, 3), F(4, 5)])
def test_passing_often_enough(
    size: CellSize, exactly: Callable[[Fraction], Fraction], error: Fraction, monkeypatch: MonkeyPatch
) -> None:
    """[R5.75] decided by balls, and where none decides exactly, if there are few cells."""
    exact = exactly(error)
    monkeypatch.setattr(cell_search, "EXACT_CELLS", size.all_cells)
    tiny = F(1, 10**5000)
    assert passes_often(size, error, exact)
    assert passes_often(size, error, exact - tiny)
    assert not passes_often(size, error, exact + tiny)
    monkeypatch.setattr(cell_search, "EXACT_CELLS", size.all_cells - 1)
    for little in (F(1, 10**9), F(1, 10**100), F(1, 10**1500)):
        assert passes_often(size, error, exact - little)
        assert not passes_often(size, error, exact + little)
    with pytest.raises(UndecidedError) as caught:
        passes_often(size, error, exact)
    assert str(caught.value) == f"whether honest devices pass with probability {exact} was not decided"


def test_the_limits() -> None:
    """[R5.88] n up to 2^21 is searched; runs of 256 cells are decided exactly."""
    assert (cell_search.MOST_KEPT, cell_search.RUNNING_BITS, cell_search.EXACT_CELLS) == (2**21, 512, 256)


@pytest.mark.parametrize("u", [F(1, 5), F(1, 2), F(2, 3), F(19, 20)])
@pytest.mark.parametrize("aim", [F(3, 2), F(1, 2), F(1, 16), F(1, 1000)])
def test_the_walk(u: Fraction, aim: Fraction, monkeypatch: MonkeyPatch) -> None:
    """[R5.88] for T = 0, 1, 2, ... the least n > T with P[Bin(n, u) <= T] <= aim, told by the running sums alone."""
    monkeypatch.setattr(cell_search, "at_most", lambda n, p, most: pytest.fail("it was summed anew"))
    walk = _Walk(u, aim, least_exponent(1 - u, aim))
    for tolerance in range(6):
        least = next(n for n in range(tolerance + 1, 200) if cdf(n, u, tolerance) <= aim)
        assert (walk.n, walk.tolerance) == (least, tolerance)
        walk.next_tolerance()


def test_a_sum_that_may_be_the_aim_is_made_anew() -> None:
    """A ball that begins where the aim is says nothing; both are 1/2."""
    walk = _Walk(HALF, HALF, 1)
    walk._sum = flint.arb(0.75, 0.25)
    walk._target = walk._sum.lower()
    assert walk._sum >= walk._target and not walk._sum > walk._target and not walk._sum <= walk._target
    assert walk._meets()


@pytest.mark.parametrize(("n", "tolerance"), [(4, 1), (7, 2)])
def test_the_walk_where_the_running_sums_are_too_rough(n: int, tolerance: int) -> None:
    """What cannot be told at 512 bits is asked of at most 12288."""
    u = F(1, 3)
    exact = cdf(n, u, tolerance)
    for little, least in ((LITTLE, n), (-LITTLE, n + 1), (F(1, 10**2000), n), (F(-1, 10**2000), n + 1)):
        walk = _Walk(u, exact + little, least_exponent(1 - u, exact + little))
        for _ in range(tolerance):
            walk.next_tolerance()
        assert (walk.n, walk.tolerance) == (least, tolerance)
    walk = _Walk(u, exact, least_exponent(1 - u, exact))
    with pytest.raises(UndecidedError) as caught:
        for _ in range(tolerance):
            walk.next_tolerance()
    words = f"whether P[Bin({n}, u) <= {tolerance}] is at most {exact} was not decided"
    assert str(caught.value) == words
