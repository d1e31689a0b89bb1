"""Pictures of the frontier, the sizes and the bounds, as bytes of SVG or PNG files.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart; lines differ in dash and
marker too, so that they survive a black-and-white printer.  Floats appear here and only here: what is
drawn was computed by ``freebit.theorem`` exactly or with outward rounding.  Needs the extra ``plot``.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING

from freebit.kernel.check import check
from freebit.kernel.kinds.family import Bound
from freebit.theorem.assumptions import conditions
from freebit.theorem.certified import committed_families
from freebit.theorem.plan import bound, plan
from freebit.theorem.sizes import GridSize
from freebit.theorem.table import THEOREMS, AnyTheorem
from freebit.verification import default_folder
from freebit.wire.document import read_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours, dashes and markers, given to the theorems in the order of their table.
LINE_STYLES = (
    ("#000000", "-", "s"),
    ("#E69F00", "--", "^"),
    ("#D55E00", "-.", "v"),
    ("#56B4E9", "--", "o"),
    ("#0072B2", "-", "D"),
    ("#009E73", "-", "P"),
    ("#CC79A7", "--", "X"),
    ("#999999", "-.", "*"),
)

EPSILONS = [Fraction(i, 50) for i in range(2, 26)]
NOISY_EPSILONS = (Fraction(9, 20), Fraction(2, 5))
NOISES = [Fraction(i, 400) for i in range(13)]
DELTAS = {"2^-20": Fraction(1, 2**20), "2^-64": Fraction(1, 2**64)}


def frontier_picture(format_: str) -> bytes:
    """alpha against the least uniform beta, and against the least K for some epsilon."""
    figure, (uniform, axes) = _figure(2)
    corners = _uniform_frontier()
    uniform.plot(*zip(*corners, strict=True), "o-", color="#000000", markersize=4, label="any box, any input")
    uniform.set(xlabel="alpha", ylabel="least beta", title="One beta for all inputs")
    for epsilon, colour, dash in (
        (Fraction(1, 2), "#000000", "-"),
        (Fraction(9, 20), "#0072B2", "--"),
        (Fraction(3, 10), "#D55E00", "-."),
        (Fraction(1, 10), "#009E73", ":"),
    ):
        chain = committed_families().chain(epsilon)
        # The last vertex, (1, 0), has no place on a logarithmic scale; the edge to it is drawn until near.
        steps = [chain.at(Fraction(i, 200)) for i in range(100, 200)]
        points = [(float(p.alpha), float(p.K)) for p in steps if p is not None]
        axes.plot(*zip(*points, strict=True), dash, color=colour, label=f"epsilon = {float(epsilon):g}")
        vertices = [(float(p.alpha), float(p.K)) for p in chain.vertices if p.K]
        axes.plot(*zip(*vertices, strict=True), "o", color=colour, markersize=4)
    axes.set(xlabel="alpha", ylabel="least K", yscale="log", title="The frontier of certified families")
    return _bytes(figure, [uniform, axes], format_)


def _uniform_frontier() -> list[tuple[float, float]]:
    """(alpha, beta) of the certificates of the frontier with one beta for all inputs."""
    points = []
    for path in (default_folder() / "frontier").glob("*.json"):
        for fact in check(read_bytes(path)).facts:
            if isinstance(fact, Bound):
                points.append((float(fact.alpha), float(max(value for _, value in fact.beta))))
    return sorted(points)


def sizes_picture(format_: str) -> bytes:
    """log2 N against epsilon, all theorems about one bit, for some delta."""
    figure, panels = _figure(len(DELTAS))
    for axes, (name, delta) in zip(panels, DELTAS.items(), strict=True):
        for theorem, (colour, dash, marker) in _styled():
            sizes = [float(plan(e, delta, theorem=theorem).bound.log2_quintuplets()[1]) for e in EPSILONS]
            axes.plot(
                [float(e) for e in EPSILONS],
                sizes,
                dash,
                color=colour,
                marker=marker,
                markevery=4,
                markersize=4,
                label=str(theorem),
            )
        axes.set(xlabel="epsilon", ylabel="log2 N", yscale="log", title=f"Quintuplets for delta = {name}")
    _say_what_it_rests_on(figure)
    return _bytes(figure, panels, format_)


def noise_picture(format_: str) -> bytes:
    """N against the probability of a wrong cell, for the tested protocol, as the planner finds it."""
    figure, panels = _figure(len(NOISY_EPSILONS))
    styles = {theorem.protocol: style for theorem, style in _styled()}
    for axes, epsilon in zip(panels, NOISY_EPSILONS, strict=True):
        for protocol in ("tested", "tested-derived"):
            sizes = [plan(epsilon, DELTAS["2^-64"], selection=protocol, error=error or None) for error in NOISES]
            colour, dash, marker = styles[protocol]
            axes.plot(
                [100 * float(error) for error in NOISES],
                [int(each.quintuplets) for each in sizes],
                dash,
                color=colour,
                marker=marker,
                markersize=4,
                label=protocol,
            )
        axes.set(xlabel="wrong cells in percent", ylabel="N", yscale="log")
        axes.set_title(f"epsilon = {float(epsilon):g}, delta = 2^-64, passed with 9/10")
    _say_what_it_rests_on(figure)
    return _bytes(figure, panels, format_)


def bounds_picture(format_: str, epsilon: Fraction = Fraction(9, 20)) -> bytes:
    """The bound against Nd, at the Nb planned for 2^-64, all theorems about grids."""
    figure, (axes,) = _figure(1)
    for theorem, (colour, dash, marker) in _styled():
        planned = plan(epsilon, DELTAS["2^-64"], theorem=theorem).size
        if not isinstance(planned, GridSize):
            continue
        sizes = [GridSize(nd, planned.log2_nb) for nd in range(1, 262, 4)]
        heights = [float(bound(epsilon, size, theorem=theorem).log2_excess()[1]) for size in sizes]
        axes.plot(
            [size.nd for size in sizes],
            heights,
            dash,
            color=colour,
            marker=marker,
            markevery=8,
            markersize=4,
            label=f"{theorem}, Nb = 2^{planned.log2_nb}",
        )
    axes.axhline(-2, color="#999999", linewidth=0.8)
    axes.annotate("vacuous above", (2, -1.6), fontsize=8, color="#666666")
    axes.set(xlabel="Nd", ylabel="log2(bound on P(guess) - 1/2)", ylim=(-140, 12))
    axes.set_title(f"Bounds at epsilon = {float(epsilon):g}")
    _say_what_it_rests_on(figure)
    return _bytes(figure, [axes], format_)


def _styled() -> Iterator[tuple[AnyTheorem, tuple[str, str, str]]]:
    """The theorems about one bit, each with its colour, dash and marker."""
    of_one_bit = (each for each in THEOREMS.values() if each.function != "code")
    return zip(of_one_bit, cycle(LINE_STYLES), strict=False)


PICTURES: dict[str, Callable[[str], bytes]] = {
    "frontier": frontier_picture,
    "sizes": sizes_picture,
    "noise": noise_picture,
    "bounds": bounds_picture,
}


def _figure(panels: int) -> "tuple[Figure, list[Axes]]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2 * panels, 3.8), layout="constrained")
    return figure, [figure.add_subplot(1, panels, i + 1) for i in range(panels)]


def _say_what_it_rests_on(figure: "Figure") -> None:
    """Below the picture, what the theorems assume [R6.68]."""
    assumed = conditions(each for theorem in THEOREMS.values() for each in theorem.rests_on)
    figure.supxlabel(f"Guaranteed {assumed}.", fontsize=6, wrap=True)


def _bytes(figure: "Figure", panels: "list[Axes]", format_: str) -> bytes:
    """The file's bytes; the same data give the same bytes."""
    import matplotlib

    for axes in panels:
        axes.grid(visible=True, linewidth=0.3)
        axes.legend(fontsize=8)
    stream = BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "freebit", "svg.fonttype": "none"}):
        metadata = {"Date": None} if format_ == "svg" else {"Software": None}
        figure.savefig(stream, format=format_, dpi=200, metadata=metadata)
    return stream.getvalue()
