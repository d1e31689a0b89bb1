"""Kind ``distillation``: the numbers (alpha, beta) of eq (13), and that a good function f exists [R3.40]-[R3.44].

With G0 = (W+G)/2 and G1 = (W-G)/2, which act as P(maj=0|y) and P(maj=1|y), the claim is that
sqrt(G0^2 + G1^2) <= alpha W + beta I at every entry, and that the pairs (G0, G1) point in few directions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import Entry, Vector, common_denominator
from freebit.kernel.kinds.family import Family
from freebit.kernel.model import Failure
from freebit.wire.reader import Reader, read_game

#: 2 (m e^(-9/2))^Nd < 1 for all Nd >= 1 iff m < e^(9/2)/2 = 45.008...; see R5.17.
MOST_DIRECTIONS = 45

ZERO = Fraction(0)


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
        where = f"{len(self.inputs)} inputs"
        return f"eq (13): alpha = {self.alpha}, beta = {self.beta}, {where}, at most {self.directions} directions"


@dataclass(frozen=True)
class Distillation:
    """The certificate: alpha, beta, a number of directions, and vectors W and G for each input of the claim."""

    game: ParityGame
    triple: tuple[int, ...]
    inputs: tuple[Bits, ...]
    alpha: Fraction
    beta: Fraction
    directions: int
    witness: dict[Bits, tuple[Vector, Vector]]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Distillation":
        claim.only(["game", "triple", "inputs", "alpha", "beta", "directions"])
        game = read_game(claim.child("game"))
        n = game.parties
        return cls(
            game,
            claim.child("triple").triple(n),
            tuple(x.bits(n) for x in claim.child("inputs").elements()),
            claim.child("alpha").rational(),
            claim.child("beta").rational(),
            claim.child("directions").count(),
            {
                member.key_bits(n): (member.child("W").vector(n), member.child("G").vector(n))
                for member in witness.members()
                if member.only(["W", "G"])
            },
        )

    def rules(self) -> dict[str, Callable[[], Failure | None]]:
        acting = Family(self.game, self.triple, self.alpha, {y: {} for y in self.witness}, self.witness)
        return {
            "R3.10": acting.triple_is_three,
            "R3.40": self.inputs_match,
            "R3.15": acting.weights_act_as_one,
            "R3.16": acting.majority_acts_right,
            "R3.41": self.numbers_are_in_range,
            "R3.42": self.entries_are_bounded,
            "R3.43": self.directions_are_counted,
            "R3.44": self.directions_are_few,
        }

    def facts(self) -> tuple[Distilled, ...]:
        return (Distilled(self.game, self.triple, frozenset(self.inputs), self.alpha, self.beta, self.directions),)

    def inputs_match(self) -> Failure | None:
        """[R3.40] at least one input is claimed, each once and in X, and the witness has members for just these."""
        for y in self.inputs:
            if self.game.target(y) is None:
                return Failure("claim/inputs", f"the input {format_bits(y)} is outside X")
        if not self.inputs or len(set(self.inputs)) < len(self.inputs):
            return Failure("claim/inputs", "an input is repeated" if self.inputs else "no input is claimed")
        for y in sorted(self.witness.keys() ^ set(self.inputs)):
            return Failure("claim/inputs" if y in self.witness else "witness", f"{format_bits(y)} is missing")
        return None

    def numbers_are_in_range(self) -> Failure | None:
        """[R3.41] 0 < alpha < 1 < beta."""
        if not 0 < self.alpha < 1:
            return Failure("claim/alpha", f"{self.alpha} is not between 0 and 1")
        return None if self.beta > 1 else Failure("claim/beta", f"{self.beta} is not above 1")

    def entries_are_bounded(self) -> Failure | None:
        """[R3.42] alpha W + beta I >= 0 and W^2 + G^2 <= 2 (alpha W + beta I)^2 at every entry."""
        for y, (a, x), w, g in self._entries():
            reach = self.alpha * w + self.beta * self.game.coefficient(a, x)
            place = f"witness/{format_bits(y)} at {format_bits(a)}|{format_bits(x)}"
            if reach < 0:
                return Failure(place, f"alpha W + beta I = {reach} is negative")
            if w * w + g * g > 2 * reach * reach:
                return Failure(place, f"W^2 + G^2 = {w * w + g * g} exceeds 2 (alpha W + beta I)^2 = {2 * reach**2}")
        return None

    def directions_are_counted(self) -> Failure | None:
        """[R3.43] the pairs (W+G, W-G) take at most as many directions, up to sign, as are claimed."""
        found = {_direction(w + g, w - g) for _, _, w, g in self._entries()}
        if len(found) <= self.directions:
            return None
        return Failure("claim/directions", f"there are {len(found)} directions, more than {self.directions}")

    def directions_are_few(self) -> Failure | None:
        """[R3.44] there are at most 45 directions."""
        if self.directions <= MOST_DIRECTIONS:
            return None
        return Failure("claim/directions", f"{self.directions} is more than {MOST_DIRECTIONS}")

    def _entries(self) -> Iterator[tuple[Bits, Entry, Fraction, Fraction]]:
        """Every (y, (a,x), W, G) that is not zero."""
        for y, (weights, majority) in self.witness.items():
            for entry in sorted(weights.keys() | majority.keys()):
                w, g = weights.get(entry, ZERO), majority.get(entry, ZERO)
                if w or g:
                    yield y, entry, w, g


def _direction(first: Fraction, second: Fraction) -> tuple[int, int]:
    """The pair scaled to coprime integers, the first that is not 0 positive."""
    scale = common_denominator([first, second])
    p, q = int(first * scale), int(second * scale)
    shared = gcd(p, q) * (-1 if p < 0 or (p == 0 and q < 0) else 1)
    return p // shared, q // shared
