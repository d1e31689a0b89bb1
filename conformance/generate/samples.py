"""Sampled sources and devices: R4.30 to R4.43, worked out once more from the stream of words."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import islice
from math import ceil
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import X0, X1, text, words

F = Fraction


class Planes:
    """Bits of a stream by plane and quintuplet, in one chunk."""

    def __init__(self, seed: int, stream: int, chunk: int = 0) -> None:
        self._stream, self._words = _begun(seed, stream, chunk)

    def bit(self, plane: int, t: int) -> int:
        place = 4096 * plane + t // 64
        while len(self._words) <= place:
            self._words.append(next(self._stream))
        return self._words[place] >> (t % 64) & 1

    def happens(self, chance: Fraction, first: int, t: int) -> int:
        k, least = _least(chance)
        u = sum(self.bit(first + i, t) * 2 ** (k - 1 - i) for i in range(k))
        return int(u >= least)


@cache
def _begun(seed: int, stream: int, chunk: int) -> tuple[Iterator[int], list[int]]:
    """A stream of words, and those that were taken from it: a word is the same for all who ask."""
    return oracle.stream(seed, stream, chunk), []


@cache
def _least(chance: Fraction) -> tuple[int, int]:
    """How many planes an event of this chance has, and the least number of theirs at which it happens."""
    k = planes_of(chance)
    return k, ceil(2**k * (1 - chance))


def planes_of(chance: Fraction) -> int:
    return chance.denominator.bit_length() - 1


def up(chance: Fraction) -> Fraction:
    """The next multiple of 2^-32."""
    return F(-(-chance * 2**32 // 1), 2**32)


def near(chance: Fraction) -> Fraction:
    return F(int(chance * 2**32 + F(1, 2)), 2**32)


def _sampled(name: str, seed: int, count: int, number: Fraction | None) -> str:
    p = Planes(seed, 0)
    bits: list[int] = []
    previous = 0
    for t in range(-(-count // 5)):
        if name == "free":
            bits += [p.bit(i, t) for i in range(5)]
            continue
        assert number is not None
        eps = up(number)
        k = planes_of(eps)
        if name == "biased":
            bits += [p.happens(1 - eps, i * k, t) for i in range(5)]
        elif name == "adversarial":
            four = [p.bit(i, t) for i in range(4)]
            bits += [*four, (sum(four) + p.happens(eps, 4, t)) % 2]
        elif name == "guessed":
            bits += [(p.bit(i, t) + p.happens(eps, 5 + i * k, t)) % 2 for i in range(5)]
        else:
            for i in range(5):
                previous = p.bit(0, 0) if t == i == 0 else (previous + p.happens(eps, 1 + i * k, t)) % 2
                bits.append(previous)
    return "".join(map(str, bits[:count]))


def _ghz(p: Planes, first: int, t: int, x: str) -> list[int]:
    four = [p.bit(first + i, t) for i in range(4)]
    if x in X0 or x in X1:
        return [*four, (sum(four) + (x in X1)) % 2]
    return [*four, p.bit(first + 4, t)]


def _exact(box: dict[str, Fraction]) -> Callable[[Planes, int, int, str], list[int]]:
    """Party after party, R4.40."""

    @cache
    def one(x: str, before: str) -> Fraction:
        total = [
            sum((v for key, v in box.items() if key.startswith(before + b) and key.endswith("|" + x)), F(0))
            for b in "01"
        ]
        return near(total[1] / sum(total)) if sum(total) else F(0)

    widths = [max(planes_of(one(x, a)) for x in words(5) for a in (words(i) if i else [""])) for i in range(5)]

    def answer(p: Planes, first: int, t: int, x: str) -> list[int]:
        a = ""
        for i in range(5):
            start = first + sum(widths[:i])
            u = sum(p.bit(start + j, t) * 2 ** (widths[i] - 1 - j) for j in range(widths[i]))
            a += str(int(u >= 2 ** widths[i] * (1 - one(x, a))))
        return [int(bit) for bit in a]

    return answer


def _fixed(value: int) -> dict[str, Fraction]:
    def wanted(x: str) -> bool:
        rest = x[1:]
        return (("1" if rest.count("1") % 2 == 0 else "0") + rest).count("1") == 3

    return oracle.table(5, lambda a, x: F(1, 8) if int(a[0]) == value and oracle.odd(a) == wanted(x) else 0)


def samples() -> Group:
    group = Group("samples")
    for seed, number, chunk, why in (
        (0, 0, 0, "the smallest state"),
        (0, 1, 0, "the devices' stream"),
        (1, 0, 0, "another seed"),
        (0, 0, 3, "another chunk"),
        (2**64 - 1, 1, 7, "the largest seed: sums modulo 2^64"),
    ):
        group.accept(
            f"words-{seed}-{number}-{chunk}", "R4.30", "words",
            {"seed": str(seed), "stream": number, "chunk": chunk, "count": 5}, why,
            {"words": [f"{word:016x}" for word in islice(oracle.stream(seed, number, chunk), 5)]},
        )  # fmt: skip
    group.reject("words-seed-2-64", "words-0-0-0", {"merge": {"seed": str(2**64)}}, "R4.30", "a seed of 65 bits")
    sources: tuple[tuple[str, Fraction | None, int, str, str], ...] = (
        ("free", None, 400, "R4.34 R4.31", "the planes 0 to 4; eighty quintuplets reach the second word"),
        ("biased", F(1, 4), 40, "R4.35 R4.32", "two planes for each bit"),
        ("biased", F(1, 3), 20, "R4.35 R4.33", "1/3 is rounded up to a multiple of 2^-32"),
        ("adversarial", F(1, 8), 100, "R4.36 R4.32", "the fifth bit makes the parity even but for 1/8"),
        ("guessed", F(1, 4), 40, "R4.37", "planes 0 to 4 are e"),
        ("markov", F(1, 4), 60, "R4.38", "the chain goes on from quintuplet to quintuplet"),
        ("markov", F(2, 5), 15, "R4.38 R4.33", "a flip probability that is rounded up"),
    )
    for name, chance, count, rules, why in sources:
        given: dict[str, Any] = {"name": name, "seed": "7", "count": count}
        if chance is not None:
            given["flip" if name == "markov" else "epsilon"] = str(chance)
        label = f"-{chance.numerator}-{chance.denominator}" if chance is not None else ""
        group.accept(
            f"sample-{name}{label}", rules, "sample-source", given, why,
            {"bits": _sampled(name, 7, count, chance)},
        )  # fmt: skip
    group.reject("sample-epsilon", "sample-biased-1-4", {"merge": {"epsilon": "2/3"}}, "R1.4", "epsilon above 1/2")
    inputs = [*X0[:3], *X1[:4], "00000", "11000", "01111", "11111"]
    uniform = oracle.table(5, lambda a, x: F(1, 32))
    classical = oracle.table(5, lambda a, x: int(a == "10000"))
    third = oracle.table(5, lambda a, x: {"00000": F(1, 3), "10000": F(1, 6), "11111": F(1, 2)}.get(a, 0))

    def flipped(p: Planes, t: int, x: str, noise: Fraction) -> list[int]:
        chance, a = near(2 * noise / 3), _ghz(p, 0, t, x)
        k = planes_of(chance)
        return [(a[i] + p.happens(chance, 5 + i * k, t)) % 2 for i in range(5)]

    def of_box(box: dict[str, Fraction]) -> Callable[[Planes, int, str], list[int]]:
        answer = _exact(box)
        return lambda p, t, x: answer(p, 0, t, x)

    fixed = [_exact(_fixed(e)) for e in (0, 1)]

    def guessing(p: Planes, t: int, x: str) -> list[int]:
        # e, no planes for events of probability 1 and 0, then the planes of the two boxes.
        e = p.bit(0, t)
        return fixed[e](p, 1 + e * 3, t, x)

    devices: dict[str, tuple[dict[str, Any], Callable[[Planes, int, str], list[int]], str, str]] = {
        "ghz": ({}, lambda p, t, x: _ghz(p, 0, t, x), "R4.39", "a_5 makes I = 0 in X and is free outside"),
        "depolarised": ({"noise": "3/8"}, lambda p, t, x: flipped(p, t, x, F(3, 8)), "R4.41 R4.43", "flips of 1/4"),
        "classical": ({}, of_box(classical), "R4.43 R4.40", "always 10000"),
        "uniform": ({}, of_box(uniform), "R4.43 R4.40", "five coins"),
        "fixed-output": ({}, of_box(_fixed(0)), "R4.43 R4.40", "party 1 answers 0"),
        "guessing": ({}, guessing, "R4.42 R4.43", "e is party 1's output"),
        "box": ({"box": {"parties": 5, "entries": text(third)}}, of_box(third), "R4.40 R4.33",
                "conditional probabilities that are rounded to the nearest multiple of 2^-32"),
    }  # fmt: skip
    for name, (more, answer, rules, why) in devices.items():
        planes = Planes(11, 1)
        outputs = ["".join(map(str, answer(planes, t, x))) for t, x in enumerate(inputs)]
        group.accept(
            f"device-{name}", rules, "sample-device", {"name": name, "seed": "11", "inputs": inputs, **more}, why,
            {"outputs": outputs},
        )  # fmt: skip
    group.reject("device-noise", "device-depolarised", {"merge": {"noise": "3/2"}}, "R4.43", "no probability")
    return group
