"""Exact boxes: their laws and the boxes of the paper [R2.8]-[R2.14]."""

from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

import pytest

from freebit.boxes.bits import Bits, all_bits, majority_of, parity
from freebit.boxes.box import (
    Box,
    deterministic_box,
    deterministic_boxes,
    fixed_output_box,
    ghz_box,
    pr_box,
    uniform_box,
)
from freebit.boxes.game import GhzGame, MerminGame, ParityGame

HALF = Fraction(1, 2)
GAME = MerminGame()


def changed(box: Box, changes: dict[tuple[str, str], Fraction]) -> Box:
    """The box with numbers added to entries, keyed by ("outputs", "inputs")."""
    entries = box.entries()
    for (a, x), step in changes.items():
        key = (tuple(map(int, a)), tuple(map(int, x)))
        entries[key] = entries.get(key, Fraction(0)) + step
    return Box(box.parties, entries)


def marginal_of_others(box: Box, party: int) -> dict[tuple[int, ...], set[tuple[Fraction, ...]]]:
    """For each input of the others, the marginal distributions that the inputs of ``party`` give them."""
    found: dict[tuple[int, ...], set[tuple[Fraction, ...]]] = {}
    for x in product((0, 1), repeat=box.parties):
        row: dict[tuple[int, ...], Fraction] = {}
        for a in product((0, 1), repeat=box.parties):
            rest = a[:party] + a[party + 1 :]
            row[rest] = row.get(rest, Fraction(0)) + box.probability(a, x)
        found.setdefault(x[:party] + x[party + 1 :], set()).add(tuple(row[key] for key in sorted(row)))
    return found


NAMED = {
    "PR": pr_box(),
    "uniform": uniform_box(3),
    "deterministic": deterministic_box((0, 1, 1), (1, 1, 0)),
    "GHZ of 3": ghz_box(3),
    "GHZ of 4": ghz_box(4),
    "GHZ of 5": ghz_box(),
    "fixed output": fixed_output_box(GAME, 2, 1),
    "fixed output of 3": fixed_output_box(MerminGame(3), 0, 1),
    "fixed output of GHZ 4": fixed_output_box(GhzGame(4), 3, 0),
    "PR and deterministic": pr_box().product(deterministic_box((0,), (1,))),
}


@pytest.mark.parametrize("name", NAMED)
def test_named_boxes_keep_all_laws(name: str) -> None:
    """[R2.8], [R2.9], [R2.10], the third re-stated on whole marginals"""
    box = NAMED[name]
    assert box.violation() is None
    assert box.check() is box
    assert all(value > 0 for value in box.entries().values())
    for x in all_bits(box.parties):
        assert sum(box.probability(a, x) for a in all_bits(box.parties)) == 1
    for party in range(box.parties):
        assert all(len(rows) == 1 for rows in marginal_of_others(box, party).values())


def test_a_negative_entry_is_named_first() -> None:
    """[R2.8]"""
    box = changed(uniform_box(2), {("01", "10"): Fraction(-1), ("00", "11"): Fraction(-1)})
    violation = box.violation()
    assert violation is not None
    assert (violation.rule, violation.place, violation.message) == ("R2.8", "P(01|10)", "-3/4 is negative")
    with pytest.raises(ValueError, match=r"\[R2\.8\] at P\(01\|10\): -3/4 is negative"):
        box.check()


def test_an_input_that_does_not_sum_to_1_is_named() -> None:
    """[R2.9]"""
    violation = changed(pr_box(), {("00", "10"): Fraction(1, 1000), ("11", "11"): Fraction(1)}).violation()
    assert violation is not None
    assert (violation.rule, violation.place) == ("R2.9", "x=10")
    assert "1001/1000" in violation.message
    empty = Box(1, {}).violation()
    assert empty is not None
    assert (empty.rule, empty.place) == ("R2.9", "x=0")


def test_signalling_is_named_with_party_and_place() -> None:
    """[R2.10]"""
    step = Fraction(1, 1000)
    # Party 2's answer on input 11 shifts, so that others see it only through party 2 itself: party 1 signals.
    violation = changed(uniform_box(2), {("00", "11"): step, ("01", "11"): -step}).violation()
    assert violation is not None
    assert (violation.rule, violation.place) == ("R2.10", "party 1, a=.0, x=.1")
    assert "1/2 for x_1 = 0 and 501/1000 for 1" in violation.message
    signal = Box.from_function(2, lambda a, x: int(a == (0, x[0])))
    found = signal.violation()
    assert found is not None
    assert (found.rule, found.place) == ("R2.10", "party 1, a=.0, x=.0")
    back = signal.permuted((1, 0)).violation()
    assert back is not None
    assert back.place.startswith("party 2")


@pytest.mark.parametrize("party", range(5))
def test_signalling_of_every_party_is_found(party: int) -> None:
    """[R2.10]"""
    other = (party + 1) % 5
    box = Box.from_function(5, lambda a, x: int(a == tuple(x[party] if i == other else 0 for i in range(5))))
    violation = box.violation()
    assert violation is not None
    assert violation.rule == "R2.10"
    assert violation.place.startswith(f"party {party + 1},")


def test_pr_box_wins_chsh_always() -> None:
    """[R2.14]"""
    for a, x in product(all_bits(2), repeat=2):
        assert pr_box().probability(a, x) == (HALF if a[0] ^ a[1] == x[0] * x[1] else 0)


def test_ghz_box_attains_maximal_violation() -> None:
    """[R2.13], [R2.14]"""
    assert ghz_box().loss(GAME) == 0
    for n in (2, 3, 4, 5, 6):
        assert ghz_box(n).loss(GhzGame(n)) == 0
    box = ghz_box()
    for x in all_bits(5):
        support = {box.probability(a, x) for a in all_bits(5)}
        assert support == ({Fraction(1, 16), Fraction(0)} if sum(x) % 2 else {Fraction(1, 32)})
    for count in (1, 2, 3, 4):
        for parties in combinations(range(5), count):
            assert box.marginal(parties) == uniform_box(count)


def test_losses() -> None:
    """[R2.13]"""
    assert uniform_box(5).loss(GAME) == 8
    assert deterministic_box((0,) * 5, (0,) * 5).loss(GAME) == 10
    for game in (GAME, MerminGame(3)):
        with pytest.raises(ValueError, match=rf"game of {game.parties} parties on a box of 4"):
            uniform_box(4).loss(game)


def test_the_best_deterministic_box_loses_6() -> None:
    """Inequality (2)"""
    boxes = deterministic_boxes(5)
    assert len(set(boxes)) == 4**5
    assert min(box.loss(GAME) for box in boxes) == 6


@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("party", range(5))
def test_fixed_output_box_attains_three_quarters(party: int, value: int) -> None:
    """The remark after the Lemma, at every input and for every triple [R2.14]"""
    box = fixed_output_box(GAME, party, value)
    assert box.violation() is None
    assert box.loss(GAME) == 0
    assert all(a[party] == value for a, _ in box.entries())
    for triple in combinations(range(5), 3):
        wanted = Fraction(3, 4) if party in triple else HALF
        for x in GAME.inputs:
            assert (
                box.probability_that({a: majority_of(a, triple) == value for a in all_bits(5)}.__getitem__, x) == wanted
            )


@pytest.mark.parametrize("game", [MerminGame(3), MerminGame(7), GhzGame(2), GhzGame(4)], ids=str)
def test_fixed_output_boxes_of_other_games(game: ParityGame) -> None:
    for party in {0, game.parties - 1}:
        box = fixed_output_box(game, party, 1)
        assert box.violation() is None
        assert box.loss(game) == 0
        assert all(a[party] == 1 for a, _ in box.entries())


@pytest.mark.parametrize(("party", "value"), [(5, 0), (6, 0), (-1, 0), (0, 2)])
def test_fixed_output_box_wants_a_party_and_a_bit(party: int, value: int) -> None:
    with pytest.raises(ValueError, match="no party"):
        fixed_output_box(GAME, party, value)


def test_fixed_output_box_wants_inputs_that_determine_each_other() -> None:
    """[R2.14] CHSH asks both inputs of a party beside the same one of the other."""
    with pytest.raises(ValueError, match="do not determine that of party 1"):
        fixed_output_box(Chsh(2), 1, 0)


class Chsh(ParityGame):
    @property
    def name(self) -> str:
        return "chsh"

    def target(self, x: Bits) -> int:
        return x[0] & x[1]


def test_marginal_sums_the_others_out() -> None:
    """[R2.11]"""
    box = pr_box().product(deterministic_box((1,), (0,)))
    assert box.marginal((0, 1)) == pr_box()
    assert box.marginal((2,)) == deterministic_box((1,), (0,))
    assert box.marginal((2, 0)).probability((1, 0), (0, 1)) == HALF
    assert box.marginal((2, 0)) == box.marginal((0, 2)).permuted((1, 0))
    assert box.marginal(()) == Box(0, {((), ()): 1})
    for parties in [(0, 0), (3,), (4,), (-1,)]:
        with pytest.raises(ValueError, match="does not choose distinct parties"):
            box.marginal(parties)


def test_product_multiplies_entries() -> None:
    """[R2.12]"""
    left, right = ghz_box(3), pr_box()
    box = left.product(right)
    assert box.parties == 5
    for (a, b), (x, y) in product(
        product(all_bits(3), all_bits(2)), [((1, 0, 1), (1, 1)), ((0, 0, 0), (0, 1)), ((1, 1, 1), (0, 0))]
    ):
        assert box.probability(a + b, x + y) == left.probability(a, x) * right.probability(b, y)
    assert box.violation() is None


def test_permuted_renames_parties() -> None:
    box = deterministic_box((0, 1, 1), (1, 1, 0))
    for order in permutations(range(3)):
        moved = box.permuted(order)
        for a, x in product(all_bits(3), repeat=2):
            new = tuple(a[i] for i in order), tuple(x[i] for i in order)
            assert moved.probability(*new) == box.probability(a, x)
    for order in [(0, 1, 1), (1, 2, 3), (0, 1), (0, 1, 2, 3)]:
        with pytest.raises(ValueError, match="is not an order"):
            box.permuted(order)


def test_mixture_is_entry_by_entry() -> None:
    first, second = pr_box(), deterministic_box((0, 0), (0, 1))
    box = first.mixture(second, Fraction(1, 3))
    assert box.violation() is None
    for a, x in product(all_bits(2), repeat=2):
        wanted = Fraction(1, 3) * first.probability(a, x) + Fraction(2, 3) * second.probability(a, x)
        assert box.probability(a, x) == wanted
    assert first.mixture(second, Fraction(0)) == second
    assert first.mixture(second, Fraction(1)) == first
    for weight in (Fraction(-1, 3), Fraction(4, 3), Fraction(2)):
        with pytest.raises(ValueError, match=r"not in \[0, 1\]"):
            first.mixture(second, weight)
    for parties in (1, 3):
        with pytest.raises(ValueError, match="do not mix"):
            first.mixture(uniform_box(parties), HALF)


def test_entries_are_exact_and_ordered() -> None:
    box = Box(1, {((1,), (1,)): 1, ((0,), (0,)): Fraction(1, 2), ((1,), (0,)): Fraction(1, 2), ((0,), (1,)): 0})
    assert list(box.entries()) == [((0,), (0,)), ((1,), (0,)), ((1,), (1,))]
    assert all(isinstance(value, Fraction) for value in box.entries().values())
    backwards = Box(2, dict(reversed(uniform_box(2).entries().items())))
    assert list(backwards.entries()) == [(a, x) for x in all_bits(2) for a in all_bits(2)]
    assert box.probability((0,), (1,)) == 0
    assert hash(box) == hash(Box(1, box.entries()))
    assert repr(box) == "<Box of 1 parties, 3 non-zero entries>"
    assert box != "box"
    assert Box(1, {}) != Box(2, {}) and Box(2, {}) != Box(1, {})


@pytest.mark.parametrize("value", [0.5, True, "1/2", None])
def test_inexact_entries_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="not an exact rational"):
        Box(1, {((0,), (0,)): value})


@pytest.mark.parametrize("key", [((0,), (0, 0)), ((0, 2), (0, 0)), ((0, 0, 0), (0, 0, 0))])
def test_entries_of_another_shape_are_refused(key: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    with pytest.raises(ValueError, match="is not a string of 2 bits"):
        Box(2, {key: 1})


def test_probability_of_another_shape_is_refused() -> None:
    for a, x in [((0,), (0, 0)), ((0, 0, 0), (0, 0)), ((0, 0), (0,)), ((0, 0), (0, 0, 0))]:
        with pytest.raises(ValueError, match="asked of a box of 2 parties"):
            pr_box().probability(a, x)


def test_deterministic_boxes_answer_as_told() -> None:
    """[R2.14]"""
    box = deterministic_box((0, 1), (1, 0))
    assert box.entries() == {
        ((0, 1), (0, 0)): 1,
        ((0, 0), (0, 1)): 1,
        ((1, 1), (1, 0)): 1,
        ((1, 0), (1, 1)): 1,
    }
    for zero, one in [((0,), (0, 1)), ((0, 1), (0,))]:
        with pytest.raises(ValueError, match="different lengths"):
            deterministic_box(zero, one)


def test_probability_of_an_event() -> None:
    assert ghz_box().probability_that(parity, (1, 1, 1, 0, 0)) == 1
    assert ghz_box().probability_that(parity, (1, 0, 0, 0, 0)) == 0
    assert ghz_box().probability_that(lambda a: a[0] == 0, (0,) * 5) == HALF
