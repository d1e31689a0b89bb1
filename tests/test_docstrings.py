"""Every public function, method and class of the package says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "reference" / "freebit"

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """The public definitions of a module or a class, with their names; those of classes included."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{prefix}{node.name}.")


def undocumented(text: str) -> list[str]:
    tree = ast.parse(text)
    missing = [] if ast.get_docstring(tree) else ["the module"]
    return missing + [name for name, node in public(tree.body) if not ast.get_docstring(node)]


def test_everything_public_has_a_docstring() -> None:
    found = {str(path.relative_to(PACKAGE)): undocumented(path.read_text()) for path in PACKAGE.rglob("*.py")}
    assert {path: names for path, names in found.items() if names} == {}


def test_what_has_none_is_noticed() -> None:
    text = '"""A module."""\nclass A:\n    """A class."""\n    def f(self): ...\n    def _g(self): ...\ndef h(): ...\n'
    assert undocumented(text) == ["A.f", "h"]
    assert undocumented("x = 1\n") == ["the module"]
