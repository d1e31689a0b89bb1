"""Linear programs in floating point, of rows without their zeros: they point something out, and prove nothing."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

#: b + A v without its zeros: b at 0, and A at 1, 2, ...
Row = dict[int, Fraction | int]


def proposed(variables: int, objective: Row, inequalities: Sequence[Row], equalities: Sequence[Row]) -> list[float]:
    """The v with b + A v >= 0, or = 0, at which HiGHS finds the objective largest.

    Raises ``ArithmeticError`` if it finds none.
    """
    matrix, bounds = _matrix(inequalities, variables)
    equal, target = _matrix(equalities, variables)
    costs = np.zeros(variables)
    for place, value in objective.items():
        if place:
            costs[place - 1] = -float(value)
    found = linprog(costs, A_ub=-matrix, b_ub=bounds, A_eq=equal, b_eq=-target, bounds=(None, None), method="highs-ipm")
    if found.status != 0:
        raise ArithmeticError(found.message)
    return [float(value) for value in found.x]


def value_at(objective: Row, point: Sequence[float]) -> float:
    """The objective there."""
    return sum(float(value) * (point[place - 1] if place else 1) for place, value in objective.items())


def _matrix(rows: Sequence[Row], variables: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """A and b of b + A v, each row by its largest coefficient."""
    entries: tuple[list[float], tuple[list[int], list[int]]] = ([], ([], []))
    constants = np.zeros(len(rows))
    for number, row in enumerate(rows):
        scale = max(abs(Fraction(value)) for value in row.values())
        constants[number] = float(Fraction(row.get(0, 0)) / scale)
        for place, value in row.items():
            if place:
                entries[0].append(float(Fraction(value) / scale))
                entries[1][0].append(number)
                entries[1][1].append(place - 1)
    return sparse.csr_matrix(entries, shape=(len(rows), variables)), constants
