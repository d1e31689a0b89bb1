"""``freebit bound``: what a theorem guarantees at given sizes."""

from fractions import Fraction
from pathlib import Path

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.exits import refusing
from freebit.commands.terminal import emit, say


@click.command("bound")
@click.option("--epsilon", type=RATIONAL, required=True, help="The source's epsilon, eq (1): 0 < epsilon <= 1/2.")
@click.option("--nd", type=click.IntRange(1), required=True, help="Nd, the number of distilled quintuplets.")
@click.option("--log2-nb", type=click.IntRange(0), required=True, help="log2 Nb, the selection bits for one choice.")
@click.option(
    "--theorem",
    "name",
    type=click.Choice(["paper", "row", "row-sharp", "column", "column-sharp"]),
    help="Default: column-sharp, or what is best for --selection.",
)
@click.option("--selection", type=click.Choice(["row", "column"]))
@click.option("--tolerance", type=click.IntRange(0), default=0, show_default=True, help="w, wrong cells per column.")
@click.option("--family", help="Only this committed family, by name, or a certificate file; default: the best mixture.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(
    epsilon: Fraction,
    nd: int,
    log2_nb: int,
    name: str | None,
    selection: str | None,
    tolerance: int,
    family: str | None,
    as_json: bool,
) -> None:
    """A proved bound on P(guess), eq (12), rounded up; vacuous bounds are called so, never clipped.

    \b
    Examples:
      freebit bound --epsilon 9/20 --nd 178 --log2-nb 5 --theorem column
      freebit bound --epsilon 9/20 --nd 202 --log2-nb 2700 --theorem paper
      freebit bound --epsilon 9/20 --nd 100 --log2-nb 5 --family vertex-7 --json
    """
    chosen: str | Path | None = family
    if family is not None and (family.endswith(".json") or "/" in family):
        chosen = Path(family)
    with refusing():
        from freebit.theorem import bound

        found = bound(epsilon, nd, log2_nb, selection=selection, theorem=name, tolerance=tolerance, family=chosen)
    if as_json:
        return emit(found.document())
    low, high = found.log2_excess()
    say(str(found))
    say(f"log2(bound - 1/2) lies in [{low}, {high}]; theorem {found.theorem}, {found.selection} selection")
    return say(f"assumed: epsilon = {found.epsilon}; N = 3 Nd Nb <= 2^{found.log2_quintuplets()[1]}")
