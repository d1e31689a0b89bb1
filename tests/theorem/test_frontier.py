"""Families, mixtures and the boundary, compared with all points and all pairs of them [R5.20]-[R5.24]."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from freebit.errors import InvalidError
from freebit.theorem.frontier import Chain, FamilyNumbers, LinearForm, Mixture, _turns_up, mix
from tests.theorem.given import point

F = Fraction
Pair = tuple[Fraction, Fraction]

LEFT = FamilyNumbers("left", F(1, 2), (F(1), F(0), F(3, 4)))
RIGHT = FamilyNumbers("right", F(3, 4), (F(1, 4), F(1, 2), F(0), F(1, 8), F(0)))
CLOUDS = [
    [(1, 9), (2, 5), (3, 3), (4, 2), (6, 1), (9, 0)],
    [(4, 4), (1, 9), (9, 1), (5, 5), (5, 4), (4, 5), (2, 6), (6, 2), (3, 5)],
    [(1, 7), (1, 5), (1, 6), (3, 3), (5, 1), (7, 1), (9, 9), (2, 4)],
    [(3, 8), (4, 8), (3, 9), (5, 8)],
    [(7, 7)],
    [(2, 2), (1, 6), (2, 2), (6, 1), (1, 6), (3, 3), (8, 0), (5, F(1, 2))],
]


def chain(cloud: Iterable[tuple[int | Fraction, int | Fraction]]) -> Chain:
    """The boundary of points alpha, K."""
    return Chain.of((FamilyNumbers(str(i), F(a), (F(k),)) for i, (a, k) in enumerate(cloud)), F(1))


def lowest(cloud: Iterable[tuple[int | Fraction, int | Fraction]], alpha: Fraction) -> Fraction | None:
    """The least K of all points, and all points of segments between two, with at most this alpha."""
    points = [(F(a), F(k)) for a, k in cloud]
    found = [k for a, k in points if a <= alpha]
    for (a, k), (b, m) in permutations(points, 2):
        if a < alpha < b:
            found.append(k + (alpha - a) / (b - a) * (m - k))
    return min(found, default=None)


def test_the_load_of_a_family() -> None:
    """[R5.13]"""
    assert LEFT.load(F(1)) == F(7, 4)
    assert RIGHT.load(F(3)) == F(1, 4) + F(3, 2) + F(27, 8)
    assert FamilyNumbers("none", F(1), ()).load(F(3)) == 0


def test_a_family_as_a_point() -> None:
    """[R5.24] [R6.63]"""
    made = Mixture.of(LEFT, F(3))
    assert (made.alpha, made.K, made.parts) == (F(1, 2), F(31, 4), ((F(1), LEFT),))
    assert made.kappa() == LEFT.kappa
    assert made.value((F(3), F(5))) == F(3, 2) + F(155, 4)
    assert made.document() == {"alpha": "1/2", "K": "31/4", "families": {"left": "1"}}
    assert made.lines() == [("alpha", "1/2"), ("K", "31/4"), ("families", "1 left")]


@pytest.mark.parametrize("weight", [F(0), F(1, 3), F(1, 2), F(1)])
def test_a_mixture(weight: Fraction) -> None:
    """[R5.24] alpha, K and kappa are averages; what has no share is left out."""
    left, right = Mixture.of(LEFT, F(2)), Mixture.of(RIGHT, F(2))
    made = mix(left, right, weight)
    assert made.alpha == (1 - weight) * F(1, 2) + weight * F(3, 4)
    assert (1 - weight) * 4 + weight * F(9, 4) == made.K
    shares = [(share, family) for share, family in ((1 - weight, LEFT), (weight, RIGHT)) if share]
    assert list(made.parts) == shares
    kappa = [(1 - weight) * p + weight * q for p, q in zip((F(1), F(0), F(3, 4), F(0), F(0)), RIGHT.kappa, strict=True)]
    assert list(made.kappa()) == (kappa if weight else kappa[:3])
    again = mix(made, left, F(1, 4))
    assert sum(share for share, _ in again.parts) == 1
    assert {family: share for share, family in again.parts}.get(LEFT, 0) == F(3, 4) * (1 - weight) + F(1, 4)
    names = ", ".join(f"{share} {family.name}" for share, family in shares)
    assert made.lines()[2] == ("families", names)


@pytest.mark.parametrize("weight", [F(-1, 100), F(101, 100)])
def test_weights_of_no_mixture(weight: Fraction) -> None:
    """[R5.24]"""
    with pytest.raises(InvalidError) as refusal:
        mix(point(0, 1), point(1, 0), weight)
    assert str(refusal.value) == f"the weight {weight} of a mixture is not in [0, 1]"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_boundary_of_points(cloud: list[tuple[int, int]]) -> None:
    """[R5.23] no vertex lies on or above others, and all else does."""
    made = chain(cloud)
    vertices: list[Pair] = [(each.alpha, each.K) for each in made.vertices]
    assert vertices == sorted(vertices)
    points = {(F(a), F(k)) for a, k in cloud}
    for one in points:
        least = lowest(points - {one}, one[0])
        assert (one in vertices) == (least is None or least > one[1])
    assert made.edges == tuple((made.vertices[i], made.vertices[i + 1]) for i in range(len(vertices) - 1))
    with pytest.raises(InvalidError, match=r"^there is no family to choose from$"):
        Chain.of([], F(1))


def test_points_at_a_ratio() -> None:
    """[R5.23] with r = 1 and r = 3 other families are the best."""
    families = [FamilyNumbers("a", F(1, 2), (F(2), F(1))), FamilyNumbers("b", F(1, 2), (F(0), F(2)))]
    for ratio, name, load in ((F(1), "b", F(2)), (F(3), "a", F(5)), (F(2), "a", F(4))):
        (vertex,) = Chain.of(families, ratio).vertices
        assert (vertex.parts[0][1].name, vertex.K) == (name, load)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_lowest_point_for_an_alpha(cloud: list[tuple[int, int]]) -> None:
    """[R5.23]"""
    made = chain(cloud)
    for alpha in (F(i, 4) for i in range(44)):
        found, least = made.at(alpha), lowest(cloud, alpha)
        assert (found is None) == (least is None)
        if found is not None:
            assert (found.alpha, found.K) == (min(alpha, made.vertices[-1].alpha), least)


def least_of_all(cloud: Iterable[tuple[int | Fraction, int | Fraction]], forms: list[LinearForm]) -> Fraction:
    """The least of the largest of the forms, at any point and wherever two forms cross between any two points."""
    found = [(F(a), F(k)) for a, k in cloud]
    for (a, k), (b, m) in combinations(list(found), 2):
        for (p, q), (r, s) in combinations(forms, 2):
            # (p - r) alpha + (q - s) K from one end to the other.
            first, last = (p - r) * a + (q - s) * k, (p - r) * b + (q - s) * m
            if first != last and 0 <= first / (first - last) <= 1:
                t = first / (first - last)
                found.append((a + t * (b - a), k + t * (m - k)))
    return min(max(p * a + q * k for p, q in forms) for a, k in found)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_least_of_the_largest_form(cloud: list[tuple[int, int]]) -> None:
    """[R5.51] [R5.52]"""
    coefficients = (F(0), F(1, 5), F(1), F(3))
    forms = [(p, q) for p in coefficients for q in coefficients if p or q]
    for chosen in [[form] for form in forms] + [list(each) for each in combinations(forms[::2], 2)]:
        value, best = chain(cloud).least_of_largest(chosen)
        assert value == least_of_all(cloud, chosen) == max(p * best.alpha + q * best.K for p, q in chosen)
        assert sum(weight for weight, _ in best.parts) == 1
    for chosen in (
        [(F(1), F(0)), (F(0), F(1)), (F(1, 2), F(2, 3))],
        [(F(1), F(1))] * 2,
        [(F(1), F(2)), (F(1), F(0)), (F(0), F(1))],
    ):
        value, best = chain(cloud).least_of_largest(chosen)
        assert value == least_of_all(cloud, chosen) == max(map(best.value, chosen))


def test_of_points_as_good_as_one_another_a_vertex_is_taken() -> None:
    """[R5.51] the first."""
    made = chain([(1, 3), (2, 2), (F(5, 2), 2)])
    value, best = made.least_of_largest([(F(1), F(1)), (F(0), F(1))])
    assert value == 4 and best == made.vertices[0]


def test_which_points_lie_on_or_above_a_segment() -> None:
    """[R5.23]"""
    for height, above in ((0, False), (2, False), (3, True), (4, True)):
        assert _turns_up(point(1, 5), point(2, height), point(5, -3)) == above
    assert _turns_up(point(0, 4), point(1, 3), point(4, 0))
    assert not _turns_up(point(0, 4), point(3, F(1, 2)), point(4, 0))
