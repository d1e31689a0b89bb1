"""Kind ``fixing-boxes``: boxes of maximal violation that between them make every function certain [R3.65].

Every box of the witness keeps the laws and loses nowhere, and for every x in X and every f some box gives
probability 0 at x to one of the values of f.
"""

from dataclasses import dataclass
from functools import partial

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.entries import indices_at
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import IndexedVector
from freebit.kernel.laws import BoxLaws
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import at_maximal_violation, in_parts
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader, read_game

#: ``fixing-boxes`` goes through 2**(2**n) functions for each input [R3.65].
MAX_FIXED_PARTIES = 3
#: And through all its boxes for each of them [R6.26].
MAX_BOXES = 64


@dataclass(frozen=True)
class EverythingFixed:
    """Proved: at every input of the game every function of the outputs is certain for some box of maximal violation.

    ``supports[x]`` has, for each of the boxes, the outputs that have a positive probability at x.
    """

    game: ParityGame
    supports: dict[Bits, tuple[frozenset[Bits], ...]]

    def __str__(self) -> str:
        where = ",".join(map(format_bits, self.supports))
        return f"{at_maximal_violation(self.game)}: every function of the outputs is certain in some box, at {where}"

    def parts(self) -> FactParts:
        """Nothing but the game."""
        return in_parts(FixingBoxes.kind, self.game)


@dataclass(frozen=True)
class FixingBoxes:
    """Kind ``fixing-boxes``: no function of the outputs is unpredictable at maximal violation."""

    kind = "fixing-boxes"

    game: ParityGame
    boxes: tuple[IndexedVector, ...]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "FixingBoxes":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        game = read_game(claim.only(["game"]).child("game"), MAX_FIXED_PARTIES)
        listed = witness.only(["boxes"]).child("boxes")
        number = len(listed.sequence())
        if number > MAX_BOXES:
            listed.fail("R6.26", f"{number} boxes are more than the limit of {MAX_BOXES}")
        return cls(game, tuple(box.vector(game.parties) for box in listed.elements()))

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        laws = {rule: partial(self._first_failure, rule) for rule in BoxLaws(self.game, Rationals({}, 1)).rules()}
        return {**laws, "R3.65": self.all_are_fixed}

    def facts(self) -> tuple[EverythingFixed, ...]:
        """That every output function is fixed by some box."""
        return (EverythingFixed(self.game, {x: self.supports(x) for x in self.game.inputs}),)

    def _first_failure(self, rule: str) -> Failure | None:
        """[R2.8], [R2.9], [R2.10], [R2.13] for each of the boxes."""
        for number, box in enumerate(self.boxes):
            failure = BoxLaws(self.game, box).rules()[rule]()
            if failure:
                return Failure(f"witness/boxes/{number} at {failure.place}", failure.message)
        return None

    def supports(self, x: Bits) -> tuple[frozenset[Bits], ...]:
        """The outputs that each of the boxes can give on the input x."""
        row = list(zip(all_bits(self.game.parties), indices_at(x), strict=True))
        return tuple(frozenset(a for a, index in row if box.numerators.get(index)) for box in self.boxes)

    def all_are_fixed(self) -> Failure | None:
        """[R3.65] at every x in X every function of the outputs is constant on what some box can answer."""
        outputs = all_bits(self.game.parties)
        place = {a: 1 << i for i, a in enumerate(outputs)}
        for x in self.game.inputs:
            supports = [sum(place[a] for a in support) for support in self.supports(x)]
            for ones in range(1 << len(outputs)):
                if not any(support & ones in (0, support) for support in supports):
                    zeros = ",".join(format_bits(a) for a in outputs if not ones & place[a])
                    return Failure(f"x = {format_bits(x)}", f"no box fixes the function that is 0 on {zeros}")
        return None
