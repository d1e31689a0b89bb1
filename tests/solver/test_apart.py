"""Searches that are made on other processes [R6.136]."""

import json
import os
import signal
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.boxes.cells import LOCAL, MAJORITY, CellKind
from freebit.boxes.game import GhzGame
from freebit.processes import function_named
from freebit.scheduling import Crew
from freebit.solver.apart import SEARCHES, FoundFile, files_found, optima
from freebit.solver.catalogue import everything
from freebit.solver.functions import FunctionTable
from freebit.solver.smaller import FUNCTION_GAMES, functions_file
from freebit.wire.document import UnreadableError
from tests.schemas import validator

FEW = (
    ("freebit.solver.smaller:symmetric_extremes", (3,)),
    ("freebit.solver.smaller:symmetric_extremes", (4,)),
    ("freebit.solver.catalogue:attaining_boxes", ()),
)
THREE = FunctionTable(GhzGame(3), (1, 1, 1))


def alone() -> dict[str, bytes]:
    """The few files, found here one after another."""
    files: dict[str, bytes] = {}
    for search, arguments in FEW:
        files.update(function_named(search)(*arguments))
    path, data = functions_file(THREE, map(THREE.solved_class, THREE.classes()))
    return {**files, path: data}


def deadly(marker: Path) -> Iterator[FoundFile]:
    """Ends the process that looks for it, once."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    yield "found", b"after all"


def fails() -> Iterator[FoundFile]:
    raise ArithmeticError("there is no such certificate")


def test_files_are_the_same_whoever_finds_them(scheduler: str, tmp_path: Path) -> None:
    """[R6.136] and a worker that is lost is named."""
    told: list[str] = []
    searches = (*FEW, ("tests.solver.test_apart:deadly", (tmp_path / "died",)))
    found = dict(files_found(Crew(scheduler=scheduler), told.append, searches, [THREE]))
    assert found.pop("found") == b"after all"
    assert (tmp_path / "died").exists()
    assert "is lost" in "".join(told)
    assert found == alone()


def works_not_yet(marker: Path) -> Iterator[FoundFile]:
    """Finds nothing until somebody allows it."""
    if not marker.exists():
        raise ArithmeticError("not yet")
    yield "found", b"after all"


def test_a_search_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.130] [R6.136] what was found is not looked for again; a state of another search is refused."""
    state, marker = tmp_path / "state", tmp_path / "allowed"
    searches = (*FEW, ("tests.solver.test_apart:works_not_yet", (marker,)))
    with pytest.raises(ArithmeticError, match="not yet"):
        list(files_found(Crew(), pytest.fail, searches, [THREE], state=state))
    validator("state").validate(json.loads(state.read_text()))
    marker.touch()
    asked: list[str] = []

    def only_that(name: str) -> object:
        asked.append(name)
        return function_named(name)

    monkeypatch.setattr("freebit.scheduling.function_named", only_that)
    found = dict(files_found(Crew(), pytest.fail, searches, [THREE], state=state))
    assert asked == ["freebit.solver.apart:files_of"]
    assert found.pop("found") == b"after all"
    assert found == alone()
    with pytest.raises(UnreadableError, match=r"R6\.130"):
        list(files_found(Crew(), pytest.fail, FEW, [THREE], state=state))


def test_what_is_kept_of_a_class_has_a_vector_for_each_value(tmp_path: Path) -> None:
    """[R6.130]"""
    state = tmp_path / "state"
    list(files_found(Crew(), pytest.fail, (), [THREE], state=state))
    kept = json.loads(state.read_text())
    assert dict(files_found(Crew(), pytest.fail, (), [THREE], state=state)).keys() <= alone().keys()
    kept["shares"]["0"]["duals"].pop()
    state.write_text(json.dumps(kept))
    with pytest.raises(UnreadableError, match=r"R6\.130.*a vector for each value of the function is wanted"):
        list(files_found(Crew(), pytest.fail, (), [THREE], state=state))


def test_a_grid_goes_on_where_it_was(tmp_path: Path) -> None:
    """[R6.130] killed after one epsilon, its state is whole, and another grid's is refused."""
    kind = CellKind(GhzGame(3), LOCAL, MAJORITY)
    epsilons, state = (Fraction(9, 20), Fraction(2, 5)), tmp_path / "state"
    whole = optima(kind, epsilons, Crew(), pytest.fail, state=state)
    kept = json.loads(state.read_text())
    validator("state").validate(kept)
    del kept["shares"]["1"]
    kept["shares"]["0"]["certificate"] = "as it was found"
    state.write_text(json.dumps(kept))
    first, second = optima(kind, epsilons, Crew(), pytest.fail, state=state)
    assert (first.certificate, second) == (b"as it was found", whole[1])
    with pytest.raises(UnreadableError, match=r"R6\.130"):
        optima(kind, epsilons, Crew(), pytest.fail, everywhere=True, state=state)


def test_a_search_that_fails_is_an_error() -> None:
    """[R6.136]"""
    with pytest.raises(ArithmeticError, match="no such certificate"):
        list(files_found(Crew(), pytest.fail, (*FEW, ("tests.solver.test_apart:fails", ())), []))


def test_no_search_is_forgotten() -> None:
    """[R6.136] every function that gives committed files is asked, by itself or as a table."""
    names = {search.partition(":")[2] for search, _ in SEARCHES}
    called = set(everything.__code__.co_names)
    assert called == {"chain", "catalogue", "tested_certificates"}
    parts = {
        name
        for module in ("catalogue:catalogue", "smaller:claim_certificates")
        for name in function_named(f"freebit.solver.{module}").__code__.co_names
    }
    assert parts - {"claim_certificates", "SYMMETRIC_PARTIES", "all_functions"} == names - {"certificates_of"}
    assert [game.parties for game in FUNCTION_GAMES] == [4, 5]


def test_a_grid_of_epsilon_is_the_same_whoever_solves_it(scheduler: str) -> None:
    """[R6.136]"""
    kind = CellKind(GhzGame(3), LOCAL, MAJORITY)
    epsilons = (Fraction(9, 20), Fraction(2, 5), Fraction(1, 3))
    found = optima(kind, epsilons, Crew(scheduler=scheduler), pytest.fail)
    assert found == optima(kind, epsilons, Crew(), pytest.fail)
    assert len({optimum.rate for optimum in found}) == 3
