"""Boxes of maximal violation modulo symmetry: the group is complete, the relations hold, functionals lift."""

from fractions import Fraction
from itertools import permutations, product

import pytest

from freebit.boxes.bits import Bits, all_bits, majority_of, parse_bits, weight
from freebit.boxes.box import Box, fixed_output_box, ghz_box
from freebit.boxes.entries import entry_of
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.boxes.symmetry import Relabelling, orbits, stabiliser
from freebit.solver.maximal_violation import MaximalViolation


def keeps(relabelling: Relabelling, game: ParityGame, x0: Bits, values: dict[Bits, int]) -> int | None:
    """Whether a relabelling keeps game and x0 and sends f to itself (0) or its complement (1); else None."""
    words = all_bits(game.parties)
    for x in words:
        images = [relabelling.entry(a, x) for a in words]
        if any((game.target(x) is None) != (game.target(image[1]) is None) for image in images):
            return None
        if any(game.coefficient(a, x) != game.coefficient(*image) for a, image in zip(words, images, strict=True)):
            return None
    turns = set()
    for a, value in values.items():
        image, setting = relabelling.entry(a, x0)
        if setting != x0:
            return None
        turns.add(value ^ values[image])
    return turns.pop() if len(turns) == 1 else None


@pytest.mark.parametrize(("game", "x0"), [(MerminGame(3), "100"), (MerminGame(3), "111")])
def test_the_group_is_all_there_is(game: ParityGame, x0: str) -> None:
    """[R2.15] trying every relabelling finds as many symmetries as ``stabiliser`` claims, and all generators."""
    n, at = game.parties, parse_bits(x0)

    def function(a: Bits) -> int:
        return a[0] if n == 3 else int(weight(a) % 4 == 2)

    values = {a: function(a) for a in game.winning_outputs(at)}
    group = stabiliser(game, at, function)
    for generator in group.generators:
        assert keeps(generator, game, at, values) == generator.complements
    for generator in group.keeping:
        assert keeps(generator, game, at, values) == 0
    every = {
        tuple(relabelling.entry_map())
        for order in permutations(range(n))
        for flip, twist in product(all_bits(n), repeat=2)
        for shift in [tuple(at[j] ^ at[i] for i, j in enumerate(order))]
        for relabelling in [Relabelling(order, shift, flip, twist)]
        if keeps(relabelling, game, at, values) is not None
    }
    assert group.order == len(every)


def test_orbits_are_those_of_the_group() -> None:
    """Images of the least index reach the whole orbit and nothing else."""
    images = [[1, 2, 0, 3, 5, 4, 6], [0, 1, 2, 3, 4, 5, 6]]
    assert orbits(images, 7) == [0, 0, 0, 3, 4, 4, 6]
    assert orbits([], 3) == [0, 1, 2]


@pytest.mark.parametrize("box", [ghz_box(), fixed_output_box(MerminGame(), 2, 1)])
def test_relations_hold_at_maximal_violation(box: Box) -> None:
    """Every variable is its class up to sign at any box of maximal violation; no group: all correlators."""
    game = MerminGame()
    boxes = MaximalViolation(game, ())
    assert (boxes.reduction.variables, boxes.classes) == (243, 47)
    correlators = _correlators(box)
    values: dict[int, Fraction] = {0: Fraction(1)}
    for value, unknown in zip(correlators, boxes.unknowns, strict=True):
        assert value == unknown.sign * values.setdefault(unknown.number, value * unknown.sign)


def test_a_lifted_functional_acts_as_it_should_on_all_boxes() -> None:
    """A relation, and a right answer beside it, given in the variables, come back as vectors that act alike."""
    game, x0 = MerminGame(), parse_bits("10000")
    boxes = MaximalViolation(game, stabiliser(game, x0, lambda a: majority_of(a, (0, 1, 2))).keeping)
    least = next(iter(boxes.rows))
    wrong = next(i for i in boxes.reduction.entry_orbits if boxes.reduction.loses(i))
    form = boxes.in_variables({least: Fraction(2), wrong: Fraction(-3)})
    vector = boxes.lifted(form, {least: Fraction(2)})
    assert any(game.coefficient(*entry) for entry in vector)
    for box in (ghz_box(), fixed_output_box(game, 0, 1).permuted((0, 3, 2, 1, 4)), _signalless_noise()):
        orbit = boxes.reduction.entry_orbits
        wanted = sum(
            (weight_ * sum((box.probability(*entry_of(i, 5)) for i in orbit[index]), Fraction(0)) / len(orbit[index]))
            for index, weight_ in ((least, Fraction(2)), (wrong, Fraction(-3)))
        )
        assert sum(value * box.probability(*entry) for entry, value in vector.items()) == wanted


def test_relabellings_that_contradict_the_game_are_refused() -> None:
    """Flipping one output of a party turns right answers into wrong ones."""
    flip = Relabelling((0, 1, 2), (0, 0, 0), (1, 0, 0), (0, 0, 0))
    with pytest.raises(ValueError, match="do not keep the game"):
        MaximalViolation(GhzGame(3), (flip,))


def _signalless_noise() -> Box:
    """A box that wins only sometimes, so that I = 1 entries count."""
    return fixed_output_box(MerminGame(), 1, 0).mixture(
        Box.from_function(5, lambda a, x: Fraction(int(a == (1, 0, 1, 1, 0)))), Fraction(2, 3)
    )


def _correlators(box: Box) -> list[Fraction]:
    """All correlators, by index in base 3."""
    found = []
    for slots in product((None, 0, 1), repeat=box.parties):
        x = tuple(slot or 0 for slot in slots)
        found.append(
            sum(
                (
                    (-1) ** sum(a[i] for i, slot in enumerate(slots) if slot is not None) * box.probability(a, x)
                    for a in all_bits(box.parties)
                ),
                Fraction(0),
            )
        )
    return found
