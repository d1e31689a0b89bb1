"""The second checker's own codes: words of messages by their definition, and counts of words.

A word or an element of a field is a number; a polynomial over GF(2) is the number whose bits are its coefficients.
"""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Rows:
    """A generator: the words of the messages with a single 1, as numbers of ``cells`` bits."""

    cells: int
    rows: tuple[int, ...]

    def weights(self) -> dict[int, int]:
        """How many messages other than 0 have words of each weight; each word is the sum of one of each half."""
        middle = len(self.rows) // 2
        left, right = (_sums(half) for half in (self.rows[:middle], self.rows[middle:]))
        found = Counter(bin(first ^ second).count("1") for first in left for second in right)
        found[0] -= 1
        return {weight: number for weight, number in found.items() if number}


def _sums(rows: tuple[int, ...]) -> list[int]:
    found = [0]
    for row in rows:
        found += [row ^ other for other in found]
    return found


@dataclass(frozen=True)
class ReedSolomonWords:
    """The outer code [N,K] at the points 0, ..., N-1, and the inner code that a symbol goes through."""

    inner: str
    modulus: str
    length: int
    dimension: int

    @property
    def degree(self) -> int:
        """m: symbols have m bits."""
        return len(self.modulus) - 1

    @property
    def positions(self) -> range:
        """The numbers whose products with a symbol are its inner word: all but 0, or those of the upper half."""
        return range(1 if self.inner == "simplex" else 2 ** (self.degree - 1), 2**self.degree)

    def symbol(self, s: int) -> str:
        """The inner word of a symbol."""
        return "".join("01"[(s & v).bit_count() % 2] for v in self.positions)

    def least_weights(self) -> set[int]:
        """The weights of the inner words of the symbols other than 0."""
        return {self.symbol(s).count("1") for s in range(1, 2**self.degree)}

    def generator(self, bits: int) -> Rows:
        """The words of the first ``bits`` messages with a single 1."""
        rows = []
        for number in range(bits):
            i, bit = divmod(number, self.degree)
            symbols = (self._times(2 ** (self.degree - 1 - bit), self._power(point, i)) for point in range(self.length))
            rows.append(int("".join(map(self.symbol, symbols)), 2))
        return Rows(self.length * len(self.positions), tuple(rows))

    def _power(self, point: int, exponent: int) -> int:
        value = 1
        for _ in range(exponent):
            value = self._times(value, point)
        return value

    def _times(self, left: int, right: int) -> int:
        """By doubling: the left factor is multiplied by X, and reduced at once, for each bit of the right one."""
        product, p = 0, int(self.modulus, 2)
        while right:
            if right % 2:
                product ^= left
            right //= 2
            left *= 2
            if left >= 2**self.degree:
                left ^= p
        return product


def irreducible(modulus: str) -> bool:
    """Whether a polynomial of degree m over GF(2) has no divisor of degree 1, ..., m-1.

    It has none iff X^(2^m) = X modulo it, and X^(2^(m/r)) - X has no common divisor with it for the primes r of m.
    """
    p, m = int(modulus, 2), len(modulus) - 1
    primes = [r for r in range(2, m + 1) if m % r == 0 and all(r % s for s in range(2, r))]
    return _twofold(p, m) == _rest(2, p) and all(_common(p, _twofold(p, m // r) ^ 2) == 1 for r in primes)


def _twofold(p: int, times: int) -> int:
    """X^(2^times) modulo p: squares of polynomials over GF(2) have every second coefficient 0."""
    value = 2
    for _ in range(times):
        value = _rest(int("0".join(bin(value)[2:]), 2), p)
    return value


def _rest(value: int, p: int) -> int:
    while value.bit_length() >= p.bit_length():
        value ^= p << (value.bit_length() - p.bit_length())
    return value


def _common(left: int, right: int) -> int:
    """The greatest common divisor of two polynomials."""
    while right:
        left, right = right, _rest(left, right)
    return left
