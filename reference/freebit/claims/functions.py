"""All functions of the outputs: how well each can be guessed at maximal violation, from tables and boxes.

A table has every function of the outputs that win at an input.  A function of all outputs has some values on those,
and any on the outputs that lose, which have probability 0.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb
from pathlib import Path

from freebit.boxes.bits import Bits
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.claims.inequality import accepted_facts
from freebit.claims.model import Finding
from freebit.kernel.kinds.magic_square import SquareAnswersCertain
from freebit.kernel.kinds.predictability_table import AllPredictabilities

Counts = Mapping[Fraction, int]
THREE_QUARTERS, FIVE_SIXTHS, ONE = Fraction(3, 4), Fraction(5, 6), Fraction(1)
#: How many of the functions that halve the outputs which win have each predictability: four parties, and five.
HALVING_OF_FOUR: Counts = {THREE_QUARTERS: 8, FIVE_SIXTHS: 48, ONE: 14}
HALVING_OF_FIVE: Counts = {
    THREE_QUARTERS: 360,
    Fraction(45, 58): 960,
    Fraction(11, 14): 960,
    Fraction(4, 5): 960,
    FIVE_SIXTHS: 7680,
    Fraction(7, 8): 1920,
    ONE: 30,
}
#: How many functions that are 0 on half of all outputs have each predictability: four parties.
UNBIASED_OF_FOUR: Counts = {THREE_QUARTERS: 560, FIVE_SIXTHS: 3360, ONE: 8950}
#: The number of classes of functions, under symmetry and exchange of 0 and 1, of each predictability: five parties.
CLASSES_OF_FIVE: Counts = {
    THREE_QUARTERS: 3,
    Fraction(45, 58): 1,
    Fraction(11, 14): 1,
    Fraction(4, 5): 1,
    FIVE_SIXTHS: 10,
    Fraction(17, 20): 3,
    Fraction(29, 34): 1,
    Fraction(6, 7): 1,
    Fraction(7, 8): 13,
    Fraction(15, 17): 1,
    Fraction(39, 44): 1,
    Fraction(8, 9): 1,
    Fraction(9, 10): 2,
    Fraction(11, 12): 9,
    Fraction(13, 14): 2,
    Fraction(14, 15): 1,
    Fraction(19, 20): 2,
    Fraction(35, 36): 1,
    ONE: 29,
}


def committed_table(game: ParityGame, folder: Path | None = None) -> AllPredictabilities | None:
    """The predictabilities that the committed certificate for a game proves; None if it is not accepted."""
    facts = accepted_facts(f"claims/all-functions/{game.name}-{game.parties}.json", folder)
    return next((fact for fact in facts if isinstance(fact, AllPredictabilities) and fact.game == game), None)


def halving(found: AllPredictabilities) -> Counts:
    """The predictabilities of the functions that are 0 on half of the outputs which win."""
    return _counted(found, lambda ones, of: int(2 * ones == of))


def unbiased(found: AllPredictabilities) -> Counts:
    """The predictabilities of the functions that are 0 on half of all outputs, as many of which lose as win."""
    return _counted(found, lambda ones, of: comb(of, of - ones))


def _counted(found: AllPredictabilities, times: Callable[[int, int], int]) -> Counts:
    """How many functions have each predictability, a function with so many ones counted so many times.

    The functions of a class have the ones of the one listed, or as many zeros, and both count alike here.
    """
    counts: Counter[Fraction] = Counter()
    for values, predictability, size in found.classes:
        counts[predictability] += size * times(sum(values), len(values))
    return {value: count for value, count in sorted(counts.items()) if count}


def five_parties(
    classes: Counts = CLASSES_OF_FIVE, halves: Counts = HALVING_OF_FIVE, folder: Path | None = None
) -> Finding:
    """No function of five outputs, at no input in X, is less predictable than the majority of three [R8.33]."""
    found = committed_table(MerminGame(), folder)
    if found is None:
        return Finding(False, "the table is not accepted")
    numbers = Counter(predictability for _, predictability, _ in found.classes)
    least, size = next(iter(found.counts.items()))
    majority = _predictability_of(found, lambda a: int(sum(a[:3]) >= 2))
    holds = (numbers, halving(found), majority) == (dict(classes), dict(halves), least)
    return Finding(
        holds,
        f"{len(found.classes)} classes of {sum(found.counts.values())} functions on the winning outputs; the least "
        f"predictability is {least}, of {size}, the majority's is {majority}; "
        f"of {sum(halving(found).values())} that halve these outputs {_listed(halving(found))}",
    )


def of_four_parties(
    majority: Fraction = THREE_QUARTERS,
    counts: Counts = HALVING_OF_FOUR,
    of_all: Counts = UNBIASED_OF_FOUR,
    folder: Path | None = None,
) -> Finding:
    """Four parties: the predictability of every function of the outputs, at every admissible input [R8.15]."""
    found = committed_table(GhzGame(4), folder)
    if found is None:
        return Finding(False, "the table is not accepted")
    said = (halving(found), unbiased(found), _predictability_of(found, lambda a: int(sum(a[:3]) >= 2)))
    return Finding(
        said == (dict(counts), dict(of_all), majority),
        f"of {sum(said[0].values())} functions that halve the winning outputs {_listed(said[0])}; of all "
        f"{sum(said[1].values())} unbiased ones {_listed(said[1])}; the majority of three has {said[2]}",
    )


def _predictability_of(found: AllPredictabilities, f: Callable[[Bits], int]) -> Fraction | None:
    """The predictability of a function that is listed, or whose complement is; None if neither is."""
    values = tuple(f(a) for a in found.game.winning_outputs(found.x0))
    listed = {listed: predictability for listed, predictability, _ in found.classes}
    return listed.get(values, listed.get(tuple(1 - value for value in values)))


def _listed(counts: Counts) -> str:
    return ", ".join(f"{count} have {value}" for value, count in counts.items())


def square_is_certain(inputs: int = 9, folder: Path | None = None) -> Finding:
    """At every input of the magic square some box that always wins answers in one way [R8.34]."""
    facts = accepted_facts("claims/two-parties/magic-square.json", folder)
    certain = [fact.answers for fact in facts if isinstance(fact, SquareAnswersCertain)]
    return Finding(
        [len(answers) for answers in certain] == [inputs],
        f"{sum(map(len, certain))} inputs; every one of the 256 functions on the 8 answers that win there is certain",
    )
