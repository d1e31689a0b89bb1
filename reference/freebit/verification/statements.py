"""What the two checkers show, in one form, so that they can be compared and put in words.

``IN_WORDS`` has a line of its own for each kind of which the parts, one after the other, would say less.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from freebit.kernel.check import Fact
from freebit.second.model import Shown


def of_kernel(fact: Fact) -> Shown:
    """A fact of the kernel as the statement that the second checker would show."""
    parts = fact.parts()
    return Shown(parts.kind, parts.game, parts.about)


def in_words(statements: Sequence[Shown]) -> str:
    """One line for what a certificate shows; empty if it shows nothing."""
    if not statements:
        return ""
    return IN_WORDS.get(statements[0].kind, _parts)(statements)


def _parts(statements: Sequence[Shown]) -> str:
    """The parts of the first statement, of a kind that has no line of its own."""
    first = statements[0]
    listed = ", ".join(f"{name} = {part}" for name, part in first.about)
    game = f" of {_game(first)}" if first.game else ""
    return f"{first.kind}{game}: {listed or 'its claim'}"


def _family(statements: Sequence[Shown]) -> str:
    first = statements[0]
    alpha = Fraction(first["alpha"])
    betas = {pair.partition(":")[2] for statement in statements for pair in statement["beta"].split(",")}
    beta = f"beta = {betas.pop()}" if len(betas) == 1 else "weighted beta"
    many = f"{len(statements)} inputs x0" if len(statements) > 1 else f"x0 = {first['input']}"
    return (
        f"{(1 - alpha) / 2} <= P(maj({first['triple']})=0|x0) <= {(1 + alpha) / 2} "
        f"at maximal violation of {_game(first)}; {many}, {beta}"
    )


def _attainment(statements: Sequence[Shown]) -> str:
    first = statements[0]
    many = f"{len(statements)} cases" if len(statements) > 1 else f"maj({first['triple']}), {first['input']}"
    event = f"P(maj={first['value']}|x0) = {first['probability']}"
    return f"{event} is attained at maximal violation of {_game(first)}; {many}"


def _predictability(statements: Sequence[Shown]) -> str:
    first = statements[0]
    zeros = first["zeros"] or "no output"
    return f"{_extreme(first, 'f=0')} at maximal violation of {_game(first)}; f=0 on {zeros}"


def _symmetric_predictability(statements: Sequence[Shown]) -> str:
    first = statements[0]
    weights = f"weight in {{{first['weights']}}}"
    return f"{_extreme(first, weights)} at maximal violation of {_game(first)}"


def _predictability_table(statements: Sequence[Shown]) -> str:
    first = statements[0]
    classes = [entry.split(":") for entry in first["classes"].split(",")]
    least = min(Fraction(number) for _, number, _ in classes)
    return (
        f"no function of the outputs has max P(f=v|x) below {least} at maximal violation of {_game(first)}, at all "
        f"inputs; {len(classes)} classes"
    )


def _magic_square(statements: Sequence[Shown]) -> str:
    return "at every input of the magic square some box that always wins answers in one way"


def _classical_bound(statements: Sequence[Shown]) -> str:
    return f"the least loss of classical boxes in {_game(statements[0])} is {statements[0]['value']}"


def _fixing_boxes(statements: Sequence[Shown]) -> str:
    return f"every function of the outputs is certain in some box at maximal violation of {_game(statements[0])}"


def _distillation(statements: Sequence[Shown]) -> str:
    first = statements[0]
    return (
        f"eq (13) for {_game(first)}, parties {first['triple']}: alpha = {first['alpha']}, beta = {first['beta']}, "
        f"{first['inputs'].count(',') + 1} inputs, at most {first['directions']} directions"
    )


def _code(statements: Sequence[Shown]) -> str:
    first = statements[0]
    lightest = first["weights"].partition(":")[0]
    words = "its weights are those listed" if first["sense"] == "exact" else "its light words are few"
    return f"a code of {first['bits']} bits on {first['cells']} cells: {words}, and none weighs less than {lightest}"


def _tested_cells(statements: Sequence[Shown]) -> str:
    first = statements[0]
    right, wrong = (len(first[side].split(";")) if first[side] else 0 for side in ("right", "wrong"))
    loads = f"{right} right and {wrong} wrong loads"
    return f"certificate for tested cells of {_game(first)}, {_kind_of_cells(first)}: v = {first['v']}, {loads}"


def _tested_limit(statements: Sequence[Shown]) -> str:
    first = statements[0]
    return (
        f"no certificate for tested cells of {_game(first)}, {_kind_of_cells(first)}, "
        f"has a rate below {first['rate']} at epsilon = {first['epsilon']}"
    )


IN_WORDS: dict[str, Callable[[Sequence[Shown]], str]] = {
    "family": _family,
    "attainment": _attainment,
    "predictability": _predictability,
    "symmetric-predictability": _symmetric_predictability,
    "predictability-table": _predictability_table,
    "magic-square": _magic_square,
    "classical-bound": _classical_bound,
    "fixing-boxes": _fixing_boxes,
    "distillation": _distillation,
    "code": _code,
    "tested-cells": _tested_cells,
    "tested-limit": _tested_limit,
}


def _game(statement: Shown) -> str:
    game = statement.game
    return f"the {game.name} game of {game.parties} parties" if game else "no game"


def _kind_of_cells(statement: Shown) -> str:
    name = "a table" if ":" in statement["f"] else statement["f"]
    return f"f = {name}, inputs {statement['inputs']}"


def _extreme(statement: Shown, event: str) -> str:
    """The extreme with its sign: = if it is bounded and reached, else what is shown of the true extreme."""
    beyond = {"bounded": "<=", "reached": ">="}.get(statement["shown"], "=")
    if statement["sense"] == "min":
        beyond = {"<=": ">=", ">=": "<="}.get(beyond, beyond)
    return f"{statement['sense']} P({event}|{statement['input']}) {beyond} {statement['value']}"
