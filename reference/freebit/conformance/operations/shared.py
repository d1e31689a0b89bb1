"""What the operations share: answers, and readings of their inputs [R7.10]-[R7.13]."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.box import Box
from freebit.boxes.entries import Entry, by_entry
from freebit.boxes.game import ParityGame
from freebit.wire.document import UnreadableError
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader, read_game

ACCEPTED, REJECTED, UNREADABLE = "accepted", "rejected", "unreadable"
VERDICTS = (ACCEPTED, REJECTED, UNREADABLE)

#: A value of the wire: strings, counts, lists and objects of such.
Value = Mapping[str, Any]
#: An operation takes its input and returns a value; it raises ``ValueError`` beginning with "[rule]".
Operation = Callable[[Reader], Value]

_RULE = re.compile(r"\[(R[0-9]+\.[0-9]+)\]")


@dataclass(frozen=True)
class Answer:
    """A verdict, the value if accepted, and the rule that was broken if not."""

    verdict: str
    value: Value | None = None
    rule: str | None = None


def judged(operation: Operation, document: object) -> Answer:
    """The answer of an operation [R7.11], a function of its input alone [R7.13].

    An error that names no rule is an error of the program and is raised.
    """
    try:
        return Answer(ACCEPTED, operation(Reader(document, "input")))
    except UnreadableError as error:
        return Answer(UNREADABLE, rule=error.rule)
    except ValueError as error:
        named = _RULE.search(str(error))
        if named is None:
            raise
        return Answer(REJECTED, rule=named[1])


def bits_given(reader: Reader, length: int | None = None) -> Bits:
    """A bit string, of a given length or of any [R6.13]."""
    return reader.bits(len(reader.text()) if length is None else length)


def words_of(reader: Reader, length: int) -> tuple[Bits, ...]:
    """A list of bit strings of one length."""
    return tuple(element.bits(length) for element in reader.elements())


def rational_or(reader: Reader, key: str, default: Fraction) -> Fraction:
    """A rational that may be absent."""
    return reader.child(key).rational() if reader.has(key) else default


def size_of(reader: Reader, most: int) -> int:
    """A count that is not more than answers can be asked for [R6.6]."""
    size = reader.count()
    if size > most:
        reader.fail("R6.6", f"{size} is more than {most}")
    return size


def log2_nb_of(reader: Reader, most: int) -> int:
    """log2 Nb, up to a limit [R6.33]."""
    log2_nb = reader.count()
    if log2_nb > most:
        reader.fail("R6.33", f"log2 Nb = {log2_nb} is more than {most}")
    return log2_nb


def game_of(reader: Reader) -> ParityGame:
    """The member ``game`` [R6.16]."""
    return read_game(reader.child("game"))


def box_of(reader: Reader) -> Box:
    """A box: its number of parties and its entries."""
    parties = reader.child("parties").count()
    if not 1 <= parties <= 9:
        reader.child("parties").fail("R6.16", f"{parties} parties are not from 1 to 9")
    return Box(parties, box_entries(reader, parties))


def box_entries(reader: Reader, parties: int) -> dict[Entry, Fraction]:
    """The member ``entries`` of a box [R6.14]."""
    return by_entry(reader.child("entries").vector(parties).fractions(), parties)


def box_value(box: Box) -> Value:
    """A box as a value: its non-zero entries."""
    entries = {f"{format_bits(a)}|{format_bits(x)}": format_rational(p) for (a, x), p in box.entries().items()}
    return {"parties": box.parties, "entries": entries}


def text_or_bytes(reader: Reader) -> bytes:
    """A document: ``text`` in UTF-8, or ``base64`` for bytes that are no text [R7.12]."""
    if reader.has("text"):
        return reader.only(["text"]).child("text").text().encode("utf-8", "surrogatepass")
    import base64
    import binascii

    encoded = reader.only(["base64"]).child("base64")
    try:
        data = base64.b64decode(encoded.text(), validate=True)
    except (binascii.Error, ValueError) as error:
        encoded.fail("R6.6", f"not base64: {error}")
    if base64.b64encode(data).decode() != encoded.text():
        encoded.fail("R6.6", "not canonical base64")
    return data
