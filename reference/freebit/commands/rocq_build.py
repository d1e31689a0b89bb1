"""The build of the proofs: in an environment of our own, with supported versions, and looked at afterwards.

The exit code of ``make`` is not believed alone: every source must have a compiled file that is not older, and what the
theorems rest on is printed by a run of ``coqc`` that is started here.
"""

import difflib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from freebit.commands.exits import InputError, tell
from freebit.commands.terminal import progress_bar
from freebit.processes import run_to_end

DEBIAN_PACKAGES = "coq libcoq-mathcomp-ssreflect libcoq-mathcomp-algebra"
#: The versions with which the proofs are known to build.
COQ_VERSIONS = ("8.16",)
SUPPORTED = "Coq 8.16 with mathcomp 1.15"
#: What a build fails by that says nothing about the proofs.
UNDECIDED = ("System error", "Out of memory", "Stack overflow", "No space left on device")
CLOSED = "Closed under the global context"
#: How often the bar of a build moves.
SECONDS_BETWEEN_LOOKS = 0.5
#: Coq looks for memory that is free less often: a fifth of its time.
COLLECTOR = "s=1M,o=1000"
FLAGS = ("-q", "-w", "none", "-Q", ".", "Freebit")
#: It holds in mathcomp 1 and not in mathcomp 2, which has other structures.
PROBE = "From mathcomp Require Import all_ssreflect all_algebra.\nCheck GRing.Zmodule.mixin_of.\n"


@dataclass(frozen=True)
class Problem:
    """Why nothing was proved; ``decided`` if Rocq has refused a proof, and not something else gone wrong."""

    text: str
    decided: bool = True


@dataclass(frozen=True)
class Rocq:
    """The programs, by their full paths; ``coqchk`` only where it is needed."""

    make: str
    coqc: str
    coqchk: str | None


def environment(home: Path) -> dict[str, str]:
    """The whole environment of the build: where programs are, and a home in which nothing is."""
    path = os.pathsep.join(_program_folders())
    return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "OCAMLRUNPARAM": COLLECTOR}


def _program_folders() -> list[str]:
    """The folders of PATH, without those that depend on the working directory."""
    return [folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if os.path.isabs(folder)]


def find_rocq(home: Path, *, check: bool = False) -> Rocq:
    """The programs, of a version that is supported; ``home`` is an empty folder.  Raises ``InputError``."""
    names = ("make", "coqc", "coqdep", *(("coqchk",) if check else ()))
    path = os.pathsep.join(_program_folders())
    found = {name: shutil.which(name, path=path) for name in names}
    missing = [name for name, where in found.items() if where is None]
    if missing:
        raise InputError(
            f"Rocq is not installed ({', '.join(missing)} not found); on Debian: apt-get install make {DEBIAN_PACKAGES}"
        )
    rocq = Rocq(str(found["make"]), str(found["coqc"]), found.get("coqchk"))
    _need_versions(rocq, home)
    return rocq


def _need_versions(rocq: Rocq, home: Path) -> None:
    code, printed = run_to_end([rocq.coqc, "--print-version"], home, environment(home))
    version = printed.split(" ")[0].strip()
    if code or re.match(r"(\d+\.\d+)", version) is None:
        raise InputError(f"{rocq.coqc} does not tell its version; supported is {SUPPORTED}")
    if not any(version == each or version.startswith(f"{each}.") for each in COQ_VERSIONS):
        raise InputError(f"Coq {version} is not supported; supported is {SUPPORTED}")
    code, printed = run_to_end([rocq.coqc, "-where"], home, environment(home))
    for part in ("ssreflect", "algebra"):
        if not (Path(printed.strip()) / "user-contrib" / "mathcomp" / part).is_dir():
            raise InputError(f"mathcomp's {part} is not installed; on Debian: apt-get install libcoq-mathcomp-{part}")
    (home / "probe.v").write_text(PROBE, encoding="ascii")
    code, printed = run_to_end([rocq.coqc, "-q", "-w", "none", "probe.v"], home, environment(home))
    if code:
        raise InputError(f"this version of mathcomp is not supported; supported is {SUPPORTED}")


def copy_sources(proofs: Path, folder: Path) -> None:
    """Copy the sources, and nothing that was compiled earlier."""
    for path in [
        *proofs.glob("*.v"),
        *proofs.glob("Certificates/*.v"),
        *proofs.glob("*.expected"),
        proofs / "Makefile",
    ]:
        target = folder / path.relative_to(proofs)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def build(proofs: Path, folder: Path, rocq: Rocq, theorems: Iterable[str], *, check: bool = False) -> Problem | None:
    """Compile a copy of ``proofs`` in ``folder``; returns why the theorems are not proved, or None."""
    copy_sources(proofs, folder)
    return (
        _make(rocq, folder, "all")
        or uncompiled(folder)
        or assumed(rocq, folder, theorems)
        or (_make(rocq, folder, "check") if check else None)
    )


def compile_sources(proofs: Path, folder: Path, rocq: Rocq, wanted: Iterable[str]) -> Problem | None:
    """Compile some files, by their names ``*.vo``, and what they need in a copy of ``proofs`` in ``folder``."""
    copy_sources(proofs, folder)
    targets = list(wanted)
    missing = [name for name in targets if not (folder / name).with_suffix(".v").is_file()]
    if missing:
        return Problem(f"there is no source of {', '.join(missing)}", decided=False)
    return next((problem for target in targets if (problem := _make(rocq, folder, target))), None)


def _make(rocq: Rocq, folder: Path, target: str) -> Problem | None:
    tell(f"make {target} ...")
    programs = [f"COQC={rocq.coqc}", f"COQCHK={rocq.coqchk or 'coqchk'}"]
    with compiling_shown(folder):
        code, printed = run_to_end([rocq.make, "-j2", *programs, target], folder, environment(folder))
    return _failed(f"make {target}", printed) if code else None


@contextmanager
def compiling_shown(folder: Path) -> Iterator[None]:
    """Meanwhile a bar on a terminal shows how many sources are compiled."""
    with progress_bar("compiling the proofs", len(_sources(folder))) as bar:
        over = Event()

        def look() -> None:
            while not over.wait(SECONDS_BETWEEN_LOOKS):
                bar.update(bar.task_ids[0], completed=len(list(folder.rglob("*.vo"))))

        looking = Thread(target=look, name="looking", daemon=True)
        if not bar.disable:
            looking.start()
        try:
            yield
        finally:
            over.set()
            if looking.ident is not None:
                looking.join()


def _failed(what: str, printed: str) -> Problem:
    refused = re.search(r"^Error\b", printed, re.MULTILINE) is not None and not any(w in printed for w in UNDECIDED)
    return Problem(f"{what} failed\n{printed.strip()}", decided=refused)


def _sources(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.v")) if path.name not in ("Assumptions.v", "probe.v")]


def uncompiled(folder: Path) -> Problem | None:
    """The sources without a compiled file that is at least as new as they are."""
    missing = [path for path in _sources(folder) if not _compiled(path, path.with_suffix(".vo"))]
    names = ", ".join(path.relative_to(folder).as_posix() for path in missing)
    return Problem(f"make ended well, and these were not compiled: {names}", decided=False) if missing else None


def _compiled(source: Path, compiled: Path) -> bool:
    if not compiled.is_file():
        return False
    status = compiled.stat()
    return status.st_size > 0 and status.st_mtime_ns >= source.stat().st_mtime_ns


def assumed(rocq: Rocq, folder: Path, theorems: Iterable[str]) -> Problem | None:
    """What the theorems say and rest on, as Rocq prints it now: the expected text, and no axiom."""
    tell("coqc Assumptions.v ...")
    code, printed = run_to_end([rocq.coqc, *FLAGS, "Assumptions.v"], folder, environment(folder))
    if code:
        return _failed("coqc Assumptions.v", printed)
    expected = (folder / "Assumptions.expected").read_text("utf-8")
    if printed != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), printed.splitlines(), "Assumptions.expected", "printed now", lineterm=""
        )
        return Problem("\n".join(["the theorems say or rest on something else", *lines]))
    if re.findall(f"^{CLOSED}$|^Axioms:$", printed, re.MULTILINE) != [CLOSED] or not printed.endswith(f"\n{CLOSED}\n"):
        return Problem(f"the theorems are not printed as {CLOSED!r}")
    unproved = [name for name in theorems if name not in _searched(folder, printed)]
    return Problem(f"not printed, or not searched for axioms: {', '.join(unproved)}") if unproved else None


def _searched(folder: Path, printed: str) -> set[str]:
    """The theorems whose statements are printed and which stand in the one definition that is searched for axioms."""
    stated = re.findall(r"^(\w+)\n(?: .*\n)+", printed, re.MULTILINE)
    source = (folder / "Assumptions.v").read_text("utf-8")
    everything = re.search(
        r"^Definition everything :=((?:\s+let _ := @\w+ in)+)\s+tt\.\nPrint Assumptions everything\.\n\Z", source, re.M
    )
    together = re.findall(r"@(\w+)", everything[1]) if everything else []
    return set(stated) & set(together)
