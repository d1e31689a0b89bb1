"""``freebit bound``: what a theorem guarantees at given sizes."""

from fractions import Fraction
from pathlib import Path

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.exits import refusing
from freebit.commands.terminal import emit, say, say_all
from freebit.commands.theorems import selection_option, size_given, size_options, theorem_option
from freebit.theorem.assumptions import condition_lines
from freebit.theorem.plan import bound
from freebit.theorem.table import chosen


@click.command("bound")
@click.option("--epsilon", type=RATIONAL, required=True, help="The source's epsilon, eq (1): 0 < epsilon <= 1/2.")
@size_options
@theorem_option
@selection_option
@click.option(
    "--family",
    help="Only this certificate or kind of cells, by name, or a certificate file; default: the best.",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(
    epsilon: Fraction,
    name: str | None,
    selection: str | None,
    family: str | None,
    as_json: bool,
    **given: int | None,
) -> None:
    """A proved bound on P(guess), eq (12), rounded up; vacuous bounds are called so, never clipped.

    \b
    Examples:
      freebit bound --epsilon 9/20 --nd 178 --log2-nb 5 --theorem column
      freebit bound --epsilon 9/20 --nd 202 --log2-nb 2700 --theorem paper
      freebit bound --epsilon 9/20 --nd 100 --log2-nb 5 --family vertex-7 --json
      freebit bound --epsilon 9/20 --theorem tested --keep 386 --family five-multiplexer-local
    """
    certificate: str | Path | None = family
    if family is not None and family.endswith(".json"):
        certificate = Path(family)
    with refusing():
        theorem = chosen(selection, name)
        found = bound(epsilon, size_given(theorem, given), theorem=theorem, family=certificate)
    if as_json:
        emit(found.document())
        return
    low, high = found.log2_excess()
    say(str(found))
    say(f"log2(bound - 1/2) lies in [{low}, {high}]; {found.size.formula} <= 2^{found.log2_quintuplets()[1]}")
    say(f"by the theorem {theorem} [{theorem.rule}], {theorem.protocol_words}, for epsilon = {found.epsilon},")
    say_all(condition_lines(theorem.rests_on))
