"""What the pictures show, exactly: curves of points, as ``freebit.theorem`` and the kernel compute them.

A picture of SVG carries the same points as a table (``plotted_table``), so that it can be compared with what is
computed now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from freebit.kernel.check import check
from freebit.kernel.kinds.family import Bound
from freebit.theorem.cell_search import noise_threshold
from freebit.theorem.cells import committed_cells
from freebit.theorem.certified import committed_families
from freebit.theorem.model import USUAL_C
from freebit.theorem.plan import bound, plan
from freebit.theorem.sizes import GridSize
from freebit.theorem.table import THEOREMS, AnyTheorem
from freebit.verification import default_folder
from freebit.wire.document import read_bytes

PlottedPoint = tuple[Fraction, Fraction]

EPSILONS = [Fraction(i, 50) for i in range(2, 26)]
FRONTIER_EPSILONS = (Fraction(1, 2), Fraction(9, 20), Fraction(3, 10), Fraction(1, 10))
NOISY_EPSILONS = (Fraction(9, 20), Fraction(2, 5))
#: Noise from 0 on, in steps that are finer where all of it is tolerated.
NOISES = [*(Fraction(i, 400) for i in range(12)), *(Fraction(i, 200) for i in range(6, 100))]
#: So far, of the threshold, noise is shown; nearer to it N grows beyond all bounds, and so does the search for it.
SHOWN_OF_THRESHOLD = Fraction(9, 10)
DELTAS = {"2^-20": Fraction(1, 2**20), "2^-64": Fraction(1, 2**64)}
BOUNDS_EPSILON = Fraction(9, 20)
#: Between these N the upright lines are drawn.
UPRIGHT = (100, 10**6)


@dataclass(frozen=True)
class Curve:
    """Points (x, y) of one panel of a picture; ``theorem`` is whose bound it is, if it is one's."""

    panel: str
    label: str
    points: tuple[PlottedPoint, ...]
    theorem: AnyTheorem | None = None
    #: Whether the points are marks on another curve, without a line.
    marks: bool = False
    #: Whether it is an upright line that a curve of the same theorem comes near and never meets.
    limit: bool = False


def frontier_curves() -> Iterator[Curve]:
    """alpha against the least uniform beta, and against the least K for some epsilon, with the vertices."""
    yield Curve("One beta for all inputs", "any box, any input", tuple(_uniform_frontier()))
    panel = "The frontier of certified families"
    for epsilon in FRONTIER_EPSILONS:
        chain = committed_families().chain(epsilon)
        # The last vertex, (1, 0), has no place on a logarithmic scale; the edge to it is drawn until near.
        steps = [chain.at(Fraction(i, 200)) for i in range(100, 200)]
        label = f"epsilon = {float(epsilon):g}"
        yield Curve(panel, label, tuple((p.alpha, p.K) for p in steps if p is not None))
        yield Curve(panel, f"{label}, vertices", tuple((p.alpha, p.K) for p in chain.vertices if p.K), marks=True)


def _uniform_frontier() -> list[PlottedPoint]:
    """(alpha, beta) of the certificates of the frontier with one beta for all inputs."""
    points = []
    for path in (default_folder() / "frontier").glob("*.json"):
        for fact in check(read_bytes(path)).facts:
            if isinstance(fact, Bound):
                points.append((fact.alpha, max(value for _, value in fact.beta)))
    return sorted(points)


def sizes_curves() -> Iterator[Curve]:
    """log2 N, rounded up, against epsilon: all theorems about one bit, for some delta."""
    for name, delta in DELTAS.items():
        for theorem in theorems_of_one_bit():
            sizes = [plan(e, delta, theorem=theorem).bound.log2_quintuplets()[1] for e in EPSILONS]
            points = tuple(zip(EPSILONS, map(Fraction, sizes), strict=True))
            yield Curve(f"Quintuplets for delta = {name}", str(theorem), points, theorem)


def noise_curves() -> Iterator[Curve]:
    """N against the probability of a wrong cell in percent, for the tested protocol, as the planner finds it.

    Beside it, as upright lines, the noise from which on there is no N [R5.100].
    """
    theorem_of = {theorem.protocol: theorem for theorem in theorems_of_one_bit()}
    for epsilon in NOISY_EPSILONS:
        panel = f"epsilon = {float(epsilon):g}, delta = 2^-64, passed with 9/10"
        for protocol in ("tested", "tested-derived"):
            theorem = theorem_of[protocol]
            threshold = threshold_of(protocol, epsilon)
            noises = [error for error in NOISES if error <= SHOWN_OF_THRESHOLD * threshold]
            sizes = [plan(epsilon, DELTAS["2^-64"], selection=protocol, error=error or None) for error in noises]
            points = tuple((100 * p, Fraction(int(each.quintuplets))) for p, each in zip(noises, sizes, strict=True))
            yield Curve(panel, protocol, points, theorem)
            upright = tuple((100 * threshold, Fraction(height)) for height in UPRIGHT)
            yield Curve(panel, f"{protocol}: below {int(10**4 * threshold) / 100:.2f} %", upright, theorem, limit=True)


def threshold_of(protocol: str, epsilon: Fraction, c: Fraction | None = USUAL_C) -> Fraction:
    """The noise threshold of the tested protocol, with the best committed certificate at this epsilon [R5.100]."""
    derived = protocol == "tested-derived"
    library = committed_cells(derived=derived)()
    numbers = library.vouch(library.best(epsilon), epsilon)
    return noise_threshold(numbers.u, c, derived=derived)


def bounds_curves() -> Iterator[Curve]:
    """log2 of the bound, rounded up, against Nd, at the Nb planned for 2^-64: all theorems about grids."""
    for theorem in theorems_of_one_bit():
        planned = plan(BOUNDS_EPSILON, DELTAS["2^-64"], theorem=theorem).size
        if not isinstance(planned, GridSize):
            continue
        sizes = [GridSize(nd, planned.log2_nb) for nd in range(1, 262, 4)]
        heights = [bound(BOUNDS_EPSILON, size, theorem=theorem).log2_excess()[1] for size in sizes]
        points = tuple((Fraction(size.nd), Fraction(height)) for size, height in zip(sizes, heights, strict=True))
        panel = f"Bounds at epsilon = {float(BOUNDS_EPSILON):g}"
        yield Curve(panel, f"{theorem}, Nb = 2^{planned.log2_nb}", points, theorem)


def theorems_of_one_bit() -> list[AnyTheorem]:
    """The theorems about one bit, in the order of their table."""
    return [each for each in THEOREMS.values() if each.function != "code"]


#: The curves of each picture.
CURVES: dict[str, Callable[[], Iterator[Curve]]] = {
    "frontier": frontier_curves,
    "sizes": sizes_curves,
    "noise": noise_curves,
    "bounds": bounds_curves,
}


def plotted_table(curves: Iterable[Curve]) -> str:
    """One point a line: panel, curve, x and y as exact rationals, separated by semicolons."""
    lines = [f"{each.panel}; {each.label}; {x}; {y}" for each in curves for x, y in each.points]
    return "\n".join(["panel; curve; x; y", *lines])
