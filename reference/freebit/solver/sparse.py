"""A sparse dual vector for P(f=0|x0) at maximal violation: a proof short enough for people.

The number of non-zero entries is not linear, but their absolute sum is, and its least value is taken at
few entries.  The search asks for the dual vector of least absolute sum, in full (no entry is treated as
free because I = 1 there), among those that a subgroup of the symmetries keeps; every subset of the
generators gives a subgroup, and the sparsest vector found wins.  Nothing claims that it is the sparsest
of all.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import Bits
from freebit.boxes.entries import Entry, entry_of, index_of
from freebit.boxes.game import ParityGame
from freebit.boxes.symmetry import Relabelling, stabiliser
from freebit.errors import InvalidError
from freebit.solver.exact_lp import maximise
from freebit.solver.predictability import SolvedExtreme, predictability
from freebit.solver.reduction import Reduction

#: Subgroups that leave more orbits of entries than this are not tried: their programs take seconds.
MOST_ORBITS = 200


def sparsest_dual(game: ParityGame, x0: Bits, function: Callable[[Bits], int], sense: str = "max") -> SolvedExtreme:
    """The extreme ``sense`` ("max" or "min") of P(f=0|x0) with the sparsest dual vector found.

    ``function`` must be as symmetric on wrong outputs at x0 as on right ones, as functions of the outputs of
    fewer than all parties are.  Raises ``ValueError`` if it is not, or if the game does not ask x0.
    """
    extremes = predictability(game, x0, function)
    extreme = {"max": extremes.maximum, "min": extremes.minimum}[sense]
    generators = tuple(dict.fromkeys(stabiliser(game, x0, function).keeping))
    found = [least_absolute_sum(extreme, reduction) for reduction in _reductions(game, generators)]
    return replace(extreme, dual=min([extreme.dual, *found], key=len))


def least_absolute_sum(extreme: SolvedExtreme, reduction: Reduction) -> dict[Entry, Fraction]:
    """The dual vector of least absolute sum among those that the relabellings of the reduction keep.

    By duality a maximum of <gap, C> over symmetric tables C of correlators, the constant among them, with
    C(a|x) <= 1 everywhere and C(a|x) >= -1 where I = 1.
    """
    n = extreme.game.parties
    sign = 1 if extreme.sense == "max" else -1
    zeros = {index_of(a, extreme.x0) for a in extreme.zeros}
    if {reduction.entry_orbit[i] for i in zeros} & {
        least for least, members in reduction.entry_orbits.items() if not zeros.issuperset(members)
    }:
        raise InvalidError("the symmetries of the function on right outputs do not keep it on wrong ones")
    gap = [Fraction(0)] * reduction.variables
    gap[0] = sign * extreme.value * 2**n
    for index in zeros:
        gap = [total - sign * value for total, value in zip(gap, reduction.row(index), strict=True)]
    constraints, meaning = [], []
    for least, row in reduction.rows.items():
        for side in (1, -1) if reduction.loses(least) else (1,):
            constraints.append([1, *(-side * value for value in row)])
            meaning.append((least, side))
    shares: dict[int, Fraction] = {}
    for i, multiplier in maximise([0, *gap], constraints).multipliers.items():
        least, side = meaning[i]
        shares[least] = shares.get(least, Fraction(0)) + side * multiplier
    return {
        entry_of(index, n): share / len(reduction.entry_orbits[least])
        for least, share in shares.items()
        if share
        for index in reduction.entry_orbits[least]
    }


def _reductions(game: ParityGame, generators: tuple[Relabelling, ...]) -> Iterator[Reduction]:
    """The different reductions by subsets of the generators, as far as they are small enough."""
    seen = set()
    for size in range(1, len(generators) + 1):
        for subset in combinations(generators, size):
            reduction = Reduction(game, subset)
            orbit = tuple(reduction.entry_orbit)
            if orbit not in seen and len(reduction.entry_orbits) <= MOST_ORBITS:
                seen.add(orbit)
                yield reduction
