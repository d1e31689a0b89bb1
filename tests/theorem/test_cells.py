"""Certificates of tested cells, one at a time: their numbers, and how others are refused [R5.70]-[R5.73]."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from freebit.boxes.cells import kind_labelled
from freebit.kernel.kinds.tested_cells import TestedCells
from freebit.theorem.cells import (
    CellFile,
    CellLibrary,
    FamilyCells,
    TestedNumbers,
    committed_cells,
    largest_load,
    loads_of_family,
    rate_below_one,
    read_cells,
)
from freebit.theorem.certified import FamilyFile
from freebit.theorem.charges import LoadPolynomials
from freebit.theorem.frontier import FamilyNumbers
from freebit.theorem.model import UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError

F = Fraction
FOLDER = default_folder()
#: v = 7/18; the right entries bear 13/36 + 2/9 r^2, ..., or 7/12, the wrong ones 7/12 r^2 or 5/18 + 11/36 r^2.
HALF = FOLDER / "tested" / "three-majority-local" / "best-1-2.json"
DERIVED = FOLDER / "tested" / "three-majority-derived-1" / "best-9-20.json"
VERTEX = FOLDER / "families" / "vertex-1.json"
LOADS = LoadPolynomials(
    (
        (F(7, 18) + F(13, 36), F(0), F(2, 9), F(0)),
        (F(7, 18) + F(5, 12), F(0), F(1, 6), F(0)),
        (F(7, 18) + F(19, 36), F(0), F(1, 18), F(0)),
        (F(7, 18) + F(7, 12), F(0), F(0), F(0)),
    ),
    ((F(7, 18), F(0), F(7, 12), F(0)), (F(7, 18) + F(5, 18), F(0), F(11, 36), F(0))),
)
LOCAL_3, DERIVED_3 = kind_labelled("three-majority-local"), kind_labelled("three-majority-derived-1")


def test_loads() -> None:
    """[R5.70]"""
    assert largest_load(F(1, 2), [], F(3)) == F(1, 2)
    assert largest_load(F(1, 2), [()], F(3)) == F(1, 2)
    assert largest_load(F(1, 2), [(F(1), F(5), F(7))], F(2, 3)) == F(1, 2) + 1 + F(10, 3) + F(28, 9)
    assert largest_load(F(0), [(F(1), F(0)), (F(0), F(2)), (F(3, 2), F(0))], F(2)) == 4
    assert largest_load(F(0), [(F(1), F(0)), (F(0), F(2)), (F(5), F(0))], F(2)) == 5


def test_loads_of_families() -> None:
    """[R5.73]"""
    family = FamilyNumbers("mine", F(2, 3), (F(1), F(2), F(3)))
    assert loads_of_family(family, F(1, 2)) == (F(2, 3), F(2, 3) + 1 + 1 + F(3, 4) + 1)


@pytest.mark.parametrize(
    ("right", "wrong", "u"),
    [
        (F(2, 3), F(13, 6), F(2, 15)),
        (F(3, 4), F(1, 2), F(1, 4)),
        (F(3, 4), F(3, 4), F(1, 4)),
        (F(0), F(0), F(1)),
        (F(0), F(1, 3), F(3, 4)),
        (F(1), F(1, 2), F(0)),
        (F(1), F(0), F(0)),
        (F(5, 4), F(0), F(0)),
        (F(2), F(3), F(0)),
    ],
)
def test_rates(right: Fraction, wrong: Fraction, u: Fraction) -> None:
    """[R5.72] (1 - A)/(1 - A + max(A, B))"""
    found = rate_below_one(right, wrong)
    assert found == u
    assert isinstance(found, Fraction)
    assert TestedNumbers("mine", LOCAL_3, right, wrong).u == u


def test_what_is_shown() -> None:
    """[R6.70] u exactly, or in six decimals where that is long."""
    numbers = TestedNumbers("mine", LOCAL_3, F(2, 3), F(13, 6))
    assert numbers.variant == "three-majority-local"
    assert numbers.document() == {
        "cells": "three-majority-local",
        "certificate": "mine",
        "A": "2/3",
        "B": "13/6",
        "u": "2/15",
    }
    assert numbers.lines() == [
        ("cells", "three-majority-local: ghz game of 3, f = maj(a1,a2,a3), inputs local"),
        ("u", "2/15"),
        ("certificate", "mine"),
    ]
    for other, shown in ((10**9 - 2, "1/999999999"), (10**9 - 1, "0.000000..."), (10**9, "0.000000...")):
        assert TestedNumbers("mine", LOCAL_3, F(0), F(other)).lines()[1] == ("u", shown)
    assert TestedNumbers("mine", LOCAL_3, F(0), F(10**9, 3 * 10**8 + 1)).lines()[1] == ("u", "0.230769...")


def test_the_numbers_of_a_file() -> None:
    """[R5.70] r is 1 at epsilon = 1/2 and 3 at epsilon = 1/4."""
    for file in (CellFile.read(HALF), CellFile.of(HALF, HALF.read_bytes()), read_cells(HALF)):
        assert file.name == "three-majority-local/best-1-2"
        assert file.cells == LOCAL_3
        for make in (file.numbers, file.accepted):
            assert make(F(1, 2)) == TestedNumbers(file.name, LOCAL_3, F(35, 36), F(35, 36), LOADS)
            far = TestedNumbers(file.name, LOCAL_3, F(7, 18) + F(13, 36) + 2, F(7, 18) + F(21, 4), LOADS)
            assert make(F(1, 4)) == far
    assert CellFile.read(HALF).path == HALF


def test_a_family_is_a_certificate() -> None:
    """[R5.73]"""
    file = read_cells(VERTEX)
    assert isinstance(file, FamilyCells)
    assert (file.name, file.cells.label) == ("families/vertex-1", "five-majority-local")
    claimed = FamilyFile.read(VERTEX).claimed
    k = sum((value * 3**d for d, value in enumerate(claimed.kappa)), F(0))
    loads = LoadPolynomials(
        ((claimed.alpha,),), ((claimed.alpha + 1 + claimed.kappa[0], *claimed.kappa[1:]),)
    )  # fmt: skip
    kind = kind_labelled("five-majority-local")
    expected = TestedNumbers(file.name, kind, claimed.alpha, claimed.alpha + k + 1, loads)
    assert file.numbers(F(1, 4)) == file.accepted(F(1, 4)) == expected
    # Of another one, all of whose numbers differ.
    family = FamilyNumbers("mine", F(1, 2), (F(5), F(7), F(11)))
    other = replace(file, family=replace(file.family, claimed=family)).numbers(F(1, 2))
    assert other.loads == LoadPolynomials(((F(1, 2),),), ((F(13, 2), F(7), F(11)),))


def written(path: Path, document: object) -> Path:
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """The name of the file stands with what is wrong."""
    path = written(tmp_path / "mine.json", "[")
    for read in (CellFile.read, read_cells):
        with pytest.raises(UnreadableError) as caught:
            read(path)
        assert caught.value.file == str(path)
    document = json.loads(HALF.read_bytes())
    del document["claim"]["v"]
    with pytest.raises(UnreadableError) as caught:
        read_cells(written(path, document))
    assert caught.value.file == str(path)
    with pytest.raises(UnreadableError) as caught:
        read_cells(written(path, {"kind": 5}))
    assert caught.value.file == str(path)


def test_other_kinds(tmp_path: Path) -> None:
    """[R5.25]"""
    for read, kind in product((CellFile.read, read_cells), ("aaa", "zzz")):
        path = written(tmp_path / "mine.json", {**json.loads(HALF.read_bytes()), "kind": kind})
        with pytest.raises(UncertifiedError) as caught:
            read(path)
        assert str(caught.value) == f"{path}: a certificate of kind 'tested-cells' or 'family' is wanted"
    with pytest.raises(UncertifiedError) as caught:
        CellFile.read(VERTEX)
    assert str(caught.value) == f"{VERTEX}: a certificate of kind 'tested-cells' or 'family' is wanted"
    assert TestedCells.kind == "tested-cells"


def test_what_the_kernel_rejects(tmp_path: Path) -> None:
    """[R5.25] what is claimed is enough to search with, and no more."""
    document = json.loads(HALF.read_bytes())
    document["claim"]["right"].pop()
    path = written(tmp_path / "mine.json", document)
    file = CellFile.read(path)
    assert F(35, 36) == file.numbers(F(1, 2)).A
    with pytest.raises(UncertifiedError) as caught:
        file.accepted(F(1, 2))
    assert str(caught.value).startswith(f"{tmp_path.name}/mine is rejected: [R3.85] at ")
    library = CellLibrary((file,), False)
    with pytest.raises(UncertifiedError, match=r"R3\.85"):
        library.vouch(file.numbers(F(1, 2)), F(1, 2))


def three() -> CellLibrary:
    """Two certificates for three parties and one for five."""
    files = (CellFile.read(HALF), CellFile.read(HALF.with_name("best-9-20.json")), read_cells(VERTEX))
    return CellLibrary(files, False)


def test_one_certificate_or_one_kind() -> None:
    library = three()
    first, second, family = library.files
    assert library.only("three-majority-local/best-1-2") == CellLibrary((first,), False)
    assert library.only("families/vertex-1") == CellLibrary((family,), False)
    assert library.only("three-majority-local") == CellLibrary((first, second), False)
    assert library.parts() == (CellLibrary((first, second), False), CellLibrary((family,), False))
    assert library.only(HALF) == CellLibrary((first,), False)
    assert CellLibrary((), True).only(DERIVED).files[0].cells == DERIVED_3
    with pytest.raises(UncertifiedError) as caught:
        library.only("nobody")
    assert str(caught.value) == (
        "no certificate and no kind of cells is called 'nobody'; there are three-majority-local, five-majority-local"
    )
    for derived, path in ((False, DERIVED), (True, HALF), (True, VERTEX)):
        with pytest.raises(UncertifiedError) as caught:
            CellLibrary((), derived).only(path)
        assert str(caught.value) == f"{path}: its inputs are not those that the theorem is about"


def test_the_best_certificate() -> None:
    """[R5.78] the largest u; of equals that of fewest parties."""
    library = three()
    numbers = [file.numbers(F(9, 20)) for file in library.files]
    assert library.best(F(9, 20)) == max(numbers, key=lambda each: each.u) == numbers[2]
    first = CellFile.read(HALF)
    wider = replace(
        first, name="wider", claimed=replace(first.claimed, cells=kind_labelled("four-majority-local"))
    )  # fmt: skip
    for files in ((first, wider), (wider, first)):
        assert CellLibrary(files, False).best(F(1, 2)).kind == LOCAL_3


def test_what_is_vouched_for() -> None:
    """[R5.25] the numbers of that certificate at that epsilon, and no others."""
    library = three()
    for file in library.files:
        numbers = file.numbers(F(9, 20))
        assert library.vouch(numbers, F(9, 20)) is numbers
        wrong = (
            (replace(numbers, A=numbers.A - F(1, 100)), F(9, 20)),
            (replace(numbers, certificate="three-majority-local/best-1-10"), F(9, 20)),
            (numbers, F(1, 2)),
        )
        for other, epsilon in wrong:
            with pytest.raises(UncertifiedError) as caught:
                library.vouch(other, epsilon)
            assert str(caught.value) == (
                f"the numbers {other.A}, {other.B} are not those of an accepted certificate"
            )  # fmt: skip


@pytest.mark.parametrize("derived", [False, True])
def test_what_is_committed(derived: bool) -> None:
    """All certificates of cells, but not those of what no certificate can reach."""
    library = committed_cells(derived=derived)()
    assert library.derived == derived
    paths = sorted((FOLDER / "tested").glob("*/be*.json"))
    expected = [path for path in paths if ("derived" in path.parent.name) == derived]
    assert [file.name for file in library.files] == [f"{path.parent.name}/{path.stem}" for path in expected]
    assert expected
