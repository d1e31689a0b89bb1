"""The function f of step 5: that a good one exists, and which ones are good [R5.16]-[R5.18].

For f: {0,1}^Nd -> {0,1} and directions (p_i, q_i), one for each quintuplet, the signed sum is

    S_f = sum over w of (-1)^f(w) * product over i of (p_i if w_i = 0 else q_i),

and f is *good* if |S_f| <= 3 sqrt(Nd) * product of sqrt(p_i^2 + q_i^2) for all products of directions that
a certificate takes.  Squared, this is a comparison of integers.  A truth table lists f by w read as a
binary number, quintuplet 1 first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product
from math import gcd
from pathlib import Path
from typing import Any

from freebit.boxes.game import MerminGame
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.kernel.kinds.distillation import MOST_DIRECTIONS, Distilled
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.model import Numbers, UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import read_bytes, read_document
from freebit.wire.reader import Reader

Direction = tuple[int, int]


def existence_threshold() -> Enclosure:
    """e^(9/2)/2: a good f exists for every Nd >= 1 if there are fewer directions [R5.17]."""
    return Enclosure.of(Fraction(9, 2)).exp() / 2


def good_function_exists(directions: int, nd: int) -> bool:
    """Whether 2 (m e^(-9/2))^Nd < 1, so that some f is good by counting [R5.17]."""
    with precision(128):
        return Enclosure.of(1).surely_above(2 * (Enclosure.of(directions) / (2 * existence_threshold())) ** nd)


@dataclass(frozen=True)
class DistillationNumbers(Numbers):
    """The numbers (alpha, beta) of eq (13), here called (A, B), and the certificate that they come from."""

    A: Fraction
    B: Fraction
    name: str

    @classmethod
    def read(cls, path: Path) -> "DistillationNumbers":
        """Those of a certificate of kind ``distillation`` that the kernel accepts [R5.30], [R5.19].

        Raises ``UncertifiedError`` if it does not, or if the certificate is of another kind.
        """
        return _accepted(read_bytes(path), path.stem)

    def document(self) -> dict[str, Any]:
        """The numbers, called ``alpha`` and ``beta`` as in the paper, and the certificate [R6.63]."""
        return {"alpha": str(self.A), "beta": str(self.B), "certificate": self.name}

    def lines(self) -> list[tuple[str, str]]:
        """The numbers and the certificate."""
        return [("alpha, beta", f"{self.A}, {self.B}"), ("certificate", self.name)]


@cache
def _accepted(data: bytes, name: str) -> DistillationNumbers:
    report = check(data)
    if report.rejection is not None and report.rejection.failure is not None:
        rule, failure = report.rejection.rule, report.rejection.failure
        raise UncertifiedError(f"{name} is rejected: [{rule}] at {failure.place}: {failure.message}")
    for fact in report.facts:
        if isinstance(fact, Distilled) and fact.game == MerminGame() and fact.inputs == set(fact.game.inputs):
            return DistillationNumbers(fact.alpha, fact.beta, name)
    raise UncertifiedError(f"{name} is not a certificate of kind 'distillation' for all inputs of five parties")


def committed_numbers() -> DistillationNumbers:
    """The committed numbers of eq (13)."""
    return DistillationNumbers.read(default_folder() / "distillation" / "majority-123.json")


def directions_of(path: Path) -> tuple[Direction, ...]:
    """The directions (G0, G1) of a distillation certificate, as coprime integers up to sign, in order."""
    DistillationNumbers.read(path)
    return _directions(Reader(read_document(read_bytes(path))).child("witness"))


def _directions(witness: Reader) -> tuple[Direction, ...]:
    found = set()
    for member in witness.members():
        weights, majority = (member.child(name).vector(5).fractions() for name in "WG")
        for index in weights.keys() | majority.keys():
            w, g = weights.get(index, Fraction(0)), majority.get(index, Fraction(0))
            found.add(_coprime(w + g, w - g))
    return tuple(sorted(found))


def _coprime(first: Fraction, second: Fraction) -> Direction:
    scale = first.denominator * second.denominator
    p, q = int(first * scale), int(second * scale)
    if (p, q) < (0, 0):
        p, q = -p, -q
    shared = gcd(p, q)
    return p // shared, q // shared


def signed_sum(truth_table: Sequence[int], chosen: Sequence[Direction]) -> int:
    """S_f for one direction for each quintuplet; raises ``ValueError`` for a table of the wrong length."""
    sums = [1 - 2 * bit for bit in truth_table]
    if len(sums) != 2 ** len(chosen):
        raise InvalidError(f"a truth table of {len(sums)} values is not one of {len(chosen)} bits")
    for p, q in reversed(chosen):
        sums = [p * at_0 + q * at_1 for at_0, at_1 in zip(sums[::2], sums[1::2], strict=True)]
    (total,) = sums
    return total


@dataclass(frozen=True)
class Quality:
    """The largest S_f^2 / (Nd * product of (p^2+q^2)) over all products of directions; good iff at most 9."""

    square: Fraction
    worst: tuple[Direction, ...]

    @property
    def good(self) -> bool:
        """Whether |S_f| <= 3 sqrt(Nd) prod sqrt(G0^2+G1^2) everywhere [R5.16]."""
        return self.square <= 9


def quality(truth_table: Sequence[int], directions: Iterable[Direction]) -> Quality:
    """Exhaustive and exact: every product of directions is tried [R5.18].

    Raises ``ValueError`` for a table whose length is not a power of 2 that is at least 2.
    """
    nd = len(truth_table).bit_length() - 1
    if len(truth_table) != 2**nd or nd < 1 or any(bit not in (0, 1) for bit in truth_table):
        raise InvalidError(f"a truth table of {len(truth_table)} values is not that of a Boolean function")
    listed = sorted(set(directions))
    choices: Iterator[tuple[Direction, ...]] = (
        combinations_with_replacement(listed, nd) if _symmetric(truth_table, nd) else product(listed, repeat=nd)
    )
    best, worst = Fraction(-1), tuple[Direction, ...]()
    for chosen in choices:
        length = nd
        for p, q in chosen:
            length *= p * p + q * q
        square = Fraction(signed_sum(truth_table, chosen) ** 2, length)
        if square > best:
            best, worst = square, chosen
    return Quality(best, worst)


def _symmetric(truth_table: Sequence[int], nd: int) -> bool:
    """Whether f depends on the number of ones only, so that the order of directions does not matter."""
    values: dict[int, int] = {}
    return all(values.setdefault(w.bit_count(), truth_table[w]) == truth_table[w] for w in range(2**nd))


def xor_table(nd: int) -> tuple[int, ...]:
    """The truth table of the parity of Nd bits."""
    return tuple(w.bit_count() % 2 for w in range(2**nd))


def table_of_number(nd: int, number: int) -> tuple[int, ...]:
    """The truth table whose value at w is bit w of ``number``; how a caller supplies random functions."""
    return tuple(number >> w & 1 for w in range(2**nd))


def find_good_function(nd: int, directions: Iterable[Direction], numbers: Iterable[int]) -> tuple[int, ...] | None:
    """The first good truth table among those of the given numbers; None if none is."""
    listed = tuple(directions)
    for number in numbers:
        table = table_of_number(nd, number)
        if quality(table, listed).good:
            return table
    return None


__all__ = [
    "MOST_DIRECTIONS",
    "Direction",
    "DistillationNumbers",
    "Quality",
    "committed_numbers",
    "directions_of",
    "existence_threshold",
    "find_good_function",
    "good_function_exists",
    "quality",
    "signed_sum",
    "table_of_number",
    "xor_table",
]
