"""The proved checkers as a program in OCaml, ``spec/rocq/extraction``, against the kernel.

Skipped, with a visible reason, where Rocq or OCaml is not installed; FREEBIT_NEED_ROCQ=1 makes their absence a failure.
"""

import copy
import json
import os
import resource
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conformance.generate.faults import BASES, FALSE, WIRE
from conformance.generate.faults_claims import CLAIMS_FALSE, CLAIMS_WIRE
from conformance.generate.faults_codes import CODES_FALSE, CODES_WIRE
from conformance.generate.faults_tested import CELLS_FALSE, CELLS_WIRE

from freebit.export.rocq_games import DECIDED_RULES, GameCertificate
from freebit.export.rocq_tested import is_covered
from freebit.kernel.check import decide, read
from freebit.kernel.kinds.code import CodeWeights
from freebit.kernel.kinds.tested_cells import TestedCells
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.wire.document import UnreadableError
from tests.export.conftest import PROOFS, needs_rocq
from tests.fuzz.bases import LARGE
from tests.fuzz.mutants import mutant, mutants

pytestmark = [
    needs_rocq,
    pytest.mark.skipif(
        shutil.which("ocamlopt") is None and not os.environ.get("FREEBIT_NEED_ROCQ"),
        reason="OCaml is not installed: apt-get install ocaml-nox",
    ),
]

SOURCES = ("Extract.v", "json.ml", "main.ml", "Makefile")
FAMILIES = sorted(name for name, base in LARGE.items() if base["kind"] == "family")
CELLS = sorted(name for name, base in BASES.items() if base.get("kind") == "tested-cells")
MUTANTS = 300


@pytest.fixture(scope="session")
def program(checks: Path) -> Path:
    """The program, made from the compiled checkers."""
    folder = checks / "extraction"
    folder.mkdir()
    for name in SOURCES:
        shutil.copyfile(PROOFS / "extraction" / name, folder / name)
    subprocess.run(["make", "-C", str(folder), "freebit-proven"], check=True, capture_output=True)
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
    covered = isinstance(certificate, TestedCells | TestedLimit) and is_covered(certificate)
    if not covered and not isinstance(certificate, GameCertificate | CodeWeights):
        return "not decided"
    return "proved" if decide(certificate).accepted else "rejected"


def test_every_committed_certificate_is_judged_as_by_the_kernel(program: Path, certificates: Path) -> None:
    paths = [path for path in sorted(certificates.rglob("*.json")) if path.name != "index.json"]
    found, code = verdicts(program, paths)
    assert found == [of_kernel(path.read_bytes()) for path in paths]
    assert len(found) >= 18 + 40 + 25 + 27 + 20 + 6 + 17
    assert (set(found), code) == ({"proved"}, 0)


def test_mutants_of_families_are_judged_as_by_the_kernel(program: Path, tmp_path: Path) -> None:
    names = [FAMILIES[number % len(FAMILIES)] for number in range(MUTANTS)]
    compare(
        program, tmp_path, [mutant(name, LARGE[name], Random(f"extracted/{i}")).data for i, name in enumerate(names)]
    )


def test_mutants_of_other_kinds_are_judged_as_by_the_kernel(program: Path, tmp_path: Path) -> None:
    kinds = {*DECIDED_RULES, "code", "tested-limit"}
    changed_ones = [one for one in mutants(MUTANTS, 14) if one.kind in kinds]
    assert {one.kind for one in changed_ones} == kinds
    compare(program, tmp_path, [one.data for one in changed_ones])


def test_mutants_of_tested_cells_are_judged_as_by_the_kernel(program: Path, tmp_path: Path) -> None:
    compare(
        program, tmp_path, [changed(CELLS[i % len(CELLS)], Random(f"cells/{i}")) for i in range(MUTANTS)], wanted=20
    )


def test_faults_of_the_kit_are_judged_as_by_the_kernel(program: Path, tmp_path: Path) -> None:
    faults = (*WIRE, *FALSE, *CLAIMS_WIRE, *CLAIMS_FALSE, *CELLS_WIRE, *CELLS_FALSE, *CODES_WIRE, *CODES_FALSE)
    compare(program, tmp_path, [fault.data() for fault in faults], proved=0)


def compare(program: Path, folder: Path, documents: list[bytes], *, wanted: int = 10, proved: int = 1) -> None:
    """The program's verdicts are the kernel's, and each verdict is there."""
    paths = [folder / f"{number}.json" for number in range(len(documents))]
    for path, data in zip(paths, documents, strict=True):
        path.write_bytes(data)
    kernel = [of_kernel(data) for data in documents]
    found, _ = verdicts(program, paths)
    # A kind or game that is not covered is not decided, whatever else is wrong with the file.
    differing = [
        (path.name, one, other)
        for path, one, other in zip(paths, found, kernel, strict=True)
        if one != other and (one, other) != ("not decided", "unreadable")
    ]
    assert not differing, differing
    seen = Counter(kernel)
    assert seen["proved"] >= proved
    assert min(seen["rejected"], seen["unreadable"]) >= wanted


def changed(name: str, draw: Random) -> bytes:
    """A good certificate of tested cells, changed at one place: a number, a word, a sign, or a key that is gone."""
    document = copy.deepcopy(BASES[name])
    holders = list(containers([document["claim"], document["witness"]]))
    holder = draw.choice(holders)
    key = draw.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    old = holder[key]
    if isinstance(old, str) and set(old) <= {"0", "1"} and len(old) > 1:
        holder[key] = "".join(draw.choice("01") for _ in old)
    elif isinstance(old, str):
        holder[key] = draw.choice(["0", "1", "-1", "1/2", "-", "+", "2/4", str(draw.randrange(100))])
    elif isinstance(old, int):
        holder[key] = draw.randrange(7)
    elif draw.random() < 0.5 and isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = draw.choice([None, "", [], {}, old])
    return json.dumps(document).encode()


def containers(value: Any) -> Iterator[Any]:
    """The lists and objects of a document that are not empty."""
    if isinstance(value, dict | list) and value:
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from containers(part)


def test_the_exit_code_says_the_worst(program: Path, certificates: Path, tmp_path: Path) -> None:
    """[R6.45], [R6.46] and what is not decided is never called proved."""
    good, other = certificates / "families/vertex-8.json", tmp_path / "mermin.json"
    cells = copy.deepcopy(BASES["cells"])
    cells["claim"]["game"]["name"] = "mermin"
    other.write_text(json.dumps(cells))
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
