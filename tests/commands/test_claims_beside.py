"""The claims that are checked beside files: asked one by one, in a process of their own [R6.51]."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from threading import Event
from typing import Any

import pytest

from freebit.commands import claims_process
from freebit.commands.claims_process import (
    CHECK,
    NAMES,
    ClaimsBeside,
    claims_exit_code,
    claims_in_short,
    not_checked_told,
    proved_elsewhere_told,
)
from freebit.commands.exits import ExitCode, InputError
from freebit.processes import WorkerError, WorkerLostError

UNCHECKED = "not checked here"


class Waited:
    """A worker that answers about two claims, the second one only when somebody has waited."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []
        self.has_waited, self.stopped = Event(), False

    def call(self, *call: str) -> Any:
        self.calls.append(call)
        if call == (NAMES,):
            return ["a", "b"]
        if call == (CHECK, "b"):
            assert self.has_waited.wait(30)
        return [{"id": call[1], "verdict": "proved"}]

    def stop(self) -> None:
        self.stopped = True


def test_each_claim_is_asked_for_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.51] and meanwhile the caller is told now and then, at least once in a second."""
    worker, seen, timeouts = Waited(), [], []

    def wait(futures: list[Future[object]], timeout: float) -> object:
        timeouts.append(timeout)
        return wait_for(futures, timeout)

    def waiting() -> None:
        if worker.calls[-1:] == [(CHECK, "b")]:
            seen.append(beside.progress)
            worker.has_waited.set()

    monkeypatch.setattr(claims_process, "Worker", lambda: worker)
    monkeypatch.setattr(claims_process, "wait", wait)
    beside = ClaimsBeside()
    assert [result["id"] for result in beside.results(waiting)] == ["a", "b"]
    assert worker.calls == [(NAMES,), (CHECK, "a"), (CHECK, "b")]
    assert set(seen) == {(1, 2)}
    assert beside.progress == (2, 2)
    assert all(0 < timeout <= 1 for timeout in timeouts)
    assert timeouts
    beside.stop()
    assert worker.stopped


@pytest.mark.parametrize("error", [WorkerError("Traceback\n  ...\nKeyError: no\n"), WorkerLostError("KeyError: no")])
def test_a_check_that_does_not_come_to_an_end_decides_nothing(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.51]"""

    class Failing(Waited):
        def call(self, *call: str) -> Any:
            raise error

    monkeypatch.setattr(claims_process, "Worker", Failing)
    beside = ClaimsBeside()
    with pytest.raises(InputError, match=r"^the claims were not checked: KeyError: no$"):
        beside.results()
    assert beside.progress == (0, None)
    beside.stop()


@pytest.mark.parametrize(
    ("verdicts", "code", "code_of_all"),
    [
        ([], ExitCode.PROVED, ExitCode.PROVED),
        (["proved"], ExitCode.PROVED, ExitCode.PROVED),
        (["proved", UNCHECKED], ExitCode.PROVED, ExitCode.UNDECIDED),
        (["failed", UNCHECKED], ExitCode.REJECTED, ExitCode.REJECTED),
        (["failed"], ExitCode.REJECTED, ExitCode.REJECTED),
    ],
)
def test_what_verdicts_of_claims_say_of_the_exit_code(
    verdicts: list[str], code: ExitCode, code_of_all: ExitCode
) -> None:
    """[R6.51]"""
    assert claims_exit_code(verdicts, require_all=False) is code
    assert claims_exit_code(verdicts, require_all=True) is code_of_all


@pytest.mark.parametrize(
    ("told", "verdict"), [(not_checked_told, UNCHECKED), (proved_elsewhere_told, claims_process.PROVED_IN_ROCQ)]
)
def test_what_was_not_decided_here_is_counted(told: Callable[[list[str]], list[str]], verdict: str) -> None:
    """[R6.51] if there is any."""
    assert told(["proved", "failed"]) == []
    (line,) = told(["proved", verdict, verdict])
    assert line.startswith("2 ")


def test_claims_in_short() -> None:
    """[R6.51] every verdict is counted, and what is not proved is named."""
    verdicts = ["proved", "failed", "proved", UNCHECKED, "proved", "failed", claims_process.PROVED_IN_ROCQ]
    results = [{"id": f"c{i}", "verdict": verdict, "detail": f"d{i}"} for i, verdict in enumerate(verdicts)]
    assert claims_in_short(results) == [
        "Claims of the paper and ours: 3 proved, 2 failed, 1 not checked here, 1 proved in Rocq",
        "  c1: failed: d1",
        "  c3: not checked here: d3",
        "  c5: failed: d5",
        f"  {proved_elsewhere_told(verdicts)[0]}",
        "  (each with its evidence: freebit claims)",
    ]
