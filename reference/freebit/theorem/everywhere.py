"""That certificates for tested cells are nearly the best there are, at all epsilon of an interval [R5.101]-[R5.103].

Tables of accepted limits bound u from above at every epsilon, certificates from below.  Between two epsilon the two
are compared by what is convex in r = (1-epsilon)/epsilon and in s = 1/r, so that two points decide, in exact numbers.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm
from pathlib import Path

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import indices_at
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.theorem.cells import CellFile, largest_load
from freebit.theorem.model import UncertifiedError
from freebit.wire.document import read_bytes, read_document
from freebit.wire.reader import Reader

ZERO, ONE = Fraction(0), Fraction(1)
#: So many times an interval is halved before it is given up.
MOST_HALVED = 12
#: Averages that are tried: of two of so many limits with the least bounds; the shares of the first, in tenths.
NEAREST, TENTHS = 6, range(1, 10)


@dataclass(frozen=True)
class Limits:
    """The tables of some accepted limits for one kind of cells, each with the V that it reaches [R5.101].

    ``entries`` has, for each sort of entry (a,x) with x in X, how many there are, and distances d(x,y) with the numbers
    (P_y+ + P_y-)(a|x), one of each table and times its scale; what another y of the same distance exceeds is left out.
    """

    kind: CellKind
    reached: tuple[Fraction, ...]
    scales: tuple[int, ...]
    entries: tuple[tuple[int, tuple[tuple[int, tuple[int, ...]], ...]], ...]

    @classmethod
    def read(cls, paths: Sequence[Path]) -> "Limits":
        """Of files of kind ``tested-limit``; ``UncertifiedError`` for one that is rejected, or of another kind."""
        limits = [_accepted(path) for path in paths]
        kind = limits[0].cells
        if any(limit.cells != kind for limit in limits):
            raise UncertifiedError("limits for different kinds of cells cannot be averaged")
        tables = [_Table.of(limit) for limit in limits]
        sorts: Counter[frozenset[tuple[int, tuple[int, ...]]]] = Counter()
        for x in kind.game.inputs:
            distances = [(kind.inputs.distance(x, y), y) for y in kind.game.inputs]
            for index in indices_at(x):
                sorts[frozenset((d, tuple(t.sums.get((index, y), 0) for t in tables)) for d, y in distances)] += 1
        entries = tuple((count, tuple(_largest(sort))) for sort, count in sorts.items())
        return cls(kind, tuple(t.reached for t in tables), tuple(t.scale for t in tables), entries)

    def only(self, number: int) -> tuple[Fraction, ...]:
        """The weights that take one of the tables alone."""
        return tuple(ONE if i == number else ZERO for i in range(len(self.reached)))

    def value(self, weights: Sequence[Fraction]) -> Fraction:
        """V of the average."""
        return sum((w * v for w, v in zip(weights, self.reached, strict=True)), ZERO)

    def mass(self, weights: Sequence[Fraction], s: Fraction) -> Fraction:
        """M(s) of the average: the sum over (a,x) of the largest s^d(x,y) (P_y+ + P_y-)(a|x); convex in s."""
        common = lcm(*((w / scale).denominator for w, scale in zip(weights, self.scales, strict=True)))
        used = [(i, int(w * common / self.scales[i])) for i, w in enumerate(weights) if w]
        # s^d = top^d bottom^(most - d) / bottom^most, so that all is whole.
        most = max(d for _, row in self.entries for d, _ in row)
        powers = [s.numerator**d * s.denominator ** (most - d) for d in range(most + 1)]
        whole = sum(
            count * max(powers[d] * sum(w * numbers[i] for i, w in used) for d, numbers in row)
            for count, row in self.entries
        )
        return Fraction(whole, common * s.denominator**most)

    def most(self, weights: Sequence[Fraction], epsilon: Fraction) -> Fraction:
        """1 - V/M: no certificate for these cells has a larger u at this epsilon [R5.101]."""
        return 1 - self.value(weights) / self.mass(weights, epsilon / (1 - epsilon))

    def tail(self, number: int, s: Fraction) -> Fraction | None:
        """The tau with M(s') <= V + tau s'^2 for every s' <= s; None if this table alone does not show one [R5.102]."""
        tau, whole = ZERO, ZERO
        for count, row in self.entries:
            at = {d: max(Fraction(p[number], self.scales[number]) for e, p in row if e == d) for d, _ in row}
            here = at.get(0, ZERO)
            whole += count * here
            if all(s**d * value <= here for d, value in at.items()):
                continue
            if here or at.get(1, ZERO):
                return None
            tau += count * max(s ** (d - 2) * value for d, value in at.items() if d >= 2)
        return tau if whole == self.reached[number] else None


def _largest(sort: Iterable[tuple[int, tuple[int, ...]]]) -> list[tuple[int, tuple[int, ...]]]:
    """Those that no other of the same distance is at least as large as in every table."""
    kept: list[tuple[int, tuple[int, ...]]] = []
    for d, numbers in sorted(sort, reverse=True):
        if not any(d == e and all(p <= q for p, q in zip(numbers, more, strict=True)) for e, more in kept):
            kept.append((d, numbers))
    return kept


def _accepted(path: Path) -> TestedLimit:
    data = read_bytes(path)
    if not check(data).accepted:
        raise UncertifiedError(f"{path} is rejected")
    document = Reader(read_document(data))
    if document.child("kind").text() != TestedLimit.kind:
        raise UncertifiedError(f"{path}: a certificate of kind {TestedLimit.kind!r} is wanted")
    return TestedLimit.read(document.child("claim"), document.child("witness"))


@dataclass(frozen=True)
class _Table:
    """P_y+ + P_y- by entry and y, where it is not 0, times ``scale``; and V."""

    scale: int
    sums: dict[tuple[int, Bits], int]
    reached: Fraction

    @classmethod
    def of(cls, limit: TestedLimit) -> "_Table":
        game, members = limit.cells.game, list(limit.boxes())
        scale = lcm(*(box.denominator for _, pair in members for box in pair))
        sums: dict[tuple[int, Bits], int] = {}
        reached = 0
        for y, pair in members:
            plus, minus = (box.scaled(scale) for box in pair)
            for x in game.inputs:
                for index in indices_at(x):
                    if both := plus.get(index, 0) + minus.get(index, 0):
                        sums[index, y] = both
            for a, index in zip(all_bits(game.parties), indices_at(y), strict=True):
                if not game.coefficient(a, y):
                    reached += limit.cells.sign(a, y) * (plus.get(index, 0) - minus.get(index, 0))
        return cls(scale, sums, Fraction(reached, scale))


@dataclass(frozen=True)
class Comparison:
    """Certificates and limits that are compared, and the share of the best u that is asked for [R5.103]."""

    files: tuple[CellFile, ...]
    limits: Limits
    share: Fraction

    def __post_init__(self) -> None:
        for file in self.files:
            if file.cells != self.limits.kind:
                raise InvalidError(f"{file.name} is about other cells than the limits")
            if any(h < 0 for side in (file.claimed.right, file.claimed.wrong) for load in side for h in load):
                raise InvalidError(f"{file.name} has a load with a negative number")

    def shown(self, low: Fraction, high: Fraction) -> bool:
        """Whether some certificate has at least the share of the best u at every epsilon from low to high [R5.102]."""
        return self._halved(low / (1 - low), high / (1 - high), MOST_HALVED)

    def shown_below(self, high: Fraction) -> bool:
        """The same for every epsilon up to ``high``, however small [R5.102]."""
        s = high / (1 - high)
        tails = [self.limits.tail(number, s) for number in range(len(self.limits.reached))]
        return any(
            self._tail_shown(file, self.limits.reached[number], tau, 1 / s)
            for file in self.files
            for number, tau in enumerate(tails)
            if tau is not None
        )

    def _halved(self, low: Fraction, high: Fraction, times: int) -> bool:
        if self._at_once(low, high):
            return True
        middle = (low + high) / 2
        return times > 0 and self._halved(middle, high, times - 1) and self._halved(low, middle, times - 1)

    def _at_once(self, low: Fraction, high: Fraction) -> bool:
        """By one certificate and one average of limits, for all s from low to high.

        1/u of the certificate is convex in r, so at most its chord p + k r; M is convex in s, so at most its chord,
        with which 1 + V/(M - V) is convex in s, and at least its tangent t + t' s.  share (p + k r) <= t + t' s is,
        times r, that a convex function of r is at most 0: the ends decide.
        """
        inverses = [
            (first, last)
            for file in self.files
            if (first := _inverse(file, 1 / low)) is not None and (last := _inverse(file, 1 / high)) is not None
        ]
        if not inverses:
            return False
        best = min(inverses, key=lambda pair: pair[0] + pair[1])
        middle = (low + high) / 2
        weights = self._weights(middle)
        value = self.limits.value(weights)
        first, last = (self.limits.mass(weights, s) - value for s in (low, high))
        mean = (first + last) / 2
        if value <= 0 or mean <= 0:
            return False
        step = value * (last - first) / mean**2 / 2
        tangent = 1 + value / mean
        return self.share * best[0] <= tangent + step and self.share * best[1] <= tangent - step

    def _weights(self, s: Fraction) -> tuple[Fraction, ...]:
        """Of the averages of two limits that are tried, in floating point, one with nearly the least bound at s."""
        count = len(self.limits.reached)
        rough = _Rough.of(self.limits, float(s))
        alone = [self.limits.only(i) for i in range(count)]
        near = sorted(range(count), key=lambda i: rough.bound(alone[i]))[:NEAREST]
        averages = [
            tuple(Fraction(t, 10) * a + Fraction(10 - t, 10) * b for a, b in zip(alone[i], alone[j], strict=True))
            for i, j in combinations(near, 2)
            for t in TENTHS
        ]
        return min([*alone, *averages], key=rough.bound)

    def _tail_shown(self, file: CellFile, value: Fraction, tau: Fraction, ratio: Fraction) -> bool:
        """share/u <= 1 + V r^2/tau for every r from ``ratio`` on, where the right loads are constant in r."""
        v, claimed = file.claimed.v, file.claimed
        if any(any(load[1:]) for load in claimed.right) or any(any(load[3:]) for load in claimed.wrong):
            return False
        right = largest_load(v, claimed.right, ratio)
        if right >= 1 or tau <= 0:
            return False
        for load in [*claimed.right, *claimed.wrong, (ZERO,)]:
            h = [*load, ZERO, ZERO, ZERO]
            zero, one, two = (self.share * each / (1 - right) for each in (v + h[0], h[1], h[2]))
            square = value / tau - two
            at = 1 - self.share - zero - one * ratio + square * ratio**2
            # What is left of a quadratic is not negative at the ratio, nor does it fall from there on.
            if at < 0 or 2 * square * ratio < one:
                return False
        return True


def _inverse(file: CellFile, ratio: Fraction) -> Fraction | None:
    """1/u of a certificate; None where it has no u > 0 [R5.72]."""
    right, wrong = (largest_load(file.claimed.v, side, ratio) for side in (file.claimed.right, file.claimed.wrong))
    return 1 + max(right, wrong) / (1 - right) if right < 1 else None


@dataclass(frozen=True)
class _Rough:
    """Limits at one s in floating point, to choose an average by."""

    reached: tuple[float, ...]
    rows: tuple[tuple[int, tuple[tuple[float, ...], ...]], ...]

    @classmethod
    def of(cls, limits: Limits, s: float) -> "_Rough":
        rows = (
            (
                count,
                tuple(tuple(s**d * (p / c) for p, c in zip(numbers, limits.scales, strict=True)) for d, numbers in row),
            )
            for count, row in limits.entries
        )
        return cls(tuple(map(float, limits.reached)), tuple(rows))

    def bound(self, weights: Sequence[Fraction]) -> float:
        """1 - V/M."""
        used = [(i, float(w)) for i, w in enumerate(weights) if w]
        mass = sum(count * max(sum(w * p[i] for i, w in used) for p in row) for count, row in self.rows)
        return 1 - sum(w * self.reached[i] for i, w in used) / mass


def accepted_files(paths: Iterable[Path]) -> tuple[CellFile, ...]:
    """Certificates of kind ``tested-cells`` that the kernel has accepted; raises ``UncertifiedError`` for another."""
    files = tuple(CellFile.read(path) for path in paths)
    for file in files:
        file.accepted(Fraction(1, 2))
    return files
