"""The kit for those who use it: its archive and packages, the skeletons of peers, and the options of ``conform``."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.commands.conform import SKELETONS
from freebit.conformance.export import MODULE, kit_files
from freebit.conformance.outcomes import Status
from freebit.conformance.runner import judge
from freebit.conformance.transport import Process, is_one_document
from freebit.conformance.vectors import Vector, folder_of_vectors
from tests.kits import few_vectors
from tests.schemas import validator

Kit = tuple[str, tuple[Vector, ...]]
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "conformance" / "skeletons"
NULL = str(ROOT / "tests" / "wrong" / "null.py")

#: How a skeleton is started, in a folder in which it lies; the tool that is needed.
STARTED = {"python": (sys.executable, ["peer.py"]), "javascript": ("node", ["peer.mjs"])}


def conform(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conform", *arguments])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_manifest_of_the_kit(kit: Kit) -> None:
    """[R7.16]: every other file with its digest, the version, and all vectors by operation."""
    files = dict(kit_files(folder_of_vectors()))
    manifest = json.loads(files.pop("manifest.json"))
    validator("kit").validate(manifest)
    assert manifest["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert manifest["version"] == kit[0] == files["VERSION"].decode().strip()
    assert sum(sum(counts.values()) for counts in manifest["operations"].values()) == len(kit[1])
    assert f"\n## {kit[0]}\n" in files["CHANGELOG.md"].decode()
    assert json.loads(files["package.json"])["version"] == kit[0]
    for spoilt in ({**manifest, "version": "1.0"}, {**manifest, "surprise": 1}):
        assert not validator("kit").is_valid(spoilt)


def test_archive(here: Path, exported_kit: Path) -> None:
    """[R7.16]: the files of the folder."""
    assert conform("--export", "kit.tar.gz").exit_code == 0
    with tarfile.open("kit.tar.gz") as packed:
        packed.extractall("unpacked", filter="data")
    there = Path("unpacked/kit")
    assert contents(exported_kit) == contents(there)
    first = Path("kit.tar.gz").read_bytes()
    refused = conform("--export", "kit.tar.gz")
    assert refused.exit_code == 2
    assert "already there" in refused.stderr
    assert Path("kit.tar.gz").read_bytes() == first


def contents(folder: Path) -> dict[Path, bytes]:
    """The files of a folder, by their names in it."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_archive_is_the_same_when_it_is_made_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R7.16]: at another time, in another place; an archive of few vectors."""
    archives = []
    few_vectors(here / "few", lambda vector: vector.group == "game")
    for name, seconds in (("one", 1.0e9), ("two", 1.5e9)):
        (here / name).mkdir()
        monkeypatch.chdir(here / name)
        monkeypatch.setattr("time.time", lambda now=seconds: now)
        assert conform("--export", "kit.tar.gz", "--vectors", str(here / "few")).exit_code == 0
        archives.append(Path("kit.tar.gz").read_bytes())
    assert archives[0] == archives[1]


def test_python_package(here: Path, exported_kit: Path) -> None:
    """`pip wheel` makes a package of data only."""
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", "out"]
    subprocess.run([*command, str(exported_kit)], check=True, capture_output=True, timeout=120)
    (wheel,) = Path("out").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        assert packed.read(f"{MODULE}/cases.jsonl") == (exported_kit / "cases.jsonl").read_bytes()
    assert {f"{MODULE}/manifest.json", f"{MODULE}/spec/7-conformance.md", f"{MODULE}/LICENSE"} <= names
    assert {name for name in names if name.endswith(".py")} == {f"{MODULE}/skeletons/peer.py"}


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_npm_package(here: Path, exported_kit: Path) -> None:
    """`npm pack` makes a package of all files, by their names and ``package.json``; nothing else is in these here."""
    files = {path.relative_to(exported_kit) for path in exported_kit.rglob("*") if path.is_file()}
    for name in files:
        (here / "kit" / name).parent.mkdir(parents=True, exist_ok=True)
        (here / "kit" / name).touch()
    shutil.copyfile(exported_kit / "package.json", "kit/package.json")
    done = subprocess.run(["npm", "pack", "--json"], cwd="kit", check=True, capture_output=True, timeout=120)
    (packed,) = json.loads(done.stdout)
    assert packed["name"] == "freebit-conformance-kit"
    assert {file["path"] for file in packed["files"]} == {name.as_posix() for name in files}


@pytest.mark.parametrize("language", SKELETONS)
def test_skeletons_are_short(language: str, here: Path) -> None:
    """Each is written as it is kept, in fewer than 60 lines, and never over anything."""
    name = SKELETONS[language]
    assert conform("--init", language).exit_code == 0
    assert Path(name).read_bytes() == (FOLDER / name).read_bytes()
    assert len(Path(name).read_text().splitlines()) < 60
    Path(name).write_text("mine")
    refused = conform("--init", language)
    assert refused.exit_code == 2
    assert f"{name}: it is already there" in refused.stderr
    assert Path(name).read_text() == "mine"


def judged(command: list[str], kit: Kit) -> None:
    """The program is right, with reasons, on all vectors of its operation."""
    vectors = [vector for vector in kit[1] if vector.operation == "majority"]
    judgement = judge(Process(command, 20, 20), vectors, kit[0], 0)
    assert judgement.passed, judgement
    assert judgement.count(Status.PASS) == len(vectors) > 20


@pytest.mark.parametrize("language", STARTED)
def test_skeletons_pass(language: str, kit: Kit) -> None:
    program, arguments = STARTED[language]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    judged([program, *(str(FOLDER / name) for name in arguments)], kit)


@pytest.mark.skipif(shutil.which("go") is None, reason="Go is not installed")
def test_skeleton_in_go_passes(tmp_path: Path, kit: Kit) -> None:
    environment = os.environ | {"GOCACHE": str(tmp_path / "cache"), "GOFLAGS": "-mod=mod", "GO111MODULE": "off"}
    program = str(tmp_path / "peer")
    subprocess.run(["go", "build", "-o", program, FOLDER / "peer.go"], env=environment, check=True, timeout=300)
    judged([program], kit)


def test_one_operation_by_several_instances() -> None:
    """`--only` leaves the rest out, `--jobs` changes no result."""
    program = ["--json", "--", sys.executable, NULL, "always-accept", "majority", "box"]
    reports = [
        json.loads(conform("--seed", "5", "--only", "majority", "--jobs", jobs, *program).stdout) for jobs in ("1", "3")
    ]
    outcomes = [[(each["id"], each["status"], each["detail"]) for each in report["results"]] for report in reports]
    assert outcomes[0] == outcomes[1]
    assert {each["op"] for each in reports[0]["results"]} == {"majority"}
    assert reports[0]["counts"]["skip"] == 0
    assert reports[0]["caught_by"]


def test_known_failures_of_other_operations_are_not_stale(here: Path) -> None:
    """[R7.14]: what is not judged says nothing of the list."""
    Path("known").write_text("box-negative-entry\n")
    names = {vector["id"] for vector in json.loads((ROOT / "conformance/vectors/boxes.json").read_text())["vectors"]}
    Path("known").write_text(min(names) + "\n")
    program = ["--known", "known", "--json", "--", sys.executable, str(FOLDER / "peer.py")]
    assert conform("--only", "majority", *program).exit_code == 0
    assert conform("--only", "majority", "--only", "box", *program).exit_code == 1


def test_an_instance_that_cannot_be_started_is_told(kit: Kit) -> None:
    """[R7.8]: what it was to be asked is not run, and that is no pass."""
    vectors = [vector for vector in kit[1] if vector.operation == "majority"][:8]
    good = Process([sys.executable, str(FOLDER / "peer.py")], 20, 20)
    bad = Process(["/nowhere/peer"], 20, 20)
    judgement = judge(good, vectors, kit[0], 0, others=[bad])
    assert (judgement.count(Status.PASS), judgement.count(Status.NOT_RUN)) == (4, 4)
    assert not judgement.passed


def test_operations_are_listed(kit: Kit) -> None:
    result = conform("--operations")
    assert result.exit_code == 0
    lines = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    for operation in {vector.operation for vector in kit[1]}:
        assert int(lines[operation][0]) == sum(vector.operation == operation for vector in kit[1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "majorities", "--", "x"], "no vectors of an operation 'majorities'"),
        (["--init", "python", "--", "x"], "one of"),
        (["--init", "cobol"], "cobol"),
        (["--jobs", "0", "--", "x"], "--jobs"),
    ],
)
def test_bad_usage(arguments: list[str], message: str) -> None:
    result = conform(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ({"text": "{}"}, True),
        ({"base64": "e30="}, True),
        ({}, False),
        ({"text": "{}", "base64": "e30="}, False),
        ({"text": 1}, False),
        ({"base64": 1}, False),
        ({"base64": "e3"}, False),
        ({"base64": "e31="}, False),
    ],
)
def test_only_a_question_that_is_one_document_is_a_file(question: dict[str, Any], one: bool) -> None:
    """[R7.9], [R7.16]"""
    assert is_one_document(question) is one
