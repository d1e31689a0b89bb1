"""``freebit run --bits``: a key leaves by its file alone [R4.75], [R6.90], [R6.91], [R6.92]."""

import json
import os
import stat
from fractions import Fraction
from pathlib import Path
from random import Random

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

from freebit.boxes.bits import all_bits
from freebit.boxes.cells import kind_labelled
from freebit.cli import main
from freebit.codes.code import GeneratorCode
from freebit.protocol.body import BodyEncoding
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript
from freebit.protocol.tested_transcript import write_tested_transcript
from tests.schemas import validator

SIZES = ["--bits", "16", "--epsilon", "9/20", "--delta", "2^-10"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["run", *SIZES, *arguments])


def key_of(path: Path) -> str:
    document = json.loads(path.read_text())
    validator("key").validate(document)
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
        (["--transcript", "no/folder/run.fbt"], "no/folder/run.fbt"),
        (["--transcript", "one.file", "--output", "./one.file"], "--output and --transcript are one file"),
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


@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_a_replay_makes_the_key_again(tmp_path: Path, plain: list[str]) -> None:
    """[R6.75], [R6.76], [R6.77], [R6.91], [R6.92] into a file of its owner; no bit of it is told."""
    transcript, key, again = tmp_path / "many.fbt", tmp_path / "key.json", tmp_path / "again.json"
    noisy = ["--devices", "noisy", "--noise", "1/200", *plain]
    made = run("--seed", "5", "--output", str(key), "--transcript", str(transcript), *noisy, "--json")
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(transcript.stat().st_mode) == 0o600
    for more in ([], ["--plain"], ["--json"]):
        again.unlink(missing_ok=True)
        found = CliRunner().invoke(main, ["replay", str(transcript), "--output", str(again), *more])
        assert found.exit_code == 0, found.output
        assert again.read_bytes() == key.read_bytes()
        assert stat.S_IMODE(again.stat().st_mode) == 0o600
        assert key_of(key) not in found.output
    told, account = json.loads(made.stdout), json.loads(found.stdout)
    assert account["bound"]["proved"] is True
    assert account["bound"]["simulated"] is None
    for name in ("parameters", "kept", "wrong", "g", "bits", "code"):
        assert account[name] == told[name]
    assert account["bound"]["document"] == told["bound"]["document"]
    for document in (told, account):
        validator("key-run").validate(document)
        with pytest.raises(jsonschema_rs.ValidationError):
            validator("key-run").validate(document | {"key": "0101"})
    without = CliRunner().invoke(main, ["replay", str(transcript)])
    assert without.exit_code == 0
    assert "--output FILE writes them" in " ".join(without.output.split())


def test_replays_that_write_no_key(tmp_path: Path) -> None:
    """[R6.47], [R6.92] aborted; of one bit; over the transcript itself; changed on the way."""
    transcript, key = tmp_path / "many.fbt", tmp_path / "key.json"

    def replay(output: Path) -> Result:
        return CliRunner().invoke(main, ["replay", str(transcript), "--output", str(output)])

    assert run("--transcript", str(transcript), "--devices", "classical").exit_code == 1
    aborted = replay(key)
    assert aborted.exit_code == 1
    assert "there is no key" in aborted.output
    before = transcript.read_bytes()
    itself = replay(transcript)
    assert itself.exit_code == 2
    assert transcript.read_bytes() == before
    transcript.write_bytes(before.replace(b'"devices":"', b'"devices":"not ', 1))
    assert "R6.38" in replay(key).output
    bit = ["run", "--protocol", "tested", "--epsilon", "9/20", "--keep", "9", "--transcript", str(transcript)]
    assert CliRunner().invoke(main, bit).exit_code == 0
    one = replay(key)
    assert one.exit_code == 2
    assert "it is of one bit" in " ".join(one.output.split())
    assert not key.exists()


def test_the_bound_of_a_code_that_nothing_is_known_of(tmp_path: Path) -> None:
    """[R5.92] a generator is counted if it can be; otherwise no bound is claimed."""
    transcript, key = tmp_path / "many.fbt", tmp_path / "key.json"
    draw = Random(1)
    parameters = TestedParameters(kind_labelled("five-multiplexer-local"), 60, 17, Fraction(9, 20))
    words, right = list(parameters.kind.game.inputs), parameters.kind.game.coefficient
    inputs = tuple(draw.choice(words) for _ in range(60))
    outputs = tuple(next(a for a in all_bits(5) if right(a, x) == 0) for x in inputs)
    for bits, told in ((16, "P(guess) <= 1/2 + 2^"), (17, "too many to be counted")):
        code = GeneratorCode(17, tuple(1 << i for i in range(bits)))
        found = TestedTranscript(parameters, inputs, outputs)
        write_tested_transcript(transcript, found, BodyEncoding.PLANES, {}, code=code)
        result = CliRunner().invoke(main, ["replay", str(transcript), "--output", str(key)])
        assert result.exit_code == 0, result.output
        assert told in " ".join(result.output.split())
        assert len(key_of(key)) == bits


def test_plans_of_keys() -> None:
    """[R5.98]"""
    found = CliRunner().invoke(
        main, ["plan", "--epsilon", "9/20", "--delta", "2^-64", "--bits", "256", "--noise", "1/100", "--json"]
    )
    document = json.loads(found.stdout)
    assert found.exit_code == 0
    assert document["theorem"] == "many-bits"
