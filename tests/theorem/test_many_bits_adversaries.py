"""Many bits against *all* adversaries of a few toy cells, by exact linear programs [R5.91]-[R5.95]."""

from fractions import Fraction
from functools import cache
from math import comb
from pathlib import Path

import pytest

from freebit.boxes.cells import LOCAL, CellFunction, CellKind
from freebit.codes.code import GeneratorCode
from freebit.codes.weights import counted
from tests.theorem.all_adversaries import HALF, Bits, ToyProgram
from tests.theorem.toy import ToyGame, toy_key, words

pytest.importorskip("cdd")
pytest.importorskip("scipy.optimize")
pytest.importorskip("flint")

F = Fraction
Rows = tuple[Bits, ...]

BOTH: Rows = ((1, 1),)
FIRST: Rows = ((1, 0),)
EACH: Rows = ((1, 0), (0, 1))
#: The words of three cells with an even number of ones, and a code of weights 1, 2 and 3.
EVEN: Rows = ((1, 1, 0), (0, 1, 1))
UNLIKE: Rows = ((1, 1, 0), (0, 0, 1))
#: f = 1 or f = 0 in both cells alike: one message has the word 0.
TWICE: Rows = ((1, 1), (1, 1))


IN_THE_SPECIFICATION = {EACH: "f of each of two cells", EVEN: "the sums of f over cells 1 and 2, and 2 and 3"}
SPECIFICATION = (Path(__file__).resolve().parents[2] / "spec" / "5-many-bits.md").read_text()


def weights_of(rows: Rows) -> dict[int, int]:
    return counted(GeneratorCode(len(rows[0]), tuple(int("".join(map(str, row)), 2) for row in rows)))


def sum_of_rule(weights: dict[int, int], u: Fraction, tolerance: int) -> Fraction:
    """[R5.92] the sum over weights w of B_w P[Bin(w, u) <= T]."""
    return sum((n * at_most(w, u, tolerance) for w, n in weights.items()), F(0))


def at_most(n: int, u: Fraction, tolerance: int) -> Fraction:
    return sum((comb(n, j) * u**j * (1 - u) ** (n - j) for j in range(min(n, tolerance) + 1)), F(0))


def test_the_rate_is_that_of_the_best_certificate() -> None:
    """[R5.85] u = epsilon^2, as is used below."""
    from freebit.solver.cells import CellProgram

    toy = CellKind(ToyGame(), LOCAL, CellFunction("table", {x: tuple(map(toy_key, words(2))) for x in words(2)}))
    for epsilon in (HALF, F(1, 5)):
        assert CellProgram(toy).least(epsilon).rate == 1 - epsilon**2


@cache
def largest(rows: Rows, tolerance: int, epsilon: Fraction) -> Fraction:
    return ToyProgram(rows, tolerance, epsilon).largest()


ONE_MESSAGE = [(BOTH, 0, HALF), (BOTH, 1, HALF), (BOTH, 0, F(1, 5)), (FIRST, 0, HALF)]


@pytest.mark.parametrize(("rows", "tolerance", "epsilon"), [*ONE_MESSAGE, (FIRST, 1, HALF)])
def test_each_term_of_the_sum_is_reached(rows: Rows, tolerance: int, epsilon: Fraction) -> None:
    """[R5.92] one message: the cells of its word count, one outside it must be right, and the bound is the largest."""
    assert largest(rows, tolerance, epsilon) == sum_of_rule(weights_of(rows), epsilon**2, tolerance)


@pytest.mark.parametrize(("rows", "tolerance", "epsilon"), ONE_MESSAGE)
def test_a_term_that_is_smaller_is_overtaken(rows: Rows, tolerance: int, epsilon: Fraction) -> None:
    """[R5.92] by a u that is larger by a thousandth, or a word that is longer by one cell."""
    found, (weight,) = largest(rows, tolerance, epsilon), weights_of(rows)
    assert at_most(weight, epsilon**2 * F(1001, 1000), tolerance) < found
    assert at_most(weight + 1, epsilon**2, tolerance) < found


def test_with_tolerance_and_bits_that_lean_no_device_beats_the_bound() -> None:
    """[R5.71], [R5.85] T = 1 at epsilon = 1/5, in floating point; ``all_adversaries`` does it exactly."""
    assert abs(ToyProgram(BOTH, 1, F(1, 5)).largest_nearly() - float(at_most(2, F(1, 25), 1))) < 1e-6


TWO_BITS = [
    (EACH, 0, HALF, F(27, 31)),
    (EACH, 0, F(1, 5), F(864, 625)),
    (EACH, 1, HALF, F(45, 32)),
    (EVEN, 0, HALF, F(9, 13)),
    (EVEN, 1, HALF, F(162, 127)),
    (UNLIKE, 0, HALF, F(3, 4)),
    (TWICE, 0, HALF, F(1)),
]


@pytest.mark.parametrize(("rows", "tolerance", "epsilon", "strongest"), TWO_BITS)
def test_no_adversary_at_all_beats_the_bound(
    rows: Rows, tolerance: int, epsilon: Fraction, strongest: Fraction
) -> None:
    """[R5.92] two bits; the strongest adversary, exactly, is below the bound, and no weaker than who knows all."""
    u = epsilon**2
    found, allowed = largest(rows, tolerance, epsilon), sum_of_rule(weights_of(rows), u, tolerance)
    assert found == strongest
    assert found < allowed
    if rows in IN_THE_SPECIFICATION:
        assert f"| {IN_THE_SPECIFICATION[rows]} | {tolerance} | {epsilon} | {strongest} | {allowed} |" in SPECIFICATION
    assert found >= at_most(len(rows[0]), u, tolerance) * F(3, 2)


@pytest.mark.parametrize(("rows", "tolerance", "epsilon", "strongest"), TWO_BITS)
def test_an_enumerator_without_most_messages_is_overtaken(
    rows: Rows, tolerance: int, epsilon: Fraction, strongest: Fraction
) -> None:
    """[R5.92] as if only one of the three messages, one whose word is heaviest, had to be counted."""
    assert at_most(max(weights_of(rows)), epsilon**2, tolerance) < strongest


@pytest.mark.parametrize(("tolerance", "strongest"), [(0, F(9, 13)), (1, F(162, 127))])
def test_a_rate_that_is_too_small_is_overtaken(tolerance: int, strongest: Fraction) -> None:
    """[R5.92] with u = 4/5 in place of 1/4 the rule would promise less than an adversary has."""
    assert largest(EVEN, tolerance, HALF) == strongest
    assert sum_of_rule(weights_of(EVEN), F(4, 5), tolerance) < strongest


def test_two_exact_ways_to_solve_agree() -> None:
    """cddlib, and multipliers and a point that prove each other optimal."""
    program = ToyProgram(EACH, 0, HALF)
    assert program.largest(cddlib=True) == program.largest(cddlib=False)
