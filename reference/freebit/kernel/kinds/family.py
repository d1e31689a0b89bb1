"""Kind ``family``: bounds on a majority at several inputs, and one alpha for all of them [R3.10]-[R3.17].

The triple is three parties in order, the inputs are in X, and the witness has a pair (W, G) for exactly the claimed
ones; beta(y,x) >= 0 is there for exactly the x in X; W acts as 1 and G as P(maj=0|y) - P(maj=1|y); and
|G| <= alpha W + beta I at every entry.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import format_entry
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import losing
from freebit.kernel.laws import not_asked
from freebit.kernel.members import Members, not_matching
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import at_maximal_violation, in_parts, majority_text, triple_text
from freebit.wire.reader import Reader, read_game


@dataclass(frozen=True)
class Bound:
    """Proved: |P(maj=0|y) - P(maj=1|y)| <= alpha + sum of beta(y,x) I(a,x) P(a|x) for non-signalling P, eq (6)."""

    game: ParityGame
    triple: tuple[int, ...]
    y: Bits
    alpha: Fraction
    beta: tuple[tuple[Bits, Fraction], ...]

    def __str__(self) -> str:
        low, high = (1 - self.alpha) / 2, (1 + self.alpha) / 2
        event, y = majority_text(self.triple), format_bits(self.y)
        exact = f"{at_maximal_violation(self.game)}: {low} <= P({event}=0|{y}) <= {high}"
        bias = f"|P({event}=0|{y}) - P({event}=1|{y})|"
        return f"{exact}; of every non-signalling box {bias} <= {self.alpha} + {self._losses()}"

    def parts(self) -> FactParts:
        """The parties, y, alpha and the betas."""
        betas = ",".join(f"{format_bits(x)}:{value}" for x, value in self.beta)
        return in_parts(
            Family.kind,
            self.game,
            triple=triple_text(self.triple),
            input=format_bits(self.y),
            alpha=str(self.alpha),
            beta=betas,
        )

    def _losses(self) -> str:
        """The sum of beta(y,x) I(a,x) P(a|x) in words."""
        betas = {value for _, value in self.beta}
        if len(betas) == 1:
            return f"{betas.pop()} times its loss"
        return "its losses on " + ", ".join(f"{format_bits(x)} times {value}" for x, value in self.beta)


@dataclass(frozen=True)
class Family:
    """Kind ``family``: one alpha, and for each input y of the claim numbers beta(y,x) and vectors W and G."""

    kind = "family"

    alpha: Fraction
    beta: dict[Bits, dict[Bits, Fraction]]
    members: Members

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Family":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "triple", "alpha", "beta"])
        game = read_game(claim.child("game"))
        n = game.parties
        return cls(
            claim.child("alpha").rational(),
            {row.key_bits(n): row.row(n) for row in claim.child("beta").members()},
            Members.read(game, claim.child("triple"), witness),
        )

    @property
    def game(self) -> ParityGame:
        """The game that the claim is about."""
        return self.members.game

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.10": self.members.triple_is_three,
            "R3.11": self.members_match,
            "R3.12": self.inputs_are_asked,
            "R3.13": self.beta_is_complete,
            "R3.14": self.beta_is_not_negative,
            "R3.15": self.members.weights_act_as_one,
            "R3.16": self.members.majority_acts_right,
            "R3.17": self.entries_are_bounded,
        }

    def facts(self) -> tuple[Bound, ...]:
        """One for each input that has a member."""
        return tuple(
            Bound(self.game, self.members.triple, y, self.alpha, tuple(sorted(row.items())))
            for y, row in self.beta.items()
        )

    def members_match(self) -> Failure | None:
        """[R3.11] at least one input y is claimed, and the witness has members for exactly the claimed ones."""
        return not_matching(set(self.beta), set(self.members.pairs), "claim/beta")

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every claimed input y is in X."""
        return not_asked(self.game, self.beta, "claim/beta")

    def beta_is_complete(self) -> Failure | None:
        """[R3.13] for each y, beta(y,x) is given for exactly the inputs x in X."""
        asked = set(self.game.inputs)
        for y, row in self.beta.items():
            for x in sorted(row.keys() ^ asked):
                what = "has a beta but is outside X" if x in row else "has no beta"
                return Failure(f"claim/beta/{format_bits(y)}", f"the input {format_bits(x)} {what}")
        return None

    def beta_is_not_negative(self) -> Failure | None:
        """[R3.14] every beta(y,x) is at least 0."""
        for y, row in self.beta.items():
            for x, value in row.items():
                if value < 0:
                    return Failure(f"claim/beta/{format_bits(y)}/{format_bits(x)}", f"{value} is negative")
        return None

    def entries_are_bounded(self) -> Failure | None:
        """[R3.17] |G(a,x)| <= alpha W(a,x) + beta(y,x) I(a,x) at every entry.

        Where W = G = 0 this can fail only if a beta is negative.
        """
        p, q = self.alpha.numerator, self.alpha.denominator
        lost = losing(self.game)
        for y, (weights, majority) in self.members.pairs.items():
            beta = self.beta.get(y, {})
            scale = lcm(weights.denominator, majority.denominator, *(value.denominator for value in beta.values()))
            w, g = weights.scaled(scale), majority.scaled(scale)
            charge: dict[Bits | None, int] = {x: q * int(scale * value) for x, value in beta.items()}
            everywhere = set(lost) if min(charge.values(), default=0) < 0 else set()
            for index in sorted(w.keys() | g.keys() | everywhere):
                value, bound = q * abs(g.get(index, 0)), p * w.get(index, 0) + charge.get(lost.get(index), 0)
                if value > bound:
                    return Failure(
                        f"witness/{format_bits(y)} at {format_entry(index, self.game.parties)}",
                        f"|G| = {Fraction(value, q * scale)} exceeds alpha W + beta I = {Fraction(bound, q * scale)}",
                    )
        return None
