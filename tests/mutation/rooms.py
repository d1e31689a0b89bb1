"""What is mutated, as the import contracts say it, and who judges the mutants of each room."""

import tomllib
from functools import cache
from pathlib import Path

from tests.imports import MODULES, ROOT, reached, source

#: By room the tests that judge what the vectors let pass; paths under ``tests/``.
JUDGES: dict[str, tuple[str, ...]] = {
    "boxes": ("boxes",),
    "codes": ("kernel/test_codes.py", "second"),
    "commands": (
        "commands/test_exits.py",
        "commands/test_ends.py",
        "commands/test_screens.py",
        "commands/test_claims_beside.py",
        "commands/test_verify.py",
        "commands/test_verify_shown.py",
        "commands/test_verify_faults.py",
    ),
    "errors": ("test_errors.py",),
    "files": ("test_files.py", "verification/test_folders.py"),
    "kernel": (
        "kernel/test_faults.py",
        "kernel/test_texts.py",
        "kernel/test_functional.py",
        "kernel/test_facts.py",
        "kernel/test_claims_kinds.py",
        "kernel/test_tables.py",
        "kernel/test_tested.py",
        "kernel/test_codes.py",
        "kernel/test_ends.py",
        "kernel/test_bounded_work.py",
        "wire",
    ),
    "lists": ("commands/test_lists.py",),
    "parts": ("test_parts.py",),
    "processes": ("test_processes.py",),
    "protocol": ("protocol", "simulate/test_apart.py"),
    "second": ("second", "verification", "kernel/test_claims_kinds.py"),
    "security": ("security",),
    "source": ("source",),
    "stores": ("simulate/test_apart.py",),
    "texts": ("test_texts.py",),
    "theorem": ("theorem",),
    "verification": ("verification", "commands/test_verify.py"),
    "wire": ("wire", "kernel/test_faults.py", "kernel/test_texts.py"),
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
