"""Finds all certificate families that can be best for some source, exactly [R5.20]-[R5.22].

A family is a certificate (W_y, G_y, alpha, beta(y,.)) for each y in X, made from one by the translations
x -> x + c.  All that the theorems see of it is alpha and, for each distance d, the sum of beta(y,x) over
the x at distance d from y: the point (alpha, kappa_0, kappa_2, kappa_4).  The points of all families and
all points above them form a polyhedron.  ``enumerate_vertices`` lists its vertices: starting from a few,
it takes the convex hull of the vertices known and the directions of the axes, and asks the exact linear
program along each facet's normal; a lower value is a new vertex, an equal value confirms the facet.  When
all facets are confirmed the hull is the polyhedron.

Untrusted, like every finder: the families are checked by the kernel; that none better exists is shown,
facet by facet, by the boxes that attain the linear programs' values (``Facet``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits
from freebit.parts import CDD
from freebit.solver.exact_lp import SolverMissingError
from freebit.solver.family import FamilyFinder, Member, Triple

#: The distances between inputs of X.
DISTANCES = (0, 2, 4)

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Facet:
    """A valid inequality weights . (alpha, kappa_0, kappa_2, kappa_4) >= value for all families [R5.26]."""

    weights: tuple[Fraction, ...]
    value: Fraction


@dataclass(frozen=True)
class Frontier:
    """The vertices, ordered by alpha, each with a certificate at one y; and the confirmed facets."""

    members: tuple[Member, ...]
    facets: tuple[Facet, ...]


def hamming_distance(x: Bits, y: Bits) -> int:
    """The number of parties whose inputs differ."""
    return sum(p != q for p, q in zip(x, y, strict=True))


def point_of(member: Member) -> Point:
    """(alpha, kappa_0, kappa_2, kappa_4) of the family that is made from one member [R5.20]."""
    return (
        member.alpha,
        *(
            sum((value for x, value in member.beta.items() if hamming_distance(x, member.y) == d), Fraction(0))
            for d in DISTANCES
        ),
    )


def frontier(y: Bits = (1, 1, 1, 1, 1), triple: Triple = (0, 1, 2)) -> Frontier:
    """All vertices of the polyhedron of families, found at the input y; parties from 0 [R5.22]."""
    finder = FamilyFinder(y, triple)

    def least(weights: Sequence[Fraction]) -> tuple[Point, Member]:
        cost = dict(zip(DISTANCES, weights[1:], strict=True))
        member = finder.least(lambda x: cost[hamming_distance(x, y)], cost_of_alpha=weights[0])
        return point_of(member), member

    found, facets = enumerate_vertices(least, 1 + len(DISTANCES))
    members = [found[point] for point in sorted(found)]
    return Frontier(tuple(members), tuple(facets))


def enumerate_vertices(
    least: Callable[[Sequence[Fraction]], tuple[Point, Member]], dimension: int
) -> tuple[dict[Point, Member], list[Facet]]:
    """The vertices of an upward closed polyhedron in the positive orthant, given its linear minimisation.

    ``least(weights)`` returns a point of the polyhedron that minimises the weighted sum of coordinates
    (weights non-negative, not all 0), and what attains it.  The facets returned prove completeness.
    """
    known = dict([least([Fraction(1)] * dimension)])
    confirmed: dict[tuple[Fraction, ...], Facet] = {}
    while True:
        grown = False
        for facet in _facets(list(known), dimension):
            if facet.weights in confirmed:
                continue
            point, member = least(facet.weights)
            value = _dot(facet.weights, point)
            if value < facet.value:
                known[point] = member
                grown = True
            else:
                confirmed[facet.weights] = Facet(facet.weights, value)
        if not grown:
            break
    facets = [facet for facet in _facets(list(known), dimension) if facet.weights in confirmed]
    vertices = {point: member for point, member in known.items() if _is_vertex(point, facets, dimension)}
    return vertices, facets


def _is_vertex(point: Point, facets: Sequence[Facet], dimension: int) -> bool:
    """Whether the facets that hold with equality at the point fix it."""
    import flint

    normals = [facet.weights for facet in facets if _dot(facet.weights, point) == facet.value]
    if not normals:
        return False
    rows = [[flint.fmpq(w.numerator, w.denominator) for w in weights] for weights in normals]
    return bool(flint.fmpq_mat(rows).rank() == dimension)


def _facets(points: Sequence[Point], dimension: int) -> list[Facet]:
    """The facets of the convex hull of the points and the directions of the axes, weights summing to 1."""
    try:
        import cdd
        import cdd.gmp
    except ImportError as error:
        raise SolverMissingError(f"the frontier: {CDD.missing}") from error
    axes = [[Fraction(int(i == j)) for j in range(dimension)] for i in range(dimension)]
    rows = [[Fraction(1), *point] for point in points] + [[Fraction(0), *axis] for axis in axes]
    hull = cdd.gmp.matrix_from_array(rows, rep_type=cdd.RepType.GENERATOR)
    inequalities = cdd.gmp.copy_inequalities(cdd.gmp.polyhedron_from_matrix(hull))
    facets = []
    for row in inequalities.array:
        constant, *normal = (Fraction(value) for value in row)
        total = sum(normal, Fraction(0))
        if total > 0:
            facets.append(Facet(tuple(value / total for value in normal), -constant / total))
    return sorted(facets, key=lambda facet: facet.weights)


def _dot(weights: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    return sum((w * p for w, p in zip(weights, point, strict=True)), Fraction(0))
