"""Kind ``tested-cells``: what one cell's bit costs [R3.80]-[R3.85], and the claim itself [R3.5]."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import acted, asked, every_box, is_lost
from freebit.second.cells import CarriedMembers, Cells, Way, cells_of, negated
from freebit.second.kinds.shared import commas
from freebit.second.model import Objection, Shown
from freebit.second.reading import ReadingError
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import Bindings, differ, every, number, plus, some

_Pair = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True)
class TestedCellsQuestions:
    """A kind of cells, v, loads of right and of wrong entries, and G and V for each input of the witness."""

    kind: ClassVar[str] = "tested-cells"

    cells: Cells
    v: str
    loads: dict[str, tuple[tuple[str, ...], ...]]
    members: CarriedMembers[_Pair]

    @classmethod
    def read(cls, claim: object, witness: object) -> "TestedCellsQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        place = "document/claim"
        parts = reading.record(claim, place, ("game", "inputs", "f", "v", "right", "wrong"))
        cells = cells_of(parts, place)
        v = reading.canonical_rational(parts["v"], f"{place}/v")
        loads = {side: _loads(parts[side], f"{place}/{side}", cells.distances) for side in ("right", "wrong")}
        n = cells.game.parties

        def pair(member: object, here: str) -> _Pair:
            vectors = reading.record(member, here, ("G", "V"))
            return reading.vector(vectors["G"], f"{here}/G", n), reading.vector(vectors["V"], f"{here}/V", n)

        return cls(cells, v, loads, CarriedMembers.read(witness, "document/witness", n, pair))

    def objections(self) -> Iterator[Objection]:
        """[R3.80]"""
        yield from self.members.objections(self.cells.game)

    def script(self) -> Script:
        """[R3.82], [R3.83], [R3.84], [R3.85], and the bound on every box, for each y."""
        pairs = self.members.all(_moved)
        queries = [self._query(y, part, weights) for y, (part, weights) in sorted(pairs.items())]
        context = boxes_and_excesses(self.cells.game)
        return Script("a certificate of kind tested-cells", context, (*queries, self._borne(pairs)))

    def _query(self, y: str, part: dict[str, str], weights: dict[str, str]) -> Query:
        game, here = self.cells.game, f"witness/{y}"
        excesses = _Excesses()
        exceeding = [
            (f"{here} at {key}", f"(> {excess} 0.0)")
            for key, excess in excesses.of(part, weights).items()
            if key.split("|")[1] not in asked(game)
        ]
        named = (
            ("v", number(self.v)),
            ("w", acted(weights)),
            ("g", acted(part)),
            ("m", plus(f"P_{a}_{y}" if zero else f"(- P_{a}_{y})" for a, zero in self.cells.signed(y))),
        )
        cases = (
            Case("R3.82", "v is negative", (("claim/v", "(< v 0.0)"),)),
            Case("R3.82", "V does not act as v", ((f"{here}/V", differ("w", "v")),)),
            Case("R3.83", "G does not act as P(right, f=0|y) - P(right, f=1|y)", ((f"{here}/G", differ("g", "m")),)),
            Case("R3.84", "|G| exceeds V outside X", tuple(exceeding)),
            # w + paid -+ g are combinations of probabilities with numbers that are not negative; what is paid for the
            # inputs of the game is the sum of the excesses times P, but may be any number here.
            Case(
                "R3.5", "f = 0 is likelier than claimed", ((here, "(and (>= (+ w paid (- g)) 0.0) (> m (+ v paid)))"),)
            ),
            Case(
                "R3.5", "f = 1 is likelier than claimed", ((here, "(and (>= (+ w paid g) 0.0) (> (- m) (+ v paid)))"),)
            ),
        )
        return Query(cases, y, (excesses.named, named))

    def _borne(self, pairs: dict[str, _Pair]) -> Query:
        """[R3.85]"""
        excesses = _Excesses()
        shares: dict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in range(self.cells.distances)])
        for y, (part, weights) in sorted(pairs.items()):
            away = {x: self.cells.distance(x, y) for x in asked(self.cells.game)}
            for key, excess in excesses.of(part, weights).items():
                x = key.split("|")[1]
                if x in away:
                    shares[key][away[x]].append(excess)
        places = [
            (f"claim/{side}", every([some(f"(> 0.0 {number(h)})" for h in row) for row in rows]))
            for side, rows in self.loads.items()
            if rows
        ]
        for key, borne in sorted(shares.items()):
            side = "wrong" if is_lost(self.cells.game, *key.split("|")) else "right"
            # In one order, for entries that bear alike are asked about once.
            sums = tuple(plus(sorted(here)) for here in borne)
            places.append((f"claim/{side} at {key}", _beyond(sums, self.loads[side])))
        case = Case("R3.85", "an entry bears more than any load allows", tuple(places))
        return Query((case,), "loads", (excesses.named,))

    def shown(self) -> tuple[Shown, ...]:
        """The cells, v and the loads."""
        sides = tuple((side, "; ".join(commas(row) for row in rows)) for side, rows in self.loads.items())
        return (Shown(self.kind, self.cells.game, (*self.cells.words(), ("v", self.v), *sides)),)


def _loads(value: object, place: str, wanted: int) -> tuple[tuple[str, ...], ...]:
    found = []
    for i, row in enumerate(reading.sequence(value, place)):
        listed = reading.sequence(row, f"{place}/{i}")
        if len(listed) != wanted:
            raise ReadingError("R6.6", f"{place}/{i}", f"{len(listed)} numbers are not {wanted}")
        found.append(tuple(reading.canonical_rational(h, f"{place}/{i}/{j}") for j, h in enumerate(listed)))
    return tuple(found)


class _Excesses:
    """What |G| exceeds V by: a name for each pair of numbers that is met."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def of(self, part: dict[str, str], weights: dict[str, str]) -> dict[str, str]:
        """The name of the excess at each entry where one of the vectors is written."""
        pairs = {key: (part.get(key, "0"), weights.get(key, "0")) for key in dict.fromkeys((*part, *weights))}
        return {key: self._names.setdefault(pair, f"e_{len(self._names)}") for key, pair in pairs.items()}

    @property
    def named(self) -> Bindings:
        """What the names stand for."""
        return tuple((name, f"(excess {number(g)} {number(v)})") for (g, v), name in self._names.items())


@lru_cache(maxsize=1 << 10)
def _beyond(sums: tuple[str, ...], loads: tuple[tuple[str, ...], ...]) -> str:
    """That no load allows so much at every distance; without loads nothing is allowed."""
    rows = loads or (("0",) * len(sums),)
    return every([some(f"(> {s} {number(h)})" for s, h in zip(sums, row, strict=True)) for row in rows])


def _moved(pair: _Pair, way: Way) -> _Pair:
    part, weights = pair
    turn, goes = negated if way.turned else str, way.entries
    return {goes[key]: turn(value) for key, value in part.items()}, {goes[k]: value for k, value in weights.items()}


@cache
def boxes_and_excesses(game: ParityGame) -> Context:
    """Every box, what is paid, and max(0, |g| - v)."""
    boxes = every_box(game.parties)
    size = "(ite (< g 0.0) (- g) g)"
    excess = f"excess ((g Real) (v Real)) Real (ite (> {size} v) (- {size} v) 0.0)"
    return replace(boxes, names=(*boxes.names, "paid"), definitions=(*boxes.definitions, excess))
