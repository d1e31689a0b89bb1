"""Functionals and boxes that are given by the types of their entries [R3.70]."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from freebit.boxes.entry_types import Type, entries_of_type, format_type, loses, types
from freebit.boxes.game import ParityGame
from freebit.kernel.laws import ZERO
from freebit.kernel.model import Failure, Rules


@dataclass(frozen=True)
class SymmetricBoxLaws:
    """The laws of a box that is given by types."""

    game: ParityGame
    box: dict[Type, Fraction]

    def rules(self) -> Rules:
        return {
            "R2.8": self.not_negative,
            "R2.9": self.normalised,
            "R2.10": self.non_signalling,
            "R2.13": self.maximal_violation,
        }

    def not_negative(self) -> Failure | None:
        """[R2.8] P(a|x) >= 0."""
        for kind, value in self.box.items():
            if value < 0:
                return Failure(f"witness/primal/{format_type(kind)}", f"{value} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each number of ones in the input."""
        n = self.game.parties
        for ones in range(n + 1):
            total = sum(
                (
                    comb(n - ones, i) * comb(ones, j) * self.box.get((n - ones - i, i, ones - j, j), ZERO)
                    for i in range(n - ones + 1)
                    for j in range(ones + 1)
                ),
                ZERO,
            )
            if total != 1:
                return Failure(f"inputs of weight {ones}", f"the probabilities sum to {total}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] for each type of the others, the marginal over a_i does not depend on x_i."""
        for others in types(self.game.parties - 1):
            on_0, on_1 = (
                sum((self.box.get(_one_more(others, 2 * setting + output), ZERO) for output in (0, 1)), ZERO)
                for setting in (0, 1)
            )
            if on_0 != on_1:
                return Failure(
                    f"the others of type {format_type(others)}",
                    f"the marginal is {on_0} on input 0, {on_1} on input 1",
                )
        return None

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        loss = sum((entries_of_type(kind) * value for kind, value in self.box.items() if loses(self.game, kind)), ZERO)
        return Failure("P", f"the loss is {loss}, not 0") if loss else None


def symmetric_contraction(values: dict[Type, int], parties: int) -> Iterator[tuple[tuple[int, int], int]]:
    """The action of a vector by type on the correlators of i parties on input 0 and j on input 1 [R3.70].

    One party at a time leaves the vector: on input 0 as the difference of the outputs 0 and 1, likewise on
    input 1, or left out, as the sum of all four.  By symmetry it does not matter which party it is.
    """
    on_0 = dict(values)
    for i in range(parties + 1):
        on_1 = on_0
        for j in range(parties + 1 - i):
            rest = on_1
            for left in range(parties - i - j, 0, -1):
                rest = _without_one(rest, left, (1, 1, 1, 1))
            yield (i, j), rest.get((0, 0, 0, 0), 0)
            if i + j < parties:
                on_1 = _without_one(on_1, parties - i - j, (0, 0, 1, -1))
        if i < parties:
            on_0 = _without_one(on_0, parties - i, (1, -1, 0, 0))


def _without_one(values: dict[Type, int], parties: int, signs: Type) -> dict[Type, int]:
    """The vector of one party less: each of the four entries of the leaving party counts with its sign."""
    return {
        kind: sum(sign * values.get(_one_more(kind, place), 0) for place, sign in enumerate(signs) if sign)
        for kind in types(parties - 1)
    }


def _one_more(kind: Type, place: int) -> Type:
    counts = list(kind)
    counts[place] += 1
    return counts[0], counts[1], counts[2], counts[3]
