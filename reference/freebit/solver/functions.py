"""All functions of the outputs at one input: classes under symmetry, and how well each can be guessed [R3.100].

A function matters through its values on the outputs that win at x0 alone: 16 of five parties, which make
2**16 functions.  Symmetries of the game that fix x0, and exchanging the values 0 and 1, leave few classes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.entries import Entry
from freebit.boxes.game import ParityGame
from freebit.boxes.symmetry import Relabelling, carrier, orbits
from freebit.solver.documents import Json, table_document
from freebit.solver.predictability import PredictabilityProgram, SolvedExtreme

ONE = Fraction(1)
#: Correlators by their slots: "-" for a party left out, "0" or "1" for an input; "-----" is not listed.
Correlators = Mapping[str, Fraction]


@dataclass(frozen=True)
class FunctionClass:
    """One function for all that symmetries make of it, and what proves its predictability.

    ``values`` are those on the winning outputs, in increasing order; ``duals[v]`` is not negative, is 0 where
    I = 1, and acts at maximal violation as ``predictability`` - P(f=v|x0); in the box of maximal violation,
    given by its correlators, one value of f has that probability.
    """

    values: Bits
    predictability: Fraction
    duals: tuple[Mapping[Entry, Fraction], Mapping[Entry, Fraction]]
    box: Correlators


@dataclass(frozen=True)
class FunctionTable:
    """The classes of functions of the outputs that win at x0, for a game with n parties."""

    game: ParityGame
    x0: Bits

    @cached_property
    def winning(self) -> tuple[Bits, ...]:
        """The outputs that win at x0, in increasing order."""
        return self.game.winning_outputs(self.x0)

    @cached_property
    def symmetries(self) -> tuple[Relabelling, ...]:
        """Symmetries that carry all inputs to one another and generate, at x0, even flips and all permutations.

        x0 = 1...1: exchange of the parties 1 and 2, the cycle of all, flip of the outputs 1 and 2, and a
        change of the inputs 1 and 2.
        """
        n = self.game.parties
        none, pair = (0,) * n, (1, 1) + (0,) * (n - 2)
        identity = tuple(range(n))
        there = tuple(x ^ c for x, c in zip(self.x0, pair, strict=True))
        return (
            Relabelling((1, 0, *identity[2:]), none, none, none),
            Relabelling((*identity[1:], 0), none, none, none),
            Relabelling(identity, none, pair, none),
            carrier(self.game, identity, self.x0, there, ()),
        )

    def classes(self) -> list[Bits]:
        """The least function of each class, as its values on the winning outputs, in increasing order."""
        number = {a: place for place, a in enumerate(self.winning)}
        count, top = len(self.winning), 1 << len(self.winning)
        edges: list[Sequence[int]] = [range(top - 1, -1, -1)]
        for symmetry in self.symmetries:
            if all(symmetry.entry(a, self.x0)[1] == self.x0 for a in self.winning):
                places = [number[symmetry.entry(a, self.x0)[0]] for a in self.winning]
                edges.append(_moved_functions(places))
        least = orbits(edges, top)
        return [_bits(f, count) for f in range(top) if least[f] == f]

    def document(self, solved: Iterable[FunctionClass], how: Mapping[str, str]) -> Json:
        """The certificate of kind ``predictability-table``: all classes, by predictability and by the function."""
        rows = sorted(solved, key=lambda row: (row.predictability, row.values))
        return table_document(self.game, self.x0, self.symmetries, rows, how)

    def solved_class(self, values: Bits) -> FunctionClass:
        """The class of the function of these values, its predictability and what proves it."""
        extremes: list[SolvedExtreme] = []
        for value in (0, 1):
            extremes.append(self._largest(values, value))
            if extremes[-1].value == 1:
                break
        best = max(extremes, key=lambda extreme: extreme.value)
        if best.value == 1:
            duals = [self._others(values, value) for value in (0, 1)]
        else:
            duals = [self._raised(extreme, best.value) for extreme in extremes]
        return FunctionClass(values, best.value, (duals[0], duals[1]), correlators(best.primal, self.game.parties))

    def _others(self, values: Bits, value: int) -> dict[Entry, Fraction]:
        """The dual vector that says that no probability exceeds 1: the other winning outputs at x0."""
        return {(a, self.x0): ONE for a, v in zip(self.winning, values, strict=True) if v != value}

    def _largest(self, values: Bits, value: int) -> SolvedExtreme:
        """The largest probability of a value of the function, outputs that lose having none."""
        wanted = {a for a, v in zip(self.winning, values, strict=True) if v == value}
        return PredictabilityProgram(self.game, self.x0, lambda a: int(a not in wanted)).extreme("max")

    def _raised(self, extreme: SolvedExtreme, to: Fraction) -> dict[Entry, Fraction]:
        """The dual vector of a probability, without entries that lose, for a bound that is not less."""
        dual = {entry: value for entry, value in extreme.dual.items() if not self.game.coefficient(*entry)}
        for a in self.winning:
            dual[a, self.x0] = dual.get((a, self.x0), Fraction(0)) + to - extreme.value
        return dual


def correlators(box: Mapping[Entry, Fraction], parties: int) -> Correlators:
    """The correlators of a box that are not 0, by their slots; the constant one is left out [R3.102]."""
    found: dict[str, Fraction] = {}
    for chosen in all_bits(parties)[1:]:
        for (a, x), probability in box.items():
            if all(used or not setting for used, setting in zip(chosen, x, strict=True)):
                name = "".join(str(setting) if used else "-" for used, setting in zip(chosen, x, strict=True))
                odd = sum(used & output for used, output in zip(chosen, a, strict=True)) % 2
                found[name] = found.get(name, Fraction(0)) + (-probability if odd else probability)
    return {name: value for name, value in sorted(found.items()) if value}


def _moved_functions(places: Sequence[int]) -> list[int]:
    """Each function, as the number that its values spell, with its value at output i moved to ``places[i]``."""
    top = len(places) - 1
    moved = [0]
    for place in reversed(places):
        bit = 1 << (top - place)
        moved += [f | bit for f in moved]
    return moved


def _bits(number: int, count: int) -> Bits:
    return tuple(number >> (count - 1 - i) & 1 for i in range(count))
