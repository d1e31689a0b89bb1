"""The messages between runner and implementation: one JSON object on each line [R7.2], [R7.3]-[R7.5]."""

import json
from dataclasses import dataclass
from typing import Any

from freebit.conformance.operations.shared import VERDICTS, Answer

PROTOCOL = 1
MAX_LINE = 2**26


class GarbageError(ValueError):
    """A line that is no message of the protocol."""


class WrongSeqError(ValueError):
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
    return {"type": "hello", "protocol": PROTOCOL}


def run(seq: int, operation: str, document: dict[str, Any]) -> dict[str, Any]:
    return {"type": "run", "seq": seq, "op": operation, "input": document}


def bye() -> dict[str, Any]:
    return {"type": "bye"}


def read_hello(line: bytes) -> Hello:
    """The answer to hello; raises ``GarbageError`` if it is none [R7.3]."""
    message = _message(line, "hello")
    if not _is(message, int, "protocol") or message["protocol"] != PROTOCOL:
        raise GarbageError(f"protocol {message.get('protocol')!r} is not {PROTOCOL}")
    if not _is(message, str, "name", "version") or not _is(message, list, "operations", "features"):
        raise GarbageError("hello needs name, version, operations and features")
    for name in (*message["operations"], *message["features"]):
        if not isinstance(name, str):
            raise GarbageError("operations and features are lists of strings")
    return Hello(message["name"], message["version"], frozenset(message["operations"]), frozenset(message["features"]))


def read_result(line: bytes, seq: int) -> Answer:
    """The answer to a question [R7.4]; raises ``GarbageError`` or ``WrongSeqError`` if it is none."""
    message = _message(line, "result")
    if not _is(message, int, "seq"):
        raise GarbageError("a result needs a seq")
    if message["seq"] != seq:
        raise WrongSeqError(f"seq {message['seq']} answers no question; {seq} was asked")
    verdict, value, rule = message.get("verdict"), message.get("value"), message.get("rule")
    if verdict not in VERDICTS:
        raise GarbageError(f"the verdict {verdict!r} is not one of {', '.join(VERDICTS)}")
    if value is not None and not isinstance(value, dict):
        raise GarbageError("a value is an object")
    if rule is not None and not isinstance(rule, str):
        raise GarbageError("a rule is a string")
    return Answer(verdict, value, rule)


def _message(line: bytes, kind: str) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GarbageError(f"{line[:60]!r} is not JSON") from error
    if not isinstance(message, dict) or message.get("type") != kind:
        raise GarbageError(f"{line[:60]!r} is not a message of type {kind}")
    return message


def _is(message: dict[str, Any], kind: type, *keys: str) -> bool:
    return all(type(message.get(key)) is kind for key in keys)
