"""The finder of certificates (W, G, alpha, beta): its optima, and that the kernel accepts what it finds."""

import json
from collections.abc import Callable
from fractions import Fraction

import pytest

from freebit.boxes.bits import Bits, parse_bits
from freebit.boxes.game import GhzGame, MerminGame
from freebit.kernel.check import check
from freebit.solver.documents import document_bytes, family_document
from freebit.solver.exact_lp import UnboundedError
from freebit.solver.family import FamilyFinder, Member, first_input

GAME = MerminGame()
VERTICES = [("1/2", "5/8"), ("2/3", "1/4"), ("3/4", "1/8"), ("1", "0")]
#: Further points of the same curve.
ON_THE_FRONTIER = [("51/100", "241/400"), ("11/20", "41/80"), ("5/9", "1/2"), ("3/5", "2/5"), ("9/10", "1/20")]


@pytest.fixture(scope="module")
def finder() -> FamilyFinder:
    return FamilyFinder(first_input(GAME), (0, 1, 2), GAME)


@pytest.fixture(scope="module")
def from_all_ones() -> FamilyFinder:
    return FamilyFinder(parse_bits("11111"), (0, 1, 2), GAME)


def accepted(*members: Member) -> bool:
    return check(document_bytes(family_document(members, {}))).accepted


def uniform(member: Member) -> Fraction:
    (value,) = set(member.beta.values())
    return value


def test_least_alpha_is_one_half(finder: FamilyFinder) -> None:
    """The Lemma, eq (6): no bound below 3/4 holds."""
    assert finder.least_alpha() == Fraction(1, 2)


def test_least_beta_at_one_half(finder: FamilyFinder) -> None:
    member = finder.least_uniform_beta(Fraction(1, 2))
    assert uniform(member) == Fraction(5, 8)
    assert accepted(member)


def test_below_one_half_there_is_no_certificate(finder: FamilyFinder) -> None:
    with pytest.raises(UnboundedError):
        finder.least_uniform_beta(Fraction(49, 100))
    with pytest.raises(UnboundedError):
        finder.least_beta(Fraction(499, 1000), lambda _: Fraction(1))


def test_frontier(finder: FamilyFinder) -> None:
    found = finder.frontier()
    assert [(str(member.alpha), str(uniform(member))) for member in found] == VERTICES
    assert all(accepted(member) for member in found)


@pytest.mark.parametrize(("alpha", "beta"), VERTICES + ON_THE_FRONTIER)
def test_points_of_the_frontier(finder: FamilyFinder, alpha: str, beta: str) -> None:
    member = finder.least_uniform_beta(Fraction(alpha))
    assert (member.alpha, uniform(member)) == (Fraction(alpha), Fraction(beta))
    assert accepted(member)


def test_beyond_one_nothing_is_left_to_pay(finder: FamilyFinder) -> None:
    assert uniform(finder.least_uniform_beta(Fraction(7, 5))) == 0


def weighted(r: Fraction) -> Callable[[Bits], Fraction]:
    """r to the number of places in which an input differs from 11111."""
    return lambda x: r ** x.count(0)


def total(member: Member, r: Fraction) -> Fraction:
    return sum((value * weighted(r)(x) for x, value in member.beta.items()), Fraction(0))


@pytest.mark.parametrize(
    ("alpha", "least"),
    [
        ("1/2", lambda r: Fraction(5, 2) + 3 * r**2),
        ("2/3", lambda r: 1 + 2 * r**2),
        ("3/4", lambda r: Fraction(1, 4) + Fraction(3, 2) * r**2),
        ("9/10", lambda r: Fraction(1, 10) + Fraction(3, 5) * r**2),
    ],
)
@pytest.mark.parametrize("r", [Fraction(3), Fraction(9), Fraction(99)])
def test_weighted_minima_for_strongly_biased_sources(
    from_all_ones: FamilyFinder, alpha: str, least: Callable[[Fraction], Fraction], r: Fraction
) -> None:
    member = from_all_ones.least_beta(Fraction(alpha), weighted(r))
    assert total(member, r) == least(r)
    assert accepted(member)


def test_weighted_minimum_for_a_fair_source(from_all_ones: FamilyFinder) -> None:
    r = Fraction(11, 10)
    member = from_all_ones.least_beta(Fraction(1, 2), weighted(r))
    assert total(member, r) == Fraction(7, 4) + Fraction(3, 2) * r**2 + Fraction(3, 4) * r**4
    assert total(member, r) < Fraction(5, 2) + 3 * r**2
    assert accepted(member)


def test_weights_of_the_first_vertex(from_all_ones: FamilyFinder) -> None:
    """beta is 5/2 at y, 1/2 where two parties of the triple differ, 1/4 where one and another party do."""
    beta = from_all_ones.least_beta(Fraction(1, 2), weighted(Fraction(9))).beta
    for x, value in beta.items():
        zeros = (x[:3].count(0), x[3:].count(0))
        assert value == {(0, 0): Fraction(5, 2), (2, 0): Fraction(1, 2), (1, 1): Fraction(1, 4)}.get(zeros, 0)


def test_cost_of_alpha_is_traded_for_beta(from_all_ones: FamilyFinder) -> None:
    r = Fraction(9)
    dear = from_all_ones.least(weighted(r), cost_of_alpha=Fraction(10**6))
    cheap = from_all_ones.least(weighted(r), cost_of_alpha=Fraction(1))
    assert (dear.alpha, total(dear, r)) == (Fraction(1, 2), Fraction(5, 2) + 3 * r**2)
    assert (cheap.alpha, total(cheap, r)) == (Fraction(1), Fraction(0))
    assert accepted(dear)
    assert accepted(cheap)


@pytest.mark.parametrize(("triple", "y"), [((0, 1, 2), "01011"), ((0, 2, 4), "11111"), ((2, 3, 4), "00111")])
def test_optima_do_not_depend_on_input_and_triple(triple: tuple[int, int, int], y: str) -> None:
    other = FamilyFinder(parse_bits(y), triple, GAME)
    assert other.least_alpha() == Fraction(1, 2)
    assert uniform(other.least_uniform_beta(Fraction(1, 2))) == Fraction(5, 8)


def test_carried_members_are_accepted(finder: FamilyFinder) -> None:
    member = finder.least_uniform_beta(Fraction(2, 3))
    moved = [member.carried_to((1, 2, 4), y) for y in GAME.inputs]
    assert [m.y for m in moved] == list(GAME.inputs)
    assert {m.triple for m in moved} == {(1, 2, 4)}
    assert accepted(*moved)


def test_weighted_members_are_carried_with_their_weights(from_all_ones: FamilyFinder) -> None:
    r = Fraction(9)
    member = from_all_ones.least_beta(Fraction(1, 2), weighted(r))
    for y in GAME.inputs:
        moved = member.carried_to((0, 1, 2), y)
        distance = {x: sum(p != q for p, q in zip(x, y, strict=True)) for x in GAME.inputs}
        assert sum(value * r ** distance[x] for x, value in moved.beta.items()) == Fraction(5, 2) + 3 * r**2
        assert accepted(moved)


def test_members_of_different_families_are_not_written_together(finder: FamilyFinder) -> None:
    first, second = (finder.least_uniform_beta(Fraction(alpha)) for alpha in ("1/2", "2/3"))
    with pytest.raises(ValueError, match="one game, one triple and one alpha"):
        family_document([first, second], {})


def test_other_games_have_certificates_too() -> None:
    finder = FamilyFinder((1, 1, 1, 1), (0, 1, 2), GhzGame(4))
    alpha = finder.least_alpha()
    member = finder.least_uniform_beta(alpha)
    assert json.loads(document_bytes(family_document([member], {})))["claim"]["game"] == {"name": "ghz", "parties": 4}
    assert accepted(member)


def test_where_nothing_exchanges_the_majority() -> None:
    with pytest.raises(ValueError, match="no symmetry exchanges"):
        FamilyFinder((1, 0, 0), (0, 1, 2), MerminGame(3))
