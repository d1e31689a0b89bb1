"""Kind ``fixing-boxes``: boxes that between them make every function certain [R3.65], [R3.66]."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import asked, bit_words, box_queries
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import every, some

_MOST_PARTIES = 3
_MOST_BOXES = 64


@dataclass(frozen=True)
class FixingBoxesQuestions:
    """A list of boxes."""

    kind: ClassVar[str] = "fixing-boxes"

    game: ParityGame
    boxes: tuple[dict[str, str], ...]

    @classmethod
    def read(cls, claim: object, witness: object) -> "FixingBoxesQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form, or for too many boxes [R6.26]."""
        game = reading.game(
            reading.record(claim, "document/claim", ("game",))["game"], "document/claim/game", _MOST_PARTIES
        )
        place = "document/witness/boxes"
        boxes = reading.sequence(reading.record(witness, "document/witness", ("boxes",))["boxes"], place)
        if len(boxes) > _MOST_BOXES:
            raise reading.ReadingError("R6.26", place, f"more than {_MOST_BOXES} boxes are listed")
        return cls(game, tuple(reading.vector(box, f"{place}/{i}", game.parties) for i, box in enumerate(boxes)))

    def objections(self) -> Iterator[Objection]:
        """Every rule of this kind is put to the solver."""
        yield from ()

    def script(self) -> Script:
        """[R2.8], [R2.9], [R2.10], [R2.13] for each box, and that no function varies on every box [R3.65].

        The name F_a is 0 where the function is 0 at the outputs a, and something else where it is 1.
        """
        outputs = bit_words(self.game.parties)
        queries = [
            query
            for i, box in enumerate(self.boxes)
            for query in box_queries(self.game, box, f"box-{i}", f"witness/boxes/{i} at ")
        ]
        varying = []
        for x in asked(self.game):
            answers = {tuple(a for a in outputs if box.get(f"{a}|{x}", "0") != "0") for box in self.boxes}
            zero = [tuple(f"(= F_{a} 0.0)" for a in possible) for possible in sorted(answers)]
            varies = (f"(and {some(terms)} (not {every(terms)}))" for terms in zero)
            varying.append((f"x = {x}", every(varies)))
        fixed = Case("R3.65", "no box fixes some function", tuple(varying))
        context = Context(tuple(f"F_{a}" for a in outputs))
        return Script("a certificate of kind fixing-boxes", context, (*queries, Query((fixed,), "functions")))

    def shown(self) -> tuple[Shown, ...]:
        """Nothing is unpredictable."""
        return (Shown(self.kind, self.game, ()),)
