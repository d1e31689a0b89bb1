"""Runs something in a process of its own, within limits, and tells what came of it."""

import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

#: A mutant may take so many bytes more than what is loaded.
MEMORY = 3 * 2**30


@dataclass(frozen=True)
class Ending:
    """What a process told last of itself, and the signal that ended it, 0 for none; -1 for another failure."""

    last: str
    signal: int


def in_fork(run: Callable[[Callable[[str], None]], None]) -> Ending:
    """Fork, run it with a function by which it tells lines, and wait for its end."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(inward)
            _be_quiet()
            run(lambda line: _write(outward, line.replace("\n", " ").encode() + b"\n"))
            code = 0
        finally:
            os._exit(code)
    os.close(outward)
    told = _read(inward).decode().splitlines()
    _, status = os.waitpid(child, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -min(os.WEXITSTATUS(status), 1)
    return Ending(told[-1] if told else "", ended)


def value_of(run: Callable[[], T]) -> T:
    """What a function gives that runs in a process of its own, so that nothing of it stays in this one."""
    inward, outward = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(inward)
            _write(outward, pickle.dumps(run()))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(outward)
    data = _read(inward)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("what comes before the mutants failed")
    value: T = pickle.loads(data)
    return value


def _read(pipe: int) -> bytes:
    with os.fdopen(pipe, "rb") as stream:
        return stream.read()


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _be_quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def limit_memory() -> None:
    """No more than ``MEMORY`` beyond what there is."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limit_time(seconds: float, clock: float = 20) -> None:
    """From now on so many seconds of work, and so many times as many on the clock; then the process is ended."""
    for timer, ending in ((signal.ITIMER_PROF, signal.SIGPROF), (signal.ITIMER_REAL, signal.SIGALRM)):
        signal.signal(ending, signal.SIG_DFL)
        signal.setitimer(timer, seconds if timer is signal.ITIMER_PROF else clock * seconds)
