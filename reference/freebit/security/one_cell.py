"""A one-cell attack from all its boxes: every condition is checked, and its rate worked out, in whole numbers [R5.80].

Nothing here depends on how an attack was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import Entry, index_of, indices_at
from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon


@dataclass(frozen=True)
class AttackOutcome:
    """An outcome e of a measurement: the source bits lean towards ``leaning``, as far as eq (1) lets them.

    ``entries`` are the P(e) P(a|x) of the box that it leaves, by their indices, times one number for the whole attack.
    """

    leaning: Bits
    entries: Sequence[int]

    @classmethod
    def of(cls, leaning: Bits, entries: Mapping[Entry, int]) -> "AttackOutcome":
        """An outcome whose entries are given by outputs and inputs, (a, x)."""
        by_index = {index_of(a, x): value for (a, x), value in entries.items()}
        return cls(leaning, [by_index[index] for index in range(len(by_index))])


def rate_of_attack(kind: CellKind, epsilon: Fraction, measured: Mapping[Bits, Sequence[AttackOutcome]]) -> Fraction:
    """The rate w of the attack whose measurement z = y has the outcomes ``measured[y]`` [R5.80].

    Raises ``InvalidError`` if some y in X has none, if a box has a negative entry or signals, or if the outputs and
    inputs have another distribution J for one y than for another.
    """
    check_epsilon(epsilon)
    if set(measured) != set(kind.game.inputs):
        raise InvalidError("[R5.80] an attack has a measurement for every y in X, and no other")
    inputs = all_bits(kind.parties) if kind.inputs.derived is None else kind.game.inputs
    seen: list[int] | None = None
    told = 0
    for y, outcomes in measured.items():
        own = [0] * 4**kind.parties
        for outcome in outcomes:
            _check_box(outcome, kind.parties)
            weights = {x: _weight(kind.inputs.drawn(x), outcome.leaning, epsilon) for x in inputs}
            for x, weight in weights.items():
                for index in indices_at(x):
                    own[index] += weight * outcome.entries[index]
            told += abs(weights[y] * sum(kind.sign(a, y) * outcome.entries[index_of(a, y)] for a in _right(kind, y)))
        if seen is not None and seen != own:
            raise InvalidError(f"[R5.80] outputs and inputs show whether z is {format_bits(y)}")
        seen = own
    kept = sum((seen or [])[index] for x in kind.game.inputs for index in indices_at(x))
    if not kept:
        raise InvalidError("[R5.80] no cell is kept")
    return Fraction(told, kept)


def _right(kind: CellKind, y: Bits) -> Sequence[Bits]:
    return [a for a in all_bits(kind.parties) if not kind.game.coefficient(a, y)]


def _weight(bits: Bits, leaning: Bits, epsilon: Fraction) -> int:
    """The probability of the bits, times a power of the denominator of epsilon."""
    away = sum(p != q for p, q in zip(bits, leaning, strict=True))
    p, q = epsilon.numerator, epsilon.denominator
    return int(p**away * (q - p) ** (len(bits) - away))


def _check_box(outcome: AttackOutcome, parties: int) -> None:
    """No entry is negative, and nobody's input shows in what the others put out."""
    entries = outcome.entries
    if len(entries) != 4**parties:
        raise InvalidError(f"[R5.80] a box of {parties} parties has {4**parties} entries, not {len(entries)}")
    if min(entries) < 0:
        raise InvalidError("[R5.80] an entry is negative")
    for party in range(parties):
        step = 4 ** (parties - 1 - party)
        others = [index for index in range(4**parties) if not index // step % 4]
        by_digit = [itemgetter(*(index + digit * step for index in others))(entries) for digit in range(4)]
        on_0, on_1 = ([p + q for p, q in zip(*pair, strict=True)] for pair in (by_digit[:2], by_digit[2:]))
        if on_0 != on_1:
            raise InvalidError(f"[R5.80] the others see the input of party {party + 1}")
