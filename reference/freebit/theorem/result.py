"""Bounds and plans as people and programs read them: rounded outward, never clipped [R6.60]-[R6.66]."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.theorem.assumptions import conditions
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.model import Numbers, Theorem
from freebit.theorem.sizes import LONGEST, Quintuplets, Size

#: Bits in which bounds are evaluated for a report.
REPORT_BITS = 256

#: Decimals of the logarithms in a report.
DIGITS = 4


@dataclass(frozen=True)
class GuessBound:
    """A proved bound P(guess) <= 1/2 + excess, and what it was proved from."""

    theorem: Theorem[Any, Any, Any]
    epsilon: Fraction
    size: Size
    numbers: Numbers
    excess: Enclosure

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

    @property
    def quintuplets(self) -> Quintuplets:
        """N."""
        return self.size.quintuplets

    def log2_quintuplets(self, digits: int = DIGITS) -> tuple[str, str]:
        """Decimals below and above log2 N."""
        return self.quintuplets.log2_decimals(digits)

    def __str__(self) -> str:
        """The bound, rounded up, as in "P(guess) <= 1/2 + 2^-64" [R6.61]."""
        text = f"P(guess) <= 1/2 + 2^{self.log2_excess()[1]}"
        return f"{text} (vacuous: not below 3/4)" if self.vacuous else text

    @property
    def conditions(self) -> str:
        """All that the bound rests on, in one sentence that begins with "if" [R6.68]."""
        return conditions(self.theorem.rests_on)

    def document(self) -> dict[str, Any]:
        """The bound as a JSON document [R6.63]."""
        return {
            "format": "freebit-bound",
            "version": 1,
            "theorem": str(self.theorem),
            **self.theorem.protocol_document(),
            "epsilon": str(self.epsilon),
            **self.size.document(),
            "numbers": self.numbers.document(),
            "excess_log2": list(self.log2_excess()),
            "vacuous": self.vacuous,
            "quintuplets_log2": list(self.log2_quintuplets()),
            "rests_on": [each.document() for each in self.theorem.rests_on],
        }


@dataclass(frozen=True)
class Plan:
    """The least size at which a theorem guarantees P(guess) <= 1/2 + delta."""

    delta: Fraction
    bound: GuessBound
    error: Fraction | None = None
    pass_probability: Enclosure | None = None

    @property
    def theorem(self) -> Theorem[Any, Any, Any]:
        """The theorem that guarantees it."""
        return self.bound.theorem

    @property
    def title(self) -> str:
        """The theorem, and what of it the numbers choose."""
        return " ".join(filter(None, (self.theorem.name, self.bound.numbers.variant)))

    @property
    def epsilon(self) -> Fraction:
        """The source's epsilon, eq (1)."""
        return self.bound.epsilon

    @property
    def size(self) -> Size:
        """The parameters of the run."""
        return self.bound.size

    @property
    def quintuplets(self) -> Quintuplets:
        """N."""
        return self.size.quintuplets

    def document(self) -> dict[str, Any]:
        """The plan as a JSON document [R6.64]."""
        document = self.bound.document() | {"format": "freebit-plan", "delta": str(self.delta)}
        if self.quintuplets.log2 <= LONGEST:
            document["quintuplets"] = str(int(self.quintuplets))
        if self.error is not None and self.pass_probability is not None:
            with precision(REPORT_BITS):
                document["noise"] = str(self.error)
                document["pass_probability"] = list(self.pass_probability.decimals(6))
        return document
