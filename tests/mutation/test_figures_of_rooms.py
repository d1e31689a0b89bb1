"""What the page says of the mutants of trusted files is what the command wrote."""

from pathlib import Path

import pytest

from tests.imports import ROOT
from tests.mutation import figures
from tests.mutation.__main__ import counted
from tests.mutation.figures import Row, judged, read, sentence, table
from tests.mutation.judge import Verdict
from tests.mutation.mutants import Mutant
from tests.mutation.rooms import JUDGES

PAGE = Path(__file__).with_name("README.md")


def test_the_pages_say_the_figures() -> None:
    page = PAGE.read_text()
    assert "\n".join(table(read())) in page
    for text in (page, (ROOT / "README.md").read_text()):
        assert sentence(read()) in " ".join(text.split())


def test_the_figures_are_of_all_rooms_and_fit() -> None:
    rows = read()
    assert set(rows) == set(JUDGES)
    for room, row in rows.items():
        assert 0 <= judged(row) <= row["mutants"], room


def mutant(number: int, of_words: bool = False) -> Mutant:
    return Mutant("wire/some.py", number, "f", "a", "b", number, "", of_words)


def verdict(one: Mutant, judge: str | None) -> tuple[str, Verdict]:
    return one.name, Verdict(one.name, one.file, judge, "", "")


def test_what_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each judged mutant once: who told it comes first, then a reason, then that it is of words."""
    monkeypatch.setattr("tests.mutation.__main__.explanations", lambda: (frozenset({mutant(3).name}), ()))
    told = [(mutant(0), "kit"), (mutant(1), "tests"), (mutant(2, True), None), (mutant(3), None), (mutant(4), None)]
    words_told = (mutant(5, True), "tests")
    verdicts = dict(verdict(one, judge) for one, judge in [*told, words_told])
    found = counted([*(mutant(i, i in (2, 5)) for i in range(8))], verdicts)
    assert found == Row(mutants=8, kit=1, tests=2, words=1, explained=1, open=1)
    assert judged(found) == 6


def test_rooms_are_written_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.json"
    path.write_text("{}")
    monkeypatch.setattr(figures, "FIGURES", path)
    first, second = (Row(mutants=n, kit=1, tests=0, words=0, explained=0, open=0) for n in (3, 4))
    figures.write({"b": first})
    figures.write({"a": second})
    figures.write({"b": second})
    assert read() == {"a": second, "b": second}
    assert table(read())[2:] == [
        f"| {name} | {n} | {n // 4} | 0 | 0 | 0 | 0 | {3 * n // 4} |"
        for name, n in (("`a`", 4), ("`b`", 4), ("all", 8))
    ]
