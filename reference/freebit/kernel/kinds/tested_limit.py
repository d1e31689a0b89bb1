"""Kind ``tested-limit``: no certificate of kind ``tested-cells`` has a lower rate at epsilon [R3.86]-[R3.89].

The witness has weights mu on the entries of X, of sum at most 1, and for each y two boxes, not normalised, with
P_y+ + P_y- <= r^d(x,y) mu.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import entry_of, format_entry, indices_at
from freebit.kernel.cells import Carried, CellMembers
from freebit.kernel.correlators import read_correlators, table_of_correlators
from freebit.kernel.functional import IndexedVector, difference_of
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import cells_parts, cells_text, in_parts
from freebit.wire.cells import read_kind
from freebit.wire.reader import Reader

#: P_y+ and P_y-, not normalised, by entry.
_Boxes = tuple[IndexedVector, IndexedVector]


@dataclass(frozen=True)
class NoneBetter:
    """Proved: of all certificates for these cells none has a lower rate than ``rate`` at ``epsilon``."""

    cells: CellKind
    epsilon: Fraction
    rate: Fraction

    def __str__(self) -> str:
        none = f"no certificate of kind tested-cells has a rate below {self.rate}"
        return f"{cells_text(self.cells)}: at epsilon = {self.epsilon} {none}"

    def parts(self) -> FactParts:
        """The cells, epsilon and the rate."""
        about = {**cells_parts(self.cells), "epsilon": str(self.epsilon), "rate": str(self.rate)}
        return in_parts(TestedLimit.kind, self.cells.game, **about)


@dataclass(frozen=True)
class TestedLimit:
    """Kind ``tested-limit``."""

    kind = "tested-limit"

    cells: CellKind
    epsilon: Fraction
    rate: Fraction
    weights: IndexedVector
    members: CellMembers[_Boxes]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "TestedLimit":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
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
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R1.4": self.epsilon_is_one,
            "R3.80": lambda: self.members.cover(self.cells.game.inputs),
            "R3.86": self.weights_are_few,
            "R3.87": self.boxes_are_boxes,
            "R3.88": self.weights_dominate,
            "R3.89": self.rate_is_reached,
        }

    def facts(self) -> tuple[NoneBetter, ...]:
        """What an accepted certificate establishes."""
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
        n = self.cells.parties
        for y, pair in self.boxes():
            for name, box in zip(("plus", "minus"), pair, strict=True):
                for index in sorted(box.numerators):
                    if box.numerators[index] < 0:
                        place = f"witness/boxes/{format_bits(y)}/{name} at {format_entry(index, n)}"
                        return Failure(place, "the probability is negative")
        return None

    def weights_dominate(self) -> Failure | None:
        """[R3.88] P_y+ + P_y- <= r^d(x,y) mu on X."""
        n, game = self.cells.parties, self.cells.game
        ratio = (1 - self.epsilon) / self.epsilon
        mu = self.weights.numerators
        for y, (plus, minus) in self.boxes():
            scale = lcm(plus.denominator, minus.denominator)
            p, q = plus.scaled(scale), minus.scaled(scale)
            for x in game.inputs:
                # both / scale <= mu * most, in integers.
                most = ratio ** self.cells.inputs.distance(x, y) / self.weights.denominator
                for index in indices_at(x):
                    both = p.get(index, 0) + q.get(index, 0)
                    if both * most.denominator > mu.get(index, 0) * most.numerator * scale:
                        place = f"witness/boxes/{format_bits(y)} at {format_entry(index, n)}"
                        allowed = mu.get(index, 0) * most
                        return Failure(place, f"{Fraction(both, scale)} exceeds r^d mu = {allowed}")
        return None

    def rate_is_reached(self) -> Failure | None:
        """[R3.89] what P_y+ and P_y- differ by in P(right, f=0|y) - P(right, f=1|y) sums, over y, to the rate."""
        game = self.cells.game
        reached = Fraction(0)
        for y, (plus, minus) in self.boxes():
            gap, scale = difference_of(plus, minus)
            values = (gap.get(index, 0) for index in indices_at(y))
            for a, value in zip(all_bits(game.parties), values, strict=True):
                if not game.coefficient(a, y):
                    reached += Fraction(self.cells.sign(a, y) * value, scale)
        if reached >= self.rate:
            return None
        return Failure("claim/rate", f"{self.rate} is more than {reached}, which is reached")

    def boxes(self) -> Iterator[tuple[Bits, _Boxes]]:
        """P_y+ and P_y- for each y, one after the other."""
        return self.members.all(_moved)


def _boxes(member: Reader, parties: int) -> _Boxes:
    member.only(["plus", "minus"])
    plus, minus = (
        table_of_correlators(read_correlators(member.child(name), parties, normalised=False), parties)
        for name in ("plus", "minus")
    )
    return plus, minus


def _moved(boxes: _Boxes, way: Carried) -> _Boxes:
    """[R3.81] both boxes carried along, and exchanged if f is turned."""
    plus, minus = map(way.moved, boxes)
    return (plus, minus) if way.sign == 1 else (minus, plus)
