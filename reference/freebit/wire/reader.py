"""The ``Reader``: a place in a document, where every method checks one rule of the wire [R6.6]-[R6.17].

It names the rule and the place of the first thing that is not as it must be.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NoReturn, TypeVar

from freebit.boxes.bits import Bits
from freebit.boxes.entries import shares_of_texts
from freebit.boxes.entry_types import Type
from freebit.boxes.game import ParityGame, game_named
from freebit.wire.document import MAX_DIGITS, UnreadableError
from freebit.wire.rational import Rationals, RationalTooLongError, parse_ratio, shown

MAX_DENOMINATOR_BITS = 1024
MAX_PARTIES = 9

_TYPE = re.compile(r"(0|[1-9][0-9]?),(0|[1-9][0-9]?)\|(0|[1-9][0-9]?),(0|[1-9][0-9]?)", re.ASCII)

_K = TypeVar("_K", bound=Hashable)


class Reader:
    """A place in a document and the value found there; every method checks one rule of the wire.

    ``key`` is the key under which an object holds the value, if one does.
    """

    __slots__ = ("_above", "_step", "key", "value")

    def __init__(self, value: object, step: str = "document", above: "Reader | None" = None, key: str = "") -> None:
        self.value: object = value
        self.key: str = key
        self._step, self._above = step, above

    @property
    def place(self) -> str:
        """The way to this value from the document, in ASCII."""
        return self._step if self._above is None else f"{self._above.place}/{_plain(self._step)}"

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
        return Reader(table[key], key, self, key)

    def has(self, key: str) -> bool:
        """Whether an optional key is there."""
        return key in self.table()

    def members(self) -> "Iterator[Reader]":
        """The members of an object, in the order of the file; ``key`` is the key of each."""
        return (Reader(value, key, self, key) for key, value in self.table().items())

    def sequence(self) -> list[object]:
        """The value, which must be a list [R6.6]."""
        if not isinstance(self.value, list):
            self.fail("R6.6", f"a list is wanted, not {_kind(self.value)}")
        return self.value

    def elements(self) -> "Iterator[Reader]":
        """The elements of a list [R6.6]."""
        return (Reader(value, str(i), self) for i, value in enumerate(self.sequence()))

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Reader":
        """This object, which must have the required keys [R6.9] and none but those and the optional ones [R6.10]."""
        table, wanted = self.table(), list(required)
        for key in wanted:
            if key not in table:
                self.fail("R6.9", f"the key {shown(key)} is missing")
        known = {*wanted, *optional}
        for key in table:
            if key not in known:
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
            self.fail("R6.5", "numbers are non-negative integers of at most 15 digits")
        return self.value

    def ratio(self) -> tuple[int, int]:
        """Numerator and denominator of the value, a canonical rational [R6.11] of bounded length [R6.12]."""
        try:
            return parse_ratio(self.text())
        except RationalTooLongError as error:
            self.fail("R6.12", str(error))
        except UnreadableError:
            raise
        except ValueError as error:
            self.fail("R6.11", str(error))

    def rational(self) -> Fraction:
        """The value, which must be a canonical rational [R6.11] of bounded length [R6.12]."""
        return Fraction(*self.ratio())

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

    def vector(self, parties: int) -> Rationals[int]:
        """A sparse vector over the entries (a, x), by their indices: keys outputs|inputs [R6.14]."""
        outputs, inputs = shares_of_texts(parties)

        def index(key: str) -> int | None:
            a, bar, x = key[:parties], key[parties : parties + 1], key[parties + 1 :]
            return outputs[a] + inputs[x] if bar == "|" and a in outputs and x in inputs else None

        return self.numbers(index, "R6.14", f"the key is not {parties} output bits | {parties} input bits")

    def types(self, parties: int) -> Rationals[Type]:
        """A sparse vector over the types of entries [R6.25]."""

        def kind(key: str) -> Type | None:
            match = _TYPE.fullmatch(key)
            if match is None:
                return None
            k, l, m, n = map(int, match.groups())  # noqa: E741
            return (k, l, m, n) if k + l + m + n == parties else None

        return self.numbers(kind, "R6.25", f"the key is not k,l|m,n with k + l + m + n = {parties}")

    def row(self, parties: int) -> dict[Bits, Fraction]:
        """A table of canonical rationals by input [R6.13], [R6.11]; zeros stay."""
        found = {member.key_bits(parties): member.rational() for member in self.members()}
        self._common_denominator(value.denominator for value in found.values())
        return found

    def numbers(self, key_of: Callable[[str], _K | None], rule: str, message: str) -> Rationals[_K]:
        """A table of canonical rationals [R6.11]; ``key_of`` reads a key, and gives None if it breaks the rule."""
        texts: dict[_K, str] = {}
        ratios: dict[str, tuple[int, int]] = {}
        for member in self.members():
            key = key_of(member.key)
            if key is None:
                member.fail(rule, message)
            text = member.text()
            if text not in ratios:
                ratios[text] = member.ratio()
            texts[key] = text
        common = self._common_denominator(q for _, q in ratios.values())
        numerators = {text: p * (common // q) for text, (p, q) in ratios.items()}
        return Rationals({key: numerators[text] for key, text in texts.items() if numerators[text]}, common)

    def _common_denominator(self, denominators: Iterable[int]) -> int:
        """[R6.17] the least common denominator, of at most ``MAX_DENOMINATOR_BITS`` bits, so that sums stay short."""
        common = 1
        for denominator in set(denominators):
            common = lcm(common, denominator)
            if common.bit_length() > MAX_DENOMINATOR_BITS:
                self.fail("R6.17", f"the common denominator has more than {MAX_DENOMINATOR_BITS} bits")
        return common

    def triple(self, parties: int) -> tuple[int, ...]:
        """A list of three party numbers 1..parties [R6.15]; the result counts parties from 0."""
        length = len(self.sequence())
        if length != 3:
            self.fail("R6.6", f"a list of three parties is wanted, not of {length}")
        return tuple(element.party(parties) for element in self.elements())

    def party(self, parties: int) -> int:
        """A party number 1..parties [R6.15]; the result counts parties from 0."""
        number = self.count()
        if not 1 <= number <= parties:
            self.fail("R6.15", f"{number} is not a party number from 1 to {parties}")
        return number - 1


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
