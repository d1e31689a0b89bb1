"""Kind ``magic-square``: for each input a box that always wins and answers it in one way.

[R3.120], [R3.121], [R3.122]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from freebit.second import reading
from freebit.second.boxes import bit_words
from freebit.second.model import Objection, Shown
from freebit.second.reading import ReadingError
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import differ, every, number, plus

_EVEN = [word for word in bit_words(3) if word.count("1") % 2 == 0]
_ODD = [word for word in bit_words(3) if word.count("1") % 2]
#: The inputs as files write them, row and column.
_INPUTS = [f"{r},{c}" for r, c in product("123", repeat=2)]
#: The entries as files write them, by input.
_ENTRIES = {at: [f"{a},{b}|{at}" for a, b in product(_EVEN, _ODD)] for at in _INPUTS}
_KNOWN = {key for keys in _ENTRIES.values() for key in keys}


@dataclass(frozen=True)
class MagicSquareQuestions:
    """Boxes by input."""

    kind: ClassVar[str] = "magic-square"

    boxes: dict[str, dict[str, str]]

    @classmethod
    def read(cls, claim: object, witness: object) -> "MagicSquareQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form [R6.28]."""
        game = reading.record(claim, "document/claim", ("game",))["game"]
        name = reading.record(game, "document/claim/game", ("name",))["name"]
        reading.word(name, "document/claim/game/name", ("magic-square",), "R6.16")
        place = "document/witness/boxes"
        boxes = reading.table(reading.record(witness, "document/witness", ("boxes",))["boxes"], place)
        return cls({at: _box(box, f"{place}/{reading.quoted(at)[1:-1]}") for at, box in boxes.items()})

    def objections(self) -> Iterator[Objection]:
        """[R3.120]"""
        if set(self.boxes) != set(_INPUTS):
            yield Objection("R3.120", "witness/boxes", f"boxes for {', '.join(_INPUTS)} are needed, and no others")

    def script(self) -> Script:
        """[R2.17], [R2.18], [R2.19], [R2.20] and [R3.121] for each box."""
        queries = [
            Query((*_broken_laws(box, f"witness/boxes/{at}"), _uncertain(box, at)), at)
            for at, box in self.boxes.items()
        ]
        return Script("a certificate of kind magic-square", Context(), tuple(queries))

    def shown(self) -> tuple[Shown, ...]:
        """For each input answers that can be certain."""
        certain = [key for at in _INPUTS for key in _ENTRIES[at] if self.boxes[at].get(key) == "1"]
        return (Shown(self.kind, None, (("answers", ";".join(certain)),)),)


def _box(value: object, place: str) -> dict[str, str]:
    found = reading.table(value, place)
    for key in found:
        if key not in _KNOWN:
            raise ReadingError(
                "R6.28", f"{place}/{reading.quoted(key)[1:-1]}", "the key is no entry of the magic square"
            )
    return reading.numbers(found, place)


def _broken_laws(box: dict[str, str], where: str) -> tuple[Case, ...]:
    """The ways in which a box can break a law or lose."""
    values = {key: number(value) for key, value in box.items()}

    def total(keys: list[str]) -> str:
        return plus(values[key] for key in keys if key in values)

    negative = tuple((f"{where} at P({key})", f"(< {value} 0.0)") for key, value in values.items())
    sums = tuple((f"{where} at {at}", differ("1.0", total(keys))) for at, keys in _ENTRIES.items())
    signals = []
    for line, (first, second) in product("123", (("1", "2"), ("1", "3"))):
        for a in _EVEN:
            left, right = (total([f"{a},{b}|{line},{c}" for b in _ODD]) for c in (first, second))
            signals.append((f"{where} at row {line}", differ(left, right)))
        for b in _ODD:
            left, right = (total([f"{a},{b}|{r},{line}" for a in _EVEN]) for r in (first, second))
            signals.append((f"{where} at column {line}", differ(left, right)))
    lost = tuple((f"{where} at P({key})", differ("0.0", value)) for key, value in values.items() if _loses(key))
    return (
        Case("R2.17", "a probability is negative", negative),
        Case("R2.18", "probabilities do not sum to 1", sums),
        Case("R2.19", "what one party answers depends on the input of the other", tuple(signals)),
        Case("R2.20", "answers that lose are given", lost),
    )


def _uncertain(box: dict[str, str], at: str) -> Case:
    """[R3.121] no answer to the input has the probability 1."""
    others = every(differ("1.0", number(box.get(key, "0"))) for key in _ENTRIES[at])
    return Case("R3.121", "no answer has the probability 1", ((f"witness/boxes/{at}", others),))


def _loses(key: str) -> bool:
    """Whether the answers differ where row and column meet."""
    answers, _, at = key.partition("|")
    a, b = answers.split(",")
    r, c = (int(line) - 1 for line in at.split(","))
    return a[c] != b[r]
