"""Mutants of the trusted files: which there are, how they are put in, and what ends them."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.imports import PACKAGE
from tests.mutation.__main__ import mutants_in
from tests.mutation.forks import in_fork, limit_time, value_of
from tests.mutation.mutants import Text, mutants_of
from tests.mutation.put import InPlace, import_changed

SOURCE = """
LIMIT = 3


def told(count: int | None, limit: int = LIMIT) -> bool:
    if count is None:
        raise ValueError(f"there are {1 + 1} of them")
    return (
        count
        < limit
    )
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "some_module.py"
    path.write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "some_module", sys)
    del sys.modules["some_module"]
    return path


def told(count: int) -> bool:
    import some_module  # type: ignore[import-not-found]

    return bool(some_module.told(count))


def test_mutants_are_those_of_cosmic_ray() -> None:
    path = PACKAGE / "kernel" / "members.py"
    found = {mutant.source for mutant in mutants_of(path)}
    for name in ("core/NumberReplacer", "core/AddNot", "core/RemoveDecorator", "core/ReplaceComparisonOperator_Eq_Lt"):
        assert {mutate_code(path.read_text(), get_operator(name)(), 0)} <= found | {None}, name
    assert len({mutant.name for mutant in mutants_of(path)}) == len(found) > 40


def test_types_and_words_for_people_are_left_out() -> None:
    text = Text(SOURCE)
    columns = [SOURCE.split("\n")[4].index("|"), SOURCE.split("\n")[6].index("+"), SOURCE.split("\n")[4].index("=")]
    assert [text.is_left_out(place) for place in zip((5, 7, 5), columns, strict=True)] == [True, True, False]
    assert list(text.statement(10)) == [8, 9, 10, 11]
    assert list(text.statement(6)) == [6]
    assert text.function(10) == "told"


def test_the_lines_of_what_is_decorated() -> None:
    """Who passes by these tells a change of the decorator."""
    text = Text("import functools\n\n\n@functools.cache\ndef one(\n    a: int,\n) -> int:\n    b = a\n    return b\n")
    assert [list(text.decorated(line)) for line in (4, 5, 8)] == [[8, 9], [], []]


def test_a_function_is_exchanged_in_place(module: Path) -> None:
    def changed() -> bool:
        told(1)
        place = InPlace(module, SOURCE, ran={2})
        pairs = place.pairs(SOURCE.replace("< limit", "> limit"))
        assert pairs is not None
        place.put(pairs)
        return told(1)

    assert value_of(lambda: told(1)) is True
    assert value_of(changed) is False


@pytest.mark.parametrize(
    ("was", "becomes", "ran"),
    [
        ("LIMIT = 3", "LIMIT = 4", {2}),
        ("limit: int = LIMIT", "limit: int = 1 + LIMIT", {2}),
        ("< limit", "> limit", {2, 9}),
    ],
)
def test_what_runs_at_import_is_not_exchanged(module: Path, was: str, becomes: str, ran: set[int]) -> None:
    told(1)
    assert InPlace(module, SOURCE, ran).pairs(SOURCE.replace(was, becomes)) is None


def test_a_module_is_imported_changed(module: Path) -> None:
    def changed() -> bool:
        assert told(3) is False
        import_changed("some_module", module, SOURCE.replace("LIMIT = 3", "LIMIT = 4"))
        return told(3)

    assert value_of(changed) is True
    assert module.read_text() == SOURCE


def test_a_module_is_imported_changed_from_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package stays as it is, with what else has its name in it."""
    folder = tmp_path / "some_package"
    folder.mkdir()
    (folder / "__init__.py").write_text("from some_package.other import other\n")
    (folder / "other.py").write_text("def other() -> int:\n    return 7\n")
    (folder / "module.py").write_text("LIMIT = 3\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    def limit() -> int:
        from some_package import module, other  # type: ignore[import-not-found]

        return int(module.LIMIT * other())

    def changed(module: str) -> int:
        import_changed(f"some_package.{module}", folder / f"{module}.py", "LIMIT = 4\n")
        return limit()

    assert value_of(lambda: [limit(), changed("module"), changed("other")]) == [21, 28, 28]


def test_what_ends_a_mutant() -> None:
    def endless(tell: Callable[[str], None]) -> None:
        tell("begun")
        limit_time(0.05)
        while True:
            pass

    def broken(tell: Callable[[str], None]) -> None:
        tell("one")
        raise ValueError

    ended = in_fork(endless)
    assert (ended.last, ended.signal) == ("begun", signal.SIGPROF)
    failed = in_fork(broken)
    assert (failed.last, failed.signal) == ("one", -1)
    fine = in_fork(lambda tell: tell("two"))
    assert (fine.last, fine.signal) == ("two", 0)


def test_mutants_of_some_files_and_of_some_names() -> None:
    """No other file of the room is read."""
    found = mutants_in("kernel", ["kernel/words.py", "wire/cells.py"], None)
    assert {one.file for one in found} == {"kernel/words.py"}
    assert mutants_in("kernel", [], [found[3].name, "wire/cells.py f: a -> b"]) == [found[3]]
    assert mutants_in("kernel", ["kernel/model.py"], [found[3].name]) == []
