"""The vectors W and G that the kinds ``family`` and ``distillation`` have for each input y [R3.15], [R3.16]."""

from dataclasses import dataclass

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import IndexedVector, constant, difference, row_vector
from freebit.kernel.laws import not_three
from freebit.kernel.model import Failure
from freebit.wire.reader import Reader


@dataclass(frozen=True)
class Members:
    """A game, a triple of parties from 0, and for each y a pair (W, G): W acts as 1, G as the triple's majority."""

    game: ParityGame
    triple: tuple[int, ...]
    pairs: dict[Bits, tuple[IndexedVector, IndexedVector]]

    @classmethod
    def read(cls, game: ParityGame, triple: Reader, witness: Reader) -> "Members":
        """The pairs of the witness; raises ``UnreadableError`` if they break a rule of the wire."""
        n = game.parties
        return cls(
            game,
            triple.triple(n),
            {
                member.key_bits(n): (member.child("W").vector(n), member.child("G").vector(n))
                for member in witness.members()
                if member.only(["W", "G"])
            },
        )

    def triple_is_three(self) -> Failure | None:
        """[R3.10] the triple is three different parties in increasing order."""
        return not_three(self.triple, "claim/triple")

    def weights_act_as_one(self) -> Failure | None:
        """[R3.15] W acts as 1 on every non-signalling box."""
        for y, (weights, _) in self.pairs.items():
            differs = difference(weights, constant(y), self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/W", f"W is not 1: {differs}")
        return None

    def majority_acts_right(self) -> Failure | None:
        """[R3.16] G acts as P(maj=0|y) - P(maj=1|y) on every non-signalling box."""
        signs = [1 - 2 * majority_of(a, self.triple) for a in all_bits(self.game.parties)]
        for y, (_, majority) in self.pairs.items():
            differs = difference(majority, row_vector(y, signs), self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/G", f"G is not m: {differs}")
        return None


def not_matching(claimed: set[Bits], members: set[Bits], claim: str) -> Failure | None:
    """Whether something is claimed, and the witness has members for exactly the claimed inputs."""
    if not claimed:
        return Failure(claim, "no input is claimed")
    for y in sorted(claimed ^ members):
        return Failure(claim if y in members else "witness", f"{format_bits(y)} is missing")
    return None
