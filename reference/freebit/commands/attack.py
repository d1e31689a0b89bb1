"""``freebit attack``: explicit adversaries against the bounds, side by side [R6.65]."""

from collections.abc import Mapping
from fractions import Fraction

import click

from freebit.commands.arguments import RATIONAL
from freebit.commands.attack_tested import cell_attacks, show_cell_attacks
from freebit.commands.exits import refusing
from freebit.commands.terminal import emit, say, say_all
from freebit.security.adversary import SELECTIONS, adversaries, value
from freebit.security.memory import Echo, RowXor
from freebit.source.epsilon import check_epsilon
from freebit.theorem.assumptions import SEPARATE_BOXES, condition_lines
from freebit.theorem.enclosure import place_point
from freebit.theorem.plan import bound
from freebit.theorem.sizes import GridSize
from freebit.theorem.table import THEOREMS

_DIGITS = 7
_HALF = Fraction(1, 2)
#: The delta for which numbers of cells of the tested protocol are told.
_DELTA, _DELTA_WORDS = Fraction(1, 2**64), "2^-64"

#: For each adversary, P(guess) - 1/2 by selection.
Excesses = Mapping[str, Mapping[str, Fraction]]


@click.command("attack")
@click.option("--epsilon", type=RATIONAL, default="9/20", show_default=True, help="The source's epsilon, eq (1).")
@click.option("--nd", type=click.IntRange(1, 16), default=3, show_default=True, help="Nd, the number of columns.")
@click.option("--log2-nb", type=click.IntRange(0, 8), default=3, show_default=True, help="log2 of the number of rows.")
@click.option("--json", "as_json", is_flag=True, help="A JSON document for programs.")
def command(epsilon: Fraction, nd: int, log2_nb: int, as_json: bool) -> None:
    """Eq (12), exactly, for explicit adversaries on a small grid, and what the theorems allow.

    Beside them stand, for the tested protocol, the bounds on one cell and the best attacks on it that are known.
    Devices that remember earlier quintuplets are shown apart: no theorem is about them.

    \b
    Example:
      freebit attack --epsilon 9/20 --nd 3 --log2-nb 3
    """
    with refusing():
        check_epsilon(epsilon)
    attacks: dict[str, dict[str, Fraction]] = {}
    for selection in SELECTIONS:
        for adversary in adversaries(nd, 2**log2_nb, selection):
            attacks.setdefault(adversary.name, {})[selection] = value(adversary, selection, epsilon) - _HALF
    remembering = {
        RowXor.name: {"row": RowXor(nd).excess()},
        Echo.name: {selection: Echo(nd).excess(selection, log2_nb, epsilon) for selection in SELECTIONS},
    }
    attacked = [each for each in THEOREMS.values() if each.size is GridSize and each.function == "xor"]
    with refusing():
        found = {each: bound(epsilon, GridSize(nd, log2_nb), theorem=each) for each in attacked}
        cells = cell_attacks(epsilon, _DELTA)
    if as_json:
        return emit(
            {
                "format": "freebit-attack",
                "version": 1,
                "epsilon": str(epsilon),
                "nd": nd,
                "log2_nb": log2_nb,
                "excess": _document(attacks),
                "with_memory": _document(remembering),
                "bounds": {str(theorem): each.document() for theorem, each in found.items()},
                "cells": {label: each.document() for label, each in cells.items()},
            }
        )
    say(f"P(guess) - 1/2 for epsilon = {epsilon}, Nd = {nd}, Nb = {2**log2_nb}; attacks exact, bounds rounded up")
    say(_row("", dict(zip(SELECTIONS, SELECTIONS, strict=True))))
    _echo(attacks)
    for theorem, each in found.items():
        say(_row(f"bound {theorem}", {theorem.protocol: each.excess.decimals(_DIGITS)[1]}))
    show_cell_attacks(cells, _DELTA_WORDS)
    say("The bounds hold")
    theorems = [*found, *(each.theorem for each in cells.values())]
    say_all(condition_lines(assumption for theorem in theorems for assumption in theorem.rests_on))
    say(f"Without [{SEPARATE_BOXES.rule}] they are false: devices that remember earlier quintuplets reach")
    return _echo(remembering)


def _echo(excesses: Excesses) -> None:
    for name, values in excesses.items():
        say(_row(name, {selection: _down(value) for selection, value in values.items()}))


def _row(heading: str, values: Mapping[str, str]) -> str:
    return f"{heading:<50}" + "".join(f"{values.get(selection, ''):>12}" for selection in SELECTIONS).rstrip()


def _document(excesses: Excesses) -> dict[str, dict[str, str]]:
    return {name: {where: str(value) for where, value in values.items()} for name, values in excesses.items()}


def _down(value: Fraction) -> str:
    """The value as a decimal, rounded down."""
    return place_point(value.numerator * 10**_DIGITS // value.denominator, _DIGITS)
