"""Calls on other processes and machines, by dask.distributed or without it [R6.129].

A call is a function, as "module:name", and its arguments, as in ``processes``.  What is done with a result does not
depend on where it was made, nor on the order in which results come.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from freebit import __version__
from freebit.errors import InvalidError
from freebit.processes import Call, WorkerLostError, function_named, results_of_workers

#: Calls that a scheduler knows of at once, for each thread of its workers; more would fill its memory.
CALLS_AHEAD = 4
#: How often, in seconds, is looked which workers are there.
LOOKED_EVERY = 0.5
#: So many workers, one after another, a call may end.
MOST_LOST = 4
#: How long is waited for the workers of a scheduler.
WAITED_FOR_WORKERS = 60

#: How workers of our own differ from others: nobody looks after them many times a second, and the C library keeps
#: memory that is freed for what is asked for next.
OWN_WORKERS: dict[str, object] = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.tick.interval": "500ms",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}

Told = Callable[[str], None]


@dataclass(frozen=True)
class Crew:
    """Who makes calls: so many workers of Dask, the workers of a scheduler, or else so many processes of ours."""

    workers: int | None = None
    scheduler: str | None = None
    processes: int = 1

    def __post_init__(self) -> None:
        if (self.workers is not None) + (self.scheduler is not None) + (self.processes > 1) > 1:
            raise InvalidError("--processes, --workers and --scheduler each say who works: give one of them")

    @property
    def apart(self) -> bool:
        """Whether the calls are made in other processes."""
        return self.by_dask or self.processes > 1

    @property
    def by_dask(self) -> bool:
        """Whether Dask hands them out."""
        return self.workers is not None or self.scheduler is not None

    def results(self, calls: Sequence[Call], told: Told) -> Iterator[tuple[int, Any]]:
        """The number of each call, from 0, and what it returns or the exception that it raises, as they come.

        A call of which the worker is lost is made again by another one, and ``told`` which; one that ends worker
        after worker gives a ``WorkerLostError``.  Raises ``ModuleNotFoundError`` where distributed is not installed.
        """
        if not self.apart:
            for number, (function, arguments) in enumerate(calls):
                yield number, outcome_of(function, arguments)
            return
        if not self.by_dask:
            yield from _on_processes(calls, self.processes, told)
            return
        with self._client() as client:
            yield from _on_workers(client, calls, told)

    @contextmanager
    def _client(self) -> Iterator[Any]:
        from dask.config import set as configured
        from distributed import Client, LocalCluster

        if self.scheduler is not None:
            try:
                client = Client(self.scheduler, timeout=WAITED_FOR_WORKERS, set_as_default=False)
            except (OSError, ValueError) as error:
                raise InvalidError(f"the scheduler {self.scheduler} does not answer: {error}") from error
            with client:
                try:
                    client.wait_for_workers(1, timeout=WAITED_FOR_WORKERS)
                except TimeoutError as error:
                    raise InvalidError(f"the scheduler {self.scheduler} has no worker") from error
                yield client
            return
        with configured(OWN_WORKERS):
            cluster = LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
            with cluster, Client(cluster, set_as_default=False) as client:
                yield client


def made(version: str, function: str, arguments: tuple[Any, ...]) -> Any:
    """What a worker does: the call, if it has the same freebit."""
    if version != __version__:
        raise InvalidError(f"the worker has freebit {__version__}, and {version} is needed")
    return function_named(function)(*arguments)


def outcome_of(function: str, arguments: tuple[Any, ...]) -> Any:
    """What the call returns, or the exception that it raises."""
    try:
        return function_named(function)(*arguments)
    except Exception as error:
        return error


def _on_processes(calls: Sequence[Call], processes: int, told: Told) -> Iterator[tuple[int, Any]]:
    left = list(range(len(calls)))
    for _ in range(MOST_LOST):
        lost: list[int] = []
        for own, result in results_of_workers(
            [(f"{__name__}:outcome_of", calls[number]) for number in left], processes
        ):
            if isinstance(result, WorkerLostError):
                told(f"the process of call {left[own] + 1} is lost; it is made again by another")
                lost.append(left[own])
            else:
                yield left[own], result
        left = sorted(lost)
        if not left:
            return
    for number in left:
        yield number, _ends_workers(number, MOST_LOST)


def _ends_workers(number: int, count: int) -> WorkerLostError:
    return WorkerLostError(f"call {number + 1} ended {count} workers, one after another")


def _on_workers(client: Any, calls: Sequence[Call], told: Told) -> Iterator[tuple[int, Any]]:
    from distributed import as_completed as completed
    from distributed.scheduler import KilledWorker

    watch = _Watch(client, told)
    left = iter(range(len(calls)))
    numbers: dict[Any, int] = {}

    def submitted(number: int) -> Any:
        function, arguments = calls[number]
        future = client.submit(made, __version__, function, arguments, pure=False)
        numbers[future] = number
        watch.names[future.key] = number
        return future

    def submit(count: int) -> Iterable[Any]:
        return map(submitted, islice(left, count))

    first = list(submit(CALLS_AHEAD * max(sum(client.nthreads().values()), 1)))
    waiting = completed(first, loop=client.loop)
    blamed: dict[int, KilledWorker] = {}
    for future in waiting:
        watch.look()
        number, error = numbers.pop(future), future.exception()
        if isinstance(error, KilledWorker):
            blamed[number] = error
        else:
            yield number, future.result() if error is None else error
        future.release()
        for more in submit(1):
            waiting.add(more)
    for number in sorted(blamed):
        error = blamed[number]
        if len(blamed) > 1:
            # All calls are blamed that a worker had when it ended, so that each is made again alone.
            future = submitted(number)
            error = future.exception()
            if error is None:
                yield number, future.result()
                continue
        if isinstance(error, KilledWorker):
            yield number, _ends_workers(number, error.allowed_failures + 1)
        else:
            yield number, error
    watch.look(now=True)


class _Watch:
    """Which workers are there and what each has to do, so that one that is gone can be named."""

    def __init__(self, client: Any, told: Told) -> None:
        self.names: dict[str, int] = {}
        self._client, self._told = client, told
        self._had: dict[str, tuple[str, ...]] = dict.fromkeys(client.nthreads(), ())
        self._looked = time.monotonic()

    def look(self, now: bool = False) -> None:
        """Tell which workers are gone since the last time."""
        if not now and time.monotonic() - self._looked < LOOKED_EVERY:
            return
        self._looked = time.monotonic()
        there = {**dict.fromkeys(self._client.nthreads(), ()), **self._client.processing()}
        for worker in self._had.keys() - there.keys():
            had = sorted(self.names[key] + 1 for key in self._had[worker] if key in self.names)
            work = f"its calls {', '.join(map(str, had))} are" if had else "what it was at is"
            self._told(f"the worker {worker} is lost; {work} made again by another")
        self._had = there
