"""Weak bits in pieces [R1.22]."""

from collections import Counter
from functools import reduce
from operator import add

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.errors import InvalidError
from freebit.source.frequencies import describe
from freebit.source.pieces import BitPiece, piece_of_bits

BITS = st.lists(st.integers(0, 1), max_size=60).map(bytes)


def counted_one_by_one(bits: bytes, radius: int) -> BitPiece:
    """[R1.20] [R1.21] word for word."""
    windows: list[list[Counter[tuple[int, ...]]]] = [[Counter() for _ in range(r + 1)] for r in range(radius + 1)]
    for r in range(radius + 1):
        for start in range(len(bits) - 2 * r):
            windows[r][start % (r + 1)][tuple(bits[start : start + 2 * r + 1])] += 1
    ends = max(2 * radius, 1)
    return BitPiece(
        radius,
        len(bits),
        sum(bits),
        Counter((bits[i], bits[i + 1]) for i in range(len(bits) - 1)),
        tuple(map(tuple, windows)),
        bits[:ends],
        bits[len(bits) - min(ends, len(bits)) :],
    )


@settings(deadline=None)
@given(BITS, st.integers(0, 6))
def test_a_piece_is_what_is_counted_one_by_one(bits: bytes, radius: int) -> None:
    """[R1.22] the map."""
    assert piece_of_bits(bits, radius) == counted_one_by_one(bits, radius)


@settings(deadline=None)
@given(st.lists(BITS, max_size=6), st.integers(0, 4), st.randoms(use_true_random=False))
def test_pieces_are_added_in_any_grouping(parts: list[bytes], radius: int, random: object) -> None:
    """[R1.22] the sum, whatever is added first; the empty piece changes nothing."""
    from random import Random

    assert isinstance(random, Random)
    pieces = [piece_of_bits(part, radius) for part in [*parts, b""]]
    whole = counted_one_by_one(b"".join(parts), radius)
    assert reduce(add, pieces) == whole
    while len(pieces) > 1:
        place = random.randrange(len(pieces) - 1)
        pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
    assert pieces == [whole]


@pytest.mark.parametrize("radius", range(7))
def test_two_pieces_cut_anywhere_make_the_whole(radius: int) -> None:
    """[R1.22] each cut of 40 bits, the ends included."""
    bits = bytes(0xB1D6A5C0F3 >> i & 1 for i in range(40))
    whole = counted_one_by_one(bits, radius)
    for cut in range(41):
        assert piece_of_bits(bits[:cut], radius) + piece_of_bits(bits[cut:], radius) == whole


def test_a_sum_depends_on_where_pieces_begin() -> None:
    """[R1.22] a sum that forgets the length of the first piece, or the bits where they meet, is another."""
    first, second = (piece_of_bits(bits, 1) for bits in (b"\0\1\0", b"\1\1\0\1"))
    both = first + second
    assert both.windows[1] != tuple(map(add, first.windows[1], second.windows[1]))
    assert both.windows[1] != (second + first).windows[1]
    assert both.transitions - first.transitions - second.transitions == Counter([(0, 1)])


def test_pieces_of_different_radii_have_no_sum() -> None:
    with pytest.raises(InvalidError, match=r"R1\.22"):
        piece_of_bits(b"\0", 1) + piece_of_bits(b"\0", 2)
    with pytest.raises(InvalidError, match=r"R1\.22"):
        piece_of_bits(b"\0", 2) + piece_of_bits(b"\0", 1)
    with pytest.raises(InvalidError, match=r"R1\.21"):
        piece_of_bits(b"\0", 7)
    with pytest.raises(InvalidError, match=r"R1\.21"):
        describe([], -1)
