"""That a question whose form is broken is unreadable, whatever else is wrong with it [R7.11]."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from freebit.conformance.operations import OPERATIONS, answer
from freebit.conformance.operations.shared import REJECTED, UNREADABLE
from freebit.conformance.vectors import Vector
from tests.kits import committed

Way = tuple[str | int, ...]

#: So many places of a question are broken.
PLACES = 6
LONGEST = 100_000


def places(value: Any, way: Way = ()) -> Iterator[Way]:
    """The ways to all that a question holds."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*way, key)
        yield from places(item, (*way, key))


def without_form(question: Any, way: Way) -> Any:
    """The question with null at one place, where nothing takes it."""
    broken = copy.deepcopy(question)
    where = broken
    for key in way[:-1]:
        where = where[key]
    where[way[-1]] = None
    return broken


def rejected() -> dict[str, list[Vector]]:
    """The vectors that break a rule of another chapter, by operation."""
    found: dict[str, list[Vector]] = {}
    for vector in committed()[1]:
        if vector.expect.verdict == REJECTED and len(json.dumps(vector.input)) < LONGEST:
            found.setdefault(vector.operation, []).append(vector)
    return found


BY_OPERATION = rejected()


@pytest.mark.parametrize("operation", sorted(set(BY_OPERATION) & set(OPERATIONS)))
def test_form_comes_before_all_other_rules(operation: str) -> None:
    """[R7.11] What is rejected becomes unreadable wherever null is put."""
    draw = random.Random(operation)
    for vector in BY_OPERATION[operation]:
        ways = list(places(vector.input))
        for way in draw.sample(ways, min(PLACES, len(ways))):
            assert answer(operation, without_form(vector.input, way)).verdict == UNREADABLE, (vector.id, way)
