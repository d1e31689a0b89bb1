"""Writes certificates of kinds ``tested-cells`` and ``tested-limit`` as Rocq files, for ``TestedChecks.v`` and
``LimitChecks.v`` in ``spec/rocq``.

Like ``freebit.export.rocq``: the numbers and nothing else, over one common denominator.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from pathlib import Path

from freebit.boxes.bits import Bits
from freebit.boxes.game import GhzGame, MerminGame
from freebit.export.rocq_text import bools_term, integer_term, list_term, scaled_term, vector_term, word_term
from freebit.kernel.cells import Carried
from freebit.kernel.check import read
from freebit.kernel.kinds.tested_cells import Load, TestedCells
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.wire.document import UnreadableError, read_bytes

#: What a file of tested cells begins with.
CELLS_PREAMBLE = """\
From Coq Require Import ZArith List.
From Freebit Require Import TestedChecks.
Import ListNotations.
Local Open Scope Z_scope.
"""

LIMIT_HEADER = """\
From Coq Require Import ZArith List.
From Freebit Require Import LimitChecks.
Import ListNotations.
Open Scope Z_scope.

"""

_FOOTER = """
Lemma accepted : ({checked} certificate && {at})%bool = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
"""

_FUNCTIONS = {"majority": "Majority", "multiplexer": "Multiplexer"}


def tested_source(path: Path, epsilon: Fraction) -> str:
    """The Rocq module of the certificate at ``path`` with its u at ``epsilon``, after the preamble.

    Raises ``UnreadableError`` for a file that is no readable certificate of kind ``tested-cells``, or of other cells.
    """
    try:
        certificate = read(read_bytes(path))
    except UnreadableError as error:
        raise error.in_file(str(path)) from error
    if not isinstance(certificate, TestedCells) or not is_covered(certificate):
        raise UnreadableError("R6.8", "document/kind", "tested cells of the GHZ game are wanted", str(path))
    u = least_u(certificate, epsilon)
    bits = certificate.cells.inputs.most_distant(certificate.cells.parties)
    at = f"check_u {bits} certificate {epsilon.numerator} {epsilon.denominator} {u.numerator} {u.denominator}"
    return definition(certificate) + _FOOTER.format(checked=checked_by(certificate), at=at)


def is_covered(certificate: TestedCells | TestedLimit) -> bool:
    """Whether the proved checker is about these cells: the GHZ game, which for five parties is the Mermin game."""
    game = certificate.cells.game
    return isinstance(game, GhzGame) or game == MerminGame()


def checked_by(certificate: TestedCells | TestedLimit) -> str:
    """The proved checker, applied to all but the file."""
    name = "check_limit" if isinstance(certificate, TestedLimit) else "check"
    cells = certificate.cells
    n, derived = cells.parties, cells.inputs.derived
    function = _FUNCTIONS.get(cells.function.name) or f"(Table {_table(certificate)})"
    return f"{name}_local {n} {function}" if derived is None else f"{name}_derived {n - 1} {derived} {function}"


def definition(certificate: TestedCells) -> str:
    """``Definition certificate : tested_file``."""
    given = certificate.members.given
    numbers = [certificate.v, *(h for side in (certificate.right, certificate.wrong) for load in side for h in load)]
    vectors = [vector for pair in given.values() for vector in pair]
    scale = lcm(*(value.denominator for value in numbers), *(vector.denominator for vector in vectors))
    places = {y: number for number, y in enumerate(given)}
    n = certificate.cells.parties
    fields = [
        str(scale),
        scaled_term(certificate.v, scale),
        _loads(certificate.right, scale),
        _loads(certificate.wrong, scale),
        list_term(
            f"Given {word_term(y)}\n {vector_term(part, n, scale)}\n {vector_term(weights, n, scale)}"
            for y, (part, weights) in given.items()
        ),
        list_term(_carried(y, way, places[way.source]) for y, way in certificate.members.carried.items()),
    ]
    return "Definition certificate : tested_file := TestedFile\n " + "\n ".join(fields) + ".\n"


def limit_definition(certificate: TestedLimit) -> str:
    """``Definition certificate : limit_file``."""
    given, n = certificate.members.given, certificate.cells.parties
    vectors = [certificate.weights, *(box for pair in given.values() for box in pair)]
    scale = lcm(certificate.rate.denominator, *(vector.denominator for vector in vectors))
    places = {y: number for number, y in enumerate(given)}
    fields = [
        integer_term(certificate.epsilon.numerator),
        str(certificate.epsilon.denominator),
        str(scale),
        scaled_term(certificate.rate, scale),
        vector_term(certificate.weights, n, scale),
        list_term(
            f"GivenTables {word_term(y)}\n {vector_term(plus, n, scale)}\n {vector_term(minus, n, scale)}"
            for y, (plus, minus) in given.items()
        ),
        list_term(_carried(y, way, places[way.source]) for y, way in certificate.members.carried.items()),
    ]
    return "Definition certificate : limit_file := LimitFile\n " + "\n ".join(fields) + ".\n"


def least_u(certificate: TestedCells, epsilon: Fraction) -> Fraction:
    """u = (1 - A)/(1 - A + max(A, B)) at an epsilon [R5.72]."""
    r = (1 - epsilon) / epsilon

    def greatest(loads: Iterable[Load]) -> Fraction:
        return certificate.v + max(
            Fraction(0), *(sum((h * r**d for d, h in enumerate(load)), Fraction(0)) for load in loads)
        )

    right, wrong = greatest(certificate.right), greatest(certificate.wrong)
    return (1 - right) / (1 - right + max(right, wrong))


def _carried(y: Bits, way: Carried, place: int) -> str:
    moved = way.relabelling
    order = "; ".join(str(party + 1) for party in moved.order)
    words = " ".join(map(word_term, (moved.s, moved.t, moved.c)))
    return f"Carried {word_term(y)} {place}%nat [{order}]%nat {words} {'true' if way.sign < 0 else 'false'}"


def _table(certificate: TestedCells | TestedLimit) -> str:
    n = certificate.cells.parties
    ones = {
        x: [tuple(map(int, format(i, f"0{n}b"))) for i, bit in enumerate(row) if bit]
        for x, row in sorted(certificate.cells.function.table.items())
    }
    return list_term(f"({bools_term(x)}, {list_term(map(bools_term, outputs))})" for x, outputs in ones.items())


def _loads(loads: Iterable[Load], scale: int) -> str:
    return list_term(f"[{'; '.join(scaled_term(h, scale) for h in load)}]" for load in loads)
