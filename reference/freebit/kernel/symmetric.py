"""Functionals and boxes that are given by the types of their entries [R3.70]."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from freebit.boxes.entry_types import Type, entries_of_type, format_type, loses, types
from freebit.boxes.game import ParityGame
from freebit.kernel.model import Failure, Rules
from freebit.wire.rational import Rationals

VectorByType = Rationals[Type]


@dataclass(frozen=True)
class SymmetricBoxLaws:
    """The laws of a box that is given by types."""

    game: ParityGame
    box: VectorByType

    def rules(self) -> Rules:
        """Non-negative, normalised, non-signalling, and of maximal violation."""
        return {
            "R2.8": self.not_negative,
            "R2.9": self.normalised,
            "R2.10": self.non_signalling,
            "R2.13": self.maximal_violation,
        }

    def not_negative(self) -> Failure | None:
        """[R2.8] P(a|x) >= 0."""
        for kind, value in self.box.numerators.items():
            if value < 0:
                return Failure(f"witness/primal/{format_type(kind)}", f"{self._shown(value)} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each number of ones in the input."""
        n = self.game.parties
        totals = [0] * (n + 1)
        for (zeros, i, _, j), value in self.box.numerators.items():
            totals[n - zeros - i] += comb(zeros + i, i) * comb(n - zeros - i, j) * value
        for ones, total in enumerate(totals):
            if total != self.box.denominator:
                return Failure(f"inputs of weight {ones}", f"the probabilities sum to {self._shown(total)}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] for each type of the others, the marginal over a_i does not depend on x_i."""
        box = self.box.numerators
        for others in types(self.game.parties - 1):
            x0a0, x0a1, x1a0, x1a1 = (box.get(_one_more(others, place), 0) for place in range(4))
            if x0a0 + x0a1 != x1a0 + x1a1:
                on_0, on_1 = self._shown(x0a0 + x0a1), self._shown(x1a0 + x1a1)
                return Failure(
                    f"the others of type {format_type(others)}",
                    f"the marginal is {on_0} on input 0, {on_1} on input 1",
                )
        return None

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        loss = sum(
            entries_of_type(kind) * value for kind, value in self.box.numerators.items() if loses(self.game, kind)
        )
        return Failure("P", f"the loss is {self._shown(loss)}, not 0") if loss else None

    def _shown(self, numerator: int) -> Fraction:
        return Fraction(numerator, self.box.denominator)


def symmetric_contraction(values: Mapping[Type, int], parties: int) -> Iterator[tuple[int, int, int]]:
    """The action of a vector by type on the correlators of i parties on input 0 and j on input 1 [R3.70].

    By symmetry it does not matter which parties those are.  The others leave the vector first, one by one, each by
    the sum of its four entries.  A party on an input then counts with the sign (-1)^{a_i} on that input alone.
    """
    rest = dict(values)
    for left in range(parties, -1, -1):
        for i in range(left + 1):
            j = left - i
            signed = (
                (-1) ** (k + m) * comb(i, k) * comb(j, m) * rest.get((i - k, k, j - m, m), 0)
                for k in range(i + 1)
                for m in range(j + 1)
            )
            yield i, j, sum(signed)
        if left:
            rest = {kind: sum(rest.get(_one_more(kind, place), 0) for place in range(4)) for kind in types(left - 1)}


def _one_more(kind: Type, place: int) -> Type:
    """The type with one more party at one of its four places."""
    counts = list(kind)
    counts[place] += 1
    return counts[0], counts[1], counts[2], counts[3]
