"""Rules at the ends of their ranges, which no vector reaches alone."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.boxes.magic_square import COLUMN_ANSWERS, INPUTS, ROW_ANSWERS
from freebit.kernel.check import read
from freebit.kernel.kinds import magic_square
from freebit.kernel.kinds.distillation import Distillation
from freebit.kernel.kinds.magic_square import SquareBox


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [
        (lambda r, c: c == 2, lambda r, c: False, "row 1"),
        (lambda r, c: False, lambda r, c: r == 2, "column 1"),
        (lambda r, c: r == 1, lambda r, c: c == 2, None),
    ],
)
def test_one_party_of_the_square_that_is_told_the_others_input(
    row: Callable[[int, int], bool], column: Callable[[int, int], bool], place: str | None
) -> None:
    """[R2.19] of deterministic answers, in either direction."""
    box = SquareBox({(ROW_ANSWERS[row(r, c)], COLUMN_ANSWERS[column(r, c)], r, c): 1 for r, c in INPUTS}, 1)
    failure = magic_square._signals(box)
    assert (failure and failure.place) == place


@pytest.mark.parametrize(
    ("alpha", "beta", "place"),
    [("0", "2", "claim/alpha"), ("1", "2", "claim/alpha"), ("3/2", "2", "claim/alpha"), ("1/2", "1", "claim/beta")],
)
def test_the_numbers_of_a_distillation_are_inside(certificates: Path, alpha: str, beta: str, place: str) -> None:
    """[R3.41]"""
    found = read(next(iter(sorted((certificates / "distillation").glob("*.json")))).read_bytes())
    assert isinstance(found, Distillation)
    failure = replace(found, alpha=Fraction(alpha), beta=Fraction(beta)).numbers_are_in_range()
    assert failure is not None
    assert failure.place == place
