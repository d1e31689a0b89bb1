"""``freebit solve`` and ``freebit export``."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conformance.generate.faults import encode

from freebit.boxes.bits import all_bits
from freebit.boxes.game import game_named
from freebit.claims.simplest import EXTREMES
from freebit.cli import COMMANDS, main
from freebit.kernel.check import check
from freebit.solver.documents import document_bytes
from freebit.solver.predictability import predictability
from freebit.solver.symmetric import SymmetricProgram
from tests.export.vipr_checker import proved_range
from tests.schemas import validator
from tests.second.test_check import eight_parties


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_committed_certificates_come_out_again(certificates: Path, tmp_path: Path) -> None:
    """``freebit solve all`` writes every committed file, byte for byte [R6.20], whoever finds them [R6.136]."""
    pytest.importorskip("distributed")
    folder = tmp_path / "again"
    result = run("solve", "all", "--output", folder, "--workers", 2)
    assert result.exit_code == 0, result.output
    files = {file.relative_to(certificates) for file in certificates.rglob("*.json")}
    assert {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()} == files
    for file in files:
        assert (folder / file).read_bytes() == (certificates / file).read_bytes(), file


def test_a_solved_bound_verifies(tmp_path: Path) -> None:
    path = tmp_path / "bound.json"
    result = run("solve", "bound", "--input", "11111", "--triple", "1,4,5", "--alpha", "51/100", "--output", path)
    assert result.exit_code == 0
    assert "least uniform beta = 241/400" in result.output
    assert run("verify", path).exit_code == 0


def test_a_solved_bound_for_seven_parties(tmp_path: Path) -> None:
    """The finder and the kernel know no number of parties; at seven a bound with alpha < 1 exists too."""
    path = tmp_path / "seven.json"
    result = run("solve", "bound", "--parties", "7", "--input", "1000000", "--output", path)
    assert result.exit_code == 0
    assert run("verify", path, "--checker", "kernel").exit_code == 0


def test_the_frontier_is_printed() -> None:
    result = run("solve", "frontier", "--input", "00111")
    assert [line for line in result.output.splitlines() if line] == [
        "alpha = 1/2, beta = 5/8",
        "alpha = 2/3, beta = 1/4",
        "alpha = 3/4, beta = 1/8",
        "alpha = 1, beta = 0",
    ]


def test_bad_usage_of_solve_has_exit_code_2() -> None:
    for arguments, words in [
        (["--input", "10001"], "[R3.12]"),
        (["--input", "1000"], "has 4 bits, not 5"),
        (["--input", "10000", "--triple", "1,1,2"], "not three different party numbers"),
        (["--input", "10000", "--triple", "1,2,6"], "[R6.15]"),
        (["--input", "10000", "--alpha", "1/0"], "not a rational"),
        (["--input", "10000", "--alpha", "1/3"], "the least alpha is 1/2"),
    ]:
        result = run("solve", "bound", *arguments)
        assert result.exit_code == 2, arguments
        assert words in result.output, arguments


def test_predictability_of_four_parties(tmp_path: Path) -> None:
    """A function of four outputs that cannot be guessed beyond 3/4; its certificates verify."""
    arguments = ["--game", "ghz", "--parties", "4", "--input", "1111", "--zeros", "0000,0011,0101,1001"]
    result = run("solve", "predictability", *arguments, "--output", tmp_path)
    assert result.output.splitlines()[:3] == [
        "max P(f=0|1111) = 3/4",
        "min P(f=0|1111) = 1/4",
        "predictability = 3/4",
    ]
    assert run("verify", tmp_path).exit_code == 0


def test_predictability_asks_for_one_function() -> None:
    for arguments in ([], ["--weights", "0,1", "--zeros", "00000"], ["--zeros", "0000"], ["--weights", "many"]):
        assert run("solve", "predictability", "--input", "10000", *arguments).exit_code == 2


def test_functions_of_the_number_of_ones_go_by_types(tmp_path: Path) -> None:
    """13 parties and more, in files that ``verify`` reads; the values are those of ``claims.simplest`` [R3.70]."""
    started = time.perf_counter()
    arguments = [
        "--game",
        "ghz",
        "--parties",
        "13",
        "--input",
        "1" * 13,
        "--weights",
        "0,4,8,12",
        "--output",
        str(tmp_path),
    ]
    result = run("solve", "predictability", *arguments)
    assert time.perf_counter() - started < 10
    low, high = EXTREMES[13]
    assert result.output.splitlines()[:3] == [
        f"max P(f=0|{'1' * 13}) = {high}",
        f"min P(f=0|{'1' * 13}) = {low}",
        f"predictability = {1 - low}",
    ]
    assert [json.loads((tmp_path / f"{sense}.json").read_text())["kind"] for sense in ("max", "min")] == [
        "symmetric-predictability"
    ] * 2
    assert run("verify", tmp_path, "--checker", "kernel").exit_code == 0


def test_types_and_entries_agree_at_other_inputs_and_games(tmp_path: Path) -> None:
    """Where x0 is 0...0, and in the Mermin game of 7 parties, whose parities are those of the GHZ game turned."""
    for name, parties, bit, weights in (("ghz", 4, 0, {0, 1}), ("ghz", 6, 0, {1, 5}), ("mermin", 7, 1, {1, 7})):
        game, x0 = game_named(name, parties), (bit,) * parties
        program = SymmetricProgram(game, x0, weights)
        extremes = predictability(game, x0, {a: int(sum(a) not in weights) for a in all_bits(parties)}.__getitem__)
        assert program.extreme("max").value == extremes.maximum.value
        assert program.extreme("min").value == extremes.minimum.value
        for sense in ("max", "min"):
            assert check(document_bytes(program.extreme(sense).document({}))).accepted
    for x0 in ((0,) * 5, (1, 0, 0, 0, 0)):
        with pytest.raises(ValueError, match=r"\[R3.72\]"):
            SymmetricProgram(game_named("mermin", 5), x0, {1})


def test_what_no_file_could_hold_is_refused_at_once() -> None:
    """[R6.16] more than 9 parties, unless f is a function of the number of ones at an input of equal bits."""
    eleven = ["--parties", 11, "--input", "1" + "0" * 10]
    for command, arguments, words in (
        ("predictability", [*eleven, "--triple", "1,2,3"], "[R6.16] 11 parties are more than 9"),
        ("predictability", [*eleven, "--weights", "0,1"], "[R6.16] 11 parties are more than 9"),
        ("predictability", ["--parties", 25, "--input", "1" * 25, "--weights", "0"], "2<=x<=24"),
        ("predictability", ["--input", "11111", "--weights", "0,6"], "[R3.71] 6 is not a number of ones from 0 to 5"),
        ("bound", eleven, "[R6.16] 11 parties are more than 9"),
        ("frontier", eleven, "[R6.16] 11 parties are more than 9"),
    ):
        started = time.perf_counter()
        result = run("solve", command, *arguments)
        assert result.exit_code == 2, arguments
        assert words in result.output, result.output
        assert time.perf_counter() - started < 2


def test_exports_are_written(certificates: Path, tmp_path: Path) -> None:
    vertex = certificates / "frontier/vertex-1.json"
    assert run("export", vertex, "--to", "smtlib", "--output", tmp_path / "smt").exit_code == 0
    assert [file.name for file in (tmp_path / "smt").iterdir()] == ["frontier-vertex-1-10000.smt2"]
    assert run("export", vertex, "--to", "vipr", "--output", tmp_path / "vipr").exit_code == 0
    ranges = {proved_range(file.read_text()) for file in (tmp_path / "vipr").iterdir()}
    assert ranges == {("max", "-inf", "3/4"), ("min", "1/4", "inf")}


def test_a_rejected_certificate_is_not_exported(certificates: Path, tmp_path: Path) -> None:
    path = tmp_path / "false.json"
    path.write_text((certificates / "frontier/vertex-1.json").read_text().replace('"alpha": "1/2"', '"alpha": "1/3"'))
    result = run("export", path, "--to", "smtlib", "--output", tmp_path / "smt")
    assert result.exit_code == 2
    assert "[R3.17]" in result.output
    assert not (tmp_path / "smt").exists()


def test_questions_that_are_too_large_are_not_exported(tmp_path: Path) -> None:
    """Eight parties: one line that names the file, exit code 2, and nothing written."""
    path = tmp_path / "eight.json"
    path.write_bytes(encode(eight_parties()))
    result = run("export", path, "--to", "smtlib", "--output", tmp_path / "smt")
    assert result.exit_code == 2
    assert f"{path}: 8 parties are more than the 7" in result.stderr
    assert not (tmp_path / "smt").exists()


def test_every_command_shows_an_example() -> None:
    for name in COMMANDS:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"freebit {name}" in result.output


def test_the_best_certificate_for_tested_cells(tmp_path: Path) -> None:
    """[R5.77] u = 8/1023 at 2/5, with three parties, and both files are accepted."""
    cells = ("--game", "ghz", "--parties", 3, "--f", "majority", "--epsilon", "2/5")
    result = run("solve", "tested", *cells, "--output", tmp_path)
    assert result.exit_code == 0
    assert "u = 8/1023" in result.output
    assert run("verify", tmp_path / "certificate.json", tmp_path / "limit.json").exit_code == 0
    refused = run("solve", "tested", "--game", "ghz", "--parties", 3, "--epsilon", "2/5")
    assert refused.exit_code == 2
    assert "needs more parties" in refused.output


def test_a_search_that_is_killed_goes_on(tmp_path: Path) -> None:
    """[R6.130]: killed after some epsilon, it finds the rest, and writes what it would have written undisturbed."""
    state, folder = tmp_path / "state", tmp_path / "again"
    epsilons = [argument for k in range(1, 11) for argument in ("--epsilon", f"{k}/21")]
    asked = ["solve", "tested", "--game", "ghz", "--parties", "4", "--f", "majority", *epsilons]
    command = [sys.executable, "-m", "freebit", *asked, "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not state.exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    kept = json.loads(state.read_text())
    validator("state").validate(kept)
    assert 0 < len(kept["shares"]) < 10
    assert run(*asked, "--state", state, "--output", folder).exit_code == 0
    assert len(json.loads(state.read_text())["shares"]) == 10
    assert run(*asked, "--output", tmp_path / "whole").exit_code == 0
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.json")}
    whole = tmp_path / "whole"
    assert files == {path.relative_to(whole): path.read_bytes() for path in whole.rglob("*.json")}
    assert len(files) == 20
