"""``plan`` and ``bound``: the theorems for people who run the protocol [R5.50], [R5.57].

>>> from fractions import Fraction
>>> from freebit.theorem import plan
>>> int(plan(Fraction(9, 20), Fraction(1, 2**64), theorem="column").quintuplets)
17088
"""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon
from freebit.theorem.enclosure import UndecidedError, precision
from freebit.theorem.model import USUAL_C, USUAL_PASS, Found, NoPlanError, Supply, Target
from freebit.theorem.result import REPORT_BITS, GuessBound, Plan
from freebit.theorem.sizes import Grid, Size
from freebit.theorem.table import THEOREMS, AnyTheorem, chosen


def plan(
    epsilon: Fraction,
    delta: Fraction,
    *,
    selection: str | None = None,
    theorem: str | AnyTheorem | None = None,
    error: Fraction | None = None,
    pass_at_least: Fraction = USUAL_PASS,
    c: Fraction | None = USUAL_C,
    bits: int = 1,
    supply: Supply[Any] | None = None,
) -> Plan:
    """The least N with P(guess) <= 1/2 + delta guaranteed, over all sizes and all certified numbers [R5.50].

    ``theorem`` is a theorem or its name; by default the preferred one for ``selection``, which is "row", "column",
    "column-total", "tested" or "tested-derived"; by default column selection.  ``error`` is the probability with
    which an honest cell is wrong; a tolerance is then chosen such that honest devices pass with probability at least
    ``pass_at_least``.  ``c`` is the constant of step 2, N = c n, in the tested protocol; None asks for the least N
    with which honest devices and fair bits pass with probability at least ``pass_at_least`` [R5.89].  ``supply``
    replaces the committed certificates, or is a part of them: ``theorem.supply().only("four-majority-local")``.
    Raises ``ValueError`` for epsilon outside (0, 1/2], delta outside (0, 1/2), noise with a theorem that tolerates
    none; ``NoPlanError`` if noise leaves no size; ``UncertifiedError`` if the kernel rejects what the plan rests on.
    """
    return plan_for(Target(epsilon, delta, error, pass_at_least, c, bits), chosen(selection, theorem), supply)


def plan_for(target: Target, theorem: AnyTheorem, supply: Supply[Any] | None = None) -> Plan:
    """The least size at which the theorem meets the target; see ``plan``."""
    if target.error and not theorem.tolerant:
        raise InvalidError(f"the theorem {theorem} tolerates no noise: use column selection, or the tested protocol")
    if target.c != USUAL_C and issubclass(theorem.size, Grid):
        raise InvalidError(f"the theorem {theorem} is about N = 3 Nd Nb; another c is for the tested protocol")
    if target.c is None and theorem.many:
        raise InvalidError(f"the theorem {theorem} has no plan of the least N: give a c")
    if target.bits > 1 and not theorem.many:
        raise InvalidError(f"the theorem {theorem} is about one bit: for {target.bits} bits use many-bits")
    supply = supply or theorem.supply()
    found = theorem.least(supply, target)
    supply.vouch(found.numbers, target.epsilon)
    proved = _confirmed(theorem, found, target)
    error = Fraction(0) if target.c is None and target.error is None else target.error
    if error is None:
        return Plan(target.delta, proved)
    with precision(REPORT_BITS):
        return Plan(target.delta, proved, error, found.size.pass_probability(error))


def plans(target: Target, selection: str | None = None) -> list[Plan]:
    """The least sizes by all theorems that meet the target, in the order of the table, one for each kind of cells.

    With noise only theorems that tolerate some can; a protocol may be named.  Raises ``NoPlanError`` if none does.
    """
    found, refusals = [], [f"no theorem about {selection or 'any'} selection tolerates noise"]
    for each in THEOREMS.values():
        if selection not in (None, each.protocol) or (target.error and not each.tolerant):
            continue
        if each.many != (target.bits > 1):
            continue
        if target.c != USUAL_C and issubclass(each.size, Grid):
            continue
        for part in each.supply().parts():
            try:
                found.append(plan_for(target, each, part))
            except NoPlanError as refusal:
                refusals.append(str(refusal))
    if not found:
        raise NoPlanError("; ".join(dict.fromkeys(refusals[1:] or refusals)))
    return found


def best_plans(found: Iterable[Plan]) -> list[Plan]:
    """Of some plans the smallest for what is assumed, and every smaller one that assumes other things.

    Plans that assume the same are compared with one another; none is named that another beats with no more assumed.
    """
    best: list[Plan] = []
    for plan_ in sorted(found, key=lambda each: each.quintuplets):
        assumed = set(plan_.theorem.rests_on)
        if not any(set(each.theorem.rests_on) <= assumed for each in best):
            best.append(plan_)
    return best


def _confirmed(theorem: AnyTheorem, found: Found[Any, Any], target: Target) -> GuessBound:
    """The bound at the size found, evaluated anew; it must meet the target."""
    for bits in (REPORT_BITS, 4 * REPORT_BITS, 64 * REPORT_BITS):
        with precision(bits):
            value = theorem.excess_at(found.numbers, target.epsilon, found.size)
            if value.surely_at_most(target.delta):
                return GuessBound(theorem, target.epsilon, found.size, found.numbers, value)
    raise UndecidedError(f"the size found, {found.size}, was not confirmed")


def bound(
    epsilon: Fraction,
    size: Size,
    *,
    selection: str | None = None,
    theorem: str | AnyTheorem | None = None,
    family: str | Path | None = None,
    supply: Supply[Any] | None = None,
) -> GuessBound:
    """A theorem's bound at a given size, from the best numbers or from one certificate [R5.57].

    ``theorem`` and ``selection`` are those of ``plan``.  ``family`` is the name of a committed certificate of
    the kind that the theorem takes, or a file.  Raises ``ValueError`` for parameters outside the theorem's
    reach and ``UncertifiedError`` for a certificate that the kernel does not accept.
    """
    check_epsilon(epsilon)
    meant = chosen(selection, theorem)
    meant.check(size)
    supply = supply or meant.supply()
    if family is not None:
        supply = supply.only(family)
    numbers = supply.vouch(meant.best(supply, epsilon, size), epsilon)
    with precision(REPORT_BITS):
        return GuessBound(meant, epsilon, size, numbers, meant.excess_at(numbers, epsilon, size))
