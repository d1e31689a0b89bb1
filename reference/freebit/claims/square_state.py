"""The magic square: quantum devices always win it, deterministic ones do not (needs sympy)."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from freebit.boxes.bits import Bits
from freebit.boxes.magic_square import COLUMN_ANSWERS, ENTRIES, INPUTS, LINES, ROW_ANSWERS, wins
from freebit.claims.ghz_state import observable
from freebit.claims.model import Finding

#: The observables of two qubits: those of a row commute and have the product 1, those of a column the product -1.
SQUARE: tuple[tuple[str, ...], ...] = (("+X1", "+1X", "+XX"), ("+1Z", "+Z1", "+ZZ"), ("-XZ", "-ZX", "+YY"))


def matrix(name: str) -> Any:
    """An observable of two qubits, such as -XZ."""
    import sympy

    left, right = (sympy.eye(2) if letter == "1" else observable(letter) for letter in name[1:])
    return sympy.kronecker_product(left, right) * (-1 if name[0] == "-" else 1)


def projector(observables: Sequence[Any], answers: Bits) -> Any:
    """On the states in which commuting observables have the values (-1)^bit."""
    import sympy

    found = sympy.eye(4)
    for value, bit in zip(observables, answers, strict=True):
        found = found * (sympy.eye(4) + (-1) ** bit * value) / 2
    return found


def quantum(square: Sequence[Sequence[str]] = SQUARE, least_lost: int = 1) -> Finding:
    """Two pairs of qubits: the first party measures a row of the square, the second a column, transposed [R2.16].

    On (|00> + |11>)/sqrt 2 twice, A and the transpose of B have the mean tr(AB)/4.  No deterministic strategy is
    right on more than 9 - ``least_lost`` inputs.
    """
    observables = [[matrix(name) for name in row] for row in square]
    rows = {(r, a): projector(observables[r - 1], a) for r in LINES for a in ROW_ANSWERS}
    columns = {(c, b): projector([row[c - 1] for row in observables], b) for c in LINES for b in COLUMN_ANSWERS}
    table = {entry: (rows[r, a] * columns[c, b]).trace() / 4 for entry in ENTRIES.values() for a, b, r, c in [entry]}
    normal = all(sum(p for (_, _, s, t), p in table.items() if (s, t) == (r, c)) == 1 for r, c in INPUTS)
    lost = sum(1 for entry, p in table.items() if p != 0 and not wins(entry))
    classical = min(
        sum(
            row[c - 1] != column[r - 1]
            for r, row in zip(LINES, a, strict=True)
            for c, column in zip(LINES, b, strict=True)
        )
        for a in product(ROW_ANSWERS, repeat=3)
        for b in product(COLUMN_ANSWERS, repeat=3)
    )
    return Finding(
        normal and not lost and classical == least_lost,
        f"{len(table)} probabilities from the state, {lost} of them of answers that lose; deterministic strategies "
        f"lose on at least {classical} of {len(INPUTS)} inputs",
    )
