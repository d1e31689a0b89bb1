"""What the kinds ``tested-cells`` and ``tested-limit`` share: members that are given or carried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import entry_of, index_of
from freebit.kernel.functional import IndexedVector
from freebit.kernel.model import Failure
from freebit.kernel.relabelling import StatedRelabelling
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader

_M = TypeVar("_M")


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

    def moved(self, vector: IndexedVector, sign: int = 1) -> IndexedVector:
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
        """[R3.80] there are members for exactly the y in X."""
        for y in sorted((self.given.keys() | self.carried.keys()) ^ set(asked)):
            return Failure("witness", f"{format_bits(y)} is {'missing' if y in asked else 'outside X'}")
        return None

    def all(self, move: Callable[[_M, Carried], _M]) -> Iterator[tuple[Bits, _M]]:
        """Every y with its member, one after the other."""
        yield from self.given.items()
        for y, way in self.carried.items():
            yield y, move(self.given[way.source], way)
