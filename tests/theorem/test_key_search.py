"""The search for the least key of many bits, each step by trying all in exact numbers [R5.95]-[R5.99]."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, log2, sqrt

import pytest
from pytest import MonkeyPatch

from freebit.boxes.cells import kind_labelled
from freebit.codes.code import INNER_CODES, Concatenation
from freebit.codes.field import DEGREES
from freebit.codes.weights import outer_weights
from freebit.errors import InvalidError
from freebit.theorem import key_search
from freebit.theorem.cell_search import passes_often
from freebit.theorem.cell_sizes import CellSize
from freebit.theorem.cells import TestedNumbers
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.key_search import (
    _by_distance,
    _least_from,
    _Search,
    _shapes,
    dual_bch_cells,
    key_size,
    least_key,
    least_tolerance,
    random_code_cells,
)
from freebit.theorem.keys import DerivedKeySize, LocalKeySize, least_concatenation
from freebit.theorem.model import NoPlanError, Target
from tests.theorem.given import cdf, passing

F = Fraction
HALF, SIXTEENTH, NINE_TENTHS, THREE = F(1, 2), F(1, 16), F(9, 10), F(3)


def target(
    bits: int,
    delta: Fraction = SIXTEENTH,
    error: Fraction | None = None,
    wanted: Fraction = NINE_TENTHS,
    c: Fraction = THREE,
) -> Target:
    return Target(F(9, 20), delta, error, wanted, c, bits)


def cell(u: Fraction) -> TestedNumbers:
    """Numbers with this u."""
    found = TestedNumbers("mine", kind_labelled("three-majority-local"), F(0), 1 / u - 1 if u else F(1))
    return found if u else TestedNumbers("mine", found.kind, F(1), F(1))


@cache
def tolerated(cells: int, aim: Target, derived: bool) -> int:
    """By trying one T after the other."""
    if not aim.error:
        return 0
    for t in range(cells):
        kept = cdf(cells, aim.error, t) if derived else passing(ceil(cells * aim.constant), cells, aim.error, t)
        if kept >= aim.pass_at_least:
            return t
    return cells


@pytest.mark.parametrize("derived", [False, True])
def test_the_least_tolerance(derived: bool) -> None:
    """[R5.98] n if none below n will do, and 0 without noise."""
    assert (
        least_tolerance(5, target(1), derived=derived)
        == least_tolerance(5, target(1, error=F(0)), derived=derived)
        == 0
    )
    for error, wanted, c in product((F(1, 30), F(1, 3)), (F(0), HALF, F(99, 100)), (F(3), F(9, 4))):
        for cells in (1, 2, 3, 7, 12):
            aim = target(1, error=error, wanted=wanted, c=c)
            assert least_tolerance(cells, aim, derived=derived) == tolerated(cells, aim, derived)
    most = target(1, error=F(9, 10), wanted=F(99, 100))
    assert least_tolerance(6, most, derived=True) == 6


@pytest.mark.parametrize(
    ("cells", "error", "wanted", "derived"),
    [
        (200, F(1, 10), F(9, 10), True),
        (200, F(1, 10), F(1, 10), True),
        (200, F(1, 10), 1 - F(1, 2**40), True),
        (60, F(1, 5), F(9, 10), False),
        (3, HALF, F(9, 10), True),
        (20_000, F(1, 10), F(9, 10), True),
        (40, F(39, 40), F(99, 100), True),
    ],
)
def test_few_tolerances_are_tried(
    cells: int, error: Fraction, wanted: Fraction, derived: bool, monkeypatch: MonkeyPatch
) -> None:
    """[R5.98] first 1.275 standard deviations above the mean, then twice as many, and then by halves."""
    tried: list[int] = []
    passes = passes_often

    def noted(size: CellSize, error: Fraction, wanted: Fraction) -> bool:
        tried.append(size.tolerance)
        assert size.keep == cells and size.all_cells == (cells if derived else 3 * cells)
        return passes(size, error, wanted)

    monkeypatch.setattr(key_search, "passes_often", noted)
    least = least_tolerance(cells, target(1, error=error, wanted=wanted), derived=derived)
    mean = int(cells * error if derived else 3 * cells * error / 2)
    expected, low, high = list[int](), -1, mean + int(sqrt(1.625 * mean))
    while high < cells:
        expected.append(high)
        if high >= least:
            break
        low, high = high, 2 * high + 1
    high = min(high, cells)
    while high - low > 1:
        middle = (low + high) // 2
        expected.append(middle)
        low, high = (low, middle) if middle >= least else (middle, high)
    assert tried == expected


def test_sizes_of_keys() -> None:
    """[R4.53] [R4.73]"""
    assert key_size(10, 2, target(7), derived=True) == DerivedKeySize(10, 2, 7)
    assert key_size(10, 2, target(7, c=F(9, 4)), derived=False) == LocalKeySize(10, 2, 23, 7)


@pytest.mark.parametrize(("bits", "u"), [(1, HALF), (4, F(2, 3)), (6, HALF), (3, F(1))])
@pytest.mark.parametrize("error", [None, F(1, 30), F(1, 20)])
@pytest.mark.parametrize("derived", [False, True])
def test_random_codes(bits: int, u: Fraction, error: Fraction | None, derived: bool, monkeypatch: MonkeyPatch) -> None:
    """[R5.97] the least n >= L of all."""
    aim = target(bits, error=error)
    tried: list[int] = []

    def tolerance(cells: int, asked: Target, *, derived: bool) -> int:
        tried.append(cells)
        return tolerated(cells, asked, derived)

    monkeypatch.setattr(key_search, "least_tolerance", tolerance)
    found = random_code_cells(u, aim, derived=derived)
    assert found == next(n for n in range(bits, 99) if meets(n, u, aim, derived))
    assert len(tried) < 9


def meets(n: int, u: Fraction, aim: Target, derived: bool) -> bool:
    return cdf(n, u / 2, tolerated(n, aim, derived)) <= 4 * aim.delta / (1 << aim.bits)


def test_where_cells_need_more_than_is_known_each_number_is_tried(monkeypatch: MonkeyPatch) -> None:
    """[R5.97] 15 cells would serve with T = 0; with T = 1, which they need, none does before 22."""
    aim = target(4, error=F(1, 30))
    monkeypatch.setattr(key_search, "least_tolerance", lambda cells, aim, *, derived: 0 if derived else 1)
    assert next(n for n in range(4, 99) if 64 * cdf(n, F(1, 4), 0) <= 1) == 15
    assert next(n for n in range(4, 99) if 64 * cdf(n, F(1, 4), 1) <= 1) == 22
    assert random_code_cells(HALF, aim, derived=False) == 22


@pytest.mark.parametrize(
    ("first", "least", "asked"),
    [
        (4, 3, [4]),
        (4, 4, [4]),
        (4, 5, [4, 8, 6, 5]),
        (3, 5, [3, 6, 5, 4]),
        (4, 8, [4, 8, 6, 7]),
        (3, 13, [3, 6, 12, 24, 18, 15, 14, 13]),
    ],
)
def test_numbers_are_doubled_and_then_halved(first: int, least: int, asked: list[int]) -> None:
    """[R5.97] the least number from the first on."""
    tried: list[int] = []

    def serves(n: int) -> bool:
        tried.append(n)
        return n >= least

    assert _least_from(first, serves) == max(first, least)
    assert tried == asked


def test_more_cells_may_serve_for_less() -> None:
    """[R5.97] 22 cells tolerate as many wrong ones as serve, 23 to 27 have to tolerate one more, which 28 can."""
    aim = target(2, error=F(1, 20))
    assert [n for n in range(2, 30) if meets(n, HALF, aim, True)] == [22, 28, 29]
    assert random_code_cells(HALF, aim, derived=True) == 22


@pytest.mark.parametrize("bits", [1, 4, 7, 10, 16, 23])
@pytest.mark.parametrize("u", [F(1, 3), F(9, 10)])
@pytest.mark.parametrize("error", [None, F(1, 40)])
def test_dual_codes(bits: int, u: Fraction, error: Fraction | None, monkeypatch: MonkeyPatch) -> None:
    """[R5.99] of fields of 16, 32, ..., 256 elements, by trying every number of cells that may be left out."""
    monkeypatch.setattr(key_search, "BCH_DEGREES", range(4, 9))
    monkeypatch.setattr(key_search, "least_tolerance", lambda cells, aim, *, derived: cells // 16 if aim.error else 0)
    found = []
    for m in range(4, 9):
        t = ceil(bits / m)
        distance = 2 ** (m - 1) - (t - 1) * ceil(2 ** (m / 2))
        if 2 * t - 1 <= 2 ** ceil(m / 2):
            for left_out in range(distance):
                n = 2**m - 1 - left_out
                if (2**bits - 1) * cdf(distance - left_out, u, n // 16 if error else 0) <= F(1, 4):
                    found.append(n)
    assert dual_bch_cells(u, target(bits, error=error), derived=True) == min(found, default=None)


def test_dual_codes_of_all_fields() -> None:
    """[R5.99] without noise (2^L - 1) (1-u)^d <= 4 delta tells the distance."""
    assert range(4, 19) == key_search.BCH_DEGREES
    for bits, u in ((200, F(1, 10)), (1000, F(1, 3)), (4000, F(1, 3))):
        wanted = next(d for d in range(1, 30_000) if -d * log2(1 - u) >= bits + 2)
        assert (2**bits - 1) * (1 - u) ** wanted <= F(1, 4) < (2**bits - 1) * (1 - u) ** (wanted - 1)
        found = []
        for m in range(4, 19):
            t = ceil(bits / m)
            distance = 2 ** (m - 1) - (t - 1) * ceil(2 ** (m / 2))
            if 2 * t - 1 <= 2 ** ceil(m / 2) and wanted <= distance:
                found.append(2**m - 1 - distance + wanted)
        assert dual_bch_cells(u, target(bits), derived=False) == min(found)


def test_codes_by_their_distance() -> None:
    """[R5.95]"""
    for cells, distance, bits in product((9,), (0, 1, 5, 6, 7), (1, 2, 3)):
        for error in (None, F(1, 20)):
            aim = target(bits, error=error)
            exact = (2**bits - 1) * cdf(distance, F(2, 5), tolerated(cells, aim, True))
            assert _by_distance(F(2, 5), aim, True, cells, distance) == (exact <= F(1, 4))


def test_all_shapes() -> None:
    """[R5.98] each once; those of degrees 7, 8, 6 and 9 first."""
    shapes = list(_shapes())
    usual = [(inner, degree) for degree in (7, 8, 6, 9) for inner in ("reed-muller", "simplex")]
    assert shapes[:8] == usual
    assert len(shapes) == len(set(shapes)) == 2 * len(DEGREES)
    assert set(shapes) == set(product(INNER_CODES, DEGREES))
    assert [degree for _, degree in shapes[8:]] == [d for d in DEGREES for _ in range(2) if d not in (6, 7, 8, 9)]


def codes(bits: int, most: int) -> Iterator[tuple[int, int, dict[int, int]]]:
    """Of all concatenations of at most so many cells the cells, the length, and the weights."""
    for inner, m in product(("simplex", "reed-muller"), range(2, 13)):
        each, least = (2**m - 1, 2 ** (m - 1)) if inner == "simplex" else (2 ** (m - 1), 2 ** (m - 2))
        dimension = ceil(bits / m)
        for length in range(dimension, min(2**m, most // each) + 1):
            weights = outer_weights(2**m, length, dimension)
            yield each * length, length, {least * w: number for w, number in weights.items()}


@pytest.mark.parametrize(
    ("bits", "u", "error", "derived"),
    [
        (1, F(9, 10), None, True),
        (5, F(1, 3), None, False),
        (24, F(9, 10), None, True),
        (24, F(1, 3), None, True),
        (5, F(2, 3), F(1, 30), True),
        (24, F(2, 3), F(1, 30), True),
        (5, F(9, 10), F(1, 30), False),
    ],
)
def test_the_least_key(bits: int, u: Fraction, error: Fraction | None, derived: bool, monkeypatch: MonkeyPatch) -> None:
    """[R5.98] by trying all inner codes, degrees and lengths."""
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", 600 if derived else 80)
    aim = target(bits, error=error)
    found = least_key(cell(u), aim, derived=derived)
    cells, code = found.size.keep, found.numbers.code

    def meets(n: int, weights: dict[int, int]) -> bool:
        t = least_tolerance(n, aim, derived=derived)
        return t < n and sum((number * cdf(w, u, t) for w, number in weights.items()), F(0)) <= F(1, 4)

    assert [n for n, _, weights in codes(bits, cells) if meets(n, weights)].count(cells) >= 1
    assert not [n for n, _, weights in codes(bits, cells - 1) if meets(n, weights)]
    assert (code.cells, code.bits) == (cells, bits)
    assert found.numbers.cell == cell(u)
    assert found.size == key_size(cells, least_tolerance(cells, aim, derived=derived), aim, derived=derived)
    assert meets(cells, dict(found.numbers.weights))


def test_no_more_cells_than_a_code_may_have(monkeypatch: MonkeyPatch) -> None:
    """[R6.95]"""
    aim, u = target(5), F(1, 3)
    least = least_key(cell(u), aim, derived=True).size.keep
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", least)
    assert least_key(cell(u), aim, derived=True).size.keep == least
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", least - 1)
    with pytest.raises(NoPlanError) as caught:
        least_key(cell(u), aim, derived=True)
    assert str(caught.value) == "no concatenation of 5 bits on at most 2^20 cells meets the target"


def test_no_more_than_are_needed_are_tried(monkeypatch: MonkeyPatch) -> None:
    """[R5.98] each length once, and none with as many cells as the best."""
    tried: list[int] = []
    tolerance = key_search.least_tolerance

    def noted(cells: int, aim: Target, *, derived: bool) -> int:
        tried.append(cells)
        return tolerance(cells, aim, derived=derived)

    monkeypatch.setattr(key_search, "least_tolerance", noted)
    least_key(cell(F(1, 3)), target(24), derived=True)
    # 16384 = 128 * 128 / 2 cells are all that the first shape may have, and half of them are tried next.
    assert tried[:3] == [64 * 128, 64 * (4 + 128 >> 1), 64 * (4 + 66 >> 1)]


@pytest.mark.parametrize("least", range(2, 11))
def test_the_least_length(least: int, monkeypatch: MonkeyPatch) -> None:
    """[R5.98] of one inner code, of fewer cells than the best known."""
    tried: list[int] = []

    def accepted(self: _Search, inner: str, degree: int, length: int) -> tuple[Concatenation, int] | None:
        tried.append(length)
        return (least_concatenation(inner, degree, length, 4), length) if length >= least else None

    monkeypatch.setattr(_Search, "_accepted", accepted)
    search = _Search(cell(HALF), target(4), True)
    search.through("simplex", 3)
    found = search.best
    assert found == ((least_concatenation("simplex", 3, least, 4), least) if least <= 8 else None)
    # 8 elements of the field are the most, 2 the least for 4 bits; then by halves.
    assert tried[:2] == [8, 5] if least <= 8 else tried == [8]
    assert len(set(tried[1:])) == len(tried[1:]) <= 4
    if found is not None:
        tried.clear()
        search.through("simplex", 3)
        assert search.best == found and tried == [least - 1][: least > 2]
        # As many cells are not fewer, whatever the last bit of their number.
        search.best = found[0], 99
        search.through("reed-muller", 3)
        assert tried[least > 2] == min(8, (7 * least - 1) // 4)


def test_what_is_summed_is_summed_in_192_bits(monkeypatch: MonkeyPatch) -> None:
    """Whether a target is met is told by more than it can be near."""
    import flint

    found: list[int] = []

    def noted(*numbers: object) -> Enclosure:
        found.append(flint.ctx.prec)
        return Enclosure.of(0)

    monkeypatch.setattr(key_search, "at_most", noted)
    monkeypatch.setattr(key_search, "weighted_at_most", noted)
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", 40)
    random_code_cells(HALF, target(4), derived=True)
    least_key(cell(HALF), target(4), derived=True)
    dual_bch_cells(HALF, target(4), derived=True)
    assert set(found) == {192}
    assert len(found) > 20


def refusal(u: Fraction, aim: Target, derived: bool) -> str:
    with pytest.raises(NoPlanError) as caught:
        least_key(cell(u), aim, derived=derived)
    return str(caught.value)


def test_refusals(monkeypatch: MonkeyPatch) -> None:
    """[R5.88] [R5.97] [R6.95] word by word."""
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", 1)
    with pytest.raises(InvalidError) as caught:
        least_key(cell(HALF), target(1025), derived=True)
    assert str(caught.value) == "[R6.95] 1025 bits are more than 1024"
    words = "no code is known for u = 0.000000 and an error of 0 [R5.97]"
    assert refusal(F(0), target(8), True) == refusal(F(0), target(8), False) == words
    for error in (F(1, 4), F(1, 3)):
        words = f"no code is known for u = 0.500000 and an error of {error} [R5.97]"
        assert refusal(HALF, target(8, error=error), True) == words
    for c, error in ((F(3), F(1, 6)), (F(5, 2), F(1, 5)), (F(3), F(1, 5))):
        words = f"no code is known for u = 0.500000 and an error of {error} [R5.97]"
        assert refusal(HALF, target(8, error=error, c=c), False) == words
    for c in (F(2), F(3, 2)):
        words = f"with c = {c} step 2 does not keep enough cells of fair inputs [R5.88]"
        assert (
            refusal(HALF, target(8, c=c), False) == refusal(HALF, target(8, F(1, 16), F(1, 100), c=c), False) == words
        )


def test_what_is_not_refused(monkeypatch: MonkeyPatch) -> None:
    """[R5.97] noise just below what a random code stands; whether a code is found is another question."""
    monkeypatch.setattr(key_search, "MAX_CODE_CELLS", 1)
    words = "no concatenation of 8 bits on at most 2^20 cells meets the target"
    little = F(1, 10**9)
    assert refusal(HALF, target(8, error=F(1, 4) - little), True) == words
    assert refusal(HALF, target(8, error=F(1, 6) - little), False) == words
    assert refusal(HALF, target(8, error=F(1, 5) - little, c=F(5, 2)), False) == words
    assert refusal(HALF, target(1024), True) == words.replace("8", "1024")
    assert refusal(HALF, target(8, c=F(3, 2)), True) == words
