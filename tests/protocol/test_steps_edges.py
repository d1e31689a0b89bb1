"""Places of the protocol that no vector reaches: texts of errors, devices that answer nonsense, frozen records."""

import dataclasses
from fractions import Fraction

import pytest

from freebit.protocol.parameters import Parameters, Selection, SourceExhaustedError, quintuplets_for
from freebit.protocol.steps import Outcome, Run, Transcript, is_aborted, replay, run_protocol

HALF = Fraction(1, 2)


def small(**more: object) -> Parameters:
    return Parameters(**{"quintuplets": 24, "nd": 2, "log2_nb": 2, "epsilon": HALF, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"nd": 0}, "[R4.1] Nd = 0: a block has at least one quintuplet"),
        (
            {"quintuplets": 21},
            "[R4.4] N = 21 is too small: step 2 guarantees 7 quintuplets, and Nd Nb = 2 * 4 needs 8",
        ),
        (
            {"quintuplets": 0},
            "[R4.4] N = 0 is too small: step 2 guarantees 0 quintuplets, and Nd Nb = 2 * 4 needs 8",
        ),
        (
            {"quintuplets": -5},
            "[R4.4] N = -5 is too small: step 2 guarantees 0 quintuplets, and Nd Nb = 2 * 4 needs 8",
        ),
        (
            {"selection": Selection.COLUMN, "tolerance": 4},
            "[R4.7] w = 4 is not in 0..Nb - 1 = 3",
        ),
        ({"selection": Selection.COLUMN, "tolerance": -1}, "[R4.7] w = -1 is not in 0..Nb - 1 = 3"),
        ({"log2_nb": -1}, "[R4.2] log2 Nb = -1 is negative"),
        (
            {"selection": Selection.COLUMN_TOTAL, "tolerance": -1},
            "[R4.29] T = -1 is not in 0..Nd (Nb - 1) = 6",
        ),
        (
            {"selection": Selection.COLUMN_TOTAL, "tolerance": 7},
            "[R4.29] T = 7 is not in 0..Nd (Nb - 1) = 6",
        ),
        ({"tolerance": -1}, "[R4.7] w = -1: only column selection takes a tolerance"),
    ],
)
def test_texts_of_errors(more: dict[str, object], text: str) -> None:
    """[R4.1], [R4.4], [R4.7]: the numbers in a message are the right ones."""
    with pytest.raises(ValueError) as caught:
        small(**more)
    assert str(caught.value) == text


@pytest.mark.parametrize("answer", [(0, 0, 0, 0), (0, 0, 0, 0, 0, 0), (0, 0, 2, 0, 0), ()])
def test_a_device_that_does_not_answer_five_bits_is_refused(answer: tuple[int, ...]) -> None:
    """[R4.10]"""
    with pytest.raises(ValueError, match=r"\[R4\.10\] quintuplet 1 answered"):
        run_protocol(small(), [1] * 200, lambda x: answer)


@pytest.mark.parametrize("number", [1, 2, 3, 6])
def test_the_device_that_answers_nonsense_is_named(number: int) -> None:
    """[R4.10]: quintuplets are numbered from 1."""
    answers = iter([(0, 0, 0, 0, 0)] * (number - 1) + [(7, 0, 0, 0, 0)])
    with pytest.raises(ValueError, match=rf"\[R4\.10\] quintuplet {number} answered \(7, 0, 0, 0, 0\), not 5 bits"):
        run_protocol(small(), [1] * 200, lambda x: next(answers))


def test_a_source_that_gives_no_bit_is_named_by_its_position() -> None:
    """[R4.8]"""
    for position in (1, 2, 6, 8, 120):
        source = [0] * 200
        source[position - 1] = 2
        with pytest.raises(ValueError, match=rf"\[R4\.8\] bit {position} of the source is 2"):
            run_protocol(small(), source, lambda x: (0, 0, 0, 0, 0))


def test_a_source_that_ends_says_what_was_needed() -> None:
    """[R4.8]"""
    with pytest.raises(SourceExhaustedError) as caught:
        run_protocol(small(), [1] * 121, lambda x: (0, 0, 0, 0, 0))
    assert (caught.value.given, caught.value.needed) == (121, 122)


def test_default_number_of_quintuplets() -> None:
    """[R4.5]: c is 3 unless given."""
    assert quintuplets_for(2, 2) == 24
    assert small().c == 3


@pytest.mark.parametrize(
    ("selection", "tolerance", "wrong_cells", "aborted"),
    [
        (Selection.COLUMN, 1, (0, 0), False),
        (Selection.COLUMN, 1, (1, 1), False),
        (Selection.COLUMN, 1, (0, 2), True),
        (Selection.COLUMN_TOTAL, 2, (0, 0), False),
        (Selection.COLUMN_TOTAL, 2, (1, 0), False),
        (Selection.COLUMN_TOTAL, 2, (0, 2), False),
        (Selection.COLUMN_TOTAL, 2, (2, 1), True),
    ],
)
def test_what_column_selection_lets_pass(
    selection: Selection, tolerance: int, wrong_cells: tuple[int, int], aborted: bool
) -> None:
    """[R4.19] [R4.28]: as many as are allowed or fewer, in each column or in all together."""
    assert is_aborted(small(selection=selection, tolerance=tolerance), 0, wrong_cells) == aborted


def test_many_quintuplets() -> None:
    """[R4.26]: numbers are compared by value, also those beyond any cache of small numbers."""
    parameters = Parameters(900, 300, 0, HALF, Selection.COLUMN)
    right = Transcript(parameters, ((1, 0, 0, 0, 0),) * 900, ((0,) * 5,) * 900, ())
    assert replay(right).g == 1
    long = Parameters(900, 300, 0, HALF, Selection.COLUMN)
    with pytest.raises(ValueError, match=r"R4\.26"):
        replay(Transcript(long, right.inputs[:899], right.outputs[:899], ()))
    wide = Parameters(1800, 300, 1, HALF, Selection.COLUMN)
    bits = Transcript(wide, right.inputs * 2, right.outputs * 2, tuple([0, 1] * 150))
    assert replay(bits).l == (1, 2) * 150


@pytest.mark.parametrize("record", [Parameters, Transcript, Outcome, Run])
def test_records_cannot_be_changed(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert dataclasses.is_dataclass(record)
