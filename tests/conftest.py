"""What all tests share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def certificates() -> Path:
    """The folder of the committed certificates."""
    return Path(__file__).resolve().parents[1] / "certificates"
