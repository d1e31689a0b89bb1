"""Charges of sequences of entries, piece by piece [R5.104], and what is made of them [R5.105]."""

from fractions import Fraction

import pytest

from freebit.boxes.cells import kind_labelled
from freebit.source.joint import JointBounds
from freebit.theorem import charges
from freebit.theorem.cell_sizes import DerivedSize
from freebit.theorem.cells import TestedNumbers
from freebit.theorem.charges import LoadPolynomials, balanced_weights, most_charged
from freebit.theorem.enclosure import precision
from freebit.theorem.general_cells import excess_by_charges, excess_by_growth
from freebit.theorem.theorems.tested import TESTED_DERIVED

F = Fraction
FREE = JointBounds.for_epsilon(F(1, 2))
#: A right and a wrong load that do not depend on the distance.
FLAT = LoadPolynomials(((F(1, 2),),), ((F(1, 3),),))
#: No source has such a G for two bits, so that nothing may be asked of them.
ONE_BIT = JointBounds(lambda n: F(1, 3), lambda n: F(2, 3))


def test_loads_with_negative_numbers_are_those_of_no_entry() -> None:
    """[R3.85] [R5.82]"""
    loads = LoadPolynomials.of(F(1, 2), [(F(1), F(2)), (F(0), F(3)), (F(2), F(-1))], [(F(-1, 9),)])
    assert loads == LoadPolynomials(((F(3, 2), F(2)), (F(1, 2), F(3))), ((F(1, 2),),))


def test_no_more_bits_are_asked_for_than_differ() -> None:
    """[R5.105]"""
    loads = LoadPolynomials(((F(1, 4), F(1, 4)),), ((F(1, 2),),))
    assert loads.at(ONE_BIT) == (F(1, 4) + F(1, 4) * 2, F(1, 2))
    assert most_charged(loads, lambda j, t: F(0), ONE_BIT, 1, 0) == [1, F(3, 4)]
    with pytest.raises(ValueError, match=r"G\(2\)"):
        most_charged(loads, lambda j, t: F(0), ONE_BIT, 2, 0)


def test_the_weights_of_the_proof() -> None:
    """[R5.71] with A = 1/4 and B = 1/2 the share is 4/5 and u = 3/5."""
    weight = balanced_weights(F(1, 4), F(1, 2))
    assert weight(2, 0) == 1 - F(4, 5)
    assert weight(2, 1) == 1 - F(4, 5) * (1 - F(4, 25) / F(16, 25))
    for right in (F(1), F(3, 2), F(3)):
        assert balanced_weights(right, F(2))(3, 0) == 1


@pytest.mark.parametrize("q", [F(-1, 2), F(3, 2)])
def test_weights_lie_between_0_and_1(q: Fraction) -> None:
    """[R5.104]"""
    with pytest.raises(ValueError, match=r"R5\.104.*not all in \[0, 1\]"):
        most_charged(FLAT, lambda j, t: q, FREE, 1, 0)


def test_so_many_sequences_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R5.104] a cell is right or wrong."""
    monkeypatch.setattr(charges, "MAX_SEQUENCES", 2)
    assert most_charged(FLAT, lambda j, t: F(0), FREE, 1, 0) == [1, F(1, 2)]
    monkeypatch.setattr(charges, "MAX_SEQUENCES", 1)
    with pytest.raises(ValueError, match="1 cells have more than 1 sequences"):
        most_charged(FLAT, lambda j, t: F(0), FREE, 1, 0)


def test_messages_are_charged_by_their_weights() -> None:
    """[R5.104] three of weight 1 and five of weight 2, without tolerance and with nothing left as it is."""
    found = excess_by_charges(FLAT, lambda j, t: F(0), FREE, [(1, 3), (2, 5)], 0)
    assert found == (3 * F(1, 2) + 5 * F(1, 4)) / 4
    assert excess_by_charges(FLAT, lambda j, t: F(0), FREE, [], 0) == 0


def test_growth_is_that_of_all_source_bits() -> None:
    """[R5.105] n cells of two bits each."""
    kind = kind_labelled("three-majority-derived-1")
    source = JointBounds.for_epsilon(F(2, 5))
    numbers, size = TestedNumbers("mine", kind, F(1, 2), F(1, 2)), DerivedSize(3, 0)
    with precision(128):
        found = excess_by_growth(TESTED_DERIVED, numbers, F(9, 20), source, size)
        exact = source.growth(F(11, 9), 6) * (1 - numbers.u) ** 3 / 4
        assert found.lower() <= exact <= found.upper() <= exact + F(1, 2**64)
