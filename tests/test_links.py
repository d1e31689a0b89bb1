"""The links of the pages for people lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path
    for folder in (".", "docs", "spec", "spec/rocq", "tests/mutation", "implementations/javascript")
    for path in (ROOT / folder).glob("*.md")
)


def anchors(text: str) -> set[str]:
    """The anchors that a reader of Markdown gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(page: Path) -> list[str]:
    """The links of a page to files or headings that are not there; addresses of the network are left alone."""
    broken = []
    for target in re.findall(r"\]\(([^()\s]+)\)", page.read_text()):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = page.parent / name if name else page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text())):
            broken.append(target)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# How many?\n[a](#how-many) [b](#how) [c](page.md#how-many) [d](no.md) [e](https://example.org/x)\n"
    )
    assert broken_links(page) == ["#how", "no.md"]
