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
    #: The correlators of the given boxes, and their entries, as terms, by name.
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
                called = {slots: f"c{names[name]}_{slots.replace('-', '.')}" for slots in found}
                defined.update((called[slots], number(value)) for slots, value in found.items())
                defined.update((_entry_name(names[name], key), term) for key, term in _entries(called, n).items())
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
        much = ("witness/mu", f"(> {total} 1.0)")
        weights = Case("R3.86", "mu is negative, outside X or of a sum above 1", (*stray, *low, much))
        # A box that is carried has the entries of the one that is given, in other places.
        negative = [
            (f"witness/boxes/{y}/{name} at {key}", f"(< {term} 0.0)")
            for y, member in sorted(self.members.given.items())
            for name, box in zip(("plus", "minus"), member, strict=True)
            for key, term in box.items()
        ]
        queries = [
            Query((half, weights), "mu", ((("e", number(self.epsilon)),),)),
            Query((Case("R3.87", "a probability is negative", tuple(negative)),), "boxes"),
        ]
        reached = []
        words = bit_words(game.parties)
        for y, (first, second) in sorted(boxes.items()):
            here = f"witness/boxes/{y}"
            beyond = []
            for x in asked(game):
                power = " ".join(["r"] * cells.distance(x, y))
                for a in words:
                    key = f"{a}|{x}"
                    most = f"(* 1.0 {power} {number(self.weights.get(key, '0'))})"
                    beyond.append((f"{here} at {key}", f"(> (+ {first[key]} {second[key]}) {most})"))
            named = ((("e", number(self.epsilon)),), (("r", "(/ (- 1.0 e) e)"),))
            queries.append(Query((Case("R3.88", "the boxes exceed r^d mu", tuple(beyond)),), y, named))
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
    """Each entry as a term: a sum over the sets of parties, of correlators by name, divided by 2**n."""
    found = {}
    for x in bit_words(parties):
        # The correlators that are read on the inputs x, with the parties that they are about.
        read = {
            slots: "".join("0" if slot == "-" else "1" for slot in slots)
            for slots in correlators
            if all(slot in ("-", setting) for slot, setting in zip(slots, x, strict=True))
        }
        named = [(int(about, 2), correlators[slots]) for slots, about in read.items()]
        for a in bit_words(parties):
            ones = int(a, 2)
            terms = (f"(- {name})" if (about & ones).bit_count() % 2 else name for about, name in named)
            found[f"{a}|{x}"] = f"(/ {plus(terms)} {2**parties}.0)"
    return found


def _entry_name(box: str, key: str) -> str:
    """The name of an entry of a box."""
    return f"{box}_{key.replace('|', '_')}"


def _named(box: str, parties: int) -> dict[str, str]:
    words = bit_words(parties)
    return {f"{a}|{x}": _entry_name(box, f"{a}|{x}") for x in words for a in words}


def _moved(boxes: _Boxes, way: Way) -> _Boxes:
    goes = way.entries
    first, second = ({goes[key]: term for key, term in box.items()} for box in boxes)
    return (second, first) if way.turned else (first, second)
