"""Attacks on one cell, and runs of the tested protocol, each told from those beside it [R5.80], [R4.61]-[R4.66]."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

import pytest

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.cells import LOCAL, MAJORITY, CellFunction, CellKind, kind_labelled
from freebit.boxes.game import GhzGame
from freebit.codes.code import GeneratorCode
from freebit.security.guessing import Honest
from freebit.security.one_cell import AttackOutcome, rate_of_attack
from freebit.security.tested import TestedGrid, attacks_found, known_attack, least_left_open, planted_rate
from tests.theorem.toy import ToyGame, toy_key, words

HALF = Fraction(1, 2)
TOY = CellKind(ToyGame(), LOCAL, CellFunction("table", {x: tuple(map(toy_key, words(2))) for x in words(2)}))
THREE = CellKind(GhzGame(3), LOCAL, MAJORITY)
Answers = Callable[[Bits, Bits], int]


def outcome(kind: CellKind, entry: Answers) -> AttackOutcome:
    places = [(a, x) for a in all_bits(kind.parties) for x in all_bits(kind.parties)]
    return AttackOutcome.of((0,) * kind.parties, {(a, x): entry(a, x) for a, x in places})


def rate(kind: CellKind, *entries: Answers) -> Fraction:
    """Of the same outcomes for every y, bits being fair."""
    return rate_of_attack(kind, HALF, {y: [outcome(kind, entry) for entry in entries] for y in kind.game.inputs})


def is_right(a: Bits, x: Bits) -> int:
    return int(not ToyGame().coefficient(a, x))


def test_a_box_that_answers_at_random_tells_nothing_and_known_answers_all_that_is_right() -> None:
    """[R5.80] also if the random box is a mixture of known ones."""
    assert rate(TOY, is_right) == 0
    assert rate(TOY, lambda a, x: int(a == (0, 0))) == Fraction(3, 4)
    assert rate(TOY, lambda a, x: int(a == (0, 0)), lambda a, x: is_right(a, x)) == Fraction(3, 8) / Fraction(3, 2)
    assert rate(TOY, lambda a, x: int(a == (0, 0)), lambda a, x: int(a == (1, 1))) == Fraction(3, 4)


@pytest.mark.parametrize("turned", [0, 1])
@pytest.mark.parametrize(("seen", "by"), list(permutations(range(3), 2)))
def test_an_input_that_another_party_sees_is_named(seen: int, by: int, turned: int) -> None:
    """[R5.80] though it is seen at one input of the other party alone."""

    def signals(a: Bits, x: Bits) -> int:
        answer = [0, 0, 0]
        answer[by] = x[by] & (x[seen] ^ turned)
        return int(a == tuple(answer))

    with pytest.raises(ValueError, match=f"the others see the input of party {seen + 1}"):
        rate(THREE, signals)


def test_a_measurement_for_every_input_that_is_asked_and_no_other() -> None:
    """[R5.80]"""
    known = outcome(THREE, lambda a, x: int(a == (0, 0, 0)))
    measured = {y: [known] for y in all_bits(3)}
    asked = {y: measured[y] for y in THREE.game.inputs}
    assert rate_of_attack(THREE, HALF, asked) == Fraction(1, 4)
    for wrong in (measured, dict(list(asked.items())[1:]), {}):
        with pytest.raises(ValueError, match="for every y in X, and no other"):
            rate_of_attack(THREE, HALF, wrong)


@pytest.mark.parametrize("change", [1, -1])
def test_a_box_has_all_its_entries_and_no_more(change: int) -> None:
    """[R5.80]"""
    known = outcome(THREE, lambda a, x: int(a == (0, 0, 0)))
    entries = [*known.entries, 0] if change == 1 else known.entries[:-1]
    with pytest.raises(ValueError, match=f"a box of 3 parties has 64 entries, not {64 + change}"):
        rate_of_attack(THREE, HALF, {y: [AttackOutcome((0, 0, 0), entries)] for y in THREE.game.inputs})


CELLS = (
    ((0, 0, 0), (1, 1, 1)),  # right, of value 0
    ((1, 0, 1), (0, 0, 0)),  # not kept
    ((1, 1, 0), (1, 0, 0)),  # wrong, of value 1
    ((1, 1, 1), (1, 0, 0)),  # right, of value 1
)


@pytest.mark.parametrize(("keep", "tolerance", "g"), [(3, 1, 1), (2, 2, 1), (4, 1, 0), (3, 0, 0)])
def test_what_is_told_of_a_run(keep: int, tolerance: int, g: int) -> None:
    """[R4.61]-[R4.66] the outputs of cells that are not kept or wrong, and inputs alone of the others."""
    outputs, inputs = (tuple(bit for cell in CELLS for bit in cell[side]) for side in (0, 1))
    run = TestedGrid(THREE, 4, keep, tolerance).honest(outputs, inputs)
    kept = tuple(x for _, x in (CELLS[0], CELLS[2], CELLS[3]))
    assert run == Honest(0, kept, ((1, *CELLS[1]), (2, *CELLS[2])), g)


@pytest.mark.parametrize("cells", range(1, 6))
def test_the_bit_is_the_sum_of_the_values_of_the_kept_cells(cells: int) -> None:
    """[R4.63]"""
    (a, x), (zero, y) = CELLS[3], CELLS[0]
    run = TestedGrid(THREE, cells + 1, 1).honest(a * cells + zero, x * cells + y)
    assert (run.k, run.g) == (cells % 2, 1)


@pytest.mark.parametrize(
    ("cells", "rows", "key"),
    [
        (3, (0b110, 0b011), 0b10),
        (3, (0b001, 0b111, 0b100), 0b100),
        (3, (0b101,), 1),
        (2, (0b11, 0b10), 0b10),
        (1, (1,), 0),
    ],
)
def test_the_key_of_a_code_is_of_the_first_kept_cells(cells: int, rows: tuple[int, ...], key: int) -> None:
    """[R4.71], [R4.72] whose values are 0, 1 and 1."""
    outputs, inputs = (tuple(bit for cell in CELLS for bit in cell[side]) for side in (0, 1))
    run = TestedGrid(THREE, 4, 3, 1, GeneratorCode(cells, rows))
    assert (run.bits, run.honest(outputs, inputs).k) == (len(rows), key)


def test_the_largest_rates_of_three_parties_are_known() -> None:
    """[R5.80] those that an exact program gives."""
    three = kind_labelled("three-majority-derived-1")
    rates = {Fraction(9, 20): Fraction(391, 400), Fraction(1, 10): Fraction(25021215826539, 25031939712850)}
    assert attacks_found(three) == rates
    assert [known_attack(three, epsilon) for epsilon in rates] == list(rates.values())


def test_an_attack_at_a_larger_epsilon_is_known_at_a_smaller_one() -> None:
    """[R5.80]"""
    four = CellKind(GhzGame(4), LOCAL, MAJORITY)
    assert planted_rate(four, Fraction(11, 25)) < known_attack(four, Fraction(11, 25)) == Fraction(901693, 10**6)


@pytest.mark.parametrize(
    ("rate", "delta"),
    [("-1/2", "1"), ("0", "1"), ("1", "1"), ("3/2", "1"), ("1/2", "0"), ("1/2", "-1/2"), ("1/2", "-2")],
)
def test_no_number_is_left_open_of_what_is_no_rate_or_no_distance(rate: str, delta: str) -> None:
    with pytest.raises(ValueError, match=f"no number of cells is left open for the rate {rate} and delta = {delta}"):
        least_left_open(Fraction(rate), Fraction(delta))


@pytest.mark.parametrize("denominator", [3, 1600, 10**6])
def test_many_cells_may_be_left_open(denominator: int) -> None:
    """[R5.80] more than a power can be written out for."""
    flint = pytest.importorskip("flint")
    rate, delta = 1 - Fraction(1, denominator), Fraction(1, 2**64)
    logarithms = [(flint.arb(x.numerator) / x.denominator).log() for x in (4 * delta, rate)]
    assert least_left_open(rate, delta) == int((logarithms[0] / logarithms[1]).ceil().unique_fmpz())


@pytest.mark.parametrize("n", [1, 2, 5, 100])
def test_a_power_that_is_reached_is_not_above(n: int) -> None:
    """[R5.80] one that rounding leaves as it is."""
    assert least_left_open(HALF, HALF**n / 4) == n


@pytest.mark.parametrize(
    ("label", "rate"),
    [
        ("three-majority-local", "11/12"),
        ("three-majority-derived-1", "35/36"),
        ("four-majority-local", "9/10"),
        ("four-majority-derived-1", "47/52"),
        ("five-majority-derived-1", "47/52"),
        ("five-multiplexer-local", "6/7"),
        ("five-multiplexer-derived-4", "6/7"),
    ],
)
def test_what_attacks_reach_with_fair_bits(label: str, rate: str) -> None:
    """[R5.80] [R5.84]"""
    assert known_attack(kind_labelled(label), HALF) == Fraction(rate)


@pytest.mark.parametrize(
    "label",
    [
        "three-majority-local",
        "three-majority-derived-1",
        "four-majority-local",
        "four-majority-derived-1",
        "five-multiplexer-local",
        "five-multiplexer-derived-4",
    ],
)
def test_attacks_were_found_where_bits_lean_or_are_fair(label: str) -> None:
    """[R5.80] epsilon is more than 0 and at most 1/2, and a rate is larger where bits lean further."""
    found = attacks_found(kind_labelled(label))
    assert found
    assert all(0 < epsilon <= HALF for epsilon in found)
    assert [found[epsilon] for epsilon in sorted(found)] == sorted(found.values(), reverse=True)


def test_a_wrong_cell_aborts_unless_some_are_tolerated() -> None:
    """[R4.54] T is 0 if none is given."""
    a, x = CELLS[2]
    assert [TestedGrid(THREE, 1, 1).honest(a, x).g, TestedGrid(THREE, 1, 1, 1).honest(a, x).g] == [0, 1]
