"""Kind ``family``: bounds on a majority at several inputs, and one alpha for all of them [R3.10]-[R3.17]."""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import (
    Vector,
    common_denominator,
    constant,
    dense,
    difference,
    entry_key,
    losing_inputs,
)
from freebit.kernel.laws import not_asked, not_three
from freebit.kernel.model import Fact, Failure, Rules
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
        triple = ",".join(str(party + 1) for party in self.triple)
        low, high = (1 - self.alpha) / 2, (1 + self.alpha) / 2
        return f"{low} <= P(maj({triple})=0|{format_bits(self.y)}) <= {high}"


@dataclass(frozen=True)
class Family:
    """Kind ``family``: one alpha, and for each input y of the claim numbers beta(y,x) and vectors W and G."""

    game: ParityGame
    triple: tuple[int, ...]
    alpha: Fraction
    beta: dict[Bits, dict[Bits, Fraction]]
    witness: dict[Bits, tuple[Vector, Vector]]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Family":
        claim.only(["game", "triple", "alpha", "beta"])
        game = read_game(claim.child("game"))
        n = game.parties
        return cls(
            game,
            claim.child("triple").triple(n),
            claim.child("alpha").rational(),
            {member.key_bits(n): member.row(n) for member in claim.child("beta").members()},
            {
                member.key_bits(n): (member.child("W").vector(n), member.child("G").vector(n))
                for member in witness.members()
                if member.only(["W", "G"])
            },
        )

    def rules(self) -> Rules:
        return {
            "R3.10": self.triple_is_three,
            "R3.11": self.members_match,
            "R3.12": self.inputs_are_asked,
            "R3.13": self.beta_is_complete,
            "R3.14": self.beta_is_not_negative,
            "R3.15": self.weights_act_as_one,
            "R3.16": self.majority_acts_right,
            "R3.17": self.entries_are_bounded,
        }

    def facts(self) -> tuple[Fact, ...]:
        return tuple(
            Bound(self.game, self.triple, y, self.alpha, tuple(sorted(row.items()))) for y, row in self.beta.items()
        )

    def triple_is_three(self) -> Failure | None:
        """[R3.10] the triple is three different parties in increasing order."""
        return not_three(self.triple, "claim/triple")

    def members_match(self) -> Failure | None:
        """[R3.11] at least one input y is claimed, and the witness has members for just the claimed ones."""
        if not self.beta:
            return Failure("claim/beta", "no input is claimed")
        for y in sorted(self.beta.keys() ^ self.witness.keys()):
            return Failure("claim/beta" if y in self.witness else "witness", f"{format_bits(y)} is missing")
        return None

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every claimed input y is in X."""
        return not_asked(self.game, self.beta, "claim/beta")

    def beta_is_complete(self) -> Failure | None:
        """[R3.13] for each y, beta(y,x) is given for just the inputs x in X."""
        for y, row in self.beta.items():
            for x in sorted(row.keys() ^ set(self.game.inputs)):
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

    def weights_act_as_one(self) -> Failure | None:
        """[R3.15] W acts as 1 on every non-signalling box."""
        for y, (weights, _) in self.witness.items():
            differs = difference(weights, constant(y), self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/W", f"W is not 1: {differs}")
        return None

    def majority_acts_right(self) -> Failure | None:
        """[R3.16] G acts as P(maj=0|y) - P(maj=1|y) on every non-signalling box."""
        outputs = all_bits(self.game.parties)
        for y, (_, majority) in self.witness.items():
            wanted = {(a, y): Fraction(1 - 2 * majority_of(a, self.triple)) for a in outputs}
            differs = difference(majority, wanted, self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/G", f"G is not m: {differs}")
        return None

    def entries_are_bounded(self) -> Failure | None:
        """[R3.17] |G(a,x)| <= alpha W(a,x) + beta(y,x) I(a,x) at every entry."""
        n, p, q = self.game.parties, self.alpha.numerator, self.alpha.denominator
        for y, (weights, majority) in self.witness.items():
            beta = self.beta.get(y, {})
            scale = common_denominator([*weights.values(), *majority.values(), *beta.values()])
            charge: dict[Bits | None, int] = {x: q * int(scale * value) for x, value in beta.items()}
            charge[None] = 0
            room = [
                p * w + charge.get(x, 0)
                for w, x in zip(dense(weights, scale, n), losing_inputs(self.game), strict=True)
            ]
            for index, (g, bound) in enumerate(zip(dense(majority, scale, n), room, strict=True)):
                if q * abs(g) > bound:
                    return Failure(
                        f"witness/{format_bits(y)} at {entry_key(index, n)}",
                        f"|G| = {Fraction(abs(g), scale)} exceeds alpha W + beta I = {Fraction(bound, q * scale)}",
                    )
        return None
