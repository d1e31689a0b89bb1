"""Mistakes in checkers of predictability tables and of the magic square."""

from freebit.boxes.bits import Bits
from freebit.boxes.game import ParityGame
from freebit.kernel import correlators, functional
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds import magic_square as square
from freebit.kernel.kinds.magic_square import MagicSquare, SquareBox
from freebit.kernel.kinds.predictability_table import PredictabilityTable
from freebit.kernel.model import Failure
from freebit.kernel.relabelling import Functions
from freebit.wire.rational import Rationals
from tests.wrong import Replace, wrong

OP = "certificate"


def _never(replace: Replace, owner: type, rule: str) -> None:
    replace(owner, rule, lambda _: lambda self: None)


@wrong("relabellings are believed to be symmetries", OP)
def symmetries_believed(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "relabellings_are_symmetries")


@wrong("inputs that no relabelling reaches are believed", OP)
def inputs_believed(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "inputs_are_reached")


@wrong("the classes are believed to be all", OP)
def classes_believed(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "functions_are_made_once")


@wrong("a class may stand twice", OP)
def class_twice(replace: Replace) -> None:
    def make(original: object) -> object:
        def classes(self: Functions, listed: list[int]) -> tuple[list[int], Failure | None]:
            sizes, failure = original(self, listed)  # type: ignore[operator]
            return sizes, failure if failure and "none of them" in failure.message else None

        return classes

    replace(Functions, "classes", make)


@wrong("a function and its complement are different classes", OP)
def complements_apart(replace: Replace) -> None:
    def make(original: object) -> object:
        def classes(self: Functions, listed: list[int]) -> tuple[list[int], Failure | None]:
            found = [_made(self, first) for first in listed]
            missing = len(set().union(*found)) < self.count
            return [len(made) for made in found], Failure("claim/classes", "not all") if missing else None

        return classes

    replace(Functions, "classes", make)


def _made(functions: Functions, first: int) -> set[int]:
    """What is made from a function without the exchange of 0 and 1."""
    reached = [first]
    for f in reached:
        reached += {move.image(f) for move in functions._moves} - set(reached)
    return set(reached)


@wrong("multipliers of a table may be negative", OP)
def negative_multipliers(replace: Replace) -> None:
    def multipliers(self: PredictabilityTable) -> Failure | None:
        lost = functional.losing(self.game)
        found = any(index in lost for row in self.rows for dual in row.duals for index in dual.numerators)
        return Failure("witness", "") if found else None

    replace(PredictabilityTable, "duals_are_multipliers", lambda _: multipliers)


@wrong("multipliers of a table may stand at entries that lose", OP)
def losing_multipliers(replace: Replace) -> None:
    def multipliers(self: PredictabilityTable) -> Failure | None:
        least = min(v for row in self.rows for dual in row.duals for v in (0, *dual.numerators.values()))
        return Failure("witness", "") if least < 0 else None

    replace(PredictabilityTable, "duals_are_multipliers", lambda _: multipliers)


@wrong("correlators are tied without signs", OP)
def ties_without_signs(replace: Replace) -> None:
    replace(correlators, "ties", lambda original: lambda game: [(first, abs(sign)) for first, sign in original(game)])


@wrong("dual vectors of a table must act as the gap on every box", OP)
def gap_on_every_box(replace: Replace) -> None:
    def difference(left: IndexedVector, right: IndexedVector, game: ParityGame) -> str | None:
        return functional.difference(left, right, game.parties)

    replace(correlators, "difference_at_maximal_violation", lambda _: difference)


@wrong("only the first of two dual vectors is checked", OP)
def first_dual_only(replace: Replace) -> None:
    def make(original: object) -> object:
        def duals(self: PredictabilityTable) -> object:
            return (found for found in original(self) if found[2] == 0)  # type: ignore[operator]

        return duals

    replace(PredictabilityTable, "_duals", make)


@wrong("dual vectors of a table are not compared", OP)
def duals_believed(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "duals_act_as_gaps")


@wrong("boxes of a table need not attain", OP)
def boxes_believed(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "boxes_attain")


@wrong("the boxes of a table may be negative", OP)
def negative_boxes_of_tables(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "boxes_are_not_negative")


@wrong("the boxes of a table may lose", OP)
def losing_boxes_of_tables(replace: Replace) -> None:
    _never(replace, PredictabilityTable, "boxes_never_lose")


@wrong("correlators that are not given are taken as 1", OP)
def absent_correlators_1(replace: Replace) -> None:
    def make(original: object) -> object:
        def box(given: Rationals[int], parties: int) -> IndexedVector:
            full = dict.fromkeys(range(1, 3**parties), given.denominator) | given.numerators
            return original(Rationals(full, given.denominator), parties)  # type: ignore[operator, no-any-return]

        return box

    replace(correlators, "box_of_correlators", make)


@wrong("a row's 1 and a column's 0 agree in the square", OP)
def one_and_zero_agree(replace: Replace) -> None:
    replace(square, "wins", lambda _: lambda entry: entry[0][entry[3] - 1] >= entry[1][entry[2] - 1])


@wrong("a box of the square may be missing, or one too many", OP)
def boxes_of_the_square_uncounted(replace: Replace) -> None:
    _never(replace, MagicSquare, "inputs_have_boxes")


@wrong("no answer of the square needs to be certain", OP)
def answers_uncertain(replace: Replace) -> None:
    _never(replace, MagicSquare, "answers_are_certain")


@wrong("an answer of the square may be certain at any input", OP)
def certain_anywhere(replace: Replace) -> None:
    def certain(box: SquareBox, r: int, c: int) -> list[tuple[Bits, Bits]]:
        return [(a, b) for (a, b, _, _), value in box.numerators.items() if value == box.denominator]

    replace(square, "_certain", lambda _: certain)


def _law_of_the_square(replace: Replace, law: str) -> None:
    replace(square, law, lambda _: lambda box: None)


@wrong("a box of the square may be negative", OP)
def negative_square(replace: Replace) -> None:
    _law_of_the_square(replace, "_negative")


@wrong("a box of the square need not be normalised", OP)
def unnormalised_square(replace: Replace) -> None:
    _law_of_the_square(replace, "_not_normalised")


@wrong("a box of the square may signal", OP)
def signalling_square(replace: Replace) -> None:
    _law_of_the_square(replace, "_signals")


@wrong("a box of the square may lose", OP)
def losing_square(replace: Replace) -> None:
    _law_of_the_square(replace, "_loses")
