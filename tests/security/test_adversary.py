"""Explicit adversaries against the bounds, exactly [R5.60]-[R5.64]."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from freebit.boxes.bits import all_bits
from freebit.boxes.box import Box, deterministic_box, fixed_output_box, pr_box, uniform_box
from freebit.boxes.game import MerminGame
from freebit.security.adversary import (
    Adversary,
    Cell,
    Preparation,
    adversaries,
    best_deterministic_box,
    grid_statistics,
    guess_selection,
    input_weights,
    majority_of_three,
    selection_weights,
    three_quarters,
    value,
    winning_input,
)
from freebit.security.guessing import Honest
from freebit.theorem import GridSize, bound
from tests.theorem.toy import ToyGame, toy_key

HALF = Fraction(1, 2)
GRIDS = [(1, 1), (1, 2), (2, 4), (3, 8), (3, 2)]
EPSILONS = [HALF, Fraction(9, 20), Fraction(3, 10), Fraction(1, 10)]


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize(("nd", "nb"), GRIDS)
@pytest.mark.parametrize("selection", ["row", "column"])
def test_every_attack_lies_between_one_half_and_all_bounds(epsilon: Fraction, nd: int, nb: int, selection: str) -> None:
    """[R5.31]-[R5.34] [R5.62]"""
    log2_nb = nb.bit_length() - 1
    attacks = [value(adversary, selection, epsilon) - HALF for adversary in adversaries(nd, nb, selection)]
    for theorem in (selection, f"{selection}-sharp"):
        excess = bound(epsilon, GridSize(nd, log2_nb), theorem=theorem).excess
        for attack in attacks:
            assert attack >= 0
            assert excess.upper() >= attack
    assert attacks[0] == 0


@pytest.mark.parametrize("selection", ["row", "column"])
@pytest.mark.parametrize("nd", [1, 2, 3])
def test_the_three_quarter_box_reaches_the_first_term(selection: str, nd: int) -> None:
    """[R5.63]"""
    attack = three_quarters(nd, 4, nd if selection == "column" else 1)
    for epsilon in EPSILONS:
        assert value(attack, selection, epsilon) == HALF + Fraction(1, 4) / 2**nd


def test_the_first_term_is_tight_where_the_sharp_bound_equals_it() -> None:
    """[R5.63] at Nb = 2^7 and epsilon = 1/2 the sharp column bound is the attack's value."""
    assert bound(HALF, GridSize(3, 7), theorem="column-sharp").excess.upper() == Fraction(1, 32)
    assert bound(HALF, GridSize(3, 7), theorem="column-sharp").excess.lower() == Fraction(1, 32)


@pytest.mark.parametrize("selection", ["row", "column"])
def test_a_bound_that_forgets_k_is_overtaken(selection: str) -> None:
    """A wrong theorem is found out: without K it would be 1/4 max(alpha, q alpha)^Nd = 1/4 2^-Nd at alpha = 1/2."""
    attack = max(value(a, selection, Fraction(1, 10)) for a in adversaries(2, 4, selection)) - HALF
    assert attack > Fraction(1, 16)


def toy_adversary(preparations: list[tuple[int, Preparation]]) -> Adversary:
    total = sum(weight for weight, _ in preparations)
    return Adversary("toy", tuple((Fraction(weight, total), preparation) for weight, preparation in preparations))


def toy_preparations(nd: int, nb: int, selections: int) -> Iterator[tuple[int, Preparation]]:
    """A few preparations with different boxes, leanings and targets."""
    boxes = [pr_box(), deterministic_box((0, 0), (0, 0)), deterministic_box((1, 0), (0, 1)), uniform_box(2)]
    leanings = [None, (0, 0), (1, 1), (0, 1)]
    for number in range(3):
        cells = tuple(
            tuple(Cell(boxes[(r + c + number) % 4], leanings[(r * 2 + c + number) % 4]) for c in range(nd))
            for r in range(nb)
        )
        yield number + 1, Preparation(cells, tuple((None, 0, nb - 1)[(number + i) % 3] for i in range(selections)))


@pytest.mark.parametrize(("nd", "nb", "selection"), [(1, 2, "row"), (1, 2, "column"), (2, 2, "row"), (2, 2, "column")])
def test_the_product_formula_is_eq_12_on_the_whole_table(nd: int, nb: int, selection: str) -> None:
    """[R5.61] [R5.62] [R5.64] the table written out entry by entry gives the same exact number."""
    adversary = toy_adversary(list(toy_preparations(nd, nb, nd if selection == "column" else 1)))
    epsilon = Fraction(2, 5)
    statistics = grid_statistics(adversary, selection, epsilon, ToyGame(), toy_key).check()
    assert statistics.guessing_probability() == value(adversary, selection, epsilon, ToyGame(), toy_key)


def test_an_adversary_who_forgets_her_preparation_knows_less() -> None:
    """[R5.5] e that tells nothing gives at most what e that tells the preparation does."""
    adversary = toy_adversary(list(toy_preparations(1, 2, 1)))
    arguments = (adversary, "row", Fraction(2, 5), ToyGame(), toy_key)
    knowing = grid_statistics(*arguments).guessing_probability()
    assert grid_statistics(*arguments, tell=lambda number: None).check().guessing_probability() < knowing


def test_five_parties_written_out() -> None:
    """[R5.64] one column, two rows of five-party cells: planted box here, 3/4-box there."""
    planted = Cell(best_deterministic_box(), winning_input(best_deterministic_box()))
    known = Cell(fixed_output_box(MerminGame(), 0, 0))
    adversary = Adversary("planted", ((Fraction(1), Preparation(((planted,), (known,)), (0,))),))
    epsilon = Fraction(2, 5)
    statistics = grid_statistics(adversary, "column", epsilon, MerminGame(), majority_of_three)
    assert statistics.guessing_probability() == value(adversary, "column", epsilon)


@pytest.mark.parametrize("epsilon", [HALF, Fraction(1, 5)])
@pytest.mark.parametrize("leaning", [None, (1, 0, 0, 0, 0), (1, 1, 1, 0, 0)])
def test_the_leaning_inputs_obey_the_flip_ratio(epsilon: Fraction, leaning: tuple[int, ...] | None) -> None:
    """[R5.12] P(y)/P(y') <= r^d for all y, y' in X."""
    weights = input_weights(MerminGame(), leaning, epsilon)
    ratio = (1 - epsilon) / epsilon
    assert sum(weights.values()) == 1
    for y, p in weights.items():
        for other, q in weights.items():
            assert p <= q * ratio ** sum(a != b for a, b in zip(y, other, strict=True))


def test_the_inputs_lean_as_far_as_eq_1_allows() -> None:
    """[R5.60] each bit that is as expected makes an input (1-epsilon)/epsilon times as likely."""
    leaning = (1, 0, 0, 0, 0)
    weights = input_weights(MerminGame(), leaning, Fraction(1, 5))
    agreeing = {x: sum(p == q for p, q in zip(x, leaning, strict=True)) for x in weights}
    total = sum(4**count for count in agreeing.values())
    assert weights == {x: Fraction(4**count, total) for x, count in agreeing.items()}


def test_rows_are_a_power_of_two() -> None:
    for rows in range(20):
        if rows in (1, 2, 4, 8, 16):
            assert selection_weights(rows, None, HALF) == [Fraction(1, rows)] * rows
        else:
            with pytest.raises(ValueError, match=f"Nb = {rows} is not a power of 2"):
                selection_weights(rows, None, HALF)


def test_the_selection_leans_as_far_as_eq_1_allows() -> None:
    """[R5.15] M(m, 1) = (1-epsilon)^m is attained."""
    weights = selection_weights(8, 5, Fraction(1, 4))
    assert sum(weights) == 1
    assert max(weights) == weights[5] == Fraction(27, 64)
    with pytest.raises(ValueError, match="power of 2"):
        selection_weights(6, None, HALF)


@pytest.mark.parametrize("selection", ["row", "column"])
def test_what_is_planted_stands_where_the_selection_is_expected(selection: str) -> None:
    """[R5.60] and all is known if that is the only row."""
    selections = 2 if selection == "column" else 1
    attack = guess_selection(2, 4, selections, fallback=uniform_box(5), name="planted")
    ((probability, preparation),) = attack.preparations
    box = best_deterministic_box()
    planted = Cell(box, winning_input(box))
    assert probability == 1
    assert (attack.name, preparation.rows, preparation.columns) == ("planted", 4, 2)
    assert preparation.targets == (0,) * selections
    assert preparation.cells == ((planted,) * 2, *[(Cell(uniform_box(5)),) * 2] * 3)
    alone = guess_selection(2, 1, selections, fallback=uniform_box(5), name="planted")
    assert value(alone, selection, Fraction(1, 10)) == Fraction(3, 4)


def test_a_box_wins_surely_at_the_first_input_where_it_loses_nothing() -> None:
    game = MerminGame()
    for answers in ((0, 0, 0, 0, 0), (1, 1, 0, 1, 0), (1, 0, 0, 0, 0)):
        box = deterministic_box(answers, (0, 1, 0, 1, 1))
        wins = [x for x in game.inputs if not sum(p * game.coefficient(a, x) for a, p in at(box, x).items())]
        assert winning_input(box) == wins[0]


def at(box: Box, x: tuple[int, ...]) -> dict[tuple[int, ...], Fraction]:
    return {a: box.probability(a, x) for a in all_bits(box.parties)}


def test_the_majority_of_the_first_three_parties() -> None:
    """[R2.7]"""
    for a in all_bits(5):
        assert majority_of_three(a) == (a[0] & a[1] | a[1] & a[2] | a[0] & a[2])


def test_k_is_the_key_of_the_chosen_cells() -> None:
    """[R5.64] of a box whose first output is the reverse of its input."""
    box = deterministic_box((1, 0), (0, 0))
    adversary = Adversary("known", ((Fraction(1), Preparation(((Cell(box),),), (None,))),))
    assert grid_statistics(adversary, "row", HALF, ToyGame(), toy_key).tables == {
        "z": {(Honest(1 - int(y[0]), (y,), ((0,), ()), 1), 0): Fraction(1, 4) for y in ("00", "01", "10", "11")}
    }


def test_the_deterministic_box_loses_six() -> None:
    """[R5.60] its loss is the classical minimum of inequality (2)."""
    assert isinstance(best_deterministic_box(), Box)
    assert best_deterministic_box().loss(MerminGame()) == 6
    assert len(all_bits(5)) == 32
