"""The records of the theorems about tested cells, and about keys, worked out in rationals [R5.71] [R5.92] [R5.98]."""

from fractions import Fraction
from math import comb

import pytest

from freebit.boxes.cells import kind_labelled
from freebit.codes.code import Concatenation
from freebit.codes.field import Field
from freebit.codes.weights import least_weights
from freebit.errors import InvalidError
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize
from freebit.theorem.cells import TestedNumbers, committed_cells
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.keys import KeyLibrary, KeyNumbers, LocalKeySize
from freebit.theorem.model import Target
from freebit.theorem.theorems.many_bits import MANY_BITS, MANY_BITS_DERIVED
from freebit.theorem.theorems.tested import TESTED_DERIVED, TESTED_LOCAL

F = Fraction
KIND = kind_labelled("three-majority-local")
LOCAL, DERIVED = committed_cells(derived=False)(), committed_cells(derived=True)()


def cell(u: Fraction) -> TestedNumbers:
    """A certificate with this u: A = 1 - u and B = 1 - u, or more if u is below 1/2."""
    numbers = TestedNumbers("given", KIND, F(0), (1 - u) / u)
    assert numbers.u == u
    return numbers


def tail(n: int, u: Fraction, most: int) -> Fraction:
    """P[Bin(n,u) <= T]."""
    return sum((comb(n, k) * u**k * (1 - u) ** (n - k) for k in range(min(most, n) + 1)), F(0))


def holds(made: Enclosure, exact: Fraction) -> bool:
    """Whether an enclosure at 192 bits holds a number, and little else."""
    with precision(192):
        low, high = made.lower(), made.upper()
    return low <= exact <= high and high - low < F(1, 2**100)


@pytest.mark.parametrize(("keep", "t"), [(1, 0), (4, 0), (5, 2), (9, 8)])
def test_the_bound_of_tested_cells(keep: int, t: int) -> None:
    """[R5.71]; nothing is left where u is 1."""
    size = LocalSize(keep, t)
    for u in (F(1, 3), F(1, 2), F(7, 8)):
        with precision(192):
            assert holds(TESTED_LOCAL.excess(cell(u), F(1, 2), size), tail(keep, u, t) / 4)
    assert holds(TESTED_LOCAL.excess(cell(F(1)), F(1, 2), size), F(0))


def test_the_least_number_of_tested_cells() -> None:
    """[R5.87] without noise the least n with (1-u)^n at most 4 delta, for local and for derived inputs."""
    for theorem, library, kind in ((TESTED_LOCAL, LOCAL, LocalSize), (TESTED_DERIVED, DERIVED, DerivedSize)):
        for epsilon, delta in ((F(1, 2), F(1, 99)), (F(9, 20), F(1, 5))):
            best = library.best(epsilon)
            assert best.u == max(file.numbers(epsilon).u for file in library.files)
            assert theorem.best(library, epsilon, kind(9)) == best
            found = theorem.least(library, Target(epsilon, delta))
            least = next(n for n in range(1, 999) if (1 - best.u) ** n <= 4 * delta)
            assert (found.size.keep, found.size.tolerance, found.numbers) == (least, 0, best)
            assert isinstance(found.size, kind) and isinstance(found.size, CellSize)


#: The first two bits of a code on 4 x 3 cells.
CODE = Concatenation("simplex", Field(0b111), 4, 1, 2)


def test_the_bound_of_a_key() -> None:
    """[R5.92] the sum over weights; a code that is not of this size is named."""
    numbers, size = KeyNumbers(cell(F(2, 5)), CODE, ((3, 2), (8, 5))), LocalKeySize(12, 2, bits=2)
    with precision(192):
        made = MANY_BITS.excess(numbers, F(1, 2), size)
    assert holds(made, (2 * tail(3, F(2, 5), 2) + 5 * tail(8, F(2, 5), 2)) / 4)
    with pytest.raises(InvalidError, match=r"^\[R4\.73\] a code of 2 bits gives no key of 3$"):
        MANY_BITS.excess(numbers, F(1, 2), LocalKeySize(12, 2, bits=3))
    with pytest.raises(InvalidError, match=r"^\[R4\.73\] a code of 2 bits gives no key of 1$"):
        MANY_BITS.excess(numbers, F(1, 2), LocalKeySize(12, 2, bits=1))
    with pytest.raises(InvalidError, match=r"^\[R4\.73\] a code on 12 cells is not on n = 11 of them$"):
        MANY_BITS.excess(numbers, F(1, 2), LocalKeySize(11, 2, bits=2))
    with precision(192):
        assert holds(MANY_BITS.excess(numbers, F(1, 2), LocalKeySize(13, 2, bits=2)), made.lower())


def keys() -> KeyLibrary:
    return KeyLibrary(LOCAL)


#: By degree an irreducible polynomial.
MODULI = {2: 0b111, 3: 0b1011, 4: 0b10011, 5: 0b100101}


@pytest.mark.parametrize(("keep", "t", "bits"), [(2, 0, 1), (9, 0, 1), (30, 2, 2), (31, 0, 4), (40, 9, 3)])
def test_the_best_code_for_a_key(keep: int, t: int, bits: int) -> None:
    """[R5.98] none of those that fit has a smaller bound, of as many cells as there is room for."""
    size, u = LocalKeySize(keep, t, bits=bits), LOCAL.best(F(1, 2)).u
    best = MANY_BITS.best(keys(), F(1, 2), size)
    assert best.cell == LOCAL.best(F(1, 2)) and best.code.bits == bits and best.code.cells <= keep

    def excess(code: Concatenation) -> Fraction:
        return sum((number * tail(weight, u, t) for weight, number in least_weights(code).items()), F(0)) / 4

    assert isinstance(best.code, Concatenation)
    found = []
    for degree, modulus in MODULI.items():
        for inner, cells in (("simplex", 2**degree - 1), ("reed-muller", 2 ** (degree - 1))):
            length, dimension = min(2**degree, keep // cells), -(-bits // degree)
            if length >= dimension:
                found.append(excess(Concatenation(inner, Field(modulus), length, dimension, bits)))
    assert excess(best.code) == min(found)


def test_a_key_without_room() -> None:
    """[R5.98]"""
    for keep, bits in ((1, 1), (3, 9)):
        with pytest.raises(InvalidError) as refusal:
            MANY_BITS.best(keys(), F(1, 2), LocalKeySize(keep, 0, bits=bits))
        assert str(refusal.value) == f"[R5.98] no concatenation of {bits} bits fits into n = {keep} cells"


def test_a_code_that_is_given() -> None:
    """[R5.57]"""
    best = MANY_BITS.best(keys().with_code(CODE), F(1, 2), LocalKeySize(99, 0, bits=1))
    assert (best.code, best.cell) == (CODE, LOCAL.best(F(1, 2)))
    assert best.weights == tuple(least_weights(CODE).items())


def test_the_least_key() -> None:
    """[R5.98] meets the target with its own inputs."""
    target = Target(F(1, 2), F(1, 20), bits=2)
    for theorem, library in ((MANY_BITS, LOCAL), (MANY_BITS_DERIVED, DERIVED)):
        found = theorem.least(KeyLibrary(library), target)
        assert type(found.size) is theorem.size and found.size.bits == 2
        assert found.numbers.cell == library.best(F(1, 2))
        with precision(192):
            assert theorem.excess(found.numbers, F(1, 2), found.size).surely_at_most(F(1, 20))
