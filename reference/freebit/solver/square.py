"""Boxes of the magic square that always win and answer one input in one way [R3.121].

The first party answers row r, and the second column c, always alike.  Then the bit of each other row in column c is
known, and that of each other column in row r; two bits of each other line are left, of known sum, one of them free.
The free bits of the two rows and the two columns must agree where row and column meet, up to sums of which an odd
number is 1: a PR box, up to relabelling.
"""

from fractions import Fraction

from freebit.boxes.magic_square import COLUMN_ANSWERS, ENTRIES, LINES, ROW_ANSWERS, wins

HALF, ONE = Fraction(1, 2), Fraction(1)


def certain_box(r: int, c: int) -> dict[str, Fraction]:
    """The box, by the names of its entries: the first answer to row r, and the first to column c that fits it.

    Every other answer is as random as that allows: on each input what can still win is equally likely.
    """
    row = ROW_ANSWERS[0]
    column = next(b for b in COLUMN_ANSWERS if b[r - 1] == row[c - 1])
    rows = {other: [a for a in ROW_ANSWERS if a[c - 1] == column[other - 1]] for other in LINES} | {r: [row]}
    columns = {other: [b for b in COLUMN_ANSWERS if b[r - 1] == row[other - 1]] for other in LINES} | {c: [column]}
    found = {}
    for name, entry in ENTRIES.items():
        a, b, s, t = entry
        if a in rows[s] and b in columns[t] and wins(entry):
            found[name] = ONE if len(rows[s]) == len(columns[t]) == 1 else HALF
    return found
