"""The strongest adversary of one cell, by linear programming over all devices and all leanings [R5.80].

For each y in X a measurement leaves, with each leaning s of the source bits and each sign, a box B, not normalised;
what the honest parties see, the sum of S_s(x) B(a|x), is one J for all y.  The program is averaged over the
symmetries of the kind.  It is solved in floating point: it can only exhibit attacks, never bounds.

``python -m tests.security.strongest`` prints the rates of four parties with party 1's input derived, in minutes.
"""

import sys
from fractions import Fraction
from itertools import product

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from freebit.boxes.cells import MAJORITY, CellInputs, CellKind
from freebit.boxes.entries import entry_of, index_of
from freebit.boxes.game import GhzGame
from freebit.solver.cell_group import CellGroup, input_of


def table_of_entries(parties: int) -> np.ndarray:
    """P(a|x), one row for each entry by index, in the 3**n correlators."""
    words = list(product((0, 1), repeat=parties))
    table = np.zeros((4**parties, 3**parties))
    for index in range(4**parties):
        a, x = entry_of(index, parties)
        for chosen in words:
            place = sum((c and 1 + s) * 3**j for j, (c, s) in enumerate(zip(chosen, x, strict=True)))
            table[index, place] += (-1) ** sum(c & o for c, o in zip(chosen, a, strict=True)) / 2**parties
    return table


def strongest(kind: CellKind, epsilon: float) -> float:
    """The largest rate w of a one-cell attack at epsilon."""
    n, group = kind.parties, CellGroup.of(kind)
    table = table_of_entries(n)
    asked = [index for index in range(4**n) if input_of(index, n) in kind.game.inputs]
    place = {least: i for i, least in enumerate(sorted({group.classes[index] for index in asked}))}
    leanings = list(product((0, 1), repeat=len(kind.inputs.drawn(kind.game.inputs[0]))))
    boxes = [(y, s, sign) for y in group.input_orbits for s in leanings for sign in (1, -1)]

    def chance(s: tuple[int, ...], x: tuple[int, ...]) -> float:
        bits = zip(s, kind.inputs.drawn(x), strict=True)
        return float(np.prod([1 - epsilon if p == q else epsilon for p, q in bits]))

    size, width = table.shape
    variables = width * len(boxes) + len(place)
    nothing = sparse.csr_matrix((size * len(boxes), len(place)))
    positive = sparse.hstack(
        [
            sparse.block_diag([sparse.csr_matrix(-table)] * len(boxes)),
            nothing,
        ]
    ).tocsr()
    honest = np.zeros((len(asked), len(place)))
    for row, index in enumerate(asked):
        honest[row, place[group.classes[index]]] = -1
    sums = []
    for y in group.input_orbits:
        parts = []
        for other, s, _ in boxes:
            weights = np.array([chance(s, input_of(index, n)) if other == y else 0.0 for index in asked])
            parts.append(sparse.csr_matrix(table[asked] * weights[:, None]))
        sums.append(sparse.hstack([*parts, sparse.csr_matrix(honest)]))
    one = np.zeros((1, variables))
    one[0, width * len(boxes) :] = -honest.sum(axis=0)
    equal = sparse.vstack([*sums, sparse.csr_matrix(one)]).tocsr()
    target = np.zeros(equal.shape[0])
    target[-1] = 1
    objective = np.zeros(variables)
    for number, (y, s, sign) in enumerate(boxes):
        for (a, _), value in kind.right_part(y).items():
            factor = len(group.input_orbits[y]) * sign * chance(s, y) * float(value)
            objective[width * number : width * (number + 1)] += factor * table[index_of(a, y)]
    found = linprog(
        -objective, A_ub=positive, b_ub=np.zeros(size * len(boxes)), A_eq=equal, b_eq=target, bounds=(None, None),
        method="highs-ipm",
    )  # fmt: skip
    if found.status != 0:
        raise ArithmeticError(found.message)
    return float(-found.fun)


FOUR = CellKind(GhzGame(4), CellInputs(0), MAJORITY)

if __name__ == "__main__":
    for text in sys.argv[1:] or ["9/20", "2/5", "3/10", "1/10"]:
        print(text, strongest(FOUR, float(Fraction(text))))
