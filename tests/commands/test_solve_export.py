"""``freebit solve`` and ``freebit export``."""

from pathlib import Path

from click.testing import CliRunner, Result

from freebit.cli import COMMANDS, main
from tests.export.vipr_checker import proved_range


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def test_the_committed_certificates_come_out_again(certificates: Path, tmp_path: Path) -> None:
    """``freebit solve all`` writes every committed file, byte for byte [R6.20]."""
    folder = tmp_path / "again"
    assert run("solve", "all", "--output", folder).exit_code == 0
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
    result = run("solve", "bound", "--parties", 7, "--input", "1000000", "--output", path)
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


def test_every_command_shows_an_example() -> None:
    for name in COMMANDS:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"freebit {name}" in result.output
