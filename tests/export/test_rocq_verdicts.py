"""``freebit verify --checker rocq``: of every kind it covers a good file and a tampered one.

Only the proofs about the checkers, which ``freebit prove`` compiles, are left out: the verdicts are computed by Rocq,
and the exit codes are those of the command.
"""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conformance.generate.faults import BASES, FALSE
from conformance.generate.faults_claims import CLAIMS_FALSE
from conformance.generate.faults_codes import CODES_FALSE
from conformance.generate.faults_tested import CELLS_FALSE

from freebit.cli import main
from freebit.commands import verify_rocq
from freebit.commands.rocq_build import Rocq
from freebit.export import rocq_games
from tests.export.conftest import needs_rocq

pytestmark = needs_rocq

#: A base of each kind, and the rule that a fault of it breaks.
TAMPERED = (
    ("family", "R3.17"),
    ("attained once", "R2.13"),
    ("dual", "R3.32"),
    ("primal", "R3.34"),
    ("distilled once", "R3.42"),
    ("fixing", "R3.65"),
    ("classical", "R3.60"),
    ("square", "R3.121"),
    ("small table", "R3.107"),
    ("symmetric dual", "R3.73"),
    ("symmetric primal", "R3.75"),
    ("cells roomy", "R3.82"),
    ("limit", "R3.88"),
    ("simplex code", "R3.96"),
    ("reed-muller code", "R3.91"),
    ("hamming code", "R3.95"),
)


@pytest.fixture
def compiled_before(checks: Path, rocq: Rocq, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rocq was found, and the compiled checkers are copied, where what is wanted needs them."""

    def copied(_sources: Path, folder: Path, _rocq: Rocq, wanted: Iterable[str]) -> None:
        for name in with_what_is_needed({Path(name).stem for name in wanted}, checks):
            compiled = checks / f"{name}.vo"
            if compiled.is_file():
                shutil.copyfile(compiled, folder / compiled.name)

    monkeypatch.setattr(verify_rocq, "find_rocq", lambda _home: rocq)
    monkeypatch.setattr(verify_rocq, "compile_sources", copied)


def with_what_is_needed(names: set[str], folder: Path) -> set[str]:
    """The names of sources, and of all that these require, directly or not."""
    found: set[str] = set()
    while names:
        found |= names
        texts = [(folder / f"{name}.v").read_text() for name in names]
        required = re.findall(r"^From Freebit Require (?:Import |Export )?([^.]*)\.$", "\n".join(texts), re.MULTILINE)
        names = set(" ".join(required).split()) - found
    return found


def verdict(*paths: Path) -> tuple[int, str]:
    """The exit code and what is printed."""
    result = CliRunner().invoke(main, ["verify", "--checker", "rocq", *map(str, paths)])
    return result.exit_code, result.output


def test_every_covered_kind_has_a_tampered_file() -> None:
    kinds = {BASES[base]["kind"] for base, _ in TAMPERED}
    assert kinds == {*rocq_games.DECIDED_RULES, "tested-cells", "tested-limit", "code"}


@pytest.mark.usefixtures("compiled_before")
@pytest.mark.parametrize(("base", "rule"), TAMPERED)
def test_both_verdicts_of_each_kind(tmp_path: Path, base: str, rule: str) -> None:
    faults = (*FALSE, *CLAIMS_FALSE, *CELLS_FALSE, *CODES_FALSE)
    fault = next(fault for fault in faults if (fault.base, fault.rule) == (base, rule))
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(BASES[base]))
    bad.write_bytes(fault.data())
    code, printed = verdict(good, bad)
    assert (code, printed.count("proved"), printed.count("rejected"), "not decided" in printed) == (1, 1, 1, False)


@pytest.mark.usefixtures("compiled_before")
def test_both_verdicts_of_four_parties(certificates: Path, tmp_path: Path) -> None:
    good, bad = certificates / "claims/four-parties/majority-123.json", tmp_path / "bad.json"
    document = json.loads(good.read_text())
    document["claim"]["alpha"] = "499/1000"
    bad.write_text(json.dumps(document))
    assert verdict(good)[0] == 0
    assert verdict(bad)[0] == 1


@pytest.mark.usefixtures("compiled_before")
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
    code, printed = verdict(good, bad, more)
    assert (code, printed.count("  proved"), printed.count("  rejected")) == (1, 1, 2)
