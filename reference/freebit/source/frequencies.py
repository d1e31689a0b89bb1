"""What a file of weak bits shows: frequencies, and how large its epsilon could be at most [R1.20], [R1.21].

If eq (1) holds with epsilon then, given the bits around a position, each value appears there with
probability at least epsilon.  Take positions R + 1 apart with the same R bits on either side: given all
bits in between, the number of times that the rarer value appears is at least that of a coin of probability
epsilon, in distribution.  Too few appearances refute epsilon.  Nothing can confirm it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

from freebit.boxes.bits import format_bits
from freebit.source.epsilon import HALF
from freebit.source.pieces import BitPiece, Windows, piece_of_bits, total_bits

#: The probability with which a true epsilon is refuted, at most, over all neighbourhoods of a file [R1.21].
FALSE_ALARM = Fraction(1, 2**20)
#: Bounds are rounded up to a multiple of 1/ROUNDING.
ROUNDING = 10**6


@dataclass(frozen=True)
class Neighbourhood:
    """The positions of one class with the same bits around them, and the rarer value there."""

    radius: int
    #: The bits before and after, from left to right.
    before: str
    after: str
    value: int
    appearances: int
    positions: int

    def __str__(self) -> str:
        place = f"between {self.before} and {self.after}" if self.radius else "at any place"
        return f"{place} the bit is {self.value} at {self.appearances} of {self.positions} positions"


@dataclass(frozen=True)
class RadiusReport:
    """What the neighbourhoods of one radius say; of several that say the same, the one seen first is the witness."""

    radius: int
    #: No epsilon above this agrees with the data (with the false alarm of the whole description).
    epsilon_at_most: Fraction
    #: The neighbourhood that says so.
    witness: Neighbourhood


@dataclass(frozen=True)
class Description:
    """Counts over a file."""

    bits: int
    ones: int
    #: (bit, next bit) -> how often.
    transitions: Windows
    radii: list[RadiusReport]

    @property
    def epsilon_at_most(self) -> Fraction:
        """The smallest of the bounds; 1/2 if there are too few bits for any."""
        return min((report.epsilon_at_most for report in self.radii), default=HALF)


def describe(blocks: Iterable[bytes], radius: int = 2) -> Description:
    """Count the bits of ``WeakBits.blocks``; ``radius`` is the largest number of neighbours on either side.

    [R1.20], [R1.21].  Raises ``ValueError`` for a radius outside 0..6.
    """
    return description_of(total_bits(radius, (piece_of_bits(block, radius) for block in blocks)))


def description_of(piece: BitPiece) -> Description:
    """What all bits of a file show, counted as one piece [R1.20], [R1.21], [R1.22]."""
    tests = sum(2 * (r + 1) * 4**r for r in range(piece.radius + 1))
    reports = (_strongest(r, classes, log(tests / FALSE_ALARM)) for r, classes in enumerate(piece.windows))
    return Description(piece.bits, piece.ones, piece.transitions, [report for report in reports if report is not None])


def _strongest(radius: int, classes: Sequence[Windows], surprise: float) -> RadiusReport | None:
    best: RadiusReport | None = None
    for counter in classes:
        for window in counter:
            before, after = window[:radius], window[radius + 1 :]
            same = [counter[(*before, bit, *after)] for bit in (0, 1)]
            for value in (0, 1):
                bound = epsilon_at_most(same[value], sum(same), surprise)
                if best is None or bound < best.epsilon_at_most:
                    witness = Neighbourhood(
                        radius, format_bits(before), format_bits(after), value, same[value], sum(same)
                    )
                    best = RadiusReport(radius, bound, witness)
    return best


def epsilon_at_most(appearances: int, positions: int, surprise: float) -> Fraction:
    """The largest epsilon up to 1/2 not refuted by so few appearances, rounded up [R1.21].

    Chernoff: Pr(Bin(m, epsilon) <= s) <= exp(-m D(s/m | epsilon)); refuted is what makes m D exceed ``surprise``.
    """
    share = appearances / positions

    def all_above_are_refuted(steps: int) -> bool:
        epsilon = steps / ROUNDING
        return epsilon >= share and positions * _divergence(share, epsilon) >= surprise

    return Fraction(bisect_left(range(ROUNDING // 2), True, key=all_above_are_refuted), ROUNDING)


def _divergence(p: float, q: float) -> float:
    """D(p|q) of two coins, in nats."""
    return sum(a * log(a / b) for a, b in ((p, q), (1 - p, 1 - q)) if a > 0)
