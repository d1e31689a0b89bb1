"""The documents of the protocol keep their schemas [R6.31], [R6.32], [R6.38], [R6.43], [R6.44]."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner

from freebit.cli import main
from tests.schemas import validator

RUN = ("--epsilon", "1/4", "--nd", "3", "--nb", "4", "--selection", "column", "-w", "1")


def check(name: str, document: object) -> None:
    validator(name).validate(document)


def output(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    return found


def test_accounts_of_runs_and_replays(tmp_path: Path) -> None:
    """[R6.43] not aborted, aborted at step 2 and at step 4, with a file and with a sampled source, replayed."""
    bits, transcript = tmp_path / "bits", str(tmp_path / "t")
    bits.write_bytes(b"\x01\x00\x00" * 100)
    runs = [
        output("run", *RUN, "--transcript", transcript),
        output("run", *RUN, "--devices", "classical"),
        output("run", "--epsilon", "1/8", "--nd", "9", "--nb", "4", "--source", "adversarial"),
        output("run", *RUN, "--source", str(bits)),
        output("run", *RUN, "--source", "markov", "--flip", "1/10"),
        output("run", *RUN, "--function", "01100110"),
        output("replay", transcript),
    ]
    assert {run["abort"] for run in runs} == {None, "wrong-correlations", "too-few-kept"}
    for run in runs:
        check("run", run)
    with pytest.raises(jsonschema_rs.ValidationError):
        check("run", runs[0] | {"k": 2})
    for key in ("proved", "refuted", "simulated"):
        with pytest.raises(jsonschema_rs.ValidationError):
            check("run", runs[0] | {"bound": {each: v for each, v in runs[0]["bound"].items() if each != key}})


def test_lines_of_a_transcript(tmp_path: Path) -> None:
    """[R6.31] [R6.32] [R6.38]"""
    path = tmp_path / "t"
    output("run", *RUN, "--transcript", str(path), "--transcript-encoding", "text")
    lines = path.read_text(encoding="ascii").splitlines()
    header, trailer = json.loads(lines[0]), json.loads(lines[-1])
    check("transcript-header", header)
    check("transcript-trailer", trailer)
    with pytest.raises(jsonschema_rs.ValidationError):
        check("transcript-header", header | {"encoding": "words"})
    with pytest.raises(jsonschema_rs.ValidationError):
        check("transcript-trailer", trailer | {"l": "2"})


def test_descriptions(tmp_path: Path) -> None:
    """[R6.44]"""
    path = tmp_path / "bits"
    path.write_bytes(bytes([0, 1, 1, 0] * 100))
    found = output("describe", str(path))
    check("description", found)
    with pytest.raises(jsonschema_rs.ValidationError):
        check("description", found | {"epsilon_at_most": 0.5})
