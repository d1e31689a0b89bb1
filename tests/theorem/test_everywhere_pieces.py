"""The pieces of what is shown at every epsilon of an interval, each by itself [R5.101] [R5.102]."""

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from freebit.boxes.cells import kind_labelled
from freebit.boxes.entries import indices_at
from freebit.errors import InvalidError
from freebit.theorem import everywhere
from freebit.theorem.cells import CellFile
from freebit.theorem.everywhere import Comparison, Limits, _inverse, _largest, _Rough, accepted_files
from freebit.theorem.model import UncertifiedError
from tests.theorem.test_everywhere import CERTIFICATES, table_of

F = Fraction
FOLDER = CERTIFICATES / "three-majority-local"
KIND = kind_labelled("three-majority-local")
#: A sort of entries: how many there are, and distances with numbers, one of each table.
Sort = tuple[int, tuple[tuple[int, tuple[int, ...]], ...]]
Loads = tuple[tuple[Fraction | int, ...], ...]


def limits(reached: list[Fraction | int], scales: list[int], *entries: Sort) -> Limits:
    return Limits(KIND, tuple(map(Fraction, reached)), tuple(scales), entries)


@cache
def committed() -> CellFile:
    return CellFile.read(FOLDER / "best-1-2.json")


def file(v: Fraction | int, right: Loads, wrong: Loads) -> CellFile:
    """A certificate that claims these loads."""
    of = [tuple(tuple(map(Fraction, load)) for load in side) for side in (right, wrong)]
    return replace(committed(), claimed=replace(committed().claimed, v=Fraction(v), right=of[0], wrong=of[1]))


# Tables of limits.


@pytest.mark.parametrize(
    "names", [("limit-1-10",), ("limit-1-2", "limit-9-20"), ("limit-9-20", "limit-1-10", "limit-1-2")]
)
def test_limits_are_read_entry_by_entry(names: tuple[str, ...]) -> None:
    """[R5.101] as the boxes of the documents say, with what no other y of the same distance exceeds."""
    paths = [FOLDER / f"{name}.json" for name in names]
    made = Limits.read(paths)
    tables = [table_of(json.loads(path.read_bytes()), made) for path in paths]
    assert made.kind == KIND and len(made.reached) == len(names)
    for number, (table, path) in enumerate(zip(tables, paths, strict=True)):
        document = json.loads(path.read_bytes())
        s = F(document["claim"]["epsilon"]) / (1 - F(document["claim"]["epsilon"]))
        mass = sum(
            max(s ** sum(p != q for p, q in zip(x, y, strict=True)) * table[index][y] for y in KIND.game.inputs)
            for x in KIND.game.inputs
            for index in indices_at(x)
        )
        assert made.mass(made.only(number), s) == mass == 1
        assert made.reached[number] == F(document["claim"]["rate"])
    sorts: Counter[frozenset[tuple[int, tuple[Fraction, ...]]]] = Counter()
    for x in KIND.game.inputs:
        for index in indices_at(x):
            rows = {
                (sum(p != q for p, q in zip(x, y, strict=True)), tuple(t[index][y] for t in tables))
                for y in KIND.game.inputs
            }
            sorts[frozenset(row for row in rows if not any(exceeds(other, row) for other in rows))] += 1
    read: Counter[frozenset[tuple[int, tuple[Fraction, ...]]]] = Counter()
    for count, row in made.entries:
        scaled = [(d, tuple(F(n, c) for n, c in zip(numbers, made.scales, strict=True))) for d, numbers in row]
        assert len(set(scaled)) == len(scaled)
        read[frozenset(scaled)] += count
    assert read == sorts


def exceeds(one: tuple[int, tuple[Fraction, ...]], other: tuple[int, tuple[Fraction, ...]]) -> bool:
    """Whether one row of the same distance is another, and at least as large everywhere."""
    return one[0] == other[0] and one != other and all(p >= q for p, q in zip(one[1], other[1], strict=True))


def test_what_exceeds_no_other_is_left_out() -> None:
    """[R5.101] the largest first."""
    sort = {(0, (1, 2)), (0, (2, 1)), (0, (1, 1)), (0, (2, 0)), (2, (0, 0)), (2, (0, 3)), (1, (0, 0)), (2, (1, 3))}
    assert _largest(sort) == [(2, (1, 3)), (1, (0, 0)), (0, (2, 1)), (0, (1, 2))]
    assert _largest([]) == []


def test_files_of_another_kind_are_named(tmp_path: Path) -> None:
    """[R5.101]"""
    best = FOLDER / "best-1-10.json"
    with pytest.raises(UncertifiedError) as refusal:
        Limits.read([best])
    assert str(refusal.value) == f"{best}: a certificate of kind 'tested-limit' is wanted"
    document = json.loads((FOLDER / "limit-1-2.json").read_bytes())
    document["claim"]["rate"] = "1"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document))
    with pytest.raises(UncertifiedError) as refusal:
        Limits.read([FOLDER / "limit-1-2.json", bad])
    assert str(refusal.value) == f"{bad} is rejected"
    other = CERTIFICATES / "four-majority-local" / "limit-2-5.json"
    for paths in ([other, bad.with_name("good.json")], [bad.with_name("good.json"), other]):
        document["claim"]["rate"] = json.loads((FOLDER / "limit-1-2.json").read_bytes())["claim"]["rate"]
        bad.with_name("good.json").write_text(json.dumps(document))
        with pytest.raises(UncertifiedError, match=r"^limits for different kinds of cells cannot be averaged$"):
            Limits.read(paths)


# Numbers of limits.

TWO = limits([F(1, 2), F(2, 3)], [4, 6], (2, ((0, (1, 5)), (1, (3, 2)), (3, (9, 0)))), (3, ((2, (7, 1)), (0, (0, 2)))))


@pytest.mark.parametrize("weights", [(F(1), F(0)), (F(0), F(1)), (F(1, 3), F(2, 3)), (F(3, 10), F(7, 10))])
def test_value_and_mass_of_an_average(weights: tuple[Fraction, Fraction]) -> None:
    """[R5.101]"""
    a, b = weights
    assert TWO.value(weights) == a * F(1, 2) + b * F(2, 3)
    for s in (F(1), F(1, 2), F(3, 7), F(1, 10)):
        first = max(a * F(1, 4) + b * F(5, 6), s * (a * F(3, 4) + b * F(2, 6)), s**3 * a * F(9, 4))
        second = max(s**2 * (a * F(7, 4) + b * F(1, 6)), b * F(2, 6))
        assert TWO.mass(weights, s) == 2 * first + 3 * second
        epsilon = s / (1 + s)
        assert TWO.most(weights, epsilon) == 1 - TWO.value(weights) / (2 * first + 3 * second)
        assert _Rough.of(TWO, float(s)).bound(weights) == pytest.approx(float(TWO.most(weights, epsilon)), abs=1e-12)


def test_one_table_alone() -> None:
    """[R5.101]"""
    assert (TWO.only(0), TWO.only(1)) == ((F(1), F(0)), (F(0), F(1)))
    assert limits([1, 2, 3], [1, 1, 1]).only(1) == (F(0), F(1), F(0))


def test_the_tail_of_a_table() -> None:
    """[R5.102] terms of d = 0 that are the largest, or others of d >= 2 alone."""
    s = F(1, 2)
    plain = (2, ((0, (3,)), (1, (6,)), (2, (5,))))
    assert limits([F(3, 2)], [4], plain).tail(0, s) == 0
    # Terms of d = 0 that are not the largest, and of d = 1 that are something.
    assert limits([F(3, 2)], [4], (2, ((0, (3,)), (1, (7,))))).tail(0, s) is None
    assert limits([F(3, 2)], [4], (2, ((0, (3,)), (2, (13,))))).tail(0, s) is None
    assert limits([0], [4], (2, ((0, (0,)), (1, (1,)), (2, (5,))))).tail(0, s) is None
    assert limits([0], [4], (2, ((1, (1,)), (2, (5,))))).tail(0, s) is None
    assert limits([0], [4], (2, ((0, (0,)), (1, (0,)), (2, (5,)), (3, (8,))))).tail(0, s) == F(10, 4)
    assert limits([0], [4], (2, ((2, (5,)), (3, (12,))))).tail(0, s) == F(12, 4)
    assert limits([0], [4], (2, ((2, (5,)), (2, (6,)), (4, (4,))))).tail(0, s) == F(12, 4)
    assert limits([0], [4], (2, ((4, (12,)), (1, (0,))))).tail(0, s) == F(6, 4)
    # All together; V must be the sum of the terms of d = 0.
    both = (plain, (3, ((2, (5,)), (0, (0,)))), (1, ((3, (1,)),)), (1, ((0, (9,)),)))
    assert limits([F(15, 4)], [4], *both).tail(0, s) == F(15, 4) + F(1, 8)
    assert limits([F(14, 4)], [4], *both).tail(0, s) is None
    assert limits([F(16, 4)], [4], *both).tail(0, s) is None
    # Of the table that is asked for.
    pair = limits([1, F(1, 2)], [4, 2], (1, ((0, (4, 1)), (2, (1, 3)))), (1, ((2, (0, 1)), (3, (2, 1)))))
    assert (pair.tail(0, s), pair.tail(1, s)) == (F(1, 4), F(1, 2))
    assert pair.tail(1, F(2, 3)) is None


def scattered(seed: int, tables: int) -> Limits:
    """Limits whose numbers are scattered."""
    state = seed

    def number(below: int) -> int:
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 8) % below

    entries = tuple(
        (1 + number(3), tuple((d, tuple(number(50) for _ in range(tables))) for d in (0, 0, 1, 2))) for _ in range(6)
    )
    return limits([F(10 + number(20), 9) for _ in range(tables)], [10 + number(9) for _ in range(tables)], *entries)


def averages(near: int, tables: int, order: list[int]) -> list[tuple[Fraction, ...]]:
    """The tables alone, and nine averages of any two of the first."""
    alone = [tuple(F(int(i == j)) for j in range(tables)) for i in range(tables)]
    pairs = [
        tuple(F(t, 10) * p + F(10 - t, 10) * q for p, q in zip(alone[i], alone[j], strict=True))
        for i, j in combinations(order[:near], 2)
        for t in range(1, 10)
    ]
    return alone + pairs


#: At these one alone is the best, the sixth nearest is or the seventh would be of use, or a share is 9/10 or 1/10.
SEEDS = (2, 19, 24, 28, 53)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_average_that_is_tried(seed: int) -> None:
    """[R5.101] of the tables, and the averages of two of the six with the least bounds, one with the least bound."""
    made, s = scattered(seed, 9), F(3, 5)

    def bound(weights: tuple[Fraction, ...]) -> Fraction:
        return made.most(weights, s / (1 + s))

    order = sorted(range(9), key=lambda i: bound(made.only(i)))
    assert Comparison((), made, F(1))._weights(s) == min(averages(6, 9, order), key=bound)


# Certificates.


def test_the_inverse_of_u() -> None:
    """[R5.72]"""
    one = file(F(1, 4), ((F(1, 8),), (0, F(1, 8))), ((1, 0, F(1, 2)), (F(1, 3),)))
    for r in (F(1), F(3), F(6) - F(1, 100)):
        a = max(F(3, 8), F(1, 4) + r / 8)
        b = max(F(5, 4) + r**2 / 2, F(7, 12))
        assert _inverse(one, r) == (1 - a + max(a, b)) / (1 - a)
    assert _inverse(one, F(6)) is None and _inverse(one, F(7)) is None
    assert _inverse(file(F(1, 2), (), ()), F(1)) == 2
    assert _inverse(file(F(1, 4), ((F(1, 2),),), ((F(1, 4),),)), F(1)) == 4


def test_other_certificates_are_refused() -> None:
    """[R5.103]"""
    for right, wrong in ((((0, -F(1, 9)),), ()), ((), ((1,), (0, 1, -1)))):
        with pytest.raises(InvalidError, match=r"^three-majority-local/best-1-2 has a load with a negative number$"):
            Comparison((file(0, (), ()), file(0, right, wrong)), TWO, F(1))
    assert Comparison((file(F(-1), ((0,),), ((0, 0),)),), TWO, F(1)).share == 1
    with pytest.raises(InvalidError, match=r"^three-majority-local/best-1-2 is about other cells than the limits$"):
        Comparison((committed(),), replace(TWO, kind=kind_labelled("four-majority-local")), F(1))


#: Limits with one table: M(s) = 2 max(1, s^2 5/2) + s^2 4, V = 1.
ONE_TABLE = limits([1], [2], (2, ((0, (2,)), (2, (5,)))), (1, ((2, (8,)),)))


@pytest.mark.parametrize(
    ("low", "high"), [(F(2, 11), F(1, 2)), (F(1, 2), F(1)), (F(1, 9), F(9, 10)), (F(2, 5), F(3, 7))]
)
@pytest.mark.parametrize(
    "loads",
    [
        (F(1, 4), ((0, F(1, 100)),), ((F(1, 2), 0, 1),)),
        (F(1, 2), (), ((F(9, 10),),)),
        (F(1, 2), (), ((F(9, 10), F(1, 50)),)),
    ],
)
def test_the_largest_share_that_is_shown_at_once(
    low: Fraction, high: Fraction, loads: tuple[Fraction, Loads, Loads]
) -> None:
    """[R5.102] a chord of M, and in the middle a tangent of 1 + V/(M - V), at both ends above share/u."""
    certificate = file(*loads)
    first, last = (2 * max(F(1), s**2 * F(5, 2)) + 4 * s**2 - 1 for s in (low, high))
    slope = (last - first) / (high - low)
    middle = first + slope * (high - low) / 2
    tangent = [1 + 1 / middle - slope / middle**2 * (s - (low + high) / 2) for s in (low, high)]
    inverses = [_inverse(certificate, 1 / s) for s in (low, high)]
    share = min(t / i for t, i in zip(tangent, inverses, strict=True) if i is not None)
    # Another certificate is worse on the whole, though better at one end, or at small s none.
    other = file(F(1, 2), ((0, F(1, 2000)),), ((1000,),))
    none = file(F(1, 2), ((0, F(499, 1000) * low),), ((F(1, 10),),))
    useless = file(F(1, 2), ((0, F(1, 2) * low),), ((0,),))
    assert _inverse(none, 1 / low) is not None and _inverse(useless, 1 / low) is None
    for files in ((certificate,), (other, useless, certificate, none)):
        assert Comparison(files, ONE_TABLE, share)._at_once(low, high)
        assert not Comparison(files, ONE_TABLE, share + F(1, 10**9))._at_once(low, high)
    assert not Comparison((), ONE_TABLE, F(1, 10**9))._at_once(low, high)
    assert not Comparison((useless,), ONE_TABLE, F(1, 10**9))._at_once(low, high)


def test_limits_that_show_nothing() -> None:
    """[R5.102] V = 0, or M not above V."""
    certificate = file(F(1, 2), (), ())
    for reached, shown in (
        (1, True),
        (0, False),
        (F(1, 100), True),
        (-1, False),
        (2, False),
        (3, False),
        (F(199, 100), True),
    ):
        flat = limits([reached], [1], (2, ((0, (1,)),)))
        assert Comparison((certificate,), flat, F(1, 10))._at_once(F(1, 2), F(1)) == shown


def test_the_best_of_some_certificates_is_the_best_on_average() -> None:
    """[R5.102] of 1/u at both ends."""
    flat = limits([1], [1], (2, ((0, (1,)),)))
    # 1/u at s = 1/2 and s = 1: 2 and 2; 16/5 and 11/10, of smaller product; 21/10 and 6/5, of smaller sum.
    level = file(F(1, 2), (), ())
    steep = file(0, ((0,),), ((F(1, 31), 0, 0, 0, 0, F(21, 310)),))
    lower = file(0, ((0,),), ((F(1, 5) - F(9, 70), 0, 0, F(9, 70)),))
    for one, ends in ((level, (2, 2)), (steep, (F(16, 5), F(11, 10))), (lower, (F(21, 10), F(6, 5)))):
        assert (_inverse(one, F(2)), _inverse(one, F(1))) == ends
    # The tangent is 2 at both ends.
    for files, shown in (((level,), True), ((level, steep), True), ((steep, level), True), ((lower, level), False)):
        assert Comparison(files, flat, F(1))._at_once(F(1, 2), F(1)) == shown


def test_weights_are_those_of_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.102]"""
    asked: list[Fraction] = []

    def weights(self: Comparison, s: Fraction) -> tuple[Fraction, ...]:
        asked.append(s)
        return (F(1),)

    monkeypatch.setattr(Comparison, "_weights", weights)
    assert Comparison((file(F(1, 2), (), ()),), ONE_TABLE, F(1, 10))._at_once(F(1, 5), F(1, 2))
    assert asked == [F(7, 20)]


# Intervals.


def test_an_interval_is_halved_where_it_has_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.103] so many times, and no more."""
    asked: list[tuple[Fraction, Fraction]] = []
    width, bad = F(1), F(2)

    def at_once(self: Comparison, low: Fraction, high: Fraction) -> bool:
        asked.append((low, high))
        return high - low <= width and not low <= bad <= high

    monkeypatch.setattr(Comparison, "_at_once", at_once)
    comparison = Comparison((), TWO, F(1))

    def ran(low: Fraction, high: Fraction) -> tuple[bool, list[tuple[Fraction, Fraction]]]:
        asked.clear()
        return comparison.shown(low, high), list(asked)

    # epsilon from 1/4 to 1/2 is s from 1/3 to 1; from 1/4 to 2/5 it is to 2/3.
    assert ran(F(1, 4), F(2, 5)) == (True, [(F(1, 3), F(2, 3))])
    assert ran(F(1, 4), F(1, 2)) == (True, [(F(1, 3), F(1))])
    width = F(1, 3)
    assert ran(F(1, 4), F(1, 2)) == (True, [(F(1, 3), F(1)), (F(2, 3), F(1)), (F(1, 3), F(2, 3))])
    bad = F(1, 3)
    shown, tried = ran(F(1, 4), F(1, 2))
    assert not shown
    assert tried[0] == (F(1, 3), F(1)) and tried[-1] == (F(1, 3), F(1, 3) + F(2, 3) / F(2**12))
    assert len(tried) == 1 + 2 * 12
    bad = F(1)
    shown, tried = ran(F(1, 4), F(1, 2))
    assert not shown and tried == [(1 - F(2, 3) / F(2**i), F(1)) for i in range(13)]


def test_below_some_epsilon_one_certificate_and_one_table_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.102]"""
    # At s = 2/5 the second table has no tail.
    made = limits([1, F(1, 2), 0], [1, 2, 4], (1, ((0, (1, 1, 0)), (2, (1, 100, 3)))))
    files = (file(0, (), ()), file(F(1, 2), (), ()))
    asked: list[tuple[int, Fraction, Fraction, Fraction]] = []
    right = (9, F(9))

    def tail_shown(self: Comparison, one: CellFile, value: Fraction, tau: Fraction, ratio: Fraction) -> bool:
        asked.append((files.index(one), value, tau, ratio))
        return asked[-1][:2] == right

    monkeypatch.setattr(Comparison, "_tail_shown", tail_shown)
    every = [(number, value, tau, F(5, 2)) for number in (0, 1) for value, tau in ((F(1), F(0)), (F(0), F(3, 4)))]
    assert not Comparison(files, made, F(1)).shown_below(F(2, 7))
    assert asked == every
    for right in ((0, F(0)), (1, F(1)), (1, F(0))):
        asked.clear()
        assert Comparison(files, made, F(1)).shown_below(F(2, 7))
        assert asked == every[: len(asked)] and asked[-1][:2] == right


@pytest.mark.parametrize(
    ("wrong", "share"),
    [
        # 1/u = 1 + (1/4 + h)/(1 - 3/8) is to be at most (1 + 5/2 r^2)/share for r >= 3: at r = 3,
        (((1,),), F(47, 2) / (1 + F(5, 4) / F(5, 8))),
        (((1, 2),), F(47, 2) / (1 + F(29, 4) / F(5, 8))),
        (((1, 0, F(1, 4)),), F(47, 2) / (1 + F(14, 4) / F(5, 8))),
        (((1, 1, F(1, 8)), (3, 1)), F(47, 2) / (1 + (F(1, 4) + 6) / F(5, 8))),
        # or by what grows with r: 2 (5/2 - share h_2/(1 - 3/8)) 3 = share h_1/(1 - 3/8), which is 0 here or not.
        (((0, 0, F(5, 2)),), F(5, 8)),
        (((0, F(15, 8), F(245, 16)),), F(1, 10)),
        # Without wrong loads v and the right loads are left.
        ((), F(47, 2) / (1 + F(3, 8) / F(5, 8))),
    ],
)
def test_a_quadratic_decides_below(wrong: Loads, share: Fraction) -> None:
    """[R5.102] of every load, those of the right cells too."""
    certificate = file(F(1, 4), ((F(1, 8),), (0, 0, 0)), wrong)
    for more, shown in ((F(0), True), (-F(1, 10**9), True), (F(1, 10**9), False), (F(100), False)):
        assert Comparison((), TWO, share + more)._tail_shown(certificate, F(3), F(6, 5), F(3)) == shown


def test_what_says_nothing_below() -> None:
    """[R5.102] right loads that grow, wrong ones that grow faster than r^2, no u, or no tau."""
    comparison = Comparison((), TWO, F(1, 10**6))

    def shown(v: Fraction | int, right: Loads, wrong: Loads, tau: int = 1) -> bool:
        return comparison._tail_shown(file(v, right, wrong), F(1), F(tau), F(2))

    assert shown(F(1, 2), ((F(1, 4), 0),), ((1, 1, 1, 0, 0),))
    assert not shown(F(1, 2), ((F(1, 4), 0), (0, F(1, 100))), ((1, 1, 1),))
    assert not shown(F(1, 2), ((F(1, 4), 0, F(1, 100)),), ((1, 1, 1),))
    assert not shown(F(1, 2), ((F(1, 4),),), ((1, 1, 1), (0, 0, 0, F(1, 100))))
    assert not shown(F(1, 2), ((F(1, 4),),), ((1, 1, 1, 0, F(1, 100)),))
    assert not shown(F(1, 2), ((F(1, 2),),), ())
    assert not shown(F(1, 2), ((F(3, 4),),), ())
    assert not shown(F(1, 2), (), (), 0)
    assert not shown(F(1, 2), (), (), -1)
    # The loads v alone are looked at too, if all others are smaller by their numbers.
    level = Comparison((), TWO, F(5, 2))
    assert level._tail_shown(file(F(1, 2), (), ()), F(1), F(1), F(2))
    assert not replace(level, share=F(5, 2) + F(1, 99))._tail_shown(file(F(1, 2), (), ()), F(1), F(1), F(2))


def test_files_are_put_to_the_kernel(tmp_path: Path) -> None:
    """[R5.25]"""
    path = FOLDER / "best-1-2.json"
    assert [each.path for each in accepted_files([path])] == [path]
    assert accepted_files([]) == ()
    document = json.loads(path.read_bytes())
    document["claim"]["v"] = "0"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(document))
    with pytest.raises(UncertifiedError, match="is rejected"):
        accepted_files([path, bad])


def test_how_fine_it_looks() -> None:
    """[R5.103]"""
    assert (everywhere.MOST_HALVED, everywhere.NEAREST, list(everywhere.TENTHS)) == (12, 6, list(range(1, 10)))
