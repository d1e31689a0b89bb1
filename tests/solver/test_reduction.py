"""Boxes modulo symmetry: rows and orbits against boxes written out in full."""

from fractions import Fraction

import pytest

from freebit.boxes.bits import Bits, all_bits, majority_of
from freebit.boxes.box import Box, fixed_output_box, ghz_box
from freebit.boxes.entries import entry_of
from freebit.boxes.game import MerminGame
from freebit.boxes.symmetry import Relabelling, compose, stabiliser
from freebit.solver.reduction import Reduction

GAME = MerminGame()
X0 = (1, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def reduction() -> Reduction:
    return Reduction(GAME, stabiliser(GAME, X0, lambda a: majority_of(a, (0, 1, 2))).keeping)


def averaged(box: Box, reduction: Reduction) -> Box:
    """The box with each entry replaced by the mean over its orbit."""
    entries: dict[tuple[Bits, Bits], Fraction] = {}
    for members in reduction.entry_orbits.values():
        mean = sum((box.probability(*entry_of(i, 5)) for i in members), Fraction(0)) / len(members)
        entries |= {entry_of(i, 5): mean for i in members}
    return Box(5, entries)


def test_orbits_are_counted_by_burnside(reduction: Reduction) -> None:
    """The number of orbits is the mean number of entries that an element of the group keeps."""
    zeros = (0,) * 5
    one = Relabelling(tuple(range(5)), zeros, zeros, zeros)
    group, queue = {one}, [one]
    while queue:
        r = queue.pop()
        fresh = {compose(g, r) for g in reduction.generators} - group
        group |= fresh
        queue += fresh
    fixed = sum(image == i for r in group for i, image in enumerate(r.entry_map()))
    assert len(reduction.rows) == Fraction(fixed, len(group)) == 72
    kept = sum(sign * (image == i) for r in group for i, (image, sign) in enumerate(r.correlator_map()))
    assert reduction.variables == Fraction(kept, len(group)) == 22
    assert sorted(i for members in reduction.entry_orbits.values() for i in members) == list(range(1024))


def test_without_symmetry_there_are_all_correlators() -> None:
    full = Reduction(MerminGame(3), ())
    assert full.variables == 27
    assert len(full.rows) == 64


@pytest.mark.parametrize("box", [ghz_box(), fixed_output_box(GAME, 0, 0), fixed_output_box(GAME, 3, 1)], ids=str)
def test_rows_are_the_probabilities_of_averaged_boxes(reduction: Reduction, box: Box) -> None:
    mean = averaged(box, reduction)
    assert mean.violation() is None
    assert mean.loss(GAME) == 0
    value = [Fraction(1)] + [Fraction(0)] * (reduction.variables - 1)
    for place, (number, sign) in enumerate(reduction.correlators):
        slots = [place // 3 ** (4 - i) % 3 for i in range(5)]
        x = tuple(max(slot - 1, 0) for slot in slots)
        correlator = sum(
            (
                mean.probability(a, x) * (-1) ** sum(bit for bit, slot in zip(a, slots, strict=True) if slot)
                for a in all_bits(5)
            ),
            Fraction(0),
        )
        if sign == 0:
            assert correlator == 0
        else:
            value[number] = sign * correlator
    for least, row in reduction.rows.items():
        probability = sum((Fraction(c, 32) * v for c, v in zip(row, value, strict=True)), Fraction(0))
        assert probability == mean.probability(*entry_of(least, 5))


def test_orbits_lose_as_a_whole(reduction: Reduction) -> None:
    for least, members in reduction.entry_orbits.items():
        assert {reduction.loses(i) for i in members} == {reduction.loses(least)}
    assert reduction.spread({0: Fraction(1)}) == dict.fromkeys(reduction.entry_orbits[0], Fraction(1))
