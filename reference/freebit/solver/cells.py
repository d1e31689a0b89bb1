"""Finds certificates for tested cells, and what shows that there is none better, exactly [R3.80]-[R3.89].

Wanted are, for every y in X, vectors G_y ~ m'_y and V_y ~ v with |G_y| <= V_y + H_y, H_y >= 0 on X alone, so that
the largest load v + sum over y of r^d(x,y) H_y(a,x) is least.  By duality this least load is the largest

    sum over y of <m'_y, P_y+ - P_y->,    P_y+ and P_y- >= 0 non-signalling, not normalised, of total mass 1,
    P_y+(a,x) + P_y-(a,x) <= r^d(x,y) mu(a,x) for x in X,     mu >= 0 with sum 1.

Everything is averaged over the symmetries of the kind, so one y for each orbit of X is enough; and where a
symmetry fixes y and turns f, P_y- is the image of P_y+.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import Entry, entry_of, index_of
from freebit.solver.cell_group import CellGroup, Fixing, by_class, input_of
from freebit.solver.exact_lp import Optimum
from freebit.solver.guided_lp import maximise_guided
from freebit.solver.reduction import Reduction

ZERO = Fraction(0)


@dataclass(frozen=True)
class CellMember:
    """G and V for one y, by entry."""

    G: dict[Entry, Fraction]
    V: dict[Entry, Fraction]


@dataclass(frozen=True)
class CellFamily:
    """A certificate: v, one member for each orbit of X under the group; the others are carried."""

    kind: CellKind
    group: CellGroup
    v: Fraction
    members: dict[Bits, CellMember]

    def loads(self) -> dict[Entry, tuple[Fraction, ...]]:
        """For one entry of each class, x in X, the sums of H_y(a,x) over the y at distance 0, 1, 2, ..."""
        kind, n = self.kind, self.kind.parties
        excess = {
            y: {
                entry: above
                for entry in member.G.keys() | member.V.keys()
                if (above := abs(member.G.get(entry, ZERO)) - member.V.get(entry, ZERO)) > 0
            }
            for y, member in self.members.items()
        }
        found: dict[Entry, tuple[Fraction, ...]] = {}
        wanted = [(e, *entry_of(e, n)) for e in sorted(set(self.group.classes)) if input_of(e, n) in kind.game.inputs]
        for _, a, x in wanted:
            found[a, x] = (ZERO,) * (kind.inputs.most_distant(n) + 1)
        place = {e: (a, x) for e, a, x in wanted}
        for y, row in excess.items():
            carriers = self.group.input_orbits[y]
            for (a, x), value in row.items():
                index = index_of(a, x)
                least = self.group.classes[index]
                size = self._class_size[least]
                load = list(found[place[least]])
                load[kind.inputs.distance(x, y)] += value * Fraction(len(carriers), size)
                found[place[least]] = tuple(load)
        return found

    @property
    def _class_size(self) -> dict[int, int]:
        return {least: len(orbit) for least, orbit in by_class(self.group.classes).items()}

    def rows(self) -> tuple[list[tuple[Fraction, ...]], list[tuple[Fraction, ...]]]:
        """The largest loads of right and of wrong entries: none is at most another in all numbers."""
        right: set[tuple[Fraction, ...]] = set()
        wrong: set[tuple[Fraction, ...]] = set()
        for (a, x), load in self.loads().items():
            (wrong if self.kind.game.coefficient(a, x) else right).add(load)
        return _largest(right), _largest(wrong)

    def pure(self) -> "CellFamily":
        """The certificate without what it has of the trivial one, G = m' and V = 0 [R5.72]."""
        share = Fraction(1)
        for y, member in self.members.items():
            for entry, sign in self.kind.right_part(y).items():
                g, v = member.G.get(entry, ZERO), member.V.get(entry, ZERO)
                h = max(ZERO, abs(g) - v)
                share = min(share, h, (v + h + sign * g) / 2)
        rest = 1 - share

        def without(y: Bits, member: CellMember) -> CellMember:
            trivial = self.kind.right_part(y)
            g = {e: (member.G.get(e, ZERO) - share * trivial.get(e, ZERO)) / rest for e in member.G.keys() | trivial}
            return CellMember(
                {e: value for e, value in g.items() if value}, {e: value / rest for e, value in member.V.items()}
            )

        return CellFamily(
            self.kind, self.group, self.v / rest, {y: without(y, member) for y, member in self.members.items()}
        )


@dataclass(frozen=True)
class CellLimit:
    """What shows that no certificate has a lower largest load at epsilon: mu by class, P_y+ and P_y- by correlators."""

    kind: CellKind
    group: CellGroup
    epsilon: Fraction
    rate: Fraction
    weights: dict[Entry, Fraction]
    boxes: dict[Bits, tuple[list[Fraction], list[Fraction]]]


@dataclass(frozen=True)
class CellOptimum:
    """The least largest load, a certificate that has it, and what shows that it is least."""

    rate: Fraction
    family: CellFamily
    limit: CellLimit


class CellProgram:
    """The linear program for one kind of cells."""

    def __init__(self, kind: CellKind) -> None:
        self.kind = kind
        self.group: CellGroup = CellGroup.of(kind)
        self._blocks: list[_Block] = []
        start = 0
        for y, orbit in self.group.input_orbits.items():
            block = _Block(kind, y, len(orbit), self.group.fixing(y), start)
            self._blocks.append(block)
            start = block.end
        asked = [e for e in range(4**kind.parties) if input_of(e, kind.parties) in kind.game.inputs]
        sizes = {least: len(orbit) for least, orbit in by_class(self.group.classes).items()}
        self._classes = [e for e in asked if self.group.classes[e] == e]
        self._size = [sizes[e] for e in self._classes]
        self._place = {e: start + i for i, e in enumerate(self._classes)}
        self._variables = start + len(self._classes)

    def least(self, epsilon: Fraction, *, everywhere: bool = False) -> CellOptimum:
        """The best certificate at epsilon.

        If ``everywhere``, of those whose right loads have no share of r and whose wrong loads none of r^3 and
        beyond: it is good for all smaller epsilon too.
        """
        rows, marks = self._rows((1 - epsilon) / epsilon, everywhere)
        optimum = maximise_guided(self._objective(), rows)
        return CellOptimum(optimum.value, self._family(optimum, marks), self._limit(optimum, epsilon))

    def known(self, epsilon: Fraction) -> CellLimit:
        """The best limit at epsilon in which f is known and no cell wrong at y, nor at any input at distance 1 [R5.77].

        Nearly the best there is for all smaller epsilon: its masses are those that stay as epsilon tends to 0.
        """
        rows, _ = self._rows((1 - epsilon) / epsilon, everywhere=False)
        return self._limit(maximise_guided(self._objective(), [*rows, *self._unknown()]), epsilon)

    def _unknown(self) -> Iterator[list[Fraction]]:
        """What is 0 where f is known: -P >= 0 for one entry of each orbit."""
        n, game = self.kind.parties, self.kind.game
        for block in self._blocks:
            for part in range(block.parts):
                for least in sorted(set(block.fixing.entry_orbit)):
                    a, x = entry_of(least, n)
                    if game.target(x) is None:
                        continue
                    wrong, d = game.coefficient(a, x), self.kind.inputs.distance(x, block.y)
                    if (wrong and d < 2) or (not wrong and d == 0 and self.kind.sign(a, x) != 1 - 2 * part):
                        row = [ZERO] * (self._variables + 1)
                        block.add(row, least, Fraction(-1), part)
                        yield row

    def _objective(self) -> list[Fraction]:
        total = [ZERO] * (self._variables + 1)
        for block in self._blocks:
            for index, sign in block.signs.items():
                block.add(total, index, Fraction(sign * block.count, 2**self.kind.parties))
        return total

    def _rows(self, r: Fraction, everywhere: bool) -> tuple[list[list[Fraction]], list["_Mark"]]:
        rows: list[list[Fraction]] = []
        marks: list[_Mark] = []

        def append(row: list[Fraction], mark: "_Mark") -> None:
            rows.append(row)
            marks.append(mark)

        for block in self._blocks:
            for part in range(block.parts):
                for least in sorted(set(block.fixing.entry_orbit)):
                    row = [ZERO] * (self._variables + 1)
                    block.add(row, least, Fraction(1), part)
                    append(row, _Mark(block, part, least))
            for least in sorted(set(block.fixing.pairs)):
                power = self._power(block, least, r, everywhere)
                if power is not None:
                    row = [ZERO] * (self._variables + 1)
                    block.add_both(row, least, Fraction(-1))
                    row[1 + self._place[self.group.classes[least]]] = 2**self.kind.parties * power
                    append(row, _Mark(block, None, least))
        mass = [Fraction(1)] + [ZERO] * self._variables
        for block in self._blocks:
            for part in range(block.parts):
                mass[1 + block.start + part * block.width] -= Fraction(2 * block.count, block.parts)
        append(mass, _Mark(None, None, 0))
        total = [Fraction(1)] + [ZERO] * self._variables
        for least, size in zip(self._classes, self._size, strict=True):
            total[1 + self._place[least]] = Fraction(-size)
        append(total, _Mark(None, None, 1))
        for least in self._classes:
            row = [ZERO] * (self._variables + 1)
            row[1 + self._place[least]] = Fraction(1)
            append(row, _Mark(None, None, 2))
        return rows, marks

    def _power(self, block: "_Block", index: int, r: Fraction, everywhere: bool) -> Fraction | None:
        """r^d for an entry that may carry H_y; None if it may not."""
        a, x = entry_of(index, self.kind.parties)
        if self.kind.game.target(x) is None:
            return None
        d = self.kind.inputs.distance(x, block.y)
        if everywhere and d > (2 if self.kind.game.coefficient(a, x) else 0):
            return None
        return r**d

    def _family(self, optimum: Optimum, marks: Sequence["_Mark"]) -> CellFamily:
        """G, V and v from the multipliers: those of P+ >= 0 and P- >= 0 are V + H - G and V + H + G."""
        size, n = 4**self.kind.parties, self.kind.parties
        minus = {block.y: [ZERO] * size for block in self._blocks}
        plus = {block.y: [ZERO] * size for block in self._blocks}
        charged = {block.y: [ZERO] * size for block in self._blocks}
        v = ZERO
        for place, multiplier in optimum.multipliers.items():
            mark = marks[place]
            block = mark.block
            if block is None:
                v = multiplier if mark.index == 0 else v
                continue
            orbit = by_class(block.fixing.pairs if mark.part is None else block.fixing.entry_orbit)[mark.index]
            share = 2**n * multiplier / (block.count * len(orbit))
            if mark.part is None:
                for e in orbit:
                    charged[block.y][e] += share
            elif block.fixing.turning is None:
                side = (minus, plus)[mark.part][block.y]
                for e in orbit:
                    side[e] += share
            else:
                for e in orbit:
                    minus[block.y][e] += share / 2
                    plus[block.y][block.fixing.turning[e]] += share / 2
        found: dict[Bits, CellMember] = {}
        for block in self._blocks:
            low, high, h = minus[block.y], plus[block.y], charged[block.y]
            g = {entry_of(e, n): (high[e] - low[e]) / 2 for e in range(size)}
            w = {entry_of(e, n): (high[e] + low[e]) / 2 - h[e] for e in range(size)}
            found[block.y] = CellMember(_sparse(g), _sparse(w))
        return CellFamily(self.kind, self.group, v, found)

    def _limit(self, optimum: Optimum, epsilon: Fraction) -> CellLimit:
        boxes: dict[Bits, tuple[list[Fraction], list[Fraction]]] = {}
        for block in self._blocks:
            first = block.correlators(optimum.point, 0)
            if block.fixing.turning is None:
                boxes[block.y] = (first, block.correlators(optimum.point, 1))
            else:
                turn = next(
                    g for g in self.group.elements if g.image[block.y] == block.y and g.entries == block.fixing.turning
                )
                second = [ZERO] * len(first)
                for source, (image, sign) in enumerate(turn.relabelling.correlator_map()):
                    second[image] = sign * first[source]
                boxes[block.y] = (first, second)
        weights = {
            entry_of(e, self.kind.parties): optimum.point[self._place[self.group.classes[e]]]
            for e in range(4**self.kind.parties)
            if self.group.classes[e] in self._place
        }
        return CellLimit(self.kind, self.group, epsilon, optimum.value, weights, boxes)


@dataclass(frozen=True)
class _Mark:
    """What a row says: P+ or P- (``part`` 0 or 1) >= 0 at an entry, or P+ + P- <= r^d mu there (``part`` None).

    Without a block: the total mass (0), the sum of mu (1), mu >= 0 (2).
    """

    block: "_Block | None"
    part: int | None
    index: int


class _Block:
    """The variables of P_y+, and of P_y- if it is not the image of P_y+, for one y that stands for ``count``."""

    def __init__(self, kind: CellKind, y: Bits, count: int, fixing: Fixing, start: int) -> None:
        self.y, self.count, self.fixing, self.start = y, count, fixing, start
        self._reduction = Reduction(kind.game, ())
        number: dict[int, int] = {}
        for least, sign in fixing.correlators:
            if sign:
                number.setdefault(least, len(number))
        self._correlators = [(number.get(least, 0), sign) for least, sign in fixing.correlators]
        self.width = len(number)
        self.parts = 1 if fixing.turning is not None else 2
        self.end = start + self.parts * self.width
        outputs = by_class(fixing.entry_orbit)
        self.signs = {
            index: sum(kind.sign(*entry_of(e, kind.parties)) for e in orbit)
            for index, orbit in outputs.items()
            if entry_of(index, kind.parties)[1] == y and not kind.game.coefficient(*entry_of(index, kind.parties))
        }
        self._row: dict[int, list[int]] = {}

    def row(self, index: int) -> list[int]:
        """2**n P(entry) in the variables of one part."""
        if index not in self._row:
            self._row[index] = self._reduction.row_in(self._correlators, self.width, index)
        return self._row[index]

    def add(self, total: list[Fraction], index: int, factor: Fraction, part: int | None = None) -> None:
        """Add factor * 2**n P(entry) of one part; without ``part``, of P+ less that of P-."""
        for own in range(self.parts) if part is None else (part,):
            sign = (2 if self.parts == 1 else 1 - 2 * own) if part is None else 1
            for i, value in enumerate(self.row(index)):
                if value:
                    total[1 + self.start + own * self.width + i] += sign * factor * value

    def add_both(self, total: list[Fraction], index: int, factor: Fraction) -> None:
        """Add factor * 2**n (P+ + P-)(entry)."""
        self.add(total, index, factor, 0)
        if self.fixing.turning is None:
            self.add(total, index, factor, 1)
        else:
            self.add(total, self.fixing.turning[index], factor, 0)

    def correlators(self, point: Sequence[Fraction], part: int) -> list[Fraction]:
        """All correlators of P+ or P-."""
        start = self.start + part * self.width
        return [sign * point[start + number] if sign else ZERO for number, sign in self._correlators]


def _largest(rows: set[tuple[Fraction, ...]]) -> list[tuple[Fraction, ...]]:
    return sorted(
        row
        for row in rows
        if not any(row != other and all(p <= q for p, q in zip(row, other, strict=True)) for other in rows)
    )


def _sparse(vector: Mapping[Entry, Fraction]) -> dict[Entry, Fraction]:
    return {entry: value for entry, value in vector.items() if value}
