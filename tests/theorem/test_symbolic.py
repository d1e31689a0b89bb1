"""The pieces of the symbolic claims, at numbers, and that no other piece is taken for right [R5.58] [R5.59]."""

from fractions import Fraction
from math import ceil, e, isqrt, log

import pytest

pytest.importorskip("sympy")

import sympy

from freebit.theorem import symbolic
from freebit.theorem.symbolic import A_RATE, ALPHA, B_RATE, LENGTH, LOAD, RATE, Choice, H, M, N, value_at

F = Fraction
CHOICES = [Choice(), Choice(F(3, 2), F(5), F(1, 3)), Choice(F(1, 7), F(2, 3), F(2))]
VALUES = {A_RATE: F(1, 3), B_RATE: F(5, 4), H: F(2, 7), N: F(3)}


def number(expression: symbolic.Expression, values: dict[symbolic.Expression, Fraction] = VALUES) -> float:
    return float(value_at(expression, values))


@pytest.mark.parametrize("choice", CHOICES)
def test_the_pieces_of_eq_13(choice: Choice) -> None:
    """[R5.58] with c = e^b, A = e^-a: log2 Nb = exponent Nd log2(c)/h, and what eq (13) makes of it."""
    a, b, h, nd = (float(VALUES[each]) for each in (A_RATE, B_RATE, H, N))
    log2_nb = float(choice.exponent) * nd * log(e**b, 2) / h
    assert number(choice.log2_nb()) == pytest.approx(log2_nb, rel=1e-12)
    m = sympy.Symbol("m", positive=True)
    for value in (F(0), F(1), F(5, 2)):
        term = float(choice.factor) * (2.0 ** float(value)) ** -h * (e**b) ** nd
        assert number(choice.second_term_at(m), {**VALUES, m: value}) == pytest.approx(term, rel=1e-12)
    second = float(choice.factor) * 2.0 ** (-h * log2_nb) * e ** (b * nd)
    assert number(choice.second_term()) == pytest.approx(second, rel=1e-12)
    right = 3 / 2 * nd ** float(choice.root) * ((e**-a) ** nd + second)
    assert number(choice.right_side()) == pytest.approx(right, rel=1e-12)


def test_what_the_paper_chooses() -> None:
    """[R5.58]"""
    assert Choice() == Choice(exponent=F(2), factor=F(2), root=F(1, 2))
    assert symbolic._rational(F(-3, 7)) == sympy.Rational(-3, 7)


def test_a_number_to_so_many_digits() -> None:
    """As many as are asked for, fifty by default."""
    digits = str(isqrt(2 * 10**140))
    assert str(value_at(sympy.sqrt(N), {N: F(2)})) == f"1.{digits[1:49]}{int(digits[49]) + (digits[50] >= '5')}"
    assert str(value_at(sympy.sqrt(N), {N: F(2)}, 8)) == "1.4142136"
    assert float(value_at(N + 2 * H, {N: F(1, 2), H: F(1, 8)})) == 0.75


@pytest.mark.parametrize("choice", CHOICES)
def test_which_second_terms_are_reciprocal(choice: Choice) -> None:
    """[R5.58] 2 c^-Nd, and nothing else."""
    assert symbolic.second_term_is_reciprocal(choice) == (choice == Choice())
    assert symbolic.second_term_is_reciprocal(Choice(root=F(3)))
    assert not symbolic.second_term_is_reciprocal(Choice(exponent=F(2), factor=F(3)))


def test_which_right_sides_vanish() -> None:
    """[R5.58] with more rows than c^Nd, by whatever power and factor; not with as many, nor with fewer."""
    for exponent, vanishes in ((F(2), True), (F(11, 10), True), (F(1), False), (F(9, 10), False), (F(0), False)):
        assert symbolic.right_side_vanishes(Choice(exponent)) == vanishes
    assert symbolic.right_side_vanishes(Choice(F(3), F(100), F(1)))
    assert symbolic.right_side_vanishes()
    assert not symbolic.right_side_vanishes(Choice(exponent=F(1), root=F(-1)))


def test_which_terms_vanish() -> None:
    """[R5.58] by the sign of what is before Nd in the exponent."""
    assert symbolic._vanishes(sympy.exp(-A_RATE * N))
    assert symbolic._vanishes(5 * N**3 * sympy.exp(-A_RATE * N))
    assert symbolic._vanishes(sympy.exp(-N))
    assert not symbolic._vanishes(sympy.exp(A_RATE * N))
    assert not symbolic._vanishes(sympy.Integer(3) * N / N)
    assert not symbolic._vanishes(sympy.sqrt(N))
    assert not symbolic._vanishes(1 / N)


def test_rounding_up() -> None:
    """[R5.58] helps if the term is positive."""
    assert symbolic.rounding_up_helps()
    assert symbolic.rounding_up_helps(Choice(factor=F(1, 9)))
    assert not symbolic.rounding_up_helps(Choice(factor=F(-1)))
    assert not symbolic.rounding_up_helps(Choice(factor=F(0)))


def test_the_symbols_are_positive_numbers() -> None:
    """[R5.58] [R5.59]"""
    symbols = (N, A_RATE, B_RATE, H, LENGTH, RATE, M, ALPHA, LOAD)
    assert len(set(symbols)) == 9
    assert [symbol for symbol in symbols if not symbol.is_positive] == []


def test_what_is_the_same() -> None:
    """For all symbols in their ranges, and not for some."""
    assert symbolic._same((H + N) ** 2, H**2 + 2 * H * N + N**2)
    assert symbolic._same(sympy.Integer(0), 0 * N)
    for left, right in ((N, H), (N, 2 * N), (N + H, N), (N, N + H), (-N, N), (N, -N), (1 + 0 * N, 0 * N)):
        assert not symbolic._same(left, right)


@pytest.mark.parametrize("size", [F(7, 2), F(4), F(1, 5), F(9)])
@pytest.mark.parametrize("rate", [F(2, 3), F(1, 7), F(5)])
def test_the_size_of_column_theorems_is_between_two(size: Fraction, rate: Fraction) -> None:
    """[R5.59] 3 2^m L/s, and 3 2^m more."""
    for m in (0, 1, 5):
        least, most = (value_at(each, {LENGTH: size, RATE: rate, M: F(m)}) for each in symbolic.column_size_within())
        exact = 3 * 2**m * size / rate
        assert abs(least - sympy.Rational(exact.numerator, exact.denominator)) < 1e-40
        assert abs(most - least - 3 * 2**m) < 1e-40
        assert least - 1e-40 < 3 * 2**m * ceil(size / rate) < most


def test_how_sizes_of_column_theorems_grow() -> None:
    """[R5.59] as L, and as no other power of it."""
    linear = 3 * 2**M / RATE
    for power, limit in ((1, linear), (2, 0), (3, 0), (0, sympy.oo), (-1, sympy.oo)):
        assert symbolic.column_growth(power) == (limit, limit)
        assert symbolic.column_size_is_linear(power) == (power == 1)
    assert symbolic.column_growth() == (linear, linear) and symbolic.column_size_is_linear()


@pytest.mark.parametrize(("alpha", "load"), [(F(1, 2), F(7, 2)), (F(2, 3), F(1, 5))])
def test_the_pieces_of_the_sharp_row_theorem(alpha: Fraction, load: Fraction) -> None:
    """[R5.53] m, what it reaches, and the size that it makes, at numbers."""
    h, nd = F(2, 7), 3
    values = {ALPHA: alpha, LOAD: load, H: h, N: F(nd)}
    assert number(symbolic.row_log2_nb(), values) == pytest.approx(nd * log(1 + load / alpha, 2) / float(h))
    for m in (F(0), F(1), F(13, 2)):
        q = 2.0 ** float(-h * m)
        reached = log(q * float(alpha + load) ** nd) - log(float(alpha) ** nd)
        assert number(symbolic.row_reaches(M), {**values, M: m}) == pytest.approx(reached)
        size = log(3 * nd * 2.0 ** float(m), 2)
        assert number(symbolic.row_log2_size(M), {**values, M: m}) == pytest.approx(size)


def test_which_sizes_of_the_sharp_row_theorem_are_powers() -> None:
    """[R5.53] those of the m with which the target is just met, and of none that is longer or shorter."""
    m = symbolic.row_log2_nb()
    assert symbolic.row_size_is_a_power() and symbolic.row_size_is_a_power(m)
    assert symbolic.row_size_is_a_power(sympy.expand_log(m))
    # As long at first, but the target is not met, or more than met.
    for other in (m + 1, m - 1, m + sympy.sqrt(N), m - sympy.log(N)):
        assert not symbolic.row_size_is_a_power(other)
    for other in (2 * m, m / 2, m * (1 + N), m * (1 - N), sympy.Integer(0)):
        assert not symbolic.row_size_is_a_power(other)
