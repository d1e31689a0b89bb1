"""A bit of n parties that becomes perfectly random: the instances that certificates prove, against the bounds."""

from collections.abc import Mapping
from fractions import Fraction
from math import comb, isqrt
from pathlib import Path

from freebit.boxes.bits import parse_bits
from freebit.boxes.game import GhzGame
from freebit.claims.inequality import accepted_facts
from freebit.claims.model import Finding
from freebit.claims.simplest import EXTREMES
from freebit.kernel.check import read
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme, SymmetricPredictability
from freebit.verification import default_folder
from freebit.wire.document import read_bytes


def bit_of_parties(
    base: Fraction = Fraction(8, 9), parties: Mapping[int, object] = EXTREMES, folder: Path | None = None
) -> Finding:
    """D^2 <= 16 base^(n-3) and the sharper bound hold for the extremes of all boxes [R8.30], [R8.32].

    And the equation of D with two probabilities holds for the boxes of the certificates [R8.30], [R8.31].
    """
    largest = []
    for n in parties:
        differences = []
        for sense in ("min", "max"):
            path = f"claims/weight-2-mod-4/{n:02}-{sense}.json"
            (fact,) = accepted_facts(path, folder) or (None,)
            weights = tuple(k for k in range(n + 1) if k % 4 != 2)
            if not isinstance(fact, SymmetricExtreme) or (fact.game, fact.weights) != (GhzGame(n), weights):
                return Finding(False, f"{path} is not accepted, or about something else")
            if not (fact.proved and fact.attained) or fact.x0 != parse_bits("1" * n):
                return Finding(False, f"{path} does not show the extreme at 1...1")
            differences.append(2 * fact.value - 1)
            if n % 4 != 2 and not _equation_holds(n, differences[-1], path, folder):
                return Finding(False, f"{path}: D is not what the probabilities of equal outputs say")
        square = max(difference**2 for difference in differences)
        if square > 16 * base ** (n - 3) or square > sharper_square(n):
            return Finding(False, f"{n} parties: D^2 = {square} exceeds a bound")
        if n % 4 != 2 and differences[0] * differences[1] < 0:
            return Finding(False, f"{n} parties: D has both signs")
        largest.append(max(map(abs, differences)))
    return Finding(True, f"n = {min(parties)} to {max(parties)}: |D| at most {float(largest[-1]):.4f} at the end")


def gauss_sum(n: int) -> int:
    """The sum of (-1)^(|S|/2) over the sets S of even size of n parties: the number c of R8.30."""
    return sum(comb(n, size) * (1 - size % 4) for size in range(0, n + 1, 2))


def _equation_holds(n: int, difference: Fraction, path: str, folder: Path | None) -> bool:
    """c D = 2^(n-1) (P(0...0|0...0) + P(1...1|0...0)) for the box of a certificate."""
    certificate = read(read_bytes((folder or default_folder()) / path))
    if not isinstance(certificate, SymmetricPredictability) or certificate.primal is None:
        return False
    box = certificate.primal.fractions()
    equal = box.get((n, 0, 0, 0), Fraction(0)) + box.get((0, n, 0, 0), Fraction(0))
    return gauss_sum(n) * difference == (1 << (n - 1)) * equal


def sharper_square(n: int) -> Fraction:
    """A rational number that is at least the square of the bound of R8.32."""
    likely = Fraction(1)
    for k in range(1, n):
        m = k - 1 + k % 2
        # The root from below makes 1/sqrt m larger, so that this stays a bound.
        root = Fraction(isqrt(m * 10**12), 10**6)
        factor = (1 + 1 / root) / 2
        likely *= min(factor, Fraction(2, 3)) if k >= 3 else factor
    return (1 << (n + 1)) * likely**2
