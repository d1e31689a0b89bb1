"""``freebit claims``: table, JSON, exit codes, and the page that it writes [R8.1]-[R8.4]."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from freebit.claims import registry
from freebit.claims.model import Claim, Evidence, Finding, Origin, Verdict
from freebit.cli import main
from freebit.commands.claims import claims_table
from freebit.commands.claims_process import ClaimsBeside, claims_exit_code, claims_in_short
from freebit.commands.exits import ExitCode, InputError
from freebit.commands.prove import ROCQ_THEOREMS
from freebit.parts import Part
from tests.conftest import NOTHING

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["claims", *arguments])


def claim(identifier: str, holds: bool, *needs: Part) -> Claim:
    def check() -> Finding:
        return Finding(holds, "as found")

    return Claim(identifier, "eq (0)", "a statement", ("R8.1",), Evidence.ENUMERATION, check, needs=needs)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """One claim that holds, one that fails, one that needs what is not there."""
    claims = (claim("good", True), claim("bad", False), claim("absent", True, NOTHING))
    monkeypatch.setattr("freebit.commands.claims.CLAIMS", claims)
    monkeypatch.setattr("freebit.commands.claims.named", {c.id: c for c in claims}.__getitem__)


def test_one_claim() -> None:
    result = run("--only", "eq-2")
    assert result.exit_code == 0
    assert "classical minimum" in result.output
    assert "1 claims: 1 proved" in result.output


@pytest.mark.usefixtures("three")
def test_a_failure_has_exit_code_1() -> None:
    result = run()
    assert result.exit_code == 1
    assert "3 claims: 1 proved, 1 failed, 1 not checked here" in result.output
    assert "no-such is not installed" in result.output
    assert run("--only", "good").exit_code == 0


@pytest.mark.usefixtures("three")
def test_json() -> None:
    result = run("--json")
    document = json.loads(result.output)
    assert (result.exit_code, document["exit"], document["format"]) == (1, 1, "freebit-claims")
    assert [entry["verdict"] for entry in document["claims"]] == ["proved", "failed", "not checked here"]
    assert document["claims"][0] | {"seconds": ""} == {
        "id": "good",
        "origin": "paper",
        "place": "eq (0)",
        "statement": "a statement",
        "rules": ["R8.1"],
        "evidence": "exact enumeration",
        "rocq": [],
        "verdict": "proved",
        "detail": "as found",
        "seconds": "",
    }


def test_an_unknown_claim_has_exit_code_2() -> None:
    result = run("--only", "eq-99")
    assert result.exit_code == 2
    assert "'eq-99'" in result.stderr


def test_list() -> None:
    result = run("--list")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == len(registry.CLAIMS)


def test_the_page_shows_the_claims() -> None:
    """The table between the markers is that of the registry: `freebit claims --markdown`."""
    text = (ROOT / "docs" / "claims.md").read_text()
    shown = text.split("<!-- claims: begin -->\n")[1].split("<!-- claims: end -->")[0]
    assert shown == "\n".join(claims_table(registry.CLAIMS)) + "\n"
    assert run("--markdown").output == shown


def test_the_readme_names_what_is_not_wholly_proved() -> None:
    """It counts one claim that is only quoted and two that hold in part."""
    paper = [claim for claim in registry.CLAIMS if claim.origin is Origin.PAPER]
    assert [claim.id for claim in paper if claim.check is None] == ["colbeck-renner"]
    assert [claim.id for claim in registry.CLAIMS if claim.success is Verdict.IN_PART] == ["eq-14", "simplest"]
    section = (ROOT / "README.md").read_text().split("\n## Claims\n")[1].split("\n## ")[0]
    assert "docs/claims.md" in section
    assert "one is quoted and not proved" in " ".join(section.split())
    assert "two hold in part" in " ".join(section.split())


def test_verify_reports_what_is_not_proved() -> None:
    """The lines that ``freebit verify`` prints, and when it fails."""
    results = [
        {"id": "good", "verdict": "proved", "detail": ""},
        {"id": "halved", "verdict": "in part", "detail": "one sense"},
        {"id": "bad", "verdict": "failed", "detail": "no"},
    ]
    lines = claims_in_short(results)
    assert lines[0] == "Claims of the paper and ours: 1 proved, 1 in part, 1 failed"
    assert lines[1:3] == ["  halved: in part: one sense", "  bad: failed: no"]
    verdicts = [result["verdict"] for result in results]
    assert claims_exit_code(verdicts, False) is ExitCode.REJECTED
    assert claims_exit_code(verdicts[:2], True) is ExitCode.PROVED


def test_verify_without_a_verdict_on_claims_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends without a document decides nothing."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    beside = ClaimsBeside()
    with pytest.raises(InputError, match="exit code 1"):
        beside.results()
    beside.stop()


def test_verify_runs_the_claims(monkeypatch: pytest.MonkeyPatch, certificates: Path) -> None:
    """A failed claim makes the exit code of ``freebit verify`` 1."""
    path = str(certificates / "frontier/vertex-1.json")

    class Failing:
        progress = (0, None)

        def results(self, waiting: Callable[[], None]) -> list[dict[str, object]]:
            return [{"id": "bad", "verdict": "failed", "detail": "no"}]

        def stop(self) -> None:
            pass

    monkeypatch.setattr("freebit.commands.verify.ClaimsBeside", Failing)
    result = CliRunner().invoke(main, ["verify", path, "--claims"])
    assert result.exit_code == 1
    assert "bad: failed: no" in result.output
    assert CliRunner().invoke(main, ["verify", path]).exit_code == 0
    document = json.loads(CliRunner().invoke(main, ["verify", path, "--claims", "--json"]).output)
    assert (document["exit"], document["claims"][0]["id"]) == (1, "bad")


def test_what_is_said_to_be_proved_by_rocq_is_a_theorem_there() -> None:
    """Every theorem that a claim names is one that `freebit prove` builds and that rests on no axiom."""
    named = {theorem for one in registry.CLAIMS for theorem in one.rocq}
    assert "majority_lemma" in named
    assert named <= ROCQ_THEOREMS.keys()
