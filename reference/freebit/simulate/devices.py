"""Quintuplets as devices: five boxes that turn five inputs into five outputs [R4.39]-[R4.43].

For the tested protocol there are the same devices of fewer parties, for another game [R4.68].

A device is told its own quintuplet's inputs and nothing else: no other quintuplet, not l, not whether the
quintuplet will be kept.  Like the sources, each device is written plainly (``outputs``) and for a chunk at
a time (``words``); ``box`` is its exact law, rounding included.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from freebit.boxes.bits import Bits, all_bits, parity
from freebit.boxes.box import Box, deterministic_box, fixed_output_box, ghz_box, uniform_box
from freebit.boxes.game import ParityGame
from freebit.errors import InvalidError
from freebit.protocol.parameters import GAME
from freebit.protocol.steps import Quintuplet
from freebit.simulate.asked import AskedInputs
from freebit.simulate.chance import Chance
from freebit.simulate.decision import Decision, decision, decision_words
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, PlainChunk

if TYPE_CHECKING:
    from freebit.simulate.stream import Words


class Device(ABC):
    """A quintuplet whose outputs are a function of its inputs and of the words of a stream."""

    #: Planes of the devices' stream that a chunk uses.
    planes: int
    #: What the device does, for summaries.
    description: str
    #: The game that it plays, and by that its number of boxes [R4.68].
    game: ParityGame = GAME

    @cached_property
    def box(self) -> Box:
        """The law P(a|x) of the outputs as they are really sampled."""
        return self._law()

    @abstractmethod
    def _law(self) -> Box: ...

    @abstractmethod
    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """The outputs of quintuplet ``t`` of a chunk; the device's planes start at ``first_plane``."""

    @abstractmethod
    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """The outputs of a chunk; ``planes`` has shape (self.planes, words)."""

    def wrong_probability(self, x: Bits) -> Fraction:
        """The probability that the quintuplet is wrong, I(a,x) = 1, on input x."""
        return self.box.probability_that(lambda a: self.game.coefficient(a, x), x)

    def quintuplet(self, seed: int) -> Quintuplet:
        """The device as ``run_protocol`` takes it: one call for each quintuplet, in order."""
        position = 0
        chunk = PlainChunk(seed, DEVICE_STREAM, 0)

        def answer(x: Bits) -> Bits:
            nonlocal position, chunk
            number, t = divmod(position, CHUNK)
            if t == 0 and number:
                chunk = PlainChunk(seed, DEVICE_STREAM, number)
            position += 1
            return self.outputs(chunk, 0, t, x)

        return answer


class GhzDevice(Device):
    """The GHZ state measured in X on input 1 and Y on input 0 [R4.39].

    The outputs of all parties but the last are the first planes; the last one makes the parity right on inputs in X
    and is the next plane on the others.
    """

    description: str = "ideal GHZ"

    def __init__(self, game: ParityGame = GAME) -> None:
        self.game: ParityGame = game
        self.planes: int = game.parties

    def _law(self) -> Box:
        return ghz_box(self.game.parties)

    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """Free bits, and the last that makes the parity right on inputs in X."""
        m = self.game.parties
        first = tuple(chunk.bit(first_plane + i, t) for i in range(m - 1))
        target = self.game.target(x)
        last = chunk.bit(first_plane + m - 1, t) if target is None else parity(first) ^ target
        return (*first, last)

    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """Free planes, and the last that makes the parity right where x is in X."""
        *first, free = planes
        inputs = AskedInputs.of(self.game, x)
        right = inputs.right_last(first)
        if inputs.asked is None:
            return (*first, right)
        # The last one is free where x is not in X.
        last = right ^ free
        last &= inputs.asked
        last ^= free
        return (*first, last)


class BoxDevice(Device):
    """Any exact box, sampled party by party given the inputs and the outputs before [R4.40].

    Party i's planes spell the number U_i, and a_i = 1 iff U_i >= 2**k_i - T, where T / 2**k_i is
    P(a_i = 1 | x, a_1..a_(i-1)), rounded to a multiple of 2**-32 if it is not one.
    """

    def __init__(self, box: Box, description: str = "an exact box", game: ParityGame = GAME) -> None:
        if box.parties != game.parties:
            raise InvalidError(f"[R4.40] a quintuplet is a box of {game.parties} parties, not {box.parties}")
        box.check()
        self.game: ParityGame = game
        self.description: str = description
        self._ones = [_conditional_chances(box, i) for i in range(box.parties)]
        self._widths = [max(one.planes for one in ones.values()) for ones in self._ones]
        self._starts = [sum(self._widths[:i]) for i in range(box.parties)]
        self.planes: int = sum(self._widths)
        self._limits = [self._limit_bits(i) for i in range(box.parties)]

    def _law(self) -> Box:
        def probability(a: Bits, x: Bits) -> Fraction:
            value = Fraction(1)
            for i in range(self.game.parties):
                one = self._ones[i][x + a[:i]].probability
                value *= one if a[i] else 1 - one
            return value

        return Box.from_function(self.game.parties, probability)

    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """Party after party, given the inputs and the outputs so far."""
        a: Bits = ()
        for i in range(self.game.parties):
            number = chunk.number(first_plane + self._starts[i], self._widths[i], t)
            a = (*a, int(number >= self._limit(i, x + a)))
        return a

    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """Party after party, comparing numbers bit by bit with limits that depend on what is given."""
        given = list(x)
        for i in range(self.game.parties):
            width = self._widths[i]
            own = planes[self._starts[i] : self._starts[i] + width]
            at_least = ~(x[0] ^ x[0])
            for j in range(width):  # from the least significant bit of the limit to the most significant
                limit = decision_words(self._limits[i][j], given)
                plane = own[width - 1 - j]
                # plane AND at_least where the limit's bit is 1, plane OR at_least where it is 0.
                at_least = (plane & at_least) | (~limit & (plane | at_least))
            given.append(at_least & ~decision_words(self._limits[i][width], given))
        return tuple(given[self.game.parties :])

    def _limit(self, i: int, given: Bits) -> int:
        """2**k_i - T."""
        one = self._ones[i][given]
        return int(2 ** self._widths[i] - one.threshold * 2 ** (self._widths[i] - one.planes))

    def _limit_bits(self, i: int) -> list[Decision]:
        """Bit j of the limit, from the least significant, as a function of the inputs and outputs before a_i."""
        given = all_bits(self.game.parties + i)
        return [decision(tuple(self._limit(i, word) >> j & 1 for word in given)) for j in range(self._widths[i] + 1)]


def _conditional_chances(box: Box, i: int) -> dict[Bits, Chance]:
    """P(a_i = 1 | x, a_1..a_(i-1)) for each x + (a_1..a_(i-1)); 0 where that never happens."""
    totals: dict[Bits, Fraction] = {}
    for (a, x), value in box.entries().items():
        key = x + a[: i + 1]
        totals[key] = totals.get(key, Fraction(0)) + value
    chances: dict[Bits, Chance] = {}
    for given in all_bits(box.parties + i):
        one, zero = totals.get((*given, 1), Fraction(0)), totals.get((*given, 0), Fraction(0))
        chances[given] = Chance.nearest(one / (one + zero) if one else Fraction(0))
    return chances


class FlippedDevice(Device):
    """A device each of whose outputs is flipped with one probability, independently [R4.41].

    The planes are those of the inner device and then those of the five flips, party 1 first.
    """

    def __init__(self, inner: Device, flip: Fraction, description: str) -> None:
        self._inner, self._flip = inner, Chance.nearest(flip)
        self.game: ParityGame = inner.game
        self.planes: int = inner.planes + inner.game.parties * self._flip.planes
        self.description: str = description

    @property
    def flip(self) -> Fraction:
        """The flip probability, as it is sampled."""
        return self._flip.probability

    def _law(self) -> Box:
        flip = self.flip
        entries: dict[tuple[Bits, Bits], Fraction] = {}
        for (a, x), value in self._inner.box.entries().items():
            for flips in all_bits(self.game.parties):
                key = (tuple(i ^ j for i, j in zip(a, flips, strict=True)), x)
                share = value * flip ** sum(flips) * (1 - flip) ** (self.game.parties - sum(flips))
                entries[key] = entries.get(key, Fraction(0)) + share
        return Box(self.game.parties, entries)

    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """The inner device's outputs, each flipped now and then."""
        a = self._inner.outputs(chunk, first_plane, t, x)
        start, k = first_plane + self._inner.planes, self._flip.planes
        return tuple(a[i] ^ self._flip.happens(chunk, start + i * k, t) for i in range(self.game.parties))

    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """The inner device's words, each flipped now and then."""
        a = self._inner.words(planes[: self._inner.planes], x)
        flips, k = planes[self._inner.planes :], self._flip.planes
        return tuple(a[i] ^ self._flip.words(flips[i * k : (i + 1) * k]) for i in range(self.game.parties))


class NoisyDevice(Device):
    """A device whose last output is flipped with one probability, and which is so often wrong if it was right [R4.69].

    The planes are those of the inner device and then those of the flip.
    """

    def __init__(self, inner: Device, error: Fraction, description: str) -> None:
        self._inner, self._error = inner, Chance.nearest(error)
        self.game: ParityGame = inner.game
        self.planes: int = inner.planes + self._error.planes
        self.description: str = description

    def _law(self) -> Box:
        error = self._error.probability
        entries: dict[tuple[Bits, Bits], Fraction] = {}
        for (a, x), value in self._inner.box.entries().items():
            for last, share in ((a[-1], 1 - error), (1 - a[-1], error)):
                key = ((*a[:-1], last), x)
                entries[key] = entries.get(key, Fraction(0)) + value * share
        return Box(self.game.parties, entries)

    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """The inner device's outputs, the last one flipped now and then."""
        *first, last = self._inner.outputs(chunk, first_plane, t, x)
        return (*first, last ^ self._error.happens(chunk, first_plane + self._inner.planes, t))

    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """The inner device's words, the last one flipped now and then."""
        *first, last = self._inner.words(planes[: self._inner.planes], x)
        return (*first, last ^ self._error.words(planes[self._inner.planes :]))


class EveMixture(Device):
    """Two devices; the adversary's bit e decides with which probability each quintuplet is the first [R4.42].

    Plane 0 holds e, one free bit for each quintuplet.  Then come the planes of the two choices (for e = 0
    and e = 1), of the first device and of the second.
    """

    def __init__(
        self, first: Device, second: Device, first_given_e: tuple[Fraction, Fraction], description: str
    ) -> None:
        self._parts = (first, second)
        self.game: ParityGame = first.game
        self._chances = (Chance.nearest(first_given_e[0]), Chance.nearest(first_given_e[1]))
        sizes = (1, self._chances[0].planes, self._chances[1].planes, first.planes, second.planes)
        self._starts = tuple(sum(sizes[:i]) for i in range(len(sizes) + 1))
        self.planes: int = self._starts[-1]
        self.description: str = description

    def box_given(self, e: int) -> Box:
        """The law for those who know the adversary's e."""
        return self._parts[0].box.mixture(self._parts[1].box, self._chances[e].probability)

    def _law(self) -> Box:
        return self.box_given(0).mixture(self.box_given(1), Fraction(1, 2))

    def outputs(self, chunk: PlainChunk, first_plane: int, t: int, x: Bits) -> Bits:
        """The outputs of the device that e and a chance choose."""
        e = chunk.bit(first_plane, t)
        first = self._chances[e].happens(chunk, first_plane + self._starts[1 + e], t)
        part = 0 if first else 1
        return self._parts[part].outputs(chunk, first_plane + self._starts[3 + part], t, x)

    def words(self, planes: Words, x: Sequence[Words]) -> tuple[Words, ...]:
        """The words of both devices, chosen bit by bit."""
        s = self._starts
        e = planes[0]
        if_zero, if_one = (self._chances[i].words(planes[s[1 + i] : s[2 + i]]) for i in range(2))
        choice = if_zero ^ (e & (if_zero ^ if_one))
        first, second = (self._parts[i].words(planes[s[3 + i] : s[4 + i]], x) for i in range(2))
        return tuple(b ^ (choice & (a ^ b)) for a, b in zip(first, second, strict=True))


# The named devices.


def depolarised_ghz(noise: Fraction, game: ParityGame = GAME) -> FlippedDevice:
    """GHZ whose every qubit passes a depolarising channel of probability ``noise`` before it is measured [R4.43].

    X, Y and Z errors have noise/3 each; two of the three flip the outcome of a measurement of X or of Y.
    """
    if not 0 <= noise <= 1:
        raise InvalidError(f"[R4.43] the noise {noise} is not a probability")
    return FlippedDevice(GhzDevice(game), 2 * noise / 3, f"GHZ, each qubit depolarised with probability {noise}")


def noisy_ghz(error: Fraction, game: ParityGame = GAME) -> NoisyDevice:
    """GHZ that is wrong with probability ``error``, on every input in X and independently [R4.69]."""
    if not 0 <= error <= 1:
        raise InvalidError(f"[R4.69] the error {error} is not a probability")
    return NoisyDevice(GhzDevice(game), error, f"GHZ, wrong with probability {error}")


def classical_device(game: ParityGame = GAME) -> BoxDevice:
    """Party 1 always answers 1 and the others 0: loss 6, the least that is possible classically [R4.43]."""
    ones = (1, *(0 for _ in range(game.parties - 1)))
    words = "deterministic, of the classical minimum 6" if game == GAME else "deterministic"
    return BoxDevice(deterministic_box(ones, ones), words, game)


def uniform_device(game: ParityGame = GAME) -> BoxDevice:
    """Free coins [R4.43]."""
    return BoxDevice(uniform_box(game.parties), "free coins", game)


def fixed_output_device(value: int = 0, game: ParityGame = GAME) -> BoxDevice:
    """Maximal violation, with party 1's output fixed: maj is guessed with probability 3/4 [R4.43]."""
    description = f"maximal violation, party 1 always answers {value}"
    return BoxDevice(fixed_output_box(game, 0, value), description, game)


def guessing_device(game: ParityGame = GAME) -> EveMixture:
    """Maximal violation and uniform outputs, but the adversary's e is party 1's output [R4.43]."""
    return EveMixture(
        fixed_output_device(0, game),
        fixed_output_device(1, game),
        (Fraction(1), Fraction(0)),
        "maximal violation, party 1's output is known to the adversary",
    )
