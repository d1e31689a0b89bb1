"""Devices with memory: what R5.8 excludes, and what they would do to every bound, exactly [R5.41], [R5.43]-[R5.46].

Each quintuplet here is a fixed-output box of maximal violation [R2.14], so nothing is ever wrong and no run
aborts.  But party 1's answer is not fixed once for all: it is a function of the majorities of earlier
quintuplets.  Time alone allows that, separate boxes do not.  Everything is exact: the formulas hold for all
sizes, and ``grid_with_memory`` and ``all_distilled_with_memory`` write whole distributions out for small ones.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.box import fixed_output_box
from freebit.boxes.game import ParityGame
from freebit.security.adversary import majority_of_three, selection_weights
from freebit.security.guessing import Honest, Statistics

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)

#: The majorities of the quintuplets so far, in the order of time; None for one that was discarded.
Past = Sequence[int | None]

#: Probabilities of the inputs of a quintuplet.
Inputs = Mapping[Bits, Fraction]


class MemoryDevice(ABC):
    """Quintuplets that answer one after the other, party 1 in the light of those before."""

    name: str

    @abstractmethod
    def answer(self, past: Past) -> int:
        """What party 1 of the next quintuplet answers, whatever its input."""


@dataclass(frozen=True)
class RowXor(MemoryDevice):
    """Party 1 of each row's last cell answers the XOR of the row's earlier majorities, otherwise 0 [R5.43]."""

    nd: int
    name = "the last cell of a row answers the XOR of the row"

    def answer(self, past: Past) -> int:
        """The XOR of the majorities in the row that the next cell ends; 0 if it does not end one."""
        place = len(past) % self.nd
        return _xor(past[len(past) - place :]) if place == self.nd - 1 else 0

    def excess(self) -> Fraction:
        """P(guess) - 1/2 against row selection, for all Nd, Nb and sources."""
        return Fraction(1, 8)


@dataclass(frozen=True)
class Echo(MemoryDevice):
    """Party 1 answers the majority of the cell above, one row before; in the first row 0 [R5.44], [R5.45]."""

    nd: int
    name = "each cell answers the majority of the cell above"

    def answer(self, past: Past) -> int:
        """The majority of the quintuplet that is Nd earlier."""
        return past[-self.nd] or 0 if len(past) >= self.nd else 0

    def excess(self, selection: str, log2_nb: int, epsilon: Fraction, followers: int = 0) -> Fraction:
        """P(guess) - 1/2 if the selection leans away from the last row as far as eq (1) allows.

        ``followers`` is the number of published quintuplets that come after the grid.
        """
        unlikely = epsilon**log2_nb
        hidden = self.nd - min(followers, self.nd)
        if selection == "column":
            return (1 - unlikely / 2) ** hidden / 4
        return (1 - unlikely * (1 - HALF**hidden)) / 4


@dataclass(frozen=True)
class RunningXor(MemoryDevice):
    """Party 1 answers the XOR of the majorities of all quintuplets kept so far [R5.46]."""

    name = "each cell answers the XOR of all before it"

    def answer(self, past: Past) -> int:
        """The XOR of all majorities so far."""
        return _xor(past)

    def excess(self, last_is_kept: Fraction) -> Fraction:
        """P(guess) - 1/2 where all kept quintuplets are distilled and at least one is kept.

        ``last_is_kept`` is the probability that the last quintuplet of the run is kept.
        """
        return (1 - last_is_kept / 2) / 4


def _xor(past: Past) -> int:
    return sum(majority or 0 for majority in past) % 2


def grid_with_memory(
    device: MemoryDevice,
    selection: str,
    nd: int,
    nb: int,
    game: ParityGame,
    inputs: Inputs,
    targets: Sequence[int | None],
    epsilon: Fraction,
    followers: int = 0,
) -> Statistics:
    """P(k, y, t, g) of a grid with a device with memory, entry by entry; for a few cells of few inputs [R5.64].

    The inputs of the cells, and of ``followers`` published quintuplets after them, are independent, of the
    given probabilities and all in X; each selection leans towards its target as in ``selection_weights``.
    """
    cells = nd * nb
    choices = [list(enumerate(selection_weights(nb, target, epsilon))) for target in targets]
    table: dict[tuple[Honest, Hashable], Fraction] = {}
    for run, chance in _runs_with_memory(device, game, inputs, cells + followers):
        for chosen in product(*choices):
            rows = [row for row, _ in chosen] if selection == "column" else [chosen[0][0]] * nd
            inside = {row * nd + column for column, row in enumerate(rows)}
            weight = chance
            for _, w in chosen:
                weight *= w
            k = sum(majority_of_three(run[place][0]) for place in inside) % 2
            good = not any(game.coefficient(*run[place]) for place in range(cells) if place not in inside)
            y = tuple(format_bits(run[place][1]) for place in sorted(inside))
            told = tuple(run[place] for place in range(cells + followers) if place not in inside)
            key = (Honest(k if good else 0, y, (tuple(rows), told), int(good)), "e")
            table[key] = table.get(key, ZERO) + weight
    return Statistics({"z": table})


def all_distilled_with_memory(device: MemoryDevice, count: int, game: ParityGame, inputs: Inputs) -> Statistics:
    """P(k, y, t, g) where every kept quintuplet is distilled and tested, entry by entry; for a few quintuplets.

    Quintuplets with inputs outside X are discarded and published; a run that keeps none aborts.
    """
    table: dict[tuple[Honest, Hashable], Fraction] = {}
    for run, chance in _runs_with_memory(device, game, inputs, count):
        kept = [(a, x) for a, x in run if game.target(x) is not None]
        good = bool(kept) and not any(game.coefficient(a, x) for a, x in kept)
        k = sum(majority_of_three(a) for a, _ in kept) % 2 if good else 0
        y = tuple(format_bits(x) for _, x in kept)
        told = tuple((place, a, x) for place, (a, x) in enumerate(run) if game.target(x) is None)
        key = (Honest(k, y, told, int(good)), "e")
        table[key] = table.get(key, ZERO) + chance
    return Statistics({"z": table})


_Run = tuple[tuple[Bits, Bits], ...]


def _runs_with_memory(
    device: MemoryDevice, game: ParityGame, inputs: Inputs, count: int
) -> Iterator[tuple[_Run, Fraction]]:
    """Every sequence of ``count`` pairs (a, x), in the order of time, and its probability."""
    law = cache(lambda value: _law(game, inputs, value))

    def extend(run: _Run, past: tuple[int | None, ...], chance: Fraction) -> Iterator[tuple[_Run, Fraction]]:
        if len(run) == count:
            yield run, chance
            return
        for a, x, p in law(device.answer(past)):
            majority = None if game.target(x) is None else majority_of_three(a)
            yield from extend((*run, (a, x)), (*past, majority), chance * p)

    yield from extend((), (), ONE)


def _law(game: ParityGame, inputs: Inputs, value: int) -> list[tuple[Bits, Bits, Fraction]]:
    """(a, x, probability) of one quintuplet whose party 1 answers ``value``."""
    return [(a, x, inputs[x] * p) for (a, x), p in fixed_output_box(game, 0, value).entries().items() if x in inputs]
