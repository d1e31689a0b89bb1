"""The strongest adversaries of one cell, exactly, beside what certificates prove [R5.80], [R5.84]."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path

import pytest

pytest.importorskip("cdd")
pytest.importorskip("flint")
pytest.importorskip("scipy.optimize")

from freebit.boxes.bits import Bits, all_bits, parity
from freebit.boxes.cells import CellKind, kind_labelled
from freebit.boxes.entries import index_of
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_limit import NoneBetter
from freebit.security.one_cell import AttackOutcome, rate_of_attack
from freebit.security.tested import attacks_found, known_attack, least_left_open, planted_rate
from freebit.solver.cells import CellProgram
from tests.floating import Row
from tests.security.one_cell import FOLDER, HALF, OneCellProgram, attack, boxes_of, path_of, strongest

F = Fraction
ROOT = Path(__file__).resolve().parents[2]
SPECIFICATION = (ROOT / "spec" / "5-tested.md").read_text()
DELTA = F(1, 2**64)
THREE = "three-majority-derived-1"
LABELS = ("four-majority-derived-1", "five-multiplexer-derived-4")
LOCAL_LABELS = ("four-majority-local", "five-multiplexer-local")
Measured = dict[Bits, list[AttackOutcome]]


@cache
def bound_of(label: str, epsilon: Fraction) -> Fraction:
    """The rate that a committed limit proves least, by the kernel; local inputs and fair bits: that of the finder."""
    if label.endswith("local") and epsilon == HALF:
        return CellProgram(kind_labelled(label)).least(HALF).rate
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
    assert strongest(OneCellProgram(kind, HALF)) == rate == known_attack(kind, HALF)
    assert rate == CellProgram(kind).least(HALF).rate


@pytest.mark.parametrize(("epsilon", "rate"), [(F(9, 20), F(391, 400)), (F(1, 10), F(25021215826539, 25031939712850))])
def test_the_strongest_adversary_of_three_parties(epsilon: Fraction, rate: Fraction) -> None:
    """[R5.80] exactly, over all boxes and all leanings: bits that lean leave a gap."""
    kind = kind_labelled(THREE)
    assert strongest(OneCellProgram(kind, epsilon)) == rate == known_attack(kind, epsilon) < bound_of(THREE, epsilon)
    shown = str(rate) if rate.denominator < 1000 else f"{float(rate):.6f}"
    assert f" {shown} |" in line_of(THREE, 1)
    assert f" {float(bound_of(THREE, epsilon)):.6f} |" in line_of(THREE, 0)


@cache
def read(path: Path) -> tuple[CellKind, Fraction, Measured]:
    return boxes_of(path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_known_attacks_are_reached_by_exact_boxes(path: Path) -> None:
    """[R5.80] what is called known is the rate of boxes that satisfy every condition, and below what is proved."""
    kind, epsilon, measured = read(path)
    rate = rate_of_attack(kind, epsilon, measured)
    assert attacks_found(kind)[epsilon] == F(floor(rate * 10**6), 10**6)
    assert planted_rate(kind, epsilon) < rate
    if epsilon >= F(1, 10):
        assert rate < bound_of(kind.label, epsilon)


def test_each_attack_that_is_called_known_has_its_boxes() -> None:
    """[R5.80] but for those that exact programs give."""
    rounded = {
        path_of(label, epsilon).name
        for label in (*LABELS, *LOCAL_LABELS, THREE, "three-majority-local")
        for epsilon, rate in attacks_found(kind_labelled(label)).items()
        if 10**6 % rate.denominator == 0 and rate.denominator > 10**4
    }
    assert rounded == {path.name for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("label", [LABELS[0], LOCAL_LABELS[0]])
def test_an_attack_is_found_again(label: str) -> None:
    """[R5.80] floating point points it out, and the boxes are made exact."""
    epsilon = F(9, 20)
    found = attack(OneCellProgram(kind_labelled(label), epsilon))
    assert 0 <= found.floating - found.rate < F(1, 10**7)
    assert abs(found.rate - rate_of_attack(*read(path_of(label, epsilon)))) < F(1, 10**7)


def planted(kind: CellKind, leaning: Bits) -> Measured:
    """Known outputs: all are 0 on input 0, and party 1 alone answers 1 on input 1."""
    entries = [0] * 4**kind.parties
    for x in all_bits(kind.parties):
        entries[index_of((x[0], *(0 for _ in x[1:])), x)] = 1
    return {y: [AttackOutcome(leaning, entries)] for y in kind.game.inputs}


@pytest.mark.parametrize("label", [LABELS[0], LOCAL_LABELS[0]])
def test_planted_outputs_are_attacks(label: str) -> None:
    """[R5.80] one box and one leaning, whatever y: no more than the best of them, which some leaning reaches."""
    kind, epsilon = kind_labelled(label), F(1, 10)
    rates = [rate_of_attack(kind, epsilon, planted(kind, leaning)) for leaning in all_bits(kind.drawn_bits)]
    wrong = {x for x in kind.game.inputs if kind.game.coefficient((x[0], *(0 for _ in x[1:])), x)}
    for leaning, rate in zip(all_bits(kind.drawn_bits), rates, strict=True):
        chances = {
            x: epsilon ** (away := sum(p != q for p, q in zip(kind.inputs.drawn(x), leaning, strict=True)))
            * (1 - epsilon) ** (kind.drawn_bits - away)
            for x in kind.game.inputs
        }
        assert rate == 1 - sum(chances[x] for x in wrong) / sum(chances.values())
    assert max(rates) <= planted_rate(kind, epsilon)


def test_what_is_no_attack_is_refused() -> None:
    """[R5.80] each condition by itself."""
    kind, epsilon, measured = read(path_of(LOCAL_LABELS[0], F(9, 20)))
    y, *others = measured
    first, second, *rest = measured[y]

    def refused(words: str, *outcomes: AttackOutcome) -> None:
        with pytest.raises(ValueError, match=words):
            rate_of_attack(kind, epsilon, {**measured, y: list(outcomes)})

    def moved(outcome: AttackOutcome, *changes: tuple[int, int]) -> AttackOutcome:
        entries = list(outcome.entries)
        for index, change in changes:
            entries[index] += change
        return replace(outcome, entries=entries)

    with pytest.raises(ValueError, match="for every y in X"):
        rate_of_attack(kind, epsilon, {x: measured[x] for x in others})
    with pytest.raises(ValueError, match="no cell is kept"):
        nothing = [AttackOutcome(first.leaning, [0] * 4**kind.parties)]
        rate_of_attack(kind, epsilon, dict.fromkeys(measured, nothing))
    # All outputs are 0 more often where party 2's input is 0.
    signals = [(index_of((0,) * kind.parties, x), 1) for x in all_bits(kind.parties) if not x[1]]
    refused("others see the input of party 2", moved(first, *signals), second, *rest)
    refused("has 256 entries", replace(first, entries=first.entries[1:]), second, *rest)
    # A product of correlated signs signals nothing, and is seen or makes an entry negative.
    signs = [(index_of(a, x), 1 - 2 * parity(a)) for x in all_bits(kind.parties) for a in all_bits(kind.parties)]
    refused("show whether z", moved(first, *signs), second, *rest)
    least = min(range(4**kind.parties), key=lambda index: first.entries[index])
    sign = dict(signs)[least]
    enough = [(index, -sign * change * (first.entries[least] + 1)) for index, change in signs]
    refused("is negative", moved(first, *enough), second, *rest)
    # Another leaning is another distribution of the inputs.
    refused("show whether z", replace(first, leaning=tuple(1 - bit for bit in first.leaning)), second, *rest)
    # The same boxes at another epsilon: their sum is that of this one alone.
    with pytest.raises(ValueError, match="show whether z"):
        rate_of_attack(kind, F(2, 5), measured)


def line_of(label: str, after: int) -> str:
    lines = SPECIFICATION.splitlines()
    return lines[next(i for i, line in enumerate(lines) if line.startswith(f"| {label}, bound")) + after]


EPSILONS = (HALF, F(9, 20), F(2, 5), F(3, 10), F(1, 10))


@pytest.mark.parametrize("label", [*LABELS, *LOCAL_LABELS])
def test_the_rates_of_the_table_of_attacks(label: str) -> None:
    """[R5.80]"""
    attacks = [known_attack(kind_labelled(label), epsilon) for epsilon in EPSILONS]
    rates = [str(attacks[0]), *(f"{float(rate):.6f}" for rate in attacks[1:])]
    assert line_of(label, 1).endswith(" | ".join(["", *rates, ""]).rstrip())


@pytest.mark.parametrize("label", [*LABELS, *LOCAL_LABELS])
def test_the_table_of_attacks(label: str) -> None:
    """[R5.80] what is proved beside the attacks, and how many cells both ask for."""
    bounds = [bound_of(label, epsilon) for epsilon in EPSILONS]
    attacks = [known_attack(kind_labelled(label), epsilon) for epsilon in EPSILONS]
    sizes = [f"{least_left_open(p, DELTA)} / {least_left_open(q, DELTA)}" for p, q in zip(bounds, attacks, strict=True)]
    assert line_of(label, 0).endswith(" | ".join(["", *(f"{float(rate):.6f}" for rate in bounds), ""]).rstrip())
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
    assert strongest(OneCellProgram(kind, HALF)) == rate == known_attack(kind, HALF) <= proved == bound_of(label, HALF)
