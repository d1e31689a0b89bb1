"""Kind ``distillation``: the numbers (alpha, beta) of eq (13), and that a good function f exists [R3.40]-[R3.44].

With G0 = (W+G)/2 and G1 = (W-G)/2, which act as P(maj=0|y) and P(maj=1|y), the claim is that
sqrt(G0^2 + G1^2) <= alpha W + beta I at every entry, and that the pairs (G0, G1) point in few directions.
The triple is three parties in order, the inputs are in X, each once, and the witness has (W, G) for exactly these;
0 < alpha < 1 < beta.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import format_entry
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import losing
from freebit.kernel.laws import not_asked
from freebit.kernel.members import Members, not_matching
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import game_text, in_parts, majority_text, triple_text, words_text
from freebit.wire.reader import Reader, read_game

#: 2 (m e^(-9/2))^Nd < 1 for all Nd >= 1 iff m < e^(9/2)/2 = 45.008...; see R5.17.
MOST_DIRECTIONS = 45


@dataclass(frozen=True)
class Distilled:
    """Proved: at each input vectors W ~ 1, G ~ m_y with sqrt(G0^2+G1^2) <= alpha W + beta I and few directions."""

    game: ParityGame
    triple: tuple[int, ...]
    inputs: frozenset[Bits]
    alpha: Fraction
    beta: Fraction
    directions: int

    def __str__(self) -> str:
        numbers = f"eq (13) for {majority_text(self.triple)} with alpha = {self.alpha}, beta = {self.beta}"
        where = f"at the inputs {words_text(self.inputs)}"
        return f"{game_text(self.game)}: {numbers} and at most {self.directions} directions, {where}"

    def parts(self) -> FactParts:
        """The parties, the inputs, alpha, beta and the number of directions."""
        return in_parts(
            Distillation.kind,
            self.game,
            triple=triple_text(self.triple),
            inputs=words_text(self.inputs),
            alpha=str(self.alpha),
            beta=str(self.beta),
            directions=str(self.directions),
        )


@dataclass(frozen=True)
class Distillation:
    """Kind ``distillation``: alpha, beta, a number of directions, and vectors W and G for each input of the claim."""

    kind = "distillation"

    inputs: tuple[Bits, ...]
    alpha: Fraction
    beta: Fraction
    directions: int
    members: Members

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Distillation":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "triple", "inputs", "alpha", "beta", "directions"])
        game = read_game(claim.child("game"))
        return cls(
            tuple(x.bits(game.parties) for x in claim.child("inputs").elements()),
            claim.child("alpha").rational(),
            claim.child("beta").rational(),
            claim.child("directions").count(),
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
            "R3.40": self.inputs_match,
            "R3.41": self.numbers_are_in_range,
            "R3.44": self.directions_are_few,
            "R3.15": self.members.weights_act_as_one,
            "R3.16": self.members.majority_acts_right,
            "R3.42": self.entries_are_bounded,
            "R3.43": self.directions_are_counted,
        }

    def facts(self) -> tuple[Distilled, ...]:
        """The numbers, and the inputs that they are for."""
        inputs = frozenset(self.inputs)
        return (Distilled(self.game, self.members.triple, inputs, self.alpha, self.beta, self.directions),)

    def inputs_match(self) -> Failure | None:
        """[R3.40] at least one input is claimed, each once and in X, and the witness has members for exactly these."""
        if len(set(self.inputs)) < len(self.inputs):
            return Failure("claim/inputs", "an input is repeated")
        return not_asked(self.game, self.inputs, "claim/inputs") or not_matching(
            set(self.inputs), set(self.members.pairs), "claim/inputs"
        )

    def numbers_are_in_range(self) -> Failure | None:
        """[R3.41] 0 < alpha < 1 < beta."""
        if not 0 < self.alpha < 1:
            return Failure("claim/alpha", f"{self.alpha} is not between 0 and 1")
        return None if self.beta > 1 else Failure("claim/beta", f"{self.beta} is not above 1")

    def directions_are_few(self) -> Failure | None:
        """[R3.44] there are at most 45 directions."""
        if self.directions <= MOST_DIRECTIONS:
            return None
        return Failure("claim/directions", f"{self.directions} is more than {MOST_DIRECTIONS}")

    def entries_are_bounded(self) -> Failure | None:
        """[R3.42] alpha W + beta I >= 0 and W^2 + G^2 <= 2 (alpha W + beta I)^2 at every entry.

        Where W = G = 0 both hold, since beta > 0.
        """
        lost = losing(self.game)
        unit = lcm(self.alpha.denominator, self.beta.denominator)
        alpha, beta = int(self.alpha * unit), int(self.beta * unit)
        for y, scale, index, w, g in self._entries():
            reach = alpha * w + beta * scale * (index in lost)
            left, right = (w * w + g * g) * unit**2, 2 * reach * reach
            if reach < 0 or left > right:
                place = f"witness/{format_bits(y)} at {format_entry(index, self.game.parties)}"
                if reach < 0:
                    return Failure(place, f"alpha W + beta I = {Fraction(reach, unit * scale)} is negative")
                square = (unit * scale) ** 2
                return Failure(
                    place,
                    f"W^2 + G^2 = {Fraction(left, square)} exceeds 2 (alpha W + beta I)^2 = {Fraction(right, square)}",
                )
        return None

    def directions_are_counted(self) -> Failure | None:
        """[R3.43] the pairs (W+G, W-G) take at most as many directions, up to sign, as are claimed."""
        found: set[tuple[int, int]] = set()
        for _, _, _, w, g in self._entries():
            found.add(_direction(w + g, w - g))
            if len(found) > self.directions:
                return Failure("claim/directions", f"there are more than {self.directions} directions")
        return None

    def _entries(self) -> Iterator[tuple[Bits, int, int, int, int]]:
        """Every (y, scale, index, W, G) that is not zero, W and G times the scale, which makes them integers."""
        for y, (weights, majority) in self.members.pairs.items():
            scale = lcm(weights.denominator, majority.denominator)
            w, g = weights.scaled(scale), majority.scaled(scale)
            for index in sorted(w.keys() | g.keys()):
                yield y, scale, index, w.get(index, 0), g.get(index, 0)


def _direction(first: int, second: int) -> tuple[int, int]:
    """The pair in coprime integers, the first that is not 0 positive."""
    shared = gcd(first, second) * (-1 if first < 0 or (first == 0 and second < 0) else 1)
    return first // shared, second // shared
