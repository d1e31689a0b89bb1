"""``plan`` and ``bound``: the theorems for people who run the protocol [R5.50], [R5.57].

>>> from fractions import Fraction
>>> from freebit.theorem import plan
>>> plan(Fraction(9, 20), Fraction(1, 2**64), theorem="column").quintuplets()
17088
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from freebit.theorem.bounds import (
    Paper,
    Theorem,
    check_delta,
    check_epsilon,
    check_size,
    exact_hit,
    excess,
    flip_ratio,
    hit,
    pass_probability,
)
from freebit.theorem.certified import Library, UncertifiedError, committed_families
from freebit.theorem.distiller import committed_paper
from freebit.theorem.enclosure import Enclosure, UndecidedError, precision
from freebit.theorem.frontier import Chain, LinearForm, Point, point_of
from freebit.theorem.result import REPORT_BITS, GuessBound, Plan
from freebit.theorem.search import (
    EXACT_MASS_BITS,
    Size,
    best_row_point,
    least_column,
    least_column_sharp,
    least_noisy,
    least_paper,
    least_row,
    least_row_sharp,
)

#: The theorem used where only the selection is given: the one that is never worse.
BEST = {"row": Theorem.ROW_SHARP, "column": Theorem.COLUMN_SHARP}

LEAST: dict[Theorem, Callable[[Chain, Fraction, Fraction], Size]] = {
    Theorem.ROW: least_row,
    Theorem.ROW_SHARP: least_row_sharp,
    Theorem.COLUMN: least_column,
    Theorem.COLUMN_SHARP: least_column_sharp,
}


def theorem_for(selection: str | None, theorem: str | Theorem | None) -> Theorem:
    """The theorem named, or the best one for the selection; column selection if neither is given.

    Raises ``ValueError`` for an unknown name, or a theorem that is about another selection.
    """
    if theorem is None:
        selection = selection or "column"
        if selection not in BEST:
            raise ValueError(f"the selection {selection!r} is not 'row' or 'column'")
        return BEST[selection]
    try:
        chosen = Theorem(theorem)
    except ValueError as error:
        raise ValueError(f"there is no theorem {str(theorem)!r}; there are {', '.join(Theorem)}") from error
    if selection not in (None, chosen.selection):
        raise ValueError(f"the theorem {chosen} is about {chosen.selection} selection, not {selection}")
    return chosen


def plan(
    epsilon: Fraction,
    delta: Fraction,
    *,
    selection: str | None = None,
    theorem: str | Theorem | None = None,
    error: Fraction | None = None,
    pass_at_least: Fraction = Fraction(9, 10),
    library: Library | None = None,
) -> Plan:
    """The least N = 3 Nd Nb with P(guess) <= 1/2 + delta guaranteed, over the whole frontier [R5.50].

    ``error`` is the probability with which an honest cell is wrong; a tolerance is then chosen such that
    honest devices pass with probability at least ``pass_at_least``.  Raises ``ValueError`` for epsilon
    outside (0, 1/2], delta outside (0, 1/2), noise with row selection; ``NoPlanError`` if noise leaves no
    size; ``UncertifiedError`` if the kernel rejects what the plan rests on.
    """
    check_epsilon(epsilon)
    check_delta(delta)
    chosen = theorem_for(selection, theorem)
    if chosen is Theorem.PAPER:
        if error:
            raise ValueError("eq (13) tolerates no noise: use column selection")
        size = least_paper(committed_paper(), epsilon, delta)
        return Plan(delta, _checked(chosen, size, epsilon, delta))
    library = library or committed_families()
    chain = Chain.of(library.families, flip_ratio(epsilon))
    if not error:
        size = LEAST[chosen](chain, epsilon, 4 * delta)
    elif chosen.selection == "row":
        raise ValueError(f"the theorem {chosen} tolerates no noise: use column selection")
    else:
        _check_probability(error, "error")
        _check_probability(pass_at_least, "pass probability")
        size = least_noisy(chain, epsilon, 4 * delta, error, pass_at_least, sharp=chosen is Theorem.COLUMN_SHARP)
    if isinstance(size.numbers, Point):
        library.vouch(size.numbers, flip_ratio(epsilon))
    proved = _checked(chosen, size, epsilon, delta)
    if error is None:
        return Plan(delta, proved)
    with precision(REPORT_BITS):
        chance = pass_probability(error, size.nd, size.log2_nb, size.tolerance)
    return Plan(delta, proved, error, chance)


def _check_probability(value: Fraction, name: str) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"the {name} {value} is not in [0, 1)")


def _checked(theorem: Theorem, size: Size, epsilon: Fraction, delta: Fraction) -> GuessBound:
    """The bound at the size found, evaluated anew; it must meet the target."""
    for bits in (REPORT_BITS, 4 * REPORT_BITS, 64 * REPORT_BITS):
        with precision(bits):
            value = excess(theorem, size.numbers, epsilon, size.nd, size.log2_nb, size.tolerance)
            if value.surely_at_most(delta):
                return GuessBound(theorem, epsilon, size.nd, size.log2_nb, size.tolerance, size.numbers, value)
    raise UndecidedError(f"the size found, {size}, was not confirmed")


def bound(
    epsilon: Fraction,
    nd: int,
    log2_nb: int,
    *,
    selection: str | None = None,
    theorem: str | Theorem | None = None,
    tolerance: int = 0,
    family: str | Path | None = None,
    library: Library | None = None,
) -> GuessBound:
    """A theorem's bound at given sizes, from the best point of the frontier or from one family [R5.57].

    ``family`` is the name of a committed family or a certificate file of kind ``family``.  Raises
    ``ValueError`` for parameters outside the theorem's reach and ``UncertifiedError`` for a family that
    the kernel does not accept.
    """
    check_epsilon(epsilon)
    check_size(nd, log2_nb, tolerance)
    chosen = theorem_for(selection, theorem)
    if chosen is Theorem.PAPER:
        if family is not None:
            raise UncertifiedError("eq (13) takes its numbers from its own certificate, not from a family")
        numbers: Point | Paper = committed_paper()
    else:
        library = library or committed_families()
        if isinstance(family, Path):
            library = Library.of([family])
            family = library.families[0].name
        ratio = flip_ratio(epsilon)
        families = library.families if family is None else (library.named(family).claimed,)
        point = (
            point_of(families[0], ratio)
            if len(families) == 1
            else _best_point(Chain.of(families, ratio), chosen, epsilon, nd, log2_nb, tolerance)
        )
        numbers = library.vouch(point, ratio)
    with precision(REPORT_BITS):
        value = excess(chosen, numbers, epsilon, nd, log2_nb, tolerance)
    return GuessBound(chosen, epsilon, nd, log2_nb, tolerance, numbers, value)


def _best_point(chain: Chain, theorem: Theorem, epsilon: Fraction, nd: int, log2_nb: int, tolerance: int) -> Point:
    """A point at which the theorem is as good as it gets, up to rounding; any point gives a valid bound."""
    if theorem.selection == "row":
        return best_row_point(chain, epsilon, nd, log2_nb, sharp=theorem is Theorem.ROW_SHARP)
    free, caught = (_mass(epsilon, log2_nb, size) for size in (tolerance, tolerance + 1))
    one, zero = Fraction(1), Fraction(0)
    forms: list[LinearForm] = [(one, caught)] if theorem is Theorem.COLUMN else [(one, free), (caught, caught)]
    return chain.least_of_largest(forms if free or theorem is Theorem.COLUMN else [(one, zero), (caught, caught)])[1]


def _mass(epsilon: Fraction, log2_nb: int, size: int) -> Fraction:
    """M(m, s, epsilon), or a rational just above it where it is long."""
    if log2_nb * epsilon.denominator.bit_length() <= EXACT_MASS_BITS:
        return exact_hit(epsilon, log2_nb, size)
    with precision(REPORT_BITS):
        mass: Enclosure = hit(epsilon, log2_nb, size)
        if mass.surely_at_most(Fraction(1, 2**4096)):
            return Fraction(1, 2**4096) if size else Fraction(0)
        return mass.upper()
