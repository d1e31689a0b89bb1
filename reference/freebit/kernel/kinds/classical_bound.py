"""Kind ``classical-bound``: the least loss of deterministic boxes, by squares and by a strategy [R3.60], [R3.61].

2 value <= |X| and (|X| - 2 value)^2 >= the sum of |C(u)|, so that no deterministic box loses less; and the strategy of
the witness loses exactly the value.
"""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import game_text, in_parts
from freebit.wire.reader import Reader, read_game


@dataclass(frozen=True)
class ClassicalMinimum:
    """Proved: deterministic boxes, and so all classical ones, have a loss of at least ``value``, which is reached."""

    game: ParityGame
    value: Fraction

    def __str__(self) -> str:
        return f"{game_text(self.game)}: the least loss of classical boxes is {self.value}"

    def parts(self) -> FactParts:
        """The least loss."""
        return in_parts(ClassicalBound.kind, self.game, value=str(self.value))


@dataclass(frozen=True)
class ClassicalBound:
    """Kind ``classical-bound``: the classical minimum of inequality (2), by squares and by a strategy."""

    kind = "classical-bound"

    game: ParityGame
    value: Fraction
    #: The outputs of all parties on input 0, and on input 1.
    answers: tuple[Bits, Bits]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "ClassicalBound":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "value"])
        game = read_game(claim.child("game"))
        answers = witness.only(["strategy"]).child("strategy").only(["0", "1"])
        return cls(
            game,
            claim.child("value").rational(),
            (answers.child("0").bits(game.parties), answers.child("1").bits(game.parties)),
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {"R3.60": self.squares_suffice, "R3.61": self.strategy_attains}

    def facts(self) -> tuple[ClassicalMinimum, ...]:
        """The minimum."""
        return (ClassicalMinimum(self.game, self.value),)

    def squares_suffice(self) -> Failure | None:
        """[R3.60] 2 value <= |X| and (|X| - 2 value)^2 >= the sum over u of |C(u)|."""
        room = len(self.game.inputs) - 2 * self.value
        total = sum(abs(value) for value in autocorrelation(self.game).values())
        if room >= 0 and room**2 >= total:
            return None
        return Failure("claim/value", f"|X| - 2 value is {room}, and its square must be at least {total}")

    def strategy_attains(self) -> Failure | None:
        """[R3.61] the strategy is wrong on exactly ``value`` inputs of X."""
        wrong = sum(
            self.game.coefficient(tuple(self.answers[bit][i] for i, bit in enumerate(x)), x) for x in self.game.inputs
        )
        if wrong == self.value:
            return None
        return Failure("witness/strategy", f"it is wrong on {wrong} inputs, not on {self.value}")


def autocorrelation(game: ParityGame) -> dict[Bits, int]:
    """C(u), the sum of (-1)^{t(x) + t(x+u)} over the x in X with x + u in X; t is the right parity [R3.60]."""
    signs = {x: -1 if game.target(x) else 1 for x in game.inputs}
    found = dict.fromkeys(all_bits(game.parties), 0)
    for x, left in signs.items():
        for y, right in signs.items():
            found[tuple(i ^ j for i, j in zip(x, y, strict=True))] += left * right
    return found
