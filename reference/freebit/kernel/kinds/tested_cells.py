"""Kind ``tested-cells``: how well one cell's bit can be known to those whose cells are tested [R3.80]-[R3.85].

For each y in X the witness has vectors G and V, given or carried: V acts as v >= 0, G as P(right, f=0|y) -
P(right, f=1|y); |G| <= V outside X; and what |G| exceeds V by on X adds up, over y, to no more than the loads.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import entry_of, format_entry
from freebit.kernel.cells import Carried, CellMembers
from freebit.kernel.functional import IndexedVector, difference, row_vector
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import cells_parts, cells_text, in_parts
from freebit.wire.cells import read_kind
from freebit.wire.reader import Reader

#: One number for each distance 0, 1, 2, ... between inputs.
Load = tuple[Fraction, ...]
_Pair = tuple[IndexedVector, IndexedVector]


@dataclass(frozen=True)
class CellLoads:
    """Proved: for each y there is H_y >= 0 on X with |P(right, f=0|y) - P(right, f=1|y)| <= v + <H_y,P> for all P.

    At a right (wrong) entry (a,x) the sums of H_y(a,x) over the y at distance 0, 1, 2, ... from x are at most one
    of the loads ``right`` (``wrong``).
    """

    cells: CellKind
    v: Fraction
    right: tuple[Load, ...]
    wrong: tuple[Load, ...]

    def __str__(self) -> str:
        loads = "; ".join(
            f"{name} entries bear {' or '.join('(' + ', '.join(map(str, load)) + ')' for load in side) or 'nothing'}"
            for name, side in (("right", self.right), ("wrong", self.wrong))
        )
        bias = "|P(right, f=0|y) - P(right, f=1|y)|"
        return f"{cells_text(self.cells)}: {bias} <= {self.v} + <H_y,P>, where at distances 0, 1, ... {loads}"

    def parts(self) -> FactParts:
        """The cells, v and the loads."""
        loads = {
            side: "; ".join(",".join(map(str, load)) for load in rows)
            for side, rows in (("right", self.right), ("wrong", self.wrong))
        }
        return in_parts(TestedCells.kind, self.cells.game, **cells_parts(self.cells), v=str(self.v), **loads)


@dataclass(frozen=True)
class TestedCells:
    """Kind ``tested-cells``."""

    kind = "tested-cells"

    cells: CellKind
    v: Fraction
    right: tuple[Load, ...]
    wrong: tuple[Load, ...]
    members: CellMembers[_Pair]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "TestedCells":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "inputs", "f", "v", "right", "wrong"])
        cells = read_kind(claim)
        n = cells.parties
        return cls(
            cells,
            claim.child("v").rational(),
            _loads(claim.child("right"), cells),
            _loads(claim.child("wrong"), cells),
            CellMembers.read(witness, n, lambda member: _pair(member, n)),
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.80": lambda: self.members.cover(self.cells.game.inputs),
            "R3.82": self.weights_act_as_v,
            "R3.83": self.right_part_acts_right,
            "R3.84": self.nothing_exceeds_outside,
            "R3.85": self.loads_are_borne,
        }

    def facts(self) -> tuple[CellLoads, ...]:
        """What an accepted certificate establishes."""
        return (CellLoads(self.cells, self.v, self.right, self.wrong),)

    def weights_act_as_v(self) -> Failure | None:
        """[R3.82] v >= 0, and V acts as v on every non-signalling box."""
        if self.v < 0:
            return Failure("claim/v", f"{self.v} is negative")
        for y, (_, weights) in self._pairs():
            wanted = row_vector(y, [self.v.numerator] * 2**self.cells.parties, self.v.denominator)
            differs = difference(weights, wanted, self.cells.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/V", f"V is not {self.v}: {differs}")
        return None

    def right_part_acts_right(self) -> Failure | None:
        """[R3.83] G acts as P(right, f=0|y) - P(right, f=1|y) on every non-signalling box."""
        game = self.cells.game
        for y, (part, _) in self._pairs():
            signs = [0 if game.coefficient(a, y) else self.cells.sign(a, y) for a in all_bits(game.parties)]
            differs = difference(part, row_vector(y, signs), game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/G", f"G is not the right part of (-1)^f: {differs}")
        return None

    def nothing_exceeds_outside(self) -> Failure | None:
        """[R3.84] |G(a,x)| <= V(a,x) for x outside X."""
        n = self.cells.parties
        for y, excess in self._excesses():
            for index in sorted(excess):
                if self.cells.game.target(entry_of(index, n)[1]) is None:
                    above = Fraction(excess[index], self._scale)
                    return Failure(f"witness/{format_bits(y)} at {format_entry(index, n)}", f"|G| exceeds V by {above}")
        return None

    def loads_are_borne(self) -> Failure | None:
        """[R3.85] at each entry the sums of H_y by distance are at most one of the loads of its side."""
        for side, rows in (("right", self.right), ("wrong", self.wrong)):
            if rows and not any(min(row) >= 0 for row in rows):
                return Failure(f"claim/{side}", "every load has a negative number")
        n, inputs = self.cells.parties, self.cells.inputs
        borne: dict[int, list[int]] = defaultdict(lambda: [0] * (inputs.most_distant(n) + 1))
        for y, excess in self._excesses():
            for index, value in excess.items():
                x = entry_of(index, n)[1]
                if self.cells.game.target(x) is not None:
                    borne[index][inputs.distance(x, y)] += value
        sides = {"right": self._in_units(self.right), "wrong": self._in_units(self.wrong)}
        for index in sorted(borne):
            load = borne[index]
            side = "wrong" if self.cells.game.coefficient(*entry_of(index, n)) else "right"
            if not any(all(p <= q for p, q in zip(load, row, strict=True)) for row in sides[side]):
                numbers = ", ".join(str(Fraction(p, self._scale)) for p in load)
                return Failure(
                    f"claim/{side} at {format_entry(index, n)}", f"the load is ({numbers}), more than claimed"
                )
        return None

    def _pairs(self) -> Iterator[tuple[Bits, _Pair]]:
        return self.members.all(_moved)

    @property
    def _scale(self) -> int:
        """A common denominator of all numbers of the witness."""
        return lcm(*(vector.denominator for pair in self.members.given.values() for vector in pair))

    def _excesses(self) -> Iterator[tuple[Bits, dict[int, int]]]:
        """H_y where it is not 0, by entry: what |G| exceeds V by, in units of 1 / scale."""
        scale = self._scale
        for y, (part, weights) in self._pairs():
            g, v = part.scaled(scale), weights.scaled(scale)
            above = ((index, abs(g.get(index, 0)) - v.get(index, 0)) for index in g.keys() | v.keys())
            yield y, {index: value for index, value in above if value > 0}

    def _in_units(self, loads: tuple[Load, ...]) -> list[list[int]]:
        """The loads in units of 1 / scale, rounded down: of an integer this allows just as much."""
        return [[floor(h * self._scale) for h in row] for row in loads]


def _pair(member: Reader, parties: int) -> _Pair:
    member.only(["G", "V"])
    return member.child("G").vector(parties), member.child("V").vector(parties)


def _loads(reader: Reader, cells: CellKind) -> tuple[Load, ...]:
    """Lists of rationals, one for each distance there can be."""
    wanted = cells.inputs.most_distant(cells.parties) + 1
    found = []
    for row in reader.elements():
        if len(row.sequence()) != wanted:
            row.fail("R6.6", f"a list of {wanted} numbers is wanted, not of {len(row.sequence())}")
        found.append(tuple(number.rational() for number in row.elements()))
    return tuple(found)


def _moved(pair: _Pair, way: Carried) -> _Pair:
    """[R3.81] both vectors carried along, and G with the sign."""
    part, weights = pair
    return way.moved(part, way.sign), way.moved(weights)
