"""The functions f of step 5, eq (10) [R4.23]-[R4.25].

f turns the majorities of the Nd distilling quintuplets into the bit k.  A function has a name, which is
what transcripts store; XOR and truth tables are complete in their description, any other callable must
be supplied again by whoever replays.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from freebit.boxes.bits import Bits, number_of, parity, parse_bits
from freebit.errors import InvalidError

#: Truth tables hold 2**Nd bits; above this Nd they are refused [R4.24].
MAX_TABLE_INPUTS = 20


class Extractor(ABC):
    """A function from Nd bits to one bit."""

    @abstractmethod
    def __call__(self, majorities: Bits) -> int:
        """f(maj(a_1), ..., maj(a_Nd)); column 1 comes first."""

    @abstractmethod
    def check(self, nd: int) -> None:
        """Raise ``ValueError`` if f is not a function of ``nd`` bits."""

    @abstractmethod
    def description(self) -> dict[str, str]:
        """How files name the function [R6.34]."""


@dataclass(frozen=True)
class Xor(Extractor):
    """The sum of the bits modulo 2 [R4.23]; with it the explicit bounds hold."""

    def __call__(self, majorities: Bits) -> int:
        return parity(majorities)

    def check(self, nd: int) -> None:
        """Any number of bits will do."""

    def description(self) -> dict[str, str]:
        """The kind alone [R6.34]."""
        return {"kind": "xor"}


@dataclass(frozen=True)
class TruthTable(Extractor):
    """f given by its 2**Nd values; entry number i is f of the Nd bits that spell i, column 1 first [R4.24]."""

    values: Bits

    def __call__(self, majorities: Bits) -> int:
        return self.values[number_of(majorities)]

    def check(self, nd: int) -> None:
        """Raise ``ValueError`` unless there are 2**nd values and nd is at most 20 [R4.24]."""
        if nd > MAX_TABLE_INPUTS:
            raise InvalidError(f"[R4.24] a truth table of {nd} bits is too long: at most {MAX_TABLE_INPUTS}")
        if len(self.values) != 2**nd:
            raise InvalidError(f"[R4.24] the truth table has {len(self.values)} entries, not 2^{nd} = {2**nd}")

    def description(self) -> dict[str, str]:
        """The kind and the values, in their order [R6.34]."""
        return {"kind": "table", "values": "".join(map(str, self.values))}


@dataclass(frozen=True)
class NamedFunction(Extractor):
    """Any function of Nd bits under a name that its author declares [R4.25]."""

    name: str
    function: Callable[[Bits], int]

    def __call__(self, majorities: Bits) -> int:
        value = self.function(majorities)
        if value not in (0, 1):
            raise InvalidError(f"[R4.25] the function {self.name!r} returned {value!r}, not a bit")
        return int(value)

    def check(self, nd: int) -> None:
        """Raise ``ValueError`` if the name is empty; what the function takes is its author's to know [R4.25]."""
        if not self.name:
            raise InvalidError("[R4.25] a function needs a name")

    def description(self) -> dict[str, str]:
        """The kind and the name [R6.34]."""
        return {"kind": "named", "name": self.name}


def extractor_described(
    description: Mapping[str, object], known: Mapping[str, Callable[[Bits], int]] | None = None
) -> Extractor:
    """The function that a file describes [R6.34]; ``known`` supplies the named ones.

    Raises ``ValueError`` for a description that is none of the three kinds or names an unknown function.
    """
    kind = description.get("kind")
    keys = {"xor": {"kind"}, "table": {"kind", "values"}, "named": {"kind", "name"}}
    if not isinstance(kind, str) or kind not in keys or set(description) != keys[kind]:
        raise InvalidError(f"[R6.34] {dict(description)!r} does not describe a function f")
    argument = description.get("values", description.get("name", ""))
    if not isinstance(argument, str):
        raise InvalidError(f"[R6.34] {argument!r} is not a string")
    if kind == "xor":
        return Xor()
    if kind == "table":
        return TruthTable(parse_bits(argument))
    if known is None or argument not in known:
        raise InvalidError(f"[R6.34] the function {argument!r} is not known here; it must be supplied to replay")
    return NamedFunction(argument, known[argument])
