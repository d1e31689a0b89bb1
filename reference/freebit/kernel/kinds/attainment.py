"""Kind ``attainment``: a box that reaches a probability for some triples and inputs [R3.20]-[R3.21]."""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, format_bits, majority_of
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import Vector
from freebit.kernel.laws import ZERO, BoxLaws, not_asked, not_three
from freebit.kernel.model import Fact, Failure, Rules
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
        triple = ",".join(str(party + 1) for party in self.triple)
        return f"P(maj({triple})={self.value}|{format_bits(self.x0)}) = {self.probability} occurs"


@dataclass(frozen=True)
class Attainment:
    """Kind ``attainment``: one box at which the majorities of some triples reach a probability at some inputs."""

    game: ParityGame
    triples: tuple[tuple[int, ...], ...]
    inputs: tuple[Bits, ...]
    value: int
    probability: Fraction
    box: Vector

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Attainment":
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
        return {
            "R3.20": self.something_claimed,
            "R3.10": self.triples_are_three,
            "R3.12": self.inputs_are_asked,
            **BoxLaws(self.game, self.box).rules(),
            "R3.21": self.probabilities_are_right,
        }

    def facts(self) -> tuple[Fact, ...]:
        return tuple(
            Attained(self.game, triple, x0, self.value, self.probability)
            for triple in self.triples
            for x0 in self.inputs
        )

    def something_claimed(self) -> Failure | None:
        """[R3.20] there is at least one triple and at least one input."""
        empty = [name for name, listed in (("triples", self.triples), ("inputs", self.inputs)) if not listed]
        return Failure(f"claim/{empty[0]}", "the list is empty") if empty else None

    def triples_are_three(self) -> Failure | None:
        """[R3.10] each triple is three different parties in increasing order."""
        failures = (not_three(triple, f"claim/triples/{i}") for i, triple in enumerate(self.triples))
        return next((failure for failure in failures if failure), None)

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every input is in X."""
        return not_asked(self.game, self.inputs, "claim/inputs")

    def probabilities_are_right(self) -> Failure | None:
        """[R3.21] P(maj=value|x0) is the claimed probability, for every triple and every input of the claim."""
        for x0 in self.inputs:
            row = {a: p for (a, x), p in self.box.items() if x == x0}
            for triple in self.triples:
                found = sum((p for a, p in row.items() if majority_of(a, triple) == self.value), ZERO)
                if found != self.probability:
                    triple_text = ",".join(str(party + 1) for party in triple)
                    place = f"maj({triple_text}) at {format_bits(x0)}"
                    return Failure(place, f"the probability is {found}, not {self.probability}")
        return None
