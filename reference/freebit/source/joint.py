"""Bounds on several source bits at once, eq (14) [R1.12], [R1.13], [R5.37], [R5.104]."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon
from freebit.source.exact import Source

#: So many bits at a time are tried where there are thousands.
SMALL_STEP = 8


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

    def tight(self, bits: int) -> tuple[Fraction, Fraction]:
        """What G(n) and F(n) say together: all 2**n values of n bits have probabilities whose sum is 1 [R5.104].

        Raises ``ValueError`` unless 0 < G(n) <= 2**-n <= F(n) <= 1, which every source has.
        """
        low, high = self._pair(bits)
        others = 2**bits - 1
        if not low <= Fraction(1, 2**bits) <= high:
            raise InvalidError(f"[R1.12] no source has G({bits}) = {low} and F({bits}) = {high}")
        return max(low, 1 - others * high), min(high, 1 - others * low)

    def changes(self, bits: int) -> list[Fraction]:
        """By how much a change of d = 0, ..., bits bits may change a probability [R5.104].

        The least product of F(d_i)/G(d_i) over all sums d_1 + ... + d_m = d, F and G being the tight ones.
        Raises ``ValueError`` as ``tight`` does.
        """
        return self._least_products(bits, bits)

    def growth(self, ratio: Fraction, bits: int) -> Fraction:
        """A number C such that d = 0, ..., bits bits may not change a probability by more than C ratio**d [R5.105].

        It is the least for the changes by d bits at once, or by at most ``SMALL_STEP`` bits and again as many.
        Raises ``ValueError`` as ``tight`` does, and for a ratio that is not positive.
        """
        if ratio <= 0:
            raise InvalidError(f"[R5.105] the ratio {ratio} is not positive")
        return max(change / ratio**d for d, change in enumerate(self._least_products(bits, SMALL_STEP)))

    def _least_products(self, bits: int, step: int) -> list[Fraction]:
        """The least products over the sums d_1 + ... + d_m = d of at most one part that is larger than ``step``."""
        at_once = [high / low for low, high in map(self.tight, range(bits + 1))]
        found = at_once[:1]
        for d in range(1, bits + 1):
            smaller = (at_once[i] * found[d - i] for i in range(1, min(d - 1, step) + 1))
            found.append(min((at_once[d], *smaller)))
        return found

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
