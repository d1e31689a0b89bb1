"""The committed vectors, for all tests of the kit."""

import pytest

from freebit.conformance.vectors import Vector, folder_of_vectors, load


@pytest.fixture(scope="session")
def kit() -> tuple[str, tuple[Vector, ...]]:
    """The version of the set and its vectors."""
    return load(folder_of_vectors())
