"""Each step of the proof of the tested protocol's bound, exactly, for one and two cells of the toy game [R5.71]."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.boxes.box import Box
from tests.theorem.toy import TOY_BOXES, ToyGame, load, loop_vector, toy_key, words

F = Fraction
ZERO, ONE = F(0), F(1)
GAME = ToyGame()
EPSILONS = (F(1, 2), F(2, 5), F(1, 5))
Row = dict[tuple[Bits, Bits], Fraction]
Rho = Callable[[int, int], Fraction]


def part(y: Bits, wrong: bool) -> Row:
    """m'_y, or m''_y: (-1)^f at the right, or the wrong, entries (a,y)."""
    return {(a, y): F((-1) ** toy_key(a)) for a in words(2) if bool(GAME.coefficient(a, y)) is wrong}


def support(row: Row) -> Row:
    return {entry: abs(value) for entry, value in row.items()}


def plus(*terms: tuple[Fraction, Row]) -> Row:
    total: Row = {}
    for factor, row in terms:
        for entry, value in row.items():
            total[entry] = total.get(entry, ZERO) + factor * value
    return total


def times(first: Row, second: Row) -> Row:
    return {(a + b, x + z): p * q for (a, x), p in first.items() for (b, z), q in second.items()}


def u_of(epsilon: Fraction) -> Fraction:
    """[R5.72] right loads are 0, wrong ones K - 1: at y itself nothing is left.  That is epsilon^2."""
    return 1 / load(epsilon)


def pure(y: Bits) -> Row:
    """G_y ~ m'_y with V_y = 0: once around the inputs, less the wrong part at y."""
    return plus((ONE, loop_vector(y)), (-ONE, part(y, wrong=True)))


def mixed(y: Bits, epsilon: Fraction) -> Row:
    """[R5.72] as much of it, w = 1/(1 - A + B) = u, as makes all loads at most 1 - u; the rest is trivial."""
    w = u_of(epsilon)
    return plus((w, pure(y)), (1 - w, part(y, wrong=False)))


def at_most(j: int, tolerance: int, u: Fraction) -> Fraction:
    """b(j,T) = P[Bin(j,u) <= T]."""
    return sum((comb(j, i) * u**i * (1 - u) ** (j - i) for i in range(min(tolerance, j) + 1)), ZERO)


def best_rho(epsilon: Fraction) -> Rho:
    u = u_of(epsilon)
    return lambda j, t: at_most(j - 1, t - 1, u) / at_most(j - 1, t, u)


def exact(ys: tuple[Bits, ...], tolerance: int) -> Row:
    """F_{j,T}(y), from its definition: the patterns with at most T wrong cells."""
    patterns = [p for p in product((False, True), repeat=len(ys)) if sum(p) <= tolerance]
    total: Row = {}
    for pattern in patterns:
        row: Row = {((), ()): ONE}
        for y, wrong in zip(ys, pattern, strict=True):
            row = times(row, part(y, wrong))
        total = plus((ONE, total), (ONE, row))
    return total


def replaced(ys: tuple[Bits, ...], tolerance: int, epsilon: Fraction, rho: Rho, *, bound: bool = False) -> Row:
    """Step 1: m' replaced by rho m' + (1-rho) G, cell by cell; or D, which it is at most in size."""
    if tolerance < 0:
        return {}
    if not ys:
        return {((), ()): ONE}
    y, j = ys[0], len(ys)
    size = support if bound else dict
    share = rho(j, tolerance)
    right = plus((share, size(part(y, wrong=False))), (1 - share, size(mixed(y, epsilon))))
    return plus(
        (ONE, times(right, replaced(ys[1:], tolerance, epsilon, rho, bound=bound))),
        (ONE, times(size(part(y, wrong=True)), replaced(ys[1:], tolerance - 1, epsilon, rho, bound=bound))),
    )


def acted(row: Row, box: Box) -> Fraction:
    return sum((value * box.probability(a, x) for (a, x), value in row.items()), ZERO)


def inputs(cells: int) -> Iterator[tuple[Bits, ...]]:
    return product(words(2), repeat=cells)


def charged(cells: int, tolerance: int, epsilon: Fraction, rho: Rho) -> Row:
    """Steps 3 and 4: the sum over y of D(b,x) r^d(y,x)."""
    r = (1 - epsilon) / epsilon
    total: Row = {}
    for ys in inputs(cells):
        flat = sum(ys, ())
        for (b, x), value in replaced(ys, tolerance, epsilon, rho, bound=True).items():
            distance = sum(p != q for p, q in zip(x, flat, strict=True))
            total[b, x] = total.get((b, x), ZERO) + value * r**distance
    return total


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_step_1_what_is_replaced_acts_alike_and_is_bounded(data: st.DataObject) -> None:
    """On correlated boxes too, and for any rho."""
    epsilon = data.draw(st.sampled_from(EPSILONS))
    cells, tolerance = data.draw(st.sampled_from([(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]))
    share = data.draw(st.sampled_from([ZERO, F(1, 3), ONE]))
    ys = tuple(data.draw(st.sampled_from(words(2))) for _ in range(cells))
    box = data.draw(st.sampled_from(TOY_BOXES))
    if cells == 2:
        others = [data.draw(st.sampled_from(TOY_BOXES)) for _ in range(3)]
        box = box.product(others[0]).mixture(others[1].product(others[2]), data.draw(st.sampled_from([ONE, F(1, 3)])))
    row = replaced(ys, tolerance, epsilon, lambda j, t: share)
    assert acted(row, box) == acted(exact(ys, tolerance), box)
    above = replaced(ys, tolerance, epsilon, lambda j, t: share, bound=True)
    assert all(abs(value) <= above.get(entry, ZERO) for entry, value in row.items())
    assert abs(acted(exact(ys, tolerance), box)) <= acted(above, box)


def test_step_1_needs_boxes_that_do_not_signal() -> None:
    """[R5.8] a box whose first output tells the second input."""
    box = Box.from_function(2, lambda a, x: int(a == (x[1], x[1] ^ (x[0] & x[1]))))
    assert box.violation() is not None
    assert any(acted(pure(y), box) != acted(part(y, wrong=False), box) for y in words(2))


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize(("cells", "tolerance"), [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (3, 1)])
def test_step_4_the_sum_over_inputs_is_at_most_the_binomial(epsilon: Fraction, cells: int, tolerance: int) -> None:
    found = charged(cells, tolerance, epsilon, best_rho(epsilon))
    assert max(found.values()) == at_most(cells, tolerance, u_of(epsilon))


@pytest.mark.parametrize("share", [ZERO, F(1, 2), ONE])
def test_step_4_needs_the_rho_of_the_proof(share: Fraction) -> None:
    """Any other share makes some sum larger."""
    found = charged(2, 1, F(2, 5), lambda j, t: share)
    assert max(found.values()) > at_most(2, 1, u_of(F(2, 5)))


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_the_bound_falls_with_the_number_of_cells(epsilon: Fraction) -> None:
    u = u_of(epsilon)
    assert all(at_most(j + 1, t, u) <= at_most(j, t, u) for j in range(1, 9) for t in range(j))


@pytest.mark.parametrize("epsilon", EPSILONS)
def test_loads_of_the_mixed_certificate(epsilon: Fraction) -> None:
    """[R5.72] both sides bear exactly 1 - u."""
    one = charged(1, 0, epsilon, lambda j, t: ZERO)
    sides = [max(v for (b, x), v in one.items() if bool(GAME.coefficient(b, x)) is wrong) for wrong in (False, True)]
    assert sides == [1 - u_of(epsilon)] * 2
    assert prod(sides) == (1 - u_of(epsilon)) ** 2
