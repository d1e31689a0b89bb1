"""Relabellings [R2.15], and what they make of inputs and of functions of the outputs [R3.103]-[R3.105]."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.model import Failure
from freebit.wire.reader import Reader


@dataclass(frozen=True)
class StatedRelabelling:
    """Party i's entry goes to (a_i + s_i + t_i x_i, x_i + c_i); then new party j is old party ``order[j]``, from 0."""

    order: tuple[int, ...]
    s: Bits
    t: Bits
    c: Bits

    @classmethod
    def read(cls, reader: Reader, parties: int, beside: Sequence[str] = ()) -> "StatedRelabelling":
        """[R6.19] each party stands once in the order; ``beside`` are further keys that the object has."""
        reader.only([*beside, "order", "s", "t", "c"])
        order = tuple(element.party(parties) for element in reader.child("order").elements())
        if sorted(order) != list(range(parties)):
            reader.child("order").fail("R6.19", f"not each of the parties 1 to {parties} stands there once")
        s, t, c = (reader.child(name).bits(parties) for name in "stc")
        return cls(order, s, t, c)

    def image(self, a: Bits, x: Bits) -> tuple[Bits, Bits]:
        """The entry to which (a, x) goes."""
        return tuple(a[i] ^ self.s[i] ^ (self.t[i] & x[i]) for i in self.order), self.input_image(x)

    def input_image(self, x: Bits) -> Bits:
        """The input to which x goes."""
        return tuple(x[i] ^ self.c[i] for i in self.order)

    def not_a_symmetry(self, game: ParityGame) -> str | None:
        """The first entry at which I(a,x) or X is not kept; None if there is none [R2.15]."""
        for x in all_bits(game.parties):
            for a in all_bits(game.parties):
                b, y = self.image(a, x)
                if (game.target(x) is None) != (game.target(y) is None) or game.coefficient(a, x) != game.coefficient(
                    b, y
                ):
                    return f"{format_bits(a)}|{format_bits(x)}"
        return None


def not_reached(game: ParityGame, x0: Bits, relabellings: Iterable[StatedRelabelling]) -> Bits | None:
    """The first input in X to which no product of the relabellings carries x0; None if there is none [R3.104]."""
    moves, reached = list(relabellings), [x0]
    for x in reached:
        reached += {y for y in (move.input_image(x) for move in moves) if y not in reached}
    return next((x for x in game.inputs if x not in reached), None)


class Functions:
    """The functions of the outputs that win at x0, as the numbers that their values spell."""

    def __init__(self, game: ParityGame, x0: Bits, relabellings: Iterable[StatedRelabelling]) -> None:
        winning = game.winning_outputs(x0)
        place = {a: i for i, a in enumerate(winning)}
        self.count: int = 1 << len(winning)
        keep = [move for move in relabellings if move.input_image(x0) == x0]
        self._moves = [_Move([place[move.image(a, x0)[0]] for a in winning]) for move in keep]

    def classes(self, listed: Sequence[int]) -> tuple[list[int], Failure | None]:
        """How many functions are made from each of those listed, the exchange of 0 and 1 included [R3.105]."""
        owner = [-1] * self.count
        failure: Failure | None = None
        sizes = []
        for number, first in enumerate(listed):
            reached = [first]
            if owner[first] >= 0:
                earlier = f"its function is made from that of class {owner[first]}"
                failure = failure or Failure(f"claim/classes/{number}", earlier)
                reached = []
            owner[first] = max(owner[first], number)
            for f in reached:
                for g in (self.count - 1 - f, *(move.image(f) for move in self._moves)):
                    if owner[g] < 0:
                        owner[g] = number
                        reached.append(g)
            sizes.append(len(reached))
        if -1 in owner:
            missing = format(owner.index(-1), f"0{self.count.bit_length() - 1}b")
            failure = failure or Failure("claim/classes", f"the function {missing} is made from none of them")
        return sizes, failure


class _Move:
    """What a relabelling that keeps x0 makes of functions, in two tables: one for each half of the values."""

    def __init__(self, places: Sequence[int]) -> None:
        self._half = len(places) // 2
        weights = [1 << (len(places) - 1 - place) for place in places]
        self._high = _sums(weights[: len(places) - self._half])
        self._low = _sums(weights[len(places) - self._half :])

    def image(self, function: int) -> int:
        """The function that has, at each output's image, the value that ``function`` has at the output."""
        return self._high[function >> self._half] | self._low[function & ((1 << self._half) - 1)]


def _sums(weights: Sequence[int]) -> list[int]:
    """For each number the sum of the weights at its ones, the most significant bit first."""
    sums = [0]
    for weight in weights:
        sums = [total + more for total in sums for more in (0, weight)]
    return sums
