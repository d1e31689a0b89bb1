"""The numbers of eq (13) and the function f [R5.16]-[R5.19] [R5.30]."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.box import fixed_output_box
from freebit.boxes.game import MerminGame
from freebit.kernel.check import check
from freebit.solver.distillation import needed_b, slope
from freebit.theorem import UncertifiedError
from freebit.theorem.certified import committed_families
from freebit.theorem.distiller import (
    MOST_DIRECTIONS,
    DistillationNumbers,
    committed_numbers,
    directions_of,
    existence_threshold,
    find_good_function,
    good_function_exists,
    quality,
    signed_sum,
    table_of_number,
    xor_table,
)
from freebit.theorem.enclosure import precision
from freebit.verification import default_folder

COMMITTED = default_folder() / "distillation" / "majority-123.json"


def test_the_committed_numbers_are_in_the_papers_range() -> None:
    """[R5.30] alpha < 1 < beta, alpha within 10^-6 of sqrt(10)/4."""
    numbers = committed_numbers()
    assert 0 < numbers.A < 1 < numbers.B
    assert numbers.A**2 >= Fraction(10, 16) > (numbers.A - Fraction(1, 10**6)) ** 2
    assert Fraction(5, 4) > numbers.B


def test_no_alpha_below_the_root_is_possible() -> None:
    """[R5.19] the fixed-output box forces A >= 5/(2 sqrt(10)), whatever the certificate."""
    game, box = MerminGame(), fixed_output_box(MerminGame(), 0, 0)
    assert box.violation() is None
    assert box.loss(game) == 0
    for y in game.inputs:
        p = box.probability_that(lambda a: a[0] + a[1] + a[2] < 2, y)
        assert p == Fraction(3, 4)
        # (3 G0 + G1)/sqrt(10) <= sqrt(G0^2 + G1^2) <= A W: squared, A^2 >= (3p + (1-p))^2 / 10.
        assert (3 * p + (1 - p)) ** 2 / 10 == Fraction(10, 16)
    with pytest.raises(ValueError, match=r"below sqrt\(10\)/4"):
        slope(Fraction(79, 100))


def test_alpha_may_come_as_near_to_the_root_as_wanted() -> None:
    """[R5.30] the same vectors serve any A above the root; a digit more costs next to nothing in B."""
    from freebit.solver.distillation import find

    near = Fraction(790569415043, 10**12)
    assert near**2 >= Fraction(10, 16) > (near - Fraction(1, 10**11)) ** 2
    member = find((1, 1, 1, 1, 1), a=near)
    assert needed_b(member, near) < Fraction(5, 4)
    with pytest.raises(ValueError, match="larger A"):
        needed_b(member, Fraction(79, 100))


def test_forty_five_directions_are_the_most() -> None:
    """[R5.17] e^(9/2)/2 lies between 45 and 46."""
    with precision(128):
        assert existence_threshold().surely_above(45)
        assert existence_threshold().surely_at_most(46)
    assert MOST_DIRECTIONS == 45
    assert all(good_function_exists(45, nd) for nd in (1, 2, 3, 10, 1000))
    assert not any(good_function_exists(46, nd) for nd in (1,))
    assert len(directions_of(COMMITTED)) <= 45


def brute_quality(table: tuple[int, ...], directions: list[tuple[int, int]], nd: int) -> Fraction:
    best = Fraction(-1)
    for chosen in product(directions, repeat=nd):
        total = 0
        for w, bits in enumerate(product((0, 1), repeat=nd)):
            term = (-1) ** table[w]
            for bit, pair in zip(bits, chosen, strict=True):
                term *= pair[bit]
            total += term
        length = nd
        for p, q in chosen:
            length *= p * p + q * q
        best = max(best, Fraction(total**2, length))
    return best


DIRECTIONS = st.lists(st.sampled_from([(1, 0), (0, 1), (1, 1), (1, -1), (3, 1), (1, 2)]), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(DIRECTIONS, st.integers(1, 3), st.data())
def test_quality_is_the_largest_sum_of_all_products(
    directions: list[tuple[int, int]], nd: int, data: st.DataObject
) -> None:
    """[R5.16] [R5.18]"""
    table = table_of_number(nd, data.draw(st.integers(0, 2 ** (2**nd) - 1)))
    found = quality(table, directions)
    assert found.square == brute_quality(table, sorted(set(directions)), nd)
    assert found.good == (found.square <= 9)


def test_xor_and_a_constant_on_many_bits() -> None:
    """XOR is good on three bits; a constant f is bad on many, which the check finds."""
    directions = directions_of(COMMITTED)
    assert quality(xor_table(3), directions).good
    diagonal = ((1, 1),)
    # |S| = 2^Nd against 3 sqrt(Nd) 2^(Nd/2): bad from Nd = 6 on.
    assert quality((0,) * 2**5, diagonal).good
    assert not quality((0,) * 2**6, diagonal).good
    assert quality((0,) * 2**6, diagonal).square == Fraction(2**12, 6 * 2**6)


def test_a_good_function_is_found_where_there_is_one() -> None:
    """[R5.17] [R5.18]"""
    directions = directions_of(COMMITTED)
    table = find_good_function(2, directions, range(16))
    assert table is not None
    assert quality(table, directions).good
    assert find_good_function(8, ((1, 1),), [0]) is None


def test_truth_tables_of_wrong_length_are_refused() -> None:
    for table in ((0, 1, 0), (0,), (0, 2)):
        with pytest.raises(ValueError, match="truth table"):
            quality(table, ((1, 1),))
    with pytest.raises(ValueError, match="truth table"):
        signed_sum((0, 1), ((1, 1), (1, 0)))


def test_uncertified_numbers_are_refused(tmp_path: Path) -> None:
    """[R5.25]"""
    document = json.loads(COMMITTED.read_bytes())
    document["claim"]["beta"] = "11/10"
    path = tmp_path / "low.json"
    path.write_text(json.dumps(document))
    with pytest.raises(UncertifiedError, match=r"R3\.42"):
        DistillationNumbers.read(path)
    with pytest.raises(UncertifiedError, match="not a certificate of kind 'distillation'"):
        DistillationNumbers.read(committed_families().files[0].path)
    document = json.loads(COMMITTED.read_bytes())
    kept = document["claim"]["inputs"][:1]
    document["claim"]["inputs"] = kept
    document["witness"] = {y: document["witness"][y] for y in kept}
    path.write_text(json.dumps(document))
    assert check(path.read_bytes()).accepted
    with pytest.raises(UncertifiedError, match="all inputs"):
        DistillationNumbers.read(path)
