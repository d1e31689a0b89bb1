"""How quantities are written on the command line: 9/20, 0.45, 2^-64, 10^-6."""

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

import click

T = TypeVar("T")

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


RATIONAL = Rational()


def decided(work: Callable[[], T]) -> T:
    """The result of the work; what a theorem or a file refuses is told in one line, with exit code 2 [R6.66]."""
    try:
        return work()
    except (ValueError, ArithmeticError) as error:
        click.echo(f"freebit: {error}", err=True)
        sys.exit(2)
    except ImportError as error:
        click.echo(f"freebit: {error}; pip install 'freebit[theorem]'", err=True)
        sys.exit(2)


def emit(document: object) -> None:
    """A JSON document on standard output."""
    click.echo(json.dumps(document, indent=1))
