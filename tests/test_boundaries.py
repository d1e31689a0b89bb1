"""The trust boundary: what the checkers may import, and what an import may cost."""

import os
import subprocess
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.imports import MODULES, PACKAGE, ROOT, imports, outside, reached

KERNEL = "freebit.kernel.check"
SECOND = "freebit.second.check"
#: What both checkers may share: the definition of the game, and packages that hold nothing.
SHARED = {"freebit", "freebit.errors", "freebit.boxes", "freebit.boxes.bits", "freebit.boxes.game"}


def test_the_graph_is_seen() -> None:
    assert KERNEL in MODULES
    assert "freebit.boxes.game" in reached(KERNEL)
    assert "z3" in outside(reached(SECOND))
    assert "cdd" in outside(reached("freebit.solver.exact_lp"))


def graph() -> dict[str, set[str]]:
    """Module -> the modules of the package that it imports, but for itself and its own folder, which holds it."""
    return {name: {*imports(name)} & {*MODULES} - {name, name.rpartition(".")[0]} for name in MODULES}


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports inside functions count too."""
    assert len(list(TopologicalSorter(graph()).static_order())) == len(MODULES)
    with pytest.raises(CycleError):
        TopologicalSorter(graph() | {"freebit.boxes.bits": {KERNEL}}).prepare()


def test_the_kernel_is_the_standard_library_and_the_game() -> None:
    found = reached(KERNEL)
    assert outside(found) == set()
    rooms = ("freebit.kernel", "freebit.wire")
    assert {name for name in found if name.startswith("freebit") and not name.startswith(rooms)} == SHARED | {
        "freebit.boxes.entries",
        "freebit.boxes.cells",
        "freebit.boxes.entry_types",
        "freebit.boxes.magic_square",
        "freebit.codes",
        "freebit.codes.code",
        "freebit.codes.field",
        "freebit.codes.weights",
    }


@pytest.mark.parametrize(
    "module",
    [
        *(name for name in MODULES if name.startswith(("freebit.kernel", "freebit.second"))),
        "freebit.verification",
        "freebit.commands.verify",
    ],
)
def test_checkers_import_no_finder(module: str) -> None:
    found = reached(module)
    assert not {name for name in found if name.startswith(("freebit.solver", "freebit.simulate"))}
    assert outside(found) <= {"z3", "click", "rich"}


def test_the_second_checker_shares_only_the_game_with_the_kernel() -> None:
    assert reached(KERNEL) & reached(SECOND) & set(MODULES) == SHARED


def test_the_objects_of_the_paper_import_only_each_other() -> None:
    for module, allowed in {
        "freebit.boxes.bits": set(),
        "freebit.boxes.game": {"freebit.boxes.bits"},
        "freebit.boxes.box": {"freebit.boxes.bits", "freebit.boxes.game"},
        "freebit.boxes.symmetry": {"freebit.boxes.bits", "freebit.boxes.game"},
    }.items():
        found = reached(module)
        assert outside(found) == set()
        shared = {module, "freebit.boxes", "freebit.errors"}
        assert {name for name in found if name.startswith("freebit.")} == allowed | shared


@pytest.mark.parametrize("module", ["freebit", "freebit.cli", KERNEL, SECOND, "freebit.verification"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """Heavy libraries load when they are used."""
    heavy = ["z3", "numpy", "sympy", "cdd", "flint", "scipy", "mpmath"]
    if module in ("freebit", KERNEL):
        heavy += ["click", "rich"]
    code = f"import sys, {module}; print(sorted(set(sys.modules) & set({heavy})))"
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == "[]"


def test_the_kernel_runs_without_installed_packages(certificates: Path) -> None:
    """-S leaves site-packages out, -I the environment."""
    code = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n"
        f"from pathlib import Path; from {KERNEL} import check\n"
        f"data = Path({str(certificates)!r}, 'lemma/majority-123.json').read_bytes()\n"
        "print(check(data).accepted)"
    )
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True"


# The same contract as import-linter reads it, in pyproject.toml.


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", str(config)]
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_import_contracts_are_kept() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    run = lint(ROOT / "pyproject.toml")
    assert run.returncode == 0, run.stdout
    assert f"Contracts: {len(contracts)} kept, 0 broken." in run.stdout


def test_a_broken_contract_is_noticed(tmp_path: Path) -> None:
    config = tmp_path / "contract.toml"
    config.write_text(
        '[tool.importlinter]\nroot_package = "freebit"\n'
        '[[tool.importlinter.contracts]]\nname = "never"\ntype = "forbidden"\n'
        'source_modules = ["freebit.wire.reader"]\nforbidden_modules = ["freebit.boxes.game"]\n'
    )
    run = lint(config)
    assert run.returncode == 1
    assert "freebit.wire.reader -> freebit.boxes.game" in run.stdout
