"""Exact linear programs through cddlib in GMP rationals.

Untrusted: what comes out is written into certificates, and those are checked elsewhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from freebit.errors import FreebitError
from freebit.parts import CDD

Row = Sequence[Fraction | int]


class InfeasibleError(FreebitError, ValueError):
    """No point satisfies the constraints."""


class UnboundedError(FreebitError, ValueError):
    """The objective grows without end."""


class SolverMissingError(FreebitError, ImportError):
    """The exact LP library is not installed."""


@dataclass(frozen=True)
class Optimum:
    """The value and a pair of solutions that prove each other optimal.

    ``point`` has one entry per variable; ``multipliers`` maps the index of a constraint to its non-zero
    multiplier y, so that objective = -sum of y * row on the variables, and y >= 0 on inequalities.
    """

    value: Fraction
    point: tuple[Fraction, ...]
    multipliers: dict[int, Fraction]


def maximise(objective: Row, constraints: Sequence[Row], equalities: Collection[int] = ()) -> Optimum:
    """Maximise a linear form subject to b + A v >= 0, exactly.

    ``objective`` is (constant, c_1, ..., c_k); each constraint is (b, A_1, ..., A_k); the constraints whose
    indices are in ``equalities`` hold with equality.  Raises ``InfeasibleError`` or ``UnboundedError``, and
    ``SolverMissingError`` where the library is not installed.
    """
    if len(objective) == 1:
        return _without_variables(Fraction(objective[0]), constraints, equalities)
    try:
        import cdd
        import cdd.gmp
    except ImportError as error:
        raise SolverMissingError(f"exact linear programming: {CDD.missing}") from error
    matrix = cdd.gmp.matrix_from_array(
        [list(row) for row in constraints],
        lin_set=set(equalities),
        rep_type=cdd.RepType.INEQUALITY,
        obj_type=cdd.LPObjType.MAX,
        obj_func=list(objective),
    )
    program = cdd.gmp.linprog_from_matrix(matrix)
    cdd.gmp.linprog_solve(program)
    status = cdd.LPStatusType
    if program.status in (status.INCONSISTENT, status.STRUC_INCONSISTENT):
        raise InfeasibleError("the linear program has no feasible point")
    if program.status != status.OPTIMAL:
        raise UnboundedError(f"the linear program has no finite optimum ({status(program.status).name})")
    return Optimum(
        Fraction(program.obj_value),
        tuple(Fraction(value) for value in program.primal_solution),
        {index: Fraction(value) for index, value in program.dual_solution if value},
    )


def _without_variables(value: Fraction, constraints: Sequence[Row], equalities: Collection[int]) -> Optimum:
    """The program in which nothing is left to choose."""
    if any(row[0] < 0 or (row[0] and i in equalities) for i, row in enumerate(constraints)):
        raise InfeasibleError("the linear program has no feasible point")
    return Optimum(value, (), {})
