"""The pieces of the bound ``column-total`` and of the search for its sizes, each by itself [R5.47]-[R5.49]."""

from collections.abc import Iterator
from fractions import Fraction
from math import comb, exp, inf, log

import pytest

from freebit.theorem import totals
from freebit.theorem.enclosure import Enclosure, UndecidedError, precision
from freebit.theorem.frontier import Mixture
from freebit.theorem.model import Found, NoPlanError, Target
from freebit.theorem.sizes import TotalGridSize
from freebit.theorem.totals import _Rates
from tests.theorem.given import Given, library, mass, point
from tests.theorem.test_totals import table

F = Fraction
#: What a weight is: theta = e^-(i/12).
WEIGHTS = [i / 12 for i in range(1, 60)]


def holds(made: Enclosure, exact: Fraction) -> bool:
    """Whether an enclosure holds a number, and little else."""
    with precision(256):
        low, high = made.lower(), made.upper()
    return low <= exact <= high and high - low <= exact / 2**100


def by_weight(numbers: Mixture, epsilon: Fraction, size: TotalGridSize) -> Fraction:
    """The least of theta^-T rate(theta)^Nd over the weights, each a rational with a denominator up to 1000 [R5.48]."""
    hits = [mass(epsilon, size.log2_nb, c) for c in range(2**size.log2_nb + 1)]
    found = []
    for weight in WEIGHTS:
        theta = F(exp(-weight)).limit_denominator(1000)
        more = (numbers.alpha + numbers.K) / theta - numbers.alpha
        rates = [theta**c * (numbers.alpha + each * more) for c, each in enumerate(hits)]
        # What is chosen by looks at no more wrong cells of a column than may be, one of them distilled.
        chosen = max(rates[: size.tolerance + 2]) ** size.nd / theta**size.tolerance
        found.append((chosen, max(rates) ** size.nd / theta**size.tolerance))
    return min(found)[1]


def quantile(n: int, p: Fraction, wanted: Fraction) -> int:
    """The least T with P[Bin(n,p) <= T] >= wanted."""
    whole, t = (1 - p) ** n, 0
    while whole < wanted:
        t += 1
        whole += comb(n, t) * p**t * (1 - p) ** (n - t)
    return t


@pytest.mark.parametrize("m", range(5))
def test_all_masses_up_to_some(m: int) -> None:
    """[R5.15]"""
    for most in range(20):
        assert totals.masses(F(1, 3), m, most) == [mass(F(1, 3), m, c) for c in range(min(most, 2**m) + 1)]
    assert len(totals.masses(0.25, 10**9, 5)) == 6


@pytest.mark.parametrize(
    ("nd", "m", "t"), [(1, 0, 0), (3, 0, 0), (1, 2, 3), (2, 1, 1), (3, 1, 2), (2, 2, 5), (4, 2, 1)]
)
@pytest.mark.parametrize("numbers", [point(F(1, 2), 5), point(F(9, 10), F(1, 2)), point(0, 3), point(F(2, 3), 0)])
def test_the_bound_column_by_column(numbers: Mixture, nd: int, m: int, t: int) -> None:
    """[R5.47]"""
    for epsilon in (F(1, 2), F(1, 5)):
        with precision(192):
            made = totals.total_bound(numbers, epsilon, TotalGridSize(nd, m, t))
        assert holds(made, table(numbers.alpha, numbers.K, epsilon, nd, m, t))


@pytest.mark.parametrize(("size", "steps"), [((3, 2, 2), 3 * 3 * 3), ((3, 1, 3), 3 * 4 * 2), ((2, 3, 4), 2 * 5 * 5)])
def test_which_form_a_bound_takes(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int, int], steps: int) -> None:
    """[R5.48] the other form where there are more steps than are taken; none of it without tolerance."""
    assert totals.MOST_STEPS == 10**6
    epsilon, numbers, (nd, m, t) = F(1, 4), point(F(1, 2), 5), size
    expected = {
        steps: table(F(1, 2), F(5), epsilon, nd, m, t),
        steps - 1: by_weight(numbers, epsilon, TotalGridSize(*size)),
    }
    for most, value in expected.items():
        monkeypatch.setattr(totals, "MOST_STEPS", most)
        with precision(192):
            assert holds(totals.total_bound(numbers, epsilon, TotalGridSize(*size)), value)
            none = totals.total_bound(numbers, epsilon, TotalGridSize(nd, m))
            assert holds(none, max(F(1, 2), F(3, 4) ** m * F(11, 2)) ** nd)


@pytest.mark.parametrize("size", [(3, 1, 1), (2, 2, 1), (3, 4, 3), (40, 2, 9), (9, 3, 20), (200, 2, 4), (50, 1, 30)])
@pytest.mark.parametrize("numbers", [point(F(1, 2), 5), point(F(9, 10), 1), point(F(1, 2), 1), point(F(2, 3), 0)])
def test_the_form_of_a_weight(numbers: Mixture, size: tuple[int, int, int]) -> None:
    """[R5.48]"""
    for epsilon in (F(9, 20), F(1, 5)):
        with precision(512):
            made = totals._by_weight(numbers, epsilon, TotalGridSize(*size))
        assert holds(made, by_weight(numbers, epsilon, TotalGridSize(*size)))


def test_how_many_wrong_cells_may_be_the_worst() -> None:
    """[R5.48] from c on theta^c (alpha+K)/theta is at most alpha."""
    for theta in (F(1, 10), F(1, 2), F(9, 10)):
        for numbers in (
            point(F(1, 2), 5),
            point(F(1, 2), 0),
            point(1, 0),
            point(F(3, 4), F(1, 4)),
            point(F(1, 2), F(1, 2)),
        ):
            enough = totals._enough_wrong(theta, numbers)
            beyond = [theta**c * (numbers.alpha + numbers.K) / theta <= numbers.alpha for c in range(enough + 1)]
            assert beyond == [False] * enough + [True]
    with pytest.raises(UndecidedError, match=r"^alpha = 0 leaves no rate to compare with \[R5\.48\]$"):
        totals._enough_wrong(F(1, 2), point(0, 1))


@pytest.mark.parametrize(("m", "most"), [(0, 1), (1, 5), (2, 2), (3, 9), (3, 1), (7, 64), (7, 63), (7, 65), (7, 100)])
def test_rates_at_all_weights(m: int, most: int) -> None:
    """[R5.48] of at most 64 wrong cells."""
    hits = [float(mass(F(2, 5), m, c)) for c in range(min(most, 2**m, 64) + 1)]
    for alpha, load in ((0.5, 5.0), (0.75, 0.0), (0.125, 400.0)):
        made = _Rates.of(point(F(alpha), F(load)), F(2, 5), m, most).logarithms
        expected = [
            max(log((1 - hit) * alpha + hit * (alpha + load) * exp(weight)) - c * weight for c, hit in enumerate(hits))
            for weight in WEIGHTS
        ]
        assert made == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert _Rates.of(point(0, 0), F(2, 5), m, most).logarithms == pytest.approx([log(1e-300)] * 59)


def test_the_best_weight() -> None:
    """[R5.48] the least log rate - T/Nd log theta, and of two that are alike the first."""
    level = _Rates((0.0,) * 59)
    assert level.best_weight(0.5) == (1 / 24, 1 / 12)
    assert level.best_weight(0.0) == (0.0, 1 / 12)
    assert level.best_weight(-1.0) == (-59 / 12, 59 / 12)
    falls = _Rates(tuple(-(w**0.5) for w in WEIGHTS))
    value, weight = falls.best_weight(0.5)
    assert weight == 1.0 and value == pytest.approx(-0.5)
    with pytest.raises(ValueError, match="zip"):
        _Rates((0.0,)).best_weight(1.0)


FAMILIES = library((F(1, 2), 5), (F(2, 3), 2), (1, 0))


def test_the_points_of_a_boundary() -> None:
    """[R5.49] the vertices, and fifteen between two of them."""
    made = [(each.alpha, each.K) for each in totals.points(FAMILIES, F(1, 3))]
    first = [(F(1, 2) + F(i, 96), 5 - F(3 * i, 16)) for i in range(1, 16)]
    second = [(F(2, 3) + F(i, 48), 2 - F(2 * i, 16)) for i in range(1, 16)]
    assert made == [(F(1, 2), 5), (F(2, 3), 2), (1, 0), *first, *second]


OTHERS = library((F(1, 2), 1), (F(2, 3), F(1, 4)), (1, 0))


@pytest.mark.parametrize(
    ("families", "epsilon", "size"),
    [
        (FAMILIES, F(2, 5), (5, 1, 1)),
        (FAMILIES, F(2, 5), (30, 1, 1)),
        (FAMILIES, F(2, 5), (12, 5, 70)),
        (FAMILIES, F(2, 5), (7, 4, 7)),
        (OTHERS, F(1, 2), (1, 4, 2)),
        (OTHERS, F(1, 2), (1, 4, 3)),
    ],
)
def test_the_best_of_the_points(families: Given, epsilon: Fraction, size: tuple[int, int, int]) -> None:
    """[R5.57] by what [R5.48] makes of each, with at most one more wrong cell than is tolerated."""
    nd, m, t = size
    hits = [float(mass(epsilon, m, c)) for c in range(min(t + 1, 2**m, 64) + 1)]

    def rough(each: Mixture) -> float:
        alpha, full = float(each.alpha), float(each.alpha + each.K)
        return min(
            max(log((1 - hit) * alpha + hit * full * exp(w)) - c * w for c, hit in enumerate(hits)) + t / nd * w
            for w in WEIGHTS
        )

    best = totals.best_of_points(families, epsilon, TotalGridSize(*size))
    assert best in totals.points(families, epsilon)
    assert rough(best) == pytest.approx(min(map(rough, totals.points(families, epsilon))), abs=1e-12)


@pytest.mark.parametrize("p", [F(1, 100), F(1, 10), F(2, 5), F(1, 2), F(9, 10)])
def test_quantiles(p: Fraction) -> None:
    """[R5.49]"""
    for n in (1, 2, 3, 7, 20, 31):
        for wanted in (F(0), F(1, 101), F(51, 101), F(9, 11), F(998, 1001)):
            assert totals._quantile(n, float(p), float(wanted)) == quantile(n, p, wanted)


@pytest.mark.parametrize(
    ("n", "p", "wanted"), [(900, F(1, 2), F(9, 10)), (3000, F(1, 10), F(1, 2)), (700, F(9, 10), F(99, 100))]
)
def test_quantiles_far_from_the_end(n: int, p: Fraction, wanted: Fraction) -> None:
    """[R5.49] where the sum does not begin at 0."""
    assert totals._quantile(n, float(p), float(wanted)) == quantile(n, p, wanted)


def test_a_quantile_far_below_the_mean() -> None:
    """[R5.49] the sum begins at the whole part of n p - 12 sqrt(n p) - 20, and nothing is left out from there on."""
    n, p, first = 900, F(1, 2), 450 - 255 - 20
    for k in (first, first + 1, first + 30, first + 100):
        only = comb(n, k) * p**n
        assert quantile(n, p, only * F(99, 100)) == totals._quantile(n, 0.5, float(only * F(99, 100))) == k
    assert totals._quantile(n, 0.5, 0.0) == first


def test_a_quantile_is_at_most_all() -> None:
    """[R5.49] also where rounding leaves less than is wanted."""
    assert totals._quantile(3, 0.5, inf) == 3


@pytest.mark.parametrize(("nd", "m", "error"), [(1, 1, F(1, 10)), (5, 1, F(1, 50)), (7, 3, F(1, 10)), (40, 2, F(1, 5))])
def test_the_tolerance_that_devices_need(nd: int, m: int, error: Fraction) -> None:
    """[R5.49]"""
    for wanted in (F(1, 2), F(9, 10), F(99, 100)):
        target = Target(F(1, 3), F(1, 9), error, wanted)
        assert totals._tolerance(target, m, nd) == quantile(nd * (2**m - 1), error, wanted)


def columns(numbers: Mixture, target: Target, m: int, most: int) -> int | None:
    """The first number of columns for which [R5.48] meets the target, by trying all."""
    hits = [float(mass(target.epsilon, m, c)) for c in range(min(2**m, 64) + 1)]
    alpha, full = float(numbers.alpha), float(numbers.alpha + numbers.K)
    rates = [
        (max(log((1 - hit) * alpha + hit * full * exp(w)) - c * w for c, hit in enumerate(hits)), w) for w in WEIGHTS
    ]
    assert target.error is not None
    for nd in range(1, most + 1):
        t = quantile(nd * (2**m - 1), target.error, target.pass_at_least)
        if min(nd * rate + t * w for rate, w in rates) <= log(4 * target.delta):
            return nd
    return None


@pytest.mark.parametrize(
    ("numbers", "m", "delta", "error"),
    [
        (point(F(1, 2), F(1, 4)), 1, F(1, 16), F(1, 1000)),
        (point(F(1, 2), 1), 2, F(1, 30), F(1, 200)),
        (point(F(3, 4), F(1, 2)), 3, F(1, 12), F(1, 500)),
        (point(F(1, 2), 0), 1, F(1, 20), F(1, 10)),
        (point(F(9, 10), F(1, 50)), 2, F(1, 5), F(1, 30)),
    ],
)
def test_how_many_columns_will_do(
    monkeypatch: pytest.MonkeyPatch, numbers: Mixture, m: int, delta: Fraction, error: Fraction
) -> None:
    """[R5.49]"""
    assert totals.MOST_ND == 8192
    monkeypatch.setattr(totals, "MOST_ND", 64)
    target = Target(F(9, 20), delta, error)
    least = columns(numbers, target, m, 64)
    assert least is not None and totals._columns_by_weight(numbers, target, m) == least
    for more in (F(9, 10), F(4, 5), F(7, 10), F(1, 2)):
        further = Target(F(9, 20), delta * more, error)
        assert totals._columns_by_weight(numbers, further, m) == columns(numbers, further, m, 64)
    monkeypatch.setattr(totals, "MOST_ND", least)
    assert totals._columns_by_weight(numbers, target, m) == least
    monkeypatch.setattr(totals, "MOST_ND", least - 1)
    assert totals._columns_by_weight(numbers, target, m) is None


def test_one_column_will_do() -> None:
    """[R5.49]"""
    target = Target(F(9, 20), F(4, 9), F(1, 10))
    assert totals._columns_by_weight(point(F(1, 2), 0), target, 1) == columns(point(F(1, 2), 0), target, 1, 9) == 1


def test_sizes_that_just_serve_in_floating_point() -> None:
    """[R5.47] 1/4 is met by (1/2)^2."""
    target = Target(F(1, 3), F(1, 16))
    assert list(totals._rough_sizes(point(F(1, 2), 0), target, 1, [0, 0, 1])) == [(2, 0), (3, 1)]


@pytest.mark.parametrize(("m", "t"), [(0, 0), (1, 1), (2, 3), (3, 2)])
def test_sizes_that_serve_in_floating_point(m: int, t: int) -> None:
    """[R5.47] with the tolerances that are given, one for each number of columns."""
    numbers, epsilon = point(F(2, 3), 1), F(9, 20)
    tolerances = [min(i // 3, t) for i in range(9)] + [t] * 3 + [t + 1] * (t > 0)
    for delta in (F(1, 5), F(1, 20), F(1, 800)):
        expected = [
            (nd, tolerance)
            for nd, tolerance in enumerate(tolerances, start=1)
            if table(numbers.alpha, numbers.K, epsilon, nd, m, tolerance) <= 4 * delta
        ]
        assert list(totals._rough_sizes(numbers, Target(epsilon, delta), m, tolerances)) == expected


def test_each_number_of_wrong_cells_of_a_column_is_looked_at() -> None:
    """[R5.47] b(1,2) is 0.55 * 3/4 + 0.45 * 1/4 = 0.525 with two wrong cells, and 0.7975 * 3/4 with three."""
    numbers, epsilon = point(F(1, 4), F(1, 2)), F(9, 20)
    worst = F(3, 4) * mass(epsilon, 2, 3)
    assert worst == table(F(1, 4), F(1, 2), epsilon, 1, 2, 2) > F(21, 40)
    for shift, expected in ((-F(1, 10**6), []), (F(1, 10**6), [(1, 2)])):
        assert list(totals._rough_sizes(numbers, Target(epsilon, worst / 4 + shift), 2, [2])) == expected


def serving(numbers: Mixture, target: Target, m: int, numbers_of_columns: range) -> list[tuple[int, int]]:
    """All Nd and T that serve: the least T with which devices pass, and b(Nd,T) meets the target, exactly."""
    assert target.error is not None
    pairs = [(nd, quantile(nd * (2**m - 1), target.error, target.pass_at_least)) for nd in numbers_of_columns]
    return [(nd, t) for nd, t in pairs if table(numbers.alpha, numbers.K, target.epsilon, nd, m, t) <= 4 * target.delta]


def sizes(found: Iterator[Found[Mixture, TotalGridSize]]) -> list[tuple[int, int, int]]:
    return [(each.size.nd, each.size.log2_nb, each.size.tolerance) for each in found]


NOISY = Target(F(9, 20), F(1, 9), F(1, 25))


@pytest.mark.parametrize(("enough", "most", "m"), [(5, 7, 1), (12, 14, 1), (16, 19, 1), (15, 17, 2), (13, 15, 3)])
def test_sizes_that_serve(monkeypatch: pytest.MonkeyPatch, enough: int, most: int, m: int) -> None:
    """[R5.49] up to a sixteenth and two columns more than will about do; where that is long, none with fewer."""
    numbers = point(F(1, 2), F(1, 2))
    width = quantile(most * (2**m - 1), F(1, 25), F(9, 10)) + 1
    steps = most * width * min(width, 2**m)
    expected = [(nd, m, t) for nd, t in serving(numbers, NOISY, m, range(1, most + 1))]
    monkeypatch.setattr(totals, "MOST_STEPS", steps)
    found = list(totals._served(numbers, NOISY, m, enough))
    assert all(each.numbers is numbers for each in found)
    assert expected and sizes(iter(found)) == expected and expected[0][0] < enough
    monkeypatch.setattr(totals, "MOST_STEPS", steps - 1)
    assert sizes(totals._served(numbers, NOISY, m, enough)) == [each for each in expected if each[0] >= enough]


def test_sizes_that_are_long_are_confirmed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.48] [R5.49] not all that are asked do."""
    monkeypatch.setattr(totals, "MOST_STEPS", 0)
    numbers, m, enough = point(F(3, 4), 0), 2, 3
    tolerances = [quantile(3 * nd, F(1, 25), F(9, 10)) for nd in range(6)]
    expected = [
        (nd, m, tolerances[nd])
        for nd in range(enough, 6)
        if by_weight(numbers, NOISY.epsilon, TotalGridSize(nd, m, tolerances[nd])) <= 4 * NOISY.delta
    ]
    assert [nd for nd, _, _ in expected] == [4, 5]
    assert sizes(totals._served(numbers, NOISY, m, enough)) == expected


def test_devices_that_nearly_pass_often_enough_do_not() -> None:
    """[R5.49] [R5.65] what floating point does not tell from what is wanted is decided."""
    numbers, wanted = point(F(1, 2), 0), F(1, 2)
    for more, expected in ((F(0), [(1, 0), (3, 1), (5, 2)]), (F(1, 10**30), [])):
        target = Target(F(1, 3), F(6, 25), F(1, 2), wanted + more)
        found = [(nd, t) for nd, _, t in sizes(totals._served(numbers, target, 1, 3)) if nd % 2]
        assert found == expected


def test_whether_a_bound_meets_a_target() -> None:
    """[R5.47] decided with more and more bits; two that agree are not."""
    size = TotalGridSize(2, 1)
    for alpha, exponent in ((F(1, 2), 20), (F(1, 3), 250), (F(1, 3), 1000), (F(1, 3), 9000)):
        near = F(1, 2**exponent)
        assert totals._meets(point(alpha, 0), Target(F(1, 2), alpha**2 / 4 + near), size)
        assert not totals._meets(point(alpha, 0), Target(F(1, 2), alpha**2 / 4 - near), size)
    assert totals._meets(point(F(1, 2), 0), Target(F(1, 2), F(1, 16)), size)
    words = r"^whether the bound meets the target at TotalGridSize\(nd=2, log2_nb=1, tolerance=0\) was not decided$"
    with pytest.raises(UndecidedError, match=words):
        totals._meets(point(F(1, 3), 0), Target(F(1, 2), F(1, 36)), size)


def test_the_search_finds_what_trying_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.49]"""
    monkeypatch.setattr(totals, "MOST_LOG2_NB", 2)
    monkeypatch.setattr(totals, "EDGE_PARTS", 2)
    families = library((F(1, 2), 2), (F(3, 4), F(1, 4)), (1, 0))
    for target in (NOISY, Target(F(2, 5), F(1, 20), F(1, 100)), Target(F(9, 20), F(1, 6), F(1, 8), F(1, 2))):
        best = totals.least_noisy(families, target)
        assert best.numbers in totals.points(families, target.epsilon)
        assert (best.size.nd, best.size.tolerance) in serving(
            best.numbers, target, best.size.log2_nb, range(best.size.nd, best.size.nd + 1)
        )
        for m in (1, 2):
            fewer = range(1, -(-(best.size.nd << best.size.log2_nb) // 2**m))
            assert not any(serving(each, target, m, fewer) for each in totals.points(families, target.epsilon))


def test_what_the_search_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.49] in the order of what will about do, then of m; none that would ask for 10/9 of the best or more."""
    assert totals.MOST_LOG2_NB == 6
    a, b, c, one = point(F(1, 2), 5), point(F(2, 3), 3), point(F(3, 4), 1), point(1, 0)
    monkeypatch.setattr(totals, "points", lambda library, epsilon: [one, a, b, c])
    about = {
        (a, 2): 25,
        (b, 1): 50,
        (a, 1): 50,
        (c, 1): 55,
        (b, 2): 28,
        (c, 6): 2,
        (b, 5): 3,
        (a, 7): 1,
        (a, 0): 1,
        (one, 1): 1,
        (a, 4): 6,
    }
    monkeypatch.setattr(totals, "_columns_by_weight", lambda numbers, target, m: about.get((numbers, m)))
    tried: list[tuple[str, int, int]] = []
    names = {a: "a", b: "b", c: "c"}

    def run(served: dict[str, int]) -> Found[Mixture, TotalGridSize]:
        def serve(numbers: Mixture, target: Target, m: int, enough: int) -> Iterator[Found[Mixture, TotalGridSize]]:
            tried.append((names[numbers], m, enough))
            if (nd := served.get(f"{names[numbers]}{m}")) is not None:
                yield Found(TotalGridSize(nd, m), numbers)
                yield Found(TotalGridSize(1, m), numbers)

        tried.clear()
        monkeypatch.setattr(totals, "_served", serve)
        return totals.least_noisy(library(), NOISY)

    order = [
        ("a", 4, 6),
        ("b", 5, 3),
        ("a", 1, 50),
        ("b", 1, 50),
        ("a", 2, 25),
        ("c", 1, 55),
        ("b", 2, 28),
        ("c", 6, 2),
    ]
    found = run({"c6": 2})
    assert (found.size, tried) == (TotalGridSize(2, 6), order)
    found = run({"a1": 50, "c1": 50})
    assert (found.size, found.numbers, tried) == (TotalGridSize(50, 1), a, order[:6])
    for most in (5, 4, 3):
        monkeypatch.setattr(totals, "MOST_LOG2_NB", most)
        assert run({"a1": 50}).size == TotalGridSize(50, 1)
        assert tried == [each for each in order[:6] if each[1] <= most]
    monkeypatch.setattr(totals, "MOST_LOG2_NB", 6)
    found = run({"a1": 50, "c1": 49})
    assert (found.size, found.numbers, tried) == (TotalGridSize(49, 1), c, order[:6])
    assert run({"b5": 3}).size == TotalGridSize(3, 5) and tried == order[:5]
    # 9/10 of what 50 columns of two ask for is 270.
    assert run({"b5": 3, "a1": 45}).size == TotalGridSize(45, 1) and tried == order[:3]
    assert run({"b5": 3, "a1": 46, "b1": 60}).size == TotalGridSize(46, 1) and tried == order[:5]
    message = (
        "no tolerance lets devices with an error of 1/25 pass with probability 9/10 and meets the target, "
        "for log2 Nb up to 6 and Nd up to 8192"
    )
    with pytest.raises(NoPlanError) as refusal:
        run({})
    assert str(refusal.value) == message and tried == order


def test_the_limits() -> None:
    """[R5.48] [R5.49]"""
    assert (totals.MOST_STEPS, totals.MOST_WRONG, totals.EDGE_PARTS) == (10**6, 64, 16)
    assert (totals.MOST_LOG2_NB, totals.MOST_ND, list(totals.WEIGHTS)) == (6, 8192, WEIGHTS)
