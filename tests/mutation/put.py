"""Puts a mutant into this process; the sources stay as they are.

If the change is in functions that did not run yet, their code is exchanged in place, which is the same as if the module
had been imported so.  Otherwise the module and all that depend on it are imported once more.
"""

import functools
import gc
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from types import CodeType, FunctionType

from tests.imports import MODULES, reached
from tests.mutation.finder import install


def import_changed(module: str, path: Path, source: str) -> None:
    """Forget the module and all that depend on it; what imports them next gets the changed one."""
    forget(dependents(module))
    install(module, str(path), source)


def forget(modules: Collection[str]) -> None:
    """Take modules, and all tests, out of what is loaded, and out of the packages that they are imported from."""
    kept = ("tests", "tests.imports", "tests.mutation")
    for name in list(sys.modules):
        is_test = name.split(".")[0] == "tests" and not name.startswith("tests.mutation.")
        if name in modules or (is_test and name not in kept):
            module, (package, _, last) = sys.modules.pop(name), name.rpartition(".")
            # A package that stays loaded would hand out the module as it was.
            if (found := sys.modules.get(package)) and vars(found).get(last) is module:
                delattr(found, last)


@functools.cache
def dependents(module: str) -> frozenset[str]:
    """The modules of the package that import this one, directly or not, and itself."""
    return frozenset(name for name in MODULES if module in reached(name)) | {module, "freebit"}


def functions_in(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module or class, methods included, but not what is within functions."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & 0x2:  # a function has fast locals, the body of a class has none
                yield one
            else:
                yield from functions_in(one)


def _outside(code: CodeType) -> object:
    """All of a module but its functions."""
    consts = tuple(
        (one.co_name if one.co_flags & 0x2 else _outside(one)) if isinstance(one, CodeType) else (type(one), one)
        for one in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, consts


def lines_of(code: CodeType) -> set[int]:
    """The lines of a function's body, with what is within it."""
    found = {line for _, _, line in code.co_lines() if line is not None} - {code.co_firstlineno}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found |= lines_of(one) | {one.co_firstlineno}
    return found


def exchanged(was: CodeType, becomes: CodeType) -> list[tuple[CodeType, CodeType]] | None:
    """The functions that differ; None if anything else of the module does."""
    old, new = list(functions_in(was)), list(functions_in(becomes))
    if _outside(was) != _outside(becomes) or len(old) != len(new):
        return None
    pairs = [(left, right) for left, right in zip(old, new, strict=True) if left != right]
    alike = all(
        left.co_freevars == right.co_freevars and left.co_firstlineno == right.co_firstlineno for left, right in pairs
    )
    return pairs if alike else None


class InPlace:
    """The functions of a file that are loaded, by their place."""

    def __init__(self, path: Path, source: str, ran: Collection[int]) -> None:
        self._path, self._ran = str(path), frozenset(ran)
        self._code = compile(source, self._path, "exec")
        self._functions: dict[tuple[str, int], list[FunctionType]] = {}
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename == self._path:
                place = one.__code__.co_qualname, one.__code__.co_firstlineno
                self._functions.setdefault(place, []).append(one)

    def pairs(self, source: str) -> list[tuple[CodeType, CodeType]] | None:
        """The functions to exchange; None if that would not be the same as importing the mutant."""
        pairs = exchanged(self._code, compile(source, self._path, "exec"))
        if pairs is None:
            return None
        known = all((old.co_qualname, old.co_firstlineno) in self._functions for old, _ in pairs)
        return pairs if known and not any(lines_of(old) & self._ran for old, _ in pairs) else None

    def put(self, pairs: list[tuple[CodeType, CodeType]]) -> None:
        for old, new in pairs:
            for function in self._functions[old.co_qualname, old.co_firstlineno]:
                function.__code__ = new
