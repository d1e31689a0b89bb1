"""Processes that freebit starts to do its own work: they run freebit as it lies on disk, and no other code [R6.50].

A worker is asked by name, ``module:function`` with arguments, and answers one call at a time.  It is started by
Python's isolated mode: neither the working directory nor a variable such as PYTHONPATH says where code comes from, and
no script is run again, so that a program that uses freebit needs no ``if __name__ == "__main__"``.
"""

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import Any

from freebit.errors import FreebitError

#: A function, as "module:name", and its arguments.
Call = tuple[str, tuple[Any, ...]]

#: Loads the package from the folder that is given, whatever else is called freebit, and serves.
_START = """
import importlib.util, os, sys
folder = sys.argv[1]
spec = importlib.util.spec_from_file_location(
    "freebit", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
)
sys.modules["freebit"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["freebit"])
sys.path.append(os.path.dirname(folder))
from freebit.processes import serve
serve()
"""


class WorkerLostError(FreebitError, RuntimeError):
    """A worker that ended without an answer; nothing was decided."""


class WorkerError(FreebitError, RuntimeError):
    """A call that raised an exception in the worker; the message is its traceback."""


def isolated_environment() -> dict[str, str]:
    """The environment, without what says where code comes from."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "Z3_LIBRARY_PATH"
    }


_STARTED: list[subprocess.Popen[bytes]] = []
_LOCK = Lock()


def start(command: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
    """Start a program as ``subprocess.Popen`` does, in a thread, which no signal interrupts.

    So whatever was started is known to ``end_started``, wherever the main thread was when the signal came.
    """

    from concurrent.futures import ThreadPoolExecutor

    def begun() -> subprocess.Popen[bytes]:
        with _LOCK:
            _STARTED[:] = [process for process in _STARTED if process.poll() is None]
            _STARTED.append(subprocess.Popen(command, **more))
            return _STARTED[-1]

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(begun).result()


def end_started() -> None:
    """End everything that still runs: the last thing that a command does."""
    with _LOCK:
        for process in _STARTED:
            if process.poll() is None:
                end_group(process)


class Worker:
    """A process that is started when it is first asked, and again when it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = Lock()

    def call(self, function: str, *arguments: Any) -> Any:
        """What the function returns; raises ``WorkerLostError`` or ``WorkerError``."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise WorkerLostError("the process has no pipes")
        try:
            pickle.dump((function, arguments), process.stdin)
            process.stdin.flush()
            done, value = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._end()
            raise WorkerLostError(f"the process that checked ended with {ending(process.returncode)}") from error
        if not done:
            raise WorkerError(value)
        return value

    def stop(self) -> None:
        """End the process, whatever it does; it is not started again."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise WorkerLostError("the worker was stopped")
            if self._process is None:
                folder = Path(__file__).resolve().parent
                utf8 = ["-X", "utf8"] if sys.flags.utf8_mode else []
                self._process = start(
                    [sys.executable, "-I", *utf8, "-c", _START, str(folder)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=isolated_environment(),
                )
            return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()


def ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None:
        return "no exit code"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def results(calls: Sequence[Call], processes: int) -> Iterator[Any]:
    """What the calls return, in order; see ``results_as_they_come``."""
    early: dict[int, Any] = {}
    wanted = 0
    for number, result in results_as_they_come(calls, processes):
        early[number] = result
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1


def results_as_they_come(calls: Sequence[Call], processes: int) -> Iterator[tuple[int, Any]]:
    """The number of each call, from 0, and what it returns, as soon as it does, made by so many processes.

    A lost worker's call gives a ``WorkerLostError``.  With one process the calls are made here, and raise what they
    raise; otherwise a call that raises an exception raises ``WorkerError``.  Leaving the iterator ends all processes.
    """
    if min(processes, len(calls)) <= 1:
        yield from (
            (number, function_named(function)(*arguments)) for number, (function, arguments) in enumerate(calls)
        )
        return
    yield from results_of_workers(calls, processes)


def results_of_workers(calls: Sequence[Call], processes: int) -> Iterator[tuple[int, Any]]:
    """The same, and no call is made here."""
    from concurrent.futures import ThreadPoolExecutor, as_completed

    workers = [Worker() for _ in range(max(min(processes, len(calls)), 1))]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def made(call: Call) -> Any:
        worker = idle.get()
        try:
            return worker.call(call[0], *call[1])
        except WorkerLostError as error:
            return error
        finally:
            idle.put(worker)

    executor = ThreadPoolExecutor(len(workers))
    try:
        numbers = {executor.submit(made, call): number for number, call in enumerate(calls)}
        for future in as_completed(numbers):
            yield numbers[future], future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
        executor.shutdown()


def function_named(function: str) -> Callable[..., Any]:
    """The function "module:name"."""
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def serve() -> None:
    """The worker's side: make the calls that come in on standard input, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal interrupts everybody; the parent process ends us
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            function, arguments = pickle.load(incoming)
            try:
                answer = pickle.dumps((True, function_named(function)(*arguments)))
            except Exception:
                answer = pickle.dumps((False, traceback.format_exc()))
            outgoing.write(answer)
            outgoing.flush()


def run_to_end(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a program in a folder; its exit code, and what it printed, both streams together.

    If we are interrupted, the program is ended, and where there are process groups whatever it started as well.
    """
    with start(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            printed, _ = process.communicate()
        except BaseException:
            end_group(process)
            raise
    return process.returncode, printed.decode(errors="replace")


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process, and where there are process groups all of the group that it leads, if it leads one."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError):
        process.kill()
