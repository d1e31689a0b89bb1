"""Mistakes in eqs (11) to (13)."""

from fractions import Fraction
from functools import reduce

from freebit.security import guessing as security
from freebit.security.guessing import Honest, Statistics
from freebit.theorem import certified, enclosure, hitting, totals
from freebit.theorem.distiller import DistillationNumbers
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.frontier import FamilyNumbers, Mixture
from freebit.theorem.model import Theorem
from freebit.theorem.sizes import GridSize
from freebit.theorem.theorems import column, paper, row
from tests.wrong import Replace, wrong

ZERO, HALF = Fraction(0), Fraction(1, 2)


def _distances(left: Statistics, right: Statistics) -> dict[object, dict[Honest, Fraction]]:
    return {z: security._distances(table, right.tables[z]) for z, table in left.tables.items()}


@wrong("the maximum over z outside the sum", "guess")
def z_outside(replace: Replace) -> None:
    def guess(left: Statistics, right: Statistics) -> Fraction:
        return HALF + max(sum(table.values(), ZERO) for table in _distances(left, right).values()) / 4

    replace(security, "guessing_probability", lambda _: guess)


@wrong("the maximum over z inside the sum over e", "guess")
def z_inside_e(replace: Replace) -> None:
    def guess(left: Statistics, right: Statistics) -> Fraction:
        largest: dict[object, Fraction] = {}
        for z, table in left.tables.items():
            for key in table.keys() | right.tables[z].keys():
                gap = abs(table.get(key, ZERO) - right.tables[z].get(key, ZERO))
                largest[key] = max(largest.get(key, ZERO), gap)
        return HALF + sum(largest.values(), ZERO) / 4

    replace(security, "guessing_probability", lambda _: guess)


@wrong("the sum over e inside the absolute value", "guess")
def e_inside(replace: Replace) -> None:
    def distances(left: security.JointTable, right: security.JointTable) -> dict[Honest, Fraction]:
        sums: dict[Honest, Fraction] = {}
        for key in left.keys() | right.keys():
            sums[key[0]] = sums.get(key[0], ZERO) + left.get(key, ZERO) - right.get(key, ZERO)
        return {honest: abs(value) for honest, value in sums.items()}

    replace(security, "_distances", lambda _: distances)


@wrong("1/2 of the sum in place of 1/4", "guess")
def half_of_the_sum(replace: Replace) -> None:
    replace(security, "guessing_probability", lambda f: lambda left, right: 2 * f(left, right) - HALF)


@wrong("the ideal protocol has a random k where it aborts", "guess")
def random_after_abort(replace: Replace) -> None:
    def ideal(self: Statistics) -> Statistics:
        made: dict[object, dict[tuple[Honest, object], Fraction]] = {}
        for z, table in self.tables.items():
            rows: dict[tuple[Honest, object], Fraction] = {}
            for (honest, e), p in table.items():
                for k in (0, 1):
                    key = (honest._replace(k=k), e)
                    rows[key] = rows.get(key, ZERO) + p / 2
            made[z] = rows
        return Statistics(made)

    replace(Statistics, "ideal", lambda _: ideal)


@wrong("a distribution that depends on z is accepted", "guess")
def signalling_accepted(replace: Replace) -> None:
    replace(Statistics, "check", lambda _: lambda self: self)


@wrong("bounds as floats", "bound")
def bounds_in_floats(replace: Replace) -> None:
    def make(original: object) -> object:
        def excess_at(*arguments: object) -> Enclosure:
            value: Enclosure = original(*arguments)  # type: ignore[operator]
            return Enclosure.of(Fraction(float((value.lower() + value.upper()) / 2)))

        return excess_at

    replace(Theorem, "excess_at", make)


@wrong("M(m,w) in place of M(m,w+1)", "bound")
def one_cell_less(replace: Replace) -> None:
    replace(hitting, "hit", lambda hit: lambda eps, m, size: hit(eps, m, max(size - 1, 1)))


@wrong("the largest masses are those of a subcube", "bound")
def subcube(replace: Replace) -> None:
    def hit(eps: Enclosure, m: int, size: int) -> Enclosure:
        free = max(size - 1, 0).bit_length()
        return (1 - eps) ** (m - free) if size else Enclosure.of(0)

    replace(hitting, "hit", lambda _: hit)


@wrong("the likelier value has probability epsilon", "bound")
def epsilon_for_its_complement(replace: Replace) -> None:
    replace(hitting, "hit", lambda hit: lambda eps, m, size: hit(1 - eps, m, size))


@wrong("q is squared", "bound")
def q_squared(replace: Replace) -> None:
    replace(hitting, "hit", lambda hit: lambda eps, m, size: hit(eps, m, size) * hit(eps, m, size))


@wrong("K without the powers of r", "bound")
def r_forgotten(replace: Replace) -> None:
    replace(FamilyNumbers, "load", lambda _: lambda self, ratio: sum(self.kappa, ZERO))


@wrong("r^(d/2) in place of r^d", "bound")
def r_halved(replace: Replace) -> None:
    def load(self: FamilyNumbers, r: Fraction) -> Fraction:
        return sum((v * r ** (d // 2) for d, v in enumerate(self.kappa)), ZERO)

    replace(FamilyNumbers, "load", lambda _: load)


@wrong("the row bound without its first term", "bound")
def first_term_forgotten(replace: Replace) -> None:
    def excess(numbers: Mixture, eps: Fraction, size: GridSize) -> Enclosure:
        q = hitting.hit(Enclosure.of(eps), size.log2_nb, 1)
        return q * Enclosure.of(numbers.alpha + numbers.K) ** size.nd / 4

    replace(row, "_excess", lambda _: excess)


@wrong("the row bound in place of the column's", "bound")
def row_for_column(replace: Replace) -> None:
    replace(column, "_excess", lambda _: lambda numbers, eps, size: row._excess(numbers, eps, size))


@wrong("a wrong cell that is distilled counts as one that is left", "bound")
def distilled_counts(replace: Replace) -> None:
    def column_of(free: list[Enclosure], caught: list[Enclosure], row: list[Enclosure], t: int) -> Enclosure:
        terms = [(free[c] + caught[c]) * row[t - c] for c in range(min(t, len(free) - 1) + 1)]
        return reduce(enclosure.larger, terms)

    replace(totals, "_column", lambda _: column_of)


@wrong("the larger branch is the smaller", "bound")
def smaller_branch(replace: Replace) -> None:
    replace(enclosure, "larger", lambda _: lambda p, q: q if q.surely_at_most(p) else p)


@wrong("eq (13) without the root of Nd", "bound")
def root_forgotten(replace: Replace) -> None:
    def excess(numbers: DistillationNumbers, eps: Fraction, size: GridSize) -> Enclosure:
        q = hitting.hit(Enclosure.of(eps), size.log2_nb, 1)
        second = 2 * q * Enclosure.of(32 * numbers.B / eps**5) ** size.nd
        return Fraction(3, 2) * (Enclosure.of(numbers.A) ** size.nd + second)

    replace(paper, "_excess", lambda _: excess)


@wrong("beta(x,y) in place of beta(y,x)", "kappa")
def beta_turned(replace: Replace) -> None:
    def make(original: object) -> object:
        def kappa(game: object, beta: certified.Beta) -> tuple[Fraction, ...]:
            turned = {x: {y: beta[y][x] for y in beta} for x in beta}
            return original(game, turned)  # type: ignore[operator, no-any-return]

        return kappa

    replace(certified, "kappa_of", make)
