"""The commands conform, peer and rules, as they are called."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.conformance.operations import OPERATIONS
from freebit.conformance.transport import question_bytes
from freebit.conformance.vectors import load
from tests.kits import committed, few_vectors
from tests.schemas import validator

ROOT = Path(__file__).parents[2]
NULL = str(ROOT / "tests" / "wrong" / "null.py")
PEER = [sys.executable, "-m", "freebit", "peer"]


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    path = os.pathsep.join([str(ROOT), str(ROOT / "reference")])
    monkeypatch.setenv("PYTHONPATH", path)


def conform(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conform", *arguments])


def test_peer_passes(tmp_path: Path) -> None:
    """freebit itself behind the protocol, with everything applicable; and both reports.

    What it answers to each vector is asked without the protocol; here, one of each group with each operation, verdict,
    rule and feature.
    """
    junit, folder = tmp_path / "report.xml", tmp_path / "kit"
    first: dict[object, str] = {}
    for vector in committed()[1]:
        sort = (vector.group, vector.operation, vector.expect.verdict, vector.expect.rule, vector.features)
        first.setdefault(sort, vector.id)
    chosen = set(first.values())
    count = few_vectors(folder, lambda vector: vector.id in chosen)
    assert count >= len(first) > 500
    options = ["--seed", "3", "--json", "--junit", str(junit), "--timeout", "60", "--vectors", str(folder)]
    result = conform(*options, "--", *PEER)
    assert result.exit_code == 0, result.output[-2000:]
    report = json.loads(result.stdout)
    validator("report").validate(report)
    assert report["verdict"] == "pass"
    assert report["counts"]["pass"] == count
    assert {each["op"] for each in report["results"]} == set(OPERATIONS)
    assert report["seed"] == "3"
    root = ElementTree.fromstring(junit.read_bytes())
    assert not list(root.iter("failure"))
    assert not list(root.iter("error"))
    assert len(list(root.iter("testcase"))) == report["counts"]["pass"]


def test_wrong_program_fails_with_a_table() -> None:
    result = conform("--seed", "1", "--", sys.executable, NULL, "always-accept", "majority")
    assert result.exit_code == 1
    assert "fail: majority-110 [R2.7] majority: null, not" in result.stdout
    assert "FAIL: 0 of " in result.stdout
    assert "seed 1" in result.stdout


def test_seed_is_printed_if_none_is_given() -> None:
    first = conform("--json", "--", sys.executable, NULL, "skip-all")
    second = conform("--json", "--", sys.executable, NULL, "skip-all")
    assert first.exit_code == second.exit_code == 1
    assert json.loads(first.stdout)["seed"] != json.loads(second.stdout)["seed"]


def test_known_failures(tmp_path: Path) -> None:
    """[R7.14]"""
    command = ["--json", "--", sys.executable, NULL, "always-accept", "strings"]
    failing = json.loads(conform(*command).stdout)["caught_by"]
    known = tmp_path / "known.txt"
    known.write_text("# what we know\n" + "\n".join(f"{name}  # later" for name in failing) + "\n\n")
    assert conform("--known", str(known), *command).exit_code == 0
    known.write_text(known.read_text() + "box-pr\n")
    result = conform("--known", str(known), *command)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["stale"] == ["box-pr"]


def test_plain_verifier(tmp_path: Path) -> None:
    """[R7.9]: `freebit verify` on the kit's certificates, those of one rule."""
    folder = tmp_path / "kit"
    shorter = few_vectors(
        folder,
        lambda vector: (vector.group, vector.operation) == ("certificates", "certificate") and "R3.12" in vector.rules,
    )
    command = f"{sys.executable} -m freebit verify --checker kernel --processes 1 {{file}}"
    result = conform("--vectors", str(folder), "--exec", command, "--timeout", "30")
    assert result.exit_code == 0, result.output
    assert f"{shorter} of {shorter} passed" in result.stdout


def test_export(exported_kit: Path) -> None:
    """[R7.16]: complete, and enough to judge by hand."""
    target = exported_kit
    version, vectors = load(target / "vectors")
    assert (target / "VERSION").read_text() == f"{version}\n"
    cases = [json.loads(line) for line in (target / "cases.jsonl").read_text().splitlines()]
    assert [case["id"] for case in cases] == [vector.id for vector in vectors]
    by_id = {vector.id: vector for vector in vectors}
    for case in cases:
        vector = by_id[case["id"]]
        assert case["expect"]["verdict"] == vector.expect.verdict
        if "file" in case["input"]:
            assert (target / case["input"]["file"]).read_bytes() == question_bytes(vector.input)
        else:
            assert case["input"] == vector.input
    for chapter in range(1, 8):
        assert list((target / "spec").glob(f"{chapter}-*.md"))
    assert (target / "spec" / "schemas" / "vectors.schema.json").is_file()
    again = conform("--export", str(target))
    assert again.exit_code == 2
    assert "already there" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "one of"),
        (["--export", "x", "--", "y"], "one of"),
        (["--exec", "verify"], "{file}"),
        (["--vectors", "/nowhere", "--", "x"], "/nowhere"),
        (["--known", "/nowhere", "--", "x"], "/nowhere"),
        (["--exec", "'{file}"], "--exec"),
    ],
)
def test_bad_usage(arguments: list[str], message: str) -> None:
    result = conform(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    result = conform("--junit", str(tmp_path / "no" / "report.xml"), "--", sys.executable, NULL, "skip-all")
    assert result.exit_code == 2
    assert "report.xml" in result.stderr


def test_peer_by_hand() -> None:
    """[R7.2], [R7.3], [R7.4]"""
    lines = [
        {"type": "hello", "protocol": 1},
        {"type": "run", "seq": 9, "op": "majority", "input": {"bits": "011"}},
        {"type": "run", "seq": 4, "op": "majority", "input": {"bits": "01"}},
        {"type": "run", "seq": 5, "op": "majority", "input": {"bits": "2"}},
        {"type": "bye"},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    done = subprocess.run(PEER, input=text, capture_output=True, text=True, check=True, timeout=60)
    hello, *results = map(json.loads, done.stdout.splitlines())
    assert hello["name"] == "freebit"
    assert results == [
        {"type": "result", "seq": 9, "verdict": "accepted", "value": {"majority": 1}},
        {"type": "result", "seq": 4, "verdict": "rejected", "rule": "R2.7"},
        {"type": "result", "seq": 5, "verdict": "unreadable", "rule": "R6.13"},
    ]


def test_rules() -> None:
    result = CliRunner().invoke(main, ["rules", "R4.11", "R3.17"])
    assert result.exit_code == 0
    assert "the run is aborted iff c times their number is less than N" in result.stdout
    assert "keep-exactly-third" in result.stdout
    assert CliRunner().invoke(main, ["rules", "R4." + "999"]).exit_code == 2
    table = CliRunner().invoke(main, ["rules"])
    assert "R7.31" in table.stdout
    document = json.loads(CliRunner().invoke(main, ["rules", "--json"]).stdout)
    assert {rule["id"] for rule in document["rules"]} >= {"R1.1", "R7.33"}
    assert bool(document["problems"]) == bool(table.exit_code)
