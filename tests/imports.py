"""The import graph of the package, read from its sources."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "reference" / "freebit"
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)


def source(module: str) -> Path:
    path = PACKAGE.parent / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def executed(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers read."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from executed(node)


@cache
def imports(module: str) -> frozenset[str]:
    """All modules that a module names in import statements, at any depth of its code, and its own packages."""
    found = {module.rsplit(".", 1)[0]} if "." in module else set()
    for node in executed(ast.parse(source(module).read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module" and len(node.args) == 1:
            found |= {str(node.args[0].value)} if isinstance(node.args[0], ast.Constant) else set()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            assert node.module is not None
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names} & set(MODULES)
    return frozenset(found)


def reached(module: str, ignored: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
    """Everything that the module imports, directly or not, but by way of the ignored pairs (importer, imported).

    Modules of other packages are not opened.
    """
    seen, queue = {module}, [module]
    while queue:
        importer = queue.pop()
        for name in imports(importer):
            if name not in seen and (importer, name) not in ignored:
                seen.add(name)
                if name in MODULES:
                    queue.append(name)
    return seen


def outside(names: set[str]) -> set[str]:
    """The packages that are neither freebit nor in the standard library."""
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"freebit"}
