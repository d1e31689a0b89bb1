"""What a file of weak bits shows [R1.20], [R1.21]."""

import random
from collections import Counter
from fractions import Fraction
from math import comb, exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.source.frequencies import FALSE_ALARM, Neighbourhood, describe, epsilon_at_most


def test_counts() -> None:
    """[R1.20]"""
    found = describe([bytes([0, 1, 1]), bytes([0, 1])], 0)
    assert (found.bits, found.ones) == (5, 3)
    assert found.transitions == Counter({(0, 1): 2, (1, 1): 1, (1, 0): 1})


@given(st.binary(max_size=40), st.integers(0, 3), st.lists(st.integers(1, 9), max_size=6))
def test_blocks_do_not_matter(data: bytes, radius: int, cuts: list[int]) -> None:
    """[R1.20] [R1.21] the same description for every way to cut the bits into blocks."""
    bits = bytes(byte & 1 for byte in data)
    blocks, at = [], 0
    for cut in cuts:
        blocks.append(bits[at : at + cut])
        at += cut
    assert describe([*blocks, bits[at:]], radius) == describe([bits], radius)


def test_classes_are_kept_apart_across_blocks() -> None:
    """[R1.21] bits that are 1 at even positions only: blocks of odd length must not mix the two classes."""
    rng = random.Random(3)
    bits = bytes(rng.randrange(2) if j % 2 == 0 else rng.random() < 0.1 for j in range(6000))
    whole = describe([bits], 1)
    assert whole.epsilon_at_most < Fraction(1, 5)
    assert describe([bits[i : i + 101] for i in range(0, 6000, 101)], 1) == whole


@given(st.binary(min_size=7, max_size=60), st.integers(0, 3))
def test_neighbourhoods_are_counted_by_class_and_context(data: bytes, radius: int) -> None:
    """[R1.21] each witness against a direct count."""
    bits = [byte & 1 for byte in data]
    for report in describe([bytes(bits)], radius).radii:
        r, witness = report.radius, report.witness
        window = [*map(int, witness.before), witness.value, *map(int, witness.after)]
        other = [*map(int, witness.before), 1 - witness.value, *map(int, witness.after)]
        counts = []
        for offset in range(r + 1):
            centres = range(r + offset, len(bits) - r, r + 1)
            around = [bits[j - r : j + r + 1] for j in centres]
            counts.append((around.count(window), around.count(window) + around.count(other)))
        assert (witness.appearances, witness.positions) in counts


def test_a_markov_chain_is_found_out_by_both_neighbours_only() -> None:
    """[R1.21] flip probability 1/4: one bit at a time looks free, and epsilon is at most 1/10."""
    rng = random.Random(1)
    bits, bit = bytearray(), 0
    for _ in range(200_000):
        bit ^= rng.random() < 0.25
        bits.append(bit)
    found = describe([bytes(bits)], 1)
    assert found.radii[0].epsilon_at_most > 0.45
    assert 0.1 < found.epsilon_at_most < 0.12


def test_a_true_epsilon_is_seldom_refuted() -> None:
    """[R1.21] fair bits stay at 1/2; all zeros refute nearly everything."""
    rng = random.Random(2)
    assert describe([bytes(rng.randrange(2) for _ in range(50_000))], 2).epsilon_at_most == 0.5
    assert describe([bytes(50_000)], 0).epsilon_at_most < 0.001
    assert describe([], 2).epsilon_at_most == 0.5


@given(st.integers(1, 40), st.data())
def test_the_false_alarm_is_bounded_exactly(m: int, data: st.DataObject) -> None:
    """[R1.21] Pr(Bin(m, eps) <= s) <= FALSE_ALARM for each refuted eps, computed with integers."""
    s = data.draw(st.integers(0, m))
    bound = epsilon_at_most(s, m, log(1 / FALSE_ALARM))
    if bound < Fraction(1, 2):
        tail = sum(comb(m, i) * bound**i * (1 - bound) ** (m - i) for i in range(s + 1))
        assert tail <= FALSE_ALARM
    assert bound >= min(Fraction(s, m), Fraction(1, 2))


@pytest.mark.parametrize("radius", [-1, 7])
def test_the_radius_is_bounded(radius: int) -> None:
    """[R1.21]"""
    with pytest.raises(ValueError, match=r"R1\.21"):
        describe([b"\x00"], radius)


def test_what_people_read_of_a_neighbourhood() -> None:
    assert str(Neighbourhood(2, "01", "10", 1, 3, 40)) == "between 01 and 10 the bit is 1 at 3 of 40 positions"
    assert str(Neighbourhood(0, "", "", 0, 3, 40)) == "at any place the bit is 0 at 3 of 40 positions"


@pytest.mark.parametrize(("radius", "tests"), [(0, 2), (1, 2 + 16), (2, 2 + 16 + 96), (3, 2 + 16 + 96 + 512)])
def test_the_bounds_of_a_constant_file_are_those_of_the_rule(radius: int, tests: int) -> None:
    """[R1.21] m bits 0: m D = -m ln(1 - epsilon), so (1 - epsilon)^m T 2^20 <= 1 there and not one millionth below."""
    for report in describe([bytes(900)], radius).radii:
        m, bound, step = report.witness.positions, report.epsilon_at_most, Fraction(1, 10**6)
        assert m == len(range(report.radius, 900 - report.radius, report.radius + 1))
        assert (1 - bound) ** m * tests * 2**20 <= 1 < (1 - bound + step) ** m * tests * 2**20


def test_both_values_and_all_radii_up_to_2_are_looked_at() -> None:
    """[R1.21] the witness says which value is the rare one."""
    zeros, ones = describe([bytes(900)]), describe([b"\1" * 900])
    assert [report.witness.value for report in zeros.radii] == [1, 1, 1]
    assert [report.witness.value for report in ones.radii] == [0, 0, 0]
    assert zeros.epsilon_at_most == ones.epsilon_at_most == zeros.radii[0].epsilon_at_most


def test_of_neighbourhoods_that_say_the_same_the_first_is_told() -> None:
    """[R1.21] nothing is refuted by four bits, and 0 between 1 and 1 is seen first, at the one place of its class."""
    (_, report) = describe([bytes([1, 0, 1, 1])], 1).radii
    assert (report.epsilon_at_most, report.witness) == (Fraction(1, 2), Neighbourhood(1, "1", "1", 0, 1, 1))


@pytest.mark.parametrize("m", [2, 3, 10, 1000])
@pytest.mark.parametrize("surprise", [0.001, 1.35, 14.6])
def test_what_no_appearance_refutes(m: int, surprise: float) -> None:
    """[R1.21] m D(0 | epsilon) = -m ln(1 - epsilon) exceeds the surprise above 1 - exp(-surprise/m)."""
    bound = epsilon_at_most(0, m, surprise)
    least = 1 - exp(-surprise / m)
    assert bound == Fraction(1, 2) if least >= 0.5 else least <= bound < least + 10**-6


@pytest.mark.parametrize(
    ("appearances", "positions", "surprise", "bound"),
    [
        (0, 1, log(4 / 3), "1/4"),  # exactly what is allowed at 1/4
        (1, 4, 0, "1/4"),  # whatever is above the share is refuted
        (0, 4, 0, "0"),
        (1, 3, 0, "333334/1000000"),
        (2, 3, 0, "1/2"),
        (9, 9, 0, "1/2"),
        (499_999_999, 10**9, 14.6, "1/2"),  # so near to a half that the divergence is nothing in floats
    ],
)
def test_bounds_at_their_edges(appearances: int, positions: int, surprise: float, bound: str) -> None:
    """[R1.21] the least multiple of 10^-6 above which everything is refuted, at most 1/2."""
    assert epsilon_at_most(appearances, positions, surprise) == Fraction(bound)
