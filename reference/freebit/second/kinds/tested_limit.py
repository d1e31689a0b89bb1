"""Kind ``tested-limit``: that no certificate for tested cells is better [R3.86]-[R3.89]."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from freebit.second import reading
from freebit.second.boxes import asked, bit_words
from freebit.second.cells import CarriedMembers, Cells, Way, cells_of
from freebit.second.model import Objection, Shown
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import number, plus

#: The names of the entries of P+ and of P-, by entry.
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
    #: The entries of the given boxes as terms, by name.
    defined: dict[str, str]

    @classmethod
    def read(cls, claim: object, witness: object) -> "TestedLimitQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form."""
        place = "document/claim"
        parts = reading.record(claim, place, ("game", "inputs", "f", "epsilon", "rate"))
        vectors = reading.record(witness, "document/witness", ("mu", "boxes"))
        cells = cells_of(parts, place)
        n = cells.game.parties
        defined: dict[str, str] = {}

        def boxes(member: object, here: str) -> _Boxes:
            tables = reading.record(member, here, ("plus", "minus"))
            names = {name: f"{name}_{here.rpartition('/')[2]}" for name in ("plus", "minus")}
            for name in names:
                found = reading.by_correlator(tables[name], f"{here}/{name}", n, all_may_be_left_out=True)
                defined.update((_entry_name(names[name], key), term) for key, term in _entries(found, n).items())
            return _named(names["plus"], n), _named(names["minus"], n)

        return cls(
            cells,
            reading.canonical_rational(parts["epsilon"], f"{place}/epsilon"),
            reading.canonical_rational(parts["rate"], f"{place}/rate"),
            reading.vector(vectors["mu"], "document/witness/mu", n),
            CarriedMembers.read(vectors["boxes"], "document/witness/boxes", n, boxes),
            defined,
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
        weights = Case("R3.86", "mu is no weight", (*stray, *low, ("witness/mu", f"(> {total} 1.0)")))
        queries = [Query((half, weights), "mu", ((("e", number(self.epsilon)),),))]
        reached = []
        words = bit_words(game.parties)
        for y, (first, second) in sorted(boxes.items()):
            here = f"witness/boxes/{y}"
            negative = [
                (f"{here}/{name} at {key}", f"(< {term} 0.0)")
                for name, box in (("plus", first), ("minus", second))
                for key, term in box.items()
            ]
            beyond = []
            for x in asked(game):
                power = " ".join(["r"] * cells.distance(x, y))
                for a in words:
                    key = f"{a}|{x}"
                    most = f"(* 1.0 {power} {number(self.weights.get(key, '0'))})"
                    beyond.append((f"{here} at {key}", f"(> (+ {first[key]} {second[key]}) {most})"))
            named = ((("e", number(self.epsilon)),), (("r", "(/ (- 1.0 e) e)"),))
            cases = (
                Case("R3.87", "a probability is negative", tuple(negative)),
                Case("R3.88", "the boxes exceed r^d mu", tuple(beyond)),
            )
            queries.append(Query(cases, y, named))
            for a, zero in cells.signed(y):
                gap = f"(- {first[f'{a}|{y}']} {second[f'{a}|{y}']})"
                reached.append(gap if zero else f"(- {gap})")
        sums = (
            Case("R3.89", "the rate is not reached", (("claim/rate", f"(< {plus(reached)} {number(self.rate)})"),)),
        )
        context = Context(definitions=tuple(f"{name} () Real {term}" for name, term in self.defined.items()))
        return Script("a certificate of kind tested-limit", context, (*queries, Query(sums, "sums")))

    def shown(self) -> tuple[Shown, ...]:
        """The cells, epsilon and the rate."""
        about = (*self.cells.words(), ("epsilon", self.epsilon), ("rate", self.rate))
        return (Shown(self.kind, self.cells.game, about),)


def _entries(correlators: Mapping[str, str], parties: int) -> dict[str, str]:
    """Each entry as a term: a sum over the sets of parties, divided by 2**n."""
    found = {}
    for x in bit_words(parties):
        # The correlators that are read on the inputs x, with the parties that they are about.
        read = {
            slots: "".join("0" if slot == "-" else "1" for slot in slots)
            for slots in correlators
            if all(slot in ("-", setting) for slot, setting in zip(slots, x, strict=True))
        }
        for a in bit_words(parties):
            terms = []
            for slots, about in read.items():
                odd = sum(p == q == "1" for p, q in zip(about, a, strict=True)) % 2
                value = number(correlators[slots])
                terms.append(f"(- {value})" if odd else value)
            found[f"{a}|{x}"] = f"(/ {plus(terms)} {2**parties}.0)"
    return found


def _entry_name(box: str, key: str) -> str:
    """The name of an entry of a box."""
    return f"{box}_{key.replace('|', '_')}"


def _named(box: str, parties: int) -> dict[str, str]:
    words = bit_words(parties)
    return {f"{a}|{x}": _entry_name(box, f"{a}|{x}") for x in words for a in words}


def _moved(boxes: _Boxes, way: Way) -> _Boxes:
    first, second = ({way.entry(key): term for key, term in box.items()} for box in boxes)
    return (second, first) if way.turned else (first, second)
