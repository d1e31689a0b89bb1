"""Numbers that are not rational, as balls that surely hold them [R5.40].

All transcendental arithmetic of the theorems goes through Arb (python-flint): every operation rounds
outward, so an ``Enclosure`` holds the true value whatever the working precision.  Exponents are
unbounded, so 2**-1000 and 2**(10**9) are numbers like any other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

from freebit.errors import FreebitError

#: Working precisions, in bits, tried one after the other until a comparison is decided.
PRECISIONS = (192, 768, 3072, 12288)

#: A power of a rational is worked out exactly, to decide an equality, up to this many bits.
EXACT_BITS = 4_000_000

Exact = Fraction | int


@cache
def _flint() -> Any:
    """python-flint, loaded when a number is first enclosed; raises ``ImportError`` where it is not installed."""
    return import_module("flint")


class UndecidedError(FreebitError, ArithmeticError):
    """Two numbers agree to every precision that was tried, so their order was not decided."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with ``bits`` bits inside the block."""
    context = _flint().ctx
    before, context.prec = context.prec, bits
    try:
        yield
    finally:
        context.prec = before


@dataclass(frozen=True, eq=False)
class Enclosure:
    """A real number known to lie in a ball.

    Arithmetic with rationals and with other enclosures encloses; comparisons say what is sure.
    """

    ball: Any

    @classmethod
    def of(cls, value: "Exact | Enclosure") -> "Enclosure":
        """The number itself, at the working precision."""
        if isinstance(value, Enclosure):
            return value
        value = Fraction(value)
        return cls(_flint().arb(_flint().fmpq(value.numerator, value.denominator)))

    def __add__(self, other: "Exact | Enclosure") -> "Enclosure":
        return Enclosure(self.ball + Enclosure.of(other).ball)

    def __sub__(self, other: "Exact | Enclosure") -> "Enclosure":
        return Enclosure(self.ball - Enclosure.of(other).ball)

    def __mul__(self, other: "Exact | Enclosure") -> "Enclosure":
        return Enclosure(self.ball * Enclosure.of(other).ball)

    def __truediv__(self, other: "Exact | Enclosure") -> "Enclosure":
        return Enclosure(self.ball / Enclosure.of(other).ball)

    def __rsub__(self, other: Exact) -> "Enclosure":
        return Enclosure.of(other) - self

    def __rtruediv__(self, other: Exact) -> "Enclosure":
        return Enclosure.of(other) / self

    def __neg__(self) -> "Enclosure":
        return Enclosure(-self.ball)

    def __abs__(self) -> "Enclosure":
        return Enclosure(abs(self.ball))

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, exponent: "Exact | Enclosure") -> "Enclosure":
        """The power of a non-negative number."""
        if isinstance(exponent, int):
            return Enclosure(self.ball ** _flint().fmpz(exponent))
        return Enclosure(self.ball ** Enclosure.of(exponent).ball)

    def log(self) -> "Enclosure":
        """The natural logarithm of a positive number."""
        return Enclosure(self.ball.log())

    def exp(self) -> "Enclosure":
        """e to the power of the number."""
        return Enclosure(self.ball.exp())

    def log2(self) -> "Enclosure":
        """The logarithm to base 2 of a positive number; exact for an exact power of 2."""
        if self.ball.is_exact():
            mantissa, exponent = self.ball.man_exp()
            if mantissa == 1:
                return Enclosure(_flint().arb(exponent))
        return Enclosure(self.ball.log() / _flint().arb.const_log2())

    def sqrt(self) -> "Enclosure":
        """The square root of a non-negative number."""
        return Enclosure(self.ball.sqrt())

    def log_factorial(self) -> "Enclosure":
        """The natural logarithm of n! for a number n that is at least 0."""
        return Enclosure((self.ball + 1).lgamma())

    def up_to(self, other: "Enclosure") -> "Enclosure":
        """All numbers between the two."""
        return Enclosure(self.ball.union(other.ball))

    def surely_at_most(self, other: "Exact | Enclosure") -> bool:
        """True only if the number is at most ``other``; False if that is not known."""
        return bool(self.ball <= Enclosure.of(other).ball)

    def surely_above(self, other: "Exact | Enclosure") -> bool:
        """True only if the number is greater than ``other``; False if that is not known."""
        return bool(self.ball > Enclosure.of(other).ball)

    def upper(self) -> Fraction:
        """A rational that is at least the number; for numbers of moderate size."""
        return _rational(self.ball.upper())

    def lower(self) -> Fraction:
        """A rational that is at most the number; for numbers of moderate size."""
        return _rational(self.ball.lower())

    def floor(self) -> int:
        """The largest integer not above any point of the ball."""
        return _integer(self.ball.lower().floor())

    def ceil(self) -> int:
        """The smallest integer not below any point of the ball."""
        return _integer(self.ball.upper().ceil())

    def decimals(self, digits: int) -> tuple[str, str]:
        """Two decimals of ``digits`` places, the first not above and the second not below the number."""
        scaled = self * 10**digits
        return place_point(scaled.floor(), digits), place_point(scaled.ceil(), digits)

    def __str__(self) -> str:
        low, high = self.decimals(6)
        return low if low == high else f"[{low}, {high}]"


def larger(left: Enclosure, right: Enclosure) -> Enclosure:
    """The larger of the two numbers."""
    if right.surely_at_most(left):
        return left
    if left.surely_at_most(right):
        return right
    return Enclosure(left.ball.max(right.ball))


def place_point(scaled: int, digits: int) -> str:
    """scaled / 10**digits as a decimal, with trailing zeros dropped."""
    sign, text = "-" if scaled < 0 else "", str(abs(scaled)).rjust(digits + 1, "0")
    if digits == 0:
        return sign + text
    return (sign + text[:-digits] + "." + text[-digits:]).rstrip("0").rstrip(".")


def _rational(exact: Any) -> Fraction:
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _integer(exact: Any) -> int:
    number = exact.unique_fmpz()
    if number is None:
        raise UndecidedError(f"{exact} was not rounded to an integer")
    return int(number)


def power_at_most(base: Fraction, exponent: int, target: Fraction) -> bool:
    """Whether base**exponent <= target, decided; the base is non-negative and ``target`` positive.

    Raises ``UndecidedError`` if the two agree to the last precision tried and are too long to compare
    as exact rationals.
    """
    for bits in PRECISIONS:
        with precision(bits):
            power = Enclosure.of(base) ** exponent
            if power.surely_at_most(target):
                return True
            if power.surely_above(target):
                return False
    if exponent * (base.numerator.bit_length() + base.denominator.bit_length()) > EXACT_BITS:
        raise UndecidedError(f"({base})^{exponent} and {target} agree to {PRECISIONS[-1]} bits")
    return base**exponent <= target


def least_exponent(base: Fraction, target: Fraction) -> int:
    """The least n >= 1 with base**n <= target, for 0 <= base < 1 and target > 0."""
    if base <= target:
        return 1
    for bits in PRECISIONS:
        with precision(bits):
            logarithm = Enclosure.of(base).log()
            if not Enclosure.of(0).surely_above(logarithm):
                continue  # not to be divided by
            guess = Enclosure.of(target).log() / logarithm
            if guess.ceil() - guess.floor() <= 2:
                candidate = guess.floor()
                while not power_at_most(base, candidate, target):
                    candidate += 1
                return candidate
    raise UndecidedError(f"the least n with ({base})^n <= {target} was not found")
