"""The search for row selection, compared with trying all, and its steps each by itself [R5.53] [R5.57]."""

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import ceil, floor, log

import pytest

from freebit.theorem import rows
from freebit.theorem.enclosure import Enclosure, UndecidedError
from freebit.theorem.frontier import Chain, Mixture
from freebit.theorem.model import Found
from freebit.theorem.sizes import GridSize
from tests.theorem.given import library, point
from tests.theorem.test_frontier import lowest

F = Fraction
Pairs = list[tuple[Fraction, Fraction]]
FULL = [(F(1, 2), F(3)), (F(2, 3), F(5, 4)), (F(1), F(0))]
STEEP = [(F(1, 4), F(40)), (F(1, 2), F(9)), (F(9, 10), F(1, 3))]
ONE = [(F(3, 4), F(5, 3))]
SHORT = [(F(1, 3), F(2)), (F(1, 2), F(2, 3))]


def boundary(pairs: Pairs) -> Chain:
    return library(*pairs).chain(F(1, 3))


@cache
def root(aim: Fraction, nd: int) -> Fraction:
    """The largest multiple of 2^-80 with a power that is at most the aim."""
    low, high = 0, 2**81
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if F(middle, 2**80) ** nd <= aim else (low, middle)
    return F(low, 2**80)


def needed(pairs: Pairs, epsilon: Fraction, aim: Fraction, nd: int) -> int | None:
    """The least m with q (alpha + K)^Nd <= aim, at the largest alpha with alpha^Nd <= aim; exact but for the root."""
    alpha = min(root(aim, nd), max(alpha for alpha, _ in pairs))
    if (load := lowest(pairs, alpha)) is None:
        return None
    m, full = 0, (alpha + load) ** nd
    while full > aim:
        m, full = m + 1, full * (1 - epsilon)
    return m


#: Boundaries, epsilon and aims that are asked for.
CASES = [
    (FULL, F(1, 3), F(1, 5)),
    (FULL, F(9, 20), F(1, 50)),
    (FULL, F(1, 2), F(1, 30)),
    (STEEP, F(2, 5), F(1, 10)),
    (STEEP, F(9, 20), F(1, 400)),
    (ONE, F(1, 2), F(1, 10)),
    (SHORT, F(1, 4), F(1, 20)),
    (FULL, F(1, 3), F(3, 2)),
    # With more columns m rises at first, and falls then; nine and more columns are needed; alpha is 1.
    ([(F(3, 4), F(33, 4)), (F(91, 100), F(1, 9)), (F(1), F(0))], F(1, 5), F(1, 50)),
    ([(F(1, 4), F(31, 4)), (F(13, 25), F(5, 6)), (F(1), F(0))], F(2, 5), F(1, 50)),
    ([(F(9, 10), F(2)), (F(1), F(0))], F(9, 20), F(1, 3)),
    ([(F(1), F(2))], F(1, 3), F(3, 2)),
]


@pytest.mark.parametrize(("pairs", "epsilon", "aim"), CASES)
def test_the_least_m_for_some_columns(pairs: Pairs, epsilon: Fraction, aim: Fraction) -> None:
    """[R5.53]"""
    for nd in (1, 2, 3, 5, 8, 13, 30):
        m = needed(pairs, epsilon, aim, nd)
        if m is None:
            with pytest.raises(UndecidedError) as refusal:
                rows._sharp_at(boundary(pairs), epsilon, aim, nd)
            assert str(refusal.value) == f"the least log2 Nb at Nd = {nd} was not decided"
        else:
            found, best = rows._sharp_at(boundary(pairs), epsilon, aim, nd)
            assert found == m and best.alpha**nd <= aim
            assert (1 - epsilon) ** m * (best.alpha + best.K) ** nd <= aim


def test_where_a_vertex_is_just_good_enough() -> None:
    """[R5.53] alpha^Nd = aim; a little less than it is not enough, which takes more bits to see."""
    chain, aim = boundary(FULL), F(2, 3) ** 6
    m, best = rows._sharp_at(chain, F(1, 3), aim, 6)
    assert best == chain.vertices[1] and m == needed(FULL, F(1, 3), aim + F(1, 2**70), 6)
    near, lower = F(1, 2**400), boundary(FULL[1:])
    assert rows._sharp_at(lower, F(1, 3), aim, 6) == (m, lower.vertices[0])
    with pytest.raises(UndecidedError, match=r"^the least log2 Nb at Nd = 6 was not decided$"):
        rows._sharp_at(lower, F(1, 3), aim - near, 6)
    # A real number that is whole is enough; one that is a little larger is not.
    whole = boundary([(F(1, 4), F(7, 4))])
    for shift, expected in ((near, 8), (F(0), 8), (-near, 9)):
        assert rows._sharp_at(whole, F(1, 2), F(1, 16) + shift, 4)[0] == expected
    for aim in (F(1), F(3, 2), F(9, 4)):
        assert rows._sharp_at(boundary(FULL), F(1, 3), aim, 5) == (0, boundary(FULL).vertices[-1])


def test_where_a_number_of_bits_is_just_enough() -> None:
    """[R5.53] be it 0; what no precision tells is decided exactly if it is enough."""
    assert rows._sharp_at(boundary([(F(1, 4), F(1, 4))]), F(1, 2), F(1, 16), 4)[0] == 0
    near, whole = F(1, 2**13000), boundary([(F(1, 4), F(7, 4))])
    assert rows._sharp_at(whole, F(1, 2), F(1, 16) + near, 4)[0] == 8
    with pytest.raises(UndecidedError, match=r"^the least log2 Nb at Nd = 4 was not decided$"):
        rows._sharp_at(whole, F(1, 2), F(1, 16) - near, 4)
    # (2/3)^3, (2/3)^4 of what is 1.
    flat = boundary([(F(1, 2), F(1, 2))])
    for m in (3, 4):
        for shift, expected in ((F(1, 2**400), m), (F(0), m), (-F(1, 2**400), m + 1)):
            assert rows._sharp_at(flat, F(1, 3), F(2, 3) ** m + shift, 9)[0] == expected


def test_a_number_of_bits_that_is_very_large() -> None:
    """[R5.53] is not decided at once, and no power of it is worked out."""
    epsilon, aim = F(1, 3**95), F(1, 10)
    with localcontext() as context:
        context.prec = 200
        exact = (7 * (Decimal(29) / 12).ln() + Decimal(10).ln()) / -(1 - Decimal(3) ** -95).ln()
    m, best = rows._sharp_at(boundary([(F(2, 3), F(7, 4))]), epsilon, aim, 7)
    assert m == ceil(exact) and (best.alpha, best.K) == (F(2, 3), F(7, 4))


def test_a_vertex_inside_an_interval() -> None:
    """[R5.53] is taken if its power meets the aim; else the lower end."""
    chain = boundary(FULL)
    for low, high, aim, taken in (
        (F(1, 2), F(1, 2), F(1, 4), F(1, 2)),
        (F(1, 3), F(3, 4), F(1, 4), F(1, 2)),
        (F(1, 3), F(1, 2), F(1, 5), F(1, 3)),
        (F(3, 5), F(2, 3), F(4, 9), F(2, 3)),
        (F(3, 5), F(2, 3), F(4, 9) - F(1, 99), F(3, 5)),
        (F(2, 3), F(4, 5), F(4, 9), F(2, 3)),
        (F(7, 10), F(4, 5), F(9, 10), F(7, 10)),
        (F(2, 5), F(9, 20), F(9, 10), F(2, 5)),
        # The first of two.
        (F(2, 5), F(3, 4), F(4, 9), F(1, 2)),
        (F(1, 2), F(3, 4), F(4, 9), F(1, 2)),
    ):
        assert rows._snap(chain, low, high, 2, aim) == taken


def test_the_real_number_of_source_bits() -> None:
    """[R5.53] with (1-epsilon)^m (alpha+K)^Nd = aim."""
    for nd, aim, numbers in ((1, F(1, 3), point(F(1, 2), 5)), (7, F(1, 9), point(F(3, 4), F(1, 5)))):
        made = rows._rows_needed(F(2, 5), aim, nd, numbers)
        exact = (nd * log(numbers.alpha + numbers.K) - log(aim)) / -log(1 - 0.4)
        assert float(made.lower()) == pytest.approx(exact) and float(made.upper()) == pytest.approx(exact)


def vertex_needs(pairs: Pairs, epsilon: Fraction, aim: Fraction) -> list[tuple[Fraction, int]]:
    """Once more in floating point."""
    length = log(aim) / log(1 - epsilon)
    found = [(a, max(0, floor(length * log(1 + k / a) / -log(a)))) for a, k in pairs if a < 1]
    if pairs[-1][0] == 1 and len(pairs) > 1:
        a, k = pairs[-2]
        found.append((F(1), max(0, floor(length * k / (1 - a)))))
    return found


@pytest.mark.parametrize(("pairs", "epsilon", "aim"), CASES)
def test_what_the_vertices_need(pairs: Pairs, epsilon: Fraction, aim: Fraction) -> None:
    """[R5.53] at each the same whatever Nd is, and at the last what an edge tends to."""
    assert rows._vertex_needs(boundary(pairs), epsilon, aim) == vertex_needs(pairs, epsilon, aim)
    assert rows._vertex_needs(boundary([(F(1), F(2))]), epsilon, aim) == []
    low = [(F(1, 4), F(5)), (F(1), F(0))]
    assert rows._vertex_needs(boundary(low), epsilon, aim) == vertex_needs(low, epsilon, aim)


def test_what_a_vertex_needs_is_told_with_192_bits() -> None:
    """[R5.53] that is less by one where the real number is a whole one and a little more."""
    for bits, least in ((100, 2), (400, 1)):
        barely = boundary([(F(1, 2), F(1, 2) + F(1, 2**bits))])
        assert rows._vertex_needs(barely, F(1, 2), F(1, 4)) == [(F(1, 2), least)]


def least(pairs: Pairs, epsilon: Fraction, aim: Fraction, accepts: Callable[[int, int], bool], most: int) -> Fraction:
    """The least Nd 2^m, as a number, of what is accepted and meets the aim; by trying up to ``most`` columns."""
    found = []
    for nd in range(1, most + 1):
        m = needed(pairs, epsilon, aim, nd)
        if m is not None:
            while not accepts(nd, m):
                m += 1
            found.append(F(nd * 2**m))
    return min(found)


@pytest.mark.parametrize(("pairs", "epsilon", "aim"), CASES)
@pytest.mark.parametrize("reach", [0, 100, 130])
def test_the_least_of_what_is_accepted(pairs: Pairs, epsilon: Fraction, aim: Fraction, reach: int) -> None:
    """[R5.53] all of it, or from some m on that falls with Nd."""

    def accepts(nd: int, m: int) -> bool:
        return m * 9 >= reach - nd

    found = rows.least_of_rows(
        boundary(pairs), epsilon, aim, lambda nd, m, numbers: numbers if accepts(nd, m) else None
    )
    size, numbers = found.size, found.numbers
    assert size.nd * 2**size.log2_nb == least(pairs, epsilon, aim, accepts, size.nd + 9)
    assert accepts(size.nd, size.log2_nb)
    assert numbers.alpha**size.nd <= aim
    assert (1 - epsilon) ** size.log2_nb * (numbers.alpha + numbers.K) ** size.nd <= aim


def from_on(threshold: int) -> rows.Accepts:
    """What is accepted from some m on, and noted."""
    return lambda nd, m, numbers: point(F(1, 2), m) if m >= threshold else None


def test_the_least_m_that_is_accepted() -> None:
    """[R5.54] between two; the point is what was accepted there."""
    start = point(F(1, 2), 0)
    for low, high in ((0, 0), (0, 9), (3, 20), (7, 7)):
        for threshold in range(high + 1):
            least = max(low, threshold)
            made = rows._least_accepted(5, low, high, start, from_on(threshold))
            assert made == Found(GridSize(5, least), point(F(1, 2), least))
    with pytest.raises(UndecidedError, match=r"^what is accepted is not monotone at Nd = 5, log2 Nb = 9$"):
        rows._least_accepted(5, 2, 9, start, from_on(10))


def test_a_size_that_is_smaller_than_the_best() -> None:
    """[R5.54] the least m at this Nd, if some is accepted below the best; else the best."""
    start = point(F(1, 2), 0)
    for best_nd, best_m in ((1, 0), (3, 4), (8, 2), (7, 1), (16, 3), (1, 7)):
        best = Found(GridSize(best_nd, best_m), start)
        for nd in (1, 2, 3, 5, 7, 8, 9, 31, 64):
            for m in (0, 1, 3, 6):
                for threshold in (0, 1, 2, 4, 6, 9):
                    size = max(m, threshold)
                    made = rows._accepted_below(best, nd, m, start, from_on(threshold))
                    if nd * 2**size < best_nd * 2**best_m:
                        assert made == Found(GridSize(nd, size), point(F(1, 2), size))
                    else:
                        assert made is best


@pytest.mark.parametrize("target", [F(1, 2), F(5, 9), F(5, 8), F(2, 3), F(7, 10), F(1), F(2), F(1, 9)])
def test_a_point_of_least_value(target: Fraction) -> None:
    """[R5.57] sixty times an edge is halved, and its ends are looked at too."""
    chain, asked = boundary(FULL), []

    def value(numbers: Mixture, q: Enclosure, nd: int) -> Enclosure:
        assert nd == 7 and q.lower() <= F(3, 5) ** 4 <= q.upper()
        return abs(Enclosure.of(numbers.alpha - target))

    def rises(numbers: Mixture, left: Mixture, right: Mixture, q: Enclosure, nd: int) -> bool:
        assert nd == 7 and q.lower() <= F(3, 5) ** 4 <= q.upper() and (left, right) in chain.edges
        asked.append((left, right))
        return numbers.alpha > target

    best = rows.best_of_rows(chain, F(2, 5), GridSize(7, 4), value, rises)
    assert asked == [edge for edge in chain.edges for _ in range(60)]
    near = []
    for left, right in chain.edges:
        weight = F(floor((target - left.alpha) / (right.alpha - left.alpha) * 2**60), 2**60)
        weights = {F(0), F(1)} | {each for each in (weight, weight + F(1, 2**60)) if 0 <= each <= 1}
        near += [left.alpha + each * (right.alpha - left.alpha) for each in weights]
    assert abs(best.alpha - target) == min(abs(each - target) for each in near)


def falling(unit: Fraction) -> Callable[[Mixture, Enclosure, int], Enclosure]:
    """A value that falls by so much as alpha grows to 1."""
    return lambda numbers, q, nd: Enclosure.of(1 - numbers.alpha * unit)


def test_of_values_that_are_alike_the_first_is_taken() -> None:
    """[R5.57] the first vertex, if nothing is surely below it, or there is nothing else."""
    same = rows.best_of_rows(boundary(FULL), F(1, 3), GridSize(1, 1), lambda *_: Enclosure.of(1), lambda *_: True)
    assert same == boundary(FULL).vertices[0]
    alone = rows.best_of_rows(boundary(ONE), F(1, 3), GridSize(1, 1), lambda *_: Enclosure.of(1), lambda *_: True)
    assert alone == boundary(ONE).vertices[0]
    # With 192 bits.
    for bits, alpha in ((100, F(1)), (400, F(1, 2))):
        made = rows.best_of_rows(boundary(FULL), F(1, 3), GridSize(1, 1), falling(F(1, 2**bits)), lambda *_: False)
        assert made.alpha == alpha
    # Where the middle of an edge is of no use, its ends are.
    made = rows.best_of_rows(
        boundary(FULL), F(1, 3), GridSize(1, 1), lambda p, *_: Enclosure.of(-abs(p.alpha - F(2, 3))), lambda *_: False
    )
    assert made.alpha == 1


def test_the_limits() -> None:
    """[R5.53] [R5.57]"""
    assert (rows.HEADROOM, rows.BISECTIONS) == (8, 60)
