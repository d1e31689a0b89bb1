"""The one-page identity: generated from a certificate, and refused when the certificate's terms do not add up."""

import json
import re
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

from freebit.bits import majority_of, parse_bits
from freebit.game import MerminGame
from freebit.solver.identity import identity_page
from freebit.solver.sparse import sparsest_dual
from freebit.solver.write import document_bytes

pytest.importorskip("cdd")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    extreme = sparsest_dual(MerminGame(), parse_bits("10000"), lambda a: majority_of(a, (0, 1, 2)))
    loaded: dict[str, Any] = json.loads(document_bytes(extreme.document({})))
    return loaded


def _terms(text: str, factor: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """A printed sum of correlators, read back."""
    total: defaultdict[str, Fraction] = defaultdict(Fraction)
    for sign, size, name in re.findall(r"([+-])?\s*(\d+(?:/\d+)?)?\s*(?:\[([-01]+)\])?", text):
        if size or name:
            total[name] += factor * (-1 if sign == "-" else 1) * Fraction(size or 1)
    return total


def test_the_page_is_an_identity(document: dict[str, Any]) -> None:
    """What is printed, read back term by term, adds up: left side = first table + second table."""
    page = identity_page(document)
    assert page.startswith("# P(f=0|10000) <= 3/4\n")
    left = next(line for line in page.splitlines() if line.startswith("    3/4 - P"))
    rest = defaultdict(Fraction, _terms(left.split("=")[2]))
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if re.match(r"\| [01]{5} ", line)]
    events = [row for row in rows if len(row) == 4]
    relations = [row for row in rows if len(row) == 3]
    assert (len(events), len(relations)) == (4, 8)
    for _, coefficient, outputs, form in events:
        assert (coefficient, len(outputs.split())) == ("1/2", 4)
        for name, value in _terms(form).items():
            rest[name] -= value
    count = 0
    for x, product_of_all, cells in relations:
        assert int(product_of_all) == {1: 1, 3: -1, 5: 1}[x.count("1")]
        for cell in cells.split("; "):
            share, one, sign, other = re.fullmatch(r"(\S+) \(\[(\S+)\] ([+-]) \[(\S+)\]\)", cell).groups()  # type: ignore[union-attr]
            assert all("-" in pair and set(pair) <= {"-", bit} for *pair, bit in zip(one, other, x, strict=True))
            assert sign == ("-" if int(product_of_all) == 1 else "+")
            rest[one] -= Fraction(share)
            rest[other] += Fraction(share) * int(product_of_all)
            count += 1
    assert count == 16
    assert not any(rest.values())


def test_a_changed_entry_has_no_page(document: dict[str, Any]) -> None:
    """One coefficient changed by 1/1000, right or wrong answer: no page."""
    for key in ("01100|00101", "00001|00001"):
        dual = document["witness"]["dual"]
        changed = dual | {key: str(Fraction(dual[key]) + Fraction(1, 1000))}
        with pytest.raises(ValueError, match=r"do not add up|not a sum of relations"):
            identity_page(document | {"witness": {"dual": changed}})


def test_a_changed_value_has_no_page(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="do not add up at correlator -----"):
        identity_page(document | {"claim": document["claim"] | {"value": "749/1000"}})


def test_a_certificate_without_a_dual_has_no_page(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="only a dual vector"):
        identity_page(document | {"witness": {}})
