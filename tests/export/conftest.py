"""The checkers of ``spec/rocq``, compiled once for all tests that need them; ``freebit prove`` compiles the proofs."""

import os
import shutil
from pathlib import Path

import pytest

from freebit.commands import rocq_build

ROOT = Path(__file__).resolve().parents[2]
PROOFS = ROOT / "spec" / "rocq"
ROCQ_ABSENT = shutil.which("coqc") is None and not os.environ.get("FREEBIT_NEED_ROCQ")
needs_rocq = pytest.mark.skipif(
    ROCQ_ABSENT, reason=f"Rocq is not installed: apt-get install {rocq_build.DEBIAN_PACKAGES}"
)


@pytest.fixture(scope="session")
def checks(tmp_path_factory: pytest.TempPathFactory, rocq: rocq_build.Rocq) -> Path:
    """A folder in which the functions that decide certificates are compiled, without the proofs about them."""
    folder = tmp_path_factory.mktemp("checks")
    problem = rocq_build.compile_sources(
        PROOFS,
        folder,
        rocq,
        sorted(path.with_suffix(".vo").name for path in PROOFS.glob("*Checks.v")),
    )
    assert problem is None, problem
    return folder
