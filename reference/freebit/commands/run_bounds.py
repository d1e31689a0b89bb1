"""What is proved of a run, and the sizes that a target asks for: the theorems, where they are installed."""

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from types import ModuleType
from typing import Any

from freebit.commands.common import InputError
from freebit.protocol.extractor import Xor
from freebit.protocol.parameters import Parameters, Selection
from freebit.theorem.sizes import GridSize, Quintuplets

#: Larger plans are refused: they would run for ever.
MAX_LOG2_QUINTUPLETS = 40


@dataclass(frozen=True)
class Sizes:
    """What the planner chose."""

    nd: int
    log2_nb: int
    tolerance: int


def theorem() -> ModuleType:
    """The package of the theorems; raises ``ImportError`` where it or what it needs is absent."""
    return import_module("freebit.theorem")


def planned_sizes(
    epsilon: Fraction, delta: Fraction, selection: Selection, error: Fraction, passing: Fraction | None
) -> Sizes:
    """The least sizes that guarantee P(guess) <= 1/2 + delta, for honest cells that err with ``error``."""
    more = {} if passing is None else {"pass_at_least": passing}
    try:
        plan = theorem().plan(epsilon, delta, selection=selection.value, error=error or None, **more)
    except ImportError as missing:
        raise InputError(f"--delta needs the planner: {missing}; pip install 'freebit[theorem]'") from missing
    except ArithmeticError as undecided:
        raise InputError(f"the planner found no sizes: {undecided}") from undecided
    if Quintuplets(1, MAX_LOG2_QUINTUPLETS) < plan.quintuplets:
        low, high = plan.bound.log2_quintuplets(1)
        raise InputError(
            f"the target delta asks, with {selection.value} selection, for between 2^{low} and 2^{high} quintuplets; "
            f"at most 2^{MAX_LOG2_QUINTUPLETS} are run"
        )
    return Sizes(plan.size.nd, plan.size.log2_nb, plan.size.tolerance)


def certified_bound(parameters: Parameters) -> dict[str, Any]:
    """What is proved of P(guess), eq (12), at these parameters: ``text`` for people, ``document`` for programs."""
    if not isinstance(parameters.extractor, Xor):
        return {"text": "no theorem here covers this function f; the explicit bounds are for xor"}
    try:
        found = theorem().bound(
            parameters.epsilon,
            GridSize(parameters.nd, parameters.log2_nb, parameters.tolerance),
            selection=parameters.selection.value,
        )
    except ImportError as missing:
        return {"text": f"not evaluated: {missing} (pip install 'freebit[theorem]')"}
    return {"text": f"proved, if eq (1) holds with the assumed epsilon: {found}", "document": found.document()}
