"""The strongest adversary of one cell: any non-signalling devices, and bits that lean as he is told [R5.80].

For each y in X a measurement leaves, with each leaning s of the source bits and each sign, a box B, not normalised;
what the honest parties see, the sum of S_s(x) B(a|x), is one J for all y, also at inputs that are not in X; J is 1 on X
in all, so that the rate is that of kept cells.  The rate is the sum over y of

    the sum over s of S_s(y) times <(-1)^f at y where the cell is right, B_s+ - B_s->.

It may be averaged over the symmetries of the kind: one y of each orbit is enough, and what fixes y keeps the boxes, or
exchanges those of the two signs if it turns f.

Small programs are solved exactly (``strongest``).  For larger ones HiGHS points out an attack, and ``attack`` makes
boxes of it that satisfy every constraint exactly, so that its rate is reached for certain, if not the largest.

``python -m tests.security.one_cell LABEL EPSILON`` does so, in seconds or a few minutes, and writes a file of
``tests/security/attacks``, from which ``boxes_of`` makes all boxes; ``rate_of_attack``, which knows nothing of linear
programs or symmetries, checks them and works their rate out.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm
from pathlib import Path

from flint import fmpq, fmpq_mat

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.cells import CellKind, kind_labelled
from freebit.boxes.entries import entry_of, index_of
from freebit.security.one_cell import AttackOutcome, rate_of_attack
from freebit.solver.cell_group import CellGroup, Signed, by_class
from freebit.solver.exact_lp import maximise
from freebit.solver.guided_lp import maximise_guided
from freebit.solver.reduction import Reduction
from tests.floating import Row, proposed, value_at

HALF = Fraction(1, 2)
#: Shares of what tells nothing that are mixed in, one after the other, until no probability is negative.
MIXED = (Fraction(1, 2**34), Fraction(1, 2**28), Fraction(1, 2**22), Fraction(1, 2**16))


@dataclass(frozen=True)
class Move:
    """A symmetry that fixes y: the images of leanings, of entries and of correlators; it may exchange the signs."""

    leaning: dict[Bits, Bits]
    entries: Sequence[int]
    correlators: Sequence[tuple[int, int]]
    exchanges: int


class OneCellVariables:
    """The variables of the program of a kind of cells: what all see, and correlators of the boxes, by orbits."""

    def __init__(self, kind: CellKind, epsilon: Fraction) -> None:
        self.kind, self.epsilon, self.group = kind, epsilon, CellGroup.of(kind)
        self.bits = kind.drawn_bits
        inputs = all_bits(kind.parties) if kind.inputs.derived is None else kind.game.inputs
        self.input_of_bits = {kind.inputs.drawn(x): x for x in inputs}
        self.leanings: list[Bits] = [(0,) * self.bits] if epsilon == HALF else list(self.input_of_bits)
        seen = {index_of(a, x) for x in inputs for a in all_bits(kind.parties)}
        classes = [least for least in by_class(self.group.classes) if least in seen]
        self.seen_by_all = {least: 1 + i for i, least in enumerate(classes)}
        self.variables = len(classes)
        #: The entries that are seen at all.
        self.seen = sorted(seen)
        #: For each y of an orbit the symmetries that fix it.
        self.fixing = {
            y: [self.move(g, y) for g in self.group.elements if g.image[y] == y] for y in self.group.input_orbits
        }
        #: For each y of an orbit, and each sign and leaning, the variable and the sign of every correlator.
        self.blocks = {y: self._places(fixing) for y, fixing in self.fixing.items()}

    def move(self, g: Signed, y: Bits) -> Move:
        drawn, zero = self.kind.inputs.drawn, (0,) * self.kind.parties
        leaning = {
            s: s if self.epsilon == HALF else drawn(g.relabelling.entry(zero, x)[1])
            for s, x in self.input_of_bits.items()
        }
        return Move(leaning, g.entries, g.relabelling.correlator_map(), int(g.sign[y] == -1))

    def _places(self, fixing: Sequence[Move]) -> dict[tuple[int, Bits], list[tuple[int, int]]]:
        """For each sign and leaning the variable and the sign of every correlator; sign 0 if it must be 0."""
        size = 3**self.kind.parties
        found: dict[tuple[int, Bits], list[tuple[int, int]]] = {
            (sign, s): [(0, 9)] * size for sign in (0, 1) for s in self.leanings
        }
        for (sign, s), numbers in found.items():
            for c in range(size):
                if numbers[c] != (0, 9):
                    continue
                images: dict[tuple[int, Bits, int], int] = {}
                odd = False
                for g in fixing:
                    image, turn = g.correlators[c]
                    odd |= images.setdefault((sign ^ g.exchanges, g.leaning[s], image), turn) != turn
                if not odd:
                    self.variables += 1
                for (i, t, image), turn in images.items():
                    found[i, t][image] = (0, 0) if odd else (self.variables, turn)
        return found


class OneCellProgram(OneCellVariables):
    """The linear program of a kind of cells."""

    def __init__(self, kind: CellKind, epsilon: Fraction) -> None:
        super().__init__(kind, epsilon)
        self.objective: Row = {}
        self.inequalities: list[Row] = []
        self.equalities: list[Row] = []
        sizes = by_class(self.group.classes)
        in_x = {index_of(a, x) for x in kind.game.inputs for a in all_bits(kind.parties)}
        total: Row = {place: len(sizes[least]) for least, place in self.seen_by_all.items() if least in in_x}
        total[0] = -1
        self.equalities.append(total)
        self.inequalities += [{place: 1} for place in self.seen_by_all.values()]
        self._reduction = Reduction(kind.game, ())
        for y, orbit in self.group.input_orbits.items():
            self._measure(y, len(orbit))

    def _measure(self, y: Bits, count: int) -> None:
        fixing, places = self.fixing[y], self.blocks[y]
        rows: dict[tuple[int, Bits, int], Row] = {}

        def box(sign: int, s: Bits, index: int) -> Row:
            """2^parties B(entry)."""
            if (sign, s, index) not in rows:
                numbers = places[sign, s]
                width = 1 + max(number for number, _ in numbers)
                values = self._reduction.row_in(numbers, width, index)
                rows[sign, s, index] = {number: value for number, value in enumerate(values) if value}
            return rows[sign, s, index]

        for sign, s, index in self._orbits(fixing, range(4**self.kind.parties)):
            self.inequalities.append(box(sign, s, index))
        for index in self._entry_orbits(fixing, self.seen):
            x = entry_of(index, self.kind.parties)[1]
            scale = 2**self.kind.parties * self.epsilon.denominator**self.bits
            row: Row = {self.seen_by_all[self.group.classes[index]]: -scale}
            for sign, s in places:
                _add(row, box(sign, s, index), self._chance(s, x))
            self.equalities.append(row)
        for (a, x), value in self.kind.right_part(y).items():
            for sign, s in places:
                factor = Fraction(count * (1 - 2 * sign) * self._chance(s, x)) * value
                scale = 2**self.kind.parties * self.epsilon.denominator**self.bits
                _add(self.objective, box(sign, s, index_of(a, x)), factor / scale)

    def _chance(self, s: Bits, x: Bits) -> int:
        """S_s(x), times the power of the denominator of epsilon that makes it whole."""
        away = sum(p != q for p, q in zip(s, self.kind.inputs.drawn(x), strict=True))
        p, q = self.epsilon.numerator, self.epsilon.denominator
        return int(p**away * (q - p) ** (self.bits - away))

    def _orbits(self, fixing: Sequence[Move], indices: Sequence[int]) -> Iterator[tuple[int, Bits, int]]:
        done: set[tuple[int, Bits, int]] = set()
        for sign, s, index in product((0, 1), self.leanings, indices):
            if (sign, s, index) not in done:
                done |= {(sign ^ g.exchanges, g.leaning[s], g.entries[index]) for g in fixing}
                yield sign, s, index

    @staticmethod
    def _entry_orbits(fixing: Sequence[Move], indices: Sequence[int]) -> Iterator[int]:
        done: set[int] = set()
        for index in indices:
            if index not in done:
                done |= {g.entries[index] for g in fixing}
                yield index


def _add(row: Row, other: Row, factor: Fraction | int) -> None:
    for place, value in other.items():
        row[place] = row.get(place, 0) + factor * value


def strongest(program: OneCellProgram, *, cddlib: bool = False) -> Fraction:
    """The largest rate, exactly: by cddlib, or by multipliers and a point that prove each other optimal."""
    rows = [_whole(row, program.variables) for row in program.inequalities]
    equal = [_whole(row, program.variables) for row in program.equalities]
    objective = _whole(program.objective, program.variables)
    if cddlib:
        return maximise(objective, rows + equal, range(len(rows), len(rows) + len(equal))).value
    return maximise_guided(objective, rows + equal + [[-value for value in row] for row in equal]).value


def _whole(row: Row, variables: int) -> list[Fraction | int]:
    return [row.get(place, 0) for place in range(variables + 1)]


@dataclass(frozen=True)
class Attack:
    """An attack that floating point pointed out: its rate, exactly, of variables that satisfy every constraint.

    The variables are ``values``, times ``denominator``.
    """

    rate: Fraction
    floating: float
    denominator: int
    values: Sequence[int]


def attack(program: OneCellProgram) -> Attack:
    """A point near the optimum of HiGHS that satisfies all equalities and inequalities exactly; its rate is reached.

    The proposal is moved onto the equalities by the shortest way, rounded, moved onto them again, and mixed with a
    little of boxes that tell nothing, whose entries are all positive.  Raises ``ArithmeticError`` if some constraint is
    broken all the same.
    """
    proposal = proposed(program.variables, program.objective, program.inequalities, program.equalities)
    floating = value_at(program.objective, proposal)
    # Where the rarest bits decide, the equalities enlarge a rounding by some power of 1/epsilon.
    fine = 2**48 * ceil(1 / program.epsilon) ** (2 * program.bits)
    near = _onto(program, _rounded(_nearest(program, _rounded(proposal, fine)), fine))
    still = _telling_nothing(program)
    for part in MIXED:
        point = [(1 - part) * p + part * q for p, q in zip(near, still, strict=True)]
        common = lcm(*(value.denominator for value in point))
        whole = [common, *(value.numerator * (common // value.denominator) for value in point)]
        if any(sum(value * whole[place] for place, value in row.items()) for row in program.equalities):
            raise ArithmeticError("the point is not on the equalities")
        if all(sum(value * whole[place] for place, value in row.items()) >= 0 for row in program.inequalities):
            total = sum((Fraction(value) * whole[place] for place, value in program.objective.items()), Fraction(0))
            return Attack(total / common, floating, common, whole[1:])
    raise ArithmeticError("the point has a negative probability")


def _rounded(point: Sequence[Fraction] | Sequence[float], fine: int) -> list[Fraction]:
    return [Fraction(round(Fraction(value) * fine), fine) for value in point]


def _nearest(program: OneCellProgram, point: Sequence[Fraction]) -> list[Fraction]:
    """The nearest point that satisfies the equalities."""
    rows = [{place: value for place, value in row.items() if place} for row in program.equalities]
    missing = [
        -Fraction(full.get(0, 0)) - sum((value * point[place - 1] for place, value in row.items()), Fraction(0))
        for full, row in zip(program.equalities, rows, strict=True)
    ]
    # With M the matrix of the equalities: point + M^T z, where M M^T z is what is missing.
    by_place: dict[int, dict[int, Fraction | int]] = {}
    for number, row in enumerate(rows):
        for place, value in row.items():
            by_place.setdefault(place, {})[number] = value
    gram = [[Fraction(0)] * (len(rows) + 1) for _ in rows]
    for column in by_place.values():
        for i, p in column.items():
            for j, q in column.items():
                gram[i][j] += Fraction(p * q)
    for i, value in enumerate(missing):
        gram[i][-1] = value
    echelon, rank = fmpq_mat([[fmpq(v.numerator, v.denominator) for v in row] for row in gram]).rref()
    moved, column_of = list(point), 0
    for i in range(rank):
        while echelon[i, column_of] == 0:
            column_of += 1
        solved = echelon[i, len(rows)]
        step = Fraction(int(solved.p), int(solved.q))
        for place, value in rows[column_of].items():
            moved[place - 1] += step * value
    return moved


def _onto(program: OneCellProgram, point: Sequence[Fraction]) -> list[Fraction]:
    """A point very near that satisfies the equalities, which give the first variables that they can by the others.

    The denominators are much smaller than those of the nearest one.
    """
    matrix = fmpq_mat(len(program.equalities), program.variables + 1)
    for number, row in enumerate(program.equalities):
        for place, value in row.items():
            exact = Fraction(value)
            matrix[number, (place or program.variables + 1) - 1] = fmpq(exact.numerator, exact.denominator)
    echelon, rank = matrix.rref()
    solved: dict[int, dict[int, Fraction]] = {}
    for i in range(rank):
        entries = [echelon[i, column] for column in range(program.variables + 1)]
        own = {column: Fraction(int(value.p), int(value.q)) for column, value in enumerate(entries) if value != 0}
        solved[min(own)] = own
    moved = list(point)
    for pivot, own in solved.items():
        rest = (
            value * (point[column] if column < len(point) else 1) for column, value in own.items() if column != pivot
        )
        moved[pivot] = -sum(rest, Fraction(0))
    return moved


def _telling_nothing(program: OneCellProgram) -> list[Fraction]:
    """All boxes uniform, whatever y, s and the sign."""
    inputs = len(program.kind.game.inputs)
    point = [Fraction(0)] * program.variables
    for place in program.seen_by_all.values():
        point[place - 1] = Fraction(1, inputs * 2**program.kind.parties)
    mass = Fraction(2**program.bits if program.epsilon == HALF else 1, 2 * inputs)
    for places in program.blocks.values():
        for numbers in places.values():
            point[numbers[0][0] - 1] = mass
    return point


# Files of attacks.

FOLDER = Path(__file__).parent / "attacks"


def path_of(label: str, epsilon: Fraction) -> Path:
    """The file of the attack on a kind of cells."""
    return FOLDER / f"{label}-{epsilon.numerator}-{epsilon.denominator}.json"


def write(label: str, epsilon: Fraction, values: Sequence[int]) -> None:
    """The variables of an attack, times any number; the first ones, what all see, follow from the others."""
    lines = ",\n".join(f'"{value}"' for value in values)
    path_of(label, epsilon).write_text(f'{{"kind": "{label}", "epsilon": "{epsilon}", "values": [\n{lines}]}}\n')


def boxes_of(path: Path) -> tuple[CellKind, Fraction, dict[Bits, list[AttackOutcome]]]:
    """Kind, epsilon, and what each measurement leaves, of a file: the orbits are written out."""
    document = json.loads(path.read_text())
    kind, epsilon = kind_labelled(document["kind"]), Fraction(document["epsilon"])
    variables = OneCellVariables(kind, epsilon)
    values = [0, *map(int, document["values"])]
    measured: dict[Bits, list[AttackOutcome]] = {}
    for y, carriers in variables.group.input_orbits.items():
        boxes = [
            (s, entries_of([turn * values[number] for number, turn in numbers], kind.parties))
            for (_, s), numbers in variables.blocks[y].items()
        ]
        for image, g in carriers.items():
            leaning = variables.move(g, y).leaning
            measured[image] = [AttackOutcome(leaning[s], carried(entries, g.entries)) for s, entries in boxes]
    return kind, epsilon, measured


def entries_of(correlators: Sequence[int], parties: int) -> list[int]:
    """2^parties times the entries of a box, both by index: correlators in base 3, entries in base 4."""
    values = list(correlators)
    for done in range(parties):
        # The next party's digit is the first in base 3, and becomes the last in base 4.
        step, made = 3 ** (parties - 1 - done) * 4**done, []
        for rest in range(step):
            one, on_0, on_1 = (values[digit * step + rest] for digit in range(3))
            made += [one + on_0, one - on_0, one + on_1, one - on_1]
        values = made
    return values


def carried(entries: Sequence[int], images: Sequence[int]) -> list[int]:
    """The entries of a box where a symmetry takes them."""
    found = [0] * len(entries)
    for index, image in enumerate(images):
        found[image] = entries[index]
    return found


if __name__ == "__main__":
    label, epsilon = sys.argv[1], Fraction(sys.argv[2])
    found = attack(OneCellProgram(kind_labelled(label), epsilon))
    write(label, epsilon, found.values)
    rate = rate_of_attack(*boxes_of(path_of(label, epsilon)))
    print(f"{label} {epsilon}: at least {floor(rate * 10**6)}/10^6, by floating point {found.floating}")
