"""A public name stands for one thing in the whole package."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "reference" / "freebit"

#: Names that every module of a folder has because they are looked up there.
BY_DESIGN = {"command", "OPERATIONS"}
#: Small numbers, which need no home.
NUMBERS = {"ZERO", "ONE", "HALF"}


def defined(path: Path) -> set[str]:
    """The public names that a module defines at its top: classes, functions, constants and types."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return {name for name in found if not name.startswith("_")}


def test_no_public_name_is_defined_twice() -> None:
    homes = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in defined(path):
            homes[name].append(str(path.relative_to(PACKAGE)))
    twice = {name: places for name, places in homes.items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if name not in BY_DESIGN | NUMBERS} == {}


def test_definitions_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("class A: ...\ndef f(): ...\nB, C = 1, 2\nD: int = 3\n_hidden = 4\n")
    assert defined(path) == {"A", "f", "B", "C", "D"}
