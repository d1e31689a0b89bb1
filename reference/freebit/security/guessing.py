"""What the honest parties' bit is worth: eqs (11) and (12) for any finite distribution [R5.1]-[R5.6].

So is a key of L bits, which is a number from 0 to 2^L - 1 in place of k [R5.90], [R5.91].

``Statistics`` is P(k, y, t, g, e | z) for one protocol and one adversary: the bit k, the inputs y of the
distilled quintuplets, everything published t, the verdict g, and the outcome e of the measurement z
that the adversary may choose *after* she has seen k, y, t and g.  That order of events is the place
of the maximum over z in eq (12): inside the sum over the honest variables, outside that over e.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from freebit.errors import InexactError, InvalidError

ZERO, HALF = Fraction(0), Fraction(1, 2)


class Honest(NamedTuple):
    """What the honest parties hold at the end: k, or the number of a key, y (y-tilde in the paper), t and g."""

    k: int
    y: Hashable
    t: Hashable
    g: int


JointTable = Mapping[tuple[Honest, Hashable], Fraction]


@dataclass(frozen=True)
class Statistics:
    """P(k, y, t, g, e | z): for each measurement z, a table from ((k, y, t, g), e) to a probability.

    ``bits`` is L, the number of bits of the key.
    """

    tables: Mapping[Hashable, JointTable]
    bits: int = 1

    def check(self) -> "Statistics":
        """The statistics themselves; raises ``ValueError`` naming the first law they break.

        Laws: probabilities are exact and non-negative and sum to 1 for each z [R5.1]; k = 0 where
        g = 0 [R5.2]; the honest variables' distribution does not depend on z [R5.3].
        """
        if not self.tables:
            raise InvalidError("[R5.1] there is no measurement z")
        marginals = {}
        for z, table in self.tables.items():
            for (honest, e), probability in table.items():
                place = f"z={z!r}, {honest}, e={e!r}"
                if isinstance(probability, bool) or not isinstance(probability, int | Fraction):
                    raise InexactError(f"[R5.1] at {place}: {probability!r} is not an exact rational")
                if probability < 0:
                    raise InvalidError(f"[R5.1] at {place}: {probability} is negative")
                if honest.k not in range(1 << self.bits) or honest.g not in (0, 1):
                    what = "k and g are bits" if self.bits == 1 else f"the key has {self.bits} bits, and g is one"
                    raise InvalidError(f"[R5.1] at {place}: {what}")
                if probability and honest.g == 0 and honest.k != 0:
                    raise InvalidError(f"[R5.2] at {place}: the protocol aborted but k is not 0")
            total = sum(table.values(), ZERO)
            if total != 1:
                raise InvalidError(f"[R5.1] at z={z!r}: the probabilities sum to {total}, not 1")
            marginals[z] = self.honest(z)
        first = next(iter(marginals))
        for z, marginal in marginals.items():
            for honest in marginal.keys() | marginals[first].keys():
                here, there = marginal.get(honest, ZERO), marginals[first].get(honest, ZERO)
                if here != there:
                    raise InvalidError(f"[R5.3] {honest} has probability {here} at z={z!r} and {there} at z={first!r}")
        return self

    def honest(self, z: Hashable) -> dict[Honest, Fraction]:
        """P(k, y, t, g | z), summed over e."""
        marginal: dict[Honest, Fraction] = {}
        for (honest, _), probability in self.tables[z].items():
            marginal[honest] = marginal.get(honest, ZERO) + probability
        return {honest: probability for honest, probability in marginal.items() if probability}

    def ideal(self) -> "Statistics":
        """The ideal protocol with the same y, t, g and the same adversary, eq (11) [R5.4], [R5.90]."""
        ideal: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {}
        for z, table in self.tables.items():
            made: dict[tuple[Honest, Hashable], Fraction] = {}
            for (honest, e), probability in table.items():
                keys = range(1 << self.bits) if honest.g == 1 else (0,)
                for k in keys:
                    key = (honest._replace(k=k), e)
                    made[key] = made.get(key, ZERO) + probability / len(keys)
            ideal[z] = made
        return Statistics(ideal, self.bits)

    def guessing_probability(self) -> Fraction:
        """Eq (12): the best probability of telling the protocol from the ideal one [R5.5], [R5.91]."""
        return guessing_probability(self, self.ideal())


def guessing_probability(left: Statistics, right: Statistics) -> Fraction:
    """1/2 + 1/4 sum over (k,y,t,g) of the maximum over z of the sum over e of |left - right| [R5.5].

    The best probability of telling the two apart, each being given with probability 1/2, when z may
    be chosen in the light of k, y, t and g.  Raises ``ValueError`` if they have different z.
    """
    if left.tables.keys() != right.tables.keys():
        raise InvalidError("the two statistics do not have the same measurements z")
    largest: dict[Honest, Fraction] = {}
    for z, table in left.tables.items():
        for honest, distance in _distances(table, right.tables[z]).items():
            largest[honest] = max(largest.get(honest, ZERO), distance)
    return HALF + sum(largest.values(), ZERO) / 4


def _distances(left: JointTable, right: JointTable) -> dict[Honest, Fraction]:
    """For each value of the honest variables, the sum over e of |left - right|."""
    distances: dict[Honest, Fraction] = {}
    for key in _union(left, right):
        honest, _ = key
        gap = abs(left.get(key, ZERO) - right.get(key, ZERO))
        distances[honest] = distances.get(honest, ZERO) + gap
    return distances


def _union(left: JointTable, right: JointTable) -> Iterable[tuple[Honest, Hashable]]:
    return left.keys() | right.keys()
