"""Weak sources, eqs (1) and (14): what eq (1) says, and why classical processing does not help [R1.2]-[R1.13]."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import combinations

from freebit.boxes.bits import Bits, format_bits
from freebit.claims.model import Finding
from freebit.source.exact import biased_source, defeating_source, guessed_source, markov_source
from freebit.source.joint import JointBounds


def eq_1(epsilon: Fraction = Fraction(1, 4), past_alone: Fraction = Fraction(1, 4)) -> Finding:
    """Independent bits of bias 1/2 - epsilon obey eq (1) with exactly epsilon; a chain may do so given the past alone.

    "All other bits" are those before and after: the Markov source flips with 1/4 given the past, and given both
    neighbours with (1/4)**2 : (3/4)**2.
    """
    independent = biased_source(4, epsilon).largest_epsilon()
    chain = markov_source(3, past_alone).largest_epsilon()
    expected = past_alone**2 / (past_alone**2 + (1 - past_alone) ** 2)
    return Finding(
        independent == Fraction(1, 4) and chain == expected < past_alone,
        f"4 independent bits with P(0) = {epsilon} have epsilon {independent}; a chain with {past_alone} given the "
        f"past has {chain} given all other bits",
    )


def santha_vazirani(gain: Fraction = Fraction(0), longest: int = 4) -> Finding:
    """Every unbiased f of up to 4 bits is 0 with probability 1 - epsilon on some epsilon-source [R1.9], [R8.10].

    P(x) is proportional to 1 - epsilon on f = 0 and to epsilon on f = 1, so given all others a bit has the
    probabilities 1/2 : 1/2 or epsilon : 1 - epsilon, for any n and epsilon: the enumeration is of integers for
    epsilon = p/q, p : q - p.
    """
    count = 0
    for n in range(1, longest + 1):
        words = range(2**n)
        neighbours = [(x, x ^ 1 << j) for x in words for j in range(n) if not x >> j & 1]
        for zeros in combinations(words, 2 ** (n - 1)):
            count += 1
            is_zero = [False] * len(words)
            for x in zeros:
                is_zero[x] = True
            pairs = {(is_zero[x], is_zero[y]) for x, y in neighbours}
            for p, q in ((1, 100), (1, 4), (1, 2)):
                weight = {True: q - p, False: p}
                total, on_zero = sum(weight[zero] for zero in is_zero), weight[True] * len(zeros)
                # eps <= w/(w+v) <= 1-eps for both bits of every pair of neighbours, in integers.
                weak = all(q * min(weight[x], weight[y]) >= p * (weight[x] + weight[y]) for x, y in pairs)
                if not weak or Fraction(on_zero, total) != 1 - Fraction(p, q) + gain:
                    return Finding(
                        False, f"n = {n}, epsilon = {p}/{q}: P(f=0) = {Fraction(on_zero, total)}, eq (1): {weak}"
                    )
    return Finding(
        True, f"{count} unbiased functions of 1 to {longest} bits, three values of epsilon; all n in the proof"
    )


def santha_vazirani_source(epsilon: Fraction = Fraction(1, 10), certainty: Fraction = Fraction(9, 10)) -> Finding:
    """The source itself, as an exact distribution, for the parity, the first bit and a multiplexer of 3 bits."""
    for f in (_parity, _first, _multiplexer):
        source = defeating_source(3, f, epsilon)
        on_zero = 1 - source.probability_that(f)
        if not source.is_epsilon_source(epsilon) or on_zero != certainty:
            return Finding(False, f"epsilon = {source.largest_epsilon()}, P(f=0) = {on_zero}")
    return Finding(True, f"epsilon = {epsilon}: P(f=0) = {certainty}")


def unbiased_statistics(longest: int = 10, right: Fraction = Fraction(3, 4)) -> Finding:
    """x is uniform, obeys eq (1) with 1/4, and e has each bit right with 3/4: eps shows nowhere [R1.10], [R8.14].

    Up to 5 bits the whole distribution is checked.  Up to ``longest`` the marginal is summed over all e, and
    given e each bit is independent, right with probability 1 - epsilon.
    """
    epsilon = Fraction(1, 4)
    for n in range(1, 6):
        source = guessed_source(n, epsilon)
        uniform = set(source.marginal().values()) == {Fraction(1, 2**n)} and len(source.marginal()) == 2**n
        first_right = sum(
            (value for (x, e), value in source.entries().items() if format_bits(x)[0] == str(e)[0]), Fraction(0)
        )
        if not uniform or source.largest_epsilon() != epsilon or first_right != right:
            return Finding(False, f"n = {n}: uniform: {uniform}, a bit is guessed with {first_right}")
    for n in range(6, longest + 1):
        # In units of 1/4**n: e is wrong in d places with weight 3**(n-d).
        weights = [3 ** (n - d) for d in range(n + 1)]
        if any(sum(weights[(x ^ e).bit_count()] for e in range(2**n)) != 4**n for x in range(2**n)):
            return Finding(False, f"n = {n}: the marginal is not uniform")
    return Finding(True, f"uniform for n <= {longest}; every bit is guessed with {right}, and eq (1) holds with 1/4")


def eq_14(shrink: Fraction = Fraction(1)) -> Finding:
    """Sources of eq (1) obey eq (14) with G = epsilon**n and F = (1-epsilon)**n, which tends to 0 [R1.13]."""
    for epsilon in (Fraction(1, 10), Fraction(1, 3)):
        exact = JointBounds.for_epsilon(epsilon)
        bounds = JointBounds(exact.lower, partial(_scaled, exact.upper, shrink))
        sources = (biased_source(4, epsilon), defeating_source(4, _parity, epsilon), guessed_source(3, epsilon))
        for source in sources:
            violation = bounds.violation(source)
            if violation is not None:
                return Finding(False, violation)
        if not exact.upper(1000) < Fraction(1, 10**40) or not exact.lower(1000) > 0:
            return Finding(False, "F does not tend to 0, or G is 0")
    reached = JointBounds(lambda n: Fraction(1, 10) ** n * Fraction(11, 10), lambda n: Fraction(1))
    strict = reached.violation(biased_source(2, Fraction(1, 10))) is not None
    return Finding(strict, "G(n) = epsilon^n is reached, so eq (14) must read G(n) <= P or take a smaller G")


def _parity(x: Bits) -> int:
    return sum(x) % 2


def _first(x: Bits) -> int:
    return x[0]


def _multiplexer(x: Bits) -> int:
    return x[1] if x[0] else x[2]


def _scaled(bound: Callable[[int], Fraction], factor: Fraction, n: int) -> Fraction:
    return factor * bound(n)
