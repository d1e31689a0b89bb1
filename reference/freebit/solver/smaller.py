"""The committed certificates of the paper's smaller claims, under ``certificates/claims/``."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import all_bits
from freebit.boxes.box import Box, fixed_output_box
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.boxes.magic_square import INPUTS
from freebit.solver.documents import (
    attainment_document,
    classical_document,
    document_bytes,
    family_document,
    fixing_document,
    square_document,
)
from freebit.solver.family import FamilyFinder
from freebit.solver.functions import FunctionClass, FunctionTable
from freebit.solver.square import certain_box
from freebit.solver.symmetric import SymmetricProgram

AGAIN = {"again": "freebit solve all"}
#: The numbers of parties for which the symmetric function's extremes are committed.
SYMMETRIC_PARTIES = range(3, 14)
#: Those of which all functions of the outputs at one input are committed.
FUNCTION_GAMES: tuple[ParityGame, ...] = (GhzGame(4), MerminGame(5))


def claim_certificates() -> Iterator[tuple[str, bytes]]:
    """Path under ``certificates/`` and bytes of each."""
    yield from small_claims()
    yield from four_parties_files()
    yield from all_functions()
    for parties in SYMMETRIC_PARTIES:
        yield from symmetric_extremes(parties)


def small_claims() -> Iterator[tuple[str, bytes]]:
    """The classical bounds, the boxes of three parties and those of the magic square."""
    for game in (MerminGame(3), MerminGame(5), GhzGame(4)):
        yield f"claims/classical/{game.name}-{game.parties}.json", document_bytes(classical_bound_document(game))
    yield "claims/three-parties/fixing-boxes.json", document_bytes(fixing_boxes())
    yield "claims/two-parties/magic-square.json", document_bytes(magic_square())


def symmetric_extremes(parties: int) -> Iterator[tuple[str, bytes]]:
    """The extremes of the symmetric function of so many parties."""
    program = SymmetricProgram(GhzGame(parties), (1,) * parties, (k for k in range(parties + 1) if k % 4 != 2))
    how = {"found": "exact linear program over boxes that permutations of the parties keep"}
    for sense in ("max", "min"):
        document = program.extreme(sense).document(how | AGAIN)
        yield f"claims/weight-2-mod-4/{parties:02}-{sense}.json", document_bytes(document)


def classical_bound_document(game: ParityGame) -> dict[str, object]:
    """The first deterministic strategy of least loss, by enumeration."""
    words = all_bits(game.parties)

    def loss(strategy: tuple[tuple[int, ...], tuple[int, ...]]) -> int:
        return sum(game.coefficient(tuple(strategy[bit][i] for i, bit in enumerate(x)), x) for x in game.inputs)

    best = min(((zero, one) for zero in words for one in words), key=loss)
    how = {"found": f"enumeration of the {4**game.parties} deterministic strategies"}
    return dict(classical_document(game, Fraction(loss(best)), best, how | AGAIN))


def fixing_boxes() -> dict[str, object]:
    """Three parties: for each party and value the box in which it always answers that, next to a PR box."""
    game = GhzGame(3)
    boxes: list[Box] = [fixed_output_box(game, party, value) for party in range(3) for value in (0, 1)]
    how = {"found": "each party fixed to each value, the other two sharing a PR box up to relabelling"}
    return dict(fixing_document(game, boxes, how | AGAIN))


def four_parties_files() -> Iterator[tuple[str, bytes]]:
    """Four parties: the bounds of eq (6) for the majority of any three, and boxes that attain them."""
    game = GhzGame(4)
    triples = list(combinations(range(4), 3))
    found = FamilyFinder(game.inputs[0], triples[0], game).least_uniform_beta(Fraction(1, 2))
    how = {"found": "exact linear program at one input for parties 1,2,3, carried by symmetries of the game"}
    for triple in triples:
        members = [found.carried_to(triple, y) for y in game.inputs]
        name = "".join(str(party + 1) for party in triple)
        yield f"claims/four-parties/majority-{name}.json", document_bytes(family_document(members, how | AGAIN))
    for party, value in ((0, 0), (0, 1), (3, 0), (3, 1)):
        document = attainment_document(
            game,
            [triple for triple in triples if party in triple],
            game.inputs,
            value,
            Fraction(3, 4),
            fixed_output_box(game, party, value),
            {"found": f"party {party + 1} always answers {value}"} | AGAIN,
        )
        yield f"claims/four-parties/party-{party + 1}-answers-{value}.json", document_bytes(document)


def all_functions() -> Iterator[tuple[str, bytes]]:
    """Four and five parties: the predictability of all functions of the outputs."""
    for game in FUNCTION_GAMES:
        table = FunctionTable(game, (1,) * game.parties)
        yield functions_file(table, [table.solved_class(values) for values in table.classes()])


def functions_file(table: FunctionTable, found: Iterable[FunctionClass]) -> tuple[str, bytes]:
    """The file of all functions of one game, in whatever order its classes were found."""
    how = {"found": "exact linear programs, one or two for each class of functions under symmetry"}
    path = f"claims/all-functions/{table.game.name}-{table.game.parties}.json"
    return path, document_bytes(table.document(found, how | AGAIN))


def magic_square() -> dict[str, object]:
    """For each input of the magic square a box that answers it in one way: fixed lines, and a PR box for the others."""
    how = {"found": "one row and one column fixed, the other lines sharing a PR box up to relabelling"}
    return dict(square_document({(r, c): certain_box(r, c) for r, c in INPUTS}, how | AGAIN))
