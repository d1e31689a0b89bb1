"""What eq (12) gives adversaries of the tested protocol, exactly, and what known attacks leave open [R5.80], [R5.84].

``statistics_of_cells`` writes the whole distribution of a few cells out: any boxes, correlated or not, any source,
any measurements.  ``known_attack`` is the rate of the best attack on one cell that is known.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

from freebit.boxes.bits import Bits
from freebit.boxes.box import Box
from freebit.boxes.cells import MAJORITY, MULTIPLEXER, CellFunction, CellKind
from freebit.codes.code import Code
from freebit.errors import InvalidError
from freebit.security.guessing import Honest, Statistics

ZERO, ONE = Fraction(0), Fraction(1)
#: Bits to which powers are rounded where they are compared.
ROUNDED_BITS = 128

#: What a measurement z tells of the number of the preparation.
Tell = Callable[[int], Hashable]


@dataclass(frozen=True)
class TestedGrid:
    """A run of the tested protocol with a few cells: their kind, n and T [R4.52]-[R4.54].

    With a code k is the number of the key that it makes of the first kept cells, bit 1 most significant [R4.71].
    """

    __test__ = False

    kind: CellKind
    cells: int
    keep: int
    tolerance: int = 0
    code: Code | None = None

    @property
    def bits(self) -> int:
        """L."""
        return 1 if self.code is None else self.code.bits

    def honest(self, a: Bits, x: Bits) -> Honest:
        """k, the inputs of the kept cells, t and g for the outputs and inputs of all cells [R4.61]-[R4.66].

        t has what is published: the numbers and inputs of all cells, and the outputs of those that are not kept
        and of those that are wrong.
        """
        m, game = self.kind.parties, self.kind.game
        cells = [(a[m * i : m * i + m], x[m * i : m * i + m]) for i in range(self.cells)]
        kept = [i for i, (_, inputs) in enumerate(cells) if game.target(inputs) is not None]
        wrong = [i for i in kept if game.coefficient(*cells[i])]
        g = int(len(kept) >= self.keep and len(wrong) <= self.tolerance)
        k = self._key([self.kind.function(*cells[i]) for i in kept]) if g else 0
        told = tuple((i, *cells[i]) for i in range(self.cells) if i not in kept or i in wrong)
        return Honest(k, tuple(cells[i][1] for i in kept), told, g)

    def _key(self, values: Sequence[int]) -> int:
        """The number of the key of f of the kept cells [R4.63], [R4.71], [R4.72]."""
        if self.code is None:
            return sum(values) % 2
        word = int("".join(str(int(value)) for value in values[: self.code.cells]), 2)
        return int("".join(str((row & word).bit_count() % 2) for row in self.code.rows), 2)


def statistics_of_cells(
    grid: TestedGrid, preparations: Sequence[tuple[Fraction, Box, Mapping[Bits, Fraction]]], tells: Sequence[Tell]
) -> Statistics:
    """P(k, y, t, g, e | z), entry by entry [R5.1].

    A preparation is its probability, the box of all parties of all cells, and the distribution of their inputs;
    measurement z tells ``tells[z]`` of its number.
    """
    tables: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {z: {} for z in range(len(tells))}
    for number, (weight, box, inputs) in enumerate(preparations):
        for (a, x), p in box.entries().items():
            chance = weight * p * inputs.get(x, ZERO)
            if chance:
                honest = grid.honest(a, x)
                for z, tell in enumerate(tells):
                    key = (honest, tell(number))
                    tables[z][key] = tables[z].get(key, ZERO) + chance
    return Statistics(tables, grid.bits)


#: With inputs derived and a free source, the rates that certificates of kind ``tested-limit`` attain [R5.84].
_FREE_SOURCE: dict[tuple[int, CellFunction], Fraction] = {
    (3, MAJORITY): Fraction(35, 36),
    (4, MAJORITY): Fraction(47, 52),
    (5, MAJORITY): Fraction(47, 52),
    (5, MULTIPLEXER): Fraction(6, 7),
}

#: The largest rates of attacks on one cell that there are, by epsilon: exact linear programs over all devices and all
#: leanings give them.
_LARGEST: dict[tuple[int, CellFunction, int | None], dict[Fraction, Fraction]] = {
    (3, MAJORITY, None): {Fraction(1, 2): Fraction(11, 12)},
    (3, MAJORITY, 0): {
        Fraction(9, 20): Fraction(391, 400),
        Fraction(1, 10): Fraction(25021215826539, 25031939712850),
    },
    (4, MAJORITY, None): {Fraction(1, 2): Fraction(9, 10)},
    (5, MULTIPLEXER, None): {Fraction(1, 2): Fraction(6, 7)},
}

#: Rates that attacks on one cell reach, in millionths and rounded down, by epsilon.  Linear programs pointed them out;
#: ``rate_of_attack`` works them out from the boxes themselves, whose files are in tests/security/attacks.
_MILLIONTHS: dict[tuple[int, CellFunction, int | None], dict[Fraction, int]] = {
    (4, MAJORITY, None): {
        Fraction(9, 20): 901693,
        Fraction(2, 5): 913168,
        Fraction(3, 10): 952532,
        Fraction(1, 10): 996188,
        Fraction(1, 100): 999968,
    },
    (4, MAJORITY, 0): {
        Fraction(9, 20): 904741,
        Fraction(2, 5): 910146,
        Fraction(3, 10): 937916,
        Fraction(1, 10): 992287,
        Fraction(1, 100): 999915,
    },
    (5, MULTIPLEXER, None): {
        Fraction(9, 20): 880970,
        Fraction(2, 5): 902960,
        Fraction(3, 10): 945988,
        Fraction(1, 10): 995333,
    },
    (5, MULTIPLEXER, 3): {
        Fraction(9, 20): 875092,
        Fraction(2, 5): 892186,
        Fraction(3, 10): 930635,
        Fraction(1, 10): 990883,
    },
}


def attacks_found(kind: CellKind) -> dict[Fraction, Fraction]:
    """The rates of attacks on one cell that linear programs found, by epsilon [R5.80]."""
    key = (kind.parties, kind.function, kind.inputs.derived)
    rounded = {epsilon: Fraction(rate, 10**6) for epsilon, rate in _MILLIONTHS.get(key, {}).items()}
    return _LARGEST.get(key, {}) | rounded


def planted_rate(kind: CellKind, epsilon: Fraction) -> Fraction:
    """The largest probability that a deterministic box is right, on inputs in X from bits that all lean [R5.80]."""
    game = kind.game
    drawn = {x: kind.inputs.drawn(x) for x in game.inputs}
    lost = {frozenset(losses) for losses in _losses(kind)}
    best = ZERO
    for leaning in product((0, 1), repeat=len(drawn[game.inputs[0]])):
        weights = {x: _weight(bits, leaning, epsilon) for x, bits in drawn.items()}
        total = sum(weights.values(), ZERO)
        best = max(best, *(1 - sum((weights[x] for x in losses), ZERO) / total for losses in lost))
    return best


def known_attack(kind: CellKind, epsilon: Fraction) -> Fraction:
    """The rate w of the best attack on one cell that is known [R5.80]: no theorem has a lower 1 - u.

    What an attack reaches at a larger epsilon it reaches at a smaller one too.
    """
    free = ZERO if kind.inputs.derived is None else _FREE_SOURCE.get((kind.parties, kind.function), ZERO)
    found = attacks_found(kind).items()
    return max(planted_rate(kind, epsilon), free, *(rate for limit, rate in found if limit >= epsilon))


def least_left_open(rate: Fraction, delta: Fraction) -> int:
    """The least n with 1/4 rate^n <= delta: with fewer kept cells an attack of this rate gains more than delta.

    Raises ``InvalidError`` unless 0 < rate < 1 and 0 < delta.
    """
    if not (0 < rate < 1 and delta > 0):
        raise InvalidError(f"no number of cells is left open for the rate {rate} and delta = {delta}")
    low, high = 0, 1
    while _power_above(rate, high, 4 * delta):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _power_above(rate, middle, 4 * delta) else (low, middle)
    return high


def _power_above(rate: Fraction, n: int, aim: Fraction) -> bool:
    """Whether rate^n > aim, by rounded powers below and above rate^n, or by itself if these do not decide."""
    if _rounded_power(rate, n, floor) > aim:
        return True
    return _rounded_power(rate, n, ceil) > aim and rate**n > aim


def _rounded_power(rate: Fraction, n: int, to_integer: Callable[[Fraction], int]) -> Fraction:
    """rate^n for n >= 1 by squaring, every product rounded, down by ``floor`` or up by ``ceil``."""
    power = ONE
    for bit in f"{n:b}":
        for factor in (power, rate)[: 1 + int(bit)]:
            power *= factor
            shift = Fraction(2) ** (ROUNDED_BITS + power.denominator.bit_length() - power.numerator.bit_length())
            power = to_integer(power * shift) / shift
    return power


def _weight(bits: Bits, leaning: Bits, epsilon: Fraction) -> Fraction:
    flips = sum(p != q for p, q in zip(bits, leaning, strict=True))
    return epsilon**flips * (1 - epsilon) ** (len(bits) - flips)


def _losses(kind: CellKind) -> Iterator[list[Bits]]:
    """For each deterministic box the inputs in X at which it is wrong."""
    words = list(product((0, 1), repeat=kind.parties))
    for on_0, on_1 in product(words, words):
        answers = (on_0, on_1)
        yield [
            x for x in kind.game.inputs if kind.game.coefficient(tuple(answers[bit][i] for i, bit in enumerate(x)), x)
        ]
