"""Every message that the kit makes and every key that its questions tell, beside their schemas."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from freebit.conformance import messages
from freebit.conformance.operations import OPERATIONS
from freebit.conformance.vectors import Vector
from tests.kits import committed
from tests.schemas import SCHEMAS, validator

Document = dict[str, Any]
VECTORS = committed()[1]


def result(seq: int, vector: Vector) -> Document:
    """The answer that a vector expects."""
    expect = vector.expect
    more: Document = {} if expect.value is None else {"value": expect.value}
    if expect.rule is not None:
        more["rule"] = expect.rule
    return {"type": "result", "seq": seq, "verdict": expect.verdict, **more}


def test_questions_and_answers_obey_the_schema_of_messages() -> None:
    """[R7.4]"""
    check = validator("message")
    for seq, vector in enumerate(VECTORS, start=1):
        for message in (messages.question(seq, vector.operation, vector.input), result(seq, vector)):
            assert check.is_valid(message), vector.id


HELLO = {
    "type": "hello",
    "name": "peer",
    "version": "1",
    "protocol": 1,
    "operations": ["majority"],
    "features": ["reasons"],
}
RUN = messages.question(1, "strings", {"length": 1})
RIGHT = {"type": "result", "seq": 1, "verdict": "accepted", "value": {"strings": ["0", "1"]}}
WRONG = {"type": "result", "seq": 1, "verdict": "rejected", "rule": "R4.1"}
#: Keys that a message may leave out.
MAY = {("result", "value"), ("result", "rule")}
#: By type: a key and a value that no message has there.
NEVER: dict[str, list[tuple[str, object]]] = {
    "hello": [
        ("protocol", 2),
        ("protocol", "1"),
        ("features", ["fast"]),
        ("features", ["large"] * 2),
        ("operations", "majority"),
        ("operations", [1]),
        ("name", 1),
        ("name", "n" * 257),
        ("version", None),
    ],
    "run": [
        ("seq", 0),
        ("seq", -1),
        ("seq", 1.5),
        ("seq", "1"),
        ("seq", True),
        ("op", None),
        ("input", []),
        ("input", ""),
    ],
    "result": [
        ("seq", 0),
        ("seq", "1"),
        ("verdict", "Accepted"),
        ("verdict", True),
        ("verdict", None),
        ("rule", 1),
        ("value", []),
        ("value", "1"),
    ],
    "bye": [],
}


def spoilt(message: Document) -> Iterator[Document]:
    """One key less, one more, another type, and a value that is none."""
    kind = str(message["type"])
    for key in message:
        if (kind, key) not in MAY and not (kind == "hello" and "name" not in message):
            yield {name: value for name, value in message.items() if name != key}
    yield {**message, "note": ""}
    yield {**message, "type": "answer"}
    for key, value in NEVER[kind]:
        if kind != "hello" or key in message:
            yield {**message, key: value}


@pytest.mark.parametrize("message", [messages.hello(), HELLO, RUN, RIGHT, WRONG, messages.bye()], ids=json.dumps)
def test_what_is_no_message_is_refused(message: Document) -> None:
    """[R7.2]-[R7.4]"""
    check = validator("message")
    assert check.is_valid(message)
    for bad in spoilt(message):
        assert not check.is_valid(bad), bad


def keys() -> Iterator[tuple[str, Document]]:
    """A key file for each question of many bits that is answered with a key."""
    for vector in VECTORS:
        if vector.operation == "replay-key" and vector.expect.value is not None:
            given, key = vector.input, vector.expect.value["key"]
            whole = {"protocol": "tested", "inputs": {"kind": "local"}, "tolerance": 0, **given["parameters"]}
            yield (
                vector.id,
                {"format": "freebit-key", "version": 1, "key": key, "parameters": whole, "code": given["code"]},
            )


def test_keys_obey_the_schema_of_keys() -> None:
    """[R6.90]"""
    check = validator("key")
    found = dict(keys())
    assert len(found) > 30
    for name, document in found.items():
        assert check.is_valid(document), name


CHANGES: list[tuple[str, object]] = [
    ("format", "freebit-keys"),
    ("version", 2),
    ("version", "1"),
    ("key", ""),
    ("key", "01\n"),
    ("key", "012"),
    ("key", "0" * 1025),
    ("key", 1),
    ("key", None),
    ("code", {}),
    ("code", None),
    ("parameters/epsilon", "2/4"),
    ("parameters/epsilon", "1/4\n"),
    ("parameters/cells", "4"),
    ("parameters/cells", 1.5),
    ("parameters/keep", -1),
    ("parameters/protocol", "paper"),
    ("parameters/note", ""),
    ("parameters/game", {"name": "Mermin", "parties": 5}),
    ("note", ""),
]


@pytest.mark.parametrize(("path", "value"), CHANGES, ids=str)
def test_what_is_no_key_is_refused(path: str, value: object) -> None:
    """[R6.90]"""
    document = copy.deepcopy(next(keys())[1])
    *steps, last = path.split("/")
    place = document
    for step in steps:
        place = place[step]
    place[last] = value
    assert not validator("key").is_valid(document)


def test_a_key_file_needs_each_of_its_keys() -> None:
    """[R6.90]"""
    document = next(keys())[1]
    for part in (document, document["parameters"]):
        for key in list(part):
            value = part.pop(key)
            assert not validator("key").is_valid(document), key
            part[key] = value
    assert validator("key").is_valid(document)


def test_operations_of_the_vectors_are_those_that_can_be_asked() -> None:
    assert {vector.operation for vector in VECTORS} == set(OPERATIONS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_has_each_key_once(name: str) -> None:
    """[R6.4] of the schemas themselves: the second of two keys would hide the first."""

    def once(pairs: list[tuple[str, Any]]) -> Document:
        assert len({key for key, _ in pairs}) == len(pairs), [key for key, _ in pairs]
        return dict(pairs)

    json.loads(SCHEMAS[name].read_text(), object_pairs_hook=once)
