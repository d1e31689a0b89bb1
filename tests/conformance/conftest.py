"""The committed vectors, for all tests of the kit."""

import pytest

from freebit.conformance.vectors import Vector
from tests.kits import committed


@pytest.fixture(scope="session")
def kit() -> tuple[str, tuple[Vector, ...]]:
    """The version of the set and its vectors."""
    return committed()
