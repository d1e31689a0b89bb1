"""What all tests share."""

from pathlib import Path

import pytest

from freebit.parts import Part


@pytest.fixture(scope="session")
def certificates() -> Path:
    """The folder of the committed certificates."""
    return Path(__file__).resolve().parents[1] / "certificates"


#: A part that is installed nowhere.
NOTHING = Part("no_such_module_at_all", "no-such", "nothing", "no-such")


@pytest.fixture(autouse=True)
def paper_of_no_known_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as they are when output goes to a file."""
    monkeypatch.delenv("COLUMNS", raising=False)
