"""A toy game for exhaustive attacks: two parties, all inputs asked, a_1 + a_2 = x_1 x_2, key a_1.

Its maximal violation is the PR box.  Going once around the four inputs shows
|P(a_1=0|y) - P(a_1=1|y)| <= sum of the losses, so alpha = 0, beta = 1 is a family with kappa = (1, 2, 1).
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from freebit.boxes.bits import Bits
from freebit.boxes.box import deterministic_box, pr_box, uniform_box
from freebit.boxes.game import ParityGame


@dataclass(frozen=True)
class ToyGame(ParityGame):
    """a_1 + a_2 = x_1 x_2 modulo 2."""

    parties: int = 2

    @property
    def name(self) -> str:
        return "toy"

    def target(self, x: Bits) -> int | None:
        return x[0] & x[1]


KAPPA = (Fraction(1), Fraction(2), Fraction(1))

#: The sharp box, the uniform one, and some that answer by rule.
TOY_BOXES = (
    pr_box(),
    uniform_box(2),
    deterministic_box((0, 0), (0, 0)),
    deterministic_box((1, 1), (1, 0)),
    deterministic_box((0, 1), (1, 1)),
)


def toy_key(a: Bits) -> int:
    return a[0]


def load(epsilon: Fraction) -> Fraction:
    """K = (1 + r)^2."""
    return (1 + (1 - epsilon) / epsilon) ** 2


def sharp_rate(epsilon: Fraction, m: int) -> Fraction:
    """The least of max(alpha, q (alpha + K)) on the segment from (0, K) to (1, 0)."""
    q, k = (1 - epsilon) ** m, load(epsilon)
    return q * k / (1 - q + q * k)


def words(length: int) -> list[Bits]:
    return list(product((0, 1), repeat=length))


#: Half of (p A + q B) at each input, A = (-1)^{a_1}, B = (-1)^{a_2}: the four sum to E A at y_1 = 0 or 1.
LOOPS = {
    0: {(0, 0): (1, -1), (1, 0): (-1, 1), (1, 1): (1, 1), (0, 1): (1, -1)},
    1: {(1, 1): (1, 1), (0, 1): (1, -1), (0, 0): (-1, 1), (1, 0): (1, -1)},
}


def loop_vector(y: Bits) -> dict[tuple[Bits, Bits], Fraction]:
    """G ~ (-1)^{a_1} at y with |G| = I: once around the four inputs, each term 0 on the right outputs."""
    vector = {
        (a, x): Fraction(p * (-1) ** a[0] + q * (-1) ** a[1], 2) for x, (p, q) in LOOPS[y[0]].items() for a in words(2)
    }
    return {entry: value for entry, value in vector.items() if value}


def member(y: Bits, alpha: Fraction) -> tuple[dict[tuple[Bits, Bits], Fraction], dict[tuple[Bits, Bits], Fraction]]:
    """(alpha W, G) of the mixture with numbers (alpha, beta = 1 - alpha), for alpha in [0, 1]."""
    scaled = {(a, y): alpha for a in words(2)}
    mixed = {entry: (1 - alpha) * value for entry, value in loop_vector(y).items()}
    for a in words(2):
        mixed[a, y] = mixed.get((a, y), Fraction(0)) + alpha * (-1) ** a[0]
    return scaled, mixed
