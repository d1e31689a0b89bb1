"""Z3 answers the queries of a script, each by itself [R3.3]."""

import builtins
import os
import time
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

from freebit.second.model import NotDecidedError, Objection
from freebit.second.script import Case, Context, Query, Script

#: Milliseconds for one query; the committed certificates need a few.
TIME_LIMIT = 60_000
#: Seconds for all queries of a script.
SCRIPT_LIMIT = 120.0
#: Megabytes; five parties need a few tens.
MEMORY_LIMIT = 4_000

SAT, UNSAT = "sat", "unsat"

#: Z3 serves one thread at a time.
_ONE_AT_A_TIME = Lock()


def ask(script: Script) -> tuple[int, Objection | None]:
    """Put the queries to Z3: how many were answered as they must be, and the first that was not.

    Raises ``NotDecidedError`` if Z3 finds no answer in time, and ``KeyboardInterrupt`` if it was interrupted.
    """
    z3 = _z3()
    with _ONE_AT_A_TIME:
        deadline = time.monotonic() + SCRIPT_LIMIT
        try:
            solver = _solver(script.context)
            for number, query in enumerate(script.queries):
                if _answer(solver, query.term(), deadline) != (SAT if query.possible else UNSAT):
                    return number, _first_failure(solver, query, deadline)
        except BaseException as error:
            # What was interrupted is not used again.
            _solver.cache_clear()
            if isinstance(error, z3.Z3Exception):
                raise NotDecidedError(f"Z3 gives no answer: {error}") from error
            raise
    return len(script.queries), None


@lru_cache(maxsize=1)
def _z3() -> Any:
    """Z3 with the library of its own package, whatever lies in the working directory [R6.50].

    Raises ``NotDecidedError`` where there is none that can be loaded.
    """
    package = find_spec("z3")
    if package is None:
        raise NotDecidedError("Z3 is not installed here")
    folders = list(package.submodule_search_locations or ())
    asked = vars(builtins).get("Z3_LIB_DIRS")
    vars(builtins)["Z3_LIB_DIRS"] = [os.path.join(folder, "lib") for folder in folders] + folders
    try:
        return import_module("z3")
    except Exception as error:  # whatever its module raises if its library cannot be loaded
        raise NotDecidedError(f"Z3 cannot be loaded: {error}") from error
    finally:
        del vars(builtins)["Z3_LIB_DIRS"]
        if asked is not None:
            vars(builtins)["Z3_LIB_DIRS"] = asked


@lru_cache(maxsize=4)
def _solver(context: Context) -> Any:
    """A solver to which the context has been put; scripts of one context share it, one after another.

    A context that nothing satisfies would refute everything, and is none.
    """
    z3 = _z3()
    z3.set_param("memory_max_size", MEMORY_LIMIT)
    # Z3 puts into each model all definitions that its memory holds; those of this solver go when it goes.
    solver = z3.SolverFor("QF_LRA", ctx=z3.Context() if context.definitions else None)
    solver.set("ctrl_c", False)
    solver.from_string("\n".join(context.lines()))
    solver.set("timeout", TIME_LIMIT)
    if context.laws and _checked(solver) != SAT:
        raise NotDecidedError("Z3 finds nothing that satisfies the laws of the questions")
    return solver


def _answer(solver: Any, term: str, deadline: float) -> str:
    """Z3's answer to the question whether the term can be true in the context."""
    left = int(1000 * (deadline - time.monotonic()))
    if left <= 0:
        raise NotDecidedError(f"Z3 was asked for more than {SCRIPT_LIMIT:.0f} seconds")
    solver.push()
    try:
        solver.set("timeout", min(left, TIME_LIMIT))
        solver.from_string(f"(assert {term})")
        answer = _checked(solver)
        if answer not in (SAT, UNSAT):
            raise NotDecidedError(f"Z3 gives no answer: {solver.reason_unknown()}")
    finally:
        solver.pop()
    return answer


def _checked(solver: Any) -> str:
    """What Z3 answers, in a thread of its own, for here an interrupt would not be seen before the answer.

    Z3 would rather take the signal for itself and answer "unknown"; this is switched off.
    """
    answers: SimpleQueue[str | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(str(solver.check()))
        except Exception as error:  # handed over, not swallowed
            answers.put(error)

    Thread(target=work, daemon=True).start()
    answer: str | Exception | None = None
    try:
        while answer is None:
            # Where a wait cannot be interrupted, Python looks for an interrupt between two of them.
            with suppress(Empty):
                answer = answers.get(timeout=0.5)
    except KeyboardInterrupt:
        solver.interrupt()
        answers.get()
        raise
    if isinstance(answer, Exception):
        raise answer
    return answer


def _first_failure(solver: Any, query: Query, deadline: float) -> Objection:
    """The first case of a query that is not refuted, and its first place that is not; that one is, is certain."""
    if query.possible:
        (case,) = query.cases
        return Objection(case.rule, case.places[0][0], f"{case.about} (Z3)")
    rules = " or ".join(dict.fromkeys(case.rule for case in query.cases))
    try:
        for case in query.cases:
            if _answer(solver, query.term([case]), deadline) == SAT:
                return Objection(case.rule, _first_place(solver, query, case, deadline), f"{case.about} (Z3)")
    except NotDecidedError:
        return Objection("R3.3", query.part, f"{rules} fails; which, Z3 does not say in time")
    raise NotDecidedError("Z3 contradicts itself: it refutes every case, but not all of them together")


def _first_place(solver: Any, query: Query, case: Case, deadline: float) -> str:
    """By halving: the first place at which a case that has a solution has one."""
    places = case.places
    while len(places) > 1:
        half = places[: len(places) // 2]
        first = Case(case.rule, case.about, half)
        places = half if _answer(solver, query.term([first]), deadline) == SAT else places[len(places) // 2 :]
    return places[0][0]
