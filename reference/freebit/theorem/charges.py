"""What entries of tested cells are charged together, as polynomials in x: one x for each bit that differs [R5.104].

The load of an entry is a polynomial, with its numbers h_d by the distance d.  For a source of eq (14) each x^d of what
several entries are charged is in the end replaced by how much a change of d bits may change a probability.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Self

from freebit.errors import InvalidError
from freebit.source.joint import JointBounds
from freebit.theorem.binomial import at_most_exactly
from freebit.theorem.general import times

Coefficients = tuple[Fraction, ...]
#: q(j,t): how much of a right cell is left as it is if j cells and the tolerance t are still to come.
Weights = Callable[[int, int], Fraction]
#: What a sequence of entries is charged if at most 0, 1, ..., T of them may be wrong.
Charges = tuple[Coefficients, ...]

ZERO, ONE = Fraction(0), Fraction(1)
#: So many sequences that are not charged alike are gone through.
MAX_SEQUENCES = 512


@dataclass(frozen=True)
class LoadPolynomials:
    """The loads of right and of wrong entries, v included, by powers of x [R5.70], [R5.82]."""

    right: tuple[Coefficients, ...]
    wrong: tuple[Coefficients, ...]

    @classmethod
    def of(cls, v: Fraction, right: Sequence[Coefficients], wrong: Sequence[Coefficients]) -> Self:
        """Of v and the loads of a certificate; v alone where there are none.  No entry bears less than 0 [R3.85]."""
        borne = ([load for load in side if min(load) >= 0] for side in (right, wrong))
        sides = ([(v + load[0], *load[1:]) for load in side] or [(v,)] for side in borne)
        return cls(*map(tuple, sides))

    def at(self, source: JointBounds) -> tuple[Fraction, Fraction]:
        """A and B, the largest right and wrong load, each x^d replaced by the change that d bits may make [R5.105]."""
        changes = source.changes(max(map(len, self.right + self.wrong)) - 1)
        right, wrong = (max(replaced(load, changes) for load in side) for side in (self.right, self.wrong))
        return right, wrong


def replaced(charge: Coefficients, changes: Sequence[Fraction]) -> Fraction:
    """Each x^d replaced by ``changes[d]``."""
    return sum((h * change for h, change in zip(charge, changes, strict=False)), ZERO)


def balanced_weights(right: Fraction, wrong: Fraction) -> Weights:
    """The weights with which R5.71 and R5.105 are proved, for A = right and B = wrong.

    By R5.72 the share w = 1/(1 - A + max(A,B)) of the certificate is mixed with the trivial one, and by step 4 of R5.71
    P[Bin(j,u) <= t-1]/P[Bin(j,u) <= t] of each right cell is left as it is.  For A >= 1 all is left.
    """
    if right >= 1:
        return lambda j, t: ONE
    share = 1 / (1 - right + max(right, wrong))
    u = share * (1 - right)

    def weight(j: int, t: int) -> Fraction:
        above = at_most_exactly(j, u, t)
        left = at_most_exactly(j, u, t - 1) / above if above else ZERO
        return 1 - share * (1 - left)

    return weight


def most_charged(
    loads: LoadPolynomials, weights: Weights, source: JointBounds, cells: int, tolerance: int
) -> list[Fraction]:
    """M(0), ..., M(cells): the most that so many entries are charged with a tolerance up to T [R5.104].

    Raises ``ValueError`` if there are too many sequences to go through, and for what is not a source of eq (14).
    """
    changes = source.changes(cells * (max(map(len, loads.right + loads.wrong)) - 1))
    return [
        max(replaced(charge, changes) for charges in sequences for charge in charges)
        for sequences in _sequences(loads, weights, cells, tolerance)
    ]


def _sequences(loads: LoadPolynomials, weights: Weights, cells: int, tolerance: int) -> Iterator[list[Charges]]:
    """The charges of all sequences of 0, 1, ..., ``cells`` entries."""
    found: list[Charges] = [((ONE,),) * (tolerance + 1)]
    yield found
    for come in range(cells):
        left = [weights(come, t) for t in range(tolerance + 1)]
        if any(not 0 <= q <= 1 for q in left):
            raise InvalidError(f"[R5.104] the weights {', '.join(map(str, left))} are not all in [0, 1]")
        longer = {_right(load, left, charges) for load in loads.right for charges in found}
        longer |= {_wrong(load, left, charges) for load in loads.wrong for charges in found}
        if len(longer) > MAX_SEQUENCES:
            raise InvalidError(f"[R5.104] {come + 1} cells have more than {MAX_SEQUENCES} sequences of entries")
        found = list(longer)
        yield found


def _right(load: Coefficients, left: Sequence[Fraction], charges: Charges) -> Charges:
    """(q + (1-q) load) times what the others are charged."""
    factors = (_plus((q,), tuple((1 - q) * h for h in load)) for q in left)
    return tuple(_times(factor, charge) for factor, charge in zip(factors, charges, strict=True))


def _wrong(load: Coefficients, left: Sequence[Fraction], charges: Charges) -> Charges:
    """(1-q) load times what the others are charged, plus that with one wrong cell less to tolerate."""
    fewer = ((), *charges[:-1])
    return tuple(
        _plus(_times(tuple((1 - q) * h for h in load), charge), less)
        for q, charge, less in zip(left, charges, fewer, strict=True)
    )


def _plus(p: Coefficients, q: Coefficients) -> Coefficients:
    return tuple(a + b for a, b in zip_longest(p, q, fillvalue=ZERO))


def _times(p: Coefficients, q: Coefficients) -> Coefficients:
    return tuple(times(p, q))
