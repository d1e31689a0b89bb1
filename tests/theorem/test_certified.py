"""Families that the kernel has accepted, and the words in which everything else is refused [R5.13], [R5.25]."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from freebit.boxes.bits import Bits
from freebit.boxes.game import MerminGame
from freebit.theorem.certified import FAMILIES, FamilyFile, Library, committed_families, kappa_of
from freebit.theorem.frontier import FamilyNumbers, Mixture, mix
from freebit.theorem.model import UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError
from tests.theorem.toy import ToyGame

F = Fraction
FOLDER = default_folder() / FAMILIES
VERTEX = FOLDER / "vertex-1.json"
PAIR = (VERTEX, FOLDER / "vertex-3.json")
WORDS: list[Bits] = list(product((0, 1), repeat=2))


def written(path: Path, document: object) -> Path:
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def test_kappa() -> None:
    """[R5.13] the largest sums over the y at distance 0, 1 and 2 from an x."""
    numbers: dict[tuple[Bits, Bits], int] = {}
    for i, (y, x) in enumerate(product(WORDS, repeat=2)):
        numbers[y, x] = (7 * i * i + 3) % 16
    beta: dict[Bits, dict[Bits, Fraction]] = {y: {x: F(numbers[y, x], 3) for x in WORDS} for y in WORDS}
    expected = []
    for d in range(3):
        sums = []
        for x in WORDS:
            sums.append(sum(numbers[y, x] for y in WORDS if (y[0] != x[0]) + (y[1] != x[1]) == d))
        expected.append(F(max(sums), 3))
    assert kappa_of(ToyGame(), beta) == tuple(expected)
    # What is not there is 0.
    lone: dict[Bits, dict[Bits, Fraction]] = {y: {x: F(5) for x in WORDS if x == y == (0, 1)} for y in WORDS}
    assert kappa_of(ToyGame(), lone) == (F(5), F(0), F(0))


def test_members_that_are_missing() -> None:
    for missing in (1, 2):
        beta = {y: {x: F(1) for x in WORDS} for y in WORDS[missing:]}
        with pytest.raises(UncertifiedError) as caught:
            kappa_of(ToyGame(), beta)
        assert str(caught.value) == f"the certificate has no member for {missing} of the inputs in X"


def test_a_committed_family() -> None:
    """What is claimed, by going through the document, is what the kernel establishes."""
    claim = json.loads(VERTEX.read_bytes())["claim"]
    shells = []
    for d in range(6):
        of_x: dict[str, Fraction] = {}
        for y, row in claim["beta"].items():
            for x, value in row.items():
                if sum(p != q for p, q in zip(x, y, strict=True)) == d:
                    of_x[x] = of_x.get(x, F(0)) + F(value)
        shells.append(max(of_x.values(), default=F(0)))
    expected = FamilyNumbers("vertex-1", F(claim["alpha"]), tuple(shells))
    for file in (FamilyFile.read(VERTEX), FamilyFile.of(VERTEX, VERTEX.read_bytes())):
        assert (file.path, file.data) == (VERTEX, VERTEX.read_bytes())
        assert file.claimed == file.accepted() == expected


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """The name of the file stands with what is wrong."""
    path = tmp_path / "mine.json"
    for document in ("[", {"kind": 5}, {"kind": "family", "claim": {}}):
        with pytest.raises(UnreadableError) as caught:
            FamilyFile.read(written(path, document))
        assert caught.value.file == str(path)


def test_other_kinds_and_games(tmp_path: Path) -> None:
    """[R5.25]"""
    document = json.loads(VERTEX.read_bytes())
    path = tmp_path / "mine.json"
    for kind in ("zzz", "aaa"):
        with pytest.raises(UncertifiedError) as caught:
            FamilyFile.read(written(path, {**document, "kind": kind}))
        assert str(caught.value) == f"{path}: a certificate of kind 'family' is wanted"
    for parties, inputs in ((3, ("001", "010", "100", "111")), (7, ("0000001",))):
        claim = {"game": {"name": "mermin", "parties": parties}, "alpha": "1", "beta": {x: {x: "1"} for x in inputs}}
        with pytest.raises(UncertifiedError) as caught:
            FamilyFile.read(written(path, {**document, "claim": claim}))
        assert str(caught.value) == f"{path}: the theorems are about the Mermin game of five parties"
    assert MerminGame().parties == 5
    del document["claim"]["beta"]["00001"]
    with pytest.raises(UncertifiedError) as caught:
        FamilyFile.read(written(path, document))
    assert str(caught.value) == "the certificate has no member for 1 of the inputs in X"


def test_what_the_kernel_rejects(tmp_path: Path) -> None:
    """[R5.25]"""
    document = json.loads(VERTEX.read_bytes())
    document["claim"]["alpha"] = "1/4"
    file = FamilyFile.read(written(tmp_path / "mine.json", document))
    assert file.claimed.alpha == F(1, 4)
    with pytest.raises(UncertifiedError) as caught:
        file.accepted()
    assert str(caught.value).startswith("mine is rejected: [R3.") and "] at witness/" in str(caught.value)


def test_what_was_read_is_what_is_accepted() -> None:
    """[R5.25] numbers that are not those of the bytes, on either side."""
    file = FamilyFile.read(VERTEX)
    for alpha in (F(0), F(1)):
        with pytest.raises(UncertifiedError) as caught:
            replace(file, claimed=replace(file.claimed, alpha=alpha)).accepted()
        assert str(caught.value) == f"{VERTEX}: the kernel's report differs from what was read"


def test_libraries(tmp_path: Path) -> None:
    with pytest.raises(UncertifiedError) as caught:
        Library.of([])
    assert str(caught.value) == "there is no certificate of kind 'family' to choose from"
    (tmp_path / "vertex-1.json").write_bytes(PAIR[1].read_bytes())
    with pytest.raises(UncertifiedError) as caught:
        Library.of([VERTEX, tmp_path / "vertex-1.json"])
    assert str(caught.value) == "two certificates have the same file name"
    library = Library.of(iter(PAIR))
    first, second = library.files
    assert (first.path, second.path) == PAIR
    assert library.families == (first.claimed, second.claimed)
    assert (library.named("vertex-1"), library.named("vertex-3")) == (first, second)
    assert library.only("vertex-3") == Library((second,))
    assert library.only(VERTEX) == Library((first,))
    for name in ("vertex-2", "a", "z"):
        with pytest.raises(UncertifiedError) as caught:
            library.named(name)
        assert str(caught.value) == f"no family is called {name!r}; there are vertex-1, vertex-3"


def test_what_is_vouched_for() -> None:
    """[R5.25] mixtures of accepted families, with the numbers that follow from the parts at a source."""
    library = Library.of(PAIR)
    first, second = library.families
    for epsilon, ratio in ((F(1, 4), F(3)), (F(1, 2), F(1))):
        ends = [
            Mixture(family.alpha, sum((k * ratio**d for d, k in enumerate(family.kappa)), F(0)), ((F(1), family),))
            for family in (first, second)
        ]
        between = mix(ends[0], ends[1], F(1, 3))
        for numbers in (*ends, between):
            assert library.vouch(numbers, epsilon) is numbers
        words = f"alpha = {between.alpha}, K = {between.K + 1} are not those of the certified families"
        assert refused(library, replace(between, K=between.K + 1), epsilon) == words
        for wrong in (replace(between, K=between.K - 1), replace(between, alpha=between.alpha + 1)):
            assert "are not those of the certified families" in refused(library, wrong, epsilon)
        assert "are not those" in refused(library, between, epsilon / 2)
        # Weights that do not add up to 1, and those that are negative.
        half = Mixture(first.alpha / 2, ends[0].K / 2, ((F(1, 2), first),))
        assert "are not those" in refused(library, half, epsilon)
        twice = Mixture(first.alpha * 2, ends[0].K * 2, ((F(1), first), (F(1), first)))
        assert "are not those" in refused(library, twice, epsilon)
        beyond = Mixture(
            2 * first.alpha - second.alpha, 2 * ends[0].K - ends[1].K, ((F(2), first), (F(-1), second))
        )  # fmt: skip
        assert refused(library, beyond, epsilon) == f"{second} is not the accepted family of that name"
        # A part of weight 0 changes nothing.
        padded = replace(ends[0], parts=((F(1), first), (F(0), second)))
        assert library.vouch(padded, epsilon) is padded


def refused(library: Library, numbers: Mixture, epsilon: Fraction) -> str:
    with pytest.raises(UncertifiedError) as caught:
        library.vouch(numbers, epsilon)
    return str(caught.value)


def test_a_family_of_another_name_or_other_numbers() -> None:
    """[R5.25]"""
    library = Library.of(PAIR)
    first, second = library.families
    for other in (replace(first, kappa=second.kappa), replace(first, alpha=first.alpha - F(1, 100))):
        numbers = Mixture.of(other, F(1))
        assert refused(library, numbers, F(1, 2)) == f"{other} is not the accepted family of that name"
    absent = Mixture.of(replace(first, name="absent"), F(1))
    assert refused(library, absent, F(1, 2)) == "no family is called 'absent'; there are vertex-1, vertex-3"


def test_what_is_committed() -> None:
    """All files of the folder, and the boundary of what they claim at a source."""
    library = committed_families()
    assert [file.path for file in library.files] == sorted(FOLDER.glob("*.json"))
    assert len(library.files) == 8
    chain = library.chain(F(1, 4))
    for point in chain.vertices:
        ((weight, family),) = point.parts
        k = sum((value * 3**d for d, value in enumerate(family.kappa)), F(0))
        assert (weight, point.alpha, point.K) == (F(1), family.alpha, k)
