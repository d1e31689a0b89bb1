"""The proofs in ``spec/rocq``: what they are generated from, that they build, and what they rest on.

The checks that need Rocq are skipped, with a visible reason, where it is not installed; FREEBIT_NEED_ROCQ=1 makes
its absence a failure.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.commands import prove, rocq_build
from freebit.export.rocq import FAMILY_PREAMBLE, is_family, module_name, rocq_source
from freebit.export.rocq_text import generated_file
from freebit.wire.document import UnreadableError
from tests.export.conftest import PROOFS, ROOT, needs_rocq

SMALL = "families/vertex-8.json"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["prove", *map(str, arguments)])


@pytest.fixture
def checkout(tmp_path: Path, certificates: Path) -> Path:
    """A copy of what the proofs need of a checkout, with one certificate."""
    root = tmp_path / "checkout"
    rocq_build.copy_sources(PROOFS, root / prove.PROOFS)
    path = root / "certificates" / SMALL
    path.parent.mkdir(parents=True)
    shutil.copyfile(certificates / SMALL, path)
    prove.write_generated(root / prove.PROOFS / "Certificates", prove.generate(prove.modules_of(root / "certificates")))
    return root


def test_the_committed_files_are_those_generated(certificates: Path) -> None:
    modules = prove.modules_of(certificates)
    assert prove.differences(PROOFS / "Certificates", prove.generate(modules)) == []
    assert len([name for name in modules["lemma"] if name.startswith("lemma_majority_")]) == 10
    assert len([name for name in modules["families"] if name.startswith("families_vertex_")]) == 8
    assert len(modules["tested"]) == len(prove.PROVED_TESTED)


def test_each_claimed_input_has_its_member(certificates: Path) -> None:
    assert rocq_source(certificates / SMALL).count("Member ") == 16


def test_other_kinds_are_not_proved_from(certificates: Path) -> None:
    assert is_family(certificates / SMALL)
    assert not is_family(certificates / "lemma/sparse-10000-123.json")
    with pytest.raises(UnreadableError, match=r"R6\.8"):
        rocq_source(certificates / "lemma/sparse-10000-123.json")


def test_a_name_that_is_no_identifier_is_refused(tmp_path: Path) -> None:
    assert module_name(Path("lemma/majority-123.json")) == "lemma_majority_123"
    with pytest.raises(ValueError, match="lower-case"):
        module_name(tmp_path / "lemma" / "major.ity.json")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda path: path.write_text(path.read_text().replace("01011", "01010", 1)), "differs from its certificates"),
        (lambda path: path.unlink(), "is missing"),
        (lambda path: shutil.copyfile(path, path.with_name("families_9.v")), "has no certificate"),
    ],
)
def test_files_that_are_not_the_generated_ones_are_not_proved_from(
    checkout: Path, change: Callable[[Path], object], complaint: str
) -> None:
    change(checkout / prove.PROOFS / "Certificates" / "families.v")
    result = run("--checkout", checkout)
    assert result.exit_code == 1
    assert complaint in result.output
    assert "nothing was proved" in result.output


def test_regenerate_restores_the_files(checkout: Path) -> None:
    folder = checkout / prove.PROOFS / "Certificates"
    before = (folder / "families.v").read_text()
    (folder / "families.v").write_text("nothing")
    (folder / "families_9.v").write_text("nothing")
    assert run("--checkout", checkout, "--regenerate").output.startswith("2 of 1 files changed")
    assert [path.name for path in folder.glob("*")] == ["families.v"]
    assert (folder / "families.v").read_text() == before


def test_an_unreadable_certificate_has_exit_code_2(checkout: Path) -> None:
    path = checkout / "certificates" / SMALL
    path.write_text(path.read_text()[:-20])
    result = run("--checkout", checkout)
    assert result.exit_code == 2
    assert "vertex-8.json" in result.output


def test_outside_a_checkout_the_command_says_so(tmp_path: Path) -> None:
    result = run("--checkout", tmp_path)
    assert result.exit_code == 2
    assert "inside a checkout" in result.output


def test_without_rocq_the_command_says_so(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = run("--checkout", checkout)
    assert result.exit_code == 2
    assert f"apt-get install make {rocq_build.DEBIAN_PACKAGES}" in result.output


def test_nothing_is_admitted_and_no_axiom_is_declared() -> None:
    gap = re.compile(r"\b(Admitted|admit|Axioms?|Parameters?|Conjecture|Unset Guard|bypass_check)\b")
    sources = sorted(PROOFS.glob("*.v"))
    assert len(sources) >= 14
    for path in [*sources, *PROOFS.glob("Certificates/*.v")]:
        assert not gap.search(path.read_text()), path
    assert gap.search("Proof. Admitted.")


def test_every_theorem_of_the_table_is_stated_where_it_says_and_expected_without_axioms() -> None:
    expected = (PROOFS / "Assumptions.expected").read_text()
    text = (PROOFS / "Assumptions.v").read_text()
    printed = re.findall(r"^Check (\w+)\.$", text, re.MULTILINE)
    everything = re.search(
        r"^Definition everything :=((?:\n  let _ := @\w+ in)+)\n  tt\.\nPrint Assumptions everything\.$",
        text,
        re.MULTILINE,
    )
    assert everything is not None
    assert re.findall(r"@(\w+)", everything[1]) == printed
    assert set(prove.ROCQ_THEOREMS) <= set(printed)
    assert re.findall(r"^(\w+)$", expected, re.MULTILINE) == printed
    assert expected.endswith("\nClosed under the global context\n")
    assert "Axioms:" not in expected
    for name, (file, _) in prove.ROCQ_THEOREMS.items():
        assert re.search(rf"^Theorem {name}\b", (PROOFS / file).read_text(), re.MULTILINE), name


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the definitions and the checker, and nothing else, are compiled."""
    folder = tmp_path_factory.mktemp("checker")
    rocq_build.copy_sources(PROOFS, folder)
    subprocess.run(["make", "-C", str(folder), "Checker.vo"], check=True, capture_output=True)
    return folder


def alone(path: Path) -> str:
    """A file of one certificate."""
    return generated_file(FAMILY_PREAMBLE, {module_name(path): rocq_source(path)})


def compile_certificate(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    path = folder / "Certificates" / "changed.v"
    path.write_text(text)
    flags = ["-q", "-w", "none", "-Q", ".", "Freebit", "Certificates/changed.v"]
    return subprocess.run(["coqc", *flags], cwd=folder, capture_output=True, text=True, check=False)


@needs_rocq
def test_a_right_certificate_compiles(checker: Path, certificates: Path) -> None:
    assert compile_certificate(checker, alone(certificates / SMALL)).returncode == 0


@needs_rocq
@pytest.mark.parametrize("rule", ["R3.15", "R3.17", "R3.14"])
def test_a_wrong_entry_does_not_compile(checker: Path, certificates: Path, tmp_path: Path, rule: str) -> None:
    """[R3.14], [R3.15], [R3.17] fail in Rocq as they do in the kernel."""
    text = wrong(rule, (certificates / SMALL).read_text())
    path = tmp_path / SMALL
    path.parent.mkdir()
    path.write_text(text)
    done = compile_certificate(checker, alone(path))
    assert done.returncode == 1
    assert 'expected to have type "check_family certificate = true"' in re.sub(r"\s+", " ", done.stderr)


def wrong(rule: str, text: str) -> str:
    """The certificate with one number changed, so that the rule fails."""
    document = json.loads(text)
    claim, witness = document["claim"], document["witness"]
    if rule == "R3.17":
        claim["alpha"] = "1/1000"
    elif rule == "R3.14":
        y = min(claim["beta"])
        claim["beta"][y][min(claim["beta"][y])] = "-1"
    else:
        y = min(witness)
        witness[y]["W"][min(witness[y]["W"])] = "7/3"
    return json.dumps(document)


@needs_rocq
def test_the_makefile_compiles_every_source(tmp_path: Path) -> None:
    """So does ``freebit prove``, which compiles them all, and tells a source that was left out."""
    rocq_build.copy_sources(PROOFS, tmp_path)
    done = subprocess.run(["make", "-C", str(tmp_path), "-n", "all"], capture_output=True, text=True, check=True)
    compiled = re.findall(r"^coqc .* (\S+)\.v$", done.stdout, re.MULTILINE)
    sources = [*PROOFS.glob("*.v"), *PROOFS.glob("Certificates/*.v")]
    assert sorted(compiled) == sorted(
        path.relative_to(PROOFS).with_suffix("").as_posix() for path in sources if path.name != "Assumptions.v"
    )


@pytest.fixture
def one_lemma(tmp_path: Path) -> Path:
    """A folder with one lemma, and the Makefile of all proofs."""
    shutil.copyfile(PROOFS / "Makefile", tmp_path / "Makefile")
    (tmp_path / "A.v").write_text("Lemma a : True.\nProof. exact I. Qed.\n")
    (tmp_path / "Assumptions.v").write_text(
        "From Freebit Require Import A.\nCheck a.\n"
        "Definition everything := let _ := @a in tt.\nPrint Assumptions everything.\n"
    )
    (tmp_path / "Assumptions.expected").write_text("a\n     : True\nClosed under the global context\n")
    return tmp_path


def assumptions(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "-C", str(folder), "assumptions"], capture_output=True, text=True, check=False)


@needs_rocq
@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("Assumptions.expected", ": True", ": 1 = 1", ": 1 = 1"),
        ("Assumptions.v", "@a in", "@a in let _ := @hole in", "hole : False"),
        ("Assumptions.v", "Check a.", "Check no_such_theorem.", "no_such_theorem was not found"),
    ],
)
def test_another_statement_or_an_axiom_is_noticed(one_lemma: Path, file: str, old: str, new: str, said: str) -> None:
    """The comparison of ``make assumptions`` can fail."""
    assert assumptions(one_lemma).returncode == 0
    (one_lemma / "A.v").write_text((one_lemma / "A.v").read_text() + "Axiom hole : False.\n")
    assert assumptions(one_lemma).returncode == 0
    path = one_lemma / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    done = assumptions(one_lemma)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr


@needs_rocq
@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (None, 0, "full_amplification_row"),
        (rocq_build.Problem("it broke"), 1, "it broke"),
        (rocq_build.Problem("the disk is full", decided=False), 2, "the disk is full"),
    ],
)
def test_the_verdict_of_the_build_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, problem: rocq_build.Problem | None, code: int, said: str
) -> None:
    monkeypatch.setattr(prove, "build", lambda *arguments, check: problem)
    result = run("--checkout", ROOT)
    assert result.exit_code == code
    assert said in result.output
