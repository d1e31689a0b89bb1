"""The definitions once more, written for the vectors alone; nothing here imports the reference."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from typing import Any

#: Eqs (4) and (5), by hand.
X0 = ("00001", "00010", "00100", "01000", "10000", "11111")
X1 = (
    *("00111", "01011", "01101", "01110", "10011"),
    *("10101", "10110", "11001", "11010", "11100"),
)


def words(n: int) -> list[str]:
    return ["".join(bits) for bits in product("01", repeat=n)]


def odd(a: str) -> bool:
    return a.count("1") % 2 == 1


def wrong(a: str, x: str) -> bool:
    """I(a,x) of five parties, eq (3)."""
    if x in X0:
        return odd(a)
    if x in X1:
        return not odd(a)
    return False


def asked(x: str) -> bool:
    return x in X0 or x in X1


def vote(a: str) -> str:
    """maj of the first three."""
    return "1" if a[:3] in ("011", "101", "110", "111") else "0"


# Boxes are dicts from "a|x" to Fraction.


def text(entries: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(value) for key, value in entries.items() if value}


def table(n: int, probability: Callable[[str, str], Fraction | int]) -> dict[str, Fraction]:
    return {f"{a}|{x}": Fraction(probability(a, x)) for x in words(n) for a in words(n) if probability(a, x)}


def pr() -> dict[str, Fraction]:
    return table(2, lambda a, x: Fraction(1, 2) if odd(a) == (x == "11") else 0)


# The protocol, on strings.


def protocol(
    nd: int,
    m: int,
    inputs: list[str],
    outputs: list[str],
    l_bits: str,
    selection: str = "row",
    tolerance: int = 0,
    c: Fraction = Fraction(3),
    f: str | None = None,
) -> dict[str, Any]:
    """Steps 2 to 5; quintuplets are numbered from 1."""
    n, nb = len(inputs), 2**m
    kept = [t for t in range(1, n + 1) if asked(inputs[t - 1])]
    nothing: dict[str, Any] = {
        "kept": len(kept), "abort": "too-few-kept", "l": [], "distilling": [], "distilling_inputs": [],
        "distilling_outputs": [], "wrong_blocks": 0, "wrong_cells": [], "g": 0, "k": 0,
    }  # fmt: skip
    if Fraction(len(kept)) < Fraction(n) / c:
        return nothing
    groups = [l_bits[i : i + m] for i in range(0, len(l_bits), m)] if m else [""] * (1 if selection == "row" else nd)
    rows = [int(group or "0", 2) + 1 for group in groups]
    cell = {(j, i): kept[(j - 1) * nd + i - 1] for j in range(1, nb + 1) for i in range(1, nd + 1)}
    chosen = [cell[rows[0] if selection == "row" else rows[i - 1], i] for i in range(1, nd + 1)]
    bad = {t for t in cell.values() if t not in chosen and wrong(outputs[t - 1], inputs[t - 1])}
    wrong_cells = [sum(cell[j, i] in bad for j in range(1, nb + 1)) for i in range(1, nd + 1)]
    wrong_blocks = sum(any(cell[j, i] in bad for i in range(1, nd + 1)) for j in range(1, nb + 1))
    counted = {"row": wrong_blocks, "column": max(wrong_cells), "column-total": sum(wrong_cells)}
    aborted = counted[selection] > tolerance
    votes = "".join(vote(outputs[t - 1]) for t in chosen)
    k = int(odd(votes)) if f is None else int(f[int(votes, 2)])
    return {
        "kept": len(kept),
        "abort": "wrong-correlations" if aborted else "none",
        "l": rows,
        "distilling": chosen,
        "distilling_inputs": [inputs[t - 1] for t in chosen],
        "distilling_outputs": [outputs[t - 1] for t in chosen],
        "wrong_blocks": wrong_blocks if selection == "row" else 0,
        "wrong_cells": wrong_cells,
        "g": 0 if aborted else 1,
        "k": 0 if aborted else k,
    }


# Sources: dicts from bits or "bits|e" to Fraction.


def largest_epsilon(entries: dict[str, Fraction]) -> Fraction:
    """The least P(x_j | all other bits, e)."""
    least = Fraction(1, 2)
    for key, p in entries.items():
        x, bar, e = key.partition("|")
        for j in range(len(x)):
            flipped = x[:j] + ("0" if x[j] == "1" else "1") + x[j + 1 :]
            q = entries.get(flipped + bar + e, Fraction(0))
            if p + q:
                least = min(least, p / (p + q), q / (p + q))
    return least


def markov(n: int, flip: Fraction) -> dict[str, Fraction]:
    entries = {}
    for x in words(n):
        p = Fraction(1, 2)
        for before, after in pairwise(x):
            p *= flip if before != after else 1 - flip
        entries[x] = p
    return entries


# Eq (12).


def guess(tables: dict[str, list[list[str]]]) -> Fraction:
    """1/2 + 1/4 of the sum over (k,y,t,g) of the largest over z of the sum over e of |P - ideal|."""
    real: dict[tuple[str, ...], Fraction] = {}
    even: dict[tuple[str, ...], Fraction] = {}
    for z, rows in tables.items():
        for k, y, t, g, e, p in rows:
            real[z, k, y, t, g, e] = Fraction(p)
            for bit in "01":
                share = Fraction(1, 2) if g == "1" else Fraction(int(bit == "0"))
                place = z, bit, y, t, g, e
                even[place] = even.get(place, Fraction(0)) + share * Fraction(p)
    sums: dict[tuple[str, ...], dict[str, list[Fraction]]] = {}
    for z, k, y, t, g, e in {*real, *even}:
        gap = abs(real.get((z, k, y, t, g, e), Fraction(0)) - even.get((z, k, y, t, g, e), Fraction(0)))
        sums.setdefault((k, y, t, g), {}).setdefault(z, []).append(gap)
    return (
        Fraction(1, 2)
        + sum((max(sum(gaps, Fraction(0)) for gaps in by_z.values()) for by_z in sums.values()), Fraction(0)) / 4
    )


# The theorems: the exact excess over 1/2.


def mass(eps: Fraction, m: int, size: int) -> Fraction:
    """The sum of the ``size`` largest masses of m bits."""
    masses = sorted((eps ** w.count("1") * (1 - eps) ** w.count("0") for w in words(m)), reverse=True)
    return sum(masses[:size], Fraction(0))


def load(kappa: tuple[Fraction, ...], eps: Fraction) -> Fraction:
    ratio = (1 - eps) / eps
    return sum((value * ratio**d for d, value in enumerate(kappa)), Fraction(0))


def excess(theorem: str, alpha: Fraction, k: Fraction, eps: Fraction, nd: int, m: int, w: int = 0) -> Fraction:
    q = mass(eps, m, 1)
    if theorem == "row":
        return (alpha**nd + q * ((alpha + k) ** nd - alpha**nd)) / 4
    if theorem == "row-sharp":
        return max(alpha**nd, q * (alpha + k) ** nd) / 4
    if theorem == "column":
        return (alpha + k * mass(eps, m, w + 1)) ** nd / 4
    return max(alpha + k * mass(eps, m, w), (alpha + k) * mass(eps, m, w + 1)) ** nd / 4


def total(alpha: Fraction, k: Fraction, eps: Fraction, nd: int, m: int, t: int) -> Fraction:
    """b(Nd,T)/4 by its definition, for columns with c wrong cells of which one is hit or none."""

    @cache
    def most(j: int, left: int) -> Fraction:
        if left < 0:
            return Fraction(0)
        if j == 0:
            return Fraction(1)
        hits = [mass(eps, m, c) for c in range(min(left + 1, 2**m) + 1)]
        return max(
            (1 - hit) * alpha * most(j - 1, left - c) + hit * (alpha + k) * (most(j - 1, left - c + 1) if c else 0)
            for c, hit in enumerate(hits)
        )

    return most(nd, t) / 4


def paper(a: Fraction, b: Fraction, eps: Fraction, nd: int, m: int) -> Fraction:
    """The factor of sqrt(Nd) in eq (13)."""
    return Fraction(3, 2) * (a**nd + 2 * mass(eps, m, 1) * (32 * b / eps**5) ** nd)


# The word stream.


def stream(seed: int, number: int, chunk: int) -> Iterator[int]:
    """SFC64, its first 18 words left out."""
    size = 1 << 64
    a, b, c, counter = seed, number, chunk, 1
    given = 0
    while True:
        word = (a + b + counter) % size
        counter = (counter + 1) % size
        rotated = c * 2**24 % size + c // 2**40
        a, b, c = b ^ b >> 11, c * 9 % size, (rotated + word) % size
        given += 1
        if given > 18:
            yield word
