"""Quantities on the command line [R6.67]."""

from fractions import Fraction

import click
import pytest

from freebit.commands.arguments import RATIONAL


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9/20", Fraction(9, 20)),
        ("0.45", Fraction(9, 20)),
        ("2^-64", Fraction(1, 2**64)),
        ("10^-6", Fraction(1, 10**6)),
        ("0.1", Fraction(1, 10)),
        ("3", Fraction(3)),
    ],
)
def test_quantities_are_read_exactly(text: str, value: Fraction) -> None:
    """[R6.67]"""
    assert RATIONAL.convert(text, None, None) == value


@pytest.mark.parametrize("text", ["", "x", "1/0", "2^", "2^x", "2^-1000001", "nan", "inf", "0^-1", "1//2"])
def test_other_texts_are_refused(text: str) -> None:
    """[R6.67]"""
    with pytest.raises(click.BadParameter):
        RATIONAL.convert(text, None, None)
