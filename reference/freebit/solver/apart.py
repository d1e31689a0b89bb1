"""Searches that are made apart from one another, on processes or machines, with the results of one alone [R6.136]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellKind
from freebit.processes import Call, function_named
from freebit.scheduling import Crew, Told
from freebit.solver.cells import CellOptimum, CellProgram
from freebit.solver.functions import FunctionClass, FunctionTable
from freebit.solver.smaller import FUNCTION_GAMES, SYMMETRIC_PARTIES, functions_file
from freebit.solver.tested import SERIES

#: A file: its path under ``certificates/`` and its bytes.
FoundFile = tuple[str, bytes]

#: Searches that rest on nothing that the others find, and their arguments.
SEARCHES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("freebit.solver.catalogue:sparse_proof", ()),
    ("freebit.solver.catalogue:theorem_families", ()),
    ("freebit.solver.catalogue:theorem_numbers", ()),
    ("freebit.solver.catalogue:lemma_bounds", ()),
    ("freebit.solver.catalogue:frontier_vertices", ()),
    ("freebit.solver.catalogue:attaining_boxes", ()),
    ("freebit.solver.codes:code_certificates", ()),
    ("freebit.solver.smaller:small_claims", ()),
    ("freebit.solver.smaller:four_parties_files", ()),
    *(("freebit.solver.smaller:symmetric_extremes", (parties,)) for parties in SYMMETRIC_PARTIES),
    *(("freebit.solver.tested:certificates_of", (series.name,)) for series in SERIES),
)


def files_found(
    crew: Crew,
    told: Told,
    searches: Sequence[tuple[str, tuple[object, ...]]] = SEARCHES,
    tables: Sequence[FunctionTable] | None = None,
) -> Iterator[FoundFile]:
    """Every committed certificate, as its search ends; raises the first error of a search."""
    if tables is None:
        tables = [FunctionTable(game, (1,) * game.parties) for game in FUNCTION_GAMES]
    calls: list[Call] = [("freebit.solver.apart:files_of", search) for search in searches]
    classes: dict[int, tuple[int, Bits]] = {}
    for number, table in enumerate(tables):
        for values in table.classes():
            classes[len(calls)] = number, values
            calls.append(("freebit.solver.apart:class_of", (table, values)))
    rows: list[list[FunctionClass]] = [[] for _ in tables]
    for call, result in crew.results(calls, told):
        if isinstance(result, Exception):
            raise result
        if call in classes:
            rows[classes[call][0]].append(result)
        else:
            yield from result
    for table, found in zip(tables, rows, strict=True):
        yield functions_file(table, found)


def files_of(search: str, arguments: tuple[object, ...]) -> list[FoundFile]:
    """The files of a search: called where the work is done."""
    return list(function_named(search)(*arguments))


def class_of(table: FunctionTable, values: Bits) -> FunctionClass:
    """One of the classes of functions: called where the work is done."""
    return table.solved_class(values)


def optima(
    kind: CellKind, epsilons: Sequence[Fraction], crew: Crew, told: Told, *, everywhere: bool = False
) -> list[CellOptimum]:
    """The best certificate at each epsilon, in their order; raises the first error."""
    if not crew.apart:
        program = CellProgram(kind)
        return [program.least(epsilon, everywhere=everywhere) for epsilon in epsilons]
    calls: list[Call] = [("freebit.solver.apart:optimum_of", (kind, epsilon, everywhere)) for epsilon in epsilons]
    found: dict[int, CellOptimum] = {}
    for call, result in crew.results(calls, told):
        if isinstance(result, Exception):
            raise result
        found[call] = result
    return [found[call] for call in range(len(calls))]


def optimum_of(kind: CellKind, epsilon: Fraction, everywhere: bool) -> CellOptimum:
    """The best certificate at one epsilon: called where the work is done."""
    return CellProgram(kind).least(epsilon, everywhere=everywhere)
