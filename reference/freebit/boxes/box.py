"""Exact boxes P(a|x) and the boxes of the paper [R2.8]-[R2.14].

A box of n parties is a table of ``Fraction`` entries.  ``Box.violations`` says which of the laws of a
non-signalling box it breaks first, and where; a ``Box`` itself may break them, so that a faulty one
can be named and shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, format_bits, parity
from freebit.boxes.game import ParityGame
from freebit.errors import InexactError, InvalidError

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Violation:
    """A law that a box breaks, and the first place where it does."""

    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"[{self.rule}] at {self.place}: {self.message}"


class Box:
    """A table P(a|x) of exact rationals for ``parties`` boxes with one input and one output bit each.

    ``entries`` maps (outputs, inputs) to a probability; absent entries are 0.  Raises ``ValueError``
    for a key that is not a pair of strings of ``parties`` bits and ``TypeError`` for an entry that is
    neither ``int`` nor ``Fraction``.
    """

    def __init__(self, parties: int, entries: Mapping[tuple[Bits, Bits], Fraction | int]) -> None:
        self.parties = parties
        self._table: dict[tuple[Bits, Bits], Fraction] = {}
        for (a, x), value in entries.items():
            for word in (a, x):
                if len(word) != parties or any(bit not in (0, 1) for bit in word):
                    raise InvalidError(f"{word!r} is not a string of {parties} bits")
            if isinstance(value, bool) or not isinstance(value, int | Fraction):
                raise InexactError(f"P({format_bits(a)}|{format_bits(x)}) is {value!r}, not an exact rational")
            if value:
                self._table[a, x] = Fraction(value)

    @classmethod
    def from_function(cls, parties: int, probability: Callable[[Bits, Bits], Fraction | int]) -> "Box":
        """The box whose entry at (a, x) is ``probability(a, x)``."""
        words = all_bits(parties)
        return cls(parties, {(a, x): probability(a, x) for x in words for a in words})

    def probability(self, a: Bits, x: Bits) -> Fraction:
        """P(a|x)."""
        if len(a) != self.parties or len(x) != self.parties:
            raise InvalidError(f"P({format_bits(a)}|{format_bits(x)}) asked of a box of {self.parties} parties")
        return self._table.get((a, x), ZERO)

    def entries(self) -> dict[tuple[Bits, Bits], Fraction]:
        """The non-zero entries, ordered by input and then output."""
        return dict(sorted(self._table.items(), key=lambda item: (item[0][1], item[0][0])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Box) and (self.parties, self._table) == (other.parties, other._table)

    def __hash__(self) -> int:
        return hash((self.parties, frozenset(self._table.items())))

    def __repr__(self) -> str:
        return f"<Box of {self.parties} parties, {len(self._table)} non-zero entries>"

    # The laws of a non-signalling box.

    def violation(self) -> Violation | None:
        """The first law that the box breaks: non-negative, normalised, non-signalling; None if it keeps all."""
        return next(self.violations(), None)

    def violations(self) -> Iterator[Violation]:
        """For each law that the box breaks, the first place where it does."""
        for law in (self._negative, self._unnormalised, self._signalling):
            violation = law()
            if violation is not None:
                yield violation

    def check(self) -> "Box":
        """The box itself; raises ``ValueError`` naming the first violated law."""
        violation = self.violation()
        if violation is not None:
            raise InvalidError(str(violation))
        return self

    def _negative(self) -> Violation | None:
        """[R2.8] every entry is at least 0."""
        for (a, x), value in self.entries().items():
            if value < 0:
                return Violation("R2.8", f"P({format_bits(a)}|{format_bits(x)})", f"{value} is negative")
        return None

    def _unnormalised(self) -> Violation | None:
        """[R2.9] for each input the entries sum to 1."""
        words = all_bits(self.parties)
        for x in words:
            total = sum((self.probability(a, x) for a in words), ZERO)
            if total != 1:
                return Violation("R2.9", f"x={format_bits(x)}", f"the probabilities sum to {total}, not 1")
        return None

    def _signalling(self) -> Violation | None:
        """[R2.10] for each party i the marginal over a_i does not depend on x_i."""
        for party in range(self.parties):
            for rest_x in all_bits(self.parties - 1):
                for rest_a in all_bits(self.parties - 1):
                    with_zero, with_one = (
                        sum(
                            (
                                self.probability(_insert(rest_a, party, output), _insert(rest_x, party, setting))
                                for output in (0, 1)
                            ),
                            ZERO,
                        )
                        for setting in (0, 1)
                    )
                    if with_zero != with_one:
                        others = f"a={_gap(rest_a, party)}, x={_gap(rest_x, party)}"
                        return Violation(
                            "R2.10",
                            f"party {party + 1}, {others}",
                            f"the marginal is {with_zero} for x_{party + 1} = 0 and {with_one} for 1",
                        )
        return None

    # What boxes are made into.

    def marginal(self, parties: Sequence[int]) -> "Box":
        """The box of the chosen parties, counted from 0, in the order given [R2.11].

        Needs a non-signalling box: the discarded parties' inputs are taken as 0.  Raises ``ValueError``
        for a party that is named twice or does not exist.
        """
        if len(set(parties)) != len(parties) or any(not 0 <= party < self.parties for party in parties):
            raise InvalidError(f"{tuple(parties)} does not choose distinct parties of 0..{self.parties - 1}")
        kept: dict[tuple[Bits, Bits], Fraction] = {}
        for (a, x), value in self._table.items():
            if any(x[party] for party in range(self.parties) if party not in parties):
                continue
            key = (tuple(a[party] for party in parties), tuple(x[party] for party in parties))
            kept[key] = kept.get(key, ZERO) + value
        return Box(len(parties), kept)

    def product(self, other: "Box") -> "Box":
        """The two boxes side by side, independent; this box's parties come first [R2.12]."""
        return Box(
            self.parties + other.parties,
            {(a + b, x + y): p * q for (a, x), p in self._table.items() for (b, y), q in other._table.items()},
        )

    def permuted(self, order: Sequence[int]) -> "Box":
        """The same box with its parties in another order: new party i is old party ``order[i]`` (from 0)."""
        if sorted(order) != list(range(self.parties)):
            raise InvalidError(f"{tuple(order)} is not an order of the parties 0..{self.parties - 1}")
        return Box(
            self.parties,
            {(tuple(a[i] for i in order), tuple(x[i] for i in order)): value for (a, x), value in self._table.items()},
        )

    def mixture(self, other: "Box", weight: Fraction) -> "Box":
        """This box with probability ``weight``, the other one otherwise; ``weight`` lies in [0, 1]."""
        if not 0 <= weight <= 1:
            raise InvalidError(f"the weight {weight} of a mixture is not in [0, 1]")
        if self.parties != other.parties:
            raise InvalidError(f"boxes of {self.parties} and {other.parties} parties do not mix")
        keys = self._table.keys() | other._table.keys()
        return Box(
            self.parties,
            {(a, x): weight * self.probability(a, x) + (1 - weight) * other.probability(a, x) for a, x in keys},
        )

    # What games ask of boxes.

    def loss(self, game: ParityGame) -> Fraction:
        """The left side of inequality (2), the sum of I(a,x) P(a|x); 0 is maximal violation [R2.13]."""
        if game.parties != self.parties:
            raise InvalidError(f"a game of {game.parties} parties on a box of {self.parties}")
        return sum((p for (a, x), p in self._table.items() if game.coefficient(a, x)), ZERO)

    def probability_that(self, event: Callable[[Bits], bool | int], x: Bits) -> Fraction:
        """The probability, on input x, of the outputs on which ``event`` holds."""
        return sum((p for (a, y), p in self._table.items() if y == x and event(a)), ZERO)


def deterministic_box(outputs_for_0: Bits, outputs_for_1: Bits) -> Box:
    """Party i answers ``outputs_for_0[i]`` on input 0 and ``outputs_for_1[i]`` on input 1 [R2.14]."""
    parties = len(outputs_for_0)
    if len(outputs_for_1) != parties:
        raise InvalidError("the two output strings have different lengths")
    answers = (outputs_for_0, outputs_for_1)
    return Box(
        parties,
        {(tuple(answers[x[i]][i] for i in range(parties)), x): ONE for x in all_bits(parties)},
    )


def deterministic_boxes(parties: int) -> tuple[Box, ...]:
    """All 4**parties deterministic boxes [R2.14]."""
    words = all_bits(parties)
    return tuple(deterministic_box(zero, one) for zero in words for one in words)


def pr_box() -> Box:
    """The Popescu-Rohrlich box: a_1 + a_2 = x_1 x_2 modulo 2, otherwise uniform [R2.14]."""
    half = Fraction(1, 2)
    return Box.from_function(2, lambda a, x: half if parity(a) == x[0] & x[1] else ZERO)


def uniform_box(parties: int) -> Box:
    """Every output is a free coin [R2.14]."""
    return Box.from_function(parties, lambda a, x: Fraction(1, 2**parties))


def ghz_box(parties: int = 5) -> Box:
    """The GHZ state measured in X on input 1 and in Y on input 0 [R2.14].

    On inputs with an even number of zeros the outputs are uniform among those of the right parity
    (``GhzGame``); on the others they are uniform.  For five parties these are the quantum correlations
    of the paper, which attain the maximal violation of inequality (2).
    """
    zeros = range(parties + 1)
    target = {z: (z // 2) % 2 for z in zeros if z % 2 == 0}

    def probability(a: Bits, x: Bits) -> Fraction:
        wanted = target.get(parties - sum(x))
        if wanted is None:
            return Fraction(1, 2**parties)
        return Fraction(2, 2**parties) if parity(a) == wanted else ZERO

    return Box.from_function(parties, probability)


def fixed_output_box(game: ParityGame, party: int, value: int) -> Box:
    """A box of maximal violation in which ``party`` (from 0) always answers ``value`` [R2.14].

    The others are as random as the game then allows: their outputs are uniform among those whose parity,
    together with ``value``, is right for the input that the game would ask if ``party`` had the fitting
    input.  For five parties every majority of three that includes ``party`` is guessed with 3/4.
    Raises ``ValueError`` unless the others' inputs determine that input, as in every Mermin and GHZ game.
    """
    if not 0 <= party < game.parties or value not in (0, 1):
        raise InvalidError(f"no party {party} (from 0) with output {value!r} in a game of {game.parties}")
    wanted: dict[Bits, int] = {}
    for x in game.inputs:
        rest = x[:party] + x[party + 1 :]
        target = game.target(x)
        if rest in wanted or target is None:
            raise InvalidError(f"the inputs of the others do not determine that of party {party}")
        wanted[rest] = target ^ value
    share = Fraction(1, 2 ** (game.parties - 2))
    return Box(
        game.parties,
        {
            (_insert(rest_a, party, value), _insert(rest_x, party, setting)): share
            for rest_x in all_bits(game.parties - 1)
            for rest_a in all_bits(game.parties - 1)
            for setting in (0, 1)
            if parity(rest_a) == wanted[rest_x]
        },
    )


def _insert(rest: Bits, party: int, bit: int) -> Bits:
    return (*rest[:party], bit, *rest[party:])


def _gap(rest: Bits, party: int) -> str:
    return format_bits(rest[:party]) + "." + format_bits(rest[party:])
