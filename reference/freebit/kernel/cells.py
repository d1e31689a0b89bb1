"""What the kinds ``tested-cells`` and ``tested-limit`` share: kinds of cells, and members that are carried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.cells import NEEDED_PARTIES, CellFunction, CellInputs, CellKind
from freebit.boxes.entries import entry_of, index_of
from freebit.kernel.functional import Vector
from freebit.kernel.model import Failure
from freebit.kernel.relabelling import StatedRelabelling
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader, read_game

#: With more parties than this a few words of a certificate would stand for much work [R6.16].
MAX_PARTIES_OF_CELLS = 6

_M = TypeVar("_M")


def read_kind(claim: Reader) -> CellKind:
    """The kind of cells of a claim: its game, who chooses the inputs, and f [R4.51] [R4.55] [R4.57]."""
    game = read_game(claim.child("game"), MAX_PARTIES_OF_CELLS)
    inputs = read_inputs(claim.child("inputs"), game.parties)
    return CellKind(game, inputs, read_function(claim.child("f"), game.inputs, game.parties))


def read_inputs(reader: Reader, parties: int) -> CellInputs:
    """Local inputs, or the party whose input is derived [R4.55]."""
    if reader.only(["kind"], ["party"]).child("kind").one_of(["local", "derived"]) == "local":
        reader.only(["kind"])
        return CellInputs()
    return CellInputs(reader.only(["kind", "party"]).child("party").party(parties))


def read_function(reader: Reader, asked: tuple[Bits, ...], parties: int) -> CellFunction:
    """f: one that has a name, or a table with 2**n bits for just each input in X [R4.57]."""
    name = reader.only(["kind"], ["values"]).child("kind").one_of(list(CellFunction.NAMES))
    if name != "table":
        reader.only(["kind"])
        if parties < NEEDED_PARTIES[name]:
            reader.child("kind").fail("R6.6", f"{name} is a function of at least {NEEDED_PARTIES[name]} outputs")
        return CellFunction(name)
    values = reader.only(["kind", "values"]).child("values")
    table = {row.key_bits(parties): row.bits(2**parties) for row in values.members()}
    for x in sorted(table.keys() ^ set(asked)):
        values.fail("R6.6", f"the row of {format_bits(x)} is {'missing' if x not in table else 'not of X'}")
    return CellFunction(name, table)


@dataclass(frozen=True)
class Carried:
    """How a member is made from that of the input ``source``; the sign is -1 where f is turned [R3.81]."""

    source: Bits
    relabelling: StatedRelabelling
    sign: int

    @classmethod
    def read(cls, reader: Reader, parties: int) -> "Carried":
        """A relabelling with the input that it starts from and a sign [R6.19]."""
        relabelling = StatedRelabelling.read(reader, parties, beside=["from", "sign"])
        sign = 1 if reader.child("sign").one_of(["+", "-"]) == "+" else -1
        return cls(reader.child("from").bits(parties), relabelling, sign)

    def moved(self, vector: Vector, sign: int = 1) -> Vector:
        """The vector with each entry at its image, times the sign."""
        places = _places(self.relabelling, len(self.source))
        return Rationals({places[i]: sign * value for i, value in vector.numerators.items()}, vector.denominator)


@lru_cache(maxsize=64)
def _places(relabelling: StatedRelabelling, parties: int) -> list[int]:
    """The image of each entry, by index; many certificates carry their members alike."""
    return [index_of(*relabelling.image(*entry_of(index, parties))) for index in range(4**parties)]


@dataclass(frozen=True)
class CellMembers(Generic[_M]):
    """A member for each y: given, or carried from one that is given."""

    given: dict[Bits, _M]
    carried: dict[Bits, Carried]

    @classmethod
    def read(cls, witness: Reader, parties: int, read: Callable[[Reader], _M]) -> "CellMembers[_M]":
        """All members of a witness; one that is carried has the key "from" [R6.100]."""
        given: dict[Bits, _M] = {}
        carried: dict[Bits, Carried] = {}
        for member in witness.members():
            y = member.key_bits(parties)
            if member.has("from"):
                carried[y] = Carried.read(member, parties)
            else:
                given[y] = read(member)
        for member in witness.members():
            if member.has("from") and carried[member.key_bits(parties)].source not in given:
                member.child("from").fail("R6.100", "no member is given for this input")
        return cls(given, carried)

    def cover(self, asked: tuple[Bits, ...]) -> Failure | None:
        """[R3.80] there is a member for just each y in X."""
        for y in sorted((self.given.keys() | self.carried.keys()) ^ set(asked)):
            return Failure("witness", f"{format_bits(y)} is {'missing' if y in asked else 'outside X'}")
        return None

    def all(self, move: Callable[[_M, Carried], _M]) -> Iterator[tuple[Bits, _M]]:
        """Every y with its member, one after the other."""
        yield from self.given.items()
        for y, way in self.carried.items():
            yield y, move(self.given[way.source], way)
