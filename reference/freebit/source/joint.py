"""Bounds on several source bits at once, eq (14) [R1.12], [R1.13], [R5.37]."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon
from freebit.source.exact import Source


@dataclass(frozen=True)
class JointBounds:
    """The functions G and F of eq (14): G(n) <= P(n chosen bits | all others, e, z) <= F(n) [R1.12], [R5.37].

    ``lower(n)`` is G(n) and ``upper(n)`` is F(n), exact rationals for n >= 1; that ``upper`` tends to 0 is the
    caller's to show.
    """

    lower: Callable[[int], Fraction]
    upper: Callable[[int], Fraction]

    @classmethod
    def for_epsilon(cls, epsilon: Fraction) -> "JointBounds":
        """Every epsilon-source has G = epsilon**n and F = (1 - epsilon)**n [R1.13].

        Raises ``ValueError`` for epsilon outside (0, 1/2].
        """
        check_epsilon(epsilon)
        return cls(lambda n: epsilon**n, lambda n: (1 - epsilon) ** n)

    def epsilon(self) -> Fraction:
        """The larger of G(1) and 1 - F(1): each bit obeys eq (1) with it, so every theorem about eq (1) holds [R5.81].

        Raises ``ValueError`` unless 0 < G(1) <= F(1) <= 1 and this is an epsilon, at most 1/2.
        """
        low, high = self._pair(1)
        return check_epsilon(max(low, 1 - high))

    def most(self, bits: int) -> Fraction:
        """F(n), the most that n bits give to one of their values; 1 for no bits.

        Raises ``ValueError`` unless 0 < G(n) <= F(n) <= 1.
        """
        return self._pair(bits)[1]

    def ratio(self, bits: int) -> Fraction:
        """rho(n) = F(n)/G(n): by how much a change of n bits may change a probability; 1 for no bits [R5.38].

        Raises ``ValueError`` unless 0 < G(n) <= F(n) <= 1.
        """
        low, high = self._pair(bits)
        return high / low

    def _pair(self, bits: int) -> tuple[Fraction, Fraction]:
        if bits == 0:
            return Fraction(1), Fraction(1)
        low, high = self.lower(bits), self.upper(bits)
        if not 0 < low <= high <= 1:
            raise InvalidError(f"eq (14) needs 0 < G({bits}) <= F({bits}) <= 1, not G = {low}, F = {high}")
        return low, high

    def violation(self, source: Source) -> str | None:
        """The first choice of bits, values and e at which ``source`` breaks a bound; None if it keeps both."""
        for n in range(1, source.length + 1):
            lower, upper = self.lower(n), self.upper(n)
            if lower <= 0:
                return f"[R1.12] G({n}) = {lower} is not positive"
            for chosen in combinations(range(source.length), n):
                for given, conditional in _conditional_on_the_rest(source, chosen):
                    if not lower <= conditional <= upper:
                        names = ", ".join(str(j + 1) for j in chosen)
                        return f"[R1.12] bits {names} given {given}: {conditional} not in [{lower}, {upper}]"
        return None


def _conditional_on_the_rest(source: Source, chosen: tuple[int, ...]) -> Iterator[tuple[str, Fraction]]:
    rest = [j for j in range(source.length) if j not in chosen]
    totals: dict[tuple[Bits, Hashable], Fraction] = {}
    for (bits, eve), value in source.entries().items():
        key = (tuple(bits[j] for j in rest), eve)
        totals[key] = totals.get(key, Fraction(0)) + value
    for (others, eve), total in totals.items():
        for values in all_bits(len(chosen)):
            value_of = dict(zip((*rest, *chosen), (*others, *values), strict=True))
            word = tuple(value_of[j] for j in range(source.length))
            yield f"the others {format_bits(others)} and e = {eve!r}", source.probability(word, eve) / total
