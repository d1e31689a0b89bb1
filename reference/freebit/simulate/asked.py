"""What inputs ask for, 64 cells to a word: which of them are in X, and the parity of the outputs that is right there.

X holds the inputs of one parity, and there the right parity of the outputs is bit 1 of the weight, or its complement.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import is_
from typing import TYPE_CHECKING

from freebit.boxes.game import ParityGame
from freebit.simulate.stream import WORD_BITS

if TYPE_CHECKING:
    from freebit.simulate.stream import Words


class AskedInputs(tuple["Words", ...]):
    """Inputs as words, one array for each party, of which what they ask for in a game is worked out once.

    The devices need it, and the test does.  No array that is handed out may be written on.
    """

    game: ParityGame
    #: Where they are in X; None if that is known to be everywhere.
    asked: Words | None
    #: Where odd parity of the outputs is right; of no meaning where they are not in X.
    right: Words
    _last: tuple[Sequence[Words], Words] | None = None

    @classmethod
    def of(cls, game: ParityGame, x: Sequence[Words]) -> AskedInputs:
        """Any inputs; themselves, if they are asked in this game already."""
        if isinstance(x, AskedInputs) and (x.game is game or x.game == game):
            return x
        made = cls(x)
        odd, three = odd_and_three(made)
        even, turned = _turned(game)
        made.game, made.asked, made.right = game, ~odd if even else odd, ~three if turned else three
        return made

    @classmethod
    def derived(cls, game: ParityGame, drawn: Sequence[Words], p: int) -> AskedInputs:
        """Inputs of which that of party ``p``, from 0, is the one with which they are in X [R4.59]."""
        odd, three = odd_and_three(drawn)
        even, turned = _turned(game)
        # A weight that is odd becomes even by one more, which changes its bit 1; one that is even is left so, or
        # becomes odd by one more, which does not.
        right = three ^ odd if even else three
        made = cls((*drawn[:p], odd if even else ~odd, *drawn[p:]))
        made.game, made.asked, made.right = game, None, ~right if turned else right
        return made

    def kept(self, count: int) -> Words | None:
        """Which of the first ``count`` cells are in X; None if all cells are."""
        length = len(self[0])
        if count == WORD_BITS * length:
            return self.asked
        from freebit.simulate.frames import inside

        there = inside(count, length)
        return there if self.asked is None else self.asked & there

    def right_last(self, first: Sequence[Words]) -> Words:
        """The output of the last party that is right with those of all others; of no meaning outside X."""
        if self._last is None or not _same(self._last[0], first):
            last = first[0] ^ first[1]
            for output in first[2:]:
                last ^= output
            last ^= self.right
            self._last = tuple(first), last
        return self._last[1]


def _same(left: Sequence[Words], right: Sequence[Words]) -> bool:
    """Whether the arrays are the very same."""
    return len(left) == len(right) and all(map(is_, left, right))


@cache
def _turned(game: ParityGame) -> tuple[bool, bool]:
    """Whether X holds the inputs of even weight, and whether the right parity is not bit 1 of the weight."""
    x = game.inputs[0]
    return sum(x) % 2 == 0, game.target(x) != sum(x) >> 1 & 1


def odd_and_three(x: Sequence[Words]) -> tuple[Words, Words]:
    """Two words for those of at least two parties: where the weight of x is odd, and bit 1 of the weight.

    In the Mermin game of five the first is where x is in X, and the second where odd parity is right.
    """
    if len(x) < 5:
        odd, three, rest = x[0] ^ x[1], x[0] & x[1], x[2:]
    else:
        # Two full adders; bit 1 of the weight is the sum of their carries.
        three, other, rest = x[0] ^ x[1], x[0] ^ x[2], x[5:]
        odd = three ^ x[2]
        three |= other
        other, last = odd ^ x[3], odd ^ x[4]
        odd = other ^ x[4]
        other &= last
        three ^= other
    for party in rest:
        three ^= odd & party
        odd ^= party
    return odd, three
