"""Searches by a rate, compared with trying all sizes, exactly [R5.51] [R5.52] [R5.55] [R5.57]."""

from collections.abc import Callable
from fractions import Fraction
from math import comb

import pytest

from freebit.theorem import rates
from freebit.theorem.enclosure import UndecidedError
from freebit.theorem.frontier import Chain, LinearForm
from freebit.theorem.model import Found, NoPlanError, Target
from freebit.theorem.sizes import GridSize, TotalGridSize
from tests.theorem.given import Given, library, mass
from tests.theorem.test_frontier import least_of_all

F = Fraction
PAIRS = [(F(1, 2), F(3)), (F(2, 3), F(5, 4)), (F(9, 10), F(1, 5)), (F(1), F(0))]


def column(free: Fraction, caught: Fraction) -> list[LinearForm]:
    """alpha + K M(m,w+1)."""
    return [(F(1), caught)]


def sharp(free: Fraction, caught: Fraction) -> list[LinearForm]:
    """alpha + K M(m,w) and (alpha + K) M(m,w+1)."""
    return [(F(1), free), (caught, caught)]


def chain(given: Given) -> Chain:
    return given.chain(F(1, 3))


def tail(cells: int, error: Fraction, most: int) -> Fraction:
    """P[Bin(cells, error) <= most]."""
    return sum((comb(cells, i) * error**i * (1 - error) ** (cells - i) for i in range(most + 1)), F(0))


def serves(pairs: list[tuple[Fraction, Fraction]], target: Target, forms: rates.Forms, nd: int, m: int, w: int) -> bool:
    """Whether some mixture meets the target at this size, and honest devices pass often enough."""
    rate = least_of_all(pairs, forms(mass(target.epsilon, m, w), mass(target.epsilon, m, w + 1)))
    often = tail(2**m - 1, target.error or F(0), w) ** nd >= target.pass_at_least
    return rate**nd <= 4 * target.delta and often


def least(
    pairs: list[tuple[Fraction, Fraction]], target: Target, forms: rates.Forms, most: int, first_m: int = 0
) -> int | None:
    """The least Nd * 2^m that serves, by trying all."""
    for cells in range(1, most + 1):
        m = first_m
        while 2**m <= cells:
            tolerances = range(2**m) if target.error else (0,)
            if cells % 2**m == 0 and any(serves(pairs, target, forms, cells >> m, m, w) for w in tolerances):
                return cells
            m += 1
    return None


def test_masses_that_are_long_are_rounded_up() -> None:
    """[R5.57] 3 has two bits: 2048 source bits are worked out exactly, one more is not."""
    assert rates._mass(F(1, 3), 2048, 1) == F(2, 3) ** 2048
    exact = F(2, 3) ** 2049 * (1 + F(2049, 2))
    assert exact < rates._mass(F(1, 3), 2049, 2050) < exact * (1 + F(1, 2**200))
    # 65537 has seventeen bits, 241 times as many are 4097.
    assert F(65536, 65537) ** 241 < rates._mass(F(1, 65537), 241, 1) < F(65536, 65537) ** 241 + F(1, 2**200)
    assert rates._mass(F(1, 65537), 240, 1) == F(65536, 65537) ** 240
    assert rates._mass(F(1, 3), 5, 7) == mass(F(1, 3), 5, 7)
    # What is at most 2^-4096 is rounded up to that; nothing stays nothing.
    assert rates._mass(F(1, 2), 2048, 3) == F(3, 2**2048)
    assert rates._mass(F(1, 2), 4095, 1) == F(1, 2**4095)
    assert rates._mass(F(1, 2), 4097, 3) == F(3, 2**4097)
    for m in (4096, 4097, 9000):
        assert rates._mass(F(1, 2), m, 1) == F(1, 2**4096)
        assert rates._mass(F(1, 2), m, 0) == 0


def test_the_best_mixture_at_a_size() -> None:
    """[R5.57] of the forms of M(m,w) and M(m,w+1)."""
    given, asked = library(*PAIRS), []

    def forms(free: Fraction, caught: Fraction) -> list[LinearForm]:
        asked.append((free, caught))
        return sharp(free, caught)

    for m, w in ((0, 0), (1, 0), (2, 3), (3, 1)):
        best = rates.best_at_rate(given, F(1, 3), GridSize(7, m, w), forms)
        free, caught = mass(F(1, 3), m, w), mass(F(1, 3), m, w + 1)
        assert asked.pop() == (free, caught)
        made = max(best.alpha + best.K * free, (best.alpha + best.K) * caught)
        assert made == least_of_all(PAIRS, sharp(free, caught))


def test_the_mass_of_one_value() -> None:
    """[R5.51] exactly where it is short, and between two rationals beyond."""
    assert rates._single_hit(F(1, 3), 2048, 64) == (F(2, 3) ** 2048, F(2, 3) ** 2048)
    for bits in (64, 192, 768):
        low, high = rates._single_hit(F(1, 3), 2049, bits)
        exact = F(2, 3) ** 2049
        assert low < exact < high and exact / F(2) ** (bits + 10) < high - low < exact / F(2) ** (bits - 30)


def begins_at(m: int) -> Callable[[Chain], int]:
    """Without noise this m is the first."""
    return lambda chain: m


@pytest.mark.parametrize("forms", [column, sharp])
@pytest.mark.parametrize("delta", [F(1, 5), F(1, 16), F(1, 100)])
@pytest.mark.parametrize("pairs", [PAIRS, PAIRS[:1], PAIRS[1:3], [(F(1, 2), F(0))], [(F(1, 4), F(1, 4)), *PAIRS[2:]]])
def test_the_least_size(pairs: list[tuple[Fraction, Fraction]], delta: Fraction, forms: rates.Forms) -> None:
    """[R5.51] [R5.52]"""
    target = Target(F(2, 5), delta)
    for first_m in (0, 2):
        found = rates.least_by_rate(library(*pairs), target, forms, begins_at(first_m))
        cells = found.size.nd << found.size.log2_nb
        assert cells == least(pairs, target, forms, cells, first_m) and found.size.log2_nb >= first_m
        free, caught = F(0), F(3, 5) ** found.size.log2_nb
        rate = max(p * found.numbers.alpha + q * found.numbers.K for p, q in forms(free, caught))
        assert rate == least_of_all(pairs, forms(free, caught)) and found.size.tolerance == 0


def test_which_search_is_asked() -> None:
    """[R5.55] no error is no noise; m is begun where the boundary says."""
    given, asked = library((F(1, 2), F(1))), []

    def first_m(one: Chain) -> int:
        asked.append(one)
        return 3

    for error in (None, F(0)):
        found = rates.least_by_rate(given, Target(F(1, 3), F(1, 5), error), sharp, first_m)
        assert found.size == GridSize(1, 3)
    assert asked == [chain(given)] * 2
    assert rates.least_by_rate(given, Target(F(1, 3), F(1, 5), F(1, 100)), sharp, first_m).size == GridSize(1, 2)
    assert len(asked) == 2


def test_a_number_of_columns_below_which_none_serves() -> None:
    """[R5.51] the least with alpha^Nd <= 4 delta; 1 where alpha is 1."""
    for alpha in (F(1, 2), F(2, 3), F(9, 10)):
        for delta in (F(1, 5), F(1, 8), F(1, 16), F(1, 1000)):
            nd = next(n for n in range(1, 999) if alpha**n <= 4 * delta)
            assert rates._nd_at_least(chain(library((alpha, 1), (1, 0))), Target(F(1, 3), delta)) == nd
    assert rates._nd_at_least(chain(library((1, 5))), Target(F(1, 3), F(1, 1000))) == 1


def test_the_least_number_of_columns() -> None:
    """[R5.51] None where the rate is not below 1."""
    given = library((F(1, 2), 1)).chain(F(1, 2))
    target = Target(F(1, 2), F(1, 64))
    # alpha + K/2^m: 3/2, 1, 3/4, 5/8, ...; 1/16 is to be met.
    made = [rates._least_nd(given, target, m, column) for m in range(4)]
    assert made[:2] == [None, None]
    assert [each.size for each in made[2:] if each] == [GridSize(10, 2), GridSize(6, 3)]
    assert made[3] == Found(GridSize(6, 3), given.vertices[0])
    # With a long q, which is nearly nothing.
    for m in (2049, 5000):
        assert rates._least_nd(given, target, m, column) == Found(GridSize(5, m), given.vertices[0])
        found = rates._least_nd(chain(library((F(1, 2), 1))), Target(F(1, 3), F(1, 64)), m, column)
        assert found is not None and found.size == GridSize(5, m)
    assert rates._least_nd(chain(library((1, 1))), Target(F(1, 3), F(1, 64)), 3000, column) is None
    assert rates._least_nd(chain(library((1, 0))), Target(F(1, 3), F(1, 64)), 3000, column) is None


def test_a_long_mass_is_asked_from_both_sides() -> None:
    """[R5.51] a number of columns is the least if it is so for a mass a little smaller."""
    given, q, m = chain(library((1, 0))), F(2, 3) ** 3000, 3000
    precisions: list[Fraction] = []

    def forms(at_most: Fraction, below: Fraction) -> rates.Forms:
        """A rate that depends on whether the mass is above the true one by more than some share."""

        def rate(free: Fraction, caught: Fraction) -> list[LinearForm]:
            assert free == 0
            precisions.append(caught)
            return [(at_most if caught > q * (1 + F(1, 2**400)) else below, F(0))]

        return rate

    def run(delta: Fraction, at_most: Fraction, below: Fraction) -> tuple[int | None, int]:
        precisions.clear()
        found = rates._least_nd(given, Target(F(1, 3), delta), m, forms(at_most, below))
        return None if found is None else found.size.nd, len(precisions)

    # At 192 bits the upper end is more than that above, at 768 neither is.
    assert run(F(1, 64), F(1, 2), F(1, 2)) == (4, 2)
    assert run(F(1, 64), F(1, 2), F(9, 20)) == (4, 2)
    assert run(F(1, 64), F(1, 2), F(1, 4)) == (2, 4)
    assert run(F(1, 64), F(1, 16), F(1, 99)) == (1, 1)
    assert run(F(1, 64), F(1), F(1)) == (None, 2)
    assert run(F(1, 64), F(2), F(1)) == (None, 2)
    assert run(F(1, 64), F(1), F(1, 2)) == (4, 4)
    for top in (F(1, 2), F(1)):
        with pytest.raises(UndecidedError, match=r"^the least Nd at log2 Nb = 3000 was not decided$"):
            rates._least_nd(given, Target(F(1, 3), F(1, 64)), m, either(q, top))


def either(mass: Fraction, above: Fraction) -> rates.Forms:
    """A rate for masses above some, however little, and another."""
    return lambda _, caught: [(above if caught > mass else F(1, 4), F(0))]


NOISE = [
    Target(F(9, 20), F(1, 8), F(1, 20)),
    Target(F(9, 20), F(1, 30), F(1, 50)),
    Target(F(2, 5), F(1, 6), F(1, 10), F(1, 2)),
    Target(F(9, 20), F(1, 6), F(3, 10), F(2, 5)),
    Target(F(1, 2), F(1, 9), F(1, 8), F(51, 100)),
    Target(F(1, 2), F(1, 9), F(3, 10), F(1, 3)),
    Target(F(1, 2), F(1, 5), F(9, 20), F(1, 5)),
    # The first m at which some size serves is not the best of these.
    Target(F(1, 2), F(1, 25), F(1, 20)),
    Target(F(1, 2), F(1, 12), F(1, 20)),
    Target(F(9, 20), F(1, 6), F(1, 8)),
]


@pytest.mark.parametrize("forms", [column, sharp])
@pytest.mark.parametrize("target", NOISE, ids=str)
def test_the_least_size_with_noise(target: Target, forms: rates.Forms) -> None:
    """[R5.55]"""
    pairs = [(F(1, 2), F(1, 2)), (F(3, 4), F(1, 8)), (F(1), F(0))]
    found = rates.least_by_rate(library(*pairs), target, forms, lambda chain: 99)
    size = found.size
    assert serves(pairs, target, forms, size.nd, size.log2_nb, size.tolerance)
    assert size.nd << size.log2_nb == least(pairs, target, forms, size.nd << size.log2_nb, 1)
    masses = (mass(target.epsilon, size.log2_nb, size.tolerance + i) for i in (0, 1))
    rate = max(p * found.numbers.alpha + q * found.numbers.K for p, q in forms(*masses))
    assert rate**size.nd <= 4 * target.delta


def test_noise_that_leaves_no_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.55] up to m = 20; words name the limit."""
    assert rates.NOISY_LIMIT == 20
    monkeypatch.setattr(rates, "NOISY_LIMIT", 3)
    # (alpha + K) M(m,1) is below 1 from m = 3 on, where it is 1/2 = alpha.
    given, target = library((F(1, 2), F(7, 2))), Target(F(1, 2), F(1, 5), F(1, 100))
    assert rates.least_by_rate(given, target, sharp, lambda chain: 0).size == GridSize(1, 3, 0)
    monkeypatch.setattr(rates, "NOISY_LIMIT", 2)
    with pytest.raises(NoPlanError) as refusal:
        rates.least_by_rate(given, target, sharp, lambda chain: 0)
    assert str(refusal.value) == (
        "no tolerance lets devices with an error of 1/100 pass with probability 9/10 and meets the target, "
        "for log2 Nb up to 2"
    )


def test_the_tolerance_that_is_tried_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.55] the whole part of the mean of the wrong cells, if devices are to pass more often than not."""
    asked: list[tuple[int, int]] = []

    def hit(epsilon: Fraction, m: int, cells: int) -> Fraction:
        asked.append((m, cells))
        return F(1)

    monkeypatch.setattr(rates, "hit", hit)
    monkeypatch.setattr(rates, "NOISY_LIMIT", 5)
    for wanted, error in ((F(9, 10), F(3, 10)), (F(51, 100), F(7, 10)), (F(1, 2), F(3, 10)), (F(2, 5), F(9, 10))):
        asked.clear()
        with pytest.raises(NoPlanError):
            rates.least_by_rate(library((1, 1)), Target(F(1, 3), F(1, 5), error, wanted), column, lambda chain: 0)
        first = [int(error * (2**m - 1)) if wanted > F(1, 2) else 0 for m in range(1, 6)]
        assert asked == [(m, w + i) for m, w in zip(range(1, 6), first, strict=True) for i in (0, 1)]


@pytest.mark.parametrize("error", [F(1, 50), F(1, 5), F(1, 2), F(19, 20)])
@pytest.mark.parametrize("m", [1, 2, 5])
def test_the_next_tolerance(m: int, error: Fraction) -> None:
    """[R5.55] the least larger one with which devices pass."""
    for nd in (1, 3):
        for wanted in (F(1, 3), F(89, 100), F(999, 1000)):
            for w in {0, 1, 2**m // 2, 2**m - 2} - {2**m - 1}:
                larger = (v for v in range(w + 1, 2**m) if tail(2**m - 1, error, v) ** nd >= wanted)
                assert rates._next_tolerance(GridSize(nd, m, w), error, wanted) == next(larger)


def test_whether_devices_pass_often_enough() -> None:
    """[R5.35] [R5.65] decided with more and more bits."""
    for size, chance in ((GridSize(2, 1), F(4, 9)), (TotalGridSize(2, 1, 1), F(8, 9)), (GridSize(1, 2, 3), F(1))):
        for exponent in (3, 50, 250, 1000, 9000):
            near = F(1, 2**exponent)
            assert rates.passes(size, F(1, 3), chance - near)
            assert not rates.passes(size, F(1, 3), chance + near)
    assert rates.passes(GridSize(1, 1), F(1, 2), F(1, 2))
    with pytest.raises(UndecidedError) as refusal:
        rates.passes(GridSize(1, 1), F(1, 3), F(2, 3))
    assert str(refusal.value) == "whether honest devices pass with probability 2/3 was not decided"
