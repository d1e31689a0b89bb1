"""The ``Reader``: a place in a document, where every method checks one rule of the wire [R6.6]-[R6.17].

It names the rule and the place of the first thing that is not as it must be.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from math import lcm
from typing import NoReturn

from freebit.boxes.bits import Bits
from freebit.boxes.game import ParityGame, game_named
from freebit.wire.document import MAX_DIGITS, UnreadableError, nearest_integer
from freebit.wire.rational import RationalTooLongError, parse_rational, shown

MAX_DENOMINATOR_BITS = 1024
MAX_PARTIES = 9

_TYPE = re.compile(r"(0|[1-9][0-9]?),(0|[1-9][0-9]?)\|(0|[1-9][0-9]?),(0|[1-9][0-9]?)", re.ASCII)


class Reader:
    """A place in a document and the value found there; every method checks one rule of the wire.

    ``off`` switches rules off: what breaks such a rule is then skipped, or read as leniently as it can be.
    """

    def __init__(
        self, value: object, place: str = "document", off: frozenset[str] = frozenset(), key: str = ""
    ) -> None:
        self.value, self.place, self.off, self.key = value, place, off, key

    def fail(self, rule: str, message: str) -> NoReturn:
        """Raise the error for this place."""
        raise UnreadableError(rule, self.place, message)

    def table(self) -> dict[str, object]:
        """The value, which must be an object [R6.6]."""
        if not isinstance(self.value, dict):
            self.fail("R6.6", f"an object is wanted, not {_kind(self.value)}")
        return self.value

    def child(self, key: str) -> "Reader":
        """The value under a key that must be there [R6.9]."""
        table = self.table()
        if key not in table:
            self.fail("R6.9", f"the key {shown(key)} is missing")
        return Reader(table[key], f"{self.place}/{key}", self.off)

    def has(self, key: str) -> bool:
        """Whether an optional key is there."""
        return key in self.table()

    def members(self) -> "Iterator[Reader]":
        """The members of an object, in the order of the file; ``key`` is the key of each."""
        for key, value in self.table().items():
            yield Reader(value, f"{self.place}/{_plain(key)}", self.off, key)

    def elements(self) -> "list[Reader]":
        """The elements of a list [R6.6]."""
        if not isinstance(self.value, list):
            self.fail("R6.6", f"a list is wanted, not {_kind(self.value)}")
        return [Reader(value, f"{self.place}/{i}", self.off) for i, value in enumerate(self.value)]

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Reader":
        """This object, which must have the required keys [R6.9] and none but those and the optional ones [R6.10]."""
        table, wanted = self.table(), list(required)
        for key in wanted:
            if key not in table:
                self.fail("R6.9", f"the key {shown(key)} is missing")
        known = {*wanted, *optional}
        for key in table:
            if key not in known and "R6.10" not in self.off:
                self.fail("R6.10", f"the key {shown(key)} is unknown; known are {', '.join(sorted(known))}")
        return self

    def text(self) -> str:
        """The value, which must be a string [R6.6]."""
        if not isinstance(self.value, str):
            self.fail("R6.6", f"a string is wanted, not {_kind(self.value)}")
        return self.value

    def count(self) -> int:
        """The value, which must be a number [R6.6], and a count of at most 15 digits [R6.5]."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.fail("R6.6", f"an integer is wanted, not {_kind(self.value)}")
        if isinstance(self.value, float) or not 0 <= self.value < 10**MAX_DIGITS:
            if "R6.5" not in self.off:
                self.fail("R6.5", "numbers are non-negative integers of at most 15 digits")
            return nearest_integer(str(self.value))
        return self.value

    def rational(self) -> Fraction:
        """The value, which must be a canonical rational [R6.11] of bounded length [R6.12]."""
        text = self.text()
        try:
            return parse_rational(text)
        except RationalTooLongError as error:
            if "R6.12" not in self.off:
                self.fail("R6.12", str(error))
        except ValueError as error:
            if "R6.11" not in self.off:
                self.fail("R6.11", str(error))
        try:
            return Fraction(text)
        except (ValueError, ZeroDivisionError):
            return Fraction(0)

    def one_of(self, words: Sequence[str], rule: str = "R6.6") -> str:
        """The value, which must be one of the words."""
        text = self.text()
        if text not in words:
            self.fail(rule, f"{shown(text)} is not one of {', '.join(words)}")
        return text

    def bits(self, length: int) -> Bits:
        """The value as a bit string of the given length [R6.13]."""
        return _bits(self, self.text(), length)

    def key_bits(self, length: int) -> Bits:
        """The key of this member as a bit string of the given length [R6.13]."""
        return _bits(self, self.key, length)

    def vector(self, parties: int) -> dict[tuple[Bits, Bits], Fraction]:
        """A sparse vector over the entries (a, x): keys outputs|inputs [R6.14], canonical rationals [R6.11]."""
        found: dict[tuple[Bits, Bits], Fraction] = {}
        for member in self.members():
            entry = _entry(member.key, parties)
            if entry is not None:
                found[entry] = member.rational()
            elif "R6.14" not in self.off:
                member.fail("R6.14", f"the key is not {parties} output bits | {parties} input bits")
        self._bounded(found.values())
        return found

    def types(self, parties: int) -> dict[tuple[int, int, int, int], Fraction]:
        """A sparse vector over the types of entries [R6.25], canonical rationals [R6.11]."""
        found: dict[tuple[int, int, int, int], Fraction] = {}
        for member in self.members():
            match = _TYPE.fullmatch(member.key)
            counts = tuple(int(text) for text in match.groups()) if match else ()
            if len(counts) == 4 and sum(counts) == parties:
                found[counts] = member.rational()
            elif "R6.25" not in self.off:
                member.fail("R6.25", f"the key is not k,l|m,n with k + l + m + n = {parties}")
        self._bounded(found.values())
        return found

    def row(self, parties: int) -> dict[Bits, Fraction]:
        """A table of canonical rationals by input [R6.13], [R6.11]."""
        found = {member.key_bits(parties): member.rational() for member in self.members()}
        self._bounded(found.values())
        return found

    def _bounded(self, values: Iterable[Fraction]) -> None:
        """[R6.17] the common denominator has at most ``MAX_DENOMINATOR_BITS`` bits, so that sums stay short."""
        common = 1
        for denominator in {value.denominator for value in values}:
            common = lcm(common, denominator)
            if common.bit_length() > MAX_DENOMINATOR_BITS and "R6.17" not in self.off:
                self.fail("R6.17", f"the common denominator has more than {MAX_DENOMINATOR_BITS} bits")

    def triple(self, parties: int) -> tuple[int, ...]:
        """A list of three party numbers 1..parties [R6.15]; the result counts parties from 0."""
        elements = self.elements()
        if len(elements) != 3:
            self.fail("R6.6", f"a list of three parties is wanted, not of {len(elements)}")
        for element in elements:
            if not 1 <= element.count() <= parties and "R6.15" not in self.off:
                element.fail("R6.15", f"{element.count()} is not a party number from 1 to {parties}")
        return tuple((element.count() - 1) % parties for element in elements)


@cache
def _entry_table(parties: int) -> dict[str, tuple[Bits, Bits]]:
    words = [format(number, f"0{parties}b") for number in range(2**parties)]
    bits = {word: tuple(map(int, word)) for word in words}
    return {f"{a}|{x}": (bits[a], bits[x]) for a in words for x in words}


def _entry(key: str, parties: int) -> tuple[Bits, Bits] | None:
    if parties <= 6:
        return _entry_table(parties).get(key)
    if len(key) != 2 * parties + 1 or key[parties] != "|" or set(key) - set("01|"):
        return None
    a, x = key[:parties], key[parties + 1 :]
    return (tuple(map(int, a)), tuple(map(int, x))) if "|" not in a + x else None


def _bits(reader: Reader, text: str, length: int) -> Bits:
    if len(text) != length or set(text) - {"0", "1"}:
        reader.fail("R6.13", f"{shown(text)} is not a string of {length} bits")
    return tuple(map(int, text))


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return {dict: "an object", list: "a list", str: "a string", int: "a number"}.get(type(value), "this")


def _plain(key: str) -> str:
    """A key as part of a place: shortened, in ASCII, so that any terminal can print it."""
    return shown(key)[1:-1]


def read_game(reader: Reader, limit: int = MAX_PARTIES) -> ParityGame:
    """The game of a claim, with at most ``limit`` parties [R6.16]."""
    reader.only(["name", "parties"])
    name, parties = reader.child("name").text(), reader.child("parties").count()
    if parties > limit:
        reader.fail("R6.16", f"{parties} parties are more than the limit of {limit}")
    try:
        return game_named(name, parties)
    except ValueError as error:
        reader.fail("R6.16", str(error))
