"""How Z3 is loaded, asked, interrupted and believed [R3.3], [R6.50]; where it matters with one that a test makes."""

import builtins
from collections.abc import Callable
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import pytest
from pytest import MonkeyPatch

from freebit.second import solver
from freebit.second.model import NotDecidedError
from freebit.second.script import Case, Context, Query, Script

ONE_NAME = Context(("x",))


class Answering:
    """A solver with one answer, that notes what it is told."""

    def __init__(self, answer: str | Exception = "unsat") -> None:
        self.answer, self.told = answer, list[Any]()
        for name in ("push", "pop", "interrupt"):
            setattr(self, name, lambda name=name: self.told.append(name))

    def set(self, name: str, value: object) -> None:
        self.told.append((name, value))

    def from_string(self, text: str) -> None:
        self.told.append(text)

    def check(self) -> str:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def reason_unknown(self) -> str:
        return "it is tired"


@pytest.fixture
def clock(monkeypatch: MonkeyPatch) -> SimpleNamespace:
    """It shows 1000 seconds."""
    stopped = SimpleNamespace(monotonic=lambda: 1000.0)
    monkeypatch.setattr(solver, "time", stopped)
    return stopped


@pytest.mark.parametrize(
    ("seconds", "limit"), [(0.25, 250), (1 / 512, 1), (59.5, 59_500), (60.5, 60_000), (120, 60_000)]
)
def test_no_question_takes_longer_than_is_left(seconds: float, limit: int, clock: SimpleNamespace) -> None:
    one = Answering()
    assert solver._answer(one, "(> x 0.0)", clock.monotonic() + seconds) == "unsat"
    assert one.told == ["push", ("timeout", limit), "(assert (> x 0.0))", "pop"]


@pytest.mark.parametrize("seconds", [0, 1 / 2048, -1 / 512, -1])
def test_nothing_is_asked_when_no_millisecond_is_left(seconds: float, clock: SimpleNamespace) -> None:
    one = Answering()
    with pytest.raises(NotDecidedError, match="more than 120 seconds"):
        solver._answer(one, "true", clock.monotonic() + seconds)
    assert one.told == []


def test_all_questions_of_a_script_share_the_time(clock: SimpleNamespace, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "SCRIPT_LIMIT", 1.0)
    limits = list[float]()

    def answer(of: object, term: str, deadline: float) -> str:
        limits.append(deadline)
        return "unsat"

    monkeypatch.setattr(solver, "_answer", answer)
    query = Query((Case("R3.15", "whatever", (("x", "false"),)),))
    assert solver.ask(Script("twice", ONE_NAME, (query, query))) == (2, None)
    assert limits == [1001.0, 1001.0]


def test_an_answer_that_is_none_leaves_the_solver_as_it_was() -> None:
    one = Answering("unknown")
    with pytest.raises(NotDecidedError, match="it is tired"):
        solver._answer(one, "true", 1e12)
    assert one.told[-1] == "pop"


def test_what_z3_raises_is_handed_over() -> None:
    with pytest.raises(ZeroDivisionError, match="inside"):
        solver._checked(Answering(ZeroDivisionError("inside")))


def test_z3_works_in_a_thread_that_the_program_does_not_wait_for(monkeypatch: MonkeyPatch) -> None:
    made = list[dict[str, object]]()

    def thread(target: Callable[[], None], **options: object) -> SimpleNamespace:
        made.append(options)
        return SimpleNamespace(start=target)

    monkeypatch.setattr(solver, "Thread", thread)
    assert solver._checked(Answering("sat")) == "sat"
    assert made == [{"daemon": True}]


def test_an_interrupt_reaches_z3_and_goes_on(monkeypatch: MonkeyPatch) -> None:
    """The answer that the interrupted solver still gives is taken before anyone goes on."""
    waits = list[float | None]()

    class Interrupted(SimpleQueue[str]):
        def get(self, block: bool = True, timeout: float | None = None) -> str:
            waits.append(timeout)
            if len(waits) == 1:
                raise KeyboardInterrupt
            return super().get(block, timeout)

    monkeypatch.setattr(solver, "SimpleQueue", Interrupted)
    one = Answering("unknown")
    with pytest.raises(KeyboardInterrupt):
        solver._checked(one)
    assert one.told == ["interrupt"]
    assert waits == [0.5, None]


def of_z3(made: Answering, noted: list[Any], contexts: list[object]) -> SimpleNamespace:
    """A module z3 with this solver."""

    def solver_for(logic: str, ctx: object) -> Answering:
        noted.append(logic)
        contexts.append(ctx)
        return made

    return SimpleNamespace(
        SolverFor=solver_for, Context=lambda: "a new one", set_param=lambda *told: noted.append(told)
    )


@pytest.mark.parametrize(
    ("context", "expected"), [(ONE_NAME, None), (Context(("x",), ("f ((a Real)) Real a",)), "a new one")]
)
def test_how_a_solver_is_made(context: Context, expected: object, monkeypatch: MonkeyPatch) -> None:
    """Signals are Python's, memory and time are limited, and definitions go when their solver goes."""
    made, noted, contexts = Answering(), list[Any](), list[object]()
    monkeypatch.setattr(solver, "_z3", lambda: of_z3(made, noted, contexts))
    assert solver._solver.__wrapped__(context) is made
    assert (noted, contexts) == ([("memory_max_size", 4000), "QF_LRA"], [expected])
    assert made.told == [("ctrl_c", False), "\n".join(context.lines()), ("timeout", 60_000)]


@pytest.mark.parametrize("answer", ["unsat", "unknown"])
def test_laws_that_nothing_is_known_to_satisfy_refute_nothing(answer: str, monkeypatch: MonkeyPatch) -> None:
    laws = Context(("x",), (), ("(> x x)",))
    monkeypatch.setattr(solver, "_z3", lambda: of_z3(Answering(answer), [], []))
    with pytest.raises(NotDecidedError, match="satisfies the laws"):
        solver._solver.__wrapped__(laws)
    monkeypatch.setattr(solver, "_z3", lambda: of_z3(Answering("sat"), [], []))
    assert solver._solver.__wrapped__(laws)


@pytest.mark.parametrize("places", [1, 2, 3, 4, 5, 7])
def test_the_first_place_that_fails_is_named(places: int) -> None:
    """[R3.3] whichever it is, alone and with one that fails behind it."""
    for first in range(places):
        for other in {first, places - 1}:
            terms = tuple((f"place {i}", "(> x 0.0)" if i in (first, other) else "(> x x)") for i in range(places))
            case = Case("R3.15", "x is large", terms)
            never = Case("R3.16", "x is small", (("elsewhere", "(< x x)"),))
            number, objection = solver.ask(Script("one of some", ONE_NAME, (Query((never, case)),)))
            assert objection is not None
            assert (number, objection.rule, objection.place) == (0, "R3.15", f"place {first}")
            assert objection.message == "x is large (Z3)"


def test_of_what_should_be_possible_the_first_place_is_named() -> None:
    case = Case("R3.62", "nothing fits", (("here", "true"), ("there", "true")))
    _, objection = solver.ask(Script("possible", ONE_NAME, (Query((case,), given=("(< x x)",), possible=True),)))
    assert objection is not None
    assert (objection.rule, objection.place, objection.message) == ("R3.62", "here", "nothing fits (Z3)")


# How Z3 is loaded.


@pytest.fixture
def loading(monkeypatch: MonkeyPatch) -> list[object]:
    """Where Z3 is told to look for its library, each time that it is loaded; by a package in two folders."""
    told = list[object]()
    spec = SimpleNamespace(submodule_search_locations=["/a/z3", "/b/z3"])
    monkeypatch.setattr(solver, "find_spec", lambda name: spec if name == "z3" else None)

    def load(name: str) -> str:
        told.append(vars(builtins)["Z3_LIB_DIRS"])
        return f"the module {name}"

    monkeypatch.setattr(solver, "import_module", load)
    monkeypatch.delitem(vars(builtins), "Z3_LIB_DIRS", raising=False)
    return told


def test_the_library_is_that_of_the_package(loading: list[object]) -> None:
    """[R6.50]"""
    assert solver._z3.__wrapped__() == "the module z3"
    assert loading == [["/a/z3/lib", "/b/z3/lib", "/a/z3", "/b/z3"]]
    assert "Z3_LIB_DIRS" not in vars(builtins)


def test_what_others_ask_for_is_kept(loading: list[object], monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(vars(builtins), "Z3_LIB_DIRS", ["mine"])
    solver._z3.__wrapped__()
    assert loading == [["/a/z3/lib", "/b/z3/lib", "/a/z3", "/b/z3"]]
    assert vars(builtins)["Z3_LIB_DIRS"] == ["mine"]


def test_a_package_without_folders_has_no_library(loading: list[object], monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "find_spec", lambda name: SimpleNamespace(submodule_search_locations=None))
    solver._z3.__wrapped__()
    assert loading == [[]]


def test_a_library_that_cannot_be_loaded_decides_nothing(loading: list[object], monkeypatch: MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise OSError(f"no library of {name}")

    monkeypatch.setattr(solver, "import_module", fail)
    with pytest.raises(NotDecidedError, match=r"^Z3 cannot be loaded: no library of z3$"):
        solver._z3.__wrapped__()
    assert "Z3_LIB_DIRS" not in vars(builtins)
    monkeypatch.setattr(solver, "find_spec", lambda name: None)
    with pytest.raises(NotDecidedError, match=r"^Z3 is not installed here$"):
        solver._z3.__wrapped__()
