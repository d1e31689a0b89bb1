"""How arguments are written on the command line: 9/20, 0.45, 2^-64, 10^-6, and triples of parties as 1,2,3."""

from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import click

from freebit.stores import Location, location_of

Word = TypeVar("Word", bound=StrEnum)

#: Powers beyond this are refused; they would only fill memory.
LARGEST_EXPONENT = 100_000


class Rational(click.ParamType[Fraction]):
    """An exact rational: p/q, a decimal, or a power such as 2^-64 [R6.67]."""

    name = "rational"

    def convert(self, value: str | Fraction, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The rational; fails with a usage error that shows the text."""
        if isinstance(value, Fraction):
            return value
        try:
            base, caret, exponent = value.partition("^")
            if not caret and "e" not in value.lower():  # 1e999999999 would only fill memory
                return Fraction(value)
            if abs(int(exponent)) > LARGEST_EXPONENT:
                self.fail(f"the exponent of {value!r} is beyond {LARGEST_EXPONENT}", param, ctx)
            return Fraction(base) ** int(exponent)
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value!r} is not a rational such as 9/20, 0.45 or 2^-64", param, ctx)


class LocationType(click.ParamType[Location]):
    """A path, or a URL of an object store [R6.120]."""

    name = "location"

    def convert(self, value: str | Location, param: click.Parameter | None, ctx: click.Context | None) -> Location:
        """The location; fails for a folder."""
        location = location_of(value) if isinstance(value, str) else value
        if isinstance(location, Path) and location.is_dir():
            self.fail(f"{str(location)!r} is a folder", param, ctx)
        return location


class TripleOfParties(click.ParamType[tuple[int, int, int]]):
    """Three different parties, counted from 1, such as 1,2,3; the value counts from 0 and is in order."""

    name = "triple"

    def convert(
        self, value: str | tuple[int, int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int, int]:
        """The triple; fails with a usage error that shows the text."""
        if isinstance(value, tuple):
            return value
        try:
            first, second, third = sorted({int(party) - 1 for party in value.split(",")})
        except ValueError:
            first = second = third = -1
        if first < 0:
            self.fail(f"{value!r} is not three different party numbers such as 1,2,3", param, ctx)
        return first, second, third


class OneOf(click.Choice[Word]):
    """One of an enumeration's words, by its value."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """The word as it is written on the command line."""
        return str(choice)


RATIONAL = Rational()
LOCATION = LocationType()
TRIPLE = TripleOfParties()
