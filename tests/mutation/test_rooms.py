"""Mutation testing covers every trusted file, and each room has a judge that exists."""

import pytest

from tests.imports import MODULES, PACKAGE, source
from tests.mutation.rooms import JUDGES, files_of, room_of, trusted

#: Rooms that no contract keeps anything out of, and that no such room imports: what they say is checked, or shown.
UNTRUSTED = {
    "__main__",
    "api",
    "claims",
    "cli",
    "conformance",
    "export",
    "listed",
    "scheduling",
    "shares",
    "simulate",
    "solver",
}


def test_every_trusted_file_is_mutated() -> None:
    mutated = {path for room in JUDGES for path in files_of(room)}
    assert mutated == {source(name) for name in trusted() - {"freebit"}}
    assert PACKAGE / "kernel" / "check.py" in mutated


def test_every_room_is_trusted_or_not() -> None:
    rooms = {room_of(module) for module in MODULES} - {""}
    assert {room_of(module) for module in trusted()} - {""} == set(JUDGES)
    assert rooms == set(JUDGES) | UNTRUSTED
    assert set(JUDGES) & UNTRUSTED == set()


@pytest.mark.parametrize("room", JUDGES)
def test_the_judge_of_a_room_exists(room: str) -> None:
    assert JUDGES[room]
    for name in JUDGES[room]:
        assert (PACKAGE.parents[1] / "tests" / name).exists(), name
