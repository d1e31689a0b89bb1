"""The proved checkers as a program in OCaml, ``spec/rocq/extraction``, against the kernel.

Skipped, with a visible reason, where Rocq or OCaml is not installed; FREEBIT_NEED_ROCQ=1 makes their absence a failure.
"""

import json
import os
import resource
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from freebit.boxes.game import GhzGame, MerminGame
from freebit.kernel.check import decide, read
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.tested_cells import TestedCells
from freebit.wire.document import UnreadableError
from tests.export.conftest import PROOFS, needs_rocq
from tests.fuzz.bases import LARGE
from tests.fuzz.mutants import mutant

pytestmark = [
    needs_rocq,
    pytest.mark.skipif(
        shutil.which("ocamlopt") is None and not os.environ.get("FREEBIT_NEED_ROCQ"),
        reason="OCaml is not installed: apt-get install ocaml-nox",
    ),
]

SOURCES = ("Extract.v", "json.ml", "main.ml", "Makefile")
FAMILIES = sorted(name for name, base in LARGE.items() if base["kind"] == "family")
MUTANTS = 300


@pytest.fixture(scope="session")
def program(built: Path) -> Path:
    """The program, made from the proofs that were built."""
    folder = built / "extraction"
    folder.mkdir()
    for name in SOURCES:
        shutil.copyfile(PROOFS / "extraction" / name, folder / name)
    subprocess.run(["make", "-C", str(folder)], check=True, capture_output=True)
    return folder / "freebit-proven"


def verdicts(program: Path, paths: list[Path]) -> tuple[list[str], int]:
    """The verdict on each file and the exit code."""
    done = subprocess.run([str(program), *map(str, paths)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) == len(paths)
    return [line.partition(": ")[0] for line in lines], done.returncode


def of_kernel(data: bytes) -> str:
    """What the kernel says, and "not decided" of what no checker is proved for."""
    try:
        certificate = read(data)
    except UnreadableError:
        return "unreadable"
    if not isinstance(certificate, Family) or certificate.game != MerminGame():
        return "not decided"
    return "proved" if decide(certificate).accepted else "rejected"


def test_every_committed_certificate_is_judged_as_by_the_kernel(program: Path, certificates: Path) -> None:
    paths = [path for path in sorted(certificates.rglob("*.json")) if path.name != "index.json"]
    found, code = verdicts(program, paths)
    assert found == [of_kernel(path.read_bytes()) for path in paths]
    assert found.count("proved") >= 18
    assert "rejected" not in found
    assert code == 2


def test_mutants_are_judged_as_by_the_kernel(program: Path, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    paths, wanted = [], []
    for number in range(MUTANTS):
        name = FAMILIES[number % len(FAMILIES)]
        data = mutant(name, LARGE[name], Random(f"extracted/{number}")).data
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(data)
        wanted.append(of_kernel(data))
        seen[wanted[-1]] += 1
    found, _ = verdicts(program, paths)
    # A kind or game that is not covered is not decided, whatever else is wrong with the file.
    differing = [
        (path.name, one, other)
        for path, one, other in zip(paths, found, wanted, strict=True)
        if one != other and (one, other) != ("not decided", "unreadable")
    ]
    assert differing == []
    for verdict in ("proved", "rejected", "unreadable"):
        assert seen[verdict] >= 10


def test_the_exit_code_says_the_worst(program: Path, certificates: Path, tmp_path: Path) -> None:
    """[R6.45], [R6.46] and what is not decided is never called proved."""
    good, other = certificates / "families/vertex-8.json", certificates / "lemma/sparse-10000-123.json"
    document = json.loads(good.read_text())
    document["claim"]["alpha"] = "999/1000"
    bad = tmp_path / "bad\x1b.json"
    bad.write_text(json.dumps(document))
    assert verdicts(program, [good]) == (["proved"], 0)
    assert verdicts(program, [good, bad]) == (["proved", "rejected"], 1)
    assert verdicts(program, [bad, other]) == (["rejected", "not decided"], 2)
    assert verdicts(program, [tmp_path / "absent.json"]) == (["unreadable"], 2)
    said = subprocess.run([str(program), str(bad)], capture_output=True, text=True, check=False).stdout
    assert said.isascii()
    assert "\x1b" not in said


def test_the_160_bounds_of_the_lemma_take_less_than_5_seconds(program: Path, certificates: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found, code = verdicts(program, sorted((certificates / "lemma").glob("majority-*.json")))
    assert (found, code) == (["proved"] * 10, 0)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 5
