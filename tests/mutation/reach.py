"""Which lines are passed by when a question is answered, or a test is run."""

import functools
import gc
import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coverage import Coverage

from tests.imports import PACKAGE


@dataclass
class Reach:
    """By file and line who passes there; what each takes in seconds, and which of them start programs."""

    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    programs: set[str] = field(default_factory=set)

    def at(self, file: str, lines: Iterable[int]) -> set[str]:
        """Who passes by one of the lines of a file."""
        found = self.lines.get(file, {})
        return {name for line in lines for name in found.get(line, ()) if name}

    def in_file(self, file: str) -> set[str]:
        """Who passes by any line of a file."""
        return self.at(file, self.lines.get(file, {}))

    def ran(self, file: str) -> set[int]:
        """The lines of a file that ran before anybody was asked."""
        return {line for line, names in self.lines.get(file, {}).items() if "" in names}


class Measurement:
    """Measures from its beginning; what runs outside of ``run`` counts as import."""

    def __init__(self) -> None:
        self._reach = Reach()
        self._coverage = Coverage(data_file=None, config_file=False, include=[f"{PACKAGE}/*"])
        self._spawned: list[str] = []
        sys.addaudithook(
            lambda event, _: self._spawned.append(event) if event in ("subprocess.Popen", "os.fork") else None
        )
        self._caches = Caches()
        self._coverage.start()
        self._coverage.switch_context("")

    def _hear(self, event: str, _: object) -> None:
        if event in ("subprocess.Popen", "os.fork"):
            self._spawned.append(event)

    def run(self, name: str, function: Callable[[], object]) -> None:
        """Run it, with no answers kept from before."""
        self._caches.forget()
        self._spawned.clear()
        self._coverage.switch_context(name)
        began = _worked()
        function()
        self._reach.seconds[name] = _worked() - began
        self._coverage.switch_context("")
        if self._spawned:
            self._reach.programs.add(name)

    def finish(self) -> Reach:
        """All that was measured."""
        self._coverage.stop()
        data = self._coverage.get_data()
        for path in data.measured_files():
            file = path.removeprefix(f"{PACKAGE}/")
            self._reach.lines[file] = {
                line: sorted(set(names)) for line, names in data.contexts_by_lineno(path).items()
            }
        return self._reach


def _worked() -> float:
    """Seconds that this process worked, and those that it started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Caches:
    """What functions of the package keep of their answers."""

    def __init__(self) -> None:
        self._modules = 0
        self._found: list[functools._lru_cache_wrapper[object]] = []

    def find(self) -> None:
        """Look for them in what is loaded now."""
        self._modules = len(sys.modules)
        found = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
        self._found = [one for one in found if str(one.__module__).startswith("freebit")]

    def forget(self) -> None:
        """Empty them, so that the next question passes by all that it needs."""
        if len(sys.modules) != self._modules:
            self.find()
        for one in self._found:
            one.cache_clear()
