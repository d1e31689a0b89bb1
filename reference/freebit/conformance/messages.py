"""The messages between runner and implementation: one JSON object on each line [R7.2], [R7.3]-[R7.5].

What an implementation sends is read as strictly as a certificate [R7.17].
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from freebit.conformance.operations.shared import VERDICTS, Answer
from freebit.errors import FreebitError
from freebit.wire.document import MAX_BYTES, UnreadableError, read_document
from freebit.wire.reader import Reader

PROTOCOL = 1
#: The longest question, and the longest answer, in bytes [R7.2], [R7.17].
MAX_LINE = 2**26
MAX_ANSWER = MAX_BYTES
#: The longest name and version of an implementation, in symbols.
MAX_NAME = 256

#: The feature by which an implementation asks that its reasons be compared [R7.5].
REASONS = "reasons"
#: The feature of those that read documents of more than 2^24 bytes.
LARGE = "large"
#: All features [R7.18].
FEATURES = (REASONS, LARGE)


class GarbageError(FreebitError, ValueError):
    """A line that is no message of the protocol."""


class WrongSeqError(FreebitError, ValueError):
    """A result that belongs to another question."""


@dataclass(frozen=True)
class Hello:
    """How an implementation introduces itself."""

    name: str
    version: str
    operations: frozenset[str]
    features: frozenset[str]


def encode(message: dict[str, Any]) -> bytes:
    """A message as a line."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def hello() -> dict[str, Any]:
    """The runner's first message [R7.3]."""
    return {"type": "hello", "protocol": PROTOCOL}


def question(seq: int, operation: str, document: dict[str, Any]) -> dict[str, Any]:
    """A question [R7.4]."""
    return {"type": "run", "seq": seq, "op": operation, "input": document}


def bye() -> dict[str, Any]:
    """The runner's last message."""
    return {"type": "bye"}


def read_hello(line: bytes) -> Hello:
    """The answer to hello [R7.3], [R7.17], [R7.18]; raises ``GarbageError`` if it is none."""
    try:
        message = _message(line, "hello", ("name", "version", "protocol", "operations", "features"))
        protocol = message.child("protocol")
        if protocol.count() != PROTOCOL:
            protocol.fail("R7.3", f"protocol {protocol.count()} is not {PROTOCOL}")
        return Hello(
            _name(message.child("name")),
            _name(message.child("version")),
            frozenset(_words(message.child("operations"))),
            frozenset(_words(message.child("features"), FEATURES)),
        )
    except UnreadableError as error:
        raise _garbage(line, error) from error


def read_result(line: bytes, seq: int) -> Answer:
    """The answer to a question [R7.4], [R7.17]; raises ``GarbageError`` or ``WrongSeqError`` if it is none."""
    try:
        message = _message(line, "result", ("seq", "verdict"), ("value", "rule"))
        given = message.child("seq").count()
        verdict = message.child("verdict").one_of(VERDICTS)
        value = message.child("value").table() if message.has("value") else None
        rule = message.child("rule").text() if message.has("rule") else None
    except UnreadableError as error:
        raise _garbage(line, error) from error
    if given != seq:
        raise WrongSeqError(f"seq {given} answers no question; {seq} was asked")
    return Answer(verdict, value, rule)


def _message(line: bytes, kind: str, required: Sequence[str], optional: Sequence[str] = ()) -> Reader:
    if not line.endswith(b"\n"):
        reason = f"longer than {MAX_ANSWER} bytes" if len(line) >= MAX_ANSWER else "not ended by a line feed"
        raise UnreadableError("R7.17", "line", reason)
    message = Reader(read_document(line), "message")
    message.child("type").one_of([kind])
    return message.only(["type", *required], optional)


def _name(reader: Reader) -> str:
    if len(reader.text()) > MAX_NAME:
        reader.fail("R7.17", f"longer than {MAX_NAME} symbols")
    return reader.text()


def _words(reader: Reader, known: Sequence[str] | None = None) -> list[str]:
    words = [element.text() if known is None else element.one_of(known, "R7.18") for element in reader.elements()]
    if len(set(words)) != len(words):
        reader.fail("R6.6", "a word is repeated")
    return words


def _garbage(line: bytes, error: UnreadableError) -> GarbageError:
    return GarbageError(f"{line[:60]!r} is no message: [{error.rule}] at {error.place}: {error.message}")
