"""``freebit run --bits``: a key leaves by its file alone [R4.75], [R6.90], [R6.91], [R6.92]."""

import json
import os
import stat
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from referencing import Registry, Resource

from freebit.cli import main

ROOT = Path(__file__).resolve().parents[2]
SIZES = ["--bits", "16", "--epsilon", "9/20", "--delta", "2^-10"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["run", *SIZES, *arguments])


def key_of(path: Path) -> str:
    document = json.loads(path.read_text())
    schemas = {each.name: json.loads(each.read_text()) for each in (ROOT / "spec" / "schemas").glob("*.json")}
    registry = Registry().with_resources([(name, Resource.from_contents(text)) for name, text in schemas.items()])
    jsonschema.Draft202012Validator(schemas["key.schema.json"], registry=registry).validate(document)
    key: str = document["key"]
    return key


def test_the_key_is_in_the_file_and_nowhere_else(tmp_path: Path) -> None:
    """[R6.90], [R6.91], [R6.92] the owner's file; for people and for programs no bit is told."""
    path = tmp_path / "key.json"
    for more in ([], ["--json"]):
        result = run("--output", str(path), *more)
        assert result.exit_code == 0, result.output
        key = key_of(path)
        assert len(key) == 16
        assert key not in result.output
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(result.stdout)["bits"] == 16


def test_the_literal_run_makes_the_same_key(tmp_path: Path) -> None:
    """[R4.44], [R4.71]"""
    keys = []
    for seed, more in (("5", []), ("5", ["--plain"]), ("6", [])):
        path = tmp_path / "key.json"
        noisy = ["--devices", "noisy", "--noise", "1/200", *more]
        assert run("--seed", seed, "--output", str(path), *noisy).exit_code == 0
        keys.append(key_of(path))
    assert keys[0] == keys[1] != keys[2]


def test_a_file_that_others_could_read_is_replaced_by_one_that_they_cannot(tmp_path: Path) -> None:
    """[R6.91]"""
    path = tmp_path / "key.json"
    path.write_text("old")
    path.chmod(0o644)
    mask = os.umask(0)
    try:
        assert run("--output", str(path)).exit_code == 0
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_aborted_run_writes_nothing(tmp_path: Path) -> None:
    """[R6.92]"""
    path = tmp_path / "key.json"
    result = run("--output", str(path), "--devices", "classical")
    assert result.exit_code == 1
    assert "there is no key" in result.output
    assert not path.exists()
    few = CliRunner().invoke(
        main, ["run", "--bits", "4", "--epsilon", "9/20", "--keep", "600", "-N", "600", "--output", str(path)]
    )
    assert few.exit_code == 1
    assert not path.exists()


def test_without_a_file_nothing_is_kept() -> None:
    """[R6.92]"""
    result = run()
    assert result.exit_code == 0
    assert "--output FILE writes them" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--transcript", "run.fbt"], "--transcript is for one bit"),
        (["--keep", "100"], "--delta lets the planner choose"),
        (["--nd", "3"], "--nd is for the paper's protocol"),
        (["--cells", "five-of-a-kind"], "five-of-a-kind"),
        (["--output", "no/folder/key.json"], "no/folder/key.json"),
    ],
)
def test_what_cannot_be_run(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


def test_sizes_are_needed_and_output_is_for_keys() -> None:
    none = CliRunner().invoke(main, ["run", "--bits", "4", "--epsilon", "9/20"])
    assert none.exit_code == 2
    assert "--keep, or --delta" in none.output
    bit = CliRunner().invoke(main, ["run", "--epsilon", "9/20", "--nd", "2", "--log2-nb", "1", "--output", "key.json"])
    assert bit.exit_code == 2
    assert "--output is for the key of --bits" in bit.output
    passing = CliRunner().invoke(main, ["run", "--bits", "4", "--epsilon", "9/20", "--keep", "600", "--pass", "1/2"])
    assert passing.exit_code == 2


def test_derived_inputs_and_given_sizes(tmp_path: Path) -> None:
    """[R4.72], [R4.73] a code on fewer cells than are kept."""
    path = tmp_path / "key.json"
    kind = ["--cells", "five-multiplexer-derived-4"]
    assert run(*kind, "--output", str(path)).exit_code == 0
    given = ["run", "--bits", "16", "--epsilon", "9/20", "--keep", "700", *kind, "--output", str(path)]
    result = CliRunner().invoke(main, given)
    assert result.exit_code == 0, result.output
    assert len(key_of(path)) == 16


def test_plans_of_keys() -> None:
    """[R5.98]"""
    found = CliRunner().invoke(
        main, ["plan", "--epsilon", "9/20", "--delta", "2^-64", "--bits", "256", "--noise", "1/100", "--json"]
    )
    document = json.loads(found.stdout)
    assert found.exit_code == 0
    assert document["theorem"] == "many-bits"
