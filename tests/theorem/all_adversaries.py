"""The strongest adversary of a few toy cells and a key of some bits, by an exact linear program [R5.91], [R5.92].

The adversary may have any non-signalling box of all parties together, and inputs made of independent bits, each of
which leans by eq (1) as the outcome e says; for each key k and each published (y, t) a measurement of its own.  What
the honest parties see, J(a,x), is one for all.  In place of these leanings there may be others, not of independent
bits, all of them alike but for which inputs they lean to.  So the largest 4 (P(guess) - 1/2) is the largest

    sum over (k,y,t) of the sum over leanings s of <F, S_s B_s+> - <F, S_s B_s->,

F being 1 - 2^-L where (k,y,t) is seen and -2^-L where (y,t) is seen with another key, over boxes B_s+ and B_s-, not
normalised, for which the sum over s of S_s (B_s+ + B_s-) is J, for each (k,y,t).

It may be averaged over the symmetries of the toy game in each cell (parties swapped, both outputs flipped, inputs
translated) and those permutations of cells that keep the code: J(a,x) then depends on which cells are wrong alone, up
to these permutations; y = 0...0 stands for all inputs; and the boxes are invariant under what fixes (k,y,t).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import comb
from typing import TypeVar

from freebit.solver.exact_lp import maximise
from freebit.solver.guided_lp import maximise_guided
from tests.floating import Row, proposed, value_at
from tests.theorem.toy import words

Bits = tuple[int, ...]
#: For each party the input at which it is looked at, or None if it is not.
Looked = tuple[int | None, ...]
T = TypeVar("T")
HALF = Fraction(1, 2)
#: Programs with fewer variables than this are given to cddlib.
SMALL = 70


def wrong_cells(a: Bits, x: Bits) -> Bits:
    """For each cell whether it is wrong."""
    return tuple(p ^ q ^ (y & z) for p, q, y, z in zip(a[::2], a[1::2], x[::2], x[1::2], strict=True))


def key_of(rows: tuple[Bits, ...], f: Bits) -> Bits:
    """k = C f [R4.71]."""
    return tuple(sum(c & v for c, v in zip(row, f, strict=True)) % 2 for row in rows)


@dataclass(frozen=True)
class Symmetry:
    """A permutation of cells; in each of them parties are swapped and both outputs flipped, or not."""

    order: tuple[int, ...]
    swaps: Bits
    flips: Bits

    def moved(self, word: tuple[T, ...]) -> tuple[T, ...]:
        """What belongs to the parties, at their new places."""
        cells = [word[2 * i : 2 * i + 2][:: -1 if swap else 1] for i, swap in zip(self.order, self.swaps, strict=True)]
        return tuple(each for cell in cells for each in cell)

    def outputs(self, a: Bits) -> Bits:
        return tuple(b ^ self.flips[i // 2] for i, b in enumerate(self.moved(a)))

    def looked(self, chosen: Looked) -> tuple[Looked, int]:
        """The image of a correlator, and its sign."""
        image = self.moved(chosen)
        flipped = sum(self.flips[i // 2] for i, x in enumerate(image) if x is not None)
        return image, 1 - 2 * (flipped % 2)


@dataclass(frozen=True)
class Seen:
    """One (k,t) of an orbit at y = 0...0: F, how many (k,y,t) are like it, and what fixes it."""

    number: int
    functional: dict[Bits, Fraction]
    fixing: list[Symmetry]


class ToyProgram:
    """The linear program for k = C f of all cells, at most T of which are wrong; ``rows`` are those of C.

    Inputs lean to s by epsilon; or those that differ from s in d places have a chance proportional to ``chances[d]``.
    """

    def __init__(
        self, rows: tuple[Bits, ...], tolerance: int, epsilon: Fraction, chances: tuple[int, ...] | None = None
    ) -> None:
        self.rows, self.tolerance = rows, tolerance
        self.cells = len(rows[0])
        self.parties = 2 * self.cells
        self.space = words(self.parties)
        self.nothing = (0,) * self.parties
        p, q, n = epsilon.numerator, epsilon.denominator, self.parties
        self.chances = chances or tuple(p**away * (q - p) ** (n - away) for away in range(n + 1))
        self.all_chances = sum(comb(n, away) * chance for away, chance in enumerate(self.chances))
        # Fair bits do not lean.
        self.leanings = [self.nothing] if len(set(self.chances)) == 1 else self.space
        self.orders = [order for order in permutations(range(self.cells)) if self._kernel(order) == self._kernel()]
        self.objective: Row = {}
        self.constraints: list[Row] = []
        self.equalities: set[int] = set()
        patterns = words(self.cells)
        least = {w: min(tuple(w[i] for i in order) for order in self.orders) for w in patterns}
        self.seen_by_all = {w: 1 + sorted(set(least.values())).index(least[w]) for w in patterns}
        self.variables = max(self.seen_by_all.values())
        total: Row = {0: -1}
        for pattern in patterns:
            self._add(total, self.seen_by_all[pattern], 8**self.cells)
        self._equal(total)
        self.constraints += [{place: 1} for place in sorted(set(self.seen_by_all.values()))]
        for pattern in sorted(set(least.values())):
            if sum(pattern) <= tolerance:
                like = 4**self.cells * list(least.values()).count(pattern) * 2 ** sum(pattern)
                self._account(pattern, like)

    def _kernel(self, order: tuple[int, ...] | None = None) -> frozenset[Bits]:
        """The f with key 0, the cells permuted: a permutation keeps the code iff it keeps these."""
        order = order or tuple(range(self.cells))
        zero = (0,) * len(self.rows)
        return frozenset(tuple(f[i] for i in order) for f in words(self.cells) if key_of(self.rows, f) == zero)

    @staticmethod
    def _add(row: Row, place: int, value: Fraction | int) -> None:
        row[place] = row.get(place, 0) + value

    def _equal(self, row: Row) -> None:
        self.equalities.add(len(self.constraints))
        self.constraints.append(row)

    def _account(self, pattern: Bits, like: int) -> None:
        """All (k,y,t) with such a pattern of wrong cells, of which there are ``like`` pairs (y,t)."""
        # The outputs of wrong cells are published: 0 and 1, say.
        runs = [a for a in self.space if wrong_cells(a, self.nothing) == pattern and not any(map(min, pattern, a[::2]))]
        by_key: dict[Bits, list[Bits]] = {}
        for a in runs:
            by_key.setdefault(key_of(self.rows, a[::2]), []).append(a)
        share = Fraction(1, 2 ** len(self.rows))
        # Flips of right cells carry one possible key to any other; an impossible one is 2^-L away from its share.
        impossible = 2 ** len(self.rows) - len(by_key)
        self._add(self.objective, self.seen_by_all[pattern], like * impossible * share * len(runs))
        key = min(by_key)
        functional = {a: (key_of(self.rows, a[::2]) == key) - share for a in runs}
        fixing = [
            g
            for order, swaps, flips in product(self.orders, words(self.cells), words(self.cells))
            if all(functional.get((g := Symmetry(order, swaps, flips)).outputs(a)) == v for a, v in functional.items())
        ]
        self._measure(Seen(like * len(by_key), functional, fixing))

    def _measure(self, seen: Seen) -> None:
        """The boxes B_s+ and B_s- of one (k,y,t), and what they must satisfy."""
        places = self._places(seen.fixing)
        width = max((place for place, _ in places.values()), default=0)
        starts = (self.variables, self.variables + width)
        self.variables += 2 * width

        def add(row: Row, s: Bits, a: Bits, x: Bits, start: int, factor: Fraction | int) -> None:
            """Add factor * 2^parties B(a|x)."""
            for chosen in self.space:
                place, sign = places[s, tuple(i if c else None for c, i in zip(chosen, x, strict=True))]
                if sign:
                    odd = sum(c & b for c, b in zip(chosen, a, strict=True)) % 2
                    self._add(row, start + place, -factor * sign if odd else factor * sign)

        for s, a, x in self._orbits(seen.fixing, self.leanings):
            for start in starts:
                row: Row = {}
                add(row, s, a, x, start, 1)
                self.constraints.append(row)
        for _, a, x in self._orbits(seen.fixing, [self.nothing]):
            row = {}
            for s, start in product(self.leanings, starts):
                add(row, s, a, x, start, self._chance(s, x))
            everything = 2**self.parties * self.all_chances
            self._add(row, self.seen_by_all[wrong_cells(a, x)], -everything)
            self._equal({place: value for place, value in row.items() if value})
        scale = Fraction(seen.number, 2**self.parties * self.all_chances)
        for (a, value), s in product(seen.functional.items(), self.leanings):
            for sign, start in zip((1, -1), starts, strict=True):
                factor = sign * scale * value * self._chance(s, self.nothing)
                add(self.objective, s, a, self.nothing, start, factor)

    def _chance(self, s: Bits, x: Bits) -> int:
        """S_s(x), times the sum of all chances, which makes it whole."""
        return self.chances[sum(p != q for p, q in zip(s, x, strict=True))]

    def _places(self, fixing: list[Symmetry]) -> dict[tuple[Bits, Looked], tuple[int, int]]:
        """For each leaning and correlator its variable, from 1 on, and its sign; sign 0 if it must be 0."""
        found: dict[tuple[Bits, Looked], tuple[int, int]] = {}
        count = 0
        for s, chosen in product(self.leanings, product((None, 0, 1), repeat=self.parties)):
            if (s, chosen) in found:
                continue
            images = [(g.moved(s), *g.looked(chosen)) for g in fixing]
            signs = {(t, image): sign for t, image, sign in images}
            if all(signs[t, image] == sign for t, image, sign in images):
                count += 1
                found |= {each: (count, sign) for each, sign in signs.items()}
            else:
                found |= dict.fromkeys(signs, (0, 0))
        return found

    def _orbits(self, fixing: list[Symmetry], leanings: list[Bits]) -> Iterator[tuple[Bits, Bits, Bits]]:
        """One (s,a,x) of each orbit."""
        done: set[tuple[Bits, Bits, Bits]] = set()
        for s, a, x in product(leanings, self.space, self.space):
            if (s, a, x) not in done:
                done |= {(g.moved(s), g.outputs(a), g.moved(x)) for g in fixing}
                yield s, a, x

    def largest(self, *, cddlib: bool | None = None) -> Fraction:
        """The largest 4 (P(guess) - 1/2), by cddlib if the program is small, or where that is said."""
        rows = [self._whole(row) for row in self.constraints]
        objective = self._whole(self.objective)
        if self.variables < SMALL if cddlib is None else cddlib:
            return maximise(objective, rows, self.equalities).value
        opposite = [[-value for value in rows[i]] for i in sorted(self.equalities)]
        return maximise_guided(objective, rows + opposite).value

    def largest_nearly(self) -> float:
        """The same in floating point."""
        equal = [self.constraints[i] for i in sorted(self.equalities)]
        others = [row for i, row in enumerate(self.constraints) if i not in self.equalities]
        return value_at(self.objective, proposed(self.variables, self.objective, others, equal))

    def _whole(self, row: Row) -> list[Fraction | int]:
        return [row.get(place, 0) for place in range(self.variables + 1)]


if __name__ == "__main__":
    # [R5.85] T = 1 at epsilon = 1/5, of the XOR of two cells: exactly, which takes a minute.
    found = ToyProgram(((1, 1),), 1, Fraction(1, 5)).largest()
    if found != 1 - Fraction(1, 25) ** 2:
        raise SystemExit(f"the strongest device has {found}, not P[Bin(2, 1/25) <= 1]")
    print(f"no device has more than P[Bin(2, 1/25) <= 1] = {found}")
