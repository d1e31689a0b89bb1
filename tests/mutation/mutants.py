"""All mutants of a file, as the operators of Cosmic Ray make them, without those of types and of words for people."""

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.plugins import get_operator, operator_names

from tests.imports import PACKAGE

#: What is one object and what is only equal is the interpreter's choice.
LEFT_OUT = re.compile(r"_(Eq|NotEq|Lt|LtE|Gt|GtE)_Is(Not)?$|_Is_Eq$|_IsNot_NotEq$")
#: A text of more than one word is for people.
PROSE = re.compile(r"[a-z,]+ |^ [a-z]")
#: What makes or raises a fault of the words that it is given.
TOLD = {"Failure", "fail"}
#: Functions that make words of something.
SHOWN = {"__str__", "__repr__", "correlator_name"}


@dataclass(frozen=True)
class Mutant:
    """One small change: the file under the package, where it is, and the lines before and after."""

    file: str
    line: int
    function: str
    was: str
    becomes: str
    #: Which one of the changes of this function that read alike.
    number: int
    source: str
    #: Whether it changes nothing but what is said of a fault, or how something is shown.
    of_words: bool

    @property
    def name(self) -> str:
        """What stays the same when other functions change."""
        return f"{self.file} {self.function}: {self.was} -> {self.becomes}" + f" #{self.number}" * bool(self.number)

    @property
    def key(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    @property
    def module(self) -> str:
        return module_of(self.file)

    @property
    def path(self) -> Path:
        return PACKAGE / self.file


def module_of(file: str) -> str:
    """``freebit.kernel`` of ``kernel/__init__.py``."""
    return "freebit." + file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Text:
    """A source as Python reads it: what is a type or a word for people, and which statement stands where."""

    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def left_out(self) -> list[Span]:
        """Types, and what is put into texts for people."""
        found: list[ast.AST | None] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                found.append(node.returns)
            elif isinstance(node, ast.arg | ast.AnnAssign):
                found.append(node.annotation)
            elif isinstance(node, ast.Assign) and _is_union(node.value):
                found.append(node.value)
            elif isinstance(node, ast.JoinedStr) and _is_prose(node):
                found.append(node)
        return [_span(node) for node in found if node is not None]

    def is_left_out(self, position: tuple[int, int]) -> bool:
        return any(start <= position < end for start, end in self.left_out)

    @cached_property
    def words(self) -> list[Span]:
        """What a fault is told with, the functions that show something, and what is named for one of these alone."""
        found: list[ast.AST | None] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Raise):
                found += [node.exc, node.cause]
            elif isinstance(node, ast.Call) and _called(node) in TOLD:
                found += [*node.args, *node.keywords]
            elif isinstance(node, ast.FunctionDef) and node.name in SHOWN:
                found += node.body
        spans = [_span(node) for node in found if node is not None]
        while more := [span for span in self._named_for(spans) if span not in spans]:
            spans += more
        return spans

    def _named_for(self, spans: list[Span]) -> Iterator[Span]:
        """Assignments in functions to names that are read within these alone."""

        def is_within(node: ast.AST) -> bool:
            return any(start <= _span(node)[0] < end for start, end in spans)

        for function in (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)):
            inside = list(ast.walk(function))
            read = [node for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
            for node in inside:
                if isinstance(node, ast.Assign):
                    names = {one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)}
                    uses = [one for one in read if one.id in names]
                    is_plain = all(isinstance(target, ast.Name | ast.Tuple) for target in node.targets)
                    if uses and is_plain and all(map(is_within, uses)):
                        yield _span(node)

    def is_of_words(self, position: tuple[int, int]) -> bool:
        return any(start <= position < end for start, end in self.words)

    @cached_property
    def statements(self) -> list[tuple[int, int]]:
        """The lines of each statement; of one that holds others those of its head."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.stmt | ast.ExceptHandler):
                body: list[ast.stmt] = getattr(node, "body", [])
                found.append((node.lineno, max(body[0].lineno - 1, node.lineno) if body else node.end_lineno or 0))
        return found

    def statement(self, line: int) -> range:
        """The lines of the smallest statement that a line belongs to."""
        around = [(last - first, first, last) for first, last in self.statements if first <= line <= last]
        _, first, last = min(around, default=(0, line, line))
        return range(first, last + 1)

    def decorated(self, line: int) -> range:
        """The lines of what a function does whose decorator stands on a line; none if none does."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef) and any(
                one.lineno <= line <= (one.end_lineno or 0) for one in node.decorator_list
            ):
                return range(node.body[0].lineno, (node.end_lineno or 0) + 1)
        return range(0)

    def function(self, line: int) -> str:
        """The function or class that a line stands in, ``Box.read``; empty outside of any."""
        names: list[str] = []
        inside: ast.AST | None = self.tree
        while inside is not None:
            here = inside
            inside = next(
                (
                    node
                    for node in ast.iter_child_nodes(here)
                    if isinstance(node, ast.FunctionDef | ast.ClassDef)
                    and min([node.lineno, *(one.lineno for one in node.decorator_list)])
                    <= line
                    <= (node.end_lineno or 0)
                ),
                None,
            )
            if inside is not None:
                names.append(inside.name)
        return ".".join(names)


def _called(node: ast.Call) -> str:
    """The name of the function or method that is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _span(node: ast.AST) -> Span:
    where: Any = node
    return (where.lineno, where.col_offset), (where.end_lineno, where.end_col_offset)


def _is_union(node: ast.AST) -> bool:
    """Types with bars between them, of which the last one is named in capitals and small letters."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
        return False
    name = getattr(node.right, "id", "")
    return name[:1].isupper() and not name.isupper()


def _is_prose(node: ast.JoinedStr) -> bool:
    return any(isinstance(part, ast.Constant) and PROSE.search(str(part.value)) for part in node.values)


def mutants_of(path: Path) -> list[Mutant]:
    """All mutants of a file, in the order of its lines."""
    source = path.read_text()
    text, file = Text(source), path.relative_to(PACKAGE).as_posix()
    compiled, lines = compile(source, str(path), "exec"), source.split("\n")
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for (line, column), changed in sorted(_changes(source)):
        if text.is_left_out((line, column)) or _is_same(changed, str(path), compiled):
            continue
        was, becomes = _difference(lines, changed.split("\n"))
        alike = (text.function(line), was, becomes)
        number = seen[alike] = seen.get(alike, -1) + 1
        found.append(Mutant(file, line, *alike, number, changed, text.is_of_words((line, column))))
    return found


def _is_same(changed: str, path: str, compiled: object) -> bool:
    try:
        return compile(changed, path, "exec") == compiled
    except SyntaxError:
        return True


def _changes(source: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each change is, and the source with it."""
    root = get_ast(source)
    nodes = list(ast_nodes(root))
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments() or LEFT_OUT.search(name):
            continue
        operator = operator_class()
        for node in nodes:
            for index, (start, _) in enumerate(list(operator.mutation_positions(node))):
                kept = _state(node)
                parent, siblings = node.parent, list(node.parent.children) if node.parent else []
                try:
                    changed = operator.mutate(node, index)
                except AttributeError:  # Cosmic Ray knows no exception with a dot in its name.
                    continue
                if changed is not node:
                    at = next(i for i, one in enumerate(siblings) if one is node)
                    parent.children[at : at + 1] = [] if changed is None else [changed]
                yield start, root.get_code()
                if parent is not None:
                    parent.children[:] = siblings
                _restore(kept)


def _state(node: Any) -> list[tuple[Any, Any, Any]]:
    return [
        (one, getattr(one, "value", None), list(one.children) if hasattr(one, "children") else None)
        for one in ast_nodes(node)
    ]


def _restore(kept: list[tuple[Any, Any, Any]]) -> None:
    for node, value, children in kept:
        if children is None:
            node.value = value
        else:
            node.children = children


def _difference(was: list[str], becomes: list[str]) -> tuple[str, str]:
    """What stands on the lines that differ, before and after, in words of one blank apart."""
    first = next(i for i, (left, right) in enumerate(zip(was, becomes, strict=False)) if left != right)
    same = next(i for i, (left, right) in enumerate(zip(was[::-1], becomes[::-1], strict=False)) if left != right)
    same = min(same, len(was) - first, len(becomes) - first)
    sides = was[first : len(was) - same], becomes[first : len(becomes) - same]
    left, right = (" ".join(" ".join(side).split()) for side in sides)
    return left, right


def as_json(mutant: Mutant) -> str:
    return json.dumps({"module": mutant.module, "path": str(mutant.path), "source": mutant.source})
