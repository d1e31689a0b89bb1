"""The strongest adversaries of one cell, exactly, beside what certificates prove [R5.80], [R5.84]."""

from fractions import Fraction
from math import floor
from pathlib import Path

import pytest

pytest.importorskip("cdd")
pytest.importorskip("flint")
pytest.importorskip("scipy.optimize")

from freebit.boxes.cells import kind_labelled
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_limit import NoneBetter
from freebit.security.tested import known_attack, least_left_open
from freebit.solver.cells import CellProgram
from tests.floating import Row
from tests.security.one_cell import HALF, OneCellProgram, attack, strongest

F = Fraction
ROOT = Path(__file__).resolve().parents[2]
SPECIFICATION = (ROOT / "spec" / "5-tested.md").read_text()
DELTA = F(1, 2**64)
THREE = "three-majority-derived-1"
LABELS = ("four-majority-derived-1", "five-multiplexer-derived-4")


def bound_of(label: str, epsilon: Fraction) -> Fraction:
    """The rate that a committed limit proves least, by the kernel."""
    path = ROOT / "certificates" / "tested" / label / f"limit-{epsilon.numerator}-{epsilon.denominator}.json"
    (fact,) = check(path.read_bytes()).facts
    assert isinstance(fact, NoneBetter)
    return fact.rate


@pytest.mark.parametrize(
    ("label", "rate"), [("five-multiplexer-derived-4", F(6, 7)), ("four-majority-derived-1", F(47, 52))]
)
def test_with_fair_bits_the_strongest_adversary_reaches_the_bound(label: str, rate: Fraction) -> None:
    """[R5.84] by a linear program over the boxes themselves, in which no certificate occurs."""
    program = OneCellProgram(kind_labelled(label), HALF)
    assert strongest(program, cddlib=label.startswith("five")) == rate == bound_of(label, HALF)
    assert known_attack(kind_labelled(label), HALF) == rate


@pytest.mark.parametrize(("label", "rate"), [(THREE, F(35, 36)), ("five-majority-derived-1", F(47, 52))])
def test_so_it_does_for_the_other_kinds(label: str, rate: Fraction) -> None:
    """[R5.84] where no limit is committed for fair bits; the finder gives the least rate of a certificate."""
    kind = kind_labelled(label)
    assert strongest(OneCellProgram(kind, HALF)) == rate == CellProgram(kind).least(HALF).rate


@pytest.mark.parametrize(("epsilon", "rate"), [(F(9, 20), F(391, 400)), (F(1, 10), F(25021215826539, 25031939712850))])
def test_the_strongest_adversary_of_three_parties(epsilon: Fraction, rate: Fraction) -> None:
    """[R5.80] exactly, over all boxes and all leanings: bits that lean leave a gap."""
    assert strongest(OneCellProgram(kind_labelled(THREE), epsilon)) == rate < bound_of(THREE, epsilon)
    shown = str(rate) if rate.denominator < 1000 else f"{float(rate):.6f}"
    assert f" {shown} |" in line_of(THREE, 1)
    assert f" {float(bound_of(THREE, epsilon)):.6f} |" in line_of(THREE, 0)


@pytest.mark.parametrize(
    ("label", "epsilon"),
    [(LABELS[0], F(9, 20)), (LABELS[0], F(1, 100)), (LABELS[1], F(9, 20)), (LABELS[1], F(1, 10))],
)
def test_known_attacks_are_reached_by_exact_boxes(label: str, epsilon: Fraction) -> None:
    """[R5.80] what is called known is a rate of boxes that satisfy every constraint, and below what is proved."""
    kind = kind_labelled(label)
    found = attack(OneCellProgram(kind, epsilon))
    assert known_attack(kind, epsilon) == F(floor(found.rate * 10**6), 10**6)
    assert 0 <= found.floating - found.rate < F(1, 10**6)
    if epsilon >= F(1, 10):
        assert found.rate < bound_of(label, epsilon)


def line_of(label: str, after: int) -> str:
    lines = SPECIFICATION.splitlines()
    return lines[next(i for i, line in enumerate(lines) if line.startswith(f"| {label}, bound")) + after]


@pytest.mark.parametrize("label", LABELS)
def test_the_table_of_attacks(label: str) -> None:
    """[R5.80]"""
    kind, epsilons = kind_labelled(label), (HALF, F(9, 20), F(2, 5), F(3, 10), F(1, 10))
    bounds = [bound_of(label, epsilon) for epsilon in epsilons]
    attacks = [known_attack(kind, epsilon) for epsilon in epsilons]
    rates = [str(attacks[0]), *(f"{float(rate):.6f}" for rate in attacks[1:])]
    sizes = [f"{least_left_open(p, DELTA)} / {least_left_open(q, DELTA)}" for p, q in zip(bounds, attacks, strict=True)]
    assert line_of(label, 0).endswith(" | ".join(["", *(f"{float(rate):.6f}" for rate in bounds), ""]).rstrip())
    assert line_of(label, 1).endswith(" | ".join(["", *rates, ""]).rstrip())
    assert line_of(label, 2).endswith(" | ".join(["", *sizes, ""]).rstrip())


def test_bits_that_lean_further_overtake_the_bound() -> None:
    """[R5.7] is needed: attacks with the leanings of epsilon = 2/5 exceed what is proved for 9/20."""
    for label in LABELS:
        assert known_attack(kind_labelled(label), F(2, 5)) > bound_of(label, F(9, 20))


@pytest.mark.parametrize("label", LABELS)
def test_a_measurement_that_the_others_could_see_overtakes_the_bound(label: str) -> None:
    """[R5.8] is needed: where J may depend on z, one fixes all outputs at every y and loses nowhere that counts."""
    program = OneCellProgram(kind_labelled(label), HALF)
    # Every y has a J of its own: all that is left of the equalities is that the sum of each is 1.
    del program.equalities[1:]
    for places in program.blocks.values():
        row: Row = {0: -1}
        for numbers in places.values():
            row[numbers[0][0]] = row.get(numbers[0][0], 0) + 1
        program.equalities.append(row)
    assert strongest(program) == 1 > bound_of(label, HALF)


@pytest.mark.parametrize(
    ("label", "rate", "proved"),
    [
        ("three-majority-local", F(11, 12), F(35, 36)),
        ("four-majority-local", F(9, 10), F(47, 52)),
        ("five-multiplexer-local", F(6, 7), F(6, 7)),
    ],
)
def test_local_inputs_with_fair_bits(label: str, rate: Fraction, proved: Fraction) -> None:
    """[R5.80] exactly: the multiplexer's bound is reached, those of the majorities are not by attacks on one cell."""
    kind = kind_labelled(label)
    assert strongest(OneCellProgram(kind, HALF)) == rate <= proved == CellProgram(kind).least(HALF).rate
