"""The second checker reads documents by itself, as strictly as chapter 6 asks, and apart from the room ``wire``.

A document becomes plain Python values; then one function for each form takes a value and the place where it
stands, and returns what it reads or raises ``ReadingError``.  Rationals stay texts: the solver computes with them.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache
from math import gcd, lcm

from freebit.boxes.game import ParityGame, game_named
from freebit.errors import FreebitError

LONGEST_DOCUMENT = 1 << 24
DEEPEST = 32
LONGEST_RATIONAL = 512
LARGEST_DENOMINATOR = 1 << 1024

_COUNT = re.compile("0|[1-9][0-9]{0,14}", re.ASCII)
_RATIONAL = re.compile("(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?", re.ASCII)
_TYPE = re.compile(r"(0|[1-9][0-9]?),(0|[1-9][0-9]?)\|(0|[1-9][0-9]?),(0|[1-9][0-9]?)", re.ASCII)


class ReadingError(FreebitError, ValueError):
    """A document that breaks a rule of chapter 6, with the place."""

    def __init__(self, rule: str, place: str, message: str) -> None:
        self.rule: str = rule
        self.place: str = place
        self.message: str = message
        super().__init__(f"[{rule}] at {place}: {message}")


def quoted(text: str) -> str:
    """A word of the file in quotes, shortened and in ASCII."""
    return json.dumps(text if len(text) < 40 else f"{text[:36]}...")


# From bytes to values.


def json_of(data: bytes) -> object:
    """The JSON value that the bytes spell [R6.1], [R6.2], [R6.3], [R6.4], [R6.5]."""
    if len(data) > LONGEST_DOCUMENT:
        raise ReadingError("R6.2", "file", f"{len(data)} bytes are more than {LONGEST_DOCUMENT}")
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_object, parse_int=_count, parse_float=_refused, parse_constant=_refused
        )
    except UnicodeDecodeError as error:
        raise ReadingError("R6.1", f"byte {error.start}", "the bytes are not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ReadingError("R6.1", f"line {error.lineno}, column {error.colno}", f"no JSON: {error.msg}") from error
    except RecursionError as error:
        raise ReadingError("R6.3", "file", f"values nest deeper than {DEEPEST}") from error
    layer = [value]
    for _ in range(DEEPEST):
        layer = [inner for outer in layer for inner in _inside(outer)]
    if any(isinstance(inner, list | dict) for inner in layer):
        raise ReadingError("R6.3", "file", f"values nest deeper than {DEEPEST}")
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        again = next(key for key, count in counts.items() if count > 1)
        raise ReadingError("R6.4", f"key {quoted(again)}", "an object has this key more than once")
    return found


def _count(literal: str) -> int:
    return int(literal) if _COUNT.fullmatch(literal) else _refused(literal)


def _refused(literal: str) -> int:
    raise ReadingError("R6.5", f"number {quoted(literal)}", "only counts of at most 15 digits are written as numbers")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


# Forms of values; ``place`` says where the value stands.


def table(value: object, place: str) -> dict[str, object]:
    """An object with any keys [R6.6]."""
    if not isinstance(value, dict):
        raise ReadingError("R6.6", place, "this is no object")
    return value


def record(value: object, place: str, needed: Collection[str], allowed: Collection[str] = ()) -> dict[str, object]:
    """An object with the needed keys [R6.9], and no others but those allowed [R6.10]."""
    found = table(value, place)
    for key in needed:
        if key not in found:
            raise ReadingError("R6.9", place, f"the key {quoted(key)} is needed")
    for key in found:
        if key not in needed and key not in allowed:
            raise ReadingError("R6.10", place, f"the key {quoted(key)} has no meaning here")
    return found


def sequence(value: object, place: str) -> list[object]:
    """A list of any length [R6.6]."""
    if not isinstance(value, list):
        raise ReadingError("R6.6", place, "this is no list")
    return value


def text(value: object, place: str) -> str:
    """A string [R6.6]."""
    if not isinstance(value, str):
        raise ReadingError("R6.6", place, "this is no string")
    return value


def count(value: object, place: str) -> int:
    """A number; the bytes were read so that every number is a count [R6.5], [R6.6]."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ReadingError("R6.6", place, "this is no number")
    return value


def word(value: object, place: str, words: Collection[str], rule: str = "R6.6") -> str:
    """One of the given strings."""
    found = text(value, place)
    if found not in words:
        raise ReadingError(rule, place, f"{quoted(found)} is none of {', '.join(words)}")
    return found


def bits(value: object, place: str, length: int) -> str:
    """A bit string of the given length [R6.13]."""
    found = text(value, place)
    if len(found) != length or not set(found) <= {"0", "1"}:
        raise ReadingError("R6.13", place, f"{quoted(found)} is not {length} bits")
    return found


def canonical_rational(value: object, place: str) -> str:
    """A rational in its one spelling [R6.11], [R6.12], which is returned."""
    found = text(value, place)
    fault = _fault_of_rational(found)
    if fault:
        raise ReadingError(fault[0], place, f"{quoted(found)} {fault[1]}")
    return found


@lru_cache(maxsize=1 << 14)
def _fault_of_rational(found: str) -> tuple[str, str] | None:
    if len(found) > LONGEST_RATIONAL:
        return "R6.12", f"has more than {LONGEST_RATIONAL} symbols"
    match = _RATIONAL.fullmatch(found)
    if match is None:
        return "R6.11", "is not p or p/q in decimal digits"
    if match[2] and (match[2] == "1" or gcd(int(match[1]), int(match[2])) != 1):
        return "R6.11", "is not in lowest terms with q > 1"
    return None


def game(value: object, place: str, most: int = 9) -> ParityGame:
    """A game of at most so many parties [R6.16]."""
    found = record(value, place, ("name", "parties"))
    name, parties = text(found["name"], f"{place}/name"), count(found["parties"], f"{place}/parties")
    if parties > most:
        raise ReadingError("R6.16", place, f"{parties} parties are too many; at most {most} can play here")
    try:
        return game_named(name, parties)
    except ValueError as error:
        raise ReadingError("R6.16", place, str(error)) from error


def triple(value: object, place: str, parties: int) -> tuple[int, ...]:
    """Three party numbers from 1 to ``parties`` [R6.6], [R6.15]."""
    listed = sequence(value, place)
    if len(listed) != 3:
        raise ReadingError("R6.6", place, f"{len(listed)} are not three parties")
    return tuple(party(listed[i], f"{place}/{i}", parties) for i in range(3))


def party(value: object, place: str, parties: int) -> int:
    """A party number from 1 to ``parties`` [R6.15]."""
    found = count(value, place)
    if not 0 < found <= parties:
        raise ReadingError("R6.15", place, f"there is no party {found} among {parties}")
    return found


# Tables of rationals.


def numbers(found: dict[str, object], place: str) -> dict[str, str]:
    """The rationals of a table with keys that were read [R6.11], whose common denominator is not too long [R6.17]."""
    read = {key: canonical_rational(value, f"{place}/{key}") for key, value in found.items()}
    common = 1
    for denominator in {value.partition("/")[2] for value in read.values()} - {""}:
        common = lcm(common, int(denominator))
        if common >= LARGEST_DENOMINATOR:
            raise ReadingError("R6.17", place, "the common denominator has more than 1024 bits")
    return read


def vector(value: object, place: str, parties: int) -> dict[str, str]:
    """Rationals by entry "outputs|inputs" [R6.14]."""
    found = table(value, place)
    entry = re.compile(f"[01]{{{parties}}}[|][01]{{{parties}}}", re.ASCII)
    for key in found:
        if not entry.fullmatch(key):
            raise ReadingError("R6.14", f"{place}/{quoted(key)[1:-1]}", f"the key is no entry of {parties} parties")
    return numbers(found, place)


def row(value: object, place: str, parties: int) -> dict[str, str]:
    """Rationals by input [R6.13]."""
    found = table(value, place)
    for key in found:
        bits(key, f"{place}/{quoted(key)[1:-1]}", parties)
    return numbers(found, place)


#: How many parties have input 0 and output 0, input 0 and output 1, input 1 and output 0, input 1 and output 1.
Kind = tuple[int, int, int, int]


def by_type(value: object, place: str, parties: int) -> dict[Kind, str]:
    """Rationals by type of entry "i,j|k,l" [R6.25]."""
    found = table(value, place)
    kinds: dict[str, Kind] = {}
    for key in found:
        match = _TYPE.fullmatch(key)
        kind = tuple(int(part) for part in match.groups()) if match else ()
        if len(kind) != 4 or sum(kind) != parties:
            raise ReadingError("R6.25", f"{place}/{quoted(key)[1:-1]}", f"the key is no type of {parties} parties")
        kinds[key] = kind
    return {kinds[key]: number for key, number in numbers(found, place).items()}


def by_correlator(value: object, place: str, parties: int, *, all_may_be_left_out: bool = False) -> dict[str, str]:
    """Rationals by correlator, such as "-01--" [R6.18]."""
    found = table(value, place)
    for key in found:
        if len(key) != parties or not set(key) <= {"-", "0", "1"} or not (key.strip("-") or all_may_be_left_out):
            raise ReadingError(
                "R6.18", f"{place}/{quoted(key)[1:-1]}", f"the key is no correlator of {parties} parties"
            )
    return numbers(found, place)
