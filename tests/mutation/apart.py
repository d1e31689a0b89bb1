"""Mutants of a room judged apart, some at a time, each time by a program of its own [R6.136]."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from freebit.processes import Call
from freebit.scheduling import Crew, Told
from tests.imports import ROOT

#: Mutants of one call.
BATCH = 60
#: What a program measured once of the reference.
MEASURED = "reach-*.pickle"


class FailedError(RuntimeError):
    """A program that judged nothing; the message is what it said."""


def judged(room: str, names: Sequence[str], known: Sequence[str], state: str, options: Sequence[str]) -> list[str]:
    """The lines of the record about mutants of a room, of which some may be known: called where the work is done."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _copy(Path(state), folder)
        record, chosen = folder / f"{room}.jsonl", folder / "names.json"
        record.write_text("".join(f"{line}\n" for line in known))
        chosen.write_text(json.dumps(list(names)))
        command = [sys.executable, "-m", "tests.mutation", room, "--state", str(folder), "--names", str(chosen)]
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            raise FailedError(done.stderr[-2000:] or done.stdout[-2000:])
        if Path(state).is_dir():
            _copy(folder, Path(state))
        return record.read_text().splitlines()


def lines_judged(
    room: str,
    names: Sequence[str],
    line_of: Callable[[str], str | None],
    state: Path,
    options: Sequence[str],
    crew: Crew,
    told: Told,
) -> Iterator[str]:
    """The lines about all of them, batch by batch as they come; raises the first error of a call."""
    calls: list[Call] = []
    for start in range(0, len(names), BATCH):
        own = list(names[start : start + BATCH])
        known = [line for line in map(line_of, own) if line is not None]
        calls.append(("tests.mutation.apart:judged", (room, own, known, str(state.resolve()), list(options))))
    for _, result in crew.results(calls, told):
        if isinstance(result, Exception):
            raise result
        yield from result


def _copy(source: Path, target: Path) -> None:
    """What was measured, where it is not there yet; it appears when it is complete."""
    for path in source.glob(MEASURED) if source.is_dir() else ():
        if not (target / path.name).exists():
            with TemporaryDirectory(dir=target) as scratch:
                shutil.copy(path, scratch)
                Path(scratch, path.name).rename(target / path.name)
