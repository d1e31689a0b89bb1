"""The identity in correlators on the page for people: read back, its terms add up; refused where they do not [R3.8]."""

import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.boxes.bits import all_bits, majority_of, parse_bits
from freebit.boxes.game import MerminGame
from freebit.export.correlators import correlator_tables
from freebit.export.page import page

CERTIFICATE = Path(__file__).parents[2] / "certificates" / "lemma" / "sparse-10000-123.json"
X0 = parse_bits("10000")


def _terms(text: str, factor: Fraction = Fraction(1)) -> dict[str, Fraction]:
    """A printed sum of correlators, read back."""
    total: defaultdict[str, Fraction] = defaultdict(Fraction)
    for sign, size, name in re.findall(r"([+-])?\s*(\d+(?:/\d+)?)?\s*(?:\[([-01]+)\])?", text):
        if size or name:
            total[name] += factor * (-1 if sign == "-" else 1) * Fraction(size or 1)
    return total


def test_the_page_is_an_identity() -> None:
    """[R3.8] What is printed, read back term by term, adds up: left side = right answers + relations."""
    lines = page(CERTIFICATE.read_bytes(), "lemma/sparse-10000-123.json").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("**Why"))
    left = next(line for line in lines[start:] if line.startswith("    "))
    assert left.strip() == "1/4 - 1/4 [--0--] - 1/4 [-0---] - 1/4 [1----] + 1/4 [100--]"
    rest = defaultdict(Fraction, _terms(left.strip()))
    rows = [line.strip("| ").split(" | ") for line in lines[start:] if re.match(r"\| [01]{5} ", line)]
    events = [row for row in rows if len(row) == 2]
    ties = [row for row in rows if len(row) == 3]
    assert (len(events), len(ties)) == (4, 8)
    for _, form in events:
        for name, value in _terms(form).items():
            rest[name] -= value
    count = 0
    for x, sign_of_all, cells in ties:
        assert int(sign_of_all) == {1: 1, 3: -1, 5: 1}[x.count("1")]
        for cell in cells.split("; "):
            match = re.fullmatch(r"(\S+) \(\[(\S+)\] ([+-]) \[(\S+)\]\)", cell)
            assert match is not None
            share, one, sign, other = match.groups()
            assert all({p, q} == {"-", bit} for p, q, bit in zip(one, other, x, strict=True))
            assert sign == ("-" if int(sign_of_all) == 1 else "+")
            rest[one] -= Fraction(share)
            rest[other] += Fraction(share) * int(sign_of_all)
            count += 1
    assert count == 16
    assert not any(rest.values())


@pytest.mark.parametrize("changed", [(parse_bits("01100"), parse_bits("00101")), (parse_bits("00001"),) * 2])
def test_a_vector_that_is_not_the_gap_has_no_tables(changed: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """One more right or wrong answer on one side: refused, with the correlator."""
    game = MerminGame()
    gap = {(a, X0): Fraction(3, 4) - (majority_of(a, (0, 1, 2)) == 0) for a in all_bits(5)}
    assert correlator_tables(game, gap, gap)[0].startswith("1/4 - ")
    with pytest.raises(ValueError, match="differ by -1/32000 on correlator -----"):
        correlator_tables(game, gap | {changed: gap.get(changed, Fraction(0)) + Fraction(1, 1000)}, gap)
