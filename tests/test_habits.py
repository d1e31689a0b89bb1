"""The files that a project has beside its code agree with it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import freebit
from freebit import parts
from freebit.cli import COMMANDS, main
from freebit.commands import doctor
from freebit.files import DATA
from freebit.parts import Part
from tests.conftest import NOTHING

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def test_the_version_stands_once() -> None:
    """In the code; what has to repeat it agrees."""
    assert "version" not in re.findall(r"^(\w+) = ", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["version"] == freebit.__version__
    assert f"Version {freebit.__version__}." in (ROOT / "spec" / "README.md").read_text()


def test_the_citation_names_the_paper() -> None:
    (paper,) = yaml.safe_load((ROOT / "CITATION.cff").read_text())["references"]
    assert paper["title"] == "Full randomness from arbitrarily deterministic events"
    assert len(paper["authors"]) == 6


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_issue_templates_can_be_read(path: Path) -> None:
    template = yaml.safe_load(path.read_text())
    if path.stem == "config":
        assert "vulnerability" in template["contact_links"][0]["about"]
    else:
        assert template["name"]
        assert all(part["attributes"]["label"] for part in template["body"])


def test_hooks_run_what_the_project_runs() -> None:
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    entries = {hook["entry"].split()[0] for hook in local["hooks"]}
    assert {"ruff", "mypy", "lint-imports", "freebit"} == entries


# What is installed.


def test_doctor_says_what_is_here() -> None:
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    assert f"freebit {freebit.__version__}, Python {sys.version_info.major}.{sys.version_info.minor}" in result.output
    assert all(part.distribution in result.output for part in (*parts.USUAL, *parts.EXTRA))
    assert result.output.endswith("all that the usual installation brings is here\n")


def test_doctor_says_what_is_missing_or_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken_module.py").write_text("raise OSError('wrong ELF class')")
    monkeypatch.syspath_prepend(tmp_path)
    broken = Part("broken_module", "broken-part", "something", "broken-part")
    monkeypatch.setattr(doctor, "USUAL", (*parts.USUAL, NOTHING, broken))
    monkeypatch.setitem(DATA, "no-such-folder", "index.json")
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 2
    *_, nothing, cannot, folder, verdict = result.output.splitlines()
    assert nothing == "no-such is not installed: pip install no-such"
    assert cannot == "broken-part cannot be loaded: wrong ELF class"
    assert "no-such-folder" in folder
    assert verdict == "a part of the usual installation is missing"


def test_an_extra_that_is_missing_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EXTRA", (NOTHING,))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0
    assert "nothing: pip install no-such" in result.output


# Completion.


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_are_told_how_to_complete(shell: str) -> None:
    command = str(Path(sys.executable).with_name("freebit"))
    environment = os.environ | {"_FREEBIT_COMPLETE": f"{shell}_source"}
    done = subprocess.run([command], env=environment, capture_output=True, text=True, check=False)
    if shell == "bash" and "Bash" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    assert "_FREEBIT_COMPLETE" in done.stdout


def test_commands_are_completed() -> None:
    command = str(Path(sys.executable).with_name("freebit"))
    environment = os.environ | {"_FREEBIT_COMPLETE": "zsh_complete", "COMP_WORDS": "freebit ", "COMP_CWORD": "1"}
    done = subprocess.run([command], env=environment, capture_output=True, text=True, check=True)
    assert COMMANDS.keys() <= set(done.stdout.splitlines())
