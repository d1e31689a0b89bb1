"""Canonical rationals, the only way in which numbers other than counts are written [R6.11], [R6.12]."""

import json
import re
from fractions import Fraction
from functools import lru_cache

MAX_RATIONAL = 512

_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?", re.ASCII)


class RationalTooLongError(ValueError):
    """A rational that is longer than ``MAX_RATIONAL`` symbols."""


@lru_cache(maxsize=4096)
def parse_rational(text: str) -> Fraction:
    """Read a canonical rational, "p" or "p/q" with q > 1 and reduced [R6.11], [R6.12].

    Raises ``ValueError`` if it is not canonical and ``RationalTooLongError`` if it is too long.
    """
    if len(text) > MAX_RATIONAL:
        raise RationalTooLongError(f"{shown(text)} is longer than {MAX_RATIONAL} symbols")
    match = _RATIONAL.fullmatch(text)
    value = Fraction(int(match[1]), int(match[2] or 1)) if match else None
    if value is None or format_rational(value) != text:
        raise ValueError(f"{shown(text)} is not a rational in lowest terms, p or p/q with q > 1")
    return value


def format_rational(value: Fraction | int) -> str:
    """Write a rational in canonical form [R6.11]."""
    return str(Fraction(value))


def shown(text: str) -> str:
    """The text in quotes, shortened, in ASCII."""
    return json.dumps(text if len(text) <= 40 else text[:37] + "...")
