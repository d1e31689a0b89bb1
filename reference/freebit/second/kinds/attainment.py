"""Kind ``attainment``: a box reaches a probability [R3.4], [R3.20], [R3.21], [R3.22]."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import box_queries, value_name, votes_for
from freebit.second.kinds.shared import commas, inputs_of_the_game, must_be_three, repeated
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Script
from freebit.second.terms import differ, number, plus


@dataclass(frozen=True)
class AttainmentQuestions:
    """Triples (parties from 1), inputs, a value of the majority, its probability, and a box."""

    kind: ClassVar[str] = "attainment"

    game: ParityGame
    triples: tuple[tuple[int, ...], ...]
    inputs: tuple[str, ...]
    value: str
    probability: str
    box: dict[str, str]

    @classmethod
    def read(cls, claim: object, witness: object) -> "AttainmentQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "triples", "inputs", "value", "probability"))
        game = reading.game(parts["game"], "document/claim/game")
        triples = reading.sequence(parts["triples"], "document/claim/triples")
        inputs = reading.sequence(parts["inputs"], "document/claim/inputs")
        return cls(
            game,
            tuple(reading.triple(t, f"document/claim/triples/{i}", game.parties) for i, t in enumerate(triples)),
            tuple(reading.bits(x, f"document/claim/inputs/{i}", game.parties) for i, x in enumerate(inputs)),
            reading.bits(parts["value"], "document/claim/value", 1),
            reading.canonical_rational(parts["probability"], "document/claim/probability"),
            reading.vector(
                reading.record(witness, "document/witness", ("P",))["P"], "document/witness/P", game.parties
            ),
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.10], [R3.12], [R3.20], [R3.22]"""
        for part, listed in (("triples", self.triples), ("inputs", self.inputs)):
            if not listed:
                yield Objection("R3.20", f"claim/{part}", "it claims nothing")
        for i, triple in enumerate(self.triples):
            yield from must_be_three(triple, f"claim/triples/{i}")
        yield from inputs_of_the_game(self.game, self.inputs, "claim/inputs")
        yield from repeated(self.triples, "claim/triples", "R3.22")
        yield from repeated(self.inputs, "claim/inputs", "R3.22")

    def script(self) -> Script:
        """[R2.8], [R2.9], [R2.10], [R2.13], [R3.21]"""
        claimed = number(self.probability)
        by_input: dict[str, list[tuple[str, str]]] = {x: [] for x in self.inputs}
        for key in self.box:
            a, x = key.split("|")
            if x in by_input:
                by_input[x].append((a, value_name(key)))
        chances = []
        for triple in self.triples:
            for x, row in by_input.items():
                chance = plus(name for a, name in row if votes_for(int(self.value), a, triple))
                chances.append((f"maj({commas(triple)}) at {x}", differ(chance, claimed)))
        missed = Case("R3.21", "the probability is not the claimed one", tuple(chances))
        queries = box_queries(self.game, self.box, "box", missed=(missed,))
        return Script("a certificate of kind attainment", Context(), queries)

    def shown(self) -> tuple[Shown, ...]:
        """A probability that occurs, for each triple and input."""
        return tuple(
            Shown(
                self.kind,
                self.game,
                (("triple", commas(triple)), ("input", x), ("value", self.value), ("probability", self.probability)),
            )
            for triple in self.triples
            for x in self.inputs
        )
