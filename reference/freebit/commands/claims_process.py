"""Checks the claims beside ``freebit verify``, in a process of their own.

Checks of claims may use finders, and ``freebit verify`` imports none; what passes between them is a document.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from freebit.commands.exits import ExitCode, InputError
from freebit.processes import Worker, WorkerError, WorkerLostError

#: The names of the claims, and the check of some of them; its result is the list in ``freebit claims --json``.
NAMES = "freebit.commands.claims:names_of_claims"
CHECK = "freebit.commands.claims:checked_claims"
#: The verdict that `freebit prove` has to confirm.
PROVED_IN_ROCQ = "proved in Rocq"

ClaimDocument = Mapping[str, object]


class ClaimsBeside:
    """The check of all claims, started now and read later."""

    def __init__(self) -> None:
        self._worker = Worker()
        self._executor = ThreadPoolExecutor(1)
        self._done: list[ClaimDocument] = []
        self._total: int | None = None
        self._future: Future[list[ClaimDocument]] = self._executor.submit(self._check)

    def _check(self) -> list[ClaimDocument]:
        names: list[str] = self._worker.call(NAMES)
        self._total = len(names)
        for name in names:
            self._done += self._worker.call(CHECK, name)
        return self._done

    @property
    def progress(self) -> tuple[int, int | None]:
        """How many claims are checked, and how many there are, once that is known."""
        return len(self._done), self._total

    def results(self, waiting: Callable[[], None] = lambda: None) -> list[ClaimDocument]:
        """The claims with their verdicts; waits for the end, and meanwhile calls ``waiting`` now and then.

        Raises ``InputError`` if the check did not come to an end: nothing is decided about the claims.
        """
        while not self._future.done():
            waiting()
            wait([self._future], timeout=0.1)
        try:
            return self._future.result()
        except (WorkerError, WorkerLostError) as error:
            raise InputError(f"the claims were not checked: {str(error).strip().splitlines()[-1]}") from error

    def stop(self) -> None:
        """End the process if it still runs."""
        self._worker.stop()
        self._executor.shutdown()


def claims_exit_code(verdicts: Sequence[str], require_all: bool) -> ExitCode:
    """1 if the check of a claim failed, 2 if all are asked for and one was not checked [R6.51]."""
    if "failed" in verdicts:
        return ExitCode.REJECTED
    return ExitCode.UNDECIDED if require_all and "not checked here" in verdicts else ExitCode.PROVED


def not_checked_told(verdicts: Sequence[str]) -> list[str]:
    """A line about claims that were not checked, if there are any."""
    count = verdicts.count("not checked here")
    return [f"{count} claims were not checked here, which is no failure unless --require-all is given"] if count else []


def proved_elsewhere_told(verdicts: Sequence[str]) -> list[str]:
    """A line about claims of which only instances were checked here, if there are any."""
    count = verdicts.count(PROVED_IN_ROCQ)
    told = f"{count} proved in Rocq: the proofs are decided by `freebit prove`; only instances were checked here"
    return [told] if count else []


def claims_in_short(results: Sequence[ClaimDocument]) -> list[str]:
    """How many claims have which verdict, and by name those that are not proved."""
    counts: dict[str, int] = {}
    for result in results:
        counts[str(result["verdict"])] = counts.get(str(result["verdict"]), 0) + 1
    lines = [f"Claims of the paper and ours: {', '.join(f'{count} {verdict}' for verdict, count in counts.items())}"]
    lines += [
        f"  {result['id']}: {result['verdict']}: {result['detail']}"
        for result in results
        if result["verdict"] not in ("proved", PROVED_IN_ROCQ)
    ]
    lines += [f"  {line}" for line in proved_elsewhere_told([str(result["verdict"]) for result in results])]
    return [*lines, "  (each with its evidence: freebit claims)"]
