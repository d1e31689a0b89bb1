"""What the bounds for sources of eq (14) are made of, term by term [R5.38]."""

from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest

from freebit.source.joint import JointBounds
from freebit.theorem import general
from freebit.theorem.frontier import FamilyNumbers, Mixture

F = Fraction
SOURCE = JointBounds(lambda n: F(9, 20) ** n, lambda n: F(3, 5) * F(11, 20) ** (n - 1))
KAPPAS = [(F(1, 3), F(0), F(2, 5)), (F(0), F(1)), (F(2),), (F(0), F(0), F(0), F(3, 7))]


def power(kappa: tuple[Fraction, ...], s: int) -> Fraction:
    """kappa^s: one distance for each factor, and rho of their sum."""
    total = F(0)
    for picks in product(range(len(kappa)), repeat=s):
        total += prod((kappa[d] for d in picks), start=F(1)) * (SOURCE.ratio(sum(picks)) if sum(picks) else 1)
    return total


@pytest.mark.parametrize("kappa", KAPPAS)
def test_powers_of_a_load(kappa: tuple[Fraction, ...]) -> None:
    """[R5.38]"""
    for nd in range(5):
        assert general.loads(kappa, SOURCE, nd) == [power(kappa, s) for s in range(nd + 1)]


@pytest.mark.parametrize("kappa", KAPPAS)
def test_reaches_of_wrong_columns(kappa: tuple[Fraction, ...]) -> None:
    """[R5.38] the sum over all sets of wrong columns, alpha for each other column."""
    for alpha in (F(1), F(2, 3)):
        numbers = Mixture.of(FamilyNumbers("given", alpha, kappa), F(1))
        for nd in range(1, 4):
            exact = []
            for wrong in range(nd + 1):
                chosen = [len(each) for s in range(wrong + 1) for each in combinations(range(wrong), s)]
                terms = [alpha ** (nd - s) * power(kappa, s) for s in chosen]
                exact.append(sum(terms, F(0)))
            assert general.reaches(numbers, SOURCE, nd) == exact


def test_products_of_polynomials() -> None:
    """[R5.38]"""
    assert general.times([F(1), F(2)], [F(3), F(0), F(5)]) == [3, 6, 5, 10]
    assert general.times([F(0), F(2)], [F(3)]) == [0, 6]
    assert general.times([F(7)], [F(1, 7)]) == [1]
