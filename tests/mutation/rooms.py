"""What is mutated, as the import contracts say it, and who judges the mutants of each room."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.imports import MODULES, PACKAGE, ROOT, reached, source

#: Most of what is written with a bar is a type.
LEFT_OUT = "core/ReplaceBinaryOperator_BitOr_.*"


@dataclass(frozen=True)
class Judge:
    """Operations whose vectors are answered first, and then the tests that are run; paths under ``tests/``."""

    operations: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


JUDGES = {
    "boxes": Judge(
        ("certificate", "coefficient", "inputs", "strings", "box", "loss", "marginal", "named-box", "relabel"),
        ("boxes",),
    ),
    "codes": Judge(("certificate",), ("kernel/test_codes.py", "second")),
    "commands": Judge((), ("commands/test_exits.py", "commands/test_verify.py", "commands/test_verify_faults.py")),
    "errors": Judge((), ("test_errors.py",)),
    "files": Judge((), ("test_files.py", "verification/test_folders.py")),
    "kernel": Judge(
        ("certificate",),
        (
            "kernel/test_faults.py",
            "kernel/test_texts.py",
            "kernel/test_functional.py",
            "kernel/test_facts.py",
            "kernel/test_claims_kinds.py",
            "kernel/test_tables.py",
            "kernel/test_codes.py",
            "kernel/test_ends.py",
            "kernel/test_bounded_work.py",
            "wire",
        ),
    ),
    "parts": Judge((), ("test_parts.py",)),
    "processes": Judge((), ("test_processes.py", "second/test_check.py", "conformance/test_transport.py")),
    "protocol": Judge(
        ("keep", "arrange", "test", "distil", "run", "replay", "parameters", "transcript"), ("protocol",)
    ),
    "second": Judge((), ("second", "verification", "kernel/test_claims_kinds.py")),
    "security": Judge(("guess",), ("security",)),
    "source": Judge(
        ("source", "epsilon", "weak-bits", "largest-epsilon", "named-source", "joint-bounds", "product"), ("source",)
    ),
    "texts": Judge((), ("test_texts.py",)),
    "theorem": Judge(("kappa", "bound"), ("theorem",)),
    "verification": Judge((), ("verification", "commands/test_verify.py")),
    "wire": Judge(("certificate", "transcript"), ("wire", "kernel/test_faults.py", "kernel/test_texts.py")),
}


@cache
def trusted() -> frozenset[str]:
    """All modules that a contract of ``pyproject.toml`` keeps something out of, and all that they import.

    What a contract says to ignore is not followed.
    """
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    found: set[str] = set()
    for contract in contracts:
        if contract["type"] == "forbidden":
            pairs = (line.split(" -> ") for line in contract.get("ignore_imports", []))
            ignored = frozenset((importer, imported) for importer, imported in pairs)
            names = [f"{name}." for name in contract["source_modules"]]
            kept = [module for module in MODULES if any(f"{module}.".startswith(name) for name in names)]
            found |= {name for module in kept for name in reached(module, ignored)}
    return frozenset(found & set(MODULES))


def room_of(module: str) -> str:
    """``kernel`` of ``freebit.kernel.check``; nothing of the package's own front door."""
    return module.partition(".")[2].partition(".")[0]


def files_of(room: str) -> list[Path]:
    """The trusted files of a room."""
    return sorted(source(module) for module in trusted() if room_of(module) == room)


def configuration(room: str, python: str = "python") -> str:
    """What Cosmic Ray is told about a room: its files, and the command that must fail on each mutant."""
    judge = JUDGES[room]
    kit = [f"{python} -m tests.mutation.kit {' '.join(judge.operations)}"] if judge.operations else []
    tests = [f"{python} -m pytest -x -q -p no:cacheprovider {' '.join(f'tests/{name}' for name in judge.tests)}"]
    paths = ", ".join(f'"{path.relative_to(PACKAGE.parents[1])}"' for path in files_of(room))
    return (
        f"[cosmic-ray]\nmodule-path = [{paths}]\ntimeout = 120.0\nexcluded-modules = []\n"
        f"test-command = \"sh -c '{' && '.join(kit + tests)}'\"\n\n"
        '[cosmic-ray.distributor]\nname = "local"\n\n'
        f'[cosmic-ray.filters.operators-filter]\nexclude-operators = ["{LEFT_OUT}"]\n'
    )
