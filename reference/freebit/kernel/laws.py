"""Laws that several kinds share: of boxes [R2.8]-[R2.13], triples [R3.10] and inputs [R3.12]."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from operator import add

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.entries import format_entry
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import IndexedVector, dense, losing
from freebit.kernel.model import Failure, Rules


@dataclass(frozen=True)
class BoxLaws:
    """The laws that the box of a witness keeps."""

    game: ParityGame
    box: IndexedVector

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
        for index, value in self.box.numerators.items():
            if value < 0:
                return Failure(f"P({format_entry(index, self.game.parties)})", f"{self._shown(value)} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each input."""
        n = self.game.parties
        totals = dense(self.box.numerators, 4**n)
        for _ in range(n):
            # The outputs of one party are summed over; the party goes from the end to the front.
            totals = list(map(add, totals[::2], totals[1::2]))
            totals = totals[::2] + totals[1::2]
        for x, total in zip(all_bits(n), totals, strict=True):
            if total != self.box.denominator:
                return Failure(f"x = {format_bits(x)}", f"the probabilities sum to {self._shown(total)}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] the marginal over a_i does not depend on x_i."""
        n = self.game.parties
        block = 4 ** (n - 1)
        values = dense(self.box.numerators, 4**n)
        for party in range(n):
            # The entries of the party on the four pairs (x_i,a_i); the parties after it come first in each block.
            x0a0, x0a1, x1a0, x1a1 = parts = [values[i * block : (i + 1) * block] for i in range(4)]
            on_0, on_1 = list(map(add, x0a0, x0a1)), list(map(add, x1a0, x1a1))
            if on_0 != on_1:
                return self._signals(party, on_0, on_1)
            for i, part in enumerate(parts):
                values[i::4] = part
        return None

    def _signals(self, party: int, on_0: list[int], on_1: list[int]) -> Failure:
        """The first place where the marginals of the others differ; those after the party come first in it."""
        n = self.game.parties
        rotated = next(i for i, (left, right) in enumerate(zip(on_0, on_1, strict=True)) if left != right)
        after, before = divmod(rotated, 4**party)
        a, x = format_entry(4 ** (n - 1 - party) * before + after, n - 1).split("|")
        return Failure(
            f"party {party + 1}, the others at {a[:party]}.{a[party:]}|{x[:party]}.{x[party:]}",
            f"the marginal is {self._shown(on_0[rotated])} on input 0, {self._shown(on_1[rotated])} on input 1",
        )

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        lost = losing(self.game)
        loss = sum(value for index, value in self.box.numerators.items() if index in lost)
        return Failure("P", f"the loss is {self._shown(loss)}, not 0") if loss else None

    def _shown(self, numerator: int) -> Fraction:
        return Fraction(numerator, self.box.denominator)


def not_three(triple: tuple[int, ...], place: str) -> Failure | None:
    """[R3.10] the triple is three different parties in increasing order."""
    if len(triple) == 3 and all(low < high for low, high in combinations(triple, 2)):
        return None
    return Failure(place, f"{[party + 1 for party in triple]} is not three different parties in increasing order")


def not_asked(game: ParityGame, inputs: Iterable[Bits], place: str) -> Failure | None:
    """[R3.12] the inputs are in X."""
    for x in inputs:
        if game.target(x) is None:
            return Failure(place, f"the input {format_bits(x)} is outside X")
    return None
