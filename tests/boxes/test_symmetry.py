"""Symmetries: that they are symmetries, that they form groups, and how much they identify [R2.15]."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from math import factorial
from operator import and_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of, weight
from freebit.boxes.box import Box, deterministic_box
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.boxes.symmetry import (
    Relabelling,
    Stabiliser,
    carrier,
    compose,
    inverse,
    orbits,
    signed_orbits,
    stabiliser,
    symmetries,
)

GAME = MerminGame()
TRIPLES = list(combinations(range(5), 3))
ENTRIES = list(product(all_bits(5), repeat=2))


def index(a: Bits, x: Bits) -> int:
    number = 0
    for output, setting in zip(a, x, strict=True):
        number = 4 * number + 2 * setting + output
    return number


def keeps_game(r: Relabelling, game: ParityGame) -> bool:
    """Whether every entry keeps its coefficient and its input stays asked or not asked."""
    for a, x in product(all_bits(game.parties), repeat=2):
        b, y = r.entry(a, x)
        if game.coefficient(a, x) != game.coefficient(b, y) or (x in game.inputs) != (y in game.inputs):
            return False
    return True


def keeps_function(r: Relabelling, game: ParityGame, x0: Bits, function: Callable[[Bits], int]) -> bool:
    """Whether x0 stays, and f on its winning outputs becomes itself or, as the relabelling says, its complement."""
    for a in game.winning_outputs(x0):
        b, y = r.entry(a, x0)
        if y != x0 or function(b) != function(a) ^ r.complements:
            return False
    return True


@cache
def group_of(x0: Bits, triple: tuple[int, ...]) -> Stabiliser:
    return stabiliser(GAME, x0, lambda a: majority_of(a, triple))


def generated(generators: tuple[Relabelling, ...], parties: int) -> set[Relabelling]:
    """The group that the generators generate."""
    zeros = (0,) * parties
    one = Relabelling(tuple(range(parties)), zeros, zeros, zeros)
    group, queue = {one}, [one]
    while queue:
        r = queue.pop()
        for g in generators:
            s = compose(g, r)
            if s not in group:
                group.add(s)
                queue.append(s)
    return group


@pytest.mark.parametrize("triple", TRIPLES, ids=str)
def test_order_is_96_and_there_are_39_orbits(triple: tuple[int, ...]) -> None:
    for x0 in GAME.inputs:
        group = group_of(x0, triple)
        assert group.order == 96
        assert group.complement is not None and group.complement.complements
        assert all(keeps_function(g, GAME, x0, lambda a: majority_of(a, triple)) for g in group.generators)
        everything = orbits([g.entry_map() for g in group.generators], 1024)
        assert len(set(everything)) == 39


def test_every_generator_keeps_the_game_entry_by_entry() -> None:
    generators = {g for x0 in GAME.inputs for triple in TRIPLES for g in group_of(x0, triple).generators}
    assert generators
    assert all(keeps_game(g, GAME) for g in generators)


def test_the_generators_generate_a_group_of_the_order_that_is_told() -> None:
    for x0, triple in [((1, 0, 0, 0, 0), (0, 1, 2)), ((1, 1, 1, 1, 1), (0, 2, 4)), ((0, 1, 0, 1, 1), (2, 3, 4))]:
        found = group_of(x0, triple)
        group = generated(found.generators, 5)
        assert len(group) == found.order == 96
        assert len(generated(found.keeping, 5)) == 48
        assert not any(g.complements for g in found.keeping)
        assert sum(g.complements for g in group) == 48


def test_the_order_by_brute_force_for_three_parties() -> None:
    """All 6 * 8 * 8 * 8 relabellings are tried."""
    game = MerminGame(3)
    x0 = (1, 0, 0)
    for function in (lambda a: a[0], lambda a: majority_of(a, (0, 1, 2)), lambda a: a[1] & a[2]):
        count = 0
        for order, shift, flip, twist in product(permutations(range(3)), all_bits(3), all_bits(3), all_bits(3)):
            r = Relabelling(order, shift, flip, twist)
            turned = Relabelling(order, shift, flip, twist, True)
            fits = keeps_function(r, game, x0, function) or keeps_function(turned, game, x0, function)
            count += fits and keeps_game(r, game)
        assert stabiliser(game, x0, function).order == count > 0


@pytest.mark.parametrize(
    ("game", "x0"), [(MerminGame(3), (1, 0, 0)), (MerminGame(7), (1,) * 7), (GhzGame(4), (1,) * 4)], ids=str
)
def test_other_games(game: ParityGame, x0: Bits) -> None:
    def function(a: Bits) -> int:
        return int(weight(a) % 4 < 2)

    group = stabiliser(game, x0, function)
    assert group.generators
    assert (group.order is None) == (game.parties > 6)
    if game.parties < 7:
        assert all(keeps_game(g, game) for g in group.generators)
    else:
        words = all_bits(game.parties)[::5]
        for g, a, x in product(group.generators[:8], words[::7], words):
            b, y = g.entry(a, x)
            assert game.coefficient(a, x) == game.coefficient(b, y)
    assert all(keeps_function(g, game, x0, function) for g in group.generators)


@dataclass(frozen=True)
class ByTable(ParityGame):
    """A game with few symmetries: the right parity by input."""

    table: tuple[tuple[Bits, int], ...] = ()

    @property
    def name(self) -> str:
        return "table"

    def target(self, x: Bits) -> int | None:
        return dict(self.table).get(x)


GAMES = {
    "mermin": MerminGame(3),
    "two parties of three": ByTable(3, tuple((x, x[0] & x[1]) for x in all_bits(3))),
    "a linear part": ByTable(3, tuple((x, x[0] ^ (x[1] & x[2])) for x in all_bits(3))),
    "a linear form": ByTable(3, tuple((x, x[0] ^ x[2]) for x in all_bits(3))),
    "an idle party": ByTable(3, (((0, 0, 0), 0), ((0, 0, 1), 1), ((0, 1, 0), 0))),
    "chsh": ByTable(2, tuple((x, x[0] & x[1]) for x in all_bits(2))),
    "no complements": ByTable(2, (((0, 0), 0), ((0, 1), 1), ((1, 1), 1))),
    "one input": ByTable(2, (((1, 0), 1),)),
}


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
def test_symmetries_are_all_relabellings_that_keep_the_game(game: ParityGame) -> None:
    """[R2.15] against all that there are, by every permutation of the parties."""
    words = all_bits(game.parties)
    for order in permutations(range(game.parties)):
        every = (Relabelling(order, shift, flip, twist) for shift, flip, twist in product(words, repeat=3))
        found = list(symmetries(game, order))
        assert sorted(map(str, found)) == sorted(str(r) for r in every if keeps_game(r, game))


@pytest.mark.parametrize("name", ["mermin", "a linear part", "a linear form", "two parties of three"])
def test_stabilisers_of_games_that_need_twists(name: str) -> None:
    """[R2.15] with a function that changes with outputs and so needs flips."""
    game = GAMES[name]
    for x0 in game.inputs:
        for function in (lambda a: a[0] & (1 - a[1]), lambda a: a[2] & (1 - a[1]), lambda a: a[0] | (1 - a[2])):
            for g in stabiliser(game, x0, function, everywhere=True).generators:
                assert {*g.flip, *g.twist, *g.shift} <= {0, 1}
                assert keeps_game(g, game)
                assert keeps_function(g, game, x0, function)


def test_exchanges_of_symmetric_functions_are_found_for_seven_parties() -> None:
    game = MerminGame(7)
    group = stabiliser(game, (1,) * 7, lambda a: int(weight(a) % 4 == 2))
    images = [[g.order.index(old) for old in range(7)] for g in group.generators]
    assert len(set(orbits(images, 7))) == 1


def test_exchanges_beside_each_other_are_found_for_seven_parties() -> None:
    """One that joins two parties says nothing of the parties between them."""
    group = stabiliser(MerminGame(7), (1,) * 7, lambda a: (a[0] & a[3]) ^ (a[1] & a[2] & a[4]), everywhere=True)
    images = [[g.order.index(old) for old in range(7)] for g in group.generators]
    assert orbits(images, 7) == [0, 1, 1, 0, 1, 5, 5]


def test_x0_must_be_asked() -> None:
    with pytest.raises(ValueError, match="is not asked by the game"):
        stabiliser(GAME, (0,) * 5, lambda a: a[0])
    with pytest.raises(ValueError, match="is not asked by the game"):
        carrier(GAME, (0, 1, 2, 3, 4), (1, 0, 0, 0, 0), (0,) * 5, keep=())


words = st.tuples(*[st.integers(0, 1)] * 4)
relabellings = st.builds(Relabelling, st.permutations(range(4)).map(tuple), words, words, words, st.booleans())


@given(relabellings, relabellings, words, words)
def test_composition_is_one_after_the_other(second: Relabelling, first: Relabelling, a: Bits, x: Bits) -> None:
    assert compose(second, first).entry(a, x) == second.entry(*first.entry(a, x))
    assert compose(second, first).complements == (second.complements != first.complements)


@given(relabellings, relabellings, relabellings)
def test_composition_is_associative(r: Relabelling, s: Relabelling, t: Relabelling) -> None:
    assert compose(r, compose(s, t)) == compose(compose(r, s), t)


@given(relabellings, words, words)
def test_inverse_undoes(r: Relabelling, a: Bits, x: Bits) -> None:
    assert inverse(r).entry(*r.entry(a, x)) == (a, x)
    assert r.entry(*inverse(r).entry(a, x)) == (a, x)
    assert inverse(inverse(r)) == r
    assert compose(r, inverse(r)).entry(a, x) == (a, x)


@given(relabellings)
def test_entry_map_lists_the_images(r: Relabelling) -> None:
    images = r.entry_map()
    assert sorted(images) == list(range(256))
    for a, x in product(all_bits(4), repeat=2):
        assert images[index(a, x)] == index(*r.entry(a, x))


def correlator(box: Box, slots: tuple[int, ...]) -> Fraction:
    """The expectation of the product of (-1)^{a_i}: slot 0 leaves the party out, 1 and 2 are inputs 0 and 1."""
    x = tuple(max(slot - 1, 0) for slot in slots)
    found = Fraction(0)
    for a in all_bits(box.parties):
        parity = sum(bit for bit, slot in zip(a, slots, strict=True) if slot) % 2
        found += -box.probability(a, x) if parity else box.probability(a, x)
    return found


small = st.tuples(*[st.integers(0, 1)] * 3)


@given(st.builds(Relabelling, st.permutations(range(3)).map(tuple), small, small, small), small, small)
def test_correlator_map_moves_the_correlators(r: Relabelling, zero: Bits, one: Bits) -> None:
    box = deterministic_box(zero, one)
    moved = Box(3, {r.entry(a, x): value for (a, x), value in box.entries().items()})
    slots = list(product(range(3), repeat=3))
    assert len(r.correlator_map()) == len(slots)
    for place, (image, sign) in enumerate(r.correlator_map()):
        assert correlator(moved, slots[image]) == sign * correlator(box, slots[place]) != 0


@pytest.mark.parametrize("x0", [(1, 0, 0, 0, 0), (1, 1, 1, 0, 0)], ids=format_bits)
def test_carriers_reach_every_input_and_triple(x0: Bits) -> None:
    start = (0, 1, 2)
    for triple in TRIPLES:
        rest = [party for party in range(5) if party not in triple]
        order = tuple([0, 1, 2, 3, 4][[*triple, *rest].index(new)] for new in range(5))
        for y0 in GAME.inputs:
            r = carrier(GAME, order, x0, y0, keep=triple)
            assert keeps_game(r, GAME)
            for a in GAME.winning_outputs(x0):
                b, y = r.entry(a, x0)
                assert y == y0
                assert majority_of(b, triple) == majority_of(a, start)


@pytest.mark.parametrize(("keep", "last"), [((), 4), ((4,), 3), ((0, 1, 2), 4), ((1, 2, 3, 4), 0)])
def test_a_carrier_flips_at_most_the_last_of_the_others(keep: tuple[int, ...], last: int) -> None:
    x0, order = (1, 1, 1, 0, 0), (4, 2, 0, 1, 3)
    for y0 in GAME.inputs:
        flipped, y = carrier(GAME, order, x0, y0, keep).entry((0,) * 5, x0)
        change = GAME.target(x0) != GAME.target(y0)
        assert (flipped, y) == (tuple(int(change and party == last) for party in range(5)), y0)


def test_no_generator_is_in_vain() -> None:
    """Each permutation among them at least doubles the group of those before it."""
    groups = [group_of((1, 0, 0, 0, 0), (0, 1, 2)), group_of((1, 1, 1, 1, 1), (0, 2, 4))]
    groups += [stabiliser(MerminGame(n), (1,) * n, lambda a: int(weight(a) % 4 == 2)) for n in (5, 7)]
    for group in groups:
        n = len(group.generators[0].order)
        orders = [g.order for g in group.generators if g.order != tuple(range(n))]
        assert 2 ** len(orders) <= factorial(n)
        assert n < 7 or len(orders) == n - 1
        assert Relabelling(tuple(range(n)), (0,) * n, (0,) * n, (0,) * n) not in group.generators
        assert len(set(group.generators)) == len(group.generators)


def test_all_permutations_are_tried_up_to_six_parties() -> None:
    """[R2.15] what does not depend on the outputs keeps all: 2^5 flips, 720 permutations, and the twists."""
    game = GhzGame(6)
    found = stabiliser(game, (1,) * 6, lambda a: 0)
    flips = [g for g in found.generators if g.order == tuple(range(6)) and not any(g.twist)]
    assert len(flips) == 5 and len(generated(tuple(flips), 6)) == 2**5
    twists = [t for t in all_bits(6) if all(sum(map(and_, t, x)) % 2 == 0 for x in differences(game))]
    assert found.order == 2**5 * 720 * len(twists)


def differences(game: ParityGame) -> list[Bits]:
    """What inputs add to the first."""
    first, *others = game.inputs
    return [tuple(p ^ q for p, q in zip(first, x, strict=True)) for x in others]


def test_there_is_no_carrier_that_flips_nobody() -> None:
    with pytest.raises(ValueError, match="no symmetry of the game"):
        carrier(GAME, (0, 1, 2, 3, 4), (1, 0, 0, 0, 0), (1, 1, 1, 0, 0), keep=range(5))


def test_orbits_of_a_rotation_and_a_swap() -> None:
    assert orbits([[1, 2, 0, 3, 4, 5]], 6) == [0, 0, 0, 3, 4, 5]
    assert orbits([[1, 2, 0, 3, 4, 5], [0, 1, 2, 3, 5, 4]], 6) == [0, 0, 0, 3, 4, 4]
    assert orbits([], 3) == [0, 1, 2]


def test_signed_orbits_cancel() -> None:
    swap = [(1, -1), (0, -1), (2, 1)]
    assert signed_orbits([swap], 3) == [(0, 1), (0, -1), (2, 1)]
    assert signed_orbits([swap, [(1, 1), (0, 1), (2, 1)]], 3) == [(0, 0), (0, 0), (2, 1)]
    assert signed_orbits([[(0, -1)]], 1) == [(0, 0)]
    assert signed_orbits([[(1, -1), (2, -1), (0, 1)]], 3) == [(0, 1), (0, -1), (0, 1)]
    assert signed_orbits([[(1, -1), (0, -1)], [(0, 1), (1, -1)]], 2) == [(0, 0), (0, 0)]
