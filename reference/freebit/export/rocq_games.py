"""Writes certificates about games as Rocq files, for ``GameChecks.v``, ``SymmetricChecks.v``, ``ClassicalChecks.v``
and ``TableChecks.v`` in ``spec/rocq``.

The kinds ``attainment``, ``predictability``, ``family``, ``distillation``, ``fixing-boxes``,
``symmetric-predictability``, ``classical-bound``, ``magic-square`` and ``predictability-table``: the numbers and
nothing else.  All that the rules of these kinds ask for is decided there, but the rules in ``freebit.export.rocq``.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from freebit.boxes.bits import Bits
from freebit.boxes.game import MerminGame, ParityGame
from freebit.boxes.magic_square import COLUMN_ANSWERS, INPUTS, LINES, ROW_ANSWERS
from freebit.export.rocq_text import bools_term, integer_term, list_term, scaled_term, vector_term
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds.attainment import Attainment
from freebit.kernel.kinds.classical_bound import ClassicalBound
from freebit.kernel.kinds.distillation import MOST_DIRECTIONS, Distillation
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.fixing_boxes import FixingBoxes
from freebit.kernel.kinds.magic_square import MagicSquare, SquareBox
from freebit.kernel.kinds.predictability import Predictability
from freebit.kernel.kinds.predictability_table import PredictabilityTable, TableRow
from freebit.kernel.kinds.symmetric_predictability import SymmetricPredictability
from freebit.kernel.relabelling import StatedRelabelling
from freebit.kernel.symmetric import VectorByType

GameCertificate = (
    Attainment
    | ClassicalBound
    | Distillation
    | Family
    | FixingBoxes
    | MagicSquare
    | Predictability
    | PredictabilityTable
    | SymmetricPredictability
)

_HEADER = """\
From Coq Require Import ZArith List.
From Freebit Require Import {module}.
Import ListNotations.
Open Scope Z_scope.

"""

#: The rules of each kind that are decided in Rocq.
DECIDED_RULES = {
    "attainment": "R3.10, R3.12, R3.20-R3.22, R2.8-R2.10, R2.13",
    "predictability": "R3.12, R3.30-R3.34, R2.8-R2.10, R2.13",
    "family": "R3.10-R3.17",
    "distillation": "R3.10, R3.12, R3.15, R3.16, R3.40-R3.44",
    "fixing-boxes": "R3.65, R2.8-R2.10, R2.13",
    "symmetric-predictability": "R3.12, R3.30, R3.71-R3.75, R2.8-R2.10, R2.13",
    "classical-bound": "R3.60, R3.61",
    "magic-square": "R2.17-R2.20, R3.121",
    "predictability-table": "R3.103-R3.108, R2.8, R2.13",
}

#: How the files are named that hold a kind's checker and its proof, if not ``GameChecks.v`` and ``GameChecker.v``.
_STEMS = {
    "symmetric-predictability": "Symmetric",
    "classical-bound": "Classical",
    "magic-square": "Classical",
    "predictability-table": "Table",
}


def header(kind: str) -> str:
    """What a file for a kind begins with: the functions that decide it."""
    return _HEADER.format(module=f"{_stem(kind)}Checks")


def proof(kind: str) -> str:
    """The compiled file with the proof about these functions."""
    return f"{_stem(kind)}Checker.vo"


def _stem(kind: str) -> str:
    return _STEMS.get(kind, "Game")


def game_definition(certificate: GameCertificate) -> tuple[str, str]:
    """``Definition certificate``, and what the proved checker computes of it."""
    match certificate:
        case Attainment():
            body, check = _attainment(certificate), _check("attainment", certificate.game)
        case Predictability():
            body, check = _extreme(certificate), _check("extreme", certificate.claim.game)
        case SymmetricPredictability():
            body, check = _symmetric(certificate), _check("symmetric", certificate.claim.game)
        case Family():
            body, check = _family(certificate), _check("game_family", certificate.game)
        case Distillation():
            body, check = _distillation(certificate), _check("distillation", certificate.game)
        case FixingBoxes():
            scale = _common(certificate.boxes)
            n = certificate.game.parties
            boxes = list_term(vector_term(box, n, scale) for box in certificate.boxes)
            body, check = f"list (list (Z * list Z)) := {boxes}", f"{_check('fixing', certificate.game)} {scale}"
        case ClassicalBound():
            body, check = _classical(certificate), _check("classical", certificate.game)
        case PredictabilityTable():
            body, check = _table(certificate), _check("table", certificate.game)
        case MagicSquare():
            scale = lcm(*(box.denominator for box in certificate.boxes.values()))
            squares = list_term(_square(certificate.boxes[f"{r},{c}"], scale) for r, c in INPUTS)
            body, check = f"list square := {squares}", f"check_square {scale}"
    return f"Definition certificate : {body}.\n", f"{check} certificate"


def _check(name: str, game: ParityGame) -> str:
    return f"check_{name} {'true' if isinstance(game, MerminGame) else 'false'} {game.parties}"


def _common(vectors: Iterable[IndexedVector], *numbers: Fraction) -> int:
    return lcm(*(vector.denominator for vector in vectors), *(number.denominator for number in numbers))


def _triple(triple: tuple[int, ...]) -> str:
    return f"({', '.join(str(party + 1) for party in triple)})%nat"


def _file(name: str, constructor: str, *fields: str) -> str:
    return f"{name} := {constructor}\n {chr(10).join(fields)}".replace("\n", "\n ")


def _attainment(certificate: Attainment) -> str:
    scale = _common([certificate.box], certificate.probability)
    return _file(
        "attainment_file",
        "AttainmentFile",
        list_term(map(_triple, certificate.triples)),
        list_term(map(bools_term, certificate.inputs)),
        "true" if certificate.value else "false",
        str(scale),
        scaled_term(certificate.probability, scale),
        vector_term(certificate.box, certificate.game.parties, scale),
    )


def _extreme(certificate: Predictability) -> str:
    claim, shown = certificate.claim, (certificate.dual, certificate.primal)
    scale = _common((vector for vector in shown if vector), claim.value)
    return _file(
        "extreme_file",
        "ExtremeFile",
        list_term(map(bools_term, certificate.zeros)),
        bools_term(claim.x0),
        "true" if claim.sense == "max" else "false",
        str(scale),
        scaled_term(claim.value, scale),
        *("None" if vector is None else f"(Some {vector_term(vector, claim.game.parties, scale)})" for vector in shown),
    )


def _symmetric(certificate: SymmetricPredictability) -> str:
    claim, shown = certificate.claim, (certificate.dual, certificate.primal)
    scale = lcm(claim.value.denominator, *(vector.denominator for vector in shown if vector))
    n = claim.game.parties
    # Weights above n are too large, and numbers of this type are written in ones.
    weights = "; ".join(str(min(weight, n + 1)) for weight in certificate.weights)
    return _file(
        "symmetric_file",
        "SymmetricFile",
        f"[{weights}]%nat",
        "true" if claim.x0[0] else "false",
        "true" if claim.sense == "max" else "false",
        str(scale),
        scaled_term(claim.value, scale),
        *("None" if vector is None else f"(Some {_cube(vector, n, scale)})" for vector in shown),
    )


def _cube(vector: VectorByType, parties: int, scale: int) -> str:
    """The numbers by the parties at (a_i,x_i) = (0,0), (1,0) and (0,1); the others are at (1,1)."""
    values = vector.scaled(scale)
    return list_term(
        list_term(
            f"[{'; '.join(integer_term(values.get((i, j, k, n - k), 0)) for k in range(n + 1))}]"
            for j in range(parties - i + 1)
            for n in [parties - i - j]
        )
        for i in range(parties + 1)
    )


def _vectors(y: Bits, pair: tuple[IndexedVector, IndexedVector], scale: int) -> str:
    weights, majority = (vector_term(vector, len(y), scale) for vector in pair)
    return f"VectorsFile {bools_term(y)}\n {weights}\n {majority}"


def _family(certificate: Family) -> str:
    pairs = certificate.members.pairs
    betas = [value for row in certificate.beta.values() for value in row.values()]
    scale = _common((vector for pair in pairs.values() for vector in pair), *betas)
    members = (
        f"({list_term(f'({bools_term(x)}, {scaled_term(value, scale)})' for x, value in row.items())}, "
        f"{_vectors(y, pairs[y], scale)})"
        for y, row in certificate.beta.items()
    )
    return _file(
        "game_family",
        "GameFamily",
        _triple(certificate.members.triple),
        integer_term(certificate.alpha.numerator),
        str(certificate.alpha.denominator),
        str(scale),
        list_term(members),
    )


def _distillation(certificate: Distillation) -> str:
    pairs = certificate.members.pairs
    scale = _common(vector for pair in pairs.values() for vector in pair)
    unit = lcm(certificate.alpha.denominator, certificate.beta.denominator)
    return _file(
        "distillation_file",
        "DistillationFile",
        _triple(certificate.members.triple),
        scaled_term(certificate.alpha, unit),
        scaled_term(certificate.beta, unit),
        str(unit),
        # More are too many, and numbers of this type are written in ones.
        f"{min(certificate.directions, MOST_DIRECTIONS + 1)}%nat",
        str(scale),
        list_term(_vectors(y, pairs[y], scale) for y in certificate.inputs),
    )


def _classical(certificate: ClassicalBound) -> str:
    value = certificate.value
    return _file(
        "classical_file",
        "ClassicalFile",
        integer_term(value.numerator),
        str(value.denominator),
        *map(bools_term, certificate.answers),
    )


def _square(box: SquareBox, scale: int) -> str:
    """The numbers of a box by row, column, answer to the row and answer to the column."""
    factor = scale // box.denominator

    def line(a: Bits, r: int, c: int) -> str:
        return f"[{'; '.join(integer_term(factor * box.numerators.get((a, b, r, c), 0)) for b in COLUMN_ANSWERS)}]"

    return list_term(list_term(list_term(line(a, r, c) for a in ROW_ANSWERS) for c in LINES) for r in LINES)


def _table(certificate: PredictabilityTable) -> str:
    return _file(
        "table_file",
        "TableFile",
        bools_term(certificate.x0),
        list_term(map(_move, certificate.symmetries)),
        list_term(_table_row(row, certificate.game.parties) for row in certificate.rows),
    )


def _move(move: StatedRelabelling) -> str:
    order = "; ".join(str(party + 1) for party in move.order)
    return f"TableMove [{order}]%nat {bools_term(move.s)} {bools_term(move.t)} {bools_term(move.c)}"


def _table_row(row: TableRow, parties: int) -> str:
    vectors = (*row.duals, row.box)
    scale = _common(vectors, row.predictability)
    shown = "\n ".join(vector_term(vector, parties, scale) for vector in vectors)
    return f"TableRow {bools_term(row.values)} {scale} {scaled_term(row.predictability, scale)}\n {shown}"
