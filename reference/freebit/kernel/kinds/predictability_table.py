"""Kind ``predictability-table``: how well all functions of the outputs can be guessed, at all inputs [R3.103]-[R3.108].

Few functions stand for all: the kernel tests that each relabelling of the witness is a symmetry of the game, and goes
through all functions of the outputs that win at x0 to see that each is made from exactly one function of the claim.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from freebit.boxes.bits import Bits, format_bits, number_of
from freebit.boxes.entries import format_entry, index_of
from freebit.boxes.game import ParityGame
from freebit.kernel.correlators import box_of_correlators, difference_at_maximal_violation, read_correlators
from freebit.kernel.functional import IndexedVector, losing
from freebit.kernel.laws import BoxLaws
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.relabelling import Functions, StatedRelabelling, not_reached
from freebit.kernel.words import at_maximal_violation, in_parts
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader, read_game

#: The kind goes through 2**(2**(n-1)) functions [R6.16].
MAX_PARTIES_OF_TABLES = 5
#: A list of relabellings or of classes is not longer [R6.29].
MAX_LISTED = 256


@dataclass(frozen=True)
class AllPredictabilities:
    """Proved and attained: the predictability of every function of the outputs, at every input in X.

    ``classes`` has functions of the outputs that win at x0, as their values in increasing order of the outputs, with
    their predictability and the number of functions that symmetries and the exchange of 0 and 1 make of each.
    """

    game: ParityGame
    x0: Bits
    classes: tuple[tuple[Bits, Fraction, int], ...]

    @property
    def counts(self) -> dict[Fraction, int]:
        """How many functions of the winning outputs have each predictability, the least first."""
        found: Counter[Fraction] = Counter()
        for _, predictability, size in self.classes:
            found[predictability] += size
        return dict(sorted(found.items()))

    def __str__(self) -> str:
        least, size = next(iter(self.counts.items()))
        return (
            f"{at_maximal_violation(self.game)}: no function f of the outputs, at no input x in X, has max P(f=v|x) "
            f"below {least}, which {size} of the {sum(self.counts.values())} functions on the winning outputs reach"
        )

    def parts(self) -> FactParts:
        """x0, and the classes of functions."""
        listed = ",".join(f"{format_bits(f)}:{number}:{size}" for f, number, size in self.classes)
        return in_parts(PredictabilityTable.kind, self.game, input=format_bits(self.x0), classes=listed)


@dataclass(frozen=True)
class TableRow:
    """A function of the claim with its predictability, a dual vector for each value, and a box."""

    values: Bits
    predictability: Fraction
    duals: tuple[IndexedVector, IndexedVector]
    box: IndexedVector


@dataclass(frozen=True)
class PredictabilityTable:
    """Kind ``predictability-table``: the predictability of all functions of the outputs."""

    kind = "predictability-table"

    game: ParityGame
    x0: Bits
    symmetries: tuple[StatedRelabelling, ...]
    rows: tuple[TableRow, ...]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "PredictabilityTable":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "input", "classes"])
        witness.only(["symmetries", "classes"])
        game = read_game(claim.child("game"), MAX_PARTIES_OF_TABLES)
        x0 = claim.child("input").bits(game.parties)
        claimed, shown, symmetries = claim.child("classes"), witness.child("classes"), witness.child("symmetries")
        for listed in (claimed, symmetries):
            if len(listed.sequence()) > MAX_LISTED:
                listed.fail("R6.29", f"{len(listed.sequence())} are more than the limit of {MAX_LISTED}")
        if len(shown.sequence()) != len(claimed.sequence()):
            shown.fail("R6.6", f"a list of {len(claimed.sequence())} is wanted, not of {len(shown.sequence())}")
        rows = (_row(game, left, right) for left, right in zip(claimed.elements(), shown.elements(), strict=True))
        return cls(
            game, x0, tuple(StatedRelabelling.read(move, game.parties) for move in symmetries.elements()), tuple(rows)
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.103": self.relabellings_are_symmetries,
            "R3.104": self.inputs_are_reached,
            "R3.105": self.functions_are_made_once,
            "R3.106": self.duals_are_multipliers,
            "R3.107": self.duals_act_as_gaps,
            "R2.8": self.boxes_are_not_negative,
            "R2.13": self.boxes_never_lose,
            "R3.108": self.boxes_attain,
        }

    def facts(self) -> tuple[AllPredictabilities, ...]:
        """One for each function of the table."""
        rows = zip(self.rows, self._made[0], strict=True)
        classes = tuple((row.values, row.predictability, size) for row, size in rows)
        return (AllPredictabilities(self.game, self.x0, classes),)

    def relabellings_are_symmetries(self) -> Failure | None:
        """[R3.103] every relabelling of the list keeps I(a,x) and X."""
        for i, relabelling in enumerate(self.symmetries):
            broken = relabelling.not_a_symmetry(self.game)
            if broken:
                return Failure(f"witness/symmetries/{i}", f"it does not keep the game at {broken}")
        return None

    def inputs_are_reached(self) -> Failure | None:
        """[R3.104] products of them carry x0 to every input in X."""
        missing = not_reached(self.game, self.x0, self.symmetries)
        return Failure("witness/symmetries", f"they do not reach the input {format_bits(missing)}") if missing else None

    @cached_property
    def _made(self) -> tuple[list[int], Failure | None]:
        functions = Functions(self.game, self.x0, self.symmetries)
        return functions.classes([number_of(row.values) for row in self.rows])

    def functions_are_made_once(self) -> Failure | None:
        """[R3.105] every function of the winning outputs is made from exactly one function of the claim."""
        return self._made[1]

    def _duals(self) -> Iterator[tuple[str, TableRow, int, IndexedVector]]:
        """The place, the row, the value of f and the vector D of each dual vector."""
        for i, row in enumerate(self.rows):
            for value, dual in enumerate(row.duals):
                yield f"witness/classes/{i}/dual/{value}", row, value, dual

    def duals_are_multipliers(self) -> Failure | None:
        """[R3.106] D >= 0, and D = 0 where I = 1."""
        lost = losing(self.game)
        for place, _, _, dual in self._duals():
            for index, value in dual.numerators.items():
                if value < 0 or index in lost:
                    why = "I = 1" if index in lost else f"{Fraction(value, dual.denominator)} is negative"
                    return Failure(f"{place}/{format_entry(index, self.game.parties)}", f"{why} there")
        return None

    def duals_act_as_gaps(self) -> Failure | None:
        """[R3.107] D acts at maximal violation as the predictability minus P(f=v|x0)."""
        winning = [index_of(a, self.x0) for a in self.game.winning_outputs(self.x0)]
        for place, row, value, dual in self._duals():
            p, q = row.predictability.as_integer_ratio()
            gap = {index: p - q * (bit == value) for index, bit in zip(winning, row.values, strict=True)}
            differs = difference_at_maximal_violation(dual, Rationals(gap, q), self.game)
            if differs:
                return Failure(place, f"D is not the gap: {differs}")
        return None

    def boxes_are_not_negative(self) -> Failure | None:
        """[R2.8] for each of the boxes."""
        return self._first_failure("R2.8")

    def boxes_never_lose(self) -> Failure | None:
        """[R2.13] for each of the boxes."""
        return self._first_failure("R2.13")

    def _first_failure(self, rule: str) -> Failure | None:
        for i, row in enumerate(self.rows):
            failure = BoxLaws(self.game, row.box).rules()[rule]()
            if failure:
                return Failure(f"witness/classes/{i}/primal at {failure.place}", failure.message)
        return None

    def boxes_attain(self) -> Failure | None:
        """[R3.108] in its box one value of each function has its predictability as probability."""
        winning = [index_of(a, self.x0) for a in self.game.winning_outputs(self.x0)]
        for i, row in enumerate(self.rows):
            ones = sum(row.box.numerators.get(index, 0) for index, bit in zip(winning, row.values, strict=True) if bit)
            found = Fraction(ones, row.box.denominator)
            if row.predictability not in (found, 1 - found):
                return Failure(
                    f"witness/classes/{i}/primal", f"P(f=1|x0) is {found}, and neither it nor P(f=0|x0) is the number"
                )
        return None


def _row(game: ParityGame, claim: Reader, witness: Reader) -> TableRow:
    """A function of the claim and what the witness has for it."""
    claim.only(["function", "predictability"])
    witness.only(["dual", "primal"])
    duals = witness.child("dual").only(["0", "1"])
    return TableRow(
        claim.child("function").bits(1 << (game.parties - 1)),
        claim.child("predictability").rational(),
        (duals.child("0").vector(game.parties), duals.child("1").vector(game.parties)),
        box_of_correlators(read_correlators(witness.child("primal"), game.parties), game.parties),
    )
