"""How well a function of the outputs can be guessed: exact extremes of P(f=0|x0) at maximal violation.

``predictability`` answers for any parity game, any Boolean function f of all outputs and any asked input
x0, with certificates of kind ``predictability`` for both extremes [R3.30]-[R3.34].  ``problem_7`` is the
paper's program (7), the maximum for the majority of three parties; ``problem_7_in_full`` writes it out
without any symmetry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, majority_of
from freebit.boxes.entries import Entry, index_of
from freebit.boxes.game import ParityGame
from freebit.boxes.symmetry import Stabiliser, stabiliser
from freebit.solver.documents import Json, predictability_document
from freebit.solver.exact_lp import Optimum, maximise
from freebit.solver.maximal_violation import MaximalViolation
from freebit.solver.reduction import Reduction


@dataclass(frozen=True)
class SolvedExtreme:
    """One extreme of P(f=0|x0), ``sense`` "max" or "min", and what proves it.

    ``dual`` acts on every non-signalling box as value - P(f=0|x0) for the maximum, P(f=0|x0) - value for
    the minimum, and is not negative where I(a,x) = 0.  ``primal`` is a box of maximal violation with
    P(f=0|x0) = value.  Both are sparse, keyed by (a, x).
    """

    game: ParityGame
    zeros: tuple[Bits, ...]
    x0: Bits
    sense: str
    value: Fraction
    dual: Mapping[Entry, Fraction]
    primal: Mapping[Entry, Fraction]

    def document(self, found: Mapping[str, str], *, dual: bool = True, primal: bool = True) -> Json:
        """The certificate, with the dual vector, the primal box, or both."""
        return predictability_document(
            self.game,
            self.zeros,
            self.x0,
            self.sense,
            self.value,
            self.dual if dual else None,
            self.primal if primal else None,
            found,
        )


@dataclass(frozen=True)
class Extremes:
    """The largest and the least P(f=0|x0) that a non-signalling box of maximal violation can have."""

    maximum: SolvedExtreme
    minimum: SolvedExtreme

    @property
    def predictability(self) -> Fraction:
        """The best probability with which f can be guessed: max over the values v of max P(f=v|x0)."""
        return max(self.maximum.value, 1 - self.minimum.value)


def predictability(game: ParityGame, x0: Bits, function: Callable[[Bits], int]) -> Extremes:
    """The exact extremes of P(f=0|x0) at maximal violation, each with a dual vector and a primal box.

    ``function`` maps the outputs of all parties to 0 or 1.  Raises ``ValueError`` if the game does not ask x0.
    """
    program = PredictabilityProgram(game, x0, function)
    return Extremes(program.extreme("max"), program.extreme("min"))


def problem_7(game: ParityGame, x0: Bits, triple: tuple[int, ...]) -> SolvedExtreme:
    """Problem (7), reduced by symmetry: max P(maj=0|x0); the parties of the triple are counted from 0."""
    return PredictabilityProgram(game, x0, lambda a: majority_of(a, triple)).extreme("max")


class PredictabilityProgram:
    """The linear program for one (game, x0, f), modulo the symmetries that keep the three."""

    def __init__(self, game: ParityGame, x0: Bits, function: Callable[[Bits], int]) -> None:
        self.game: ParityGame = game
        self.x0: Bits = x0
        self.zeros: tuple[Bits, ...] = tuple(a for a in all_bits(game.parties) if not function(a))
        self.group: Stabiliser = stabiliser(game, x0, function)
        self.boxes: MaximalViolation = MaximalViolation(game, self.group.keeping)

    def extreme(self, sense: str) -> SolvedExtreme:
        """Solve for one extreme, "max" or "min"."""
        optimum, sign = self.solve(sense), _sign(sense)
        gap = [-value for value in self._form(sense)]
        gap[0] += self._scale * optimum.value
        least = list(self.boxes.rows)
        dual = self.boxes.lifted(gap, {least[i]: self._scale * m for i, m in optimum.multipliers.items()})
        for a in self.zeros:
            if self.game.coefficient(a, self.x0):
                dual[a, self.x0] = dual.get((a, self.x0), Fraction(0)) - sign
        value, primal = sign * optimum.value, self.boxes.box(optimum.point)
        return SolvedExtreme(self.game, self.zeros, self.x0, sense, value, dual, primal)

    def solve(self, sense: str) -> Optimum:
        """The optimum of the linear program in the classes of correlators alone; for "min" that of -P(f=0|x0)."""
        form = self.boxes.in_classes(self._form(sense))
        return maximise([value / self._scale for value in form], list(self.boxes.rows.values()))

    @property
    def _scale(self) -> int:
        return 1 << self.game.parties

    def _form(self, sense: str) -> list[Fraction]:
        """2**n times P(f=0|x0), negated for "min", in the variables; right outputs alone, which symmetry keeps."""
        right = (a for a in self.zeros if not self.game.coefficient(a, self.x0))
        return self.boxes.in_variables({index_of(a, self.x0): Fraction(_sign(sense)) for a in right})


def problem_7_in_full(game: ParityGame, x0: Bits, triple: tuple[int, ...]) -> Optimum:
    """Problem (7) over all 3**n - 1 correlators: for n = 5, 242 unknowns, 256 equations, 768 inequalities.

    The honest baseline: it takes seconds where ``problem_7`` takes milliseconds.
    """
    objective, constraints, equalities = full_program(game, x0, triple)
    return maximise(objective, constraints, equalities)


def full_program(
    game: ParityGame, x0: Bits, triple: tuple[int, ...]
) -> tuple[list[Fraction], list[list[int]], list[int]]:
    """The objective P(maj=0|x0), the rows 2**n P(a|x) by input and output, and the indices of those that must be 0."""
    boxes = Reduction(game, ())
    entries = [(a, x) for x in all_bits(game.parties) for a in all_bits(game.parties)]
    constraints = [boxes.row(index_of(a, x)) for a, x in entries]
    wanted = [i for i, (a, x) in enumerate(entries) if x == x0 and majority_of(a, triple) == 0]
    sums = (sum(column) for column in zip(*(constraints[i] for i in wanted), strict=True))
    objective = [Fraction(total, 2**game.parties) for total in sums]
    return objective, constraints, [i for i, entry in enumerate(entries) if game.coefficient(*entry)]


def _sign(sense: str) -> int:
    return {"max": 1, "min": -1}[sense]
