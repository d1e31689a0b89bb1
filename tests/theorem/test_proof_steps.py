"""Each step of the proof in chapter 5, on exact random instances of the toy game [R5.12]-[R5.15] [R5.33] [R5.34]."""

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.boxes.box import Box, deterministic_box, pr_box, uniform_box
from freebit.security.guessing import Honest, Statistics
from freebit.theorem.hitting import hit
from tests.theorem.toy import KAPPA, TOY_BOXES, ToyGame, load, loop_vector, member, sharp_rate, toy_key, words

GAME = ToyGame()
HALF, ONE, ZERO = Fraction(1, 2), Fraction(1), Fraction(0)
PAIRS = words(2)
Vector = dict[tuple[Bits, Bits], Fraction]
BOXES = (
    *TOY_BOXES,
    pr_box().mixture(deterministic_box((0, 0), (0, 0)), Fraction(2, 3)),
)


@st.composite
def sources(draw: Callable[..., Any], bits: int, epsilon: Fraction) -> dict[tuple[int, ...], Fraction]:
    """A source of eq (1) [R5.7], not a product: weights that change by at most r when one bit flips."""
    ratio = (1 - epsilon) / epsilon
    centre = draw(st.tuples(*[st.integers(0, 1)] * bits))
    sign, reach = draw(st.sampled_from([1, -1])), draw(st.integers(0, bits))
    weights = {}
    for word in words(bits):
        d = sum(p != q for p, q in zip(word, centre, strict=True))
        weights[word] = ratio ** (sign * min(d, reach))
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


@st.composite
def devices(draw: Callable[..., Any], cells: int) -> Box:
    """A four-party (or larger) non-signalling box [R5.8]: a product of cells, mixed with another one."""
    first, second = (draw(st.tuples(*[st.sampled_from(range(len(BOXES)))] * cells)) for _ in range(2))
    weight = draw(st.sampled_from([ONE, HALF, Fraction(1, 3)]))
    made = []
    for choice in (first, second):
        box = BOXES[choice[0]]
        for number in choice[1:]:
            box = box.product(BOXES[number])
        made.append(box)
    return made[0].mixture(made[1], weight)


def distilled(pick: tuple[int, ...], nd: int, nb: int) -> list[int]:
    """The cells, by number column * Nb + row, that a selection word distils."""
    m = nb.bit_length() - 1
    picks = [int("".join(map(str, pick[i * m : (i + 1) * m])) or "0", 2) for i in range(nd)]
    return [column * nb + row for column, row in enumerate(picks)]


def run(
    nd: int,
    nb: int,
    parts: list[tuple[Fraction, Box]],
    source: dict[tuple[int, ...], Fraction],
    tells: tuple[Callable[[int], int], ...],
    tolerance: int = 0,
) -> tuple[Statistics, dict[int, Fraction]]:
    """The statistics on the grid of [R5.10], and what the right side of the master bound is made of.

    ``parts`` lists (probability, box) for the hidden variable; measurement z tells ``tells[z](variable)``;
    ``tolerance`` wrong cells are tolerated in all columns together [R4.28].
    """
    cells = nd * nb
    tables: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {z: {} for z in range(len(tells))}
    means: dict[int, Fraction] = {}
    for variable, (weight, box) in enumerate(parts):
        for (a, x), p in box.entries().items():
            for pick in words(nd * (nb.bit_length() - 1)):
                chance = weight * p * source[(*x, *pick)]
                inside = distilled(pick, nd, nb)
                outputs = [a[2 * c : 2 * c + 2] for c in range(cells)]
                inputs = [x[2 * c : 2 * c + 2] for c in range(cells)]
                wrong = [GAME.coefficient(o, i) for o, i in zip(outputs, inputs, strict=True)]
                g = int(sum(wrong[c] for c in range(cells) if c not in inside) <= tolerance)
                k = sum(toy_key(outputs[c]) for c in inside) % 2 if g else 0
                t = (pick, tuple((outputs[c], inputs[c]) for c in range(cells) if c not in inside))
                honest = Honest(k, tuple(inputs[c] for c in inside), t, g)
                for z, tell in enumerate(tells):
                    key = (honest, tell(variable))
                    tables[z][key] = tables[z].get(key, ZERO) + chance
                if g:
                    hits = sum(wrong[c] for c in inside)
                    means[hits] = means.get(hits, ZERO) + chance
    return Statistics(tables), means


def master(means: dict[int, Fraction], nd: int, alpha: Fraction, k: Fraction) -> Fraction:
    """1/2 + 1/4 E[g prod (alpha + K [wrong])]."""
    return HALF + sum((p * alpha ** (nd - h) * (alpha + k) ** h for h, p in means.items()), ZERO) / 4


TELLS = (lambda v: v % 2, lambda v: v // 2, lambda v: v, lambda v: 0)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_master_bound_holds_with_several_measurements(data: st.DataObject) -> None:
    """[R5.14] steps 1 to 3, the maximum over z included, for Nd = 1, Nb = 2 and correlated sources."""
    epsilon = data.draw(st.sampled_from([HALF, Fraction(2, 5), Fraction(1, 5)]))
    source = data.draw(sources(5, epsilon))
    parts = [(Fraction(1, 4), data.draw(devices(2))) for _ in range(4)]
    statistics, means = run(1, 2, parts, source, TELLS)
    found = statistics.check().guessing_probability()
    k, rate = load(epsilon), sharp_rate(epsilon, 1)
    for alpha in (ZERO, HALF, rate, ONE):
        assert found <= master(means, 1, alpha, (1 - alpha) * k)
    assert found <= HALF + rate / 4


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_the_master_bound_holds_for_two_columns(data: st.DataObject) -> None:
    """[R5.14] [R5.34] Nd = 2, Nb = 2, f = XOR, selections correlated with each other and the inputs."""
    epsilon = data.draw(st.sampled_from([HALF, Fraction(1, 3)]))
    source = data.draw(sources(10, epsilon))
    sharp = [BOXES[0], BOXES[2], BOXES[3]]
    parts = []
    for _ in range(2):
        box = data.draw(st.sampled_from(sharp))
        for _ in range(3):
            box = box.product(data.draw(st.sampled_from(sharp)))
        parts.append((HALF, box))
    statistics, means = run(2, 2, parts, source, (lambda v: v, lambda v: 0))
    found = statistics.guessing_probability()
    k, rate = load(epsilon), sharp_rate(epsilon, 1)
    for alpha in (ZERO, rate, ONE):
        assert found <= master(means, 2, alpha, (1 - alpha) * k)
    assert found <= HALF + rate**2 / 4


def test_a_measurement_outside_the_assumptions_breaks_the_master_bound() -> None:
    """[R5.9] boxes that see pick are excluded, and must be: they would exceed the bound."""
    epsilon = HALF
    right, wrong_box = pr_box(), deterministic_box((0, 0), (0, 0))
    table: dict[tuple[Honest, Hashable], Fraction] = {}
    for pick in (0, 1):
        box = wrong_box.product(right) if pick == 0 else right.product(wrong_box)
        for (a, x), p in box.entries().items():
            mine, other = (a[2 * pick : 2 * pick + 2], a[2 - 2 * pick : 4 - 2 * pick])
            y, other_x = (x[2 * pick : 2 * pick + 2], x[2 - 2 * pick : 4 - 2 * pick])
            key = (Honest(mine[0], y, (pick, other, other_x), 1), "e")
            table[key] = table.get(key, ZERO) + p / 32
    found = Statistics({"z": table}).check().guessing_probability()
    assert found == Fraction(3, 4) > HALF + sharp_rate(epsilon, 1) / 4


def acts(vectors: list[Vector], box: Box) -> Fraction:
    """The product of two vectors, one for each cell, on a box of both."""
    first, second = vectors
    return sum(
        (v * w * box.probability(a + b, x + y) for (a, x), v in first.items() for (b, y), w in second.items()), ZERO
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PAIRS), st.sampled_from(PAIRS), st.sampled_from([ZERO, HALF, Fraction(3, 4), ONE]), devices(2))
def test_steps_1_and_2_on_a_joint_box(y: tuple[int, ...], other_y: tuple[int, ...], alpha: Fraction, box: Box) -> None:
    """[R5.14] products of equivalent vectors act alike on the joint box, the entry-wise bound, and its expansion."""
    ys = (y, other_y)
    members = [member(each, alpha) for each in ys]
    wanted = [{(a, each): Fraction((-1) ** a[0]) for a in PAIRS} for each in ys]
    losses = [{(a, x): 1 - alpha for x in PAIRS for a in PAIRS if GAME.coefficient(a, x)} for _ in ys]
    difference = acts(wanted, box)
    # Step 1: m may be replaced by G, and |G| by alpha W + beta I.
    assert acts([majority for _, majority in members], box) == difference
    rooms = []
    for (scaled, majority), loss in zip(members, losses, strict=True):
        room = {e: scaled.get(e, ZERO) + loss.get(e, ZERO) for e in scaled.keys() | loss.keys()}
        assert all(abs(value) <= room.get(entry, ZERO) for entry, value in majority.items())
        rooms.append(room)
    whole = acts(rooms, box)
    assert abs(difference) <= whole
    # Step 2: the sum over the sets S of columns that carry beta I; elsewhere W drops the cell.
    expanded = alpha**2
    for cell in (0, 1):
        marginal = box.marginal((2 * cell, 2 * cell + 1))
        expanded += alpha * (1 - alpha) * marginal.loss(GAME)
    both_wrong = sum(
        (p for (a, x), p in box.entries().items() if GAME.coefficient(a[:2], x[:2]) & GAME.coefficient(a[2:], x[2:])),
        ZERO,
    )
    assert whole == expanded + (1 - alpha) ** 2 * both_wrong


def test_a_vector_that_is_not_equivalent_is_found_out() -> None:
    """Step 1 needs G ~ m: with one entry changed some box tells the two apart."""
    changed = loop_vector((0, 0))
    changed[(0, 1), (0, 0)] = Fraction(2)
    wanted: Vector = {(a, (0, 0)): Fraction((-1) ** a[0]) for a in PAIRS}
    box = uniform_box(2).product(deterministic_box((0, 0), (0, 0)))
    assert acts([loop_vector((0, 0)), wanted], box) == acts([wanted, wanted], box)
    assert acts([changed, wanted], box) != acts([wanted, wanted], box)


def test_the_toy_family_is_a_family() -> None:
    """Step 1's inequality on all deterministic boxes and PR boxes, whose hull is every box of two parties."""
    vertices = [deterministic_box(p, q) for p, q in product(PAIRS, PAIRS)]
    for r, s, t in product((0, 1), repeat=3):
        right = {x: (x[0] & x[1]) ^ (r & x[0]) ^ (s & x[1]) ^ t for x in PAIRS}
        vertices.append(Box(2, {(a, x): HALF for a in PAIRS for x in PAIRS if a[0] ^ a[1] == right[x]}))
    for box in vertices:
        for y in PAIRS:
            gap = box.probability_that(lambda a: 1 - a[0], y) - box.probability_that(lambda a: a[0], y)
            assert abs(gap) <= box.loss(GAME)
    assert sum(KAPPA) == 4


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_flipping_n_bits_changes_a_probability_by_at_most_r_to_the_n(data: st.DataObject) -> None:
    """[R5.12] and the marginals over the other bits keep it."""
    epsilon = data.draw(st.sampled_from([HALF, Fraction(2, 5), Fraction(1, 10)]))
    source = data.draw(sources(4, epsilon))
    ratio = (1 - epsilon) / epsilon
    for word, p in source.items():
        for other, q in source.items():
            assert p <= q * ratio ** sum(a != b for a, b in zip(word, other, strict=True))


def largest_mean(values: Sequence[Fraction | int], epsilon: Fraction) -> Fraction:
    """The most that a source, bit after bit, can make of the mean of ``values`` over the words in order."""
    if len(values) == 1:
        return Fraction(values[0])
    half = len(values) // 2
    zero, one = largest_mean(values[:half], epsilon), largest_mean(values[half:], epsilon)
    return (1 - epsilon) * max(zero, one) + epsilon * min(zero, one)


@pytest.mark.parametrize("epsilon", [HALF, Fraction(1, 4), Fraction(1, 10)])
@pytest.mark.parametrize("m", [1, 2, 3])
def test_the_most_that_a_source_gives_to_a_set(m: int, epsilon: Fraction) -> None:
    """[R5.15] M(m,s) is the maximum over all sets of s values, and is attained."""
    for size in range(2**m + 1):
        reached = max(largest_mean(values, epsilon) for values in product((0, 1), repeat=2**m) if sum(values) == size)
        assert reached == hit(epsilon, m, size)


def test_neither_a_subcube_nor_an_initial_segment_is_the_worst_set() -> None:
    """[R5.15]"""
    epsilon = Fraction(1, 4)
    assert hit(epsilon, 3, 4) == Fraction(27, 32)
    assert largest_mean((1, 1, 1, 1, 0, 0, 0, 0), epsilon) == Fraction(3, 4)


def column_factor(wrong: tuple[int, ...], chosen: int, w: int, alpha: Fraction, k: Fraction) -> Fraction:
    outside = sum(wrong) - wrong[chosen]
    return ZERO if outside > w else alpha + k * wrong[chosen]


@pytest.mark.parametrize("epsilon", [HALF, Fraction(1, 4)])
@pytest.mark.parametrize(("m", "w"), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)])
def test_step_5_for_every_pattern_of_wrong_cells(m: int, w: int, epsilon: Fraction) -> None:
    """[R5.34] the mean factor of a column, over the worst source, is at most the rate, which is attained."""
    for alpha, k in ((HALF, Fraction(5)), (Fraction(9, 10), HALF), (ONE, ZERO), (ZERO, Fraction(3))):
        free, caught = hit(epsilon, m, w), hit(epsilon, m, w + 1)
        rate = max(alpha + k * free, (alpha + k) * caught)
        reached = max(
            largest_mean([column_factor(wrong, pick, w, alpha, k) for pick in range(2**m)], epsilon)
            for wrong in product((0, 1), repeat=2**m)
        )
        assert reached == rate
        # [R5.36] [R5.33]
        assert rate <= alpha + k * caught


def test_a_tolerance_that_is_forgotten_is_overtaken() -> None:
    """With M(m,w) in place of M(m,w+1) the rate would be too small: a pattern of wrong cells exceeds it."""
    epsilon, m, w, alpha, k = Fraction(1, 4), 2, 1, HALF, ONE
    free = hit(epsilon, m, w)
    wrong_rate = max(alpha + k * hit(epsilon, m, 0), (alpha + k) * free)
    reached = max(
        largest_mean([column_factor(wrong, pick, w, alpha, k) for pick in range(2**m)], epsilon)
        for wrong in product((0, 1), repeat=2**m)
    )
    assert reached > wrong_rate


@pytest.mark.parametrize("epsilon", [HALF, Fraction(1, 4)])
def test_steps_5_and_6_for_two_columns(epsilon: Fraction) -> None:
    """[R5.32] [R5.34] all patterns on a 2 x 2 grid; selections may be correlated as a source can."""
    alpha, k = HALF, Fraction(3)
    q = 1 - epsilon
    rate = max(alpha, q * (alpha + k))
    column = row = ZERO
    for wrong in product((0, 1), repeat=4):
        first, second = wrong[:2], wrong[2:]
        values = [
            column_factor(first, pick, 0, alpha, k) * column_factor(second, j, 0, alpha, k)
            for pick, j in product((0, 1), repeat=2)
        ]
        column = max(column, largest_mean(values, epsilon))
        row = max(row, largest_mean([values[0], values[3]], epsilon))
    assert column == rate**2
    assert row == max(alpha**2, q * (alpha + k) ** 2)
    # [R5.36] [R5.31]
    assert row <= alpha**2 + q * ((alpha + k) ** 2 - alpha**2)
