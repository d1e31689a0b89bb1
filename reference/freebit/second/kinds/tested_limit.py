"""Kind ``tested-limit``: that no certificate for tested cells is better [R3.86]-[R3.89]."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from freebit.second import reading
from freebit.second.boxes import asked, bit_words, entries_of_correlators
from freebit.second.cells import CarriedMembers, Cells, Way, cells_of
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import Bindings, number, plus

#: The terms of the entries of P+ and of P-, by entry.
_Boxes = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True)
class TestedLimitQuestions:
    """A kind of cells, epsilon, a rate, weights, and two tables of correlators for each input of the witness."""

    kind: ClassVar[str] = "tested-limit"

    cells: Cells
    epsilon: str
    rate: str
    weights: dict[str, str]
    members: CarriedMembers[_Boxes]
    #: What the names of entries stand for, step by step.
    steps: tuple[Bindings, ...]

    @classmethod
    def read(cls, claim: object, witness: object) -> "TestedLimitQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        place = "document/claim"
        parts = reading.record(claim, place, ("game", "inputs", "f", "epsilon", "rate"))
        vectors = reading.record(witness, "document/witness", ("mu", "boxes"))
        cells = cells_of(parts, place)
        n = cells.game.parties
        steps: list[list[Bindings]] = []

        def boxes(member: object, here: str) -> _Boxes:
            tables = reading.record(member, here, ("plus", "minus"))
            both = []
            for name in ("plus", "minus"):
                found = reading.by_correlator(tables[name], f"{here}/{name}", n, all_may_be_left_out=True)
                defined, entries = entries_of_correlators(f"b{len(steps)}", found, n)
                steps.append(defined)
                both.append(entries)
            return both[0], both[1]

        return cls(
            cells,
            reading.canonical_rational(parts["epsilon"], f"{place}/epsilon"),
            reading.canonical_rational(parts["rate"], f"{place}/rate"),
            reading.vector(vectors["mu"], "document/witness/mu", n),
            CarriedMembers.read(vectors["boxes"], "document/witness/boxes", n, boxes),
            tuple(tuple(chain.from_iterable(step)) for step in zip(*steps, strict=True)),
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.80]"""
        yield from self.members.objections(self.cells.game)

    def script(self) -> Script:
        """[R1.4], [R3.86], [R3.87], [R3.88], [R3.89]"""
        game, cells = self.cells.game, self.cells
        boxes = self.members.all(_moved)
        half = Case("R1.4", "epsilon is not in (0, 1/2]", (("claim/epsilon", "(or (<= e 0.0) (> e 0.5))"),))
        stray = [
            (f"witness/mu at {key}", f"(not (= {number(value)} 0.0))")
            for key, value in self.weights.items()
            if key.split("|")[1] not in asked(game)
        ]
        low = [(f"witness/mu at {key}", f"(< {number(value)} 0.0)") for key, value in self.weights.items()]
        total = plus(number(value) for value in self.weights.values())
        much = ("witness/mu", f"(> {total} 1.0)")
        weights = Case("R3.86", "mu is negative, outside X or of a sum above 1", (*stray, *low, much))
        # A box that is carried has the entries of the one that is given, in other places.
        negative = [
            (f"witness/boxes/{y}/{name} at {key}", f"(< {term} 0.0)")
            for y, member in sorted(self.members.given.items())
            for name, box in zip(("plus", "minus"), member, strict=True)
            for key, term in box.items()
        ]
        beyond, reached = [], []
        words = bit_words(game.parties)
        for y, (first, second) in sorted(boxes.items()):
            for x in asked(game):
                power = " ".join(["r"] * cells.distance(x, y))
                for a in words:
                    key = f"{a}|{x}"
                    # In one order, for what is carried is often the same, and asked once.
                    together = " ".join(sorted((first[key], second[key])))
                    most = f"(* 1.0 {power} {number(self.weights.get(key, '0'))})"
                    beyond.append((f"witness/boxes/{y} at {key}", f"(> (+ {together}) {most})"))
            for a, zero in cells.signed(y):
                gap = f"(- {first[f'{a}|{y}']} {second[f'{a}|{y}']})"
                reached.append(gap if zero else f"(- {gap})")
        cases = (
            Case("R3.87", "a probability is negative", tuple(negative)),
            Case("R3.88", "the boxes exceed r^d mu", tuple(beyond)),
            Case("R3.89", "the rate is not reached", (("claim/rate", f"(< {plus(reached)} {number(self.rate)})"),)),
        )
        e = (("e", number(self.epsilon)),)
        return Script(
            "a certificate of kind tested-limit",
            Context(),
            (
                Query((half, weights), "mu", (e,)),
                Query(cases, "boxes", (e, (("r", "(/ (- 1.0 e) e)"),), *self.steps)),
            ),
        )

    def shown(self) -> tuple[Shown, ...]:
        """The cells, epsilon and the rate."""
        about = (*self.cells.words(), ("epsilon", self.epsilon), ("rate", self.rate))
        return (Shown(self.kind, self.cells.game, about),)


def _moved(boxes: _Boxes, way: Way) -> _Boxes:
    goes = way.entries
    first, second = ({goes[key]: term for key, term in box.items()} for box in boxes)
    return (second, first) if way.turned else (first, second)
