"""Boxes of maximal violation modulo symmetry: the wrong answers leave the linear program altogether.

On an asked input x the right outputs have parity t, so that for every set A of parties

    c_{A, x on A} = (-1)^t c_{B, x on B},    B the parties outside A.

Correlators that such relations tie together are one unknown, entries with I = 1 are 0, and no equation
is left.  Each relation is twice the sum over the wrong outputs a of (-1)^{sum of a_i over A} P(a|x); the
relations used are remembered, and so a functional that vanishes at maximal violation is written out
exactly as a combination of entries with I = 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.entries import Entry, entry_of, index_of
from freebit.boxes.game import ParityGame
from freebit.boxes.symmetry import Relabelling
from freebit.errors import InvalidError
from freebit.solver.reduction import Reduction, add_multiple

#: The relation of the parties A (from 0) at the input x.
Relation = tuple[tuple[int, ...], Bits]
Combination = dict[Relation, Fraction]


@dataclass(frozen=True)
class Unknown:
    """A variable of the reduction in terms of a class of them: sign * class + a combination of relations."""

    number: int
    sign: int
    relations: Mapping[Relation, Fraction]


class MaximalViolation:
    """The boxes of maximal violation that the relabellings keep; class 0 is the constant 1.

    Every parity game has boxes of maximal violation.  Raises ``ValueError`` where relabellings that are not
    symmetries of the game contradict it.
    """

    def __init__(self, game: ParityGame, generators: tuple[Relabelling, ...]) -> None:
        self.game = game
        self.reduction: Reduction = Reduction(game, generators)
        self.unknowns: list[Unknown] = self._tied()
        self.classes: int = 1 + max(unknown.number for unknown in self.unknowns)

    @cached_property
    def rows(self) -> dict[int, tuple[int, ...]]:
        """2**n times the probabilities of the least entries with I = 0, in the classes; each row once."""
        places = [
            (unknown.number, sign * unknown.sign)
            for number, sign in self.reduction.correlators
            for unknown in [self.unknowns[number]]
        ]
        found: dict[tuple[int, ...], int] = {}
        for least in self.reduction.entry_orbits:
            if not self.reduction.loses(least):
                found.setdefault(tuple(self.reduction.row_in(places, self.classes, least)), least)
        return {least: row for row, least in found.items()}

    def in_variables(self, functional: Mapping[int, Fraction]) -> list[Fraction]:
        """2**n times the action of a functional, given on entries by index, on the variables of the reduction."""
        total = [Fraction(0)] * self.reduction.variables
        for least, weight in self.on_orbits(functional).items():
            total = [t + weight * v for t, v in zip(total, self.reduction.row(least), strict=True)]
        return total

    def on_orbits(self, functional: Mapping[int, Fraction]) -> dict[int, Fraction]:
        """The sums of a functional over the orbits of entries, by least index."""
        sums: dict[int, Fraction] = {}
        for index, value in functional.items():
            least = self.reduction.entry_orbit[index]
            sums[least] = sums.get(least, Fraction(0)) + value
        return sums

    def in_classes(self, functional: list[Fraction]) -> list[Fraction]:
        """A functional on the variables, at maximal violation."""
        total = [Fraction(0)] * self.classes
        for value, unknown in zip(functional, self.unknowns, strict=True):
            total[unknown.number] += value * unknown.sign
        return total

    def lifted(self, gap: list[Fraction], multipliers: Mapping[int, Fraction]) -> dict[Entry, Fraction]:
        """The vector that acts as ``gap`` on every box the relabellings keep: a dual vector.

        ``gap`` is given on the variables; it equals the sum of ``multipliers`` times ``rows`` in the classes.
        If the relabellings keep the gap then the vector acts as the gap on all non-signalling boxes.
        """
        weights = dict(multipliers)
        rest = list(gap)
        for least, multiplier in multipliers.items():
            rest = [r - multiplier * v for r, v in zip(rest, self.reduction.row(least), strict=True)]
        for relation, value in self._relations(rest).items():
            add_multiple(weights, self._wrong_entries(relation), value / 2 ** (self.game.parties - 1))
        return self._spread(
            {least: weight / len(self.reduction.entry_orbits[least]) for least, weight in weights.items() if weight}
        )

    def box(self, point: tuple[Fraction, ...]) -> dict[Entry, Fraction]:
        """The box whose classes have the given values, the constant left out."""
        values = (Fraction(1), *point)
        variables = [unknown.sign * values[unknown.number] for unknown in self.unknowns]
        probabilities = {}
        for least in self.reduction.entry_orbits:
            if not self.reduction.loses(least):
                row = self.reduction.row(least)
                total = sum((v * c for v, c in zip(variables, row, strict=True) if c), Fraction(0))
                probabilities[least] = total / 2**self.game.parties
        return self._spread(probabilities)

    def _spread(self, values: Mapping[int, Fraction]) -> dict[Entry, Fraction]:
        """Values given on least entries, on all entries of their orbits; zeros are left out."""
        parties = self.game.parties
        return {
            entry_of(index, parties): value
            for least, value in values.items()
            if value
            for index in self.reduction.entry_orbits[least]
        }

    def _relations(self, rest: Sequence[Fraction]) -> dict[Relation, Fraction]:
        """A functional on the variables that is 0 in the classes, as a combination of relations."""
        found: Combination = {}
        for value, unknown in zip(rest, self.unknowns, strict=True):
            if value:
                add_multiple(found, unknown.relations, value)
        return found

    def _wrong_entries(self, relation: Relation) -> dict[int, Fraction]:
        """A relation as twice this combination of wrong entries, summed over orbits, by least index."""
        subset, x = relation
        found: dict[int, Fraction] = {}
        for a in all_bits(self.game.parties):
            if self.game.coefficient(a, x):
                least = self.reduction.entry_orbit[index_of(a, x)]
                sign = -1 if sum(a[i] for i in subset) % 2 else 1
                found[least] = found.get(least, Fraction(0)) + sign
        return found

    def _tied(self) -> list[Unknown]:
        """Each variable in terms of its class: Gaussian elimination on relations of two variables each."""
        count = self.reduction.variables
        solved: list[tuple[dict[int, Fraction], Combination]] = [({v: Fraction(1)}, {}) for v in range(count)]
        for relation, sides in self._relations_of_two().items():
            roots: dict[int, Fraction] = {}
            combination: Combination = {relation: Fraction(-1)}
            for variable, sign in sides:
                add_multiple(roots, solved[variable][0], sign)
                add_multiple(combination, solved[variable][1], sign)
            if not roots:
                continue
            pivot = max(roots)
            if pivot == 0:
                raise InvalidError("the relabellings do not keep the game: together with it they leave no box")
            share = roots.pop(pivot)
            for linear, combined in solved:
                factor = linear.pop(pivot, Fraction(0)) / -share
                if factor:
                    add_multiple(linear, roots, factor)
                    add_multiple(combined, combination, factor)
        numbers = {0: 0}
        for linear, _ in solved:
            for root in linear:
                numbers.setdefault(root, len(numbers))
        return [
            Unknown(numbers[root], int(sign), combination)
            for linear, combination in solved
            for root, sign in [next(iter(linear.items()), (0, Fraction(0)))]
        ]

    def _relations_of_two(self) -> dict[Relation, tuple[tuple[int, int], tuple[int, int]]]:
        """The different relations as sums over two variables, in the order of x and of the size of A."""
        n = self.game.parties
        asked = {entry_of(least, n)[1] for least in self.reduction.entry_orbits if self.reduction.loses(least)}
        found: dict[tuple[tuple[int, int], tuple[int, int]], Relation] = {}
        for x in sorted(asked):
            turn = 1 if self.game.target(x) else -1
            for size in range(n // 2 + 1):
                for subset in combinations(range(n), size):
                    left, sign = self.reduction.correlators[_place(subset, x)]
                    others = tuple(party for party in range(n) if party not in subset)
                    right, other_sign = self.reduction.correlators[_place(others, x)]
                    found.setdefault(((left, sign), (right, turn * other_sign)), (subset, x))
        return {relation: sides for sides, relation in found.items()}


def _place(subset: tuple[int, ...], x: Bits) -> int:
    """The index in base 3 of the correlator of the parties of the subset on input x."""
    n = len(x)
    return sum(3 ** (n - 1 - party) * (1 + x[party]) for party in subset)
