"""The library is typed to the last symbol, as pyright's ``--verifytypes`` sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYRIGHT = Path(sys.executable).with_name("pyright")


def verified(*package: str) -> dict[str, object]:
    """What pyright finds; it looks for the package where the first ``python`` of the path does."""
    command = [str(PYRIGHT), "--verifytypes", *package, "--ignoreexternal", "--outputjson"]
    environment = os.environ | {"PATH": f"{PYRIGHT.parent}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if not run.stdout.startswith("{"):
        pytest.skip(f"pyright could not be started: {run.stderr.strip()[-200:]}")
    found: dict[str, object] = json.loads(run.stdout)["typeCompleteness"]
    return found


def test_no_type_is_passed_over() -> None:
    """But those of libraries that have none, where they are imported."""
    passed = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "reference").rglob("*.py")
        for line in path.read_text().splitlines()
        if "type: ignore" in line and "import" not in line
    ]
    assert passed == []


@pytest.mark.skipif(not PYRIGHT.exists(), reason="pyright is not installed")
def test_every_public_symbol_has_a_known_type_and_a_docstring() -> None:
    found = verified("freebit")
    assert found["packageRootDirectory"] == str(ROOT / "reference" / "freebit")
    symbols = found["symbols"]
    assert isinstance(symbols, list)
    doubtful = [f"{symbol['name']}: {problem['message']}" for symbol in symbols for problem in symbol["diagnostics"]]
    assert doubtful == []
    counts = found["exportedSymbolCounts"]
    assert isinstance(counts, dict)
    assert counts["withKnownType"] > 2000
    assert (counts["withAmbiguousType"], counts["withUnknownType"]) == (0, 0)
    assert found["missingFunctionDocStringCount"] == 0
    assert found["completenessScore"] == 1
