"""CONTRIBUTING.md: for each thing that is often added the files to touch, which are there and are all."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from freebit.claims.registry import CLAIMS
from freebit.cli import COMMANDS
from freebit.conformance.operations import OPERATIONS
from freebit.conformance.rules import matrix_of
from freebit.conformance.vectors import folder_of_vectors
from freebit.kernel.check import KINDS
from freebit.theorem import THEOREMS
from tests.kits import committed

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "CONTRIBUTING.md"
#: Where a thing may be named by the files of its list only.
CLOSED = ("reference/freebit", "implementations/javascript", "conformance/generate", "spec/schemas")
#: Names of kinds that are words of other things too.
WORDS = {"code"}
TEXTS = {".py", ".md", ".json", ".mjs", ".v"}


@dataclass(frozen=True)
class Sort:
    """The things of a sort: how each stands in a path, and what names it in a text."""

    things: dict[str, str]
    #: What names it and nothing else, so that no file outside the list may have it; None if there is no such word.
    alone: Callable[[str], str] | None = None


def quoted(name: str) -> str:
    """As a word of a program or a document."""
    return rf"[\"'`]{re.escape(name)}[\"'`]"


def key(name: str) -> str:
    """So, or as a key or a method of an object in JavaScript."""
    return rf"{quoted(name)}|^\s+(?:async )?{name}[:(,]"


def module(name: str) -> str:
    """The module of a thing; that of ``import`` cannot have its name, and derived inputs stand beside local ones."""
    return "import_shots" if name == "import" else name.removesuffix("-derived").replace("-", "_")


def is_no_word(theorem: str) -> bool:
    """Whether the name of a theorem stands for nothing else, not for a protocol either."""
    return "-" in theorem and theorem not in {each.protocol for each in THEOREMS.values()}


@cache
def sorts() -> dict[str, Sort]:
    vectors = committed()[1]
    rules = matrix_of(ROOT / "spec", ROOT / "reference" / "freebit", ROOT / "tests", vectors).rules
    with_vectors = [rule.id for rule in rules if not rule.proved and rule.exempt is None]
    groups = sorted(path.stem for path in folder_of_vectors().joinpath("vectors").glob("*.json"))
    return {
        "rule": Sort({name: rf"\b{re.escape(name)}\b" for name in with_vectors}),
        "kind": Sort(
            {name: rf"{key(name)}|kinds\.{module(name)}\b" for name in KINDS},
            lambda name: "(?!)" if name in WORDS else quoted(name),
        ),
        "theorem": Sort(
            {name: rf"{quoted(name)}|theorems\.{module(name)}\b" for name in THEOREMS},
            lambda name: rf"theorems\.{module(name)} import" + (f"|{quoted(name)}" if is_no_word(name) else ""),
        ),
        "claim": Sort(
            {
                claim.id: rf"{quoted(claim.id)}|{re.escape(claim.statement.replace('|', chr(92) + '|'))}"
                for claim in CLAIMS
            },
            lambda name: quoted(name) if "-" in name else "(?!)",
        ),
        "command": Sort(
            {name: rf"{quoted(name)}|freebit {name}\b" for name in COMMANDS},
            lambda name: rf"^from freebit\.commands\.{module(name)} import .*\bcommand\b",
        ),
        "vector": Sort({name: quoted(name) + rf"|{name}\.json" for name in groups}),
        "operation": Sort({name: key(name) for name in OPERATIONS}),
        "certificate": Sort(
            {
                path: rf"{re.escape(path)}|\b{path.partition('/')[0]}/"
                for path in json.loads((ROOT / "certificates" / "index.json").read_text())["files"]
            }
        ),
    }


@dataclass(frozen=True)
class Line:
    """A line of a list: the paths that it names, and whether each thing of the sort needs it."""

    paths: tuple[str, ...]
    needed: bool


def listed(sort: str) -> list[Line]:
    """The lines of the list of a sort."""
    text = PAGE.read_text().split(f"<!-- files: {sort} -->\n")[1].split("<!-- end -->")[0]
    lines = []
    for item in re.split(r"^- ", text, flags=re.MULTILINE)[1:]:
        paths = tuple(re.findall(r"`((?:\w[\w.-]*/|README)[^`\s]*)`", item))
        needed = not item.startswith("if ")
        lines.append(Line(paths[:1] if needed else paths, needed))
    return lines


def files_at(path: str, thing: str) -> list[Path]:
    """The files that a path of the list stands for: a file, a pattern, or all below a folder."""
    filled = re.sub(r"\{\w+\}", thing if path.startswith(("certificates/", "conformance/")) else module(thing), path)
    return texts_at(filled)


@cache
def texts_at(pattern: str) -> list[Path]:
    """The texts of a pattern, or below a folder."""
    found = ROOT.glob(f"{pattern}**/*" if pattern.endswith("/") else pattern)
    return [place for place in found if place.is_file() and place.suffix in TEXTS]


@cache
def text_of(path: Path) -> str:
    return path.read_text(errors="replace")


def missing(sort: str, lines: list[Line]) -> list[str]:
    """The lines that lead nowhere, or to files of which none names a thing of the sort."""
    found = []
    for thing, word in sorts()[sort].things.items():
        for line in lines:
            for path in line.paths:
                places = files_at(path, thing)
                needs_name = line.needed and "{" not in path
                if not places or (needs_name and not any(names(place, word) for place in places)):
                    found.append(f"{path} of {thing}")
    return found


def names(place: Path, word: str) -> bool:
    """Whether the text has what a pattern says."""
    return re.search(word, text_of(place), re.MULTILINE) is not None


def unlisted(sort: str, lines: list[Line]) -> list[str]:
    """The files that name a thing of the sort, without being in its list."""
    alone = sorts()[sort].alone
    if alone is None:
        return []
    found = []
    for thing in sorts()[sort].things:
        known = {place for line in lines for path in line.paths for place in files_at(path, thing)}
        for place in (place for folder in CLOSED for place in (ROOT / folder).rglob("*")):
            inside = place.suffix in TEXTS and place not in known
            if inside and names(place, alone(thing)):
                found.append(f"{place.relative_to(ROOT)} names {thing}")
    return found


@pytest.mark.parametrize("sort", sorts())
def test_every_file_of_the_list_is_there_and_no_other_is_needed(sort: str) -> None:
    lines = listed(sort)
    assert len([line for line in lines if line.needed]) >= 3
    assert all(line.paths for line in lines)
    assert missing(sort, lines) == []
    assert unlisted(sort, lines) == []


def test_there_is_a_list_for_every_sort() -> None:
    assert re.findall(r"<!-- files: (\w+) -->", PAGE.read_text()) == list(sorts())


def test_a_file_that_is_gone_or_names_nothing_is_noticed() -> None:
    lines = [Line(("reference/freebit/kernel/kinds/{kind}.mjs",), False), Line(("LICENSE.md",), True)]
    assert len(missing("kind", lines)) == 2 * len(KINDS)
    assert missing("kind", [Line(("reference/freebit/errors.py",), True)]) != []


@pytest.mark.parametrize(
    ("sort", "path"),
    [
        ("kind", "reference/freebit/verification/statements.py"),
        ("kind", "reference/freebit/kernel/kinds/{kind}.py"),
        ("kind", "spec/schemas/certificate.schema.json"),
        ("theorem", "reference/freebit/theorem/table.py"),
        ("claim", "reference/freebit/claims/registry.py"),
    ],
)
def test_a_file_that_the_list_leaves_out_is_noticed(sort: str, path: str) -> None:
    lines = listed(sort)
    without = [line for line in lines if path not in line.paths]
    if path.endswith("registry.py"):
        without = [line for line in without if "reference/freebit/claims/" not in line.paths]
    if "/kinds/" in path:
        without = [line for line in without if "reference/freebit/kernel/" not in line.paths]
    assert len(without) < len(lines)
    assert unlisted(sort, without) != []
