"""VIPR exports, read by a checker written from the format's description [R3.7]."""

import re
from pathlib import Path

import pytest

from freebit.box import deterministic_box
from freebit.certificate.functional import contraction, dense
from freebit.certificate.vipr import NotExportableError, telescope, vipr_files
from tests.vipr_checker import VIPRError, proved_range


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
    with pytest.raises(VIPRError, match="not the objective|not suitable"):
        proved_range(broken)


def test_a_smaller_bound_is_not_derived(lemma_files: dict[str, str]) -> None:
    broken = lemma_files["00001-max"].replace("3/4", "74/100")
    with pytest.raises(VIPRError, match="does not dominate|not the objective"):
        proved_range(broken)


def test_a_certificate_without_a_bound_has_no_file(certificates: Path) -> None:
    with pytest.raises(NotExportableError, match="proves no bound"):
        list(vipr_files((certificates / "attainment/party-1-answers-0.json").read_bytes()))


def test_telescoping_reconstructs_the_functional() -> None:
    """A difference of equal marginals is written by the equations of non-signalling, exactly."""
    zero, one = (0, 0, 0), (1, 1, 1)
    box = deterministic_box(zero, one)
    vector = {(a, (0, 1, 0)): p for (a, x), p in box.entries().items() if x == (0, 1, 0)}
    vector |= {((1, *a[1:]), (1, 1, 0)): -p for (a, x), p in vector.items() for a in [a]}
    rest = contraction(dense(vector, 1, 3), 3)
    if any(rest):
        with pytest.raises(NotExportableError, match="is left"):
            telescope(vector, 3)
    else:
        assert telescope(vector, 3)
