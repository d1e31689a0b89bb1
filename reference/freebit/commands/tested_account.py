"""The account of a run of the tested protocol, and what is proved of it."""

from collections.abc import Mapping

from freebit.boxes.cells import CellKind
from freebit.commands.run_account import Step, document_of_run, show_run
from freebit.commands.run_bounds import RunBound
from freebit.parts import FLINT
from freebit.protocol.key import KeyOutcome
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome
from freebit.protocol.tested_transcript import describe_tested_parameters
from freebit.theorem.assumptions import Assumption
from freebit.theorem.cell_sizes import DerivedSize, LocalSize
from freebit.theorem.model import UncertifiedError
from freebit.theorem.plan import bound
from freebit.theorem.table import AnyTheorem, preferred


def theorem_about(kind: CellKind) -> AnyTheorem:
    """The theorem about runs of such cells."""
    return preferred("tested" if kind.inputs.derived is None else "tested-derived")


def bound_of_tested_run(
    parameters: TestedParameters, refuted: tuple[Assumption, ...], simulated: bool | None
) -> RunBound:
    """What the theorems say at these parameters, with the committed certificates for this kind of cells."""
    kind, theorem = parameters.kind, theorem_about(parameters.kind)
    size = (
        LocalSize(parameters.keep, parameters.tolerance, parameters.cells)
        if kind.inputs.derived is None
        else DerivedSize(parameters.keep, parameters.tolerance)
    )
    found, instead = None, ""
    try:
        supply = theorem.supply().only(kind.label)
        found = bound(parameters.epsilon, size, theorem=theorem, supply=supply)
    except UncertifiedError:
        instead = f"no committed certificate is about these cells: {kind.label}; freebit solve tested finds some"
    except ModuleNotFoundError:
        instead = f"not evaluated: {FLINT.missing}"
    return RunBound(found, instead, refuted, simulated)


def steps_to_the_test(parameters: TestedParameters, outcome: TestedOutcome | KeyOutcome) -> list[Step]:
    """Steps 1 to 3 of a run in words, for one bit and for many; what comes after an abort is left out."""
    kind = parameters.kind
    told = [
        Step(1, f"{parameters.cells} cells measured with {parameters.source_bits} bits of the source; {kind}"),
        Step(2, f"{outcome.kept} cells kept, {parameters.keep} needed"),
    ]
    if outcome.abort is not Abort.TOO_FEW_KEPT:
        found = f"{outcome.wrong} of all kept cells wrong, {parameters.tolerance} tolerated; g = {outcome.g}"
        told.append(Step(3, found))
    return told


def tested_steps_in_words(parameters: TestedParameters, outcome: TestedOutcome) -> list[Step]:
    """Steps 1 to 4 of a run in words; those after an abort are left out."""
    told = steps_to_the_test(parameters, outcome)
    if outcome.abort is None:
        told.append(Step(4, f"k = the sum of f over all {outcome.kept} kept cells = {outcome.k}"))
    return told


def tested_outcome_in_words(outcome: TestedOutcome) -> str:
    """The result in one line."""
    if outcome.abort is None:
        return f"not aborted: k = {outcome.k}"
    few = outcome.abort is Abort.TOO_FEW_KEPT
    return f"aborted at step {'2, too few cells kept' if few else '3, too many wrong'}; k is set to 0"


def tested_account(
    parameters: TestedParameters, outcome: TestedOutcome, about: Mapping[str, object], bound: RunBound
) -> dict[str, object]:
    """The account of a run for programs [R6.71]."""
    told = {
        "kept": outcome.kept,
        "wrong": outcome.wrong,
        "g": outcome.g,
        "abort": outcome.abort.value if outcome.abort else None,
        "k": outcome.k,
    }
    return document_of_run(describe_tested_parameters(parameters), about, told, bound)


def print_tested_account(
    parameters: TestedParameters, outcome: TestedOutcome, about: Mapping[str, str], bound: RunBound
) -> None:
    """The account of a run for people."""
    protocol = {"protocol": "tested: every kept cell is distilled and tested; it is not the paper's"}
    steps, result = tested_steps_in_words(parameters, outcome), tested_outcome_in_words(outcome)
    show_run({**protocol, **about}, parameters.epsilon, steps, result, bound)
