"""Kind ``predictability``: extremes of any function of the outputs [R3.5], [R3.30]-[R3.34]."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import acted, box_queries, every_box, is_lost, value_name
from freebit.second.kinds.shared import commas, dual_and_primal, increasing, inputs_of_the_game, neither
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, number, plus


@dataclass(frozen=True)
class PredictabilityQuestions:
    """The outputs where f is 0, an input, "max" or "min", a value, and a dual vector, a box, or both."""

    kind: ClassVar[str] = "predictability"

    game: ParityGame
    zeros: tuple[str, ...]
    x0: str
    sense: str
    value: str
    dual: dict[str, str] | None
    primal: dict[str, str] | None

    @classmethod
    def read(cls, claim: object, witness: object) -> "PredictabilityQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "zeros", "input", "sense", "value"))
        game = reading.game(parts["game"], "document/claim/game")
        zeros = reading.sequence(parts["zeros"], "document/claim/zeros")
        dual, primal = dual_and_primal(witness, partial(reading.vector, parties=game.parties))
        return cls(
            game,
            tuple(reading.bits(a, f"document/claim/zeros/{i}", game.parties) for i, a in enumerate(zeros)),
            reading.bits(parts["input"], "document/claim/input", game.parties),
            reading.word(parts["sense"], "document/claim/sense", ("max", "min")),
            reading.canonical_rational(parts["value"], "document/claim/value"),
            dual,
            primal,
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.12], [R3.30], [R3.31]"""
        yield from neither(self.dual, self.primal)
        yield from increasing(self.zeros, "claim/zeros", "R3.31")
        yield from inputs_of_the_game(self.game, [self.x0], "claim/input")

    def script(self) -> Script:
        """[R3.32], [R3.33] and the bound on every box; [R2.8], [R2.9], [R2.10], [R2.13], [R3.34]"""
        queries = []
        if self.dual is not None:
            queries.append(self._bound(self.dual))
        if self.primal is not None:
            there = (f"{a}|{self.x0}" for a in self.zeros)
            chance = plus(value_name(key) for key in there if key in self.primal)
            attained = differ(chance, number(self.value))
            missed = Case("R3.34", "P(f=0|x0) is not the claimed value", (("witness/primal", attained),))
            queries += box_queries(self.game, self.primal, "box", missed=(missed,))
        context = Context() if self.dual is None else every_box(self.game.parties)
        return Script("a certificate of kind predictability", context, tuple(queries))

    def _bound(self, dual: dict[str, str]) -> Query:
        lost = {key: value for key, value in dual.items() if is_lost(self.game, *key.split("|"))}
        zero = plus(f"P_{a}_{self.x0}" for a in self.zeros)
        negative = tuple(
            (f"witness/dual/{key}", f"(< {number(value)} 0.0)") for key, value in dual.items() if key not in lost
        )
        return bound_query(self.sense, self.value, zero, acted(dual), acted(lost), negative, ("R3.32", "R3.33", "R3.5"))

    def shown(self) -> tuple[Shown, ...]:
        """The extreme, and whether it is reached, or both."""
        about = (("zeros", commas(self.zeros)), ("input", self.x0))
        return (Shown(self.kind, self.game, (*about, *extreme(self.sense, self.value, self.dual, self.primal))),)


def bound_query(
    sense: str,
    value: str,
    zero: str,
    dual: str,
    lost: str,
    negative: tuple[tuple[str, str], ...],
    rules: tuple[str, str, str],
) -> Query:
    """The questions about a dual vector D, for the terms P(f=0|x0), <D,P>, and what of <D,P> is on losing entries.

    ``negative`` says where D is below 0; ``rules`` are those of the gap, of the sign, and of the claim itself.
    """
    gap, beyond = ("(- value zero)", ">") if sense == "max" else ("(- zero value)", "<")
    cases = (
        Case(rules[0], "D does not act as the gap", (("witness/dual", differ("dual", gap)),)),
        Case(rules[1], "D is negative where I = 0", negative),
        Case(
            rules[2],
            "the value is exceeded",
            # At maximal violation the losing entries are 0; the others have numbers that are not negative.
            (("witness/dual", f"(and (= lost 0.0) (>= (- dual lost) 0.0) ({beyond} zero value))"),),
        ),
    )
    return Query(cases, "bound", ((("value", number(value)), ("zero", zero), ("dual", dual), ("lost", lost)),))


def extreme(sense: str, value: str, dual: object, primal: object) -> tuple[tuple[str, str], ...]:
    """The parts of a statement about an extreme; ``dual`` and ``primal`` are None if they are absent."""
    there = [name for name, part in (("bounded", dual), ("reached", primal)) if part is not None]
    return ("sense", sense), ("value", value), ("shown", commas(there))
