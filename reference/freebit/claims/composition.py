"""Eqs (11) and (12) on finite examples, and the triangle inequality that makes security compose [R5.4]-[R5.6]."""

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from itertools import product

from freebit.claims.model import Finding
from freebit.security.guessing import Honest, Statistics, guessing_probability

HALF = Fraction(1, 2)


def example(known: Fraction = Fraction(1, 8)) -> Statistics:
    """A protocol that aborts with 1/4; e tells k with probability ``known`` for z = 0, else a coin for z = 1."""
    tables: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {}
    for z, share in ((0, known), (1, known / 2)):
        table: dict[tuple[Honest, Hashable], Fraction] = {}
        for k, y in product((0, 1), repeat=2):
            honest = Honest(k, y, "t", 1)
            table[honest, f"k={k}"] = share * Fraction(3, 16)
            table[honest, "?"] = (1 - share) * Fraction(3, 16)
        table[Honest(0, 0, "t", 0), "?"] = Fraction(1, 4)
        tables[z] = table
    return Statistics(tables).check()


def eq_11(coin: Fraction = HALF) -> Finding:
    """The ideal distribution: k uniform given all else if g = 1, 0 if g = 0; the same y, t, g, e for every z."""
    real = example()
    ideal = real.ideal()
    for z, table in real.tables.items():
        made = ideal.tables[z]
        for (honest, e), probability in made.items():
            both = [made.get((honest._replace(k=k), e), Fraction(0)) for k in (0, 1)]
            if honest.g == 1 and any(part != coin * sum(both) for part in both):
                return Finding(False, f"k is not a coin at {honest}, {e}")
            if honest.g == 0 and probability and honest.k:
                return Finding(False, f"k is not 0 at {honest}, {e}")
            before = sum(table.get((honest._replace(k=k), e), Fraction(0)) for k in (0, 1))
            if before != sum(both):
                return Finding(False, f"the marginal changes at {honest}, {e}")
    alike = guessing_probability(ideal, ideal.ideal())
    return Finding(alike == HALF, f"an example with two measurements; the ideal protocol is guessed with {alike}")


def best_strategy(left: Statistics, right: Statistics) -> Fraction:
    """The best probability of telling the two apart, by trying every strategy.

    A strategy chooses z by what the honest parties know, and then a guess by e.
    """
    seen = sorted({(honest, e) for s in (left, right) for table in s.tables.values() for honest, e in table}, key=repr)
    outcomes = sorted({e for _, e in seen}, key=repr)
    total = Fraction(0)
    for honest in {honest for honest, _ in seen}:
        total += max(
            sum(
                (
                    HALF * (left if guess else right).tables[z].get((honest, e), Fraction(0))
                    for guess, e in zip(guesses, outcomes, strict=True)
                ),
                Fraction(0),
            )
            for z in left.tables
            for guesses in product((False, True), repeat=len(outcomes))
        )
    return total


def eq_12(formula: Callable[[Statistics, Statistics], Fraction] = guessing_probability) -> Finding:
    """The formula is the optimum over all strategies, on examples; 1/2 + known/... follows for each."""
    values = []
    for known in (Fraction(0), Fraction(1, 8), Fraction(1, 3), Fraction(1)):
        real = example(known)
        value, best = formula(real, real.ideal()), best_strategy(real, real.ideal())
        if value != best:
            return Finding(False, f"the formula gives {value}, the best strategy {best}")
        values.append(value)
    return Finding(
        True, f"equal to the best of all strategies on {len(values)} examples: {', '.join(map(str, values))}"
    )


# Two uses.

#: (k1, k2, e) given z.
Keys = tuple[int, ...]
Pair = dict[Hashable, dict[tuple[Keys, Hashable], Fraction]]


def two_uses() -> Iterator[Pair]:
    """Pairs of key bits about which the adversary learns one, either, or their sum, with the choice of z."""
    for first, second, both in product((Fraction(0), Fraction(1, 5), Fraction(1, 2)), repeat=3):
        pair: Pair = {}
        for z, shares in ((0, (first, second, Fraction(0))), (1, (Fraction(0), Fraction(0), both))):
            rest = 1 - sum(shares, Fraction(0))
            if rest < 0:
                break
            table: dict[tuple[Keys, Hashable], Fraction] = {}
            for keys in product((0, 1), repeat=2):
                told = (("first", keys[0]), ("second", keys[1]), ("sum", keys[0] ^ keys[1]), ("nothing", 0))
                for e, share in zip(told, (*shares, rest), strict=True):
                    table[keys, e] = share / 4
            pair[z] = table
        else:
            yield pair


def idealised(pair: Pair, uses: tuple[int, ...]) -> Pair:
    """The same with the key bits of some uses (from 0) replaced by fresh coins."""
    made: Pair = {}
    for z, table in pair.items():
        fresh: dict[tuple[Keys, Hashable], Fraction] = {}
        for (keys, e), probability in table.items():
            choices = [(0, 1) if use in uses else (keys[use],) for use in (0, 1)]
            for new in product(*choices):
                fresh[new, e] = fresh.get((new, e), Fraction(0)) + probability / 2 ** len(uses)
        made[z] = fresh
    return made


def distance(left: Pair, right: Pair) -> Fraction:
    """4 (P(guess) - 1/2), eq (12), for the two key bits together."""
    total = Fraction(0)
    for keys in product((0, 1), repeat=2):
        total += max(
            sum(
                (
                    abs(left[z].get((keys, e), Fraction(0)) - right[z].get((keys, e), Fraction(0)))
                    for e in {e for _, e in left[z].keys() | right[z].keys()}
                ),
                Fraction(0),
            )
            for z in left
        )
    return total


def composable(factor: Fraction = Fraction(1)) -> Finding:
    """Two uses are at most as far from two ideal ones as each is in sum; with equality for some [R8.13].

    The distance of one use counts all that the other produces among what is published.
    """
    count, equalities = 0, 0
    for pair in two_uses():
        whole = distance(pair, idealised(pair, (0, 1)))
        parts = distance(pair, idealised(pair, (0,))) + distance(pair, idealised(pair, (1,)))
        if whole > factor * parts:
            return Finding(False, f"two uses are {whole} from ideal, the parts sum to {parts}")
        count += 1
        equalities += whole == parts > 0
    return Finding(equalities > 0, f"{count} examples of two uses with a joint adversary; equality in {equalities}")
