"""Streams of words and chances [R4.30]-[R4.33]."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.simulate.chance import Chance
from freebit.simulate.stream import CHUNK, CHUNK_WORDS, PlainChunk, Sfc64, chunk_planes

seeds = st.integers(0, 2**64 - 1)


@settings(max_examples=20)
@given(seeds, st.integers(0, 1), st.integers(0, 2**40))
def test_both_streams_are_one(seed: int, stream: int, chunk: int) -> None:
    """[R4.30] the definition against NumPy's SFC64."""
    generator = Sfc64(seed, stream, chunk)
    words = chunk_planes(seed, stream, chunk, 1)[0]
    assert [generator.next_word() for _ in range(50)] == words[:50].tolist()


def test_a_known_word() -> None:
    """[R4.30] the first words of (1, 0, 0) and (0, 1, 2), so that the stream never changes unnoticed."""
    assert [f"{Sfc64(*state).next_word():016x}" for state in ((1, 0, 0), (0, 1, 2))] == [
        "269177804927a06f",
        "6561d95dac0b7378",
    ]


@given(st.integers(0, 2), st.integers(0, CHUNK - 1))
@settings(max_examples=10)
def test_a_plane_is_4096_words_of_64_quintuplets(plane: int, t: int) -> None:
    """[R4.31]"""
    planes = chunk_planes(9, 1, 4, 3)
    assert planes.shape == (3, CHUNK_WORDS)
    bit = int(planes[plane][t // 64]) >> (t % 64) & 1
    assert PLAIN.bit(plane, t) == bit


PLAIN = PlainChunk(9, 1, 4)


def test_a_chunk_does_not_depend_on_how_many_planes_are_asked_for() -> None:
    """[R4.31]"""
    assert np.array_equal(chunk_planes(3, 0, 5, 7)[:2], chunk_planes(3, 0, 5, 2))


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_seeds_have_64_bits(seed: int) -> None:
    """[R4.30]"""
    with pytest.raises(ValueError, match=r"R4\.30"):
        Sfc64(seed, 0, 0)
    with pytest.raises(ValueError, match=r"R4\.30"):
        chunk_planes(seed, 0, 0, 1)


@given(st.integers(0, 2**7), st.just(2**7) | st.just(2**5))
def test_an_event_of_dyadic_probability_is_exact(numerator: int, denominator: int) -> None:
    """[R4.32] [R4.33] over all values of the k planes the event happens in exactly T of 2^k cases."""
    if numerator > denominator:
        numerator = denominator
    chance = Chance.nearest(Fraction(numerator, denominator))
    assert chance.probability == Fraction(numerator, denominator)
    k = chance.planes
    # Word w has the number w in its planes, the first plane most significant.
    planes = np.array(
        [[2**64 - 1 if w >> (k - 1 - q) & 1 else 0 for w in range(2**k)] for q in range(k)], dtype=np.uint64
    ).reshape(k, 2**k)
    events = chance.words(planes)
    assert [bool(event) for event in events] == [w >= 2**k - chance.threshold for w in range(2**k)]
    assert sum(map(bool, events)) == chance.threshold


@given(st.integers(1, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_words_and_numbers_agree(multiple: int) -> None:
    """[R4.32] the comparison of numbers against the bitwise one, on random planes."""
    chance = Chance.nearest(Fraction(multiple, 2**32))
    events = chance.words(chunk_planes(5, 0, 0, chance.planes + 2)[2:])
    for t in (0, 1, 63, 64, 1000):
        assert chance.happens(SHARED, 2, t) == int(events[t // 64]) >> (t % 64) & 1


SHARED = PlainChunk(5, 0, 0)


@given(st.fractions(0, 1))
def test_rounding(p: Fraction) -> None:
    """[R4.33] nearest, and upward, to a multiple of 2^-32."""
    unit = Fraction(1, 2**32)
    assert abs(Chance.nearest(p).probability - p) <= unit / 2
    assert 0 <= Chance.rounded_up(p).probability - p < unit


@pytest.mark.parametrize("p", [Fraction(-1, 10), Fraction(11, 10)])
def test_a_chance_is_a_probability(p: Fraction) -> None:
    """[R4.33]"""
    with pytest.raises(ValueError, match=r"R4\.33"):
        Chance.nearest(p)
