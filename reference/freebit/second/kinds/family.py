"""Kind ``family``: bounds on a majority [R3.10]-[R3.17], and the claim itself [R3.5]."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import acted, asked, bit_words, every_box, is_lost, majority_difference
from freebit.second.kinds.shared import commas, inputs_of_the_game, must_be_three
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, number, plus


@dataclass(frozen=True)
class FamilyQuestions:
    """alpha, and for each input y of the claim a row of betas; for each member of the witness W and G."""

    kind: ClassVar[str] = "family"

    game: ParityGame
    triple: tuple[int, ...]
    alpha: str
    betas: dict[str, dict[str, str]]
    members: dict[str, tuple[dict[str, str], dict[str, str]]]

    @classmethod
    def read(cls, claim: object, witness: object) -> "FamilyQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "triple", "alpha", "beta"))
        game = reading.game(parts["game"], "document/claim/game")
        rows = {}
        for y, row in reading.table(parts["beta"], "document/claim/beta").items():
            place = f"document/claim/beta/{reading.quoted(y)[1:-1]}"
            rows[reading.bits(y, place, game.parties)] = reading.row(row, place, game.parties)
        return cls(
            game,
            reading.triple(parts["triple"], "document/claim/triple", game.parties),
            reading.canonical_rational(parts["alpha"], "document/claim/alpha"),
            rows,
            members(witness, game.parties),
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.10], [R3.11], [R3.12], [R3.13]"""
        yield from must_be_three(self.triple, "claim/triple")
        if not self.betas:
            yield Objection("R3.11", "claim/beta", "it claims nothing")
        for y in sorted({*self.betas, *self.members}):
            if y not in self.betas or y not in self.members:
                there, missing = ("claim", "witness") if y in self.betas else ("witness", "claim")
                yield Objection("R3.11", missing, f"{y} is in the {there} and not in the {missing}")
        yield from inputs_of_the_game(self.game, list(self.betas), "claim/beta")
        for y, row in self.betas.items():
            if set(row) != set(asked(self.game)):
                yield Objection("R3.13", f"claim/beta/{y}", "the inputs with a beta are not those of the game")

    def script(self) -> Script:
        """[R3.14], [R3.15], [R3.16], [R3.17], and both bounds on every box, for each y."""
        queries = tuple(self._query(y, row, *self.members[y]) for y, row in self.betas.items())
        return Script("a certificate of kind family", boxes_and_losses(self.game), queries)

    def _query(self, y: str, row: dict[str, str], weights: dict[str, str], majority: dict[str, str]) -> Query:
        beta = {x: f"beta_{x}" for x in row}
        longer = []
        for key in dict.fromkeys((*weights, *majority)):
            a, x = key.split("|")
            w, g = (number(vector.get(key, "0")) for vector in (weights, majority))
            room = beta[x] if is_lost(self.game, a, x) else "0.0"
            longer.append((f"witness/{y} at {key}", f"(longer {w} {g} alpha {room})"))
        # Where W and G are 0 the rule asks what R3.14 asks.
        named = (
            (
                ("alpha", number(self.alpha)),
                *((beta[x], number(value)) for x, value in row.items()),
                ("w", acted(weights)),
                ("g", acted(majority)),
                ("m", majority_difference(y, self.triple)),
            ),
            (("loss", plus(f"(* {beta[x]} lost_{x})" for x in row)),),
            (("mass", "(+ (* alpha w) loss)"), ("bound", "(+ alpha loss)")),
        )
        here = f"witness/{y}"
        cases = (
            Case("R3.14", "beta is negative", tuple((f"claim/beta/{y}/{x}", f"(< {b} 0.0)") for x, b in beta.items())),
            Case("R3.15", "W does not act as 1", ((f"{here}/W", differ("w", "1.0")),)),
            Case("R3.16", "G does not act as P(maj=0|y) - P(maj=1|y)", ((f"{here}/G", differ("g", "m")),)),
            Case("R3.17", "|G| exceeds alpha W + beta I", tuple(longer)),
            # The masses are combinations of probabilities with numbers that R3.17 has found not to be negative.
            Case("R3.5", "maj = 0 is likelier than claimed", ((here, "(and (>= (- mass g) 0.0) (> m bound))"),)),
            Case("R3.5", "maj = 1 is likelier than claimed", ((here, "(and (>= (+ mass g) 0.0) (> (- m) bound))"),)),
        )
        return Query(cases, y, named)

    def shown(self) -> tuple[Shown, ...]:
        """A bound for each y."""
        return tuple(
            Shown(
                self.kind,
                self.game,
                (
                    ("triple", commas(self.triple)),
                    ("input", y),
                    ("alpha", self.alpha),
                    ("beta", commas([f"{x}:{row[x]}" for x in sorted(row)])),
                ),
            )
            for y, row in self.betas.items()
        )


def members(witness: object, parties: int) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """W and G for each member of a witness."""
    found = {}
    for y, member in reading.table(witness, "document/witness").items():
        place = f"document/witness/{reading.quoted(y)[1:-1]}"
        reading.bits(y, place, parties)
        parts = reading.record(member, place, ("W", "G"))
        found[y] = (
            reading.vector(parts["W"], f"{place}/W", parties),
            reading.vector(parts["G"], f"{place}/G", parties),
        )
    return found


@cache
def boxes_and_losses(game: ParityGame) -> Context:
    """Every box, its losses lost_x at each x in X, and when |g| exceeds alpha w + b."""
    boxes = every_box(game.parties)
    sums = (plus(f"P_{a}_{x}" for a in bit_words(game.parties) if is_lost(game, a, x)) for x in asked(game))
    room = "(+ (* alpha w) b)"
    longer = f"longer ((w Real) (g Real) (alpha Real) (b Real)) Bool (or (< {room} g) (< {room} (- g)))"
    return replace(
        boxes,
        names=(*boxes.names, *(f"lost_{x}" for x in asked(game))),
        definitions=(*boxes.definitions, longer),
        laws=tuple(f"(= lost_{x} {total})" for x, total in zip(asked(game), sums, strict=True)),
    )
