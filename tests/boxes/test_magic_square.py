"""The magic square: its answers, its entries, and which win [R2.16], [R6.28]."""

from freebit.boxes.magic_square import COLUMN_ANSWERS, ENTRIES, INPUTS, ROW_ANSWERS, wins


def test_answers_and_inputs() -> None:
    """[R2.16] even parity for rows, odd parity for columns."""
    assert ROW_ANSWERS == ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0))
    assert COLUMN_ANSWERS == ((0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1))
    assert INPUTS == ((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3))


def test_names_say_what_stands_in_the_square() -> None:
    """[R6.28] a row is written, then a column; they win if it changes nothing."""
    assert len(ENTRIES) == 9 * 4 * 4
    for name, entry in ENTRIES.items():
        answers, lines = name.split("|")
        row, column = answers.split(",")
        r, c = map(int, lines.split(","))
        square = {(r, place): symbol for place, symbol in enumerate(row, 1)}
        written = {(place, c): symbol for place, symbol in enumerate(column, 1)}
        assert wins(entry) == ((square | written)[r, c] == square[r, c])
        assert entry == (tuple(map(int, row)), tuple(map(int, column)), r, c)
