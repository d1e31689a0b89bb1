"""Sampled sources [R4.34]-[R4.38]: exact laws, and the plain and the fast sampler bit for bit."""

from fractions import Fraction
from itertools import islice, pairwise

import numpy as np
import pytest

from freebit.boxes.bits import Bits, parity
from freebit.errors import InvalidError
from freebit.simulate.engine import SampledBits
from freebit.simulate.sources import (
    AdversarialSource,
    BiasedSource,
    FreeSource,
    GuessedSource,
    MarkovSource,
    SampledSource,
)
from freebit.simulate.stream import CHUNK, SOURCE_STREAM, PlainChunk, chunk_planes
from freebit.simulate.thrifty import ThriftySource
from freebit.source.exact import Source, biased_source, defeating_source, guessed_source, markov_source

SOURCES = [
    FreeSource(),
    BiasedSource(Fraction(3, 8)),
    BiasedSource(Fraction(9, 20)),
    ThriftySource(Fraction(9, 20)),
    ThriftySource(Fraction(1, 1000), 4),
    AdversarialSource(Fraction(1, 4)),
    GuessedSource(Fraction(1, 8)),
    MarkovSource(Fraction(1, 4)),
    MarkovSource(Fraction(1, 3)),
]


class Planes:
    """A chunk whose planes are given for one or two quintuplets, to enumerate all of them."""

    def __init__(self, planes: int, value: int) -> None:
        self.planes, self.value = planes, value

    def bit(self, plane: int, t: int) -> int:
        return self.value >> (t * self.planes + plane) & 1

    def number(self, first: int, count: int, t: int) -> int:
        return int("".join(str(self.bit(first + j, t)) for j in range(count)) or "0", 2)


def exact_law(source: SampledSource, quintuplets: int = 1) -> dict[Bits, Fraction]:
    """The law of the first quintuplets, over all values of the planes."""
    law: dict[Bits, Fraction] = {}
    total = 2 ** (source.planes * quintuplets)
    for value in range(total):
        words = islice(source.quintuplets(Planes(source.planes, value)), quintuplets)  # type: ignore[arg-type]
        bits = tuple(bit for word in words for bit in word)
        law[bits] = law.get(bits, Fraction(0)) + Fraction(1, total)
    return law


@pytest.mark.parametrize(
    ("source", "law"),
    [
        (FreeSource(), biased_source(5, Fraction(1, 2))),
        (BiasedSource(Fraction(1, 4)), biased_source(5, Fraction(1, 4))),
        (AdversarialSource(Fraction(1, 8)), defeating_source(5, parity, Fraction(1, 8))),
        (GuessedSource(Fraction(1, 4)), guessed_source(5, Fraction(1, 4))),
        (MarkovSource(Fraction(1, 4)), markov_source(5, Fraction(1, 4))),
    ],
    ids=["free", "biased", "adversarial", "guessed", "markov"],
)
def test_the_law_is_exact(source: SampledSource, law: Source) -> None:
    """[R4.34] [R4.35] [R4.36] [R4.37] [R4.38] by enumeration of the planes, against chapter 1."""
    assert exact_law(source) == law.marginal()


def test_the_markov_chain_goes_on_from_quintuplet_to_quintuplet() -> None:
    """[R4.38] ten bits of flip probability 1/2 are uniform; with 2^-32 no bit of 200 differs."""
    assert set(exact_law(MarkovSource(Fraction(1, 2)), 2).values()) == {Fraction(1, 2**10)}
    chain = list(islice(MarkovSource(Fraction(1, 2**32)).bits(1), 200))
    assert chain.count(chain[0]) == 200


def test_epsilon_is_that_of_the_sampled_bits() -> None:
    """[R4.33] [R4.35] rounded up to a multiple of 2^-32, never below what was asked for."""
    for epsilon in (Fraction(1, 3), Fraction(9, 20), Fraction(1, 10**6)):
        for kind in (BiasedSource, AdversarialSource, GuessedSource):
            assert epsilon <= kind(epsilon).epsilon < epsilon + Fraction(1, 2**32)
    assert BiasedSource(Fraction(1, 4)).epsilon == Fraction(1, 4)
    assert MarkovSource(Fraction(1, 4)).epsilon == Fraction(1, 10)


@pytest.mark.parametrize("kind", [BiasedSource, AdversarialSource, GuessedSource, MarkovSource])
def test_parameters_are_checked(kind: type) -> None:
    """[R1.4] [R1.11]"""
    for value in (Fraction(0), Fraction(3, 5)):
        with pytest.raises(ValueError, match=r"R1\.(4|11)"):
            kind(value)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: f"{type(s).__name__}-{s.epsilon}")
def test_words_are_the_quintuplets(source: SampledSource) -> None:
    """[R4.34] plain and fast give the same bits, at the start of a chunk and beyond its first words."""
    fast = SampledBits(source, 11)
    count = 5 * 700 + 3
    assert fast.bits(0, count) == tuple(islice(source.bits(11), count))


def test_bits_go_on_into_the_next_chunk() -> None:
    """[R4.31] [R4.34] across the border of two chunks, with the fewest planes there are."""
    source = FreeSource()
    start = 5 * CHUNK - 7
    assert SampledBits(source, 2).bits(start, 20) == tuple(islice(source.bits(2), start, start + 20))


def test_markov_words_carry_over_all_words() -> None:
    """[R4.38] the number of flips in a whole chunk is the number of flip events."""
    source = MarkovSource(Fraction(1, 2**10))
    bits = SampledBits(source, 3).bits(0, 5 * 5000)
    assert bits == tuple(islice(source.bits(3), 5 * 5000))
    assert 5 < sum(a != b for a, b in pairwise(bits)) < 60


def test_the_adversarial_source_avoids_x() -> None:
    """[R4.36] about a quarter of the quintuplets has odd weight: within 6 standard deviations (2e-9)."""
    source = AdversarialSource(Fraction(1, 4))
    law = exact_law(source)
    assert sum(p for x, p in law.items() if parity(x)) == Fraction(1, 4)
    x = SampledBits(source, 5).words(0)
    odd = sum(int(word).bit_count() for word in x[0] ^ x[1] ^ x[2] ^ x[3] ^ x[4])
    assert abs(odd - CHUNK / 4) < 6 * (CHUNK * 3 / 16) ** 0.5


LAWS = [Fraction(1, 2), Fraction(9, 20), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2**32)]


def own_words(place: int) -> list[int]:
    """Four words of which the 240 leading bits are a number."""
    return [place << 16 >> 64 * (3 - i) & 2**64 - 1 for i in range(4)]


@pytest.mark.parametrize("epsilon", LAWS)
def test_thrifty_bytes_have_the_law_of_biased_bits(epsilon: Fraction) -> None:
    """[R4.47] [R4.35] all numbers u, and for those that leave a byte open both ends of every interval of V: exactly."""
    law, one = ThriftySource(epsilon).law, 1 - BiasedSource(epsilon).epsilon
    weights = [2**256 * one ** b.bit_count() * (1 - one) ** (8 - b.bit_count()) for b in range(256)]
    numbers = range(law.decided)
    assert [law.byte(u, lambda: 0) for u in numbers] == law.table[: law.decided].tolist()
    counts = np.bincount(law.table[: law.decided], minlength=256).tolist()
    rests = [weight - 2**240 * count for weight, count in zip(weights, counts, strict=True)]
    assert all(0 <= rest < 2**240 for rest in rests)
    start, asked = 0, []
    for byte, rest in enumerate(map(int, rests)):
        asked += [(place, byte) for place in {start, start + rest - 1} if rest]
        start += rest
    assert start == 2**240 * (2**16 - law.decided)
    us = [law.decided + (place >> 240) for place, _ in asked]
    owns = [own_words(place % 2**240) for place, _ in asked]
    for u, own, (_, byte) in zip(us, owns, asked, strict=True):
        assert law.byte(u, iter(own).__next__) == byte
    found = law.open_bytes(np.array(us, dtype=np.uint16), np.array(owns, dtype=np.uint64).reshape(-1))
    assert found.tolist() == [byte for _, byte in asked]


def test_words_that_leave_a_byte_open_at_first_are_looked_at_to_their_end() -> None:
    """[R4.47] places that differ in their last bit only are on both sides of a border."""
    law = ThriftySource(Fraction(1, 3)).law
    border = law.rests[100]
    for place in (border - 1, border):
        number = np.array([law.decided + (place >> 240)], dtype=np.uint16)
        own = np.array(own_words(place % 2**240), dtype=np.uint64)
        assert law.open_bytes(number, own).tolist() == [100 + (place == border)]


def test_thrifty_bits_are_those_of_the_planes() -> None:
    """[R4.47] as many words as there must be, and too few are told."""
    source = ThriftySource(Fraction(9, 20))
    planes = chunk_planes(5, SOURCE_STREAM, 7, source.planes)
    assert all(np.array_equal(a, b) for a, b in zip(source.sampled(5, 7), source.words(planes), strict=True))
    with pytest.raises(InvalidError, match=r"R4\.47"):
        source.words(planes[:-2])


def test_thrifty_bytes_that_are_open_follow_the_order_of_the_words() -> None:
    """[R4.47] the whole first word of all parties, and those after it, as the literal sampler has them."""
    source = ThriftySource(Fraction(1, 3), 3)
    words = source.sampled(2, 0)
    for t, x in enumerate(islice(source.quintuplets(PlainChunk(2, SOURCE_STREAM, 0)), 64 * 400)):
        assert x == tuple(int(plane[t // 64]) >> t % 64 & 1 for plane in words)


def test_a_thrifty_source_is_another_source() -> None:
    """[R4.47] [R4.35] of the same law, and of other bits."""
    thrifty, biased = (kind(Fraction(9, 20)).sampled(1, 0) for kind in (ThriftySource, BiasedSource))
    assert not any(np.array_equal(a, b) for a, b in zip(thrifty, biased, strict=True))
    for words in thrifty:
        ones = int(np.bitwise_count(words).sum(dtype=np.int64))
        assert abs(ones - 0.55 * CHUNK) < 6 * (CHUNK * 0.55 * 0.45) ** 0.5
