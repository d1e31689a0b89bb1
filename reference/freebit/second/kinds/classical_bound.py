"""Kind ``classical-bound``: the classical minimum of inequality (2) [R3.60], [R3.61], [R3.62]."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import asked, right_parity
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, number, plus


@dataclass(frozen=True)
class ClassicalBoundQuestions:
    """A value, and a strategy: the outputs of all parties on input 0, and on input 1."""

    kind: ClassVar[str] = "classical-bound"

    game: ParityGame
    value: str
    on_0: str
    on_1: str

    @classmethod
    def read(cls, claim: object, witness: object) -> "ClassicalBoundQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "value"))
        game = reading.game(parts["game"], "document/claim/game")
        place = "document/witness/strategy"
        strategy = reading.record(
            reading.record(witness, "document/witness", ("strategy",))["strategy"], place, ("0", "1")
        )
        return cls(
            game,
            reading.canonical_rational(parts["value"], "document/claim/value"),
            reading.bits(strategy["0"], f"{place}/0", game.parties),
            reading.bits(strategy["1"], f"{place}/1", game.parties),
        )

    def objections(self) -> Iterator[Objection]:
        """Every rule of this kind is put to the solver."""
        yield from ()

    def script(self) -> Script:
        """[R3.60], [R3.61] and the claim itself [R3.62].

        The parity of the answers to x is C plus the sum of U_i over the parties i with input 1: C is the parity of
        all outputs on input 0, and U_i is 1 if party i's outputs differ.  W_x is 1 where the answer to x is wrong.
        """
        parties = range(1, self.game.parties + 1)
        bits = ["C", *(f"U_{party}" for party in parties)]
        laws = [f"(or (= {bit} 0.0) (= {bit} 1.0))" for bit in bits]
        for x in asked(self.game):
            odd = _odd("C", *(f"U_{party}" for party in parties if x[party - 1] == "1"))
            wrong = f"(not {odd})" if right_parity(self.game, x) else odd
            laws.append(f"(= W_{x} (ite {wrong} 1.0 0.0))")
        names = (*bits, *(f"W_{x}" for x in asked(self.game)))
        put_in = (
            f"(= {_odd('C')} {_odd(*(f'{bit}.0' for bit in self.on_0))})",
            *(
                f"(= {_odd(f'U_{party}')} {_odd(f'{on_0}.0', f'{on_1}.0')})"
                for party, on_0, on_1 in zip(parties, self.on_0, self.on_1, strict=True)
            ),
        )
        named = (
            (("value", number(self.value)), ("wrong", plus(f"W_{x}" for x in asked(self.game)))),
            (("room", f"(- {len(asked(self.game))}.0 (* 2.0 value))"),),
        )
        squares = f"(or (< room 0.0) (< (* room room) {sum_of_squares(self.game)}.0))"
        less = Case("R3.60", "the squares leave room for less", (("claim/value", squares),))
        other = Case(
            "R3.61",
            "the strategy is not wrong on exactly the claimed number of inputs",
            (("witness/strategy", differ("wrong", "value")),),
        )
        fewer = Case("R3.62", "a strategy is wrong on fewer inputs", (("claim/value", "(< wrong value)"),))
        return Script(
            "a certificate of kind classical-bound",
            Context(names, (), tuple(laws)),
            (
                Query((less,), "squares", named),
                Query((other,), "strategy", named, put_in),
                Query((fewer,), "bound", named),
            ),
        )

    def shown(self) -> tuple[Shown, ...]:
        """The classical minimum."""
        return (Shown(self.kind, self.game, (("value", self.value),)),)


def _odd(*bits: str) -> str:
    """That an odd number of the terms are 1; the others are 0."""
    odd = f"(= {bits[0]} 1.0)"
    for bit in bits[1:]:
        odd = f"(xor {odd} (= {bit} 1.0))"
    return odd


def sum_of_squares(game: ParityGame) -> int:
    """The sum over u of |C(u)|, where C(u) sums (-1)^{t(x) + t(x+u)} over the pairs x, x+u in X [R3.60]."""
    signs = {int(x, 2): -1 if right_parity(game, x) else 1 for x in asked(game)}
    return sum(
        abs(sum(sign * signs.get(x ^ shift, 0) for x, sign in signs.items())) for shift in range(2**game.parties)
    )
