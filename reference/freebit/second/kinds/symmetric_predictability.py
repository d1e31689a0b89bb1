"""Kind ``symmetric-predictability``: extremes of functions of the number of ones [R3.70]-[R3.76].

The unknowns are the probabilities Q_i_j that i parties with input 0 and j parties with input 1 all answer 0, the others
being left out.  T_i_j_k_l is the probability of each entry of a type, a sum of those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from math import comb, factorial
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import is_lost
from freebit.second.kinds.predictability import bound_query, extreme
from freebit.second.kinds.shared import commas, dual_and_primal, increasing, neither
from freebit.second.model import Objection, Shown
from freebit.second.reading import Kind
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, number, plus

_MOST_PARTIES = 24


@dataclass(frozen=True)
class SymmetricPredictabilityQuestions:
    """The weights at which f is 0, an input, "max" or "min", a value, and a dual vector, a box, or both, by type."""

    kind: ClassVar[str] = "symmetric-predictability"

    game: ParityGame
    weights: tuple[int, ...]
    x0: str
    sense: str
    value: str
    dual: dict[Kind, str] | None
    primal: dict[Kind, str] | None

    @classmethod
    def read(cls, claim: object, witness: object) -> "SymmetricPredictabilityQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        parts = reading.record(claim, "document/claim", ("game", "weights", "input", "sense", "value"))
        game = reading.game(parts["game"], "document/claim/game", _MOST_PARTIES)
        weights = reading.sequence(parts["weights"], "document/claim/weights")
        dual, primal = dual_and_primal(witness, partial(reading.by_type, parties=game.parties))
        return cls(
            game,
            tuple(reading.count(weight, f"document/claim/weights/{i}") for i, weight in enumerate(weights)),
            reading.bits(parts["input"], "document/claim/input", game.parties),
            reading.word(parts["sense"], "document/claim/sense", ("max", "min")),
            reading.canonical_rational(parts["value"], "document/claim/value"),
            dual,
            primal,
        )

    def objections(self) -> Iterator[Objection]:
        """[R3.30], [R3.71], [R3.72]"""
        yield from neither(self.dual, self.primal)
        yield from increasing(self.weights, "claim/weights", "R3.71")
        for i, weight in enumerate(self.weights):
            if weight > self.game.parties:
                yield Objection("R3.71", f"claim/weights/{i}", f"no outputs have the weight {weight}")
        if self.game.target(tuple(map(int, self.x0))) is None:
            yield Objection("R3.72", "claim/input", f"the game does not ask {self.x0}")
        if self.x0 not in ("0" * self.game.parties, "1" * self.game.parties):
            yield Objection("R3.72", "claim/input", f"the bits of {self.x0} differ")

    def script(self) -> Script:
        """[R3.73], [R3.74] and the bound on every box; [R2.8], [R2.9], [R2.10], [R2.13], [R3.75]"""
        queries = []
        if self.dual is not None:
            queries.append(self._bound(self.dual))
        if self.primal is not None:
            values = tuple((value_name_by_type(kind), number(value)) for kind, value in self.primal.items())
            cases = (*box_cases_by_type(self.game, self.primal), self._missed(self.primal))
            queries.append(Query(cases, "box", (values,)))
        context = Context() if self.dual is None else every_box_by_type(self.game.parties)
        return Script("a certificate of kind symmetric-predictability", context, tuple(queries))

    def _at_input(self, weight: int) -> Kind:
        """The type of the outputs of a weight on the input of the claim."""
        zeros = self.game.parties - weight
        return (zeros, weight, 0, 0) if self.x0.startswith("0") else (0, 0, zeros, weight)

    def _bound(self, dual: dict[Kind, str]) -> Query:
        lost = {kind: value for kind, value in dual.items() if loses_by_type(self.game, kind)}
        zero = plus(f"(* {comb(self.game.parties, k)}.0 {type_name(self._at_input(k))})" for k in self.weights)
        negative = tuple(
            (f"witness/dual/{type_key(kind)}", f"(< {number(value)} 0.0)")
            for kind, value in dual.items()
            if kind not in lost
        )
        rules = ("R3.73", "R3.74", "R3.76")
        return bound_query(self.sense, self.value, zero, acted_by_type(dual), acted_by_type(lost), negative, rules)

    def _missed(self, primal: dict[Kind, str]) -> Case:
        n = self.game.parties
        there = ((k, self._at_input(k)) for k in self.weights)
        chance = plus(f"(* {comb(n, k)}.0 {value_name_by_type(kind)})" for k, kind in there if kind in primal)
        broken = ("witness/primal", differ(chance, number(self.value)))
        return Case("R3.75", "P(f=0|x0) is not the claimed value", (broken,))

    def shown(self) -> tuple[Shown, ...]:
        """The extreme, and whether it is reached, or both."""
        about = (("weights", commas(self.weights)), ("input", self.x0))
        return (Shown(self.kind, self.game, (*about, *extreme(self.sense, self.value, self.dual, self.primal))),)


def type_name(kind: Kind) -> str:
    """The name of the probability of each entry of a type."""
    return "T_" + "_".join(map(str, kind))


def type_key(kind: Kind) -> str:
    """The type as a file writes it."""
    return "{},{}|{},{}".format(*kind)


def kinds_of(parties: int) -> Iterator[Kind]:
    """All types of entries of so many parties."""
    for i in range(parties + 1):
        for j in range(parties + 1 - i):
            for k in range(parties + 1 - i - j):
                yield i, j, k, parties - i - j - k


def entries_with_type(kind: Kind) -> int:
    """How many entries have the type."""
    found = factorial(sum(kind))
    for parties in kind:
        found //= factorial(parties)
    return found


@cache
def loses_by_type(game: ParityGame, kind: Kind) -> bool:
    """Whether the entries of a type lose; those of one type do alike."""
    i, j, k, m = kind
    return is_lost(game, "0" * i + "1" * j + "0" * k + "1" * m, "0" * (i + j) + "1" * (k + m))


@cache
def every_box_by_type(parties: int) -> Context:
    """The unknowns Q_i_j, and the probability of each type of entry, by inclusion and exclusion of its ones."""
    names = [f"Q_{i}_{j}" for i in range(parties + 1) for j in range(parties + 1 - i) if i + j]
    definitions = ["Q_0_0 () Real 1.0"]
    for i, j, k, m in kinds_of(parties):
        terms = (
            f"(* {number(str((-1) ** (p + q) * comb(j, p) * comb(m, q)))} Q_{i + p}_{k + q})"
            for p in range(j + 1)
            for q in range(m + 1)
        )
        definitions.append(f"{type_name((i, j, k, m))} () Real {plus(terms)}")
    return Context(tuple(names), tuple(definitions))


def acted_by_type(vector: dict[Kind, str]) -> str:
    """The sum of V(a,x) P(a|x) over all entries."""
    return plus(f"(* {entries_with_type(kind)}.0 {number(value)} {type_name(kind)})" for kind, value in vector.items())


def value_name_by_type(kind: Kind) -> str:
    """The name of the value that a box of a witness has at a type."""
    return "B_" + "_".join(map(str, kind))


def box_cases_by_type(game: ParityGame, box: dict[Kind, str]) -> tuple[Case, ...]:
    """The ways in which the values of a box by types, by their names, can break a law.

    One entry of a type, one input of a weight, and one party stand for all.
    """
    n = game.parties
    values = {kind: value_name_by_type(kind) for kind in box}
    sums: list[list[str]] = [[] for _ in range(n + 1)]
    for (i, j, k, m), value in values.items():
        sums[k + m].append(f"(* {comb(i + j, i) * comb(k + m, k)}.0 {value})")
    signals = []
    for i, j, k, m in kinds_of(n - 1):
        four = [
            values.get(kind, "0.0") for kind in ((i + 1, j, k, m), (i, j + 1, k, m), (i, j, k + 1, m), (i, j, k, m + 1))
        ]
        signals.append((f"the others of type {type_key((i, j, k, m))}", differ(plus(four[:2]), plus(four[2:]))))
    lost = plus(
        f"(* {entries_with_type(kind)}.0 {value})" for kind, value in values.items() if loses_by_type(game, kind)
    )
    return (
        Case(
            "R2.8",
            "a probability is negative",
            tuple((f"witness/primal/{type_key(kind)}", f"(< {value} 0.0)") for kind, value in values.items()),
        ),
        Case(
            "R2.9",
            "probabilities do not sum to 1",
            tuple((f"inputs of weight {ones}", differ("1.0", plus(terms))) for ones, terms in enumerate(sums)),
        ),
        Case("R2.10", "what one party answers depends on the input of another", tuple(signals)),
        Case("R2.13", "the box loses", (("witness/primal", differ("0.0", lost)),)),
    )
