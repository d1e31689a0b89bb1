"""``freebit verify`` on every fault: rule and place, exit 1 for a false certificate, 2 for an unreadable one."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conformance.generate.faults import BASES, FALSE, WIRE, Fault, encode

from freebit.cli import main
from freebit.wire.document import MAX_BYTES


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", "--processes", "1", *map(str, arguments)])


def written(data: bytes, folder: Path) -> Path:
    path = folder / "certificate.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("fault", FALSE, ids=lambda f: f"{f.rule}: {f.name}")
def test_a_false_certificate_is_rejected(fault: Fault, tmp_path: Path) -> None:
    result = run(written(fault.data(), tmp_path), "--checker", "kernel", "--json")
    (outcome,) = json.loads(result.output)["files"]
    assert result.exit_code == 1
    assert (outcome["kernel"], outcome["rule"]) == ("rejected", fault.rule)
    assert outcome["place"]
    assert outcome["message"]
    if fault.place is not None:
        assert outcome["place"] == fault.place


@pytest.mark.parametrize("fault", WIRE, ids=lambda f: f"{f.rule}: {f.name}")
def test_an_unreadable_certificate_is_named(fault: Fault, tmp_path: Path) -> None:
    result = run(written(fault.data(), tmp_path), "--checker", "kernel", "--json")
    (outcome,) = json.loads(result.output)["files"]
    assert result.exit_code == 2
    assert (outcome["kernel"], outcome["rule"]) == ("unreadable", fault.rule)
    if fault.place is not None:
        assert outcome["place"] == fault.place


@pytest.mark.parametrize("name", BASES)
def test_good_documents_are_proved(name: str, tmp_path: Path) -> None:
    result = run(written(encode(BASES[name]), tmp_path), "--checker", "kernel")
    assert result.exit_code == 0
    assert "proved" in result.output


@pytest.mark.parametrize("checker", ["kernel", "z3", "all"])
@pytest.mark.parametrize("name", ["an empty witness", "nothing claimed", "a beta missing", "a primal that sums to 2"])
def test_no_checker_proves_what_is_not_shown(name: str, checker: str, tmp_path: Path) -> None:
    (fault,) = (fault for fault in FALSE if fault.name == name)
    result = run(written(fault.data(), tmp_path), "--checker", checker, "--json")
    (outcome,) = json.loads(result.output)["files"]
    assert result.exit_code == 1
    assert "proved" not in (outcome["kernel"], outcome["z3"])


def test_the_table_shows_file_place_and_rule(tmp_path: Path) -> None:
    (fault,) = (fault for fault in FALSE if fault.name == "a beta below 0")
    path = written(fault.data(), tmp_path)
    result = run(path, "--checker", "kernel")
    assert f"{path}: [R3.14] at claim/beta/10000/10000: -1/1000 is negative" in result.output


def test_markup_and_control_symbols_of_a_file_do_not_reach_the_terminal(tmp_path: Path) -> None:
    document = BASES["trivial"] | {"provenance": {"\x1b[2J[red]\ud800": 1}}
    result = run(written(encode(document), tmp_path))
    assert result.exit_code == 2
    assert "\x1b" not in result.output
    assert r"\u001b[2J[red]\ud800" in result.output


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    result = run(written(b" " * (MAX_BYTES + 1), tmp_path))
    assert result.exit_code == 2
    assert "[R6.2] at file" in result.output


def test_a_bad_file_does_not_hide_a_good_one(tmp_path: Path) -> None:
    """Everything is checked and told; the worst verdict decides the exit code."""
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json").write_bytes(next(fault for fault in FALSE if fault.rule == "R3.10").data())
    (tmp_path / "c.json").write_bytes(encode(BASES["family"]))
    result = run(tmp_path, "--checker", "kernel", "--json")
    found = [(Path(outcome["file"]).name, outcome["kernel"]) for outcome in json.loads(result.output)["files"]]
    assert found == [("a.json", "unreadable"), ("b.json", "rejected"), ("c.json", "proved")]
    assert result.exit_code == 2
    (tmp_path / "a.json").unlink()
    assert run(tmp_path, "--checker", "kernel").exit_code == 1
    (tmp_path / "b.json").unlink()
    assert run(tmp_path, "--checker", "kernel").exit_code == 0
