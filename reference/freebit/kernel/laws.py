"""Laws that several kinds share: of boxes [R2.8]-[R2.13], triples [R3.10] and inputs [R3.12]."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import Vector, common_denominator, dense, entry_key
from freebit.kernel.model import Failure, Rules

ZERO = Fraction(0)


@dataclass(frozen=True)
class BoxLaws:
    """The laws that the box of a witness keeps."""

    game: ParityGame
    box: Vector

    def rules(self) -> Rules:
        return {
            "R2.8": self.not_negative,
            "R2.9": self.normalised,
            "R2.10": self.non_signalling,
            "R2.13": self.maximal_violation,
        }

    def not_negative(self) -> Failure | None:
        """[R2.8] P(a|x) >= 0."""
        for (a, x), value in self.box.items():
            if value < 0:
                return Failure(f"P({format_bits(a)}|{format_bits(x)})", f"{value} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each input."""
        outputs = all_bits(self.game.parties)
        for x in outputs:
            total = sum((self.box.get((a, x), ZERO) for a in outputs), ZERO)
            if total != 1:
                return Failure(f"x = {format_bits(x)}", f"the probabilities sum to {total}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] the marginal over a_i does not depend on x_i."""
        n = self.game.parties
        scale = common_denominator(self.box.values())
        values = dense(self.box, scale, n)
        for party in range(n):
            output, setting = 4 ** (n - 1 - party), 2 * 4 ** (n - 1 - party)
            for index in range(4**n):
                if index & (output | setting):
                    continue
                on_0 = values[index] + values[index + output]
                on_1 = values[index + setting] + values[index + setting + output]
                if on_0 != on_1:
                    return Failure(
                        f"party {party + 1}, the others at {entry_key(index, n, party)}",
                        f"the marginal is {Fraction(on_0, scale)} on input 0, {Fraction(on_1, scale)} on input 1",
                    )
        return None

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        loss = sum((p for (a, x), p in self.box.items() if self.game.coefficient(a, x)), ZERO)
        return Failure("P", f"the loss is {loss}, not 0") if loss else None


def not_three(triple: tuple[int, ...], place: str) -> Failure | None:
    if len(triple) == 3 and all(low < high for low, high in combinations(triple, 2)):
        return None
    return Failure(place, f"{[party + 1 for party in triple]} is not three different parties in increasing order")


def not_asked(game: ParityGame, inputs: Iterable[Bits], place: str) -> Failure | None:
    for x in inputs:
        if game.target(x) is None:
            return Failure(place, f"the input {format_bits(x)} is outside X")
    return None
