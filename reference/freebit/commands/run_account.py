"""The account of a run, step by step, for people and for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import format_bits
from freebit.commands.exits import ExitCode
from freebit.commands.run_bounds import RunBound
from freebit.commands.terminal import Column, show_table
from freebit.protocol.parameters import PARTIES, Parameters, Selection
from freebit.protocol.steps import Abort, Outcome
from freebit.protocol.transcript import describe_parameters
from freebit.source.weakbits import ASSUMPTION


@dataclass(frozen=True)
class Step:
    """What one step of the protocol did."""

    number: int
    text: str


def steps_in_words(parameters: Parameters, outcome: Outcome) -> list[Step]:
    """Steps 1 to 5 of a run in words; those after an abort are left out."""
    n, nd, nb = parameters.quintuplets, parameters.nd, parameters.nb
    least = -int(-n // parameters.c)
    told = [
        Step(1, f"{n} quintuplets measured with {PARTIES * n} bits of the source"),
        Step(2, f"{outcome.kept} quintuplets kept, {least} needed (N/c with c = {parameters.c})"),
    ]
    if outcome.abort is Abort.TOO_FEW_KEPT:
        return told
    surplus = outcome.kept - nd * nb
    which = "row l" if parameters.selection is Selection.ROW else "one cell in each column"
    told.append(
        Step(
            3,
            f"a grid of Nb = {nb} rows and Nd = {nd} columns, {surplus} surplus quintuplets ignored; "
            f"{parameters.selection.value} selection ({which}) by {parameters.selection_bits} bits of the source"
            + (f", l = {outcome.l[0]}" if parameters.selection is Selection.ROW else ""),
        )
    )
    total = sum(outcome.wrong_cells)
    if parameters.selection is Selection.ROW:
        found = f"{outcome.wrong_blocks} of {nb - 1} checked blocks wrong ({total} wrong cells)"
    else:
        together = " in all" if parameters.selection is Selection.COLUMN_TOTAL else ""
        found = (
            f"{total} wrong cells, at most {max(outcome.wrong_cells)} in a column, "
            f"{parameters.tolerance} tolerated{together}"
        )
    told.append(Step(4, f"{found}; g = {outcome.g}"))
    if outcome.abort is None:
        kind = parameters.extractor.description()
        name = kind.get("name", kind["kind"])
        told.append(Step(5, f"k = {name} of the {nd} majorities = {outcome.k}"))
    return told


def run_exit_code(abort: Abort | None) -> ExitCode:
    """0 if the protocol was not aborted, 1 if it was."""
    return ExitCode.PROVED if abort is None else ExitCode.REJECTED


def document_of_run(
    parameters: Mapping[str, object], about: Mapping[str, object], told: Mapping[str, object], bound: RunBound
) -> dict[str, object]:
    """The account of a run of any protocol for programs; ``told`` says what came of it."""
    return {
        "format": "freebit-run",
        "version": 1,
        "parameters": parameters,
        **about,
        "assumption": ASSUMPTION,
        **told,
        "bound": bound.document(),
    }


def show_run(about: Mapping[str, str], epsilon: Fraction, steps: Iterable[Step], outcome: str, bound: RunBound) -> None:
    """The account of a run of any protocol for people."""
    rows = [
        *about.items(),
        ("epsilon", f"{epsilon}, assumed: {ASSUMPTION}"),
        *((f"step {step.number}", step.text) for step in steps),
        ("outcome", outcome),
        ("bound", str(bound)),
    ]
    show_table([Column(style="bold"), Column()], rows)


def outcome_in_words(outcome: Outcome) -> str:
    """The result in one line."""
    if outcome.abort is None:
        return f"not aborted: k = {outcome.k}"
    where = {Abort.TOO_FEW_KEPT: "step 2, too few quintuplets kept", Abort.WRONG_CORRELATIONS: "step 4"}
    reason = ", wrong correlations" if outcome.abort is Abort.WRONG_CORRELATIONS else ""
    return f"aborted at {where[outcome.abort]}{reason}; k is set to 0"


def account_document(
    parameters: Parameters, outcome: Outcome, about: Mapping[str, object], bound: RunBound
) -> dict[str, object]:
    """The account of a run for programs [R6.43]; cells are quintuplet numbers from 1, column 1 first."""
    told = {
        "kept": outcome.kept,
        "g": outcome.g,
        "abort": outcome.abort.value if outcome.abort else None,
        "k": outcome.k,
        "l": list(outcome.l),
        "distilling": {
            "quintuplets": list(outcome.distilling),
            "inputs": [format_bits(x) for x in outcome.distilling_inputs],
            "outputs": [format_bits(a) for a in outcome.distilling_outputs],
        },
        "wrong_blocks": outcome.wrong_blocks,
        "wrong_cells": list(outcome.wrong_cells),
    }
    return document_of_run(describe_parameters(parameters), about, told, bound)


def print_account(parameters: Parameters, outcome: Outcome, about: Mapping[str, str], bound: RunBound) -> None:
    """The account of a run for people."""
    show_run(about, parameters.epsilon, steps_in_words(parameters, outcome), outcome_in_words(outcome), bound)
