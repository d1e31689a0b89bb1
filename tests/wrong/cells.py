"""Mistakes in checkers of certificates for tested cells."""

from fractions import Fraction

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellFunction, CellInputs
from freebit.boxes.entries import entry_of
from freebit.kernel.cells import Carried, CellMembers
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds.tested_cells import TestedCells
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.kernel.model import Failure
from freebit.kernel.relabelling import StatedRelabelling
from tests.wrong import Replace, wrong

OP = "certificate"


def _never(replace: Replace, owner: type, rule: str) -> None:
    replace(owner, rule, lambda _: lambda self: None)


@wrong("inputs without a member are no fault", OP)
def cells_without_members(replace: Replace) -> None:
    replace(CellMembers, "cover", lambda _: lambda self, asked: None)


@wrong("what V acts as is not looked at", OP)
def weights_of_cells_believed(replace: Replace) -> None:
    _never(replace, TestedCells, "weights_act_as_v")


@wrong("v may be negative", OP)
def negative_v(replace: Replace) -> None:
    def make(original: object) -> object:
        def weights(self: TestedCells) -> Failure | None:
            return None if self.v < 0 else original(self)  # type: ignore[operator]

        return weights

    replace(TestedCells, "weights_act_as_v", make)


@wrong("what G acts as is not looked at", OP)
def part_believed(replace: Replace) -> None:
    _never(replace, TestedCells, "right_part_acts_right")


@wrong("outside X |G| may exceed V", OP)
def excess_outside(replace: Replace) -> None:
    _never(replace, TestedCells, "nothing_exceeds_outside")


@wrong("loads are believed", OP)
def loads_believed(replace: Replace) -> None:
    _never(replace, TestedCells, "loads_are_borne")


@wrong("right entries may bear what wrong ones may, and the other way round", OP)
def sides_exchanged(replace: Replace) -> None:
    def make(original: object) -> object:
        def borne(self: TestedCells) -> Failure | None:
            turned = TestedCells(self.cells, self.v, self.wrong, self.right, self.members)
            return original(turned)  # type: ignore[operator, no-any-return]

        return borne

    replace(TestedCells, "loads_are_borne", make)


@wrong("the distances of loads do not matter", OP)
def distances_summed(replace: Replace) -> None:
    replace(CellInputs, "distance", lambda _: lambda self, x, y: 0)


@wrong("the derived input is counted, and the first one is not", OP)
def another_derived(replace: Replace) -> None:
    def make(original: object) -> object:
        def distance(self: CellInputs, x: Bits, y: Bits) -> int:
            other = self if self.derived is None else CellInputs((self.derived + 1) % len(x))
            return original(other, x, y)  # type: ignore[operator, no-any-return]

        return distance

    replace(CellInputs, "distance", make)


@wrong("the sign of a carried member is forgotten", OP)
def sign_forgotten(replace: Replace) -> None:
    def make(original: object) -> object:
        def moved(self: Carried, vector: IndexedVector, sign: int = 1) -> IndexedVector:
            return original(self, vector)  # type: ignore[operator, no-any-return]

        return moved

    replace(Carried, "moved", make)


@wrong("the bits s, t and c of a relabelling are those of new parties", OP)
def bits_of_new_parties(replace: Replace) -> None:
    def image(self: StatedRelabelling, a: Bits, x: Bits) -> tuple[Bits, Bits]:
        moved = tuple(x[j] for j in self.order)
        outputs = (a[j] ^ self.s[i] ^ (self.t[i] & moved[i]) for i, j in enumerate(self.order))
        return tuple(outputs), tuple(bit ^ self.c[i] for i, bit in enumerate(moved))

    replace(StatedRelabelling, "image", lambda _: image)


@wrong("the multiplexer takes a2 if a4 = 0", OP)
def multiplexer_turned(replace: Replace) -> None:
    def make(original: object) -> object:
        def value(self: CellFunction, a: Bits, x: Bits) -> int:
            if self.name == "multiplexer":
                return a[0] ^ (a[2] if a[3] else a[1])
            return original(self, a, x)  # type: ignore[operator, no-any-return]

        return value

    replace(CellFunction, "__call__", make)


@wrong("mu may weigh more than 1, and outside X", OP)
def mu_believed(replace: Replace) -> None:
    _never(replace, TestedLimit, "weights_are_few")


@wrong("boxes of a limit may have negative probabilities", OP)
def limit_negative(replace: Replace) -> None:
    _never(replace, TestedLimit, "boxes_are_boxes")


@wrong("mu need not dominate the boxes", OP)
def limit_undominated(replace: Replace) -> None:
    _never(replace, TestedLimit, "weights_dominate")


@wrong("the rate of a limit is believed", OP)
def limit_rate_believed(replace: Replace) -> None:
    _never(replace, TestedLimit, "rate_is_reached")


@wrong("epsilon of a limit is believed", OP)
def limit_epsilon_believed(replace: Replace) -> None:
    _never(replace, TestedLimit, "epsilon_is_one")


@wrong("wrong outputs count for the rate of a limit too", OP)
def limit_counts_wrong(replace: Replace) -> None:
    def reached(self: TestedLimit) -> Failure | None:
        gained = Fraction(0)
        for y, (plus, minus) in self.boxes():
            for sign, box in ((1, plus), (-1, minus)):
                for index, value in box.fractions().items():
                    a, x = entry_of(index, self.cells.parties)
                    gained += sign * self.cells.sign(a, y) * value if x == y else 0
        return None if gained >= self.rate else Failure("claim/rate", "")

    replace(TestedLimit, "rate_is_reached", lambda _: reached)


@wrong("|G| must be less than V outside X", OP)
def strictly_outside(replace: Replace) -> None:
    def make(original: object) -> object:
        def outside(self: TestedCells) -> Failure | None:
            for _, (part, weights) in self._pairs():
                v = weights.fractions()
                for index, value in part.fractions().items():
                    x = entry_of(index, self.cells.parties)[1]
                    if self.cells.game.target(x) is None and abs(value) == v.get(index, 0):
                        return Failure("witness", "")
            return original(self)  # type: ignore[operator, no-any-return]

        return outside

    replace(TestedCells, "nothing_exceeds_outside", make)
