"""``freebit verify --checker rocq``: proved by the checkers in Rocq, rejected by them, or not decided; never more."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conformance.generate.faults_codes import CODES_FALSE
from conformance.generate.faults_tested import CELLS_FALSE, trivial

from freebit.cli import main
from freebit.commands import rocq_build, verify_rocq
from freebit.commands.verify_rocq import RocqVerdict, decided
from freebit.export.rocq import rocq_question
from tests.export.conftest import needs_rocq

#: Faults of codes that are found before Rocq is asked.
BEFORE = ("half a message", "17 bits that are counted", "a closed form for a generator")

#: Cells of another game than the proved checkers are about.
MERMIN_CELLS = trivial()
MERMIN_CELLS["claim"]["game"]["name"] = "mermin"


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", "--checker", "rocq", *map(str, arguments)])


@pytest.fixture
def nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rocq is found and has nothing to do."""
    monkeypatch.setattr(verify_rocq, "find_rocq", lambda home: rocq_build.Rocq("make", "coqc", None))
    monkeypatch.setattr(verify_rocq, "compile_sources", lambda *arguments: None)


@pytest.mark.usefixtures("nothing_compiled")
def test_what_no_proved_checker_covers_is_not_decided(tmp_path: Path) -> None:
    """[R6.45] exit code 2, also for what cannot be read."""
    (tmp_path / "mermin.json").write_text(json.dumps(MERMIN_CELLS))
    result = verify(tmp_path / "mermin.json")
    assert (result.exit_code, result.output.count("not decided"), result.output.count("proved in Rocq")) == (2, 1, 1)
    (tmp_path / "no.json").write_text("{}")
    result = verify(tmp_path / "no.json")
    assert (result.exit_code, "unreadable" in result.output) == (2, True)


@pytest.mark.usefixtures("nothing_compiled")
def test_what_the_claim_is_about_is_decided_first(certificates: Path, tmp_path: Path) -> None:
    """[R3.11], [R3.80], [R3.92], [R3.93], [R3.94] are rejected without Rocq."""
    document = json.loads((certificates / "families/vertex-8.json").read_text())
    del document["witness"]["00001"]
    (tmp_path / "less.json").write_text(json.dumps(document))
    faults = [next(fault for fault in CELLS_FALSE if fault.rule == "R3.80")]
    faults += [next(fault for fault in CODES_FALSE if fault.name == name) for name in BEFORE]
    paths = [tmp_path / f"{number}.json" for number in range(len(faults))]
    for path, fault in zip(paths, faults, strict=True):
        path.write_bytes(fault.data())
    result = verify(tmp_path / "less.json", *paths)
    assert result.exit_code == 1
    assert result.output.count("rejected") == 5
    assert all(f"[{rule}]" in result.output for rule in ("R3.11", "R3.80", "R3.92", "R3.93", "R3.94"))


def test_folders_and_other_options_are_refused(certificates: Path) -> None:
    assert verify(certificates).exit_code == 2
    assert verify().exit_code == 2
    assert verify("--json", certificates / "families/vertex-8.json").exit_code == 2


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (1, "Error: no"),
        (0, ""),
        (0, "verdict = true\n     : bool\nAxioms:\nhole : False\n"),
        (0, "verdict = true\n     : bool\n"),
    ],
)
def test_what_rocq_does_not_say_to_the_letter_is_not_decided(
    monkeypatch: pytest.MonkeyPatch, certificates: Path, tmp_path: Path, code: int, printed: str
) -> None:
    monkeypatch.setattr(verify_rocq, "run_to_end", lambda *arguments: (code, printed))
    path = certificates / "families/vertex-8.json"
    found = decided(path, rocq_question(path), tmp_path, rocq_build.Rocq("make", "coqc", None))
    assert found.verdict is RocqVerdict.NOT_DECIDED


@needs_rocq
def test_rocq_decides_a_family(certificates: Path, tmp_path: Path) -> None:
    """The checker of families is compiled, with the proof about it, and says why it rejects one."""
    good, bad = certificates / "families/vertex-8.json", tmp_path / "bad.json"
    document = json.loads(good.read_text())
    document["claim"]["alpha"] = "999/1000"
    bad.write_text(json.dumps(document))
    result = verify(good, bad)
    assert (result.exit_code, result.output.count("  proved"), result.output.count("  rejected")) == (1, 1, 1)
    assert result.output.count(f"{rocq_question(bad).check} is false") == 1


@needs_rocq
def test_a_source_that_is_absent_is_told(tmp_path: Path) -> None:
    (tmp_path / "Makefile").touch()
    problem = rocq_build.compile_sources(
        tmp_path, tmp_path / "copy", rocq_build.Rocq("make", "coqc", None), ["Checker.vo"]
    )
    assert problem is not None
    assert not problem.decided
    assert "Checker.vo" in problem.text
