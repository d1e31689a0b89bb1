"""The committed certificates: what each file is, and how it is found again, byte for byte.

``catalogue()`` yields the path of every file under ``certificates/`` and its bytes; ``index_bytes`` makes
the index with the SHA-256 of each.  One linear program is solved for the Lemma; its solution is carried
to the other inputs and triples by symmetries of the game, and every copy is checked in full.
"""

import hashlib
import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from freebit.box import fixed_output_box
from freebit.game import MerminGame
from freebit.solver.family import FamilyFinder, Triple, first_input
from freebit.solver.write import attainment_document, document_bytes, family_document

TRIPLES: tuple[Triple, ...] = tuple(combinations(range(5), 3))
REGENERATE = "freebit solve --all"


def catalogue() -> Iterator[tuple[str, bytes]]:
    """Every committed certificate: its path under ``certificates/`` and its bytes."""
    yield from lemma_bounds()
    yield from attaining_boxes()
    yield from frontier_vertices()


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


def _name(triple: Triple) -> str:
    return "".join(str(party + 1) for party in triple)
