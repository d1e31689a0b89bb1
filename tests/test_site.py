"""The site: its tutorials are true, its pages can be built without a warning, its rules are linked."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BIN = Path(sys.executable).parent


def blocks(text: str) -> list[tuple[str, str]]:
    """The blocks of code of a page, each with the words after its first fence."""
    return re.findall(r"^```(.*?)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """The commands of a block of a terminal, each with what it shows."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def play(page: Path, folder: Path) -> int:
    """Do what a page says, in a folder; the number of commands and examples of which the output was compared."""
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    environment["PATH"] = f"{BIN}{os.pathsep}{environment['PATH']}"
    checker = doctest.OutputChecker()
    compared = 0
    for heading, text in blocks(page.read_text("utf-8")):
        titled = re.search(r'title="([^"]+)"', heading)
        if titled:
            (folder / titled.group(1)).write_text(text)
        if heading != "console":
            continue
        for command, shown in steps(text):
            done = subprocess.run(
                ["bash", "-c", command], cwd=folder, env=environment, text=True, timeout=120, check=False,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            assert checker.check_output(shown, done.stdout, FLAGS), f"$ {command}\n{done.stdout}"
            compared += 1
    examples = doctest.testfile(str(page), module_relative=False, optionflags=FLAGS, encoding="utf-8")
    assert examples.failed == 0
    return compared + examples.attempted


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the certificates of the Lemma, which is also the working directory."""
    shutil.copytree(ROOT / "certificates" / "lemma", tmp_path / "certificates" / "lemma")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_tutorials_show_what_happens(page: Path, folder: Path) -> None:
    assert play(page, folder) >= 3


def test_a_page_that_is_not_true_is_seen(folder: Path) -> None:
    page = folder / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n```\n")
    with pytest.raises(AssertionError, match=r"\$ echo one"):
        play(page, folder)


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    """`mkdocs build --strict`: links, anchors and rules that are not there are warnings."""
    command = [str(BIN / "mkdocs"), "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    certificates = (tmp_path / "site" / "spec" / "3-certificates.html").read_text("utf-8")
    assert certificates.count('id="R3.17"') == 1
    assert 'href="../spec/3-certificates.html#R3.17"' not in certificates
    assert 'href="spec/3-certificates.html#R3.17"' in (tmp_path / "site" / "claims.html").read_text("utf-8")
    reference = (tmp_path / "site" / "api.html").read_text("utf-8")
    assert all(f'id="freebit.{name}"' in reference for name in ("theorem.plan.plan", "boxes.box.Box"))
    outside = re.findall(r'(?:src|href)="https?://(?!squidfunk)[^"]*"', reference)
    assert outside == [], outside


def test_a_link_that_leads_nowhere_is_a_warning(tmp_path: Path) -> None:
    """The check of the site can fail."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copytree(ROOT / "spec", tmp_path / "spec", ignore=shutil.ignore_patterns("smt", "*.v", "*.vo"))
    for name in ("CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path / name)
    settings = (ROOT / "mkdocs.yml").read_text().replace("paths: [reference]", f"paths: [{ROOT / 'reference'}]")
    (tmp_path / "mkdocs.yml").write_text(settings)
    with (tmp_path / "docs" / "glossary.md").open("a") as page:
        page.write("\n[nowhere](trust.md#no-such-heading)\n")
    command = [str(BIN / "mkdocs"), "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode != 0
    assert "no-such-heading" in done.stdout + done.stderr
