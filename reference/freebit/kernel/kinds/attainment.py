"""Kind ``attainment``: a box that reaches a probability for some triples and inputs [R3.20]-[R3.22].

At least one triple and one input are claimed, none twice; the triples are three parties in order, the inputs in X;
the box keeps the laws, loses nowhere, and has the claimed probability in every case.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import compress

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of
from freebit.boxes.entries import indices_at
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import IndexedVector
from freebit.kernel.laws import BoxLaws, not_asked, not_three
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import at_maximal_violation, in_parts, majority_text, triple_text
from freebit.wire.reader import Reader, read_game


@dataclass(frozen=True)
class Attained:
    """Shown: some non-signalling box of maximal violation has P(maj=value|x0) = probability."""

    game: ParityGame
    triple: tuple[int, ...]
    x0: Bits
    value: int
    probability: Fraction

    def __str__(self) -> str:
        event = f"{majority_text(self.triple)}={self.value}|{format_bits(self.x0)}"
        return f"{at_maximal_violation(self.game)}: P({event}) = {self.probability} occurs"

    def parts(self) -> FactParts:
        """The parties, x0, the value and its probability."""
        return in_parts(
            Attainment.kind,
            self.game,
            triple=triple_text(self.triple),
            input=format_bits(self.x0),
            value=str(self.value),
            probability=str(self.probability),
        )


@dataclass(frozen=True)
class Attainment:
    """Kind ``attainment``: one box at which the majorities of some triples reach a probability at some inputs."""

    kind = "attainment"

    game: ParityGame
    triples: tuple[tuple[int, ...], ...]
    inputs: tuple[Bits, ...]
    value: int
    probability: Fraction
    box: IndexedVector

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Attainment":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "triples", "inputs", "value", "probability"])
        game = read_game(claim.child("game"))
        return cls(
            game,
            tuple(triple.triple(game.parties) for triple in claim.child("triples").elements()),
            tuple(x.bits(game.parties) for x in claim.child("inputs").elements()),
            claim.child("value").bits(1)[0],
            claim.child("probability").rational(),
            witness.only(["P"]).child("P").vector(game.parties),
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.20": self.something_claimed,
            "R3.22": self.nothing_repeated,
            "R3.10": self.triples_are_three,
            "R3.12": self.inputs_are_asked,
            **BoxLaws(self.game, self.box).rules(),
            "R3.21": self.probabilities_are_right,
        }

    def facts(self) -> tuple[Attained, ...]:
        """One for each triple and each input."""
        return tuple(
            Attained(self.game, triple, x0, self.value, self.probability)
            for triple in self.triples
            for x0 in self.inputs
        )

    def something_claimed(self) -> Failure | None:
        """[R3.20] there is at least one triple and at least one input."""
        empty = [name for name, listed in (("triples", self.triples), ("inputs", self.inputs)) if not listed]
        return Failure(f"claim/{empty[0]}", "the list is empty") if empty else None

    def nothing_repeated(self) -> Failure | None:
        """[R3.22] no triple and no input is listed twice."""
        for name, listed in (("triples", self.triples), ("inputs", self.inputs)):
            seen: set[tuple[int, ...]] = set()
            for i, item in enumerate(listed):
                if item in seen:
                    return Failure(f"claim/{name}/{i}", "it is listed twice")
                seen.add(item)
        return None

    def triples_are_three(self) -> Failure | None:
        """[R3.10] each triple is three different parties in increasing order."""
        failures = (not_three(triple, f"claim/triples/{i}") for i, triple in enumerate(self.triples))
        return next((failure for failure in failures if failure), None)

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every input is in X."""
        return not_asked(self.game, self.inputs, "claim/inputs")

    def probabilities_are_right(self) -> Failure | None:
        """[R3.21] P(maj=value|x0) is the claimed probability, for every triple and every input of the claim."""
        outputs = all_bits(self.game.parties)
        chosen = {triple: [majority_of(a, triple) == self.value for a in outputs] for triple in self.triples}
        for x0 in self.inputs:
            row = [self.box.numerators.get(index, 0) for index in indices_at(x0)]
            for triple, event in chosen.items():
                found = Fraction(sum(compress(row, event)), self.box.denominator)
                if found != self.probability:
                    place = f"{majority_text(triple)} at {format_bits(x0)}"
                    return Failure(place, f"the probability is {found}, not {self.probability}")
        return None
