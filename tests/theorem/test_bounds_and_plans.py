"""The theorems as enclosures, and least sizes [R5.30]-[R5.36] [R5.50]-[R5.57] [R6.60]-[R6.64]."""

from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.source.epsilon import flip_ratio
from freebit.theorem import THEOREMS, GridSize, NoPlanError, UncertifiedError, bound, plan
from freebit.theorem.certified import committed_families
from freebit.theorem.distiller import DistillationNumbers
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.frontier import Mixture, mix
from freebit.theorem.hitting import hit
from freebit.theorem.table import AnyTheorem
from freebit.theorem.theorems.column import COLUMN
from freebit.theorem.theorems.column_sharp import COLUMN_SHARP
from freebit.theorem.theorems.paper import EQ_13
from freebit.theorem.theorems.row import ROW
from freebit.theorem.theorems.row_sharp import ROW_SHARP

F = Fraction
HALF = F(1, 2)
EPSILONS = st.fractions(F(1, 50), HALF)
TINY = F(1, 2**1000)
EXPLICIT = [ROW, ROW_SHARP, COLUMN, COLUMN_SHARP]


def exactly(
    theorem: AnyTheorem, alpha: Fraction, k: Fraction, epsilon: Fraction, nd: int, m: int, w: int = 0
) -> Fraction:
    """The theorems once more, in rationals, from the text of the specification."""
    q = (1 - epsilon) ** m
    free, caught = hit(epsilon, m, w), hit(epsilon, m, w + 1)
    return {
        ROW: alpha**nd + q * ((alpha + k) ** nd - alpha**nd),
        ROW_SHARP: max(alpha**nd, q * (alpha + k) ** nd),
        COLUMN: (alpha + k * caught) ** nd,
        COLUMN_SHARP: max(alpha + k * free, (alpha + k) * caught) ** nd,
    }[theorem] / 4


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(EXPLICIT), st.integers(0, 7), st.fractions(F(1, 50), HALF), st.integers(1, 12), st.integers(0, 6)
)
def test_the_enclosure_holds_the_exact_value(
    theorem: AnyTheorem, number: int, epsilon: Fraction, nd: int, m: int
) -> None:
    """[R5.31]-[R5.34]"""
    point = Mixture.of(committed_families().families[number], flip_ratio(epsilon))
    with precision(96):
        made = theorem.excess_at(point, epsilon, GridSize(nd, m))
    assert made.lower() <= exactly(theorem, point.alpha, point.K, epsilon, nd, m) <= made.upper()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 7), st.fractions(F(1, 50), HALF), st.integers(1, 9), st.integers(1, 5), st.data())
def test_the_tolerant_theorems_and_sharpness(
    number: int, epsilon: Fraction, nd: int, m: int, data: st.DataObject
) -> None:
    """[R5.33] [R5.34] [R5.36]"""
    w = data.draw(st.integers(0, 2**m - 1))
    point = Mixture.of(committed_families().families[number], flip_ratio(epsilon))
    with precision(96):
        for theorem in (COLUMN, COLUMN_SHARP):
            made = theorem.excess_at(point, epsilon, GridSize(nd, m, w))
            assert made.lower() <= exactly(theorem, point.alpha, point.K, epsilon, nd, m, w) <= made.upper()
    numbers = (point.alpha, point.K, epsilon, nd, m, w)
    assert exactly(COLUMN_SHARP, *numbers) <= exactly(COLUMN, *numbers)
    assert exactly(ROW_SHARP, *numbers) <= exactly(ROW, *numbers)


def test_eq_13_is_what_it_says() -> None:
    """[R5.30] at numbers where everything is rational."""
    with precision(96):
        made = EQ_13.excess_at(DistillationNumbers(F(4, 5), F(5, 4), "test"), HALF, GridSize(4, 3))
    assert made.lower() <= 3 * (F(4, 5) ** 4 + 2 * F(1, 8) * (40 * 32) ** 4) <= made.upper()


@given(st.fractions(F(1, 100), HALF), st.integers(0, 6), st.data())
def test_the_hit_is_the_sum_of_the_largest_masses(epsilon: Fraction, m: int, data: st.DataObject) -> None:
    """[R5.15]"""
    size = data.draw(st.integers(0, 2**m))
    masses = sorted(
        ((1 - epsilon) ** (m - ones) * epsilon**ones for ones in range(m + 1) for _ in range(comb(m, ones))),
        reverse=True,
    )
    assert hit(epsilon, m, size) == sum(masses[:size])
    with precision(96):
        made = hit(Enclosure.of(epsilon), m, size)
    assert made.lower() <= sum(masses[:size]) <= made.upper()


@pytest.mark.parametrize(("error", "nd", "m", "w"), [(F(1, 10), 3, 2, 1), (F(0), 5, 3, 0), (F(1, 2), 1, 3, 7)])
def test_the_pass_probability_is_a_power_of_a_binomial_tail(error: Fraction, nd: int, m: int, w: int) -> None:
    """[R5.35]"""
    cells = 2**m - 1
    tail = sum(comb(cells, i) * error**i * (1 - error) ** (cells - i) for i in range(min(w, cells) + 1))
    with precision(96):
        made = GridSize(nd, m, w).pass_probability(error)
    assert made.lower() <= tail**nd <= made.upper()


# Figures that must be reached, guaranteed.


@pytest.mark.parametrize(
    ("epsilon", "delta", "theorem", "log2_n"),
    [
        ("9/20", "1/10", "column", "8.6"),
        ("9/20", "1/10", "paper", "249"),
        ("9/20", F(1, 2**64), "column", "14.1"),
        ("9/20", F(1, 2**64), "row", "411"),
        ("9/20", F(1, 2**64), "paper", "2690"),
        ("2/5", F(1, 2**128), "column", "16.84"),
        ("2/5", F(1, 2**128), "row", "1160"),
        ("3/10", F(1, 2**64), "column", "20.9"),
        ("3/10", F(1, 2**64), "paper", "5651"),
        ("1/4", F(1, 2**64), "column", "25.2"),
        ("1/5", F(1, 2**64), "column", "31.9"),
        ("1/5", F(1, 2**64), "paper", "10862"),
        ("1/10", F(1, 2**64), "column", "71.1"),
        ("1/10", F(1, 2**64), "row", "7055"),
        ("1/10", F(1, 2**64), "paper", "29640"),
        ("9/20", F(1, 2**64), "column-sharp", "11.2"),
        ("1/4", F(1, 2**64), "column-sharp", "15.2"),
        ("1/10", F(1, 2**64), "column-sharp", "20.1"),
    ],
)
def test_the_figures_are_reached(epsilon: str, delta: Fraction | str, theorem: str, log2_n: str) -> None:
    """[R5.50]"""
    found = plan(F(epsilon), F(delta), theorem=theorem)
    assert F(found.bound.log2_quintuplets()[1]) <= F(log2_n)
    assert found.bound.excess_at_most(F(delta))


def test_seventeen_thousand_quintuplets() -> None:
    """[R5.51]"""
    found = plan(F(9, 20), F(1, 2**64), theorem="column")
    assert (found.size, int(found.quintuplets)) == (GridSize(178, 5), 17088)


@pytest.mark.parametrize("theorem", ["column", "column-sharp", "row", "row-sharp"])
@pytest.mark.parametrize(("epsilon", "delta"), [(HALF, F(1, 10)), (F(9, 20), F(1, 16)), (F(3, 10), F(1, 100))])
def test_no_smaller_size_serves_for_any_family_or_mixture(theorem: str, epsilon: Fraction, delta: Fraction) -> None:
    """[R5.50] [R5.51] [R5.52] [R5.53] [R5.54] every smaller (Nd, m) is tried with a fine grid of mixtures, exactly."""
    found = plan(epsilon, delta, theorem=theorem)
    assert isinstance(found.size, GridSize)
    assert isinstance(found.bound.numbers, Mixture)
    n = found.size.nd << found.size.log2_nb
    chain = committed_families().chain(epsilon)
    points = [mix(a, b, F(i, 3)) for a, b in chain.edges for i in range(4)]
    name = THEOREMS[theorem]
    for m in range(n.bit_length()):
        most = (n - 1) >> m
        # Column bounds fall with Nd; row bounds need not, so each Nd of interest is tried.
        for nd in [most] if name.protocol == "column" else range(1, min(10, most) + 1):
            if nd:
                assert all(exactly(name, p.alpha, p.K, epsilon, nd, m) > delta for p in points)
    assert (
        exactly(name, found.bound.numbers.alpha, found.bound.numbers.K, epsilon, found.size.nd, found.size.log2_nb)
        <= delta
    )


@pytest.mark.parametrize("epsilon", [F(9, 20), F(1, 5)])
def test_the_paper_size_is_least(epsilon: Fraction) -> None:
    """[R5.56] for every other Nd the largest Nb that would be smaller does not do."""
    delta = F(1, 2**20)
    found = plan(epsilon, delta, theorem="paper")
    least = found.size
    assert isinstance(least, GridSize)
    assert isinstance(found.bound.numbers, DistillationNumbers)
    for nd in range(1, 2 * least.nd):
        m = least.log2_nb + 10
        while least.nd << 20 <= nd << (m - least.log2_nb + 20):
            m -= 1
        with precision(192):
            assert EQ_13.excess_at(found.bound.numbers, epsilon, GridSize(nd, m)).surely_above(delta)


@pytest.mark.parametrize("theorem", list(THEOREMS))
@pytest.mark.parametrize(("epsilon", "delta"), [(F(1, 10**6), TINY), (HALF, TINY), (F(1, 10**6), F(1, 3))])
def test_the_ends_of_the_range(theorem: str, epsilon: Fraction, delta: Fraction) -> None:
    """[R5.50] epsilon from 10^-6 to 1/2 and delta down to 2^-1000; codes have at most 2^20 cells."""
    if THEOREMS[theorem].many and epsilon < F(1, 1000):
        with pytest.raises(NoPlanError, match=r"on at most 2\^20 cells"):
            plan(epsilon, delta, theorem=theorem)
        return
    found = plan(epsilon, delta, theorem=theorem)
    assert found.bound.excess_at_most(delta)
    assert not found.bound.vacuous or delta >= F(1, 4)


def test_one_half_plus_a_tiny_number_is_printed() -> None:
    """[R6.61]"""
    found = plan(HALF, F(1, 2**1000), theorem="row-sharp")
    assert str(found.bound) == "P(guess) <= 1/2 + 2^-1000"
    assert found.bound.log2_excess() == ("-1000", "-1000")


def test_a_bound_that_says_nothing_is_called_vacuous_and_not_clipped() -> None:
    """[R6.62]"""
    found = bound(F(1, 10), GridSize(5, 3), theorem="paper")
    assert found.vacuous
    assert found.excess.lower() > 1
    assert "vacuous" in str(found)
    assert not bound(F(9, 20), GridSize(178, 5), theorem="column").vacuous


def test_a_named_family_is_used_alone() -> None:
    """[R5.57]"""
    found = bound(F(9, 20), GridSize(10, 5), theorem="column", family="vertex-7")
    assert isinstance(found.numbers, Mixture)
    (part,) = found.numbers.parts
    assert (part[0], part[1].name) == (Fraction(1), "vertex-7")
    best = bound(F(9, 20), GridSize(10, 5), theorem="column")
    assert best.excess.upper() <= found.excess.lower()


@pytest.mark.parametrize("theorem", EXPLICIT)
@pytest.mark.parametrize("m", [0, 2, 6, 5000])
def test_the_best_mixture_is_no_worse_than_any_vertex(theorem: AnyTheorem, m: int) -> None:
    """[R5.57]"""
    epsilon = F(3, 10)
    best = bound(epsilon, GridSize(7, m), theorem=theorem)
    with precision(256):
        for family in committed_families().families:
            other = theorem.excess_at(Mixture.of(family, flip_ratio(epsilon)), epsilon, GridSize(7, m))
            assert not best.excess.surely_above(other * (1 + F(1, 2**40)))


@pytest.mark.parametrize(("error", "log2_n"), [(F(1, 1000), "15.7"), (F(1, 100), "18.2"), (F(3, 100), "22.3")])
def test_noise(error: Fraction, log2_n: str) -> None:
    """[R5.55] delta = 2^-64 and honest devices pass with 9/10."""
    found = plan(F(9, 20), F(1, 2**64), theorem="column", error=error)
    assert F(found.bound.log2_quintuplets()[0]) <= F(log2_n) + F(1, 20)
    assert found.pass_probability is not None
    assert found.pass_probability.lower() >= F(9, 10)
    sharp = plan(F(9, 20), F(1, 2**64), error=error)
    assert int(sharp.quintuplets) <= int(found.quintuplets)
    assert sharp.bound.excess_at_most(F(1, 2**64))


def test_with_too_much_noise_there_is_no_plan() -> None:
    with pytest.raises(NoPlanError, match="no tolerance"):
        plan(F(1, 10), F(1, 2**64), error=F(2, 5))


def test_documents_are_what_the_specification_says() -> None:
    """[R6.60] [R6.63] [R6.64]"""
    document = plan(F(9, 20), F(1, 2**64), error=F(1, 100)).document()
    assert document["format"] == "freebit-plan"
    assert document["quintuplets"] == str(3 * document["nd"] * 2 ** document["log2_nb"])
    assert all(isinstance(v, str) for v in (*document["excess_log2"], *document["quintuplets_log2"]))
    low, high = map(F, document["excess_log2"])
    assert low <= high <= -64
    shares = document["numbers"]["families"].values()
    assert sum(map(F, shares)) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"epsilon": F(0)}, "epsilon"),
        ({"epsilon": F(51, 100)}, "epsilon"),
        ({"delta": F(0)}, "delta"),
        ({"delta": F(-1)}, "delta"),
        ({"delta": HALF}, "delta"),
        ({"theorem": "nonsense"}, "no theorem"),
        ({"theorem": "row", "selection": "column"}, "row selection"),
        ({"selection": "diagonal"}, "selection"),
        ({"theorem": "row", "error": F(1, 100)}, "noise"),
        ({"theorem": "paper", "error": F(1, 100)}, "noise"),
        ({"error": F(1)}, "error"),
        ({"error": F(1, 100), "pass_at_least": F(1)}, "pass"),
    ],
)
def test_what_a_plan_refuses(arguments: dict[str, Any], words: str) -> None:
    """[R5.50]"""
    given_: dict[str, Any] = {"epsilon": F(9, 20), "delta": F(1, 1000), **arguments}
    with pytest.raises(ValueError, match=words):
        plan(given_.pop("epsilon"), given_.pop("delta"), **given_)


def test_what_a_bound_refuses() -> None:
    """[R5.57]"""
    with pytest.raises(UncertifiedError, match="no family is called"):
        bound(F(9, 20), GridSize(5, 5), family="mine")
    with pytest.raises(UncertifiedError, match="own certificate"):
        bound(F(9, 20), GridSize(5, 5), theorem="paper", family="vertex-1")
    with pytest.raises(ValueError, match="tolerates no wrong cell"):
        bound(F(9, 20), GridSize(5, 5, 1), theorem="row")
    for nd, m, w in product((0, 1), (-1, 2), (-1, 4)):
        if (nd, m) != (1, 2) or w:
            with pytest.raises(ValueError, match=r"not|negative"):
                GridSize(nd, m, w)
