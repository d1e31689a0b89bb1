"""What the package refuses it refuses with an error of its own [R6.66]."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

from freebit.errors import FreebitError

PACKAGE = Path(__file__).resolve().parents[1] / "reference" / "freebit"
#: Errors of Python that say nothing of whose they are; TypeError and KeyError also stand for faults of the program.
PLAIN = {"Exception", "ValueError", "ArithmeticError", "OverflowError", "RuntimeError", "ImportError"}


def raised(tree: ast.AST) -> Iterator[str]:
    """The names of the classes that are called where something is raised."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            yield node.exc.func.id


def modules() -> Iterator[str]:
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        if parts[-1] != "__main__":
            yield ".".join(parts).removesuffix(".__init__")


def test_nothing_raises_an_error_that_could_be_anybodys() -> None:
    found = {path.name: PLAIN & set(raised(ast.parse(path.read_text()))) for path in PACKAGE.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {}


def test_every_error_class_of_the_library_has_the_base() -> None:
    """Commands have click's errors, which end a command with a line and an exit code."""
    rooms = [module for module in modules() if not module.startswith(("freebit.commands", "freebit.cli"))]
    classes = [found for module in rooms for _, found in getmembers(import_module(module), isclass)]
    own = {found for found in classes if issubclass(found, Exception) and found.__module__.startswith("freebit")}
    assert len(own) > 15
    assert {error.__name__ for error in own if not issubclass(error, FreebitError)} == set()


def test_what_is_raised_is_seen() -> None:
    assert list(raised(ast.parse("if x:\n    raise ValueError('no')\nraise a.B() from None\nraise"))) == ["ValueError"]
