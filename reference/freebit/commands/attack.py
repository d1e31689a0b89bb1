"""``freebit attack``: explicit adversaries against the bounds, side by side [R6.65]."""

from fractions import Fraction

import click

from freebit.commands.quantities import RATIONAL, decided, emit
from freebit.theorem.enclosure import place_point

_DIGITS = 7
_HALF = Fraction(1, 2)


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
    from freebit.security.adversary import SELECTIONS, adversaries, value
    from freebit.source.epsilon import check_epsilon
    from freebit.theorem import THEOREMS, GridSize, bound

    decided(lambda: check_epsilon(epsilon))
    excess: dict[str, dict[str, Fraction]] = {}
    for selection in SELECTIONS:
        for adversary in adversaries(nd, 2**log2_nb, selection):
            excess.setdefault(adversary.name, {})[selection] = value(adversary, selection, epsilon) - _HALF
    attacked = [each for each in THEOREMS.values() if each.size is GridSize and each.function == "xor"]
    found = decided(lambda: {each: bound(epsilon, GridSize(nd, log2_nb), theorem=each) for each in attacked})
    if as_json:
        return emit(
            {
                "format": "freebit-attack",
                "version": 1,
                "epsilon": str(epsilon),
                "nd": nd,
                "log2_nb": log2_nb,
                "excess": {
                    name: {selection: str(value) for selection, value in values.items()}
                    for name, values in excess.items()
                },
                "bounds": {str(theorem): each.document() for theorem, each in found.items()},
            }
        )
    click.echo(
        f"P(guess) - 1/2 for epsilon = {epsilon}, Nd = {nd}, Nb = {2**log2_nb}; attacks exact, bounds rounded up"
    )
    click.echo(f"{'':<38}" + "".join(f"{selection:>12}" for selection in SELECTIONS))
    for name, values in excess.items():
        click.echo(f"{name:<38}" + "".join(f"{_down(values[selection]):>12}" for selection in SELECTIONS))
    for theorem, each in found.items():
        shown = {theorem.protocol: each.excess.decimals(_DIGITS)[1]}
        heading = f"bound {theorem}"
        click.echo(f"{heading:<38}" + "".join(f"{shown.get(selection, ''):>12}" for selection in SELECTIONS).rstrip())
    return None


def _down(value: Fraction) -> str:
    """The value as a decimal, rounded down."""
    return place_point(value.numerator * 10**_DIGITS // value.denominator, _DIGITS)
