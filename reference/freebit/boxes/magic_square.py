"""The magic square: a game of two parties with three inputs each and three output bits [R2.16].

The first party receives a row and the second a column, from 1 to 3; the answers are three bits, of even parity for
rows and of odd parity for columns, and win if they agree on the bit that row and column share.
"""

from freebit.boxes.bits import Bits, all_bits, format_bits, parity

#: Rows, and columns.
LINES = (1, 2, 3)
#: The answers to a row, and those to a column.
ROW_ANSWERS = tuple(a for a in all_bits(3) if not parity(a))
COLUMN_ANSWERS = tuple(b for b in all_bits(3) if parity(b))
#: All inputs (r, c).
INPUTS = tuple((r, c) for r in LINES for c in LINES)

#: Answers and inputs: (a, b, r, c).
SquareEntry = tuple[Bits, Bits, int, int]

#: Every entry by its name in files [R6.28], ordered by input and then answers.
ENTRIES: dict[str, SquareEntry] = {
    f"{format_bits(a)},{format_bits(b)}|{r},{c}": (a, b, r, c)
    for r, c in INPUTS
    for a in ROW_ANSWERS
    for b in COLUMN_ANSWERS
}


def wins(entry: SquareEntry) -> bool:
    """Whether the answers agree on the bit that the row and the column share."""
    a, b, r, c = entry
    return a[c - 1] == b[r - 1]
