"""The committed certificates: what each file is, and how it is found again, byte for byte.

``catalogue()`` yields the path of every file under ``certificates/`` and its bytes, but for those of tested cells,
which ``tested`` finds; ``index_bytes`` makes the index with the SHA-256 of each.  One linear program is solved for
the Lemma; its solution is carried to the other inputs and triples by symmetries of the game, and every copy is
checked in full.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path

from freebit.boxes.bits import majority_of
from freebit.boxes.box import fixed_output_box
from freebit.boxes.game import MerminGame
from freebit.files import write_whole
from freebit.solver.codes import code_certificates
from freebit.solver.distillation import directions, find, needed_b
from freebit.solver.documents import (
    attainment_document,
    distillation_document,
    document_bytes,
    family_document,
    predictability_document,
)
from freebit.solver.families import frontier as families_frontier
from freebit.solver.family import FamilyFinder, Triple, first_input
from freebit.solver.smaller import claim_certificates
from freebit.solver.sparse import sparsest_dual
from freebit.solver.tested import tested_certificates

TRIPLES: tuple[Triple, ...] = tuple(combinations(range(5), 3))
REGENERATE = "freebit solve all"


def catalogue() -> Iterator[tuple[str, bytes]]:
    """Every committed certificate: its path under ``certificates/`` and its bytes."""
    yield from lemma_bounds()
    yield from attaining_boxes()
    yield from frontier_vertices()
    yield from theorem_families()
    yield from theorem_numbers()
    yield from sparse_proof()
    yield from claim_certificates()
    yield from code_certificates()


def lemma_bounds() -> Iterator[tuple[str, bytes]]:
    """Eq (6) for all triples and all inputs: alpha = 1/2 and the least uniform beta, 5/8."""
    game = MerminGame()
    found = FamilyFinder(first_input(game), TRIPLES[0], game).least_uniform_beta(Fraction(1, 2))
    for triple in TRIPLES:
        members = [found.carried_to(triple, y) for y in game.inputs]
        how = {
            "found": "exact linear program at y = 10000 for parties 1,2,3, carried by symmetries of the game",
            "again": REGENERATE,
        }
        yield f"lemma/majority-{_name(triple)}.json", document_bytes(family_document(members, how))


def attaining_boxes() -> Iterator[tuple[str, bytes]]:
    """The remark after the Lemma: one party's output fixed attains 3/4 for every triple that contains it."""
    game = MerminGame()
    for party in range(game.parties):
        for value in (0, 1):
            how = {"found": f"party {party + 1} always answers {value}, the others as random as the game allows"}
            document = attainment_document(
                game,
                [triple for triple in TRIPLES if party in triple],
                game.inputs,
                value,
                Fraction(3, 4),
                fixed_output_box(game, party, value),
                how | {"again": REGENERATE},
            )
            yield f"attainment/party-{party + 1}-answers-{value}.json", document_bytes(document)


def frontier_vertices() -> Iterator[tuple[str, bytes]]:
    """The vertices of the curve alpha -> least uniform beta, at y = 10000 for parties 1,2,3."""
    game = MerminGame()
    for number, member in enumerate(FamilyFinder(first_input(game), TRIPLES[0], game).frontier()):
        how = {"found": "exact linear program; a vertex of the curve alpha -> least uniform beta"}
        document = family_document([member], how | {"again": REGENERATE})
        yield f"frontier/vertex-{number + 1}.json", document_bytes(document)


def theorem_families() -> Iterator[tuple[str, bytes]]:
    """The families at the vertices of the polyhedron of R5.22, for all inputs and parties 1,2,3 [R5.21] [R5.22]."""
    game = MerminGame()
    for number, member in enumerate(families_frontier(triple=TRIPLES[0]).members):
        how = {
            "found": "exact linear programs; a vertex of the polyhedron of families; carried from y = 11111",
            "again": REGENERATE,
        }
        members = [member.carried_to(TRIPLES[0], y) for y in game.inputs]
        yield f"families/vertex-{number + 1}.json", document_bytes(family_document(members, how))


def theorem_numbers() -> Iterator[tuple[str, bytes]]:
    """The numbers (alpha, beta) of eq (13): alpha just above sqrt(10)/4 and the least beta found for it [R3.40]."""
    game = MerminGame()
    member = find((1, 1, 1, 1, 1), TRIPLES[0])
    members = [member.carried_to(TRIPLES[0], y) for y in game.inputs]
    how = {"found": "exact linear programs with tangent cuts, carried from y = 11111", "again": REGENERATE}
    document = distillation_document(members, needed_b(member, member.alpha), directions(members), how)
    yield "distillation/majority-123.json", document_bytes(document)


def sparse_proof() -> Iterator[tuple[str, bytes]]:
    """The Lemma's upper bound at x0 = 10000 for parties 1,2,3 with few multipliers: the proof for people."""
    game = MerminGame()
    extreme = sparsest_dual(game, first_input(game), lambda a: majority_of(a, TRIPLES[0]))
    how = {"found": "exact linear programs over subgroups of the symmetries, least absolute sum", "again": REGENERATE}
    document = predictability_document(
        game, extreme.zeros, extreme.x0, extreme.sense, extreme.value, extreme.dual, extreme.primal, how
    )
    yield f"lemma/sparse-10000-{_name(TRIPLES[0])}.json", document_bytes(document)


def index_bytes(files: dict[str, bytes]) -> bytes:
    """The index: the SHA-256 and the kind of every file."""
    entries = {
        path: {
            "sha256": hashlib.sha256(data).hexdigest(),
            "kind": json.loads(data)["kind"],
            "again": REGENERATE,
        }
        for path, data in sorted(files.items())
    }
    return document_bytes({"format": "freebit-certificate-index", "version": 1, "files": entries})


def everything() -> Iterator[tuple[str, bytes]]:
    """Every committed certificate, those of tested cells included."""
    return chain(catalogue(), tested_certificates())


def write_catalogue(
    folder: Path, found: Iterable[tuple[str, bytes]], told: Callable[[str], None] = lambda path: None
) -> int:
    """Write all committed certificates and their index into a folder; returns how many files there are.

    ``told`` is told of each file as soon as it is found; all are written at the end.
    """
    files: dict[str, bytes] = {}
    for path, data in found:
        files[path] = data
        told(path)
    for path, data in files.items():
        write_whole(folder / path, data, folders=True)
    write_whole(folder / "index.json", index_bytes(files), folders=True)
    return len(files) + 1


def _name(triple: Triple) -> str:
    return "".join(str(party + 1) for party in triple)
