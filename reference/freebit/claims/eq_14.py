"""Eq (14): enough if all other bits are given, and not as it is printed, where none is [R8.16], [R1.12].

The counterexample on the smallest protocol that has a block to check: two quintuplets, one of which is distilled.
"""

from collections import defaultdict
from collections.abc import Hashable
from fractions import Fraction
from itertools import product
from math import lcm
from operator import add

from freebit.boxes.bits import Bits, all_bits
from freebit.claims.model import Finding
from freebit.claims.weak_sources import eq_14
from freebit.protocol.parameters import Parameters
from freebit.protocol.steps import Transcript, replay
from freebit.security.guessing import Honest, Statistics

#: Two quintuplets, two blocks of one, and one bit that selects; nothing of the source's quality is used.
SMALLEST = Parameters(2, 1, 1, Fraction(1, 4), c=Fraction(1001, 1000))
#: Party 1 answers 1 and the others 0, whatever they are asked.
ANSWERS = ((1, 0, 0, 0, 0),) * 2


def printed_source(fair: Fraction) -> dict[Bits, Fraction]:
    """Fair with probability ``fair``; otherwise each quintuplet has one of the ten inputs of weight 3. Bits -> P."""
    three = [x for x in all_bits(5) if sum(x) == 3]
    source = dict.fromkeys(all_bits(11), fair / 2**11)
    for first, second, (selecting,) in product(three, three, all_bits(1)):
        source[*first, *second, selecting] += (1 - fair) / 200
    return source


def obeys_as_printed(source: dict[Bits, Fraction], fair: Fraction, largest: Fraction) -> bool:
    """G(n) < P(n chosen bits) <= F(n) for all choices and values, G = fair/2^(n+1), F = largest^(n/5 rounded up)."""
    unit = lcm(*(value.denominator for value in source.values()))
    length = len(next(iter(source)))
    # By how many bits are chosen, sums over those that are not, in units; the bits that are still to come vary last.
    sums: dict[int, list[int]] = {0: [int(source[bits] * unit) for bits in all_bits(length)]}
    for _ in range(length):
        decided: defaultdict[int, list[int]] = defaultdict(list)
        for chosen, values in sums.items():
            zeros, ones = values[::2], values[1::2]
            decided[chosen + 1] += zeros + ones
            decided[chosen] += map(add, zeros, ones)
        sums = decided
    return all(
        unit * fair / 2 ** (n + 1) < min(values) and max(values) <= unit * largest ** (-(-n // 5))
        for n, values in sums.items()
    )


def guess_of(source: dict[Bits, Fraction]) -> Fraction:
    """Eq (12), exactly, even if the adversary sees only k, g and the selection: z and e have one value."""
    table: dict[tuple[Honest, Hashable], Fraction] = {}
    for bits, probability in source.items():
        inputs = (bits[:5], bits[5:10])
        kept = SMALLEST.passes_step_2(sum(sum(x) % 2 for x in inputs))
        outcome = replay(Transcript(SMALLEST, inputs, ANSWERS, bits[10:] if kept else ()))
        seen = Honest(outcome.k, "", bits[10:], outcome.g)
        table[seen, None] = table.get((seen, None), Fraction(0)) + probability
    return Statistics({None: table}).check().guessing_probability()


def as_printed(
    fair: Fraction = Fraction(1, 2), largest: Fraction = Fraction(3, 5), excess: Fraction = Fraction(1, 4)
) -> Finding:
    """The source obeys eq (14) as printed, and P(guess) >= 1/2 + excess (1 - fair) [R8.16]."""
    source = printed_source(fair)
    if not obeys_as_printed(source, fair, largest):
        return Finding(False, "the source does not obey eq (14) as printed")
    found = guess_of(source)
    return Finding(
        found >= Fraction(1, 2) + excess * (1 - fair),
        f"as printed: a source with fair/2^(n+1) < P <= (3/5)^(n/5), fair = {fair}, has P(guess) = {found}",
    )


def in_part() -> Finding:
    """Given all other bits eq (1) is a case of eq (14); as printed, some source that obeys it makes k known."""
    given, printed = eq_14(), as_printed()
    return Finding(given.holds and printed.holds, f"{printed.detail}; given all other bits: {given.detail}")
