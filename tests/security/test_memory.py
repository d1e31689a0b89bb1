"""Devices with memory: every bound fails against them, so R5.8 cannot be dropped [R5.8], [R5.41]-[R5.46]."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from freebit.boxes.bits import Bits, majority_of
from freebit.boxes.box import fixed_output_box
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.protocol.parameters import Parameters, Selection
from freebit.protocol.steps import run_protocol
from freebit.security.adversary import input_weights
from freebit.security.memory import (
    Echo,
    MemoryDevice,
    RowXor,
    RunningXor,
    all_distilled_with_memory,
    grid_with_memory,
)
from freebit.theorem import GridSize, bound, plan

F = Fraction
HALF, QUARTER = F(1, 2), F(1, 4)
FIVE, FOUR = MerminGame(), GhzGame(4)


def few(game: ParityGame, count: int) -> dict[Bits, Fraction]:
    """A few inputs of X, not equally likely; what is checked holds for any."""
    weights = [F(1), F(2)][:count]
    return {x: w / sum(weights) for x, w in zip(game.inputs, weights, strict=False)}


def test_a_device_answers_and_is_known_by_its_numbers() -> None:
    """[R5.41] one that does not say how it answers cannot be made."""
    silent = type("Silent", (MemoryDevice,), {"name": "no answer"})
    with pytest.raises(TypeError, match="abstract"):
        silent()
    assert RunningXor() == RunningXor()
    assert RowXor(2) == RowXor(2) != RowXor(3)


@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("game", [FIVE, FOUR], ids=["five", "four"])
def test_either_fixed_output_is_never_wrong_and_guessed_with_three_quarters(game: ParityGame, value: int) -> None:
    """[R2.14] at every input of X; this is all that the attacks use of the boxes."""
    box = fixed_output_box(game, 0, value)
    assert box.loss(game) == 0
    for y in game.inputs:
        assert box.probability_that(lambda a: majority_of(a, (0, 1, 2)) == value, y) == F(3, 4)


# The tables, written out.


@pytest.mark.parametrize(("nd", "nb"), [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)])
@pytest.mark.parametrize("target", [None, 0])
def test_the_xor_of_the_row_gives_five_eighths_at_all_sizes(nd: int, nb: int, target: int | None) -> None:
    """[R5.43] and k = 0 with probability 3/4."""
    statistics = grid_with_memory(RowXor(nd), "row", nd, nb, FOUR, few(FOUR, 1), [target], F(2, 5)).check()
    assert statistics.guessing_probability() == HALF + RowXor(nd).excess() == F(5, 8)
    assert sum(p for honest, p in statistics.honest("z").items() if honest.k == 0) == F(3, 4)
    assert all(honest.g == 1 for honest in statistics.honest("z"))


@pytest.mark.parametrize(("nd", "nb"), [(1, 2), (2, 1)])
def test_five_parties_and_all_their_inputs(nd: int, nb: int) -> None:
    """[R5.43] [R5.44] with a source that leans."""
    epsilon = F(2, 5)
    inputs = input_weights(FIVE, (1, 0, 0, 0, 0), epsilon)
    row = grid_with_memory(RowXor(nd), "row", nd, nb, FIVE, inputs, [0], epsilon)
    assert row.check().guessing_probability() == F(5, 8)
    column = grid_with_memory(Echo(nd), "column", nd, nb, FIVE, inputs, [0] * nd, epsilon)
    assert column.guessing_probability() == HALF + Echo(nd).excess("column", nb.bit_length() - 1, epsilon)


@pytest.mark.parametrize("selection", ["row", "column"])
@pytest.mark.parametrize(
    ("nd", "nb", "followers"),
    [(1, 1, 0), (1, 2, 0), (2, 1, 0), (2, 2, 0), (1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 2, 1), (2, 2, 2), (1, 4, 0)],
)
def test_the_echo_has_the_value_of_its_formula(selection: str, nd: int, nb: int, followers: int) -> None:
    """[R5.44] [R5.45]"""
    epsilon, log2_nb = F(1, 3), nb.bit_length() - 1
    targets = [0] * (nd if selection == "column" else 1)
    statistics = grid_with_memory(Echo(nd), selection, nd, nb, FOUR, few(FOUR, 1), targets, epsilon, followers)
    found = statistics.check().guessing_probability()
    assert found == HALF + Echo(nd).excess(selection, log2_nb, epsilon, followers)
    assert all(honest.g == 1 for honest in statistics.honest("z"))
    if followers >= nd:
        assert found == F(3, 4)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_derived_inputs_are_always_kept_and_give_five_eighths(count: int) -> None:
    """[R5.46] all inputs are in X."""
    statistics = all_distilled_with_memory(RunningXor(), count, FOUR, few(FOUR, 1)).check()
    assert statistics.guessing_probability() == HALF + RunningXor().excess(F(1)) == F(5, 8)


@pytest.mark.parametrize("count", [2, 3])
def test_local_inputs_tell_more_since_what_is_discarded_is_published(count: int) -> None:
    """[R5.46] the last quintuplet, if it is discarded, tells k."""
    kept, discarded = FOUR.inputs[0], next(x for x in product_of_bits(4) if FOUR.target(x) is None)
    chance = F(3, 5)
    statistics = all_distilled_with_memory(RunningXor(), count, FOUR, {kept: chance, discarded: 1 - chance}).check()
    none = (1 - chance) ** count
    # Given that some are kept, (15) is the mean of 1 - [the last is kept]/2; a run that keeps none aborts.
    expected = QUARTER * (chance / 2 + (1 - chance - none))
    assert statistics.guessing_probability() == HALF + expected
    assert RunningXor().excess(chance / (1 - none)) * (1 - none) == expected


def product_of_bits(length: int) -> Iterator[Bits]:
    for number in range(2**length):
        yield tuple(number >> (length - 1 - i) & 1 for i in range(length))


# What that does to the bounds: with R5.8 dropped each of them is false.


@pytest.mark.parametrize("theorem", ["row", "row-sharp"])
@pytest.mark.parametrize("epsilon", [HALF, F(9, 20), F(1, 10)])
def test_without_r5_8_the_row_bounds_are_overtaken(theorem: str, epsilon: Fraction) -> None:
    """[R5.8] [R5.43] at every size that is worth anything, here those planned for 2^-20."""
    size = plan(epsilon, F(1, 2**20), theorem=theorem).size
    assert bound(epsilon, size, theorem=theorem).excess.upper() < F(1, 2**19) < RowXor(1).excess()


@pytest.mark.parametrize("epsilon", [HALF, F(9, 20), F(2, 5), F(3, 10)])
def test_without_r5_8_the_column_bounds_are_overtaken(epsilon: Fraction) -> None:
    """[R5.8] [R5.44] within the grid itself, from two columns on; [R5.45] anything after the grid makes it 3/4."""
    size = plan(epsilon, F(1, 2**20), theorem="column").size
    assert isinstance(size, GridSize)
    found = bound(epsilon, size, theorem="column")
    assert found.excess.upper() < Echo(size.nd).excess("column", size.log2_nb, epsilon)
    assert Echo(size.nd).excess("column", size.log2_nb, epsilon, followers=size.nd) == QUARTER


def test_the_echo_within_the_grid_does_not_overtake_every_size() -> None:
    """[R5.44] what is true: near m = 1 and small epsilon it needs quintuplets after the grid."""
    epsilon, size = F(1, 10), GridSize(2000, 1)
    found = bound(epsilon, size, theorem="column-sharp").excess.lower()
    assert Echo(size.nd).excess("column", 1, epsilon) < found < QUARTER
    assert Echo(size.nd).excess("column", 1, epsilon, followers=size.nd) == QUARTER


# The literal protocol with such a device.


class Remembering:
    """A quintuplet of ``run_protocol`` that remembers all earlier ones; coins make the free outputs."""

    def __init__(self, device: MemoryDevice, coins: Iterator[int]) -> None:
        self.device, self.coins = device, coins
        self.past: list[int | None] = []

    def __call__(self, x: Bits) -> Bits:
        first = self.device.answer([majority for majority in self.past if majority is not None])
        middle = tuple(next(self.coins) for _ in range(3))
        box = fixed_output_box(FIVE, 0, first)
        a = next((first, *middle, last) for last in (0, 1) if box.probability((first, *middle, last), x))
        self.past.append(None if FIVE.target(x) is None else majority_of(a, (0, 1, 2)))
        return a


def coins(seed: int) -> Iterator[int]:
    """A few reproducible bits."""
    state = seed + 1
    while True:
        state = state * 6364136223846793005 + 1442695040888963407 & 2**64 - 1
        yield state >> 40 & 1


@pytest.mark.parametrize("seed", range(20))
def test_the_literal_protocol_publishes_k(seed: int) -> None:
    """[R5.45] with an echo the published outputs alone tell k, and no run aborts."""
    parameters = Parameters(quintuplets=60, nd=5, log2_nb=2, epsilon=HALF, selection=Selection.COLUMN, c=F(3))
    run = run_protocol(parameters, coins(seed), Remembering(Echo(parameters.nd), coins(seed + 1000)))
    outcome = run.outcome
    assert outcome.g == 1
    kept = [t for t, x in enumerate(run.transcript.inputs) if FIVE.target(x) is not None]
    told = 0
    for t in outcome.distilling:
        after = kept.index(t - 1) + parameters.nd
        assert after < len(kept)
        assert kept[after] + 1 not in outcome.distilling
        told ^= run.transcript.outputs[kept[after]][0]
    assert told == outcome.k


def test_rows_give_zero_three_times_out_of_four() -> None:
    """[R5.43] in the literal protocol; 400 runs, whose count of zeros has mean 300 and deviation 8.7."""
    parameters = Parameters(quintuplets=24, nd=4, log2_nb=1, epsilon=HALF, c=F(3))
    zeros = ran = 0
    for seed in range(400):
        run = run_protocol(parameters, coins(seed), Remembering(RowXor(parameters.nd), coins(seed + 10**6)))
        if run.outcome.abort is None:
            ran += 1
            zeros += run.outcome.k == 0
    assert ran > 300
    assert abs(zeros / ran - 0.75) < 0.1


# What is answered.


def test_the_last_cell_of_a_row_answers_for_the_row() -> None:
    """[R5.43]"""
    device = RowXor(3)
    pasts = [(), (1,), (1, 1), (1, 0), (0, 0, 0), (0, 0, 0, 1), (1, 1, 1, 1, 0), (1, 1, 1, 0, 0), (1, 1, 0, 1, None)]
    assert [device.answer(past) for past in pasts] == [0, 0, 0, 1, 0, 0, 1, 0, 1]


def test_a_cell_answers_what_the_cell_above_put_out() -> None:
    """[R5.44] 0 where there is none, or where that one was discarded."""
    device = Echo(2)
    pasts = [(), (1,), (1, 0), (0, 1), (1, 0, 0), (0, 1, 0), (0, 0, None, 1)]
    assert [device.answer(past) for past in pasts] == [0, 0, 1, 0, 0, 1, 0]


@pytest.mark.parametrize("selection", ["row", "column"])
@pytest.mark.parametrize("followers", range(5))
def test_followers_show_as_many_cells_as_they_are(selection: str, followers: int) -> None:
    """[R5.45]"""
    shown = Echo(3).excess(selection, 2, F(2, 5), followers)
    assert shown == Echo(3 - min(followers, 3)).excess(selection, 2, F(2, 5))


def test_what_is_published_of_a_grid() -> None:
    """[R5.64] of three columns: the inputs of the three cells chosen, the outputs of the three others."""
    game = GhzGame(3)
    statistics = grid_with_memory(Echo(3), "column", 3, 2, game, few(game, 1), [None] * 3, HALF).check()
    for honest in statistics.honest("z"):
        assert isinstance(honest.y, tuple)
        assert isinstance(honest.t, tuple)
        rows, told = honest.t
        assert (len(honest.y), len(rows), len(told)) == (3, 3, 3)


def test_party_1_is_the_one_who_answers() -> None:
    """[R5.44] 0 in the first row, where the second one is chosen."""
    game = GhzGame(3)
    statistics = grid_with_memory(Echo(1), "row", 1, 2, game, few(game, 1), [None], HALF)
    published = []
    for honest in statistics.honest("z"):
        assert isinstance(honest.t, tuple)
        rows, (told,) = honest.t
        published += [told] * (rows == (1,))
    assert {a[0] for a, _ in published} == {0}
    assert {a[1] for a, _ in published} == {0, 1}
