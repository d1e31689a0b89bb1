"""The exact linear programs of cddlib, on problems small enough to solve by hand."""

from fractions import Fraction

import pytest

from freebit.solver.exact_lp import InfeasibleError, Optimum, UnboundedError, maximise

THIRD = Fraction(1, 3)


def proves(optimum: Optimum, objective: list[int], constraints: list[list[int]], equalities: set[int]) -> bool:
    """Whether point and multipliers prove each other optimal, by weak duality written out."""
    variables = range(len(objective) - 1)
    for i, (bound, *row) in enumerate(constraints):
        slack = bound + sum(row[k] * optimum.point[k] for k in variables)
        if slack < 0 or (i in equalities and slack != 0):
            return False
        if i not in equalities and optimum.multipliers.get(i, 0) < 0:
            return False
    for k in variables:
        if objective[k + 1] != -sum(y * constraints[i][k + 1] for i, y in optimum.multipliers.items()):
            return False
    reached = objective[0] + sum(objective[k + 1] * optimum.point[k] for k in variables)
    bounded = objective[0] + sum(y * constraints[i][0] for i, y in optimum.multipliers.items())
    return reached == bounded == optimum.value


def test_optimum_is_exact_and_proved() -> None:
    objective = [1, 1, 1]
    constraints = [[1, -3, 0], [1, 0, -7], [0, 1, 0], [0, 0, 1]]
    optimum = maximise(objective, constraints)
    assert optimum.value == 1 + THIRD + Fraction(1, 7)
    assert optimum.point == (THIRD, Fraction(1, 7))
    assert optimum.multipliers == {0: THIRD, 1: Fraction(1, 7)}
    assert proves(optimum, objective, constraints, set())


def test_equalities_hold_and_may_have_multipliers_of_any_sign() -> None:
    objective = [0, -1, -2]
    constraints = [[-1, 1, 1], [0, 1, 0], [0, 0, 1]]
    optimum = maximise(objective, constraints, equalities={0})
    assert (optimum.value, optimum.point) == (Fraction(-1), (Fraction(1), Fraction(0)))
    assert proves(optimum, objective, constraints, {0})


def test_thirds_are_not_floats() -> None:
    optimum = maximise([Fraction(1, 7), 1], [[THIRD, -1], [0, 1]])
    assert optimum.value == Fraction(10, 21)
    assert all(isinstance(value, Fraction) for value in (optimum.value, *optimum.point, *optimum.multipliers.values()))


def test_no_feasible_point() -> None:
    with pytest.raises(InfeasibleError, match="no feasible point"):
        maximise([0, 1], [[-2, 1], [1, -1]])


def test_no_finite_optimum() -> None:
    with pytest.raises(UnboundedError, match="no finite optimum"):
        maximise([0, 1], [[0, 1]])
