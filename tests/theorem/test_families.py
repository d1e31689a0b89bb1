"""The certified families, the finder's completeness, and mixtures [R5.13] [R5.20]-[R5.26]."""

import json
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest

from freebit.boxes.bits import all_bits
from freebit.boxes.box import Box
from freebit.boxes.entries import entry_of
from freebit.boxes.game import MerminGame
from freebit.kernel.check import check
from freebit.solver import families as finder
from freebit.solver.documents import document_bytes, family_document
from freebit.solver.exact_lp import maximise
from freebit.solver.families import Facet, Frontier
from freebit.solver.family import FamilyFinder, Member
from freebit.theorem import UncertifiedError
from freebit.theorem.certified import FamilyFile, Library, committed_families, kappa_of
from freebit.theorem.frontier import Chain, FamilyNumbers, Mixture, mix

F = Fraction
HALF = F(1, 2)
TABLE = [
    (F(1, 2), F(0), F(5, 2), F(3, 2)),
    (F(1, 2), F(3, 4), F(4), F(3, 4)),
    (F(1, 2), F(7, 4), F(3, 2), F(3, 4)),
    (F(1, 2), F(5, 2), F(3), F(0)),
    (F(2, 3), F(0), F(1), F(1)),
    (F(2, 3), F(1, 2), F(1), F(1, 2)),
    (F(3, 4), F(1, 4), F(3, 2), F(0)),
    (F(1), F(0), F(0), F(0)),
]


@cache
def found() -> Frontier:
    return finder.frontier()


def test_the_committed_families_are_the_table_of_the_specification() -> None:
    """[R5.21] [R5.22] as the kernel reports them, all sixteen inputs of each."""
    library = committed_families()
    assert [(f.alpha, f.kappa[0], f.kappa[2], f.kappa[4]) for f in map(FamilyFile.accepted, library.files)] == TABLE
    assert all(f.kappa[1] == f.kappa[3] == f.kappa[5] == 0 for f in library.families)


def test_the_search_finds_them_again() -> None:
    """[R5.22]"""
    assert [finder.point_of(member) for member in found().members] == TABLE


def test_every_facet_is_an_exact_optimum() -> None:
    """[R5.22] and all vertices satisfy it, with equality at four of them or along an axis."""
    program = FamilyFinder((1, 1, 1, 1, 1))
    for facet in found().facets:
        cost = dict(zip(finder.DISTANCES, facet.weights[1:], strict=True))
        member = program.least(
            {x: cost[finder.hamming_distance(x, program.y)] for x in program.game.inputs}.__getitem__,
            cost_of_alpha=facet.weights[0],
        )
        point = finder.point_of(member)
        assert sum(w * p for w, p in zip(facet.weights, point, strict=True)) == facet.value
        values = [sum(w * p for w, p in zip(facet.weights, row, strict=True)) for row in TABLE]
        assert min(values) == facet.value


@pytest.mark.parametrize("missing", range(len(TABLE)))
def test_a_list_with_a_vertex_missing_is_refused(missing: int) -> None:
    """[R5.22] some facet of the hull of the others cuts the missing vertex off."""
    others = [row for i, row in enumerate(TABLE) if i != missing]
    facets = finder._facets(others, 4)
    assert any(sum(w * p for w, p in zip(f.weights, TABLE[missing], strict=True)) < f.value for f in facets)


def test_the_search_finds_a_vertex_that_it_was_not_started_from() -> None:
    """A polyhedron given by its vertices comes back."""
    points = [(F(0), F(3)), (F(1), F(1)), (F(3), F(0)), (F(2), F(2))]

    def least(weights: Sequence[Fraction]) -> tuple[tuple[Fraction, ...], Any]:
        best = min(points, key=lambda p: sum(w * v for w, v in zip(weights, p, strict=True)))
        return best, best

    vertices, facets = finder.enumerate_vertices(least, 2)
    assert sorted(vertices) == [(F(0), F(3)), (F(1), F(1)), (F(3), F(0))]
    assert len(facets) == 4


@pytest.mark.parametrize("ratio", [F(1), F(11, 9), F(3), F(9), F(10**6)])
def test_the_boundary_is_convex_and_below_all_families(ratio: Fraction) -> None:
    """[R5.23]"""
    chain = Chain.of(committed_families().families, ratio)
    slopes = [(b.K - a.K) / (b.alpha - a.alpha) for a, b in chain.edges]
    assert slopes == sorted(slopes)
    assert all(slope <= -1 for slope in slopes)
    for family in committed_families().families:
        point = chain.at(family.alpha)
        assert point is not None
        assert family.load(ratio) >= point.K


def test_the_numbers_of_the_working_table() -> None:
    """The values of K at alpha = 1/2, 3/4 and 9/10 as functions of r."""
    for ratio in (F(3, 2), F(4), F(9)):
        chain = Chain.of(committed_families().families, ratio)
        half = chain.at(F(1, 2))
        assert half is not None
        assert min(F(5, 2) + 3 * ratio**2, F(7, 4) + F(3, 2) * ratio**2 + F(3, 4) * ratio**4) == half.K
        nine_tenths = chain.at(F(9, 10))
        assert nine_tenths is not None
        assert F(1, 10) + F(3, 5) * ratio**2 == nine_tenths.K
        assert chain.at(F(1, 3)) is None


Place = TypeVar("Place", bound=Hashable)


def test_a_mixture_is_a_family_that_the_kernel_accepts() -> None:
    """[R5.24] W, G and beta averaged as the rule says."""
    left, right = found().members[2], found().members[6]
    weight = F(1, 3)
    alpha = (1 - weight) * left.alpha + weight * right.alpha

    def average(p: dict[Place, Fraction], q: dict[Place, Fraction], scale: Fraction | int = 1) -> dict[Place, Fraction]:
        return {k: scale * ((1 - weight) * p.get(k, F(0)) + weight * q.get(k, F(0))) for k in p.keys() | q.keys()}

    scaled = ({k: left.alpha * v for k, v in left.W.items()}, {k: right.alpha * v for k, v in right.W.items()})
    member = Member(
        left.game,
        left.triple,
        left.y,
        alpha,
        average(left.beta, right.beta),
        average(*scaled, scale=1 / alpha),
        average(left.G, right.G),
    )
    assert check(document_bytes(family_document([member], {}))).accepted
    families = [FamilyNumbers(str(i), p[0], (p[1], F(0), p[2], F(0), p[3], F(0))) for i, p in enumerate(TABLE)]
    mixed = mix(Mixture.of(families[2], F(2)), Mixture.of(families[6], F(2)), weight)
    assert mixed.alpha == alpha
    assert sum(member.beta[x] * 2 ** finder.hamming_distance(x, member.y) for x in member.beta) == mixed.K


def test_kappa_sums_over_the_first_argument() -> None:
    """[R5.13] and takes the largest over the second."""
    game = MerminGame()
    beta = {y: {x: F(0) for x in game.inputs} for y in game.inputs}
    x = game.inputs[3]
    for y in game.inputs:
        beta[y][x] = F(1)
    assert kappa_of(game, beta) == tuple(map(F, (1, 0, 10, 0, 5, 0)))
    beta = {y: {z: F(1) if y == x else F(0) for z in game.inputs} for y in game.inputs}
    assert kappa_of(game, beta) == tuple(map(F, (1, 0, 1, 0, 1, 0)))
    del beta[x]
    with pytest.raises(UncertifiedError, match="no member"):
        kappa_of(game, beta)


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    file = next(f for f in committed_families().files if f.claimed.name == "vertex-7")
    document = json.loads(file.data)
    change(document)
    path = tmp_path / "changed.json"
    path.write_bytes(document_bytes(document))
    return path


def lower_alpha(document: dict[str, Any]) -> None:
    document["claim"]["alpha"] = "1/2"


def lower_beta(document: dict[str, Any]) -> None:
    document["claim"]["beta"]["11111"]["11111"] = "0"


@pytest.mark.parametrize("change", [lower_alpha, lower_beta])
def test_numbers_that_the_kernel_rejects_enter_no_bound(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    """[R5.25]"""
    file = FamilyFile.read(changed(tmp_path, change))
    with pytest.raises(UncertifiedError, match=r"R3\.17"):
        file.accepted()


def test_a_family_that_does_not_cover_all_inputs_is_refused(tmp_path: Path) -> None:
    """[R5.25]"""

    def drop(document: dict[str, Any]) -> None:
        del document["claim"]["beta"]["11111"], document["witness"]["11111"]

    with pytest.raises(UncertifiedError, match="no member"):
        FamilyFile.read(changed(tmp_path, drop))


def test_typed_in_numbers_are_refused() -> None:
    """[R5.25] a point must be made of the library's families."""
    library = committed_families()
    family = library.families[0]
    cheap = FamilyNumbers(family.name, family.alpha, (F(0),) * 6)
    with pytest.raises(UncertifiedError, match="not the accepted family"):
        library.vouch(Mixture.of(cheap, F(1)), HALF)
    honest = Mixture.of(family, F(1))
    with pytest.raises(UncertifiedError, match="not those of"):
        library.vouch(Mixture(honest.alpha, honest.K / 2, honest.parts), HALF)
    with pytest.raises(UncertifiedError, match="no family is called"):
        library.vouch(Mixture.of(FamilyNumbers("mine", F(1, 2), (F(0),)), F(1)), HALF)
    assert library.vouch(honest, HALF) == honest


def test_an_empty_library_is_refused() -> None:
    with pytest.raises(UncertifiedError, match="no certificate"):
        Library.of([])


@pytest.mark.parametrize("number", range(11))
def test_a_box_shows_that_nothing_lies_below_a_facet(number: int) -> None:
    """[R5.20], [R5.26] an explicit non-signalling box, checked by itself, attains the value of each facet."""
    facets = [facet for facet in found().facets if facet.weights[0]]
    assert len(facets) == 11
    facet = facets[number]
    box = adversary_box(facet)
    assert box.violation() is None
    program_y = (1, 1, 1, 1, 1)
    gap = box.probability_that(lambda a: a[0] + a[1] + a[2] < 2, program_y)
    gap -= box.probability_that(lambda a: a[0] + a[1] + a[2] >= 2, program_y)
    assert facet.weights[0] * gap == facet.value
    game = MerminGame()
    cost = dict(zip(finder.DISTANCES, facet.weights[1:], strict=True))
    # The losses meet the costs on average over the symmetries that fix y, which is what R5.26 needs.
    for orbit in FamilyFinder(program_y).input_orbits:
        losses = [box.probability_that({a: game.coefficient(a, x) for a in all_bits(5)}.__getitem__, x) for x in orbit]
        allowed = [cost[finder.hamming_distance(x, program_y)] for x in orbit]
        assert facet.weights[0] * sum(losses) <= sum(allowed)


def adversary_box(facet: Facet) -> Box:
    """The dual solution of the finder's program along the facet, as a normalised box."""
    program = FamilyFinder((1, 1, 1, 1, 1))
    cost = dict(zip(finder.DISTANCES, facet.weights[1:], strict=True))
    rows = [[F(0), *map(F, row)] for row in program.reduction.rows.values()]
    for inputs in program.input_orbits:
        allowed = sum((cost[finder.hamming_distance(x, program.y)] for x in inputs), F(0))
        rows.append([allowed, *(-value for value in program._loss_row(inputs))])
    rows.append([facet.weights[0], *(-F(int(i == 0)) for i in range(program.reduction.variables))])
    optimum = maximise([F(0), *program._scaled(program._majority_row())], rows)
    values = {
        least: sum((F(v) * p for v, p in zip(row, optimum.point, strict=True)), F(0)) / (32 * facet.weights[0])
        for least, row in program.reduction.rows.items()
    }
    return Box(5, {entry_of(index, 5): value for index, value in program.reduction.spread(values).items()})
