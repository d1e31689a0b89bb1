"""Sums of binomial probabilities, enclosed [R5.71], [R5.75], and exactly where there are few terms."""

from collections.abc import Iterable
from fractions import Fraction

from freebit.theorem.enclosure import Enclosure

#: What is left of a sum is bounded and no longer added once it is below 2**-REST of the first term.
REST = 300


def probability_of(n: int, p: Fraction, k: int) -> Enclosure:
    """P[Bin(n, p) = k] for 0 < p < 1 and 0 <= k <= n."""
    ways = Enclosure.of(n).log_factorial() - Enclosure.of(k).log_factorial() - Enclosure.of(n - k).log_factorial()
    return (ways + k * Enclosure.of(p).log() + (n - k) * Enclosure.of(1 - p).log()).exp()


def at_most(n: int, p: Fraction, most: int) -> Enclosure:
    """P[Bin(n, p) <= most] for 0 <= p <= 1."""
    if most >= n:
        return Enclosure.of(1)
    if p == 1:
        return Enclosure.of(0)
    # Balls as they are: there may be thousands of terms, and all factors are whole numbers or balls.
    term = total = (Enclosure.of(1 - p) ** n).ball
    odds = Enclosure.of(p / (1 - p)).ball
    for k in range(most):
        term = term * odds * (n - k) / (k + 1)
        total = total + term
    return Enclosure(total)


def at_most_exactly(n: int, p: Fraction, most: int) -> Fraction:
    """P[Bin(n, p) <= most] for 0 <= p <= 1, a rational [R5.71], [R5.75]."""
    if most >= n:
        return Fraction(1)
    if p == 1:
        return Fraction(0)
    term = total = (1 - p) ** n if most >= 0 else Fraction(0)
    for k in range(most):
        term *= p / (1 - p) * (n - k) / (k + 1)
        total += term
    return total


def at_least(n: int, p: Fraction, least: int) -> Enclosure:
    """P[Bin(n, p) >= least] for 0 < p < 1; summed on the side on which there is less."""
    if least <= 0:
        return Enclosure.of(1)
    if least > n:
        return Enclosure.of(0)
    if least > n * p:
        return _side(n, 1 - p, n - least)
    return 1 - _side(n, p, least - 1)


def _side(n: int, p: Fraction, most: int) -> Enclosure:
    """P[Bin(n, p) <= most] for most < n p + 1, from the largest term down; each falls faster than the one before."""
    term = total = probability_of(n, p, most)
    odds = Enclosure.of((1 - p) / p)
    for k in range(most, 0, -1):
        ratio = odds * k / (n - k + 1)
        term = term * ratio
        total = total + term
        # If each is at most half of the one before, all further ones together are at most the last one.
        if k % 64 == 0 and (2 * ratio).surely_at_most(1) and term.surely_at_most(total * Fraction(1, 2**REST)):
            return total.up_to(total + term)
    return total


def kept_and_passed(n: int, keep: int, error: Fraction, most_wrong: int) -> Enclosure:
    """The sum over j from ``keep`` to n of P[Bin(n, 1/2) = j] P[Bin(j, error) <= most_wrong] [R5.75].

    Summed by the number of wrong cells w among the kept, Bin(n, error/2): given w, each other cell is kept with
    probability q, and P[Bin(n - w, q) >= keep - w] grows with w by one term at a time.
    """
    wrong, q = error / 2, (1 - error) / (2 - error)
    chance = Enclosure.of(1 - wrong) ** n
    tail = at_least(n, q, keep)
    step = probability_of(n - 1, q, keep - 1)
    odds, falls = Enclosure.of(wrong / (1 - wrong)), Enclosure.of(q)
    total = chance * tail
    for w in range(min(most_wrong, n)):
        chance = chance * odds * (n - w) / (w + 1)
        # The least number of right cells that is wanted falls from keep - w to keep - w - 1; from 0 on by a step of 0.
        tail = tail + step * (1 - q)
        step = step * (keep - w - 1) / (falls * (n - w - 1))
        total = total + chance * tail
    return total


def weighted_at_most(weights: Iterable[tuple[int, int]], p: Fraction, most: int) -> Enclosure:
    """The sum over pairs (n, B) of B P[Bin(n, p) <= most], for 0 <= p <= 1 [R5.92]."""
    if p == 1:
        return Enclosure.of(sum(number for n, number in weights if n <= most))
    balls = [Enclosure.of(p / (1 - p) / (k + 1)).ball for k in range(most)]
    q = Enclosure.of(1 - p)
    total = Enclosure.of(0)
    for n, number in weights:
        term = tail = Enclosure.of(1).ball
        for k in range(min(most, n)):
            term = term * balls[k] * (n - k)
            tail = tail + term
        total = total + (Enclosure(tail) * q**n if most < n else Enclosure.of(1)) * number
    return total
