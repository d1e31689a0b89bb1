"""Canonical rationals, the only way in which numbers other than counts are written [R6.11], [R6.12]."""

import json
import re
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Generic, TypeVar

from freebit.errors import FreebitError, InvalidError

MAX_RATIONAL = 512

_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?", re.ASCII)

_K = TypeVar("_K", bound=Hashable)


class RationalTooLongError(FreebitError, ValueError):
    """A rational that is longer than ``MAX_RATIONAL`` symbols."""


@dataclass(frozen=True)
class Rationals(Generic[_K]):
    """Rationals by key, as integers over their least common denominator [R6.17]; keys that are absent have 0."""

    numerators: dict[_K, int]
    denominator: int

    def scaled(self, scale: int) -> dict[_K, int]:
        """The numbers times ``scale``, a multiple of the denominator."""
        factor = scale // self.denominator
        return {key: factor * value for key, value in self.numerators.items()}

    def fractions(self) -> dict[_K, Fraction]:
        """The numbers that are not 0, as fractions."""
        return {key: Fraction(value, self.denominator) for key, value in self.numerators.items()}


def parse_ratio(text: str) -> tuple[int, int]:
    """Numerator and denominator of a canonical rational, "p" or "p/q" with q > 1 and reduced [R6.11], [R6.12].

    Raises ``ValueError`` if it is not canonical and ``RationalTooLongError`` if it is too long.
    """
    if len(text) > MAX_RATIONAL:
        raise RationalTooLongError(f"{shown(text)} is longer than {MAX_RATIONAL} symbols")
    match = _RATIONAL.fullmatch(text)
    if match is not None:
        p, q = int(match[1]), int(match[2] or 1)
        if match[2] is None or (q > 1 and gcd(p, q) == 1):
            return p, q
    raise InvalidError(f"{shown(text)} is not a rational in lowest terms, p or p/q with q > 1")


def parse_rational(text: str) -> Fraction:
    """Read a canonical rational [R6.11], [R6.12]; raises as ``parse_ratio`` does."""
    return Fraction(*parse_ratio(text))


def format_rational(value: Fraction | int) -> str:
    """Write a rational in canonical form [R6.11]."""
    return str(Fraction(value))


def shown(text: str) -> str:
    """The text in quotes, shortened, in ASCII."""
    return json.dumps(text if len(text) <= 40 else text[:37] + "...")
