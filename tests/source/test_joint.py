"""What G and F of eq (14) say of changes of bits [R1.12], [R5.104], [R5.105]."""

from collections.abc import Iterator
from fractions import Fraction
from math import prod

import pytest

from freebit.source.joint import SMALL_STEP, JointBounds

F = Fraction
#: G and F by the number of bits, from 1 on, which some source has: 2**-n lies between them.
LISTED: dict[str, tuple[tuple[str, str], ...]] = {
    "free": (("1/2", "1/2"), ("1/4", "1/4"), ("1/8", "1/8"), ("1/16", "1/16")),
    "F is what others leave": (("1/3", "1"), ("1/5", "1"), ("1/9", "1"), ("1/17", "1")),
    "G is what others leave": (("1/100", "3/5"), ("1/1000", "3/10"), ("1/1000", "1/7"), ("1/1000", "1/15")),
    "by halves": (("1/4", "2/3"), ("1/6", "1/3"), ("1/9", "1/7"), ("1/64", "1/4")),
}


def bounds(name: str) -> JointBounds:
    listed = LISTED[name]
    return JointBounds(lambda n: F(listed[n - 1][0]), lambda n: F(listed[n - 1][1]))


def sums(total: int) -> Iterator[tuple[int, ...]]:
    """All ways to write a number as a sum, in any order."""
    if total == 0:
        yield ()
    for first in range(1, total + 1):
        yield from ((first, *rest) for rest in sums(total - first))


@pytest.mark.parametrize("name", LISTED)
def test_what_all_values_of_some_bits_leave_to_one(name: str) -> None:
    """[R5.104]"""
    assert bounds(name).tight(0) == (F(1), F(1))
    for n, (low, high) in enumerate(LISTED[name], start=1):
        others = [F(high)] * (2**n - 1), [F(low)] * (2**n - 1)
        least, most = 1 - sum(others[0]), 1 - sum(others[1])
        assert bounds(name).tight(n) == (max(F(low), least), min(F(high), most))


def test_they_are_no_looser_at_either_side() -> None:
    """[R5.104] by hand."""
    assert bounds("F is what others leave").tight(2) == (F(1, 5), F(2, 5))
    assert bounds("G is what others leave").tight(1) == (F(2, 5), F(3, 5))
    assert bounds("G is what others leave").tight(2) == (F(1, 10), F(3, 10))


@pytest.mark.parametrize(
    ("low", "high"), [("2/5", "1"), ("1/8", "1/5"), ("1/4", "1/5"), ("1/3", "1/3"), ("1/8", "1/8")]
)
def test_no_source_is_outside_of_the_mean(low: str, high: str) -> None:
    """[R1.12] two bits have four values."""
    source = JointBounds(lambda n: F(low) if n == 2 else F(1, 4), lambda n: F(high) if n == 2 else F(3, 4))
    assert source.tight(1) == (F(1, 4), F(3, 4))
    with pytest.raises(ValueError, match=r"G\(2\)"):
        source.tight(2)
    with pytest.raises(ValueError, match=r"G\(2\)"):
        source.changes(2)


@pytest.mark.parametrize("name", LISTED)
def test_changes_are_least_products(name: str) -> None:
    """[R5.104] over all sums."""
    source = bounds(name)
    at_once = [high / low for low, high in map(source.tight, range(5))]
    wanted = [min(prod((at_once[part] for part in parts), start=F(1)) for parts in sums(d)) for d in range(5)]
    for bits in range(5):
        assert source.changes(bits) == wanted[: bits + 1]


def test_a_change_of_many_bits_may_be_made_in_steps() -> None:
    """[R5.104] twice two bits are better than one by one, three at once better than both."""
    assert bounds("by halves").changes(4) == [1, 2, 2, F(9, 7), F(18, 7)]


@pytest.mark.parametrize("ratio", [F(1), F(4, 3), F(3)])
def test_growth_is_the_largest_share(ratio: Fraction) -> None:
    """[R5.105] up to so many bits as one step may have."""
    for name in LISTED:
        for bits in range(5):
            changes = bounds(name).changes(bits)
            assert bounds(name).growth(ratio, bits) == max(c / ratio**d for d, c in enumerate(changes))


def test_growth_takes_small_steps_and_one_that_may_be_large() -> None:
    """[R5.105] of 2 k + 2 bits at most one step has more than k."""
    assert SMALL_STEP == 8
    k = 8
    spread = {1: 4, k: 2, k + 1: 2, 2 * k + 2: 40}
    source = JointBounds(lambda n: F(1, 2**n) * 2 / spread.get(n, 16), lambda n: F(1, 2**n) * 2)
    every = [high / low for low, high in map(source.tight, range(2 * k + 3))]
    allowed = [parts for parts in _few_kinds(2 * k + 2) if sum(part > k for part in parts) <= 1]
    least = min(prod((every[part] for part in parts), start=F(1)) for parts in allowed)
    assert source.growth(F(1, 1000), 2 * k + 2) == least * F(1000) ** (2 * k + 2)
    with_all = min(prod((every[part] for part in parts), start=F(1)) for parts in _few_kinds(2 * k + 2))
    assert with_all < least


def _few_kinds(total: int) -> Iterator[tuple[int, ...]]:
    """The ways to write a number as a sum of any parts in falling order."""

    def parts(left: int, most: int) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield ()
        for first in range(min(left, most), 0, -1):
            yield from ((first, *rest) for rest in parts(left - first, first))

    yield from parts(total, total)


@pytest.mark.parametrize("ratio", [F(0), F(-1)])
def test_a_ratio_is_positive(ratio: Fraction) -> None:
    """[R5.105]"""
    with pytest.raises(ValueError, match=rf"R5\.105.*{ratio}"):
        bounds("free").growth(ratio, 1)
