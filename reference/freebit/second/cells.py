"""How the second checker reads kinds of cells, and members that are carried [R3.80], [R3.81]."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import asked, bit_words, is_lost, votes_for
from freebit.second.model import Objection
from freebit.second.moves import Move
from freebit.second.reading import ReadingError

_MOST_PARTIES = 6
#: The named functions of the outputs, and how many outputs each of them looks at.
NAMED = {"majority": 3, "multiplexer": 4}

_M = TypeVar("_M")


@dataclass(frozen=True)
class Cells:
    """A game, the party whose input is derived (from 1, 0 for none), and f by inputs and outputs."""

    game: ParityGame
    derived: int
    values: dict[str, dict[str, bool]]
    #: The name of f.
    function: str

    @property
    def distances(self) -> int:
        """How many distances there can be."""
        return self.game.parties + (0 if self.derived else 1)

    def distance(self, x: str, y: str) -> int:
        """The number of source bits that differ."""
        return sum(p != q for i, (p, q) in enumerate(zip(x, y, strict=True), 1) if i != self.derived)

    def signed(self, y: str) -> Iterator[tuple[str, bool]]:
        """The right outputs at y, and whether f is 0 there."""
        for a in bit_words(self.game.parties):
            if not is_lost(self.game, a, y):
                yield a, not self.values[y][a]

    def words(self) -> tuple[tuple[str, str], ...]:
        """The kind of cells as parts of a statement."""
        f = self.function
        if f == "table":
            f = ",".join(f"{x}:{''.join('01'[bit] for bit in self.values[x].values())}" for x in sorted(self.values))
        return (("inputs", f"derived by party {self.derived}" if self.derived else "local"), ("f", f))


def cells_of(parts: dict[str, object], place: str) -> Cells:
    """The kind of cells of a claim; raises ``ReadingError``."""
    game = reading.game(parts["game"], f"{place}/game", _MOST_PARTIES)
    derived = _derived(parts["inputs"], f"{place}/inputs", game.parties)
    name, values = _function(parts["f"], f"{place}/f", game)
    return Cells(game, derived, values, name)


def _derived(value: object, place: str, parties: int) -> int:
    kind = reading.word(
        reading.record(value, place, ("kind",), ("party",))["kind"], f"{place}/kind", ("local", "derived")
    )
    if kind == "local":
        reading.record(value, place, ("kind",))
        return 0
    return reading.party(reading.record(value, place, ("kind", "party"))["party"], f"{place}/party", parties)


def _function(value: object, place: str, game: ParityGame) -> tuple[str, dict[str, dict[str, bool]]]:
    parts = reading.record(value, place, ("kind",), ("values",))
    kind = reading.word(parts["kind"], f"{place}/kind", (*NAMED, "table"))
    outputs = bit_words(game.parties)
    if kind == "table":
        found = {}
        rows = reading.table(reading.record(value, place, ("kind", "values"))["values"], f"{place}/values")
        for x, row in rows.items():
            here = f"{place}/values/{reading.quoted(x)[1:-1]}"
            reading.bits(x, here, game.parties)
            bits = reading.bits(row, here, len(outputs))
            found[x] = {a: bit == "1" for a, bit in zip(outputs, bits, strict=True)}
        if set(found) != set(asked(game)):
            raise ReadingError("R6.6", f"{place}/values", "the rows are not those of the inputs of the game")
        return kind, found
    reading.record(value, place, ("kind",))
    if game.parties < NAMED[kind]:
        raise ReadingError("R6.6", f"{place}/kind", f"{kind} looks at {NAMED[kind]} outputs")
    f = _majority if kind == "majority" else _multiplexer
    return kind, {x: {a: f(a) for a in outputs} for x in asked(game)}


def _majority(a: str) -> bool:
    return votes_for(1, a, (1, 2, 3))


def _multiplexer(a: str) -> bool:
    return a[0] != (a[1] if a[3] == "1" else a[2])


@dataclass(frozen=True)
class Way:
    """How a member is carried from that of another input."""

    source: str
    move: Move
    turned: bool

    @classmethod
    def read(cls, value: object, place: str, parties: int) -> "Way":
        """Raises ``ReadingError``."""
        parts = reading.record(value, place, ("from", "order", "s", "t", "c", "sign"))
        source = reading.bits(parts["from"], f"{place}/from", parties)
        sign = reading.word(parts["sign"], f"{place}/sign", ("+", "-"))
        return cls(source, Move.read(parts, place, parties), sign == "-")

    @property
    def entries(self) -> Mapping[str, str]:
        """Where each entry "a|x" goes."""
        return _images(self.move)


@lru_cache(maxsize=64)
def _images(move: Move) -> Mapping[str, str]:
    """Where each entry goes; many certificates carry their members alike."""
    words = bit_words(len(move.order))
    return {f"{a}|{x}": f"{move.outputs(a, x)}|{move.inputs(x)}" for x in words for a in words}


@dataclass(frozen=True)
class CarriedMembers(Generic[_M]):
    """A member for each input: given, or carried."""

    given: dict[str, _M]
    carried: dict[str, Way]

    @classmethod
    def read(cls, value: object, place: str, parties: int, read: Callable[[object, str], _M]) -> "CarriedMembers[_M]":
        """Raises ``ReadingError``."""
        given, carried = {}, {}
        for y, member in reading.table(value, place).items():
            here = f"{place}/{reading.quoted(y)[1:-1]}"
            reading.bits(y, here, parties)
            if "from" in reading.table(member, here):
                carried[y] = Way.read(member, here, parties)
            else:
                given[y] = read(member, here)
        for y, way in carried.items():
            if way.source not in given:
                raise ReadingError("R6.100", f"{place}/{y}/from", "this input has no member that is given")
        return cls(given, carried)

    def objections(self, game: ParityGame) -> Iterator[Objection]:
        """[R3.80]"""
        for y in sorted({*self.given, *self.carried} ^ set(asked(game))):
            yield Objection("R3.80", "witness", f"{y} is {'missing' if y in asked(game) else 'no input of the game'}")

    def all(self, move: Callable[[_M, Way], _M]) -> dict[str, _M]:
        """The members of all inputs."""
        return self.given | {y: move(self.given[way.source], way) for y, way in self.carried.items()}


def negated(rational: str) -> str:
    """The rational with the other sign."""
    return rational[1:] if rational.startswith("-") else rational if rational == "0" else f"-{rational}"
