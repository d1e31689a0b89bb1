"""What is proved of a run, what of it the data refute, and the sizes that a target asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.commands.exits import InputError, missing_told
from freebit.parts import FLINT
from freebit.protocol.extractor import Xor
from freebit.protocol.parameters import Parameters, Selection
from freebit.theorem.assumptions import WEAK_SOURCE, Assumption, conditions
from freebit.theorem.model import USUAL_PASS
from freebit.theorem.plan import bound, plan
from freebit.theorem.result import GuessBound
from freebit.theorem.sizes import Grid, Quintuplets
from freebit.theorem.table import preferred

#: Larger plans are refused: they would run for ever.
MAX_LOG2_QUINTUPLETS = 40

#: How many of the source's bits are looked at for what refutes epsilon, so that a run does not wait for all.
LOOKED_AT = 2**20

#: What has to be said of devices that are a program [R5.42].
SIMULATED = "the devices were simulated: k is a function of the seed and of the source's bits [R5.42]"


@dataclass(frozen=True)
class Sizes:
    """What the planner chose."""

    nd: int
    log2_nb: int
    tolerance: int


@contextmanager
def planning(option: str) -> Iterator[None]:
    """A planner that is not installed, or that finds no sizes, is told in one line; ``option`` asked for it."""
    with missing_told(f"{option} needs the planner: {{}}"):
        try:
            yield
        except ArithmeticError as undecided:
            raise InputError(f"the planner found no sizes: {undecided}") from undecided


def planned_sizes(
    epsilon: Fraction, delta: Fraction, selection: Selection, error: Fraction, passing: Fraction | None
) -> Sizes:
    """The least sizes that guarantee P(guess) <= 1/2 + delta, for honest cells that err with ``error``."""
    wanted = USUAL_PASS if passing is None else passing
    with planning("--delta"):
        planned = plan(epsilon, delta, selection=selection.value, error=error or None, pass_at_least=wanted)
    if Quintuplets(1, MAX_LOG2_QUINTUPLETS) < planned.quintuplets:
        low, high = planned.bound.log2_quintuplets(1)
        raise InputError(
            f"the target delta asks, with {selection.value} selection, for between 2^{low} and 2^{high} quintuplets; "
            f"at most 2^{MAX_LOG2_QUINTUPLETS} are run"
        )
    if not isinstance(planned.size, Grid):
        raise InputError(f"the theorem {planned.theorem} is about another protocol than {selection.value} selection")
    return Sizes(planned.size.nd, planned.size.log2_nb, planned.size.tolerance)


def refuted_by(most: Fraction, epsilon: Fraction, why: str) -> tuple[Assumption, ...]:
    """Eq (1), if the assumed epsilon is above the ``most`` that is possible; ``why`` says who says so [R6.69]."""
    if epsilon <= most:
        return ()
    words = f"eq (1) does not hold with epsilon = {epsilon}: {why}, {float(most):.4f} at most"
    return (Assumption(WEAK_SOURCE.rule, words),)


@dataclass(frozen=True)
class RunBound:
    """What is proved of P(guess), eq (12), at the parameters of a run; ``instead`` says why there is no bound."""

    found: GuessBound | None
    instead: str
    refuted: tuple[Assumption, ...]
    #: Whether the devices were simulated; None if a transcript leaves that open.
    simulated: bool | None

    @property
    def proved(self) -> bool:
        """Whether there is a bound and nothing that it rests on is refuted [R6.69]."""
        return self.found is not None and not self.refuted

    def __str__(self) -> str:
        """For people: the bound with all that it rests on [R6.68], or that it is not proved and why."""
        if self.found is None:
            return self.instead
        theorem = self.found.theorem
        told = f"{self.found}, by the theorem {theorem} [{theorem.rule}], {conditions(theorem.rests_on)}"
        if self.refuted:
            why = "; ".join(f"{each.words} [{each.rule}]" for each in self.refuted)
            told = f"NOT PROVED for this source: {why}. It would be: {told}"
        else:
            told = f"proved: {told}"
        return f"{told}; {SIMULATED}" if self.simulated else told

    def document(self) -> dict[str, Any]:
        """For programs [R6.69]."""
        made = {
            "text": str(self),
            "proved": self.proved,
            "refuted": [each.document() for each in self.refuted],
            "simulated": self.simulated,
        }
        return made if self.found is None else made | {"document": self.found.document()}


def bound_of_run(parameters: Parameters, refuted: tuple[Assumption, ...], simulated: bool | None) -> RunBound:
    """What the theorems say at these parameters."""
    found, instead = None, "no theorem here covers this function f; the explicit bounds are for xor"
    if isinstance(parameters.extractor, Xor):
        theorem = preferred(parameters.selection.value)
        size = theorem.size(parameters.nd, parameters.log2_nb, parameters.tolerance)
        try:
            found = bound(parameters.epsilon, size, theorem=theorem)
        except ModuleNotFoundError:
            instead = f"not evaluated: {FLINT.missing}"
    return RunBound(found, instead, refuted, simulated)
