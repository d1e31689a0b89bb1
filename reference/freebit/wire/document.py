"""From bytes to a tree: one JSON value, strict and bounded [R6.1]-[R6.5].

``read_document`` turns bytes into a tree of ``dict``, ``list``, ``str`` and ``int``; the ``Reader`` walks that
tree.  Everything in this room decides whether a document is *readable*; whether its claim is true is the
kernel's business.
"""

import json
import os
import re
import stat
from collections import Counter
from pathlib import Path
from typing import BinaryIO, NoReturn

from freebit.errors import FreebitError
from freebit.wire.rational import shown

#: The wire rules, by name.  ``R6.n`` is the sentence in chapter 6 of the specification.
RULES: dict[str, str] = {
    "R6.1": "the document is one JSON value in UTF-8",
    "R6.2": "the file is not longer than the limit",
    "R6.3": "the nesting is not deeper than the limit",
    "R6.4": "no object repeats a key",
    "R6.5": "numbers are integers without sign, fraction or exponent, of at most 15 digits",
    "R6.6": "every value has the type its place asks for",
    "R6.7": "format and version are known",
    "R6.8": "the kind is known",
    "R6.9": "no key is missing",
    "R6.10": "no key is unknown",
    "R6.11": "rationals are canonical",
    "R6.12": "rationals are not longer than the limit",
    "R6.13": "bit strings have the right symbols and length",
    "R6.14": "an entry key is outputs|inputs",
    "R6.15": "party numbers run from 1 to the number of parties",
    "R6.16": "the game is known and not larger than the limit",
    "R6.17": "the common denominator of a table of rationals is not longer than the limit",
    "R6.18": "the key of a correlator has a party's input or - for each party",
    "R6.19": "each party stands once in an order",
    "R6.25": "the key of a type is four numbers of parties",
    "R6.26": "a list of boxes is not longer than the limit",
    "R6.28": "the key of an entry of the magic square is answers|inputs",
    "R6.29": "a list of relabellings or of classes is not longer than the limit",
    "R6.95": "a code has no more bits and cells than the limits",
    "R6.96": "the modulus of a field is a polynomial of degree 2 to 12, its bits from the highest",
    "R6.100": "a carried member names an input with a member that is given",
}

MAX_BYTES = 16 * 2**20
MAX_DEPTH = 32
MAX_DIGITS = 15

#: The one name under which what is not a regular file is read, and waited for [R6.27].
STANDARD_INPUT = Path("/dev/stdin")

# An unterminated string runs to the end of the text, so that no text is scanned twice; nothing is remembered
# for backtracking, so that a long string costs no memory.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class UnreadableError(FreebitError, ValueError):
    """A document that breaks a rule of the wire; names file, place and rule."""

    def __init__(self, rule: str, place: str, message: str, file: str = "") -> None:
        self.rule: str = rule
        self.place: str = place
        self.message: str = message
        self.file: str = file
        super().__init__(f"{file or 'document'}: [{rule}] at {place}: {message}")

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[object, ...]]:
        return UnreadableError, (self.rule, self.place, self.message, self.file)

    def in_file(self, file: str) -> "UnreadableError":
        """The same error, with the name of the file."""
        return UnreadableError(self.rule, self.place, self.message, file)


def open_regular(path: Path) -> BinaryIO:
    """Open a file to read its bytes, if it is a regular file or ``/dev/stdin`` [R6.27].

    Raises ``OSError`` if it cannot be opened, and ``UnreadableError`` if it is something else, such as a device or a
    pipe, which might never end.
    """
    if path == STANDARD_INPUT:
        return path.open("rb")
    stream = open(path, "rb", opener=_at_once)  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise UnreadableError("R6.27", "file", "it is not a regular file", str(path))
    return stream


def _at_once(name: str, flags: int) -> int:
    """Opens a file without waiting for the other end of a pipe."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The bytes of a file of at most ``most`` bytes, or of ``MAX_BYTES`` [R6.2], [R6.27].

    Raises ``UnreadableError``, also if the file cannot be read.
    """
    limit = MAX_BYTES if most is None else most
    try:
        with open_regular(path) as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise UnreadableError("R6.27", "file", error.strerror or str(error), str(path)) from error
    if len(data) > limit:
        raise UnreadableError("R6.2", "file", f"longer than {limit} bytes", str(path))
    return data


def read_document(data: bytes, most: int | None = None) -> object:
    """Parse one JSON value of at most ``most`` bytes, or of ``MAX_BYTES``, under [R6.1]-[R6.5]."""
    limit = MAX_BYTES if most is None else most
    if len(data) > limit:
        raise UnreadableError("R6.2", "file", f"longer than {limit} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("R6.1", f"byte {error.start}", "not UTF-8") from error
    _check_depth(text)
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_float=_no_number, parse_int=_integer, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise UnreadableError("R6.1", f"line {error.lineno}, column {error.colno}", error.msg) from error
    except RecursionError as error:
        raise UnreadableError("R6.3", "file", "nested too deeply to be read") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """[R6.4] the object of these members."""
    table = dict(pairs)
    if len(table) != len(pairs):
        counts = Counter(key for key, _ in pairs)
        twice = max(counts, key=counts.__getitem__)
        raise UnreadableError("R6.4", f"key {shown(twice)}", "the key is repeated in one object")
    return table


def _integer(literal: str) -> int:
    """[R6.5] the number that a literal without fraction and exponent spells."""
    return int(literal) if literal.isdigit() and len(literal) <= MAX_DIGITS else _no_number(literal)


def _no_number(literal: str) -> NoReturn:
    """[R6.5] any other literal."""
    raise UnreadableError("R6.5", f"number {shown(literal)}", "numbers are non-negative integers")


def _check_depth(text: str) -> None:
    """[R6.3] brackets outside strings nest at most ``MAX_DEPTH`` deep."""
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise UnreadableError("R6.3", f"offset {match.start()}", f"nested deeper than {MAX_DEPTH}")
        elif token in "]}":
            depth -= 1
