"""Arithmetic in GF(2^m); an element is a number whose bits are the coefficients of a polynomial in X [R3.91]."""

from dataclasses import dataclass
from functools import cached_property

from freebit.errors import InvalidError

#: The degrees m that a field may have [R3.91].
DEGREES = range(2, 13)


@dataclass(frozen=True)
class Field:
    """The polynomials over GF(2) modulo ``modulus``, a polynomial of degree m that is written as a number.

    It is a field iff the modulus is irreducible.  Raises ``ValueError`` for a degree outside ``DEGREES``.
    """

    modulus: int

    def __post_init__(self) -> None:
        if self.degree not in DEGREES:
            raise InvalidError(f"the modulus has degree {self.degree}, which is not from {DEGREES[0]} to {DEGREES[-1]}")

    @cached_property
    def degree(self) -> int:
        """m."""
        return self.modulus.bit_length() - 1

    def times(self, left: int, right: int) -> int:
        """The product of two elements."""
        product = 0
        for bit in range(self.degree):
            if right >> bit & 1:
                product ^= left << bit
        return remainder(product, self.modulus)

    def divisor(self) -> int | None:
        """A divisor of the modulus of degree from 1 to m/2; None iff the modulus is irreducible [R3.91]."""
        candidates = range(2, 1 << (self.degree // 2 + 1))
        return next((each for each in candidates if remainder(self.modulus, each) == 0), None)


def remainder(left: int, right: int) -> int:
    """The remainder of a division of polynomials over GF(2)."""
    while (shift := left.bit_length() - right.bit_length()) >= 0:
        left ^= right << shift
    return left
