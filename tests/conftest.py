"""What all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from freebit.cli import main
from freebit.commands.rocq_build import Rocq, find_rocq
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
def exported_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``freebit conform --export`` writes, for tests that only read it."""
    folder = tmp_path_factory.mktemp("exported") / "deep" / "kit"
    result = CliRunner().invoke(main, ["conform", "--export", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def rocq(tmp_path_factory: pytest.TempPathFactory) -> Rocq:
    """The programs, whose versions are looked at once."""
    return find_rocq(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """A cluster of two worker processes."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address
