"""The benchmark of the engine runs, on few quintuplets, and says what is absent."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.imports import ROOT


def test_the_benchmark_measures_all_that_is_installed(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    arguments = ["--runs", "1", "--quintuplets", "600000", "--json", str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.engine", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(path.read_text())["quintuplets_per_second"]
    absent = {name for name, figure in figures.items() if figure is None}
    assert absent == ({"Qiskit Aer"} if find_spec("qiskit_aer") is None else set())
    assert ("absent" in run.stdout) == bool(absent)
    assert all(figure > 0 for figure in figures.values() if figure)
    assert figures["free: end to end"] > figures["literal implementation"]
