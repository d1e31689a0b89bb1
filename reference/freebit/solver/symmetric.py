"""The exact extremes of P(f=0|x0) at maximal violation, for f a function of the number of ones [R3.70].

x0 is 0...0 or 1...1, which permutations of the parties keep, as they keep the game and f.

The average of a box over all permutations of the parties gives such an f the same probability, so boxes
with one probability for each type of entry suffice: for n parties they have (n+1)(n+2)/2 correlators c(i,j),
of i parties on input 0 and j on input 1, through

    2**n P(p,q,r,s) = the sum over i, j of c(i,j) [u^i] (1+u)^p (1-u)^q [v^j] (1+v)^r (1-v)^s.

At maximal violation c(i,j) = (-1)^t c(m-i, n-m-j) for every number m of zeros in the inputs that are asked, t
being the right parity.  These *ties* leave few correlators; each is a combination of entries with I = 1, and those
complete the dual vector.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entry_types import Type, entries_of_type, loses, types
from freebit.boxes.game import ParityGame
from freebit.errors import InvalidError
from freebit.solver.documents import Json, symmetric_document
from freebit.solver.exact_lp import maximise
from freebit.solver.reduction import add_multiple

Correlator = tuple[int, int]


@dataclass(frozen=True)
class Tie:
    """c(left) = sign * c(right), from the inputs with ``zeros`` zeros."""

    left: Correlator
    right: Correlator
    sign: int
    zeros: int


@dataclass(frozen=True)
class SolvedByTypes:
    """One extreme of P(weight(a) in weights | x0) and what proves it, by type; cf. ``predictability.SolvedExtreme``."""

    game: ParityGame
    x0: Bits
    weights: tuple[int, ...]
    sense: str
    value: Fraction
    dual: Mapping[Type, Fraction]
    primal: Mapping[Type, Fraction]

    def document(self, found: Mapping[str, str]) -> Json:
        """The certificate."""
        return symmetric_document(
            self.game, self.weights, self.x0, self.sense, self.value, self.dual, self.primal, found
        )


class SymmetricProgram:
    """The linear program for a game, an input x0 of equal bits and the outputs whose weight is one of ``weights``.

    Raises ``ValueError`` unless the game asks x0 and all bits of x0 are equal.
    """

    def __init__(self, game: ParityGame, x0: Bits, weights: Iterable[int]) -> None:
        if len(set(x0)) != 1 or game.target(x0) is None:
            raise InvalidError(f"[R3.72] {format_bits(x0)} is not an input of the game whose bits are all equal")
        self.game: ParityGame = game
        self.x0: Bits = x0
        self.weights: tuple[int, ...] = tuple(sorted(set(weights)))

    def extreme(self, sense: str) -> SolvedByTypes:
        """The exact extreme, "max" or "min", with dual vector and primal box."""
        n, sign = self.game.parties, 1 if sense == "max" else -1
        right = [k for k in self.weights if not loses(self.game, self._at_input(k))]
        form: dict[Correlator, Fraction] = {}
        for k in right:
            add_multiple(form, self._row(self._at_input(k)), Fraction(sign * comb(n, k), 2**n))
        rows = self._distinct_rows
        least = list(rows.values())
        optimum = maximise(self._in_classes(form), [list(row) for row in rows])
        rest = {place: -value for place, value in form.items()}
        add_multiple(rest, {(0, 0): Fraction(1)}, optimum.value)
        dual: dict[Type, Fraction] = {}
        for index, multiplier in optimum.multipliers.items():
            kind = least[index]
            add_multiple(rest, self._row(kind), -multiplier)
            dual[kind] = multiplier * 2**n / entries_of_type(kind)
        for tie, coefficient in self._by_ties(rest).items():
            add_multiple(dual, self._wrong_entries(tie), coefficient)
        for k in set(self.weights) - set(right):
            add_multiple(dual, {self._at_input(k): Fraction(1)}, Fraction(-sign))
        values = (Fraction(1), *optimum.point)
        primal = {
            kind: sum((v * values[i] for i, v in enumerate(self._class_row(kind)) if v), Fraction(0)) / 2**n
            for kind in types(n)
            if not loses(self.game, kind)
        }
        return SolvedByTypes(self.game, self.x0, self.weights, sense, sign * optimum.value, dual, primal)

    def _at_input(self, ones: int) -> Type:
        """The type of the outputs of a weight on x0."""
        zeros = self.game.parties - ones
        return (0, 0, zeros, ones) if self.x0[0] else (zeros, ones, 0, 0)

    def _row(self, kind: Type) -> dict[Correlator, Fraction]:
        """2**n P(type) in the correlators."""
        on_0, on_1 = _expanded(kind[0], kind[1]), _expanded(kind[2], kind[3])
        return {(i, j): Fraction(p * q) for i, p in enumerate(on_0) for j, q in enumerate(on_1) if p * q}

    @cached_property
    def _ties(self) -> list[Tie]:
        n, found = self.game.parties, []
        for zeros in range(n + 1):
            target = self.game.target((0,) * zeros + (1,) * (n - zeros))
            if target is not None:
                sign = -1 if target else 1
                found += [
                    Tie((i, j), (zeros - i, n - zeros - j), sign, zeros)
                    for i in range(zeros + 1)
                    for j in range(n - zeros + 1)
                ]
        return found

    @cached_property
    def _tree(self) -> tuple[list[Correlator], dict[Correlator, Tie], dict[Correlator, tuple[Correlator, int]]]:
        """A spanning forest of the ties: correlators, roots first; the tie to the parent; root and sign."""
        n = self.game.parties
        around: dict[Correlator, list[Tie]] = {}
        for tie in self._ties:
            around.setdefault(tie.left, []).append(tie)
        order: list[Correlator] = []
        parent: dict[Correlator, Tie] = {}
        root: dict[Correlator, tuple[Correlator, int]] = {}
        for start in ((i, j) for i in range(n + 1) for j in range(n + 1 - i)):
            if start in root:
                continue
            root[start] = (start, 1)
            reached = [start]
            for place in reached:
                for tie in around.get(place, []):
                    if tie.right not in root:
                        root[tie.right] = (start, tie.sign * root[place][1])
                        parent[tie.right] = tie
                        reached.append(tie.right)
            order += reached
        return order, parent, root

    @cached_property
    def _vanishing(self) -> dict[Correlator, Tie]:
        """The roots whose correlators must be 0, each with a tie that says so."""
        _, _, root = self._tree
        return {root[tie.left][0]: tie for tie in self._ties if root[tie.left][1] != tie.sign * root[tie.right][1]}

    @cached_property
    def _class_number(self) -> dict[Correlator, int]:
        """The roots that are unknown, by number; the constant c(0,0) = 1 is number 0."""
        order, parent, _ = self._tree
        roots = [place for place in order if place not in parent and place not in self._vanishing]
        return {place: number for number, place in enumerate(roots)}

    def _in_classes(self, form: Mapping[Correlator, Fraction]) -> list[Fraction]:
        _, _, root = self._tree
        total = [Fraction(0)] * len(self._class_number)
        for place, value in form.items():
            least, sign = root[place]
            if least in self._class_number:
                total[self._class_number[least]] += sign * value
        return total

    def _class_row(self, kind: Type) -> tuple[Fraction, ...]:
        return tuple(self._in_classes(self._row(kind)))

    @cached_property
    def _distinct_rows(self) -> dict[tuple[Fraction, ...], Type]:
        """The rows 2**n P(type) in the classes, each with the first type that has it; I = 0 alone."""
        found: dict[tuple[Fraction, ...], Type] = {}
        for kind in types(self.game.parties):
            if not loses(self.game, kind):
                found.setdefault(self._class_row(kind), kind)
        return found

    def _by_ties(self, form: Mapping[Correlator, Fraction]) -> dict[Tie, Fraction]:
        """A form that is 0 in the classes, as a combination of ties, tie standing for c(left) - sign c(right)."""
        order, parent, root = self._tree
        found: dict[Tie, Fraction] = {}
        rest = dict(form)
        totals: dict[Correlator, Fraction] = {}
        for place, value in form.items():
            least, sign = root[place]
            totals[least] = totals.get(least, Fraction(0)) + sign * value
        for least, tie in self._vanishing.items():
            share = root[tie.left][1] - tie.sign * root[tie.right][1]
            coefficient = totals.get(least, Fraction(0)) / share
            add_multiple(found, {tie: Fraction(1)}, coefficient)
            add_multiple(rest, {tie.left: Fraction(1)}, -coefficient)
            add_multiple(rest, {tie.right: Fraction(tie.sign)}, coefficient)
        for place in reversed(order):
            value = rest.pop(place, Fraction(0))
            if value and place in parent:
                # value c(place) = -sign value (c(left) - sign c(place)) + sign value c(left)
                tie = parent[place]
                add_multiple(found, {tie: Fraction(-tie.sign)}, value)
                add_multiple(rest, {tie.left: Fraction(tie.sign)}, value)
            elif value:
                raise InvalidError(f"the form is not 0 in the classes: {value} is left at {place}")
        return found

    def _wrong_entries(self, tie: Tie) -> dict[Type, Fraction]:
        """c(left) - sign c(right) as a vector by type, on wrong entries alone."""
        n, zeros = self.game.parties, tie.zeros
        i, j = tie.left
        found: dict[Type, Fraction] = {}
        for q in range(zeros + 1):
            for s in range(n - zeros + 1):
                kind = (zeros - q, q, n - zeros - s, s)
                if loses(self.game, kind):
                    on_0 = Fraction(_expanded(zeros - q, q)[i], comb(zeros, i))
                    on_1 = Fraction(_expanded(n - zeros - s, s)[j], comb(n - zeros, j))
                    found[kind] = 2 * on_0 * on_1 / comb(n, zeros)
        return found


def _expanded(plus: int, minus: int) -> list[int]:
    """The coefficients of (1+u)**plus (1-u)**minus."""
    coefficients = [1]
    for sign in [1] * plus + [-1] * minus:
        shifted = [0, *coefficients]
        coefficients = [c + sign * d for c, d in zip([*coefficients, 0], shifted, strict=True)]
    return coefficients
