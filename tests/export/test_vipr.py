"""VIPR exports, read by a checker written from the format's description [R3.7]."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from freebit.export.correlators import EntryVector
from freebit.export.vipr import Equation, NotExportableError, telescope, vipr_files
from tests.export.vipr_checker import VIPRError, proved_range


@pytest.fixture(scope="module")
def lemma_files(certificates: Path) -> dict[str, str]:
    return dict(vipr_files((certificates / "lemma/majority-245.json").read_bytes()))


def test_every_member_gives_both_bounds(lemma_files: dict[str, str]) -> None:
    """[R3.7] 16 inputs, two bounds each, all of eq (6)."""
    assert len(lemma_files) == 32
    for name, text in list(lemma_files.items())[:6]:
        assert proved_range(text) == (("max", "-inf", "3/4") if name.endswith("max") else ("min", "1/4", "inf"))


def test_a_changed_multiplier_is_noticed(lemma_files: dict[str, str]) -> None:
    text = lemma_files["00001-max"]
    broken = re.sub(r"(lin \d+  \d+ )(\S+)", r"\g<1>7\2", text, count=1)
    assert broken != text
    with pytest.raises(VIPRError, match=r"not the objective|not suitable"):
        proved_range(broken)


def test_a_smaller_bound_is_not_derived(lemma_files: dict[str, str]) -> None:
    broken = lemma_files["00001-max"].replace("3/4", "74/100")
    with pytest.raises(VIPRError, match=r"does not dominate|not the objective"):
        proved_range(broken)


def test_a_certificate_without_a_bound_has_no_file(certificates: Path) -> None:
    with pytest.raises(NotExportableError, match="proves no bound"):
        list(vipr_files((certificates / "attainment/party-1-answers-0.json").read_bytes()))


def test_telescoping_reconstructs_the_functional() -> None:
    """A combination of equations of non-signalling is found again: what it sums to is the functional."""
    vector: EntryVector = {}
    for number, (i, a, x) in enumerate([(0, (0, 1), (1, 1)), (1, (1, 1), (0, 1)), (2, (0, 0), (1, 0))]):
        add(vector, {(i, a, x): Fraction(number + 1, 3)})
    again: EntryVector = {}
    add(again, telescope(vector, 3))
    assert {entry: value for entry, value in again.items() if value} == vector


def test_what_does_not_vanish_on_boxes_does_not_telescope() -> None:
    with pytest.raises(NotExportableError, match="1 is left at 010\\|000"):
        telescope({((0, 1, 0), (0, 0, 0)): Fraction(1)}, 3)


def add(vector: EntryVector, equations: dict[Equation, Fraction]) -> None:
    """Add multiples of equations: plus on x_i = 0, minus on x_i = 1."""
    for (i, a, x), multiple in equations.items():
        for setting in (0, 1):
            for output in (0, 1):
                entry = ((*a[:i], output, *a[i:]), (*x[:i], setting, *x[i:]))
                vector[entry] = vector.get(entry, Fraction(0)) + (multiple if setting == 0 else -multiple)
