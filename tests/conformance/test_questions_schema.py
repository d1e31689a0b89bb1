"""The JSON Schema of questions, against the vectors [R7.10], [R7.11]."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from freebit.conformance.operations import OPERATIONS
from freebit.conformance.operations.bounds import SIZES
from freebit.conformance.vectors import Vector
from freebit.theorem.table import THEOREMS
from tests.kits import committed
from tests.schemas import SCHEMAS, validator

#: What is unreadable and what the schema has no words for: where another member, or a game, says what is wanted.
BEYOND = {
    "R6.6": {"arrange", "bound", "guess", "joint-bounds", "run", "run-tested", "source", "test", "tested-parameters"},
    "R6.9": {"kappa"},
    "R6.10": {"kappa"},
    "R6.13": {"named-box", "named-source", "replay-key", "replay-tested", "source", "tested-parameters"},
    "R6.15": {"majority", "tested-parameters"},
    "R6.16": {"product"},
}
#: Whose documents have schemas of their own.
DOCUMENTS = {"certificate", "transcript"}


def _questions() -> Iterator[tuple[Vector, dict[str, Any]]]:
    """The questions that are JSON, with the value of their answer if there is one."""
    for vector in committed()[1]:
        question: dict[str, Any] = {"op": vector.operation, "input": vector.input}
        if vector.expect.value is not None:
            question["value"] = vector.expect.value
        with suppress(ValueError):
            json.dumps(question, ensure_ascii=False).encode()
            yield vector, question


QUESTIONS = list(_questions())


def test_what_is_readable_obeys_the_schema() -> None:
    """[R7.11]: what breaks a rule of another chapter alone is readable."""
    check = validator("operations")
    for vector, question in QUESTIONS:
        if vector.expect.verdict != "unreadable":
            check.validate(question)


def test_what_is_unreadable_does_not() -> None:
    """[R7.11]: but for what JSON Schema cannot say, and nothing else."""
    check, slipped = validator("operations"), set()
    for vector, question in QUESTIONS:
        if vector.expect.verdict == "unreadable" and vector.operation not in DOCUMENTS and check.is_valid(question):
            slipped.add((vector.expect.rule, vector.operation))
    assert slipped == {(rule, operation) for rule, operations in BEYOND.items() for operation in operations}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_question_has_exactly_its_keys(operation: str) -> None:
    """[R7.10]: the schema knows the operation, no other key, and a value without one of its keys is none."""
    check = validator("operations")
    asked = [question for vector, question in QUESTIONS if vector.operation == operation]
    accepted = [question for question in asked if check.is_valid(question)]
    assert accepted
    for question in accepted[:20]:
        assert not check.is_valid({**question, "input": {**question["input"], "surprise": 1}})
        value = question.get("value", {})
        assert not check.is_valid({**question, "value": {**value, "surprise": 1}})
        for key in value:
            assert not check.is_valid({**question, "value": {k: v for k, v in value.items() if k != key}})


def test_the_schema_names_the_operations_and_the_theorems() -> None:
    """[R7.10]: those of the table, in its order."""
    schema = json.loads(SCHEMAS["operations"].read_text())
    named = schema["properties"]["op"]["enum"]
    assert sorted(named) == sorted(OPERATIONS)
    assert list(schema["$defs"]["operations"]) == named
    rows = schema["$defs"]["operations"]["bound"]["properties"]["input"]["oneOf"]
    theorems = [name for row in rows for name in row["properties"]["theorem"]["enum"]]
    assert theorems == [name for name, theorem in THEOREMS.items() if theorem.size in SIZES]
