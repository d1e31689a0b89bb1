"""Step 2: how likely N/c quintuplets remain, exactly [R4.11].

A quintuplet is kept iff the weight of its inputs is odd.
"""

from fractions import Fraction
from math import comb

from freebit.boxes.bits import all_bits, parity
from freebit.boxes.box import ghz_box
from freebit.boxes.game import MerminGame
from freebit.claims.model import Finding

HALF = Fraction(1, 2)


def kept_probability(ones: Fraction) -> Fraction:
    """The probability that a quintuplet of independent bits, each 1 with probability ``ones``, is kept."""
    return (1 - (1 - 2 * ones) ** 5) / 2


def pass_probability(kept: Fraction, n: int, c: Fraction) -> Fraction:
    """P(c times the number of kept quintuplets >= N) for N independent quintuplets, each kept with ``kept``."""
    return sum(
        (comb(n, k) * kept**k * (1 - kept) ** (n - k) for k in range(n + 1) if c * k >= n),
        Fraction(0),
    )


def by_enumeration(ones: Fraction, n: int, c: Fraction) -> Fraction:
    """The same, summed over all 2**(5N) inputs; for small N."""
    total = Fraction(0)
    for x in all_bits(5 * n):
        kept = sum(parity(x[5 * i : 5 * i + 5]) for i in range(n))
        if c * kept >= n:
            total += ones ** sum(x) * (1 - ones) ** (5 * n - sum(x))
    return total


def passes_in_the_limit(epsilon: Fraction, c: Fraction) -> bool:
    """Whether independent bits, each 1 with probability epsilon, pass with probability tending to 1 as N grows.

    They do iff more than N/c quintuplets are kept on average: (1 - 2 epsilon)**5 < 1 - 2/c.
    """
    return kept_probability(epsilon) > 1 / c


def independent_sources(
    below: Fraction = Fraction(986, 10000), above: Fraction = Fraction(987, 10000), c: Fraction = Fraction(3)
) -> Finding:
    """The binomial formula agrees with enumeration; for c = 3 all changes at (1 - 3**(-1/5))/2 [R8.12]."""
    cases = [(ones, n) for ones in (Fraction(1, 10), Fraction(1, 3), HALF) for n in (1, 2)]
    agree = all(pass_probability(kept_probability(p), n, c) == by_enumeration(p, n, c) for p, n in cases)
    bracket = passes_in_the_limit(above, c) and not passes_in_the_limit(below, c)
    rare, likely = (pass_probability(kept_probability(e), 300, c) for e in (Fraction(1, 20), Fraction(1, 5)))
    return Finding(
        agree and bracket and rare < Fraction(1, 1000) and likely > Fraction(999, 1000),
        f"c = {c}: passes for large N iff epsilon > (1 - (1 - 2/c)^(1/5))/2, in [{float(below)}, {float(above)}); "
        f"N = 300: P = {float(rare):.1e} at 1/20, 1 - {float(1 - likely):.1e} at 1/5",
    )


def weakest_kept_probability(epsilon: Fraction) -> Fraction:
    """The least probability with which any epsilon-source keeps a quintuplet, whatever else is given.

    Given all other bits the fifth input makes the weight odd with probability at least epsilon; and the source
    of R1.9 that defeats the parity of five bits has exactly that.
    """
    words = all_bits(5)
    weights = {x: epsilon if parity(x) else 1 - epsilon for x in words}
    total = sum(weights.values(), Fraction(0))
    return sum((w for x, w in weights.items() if parity(x)), Fraction(0)) / total


def no_source_excluded(factor: Fraction = Fraction(1)) -> Finding:
    """The worst source keeps a quintuplet with probability epsilon: any c > 1/epsilon excludes no source [R8.12]."""
    epsilons = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 3), HALF)
    holds = all(weakest_kept_probability(e) == factor * e for e in epsilons)
    return Finding(holds, "each quintuplet is kept with probability >= epsilon given all else; equality occurs")


def honest_devices(loss: Fraction = Fraction(0)) -> Finding:
    """The GHZ box is right on each of the 16 inputs of X with certainty, so g = 1 with certainty, eqs (8) and (9)."""
    game, box = MerminGame(), ghz_box(5)
    wrong = max(
        sum((box.probability(a, x) for a in all_bits(5) if game.coefficient(a, x)), Fraction(0)) for x in game.inputs
    )
    return Finding(wrong == loss, f"the largest probability of a wrong answer over 16 inputs is {wrong}")
