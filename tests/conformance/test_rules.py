"""The matrix of the rules [R7.30], [R7.31], [R7.32], [R7.33]."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from freebit.conformance.rules import Matrix, Rule, matrix_of
from freebit.conformance.vectors import Vector

ROOT = Path(__file__).parents[2]
#: Identifiers of no rule, in pieces, so that these tests do not name them.
NEW, OTHER = "R4." + "99", "R4." + "98"
Kit = tuple[str, tuple[Vector, ...]]


def matrix(vectors: tuple[Vector, ...], spec: Path = ROOT / "spec") -> Matrix:
    return matrix_of(spec, ROOT / "reference" / "freebit", ROOT / "tests", vectors)


def test_the_matrix_has_no_empty_cell(kit: Kit) -> None:
    """[R7.31]: every rule has code, a test and vectors; no identifier is unknown or stated twice."""
    assert matrix(kit[1]).problems == ()


def test_every_chapter_is_there(kit: Kit) -> None:
    chapters = {rule.id.partition(".")[0] for rule in matrix(kit[1]).rules}
    assert chapters >= {f"R{number}" for number in range(1, 8)}
    assert all(rule.sentence for rule in matrix(kit[1]).rules)


def test_every_row_of_the_table_is_read() -> None:
    """[R7.33] each begins with one rule or one range of rules."""
    text = (ROOT / "spec" / "7-conformance.md").read_text()
    table = text[text.index("**[R7.33]**") :].split("|---|---|\n")[1].split("\n\n")[0]
    rows = table.splitlines()
    assert len(rows) > 40
    assert [row for row in rows if not re.match(r"\| R\d\.\d+(-R\d\.\d+)? \| .+ \|$", row)] == []


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "spec", tmp_path / "spec"))


def change(spec: Path, name: str, old: str, new: str) -> None:
    path = spec / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def added(kit: Kit, spec: Path) -> set[str]:
    return set(matrix(kit[1], spec).problems) - set(matrix(kit[1]).problems)


def test_a_new_rule_without_anything_is_found(kit: Kit, spec: Path) -> None:
    """[R7.30]"""
    change(spec, "4-protocol.md", "**[R4.1]**", f"**[{NEW}]** Nothing does this.\n\n**[R4.1]**")
    assert added(kit, spec) == {f"{NEW} has no code", f"{NEW} has no test", f"{NEW} has no vector"}


def test_a_proved_rule_and_a_statement_need_nothing(kit: Kit, spec: Path) -> None:
    """[R7.30], [R7.33]"""
    change(spec, "4-protocol.md", "**[R4.1]**", f"**[{NEW}]** So it is.\n*Proved:* there.\n\n**[R4.1]**")
    assert added(kit, spec) == set()
    change(spec, "4-protocol.md", "**[R4.1]**", f"**[{OTHER}]** So be it.\n\n**[R4.1]**")
    change(spec, "7-conformance.md", "| R6.41 |", f"| {OTHER} | *Statement*: of taste |\n| R6.41 |")
    assert added(kit, spec) == set()


def test_a_proved_rule_that_code_names_needs_a_test() -> None:
    """[R7.30]"""
    proved = Rule(NEW, "4-protocol.md", "So it is.", True, None, ("code.py:1",), (), (), (), False)
    assert proved.gaps == ("test",)
    assert replace(proved, tests=("test.py:1",)).gaps == replace(proved, code=()).gaps == ()
    statement = replace(proved, proved=False, exempt="*Statement*: of taste")
    assert statement.gaps == ("test",)
    assert replace(statement, code=()).gaps == ()


def test_an_exempt_rule_still_needs_code_and_a_test(kit: Kit, spec: Path) -> None:
    """[R7.33]"""
    change(spec, "4-protocol.md", "**[R4.1]**", f"**[{OTHER}]** So be it.\n\n**[R4.1]**")
    change(spec, "7-conformance.md", "| R6.41 |", f"| {OTHER} | about taste |\n| R6.41 |")
    assert added(kit, spec) == {f"{OTHER} has no code", f"{OTHER} has no test"}


def test_a_rule_that_disappears_is_found(kit: Kit, spec: Path) -> None:
    """[R7.31], [R7.32]: code and vectors still name it."""
    change(spec, "4-protocol.md", "**[R4.11]**", "[R4.11]")
    (problem,) = added(kit, spec)
    assert problem.startswith("R4.11 (")
    assert problem.endswith("is not a rule")


def test_an_unknown_identifier_is_found_in_a_sentence_too(kit: Kit, spec: Path) -> None:
    """[R7.31]: also at the end of a range."""
    change(spec, "4-protocol.md", "**[R4.1]**", f"See R4.1-{NEW}.\n\n**[R4.1]**")
    (problem,) = added(kit, spec)
    assert problem.startswith(f"{NEW} (spec/4-protocol.md:")


def test_a_rule_stated_twice_is_found(kit: Kit, spec: Path) -> None:
    """[R7.31]"""
    change(spec, "4-protocol.md", "**[R4.12]**", "**[R4.11]**")
    assert "R4.11 is stated twice" in added(kit, spec)


def test_a_needless_exemption_is_found(kit: Kit, spec: Path) -> None:
    """[R7.33]"""
    change(spec, "7-conformance.md", "| R6.41 |", "| R4.11 | too hard |\n| R6.41 |")
    assert added(kit, spec) == {"R4.11 is exempt from vectors and has some"}


def test_a_statement_that_code_names_is_found(kit: Kit, spec: Path) -> None:
    """[R7.33]: what code carries out is no mere statement, and the table says why no vector is about it."""
    change(spec, "7-conformance.md", "| R5.95 | another", "| R5.95 | *Statement*: another")
    assert added(kit, spec) == {"R5.95 is called a statement and has code"}


def test_missing_vectors_are_found(kit: Kit) -> None:
    """[R7.30]: without its rejecting neighbours, and without any vector."""
    accepting = tuple(v for v in kit[1] if not (v.base and "R4.13" in v.rules))
    assert "R4.13 has no rejecting vector" not in matrix(accepting).problems  # nothing says that it refuses
    none = tuple(v for v in kit[1] if "R4.13" not in v.rules)
    assert "R4.13 has no vector" in matrix(none).problems
    refusing = tuple(v for v in kit[1] if v.base or "R4.3" not in v.rules)
    assert "R4.3 has no accepting vector" not in matrix(refusing).problems


def test_a_range_of_rules_counts_for_none(tmp_path: Path, kit: Kit) -> None:
    """[R7.30]"""
    spec, code, tests = tmp_path / "spec", tmp_path / "freebit", tmp_path / "tests"
    for folder in (spec, code, tests):
        folder.mkdir()
    one, two, three = (f"R9.{number}" for number in (1, 2, 3))
    text = f"**[{one}]** One.\n\n**[{two}]** Two,\nin two lines.\n*Reason:* why.\n\n**[{three}]** Three.\n"
    (spec / "1.md").write_text(text)
    (code / "a.py").write_text(f'"""[{one}]-[{three}]"""\n\n# [{two}]\n')
    (tests / "test_a.py").write_text(f'"""[{two}], "{three}"."""\n')
    found = {rule.id: rule for rule in matrix_of(spec, code, tests, ()).rules}
    assert found[one].code == ()
    assert found[two].code == ("freebit/a.py:3",)
    assert found[two].tests == ("tests/test_a.py:1",)
    assert found[two].sentence == "Two, in two lines."
    assert found[three].tests == ("tests/test_a.py:1",)
    assert found[three].code == ()
