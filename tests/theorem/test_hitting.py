"""The most probability of some values of a weak source, by listing all of them [R5.15]."""

from fractions import Fraction
from itertools import product

import pytest

from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.hitting import hit

F = Fraction


def largest(epsilon: Fraction, m: int, size: int) -> Fraction:
    """The sum of the largest masses of the words of m bits, each bit 1 with probability epsilon."""
    masses = []
    for word in product((0, 1), repeat=m):
        mass = F(1)
        for bit in word:
            mass *= epsilon if bit else 1 - epsilon
        masses.append(mass)
    return sum(sorted(masses, reverse=True)[: max(size, 0)], F(0))


@pytest.mark.parametrize("epsilon", [F(0), F(1, 3), F(1, 2)])
@pytest.mark.parametrize("m", range(5))
def test_all_sizes(epsilon: Fraction, m: int) -> None:
    """[R5.15]"""
    for size in range(-1, 2**m + 2):
        exact = largest(epsilon, m, size)
        found = hit(epsilon, m, size)
        assert found == exact
        assert isinstance(found, Fraction)
        assert abs(hit(float(epsilon), m, size) - float(exact)) < 1e-12
        with precision(96):
            ball = hit(Enclosure.of(epsilon), m, size)
            assert ball.lower() <= exact <= ball.upper()
            assert ball.upper() - ball.lower() < F(1, 2**80)


def test_no_more_masses_are_worked_out_than_are_wanted() -> None:
    """[R5.15] there may be millions of bits."""
    with precision(96):
        assert hit(Enclosure.of(F(1, 2)), 10**8, 0).upper() == 0
        assert hit(Enclosure.of(F(1, 2)), 10**8, 1).log2().decimals(0) == (str(-(10**8)), str(-(10**8)))
    assert hit(F(1, 2), 100_000, 100_001) == F(100_001, 2**100_000)


def test_there_are_no_more_values_than_words() -> None:
    """[R5.15] even if a bit is certain."""
    assert hit(F(1), 3, 9) == hit(F(1), 3, 8) == 1
