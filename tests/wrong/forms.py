"""Mistakes that one class of vectors tells: what may be left out, other games, forms that nobody happens to write."""

from typing import Any

from freebit.boxes import box, entry_types
from freebit.boxes.box import Box
from freebit.boxes.entry_types import Type
from freebit.boxes.game import GhzGame, ParityGame
from freebit.codes.field import Field
from freebit.kernel.cells import Carried
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds import tested_limit
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.protocol import transcript
from freebit.wire.reader import Reader
from tests.wrong import Replace, wrong

CERTIFICATE = "certificate"
#: What a question may leave out, and a header may not.
DEFAULTS = {"selection": "row", "tolerance": 0, "c": "3", "f": {"kind": "xor"}}


@wrong("what a header leaves out is as in questions", "transcript")
def header_defaults(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def read(reader: Reader, *more: Any) -> Any:
            return original(Reader(DEFAULTS | reader.table(), "parameters", reader, "parameters"), *more)

        return read

    replace(transcript, "read_parameters", make)


@wrong("the bar of a key may stand anywhere", CERTIFICATE, "box")
def bar_anywhere(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def vector(self: Reader, parties: int) -> Any:
            if isinstance(self.value, dict):
                table = {_put_right(key, parties): value for key, value in self.value.items()}
                return original(Reader(table, "entries", self), parties)
            return original(self, parties)

        return vector

    replace(Reader, "vector", make)


def _put_right(key: str, parties: int) -> str:
    bits = key.replace("|", "", 1)
    return f"{bits[:parties]}|{bits[parties:]}" if len(key) == 2 * parties + 1 and "" not in key.split("|") else key


@wrong("a number 0 of a type may not be written", CERTIFICATE)
def zeros_of_types_refused(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def types(self: Reader, parties: int) -> Any:
            if isinstance(self.value, dict) and "0" in self.value.values():
                self.fail("R6.25", "a number is 0")
            return original(self, parties)

        return types

    replace(Reader, "types", make)


@wrong("types are judged as in the GHZ game, whichever is claimed", CERTIFICATE)
def types_of_ghz(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def loses(game: ParityGame, kind: Type) -> bool:
            answer: bool = original(GhzGame(game.parties), kind)
            return answer

        return loses

    replace(entry_types, "loses", make)


@wrong("products in a field keep eight bits where they are reduced", "replay-key", "transcript")
def eight_bits_of_a_field(replace: Replace) -> None:
    def make(_original: Any) -> Any:
        def times(self: Field, left: int, right: int) -> int:
            product = 0
            for bit in range(self.degree):
                product ^= left if right >> bit & 1 else 0
                left <<= 1
                if left >> self.degree:
                    left = (left ^ self.modulus) & 255 if self.degree > 8 else left ^ self.modulus
            return product

        return times

    replace(Field, "times", make)


@wrong("the sign of a member that is carried from 111 is forgotten", CERTIFICATE)
def turned_from_the_last(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def moved(self: Carried, vector: IndexedVector, sign: int = 1) -> IndexedVector:
            answer: IndexedVector = original(self, vector, 1 if self.source == (1, 1, 1) else sign)
            return answer

        return moved

    replace(Carried, "moved", make)


@wrong("the boxes of a limit are carried without their sign", CERTIFICATE)
def limits_not_turned(replace: Replace) -> None:
    replace(tested_limit, "_moved", lambda original: lambda boxes, way: tuple(map(way.moved, boxes)))


@wrong("epsilon = 0 is looked at too late", CERTIFICATE)
def epsilon_0(replace: Replace) -> None:
    def make(original: Any) -> Any:
        return lambda self: original(self) if self.epsilon else None

    replace(TestedLimit, "epsilon_is_one", make)


@wrong(
    "the parties of the GHZ game are counted from the other end where an output is fixed", "named-box", "sample-device"
)
def fixed_from_the_end(replace: Replace) -> None:
    def make(original: Any) -> Any:
        def fixed(game: ParityGame, party: int, value: int) -> Box:
            other: Box = original(game, game.parties - 1 - party if isinstance(game, GhzGame) else party, value)
            return other

        return fixed

    replace(box, "fixed_output_box", make)
