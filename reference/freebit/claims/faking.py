"""Below maximal violation a classical box fakes the statistics if the source is weak enough: CHSH, exactly.

Given e, a deterministic strategy of the CHSH game loses on at least one of the four inputs.  Under eq (1) an
input of two bits has at least probability epsilon**2, and a product source reaches that.  So the adversary's boxes,
averaged over e, lose with a probability of at least epsilon**2, and every larger value up to 1/4 occurs with
uniform inputs: Tsirelson's (2 - sqrt 2)/4 can be faked iff epsilon**2 <= (2 - sqrt 2)/4.
"""

from collections.abc import Iterator
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.game import MerminGame
from freebit.claims.inequality import least_wrong_probability, losses
from freebit.claims.model import Finding

#: A strategy: Alice's outputs on inputs 0 and 1, then Bob's.
Strategy = tuple[int, int, int, int]
Joint = dict[tuple[Bits, Bits], Fraction]


def chsh_lost(strategy: Strategy) -> frozenset[Bits]:
    """The inputs (x, y) on which a + b differs from x y."""
    return frozenset((x, y) for x, y in all_bits(2) if strategy[x] ^ strategy[2 + y] != x & y)


def fakes_tsirelson(epsilon: Fraction) -> bool:
    """Whether epsilon**2 <= (2 - sqrt 2)/4, by comparing squares: 2 <= (2 - 4 epsilon**2)**2, both sides positive."""
    rest = 2 - 4 * epsilon**2
    return rest >= 0 and rest**2 >= 2


def faked_statistics(p: Fraction) -> Joint:
    """P(a, b, x, y) of her model: e picks one of the 8 strategies that lose once, each bit then hits with p.

    Given e the two input bits are independent, and each equals that of the losing input with probability p.
    """
    found: Joint = {}
    for strategy, target in single_losers():
        for x, y in all_bits(2):
            hits = (x == target[0]) + (y == target[1])
            key = ((strategy[x], strategy[2 + y]), (x, y))
            found[key] = found.get(key, Fraction(0)) + p**hits * (1 - p) ** (2 - hits) / 8
    return found


def quantum_statistics(lost: Fraction) -> Joint:
    """P(a, b, x, y) with uniform inputs and outputs, each input lost with probability ``lost``: Tsirelson's box
    has lost = (2 - sqrt 2)/4."""
    return {
        ((a, b), (x, y)): ((1 - lost) if a ^ b == x & y else lost) / 8 for a, b in all_bits(2) for x, y in all_bits(2)
    }


def single_losers() -> Iterator[tuple[Strategy, Bits]]:
    """The strategies that lose on exactly one input, with that input."""
    for s, t, u, v in all_bits(4):
        lost = chsh_lost((s, t, u, v))
        if len(lost) == 1:
            yield (s, t, u, v), next(iter(lost))


def chsh_threshold(below: Fraction = Fraction(38268, 100000), above: Fraction = Fraction(38269, 100000)) -> Finding:
    """The threshold is sin(pi/8) = sqrt(2 - sqrt 2)/2, between the two given numbers [R8.11].

    The model's statistics are the quantum ones with lost = p**2: entries are polynomials in p of degree 2, so
    agreement at 3 values of p is agreement at all, p = sin(pi/8) among them.
    """
    lost = sorted(len(chsh_lost((s, t, u, v))) for s, t, u, v in all_bits(4))
    always_loses = lost == [1] * 8 + [3] * 8
    values = [Fraction(1, 3), Fraction(2, 5), Fraction(1, 2)]
    same = all(faked_statistics(p) == quantum_statistics(p**2) for p in values)
    bracket = fakes_tsirelson(below) and not fakes_tsirelson(above)
    return Finding(
        always_loses and same and bracket,
        f"every strategy loses on 1 or 3 of 4 inputs; faked iff epsilon <= sqrt(2 - sqrt 2)/2, in [{below}, {above})",
    )


def no_threshold(inputs: int = 6, epsilons: tuple[Fraction, ...] = (Fraction(1, 100), Fraction(1, 10**6))) -> Finding:
    """At maximal violation every epsilon > 0 shows: a classical box fails with at least 6 epsilon**5 [R8.11].

    Honest boxes never fail.
    """
    least = min(losses(MerminGame()).values())
    bounds = [least_wrong_probability(epsilon) for epsilon in epsilons]
    positive = all(bound == inputs * epsilon**5 > 0 for bound, epsilon in zip(bounds, epsilons, strict=True))
    return Finding(
        least == inputs and positive, f"wrong on at least {least} of 16 inputs, each of probability >= epsilon^5 > 0"
    )
