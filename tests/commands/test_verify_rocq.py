"""``freebit verify --checker rocq``: proved by the checkers in Rocq, rejected by them, or not decided; never more."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conformance.generate.faults import BASES
from conformance.generate.faults_codes import CODES_FALSE
from conformance.generate.faults_tested import CELLS_FALSE, trivial

from freebit.cli import main
from freebit.commands import rocq_build, verify_rocq
from freebit.commands.prove import PROOFS, find_checkout
from freebit.commands.verify_rocq import InRocq, RocqVerdict, decided
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


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, rocq_build.Rocq]:
    """The checker of families, compiled, and the programs."""
    folder, home = tmp_path_factory.mktemp("compiled"), tmp_path_factory.mktemp("home")
    rocq = rocq_build.find_rocq(home)
    assert rocq_build.compile_sources(find_checkout(None) / PROOFS, folder, rocq, ["Checker.vo"]) is None
    return folder, rocq


@needs_rocq
@pytest.mark.parametrize(
    ("change", "verdict"),
    [({}, RocqVerdict.PROVED), ({"alpha": "999/1000"}, RocqVerdict.REJECTED)],
)
def test_rocq_decides_a_family(
    compiled: tuple[Path, rocq_build.Rocq],
    certificates: Path,
    tmp_path: Path,
    change: dict[str, str],
    verdict: RocqVerdict,
) -> None:
    document = json.loads((certificates / "families/vertex-8.json").read_text())
    document["claim"] |= change
    path = tmp_path / "family.json"
    path.write_text(json.dumps(document))
    found = decided(path, rocq_question(path), *compiled)
    assert found == InRocq(path, verdict, found.why)
    assert bool(found.why) is (verdict is RocqVerdict.REJECTED)


@needs_rocq
def test_a_source_that_is_absent_is_told(tmp_path: Path) -> None:
    (tmp_path / "Makefile").touch()
    problem = rocq_build.compile_sources(
        tmp_path, tmp_path / "copy", rocq_build.Rocq("make", "coqc", None), ["Checker.vo"]
    )
    assert problem is not None
    assert not problem.decided
    assert "Checker.vo" in problem.text


@needs_rocq
def test_a_concatenation_that_is_counted_is_decided_in_rocq(tmp_path: Path) -> None:
    """[R3.93], [R3.95], [R3.96]: the words of the code that the checker makes itself are counted there."""
    good, bad, more = (tmp_path / f"{name}.json" for name in ("good", "bad", "more"))
    document = BASES["counted code"]
    good.write_text(json.dumps(document))
    bad.write_bytes(next(fault for fault in CODES_FALSE if fault.name == "a counted weight called another").data())
    # With the modulus of the other field of eight elements, and a weight that no word has.
    claim = document["claim"]
    other = {**claim, "code": {**claim["code"], "modulus": "1101"}, "weights": [{"weight": 5, "messages": "15"}]}
    more.write_text(json.dumps({**document, "claim": {**other, "sense": "bound"}}))
    result = verify(good, bad, more)
    assert (result.exit_code, result.output.count("  proved"), result.output.count("  rejected")) == (1, 1, 2)
