"""What the theorems about many bits are applied with: codes, their weights, and sizes of keys [R5.92], [R5.98]."""

from dataclasses import replace
from fractions import Fraction
from math import ceil

import pytest
from pytest import MonkeyPatch

from freebit.boxes.cells import kind_labelled
from freebit.codes.code import GeneratorCode
from freebit.errors import InvalidError
from freebit.protocol.key import generator_digest
from freebit.theorem import keys
from freebit.theorem.cells import CellFile, CellLibrary, TestedNumbers
from freebit.theorem.keys import (
    DerivedKeySize,
    KeyLibrary,
    KeyNumbers,
    KeySize,
    LocalKeySize,
    committed_keys,
    least_concatenation,
)
from freebit.theorem.model import UncertifiedError
from freebit.theorem.sizes import Quintuplets
from freebit.verification import default_folder

F = Fraction
CELL = TestedNumbers("mine", kind_labelled("three-majority-local"), F(2, 3), F(13, 6))
#: Two messages of weight 2, and one of weight 4.
SMALL = GeneratorCode(5, (0b11000, 0b00110))
FILE = default_folder() / "tested" / "three-majority-local" / "best-1-2.json"


def is_product(number: int, degree: int) -> bool:
    """Whether a polynomial over GF(2) is one of two of a degree of at least 1."""
    for left in range(2, 1 << degree):
        for right in range(2, 1 << degree):
            if left.bit_length() + right.bit_length() == degree + 2:
                whole = 0
                for i in range(right.bit_length()):
                    whole ^= (left << i) * (right >> i & 1)
                if whole == number:
                    return True
    return False


@pytest.mark.parametrize("degree", [2, 3, 4, 5])
def test_the_least_concatenation(degree: int) -> None:
    """[R5.98] the first modulus that is no product, and the least K for so many bits."""
    modulus = next(n for n in range(1 << degree, 2 << degree) if not is_product(n, degree))
    for bits in (1, degree - 1, degree, degree + 1, 3 * degree, 3 * degree + 1):
        code = least_concatenation("simplex", degree, 7, bits)
        assert (code.inner, code.field.modulus, code.length, code.bits) == ("simplex", modulus, 7, bits)
        assert code.dimension == ceil(bits / degree)


def test_weights() -> None:
    """[R5.92] counted for a generator, in closed form for a concatenation."""
    numbers = KeyNumbers.of(CELL, SMALL)
    assert numbers == KeyNumbers(CELL, SMALL, ((2, 2), (4, 1)))
    code = least_concatenation("simplex", 2, 3, 2)
    # Of one element of GF(4) each word is three times the same, and every inner word has two ones.
    assert KeyNumbers.of(CELL, code).weights == ((6, 3),)
    assert numbers.variant == "three-majority-local"


def test_words_that_are_too_many(monkeypatch: MonkeyPatch) -> None:
    """[R6.95] as many bits and cells as are counted, and no more."""
    monkeypatch.setattr(keys, "MAX_COUNTED_BITS", 2)
    monkeypatch.setattr(keys, "MAX_COUNTED_CELLS", 5)
    assert KeyNumbers.of(CELL, SMALL).weights == ((2, 2), (4, 1))
    for bits, cells in ((1, 5), (2, 4), (1, 4)):
        monkeypatch.setattr(keys, "MAX_COUNTED_BITS", bits)
        monkeypatch.setattr(keys, "MAX_COUNTED_CELLS", cells)
        with pytest.raises(UncertifiedError) as caught:
            KeyNumbers.of(CELL, SMALL)
        assert str(caught.value) == f"no closed form is known of {SMALL}, and its words are too many to be counted"
        # A closed form has no such limit.
        assert KeyNumbers.of(CELL, least_concatenation("simplex", 2, 3, 3)).weights


def test_what_is_shown() -> None:
    """[R6.70]"""
    of_cell = {"cells": "three-majority-local", "certificate": "mine", "A": "2/3", "B": "13/6", "u": "2/15"}
    numbers = KeyNumbers.of(CELL, SMALL)
    assert numbers.document() == {**of_cell, "code": {"generator": generator_digest(SMALL)}}
    assert numbers.lines() == [*CELL.lines(), ("code", str(SMALL))]
    code = least_concatenation("reed-muller", 3, 5, 7)
    parts = {"inner": "reed-muller", "modulus": "1011", "length": "5", "dimension": "3"}
    assert KeyNumbers.of(CELL, code).document() == {**of_cell, "code": parts}


def test_a_library() -> None:
    cells = CellLibrary((CellFile.read(FILE), CellFile.read(FILE.with_name("best-9-20.json"))), False)
    library = KeyLibrary(cells)
    assert library.code is None
    assert not library.derived and KeyLibrary(CellLibrary((), True)).derived
    one = library.only("three-majority-local/best-1-2")
    assert one == KeyLibrary(CellLibrary(cells.files[:1], False))
    assert library.with_code(SMALL) == KeyLibrary(cells, SMALL)
    assert library.with_code(SMALL).only("three-majority-local").parts() == (KeyLibrary(cells, SMALL),)
    for derived in (False, True):
        assert committed_keys(derived=derived)().derived == derived


def test_what_is_vouched_for() -> None:
    """[R5.25] the numbers of the cell, and the weights of the code."""
    cells = CellLibrary((CellFile.read(FILE),), False)
    library, epsilon = KeyLibrary(cells), F(1, 2)
    cell = cells.best(epsilon)
    for code in (SMALL, least_concatenation("simplex", 2, 3, 4)):
        numbers = KeyNumbers.of(cell, code)
        assert library.vouch(numbers, epsilon) is numbers
        with pytest.raises(UncertifiedError, match="are not those of an accepted certificate"):
            library.vouch(replace(numbers, cell=CELL), epsilon)
        (weight, number), *rest = numbers.weights
        for wrong in ((weight, number - 1), (weight + 1, number)):
            with pytest.raises(UncertifiedError) as caught:
                library.vouch(replace(numbers, weights=(wrong, *rest)), epsilon)
            assert str(caught.value).startswith(f"{code} is rejected: [R3.9")


def test_sizes() -> None:
    """[R3.90] [R6.70]"""
    for bits in (0, -1):
        with pytest.raises(InvalidError) as caught:
            LocalKeySize(10, 0, 0, bits)
        assert str(caught.value) == f"[R3.90] a key has at least one bit, not {bits}"
        with pytest.raises(InvalidError):
            DerivedKeySize(10, 0, bits)
    with pytest.raises(InvalidError, match=r"^\[R3.90\] a key has at least one bit, not 0$"):
        DerivedKeySize(10)
    with pytest.raises(InvalidError, match=r"R4\.54"):
        DerivedKeySize(10, 10, 5)
    local, derived = LocalKeySize(10, 2, 30, 1), DerivedKeySize(10, 0, 7)
    assert (local.keep, local.tolerance, local.cells, local.bits, local.all_cells) == (10, 2, 30, 1, 30)
    assert (derived.keep, derived.tolerance, derived.bits, derived.all_cells) == (10, 0, 7, 10)
    assert local.document() == {"cells": 30, "keep": 10, "tolerance": 2, "bits": 1}
    assert local.lines() == [
        ("bits of the key L", "1"),
        ("kept cells n", "10"),
        ("tolerance T", "2 wrong cells in all"),
    ]
    assert derived.lines() == [("bits of the key L", "7"), ("kept cells n", "10")]
    assert local.quintuplets == Quintuplets(30)


def test_parameters() -> None:
    """L must be given, beside those of a run."""

    def told(size: type[KeySize]) -> list[tuple[str, int, bool]]:
        return [(each.name, each.least, each.needed) for each in size.PARAMETERS]

    run = [("keep", 1, True), ("tolerance", 0, False)]
    assert told(DerivedKeySize) == [*run, ("bits", 1, True)]
    assert told(LocalKeySize) == [*run, ("cells", 1, False), ("bits", 1, True)]
