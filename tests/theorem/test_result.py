"""Bounds and plans as people and programs read them, at the ends of what they say [R6.60]-[R6.66]."""

from fractions import Fraction

import pytest

from freebit.theorem.assumptions import SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.enclosure import Enclosure, precision
from freebit.theorem.result import DIGITS, REPORT_BITS, GuessBound, Plan
from freebit.theorem.sizes import Quintuplets
from tests.theorem.toy_theorem import Rate, Tries, theorem

F = Fraction
LITTLE = F(1, 2**100)
THREE = Tries(3)


def bounded(excess: Fraction, size: Tries = THREE) -> GuessBound:
    with precision(REPORT_BITS):
        return GuessBound(theorem(), F(1, 2), size, Rate(F(1, 2)), Enclosure.of(excess))


def test_what_says_nothing() -> None:
    """[R6.62] a bound that is not below 3/4, also if it is not known to be."""
    assert [bounded(excess).vacuous for excess in (F(1, 8), F(1, 4) - LITTLE, F(1, 4), F(1, 3))] == [
        False,
        False,
        True,
        True,
    ]
    with precision(64):
        about = Enclosure.of(F(1, 5)).up_to(Enclosure.of(F(1, 3)))
    assert GuessBound(theorem(), F(1, 2), Tries(1), Rate(F(1)), about).vacuous


def test_what_is_proved() -> None:
    for delta, proved in ((F(1, 32), True), (F(1, 32) - LITTLE, False), (F(1, 2), True)):
        assert bounded(F(1, 32)).excess_at_most(delta) == proved


def test_in_words() -> None:
    """[R6.60] [R6.61] [R6.68]"""
    assert (REPORT_BITS, DIGITS) == (256, 4)
    assert bounded(F(1, 32)).log2_excess() == ("-5", "-5")
    assert bounded(F(1, 3)).log2_excess() == ("-1.585", "-1.5849")
    assert bounded(F(1, 3)).log2_excess(2) == ("-1.59", "-1.58")
    assert str(bounded(F(1, 32))) == "P(guess) <= 1/2 + 2^-5"
    assert str(bounded(F(1, 3))) == "P(guess) <= 1/2 + 2^-1.5849 (vacuous: not below 3/4)"
    found = bounded(F(1, 32))
    assert found.quintuplets == Quintuplets(3)
    assert found.log2_quintuplets() == ("1.5849", "1.585")
    assert found.log2_quintuplets(1) == ("1.5", "1.6")
    words = f"if {WEAK_SOURCE.words} [R5.7], and if {SEPARATE_BOXES.words} [R5.8]"
    assert found.conditions == words


DOCUMENT = {
    "format": "freebit-bound",
    "version": 1,
    "theorem": "toy",
    "protocol": "toy",
    "epsilon": "1/2",
    "n": 3,
    "numbers": {"rate": "1/2"},
    "excess_log2": ["-5", "-5"],
    "vacuous": False,
    "quintuplets_log2": ["1.5849", "1.585"],
    "rests_on": [WEAK_SOURCE.document(), SEPARATE_BOXES.document()],
}


def test_documents_of_bounds() -> None:
    """[R6.63]"""
    assert bounded(F(1, 32)).document() == DOCUMENT


def test_documents_of_plans() -> None:
    """[R6.64] with noise where that was asked for, and N where it is not too long."""
    found = bounded(F(1, 32))
    plan = Plan(F(1, 8), found)
    quiet = DOCUMENT | {"format": "freebit-plan", "delta": "1/8", "quintuplets": "3"}
    assert plan.document() == quiet
    with precision(REPORT_BITS):
        passing = Enclosure.of(F(1, 3))
    for error in (F(0), F(1, 4)):
        noisy = Plan(F(1, 8), found, error, passing).document()
        assert noisy == quiet | {"noise": str(error), "pass_probability": ["0.333333", "0.333334"]}
    assert Plan(F(1, 8), found, F(1, 4)).document() == quiet
    assert Plan(F(1, 8), found, None, passing).document() == quiet


@pytest.mark.parametrize(("log2", "written"), [(0, True), (4095, True), (4096, True), (4097, False)])
def test_numbers_that_are_too_long(log2: int, written: bool) -> None:
    """[R6.64]"""
    plan = Plan(F(1, 8), bounded(F(1, 32), Tries(3, 0, log2)))
    document = plan.document()
    assert ("quintuplets" in document) == written
    assert not written or document["quintuplets"] == str(3 << log2)
    assert plan.quintuplets == Quintuplets(3, log2)


def test_parts_of_a_plan() -> None:
    found = bounded(F(1, 32))
    plan = Plan(F(1, 8), found)
    assert (plan.theorem, plan.epsilon, plan.size, plan.title) == (found.theorem, F(1, 2), Tries(3), "toy")
    assert (plan.error, plan.pass_probability) == (None, None)
    assert plan.quintuplets == Quintuplets(3)

    class Called(Rate):
        variant = "of some kind"

    kind = GuessBound(theorem(), F(1, 2), Tries(3), Called(F(1, 2)), found.excess)
    assert Plan(F(1, 8), kind).title == "toy of some kind"
