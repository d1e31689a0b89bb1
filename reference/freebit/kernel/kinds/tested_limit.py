"""Kind ``tested-limit``: no certificate of kind ``tested-cells`` has a lower rate at epsilon [R3.86]-[R3.89].

The witness has weights mu on the entries of X, of sum at most 1, and for each y two boxes, not normalised, with
P_y+ + P_y- <= r^d(x,y) mu.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import entry_of, format_entry
from freebit.kernel.cells import Carried, CellMembers, read_kind
from freebit.kernel.functional import Vector
from freebit.kernel.model import Failure, Rules
from freebit.kernel.words import cells_text
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader

#: 2**n times the entries of P_y+ and of P_y-, and what they are multiplied by to be integers.
Boxes = tuple[list[int], list[int], int]


@dataclass(frozen=True)
class NoneBetter:
    """Proved: of all certificates for these cells none has a lower rate than ``rate`` at ``epsilon``."""

    cells: CellKind
    epsilon: Fraction
    rate: Fraction

    def __str__(self) -> str:
        none = f"no certificate of kind tested-cells has a rate below {self.rate}"
        return f"{cells_text(self.cells)}: at epsilon = {self.epsilon} {none}"


@dataclass(frozen=True)
class TestedLimit:
    """Kind ``tested-limit``."""

    kind = "tested-limit"

    cells: CellKind
    epsilon: Fraction
    rate: Fraction
    weights: Vector
    members: CellMembers[Boxes]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "TestedLimit":
        claim.only(["game", "inputs", "f", "epsilon", "rate"])
        witness.only(["mu", "boxes"])
        cells = read_kind(claim)
        n = cells.parties
        return cls(
            cells,
            claim.child("epsilon").rational(),
            claim.child("rate").rational(),
            witness.child("mu").vector(n),
            CellMembers.read(witness.child("boxes"), n, lambda member: _boxes(member, n)),
        )

    def rules(self) -> Rules:
        return {
            "R1.4": self.epsilon_is_one,
            "R3.80": lambda: self.members.cover(self.cells.game.inputs),
            "R3.86": self.weights_are_few,
            "R3.87": self.boxes_are_boxes,
            "R3.88": self.weights_dominate,
            "R3.89": self.rate_is_reached,
        }

    def facts(self) -> tuple[NoneBetter, ...]:
        return (NoneBetter(self.cells, self.epsilon, self.rate),)

    def epsilon_is_one(self) -> Failure | None:
        """[R1.4] 0 < epsilon <= 1/2."""
        if 0 < self.epsilon <= Fraction(1, 2):
            return None
        return Failure("claim/epsilon", f"{self.epsilon} is not in (0, 1/2]")

    def weights_are_few(self) -> Failure | None:
        """[R3.86] mu >= 0, 0 outside X, of sum at most 1."""
        n = self.cells.parties
        for index in sorted(self.weights.numerators):
            value = Fraction(self.weights.numerators[index], self.weights.denominator)
            if value < 0 or self.cells.game.target(entry_of(index, n)[1]) is None:
                return Failure(f"witness/mu at {format_entry(index, n)}", f"{value} is negative, or outside X")
        total = Fraction(sum(self.weights.numerators.values()), self.weights.denominator)
        return Failure("witness/mu", f"the sum is {total}, more than 1") if total > 1 else None

    def boxes_are_boxes(self) -> Failure | None:
        """[R3.87] no probability is negative."""
        for y, (plus, minus, _) in self._boxes():
            for name, box in (("plus", plus), ("minus", minus)):
                for index, value in enumerate(box):
                    if value < 0:
                        place = f"witness/boxes/{format_bits(y)}/{name} at {format_entry(index, self.cells.parties)}"
                        return Failure(place, "the probability is negative")
        return None

    def weights_dominate(self) -> Failure | None:
        """[R3.88] P_y+ + P_y- <= r^d(x,y) mu on X."""
        n, game = self.cells.parties, self.cells.game
        ratio = (1 - self.epsilon) / self.epsilon
        for y, (plus, minus, scale) in self._boxes():
            for index, value in enumerate(map(sum, zip(plus, minus, strict=True))):
                x = entry_of(index, n)[1]
                if game.target(x) is not None:
                    weight = Fraction(self.weights.numerators.get(index, 0), self.weights.denominator)
                    most = weight * ratio ** self.cells.inputs.distance(x, y)
                    if Fraction(value, scale * 2**n) > most:
                        place = f"witness/boxes/{format_bits(y)} at {format_entry(index, n)}"
                        return Failure(place, f"{Fraction(value, scale * 2**n)} exceeds r^d mu = {most}")
        return None

    def rate_is_reached(self) -> Failure | None:
        """[R3.89] the sum over y of P_y+(right, f=0|y) - P_y+(right, f=1|y), less that of P_y-, is at least the rate."""
        n, game = self.cells.parties, self.cells.game
        reached = Fraction(0)
        for y, (plus, minus, scale) in self._boxes():
            for index, value in enumerate(p - q for p, q in zip(plus, minus, strict=True)):
                a, x = entry_of(index, n)
                if x == y and not game.coefficient(a, y):
                    reached += Fraction(self.cells.sign(a, y) * value, scale * 2**n)
        if reached >= self.rate:
            return None
        return Failure("claim/rate", f"{self.rate} is more than {reached}, which is reached")

    def _boxes(self) -> Iterator[tuple[Bits, Boxes]]:
        return self.members.all(_moved)


def _boxes(member: Reader, parties: int) -> Boxes:
    member.only(["plus", "minus"])
    plus, minus = (member.child(name).correlators(parties) for name in ("plus", "minus"))
    scale = lcm(plus.denominator, minus.denominator)
    return _entries(plus, scale, parties), _entries(minus, scale, parties), scale


def _entries(correlators: Rationals[int], scale: int, parties: int) -> list[int]:
    """2**n times the entries, from the correlators, which are indexed in base 3 by "-", input 0, input 1 [R3.87]."""
    values = [correlators.scaled(scale).get(place, 0) for place in range(3**parties)]
    for _ in range(parties):
        third = len(values) // 3
        left_out, on_0, on_1 = values[:third], values[third : 2 * third], values[2 * third :]
        digits = [
            [p + sign * q for p, q in zip(left_out, correlator, strict=True)]
            for correlator in (on_0, on_1)
            for sign in (1, -1)
        ]
        # The party that was first is last now: after all passes the first is first again.
        values = [digits[digit][rest] for rest in range(third) for digit in range(4)]
    return values


def _moved(boxes: Boxes, way: Carried) -> Boxes:
    """[R3.81] both boxes carried along, and exchanged if f is turned."""
    plus, minus, scale = boxes
    moved = []
    for box in (plus, minus):
        image = [0] * len(box)
        for index, value in enumerate(box):
            image[way.places[index]] = value
        moved.append(image)
    return (moved[0], moved[1], scale) if way.sign == 1 else (moved[1], moved[0], scale)
