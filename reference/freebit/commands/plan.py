"""``freebit plan``: how many quintuplets a guaranteed quality asks for."""

from fractions import Fraction

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.exits import refusing
from freebit.commands.terminal import Column, emit, say, say_all, show_table
from freebit.commands.theorems import selection_option, theorem_option
from freebit.theorem.assumptions import condition_lines
from freebit.theorem.model import Target
from freebit.theorem.plan import best_plans, plan_for, plans
from freebit.theorem.result import Plan
from freebit.theorem.table import AnyTheorem, chosen, many_bits_protocol

#: N is shown in digits if log2 Nb is at most this.
WRITTEN_OUT = 64


@click.command("plan")
@click.option("--epsilon", type=RATIONAL, required=True, help="The source's epsilon, eq (1): 0 < epsilon <= 1/2.")
@click.option("--delta", type=RATIONAL, required=True, help="The target: P(guess) <= 1/2 + delta.")
@theorem_option
@selection_option
@click.option("--noise", type=RATIONAL, help="The probability with which an honest quintuplet is wrong.")
@click.option(
    "--pass",
    "passing",
    type=RATIONAL,
    default="9/10",
    show_default=True,
    help="With noise or the least N: the least chance to pass.",
)
@click.option("--cells", help="Only this kind of cells, such as four-majority-local (tested protocol).")
@click.option("--c", type=RATIONAL, default="3", show_default=True, help="N = c n with local inputs (tested protocol).")
@click.option("--least-n", "least", is_flag=True, help="In place of N = c n the least N that passes as --pass asks.")
@click.option("--bits", type=click.IntRange(1), default=1, show_default=True, help="L, the bits of a key.")
@click.option("--all", "everything", is_flag=True, help="A table of all theorems that can be applied.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(
    epsilon: Fraction,
    delta: Fraction,
    name: str | None,
    selection: str | None,
    noise: Fraction | None,
    passing: Fraction,
    cells: str | None,
    c: Fraction,
    least: bool,
    bits: int,
    everything: bool,
    as_json: bool,
) -> None:
    """The least number N of quintuplets with P(guess) <= 1/2 + delta guaranteed.

    N is least over the whole frontier of certified families, N = 3 Nd Nb, or for the tested protocol over all
    committed certificates of tested cells; every logarithm shown is rounded to the safe side, and epsilon is an
    assumption about the source that no data can prove.  With --all the least N is named for each
    set of assumptions.

    \b
    Examples:
      freebit plan --epsilon 9/20 --delta 2^-64
      freebit plan --epsilon 9/20 --delta 2^-64 --noise 1/100 --pass 9/10
      freebit plan --epsilon 9/20 --delta 2^-64 --theorem tested --noise 1/100
      freebit plan --epsilon 9/20 --delta 2^-64 --theorem tested --least-n --pass 99/100
      freebit plan --epsilon 9/20 --delta 2^-64 --bits 256
      freebit plan --epsilon 1/4 --delta 2^-64 --all
      freebit plan --epsilon 9/20 --delta 2^-64 --all --noise 1/100
    """
    with refusing():
        target = Target(epsilon, delta, noise, passing, None if least else c, bits)
        if bits > 1 and name is None and selection is None:
            selection = many_bits_protocol() if not everything else None
        found = plans(target, selection) if everything else [_one(target, chosen(selection, name), cells)]
    if everything:
        return _table(found, as_json)
    if as_json:
        return emit(found[0].document())
    return _describe(found[0])


def _one(target: Target, theorem: AnyTheorem, cells: str | None) -> Plan:
    return plan_for(target, theorem, None if cells is None else theorem.supply().only(cells))


def _describe(found: Plan) -> None:
    rows = [
        ("theorem", f"{found.theorem} [{found.theorem.rule}] ({found.theorem.protocol_words})"),
        ("guaranteed", str(found.bound)),
        ("N", _quintuplets(found)),
        *found.size.lines(),
        *found.bound.numbers.lines(),
    ]
    if found.pass_probability is not None:
        rows.append(("honest devices pass", f"with probability {found.document()['pass_probability'][0]} or more"))
    rows.append(("assumed", f"epsilon = {found.epsilon}"))
    lines = condition_lines(found.theorem.rests_on)
    rows += [("holds", lines[0]), *(("", line) for line in lines[1:])]
    for heading, text in rows:
        say(f"{heading:<20} {text}")


def _quintuplets(found: Plan) -> str:
    """N, or log2 N rounded up where N is long."""
    upper = f"2^{found.bound.log2_quintuplets(2)[1]}"
    return f"{int(found.quintuplets)} <= {upper}" if found.quintuplets.log2 <= WRITTEN_OUT else f"<= {upper}"


def _table(found: list[Plan], as_json: bool) -> None:
    if as_json:
        emit([each.document() for each in found])
        return
    rows = [
        (
            each.title,
            str(int(each.quintuplets)) if each.quintuplets.log2 <= WRITTEN_OUT else "",
            each.bound.log2_quintuplets(2)[1],
            ", ".join(f"{heading} = {text}" for heading, text in each.size.lines()),
            f"1/2 + 2^{each.bound.log2_excess(2)[1]}",
        )
        for each in found
    ]
    headings = ("N", "log2 N <=", "size", "guaranteed")
    show_table([Column("theorem"), *(Column(heading, right=True) for heading in headings)], rows)
    say_all(condition_lines(assumption for each in found for assumption in each.theorem.rests_on))
    for each in best_plans(found):
        rules = ", ".join(assumption.rule for assumption in each.theorem.rests_on)
        say(f"Least for what {rules} assume: {each.title}, N = {_quintuplets(each)}")
