"""``freebit verify``: verdicts, names of rules, exit codes [R3.1], [R6.21], [R6.22]."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conformance.generate.faults import encode

from freebit.cli import main
from freebit.commands.verify_rows import columns
from freebit.verification import lemma_summary, verify_file, verify_index, verify_triple
from freebit.verification.folders import find_certificates
from freebit.verification.joined import CheckerVerdict
from tests.second.test_check import eight_parties


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture
def vertex(certificates: Path, tmp_path: Path) -> Callable[[Callable[[str], str]], Path]:
    """A copy of a small certificate, with its text changed."""

    def changed(change: Callable[[str], str]) -> Path:
        text = (certificates / "frontier/vertex-1.json").read_text()
        path = tmp_path / "changed.json"
        path.write_text(change(text))
        assert path.read_text() != text
        return path

    return changed


def test_a_good_file_is_proved_by_both(certificates: Path) -> None:
    result = run(certificates / "frontier/vertex-1.json")
    assert result.exit_code == 0
    assert result.output.count("proved") == 2
    assert "1/4 <= P(maj(1,2,3)=0|x0) <= 3/4" in result.output


def test_a_smaller_alpha_is_rejected_by_both(vertex: Callable[[Callable[[str], str]], Path]) -> None:
    path = vertex(lambda text: text.replace('"alpha": "1/2"', '"alpha": "499/1000"'))
    result = run(path, "--json")
    document = json.loads(result.output)
    assert (result.exit_code, document["exit"]) == (1, 1)
    assert (document["files"][0]["kernel"], document["files"][0]["z3"]) == ("rejected", "rejected")
    assert document["files"][0]["rule"] == "R3.17"


def test_z3_alone_rejects_a_smaller_beta(vertex: Callable[[Callable[[str], str]], Path]) -> None:
    path = vertex(lambda text: text.replace('"5/8"', '"78/125"', 16))
    outcome = verify_file(path, ["z3"])
    assert (outcome.kernel, outcome.z3) == (CheckerVerdict.NOT_ASKED, CheckerVerdict.REJECTED)
    assert outcome.rule == "R3.17"
    assert "exceeds alpha W + beta I" in (outcome.message or "")


def test_an_unreadable_file_has_exit_code_2(vertex: Callable[[Callable[[str], str]], Path]) -> None:
    path = vertex(lambda text: text[: len(text) // 2])
    result = run(path)
    assert result.exit_code == 2
    assert "unreadable" in result.output
    assert "[R6.1]" in result.output


def test_an_empty_folder_has_exit_code_2(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "[R6.22]" in result.stderr


def test_a_missing_path_has_exit_code_2(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.json")
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


def test_the_lemma_is_complete_only_with_all_files(certificates: Path) -> None:
    """Leaving out one triple, or all boxes that attain one of the values, leaves the Lemma unproved."""
    files = [file for file in find_certificates([certificates]).files if file.parent.name in ("lemma", "attainment")]
    outcomes = [verify_file(file, ["kernel"]) for file in files]
    assert lemma_summary(outcomes).complete
    for left_out in ("majority-345", "answers-0", "answers-1"):
        assert not lemma_summary(outcome for outcome in outcomes if left_out not in outcome.name).complete


def test_a_weaker_alpha_does_not_count_for_the_lemma(certificates: Path) -> None:
    outcome = verify_file(certificates / "frontier/vertex-2.json", ["kernel"])
    assert outcome.proved
    assert lemma_summary([outcome]).bounds == 0


@pytest.mark.parametrize("damage", ["change", "remove", "add"])
def test_the_index_notices(certificates: Path, tmp_path: Path, damage: str) -> None:
    """[R6.21] a changed, a missing and an unnamed file."""
    folder = tmp_path / "certificates"
    shutil.copytree(certificates, folder)
    assert verify_index(folder / "index.json").proved
    victim = folder / "frontier/vertex-1.json"
    if damage == "change":
        victim.write_bytes(victim.read_bytes() + b"\n")
    elif damage == "remove":
        victim.unlink()
    else:
        shutil.copy(victim, folder / "frontier/another.json")
    outcome = verify_index(folder / "index.json")
    assert (outcome.kernel, outcome.rule) == (CheckerVerdict.REJECTED, "R6.21")
    assert outcome.place == ("frontier/another.json" if damage == "add" else "frontier/vertex-1.json")


def test_z3_refutes_the_negation_without_certificates() -> None:
    """[R3.6] for all 16 inputs at one triple."""
    outcome = verify_triple((2, 3, 5))
    assert (outcome.kernel, outcome.z3) == (CheckerVerdict.NOT_ASKED, CheckerVerdict.PROVED)


@pytest.mark.parametrize(("alpha", "verdict"), [("1/2", CheckerVerdict.PROVED), ("49/100", CheckerVerdict.REJECTED)])
def test_both_checkers_agree_on_alpha(
    vertex: Callable[[Callable[[str], str]], Path], alpha: str, verdict: CheckerVerdict
) -> None:
    path = vertex(lambda text: text.replace('"alpha": "1/2"', f'"alpha":  "{alpha}"'))
    outcome = verify_file(path)
    assert (outcome.kernel, outcome.z3) == (verdict, verdict)


def test_giving_up_is_not_a_rejection_and_not_a_proof(tmp_path: Path) -> None:
    """Eight parties are too many for Z3: it says so at once, and the claim is not counted as proved by both."""
    path = tmp_path / "eight.json"
    path.write_bytes(encode(eight_parties()))
    outcome = verify_file(path)
    assert (outcome.kernel, outcome.z3) == (CheckerVerdict.PROVED, CheckerVerdict.GAVE_UP)
    assert "8 parties are more than the 7" in (outcome.message or "")
    assert (outcome.proved, outcome.statements) == (False, ())
    assert run(path).exit_code == 2
    assert run(path, "--checker", "kernel").exit_code == 0


# What is seen while it works.


def test_elsewhere_than_on_a_terminal_there_is_one_line_for_a_file(certificates: Path) -> None:
    lines = run(certificates / "frontier", certificates / "lemma").stdout.splitlines()
    files = sorted(str(path) for name in ("frontier", "lemma") for path in (certificates / name).iterdir())
    assert sorted(line.split(": ")[0] for line in lines) == files
    assert all(re.search(r"\(kernel proved, Z3 proved, [0-9.]+ s\)$", line) for line in lines)


def test_a_bad_file_is_one_line_too(vertex: Callable[[Callable[[str], str]], Path]) -> None:
    path = vertex(lambda text: text.replace('"alpha": "1/2"', '"alpha": "499/1000"'))
    (line,) = run(path).stdout.splitlines()
    assert line.startswith(f"{path}: [R3.17] at witness/10000 at 00100|00101: |G| = 1/4 exceeds")
    assert "(kernel rejected, Z3 rejected, " in line


def test_lines_come_one_by_one_and_the_first_at_once(certificates: Path, tmp_path: Path) -> None:
    """A file that takes its time holds up no other."""
    folder = tmp_path / "certificates"
    shutil.copytree(certificates / "frontier", folder / "b")
    slow = folder / "a" / "slow.json"
    slow.parent.mkdir()
    slow.write_bytes((certificates / "claims/all-functions/mermin-5.json").read_bytes())
    command = [str(Path(sys.executable).with_name("freebit")), "verify", str(folder), "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        times = {line.split(": ")[0]: time.monotonic() for line in process.stdout}
    assert process.returncode == 0
    assert len(times) == 5
    assert max(times, key=lambda name: times[name]) == str(slow)


def test_the_columns_leave_room_for_the_claim() -> None:
    names = [f"folder/{'x' * 50}.json"]
    for width in (60, 80, 120, 200):
        fixed = [column.width for column in columns(names, None, width) if column.width is not None]
        assert width - sum(fixed) - 2 * len(fixed) >= 16, width
