"""What the tests of commands share."""

import pytest


@pytest.fixture(autouse=True)
def paper_of_no_known_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as they are when output goes to a file."""
    monkeypatch.delenv("COLUMNS", raising=False)
