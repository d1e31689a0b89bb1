"""Searches that are made apart from one another, on processes or machines, with the results of one alone [R6.136].

What is found can be kept in a file, so that a search that was stopped goes on where it was [R6.130].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

from freebit import __version__
from freebit.boxes.bits import Bits, format_bits, parse_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import Entry
from freebit.processes import Call, function_named
from freebit.scheduling import Crew, Told
from freebit.shares import ShareForm, shares_of
from freebit.solver.cells import CellProgram
from freebit.solver.documents import cells_document, document_bytes, limit_document
from freebit.solver.functions import FunctionClass, FunctionTable
from freebit.solver.smaller import FUNCTION_GAMES, SYMMETRIC_PARTIES, functions_file
from freebit.solver.tested import SERIES
from freebit.wire.reader import Reader

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


#: What a call gives: files, or one class of functions.
_Found = list[FoundFile] | FunctionClass


def files_found(
    crew: Crew,
    told: Told,
    searches: Sequence[tuple[str, tuple[object, ...]]] = SEARCHES,
    tables: Sequence[FunctionTable] | None = None,
    *,
    state: Path | None = None,
    done: Callable[[int], None] = lambda files: None,
) -> Iterator[FoundFile]:
    """Every committed certificate; raises the first error of a search, after all the others are made and kept.

    ``done`` is told how many files each search has found that ends now.
    """
    if tables is None:
        tables = [FunctionTable(game, (1,) * game.parties) for game in FUNCTION_GAMES]
    calls: list[Call] = [("freebit.solver.apart:files_of", search) for search in searches]
    classes = [(table, values) for table in tables for values in table.classes()]
    calls += [("freebit.solver.apart:class_of", own) for own in classes]
    found = shares_of(
        calls,
        crew,
        ShareForm[_Found](_found_document, _read_found),
        told=told,
        state=state,
        about=[__version__, [str(call) for call in calls]],
        done=lambda made: done(0 if isinstance(made, FunctionClass) else len(made)),
    )
    yield from chain.from_iterable(made for made in found if not isinstance(made, FunctionClass))
    rows = iter(made for made in found if isinstance(made, FunctionClass))
    for table in tables:
        own = [next(rows) for known, _ in classes if known is table]
        yield functions_file(table, own)


def files_of(search: str, arguments: tuple[object, ...]) -> list[FoundFile]:
    """The files of a search: called where the work is done."""
    return list(function_named(search)(*arguments))


def class_of(table: FunctionTable, values: Bits) -> FunctionClass:
    """One of the classes of functions: called where the work is done."""
    return table.solved_class(values)


@dataclass(frozen=True)
class FoundCells:
    """The least largest load at one epsilon, a certificate that has it, and the one that there is none better."""

    rate: Fraction
    certificate: bytes
    limit: bytes


def optima(
    kind: CellKind,
    epsilons: Sequence[Fraction],
    crew: Crew,
    told: Told,
    *,
    everywhere: bool = False,
    state: Path | None = None,
) -> list[FoundCells]:
    """The best certificate at each epsilon, in their order; raises the first error."""
    calls: list[Call] = [("freebit.solver.apart:optimum_of", (kind, epsilon, everywhere)) for epsilon in epsilons]
    about = [__version__, str(kind), [str(epsilon) for epsilon in epsilons], everywhere]
    return shares_of(
        calls, crew, ShareForm[FoundCells](_cells_document, _read_cells), told=told, state=state, about=about
    )


def optimum_of(kind: CellKind, epsilon: Fraction, everywhere: bool) -> FoundCells:
    """The best certificate at one epsilon: called where the work is done."""
    optimum = CellProgram(kind).least(epsilon, everywhere=everywhere)
    how = {"found": f"exact linear program at epsilon = {epsilon}", "again": "freebit solve tested"}
    return FoundCells(
        optimum.rate,
        document_bytes(cells_document(optimum.family.pure(), how)),
        document_bytes(limit_document(optimum.limit, how)),
    )


# Of kept work.


def _cells_document(found: FoundCells) -> dict[str, str]:
    return {"rate": str(found.rate), "certificate": found.certificate.decode(), "limit": found.limit.decode()}


def _read_cells(reader: Reader) -> FoundCells:
    reader.only(("rate", "certificate", "limit"))
    certificate, limit = (reader.child(key).text().encode() for key in ("certificate", "limit"))
    return FoundCells(reader.child("rate").rational(), certificate, limit)


def _found_document(found: _Found) -> dict[str, object]:
    if not isinstance(found, FunctionClass):
        return {"files": [{"path": path, "text": data.decode()} for path, data in found]}
    return {
        "values": format_bits(found.values),
        "predictability": str(found.predictability),
        "duals": [_texts({f"{format_bits(a)}|{format_bits(x)}": dual[a, x] for a, x in dual}) for dual in found.duals],
        "box": _texts(found.box),
    }


def _texts(numbers: Mapping[str, Fraction]) -> dict[str, str]:
    return {key: str(value) for key, value in numbers.items()}


def _read_found(reader: Reader) -> _Found:
    if reader.has("files"):
        files = list(reader.only(("files",)).child("files").elements())
        return [(file.child("path").text(), file.child("text").text().encode()) for file in files]
    reader.only(("values", "predictability", "duals", "box"))
    values = parse_bits(reader.child("values").text())
    duals = [_read_dual(dual) for dual in reader.child("duals").elements()]
    if len(duals) != 2:
        reader.child("duals").fail("R6.130", "a vector for each value of the function is wanted")
    box = {slot.key: slot.rational() for slot in reader.child("box").members()}
    return FunctionClass(values, reader.child("predictability").rational(), (duals[0], duals[1]), box)


def _read_dual(reader: Reader) -> dict[Entry, Fraction]:
    found: dict[Entry, Fraction] = {}
    for member in reader.members():
        a, _, x = member.key.partition("|")
        found[parse_bits(a), parse_bits(x)] = member.rational()
    return found
