"""The proof for people: the committed page, the certificate, and what it takes to tell them apart [R3.8]."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.boxes.bits import format_bits
from freebit.export.page import NotAPageError, identity, page
from freebit.export.vipr import NotExportableError, telescope
from freebit.kernel.check import check

SOURCE = "lemma/sparse-10000-123.json"


@pytest.fixture
def data(certificates: Path) -> bytes:
    return (certificates / SOURCE).read_bytes()


@pytest.fixture
def committed(certificates: Path) -> str:
    return (certificates.parent / "spec/lemma-sparse-10000-123.md").read_text()


def test_the_committed_page_is_the_generated_one(data: bytes, committed: str) -> None:
    assert page(data, SOURCE) == committed


def test_the_page_says_what_the_certificate_says(data: bytes, committed: str) -> None:
    """The multipliers read back from the page are the dual vector; put into a certificate they are accepted."""
    multipliers = {f"{format_bits(a)}|{format_bits(x)}": str(value) for (a, x), value in identity(committed).items()}
    document = json.loads(data)
    assert multipliers == document["witness"]["dual"]
    document["witness"] = {"dual": multipliers}
    assert check(json.dumps(document).encode()).accepted


def test_the_page_is_one_page_of_sixteen_probabilities(committed: str) -> None:
    multipliers = identity(committed)
    assert len(multipliers) == 96
    assert len(committed.splitlines()) < 80
    right, wrong = committed.split("L, on answers")
    assert set(identity(right).values()) == {Fraction(1, 2)}
    assert len(identity(right)) == 16
    assert len(identity(wrong)) == 80


def test_the_hand_method_of_the_page_leaves_nothing(committed: str) -> None:
    """Party by party, as the page says; with one coefficient of the page changed, something is left."""
    x0 = (1, 0, 0, 0, 0)
    difference = {entry: -value for entry, value in identity(committed).items()}
    for number in range(32):
        a = tuple(number >> 4 - i & 1 for i in range(5))
        gap = Fraction(3, 4) - (sum(a[:3]) <= 1)
        difference[a, x0] = difference.get((a, x0), Fraction(0)) + gap
    assert telescope(difference, 5)
    difference[(0, 1, 1, 0, 0), (0, 0, 1, 0, 1)] += Fraction(1, 4)
    with pytest.raises(NotExportableError):
        telescope(difference, 5)


def test_a_false_certificate_has_no_page(data: bytes) -> None:
    with pytest.raises(NotAPageError, match=r"rejected by R3\.32"):
        page(data.replace(b'"value": "3/4"', b'"value": "7/10"'), SOURCE)


def test_other_kinds_have_no_page(certificates: Path) -> None:
    with pytest.raises(NotAPageError, match="has no page"):
        page((certificates / "frontier/vertex-1.json").read_bytes(), "frontier/vertex-1.json")
