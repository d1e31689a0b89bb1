"""``freebit verify --checker rocq``: certificates decided inside Rocq, by the checkers proved in ``spec/rocq``.

The sources of the checkers are compiled in a copy, then a file with the certificate and nothing else; the verdict is
computed, and accepted as computed rightly, by Rocq's kernel.  What is decided before that, by the rules that say which
inputs a claim is about, is the kernel's of freebit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.prove import PROOFS, find_checkout
from freebit.commands.rocq_build import CLOSED, FLAGS, Rocq, compile_sources, environment, find_rocq
from freebit.commands.terminal import Column, say, show_table
from freebit.export.rocq import OtherKindError, Question, rocq_question
from freebit.files import scratch_folder
from freebit.processes import run_to_end
from freebit.wire.document import UnreadableError

#: What Rocq prints after the verdict if it has accepted how it was computed, and on no assumption.
_VERDICT = re.compile(rf"\Averdict = (true|false)\n +: bool\n{CLOSED}\n\Z")


class RocqVerdict(Enum):
    """What is said of one file."""

    PROVED = "proved"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    NOT_DECIDED = "not decided"


@dataclass(frozen=True)
class InRocq:
    """What is said of one file, and why if it is not proved."""

    path: Path
    verdict: RocqVerdict
    why: str = ""


def verify_in_rocq(paths: Sequence[Path]) -> ExitCode:
    """Decide the files, print a table of the verdicts, and return the exit code [R6.45].

    Raises ``InputError`` if Rocq or the sources are absent or a file is no regular file.
    """
    folders = [path for path in paths if path.is_dir()]
    if folders or not paths:
        raise InputError("with --checker rocq files are named one by one, not folders")
    asked = [(path, _asked(path)) for path in paths]
    needed = sorted({one.needs for _, one in asked if isinstance(one, Question) and not one.rejection})
    sources = find_checkout(None) / PROOFS
    with refusing(), scratch_folder() as home, scratch_folder() as copy:
        rocq = find_rocq(home)
        problem = compile_sources(sources, copy, rocq, needed)
        if problem:
            raise InputError(f"the checkers in {sources} were not compiled: {problem.text}")
        results = [one if isinstance(one, InRocq) else decided(path, one, copy, rocq) for path, one in asked]
    rows = [(str(one.path), one.verdict.value, one.why) for one in results]
    show_table([Column("file"), Column("Rocq"), Column("why")], rows)
    verdicts = {one.verdict for one in results}
    if verdicts & {RocqVerdict.UNREADABLE, RocqVerdict.NOT_DECIDED}:
        return ExitCode.UNDECIDED
    if RocqVerdict.REJECTED in verdicts:
        return ExitCode.REJECTED
    say("what Rocq accepts here is true by the theorems ..._sound of spec/rocq, each about the checker of a kind")
    return ExitCode.PROVED


def _asked(path: Path) -> "Question | InRocq":
    try:
        return rocq_question(path)
    except OtherKindError as error:
        return InRocq(path, RocqVerdict.NOT_DECIDED, str(error))
    except UnreadableError as error:
        return InRocq(path, RocqVerdict.UNREADABLE, f"[{error.rule}] at {error.place}: {error.message}")


def decided(path: Path, asked: Question, folder: Path, rocq: Rocq) -> InRocq:
    """The verdict on one file; ``folder`` holds the compiled checkers."""
    if asked.rejection:
        return InRocq(path, RocqVerdict.REJECTED, asked.rejection)
    (folder / "Question.v").write_text(asked.source, encoding="ascii")
    code, printed = run_to_end([rocq.coqc, *FLAGS, "Question.v"], folder, environment(folder))
    found = _VERDICT.fullmatch(printed)
    if code or found is None:
        return InRocq(path, RocqVerdict.NOT_DECIDED, f"Rocq has not computed a verdict: {printed.strip()[:200]}")
    if found[1] == "false":
        return InRocq(path, RocqVerdict.REJECTED, f"{asked.check} is false: {asked.rules}")
    return InRocq(path, RocqVerdict.PROVED)
