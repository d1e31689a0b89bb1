"""The theorems: upper bounds on P(guess) - 1/2, as enclosures [R5.30]-[R5.39].

Every function returns the *excess*, the bound minus 1/2, so that 1/2 + 2**-1000 is a number like any
other.  Assumed are eq (1), no-signalling and independent selection [R5.7]-[R5.9]; all explicit theorems
evaluate the master bound [R5.14] at its worst.  ``nd`` is Nd, the number of distilled quintuplets;
``log2_nb`` is m with Nb = 2**m; ``tolerance`` is w, the wrong cells that a column may have outside the
distilled one.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb

from freebit.theorem.enclosure import Enclosure
from freebit.theorem.frontier import Point


class Theorem(StrEnum):
    """The theorems by name; ``-sharp`` ones are never worse than their namesakes [R5.36]."""

    PAPER = "paper"
    ROW = "row"
    ROW_SHARP = "row-sharp"
    COLUMN = "column"
    COLUMN_SHARP = "column-sharp"

    @property
    def selection(self) -> str:
        """The selection rule that the theorem is about: "row" or "column"."""
        return "column" if self in (Theorem.COLUMN, Theorem.COLUMN_SHARP) else "row"


@dataclass(frozen=True)
class Paper:
    """The numbers (alpha, beta) of eq (13), here called (A, B), from a certificate; see ``distiller``."""

    A: Fraction
    B: Fraction
    name: str


def check_epsilon(epsilon: Fraction) -> Fraction:
    """epsilon itself; raises ``ValueError`` unless 0 < epsilon <= 1/2, eq (1)."""
    if not 0 < epsilon <= Fraction(1, 2):
        raise ValueError(f"epsilon = {epsilon} is not in (0, 1/2]: eq (1) needs 0 < epsilon <= 1/2")
    return epsilon


def check_delta(delta: Fraction) -> Fraction:
    """delta itself; raises ``ValueError`` unless 0 < delta < 1/2."""
    if not 0 < delta < Fraction(1, 2):
        raise ValueError(f"delta = {delta} is not in (0, 1/2): the target is P(guess) <= 1/2 + delta")
    return delta


def check_size(nd: int, log2_nb: int, tolerance: int = 0) -> None:
    """Raises ``ValueError`` unless Nd >= 1, log2 Nb >= 0 and 0 <= w < Nb."""
    if nd < 1:
        raise ValueError(f"Nd = {nd} is not at least 1")
    if log2_nb < 0:
        raise ValueError(f"log2 Nb = {log2_nb} is negative")
    if tolerance < 0 or tolerance.bit_length() > log2_nb:
        raise ValueError(f"a tolerance of {tolerance} is not in 0..Nb - 1 with Nb = 2^{log2_nb}")


def flip_ratio(epsilon: Fraction) -> Fraction:
    """r = (1 - epsilon)/epsilon: flipping one source bit changes probabilities by at most this [R5.12]."""
    return (1 - epsilon) / epsilon


def hit(epsilon: Fraction, log2_nb: int, size: int) -> Enclosure:
    """M(m, s, epsilon): the most probability that m source bits can give to s of their 2**m values [R5.15].

    It is the sum of the s largest of the masses (1-epsilon)**(m-j) epsilon**j, C(m,j) of each.
    """
    total = Enclosure.of(0)
    left = size
    for ones in range(log2_nb + 1):
        if left <= 0:
            break
        count = min(left, comb(log2_nb, ones))
        mass = Enclosure.of(1 - epsilon) ** (log2_nb - ones) * Enclosure.of(epsilon) ** ones
        total = total + mass * count
        left -= count
    return total


def exact_hit(epsilon: Fraction, log2_nb: int, size: int) -> Fraction:
    """M(m, s, epsilon) as a rational; for moderate m [R5.15]."""
    total, left = Fraction(0), size
    for ones in range(log2_nb + 1):
        count = min(left, comb(log2_nb, ones))
        total += count * (1 - epsilon) ** (log2_nb - ones) * epsilon**ones
        left -= count
    return total


def larger(left: Enclosure, right: Enclosure) -> Enclosure:
    """The larger of the two numbers."""
    if right.surely_at_most(left):
        return left
    if left.surely_at_most(right):
        return right
    return Enclosure(left.ball.max(right.ball))


def excess_paper(numbers: Paper, epsilon: Fraction, nd: int, log2_nb: int) -> Enclosure:
    """Eq (13): 3 sqrt(Nd)/2 [A^Nd + 2 Nb^(log2(1-eps)) (32 B eps^-5)^Nd] [R5.30]."""
    q = hit(epsilon, log2_nb, 1)
    bracket = Enclosure.of(numbers.A) ** nd + 2 * q * Enclosure.of(32 * numbers.B / epsilon**5) ** nd
    return Enclosure.of(nd).sqrt() * Fraction(3, 2) * bracket


def excess_row(point: Point, epsilon: Fraction, nd: int, log2_nb: int) -> Enclosure:
    """1/4 [alpha^Nd + q ((alpha + K)^Nd - alpha^Nd)] [R5.31]."""
    q = hit(epsilon, log2_nb, 1)
    first = Enclosure.of(point.alpha) ** nd
    return (first + q * (Enclosure.of(point.alpha + point.K) ** nd - first)) / 4


def excess_row_sharp(point: Point, epsilon: Fraction, nd: int, log2_nb: int) -> Enclosure:
    """1/4 max(alpha^Nd, q (alpha + K)^Nd) [R5.32]."""
    q = hit(epsilon, log2_nb, 1)
    return larger(Enclosure.of(point.alpha) ** nd, q * Enclosure.of(point.alpha + point.K) ** nd) / 4


def excess_column(point: Point, epsilon: Fraction, nd: int, log2_nb: int, tolerance: int = 0) -> Enclosure:
    """1/4 (alpha + K M(m, w+1))^Nd [R5.33]."""
    caught = hit(epsilon, log2_nb, tolerance + 1)
    return (Enclosure.of(point.alpha) + caught * point.K) ** nd / 4


def excess_column_sharp(point: Point, epsilon: Fraction, nd: int, log2_nb: int, tolerance: int = 0) -> Enclosure:
    """1/4 max(alpha + K M(m, w), (alpha + K) M(m, w+1))^Nd [R5.34]."""
    free = Enclosure.of(point.alpha) + hit(epsilon, log2_nb, tolerance) * point.K
    full = hit(epsilon, log2_nb, tolerance + 1) * (point.alpha + point.K)
    return larger(free, full) ** nd / 4


def excess(
    theorem: Theorem, numbers: Point | Paper, epsilon: Fraction, nd: int, log2_nb: int, tolerance: int = 0
) -> Enclosure:
    """The named theorem's bound on P(guess) - 1/2.

    Raises ``ValueError`` for parameters outside the theorem's reach: eq (1), sizes, a tolerance with row
    selection, or numbers of the wrong sort.
    """
    check_epsilon(epsilon)
    check_size(nd, log2_nb, tolerance)
    if tolerance and theorem.selection == "row":
        raise ValueError(f"the theorem {theorem} tolerates no wrong cell, so w = {tolerance} must be 0")
    if isinstance(numbers, Paper) != (theorem is Theorem.PAPER):
        raise ValueError(f"the theorem {theorem} does not take {type(numbers).__name__} numbers")
    if isinstance(numbers, Paper):
        return excess_paper(numbers, epsilon, nd, log2_nb)
    if theorem is Theorem.ROW:
        return excess_row(numbers, epsilon, nd, log2_nb)
    if theorem is Theorem.ROW_SHARP:
        return excess_row_sharp(numbers, epsilon, nd, log2_nb)
    if theorem is Theorem.COLUMN:
        return excess_column(numbers, epsilon, nd, log2_nb, tolerance)
    return excess_column_sharp(numbers, epsilon, nd, log2_nb, tolerance)


def pass_probability(error: Fraction, nd: int, log2_nb: int, tolerance: int) -> Enclosure:
    """P[Bin(Nb - 1, p) <= w]^Nd: honest cells, each wrong with probability p, pass step 4 [R5.35].

    Raises ``ValueError`` unless 0 <= p < 1.
    """
    if not 0 <= error < 1:
        raise ValueError(f"an error probability of {error} is not in [0, 1)")
    cells: int = 2**log2_nb - 1
    term = Enclosure.of(1 - error) ** cells
    total: Enclosure = term
    odds = error / (1 - error)
    for wrong in range(1, min(tolerance, cells) + 1):
        term = term * (odds * (cells - wrong + 1) / wrong)
        total = total + term
    return total**nd
