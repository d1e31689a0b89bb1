"""A dual certificate written out as an identity that a person can check with pencil and paper.

The bound value - P(f=0|x0) (or its negative, for a minimum) is a combination, with non-negative
coefficients, of probabilities of right answers, plus relations that hold at maximal violation: on an asked
input x the correlator of some parties is, up to the sign that the game fixes, that of the others.  Written
in correlators the identity is a list of terms that cancel.
"""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from freebit.bits import parse_bits
from freebit.game import ParityGame, game_named

#: A combination of correlators by name: "-" for a party left out, else its input; "-----" is the constant 1.
Form = dict[str, Fraction]
Table = Mapping[str, Fraction]


def identity_page(document: Mapping[str, Any]) -> str:
    """The page for a certificate of kind ``predictability`` with a dual vector, in Markdown.

    Raises ``ValueError`` if the certificate has no dual vector or if the terms do not add up.
    """
    claim, dual = document["claim"], document["witness"].get("dual")
    if document["kind"] != "predictability" or dual is None:
        raise ValueError("only a dual vector of kind predictability can be written as an identity")
    game = game_named(claim["game"]["name"], claim["game"]["parties"])
    x0, sign = claim["input"], 1 if claim["sense"] == "max" else -1
    gap = _form({f"{a}|{x0}": Fraction(-sign) for a in claim["zeros"]})
    gap["-" * game.parties] = gap.get("-" * game.parties, Fraction(0)) + sign * Fraction(claim["value"])
    right, wrong = _split(game, {key: Fraction(value) for key, value in dual.items()})
    relations = {x: _relations(game, x, part) for x, part in wrong.items()}
    rest = defaultdict(Fraction, gap)
    for part in [*right.values(), *wrong.values()]:
        for name, value in _form(part).items():
            rest[name] -= value
    if any(rest.values()):
        raise ValueError(f"the terms do not add up at correlator {next(n for n, v in rest.items() if v)}")
    value, event = claim["value"], f"P(f=0|{x0})"
    side = f"{value} - {event}" if sign == 1 else f"{event} - {value}"
    bound = f"{event} {'<=' if sign == 1 else '>='} {value}"
    lines = [
        f"# {bound}",
        "",
        f"Game: {game.name} of {game.parties} parties. f = 0 on the outputs {' '.join(claim['zeros'])}.",
        "",
        f"For every non-signalling box of maximal violation {side} is the sum of the probabilities in the",
        "first table, times their coefficients, none of which is negative.  That is the bound.  To see it,",
        "write both sides in correlators: [10--1] is the expectation of the product of the outcomes (-1)^a of",
        "parties 1, 2 and 5 on inputs 1, 0 and 1; then",
        "",
        f"    {side} = {_sum(gap)}",
        "",
        "| input x | coefficient | outputs a | coefficient times the sum of P(a, x) |",
        "|---|---|---|---|",
    ]
    for x, part in sorted(right.items()):
        for share in sorted(set(part.values())):
            here = {key: share for key, value in part.items() if value == share}
            outputs = " ".join(sorted(key[: game.parties] for key in here))
            lines.append(f"| {x} | {share} | {outputs} | {_sum(_form(here))} |")
    lines += [
        "",
        "The difference of the two sides is this sum of expressions that are 0 at maximal violation: a right",
        "answer to x fixes the product of all outcomes, so the correlator of some parties on x is, up to this",
        "sign, that of the others.",
        "",
        "| input x | product of all outcomes | terms, each 0 |",
        "|---|---|---|",
    ]
    for x, terms in sorted(relations.items()):
        turn = -1 if game.target(parse_bits(x)) else 1
        cells = "; ".join(
            f"{share} ([{left}] {'-' if turn == 1 else '+'} [{other}])" for (left, other), share in terms.items()
        )
        lines.append(f"| {x} | {turn:+d} | {cells.replace('[' + '-' * game.parties + ']', '1')} |")
    return "\n".join([*lines, ""])


def _split(game: ParityGame, dual: Table) -> tuple[dict[str, Table], dict[str, Table]]:
    """The entries with I = 0 and those with I = 1, by input."""
    parts: tuple[dict[str, dict[str, Fraction]], dict[str, dict[str, Fraction]]] = ({}, {})
    for key, value in dual.items():
        a, x = key.split("|")
        parts[game.coefficient(parse_bits(a), parse_bits(x))].setdefault(x, {})[key] = value
    return dict(parts[0]), dict(parts[1])


def _form(part: Table) -> Form:
    """The sum of V(a,x) P(a|x) in correlators."""
    total: defaultdict[str, Fraction] = defaultdict(Fraction)
    for key, value in part.items():
        a, x = key.split("|")
        for chosen in product((0, 1), repeat=len(a)):
            name = "".join(setting if bit else "-" for bit, setting in zip(chosen, x, strict=True))
            odd = sum(bit and output == "1" for bit, output in zip(chosen, a, strict=True)) % 2
            total[name] += (-value if odd else value) / 2 ** len(a)
    return {name: value for name, value in total.items() if value}


def _relations(game: ParityGame, x: str, part: Table) -> dict[tuple[str, str], Fraction]:
    """A combination of wrong answers to x as one of relations: pairs of correlators, the larger name first."""
    form = _form(part)
    found: dict[tuple[str, str], Fraction] = {}
    for chosen in product((0, 1), repeat=game.parties):
        left, right = (
            "".join(setting if bit == side else "-" for bit, setting in zip(chosen, x, strict=True)) for side in (1, 0)
        )
        if sum(chosen) * 2 < game.parties or (sum(chosen) * 2 == game.parties and chosen[0]):
            share = form.get(left, Fraction(0))
            turn = -1 if game.target(parse_bits(x)) else 1
            if form.get(right, Fraction(0)) != -turn * share:
                raise ValueError(f"the wrong answers to {x} are not a sum of relations")
            if share:
                found[left, right] = share
    return found


def _sum(form: Form) -> str:
    """The combination as text, the constant first."""
    terms = []
    for name, value in sorted(form.items(), key=lambda item: (len(item[0].replace("-", "")), item[0])):
        size = "" if abs(value) == 1 and set(name) != {"-"} else f"{abs(value)}"
        factor = "" if set(name) == {"-"} else f"[{name}]"
        terms.append(f"{'-' if value < 0 else '+'} {size} {factor}".replace("  ", " ").rstrip())
    return " ".join(terms).removeprefix("+ ")
