"""Bounds and plans as people and programs read them: rounded outward, never clipped [R6.60]-[R6.66]."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.theorem.bounds import Paper, Theorem
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.frontier import Point

#: Bits in which bounds are evaluated for a report.
REPORT_BITS = 256

#: Decimals of the logarithms in a report.
DIGITS = 4


@dataclass(frozen=True)
class GuessBound:
    """A proved bound P(guess) <= 1/2 + excess, and what it was proved from."""

    theorem: Theorem
    epsilon: Fraction
    nd: int
    log2_nb: int
    tolerance: int
    numbers: Point | Paper
    excess: Enclosure

    @property
    def selection(self) -> str:
        """The selection rule: "row" or "column"."""
        return self.theorem.selection

    @property
    def vacuous(self) -> bool:
        """Whether the bound is not known to be below 3/4, which eq (12) never exceeds anyway [R5.6], [R6.62]."""
        with precision(REPORT_BITS):
            return not Enclosure.of(Fraction(1, 4)).surely_above(self.excess)

    def excess_at_most(self, delta: Fraction) -> bool:
        """Whether P(guess) <= 1/2 + delta is proved."""
        with precision(REPORT_BITS):
            return self.excess.surely_at_most(delta)

    def log2_excess(self, digits: int = DIGITS) -> tuple[str, str]:
        """Decimals below and above log2(P(guess) bound - 1/2) [R6.60]."""
        with precision(REPORT_BITS):
            return self.excess.log2().decimals(digits)

    def quintuplets(self) -> int:
        """N = 3 Nd Nb; raises ``OverflowError`` beyond 2**4096, where only ``log2_quintuplets`` is of use."""
        if self.log2_nb > 4096:
            raise OverflowError(f"N = 3 * {self.nd} * 2^{self.log2_nb} is too long to write out")
        return 3 * self.nd << self.log2_nb

    def log2_quintuplets(self, digits: int = DIGITS) -> tuple[str, str]:
        """Decimals below and above log2 N, for N = 3 Nd Nb."""
        with precision(REPORT_BITS):
            return (Enclosure.of(3 * self.nd).log2() + self.log2_nb).decimals(digits)

    def __str__(self) -> str:
        """The bound, rounded up, as in "P(guess) <= 1/2 + 2^-64" [R6.61]."""
        text = f"P(guess) <= 1/2 + 2^{self.log2_excess()[1]}"
        return f"{text} (vacuous: not below 3/4)" if self.vacuous else text

    def document(self) -> dict[str, Any]:
        """The bound as a JSON document [R6.63]."""
        low, high = self.log2_excess()
        return {
            "format": "freebit-bound",
            "version": 1,
            "theorem": str(self.theorem),
            "selection": self.selection,
            "epsilon": str(self.epsilon),
            "nd": self.nd,
            "log2_nb": self.log2_nb,
            "tolerance": self.tolerance,
            "numbers": numbers_document(self.numbers),
            "excess_log2": [low, high],
            "vacuous": self.vacuous,
            "quintuplets_log2": list(self.log2_quintuplets()),
        }


def numbers_document(numbers: Point | Paper) -> dict[str, Any]:
    """alpha and K, or A and B, as exact rationals, and the certificates that they come from."""
    if isinstance(numbers, Paper):
        return {"alpha": str(numbers.A), "beta": str(numbers.B), "certificate": numbers.name}
    return {
        "alpha": str(numbers.alpha),
        "K": str(numbers.K),
        "families": {family.name: str(weight) for weight, family in numbers.parts},
    }


@dataclass(frozen=True)
class Plan:
    """The least size at which a theorem guarantees P(guess) <= 1/2 + delta."""

    delta: Fraction
    bound: GuessBound
    error: Fraction | None = None
    pass_probability: Enclosure | None = None

    @property
    def theorem(self) -> Theorem:
        """The theorem that guarantees it."""
        return self.bound.theorem

    @property
    def selection(self) -> str:
        """The selection rule: "row" or "column"."""
        return self.bound.selection

    @property
    def epsilon(self) -> Fraction:
        """The source's epsilon, eq (1)."""
        return self.bound.epsilon

    @property
    def nd(self) -> int:
        """Nd, the number of distilled quintuplets."""
        return self.bound.nd

    @property
    def log2_nb(self) -> int:
        """m, with Nb = 2**m blocks."""
        return self.bound.log2_nb

    @property
    def tolerance(self) -> int:
        """w, the wrong cells that a column may have outside the distilled one."""
        return self.bound.tolerance

    def quintuplets(self) -> int:
        """N = 3 Nd Nb; raises ``OverflowError`` beyond 2**4096."""
        return self.bound.quintuplets()

    def document(self) -> dict[str, Any]:
        """The plan as a JSON document [R6.64]."""
        document = self.bound.document() | {"format": "freebit-plan", "delta": str(self.delta)}
        if self.log2_nb <= 4096:
            document["quintuplets"] = str(self.quintuplets())
        if self.error is not None and self.pass_probability is not None:
            with precision(REPORT_BITS):
                document["noise"] = str(self.error)
                document["pass_probability"] = list(self.pass_probability.decimals(6))
        return document
