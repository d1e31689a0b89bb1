"""What all tests share."""

from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """A cluster of two worker processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address
