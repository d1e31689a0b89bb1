"""What is installed and what is not: nothing ends in a traceback, and no part is loaded before it is needed."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from freebit.parts import EXTRA, NUMPY, USUAL, Part, part_of
from tests.commands.test_exits import CODES, VERTEX, WORK

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}

#: Runs commands, one after another, in a process in which some modules are not there; prints exit codes and errors.
WITHOUT = """
import json, sys
sys.modules.update(dict.fromkeys(json.loads(sys.argv[1])))
from click.testing import CliRunner
from freebit.cli import main
for arguments in json.loads(sys.argv[2]):
    done = CliRunner().invoke(main, arguments)
    strange = None if isinstance(done.exception, SystemExit | None) else repr(done.exception)
    print(json.dumps([done.exit_code, done.stdout, done.stderr, strange]))
"""

#: For each part, the commands of ``WORK`` that cannot do without it.
NEEDED = {
    "z3": set(),
    "flint": {"plan", "bound", "attack", "functions"},
    "sympy": set(),
    "numpy": {"run", "plot"},
    "cdd": {"solve"},
    "scipy": set(),
    "matplotlib": {"plot"},
    "distributed": set(),
    "fsspec": set(),
}
#: Commands that need none of these parts.
DOES_WITHOUT = {"verify", "claims", "export", "describe", "rules", "circuits"}
NEEDS_NO_WORK = {"click", "rich"}


def without(modules: list[str], *commands: list[str]) -> list[list[Any]]:
    """For each command the exit code, both outputs, and an exception that nobody caught."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, json.dumps(modules), json.dumps(commands)],
        capture_output=True, text=True, check=True, env=ENVIRONMENT, timeout=300,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_part_that_is_there_and_one_that_is_not() -> None:
    """The version is that of the distribution; how it is installed stands in the words for what is missing."""
    assert NUMPY.installed
    assert NUMPY.version == version("numpy")
    missing = Part("freebit_of_nobody", "freebit-of-nobody", "nothing", "'freebit[none]'")
    assert not missing.installed
    assert missing.version == "?"
    assert missing.missing == "freebit-of-nobody is not installed: pip install 'freebit[none]'"
    assert replace(missing, remark="free").how == "pip install 'freebit[none]' (free)"


def test_the_part_of_a_module() -> None:
    assert part_of("numpy") == part_of("numpy.linalg.core") == NUMPY
    assert part_of("numpyro") is part_of("") is part_of(None) is None


def test_the_parts_are_those_of_the_project() -> None:
    """Every dependency is a part, and every extra one of them."""
    names = [requirement.split(">")[0] for requirement in PROJECT["dependencies"]]
    assert sorted(names) == sorted(part.distribution for part in USUAL)
    extras = PROJECT["optional-dependencies"]
    wanted: dict[str, list[str]] = {}
    for part in EXTRA:
        wanted.setdefault(part.install.split("[")[1].split("]")[0], []).append(part.distribution)
    for extra, parts in wanted.items():
        assert [requirement.split(">")[0] for requirement in extras[extra]] == parts
    assert NEEDED.keys() | NEEDS_NO_WORK == {part.module for part in (*USUAL, *EXTRA)}


@pytest.mark.parametrize("module", NEEDED)
def test_a_missing_part_is_told_in_one_line(module: str, tmp_path: Path) -> None:
    """[R6.45] exit code 2 where the part is needed, and where it is not, all goes on as ever."""
    part = part_of(module)
    assert part is not None
    names = [name for name in WORK if name in NEEDED[module] | DOES_WITHOUT]
    ended = without([module], *(list(WORK[name](tmp_path)) for name in names))
    for name, (code, _, errors, strange) in zip(names, ended, strict=True):
        assert strange is None, (name, strange)
        if name in NEEDED[module]:
            assert code == 2, name
            assert part.missing in errors
            assert errors.count("\n") == 1
        else:
            assert code == CODES.get(name, 0), (name, errors)


def test_without_z3_the_kernel_decides_and_says_so() -> None:
    """[R6.51], [R3.3]"""
    usual, strict, asked, document, false = without(
        ["z3"],
        ["verify", VERTEX],
        ["verify", VERTEX, "--require-all"],
        ["verify", VERTEX, "--checker", "z3"],
        ["verify", VERTEX, "--json", "--require-all"],
        ["verify", str(ROOT / "pyproject.toml")],
    )
    assert usual[0] == 0
    assert usual[1].count("proved") == 1
    words = "Z3 was not asked, the kernel decided alone: z3-solver is not installed: pip install z3-solver\n"
    assert usual[1].endswith(words)
    assert strict[0] == 2
    assert (asked[0], asked[2]) == (2, "freebit: z3-solver is not installed: pip install z3-solver\n")
    assert json.loads(document[1])["exit"] == document[0] == 2
    assert json.loads(document[1])["files"][0]["z3"] == "-"
    assert false[0] == 2


def test_without_z3_the_second_checker_decides_nothing() -> None:
    """[R3.3] for whoever calls it as a library."""
    code = (
        "import sys; sys.modules['z3'] = None; from pathlib import Path; import freebit;"
        "found = freebit.verify_certificates(Path(sys.argv[1]));"
        "print(found.proved, found.outcomes[0].kernel.value, found.outcomes[0].z3.value, found.outcomes[0].message)"
    )
    done = subprocess.run([sys.executable, "-c", code, VERTEX], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.stdout == "False proved gave up Z3 is not installed here\n"


def test_a_z3_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    """A library for another machine, say."""
    (tmp_path / "z3").mkdir()
    (tmp_path / "z3" / "__init__.py").write_text("raise OSError('libz3.so: wrong ELF class')")
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; import freebit;"
        "print(freebit.check_certificate_with_z3(Path(sys.argv[1])).objection.message)"
    )
    command = [sys.executable, "-c", code, VERTEX, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
    assert done.stdout == "Z3 cannot be loaded: libz3.so: wrong ELF class\n"


def test_claims_say_what_they_need() -> None:
    """[R8.4] with all of it missing, whatever does not say so is proved all the same."""
    parts = ["z3", "flint", "sympy"]
    ((code, output, errors, strange),) = without(parts, ["claims", "--json"])
    assert (code, errors, strange) == (0, "", None)
    claims = {claim["id"]: claim for claim in json.loads(output)["claims"]}
    left_out = {name for name, claim in claims.items() if claim["verdict"] == "not checked here"}
    assert {"lemma-without-certificate", "main-result"} < left_out
    assert {claims[name]["detail"].split()[0] for name in left_out} == {"z3-solver", "python-flint", "sympy"}


@pytest.mark.parametrize("command", [["--help"], ["--version"], ["verify", "--help"], ["plan", "--help"]])
def test_help_loads_no_heavy_part(command: list[str]) -> None:
    heavy = ["z3", "numpy", "sympy", "flint", "cdd", "matplotlib", "distributed", "fsspec", "rich"]
    code = (
        "import sys; from click.testing import CliRunner; from freebit.cli import main;"
        f"code = CliRunner().invoke(main, {command!r}).exit_code; print(code, set(sys.modules) & set({heavy!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.stdout == "0 set()\n", done.stderr


def test_help_comes_within_a_tenth_of_a_second() -> None:
    """Processor time of the whole process, the best of eight."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime)"
    )
    command = [str(Path(sys.executable).with_name("freebit")), "--help"]
    times = [
        float(subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True).stdout)
        for _ in range(8)
    ]
    assert min(times) < 0.1
