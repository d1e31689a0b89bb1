"""The Mermin game of n parties and its relatives, eqs (2)-(5) [R2.2]-[R2.6].

A *parity game* asks, on each of its inputs x, for outputs a of a given parity.  Its coefficient
I(a,x) is 1 where the answer is wrong, 0 where it is right, and 0 on inputs that are not asked.  A
box wins always ("maximal violation") iff the sum of I(a,x) P(a|x) is 0.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from freebit.boxes.bits import Bits, all_bits, format_bits, parity, weight
from freebit.errors import InvalidError


@dataclass(frozen=True)
class ParityGame(ABC):
    """A game of ``parties`` players that fixes the parity of the outputs on some inputs."""

    parties: int

    @property
    @abstractmethod
    def name(self) -> str:
        """The name by which files refer to the game [R2.6]."""

    @abstractmethod
    def target(self, x: Bits) -> int | None:
        """The right parity of the outputs on input x, or None if x is not asked."""

    @cached_property
    def inputs(self) -> tuple[Bits, ...]:
        """X, the inputs that are asked, in numeric order."""
        return tuple(x for x in all_bits(self.parties) if self.target(x) is not None)

    def coefficient(self, a: Bits, x: Bits) -> int:
        """I(a,x), eq (3): 1 iff x is asked and the parity of a is wrong [R2.4]."""
        for word in (a, x):
            if len(word) != self.parties:
                raise InvalidError(f"{format_bits(word)!r} has {len(word)} bits, not {self.parties}")
        target = self.target(x)
        return 0 if target is None else parity(a) ^ target

    def winning_outputs(self, x: Bits) -> tuple[Bits, ...]:
        """The outputs a with I(a,x) = 0, in numeric order."""
        return tuple(a for a in all_bits(self.parties) if self.coefficient(a, x) == 0)


@dataclass(frozen=True)
class MerminGame(ParityGame):
    """The Mermin game for an odd number of parties; five are the paper's, eqs (2)-(5).

    X0 holds the inputs of weight 1 mod 4, where even parity is right [R2.2]; X1 holds those of
    weight 3 mod 4, where odd parity is right [R2.3].
    """

    parties: int = 5

    def __post_init__(self) -> None:
        if self.parties < 3 or self.parties % 2 == 0:
            raise InvalidError(f"the Mermin game needs an odd number of parties, at least 3, not {self.parties}")

    @property
    def name(self) -> str:
        """ "mermin", as files call it [R2.6]."""
        return "mermin"

    def target(self, x: Bits) -> int | None:
        """The parity that is right on input x, 0 in X0 and 1 in X1; None if x is not asked [R2.2], [R2.3]."""
        return {1: 0, 3: 1}.get(weight(x) % 4)


@dataclass(frozen=True)
class GhzGame(ParityGame):
    """The GHZ paradox of n parties: X measured on input 1, Y on input 0 [R2.5].

    Asked are the inputs with an even number 2k of zeros; the product of the n outcomes on
    (|0...0> + |1...1>)/sqrt 2 is then (-1)^k, so the right parity is that of k.  For five parties
    (and whenever n = 1 mod 4) this is the Mermin game.
    """

    parties: int = 4

    def __post_init__(self) -> None:
        if self.parties < 2:
            raise InvalidError(f"the GHZ game needs at least 2 parties, not {self.parties}")

    @property
    def name(self) -> str:
        """ "ghz", as files call it [R2.6]."""
        return "ghz"

    def target(self, x: Bits) -> int | None:
        """The parity that is right on input x, that of half its number of zeros; None if x is not asked [R2.5]."""
        zeros = self.parties - weight(x)
        return (zeros // 2) % 2 if zeros % 2 == 0 else None


def game_named(name: str, parties: int) -> ParityGame:
    """The game that a file calls ``name`` [R2.6].

    Raises ``ValueError`` for an unknown name or an impossible number of parties.
    """
    if name == "mermin":
        return MerminGame(parties)
    if name == "ghz":
        return GhzGame(parties)
    raise InvalidError(f"there is no game called {name!a}; known are 'mermin' and 'ghz'")
