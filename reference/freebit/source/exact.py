"""Sources of weak random bits, eq (1) [R1.1]-[R1.11], [R1.14].

A source is an exact joint distribution P(x, e) of n bits x and of the adversary's variable e.  Eq (1) bounds each
bit given *all the other bits*, those before it and those after it, and e.  No data can establish it: the
epsilon of a physical source is always an assumption.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.errors import InexactError, InvalidError
from freebit.source.epsilon import HALF, check_epsilon

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class WeakestBit:
    """A bit that is most predictable, and the circumstances in which it is [R1.5]."""

    #: The position of the bit, from 0.
    position: int
    #: The values of all bits; the bit itself has its less likely value.
    bits: Bits
    eve: Hashable
    #: P(x_j | all other bits, e) of that value.
    probability: Fraction

    def __str__(self) -> str:
        others = format_bits(self.bits[: self.position]) + "." + format_bits(self.bits[self.position + 1 :])
        return (
            f"bit {self.position + 1} given the others {others} and e = {self.eve!r} "
            f"is {self.bits[self.position]} with probability {self.probability}"
        )


class Source:
    """An exact joint distribution of ``length`` bits and the adversary's variable e [R1.1].

    ``entries`` maps (bits, e) to P(bits, e); absent entries are 0.  Raises ``TypeError`` for an entry that
    is not an exact rational, and ``ValueError`` for a negative one, a key of the wrong length or a total
    that is not 1.
    """

    def __init__(self, length: int, entries: Mapping[tuple[Bits, Hashable], Fraction | int]) -> None:
        self.length = length
        self._table: dict[tuple[Bits, Hashable], Fraction] = {}
        for (bits, eve), value in entries.items():
            if len(bits) != length or any(bit not in (0, 1) for bit in bits):
                raise InvalidError(f"[R1.1] {bits!r} is not a string of {length} bits")
            if isinstance(value, bool) or not isinstance(value, int | Fraction):
                raise InexactError(f"[R1.1] P({format_bits(bits)}, {eve!r}) = {value!r} is not an exact rational")
            if value < 0:
                raise InvalidError(f"[R1.1] P({format_bits(bits)}, {eve!r}) = {value} is negative")
            if value:
                self._table[bits, eve] = Fraction(value)
        total = sum(self._table.values(), ZERO)
        if total != 1:
            raise InvalidError(f"[R1.1] the probabilities sum to {total}, not 1")

    def probability(self, bits: Bits, eve: Hashable = None) -> Fraction:
        """P(bits, e)."""
        return self._table.get((bits, eve), ZERO)

    def entries(self) -> dict[tuple[Bits, Hashable], Fraction]:
        """The non-zero entries."""
        return dict(self._table)

    def marginal(self) -> dict[Bits, Fraction]:
        """P(bits), the adversary's variable summed out: what the honest parties see."""
        seen: dict[Bits, Fraction] = {}
        for (bits, _), value in self._table.items():
            seen[bits] = seen.get(bits, ZERO) + value
        return seen

    def probability_that(self, event: Callable[[Bits], bool | int]) -> Fraction:
        """The probability of the bit strings on which ``event`` holds."""
        return sum((value for (bits, _), value in self._table.items() if event(bits)), ZERO)

    def sample(self, coins: Iterator[int]) -> tuple[Bits, Hashable]:
        """Bits and e, drawn with exactly their probability by free ``coins`` [R1.14].

        The entries share out the interval from 0 to 1, and the coins are the binary digits of a point of it:
        as many are taken as it needs to know in whose share the point lies.  Raises ``ValueError`` if the
        coins end before.
        """
        low, width = ZERO, ONE
        start, entries = ZERO, iter(self._table.items())
        (found, share) = next(entries)
        while True:
            while low >= start + share:
                start += share
                (found, share) = next(entries)
            if low + width <= start + share:
                return found
            coin = next(coins, None)
            if coin not in (0, 1):
                raise InvalidError(f"[R1.14] {coin!r} where a free coin was needed")
            width /= 2
            low += coin * width

    # Eq (1).

    def conditionals(self) -> Iterator[WeakestBit]:
        """P(x_j | all other bits, e) for every j and every circumstance of positive probability [R1.2], [R1.3].

        Each circumstance comes once, with the less likely of the two values of bit j.
        """
        for (bits, eve), value in self._table.items():
            for j in range(self.length):
                flipped = (*bits[:j], 1 - bits[j], *bits[j + 1 :])
                other = self.probability(flipped, eve)
                if other > value or (other == value and bits[j]):
                    continue  # the circumstance is met at its more likely value, 0 in a tie
                yield WeakestBit(j, flipped, eve, other / (value + other))

    def weakest_bit(self) -> WeakestBit | None:
        """The first of the most predictable bits; None for a source of no bits [R1.5]."""
        return min(self.conditionals(), key=lambda weakest: weakest.probability, default=None)

    def largest_epsilon(self) -> Fraction:
        """The largest epsilon for which eq (1) holds; 0 if it holds for no positive one [R1.5]."""
        weakest = self.weakest_bit()
        return HALF if weakest is None else weakest.probability

    def is_epsilon_source(self, epsilon: Fraction) -> bool:
        """Whether eq (1) holds with ``epsilon`` [R1.2]; raises ``ValueError`` outside (0, 1/2] [R1.4]."""
        return self.largest_epsilon() >= check_epsilon(epsilon)


# The named sources.


def biased_source(length: int, epsilon: Fraction) -> Source:
    """Independent bits, each 0 with probability ``epsilon`` [R1.8]."""
    check_epsilon(epsilon)
    return Source(
        length,
        {(x, None): epsilon ** (length - sum(x)) * (1 - epsilon) ** sum(x) for x in all_bits(length)},
    )


def defeating_source(length: int, f: Callable[[Bits], int], epsilon: Fraction) -> Source:
    """The epsilon-source on which the unbiased function ``f`` is 0 with probability 1 - epsilon [R1.9].

    P(x) is proportional to 1 - epsilon where f(x) = 0 and to epsilon where f(x) = 1.  Raises
    ``ValueError`` unless f takes each value on half of the strings.
    """
    check_epsilon(epsilon)
    words = all_bits(length)
    ones = sum(f(x) for x in words)
    if 2 * ones != len(words):
        raise InvalidError(f"[R1.9] the function takes the value 1 on {ones} of {len(words)} strings")
    share = Fraction(2, len(words))
    return Source(length, {(x, None): share * (epsilon if f(x) else 1 - epsilon) for x in words})


def guessed_source(length: int, epsilon: Fraction) -> Source:
    """A uniform marginal, and e is a guess of all bits, each right with probability 1 - epsilon [R1.10]."""
    check_epsilon(epsilon)
    words = all_bits(length)

    def entry(x: Bits, e: Bits) -> Fraction:
        wrong = sum(i != j for i, j in zip(x, e, strict=True))
        return epsilon**wrong * (1 - epsilon) ** (length - wrong) / len(words)

    return Source(length, {(x, format_bits(e)): entry(x, e) for x in words for e in words})


def check_flip(flip: Fraction) -> Fraction:
    """``flip`` itself; raises ``ValueError`` unless 0 < flip <= 1/2 [R1.11]."""
    if not 0 < flip <= HALF:
        raise InvalidError(f"[R1.11] the flip probability {flip} is not in (0, 1/2]")
    return Fraction(flip)


def markov_source(length: int, flip: Fraction) -> Source:
    """A first bit that is uniform; each next bit differs from the one before it with probability ``flip`` [R1.11]."""
    check_flip(flip)

    def entry(x: Bits) -> Fraction:
        if not x:
            return Fraction(1)
        flips = sum(i != j for i, j in pairwise(x))
        return HALF * flip**flips * (1 - flip) ** (length - 1 - flips)

    return Source(length, {(x, None): entry(x) for x in all_bits(length)})


def markov_epsilon(length: int, flip: Fraction) -> Fraction:
    """The largest epsilon of ``markov_source(length, flip)`` in closed form [R1.11].

    A bit between two equal neighbours differs from both with probability flip**2 : (1 - flip)**2, which
    is less than ``flip``: the bias given the past alone says too much.
    """
    check_flip(flip)
    if length < 2:
        return HALF
    if length == 2:
        return flip
    return flip**2 / (flip**2 + (1 - flip) ** 2)
