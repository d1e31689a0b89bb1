"""The theorems of the tested protocol, their sizes and the search for the least [R5.70]-[R5.76], [R5.86]-[R5.88],
[R5.100]."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, product
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch

from freebit.boxes.cells import kind_labelled
from freebit.export.plotted import threshold_of
from freebit.theorem import cell_search
from freebit.theorem.assumptions import DERIVED_INPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.binomial import at_least, at_most, kept_and_passed
from freebit.theorem.cell_search import least_size, noise_threshold
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize, cells_for
from freebit.theorem.cells import CellFile, TestedNumbers, committed_cells, largest_load, rate_below_one
from freebit.theorem.enclosure import precision
from freebit.theorem.model import NoPlanError, Target, UncertifiedError
from freebit.theorem.plan import best_plans, bound, plan, plans
from freebit.theorem.sizes import GridSize
from freebit.theorem.table import THEOREMS
from tests.theorem.given import cdf, passing

F = Fraction
TESTED, DERIVED = THEOREMS["tested"], THEOREMS["tested-derived"]
DELTA = F(1, 2**64)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 120), st.fractions(0, F(9, 10), max_denominator=60), st.integers(0, 120))
def test_sums_of_binomial_probabilities_are_enclosed(n: int, p: Fraction, k: int) -> None:
    """[R5.71]"""
    with precision(192):
        below = at_most(n, p, k)
        assert below.lower() <= cdf(n, p, k) <= below.upper()
        assert below.upper() - below.lower() < F(1, 2**120)
        if p:
            above = at_least(n, p, k)
            exact = 1 - cdf(n, p, k - 1) if k else F(1)
            assert above.lower() <= exact <= above.upper()
            assert above.upper() - above.lower() < F(1, 2**120)


def test_the_part_that_is_not_added_up_is_bounded() -> None:
    """[R5.75] a sum of thousands of terms of which most are tiny."""
    with precision(256):
        value = at_least(4000, F(1, 2), 1900)
        exact = 1 - sum((F(comb(4000, k), 2**4000) for k in range(1900)), F(0))
        assert value.lower() <= exact <= value.upper()
        assert value.upper() - value.lower() < F(1, 2**200)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.fractions(0, F(1, 2), max_denominator=20), st.integers(0, 12))
def test_how_often_honest_devices_pass(cells: int, keep: int, error: Fraction, most: int) -> None:
    """[R5.75]"""
    keep = min(keep, cells)
    with precision(192):
        value = kept_and_passed(cells, keep, error, most)
        exact = passing(cells, keep, error, most)
        assert value.lower() <= exact <= value.upper()
        assert value.upper() - value.lower() < F(1, 2**120)


def test_u_of_loads() -> None:
    """[R5.70] [R5.72]"""
    assert largest_load(F(1, 2), [], F(3)) == F(1, 2)
    assert largest_load(F(1, 2), [(F(0), F(1)), (F(2), F(0))], F(3, 2)) == F(5, 2)
    assert rate_below_one(F(2, 3), F(13, 6)) == F(2, 15)
    assert rate_below_one(F(3, 4), F(1, 2)) == F(1, 4)
    assert rate_below_one(F(1), F(1, 2)) == rate_below_one(F(5, 4), F(0)) == 0


def test_the_certificate_for_all_epsilon() -> None:
    """[R5.79] u = 2/(6 + 9 r^2)."""
    supply = committed_cells(derived=False)().only("five-multiplexer-local/below-7-20")
    for epsilon in (F(9, 20), F(1, 4), F(1, 100)):
        r = (1 - epsilon) / epsilon
        assert supply.vouch(supply.best(epsilon), epsilon).u == F(2) / (6 + 9 * r**2)


@pytest.mark.parametrize(
    ("epsilon", "error", "local", "derived"),
    [
        (F(9, 20), None, 1158, 358),
        (F(3, 10), None, 3201, 737),
        (F(1, 10), None, 45918, 7807),
        (F(9, 20), F(1, 100), 2211, 574),
    ],
)
def test_sizes(epsilon: Fraction, error: Fraction | None, local: int, derived: int) -> None:
    """[R5.87] [R5.88]"""
    for theorem, cells in ((TESTED, local), (DERIVED, derived)):
        planned = plan(epsilon, DELTA, theorem=theorem, error=error)
        assert int(planned.quintuplets) == cells
        assert planned.bound.excess_at_most(DELTA)


@pytest.mark.parametrize("derived", [False, True])
@pytest.mark.parametrize("u", [F(1, 3), F(2, 3)])
@pytest.mark.parametrize("error", [F(0), F(1, 10)])
@pytest.mark.parametrize("wanted", [F(9, 10), F(1, 4)])
def test_the_least_size_is_the_least(derived: bool, u: Fraction, error: Fraction, wanted: Fraction) -> None:
    """[R5.87] [R5.88] found again by trying every n and T in exact numbers."""
    target = Target(F(9, 20), F(1, 2**5), error, wanted, F(5, 2))
    found = least_size(u, target, derived=derived)

    def serves(n: int, tolerance: int) -> bool:
        if cdf(n, u, tolerance) > 4 * target.delta:
            return False
        if error == 0:
            return True
        if derived:
            return cdf(n, error, tolerance) >= wanted
        return passing(cells_for(n, target.constant), n, error, tolerance) >= wanted

    first = next(n for n in range(1, 60) if any(serves(n, t) for t in range(n if error else 1)))
    assert (found.keep, found.all_cells) == (first, first if derived else cells_for(first, target.constant))
    assert serves(found.keep, found.tolerance)


def test_noise_that_is_too_much() -> None:
    """[R5.76] [R5.88]"""
    u = F(1, 10)
    with pytest.raises(NoPlanError, match=r"tolerates noise below u = 0.1"):
        least_size(u, Target(F(9, 20), DELTA, u), derived=True)
    with pytest.raises(NoPlanError, match=r"no certificate has u > 0"):
        least_size(F(0), Target(F(9, 20), DELTA), derived=False)
    with pytest.raises(NoPlanError, match=r"step 2 does not keep enough"):
        least_size(u, Target(F(9, 20), DELTA, F(1, 100), c=F(2)), derived=False)
    with pytest.raises(NoPlanError, match=r"below 2 u/c = 0.066667, not 9/100"):
        least_size(u, Target(F(9, 20), DELTA, F(9, 100), c=F(3)), derived=False)
    assert isinstance(least_size(u, Target(F(9, 20), DELTA, F(9, 100)), derived=True), DerivedSize)


@pytest.mark.parametrize("u", [F(1, 7), F(2, 5)])
@pytest.mark.parametrize("c", [F(9, 4), F(3), None])
@pytest.mark.parametrize("derived", [False, True])
def test_from_the_threshold_on_no_size_serves(u: Fraction, c: Fraction | None, derived: bool) -> None:
    """[R5.100] by every n and T there is, in exact numbers; at half of the threshold some serve."""
    threshold = noise_threshold(u, c, derived=derived)
    assert threshold == (u if derived or c is None else 2 * u / c)

    def serve(error: Fraction, n: int) -> Iterator[bool]:
        for tolerance in range(n):
            kept = cdf(n, error, tolerance)
            if not derived and c is not None:
                kept = passing(cells_for(n, c), n, error, tolerance)
            yield cdf(n, u, tolerance) < F(1, 4) and kept > F(1, 2)

    assert not any(any(serve(threshold, n)) for n in range(1, 15))
    assert any(serve(threshold / 2, 28))


def test_the_plan_ends_at_the_threshold() -> None:
    """[R5.100] exactly: at it there is none, and just below it the search is asked."""
    u, target = F(1, 10), Target(F(9, 20), DELTA, F(1, 15))
    with pytest.raises(NoPlanError, match=r"N = 3 n it tolerates noise below 2 u/c = 0\.066667, not 1/15 \[R5.100\]"):
        least_size(u, target, derived=False)
    with pytest.raises(NoPlanError, match=r"for n up to"):
        least_size(u, replace(target, error=F(1, 15) - F(1, 10**9)), derived=False)
    assert isinstance(least_size(u, replace(target, error=F(1, 18)), derived=False), LocalSize)
    # The rule asks for a bound below 1/2 + 1/16 and honest devices that pass more than half of the time.
    assert isinstance(least_size(u, replace(target, pass_at_least=F(1, 4), delta=F(1, 8)), derived=False), LocalSize)
    assert noise_threshold(u, F(2), derived=False) == 0


@pytest.mark.parametrize(
    ("protocol", "epsilon", "u"),
    [
        ("tested", F(2, 5), F(65572, 848217)),
        ("tested-derived", F(2, 5), F(37870, 417477)),
        ("tested-derived", F(3, 10), F(61506, 1085795)),
    ],
)
def test_the_thresholds_of_the_pictures(protocol: str, epsilon: Fraction, u: Fraction) -> None:
    """[R5.100] made of the largest u of the committed certificates [R5.78]."""
    assert threshold_of(protocol, epsilon) == (u if protocol == "tested-derived" else 2 * u / 3)
    assert threshold_of(protocol, epsilon, None) == u


def least_or_none(u: Fraction, target: Target, derived: bool) -> object:
    try:
        return least_size(u, target, derived=derived)
    except NoPlanError:
        return None


@pytest.mark.parametrize("u", [F(1, 5), F(1, 30)])
@pytest.mark.parametrize("error", [F(1, 60), F(1, 35), F(1, 15)])
def test_what_is_known_not_to_serve_is_skipped_alone(u: Fraction, error: Fraction, monkeypatch: MonkeyPatch) -> None:
    """[R5.88] the same sizes, and the same refusals, as by going through all."""
    monkeypatch.setattr(cell_search, "MOST_KEPT", 2000)
    targets = [
        Target(F(9, 20), delta, error, F(9, 10), c) for delta in (F(1, 50), F(1, 2**20)) for c in (F(3), F(9, 4))
    ]
    found = [least_or_none(u, target, derived) for target in targets for derived in (False, True)]
    monkeypatch.setattr(cell_search, "_most_that_may_serve", lambda u, target, derived, most: most)
    assert found == [least_or_none(u, target, derived) for target in targets for derived in (False, True)]


def test_noise_just_below_what_is_tolerated_is_refused_at_once(monkeypatch: MonkeyPatch) -> None:
    """[R5.88] 3/2 of the noise is 0.983 of u, so that no n up to 2^21 serves; no tolerance is tried."""
    monkeypatch.setattr(cell_search, "passes_often", lambda size, error, wanted: pytest.fail("it was tried"))
    with pytest.raises(NoPlanError, match="no tolerance lets devices"):
        least_size(F(729, 47804), Target(F(9, 20), DELTA, F(1, 100)), derived=False)


def test_a_constant_c_moves_n_towards_half() -> None:
    """[R5.87] c is the user's; the grids know 3 alone."""
    planned = plan(F(9, 20), DELTA, theorem=TESTED, c=F(9, 4))
    assert planned.size == LocalSize(386, 0, 869)
    with pytest.raises(ValueError, match=r"another c is for the tested protocol"):
        plan(F(9, 20), DELTA, theorem="column-sharp", c=F(9, 4))
    with pytest.raises(ValueError, match=r"\[R4.3\]"):
        Target(F(9, 20), DELTA, c=F(1))


def tails_of(x: Fraction, most: int) -> list[list[int]]:
    """P[Bin(n, x) <= t] for n up to ``most`` and t up to n, times the denominator of x to the power ``most``."""
    p, q = x.numerator, x.denominator
    return [
        [value * q ** (most - n) for value in accumulate(comb(n, w) * p**w * (q - p) ** (n - w) for w in range(n + 1))]
        for n in range(most + 1)
    ]


@pytest.mark.parametrize("u", [F(1, 3), F(2, 3)])
@pytest.mark.parametrize("error", [F(0), F(1, 10), F(1, 5)])
@pytest.mark.parametrize("wanted", [F(9, 10), F(1, 4)])
def test_the_least_n_of_all(u: Fraction, error: Fraction, wanted: Fraction) -> None:
    """[R5.89] found again by trying every N, n and T in exact numbers."""
    target = Target(F(9, 20), F(1, 2**5), error, wanted, None)
    found = least_size(u, target, derived=False)

    most = found.all_cells
    bounds, tails = tails_of(u, most), tails_of(error, most)
    met = 4 * target.delta * u.denominator**most
    # Of the n that meet the target with T the least lets devices pass most often.
    pairs = [(next((n for n in range(t + 1, most + 1) if bounds[n][t] <= met), most + 1), t) for t in range(most)]

    def serves(cells: int) -> bool:
        ways = [comb(cells, j) for j in range(cells + 1)]
        enough = wanted * 2**cells * error.denominator**most
        return any(
            sum(ways[j] * tails[j][min(t, j)] for j in range(n, cells + 1)) >= enough for n, t in pairs if n <= cells
        )

    assert [cells for cells in range(1, found.all_cells + 1) if serves(cells)] == [found.all_cells]
    assert cdf(found.keep, u, found.tolerance) <= 4 * target.delta
    assert passing(found.all_cells, found.keep, error, found.tolerance) >= wanted


@pytest.mark.parametrize(
    ("error", "wanted", "size"),
    [
        (None, F(9, 10), LocalSize(386, 0, 808)),
        (None, F(999, 1000), LocalSize(386, 0, 862)),
        (F(1, 100), F(9, 10), LocalSize(639, 10, 1354)),
    ],
)
def test_n_near_half(error: Fraction | None, wanted: Fraction, size: LocalSize) -> None:
    """[R5.89] the bound is about n and T alone."""
    planned = plan(F(9, 20), DELTA, theorem=TESTED, error=error, pass_at_least=wanted, c=None)
    assert planned.size == size
    assert planned.bound.excess_at_most(DELTA)
    assert F(planned.document()["pass_probability"][0]) >= wanted


def test_the_least_n_is_of_the_tested_protocol() -> None:
    """[R5.89] derived inputs keep all cells; grids and keys have no such plan."""
    assert plan(F(9, 20), DELTA, theorem=DERIVED, c=None).size == DerivedSize(358)
    for theorem, bits in (("column-sharp", 1), ("many-bits", 8)):
        with pytest.raises(ValueError, match=r"another c|the least N"):
            plan(F(9, 20), DELTA, theorem=theorem, c=None, bits=bits)
    with pytest.raises(NoPlanError, match="noise below u"):
        least_size(F(1, 10), Target(F(9, 20), DELTA, F(1, 10), c=None), derived=False)


def test_sizes_that_are_none() -> None:
    """[R4.53] [R4.54]"""
    for make in (LocalSize, DerivedSize):
        with pytest.raises(ValueError, match=r"\[R4.53\]"):
            make(0)
        with pytest.raises(ValueError, match=r"\[R4.54\]"):
            make(3, 3)
    with pytest.raises(ValueError, match=r"\[R4.53\]"):
        LocalSize(5, 0, 4)
    with pytest.raises(ValueError, match=r"not about sizes"):
        bound(F(9, 20), LocalSize(5), theorem=DERIVED)
    with pytest.raises(ValueError, match=r"not about sizes"):
        bound(F(9, 20), GridSize(5, 2), theorem=TESTED)


def test_what_a_bound_rests_on() -> None:
    """[R6.68] [R5.86] no selection is assumed; derived inputs assume more."""
    assert TESTED.rests_on == (WEAK_SOURCE, SEPARATE_BOXES)
    assert DERIVED.rests_on == (WEAK_SOURCE, SEPARATE_BOXES, DERIVED_INPUTS)
    assert "[R5.86]" in str(DERIVED_INPUTS)


def test_documents() -> None:
    """[R6.70]"""
    document = bound(F(9, 20), DerivedSize(358), theorem=DERIVED).document()
    assert {"selection", "nd", "log2_nb"}.isdisjoint(document)
    assert (document["protocol"], document["cells"], document["keep"]) == ("tested-derived", 358, 358)
    assert document["numbers"]["cells"] == "five-multiplexer-derived-4"
    assert F(document["numbers"]["u"]) == rate_below_one(F(document["numbers"]["A"]), F(document["numbers"]["B"]))


def test_nothing_that_the_kernel_rejects_gives_a_bound(tmp_path: Path, certificates: Path) -> None:
    """[R5.25] one load made smaller by a thousandth is refused."""
    text = (certificates / "tested" / "five-multiplexer-local" / "below-7-20.json").read_text()
    assert text.count('"3/2"') >= 1
    path = tmp_path / "false.json"
    path.write_text(text.replace('"3/2"', '"1499/1000"', 1))
    with pytest.raises(UncertifiedError, match=r"\[R3.85\]"):
        bound(F(9, 20), LocalSize(10), theorem=TESTED, family=path)
    with pytest.raises(UncertifiedError, match=r"kind 'tested-cells' or 'family'"):
        bound(F(9, 20), LocalSize(10), theorem=TESTED, family=certificates / "attainment" / "party-1-answers-0.json")
    with pytest.raises(UncertifiedError, match=r"not those that the theorem is about"):
        own = certificates / "tested" / "five-multiplexer-local" / "below-7-20.json"
        bound(F(9, 20), DerivedSize(10), theorem=DERIVED, family=own)
    with pytest.raises(UncertifiedError, match=r"called 'nonsense'"):
        bound(F(9, 20), LocalSize(10), theorem=TESTED, family="nonsense")
    supply = committed_cells(derived=False)()
    false = TestedNumbers("five-multiplexer-local/best-9-20", kind_labelled("five-multiplexer-local"), F(0), F(0))
    with pytest.raises(UncertifiedError, match=r"not those of an accepted"):
        supply.vouch(false, F(9, 20))


def test_a_family_serves_as_a_certificate(tmp_path: Path, certificates: Path) -> None:
    """[R5.73] vertex-4 at any epsilon; the kernel is asked, and derived inputs have other distances."""
    path = certificates / "families" / "vertex-4.json"
    for epsilon in (F(1, 2), F(9, 20), F(1, 10)):
        found = bound(epsilon, LocalSize(40, 2), theorem=TESTED, family=path)
        ratio = (1 - epsilon) / epsilon
        numbers = found.numbers
        assert isinstance(numbers, TestedNumbers)
        assert (numbers.A, numbers.B, numbers.u) == (F(1, 2), 4 + 3 * ratio**2, 1 / (9 + 6 * ratio**2))
        assert (numbers.certificate, numbers.kind.label) == ("families/vertex-4", "five-majority-local")
    for name, u in (("vertex-1", F(1, 7)), ("vertex-8", F(0))):
        assert committed_cells(derived=False)().only(path.parent / f"{name}.json").best(F(1, 2)).u <= u
    supply = committed_cells(derived=False)().only(path)
    assert plan(F(9, 20), F(1, 2**64), theorem=TESTED, supply=supply).bound.size == LocalSize(751, 0, 2253)
    false = tmp_path / "false.json"
    false.write_text(path.read_text().replace('"alpha": "1/2"', '"alpha": "1/3"', 1))
    with pytest.raises(UncertifiedError, match="is rejected"):
        bound(F(9, 20), LocalSize(10), theorem=TESTED, family=false)
    with pytest.raises(UncertifiedError, match="not those that the theorem is about"):
        bound(F(9, 20), DerivedSize(10), theorem=DERIVED, family=path)


def test_claims_are_read_as_the_kernel_accepts_them() -> None:
    """[R5.25]"""
    for derived, epsilon in product((False, True), (F(9, 20), F(1, 10))):
        supply = committed_cells(derived=derived)()
        numbers = supply.best(epsilon)
        assert supply.vouch(numbers, epsilon) == numbers
        file = next(file for file in supply.files if file.name == numbers.certificate)
        assert isinstance(file, CellFile)
        assert CellFile.read(file.path).accepted(epsilon) == numbers


def test_plans_name_the_least_for_what_is_assumed() -> None:
    """[R5.87] all protocols, games, f and inputs are compared."""
    found = plans(Target(F(9, 20), DELTA))
    titles = [each.title for each in found]
    assert {"column-sharp", "tested five-multiplexer-local", "tested four-majority-local"} <= set(titles)
    assert len(titles) == len(set(titles))
    best = best_plans(found)
    assert [each.title for each in best] == [
        "tested-derived five-multiplexer-derived-4",
        "tested five-multiplexer-local",
    ]
    assert all(isinstance(each.size, CellSize) for each in best)
    small = best_plans(plans(Target(F(1, 2), F(1, 5))))
    assert min(int(each.quintuplets) for each in small) == int(small[0].quintuplets)
