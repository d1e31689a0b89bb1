"""Epsilon, the least probability of a value of a source bit, eq (1) [R1.4], [R1.6], [R1.7].

It is an assumption about a source, whatever it was derived from.
"""

from fractions import Fraction

from freebit.errors import InvalidError

HALF = Fraction(1, 2)

#: epsilon from a rate is rounded down to a multiple of 2**-RATE_PRECISION [R1.7].
RATE_PRECISION = 64
MAX_RATE_DENOMINATOR = 10**4


def check_epsilon(epsilon: Fraction) -> Fraction:
    """``epsilon`` itself; raises ``ValueError`` unless 0 < epsilon <= 1/2 [R1.4]."""
    if not 0 < epsilon <= HALF:
        raise InvalidError(f"[R1.4] epsilon = {epsilon} is not in (0, 1/2], as eq (1) needs it")
    return Fraction(epsilon)


def epsilon_from_bias(bias: Fraction) -> Fraction:
    """The epsilon of a source whose bits have at most the bias ``bias`` = |P(0) - 1/2|: 1/2 - bias [R1.6].

    Raises ``ValueError`` unless 0 <= bias < 1/2.
    """
    if not 0 <= bias < HALF:
        raise InvalidError(f"[R1.6] the bias {bias} is not in [0, 1/2)")
    return HALF - bias


def epsilon_from_rate(rate: Fraction) -> Fraction:
    """The epsilon of a source of min-entropy rate ``rate`` = -log2(1 - epsilon) per bit [R1.7].

    1 - 2**-rate is irrational in general; the result is the largest multiple of 2**-64 that does not
    exceed it, so that what holds for the rate holds for the result.  Raises ``ValueError`` unless
    0 < rate <= 1 with a denominator of at most 10**4.
    """
    if not 0 < rate <= 1 or rate.denominator > MAX_RATE_DENOMINATOR:
        raise InvalidError(f"[R1.7] the rate is not in (0, 1] with a denominator of at most {MAX_RATE_DENOMINATOR}")
    a, b, scale = rate.numerator, rate.denominator, 2**RATE_PRECISION
    low, high = 0, scale // 2
    while low < high:
        middle = (low + high + 1) // 2
        # middle/scale <= 1 - 2**(-a/b), in integers.
        if (scale - middle) ** b << a >= scale**b:
            low = middle
        else:
            high = middle - 1
    return Fraction(low, scale)


def flip_ratio(epsilon: Fraction) -> Fraction:
    """r = (1 - epsilon)/epsilon: flipping one source bit changes probabilities by at most this [R5.12]."""
    return (1 - epsilon) / epsilon
