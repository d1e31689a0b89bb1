"""The proofs of ``spec/rocq``, built once for all tests that need them."""

import os
import shutil
from pathlib import Path

import pytest

from freebit.commands import prove, rocq_build

ROOT = Path(__file__).resolve().parents[2]
PROOFS = ROOT / "spec" / "rocq"
ROCQ_ABSENT = shutil.which("coqc") is None and not os.environ.get("FREEBIT_NEED_ROCQ")
needs_rocq = pytest.mark.skipif(
    ROCQ_ABSENT, reason=f"Rocq is not installed: apt-get install {rocq_build.DEBIAN_PACKAGES}"
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all proofs are built, once for all tests."""
    if os.environ.get("FREEBIT_FAST") == "1":
        pytest.skip("FREEBIT_FAST=1 leaves out the build of all proofs")
    folder = tmp_path_factory.mktemp("built")
    home = tmp_path_factory.mktemp("home")
    problem = rocq_build.build(PROOFS, folder, rocq_build.find_rocq(home), prove.ROCQ_THEOREMS)
    assert problem is None, problem
    return folder
