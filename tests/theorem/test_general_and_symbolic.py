"""Sources of eq (14) and the limits of the theorems [R5.37]-[R5.39] [R5.58] [R5.59]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.source.epsilon import flip_ratio
from freebit.source.exact import Source
from freebit.source.joint import JointBounds
from freebit.theorem.cell_sizes import LocalSize
from freebit.theorem.certified import committed_families
from freebit.theorem.distiller import committed_numbers
from freebit.theorem.frontier import Mixture
from freebit.theorem.plan import bound
from freebit.theorem.sizes import GridSize
from freebit.theorem.table import AnyTheorem
from freebit.theorem.theorems.column import COLUMN
from freebit.theorem.theorems.paper import EQ_13
from tests.theorem.test_bounds_and_plans import EPSILONS, EXPLICIT, exactly

symbolic = pytest.importorskip("freebit.theorem.symbolic")
F = Fraction


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EXPLICIT), st.integers(0, 7), EPSILONS, st.integers(1, 6), st.integers(0, 5))
def test_an_epsilon_source_is_a_special_case_with_identical_numbers(
    theorem: AnyTheorem, number: int, epsilon: Fraction, nd: int, m: int
) -> None:
    """[R5.38] [R5.39] exactly."""
    point = Mixture.of(committed_families().families[number], flip_ratio(epsilon))
    made = theorem.excess_general(point, JointBounds.for_epsilon(epsilon), GridSize(nd, m))
    assert made == exactly(theorem, point.alpha, point.K, epsilon, nd, m)


@pytest.mark.parametrize("theorem", EXPLICIT)
def test_a_stronger_source_gives_a_better_bound(theorem: AnyTheorem) -> None:
    """[R5.38] bits leaning less together than one by one."""
    family = committed_families().families[2]
    weak = JointBounds.for_epsilon(F(2, 5))
    strong = JointBounds(lambda n: F(9, 20) ** n, lambda n: F(3, 5) * F(11, 20) ** (n - 1))
    numbers, size = Mixture.of(family, F(1)), GridSize(4, 3)
    assert theorem.excess_general(numbers, strong, size) < theorem.excess_general(numbers, weak, size)


def test_what_is_not_a_source_is_refused() -> None:
    """[R5.37]"""
    numbers, size = Mixture.of(committed_families().families[2], F(1)), GridSize(2, 2)
    for source in (
        JointBounds(lambda n: F(0), lambda n: F(1)),
        JointBounds(lambda n: F(1, 2), lambda n: F(1, 3)),
        JointBounds(lambda n: F(1, 2), lambda n: F(2)),
    ):
        with pytest.raises(ValueError, match=r"eq \(14\)"):
            COLUMN.excess_general(numbers, source, size)
    with pytest.raises(ValueError, match=r"eq \(1\)"):
        EQ_13.excess_general(committed_numbers(), JointBounds.for_epsilon(F(1, 2)), size)
    with pytest.raises(ValueError, match="w = 1 must be 0"):
        COLUMN.excess_general(numbers, JointBounds.for_epsilon(F(1, 2)), GridSize(2, 2, 1))
    with pytest.raises(ValueError, match="epsilon"):
        JointBounds.for_epsilon(F(0))


@pytest.mark.parametrize("epsilon", [F(1, 2), F(2, 5), F(1, 7)])
def test_the_epsilon_of_a_source_of_eq_14(epsilon: Fraction) -> None:
    """[R5.81] what one bit of such a source obeys is eq (1) with the larger of G(1) and 1 - F(1), and with no more."""
    assert JointBounds.for_epsilon(epsilon).epsilon() == epsilon
    low, high = JointBounds(lambda n: F(1, 8) ** n, lambda n: F(3, 5)), JointBounds(lambda n: F(1, 3), lambda n: F(1))
    for joint, expected in ((low, F(2, 5)), (high, F(1, 3))):
        assert joint.epsilon() == expected
        leaning = Source(1, {((0,), 0): 1 - expected, ((1,), 0): expected})
        assert joint.violation(leaning) is None
        assert leaning.largest_epsilon() == expected
    with pytest.raises(ValueError, match="epsilon"):
        JointBounds(lambda n: F(1, 10), lambda n: F(1, 4)).epsilon()
    tested = bound(low.epsilon(), LocalSize(386), theorem="tested")
    assert tested.epsilon == F(2, 5)
    assert not tested.vacuous


def tight(masses: dict[Bits, Fraction]) -> JointBounds:
    """The least F and the largest G of a table of bits, exactly."""
    bits = len(next(iter(masses)))

    def shares(n: int) -> list[Fraction]:
        found = []
        for chosen in combinations(range(bits), n):
            rest: dict[Bits, Fraction] = {}
            for s, mass in masses.items():
                key = tuple(bit for i, bit in enumerate(s) if i not in chosen)
                rest[key] = rest.get(key, F(0)) + mass
            found += [m / rest[tuple(bit for i, bit in enumerate(s) if i not in chosen)] for s, m in masses.items()]
        return found

    return JointBounds(lambda n: min(shares(n)), lambda n: max(shares(n)))


def loads_replaced(cells: tuple[tuple[Fraction, ...], ...], ratio: Callable[[int], Fraction]) -> Fraction:
    """The product of load polynomials, x^d replaced by ``ratio(d)``."""
    total = F(0)
    for picks in product(*(range(len(cell)) for cell in cells)):
        term = F(1)
        for cell, d in zip(cells, picks, strict=True):
            term *= cell[d]
        total += term * ratio(sum(picks))
    return total


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=16, max_size=16))
def test_two_cells_whose_source_obeys_eq_14(weights: list[int]) -> None:
    """[R5.82] known outputs in the game of a_1 + a_2 = x_1 x_2, by loads 1 - w if right and w (2 + 2 x + x^2) if wrong.

    The source leans as it likes, and does not beat the loads of two cells.
    """
    words = list(product((0, 1), repeat=4))
    masses = {s: F(weight, sum(weights)) for s, weight in zip(words, weights, strict=True)}
    source = tight(masses)
    # Strings that differ in d bits have masses that differ by at most the factor F(d)/G(d).
    for s, t in product(words, repeat=2):
        assert masses[s] <= source.ratio(sum(p != q for p, q in zip(s, t, strict=True))) * masses[t]
    unseen = sum((mass for s, mass in masses.items() if (1, 1) not in (s[:2], s[2:])), F(0))
    for w in (F(1, 2), F(1, 6), F(1, 12)):
        right, wrong = (1 - w,), (2 * w, 2 * w, w)
        assert unseen <= max(loads_replaced(cells, source.ratio) for cells in product((right, wrong), repeat=2))


def test_loads_without_the_ratios_are_overtaken() -> None:
    """[R5.82] a biased source and known outputs beat what free bits allow; with eq (1) the loads are those at r."""
    epsilon, words = F(1, 3), list(product((0, 1), repeat=4))
    masses = {s: epsilon ** sum(s) * (1 - epsilon) ** (4 - sum(s)) for s in words}
    source = tight(masses)
    w = F(1, 6)
    right, wrong = (1 - w,), (2 * w, 2 * w, w)
    unseen = (1 - epsilon**2) ** 2
    assert unseen > max(loads_replaced(cells, lambda d: F(1)) for cells in product((right, wrong), repeat=2))
    assert unseen <= max(loads_replaced(cells, source.ratio) for cells in product((right, wrong), repeat=2))
    r = flip_ratio(epsilon)
    assert loads_replaced((wrong, wrong), JointBounds.for_epsilon(epsilon).ratio) == (w * (2 + 2 * r + r**2)) ** 2


@pytest.mark.parametrize("claim", list(symbolic.LIMITS))
def test_every_symbolic_claim_holds(claim: str) -> None:
    """[R5.58] [R5.59]"""
    assert symbolic.LIMITS[claim]()


@pytest.mark.parametrize("exponent", [F(1), F(3), F(3, 2), F(-2)])
def test_a_wrong_exponent_is_refused(exponent: Fraction) -> None:
    """[R5.58]"""
    assert not symbolic.second_term_is_reciprocal(symbolic.Choice(exponent=exponent))


def test_a_lost_factor_is_refused() -> None:
    """[R5.58]"""
    assert not symbolic.second_term_is_reciprocal(symbolic.Choice(factor=F(1)))


@pytest.mark.parametrize("exponent", [F(1), F(1, 2), F(-2)])
def test_too_few_blocks_do_not_reach_the_limit(exponent: Fraction) -> None:
    """[R5.58] with the exponent 1 the second term stays 2; below, it grows."""
    assert not symbolic.right_side_vanishes(symbolic.Choice(exponent=exponent))


def test_wrong_growth_is_refused() -> None:
    """[R5.53] [R5.59]"""
    assert not symbolic.column_size_is_linear(power=2)
    assert not symbolic.row_size_is_a_power(symbolic.row_log2_nb() * (1 + symbolic.N))
    assert not symbolic.rounding_up_helps(symbolic.Choice(factor=F(-2)))


@settings(max_examples=20, deadline=None)
@given(
    st.fractions(F(1, 100), F(1), max_denominator=100),
    st.fractions(F(1, 10), F(9), max_denominator=50),
    st.fractions(F(1, 100), F(1), max_denominator=100),
    st.integers(1, 30),
)
def test_the_second_term_at_random_rational_points(a: Fraction, b: Fraction, h: Fraction, n: int) -> None:
    """[R5.58] numerically, to fifty digits."""
    choice = symbolic.Choice()
    values = {symbolic.A_RATE: a, symbolic.B_RATE: b, symbolic.H: h, symbolic.N: F(n)}
    import sympy

    difference = symbolic.value_at(choice.second_term() - 2 * sympy.exp(-symbolic.B_RATE * symbolic.N), values)
    assert abs(difference) < 1e-45
    right = symbolic.value_at(choice.right_side(), values)
    assert right > 0
    # The whole right side is what eq (13) says: 3 sqrt(Nd)/2 (A^Nd + 2 c^-Nd).
    c, alpha = sympy.exp(symbolic._rational(b)), sympy.exp(-symbolic._rational(a))
    assert abs(right - (sympy.Rational(3, 2) * sympy.sqrt(n) * (alpha**n + 2 * c**-n)).evalf(50)) < 1e-40 * (1 + right)
