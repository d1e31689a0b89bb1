"""``freebit plan``: how many quintuplets a guaranteed quality asks for."""

from fractions import Fraction
from typing import TYPE_CHECKING

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.exits import refusing
from freebit.commands.terminal import Column, emit, say, show_table

if TYPE_CHECKING:
    from freebit.theorem import Plan


@click.command("plan")
@click.option("--epsilon", type=RATIONAL, required=True, help="The source's epsilon, eq (1): 0 < epsilon <= 1/2.")
@click.option("--delta", type=RATIONAL, required=True, help="The target: P(guess) <= 1/2 + delta.")
@click.option(
    "--theorem",
    "name",
    type=click.Choice(["paper", "row", "row-sharp", "column", "column-sharp"]),
    help="Default: column-sharp, which asks for the least.",
)
@click.option("--selection", type=click.Choice(["row", "column"]), help="The best theorem for this selection rule.")
@click.option("--noise", type=RATIONAL, help="The probability with which an honest quintuplet is wrong.")
@click.option(
    "--pass", "passing", type=RATIONAL, default="9/10", show_default=True, help="With noise: pass at least so often."
)
@click.option("--all", "everything", is_flag=True, help="A table of all theorems.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(
    epsilon: Fraction,
    delta: Fraction,
    name: str | None,
    selection: str | None,
    noise: Fraction | None,
    passing: Fraction,
    everything: bool,
    as_json: bool,
) -> None:
    """The least number N of quintuplets with P(guess) <= 1/2 + delta guaranteed.

    N = 3 Nd Nb is least over the whole frontier of certified families; every logarithm shown is rounded
    to the safe side, and epsilon is an assumption about the source that no data can prove.

    \b
    Examples:
      freebit plan --epsilon 9/20 --delta 2^-64
      freebit plan --epsilon 9/20 --delta 2^-64 --noise 1/100 --pass 9/10
      freebit plan --epsilon 1/4 --delta 2^-64 --all
    """
    if everything:
        if noise is not None:
            raise click.UsageError("--all compares theorems without noise; leave --noise out")
        with refusing():
            plans = [_plan(epsilon, delta, each) for each in _names(selection)]
        return _table(plans, as_json)
    with refusing():
        found = _plan(epsilon, delta, name, selection, noise, passing)
    if as_json:
        return emit(found.document())
    return _describe(found)


def _names(selection: str | None) -> list[str]:
    from freebit.theorem import Theorem

    return [str(each) for each in Theorem if selection in (None, each.selection)]


def _plan(
    epsilon: Fraction,
    delta: Fraction,
    name: str | None,
    selection: str | None = None,
    noise: Fraction | None = None,
    passing: Fraction = Fraction(9, 10),
) -> "Plan":
    from freebit.theorem import plan

    return plan(epsilon, delta, theorem=name, selection=selection, error=noise, pass_at_least=passing)


def _describe(found: "Plan") -> None:
    bound = found.bound
    rows = [
        ("theorem", f"{found.theorem} ({found.selection} selection)"),
        ("guaranteed", str(bound)),
        ("N = 3 Nd Nb", _quintuplets(found)),
        ("Nd", str(found.nd)),
        ("Nb", f"2^{found.log2_nb}"),
    ]
    document = bound.document()["numbers"]
    if "families" in document:
        parts = ", ".join(f"{weight} {name}" for name, weight in document["families"].items())
        rows += [("alpha", document["alpha"]), ("K", document["K"]), ("families", parts)]
    else:
        rows += [("alpha, beta", f"{document['alpha']}, {document['beta']}"), ("certificate", document["certificate"])]
    if found.selection == "column":
        rows.append(("tolerance w", f"{found.tolerance} wrong quintuplets per column"))
    if found.pass_probability is not None:
        rows.append(("honest devices pass", f"with probability {found.document()['pass_probability'][0]} or more"))
    rows.append(("assumed", f"epsilon = {found.epsilon}"))
    for heading, text in rows:
        say(f"{heading:<20} {text}")


def _quintuplets(found: "Plan") -> str:
    """N, or log2 N rounded up where N is long."""
    upper = f"2^{found.bound.log2_quintuplets(2)[1]}"
    return f"{found.quintuplets()} <= {upper}" if found.log2_nb <= 64 else f"<= {upper}"


def _table(found: list["Plan"], as_json: bool) -> None:
    if as_json:
        return emit([each.document() for each in found])
    rows = [
        (
            str(each.theorem),
            str(each.quintuplets()) if each.log2_nb <= 64 else "",
            each.bound.log2_quintuplets(2)[1],
            str(each.nd),
            str(each.log2_nb),
            f"1/2 + 2^{each.bound.log2_excess(2)[1]}",
        )
        for each in found
    ]
    headings = ("N", "log2 N <=", "Nd", "log2 Nb", "guaranteed")
    return show_table([Column("theorem"), *(Column(heading, right=True) for heading in headings)], rows)
