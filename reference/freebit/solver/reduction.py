"""Boxes modulo a group of relabellings: few correlators in place of 3**n, few entries in place of 4**n.

A non-signalling box of n parties is given by its 3**n correlators c_S (the expectation of the product of
(-1)^{a_i} over the parties and settings in S), with c of the empty S equal to 1, through

    P(a|x) = 2**-n * sum over sets A of parties of (-1)^{sum of a_i over A} * c_{A, x on A}.

A box that a group of relabellings keeps has equal correlators, up to signs, along each orbit, and equal
entries along each orbit of entries.  Indices are those of ``freebit.boxes.entries`` and ``freebit.boxes.symmetry``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from freebit.boxes.entries import entry_of
from freebit.boxes.game import ParityGame
from freebit.boxes.symmetry import Relabelling, orbits, signed_orbits

_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Reduction:
    """A game, and the relabellings under which its boxes are averaged."""

    game: ParityGame
    generators: tuple[Relabelling, ...]

    @cached_property
    def entry_orbit(self) -> list[int]:
        """For each entry the least index in its orbit."""
        return orbits([g.entry_map() for g in self.generators], 4**self.game.parties)

    @cached_property
    def entry_orbits(self) -> dict[int, list[int]]:
        """The orbits of entries, by least index."""
        members: dict[int, list[int]] = {}
        for index, least in enumerate(self.entry_orbit):
            members.setdefault(least, []).append(index)
        return members

    @cached_property
    def correlators(self) -> list[tuple[int, int]]:
        """For each correlator its variable (0 is the constant 1) and its sign; sign 0 where it must vanish."""
        signed = signed_orbits([g.correlator_map() for g in self.generators], 3**self.game.parties)
        number = {0: 0}
        for least, sign in signed:
            if sign:
                number.setdefault(least, len(number))
        return [(number.get(least, 0), sign if least in number else 0) for least, sign in signed]

    @cached_property
    def variables(self) -> int:
        """The number of variables, the constant included."""
        return 1 + max(number for number, _ in self.correlators)

    def row(self, index: int) -> list[int]:
        """2**n times the probability of an entry, as coefficients of the variables."""
        return self.row_in(self.correlators, self.variables, index)

    def row_in(self, correlators: Sequence[tuple[int, int]], variables: int, index: int) -> list[int]:
        """The same where correlator i is ``correlators[i]``, a variable's number and a sign."""
        parties = self.game.parties
        terms = [(0, 1)]
        for position in range(parties):
            digit = index >> 2 * (parties - 1 - position) & 3
            slot, sign = 1 + (digit >> 1), -1 if digit & 1 else 1
            terms = [term for place, value in terms for term in ((3 * place, value), (3 * place + slot, sign * value))]
        row = [0] * variables
        for place, value in terms:
            number, sign = correlators[place]
            row[number] += sign * value
        return row

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """The rows of the least entries of all orbits."""
        return {least: self.row(least) for least in self.entry_orbits}

    def loses(self, index: int) -> bool:
        """Whether I(a,x) = 1 at the entry."""
        return self.game.coefficient(*entry_of(index, self.game.parties)) == 1

    def spread(self, values: dict[int, Fraction]) -> dict[int, Fraction]:
        """Values given on least entries, copied to all entries of their orbits."""
        return {index: value for least, value in values.items() for index in self.entry_orbits[least]}


def add_multiple(total: dict[_Key, Fraction], more: Mapping[_Key, Fraction], factor: Fraction | int) -> None:
    """Add a multiple of a sparse vector in place."""
    for key, value in more.items():
        entry = total.get(key, Fraction(0)) + factor * value
        if entry:
            total[key] = entry
        else:
            total.pop(key, None)
