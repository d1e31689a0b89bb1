"""Larger exact linear programs: floating point points out what holds with equality, rationals do the rest.

HiGHS proposes which constraints carry multipliers; their multipliers, and the point at which enough constraints
are tight, are then solved for in exact rationals, and it is checked that they prove each other optimal.  Of
several optima another version of HiGHS may propose another.  Untrusted, like every finder.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from freebit.errors import FreebitError
from freebit.parts import FLINT, SCIPY
from freebit.solver.exact_lp import Optimum, Row, SolverMissingError

#: Multipliers and distances below these, of rows of size 1, are taken for 0.
NO_MULTIPLIER = 1e-9
TIGHT = 1e-6
#: How often rows and columns are scaled in turn.
BALANCING = 8

#: Each different row, with the first place where it stands and the factor it was given.
_Rows = dict[tuple[int, ...], tuple[int, Fraction]]


class NotOptimalError(FreebitError, ArithmeticError):
    """What floating point proposed is no optimum."""


def maximise_guided(objective: Row, constraints: Sequence[Row]) -> Optimum:
    """Maximise a linear form subject to b + A v >= 0, exactly; arguments as in ``exact_lp.maximise``.

    Raises ``NotOptimalError`` if the proposal is refuted, and ``SolverMissingError`` without scipy or flint.
    """
    rows = _distinct(constraints)
    try:
        return _proved(objective, rows, balanced=False)
    except NotOptimalError:
        # Coefficients of very different size mislead floating point; balanced ones do so less often.
        return _proved(objective, rows, balanced=True)


def _proved(objective: Row, rows: _Rows, *, balanced: bool) -> Optimum:
    """What floating point proposes, if it is an optimum; each row and column of its numbers is scaled if balanced."""
    try:
        import numpy
        import scipy.optimize
        import scipy.sparse
    except ImportError as error:
        raise SolverMissingError(f"larger linear programs: {SCIPY.missing}") from error
    places = list(rows.values())
    whole = numpy.array(list(rows), dtype=float)
    whole /= numpy.abs(whole).max(axis=1, keepdims=True)
    scales = numpy.ones(whole.shape[1])
    for _ in range(BALANCING if balanced else 0):
        for axis in (1, 0):
            sizes = numpy.where(whole == 0, numpy.nan, numpy.abs(whole))
            factor = numpy.sqrt(
                numpy.nanmax(sizes, axis=axis, keepdims=True) * numpy.nanmin(sizes, axis=axis, keepdims=True)
            )
            if axis == 0:
                factor[0, 0] = 1
                scales *= factor[0]
            whole /= factor
    proposal = scipy.optimize.linprog(
        [-float(value) / scale for value, scale in zip(objective[1:], scales[1:], strict=True)],
        A_ub=scipy.sparse.csr_array(-whole[:, 1:]),
        b_ub=whole[:, 0],
        bounds=(None, None),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if proposal.status != 0:
        raise NotOptimalError(f"floating point found no optimum: {proposal.message}")
    weights = -proposal.ineqlin.marginals
    carrying = [i for i in range(len(places)) if weights[i] > NO_MULTIPLIER]
    listed = list(rows)
    multipliers = _multipliers(objective, [listed[i] for i in carrying])
    close = [int(i) for i in numpy.argsort(proposal.slack) if proposal.slack[i] < TIGHT]
    tight = [listed[i] for i in [*carrying, *(i for i in close if i not in set(carrying))]]
    point = _meeting_point(tight, len(objective) - 1)
    value = Fraction(objective[0]) + sum(
        (m * row[0] for m, row in zip(multipliers, (listed[i] for i in carrying), strict=True)), Fraction(0)
    )
    if any(m < 0 for m in multipliers) or _at(objective, point) != value:
        raise NotOptimalError("the multipliers that floating point proposed prove nothing")
    if any(_at(row, point) < 0 for row in listed):
        raise NotOptimalError("the point that floating point proposed breaks a constraint")
    found: dict[int, Fraction] = {}
    for i, multiplier in zip(carrying, multipliers, strict=True):
        place, scale = places[i]
        if multiplier:
            found[place] = multiplier * scale
    return Optimum(value, tuple(point), found)


def _distinct(constraints: Sequence[Row]) -> _Rows:
    """Each different row in coprime integers, with the first place where it stands and the factor it was given."""
    found: _Rows = {}
    for place, row in enumerate(constraints):
        common = lcm(*(value.denominator for value in row if value))
        whole = [value.numerator * (common // value.denominator) if value else 0 for value in row]
        shared = gcd(*whole)
        if shared and any(whole[1:]):
            found.setdefault(tuple(value // shared for value in whole), (place, Fraction(common, shared)))
    return found


def _multipliers(objective: Row, rows: Sequence[Sequence[int]]) -> list[Fraction]:
    """The numbers with objective + sum of number * row = 0 on the variables."""
    columns = len(objective) - 1
    equations: list[list[Fraction | int]] = [
        [*(row[1 + j] for row in rows), -Fraction(objective[1 + j])] for j in range(columns)
    ]
    reduced, pivots = _eliminated(equations)
    if len(rows) in pivots:
        raise NotOptimalError("no multipliers of the proposed constraints prove the optimum")
    found = [Fraction(0)] * len(rows)
    for i, pivot in enumerate(pivots):
        found[pivot] = reduced(i, len(rows))
    return found


def _meeting_point(rows: Sequence[Sequence[int]], variables: int) -> list[Fraction]:
    """The point at which the first independent rows are 0."""
    _, independent = _eliminated([[row[1 + j] for row in rows] for j in range(variables)])
    if len(independent) < variables:
        raise NotOptimalError("the proposed constraints do not meet in a point")
    reduced, _ = _eliminated([[*rows[i][1:], -rows[i][0]] for i in independent])
    return [reduced(i, variables) for i in range(variables)]


def _eliminated(matrix: Sequence[Sequence[Fraction | int]]) -> tuple[Callable[[int, int], Fraction], list[int]]:
    """The reduced echelon form, as a function of row and column, and the column of each pivot."""
    try:
        import flint
    except ImportError as error:
        raise SolverMissingError(f"larger linear programs: {FLINT.missing}") from error
    echelon, rank = flint.fmpq_mat([[_fmpq(flint, value) for value in row] for row in matrix]).rref()
    pivots, column = [], 0
    for row in range(rank):
        while echelon[row, column] == 0:
            column += 1
        pivots.append(column)

    def cell(row: int, column: int) -> Fraction:
        value = echelon[row, column]
        return Fraction(int(value.p), int(value.q))

    return cell, pivots


def _fmpq(flint: Any, value: Fraction | int) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def _at(row: Row, point: Sequence[Fraction]) -> Fraction:
    return Fraction(row[0]) + sum((c * v for c, v in zip(row[1:], point, strict=True) if c and v), Fraction(0))
