"""Pictures of the frontier, the sizes and the bounds, as bytes of SVG or PNG files.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart; lines differ in dash and
marker too, so that they survive a black-and-white printer.  Floats appear here and only here: what is
drawn was computed exactly or with outward rounding (``freebit.export.plotted``), and each picture carries
it as a table.  Needs the extra ``plot``.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import cycle
from typing import TYPE_CHECKING, Any

from freebit.export.plotted import CURVES, Curve, plotted_table, theorems_of_one_bit
from freebit.theorem.assumptions import conditions
from freebit.theorem.table import THEOREMS

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
#: Colours and dashes of the curves of the frontier, one for each epsilon.
FRONTIER_STYLES = (("#000000", "-"), ("#0072B2", "--"), ("#D55E00", "-."), ("#009E73", ":"))


def frontier_picture(format_: str) -> bytes:
    """alpha against the least uniform beta, and against the least K for some epsilon."""
    figure, (uniform, axes) = _figure(2)
    first, *chains = curves = list(CURVES["frontier"]())
    _draw(uniform, 0, first, fmt="o-", color="#000000")
    styles = (style for style in FRONTIER_STYLES for _ in ("line", "vertices"))
    for number, (curve, (colour, dash)) in enumerate(zip(chains, styles, strict=True), 1):
        more: dict[str, Any] = {"fmt": "o", "label": None} if curve.marks else {"fmt": dash}
        _draw(axes, number, curve, color=colour, **more)
    uniform.set(xlabel="alpha", ylabel="least beta", title=first.panel)
    axes.set(xlabel="alpha", ylabel="least K", yscale="log", title=chains[0].panel)
    return _bytes(figure, curves, format_)


def sizes_picture(format_: str) -> bytes:
    """log2 N against epsilon, all theorems about one bit, for some delta."""
    figure, curves = _drawn("sizes", markevery=4)
    for axes in figure.axes:
        axes.set(xlabel="epsilon", ylabel="log2 N", yscale="log")
    return _bytes(figure, curves, format_)


def noise_picture(format_: str) -> bytes:
    """N against the probability of a wrong cell, for the tested protocol, up to the noise that is too much."""
    figure, curves = _drawn("noise")
    for axes in figure.axes:
        axes.set(xlabel="wrong cells in percent", ylabel="N", yscale="log")
    return _bytes(figure, curves, format_)


def bounds_picture(format_: str) -> bytes:
    """The bound against Nd, at the Nb planned for 2^-64, all theorems about grids."""
    figure, curves = _drawn("bounds", markevery=8)
    (axes,) = figure.axes
    axes.axhline(-2, color="#999999", linewidth=0.8)
    axes.annotate("vacuous above", (2, -1.6), fontsize=8, color="#666666")
    axes.set(xlabel="Nd", ylabel="log2(bound on P(guess) - 1/2)", ylim=(-140, 12))
    return _bytes(figure, curves, format_)


PICTURES: dict[str, Callable[[str], bytes]] = {
    "frontier": frontier_picture,
    "sizes": sizes_picture,
    "noise": noise_picture,
    "bounds": bounds_picture,
}


def _drawn(name: str, **more: Any) -> "tuple[Figure, list[Curve]]":
    """The curves of theorems, each panel under its title, above what the theorems assume [R6.68]."""
    curves = list(CURVES[name]())
    panels = list(dict.fromkeys(curve.panel for curve in curves))
    figure, every = _figure(len(panels))
    styles = dict(_styled())
    for number, curve in enumerate(curves):
        colour, dash, marker = styles[str(curve.theorem)]
        axes = every[panels.index(curve.panel)]
        if curve.limit:
            _draw(axes, number, curve, fmt=":", color=colour)
        else:
            _draw(axes, number, curve, fmt=dash, color=colour, marker=marker, **more)
        axes.set_title(curve.panel)
    assumed = conditions(each for theorem in THEOREMS.values() for each in theorem.rests_on)
    figure.supxlabel(f"Guaranteed {assumed}.", fontsize=6, wrap=True)
    return figure, curves


def _draw(axes: "Axes", number: int, curve: Curve, *, fmt: str, **more: Any) -> None:
    """The points in floating point, under a name by which they are found in a file of SVG."""
    x, y = ([float(each) for each in column] for column in zip(*curve.points, strict=True))
    axes.plot(x, y, fmt, **{"label": curve.label, "markersize": 4, "gid": name_of(number), **more})


def name_of(number: int) -> str:
    """The identifier of the curve of this number, from 0, in a file of SVG."""
    return f"curve-{number}"


def _styled() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The theorems about one bit, each with its colour, dash and marker."""
    return zip(map(str, theorems_of_one_bit()), cycle(LINE_STYLES), strict=False)


def _figure(panels: int) -> "tuple[Figure, list[Axes]]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2 * panels, 3.8), layout="constrained")
    return figure, [figure.add_subplot(1, panels, i + 1) for i in range(panels)]


def _bytes(figure: "Figure", curves: Iterable[Curve], format_: str) -> bytes:
    """The file's bytes with the table of the points; the same data give the same bytes."""
    import matplotlib

    for axes in figure.axes:
        axes.grid(visible=True, linewidth=0.3)
        axes.legend(fontsize=8)
    stream = BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "freebit", "svg.fonttype": "none"}):
        metadata = {"Date": None} if format_ == "svg" else {"Software": None}
        figure.savefig(stream, format=format_, dpi=200, metadata={**metadata, "Description": plotted_table(curves)})
    return stream.getvalue()
