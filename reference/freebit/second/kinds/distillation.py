"""Kind ``distillation``: the numbers of eq (13) [R3.40]-[R3.45]."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import acted, every_box, is_lost, majority_difference
from freebit.second.kinds.family import members
from freebit.second.kinds.shared import commas, inputs_of_the_game, must_be_three
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, number

_MOST_DIRECTIONS = 45


@dataclass(frozen=True)
class DistillationQuestions:
    """A triple, inputs, alpha, beta, a number of directions; for each member of the witness W and G."""

    kind: ClassVar[str] = "distillation"

    game: ParityGame
    triple: tuple[int, ...]
    inputs: tuple[str, ...]
    alpha: str
    beta: str
    directions: int
    members: dict[str, tuple[dict[str, str], dict[str, str]]]

    @classmethod
    def read(cls, claim: object, witness: object) -> "DistillationQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "triple", "inputs", "alpha", "beta", "directions"))
        game = reading.game(parts["game"], "document/claim/game")
        inputs = reading.sequence(parts["inputs"], "document/claim/inputs")
        return cls(
            game,
            reading.triple(parts["triple"], "document/claim/triple", game.parties),
            tuple(reading.bits(x, f"document/claim/inputs/{i}", game.parties) for i, x in enumerate(inputs)),
            reading.canonical_rational(parts["alpha"], "document/claim/alpha"),
            reading.canonical_rational(parts["beta"], "document/claim/beta"),
            reading.count(parts["directions"], "document/claim/directions"),
            members(witness, game.parties),
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.10], [R3.40], [R3.43], [R3.44]"""
        yield from must_be_three(self.triple, "claim/triple")
        yield from inputs_of_the_game(self.game, self.inputs, "claim/inputs", "R3.40")
        if sorted(self.inputs) != sorted(self.members) or not self.inputs:
            yield Objection("R3.40", "claim/inputs", "the inputs are not those of the witness, once each, or none")
        found = len(directions_taken(self.members))
        if found > self.directions:
            yield Objection("R3.43", "claim/directions", f"there are {found} directions, and {self.directions} claimed")
        if self.directions > _MOST_DIRECTIONS:
            yield Objection("R3.44", "claim/directions", f"{self.directions} directions exceed {_MOST_DIRECTIONS}")

    def script(self) -> Script:
        """[R3.15], [R3.16], [R3.41], [R3.42] [R3.45]"""
        alpha, beta = number(self.alpha), number(self.beta)
        numbers = Case(
            "R3.41",
            "0 < alpha < 1 < beta does not hold",
            (
                ("claim/alpha", f"(not (< 0.0 {alpha} 1.0))"),
                ("claim/beta", f"(not (< 1.0 {beta}))"),
            ),
        )
        queries = [self._query(y, *self.members[y]) for y in self.inputs]
        return Script(
            "a certificate of kind distillation",
            boxes_and_lengths(self.game.parties),
            (*queries, Query((numbers,), "numbers")),
        )

    def _query(self, y: str, weights: dict[str, str], majority: dict[str, str]) -> Query:
        outside = []
        for key in dict.fromkeys((*weights, *majority)):
            w, g = (number(vector.get(key, "0")) for vector in (weights, majority))
            room = "beta" if is_lost(self.game, *key.split("|")) else "0.0"
            outside.append((f"witness/{y} at {key}", f"(outside {w} {g} alpha {room})"))
        named = (
            ("alpha", number(self.alpha)),
            ("beta", number(self.beta)),
            ("w", acted(weights)),
            ("g", acted(majority)),
            ("m", majority_difference(y, self.triple)),
        )
        cases = (
            Case("R3.15", "W does not act as 1", ((f"witness/{y}/W", differ("w", "1.0")),)),
            Case("R3.16", "G does not act as P(maj=0|y) - P(maj=1|y)", ((f"witness/{y}/G", differ("g", "m")),)),
            Case("R3.42", "sqrt(W^2 + G^2) exceeds sqrt(2) (alpha W + beta I)", tuple(outside)),
        )
        return Query(cases, y, (named,))

    def shown(self) -> tuple[Shown, ...]:
        """The numbers of eq (13) at the inputs together."""
        about = (
            ("triple", commas(self.triple)),
            ("inputs", commas(sorted(self.inputs))),
            ("alpha", self.alpha),
            ("beta", self.beta),
            ("directions", str(self.directions)),
        )
        return (Shown(self.kind, self.game, about),)


def directions_taken(members: dict[str, tuple[dict[str, str], dict[str, str]]]) -> set[Fraction | None]:
    """The directions of the pairs (W+G, W-G), up to sign, each by G/W, or None where W = 0 [R3.43].

    Turning (W, G) by an eighth of a circle gives the pair up to a factor, so the directions are as many.
    """
    found: set[Fraction | None] = set()
    for weights, majority in members.values():
        for pair in {(weights.get(key, "0"), majority.get(key, "0")) for key in (*weights, *majority)}:
            w, g = map(Fraction, pair)
            if w or g:
                found.add(g / w if w else None)
    return found


@cache
def boxes_and_lengths(parties: int) -> Context:
    """Every box, and when sqrt(w^2 + g^2) exceeds sqrt(2) (alpha w + b), or the latter is negative."""
    boxes = every_box(parties)
    squares = "(< (* 2.0 room room) (+ (* w w) (* g g)))"
    outside = (
        "outside ((w Real) (g Real) (alpha Real) (b Real)) Bool "
        f"(let ((room (+ (* alpha w) b))) (or (< room 0.0) {squares}))"
    )
    return replace(boxes, definitions=(*boxes.definitions, outside))
