"""What each theorem's record is made of, worked out once more in rationals [R5.30]-[R5.38] [R5.47] [R5.51]-[R5.56]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from math import comb, log, prod, sqrt
from pathlib import Path

import pytest

from freebit.errors import InvalidError
from freebit.source.joint import JointBounds
from freebit.theorem import table, totals
from freebit.theorem.distiller import DistillationNumbers, committed_numbers
from freebit.theorem.enclosure import Enclosure, UndecidedError, precision
from freebit.theorem.frontier import FamilyNumbers, Mixture, mix
from freebit.theorem.model import Target, UncertifiedError
from freebit.theorem.plan import plan
from freebit.theorem.sizes import GridSize, TotalGridSize
from freebit.theorem.theorems import column, column_sharp, column_total, paper, row, row_sharp
from tests.theorem.given import library, mass, point
from tests.theorem.test_frontier import least_of_all

F = Fraction
PAIRS = [(F(1, 2), F(3)), (F(2, 3), F(5, 4)), (F(1), F(0))]
FAMILIES = library(*PAIRS)
SIZES = [(1, 0, 0), (1, 2, 0), (2, 1, 1), (3, 2, 1), (5, 3, 6), (4, 2, 3)]


def holds(made: Enclosure, exact: Fraction) -> bool:
    """Whether an enclosure at 192 bits holds a number, and little else."""
    with precision(192):
        low, high = made.lower(), made.upper()
    return low <= exact <= high and high - low < F(1, 2**90) * max(exact, F(1, 2**30))


@pytest.mark.parametrize(("nd", "m", "w"), SIZES)
@pytest.mark.parametrize("numbers", [point(F(1, 2), 5), point(F(3, 4), F(1, 9)), point(1, 0), point(0, 2)])
def test_bounds_are_what_the_statements_say(numbers: Mixture, nd: int, m: int, w: int) -> None:
    """[R5.31]-[R5.34] [R5.47]"""
    epsilon, alpha, load = F(2, 5), numbers.alpha, numbers.K
    q, free, caught = (mass(epsilon, m, cells) for cells in (1, w, w + 1))
    size = GridSize(nd, m, w)
    with precision(192):
        made = {
            "row": row.ROW.excess(numbers, epsilon, size),
            "row-sharp": row_sharp.ROW_SHARP.excess(numbers, epsilon, size),
            "column": column.COLUMN.excess(numbers, epsilon, size),
            "column-sharp": column_sharp.COLUMN_SHARP.excess(numbers, epsilon, size),
            "column-total": column_total.COLUMN_TOTAL.excess(numbers, epsilon, TotalGridSize(nd, m)),
        }
    exact = {
        "row": alpha**nd + q * ((alpha + load) ** nd - alpha**nd),
        "row-sharp": max(alpha**nd, q * (alpha + load) ** nd),
        "column": (alpha + load * caught) ** nd,
        "column-sharp": max(alpha + load * free, (alpha + load) * caught) ** nd,
        "column-total": max(alpha, (alpha + load) * q) ** nd,
    }
    for name, value in exact.items():
        assert holds(made[name], value / 4)


def test_rates() -> None:
    """[R5.33] [R5.34] [R5.47] as the largest of linear forms."""
    alpha, load, free, caught = F(1, 2), F(7), F(1, 5), F(1, 3)

    def largest(forms: list[tuple[Fraction, Fraction]]) -> Fraction:
        return max(p * alpha + q * load for p, q in forms)

    assert largest(column._forms(free, caught)) == alpha + load * caught
    for low, high in ((free, caught), (F(2, 5), F(1, 9)), (F(1), F(1))):
        assert largest(column_sharp._forms(low, high)) == max(alpha + load * low, (alpha + load) * high)
        assert largest(column_total._forms(low, high)) == max(alpha, (alpha + load) * high)


@pytest.mark.parametrize(("nd", "m", "w"), SIZES)
def test_the_best_numbers_for_columns(nd: int, m: int, w: int) -> None:
    """[R5.57] of all mixtures."""
    epsilon = F(2, 5)
    free, caught = mass(epsilon, m, w), mass(epsilon, m, w + 1)
    best = column.COLUMN.best(FAMILIES, epsilon, GridSize(nd, m, w))
    assert best.alpha + best.K * caught == least_of_all(PAIRS, [(F(1), caught)])
    best = column_sharp.COLUMN_SHARP.best(FAMILIES, epsilon, GridSize(nd, m, w))
    assert max(best.alpha + best.K * free, (best.alpha + best.K) * caught) == least_of_all(
        PAIRS, [(F(1), free), (caught, caught)]
    )
    best = column_total.COLUMN_TOTAL.best(FAMILIES, epsilon, TotalGridSize(nd, m, w))
    assert best.alpha in {a + F(i, 16) * (b - a) for (a, _), (b, _) in pairwise(PAIRS) for i in range(17)}


#: From alpha, K, q and Nd.
Bound = Callable[[Fraction, Fraction, Fraction, int], Fraction]
ROWS: dict[str, Bound] = {
    "row": lambda alpha, load, q, nd: (1 - q) * alpha**nd + q * (alpha + load) ** nd,
    "row-sharp": lambda alpha, load, q, nd: max(alpha**nd, q * (alpha + load) ** nd),
}


@pytest.mark.parametrize("name", list(ROWS))
@pytest.mark.parametrize(("nd", "m"), [(1, 0), (1, 2), (1, 4), (2, 3), (3, 9), (5, 14), (8, 30), (4, 200)])
def test_the_best_numbers_for_rows(name: str, nd: int, m: int) -> None:
    """[R5.57] nearly the least on a fine grid, and no more than a little of its steps below."""
    epsilon, bound = F(2, 5), ROWS[name]
    q = (1 - epsilon) ** m
    best = table.THEOREMS[name].best(FAMILIES, epsilon, GridSize(nd, m))
    made = bound(best.alpha, best.K, q, nd)
    for edge in FAMILIES.chain(epsilon).edges:
        assert made <= min(bound(*at(*edge, F(i, 64)), q, nd) for i in range(65)) * (1 + F(1, 2**50))
        assert made <= smallest(bound, edge, q, nd) * (1 + F(1, 2**40))


def at(left: Mixture, right: Mixture, weight: Fraction) -> tuple[Fraction, Fraction]:
    """alpha and K between two points."""
    return left.alpha + weight * (right.alpha - left.alpha), left.K + weight * (right.K - left.K)


def smallest(bound: Bound, edge: tuple[Mixture, Mixture], q: Fraction, nd: int) -> Fraction:
    """Nearly the least of a bound along an edge, on which it is convex, by thirds."""

    def value(weight: Fraction) -> Fraction:
        return bound(*at(*edge, weight), q, nd)

    low, high = F(0), F(1)
    for _ in range(40):
        first, last = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (low, last) if value(first) <= value(last) else (first, high)
        low, high = low.limit_denominator(2**40), high.limit_denominator(2**40)
    return min(map(value, (F(0), low, high, F(1))))


@pytest.mark.parametrize("weight", [F(0), F(1, 3), F(1)])
@pytest.mark.parametrize("nd", [1, 2, 5])
def test_value_and_slope_for_rows(nd: int, weight: Fraction) -> None:
    """[R5.54] the derivative along an edge, exactly."""
    ((left, right),) = library((F(1, 4), 7), (F(9, 10), F(1, 3))).chain(F(2, 5)).edges
    alpha, load = at(left, right, weight)
    q = F(2, 7)
    with precision(192):
        value, slope = row._value_and_slope(mix(left, right, weight), left, right, Enclosure.of(q), nd)
        full = alpha + load
        assert holds(value, (1 - q) * alpha**nd + q * full**nd)
        rise, fall = right.alpha - left.alpha, right.alpha + right.K - left.alpha - left.K
        exact = nd * ((1 - q) * alpha ** (nd - 1) * rise + q * full ** (nd - 1) * fall)
        assert slope.lower() <= exact <= slope.upper() and slope.upper() - slope.lower() < F(1, 2**90)


@pytest.mark.parametrize("pairs", [PAIRS, PAIRS[:2], PAIRS[:1], [(F(1), F(0))], [(F(1, 2), F(3)), (F(3, 5), F(1, 2))]])
def test_which_rows_are_accepted(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """[R5.54] those with a point at which the bound meets the aim; it is returned."""
    epsilon, chain = F(2, 5), library(*pairs).chain(F(2, 5))
    edges = chain.edges or ((chain.vertices[0], chain.vertices[0]),)
    for nd in (1, 2, 4):
        for m in (0, 2, 5, 9, 14):
            q = (1 - epsilon) ** m
            least = min(smallest(ROWS["row"], edge, q, nd) for edge in edges)
            assert row._accepted(chain, epsilon, least * (1 - F(1, 10**6)), nd, m) is None
            found = row._accepted(chain, epsilon, least * (1 + F(1, 10**6)), nd, m)
            assert found is not None
            assert ROWS["row"](found.alpha, found.K, q, nd) <= least * (1 + F(1, 10**6))


def test_rows_that_are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.54] where the bound is the aim; alpha = 1 with K = 0 is decided."""
    monkeypatch.setattr(row, "PRECISIONS", (192, 768))
    one, third = library((1, 0)).chain(F(1, 3)), library((F(1, 3), F(1, 3))).chain(F(1, 3))
    assert row._accepted(one, F(1, 3), F(1), 3, 2) == one.vertices[0]
    aim = F(1, 9) + F(4, 9) * (F(4, 9) - F(1, 9))
    with pytest.raises(UndecidedError, match=r"^theorem row at Nd = 2, log2 Nb = 2 was not decided$"):
        row._accepted(third, F(1, 3), aim, 2, 2)
    assert row._accepted(third, F(1, 3), aim + F(1, 2**500), 2, 2) == third.vertices[0]
    assert row._accepted(third, F(1, 3), aim - F(1, 2**500), 2, 2) is None


@pytest.mark.parametrize("name", list(ROWS))
@pytest.mark.parametrize(("epsilon", "delta"), [(F(9, 20), F(1, 20)), (F(2, 5), F(1, 9)), (F(9, 20), F(1, 100))])
def test_the_least_rows(name: str, epsilon: Fraction, delta: Fraction) -> None:
    """[R5.53] [R5.54] no fewer serve at any point of a grid, and these do."""
    found = table.THEOREMS[name].least(FAMILIES, Target(epsilon, delta))
    size, bound = found.size, ROWS[name]
    assert bound(found.numbers.alpha, found.numbers.K, (1 - epsilon) ** size.log2_nb, size.nd) <= 4 * delta
    edges = FAMILIES.chain(epsilon).edges
    for nd in range(1, size.nd + 4):
        m = 0
        while nd * 2 ** (m + 1) < size.nd * 2**size.log2_nb:
            m += 1
        if nd * 2**m < size.nd * 2**size.log2_nb:
            q = (1 - epsilon) ** m
            assert all(bound(*at(*edge, F(i, 64)), q, nd) > 4 * delta for edge in edges for i in range(65))


@pytest.mark.parametrize("name", list(ROWS))
@pytest.mark.parametrize(("epsilon", "delta"), [(F(1, 3), F(3, 8)), (F(9, 20), F(1, 4)), (F(1, 4), F(1, 3))])
def test_one_cell_where_the_target_is_no_matter(name: str, epsilon: Fraction, delta: Fraction) -> None:
    """[R5.50] 4 delta = (1-epsilon)^m for a whole m that is 0 or less; no bound on P(guess) is above 3/4."""
    assert plan(epsilon, delta, theorem=name).size == GridSize(1, 0)


KAPPA = (F(1, 3), F(0), F(2, 5))
STRONG = JointBounds(lambda n: F(9, 20) ** n, lambda n: F(3, 5) * F(11, 20) ** (n - 1))


def kappa_power(s: int) -> Fraction:
    """kappa^s: the sum over s distances, each x^n read as rho(n), term by term [R5.38]."""
    every = product(range(3), repeat=s)
    return sum((prod((KAPPA[d] for d in picks), start=F(1)) * STRONG.ratio(sum(picks)) for picks in every), F(0))


@pytest.mark.parametrize(("nd", "m"), [(1, 0), (1, 3), (2, 1), (3, 2), (4, 1)])
def test_bounds_for_sources_of_eq_14(nd: int, m: int) -> None:
    """[R5.38]"""
    alpha = F(3, 4)
    numbers = Mixture.of(FamilyNumbers("given", alpha, KAPPA), F(1))
    reach = [sum((comb(t, s) * alpha ** (nd - s) * kappa_power(s) for s in range(t + 1)), F(0)) for t in range(nd + 1)]
    size, most = GridSize(nd, m), STRONG.most
    exact = {
        "row": (alpha**nd + most(m) * (reach[nd] - alpha**nd)) / 4,
        "row-sharp": max(alpha**nd, most(m) * reach[nd]) / 4,
        "column": sum(comb(nd, s) * alpha ** (nd - s) * kappa_power(s) * most(m * s) for s in range(nd + 1)) / 4,
        "column-sharp": max(most(m * t) * reach[t] for t in range(nd + 1)) / 4,
    }
    for name, value in exact.items():
        assert table.THEOREMS[name].excess_general(numbers, STRONG, size) == value


def test_the_first_m_for_columns() -> None:
    """[R5.51] the least with alpha + K q at most 1 for some vertex, and 0 where that is no matter of m."""

    def first(*pairs: tuple[Fraction | int, Fraction | int]) -> int:
        return column._first_m(library(*pairs).chain(F(1, 3)), F(1, 3))

    for load in (F(1), F(3), F(9), F(200)):
        m = next(m for m in range(99) if F(1, 2) + load * F(2, 3) ** m <= 1)
        assert first((F(1, 2), load), (1, 0)) == first((F(1, 2), load)) == m
    # Where 1/2 needs 7, 3/4 needs 5; it is enough that one does.
    assert first((F(1, 2), 8), (F(3, 4), F(7, 4)), (1, 0)) == 5
    assert first((1, 0)) == first((1, 5)) == 0
    assert first((F(1, 2), 0)) == first((F(1, 2), 8), (F(3, 4), 0)) == 0
    assert first((F(1, 2), F(1, 2))) == first((F(1, 2), F(1, 3))) == 0


@pytest.mark.parametrize("delta", [F(1, 5), F(1, 30), F(1, 500)])
def test_the_least_columns(delta: Fraction) -> None:
    """[R5.49] [R5.51] [R5.52] by trying all Nd and m."""
    epsilon = F(2, 5)
    target = Target(epsilon, delta)

    def cells(forms: Callable[[Fraction], list[tuple[Fraction, Fraction]]]) -> int:
        n = 0
        while True:
            n += 1
            pairs = [(n >> m, m) for m in range(n.bit_length()) if n % 2**m == 0]
            if any(least_of_all(PAIRS, forms(mass(epsilon, m, 1))) ** nd <= 4 * delta for nd, m in pairs):
                return n

    plain = column.COLUMN.least(FAMILIES, target).size
    assert plain.nd << plain.log2_nb == cells(lambda q: [(F(1), q)])
    sharp = column_sharp.COLUMN_SHARP.least(FAMILIES, target)
    assert sharp.size.nd << sharp.size.log2_nb == cells(lambda q: [(F(1), F(0)), (q, q)])
    for error in (None, F(0)):
        total = column_total.COLUMN_TOTAL.least(FAMILIES, Target(epsilon, delta, error))
        assert total.size == TotalGridSize(sharp.size.nd, sharp.size.log2_nb) and total.numbers == sharp.numbers


def test_which_search_columns_with_noise_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.49] [R5.55]"""
    monkeypatch.setattr(totals, "MOST_LOG2_NB", 3)
    monkeypatch.setattr(totals, "EDGE_PARTS", 2)
    target = Target(F(9, 20), F(1, 9), F(1, 25))
    sizes = [each.least(FAMILIES, target).size for each in (column.COLUMN, column_sharp.COLUMN_SHARP)]
    assert all(isinstance(size, GridSize) and size.tolerance for size in sizes)
    total = column_total.COLUMN_TOTAL.least(FAMILIES, target).size
    assert isinstance(total, TotalGridSize) and total.tolerance
    assert total.nd << total.log2_nb <= min(size.nd << size.log2_nb for size in sizes)


# Eq (13).


def eq_13(numbers: DistillationNumbers, epsilon: Fraction, nd: int, m: int) -> Fraction:
    """The square of what eq (13) adds to 1/2, which is rational."""
    both = numbers.A**nd + 2 * (1 - epsilon) ** m * (32 * numbers.B / epsilon**5) ** nd
    return F(9, 4) * nd * both**2


NUMBERS = DistillationNumbers(F(4, 5), F(9, 7), "given")


@pytest.mark.parametrize(("nd", "m"), [(1, 0), (2, 3), (5, 60), (9, 500)])
def test_eq_13_squared(nd: int, m: int) -> None:
    """[R5.30]"""
    for epsilon in (F(1, 2), F(1, 3)):
        with precision(192):
            made = paper.EQ_13.excess(NUMBERS, epsilon, GridSize(nd, m))
            squared = made * made
        assert holds(squared, eq_13(NUMBERS, epsilon, nd, m))


@pytest.mark.parametrize("delta", [F(1, 3), F(1, 20), F(1, 10**6)])
@pytest.mark.parametrize("epsilon", [F(1, 2), F(2, 5)])
def test_the_least_m_of_eq_13(epsilon: Fraction, delta: Fraction) -> None:
    """[R5.56] for each Nd; and a number below it that grows with Nd."""
    target, before = Target(epsilon, delta), -(10**9)
    for nd in range(1, 60):
        m, lowest = paper._least_m(NUMBERS, target, nd)
        if m is None:
            assert F(9, 4) * nd * NUMBERS.A ** (2 * nd) >= delta**2
        else:
            assert eq_13(NUMBERS, epsilon, nd, m) <= delta**2 < eq_13(NUMBERS, epsilon, nd, m - 1)
            assert lowest <= m
        room = log(2 * delta / 3) - log(nd) / 2
        exact = (nd * log(32 * NUMBERS.B / epsilon**5) + log(2) - room) / -log(1 - epsilon)
        assert lowest == int(exact) and before < lowest
        before = lowest


def test_an_m_that_is_not_decided() -> None:
    """[R5.56] A^Nd leaves no room, or a real number is whole; an m is not negative."""
    with pytest.raises(UndecidedError, match=r"^eq \(13\) at Nd = 1 was not decided$"):
        paper._least_m(DistillationNumbers(F(2, 9), F(1), "given"), Target(F(1, 2), F(1, 3)), 1)
    # (32/eps^5) 2/2^m = 2/3 delta - A for m = 14.
    whole = DistillationNumbers(F(1, 8), F(1), "given")
    with pytest.raises(UndecidedError, match=r"^eq \(13\) at Nd = 1 was not decided$"):
        paper._least_m(whole, Target(F(1, 2), F(3, 8)), 1)
    assert paper._least_m(whole, Target(F(1, 2), F(3, 8) + F(1, 2**500)), 1)[0] == 14
    assert paper._least_m(whole, Target(F(1, 2), F(3, 8) - F(1, 2**500)), 1)[0] == 15
    for more, found in ((F(1, 2**300), True), (-F(1, 2**300), False)):
        target = Target(F(1, 2), F(1, 3) + more)
        assert (paper._least_m(DistillationNumbers(F(2, 9), F(1), "given"), target, 1)[0] is not None) == found
    tiny = DistillationNumbers(F(1, 100), F(1, 10**9), "given")
    assert paper._least_m(tiny, Target(F(1, 2), F(1, 3)), 1)[0] == 0


#: With this delta sixteen columns leave little room beside A^16, so that seventeen need fewer rows.
NARROW = 6 * committed_numbers().A ** 16 + F(1, 2**45)


@pytest.mark.parametrize(
    ("epsilon", "delta"), [(F(9, 20), F(1, 10)), (F(1, 2), F(2, 5)), (F(1, 3), F(1, 1000)), (F(1, 2), NARROW)]
)
def test_the_least_size_of_eq_13(epsilon: Fraction, delta: Fraction) -> None:
    """[R5.56] among all Nd up to more than three times as many."""
    found = paper.EQ_13.least(paper.CommittedNumbers(), Target(epsilon, delta))
    assert found.numbers == committed_numbers()
    a, b = float(found.numbers.A), float(found.numbers.B)
    best = min(
        (log(nd, 2) + needed, nd, needed)
        for nd in range(1, 3 * found.size.nd)
        if (room := 2 * float(delta) / 3 / sqrt(nd) - a**nd) > 0
        for needed in [-int((log(room / 2) - nd * log(32 * b / float(epsilon) ** 5)) / -log(1 - epsilon) // 1)]
    )
    assert (found.size.nd, found.size.log2_nb) == best[1:]


def test_eq_13_has_its_own_numbers() -> None:
    """[R5.25] [R5.57]"""
    supply = paper.CommittedNumbers()
    for certificate in ("vertex-1", Path("mine.json")):
        with pytest.raises(UncertifiedError, match=r"^eq \(13\) takes its numbers from its own cert"):
            supply.only(certificate)
    assert supply.vouch(committed_numbers(), F(1, 3)) == committed_numbers()
    assert paper.EQ_13.best(supply, F(1, 3), GridSize(1, 1)) == committed_numbers()
    with pytest.raises(UncertifiedError, match=r"^A = 4/5, B = 9/7 are not those of the committed certificate$"):
        supply.vouch(NUMBERS, F(1, 3))


# The table.


def test_which_theorems_take_noise_and_how_many_bits() -> None:
    """[R4.7] [R5.55] [R5.92]"""
    tolerant = {"column", "column-sharp", "column-total", "tested", "tested-derived", "many-bits", "many-bits-derived"}
    assert {name for name, each in table.THEOREMS.items() if each.tolerant} == tolerant
    local = {"tested": False, "tested-derived": True, "many-bits": False, "many-bits-derived": True}
    assert {name: table.THEOREMS[name].supply().derived for name in local} == local
    assert {name for name, each in table.THEOREMS.items() if each.general_tolerant} == set(local)
    assert {name for name, each in table.THEOREMS.items() if each.many} == {"many-bits", "many-bits-derived"}
    assert {name for name, each in table.THEOREMS.items() if not each.preferred} == {"paper", "row", "column"}


def test_theorems_by_name_and_protocol() -> None:
    """The order of the table; what is asked for by name, by protocol or not at all."""
    protocols = ("row", "column", "column-total", "tested", "tested-derived", "many-bits", "many-bits-derived")
    assert table.protocols() == protocols
    for protocol in protocols:
        sharp = f"{protocol}-sharp" if protocol in ("row", "column") else protocol
        assert table.preferred(protocol) is table.chosen(protocol, None) is table.theorem_named(sharp)
        assert table.chosen(protocol, sharp) is table.chosen(None, sharp) is table.THEOREMS[sharp]
    assert table.chosen(None, None) is column_sharp.COLUMN_SHARP
    assert table.chosen(None, row.ROW) is table.chosen("row", row.ROW) is row.ROW
    assert (table.many_bits_protocol(), table.many_bits_protocol(derived=True)) == protocols[-2:]
    words = ", ".join(table.THEOREMS)
    with pytest.raises(InvalidError) as refusal:
        table.theorem_named("mine")
    assert str(refusal.value) == f"there is no theorem 'mine'; there are {words}"
    with pytest.raises(InvalidError) as refusal:
        table.preferred("mine")
    assert str(refusal.value) == f"the selection 'mine' is not one of {', '.join(protocols)}"
    for given in ("row", row.ROW):
        with pytest.raises(InvalidError, match=r"^the theorem row is about the row selection, not column$"):
            table.chosen("column", given)
