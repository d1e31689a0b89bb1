"""The matrix of the rules: where each is stated, implemented, tested, and judged by vectors [R7.30]-[R7.33].

It is built from the sources as they are: rules from the chapters of ``spec``, code from the brackets "[R4.2]"
in the reference, tests from those in the tests, vectors from the rules that they name.  A reference to a whole
range of rules counts for none of them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from freebit.conformance.operations.shared import ACCEPTED
from freebit.conformance.vectors import Vector

_STATED = re.compile(r"^\*\*\[(R[0-9]+\.[0-9]+)\]\*\*\s+(.*)$", re.ASCII)
_RANGE = re.compile(r"\[R[0-9]+\.[0-9]+\]\s*(?:-|to)\s*\[R[0-9]+\.[0-9]+\]", re.ASCII)
_NAMED = re.compile(r"\[(R[0-9]+\.[0-9]+)\]|\"(R[0-9]+\.[0-9]+)\"", re.ASCII)
#: An identifier wherever it stands: the ends of ranges too, and in sentences.
_WRITTEN = re.compile(r"\b(R[0-9]+\.[0-9]+)\b()", re.ASCII)
#: A row of the table of R7.33: a rule, or a range of rules, that no vector tests, and why.
_EXEMPT = re.compile(r"^\| (R[0-9]+)\.([0-9]+)(?:-R[0-9]+\.([0-9]+))? \| (.+) \|$", re.ASCII)
_PROVED = "*Proved:*"
_STATEMENT = "*Statement*"


@dataclass(frozen=True)
class Rule:
    """A rule and everything that is tied to it; places are "file:line"."""

    id: str
    chapter: str
    sentence: str
    proved: bool
    #: Why no vector tests it; None if vectors should.
    exempt: str | None
    code: tuple[str, ...]
    tests: tuple[str, ...]
    accepting: tuple[str, ...]
    rejecting: tuple[str, ...]
    #: Whether some input is rejected or unreadable because of it.
    refuses: bool

    @property
    def is_statement(self) -> bool:
        """Whether the table calls it a statement [R7.33]."""
        return (self.exempt or "").startswith(_STATEMENT)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The empty cells; a vector is a test as well [R7.30], [R7.33]."""
        tested = self.tests or self.accepting or self.rejecting
        if self.proved or self.is_statement:
            return () if tested or not self.code else ("test",)
        missing = [name for name, cell in (("code", self.code), ("test", tested)) if not cell]
        if self.exempt is not None:
            return tuple(missing)
        if not self.accepting and not self.rejecting:
            missing.append("vector")
        elif not self.accepting and not self.refuses:
            missing.append("accepting vector")
        elif self.refuses and not self.rejecting:
            missing.append("rejecting vector")
        return tuple(missing)


@dataclass(frozen=True)
class Matrix:
    """All rules, and what is wrong with the matrix as a whole."""

    rules: tuple[Rule, ...]
    #: Identifiers that no chapter states, with the places that name them.
    unknown: tuple[str, ...]
    #: Identifiers that are stated twice.
    twice: tuple[str, ...]
    #: Rules exempt from vectors that vectors name.
    not_exempt: tuple[str, ...]

    @property
    def not_statements(self) -> tuple[str, ...]:
        """Rules that are called statements, which no code names, and that code names [R7.33]."""
        return tuple(rule.id for rule in self.rules if rule.is_statement and rule.code)

    @property
    def problems(self) -> tuple[str, ...]:
        """Every empty cell, unknown id, id used twice and wrong line of the table [R7.31], [R7.32], [R7.33]."""
        return (
            *(f"{rule.id} has no {gap}" for rule in self.rules for gap in rule.gaps),
            *(f"{name} is not a rule" for name in self.unknown),
            *(f"{name} is stated twice" for name in self.twice),
            *(f"{name} is exempt from vectors and has some" for name in self.not_exempt),
            *(f"{name} is called a statement and has code" for name in self.not_statements),
        )


def matrix_of(spec: Path, code: Path, tests: Path | None, vectors: Sequence[Vector]) -> Matrix:
    """The matrix of these folders and vectors; without tests that column counts as filled."""
    stated: dict[str, tuple[str, str, bool]] = {}
    twice: list[str] = []
    exempt: dict[str, str] = {}
    for chapter in sorted(spec.glob("*.md")):
        for name, sentence, proved in _statements(chapter):
            if name in stated:
                twice.append(name)
            stated[name] = (chapter.name, sentence, proved)
        exempt |= _exemptions(chapter)
    modules, test_files = sorted(code.rglob("*.py")), [] if tests is None else _test_files(tests)
    in_code = _mentions(modules, code.parent, tied=True)
    in_tests = {} if tests is None else _mentions(test_files, tests.parent, tied=True)
    refused = {v.expect.rule for v in vectors if v.expect.rule}
    accepting: dict[str, list[str]] = {}
    rejecting: dict[str, list[str]] = {}
    for vector in vectors:
        into = accepting if vector.expect.verdict == ACCEPTED else rejecting
        for name in vector.rules:
            into.setdefault(name, []).append(vector.id)
    rules = tuple(
        Rule(
            name,
            *stated[name],
            exempt.get(name),
            in_code.get(name, ()),
            in_tests.get(name, ()) if tests is not None else ("",),
            tuple(accepting.get(name, ())),
            tuple(rejecting.get(name, ())),
            name in refused,
        )
        for name in sorted(stated, key=_order)
    )
    named = {
        **_mentions(sorted(spec.glob("*.md")), spec.parent),
        **_mentions(modules, code.parent),
        **(_mentions(test_files, tests.parent) if tests else {}),
        **dict.fromkeys({*accepting, *rejecting}, ("vectors",)),
        **dict.fromkeys(exempt, ()),
    }
    return Matrix(
        rules,
        tuple(f"{name} ({', '.join(named[name][:3])})" for name in sorted(named.keys() - stated.keys(), key=_order)),
        tuple(twice),
        tuple(sorted(exempt.keys() & {*accepting, *rejecting}, key=_order)),
    )


def _statements(chapter: Path) -> Iterable[tuple[str, str, bool]]:
    """The rules of a chapter: identifier, sentence, and whether the paragraph says where it is proved."""
    for paragraph in chapter.read_text("utf-8").split("\n\n"):
        match = _STATED.match(paragraph.strip().split("\n", 1)[0])
        if match is None:
            continue
        text = " ".join(paragraph.split())
        sentence = re.split(r"\s\*(?:Reason|Proved|Note|Checked by)", text, maxsplit=1)[0]
        yield match[1], sentence.split("]** ", 1)[1], _PROVED in text


def _exemptions(chapter: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in chapter.read_text("utf-8").splitlines():
        match = _EXEMPT.match(line)
        if match:
            for number in range(int(match[2]), int(match[3] or match[2]) + 1):
                found[f"{match[1]}.{number}"] = match[4]
    return found


def _test_files(tests: Path) -> list[Path]:
    """The tests, without the generator of the vectors and the wrong implementations."""
    return [
        path for path in sorted(tests.rglob("*.py")) if not {"generate", "wrong"} & set(path.relative_to(tests).parts)
    ]


def _mentions(paths: Iterable[Path], root: Path, *, tied: bool = False) -> dict[str, tuple[str, ...]]:
    """Where each identifier stands, or, if ``tied``, stands so that it ties its rule to the place."""
    found: dict[str, list[str]] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            for match in _NAMED.finditer(_RANGE.sub("", line)) if tied else _WRITTEN.finditer(line):
                found.setdefault(match[1] or match[2], []).append(f"{path.relative_to(root).as_posix()}:{number}")
    return {name: tuple(places) for name, places in found.items()}


def _order(name: str) -> tuple[int, int]:
    chapter, _, number = name[1:].partition(".")
    return int(chapter), int(number)
