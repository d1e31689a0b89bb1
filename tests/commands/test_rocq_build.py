"""The build of the proofs believes no exit code, takes nothing from the environment, and knows its versions."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from freebit.commands import rocq_build
from freebit.commands.exits import InputError
from freebit.commands.rocq_build import Problem, Rocq, build, find_rocq

ROCQ_ABSENT = shutil.which("coqc") is None and not os.environ.get("FREEBIT_NEED_ROCQ")
needs_rocq = pytest.mark.skipif(ROCQ_ABSENT, reason="Rocq is not installed")

MAKEFILE = "COQC ?= coqc\nall: A.vo\n%.vo: %.v\n\t$(COQC) -q -Q . Freebit $<\n"
TRUE = "Lemma a : True.\nProof. exact I. Qed.\n"
FALSE = "Lemma a : False.\nProof. exact I. Qed.\n"
SEARCH = "Definition everything := let _ := @a in tt.\nPrint Assumptions everything.\n"
ASSUMPTIONS = f"From Freebit Require Import A.\nCheck a.\n{SEARCH}"
EXPECTED = "a\n     : True\nClosed under the global context\n"


@pytest.fixture
def proofs(tmp_path: Path) -> Path:
    """A folder of proofs with one lemma, which holds."""
    folder = tmp_path / "proofs"
    folder.mkdir()
    for name, text in {
        "Makefile": MAKEFILE,
        "A.v": TRUE,
        "Assumptions.v": ASSUMPTIONS,
        "Assumptions.expected": EXPECTED,
    }.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def built(proofs: Path, rocq: Rocq, *theorems: str) -> Problem | None:
    folder = proofs.parent / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return build(proofs, folder, rocq, theorems or ("a",))


def program(folder: Path, name: str, text: str) -> str:
    """A shell script that stands for a program."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@needs_rocq
def test_a_lemma_that_holds_is_proved_and_one_that_does_not_is_refused(proofs: Path, rocq: Rocq) -> None:
    assert built(proofs, rocq) is None
    (proofs / "A.v").write_text(FALSE)
    problem = built(proofs, rocq)
    assert problem is not None
    assert problem.decided
    assert "has type" in problem.text


@needs_rocq
@pytest.mark.parametrize("flags", ["-n", "-i", "-t", "-k", "COQC=true", " -- COQC=true", "-I /nowhere -q"])
@pytest.mark.parametrize("name", ["MAKEFLAGS", "MFLAGS", "GNUMAKEFLAGS", "MAKEOVERRIDES"])
def test_no_flag_of_make_is_taken_from_the_environment(
    proofs: Path, rocq: Rocq, monkeypatch: pytest.MonkeyPatch, name: str, flags: str
) -> None:
    """[R6.50]"""
    monkeypatch.setenv(name, flags)
    monkeypatch.setenv("MAKELEVEL", "1")
    assert built(proofs, rocq) is None
    (proofs / "A.v").write_text(FALSE)
    assert built(proofs, rocq) is not None


@needs_rocq
def test_no_program_and_no_library_is_taken_from_the_environment(
    proofs: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.50] COQC, COQPATH, COQLIB, MAKEFILES and the like have no effect."""
    hostile = tmp_path / "hostile"
    program(hostile, "coqc", "exit 0")
    (hostile / "more.mk").write_text("COQC = true\nall:\n\ttrue\n")
    for name in ("COQLIB", "COQPATH", "COQBIN", "COQCORELIB", "ROCQLIB", "ROCQPATH", "OCAMLPATH", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(hostile))
    monkeypatch.setenv("COQC", str(hostile / "coqc"))
    monkeypatch.setenv("MAKEFILES", str(hostile / "more.mk"))
    assert built(proofs, find_rocq(home)) is None
    (proofs / "A.v").write_text(FALSE)
    assert built(proofs, find_rocq(home)) is not None


@needs_rocq
@pytest.mark.parametrize("option", ["-n", "-i", "-t"])
def test_the_build_works_within_a_make(proofs: Path, home: Path, option: str) -> None:
    """A recipe of ``make -n`` that is run all the same, as ``+`` asks, proves or refuses as outside of it."""
    script = (
        "from pathlib import Path; from freebit.commands.rocq_build import build, find_rocq; import sys, shutil\n"
        "home, proofs, copy = map(Path, sys.argv[1:])\n"
        "shutil.rmtree(copy, ignore_errors=True); copy.mkdir()\n"
        "problem = build(proofs, copy, find_rocq(home), ['a'])\n"
        "print('PROBLEM' if problem else 'PROVED')\n"
    )
    (proofs.parent / "script.py").write_text(script)
    (proofs.parent / "Makefile").write_text(
        f"all:\n\t+@'{sys.executable}' script.py '{home}' '{proofs}' '{proofs.parent / 'copy'}'\n"
    )
    for text, verdict in ((TRUE, "PROVED"), (FALSE, "PROBLEM")):
        (proofs / "A.v").write_text(text)
        done = subprocess.run(["make", option, "all"], cwd=proofs.parent, capture_output=True, text=True, check=False)
        assert verdict in done.stdout, done.stdout + done.stderr


@needs_rocq
@pytest.mark.parametrize(
    ("make", "said"),
    [
        ("exit 0", "these were not compiled: A.v"),
        ("touch A.vo", "these were not compiled: A.v"),
        ("echo x > A.vo; touch -d 2001-01-01 A.vo", "these were not compiled: A.v"),
        ("echo x > A.vo", "coqc Assumptions.v failed"),
        ("exit 2", "make all failed"),
    ],
)
def test_a_make_that_only_says_so_is_not_believed(
    proofs: Path, rocq: Rocq, tmp_path: Path, make: str, said: str
) -> None:
    problem = built(proofs, Rocq(program(tmp_path / "bin", "make", make), rocq.coqc, None))
    assert problem is not None
    assert said in problem.text


@needs_rocq
@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("Assumptions.expected", EXPECTED.replace("True", "False"), "-     : False"),
        ("Assumptions.v", ASSUMPTIONS + "Axiom gap : False.\nPrint Assumptions gap.\n", "+gap : False"),
        ("Assumptions.v", "Check True.\n", "something else"),
        ("A.v", "Axiom a : True.\n", "+a : True"),
    ],
)
def test_another_statement_or_an_axiom_is_a_refusal(proofs: Path, rocq: Rocq, file: str, text: str, said: str) -> None:
    (proofs / file).write_text(text)
    problem = built(proofs, rocq)
    assert problem is not None
    assert problem.decided
    assert said in problem.text


@needs_rocq
def test_a_theorem_that_is_not_printed_as_closed_is_not_proved(proofs: Path, rocq: Rocq) -> None:
    problem = built(proofs, rocq, "a", "another")
    assert problem is not None
    assert problem.text == "not printed, or not searched for axioms: another"


@needs_rocq
def test_a_theorem_that_is_printed_and_not_searched_for_axioms_is_not_proved(proofs: Path, rocq: Rocq) -> None:
    (proofs / "A.v").write_text(TRUE + "Axiom another : True.\n")
    (proofs / "Assumptions.v").write_text(ASSUMPTIONS.replace("Check a.", "Check a.\nCheck another."))
    (proofs / "Assumptions.expected").write_text(EXPECTED.replace("Closed", "another\n     : True\nClosed"))
    assert built(proofs, rocq, "a") is None
    problem = built(proofs, rocq, "a", "another")
    assert problem is not None
    assert problem.text == "not printed, or not searched for axioms: another"


@needs_rocq
def test_an_axiom_that_is_expected_is_an_axiom_all_the_same(proofs: Path, rocq: Rocq) -> None:
    (proofs / "A.v").write_text("Axiom a : True.\n")
    (proofs / "Assumptions.expected").write_text("a\n     : True\nAxioms:\na : True\n")
    problem = built(proofs, rocq)
    assert problem is not None
    assert problem.text == "the theorems are not printed as 'Closed under the global context'"


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("8.15.2 4.13.1", "Coq 8.15.2 is not supported; supported is Coq 8.16 with mathcomp 1.15"),
        ("8.160.1 4.13.1", "is not supported"),
        ("9.0.0 4.14.1", "is not supported"),
        ("", "does not tell its version"),
        ("what?", "does not tell its version"),
    ],
)
def test_other_versions_are_refused_by_name(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, said: str
) -> None:
    for name in ("make", "coqdep"):
        program(tmp_path / "bin", name, "exit 0")
    program(tmp_path / "bin", "coqc", f"echo '{version}'")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    with pytest.raises(InputError, match=said):
        find_rocq(home)


@needs_rocq
def test_another_mathcomp_is_refused_by_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe fails where a structure of mathcomp 1 is not there."""
    monkeypatch.setattr(rocq_build, "PROBE", rocq_build.PROBE.replace("Zmodule.mixin_of", "Zmodule.no_such"))
    with pytest.raises(InputError, match="this version of mathcomp is not supported"):
        find_rocq(home)


def test_folders_of_the_working_directory_are_no_places_for_programs(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.50]"""
    for name in ("make", "coqc", "coqdep"):
        program(tmp_path / "bin", name, "exit 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    with pytest.raises(InputError, match=r"make, coqc, coqdep not found"):
        find_rocq(home)
    assert rocq_build.environment(home)["PATH"] == ""


@pytest.mark.parametrize(
    ("printed", "decided"),
    [
        ("File x\nError: The term has type", True),
        ("Error: System error: No space left on device", False),
        ("make: coqc: Killed", False),
        ("Error: Out of memory.", False),
    ],
)
def test_what_is_no_refusal_of_rocq_decides_nothing(printed: str, decided: bool) -> None:
    assert rocq_build._failed("make all", printed).decided is decided


class RecordingBar:
    """A bar that keeps what it is told."""

    def __init__(self, total: int | None, told: list[tuple[int | None, int]]) -> None:
        self.disable: bool = False
        self.task_ids: list[int] = [0]
        self.total: int | None = total
        self.told: list[tuple[int | None, int]] = told

    def update(self, task: int, completed: int) -> None:
        assert task == 0
        self.told.append((self.total, completed))


def test_a_bar_says_how_many_sources_are_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three sources one, and then two; what is looked at afterwards is no source of the build."""
    told: list[tuple[int | None, int]] = []

    @contextmanager
    def recorded(label: str, total: int | None) -> Iterator[RecordingBar]:
        assert label == "compiling the proofs"
        yield RecordingBar(total, told)

    monkeypatch.setattr(rocq_build, "progress_bar", recorded)
    monkeypatch.setattr(rocq_build, "SECONDS_BETWEEN_LOOKS", 0.01)
    for name in ("A.v", "B.v", "C.v", "Assumptions.v"):
        (tmp_path / name).touch()
    with rocq_build.compiling_shown(tmp_path):
        for count, name in enumerate(("A.vo", "B.vo"), start=1):
            (tmp_path / name).touch()
            deadline = time.monotonic() + 20
            while (3, count) not in told and time.monotonic() < deadline:
                time.sleep(0.01)
    assert {(3, 1), (3, 2)} <= set(told) <= {(3, 0), (3, 1), (3, 2)}
    assert not [thread for thread in threading.enumerate() if thread.name == "looking"]


def test_no_bar_where_there_is_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with rocq_build.compiling_shown(tmp_path):
        assert [thread for thread in threading.enumerate() if thread.name == "looking"] == []
    assert capsys.readouterr().err == ""
