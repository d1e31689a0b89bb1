"""A theorem about tries, for tests of what is done with any theorem: the bound is 1/2 + 1/4 rate^n."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

from freebit.theorem.assumptions import SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.model import Found, Numbers, Supply, Target, Theorem, UncertifiedError
from freebit.theorem.sizes import Quintuplets, Size, SizeParameter


@dataclass(frozen=True)
class Tries(Size):
    """n tries, each of 2**log2 quintuplets, of which some may be wrong."""

    n: int
    wrong: int = 0
    log2: int = 0

    PARAMETERS = (SizeParameter("n", 1, "tries"),)

    @property
    def tolerance(self) -> int:
        return self.wrong

    @property
    def quintuplets(self) -> Quintuplets:
        return Quintuplets(self.n, self.log2)

    def pass_probability(self, error: Fraction) -> Enclosure:
        return (1 - Enclosure.of(error)) ** self.n

    def document(self) -> dict[str, Any]:
        return {"n": self.n}

    def lines(self) -> list[tuple[str, str]]:
        return [("n", str(self.n))]


@dataclass(frozen=True)
class Rate(Numbers):
    """A rate."""

    rate: Fraction

    def document(self) -> dict[str, Any]:
        return {"rate": str(self.rate)}

    def lines(self) -> list[tuple[str, str]]:
        return [("rate", str(self.rate))]


@dataclass(frozen=True)
class Rates(Supply[Rate]):
    """The rates to choose from."""

    rates: tuple[Fraction, ...] = (Fraction(1, 2), Fraction(3, 4))

    def only(self, certificate: str | Path) -> Self:
        return type(self)((Fraction(str(certificate)),))

    def vouch(self, numbers: Rate, epsilon: Fraction) -> Rate:
        if numbers.rate not in self.rates:
            raise UncertifiedError(f"no certificate has the rate {numbers.rate}")
        return numbers


def excess(numbers: Rate, epsilon: Fraction, size: Tries) -> Enclosure:
    return Enclosure.of(numbers.rate) ** size.n / 4


def least(supply: Rates, target: Target) -> Found[Rate, Tries]:
    rate = min(supply.rates)
    n = next(n for n in range(1, 1000) if rate**n <= 4 * target.delta)
    return Found(Tries(n), Rate(rate))


def theorem(name: str = "toy", **changes: Any) -> Theorem[Any, Any, Any]:
    """The theorem, with changes."""
    parts: dict[str, Any] = {
        "rule": "R5.7",
        "statement": "1/2 + 1/4 rate^n",
        "protocol": "toy",
        "function": "xor",
        "rests_on": (WEAK_SOURCE, SEPARATE_BOXES),
        "rocq": (),
        "numbers": Rate,
        "size": Tries,
        "supply": Rates,
        "excess": excess,
        "best": lambda supply, epsilon, size: Rate(min(supply.rates)),
        "least": least,
    }
    return Theorem(name=name, **(parts | changes))


def names(theorems: Iterable[Theorem[Any, Any, Any]]) -> list[str]:
    return [each.name for each in theorems]
