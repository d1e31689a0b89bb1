"""The limits of the theorems, symbolically: the paper's choice of Nb, rounding, growth of N [R5.58], [R5.59].

Each function builds the claim with sympy from its pieces and returns whether it holds for all symbols in
their ranges.  The pieces are parameters, so that a wrong exponent or a lost factor can be put in and
must be refused.  Everything is written in logarithms: c = 32 B epsilon^-5 = e^b with b > 0, A = e^-a with
a > 0, and h = |log2(1-epsilon)| > 0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from sympy import Rational, Symbol, exp, log, oo

#: sympy has no types of its own that a checker could see.
Expression = Any

N: Expression = Symbol("N_d", positive=True)
A_RATE: Expression = Symbol("a", positive=True)
B_RATE: Expression = Symbol("b", positive=True)
H: Expression = Symbol("h", positive=True)
#: Of a column theorem log(1/(4 delta)), -log of its rate, and m; of the row theorem alpha and K.
LENGTH: Expression = Symbol("L", positive=True)
RATE: Expression = Symbol("s", positive=True)
M: Expression = Symbol("m", positive=True)
ALPHA: Expression = Symbol("alpha", positive=True)
LOAD: Expression = Symbol("K", positive=True)


@dataclass(frozen=True)
class Choice:
    """The pieces of eq (13) and of the paper's choice log2 Nb = ``exponent`` * Nd * log2(c) / h."""

    exponent: Fraction = Fraction(2)
    factor: Fraction = Fraction(2)
    root: Fraction = Fraction(1, 2)

    def log2_nb(self) -> Expression:
        """log2 Nb, a real number."""
        return _rational(self.exponent) * N * B_RATE / (log(2) * H)

    def second_term_at(self, log2_nb: Expression) -> Expression:
        """factor * Nb^(-h) * c^Nd."""
        return _rational(self.factor) * exp(-H * log(2) * log2_nb) * exp(B_RATE * N)

    def second_term(self) -> Expression:
        """The same at the paper's choice of Nb."""
        return self.second_term_at(self.log2_nb())

    def right_side(self) -> Expression:
        """The right side of eq (13), minus 1/2."""
        return Rational(3, 2) * N ** _rational(self.root) * (exp(-A_RATE * N) + self.second_term())


def _rational(value: Fraction) -> Any:
    return Rational(value.numerator, value.denominator)


def _same(left: Expression, right: Expression) -> bool:
    """Whether sympy shows that the two are one, for all symbols in their ranges."""
    return bool(sympy.simplify(left - right).is_zero)


def second_term_is_reciprocal(choice: Choice | None = None) -> bool:
    """The second term is 2 c^-Nd, for all symbols [R5.58]."""
    return _same(sympy.expand_log(log((choice or Choice()).second_term())), log(2) - B_RATE * N)


def right_side_vanishes(choice: Choice | None = None) -> bool:
    """The right side of eq (13) tends to 1/2 as Nd grows [R5.58]."""
    expanded = sympy.expand(sympy.powsimp(sympy.expand((choice or Choice()).right_side())))
    return all(_vanishes(term) for term in sympy.Add.make_args(expanded))


def _vanishes(term: Expression) -> bool:
    """Whether constant * Nd^p * e^(-k Nd) with k > 0 tends to 0: by the sign of its exponent, then by limit."""
    rate = sympy.simplify(sympy.diff(sympy.expand_log(log(term)), N).limit(N, oo))
    return bool(rate.is_negative) and bool(sympy.limit(term, N, oo).is_zero)


def rounding_up_helps(choice: Choice | None = None) -> bool:
    """The second term falls as log2 Nb grows, so rounding Nb up to a power of 2 keeps the limit [R5.58]."""
    return bool(sympy.diff((choice or Choice()).second_term_at(M), M).is_negative)


def column_size_within() -> tuple[Expression, Expression]:
    """Two sizes with N = 3 2^m ceil(L/s) between them, since L/s <= ceil(L/s) < L/s + 1 [R5.59]."""
    least = 3 * 2**M * LENGTH / RATE
    return least, least + 3 * 2**M


def column_growth(power: int = 1) -> tuple[Expression, Expression]:
    """What N/L^power tends to at least and at most as L = log(1/(4 delta)) grows [R5.59]."""
    least, most = (sympy.limit(size / LENGTH**power, LENGTH, oo) for size in column_size_within())
    return least, most


def column_size_is_linear(power: int = 1) -> bool:
    """For rate t = e^-s, N is linear in L: N/L^power tends to 3 2^m/s [R5.59]."""
    return all(_same(limit, 3 * 2**M / RATE) for limit in column_growth(power))


def row_log2_nb() -> Expression:
    """The m of the sharp row theorem, a real number: Nd log2(1 + K/alpha)/h [R5.53]."""
    return N * log(1 + LOAD / ALPHA) / (log(2) * H)


def row_reaches(log2_nb: Expression) -> Expression:
    """log(q (alpha + K)^Nd) - log(alpha^Nd): 0 if the target alpha^Nd is just met [R5.53]."""
    return N * log(1 + LOAD / ALPHA) - H * log(2) * log2_nb


def row_log2_size(log2_nb: Expression) -> Expression:
    """log2 N for N = 3 Nd Nb, of so many source bits [R5.53]."""
    return log(3 * N) / log(2) + log2_nb


def row_size_is_a_power(log2_nb: Expression | None = None) -> bool:
    """For the sharp row theorem log2 N / Nd tends to log2(1 + K/alpha)/h, so N is a power of 1/delta [R5.53].

    At alpha the target is alpha^Nd, and this many source bits just meet it.
    """
    m = row_log2_nb() if log2_nb is None else log2_nb
    growth = sympy.limit(row_log2_size(m) / N, N, oo)
    return _same(row_reaches(m), sympy.Integer(0)) and _same(growth, log(1 + LOAD / ALPHA) / (log(2) * H))


def value_at(expression: Expression, values: dict[Expression, Fraction], digits: int = 50) -> Any:
    """The expression at rational values, to that many digits."""
    return expression.subs({symbol: _rational(value) for symbol, value in values.items()}).evalf(digits)


#: The claims by name, in the order of the text.
LIMITS: dict[str, Callable[[], bool]] = {
    "the second term of eq (13) is 2 (32 B eps^-5)^-Nd": second_term_is_reciprocal,
    "the right side of eq (13) tends to 1/2": right_side_vanishes,
    "rounding Nb up to a power of 2 keeps the limit": rounding_up_helps,
    "column: N is linear in log(1/delta)": column_size_is_linear,
    "row: N is a power of 1/delta": row_size_is_a_power,
}

__all__ = ["LIMITS", "Choice", "value_at"]
