"""``freebit attack``: explicit adversaries against the bounds, side by side [R6.65]."""

from fractions import Fraction

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.exits import refusing
from freebit.commands.terminal import emit, say


@click.command("attack")
@click.option("--epsilon", type=RATIONAL, default="9/20", show_default=True, help="The source's epsilon, eq (1).")
@click.option("--nd", type=click.IntRange(1, 16), default=3, show_default=True, help="Nd, the number of columns.")
@click.option("--log2-nb", type=click.IntRange(0, 8), default=3, show_default=True, help="log2 of the number of rows.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(epsilon: Fraction, nd: int, log2_nb: int, as_json: bool) -> None:
    """Eq (12), exactly, for explicit adversaries on a small grid, and what the theorems allow.

    \b
    Example:
      freebit attack --epsilon 9/20 --nd 3 --log2-nb 3
    """
    from freebit.security.adversary import adversaries, value
    from freebit.theorem import bound
    from freebit.theorem.bounds import check_epsilon

    with refusing():
        check_epsilon(epsilon)
    half = Fraction(1, 2)
    rows: list[tuple[str, dict[str, str]]] = [
        (
            adversary.name,
            {
                "row": str(value(adversaries(nd, 2**log2_nb, "row")[i], "row", epsilon) - half),
                "column": str(value(adversaries(nd, 2**log2_nb, "column")[i], "column", epsilon) - half),
            },
        )
        for i, adversary in enumerate(adversaries(nd, 2**log2_nb, "column"))
    ]
    with refusing():
        found = {
            name: bound(epsilon, nd, log2_nb, theorem=name) for name in ("row", "row-sharp", "column", "column-sharp")
        }
    if as_json:
        return emit(
            {
                "format": "freebit-attack",
                "version": 1,
                "epsilon": str(epsilon),
                "nd": nd,
                "log2_nb": log2_nb,
                "excess": dict(rows),
                "bounds": {name: each.document() for name, each in found.items()},
            }
        )
    say(f"P(guess) - 1/2 for epsilon = {epsilon}, Nd = {nd}, Nb = {2**log2_nb}; attacks exact, bounds rounded up")
    say(f"{'':<38}{'row':>12}{'column':>12}")
    for name, values in rows:
        say(f"{name:<38}" + "".join(f"{_down(Fraction(values[kind])):>12}" for kind in ("row", "column")))
    for label, pair in (("bound", ("row", "column")), ("sharp bound", ("row-sharp", "column-sharp"))):
        say(f"{label:<38}" + "".join(f"{found[name].excess.decimals(7)[1]:>12}" for name in pair))
    return None


def _down(value: Fraction) -> str:
    """The value as a decimal of seven places, rounded down."""
    from freebit.theorem.enclosure import place_point

    return place_point(value.numerator * 10**7 // value.denominator, 7)
