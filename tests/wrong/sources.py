"""Mistakes in sources and files of weak bits."""

import itertools
from collections.abc import Hashable
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.source import epsilon as epsilons
from freebit.source import exact as source
from freebit.source import joint, weakbits
from tests.wrong import Replace, wrong

ZERO = Fraction(0)
EQ1 = ("source", "largest-epsilon")


def _weakest(conditionals: list[Fraction]) -> source.WeakestBit | None:
    least = min(conditionals, default=None)
    return None if least is None else source.WeakestBit(0, (0,), None, least)


@wrong("eq (1) given the past alone", *EQ1)
def past_only(replace: Replace) -> None:
    def weakest(self: source.Source) -> source.WeakestBit | None:
        found = []
        for j in range(self.length):
            prefixes: dict[tuple[Bits, object], Fraction] = {}
            for (x, e), p in self.entries().items():
                prefixes[x[: j + 1], e] = prefixes.get((x[: j + 1], e), ZERO) + p
            for (x, e), p in prefixes.items():
                other = prefixes.get(((*x[:j], 1 - x[j]), e), ZERO)
                found.append(min(p, other) / (p + other))
        return _weakest(found)

    replace(source.Source, "weakest_bit", lambda _: weakest)


@wrong("eq (1) for the honest parties, the adversary's e summed out", *EQ1)
def eve_summed_out(replace: Replace) -> None:
    def make(original: object) -> object:
        def weakest(self: source.Source) -> source.WeakestBit | None:
            seen = source.Source(self.length, {(x, None): p for x, p in self.marginal().items()})
            found: source.WeakestBit | None = original(seen)  # type: ignore[operator]
            return found

        return weakest

    replace(source.Source, "weakest_bit", make)


@wrong("eq (1) for each bit alone, given nothing but e", *EQ1)
def bits_alone(replace: Replace) -> None:
    def weakest(self: source.Source) -> source.WeakestBit | None:
        found = []
        for e in {e for _, e in self.entries()}:
            rows = {x: p for (x, f), p in self.entries().items() if f == e}
            total = sum(rows.values())
            for j in range(self.length):
                one = sum((p for x, p in rows.items() if x[j]), ZERO) / total
                found.append(min(one, 1 - one))
        return _weakest(found)

    replace(source.Source, "weakest_bit", lambda _: weakest)


@wrong("epsilon must be less than 1/2", "source", "parameters")
def half_excluded(replace: Replace) -> None:
    def check(epsilon: Fraction) -> Fraction:
        if not 0 < epsilon < Fraction(1, 2):
            raise ValueError("[R1.4] epsilon")
        return epsilon

    replace(epsilons, "check_epsilon", lambda _: check)


@wrong("epsilon may be 0", "source", "parameters")
def zero_allowed(replace: Replace) -> None:
    def check(epsilon: Fraction) -> Fraction:
        if not 0 <= epsilon <= Fraction(1, 2):
            raise ValueError("[R1.4] epsilon")
        return epsilon

    replace(epsilons, "check_epsilon", lambda _: check)


@wrong("eq (1) with a strict inequality", "source")
def strict_eq_1(replace: Replace) -> None:
    def make(original: object) -> object:
        def weakest(self: source.Source) -> source.WeakestBit | None:
            found: source.WeakestBit | None = original(self)  # type: ignore[operator]
            less = Fraction(1, 10**9)
            return found and source.WeakestBit(found.position, found.bits, found.eve, found.probability - less)

        return weakest

    replace(source.Source, "weakest_bit", make)


@wrong("eq (14) for single bits only", "joint-bounds")
def single_bits_only(replace: Replace) -> None:
    original = itertools.combinations
    replace(joint, "combinations", lambda _: lambda items, n: original(items, n) if n == 1 else iter(()))


@wrong("the epsilon of a rate is rounded to the nearest double", "epsilon")
def rate_in_floats(replace: Replace) -> None:
    replace(epsilons, "epsilon_from_rate", lambda _: lambda rate: Fraction(1 - 2.0 ** -float(rate)))


@wrong("epsilon is the bias", "epsilon")
def epsilon_is_bias(replace: Replace) -> None:
    replace(epsilons, "epsilon_from_bias", lambda original: lambda bias: Fraction(1, 2) - original(bias))


@wrong("1 is the rarer value of the biased source", "named-source")
def biased_to_0(replace: Replace) -> None:
    replace(source, "biased_source", lambda original: lambda n, eps: _flipped(original(n, eps)))


def _flipped(found: source.Source) -> source.Source:
    return source.Source(found.length, {(tuple(1 - b for b in x), e): p for (x, e), p in found.entries().items()})


@wrong("the Markov source flips with 1 - q", "named-source")
def markov_the_other_way(replace: Replace) -> None:
    def markov(n: int, flip: Fraction) -> source.Source:
        entries: dict[tuple[Bits, Hashable], Fraction | int] = {}
        for (x, _), _p in source.biased_source(n, Fraction(1, 2)).entries().items():
            flips = sum(i != j for i, j in itertools.pairwise(x))
            entries[x, None] = Fraction(1, 2) * (1 - flip) ** flips * flip ** (n - 1 - flips)
        return source.Source(n, entries)

    replace(source, "markov_source", lambda _: markov)


@wrong("of a guessed source e tells the first bit alone", "named-source")
def one_guess(replace: Replace) -> None:
    def guessed(length: int, epsilon: Fraction) -> source.Source:
        words = all_bits(length)
        chance = {True: 1 - epsilon, False: epsilon}
        share = Fraction(2, len(words) ** 2)
        entries: dict[tuple[Bits, Hashable], Fraction | int] = {
            (x, format_bits(e)): share * chance[x[0] == e[0]] if length else Fraction(1) for x in words for e in words
        }
        return source.Source(length, entries)

    replace(source, "guessed_source", lambda _: guessed)


@wrong("eq (1) of a string's bits up to the first whose other value is likelier", *EQ1)
def no_bits_behind(replace: Replace) -> None:
    def weakest(self: source.Source) -> source.WeakestBit | None:
        found = []
        for (x, e), p in self.entries().items():
            for j in range(self.length):
                other = self.probability((*x[:j], 1 - x[j], *x[j + 1 :]), e)
                if other > p:
                    break
                found.append(other / (p + other))
        return _weakest(found)

    replace(source.Source, "weakest_bit", lambda _: weakest)


@wrong("packed bits least significant first in either encoding", "weak-bits")
def always_lsb(replace: Replace) -> None:
    replace(weakbits, "_MSB", lambda _: weakbits._LSB)


@wrong("a stride of k begins with bit k - 1", "weak-bits")
def stride_from_the_end(replace: Replace) -> None:
    def make(original: object) -> object:
        def blocks(self: weakbits.WeakBits, progress: object = None) -> object:
            stride, self.stride = self.stride, 1
            data = b"".join(original(self))  # type: ignore[operator]
            yield data[stride - 1 :: stride]

        return blocks

    replace(weakbits.WeakBits, "blocks", make)


@wrong("a byte of nist is 1 if it is not 0", "weak-bits")
def nist_any_byte(replace: Replace) -> None:
    replace(weakbits.WeakBits, "_refuse", lambda _: lambda self, *rest: None)


@wrong("a symbol has eight bits, however few it may have", "weak-bits")
def eight_bits_a_symbol(replace: Replace) -> None:
    replace(weakbits, "_SYMBOL_BITS", lambda bits: dict.fromkeys(bits, 8))


@wrong("blanks are bits of value 0", "weak-bits")
def blanks_are_zero(replace: Replace) -> None:
    replace(weakbits, "_BLANKS", lambda _: b"")
