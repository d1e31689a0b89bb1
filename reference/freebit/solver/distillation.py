"""Finds (W, G, A, B) for eq (13): sqrt(G0^2 + G1^2) <= A W + B I with the least B, for rational A [R3.40]-[R3.43].

With G0 = (W+G)/2 and G1 = (W-G)/2 the condition is W^2 + G^2 <= 2 (A W + B I)^2.  On entries with I = 0 it
says |G| <= s W with 1 + s^2 <= 2 A^2, which is linear; on the others it is a cone, cut out by tangent
planes with rational unit normals until the vectors found need hardly more B than the linear program does.
What is found is exact; only its being the least is up to the tolerance.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import atan2, tan

from freebit.boxes.bits import Bits, all_bits, majority_of
from freebit.boxes.entries import entry_of
from freebit.boxes.game import MerminGame, ParityGame
from freebit.errors import InvalidError
from freebit.kernel.functional import contraction, row_vector
from freebit.solver.exact_lp import maximise
from freebit.solver.family import FamilyFinder, Member, Triple

#: Numerators and denominators of what is rounded up: a rational above sqrt(10)/4, sqrt(2) from below.
A_ABOVE = Fraction(79057, 100000)
ROOT_2_BELOW = Fraction(7, 5)

#: Tangents at half-angles whose tangent is a multiple of 1/STEPS.
STEPS = 8


def slope(a: Fraction) -> Fraction:
    """A rational s, at most sqrt(2 a^2 - 1) and near it: |G| <= s W then gives W^2 + G^2 <= 2 a^2 W^2.

    Raises ``ValueError`` if a is below sqrt(10)/4, where s would be below 1/2.
    """
    square = 2 * a * a - 1
    s = max(Fraction(1, 2), Fraction(int(float(square) ** 0.5 * 10**6) - 1, 10**6)) if square > 0 else Fraction(0)
    if s < Fraction(1, 2) or s * s > square:
        raise InvalidError(f"A = {a} is below sqrt(10)/4: no certificate exists")
    return s


def needed_b(member: Member, a: Fraction, digits: int = 6) -> Fraction:
    """The least B, rounded up to ``digits`` decimals, for which the member's (W, G) meets the condition.

    Raises ``ValueError`` if the condition fails where I = 0.
    """
    unit = 10**digits
    largest = 0
    for entry in member.W.keys() | member.G.keys():
        w, g = member.W.get(entry, Fraction(0)), member.G.get(entry, Fraction(0))
        norm = w * w + g * g
        if not member.game.coefficient(*entry):
            if w < 0 or norm > 2 * (a * w) ** 2:
                raise InvalidError(f"the vectors at {entry} need a larger A than {a}")
            continue
        while not _enough(w, norm, a, Fraction(largest, unit)):
            largest = max(largest + 1, int(((float(norm) / 2) ** 0.5 - float(a * w)) * unit))
    return Fraction(largest, unit)


def _enough(w: Fraction, norm: Fraction, a: Fraction, b: Fraction) -> bool:
    reach = a * w + b
    return reach >= 0 and norm <= 2 * reach * reach


def find(y: Bits, triple: Triple = (0, 1, 2), a: Fraction = A_ABOVE, game: ParityGame | None = None) -> Member:
    """A member (W, G) whose ``needed_b`` at ``a`` is least, up to the fineness of the tangents."""
    program = _Program(FamilyFinder(y, triple, game or MerminGame()), a)
    best: Member | None = None
    while True:
        member = program.solve()
        if best is None or needed_b(member, a) < needed_b(best, a):
            best = member
        if not program.cut(member):
            return best


def directions(members: Iterable[Member]) -> int:
    """How many directions the pairs (W+G, W-G) take, up to sign and length, over all entries."""
    found = set()
    for member in members:
        for entry in member.W.keys() | member.G.keys():
            w, g = member.W.get(entry, Fraction(0)), member.G.get(entry, Fraction(0))
            found.add((w - g) / (w + g) if w + g else None)
    return len(found)


class _Program:
    """The linear program over vectors H ~ 1 - m that the symmetries keep: W = (H + H')/2, G = (H' - H)/2."""

    def __init__(self, finder: FamilyFinder, a: Fraction) -> None:
        self.finder, self.a = finder, a
        self.size = 4**finder.game.parties
        orbits = finder.reduction.entry_orbits
        self.orbit_of = {index: number for number, members in enumerate(orbits.values()) for index in members}
        self.leasts = list(orbits)
        self.image = finder._complement.entry_map()
        self.equations = self._equations(list(orbits.values()))
        self.normals = {least: {Fraction(t, 4) for t in range(-4, 5)} for least in self.leasts}

    def _equations(self, orbits: list[list[int]]) -> list[list[Fraction]]:
        game, y = self.finder.game, self.finder.y
        # 1 - m, which is 0 or 2.
        target = row_vector(y, (2 * majority_of(a, self.finder.triple) for a in all_bits(game.parties)))
        wanted = contraction(target.numerators, game.parties)
        columns = [contraction(dict.fromkeys(members, 1), game.parties) for members in orbits]
        rows = {(-right, *coefficients, 0) for right, *coefficients in zip(wanted, *columns, strict=True)}
        return [[Fraction(value) for value in row] for row in sorted(rows) if any(row)]

    def _pair(self, least: int) -> tuple[list[Fraction], list[Fraction]]:
        """Twice W and twice G at an entry, as rows (constant, H..., B)."""
        weights, majority = ([Fraction(0)] * (len(self.leasts) + 2) for _ in range(2))
        here, there = self.orbit_of[least], self.orbit_of[self.image[least]]
        weights[1 + here] += 1
        weights[1 + there] += 1
        majority[1 + there] += 1
        majority[1 + here] -= 1
        return weights, majority

    def solve(self) -> Member:
        rows = list(self.equations)
        s = slope(self.a)
        for least in self.leasts:
            w, g = self._pair(least)
            if not self.finder.reduction.loses(least):
                rows += [[s * p - q for p, q in zip(w, g, strict=True)], [s * p + q for p, q in zip(w, g, strict=True)]]
                continue
            for t in sorted(self.normals[least]):
                c, d = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
                for sign in (1, -1):
                    row = [(ROOT_2_BELOW * self.a - sign * c) * p - d * q for p, q in zip(w, g, strict=True)]
                    row[-1] += 2 * ROOT_2_BELOW
                    rows.append(row)
        objective = [Fraction(0)] * (len(self.leasts) + 2)
        objective[-1] = Fraction(-1)
        optimum = maximise(objective, rows, set(range(len(self.equations))))
        h = {index: optimum.point[number] for index, number in self.orbit_of.items()}
        weights, majority = {}, {}
        for index in range(self.size):
            entry, other = entry_of(index, self.finder.game.parties), h[self.image[index]]
            if h[index] + other:
                weights[entry] = (h[index] + other) / 2
            if other - h[index]:
                majority[entry] = (other - h[index]) / 2
        return Member(self.finder.game, self.finder.triple, self.finder.y, self.a, {}, weights, majority)

    def cut(self, member: Member) -> bool:
        """Add the tangents at the vectors found; whether any is new."""
        new = False
        for least in self.leasts:
            if not self.finder.reduction.loses(least):
                continue
            entry = entry_of(least, self.finder.game.parties)
            w, g = float(member.W.get(entry, 0)), float(member.G.get(entry, 0))
            if w == 0 == g:
                continue
            # Normals come in opposite pairs, so the angle is wanted modulo pi.
            angle = atan2(g, w) if w >= 0 else atan2(-g, -w)
            t = Fraction(round(tan(angle / 2) * STEPS), STEPS)
            if t not in self.normals[least]:
                self.normals[least].add(t)
                new = True
        return new
