"""Questions at the border of a rule: limits exactly and passed, zeros that are written, ties, second chunks, each place alone."""

import base64
import hashlib
import json
import random
from fractions import Fraction
from itertools import islice
from math import comb
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.corners import _word
from conformance.generate.faults_codes import concatenation, rows
from conformance.generate.oracle import X0, X1, words
from conformance.generate.places import ISOLATED
from conformance.generate.protocols import make_run
from conformance.generate.protocols import outcome as run_outcome
from conformance.generate.samples import Planes, planes_of
from conformance.generate.tested import (
    FIVE,
    FOUR,
    MAJORITY,
    THREE,
    _file,
    _header,
    _lines,
    _planes,
    _run,
    derived,
    given_of,
)
from conformance.generate.tested import cells as tested_cells
from conformance.generate.tested import outcome as tested_outcome
from conformance.generate.transcripts import body, header, whole

F = Fraction
TINY = F(1, 2**70)
PLACES = ("first", "middle", "last")
X = sorted({*X0, *X1})
FINE = "1/1000000000000"


class _Asked:
    """Questions, each with what breaks it."""

    def __init__(self, group: Group) -> None:
        self._group, self._base, self._op = group, "", ""

    def good(self, name: str, rules: str, op: str, given: dict[str, Any], why: str, **more: Any) -> None:
        self._base, self._op = f"corner-{name}", op
        self._group.accept(self._base, rules, op, given, why, **more)

    def of(self, name: str, op: str) -> None:
        self._base, self._op = name, op

    def bad(self, name: str, patch: dict[str, Any], rule: str, why: str) -> None:
        self._bad(name, {"merge": patch}, rule, why)

    def whole(self, name: str, given: dict[str, Any], rule: str, why: str) -> None:
        self._bad(name, {"whole": given}, rule, why)

    def _bad(self, name: str, patch: dict[str, Any], rule: str, why: str) -> None:
        label = f"corner-{name}"
        verdict = "unreadable" if rule.startswith("R6.") else "rejected"
        self._group.reject(
            label, self._base, patch, rule, why, verdict=verdict, isolated=label in ISOLATED, op=self._op
        )


def corner_questions() -> Group:
    group = Group("corner-questions")
    for section in (_games, _boxes, _guesses, _kappas, _bounds, _rates, _sources, _steps, _parameters, _tested, _keys, _samples,
                    _documents, _transcripts):  # fmt: skip
        section(_Asked(group))
    return group


def _games(asked: _Asked) -> None:
    asked.good("strings-0", "R2.1", "strings", {"length": 0}, "the one string of no bits", value={"strings": [""]})
    asked.good("strings-11", "R2.1", "strings", {"length": 11}, "2048 strings", value={"strings": words(11)})
    for name, n in (("mermin", 9), ("ghz", 7), ("ghz", 8), ("ghz", 9)):
        even, odd = ([x for x in words(n) if _parity(name, x) == p] for p in (0, 1))
        asked.good(f"inputs-{name}-{n}", "R2.2 R2.3 R2.5", "inputs", {"game": {"name": name, "parties": n}}, f"{name} of {n}",
                   value={"even": even, "odd": odd})  # fmt: skip
    rng = random.Random("coefficients")
    for name, n in (("mermin", 3), ("mermin", 7), ("mermin", 9), ("ghz", 2), ("ghz", 6), ("ghz", 9)):
        for x in rng.sample(words(n), 3):
            a = "".join(rng.choice("01") for _ in range(n))
            wins = _parity(name, x)
            asked.good(f"coefficient-{name}-{a}-{x}", "R2.4 R2.5", "coefficient", {"game": {"name": name, "parties": n}, "a": a, "x": x},
                       "I(a,x)", value={"coefficient": int(wins is not None and a.count("1") % 2 != wins)})  # fmt: skip
    for bits in ("0" * 33 + "1" * 32, "1" * 33 + "0" * 32, "01" * 128 + "1"):
        asked.good(f"majority-{len(bits)}-{bits.count('1')}-{bits[0]}", "R2.7", "majority", {"bits": bits}, f"{bits.count('1')} of {len(bits)}",
                   value={"majority": int(2 * bits.count("1") > len(bits))})  # fmt: skip
    for bits, triple in (("10100", [3, 2, 1]), ("010010", [2, 6, 5]), ("0000000111", [10, 1, 9])):
        asked.good(f"majority-of-{bits}-{'-'.join(map(str, triple))}", "R2.7", "majority", {"bits": bits, "triple": triple}, "any order",
                   value={"majority": int(sum(bits[i - 1] == "1" for i in triple) > 1)})  # fmt: skip


def _parity(name: str, x: str) -> int | None:
    ones, zeros = x.count("1"), x.count("0")
    if name == "mermin":
        return None if ones % 2 == 0 else int(ones % 4 == 3)
    return None if zeros % 2 else zeros // 2 % 2


def _boxes(asked: _Asked) -> None:
    ends = {f"{x}|{x}": "1" for x in words(4)}
    five = {f"{x[::-1]}|{x}": "1" for x in words(5)}
    nine = {f"{x}{y[::-1]}|{x}{y}": "1" for x in words(4) for y in words(5)}
    asked.good("product-9", "R2.12 R6.16", "product", {"left": {"parties": 4, "entries": ends}, "right": {"parties": 5, "entries": five}},
               "four and five parties: as many as are allowed", value={"parties": 9, "entries": nine})  # fmt: skip
    asked.bad(
        "product-10",
        {"left": {"parties": 5, "entries": {**dict.fromkeys(ends), **five}}},
        "R6.16",
        "five and five parties",
    )
    left = {"0|0": "1/3", "1|0": "2/3", "0|1": "1", "1|1": "0"}
    right = {"0|0": "-2", "1|0": "3", "0|1": "1/5", "1|1": "4/5"}
    both = {f"{p[0]}{q[0]}|{p[2]}{q[2]}": str(F(left[p]) * F(right[q])) for p in left for q in right if F(left[p])}
    asked.good("product-any", "R2.12", "product", {"left": {"parties": 1, "entries": left}, "right": {"parties": 1, "entries": right}},
               "any tables, also with zeros that are written", value={"parties": 2, "entries": both})  # fmt: skip
    asked.bad(
        "product-left-wide", {"left": {"entries": {"00|00": "1"}}}, "R6.14", "an entry of two parties on the left"
    )
    asked.bad(
        "product-right-wide", {"right": {"entries": {"00|00": "1"}}}, "R6.14", "an entry of two parties on the right"
    )
    for n in (1, 6):
        for name in ("uniform", "ghz"):
            if name == "ghz" and n == 1:
                continue
            entries = {}
            for x in words(n):
                wins = _parity("ghz", x) if name == "ghz" else None
                for a in words(n):
                    if wins is None or a.count("1") % 2 == wins:
                        entries[f"{a}|{x}"] = str(F(1, 2**n if wins is None else 2 ** (n - 1)))
            asked.good(
                f"named-{name}-{n}",
                "R2.14 R6.16",
                "named-box",
                {"name": name, "parties": n},
                f"{n} parties",
                value={"parties": n, "entries": entries},
            )
    asked.good("named-deterministic-6", "R2.14", "named-box", {"name": "deterministic", "outputs_for_0": "010011", "outputs_for_1": "110100"},
               "six parties", value={"parties": 6, "entries": {
                   "".join("110100"[i] if b == "1" else "010011"[i] for i, b in enumerate(x)) + "|" + x: "1" for x in words(6)}})  # fmt: skip
    for n in (7, 8, 9):
        entries = {f"{'0' * n}|{x}": "1" for x in words(n)}
        asked.good(
            f"box-{n}", "R2.8 R2.9 R2.10", "box", {"parties": n, "entries": entries}, f"{n} parties that answer 0"
        )
        for place, x in zip(PLACES, ("0" * n, "01" * (n // 2) + "1" * (n % 2), "1" * n), strict=True):
            other = {f"{'0' * (n - 1)}1|{x}": "1", f"{'0' * n}|{x}": None}
            asked.bad(f"box-{n}-signals-{place}", {"entries": other}, "R2.10", f"at {x} party {n} answers 1")
    asked.good("marginal-9-1", "R2.11", "marginal", {"parties": 9, "entries": {f"{'0' * 9}|{x}": "1" for x in words(9)}, "of": [9, 1]},
               "two of nine, the last one first", value={"parties": 2, "entries": {f"00|{x}": "1" for x in words(2)}})  # fmt: skip


def _row(k: str, p: Any, e: str = "e", y: str = "y", t: str = "t", g: str = "1") -> list[str]:
    return [k, y, t, g, e, str(p)]


def _guesses(asked: _Asked) -> None:
    def good(name: str, tables: dict[str, Any], why: str) -> None:
        asked.good(
            f"guess-{name}",
            "R5.1 R5.2 R5.3 R5.4",
            "guess",
            {"tables": tables},
            why,
            value={"guess": str(oracle.guess(tables))},
        )

    good("zero", {"z": [_row("0", "1/2"), _row("1", "1/2"), _row("0", "0", "f"), _row("1", "0", "e", g="0")]},
         "a probability 0 may be written, also where k = 1 and g = 0")  # fmt: skip
    good("empty-words", {"": [_row("0", "1/2", "", "", ""), _row("1", "1/2", " ", "", "")]}, "empty words are words")
    good("like", {"z": [_row("0", "1/4", "a,b", "c"), _row("1", "1/4", "a", "b,c"), _row("0", "1/4", "b", "a"), _row("1", "1/4", 'a"', '","')]},
         "words with commas and quotes are not put together")  # fmt: skip
    good(
        "sums",
        {"z": [_row("0", F(1, 7), "a"), _row("0", F(2, 7), "b"), _row("1", F(1, 7), "a"), _row("1", F(3, 7), "b")]},
        "sevenths",
    )
    good("y-and-t", {"z": [_row("0", "1/4", y="1", t="2"), _row("1", "1/4", y="2", t="1"), _row("0", "1/4", y="12", t=""), _row("1", "1/4", y="", t="12")]},
         "y and t are told apart")  # fmt: skip
    rng = random.Random("guesses")
    for i in range(4):
        tables = {}
        split = [rng.randrange(1, 9) for _ in range(8)]
        for z in "123"[: 1 + i % 3]:
            table: list[list[str]] = []
            for j, weight in enumerate(split):
                k, y, t, g = str(j & 1), str(j >> 1 & 1), str(j >> 2), "1"
                share = rng.randrange(0, weight + 1)
                for e, part in (("a", share), ("b", weight - share)):
                    if part:
                        table.append(_row(k, F(part, sum(split)), e, y, t, g))
            tables[z] = table
        good(f"mixed-{i + 1}", tables, "several y, t, e and z")
    three = {
        z: [_row("0", "1/4", "a"), _row("0", "1/4", "b"), _row("1", "1/4", "a"), _row("1", "1/4", "b")] for z in "123"
    }
    good("base", three, "three measurements that tell nothing")
    for place, z in zip(PLACES, "123", strict=True):
        table = three[z]
        for where, i in zip(PLACES, (0, 1, 3), strict=True):
            less = [row if j != i else [*row[:5], "-1/4"] for j, row in enumerate(table)] + [
                _row(table[i][0], "1/2", "c")
            ]
            asked.bad(
                f"guess-negative-{place}-{where}",
                {"tables": {z: less}},
                "R5.1",
                f"a negative probability in the {where} row of the {place} table",
            )
        asked.bad(
            f"guess-twice-{place}",
            {"tables": {z: [_row("0", "1/8", "a"), *table[1:], _row("0", "1/8", "a")]}},
            "R6.6",
            f"a row twice, {place}",
        )
        asked.bad(
            f"guess-five-{place}",
            {"tables": {z: [*table[:-1], table[-1][:5]]}},
            "R6.6",
            f"the last row of the {place} table has five items",
        )
        asked.bad(
            f"guess-seven-{place}",
            {"tables": {z: [[*table[0], "1"], *table[1:]]}},
            "R6.6",
            f"the first row of the {place} table has seven items",
        )
        asked.bad(
            f"guess-g-{place}",
            {"tables": {z: [*table[:-1], _row("0", "1/4", "b", g="0")]}},
            "R5.3",
            f"g depends on whether z is {z}",
        )
        asked.bad(
            f"guess-y-{place}",
            {"tables": {z: [*table[:-1], _row("1", "1/4", "b", y="x")]}},
            "R5.3",
            f"y depends on whether z is {z}",
        )
        asked.bad(
            f"guess-t-{place}",
            {"tables": {z: [*table[:-1], _row("1", "1/4", "b", t="x")]}},
            "R5.3",
            f"t depends on whether z is {z}",
        )
    aborted = {z: [*three[z][:-1], _row("1", "1/4", "b", g="0")] for z in "123"}
    asked.bad("guess-aborted", {"tables": aborted}, "R5.2", "k = 1 and g = 0 in every table")
    asked.bad("guess-none", {"tables": dict.fromkeys("123")}, "R5.1", "no table at all")
    asked.bad("guess-empty", {"tables": {"1": [], "2": None, "3": None}}, "R5.1", "a table without rows")
    for key, name in ((0, "k"), (3, "g")):
        for symbol in ("", "2", "00", "a"):
            rows_ = [*three["1"][:-1], [*three["1"][-1][:key], symbol, *three["1"][-1][key + 1 :]]]
            asked.bad(f"guess-{name}-{symbol or 'empty'}", {"tables": {"1": rows_}}, "R6.13", f"{name} is {symbol!r}")


def _kappas(asked: _Asked) -> None:
    three = ("001", "010", "100", "111")

    def distance(y: str, x: str) -> int:
        return sum(i != j for i, j in zip(y, x, strict=True))

    beta = {
        y: {x: str(F(1 + i, 7) * (-1 if (i + j) % 3 == 0 else 1)) for j, x in enumerate(three)}
        for i, y in enumerate(three)
    }
    sums = {d: [sum((F(beta[y][x]) for y in three if distance(y, x) == d), F(0)) for x in three] for d in range(4)}
    asked.good(
        "kappa-three",
        "R5.13",
        "kappa",
        {"game": THREE, "beta": beta},
        "negative betas too",
        value={"kappa": [str(max(sums[d])) for d in range(4)]},
    )
    below = {y: {x: str(-1 - i - j) for j, x in enumerate(three)} for i, y in enumerate(three)}
    sums = {d: [sum((F(below[y][x]) for y in three if distance(y, x) == d), F(0)) for x in three] for d in range(4)}
    asked.good(
        "kappa-below",
        "R5.13",
        "kappa",
        {"game": THREE, "beta": below},
        "all betas are negative",
        value={"kappa": [str(max(sums[d])) for d in range(4)]},
    )
    for place, y in zip(PLACES, (three[0], three[1], three[3]), strict=True):
        asked.bad(f"kappa-no-y-{place}", {"beta": {y: None}}, "R6.9", f"no betas for {y}")
        asked.bad(f"kappa-no-x-{place}", {"beta": {y: {three[2]: None}}}, "R6.9", f"no beta({y},{three[2]})")
        asked.bad(f"kappa-no-x-{place}-last", {"beta": {y: {"111": None}}}, "R6.9", f"no beta({y},111)")
        asked.bad(f"kappa-x-{place}", {"beta": {y: {"000": "0"}}}, "R6.10", f"a beta({y},000)")
    asked.bad("kappa-y", {"beta": {"000": beta["001"]}}, "R6.10", "betas for 000")
    asked.bad("kappa-y-last", {"beta": {"110": {}}}, "R6.10", "an empty row for 110")


def _bounds(asked: _Asked) -> None:
    def row(
        name: str, theorem: str, alpha: str, kappa: list[str], epsilon: str, nd: int, m: int, w: int, why: str
    ) -> None:
        exact = _excess(theorem, F(alpha), oracle.load(tuple(map(F, kappa)), F(epsilon)), F(epsilon), nd, m, w)
        given = {
            "theorem": theorem,
            "alpha": alpha,
            "kappa": kappa,
            "epsilon": epsilon,
            "nd": nd,
            "log2_nb": m,
            **({"tolerance": w} if w else {}),
        }
        value = (
            {"encloses": {"factor": str(exact), "sqrt": 1, "width": FINE}}
            if exact
            else {"value": {"lower": "0", "upper": "0"}}
        )
        asked.good(f"bound-{name}", "R5.31 R5.32 R5.33 R5.34 R5.13 R5.15 R5.25 R5.40", "bound", given, why, **value)

    for theorem in ("row", "row-sharp", "column", "column-sharp"):
        row(f"{theorem}-zero", theorem, "0", ["0"], "1/4", 3, 4, 0, "everything is 0")
        row(f"{theorem}-none", theorem, "1/2", [], "1/4", 3, 4, 0, "no kappa at all")
        row(
            f"{theorem}-long",
            theorem,
            "1/3",
            ["0", "1/9", "0", "1/27", "1/5", "0", "2/7"],
            "2/5",
            2,
            3,
            0,
            "seven kappas",
        )
        row(f"{theorem}-huge", theorem, str(2**80), ["1"], "1/3", 2, 3, 0, "alpha is 2^80")
        row(f"{theorem}-m-64", theorem, "1/2", ["1", "0", "1"], "1/2", 1, 64, 0, "Nb = 2^64")
        row(f"{theorem}-many", theorem, "1/2", ["1"], "1/2", 40, 5, 0, "40 columns")
        asked.of(f"corner-bound-{theorem}-long", "bound")
        for place, i in zip(PLACES, (0, 3, 6), strict=True):
            kappa = ["0", "1/9", "0", "1/27", "1/5", "0", "2/7"]
            kappa[i] = str(-TINY)
            asked.bad(f"bound-{theorem}-kappa-{place}", {"kappa": kappa}, "R5.25", f"the {place} kappa is -2^-70")
        asked.bad(f"bound-{theorem}-alpha", {"alpha": str(-TINY)}, "R5.25", "alpha is -2^-70")
        asked.bad(f"bound-{theorem}-nd", {"nd": 0}, "R4.1", "Nd = 0")
        asked.bad(f"bound-{theorem}-w", {"tolerance": 8}, "R4.7", "w = Nb")
        if theorem.startswith("row"):
            asked.bad(f"bound-{theorem}-w-1", {"tolerance": 1}, "R4.7", "rows tolerate nothing")
        asked.bad(f"bound-{theorem}-epsilon", {"epsilon": str(F(1, 2) + TINY)}, "R1.4", "epsilon is 1/2 + 2^-70")
        asked.bad(f"bound-{theorem}-b", {"B": "1"}, "R6.10", "a number of eq (13)")
    for w in range(8):
        row(f"column-w-{w}", "column", "1/5", ["1/3", "1/4"], "1/3", 2, 3, w, f"w = {w} of 7")
        row(f"column-sharp-w-{w}", "column-sharp", "1/5", ["1/3", "1/4"], "1/3", 2, 3, w, f"w = {w} of 7")
    row("column-w-31", "column", "1/5", ["1"], "2/5", 1, 10, 31, "w = 31 of 1023")
    for name, a, b, epsilon, nd, m in (("half", "1/2", "1", "1/2", 5, 6), ("small", "1/9", "3/2", "1/100", 2, 1), ("six", "3/4", "0", "1/3", 6, 0),
                                       ("large", "5", "7", "1/4", 12, 64), ("prime", "1/2", "1", "1/2", 37, 3)):  # fmt: skip
        exact = F(3, 2) * (F(a) ** nd + 2 * (1 - F(epsilon)) ** m * (32 * F(b) / F(epsilon) ** 5) ** nd)
        asked.good(f"bound-paper-{name}", "R5.30 R5.40", "bound", {"theorem": "paper", "A": a, "B": b, "epsilon": epsilon, "nd": nd, "log2_nb": m},
                   f"Nd = {nd}", encloses={"factor": str(exact), "sqrt": nd, "width": FINE})  # fmt: skip
    asked.bad("bound-paper-a", {"A": str(-TINY)}, "R5.25", "A is -2^-70")
    asked.bad("bound-paper-b", {"B": str(-TINY)}, "R5.25", "B is -2^-70")
    asked.bad("bound-paper-w", {"tolerance": 1}, "R4.7", "the paper's bound tolerates nothing")
    asked.bad("bound-paper-kappa", {"kappa": []}, "R6.10", "kappas of a family")
    asked.good("bound-paper-zero", "R5.30", "bound", {"theorem": "paper", "A": "0", "B": "0", "epsilon": "1/2", "nd": 1, "log2_nb": 0}, "a bound of 0",
               value={"lower": "0", "upper": "0"})  # fmt: skip
    asked.good("bound-nd-10000", "R5.32", "bound", {"theorem": "row-sharp", "alpha": "1", "kappa": ["0"], "epsilon": "1/4", "nd": 10000, "log2_nb": 1},
               "10^4 columns, as many as are allowed", encloses={"factor": "1/4", "sqrt": 1, "width": FINE})  # fmt: skip
    _tested_bounds(asked)


def _mass(eps: Fraction, m: int, size: int) -> Fraction:
    """The sum of the ``size`` largest masses of m bits, level by level."""
    total, level = F(0), 0
    while size > 0:
        count = min(size, comb(m, level))
        total += count * eps**level * (1 - eps) ** (m - level)
        size, level = size - count, level + 1
    return total


def _excess(theorem: str, alpha: Fraction, k: Fraction, eps: Fraction, nd: int, m: int, w: int) -> Fraction:
    """What the theorems say, for any m."""
    q = _mass(eps, m, 1)
    if theorem == "row":
        return (alpha**nd + q * ((alpha + k) ** nd - alpha**nd)) / 4
    if theorem == "row-sharp":
        return max(alpha**nd, q * (alpha + k) ** nd) / 4
    if theorem == "column":
        return (alpha + k * _mass(eps, m, w + 1)) ** nd / 4
    return max(alpha + k * _mass(eps, m, w), (alpha + k) * _mass(eps, m, w + 1)) ** nd / 4


def _tested_bounds(asked: _Asked) -> None:
    for name, a, b, keep, tolerance in (("one", "1/2", "1", 1, 0), ("zero-b", "1/3", "0", 6, 2), ("last", "1/3", "5", 6, 5), ("certain", "0", "0", 3, 0),
                                        ("worse", "3/2", "2", 4, 1), ("many", "3/4", "1", 90, 3), ("long", "1", "1", 10000, 0)):  # fmt: skip
        u = F(0) if F(a) >= 1 else (1 - F(a)) / (1 - F(a) + max(F(a), F(b)))
        exact = sum((comb(keep, i) * u**i * (1 - u) ** (keep - i) for i in range(tolerance + 1)), F(0)) / 4
        given = {
            "theorem": "tested",
            "epsilon": "2/5",
            "keep": keep,
            "A": a,
            "B": b,
            **({"tolerance": tolerance} if tolerance else {}),
        }
        value = (
            {"encloses": {"factor": str(exact), "sqrt": 1, "width": FINE}}
            if exact
            else {"value": {"lower": "0", "upper": "0"}}
        )
        asked.good(f"bound-tested-{name}", "R5.71 R5.72", "bound", given, f"n = {keep}, T = {tolerance}", **value)
    asked.bad("bound-tested-keep-over", {"keep": 10001}, "R6.6", "n = 10001, one more than allowed")
    asked.bad("bound-tested-keep-0", {"keep": 0}, "R4.53", "n = 0")
    asked.bad("bound-tested-a", {"A": str(-TINY)}, "R5.25", "A is -2^-70")
    asked.bad("bound-tested-b", {"B": str(-TINY)}, "R5.25", "B is -2^-70")
    asked.bad("bound-tested-epsilon-0", {"epsilon": "0"}, "R1.4", "epsilon 0")
    asked.bad("bound-tested-alpha", {"alpha": "1"}, "R6.10", "a number of a family")
    asked.of("corner-bound-tested-last", "bound")
    asked.bad("bound-tested-over", {"tolerance": 6}, "R4.54", "T = n")


def _rates(asked: _Asked) -> None:
    right, wrong = [["1/8", "0", "1/3"], ["0", "1/5", "0"], ["1/9"]], [["0", "1"], [], ["2", "0", "0", "1/2"]]
    v, epsilon = F(1, 16), F(2, 5)
    r = (1 - epsilon) / epsilon

    def largest(loads: list[list[str]]) -> Fraction:
        return max(v + sum((F(h) * r**d for d, h in enumerate(load)), F(0)) for load in loads)

    a, b = largest(right), largest(wrong)
    u = (1 - a) / (1 - a + max(a, b))
    asked.good("rate", "R5.70 R5.72", "cell-rate", {"v": str(v), "right": right, "wrong": wrong, "epsilon": str(epsilon)},
               "loads of other lengths, and an empty one", value={"A": str(a), "B": str(b), "u": str(u)})  # fmt: skip
    for side, loads in (("right", right), ("wrong", wrong)):
        for i, load in enumerate(loads):
            for d in range(len(load)):
                changed = [
                    [str(-TINY) if (i, d) == (j, e) else h for e, h in enumerate(other)]
                    for j, other in enumerate(loads)
                ]
                asked.bad(
                    f"rate-{side}-{i + 1}-{d}", {side: changed}, "R5.25", f"h_{d} of load {i + 1} in {side} is -2^-70"
                )
    asked.bad("rate-v", {"v": str(-TINY)}, "R5.25", "v is -2^-70")
    asked.bad("rate-epsilon-0", {"epsilon": "0"}, "R1.4", "epsilon 0")
    asked.bad("rate-epsilon-over", {"epsilon": str(F(1, 2) + TINY)}, "R1.4", "epsilon is 1/2 + 2^-70")
    for name, most, worst in (
        ("just-below", 1 - TINY, F(2)),
        ("one", F(1), F(0)),
        ("above", 1 + TINY, F(2)),
        ("equal", F(1, 3), F(1, 3)),
    ):
        rate = (1 - most) / (1 - most + max(most, worst)) if most < 1 else F(0)
        asked.good(f"rate-{name}", "R5.72", "cell-rate", {"v": "0", "right": [[str(most)]], "wrong": [[str(worst)]], "epsilon": "1/2"},
                   f"A is {name}", value={"A": str(most), "B": str(worst), "u": str(rate)})  # fmt: skip


def _sources(asked: _Asked) -> None:
    zeros = {"000": "1/2", "001": "1/2", "010": "0", "011": "0", "100": "0", "101": "0", "110": "0", "111": "0"}
    asked.good("largest-epsilon-zeros", "R1.2 R1.5", "largest-epsilon", {"bits": 3, "entries": zeros}, "zeros that are written: circumstances of probability 0",
               value={"epsilon": "0"})  # fmt: skip
    free = {**{f"{x}|a": "1/4" for x in words(2)}, **{f"{x}|b": "0" for x in words(2)}}
    asked.good(
        "source-zeros",
        "R1.2",
        "source",
        {"bits": 2, "entries": free, "epsilon": "1/2"},
        "an e of probability 0 asks for nothing",
    )
    asked.bad("source-twice", {"entries": {"00": "0", "00|": "0"}}, "R6.6", "an entry with and without a bar")
    asked.bad("source-epsilon-15", {"epsilon": str(F(1, 2) + TINY)}, "R1.4", "epsilon is 1/2 + 2^-70")
    bars = {"0||": "1/4", "1||": "1/4", "0|": "1/8", "1|": "3/8"}
    asked.good(
        "largest-epsilon-bars",
        "R1.2 R1.5",
        "largest-epsilon",
        {"bits": 1, "entries": bars},
        "e is a bar, and e is nothing",
        value={"epsilon": "1/4"},
    )
    none = {"": "1/3", "|a": "2/3"}
    asked.good(
        "largest-epsilon-none",
        "R1.5",
        "largest-epsilon",
        {"bits": 0, "entries": none},
        "no bits, two e",
        value={"epsilon": "1/2"},
    )
    ten = {x: F(1, 3) if x.count("1") == 0 else F(2, 3 * 1023) for x in words(10)}
    asked.good("largest-epsilon-ten", "R1.5", "largest-epsilon", {"bits": 10, "entries": oracle.text(ten)}, "ten bits, as many as are allowed",
               value={"epsilon": str(oracle.largest_epsilon(ten))})  # fmt: skip
    for name, rate in (("largest", F(9999, 10000)), ("third", F(1, 3)), ("two-thirds", F(2, 3)),
                       ("thirteenth", F(7, 13)), ("prime", F(5003, 9973))):  # fmt: skip
        asked.good(
            f"epsilon-rate-{name}",
            "R1.7",
            "epsilon",
            {"rate": str(rate)},
            f"a rate of {rate}",
            value={"epsilon": str(_rate(rate))},
        )
    for name, value in (("below", "-1/10000"), ("above", "10001/10000"), ("denominator-large", f"1/{2**64}")):
        asked.bad(f"epsilon-rate-{name}", {"rate": value}, "R1.7", f"a rate of {value}")
    for bits in (1, 3):
        half = "01" * 2 ** (bits - 1)
        entries = {x: str(F(2, 2**bits) * (F(1, 2))) for x in words(bits)}
        asked.good(f"defeating-half-{bits}", "R1.9", "named-source", {"name": "defeating", "bits": bits, "epsilon": "1/2", "f": half},
                   "epsilon 1/2 is uniform", value={"entries": entries})  # fmt: skip
    asked.good("markov-ten", "R1.11", "named-source", {"name": "markov", "bits": 10, "flip": "1/2"}, "ten bits of flip 1/2",
               value={"entries": dict.fromkeys(words(10), "1/1024")})  # fmt: skip
    for encoding, data, written in (("ascii", b" 0\t1\r\n11 0\n", "01110"), ("packed-msb", bytes([1, 128, 255, 0]), None), ("packed-lsb", bytes([1, 128, 254]), None),
                                 ("nist", bytes([0, 1, 1, 1, 0, 0]), "011100"), ("ascii", b"", ""), ("nist", b"\x01", "1")):  # fmt: skip
        step = 1 if encoding == "packed-msb" else -1
        content = "".join(f"{byte:08b}"[::step] for byte in data) if written is None else written
        for stride in (1, 2, 3, 7, 100):
            if stride > 1 and len(content) < 5:
                continue
            used = content[::stride]
            pairs = {p: sum(used[i : i + 2] == p for i in range(len(used))) for p in ("00", "01", "10", "11")}
            counts: dict[str, Any] = {
                "bits": used,
                "bits_used": len(used),
                "sha256": hashlib.sha256(data).hexdigest(),
                "ones": used.count("1"),
                "transitions": pairs,
            }
            asked.good(f"weak-{encoding}-{len(data)}-{stride}", "R1.15 R1.16 R1.17 R1.18 R1.20", "weak-bits",
                       {"hex": data.hex(), "encoding": encoding, "stride": stride}, f"{encoding}, a stride of {stride}", value=counts)  # fmt: skip
    asked.good("weak-nist", "R1.15", "weak-bits", {"hex": "000101", "encoding": "nist", "stride": 1}, "three bits", value={
        "bits": "011", "bits_used": 3, "sha256": hashlib.sha256(b"\0\1\1").hexdigest(), "ones": 2, "transitions": {"00": 0, "01": 1, "10": 0, "11": 1}})  # fmt: skip
    for place, file in zip(PLACES, ("020101", "000201", "0001ff"), strict=True):
        asked.bad(f"weak-nist-{place}", {"hex": file}, "R1.15", f"the {place} byte is no bit")
    asked.of("corner-weak-ascii-11-1", "weak-bits")
    for name, file in (
        ("vt", "300b31"),
        ("ff", "30310c"),
        ("nul", "003031"),
        ("slash", "2f3031"),
        ("nbsp", "3031a0"),
        ("bom", "efbbbf30"),
    ):
        asked.bad(f"weak-ascii-{name}", {"hex": file}, "R1.16", f"the file {file}")
    asked.bad("weak-stride", {"stride": 0}, "R1.18", "a stride of 0")


def _rate(rate: Fraction) -> Fraction:
    """The largest multiple of 2^-64 that is at most 1 - 2^-rate, by bisection."""
    n, d = rate.numerator, rate.denominator
    low, high = 0, 2**64  # low/2^64 <= 2^-rate < ... is asked of the complement
    while high - low > 1:
        middle = (low + high) // 2
        if middle**d * 2**n <= 2 ** (64 * d):
            low = middle
        else:
            high = middle
    least = low if low**d * 2**n == 2 ** (64 * d) else low + 1
    return F(2**64 - least, 2**64)


def _steps(asked: _Asked) -> None:
    patch: Any
    f: Any
    asked.of("arrange-column-apart", "arrange")
    asked.bad("arrange-nd-0", {"nd": 0}, "R4.1", "Nd = 0")
    inputs, outputs = ["00001"] * 8, ["00000"] * 8
    given = {
        "nd": 2,
        "log2_nb": 2,
        "selection": "column",
        "l": [1, 4],
        "inputs": inputs,
        "outputs": outputs,
        "tolerance": 3,
    }
    asked.good(
        "test",
        "R4.17 R4.19 R4.7",
        "test",
        given,
        "w = Nb - 1",
        value={"wrong_blocks": 0, "wrong_cells": [0, 0], "g": 1},
    )
    for name, patch, rule, why in (
        ("nd-0", {"nd": 0, "l": [], "inputs": [], "outputs": []}, "R4.1", "Nd = 0"),
        ("tolerance", {"tolerance": 4}, "R4.7", "w = Nb"),
        ("row-tolerance", {"selection": "row", "l": [1], "tolerance": 1}, "R4.7", "rows tolerate nothing"),
        ("inputs-less", {"inputs": inputs[1:]}, "R6.6", "an input is missing"),
        ("outputs-less", {"outputs": outputs[1:]}, "R6.6", "an output is missing"),
        ("inputs-more", {"inputs": [*inputs, "00000"]}, "R6.6", "an input too many"),
        ("outputs-more", {"outputs": [*outputs, "00000"]}, "R6.6", "an output too many"),
        ("row-two", {"selection": "row", "tolerance": 0}, "R6.6", "two rows are named where one is"),
    ):
        asked.bad(f"test-{name}", patch, rule, why)
    base = make_run("corner", 1, 1, "kk.kk.", "0")
    asked.good("run", "R4.8 R4.9", "run", {"parameters": base[0], "source": "".join(base[1]) + "0" + "1" * 9, "outputs": base[2]},
               "more bits than are used", value={**run_outcome(*base, "0"), "source_bits_used": 5 * len(base[1]) + 1})  # fmt: skip
    asked.bad("run-outputs-few", {"outputs": base[2][1:]}, "R6.6", "outputs are missing")
    asked.bad("run-outputs-many", {"outputs": [*base[2], "00000"]}, "R6.6", "an output too many")
    exact = "".join(base[1]) + "0"
    asked.bad("run-source-short", {"source": exact[:-1]}, "R4.8", "the last bit that makes l is missing")
    asked.bad("run-source-none", {"source": ""}, "R4.8", "no bit at all")
    asked.good("replay", "R4.13 R4.26", "replay", {"parameters": base[0], "inputs": base[1], "outputs": base[2], "l": "0"}, "as it was run",
               value=run_outcome(*base, "0"))  # fmt: skip
    for name, patch, rule in (("inputs-less", {"inputs": base[1][:-1]}, "R4.26"), ("outputs-less", {"outputs": base[2][:-1]}, "R4.26"),
                              ("inputs-more", {"inputs": [*base[1], "00000"]}, "R4.26"), ("outputs-more", {"outputs": [*base[2], "00000"]}, "R4.26"),
                              ("l-less", {"l": ""}, "R4.13"), ("l-more", {"l": "00"}, "R4.13")):  # fmt: skip
        asked.bad(f"replay-{name}", patch, rule, name)
    asked.of("distil-33-first", "distil")
    for name, f in (("unknown", {"kind": "and"}), ("named", {"kind": "named", "name": "nobody"}), ("text", "xor"), ("null-kind", {}), ("list", []),
                    ("number", 1), ("xor-values", {"kind": "xor", "values": "01"}), ("table-none", {"kind": "table"}), ("table-number", {"kind": "table", "values": 1}),
                    ("table-two", {"kind": "table", "values": "012"}), ("kind-number", {"kind": 1}), ("proto", {"kind": "__proto__"})):  # fmt: skip
        asked.bad(f"distil-f-{name}", {"f": f}, "R6.34", f"f is {json.dumps(f)}")


def _parameters(asked: _Asked) -> None:
    for c in ("1000001/1000000", "3/2", "2", "7/3", str(2**70), str(F(3) + F(1, 10**9))):
        given = {"epsilon": "1/2", "nd": 3, "log2_nb": 2, "c": c}
        n = -(-F(c) * 12 // 1)
        asked.good(f"parameters-c-{c.replace('/', '-')}", "R4.3 R4.5", "parameters", given, f"c = {c}", value={
            "quintuplets": str(n), "nb": "4", "source_bits": str(5 * n + 2), "selection": "row", "tolerance": 0, "c": c})  # fmt: skip
    given = {"epsilon": "1/2", "nd": 2, "log2_nb": 1, "c": "5/2", "quintuplets": 8}
    asked.good("parameters-n", "R4.4", "parameters", given, "N = 8 keeps ceil(16/5) = 4 at least", value={
        "quintuplets": "8", "nb": "2", "source_bits": "41", "selection": "row", "tolerance": 0, "c": "5/2"})  # fmt: skip
    asked.bad("parameters-n-7", {"quintuplets": 7}, "R4.4", "N = 7 keeps ceil(14/5) = 3 at least")
    asked.bad("parameters-n-0", {"quintuplets": 0}, "R4.4", "N = 0")
    asked.bad("parameters-no-nb", {"log2_nb": None}, "R6.9", "neither log2 Nb nor Nb")
    for nb in (0, 3, 6, 5, 12, 2**31 - 1, 2**48 - 1, 10**15 - 1, 2**49 - 2):
        asked.bad(f"parameters-nb-{nb}", {"log2_nb": None, "nb": nb}, "R4.2", f"Nb = {nb}")


def _tested(asked: _Asked) -> None:
    asked.good("tested-parameters", "R4.52 R4.53 R4.54", "tested-parameters", given_of(FIVE, MAJORITY, 10**15 - 1, 10**15 - 1, tolerance=10**15 - 2),
               "N = n = 10^15 - 1, T = n - 1", value={"source_bits": str(5 * (10**15 - 1))})  # fmt: skip
    for name, patch, rule in (
        ("n-less", {"keep": 10**15 - 2}, "R4.54"),
        ("cells-less", {"cells": 10**15 - 2}, "R4.53"),
        ("t-more", {"tolerance": 10**15 - 1}, "R4.54"),
    ):
        asked.bad(f"tested-parameters-{name}", patch, rule, f"{name} by one")
    for party in (1, 2, 3, 4, 5):
        given = given_of(FIVE, MAJORITY, 4, 4, inputs=derived(party))
        inputs, outputs = tested_cells(random.Random(f"corner {party}"), 5, "kkkk")
        asked.good(f"replay-tested-{party}", "R4.59 R4.64", "replay-tested", {"parameters": given, "inputs": inputs, "outputs": outputs},
                   f"derived by party {party}", value=tested_outcome(given, inputs, outputs))  # fmt: skip
        for place, t in zip(PLACES, (0, 2, 3), strict=True):
            x = inputs[t]
            other = [*inputs[:t], "10"[int(x[0])] + x[1:], *inputs[t + 1 :]]
            asked.bad(
                f"replay-tested-{party}-outside-{place}",
                {"inputs": other},
                "R4.59",
                f"the inputs of the {place} cell are outside X",
            )
        for encoding in ("text", "planes"):
            made = _lines(inputs, outputs) if encoding == "text" else _planes(inputs, outputs)
            asked.good(f"transcript-tested-{party}-{encoding}", "R6.59 R6.55", "transcript", _file(_header(given, encoding), made),
                       f"derived by party {party}", value=tested_outcome(given, inputs, outputs))  # fmt: skip
            for place, t in zip(PLACES, (0, 2, 3), strict=True):
                x = inputs[t]
                other = [*inputs[:t], "10"[int(x[0])] + x[1:], *inputs[t + 1 :]]
                made = _lines(other, outputs) if encoding == "text" else _planes(other, outputs)
                asked.whole(f"transcript-tested-{party}-{encoding}-{place}", _file(_header(given, encoding), made), "R6.59",
                            f"the {place} cell is outside X")  # fmt: skip
    _tested_transcripts(asked)
    asked.of("tested-parameters-table", "tested-parameters")
    values = "0" * 8
    asked.bad(
        "tested-f-exchanged", {"f": {"values": {"111": None, "000": values}}}, "R6.6", "a row for 000 in place of 111"
    )
    asked.of("run-tested-right", "run-tested")
    _, _, outputs, _ = _run("right")
    asked.bad(
        "run-tested-outputs-more", {"outputs": [*outputs, "00000"], "source": "0" * 99}, "R6.6", "an output too many"
    )


def _tested_transcripts(asked: _Asked) -> None:
    given, inputs, outputs, _ = _run("four")
    head = _header(given, "planes")
    planes = _planes(inputs, outputs)
    asked.of("transcript-tested-four-planes", "transcript")
    for plane in range(8):
        spoilt = bytearray(planes)
        spoilt[plane] |= 128
        asked.whole(
            f"transcript-tested-padding-{plane + 1}",
            _file(head, bytes(spoilt)),
            "R6.37",
            f"a bit beyond the last cell in plane {plane + 1}",
        )
    asked.whole("transcript-tested-planes-long", _file(head, planes + b"\0"), "R6.39", "a byte too many")
    asked.whole("transcript-tested-planes-short", _file(head, planes[:-1]), "R6.39", "a byte is missing")
    asked.of("transcript-tested-four", "transcript")
    head, lines = _header(given, "text"), _lines(inputs, outputs)
    for name, column, symbol in (
        ("tab", 4, "\t"),
        ("return", 9, "\r"),
        ("input", 0, "2"),
        ("output", 8, " "),
        ("line", 4, "\n"),
    ):
        for place, line in zip(PLACES, (0, 3, len(inputs) - 1), strict=True):
            at = 10 * line + column
            asked.whole(
                f"transcript-tested-{name}-{place}",
                _file(head, lines[:at] + symbol + lines[at + 1 :]),
                "R6.36",
                f"{symbol!r} in the {place} line",
            )
    for name, more, rule in (
        ("sha-upper", {"sha256": "A" * 64}, "R6.38"), ("sha-number", {"sha256": 1}, "R6.6"), ("surplus", {"note": ""}, "R6.10"),
    ):  # fmt: skip
        asked.whole(f"transcript-tested-{name}", _file(head, lines, **more), rule, f"the trailer: {name}")
    for key in ("game", "inputs", "f", "cells", "tolerance", "epsilon"):
        asked.whole(
            f"transcript-tested-no-{key}", _file(_header(given, "text", **{key: None}), lines), "R6.9", f"no {key}"
        )
    for key, value, rule in (("note", "", "R6.10"), ("quintuplets", 7, "R6.10"), ("protocol", 1, "R6.6"), ("cells", "7", "R6.6"), ("f", {"kind": "xor"}, "R6.6"),
                             ("inputs", {"kind": "shared"}, "R6.6"), ("inputs", {"kind": "derived"}, "R6.9"), ("inputs", {"kind": "local", "party": 1}, "R6.10"),
                             ("cells", 0, "R6.57"), ("keep", 0, "R6.57"), ("tolerance", 99, "R6.57"), ("epsilon", "0", "R6.57"), ("epsilon", "2/4", "R6.11"),
                             ("game", {"name": "mermin", "parties": 4}, "R6.16"),
                             ("inputs", {"kind": "derived", "party": 1}, "R6.57")):  # fmt: skip
        name = (
            f"{key}-{json.dumps(value)}".replace('"', "")
            .replace("{", "")
            .replace("}", "")
            .replace(": ", "-")
            .replace(", ", "-")
            .replace("/", "-")
        )
        asked.whole(
            f"transcript-tested-{name or 'empty'}".rstrip("-"),
            _file(_header(given, "text", **{key: value}), lines),
            rule,
            f"{key} is {json.dumps(value)}",
        )
    one = given_of(THREE, MAJORITY, 1, 1)
    cell = (["111"], ["000"])
    asked.good("transcript-tested-one", "R6.56", "transcript", _file(_header(one, "planes"), _planes(*cell)), "one cell in six bytes",
               value=tested_outcome(one, *cell))  # fmt: skip
    for n in (8, 9, 16, 17):
        many = given_of(THREE, MAJORITY, n, 1, tolerance=0)
        both = tested_cells(random.Random(f"planes {n}"), 3, "k" * n)
        asked.good(f"transcript-tested-planes-{n}", "R6.56 R6.37", "transcript", _file(_header(many, "planes"), _planes(*both)), f"{n} cells in planes",
                   value=tested_outcome(many, *both))  # fmt: skip


def _keys(asked: _Asked) -> None:
    patch: Any
    for name, code, lines in (
        ("rows", rows(["10110", "01101", "11111"]), ["10110", "01101", "11111"]),
        ("field", concatenation("simplex", "111", 2, 2), ["110110", "011011", "000110", "000011"]),
        ("zero", rows(["000", "111"]), ["000", "111"]),
        (
            "field-of-8",
            concatenation("simplex", "1011", 3, 2),
            [_word(f"{2**i:06b}", "simplex", "1011", 3, 2) for i in reversed(range(6))],
        ),
        (
            "other-field-of-8",
            concatenation("reed-muller", "1101", 4, 3),
            [_word(f"{2**i:09b}", "reed-muller", "1101", 4, 3) for i in reversed(range(9))],
        ),
    ):
        n = len(lines[0])
        given = given_of(THREE, MAJORITY, n + 2, n)
        inputs, outputs = tested_cells(random.Random(f"keys {name}"), 3, "k." + "k" * n)
        values = [int(a.count("1") > 1) for a, x in zip(outputs, inputs, strict=True) if x.count("0") % 2 == 0]
        value = tested_outcome(given, inputs, outputs)
        del value["k"]
        value["key"] = "".join(
            str(sum(f for f, bit in zip(values, line, strict=False) if bit == "1") % 2) for line in lines
        )
        asked.good(f"key-{name}", "R4.71 R4.72", "replay-key",
                   {"parameters": given, "inputs": inputs, "outputs": outputs, "bits": len(lines), "cells": n, "code": code}, f"the code of {name}", value=value)  # fmt: skip
    asked.of("corner-key-field", "replay-key")
    for name, patch, rule, why in (
        ("modulus", {"code": {"modulus": "101"}}, "R3.91", "101 is a square"),
        ("bits-0", {"bits": 0}, "R3.90", "no bit"),
        ("bits-5", {"bits": 5}, "R3.90", "more bits than the code has"),
        ("bits-over", {"bits": 1025}, "R6.6", "1025 bits"),
        ("cells-over", {"cells": 2**16 + 1}, "R6.6", "2^16 + 1 cells"),
        ("cells-5", {"cells": 5}, "R3.90", "a cell too few"),
        ("length", {"code": {"length": 5}, "cells": 15}, "R3.90", "N = 5 in GF(4)"),
        ("dimension", {"code": {"dimension": 3}, "bits": 4}, "R3.90", "K = N + 1"),
        ("keep", {"parameters": {"keep": 5}}, "R4.73", "more cells than are kept at least"),
        ("rows", {"code": {"rows": []}}, "R6.10", "rows beside a concatenation"),
        ("kind", {"code": {"kind": None}}, "R6.9", "no kind"),
        ("degree", {"code": {"modulus": "11"}}, "R6.96", "of degree 1"),
    ):  # fmt: skip
        asked.bad(f"key-field-{name}", patch, rule, why)
    asked.of("corner-key-rows", "replay-key")
    for name, patch, rule, why in (
        ("two", {"code": {"rows": ["10110", "01101"]}}, "R3.90", "two rows for three bits"),
        ("wide", {"code": {"rows": ["101101", "01101", "11111"]}}, "R6.13", "a first row of six cells"),
        ("wide-last", {"code": {"rows": ["10110", "01101", "1111"]}}, "R6.13", "a last row of four cells"),
        ("none", {"cells": 0, "bits": 1, "code": {"rows": [""]}}, "R4.73", "no cell"),
        ("inputs", {"inputs": ["000"]}, "R4.64", "one word for each cell"),
    ):
        asked.bad(f"key-rows-{name}", patch, rule, why)


def _samples(asked: _Asked) -> None:
    for name, seed, stream, chunk in (("carry", 2**32 - 1, 0, 0), ("carry-2", 2**32 - 2, 1, 0), ("carry-3", 2**32 - 4, 3, 5), ("high", 2**63, 1, 1), ("top", 2**64 - 1, 0, 0),
                                      ("stream-32", 1, 2**32, 0), ("stream-31", 1, 2**31, 0), ("stream-49", 5, 2**49 - 1, 2**33 + 7), ("chunk-32", 1, 0, 2**32 - 1),
                                      ("all-ones", 2**32 - 1, 2**32 - 1, 2**32 - 1), ("largest", 2**64 - 1, 10**15 - 1, 10**15 - 1), ("seed-53", 2**53 + 1, 0, 0)):  # fmt: skip
        asked.good(f"words-{name}", "R4.30", "words", {"seed": str(seed), "stream": stream, "chunk": chunk, "count": 7}, f"seed {seed}, stream {stream}, chunk {chunk}",
                   value={"words": [f"{word:016x}" for word in islice(oracle.stream(seed, stream, chunk), 7)]})  # fmt: skip
    asked.good(
        "words-0", "R4.30", "words", {"seed": "5", "stream": 0, "chunk": 0, "count": 0}, "no words", value={"words": []}
    )
    for large in (f"{2**64}", f"{10**30}"):
        asked.bad(f"words-seed-{len(large)}", {"seed": large}, "R4.30", f"a seed of {len(large)} digits")
    asked.bad("words-seed-line", {"seed": "5\n"}, "R6.6", "a line feed after the seed")
    asked.bad("words-seed-arabic", {"seed": "\u0665"}, "R6.6", "an Arabic digit")
    asked.good(
        "sample-none",
        "R4.34",
        "sample-source",
        {"name": "free", "seed": "1", "count": 0},
        "no bits",
        value={"bits": ""},
    )
    # The second chunk begins with quintuplet 2^18: cells of two bits reach it within 2^20 bits.
    first, second = oracle.stream(3, 0, 0), oracle.stream(3, 0, 1)
    planes = [list(islice(first, 4096)) for _ in range(2)]
    more = [list(islice(second, 4096)) for _ in range(2)]
    bits = "".join(str(planes[i][t // 64] >> t % 64 & 1) for t in range(2**18) for i in range(2))
    bits += "".join(str(more[i][0] >> t & 1) for t in range(30) for i in range(2))
    asked.good("sample-chunks", "R4.31 R4.34", "sample-source", {"name": "free", "seed": "3", "count": 2**19 + 60, "width": 2},
               "a second chunk", value={"bits": bits})  # fmt: skip
    for name, patch, rule, why in (
        ("rare", {"rare": "0"}, "R6.10", "only the adversarial source has a rare value"),
        ("width-7", {"width": 7}, "R6.6", "seven bits a cell"), ("width-0", {"width": 0}, "R6.6", "no bit a cell"), ("width-1", {"width": 1}, "R6.6", "one bit a cell"),
    ):  # fmt: skip
        asked.bad(f"sample-{name}", patch, rule, why)
    asked.of("sample-width-adversarial-4", "sample-source")
    for symbol in ("2", "", "00"):
        asked.bad(f"sample-rare-{symbol or 'empty'}", {"rare": symbol}, "R6.13", f"the rare value {symbol!r}")
    for name, base in (
        ("biased", "sample-biased-1-4"),
        ("markov", "sample-markov-1-4"),
        ("guessed", "sample-guessed-1-4"),
    ):
        asked.of(base, "sample-source")
        key = "flip" if name == "markov" else "epsilon"
        asked.bad(f"sample-{name}-rare", {"rare": "1"}, "R6.10", "only the adversarial source has a rare value")
        for label, value in (("0", "0"), ("below", str(-TINY)), ("over", str(F(1, 2) + TINY))):
            asked.bad(
                f"sample-{name}-{label}", {key: value}, "R1.11" if name == "markov" else "R1.4", f"{key} is {value}"
            )
    p = Planes(11, 1)
    for label, error in (("even", F(2 * 12 + 1, 2**33)), ("odd", F(2 * 13 + 1, 2**33)), ("half", F(1, 2)), ("all", F(1)), ("none", F(0)),
                         ("tie-high", F(1) - F(1, 2**33)), ("tie-three", F(3, 4) + F(1, 2**33)), ("tie-four", F(3, 4) + F(3, 2**33)),
                         ("below-tie", F(3, 4) + F(1, 2**33) - TINY), ("above-tie", F(3, 4) + F(1, 2**33) + TINY)):  # fmt: skip
        chance = _nearest(error)
        outputs = []
        inputs = ["1111", "0000", "0011", "0001", "1000", "0101"] * 8
        for t, x in enumerate(inputs):
            zeros = x.count("0")
            bits3 = [p.bit(i, t) for i in range(3)]
            last = p.bit(3, t) if zeros % 2 else (sum(bits3) + zeros // 2) % 2
            outputs.append("".join(map(str, [*bits3, last ^ p.happens(chance, 4, t)])))
        assert planes_of(chance) <= 32
        asked.good(f"device-noisy-{label}", "R4.33 R4.69", "sample-device", {"name": "noisy", "seed": "11", "inputs": inputs, "game": FOUR, "error": str(error)},
                   f"an error of {error}", value={"outputs": outputs})  # fmt: skip
    for label, flip in (
        ("up", F(1, 4) + F(1, 2**33)),
        ("down", F(1, 4) - F(1, 2**33)),
        ("odd", F(1, 4) + F(3, 2**33)),
        ("not", F(1, 4) + F(1, 2**34)),
    ):
        chance = _nearest(flip)
        outputs = []
        for t, x in enumerate(inputs):
            zeros = x.count("0")
            drawn = [p.bit(i, t) for i in range(3)]
            own = [*drawn, p.bit(3, t) if zeros % 2 else (sum(drawn) + zeros // 2) % 2]
            outputs.append(
                "".join(str(bit ^ p.happens(chance, 4 + i * planes_of(chance), t)) for i, bit in enumerate(own))
            )
        asked.good(f"device-tie-{label}", "R4.33 R4.41", "sample-device",
                   {"name": "depolarised", "seed": "11", "inputs": inputs, "game": FOUR, "noise": str(flip * 3 / 2)}, f"flips of {flip}",
                   value={"outputs": outputs})  # fmt: skip
    asked.of("corner-device-noisy-above-tie", "sample-device")
    asked.bad("device-noisy-below", {"error": str(-TINY)}, "R4.69", "an error of -2^-70")
    asked.bad("device-noisy-over", {"error": str(1 + TINY)}, "R4.69", "an error of 1 + 2^-70")
    asked.bad("device-noisy-noise", {"noise": "0"}, "R6.10", "the noise of another device")
    asked.of("device-depolarised", "sample-device")
    asked.bad("device-noise-below", {"noise": str(-TINY)}, "R4.43", "a noise of -2^-70")
    asked.bad("device-noise-over", {"noise": str(1 + TINY)}, "R4.43", "a noise of 1 + 2^-70")
    asked.of("device-box", "sample-device")
    asked.bad("device-box-game", {"game": FIVE}, "R6.10", "a box has its own parties")
    three = {f"000|{x}": "1" for x in words(3)}
    asked.whole(
        "device-box-three",
        {"name": "box", "seed": "11", "inputs": ["00000"], "box": {"parties": 3, "entries": three}},
        "R6.6",
        "a box of three parties",
    )
    uniform = {f"{a}|{x}": "1/32" for a in words(5) for x in words(5)}
    bad = dict(uniform)
    bad["00000|11111"] = str(F(1, 32) + TINY)
    for label, box, rule in (("sum", bad, "R2.9"), ("negative", {**uniform, "00000|11111": "-1/32", "00011|11111": "3/32"}, "R2.8"),
                             ("signals", {**uniform, "00000|11111": "0", "00001|11111": "1/16"}, "R2.10")):  # fmt: skip
        asked.whole(
            f"device-box-{label}",
            {"name": "box", "seed": "11", "inputs": ["00000"], "box": {"parties": 5, "entries": box}},
            rule,
            f"a box: {label}",
        )


def _nearest(chance: Fraction) -> Fraction:
    """To the nearest multiple of 2^-32, ties to the even one."""
    scaled = chance * 2**32
    below = scaled.numerator // scaled.denominator
    rest = scaled - below
    return F(below + (rest > F(1, 2) or (rest == F(1, 2) and below % 2 == 1)), 2**32)


def _documents(asked: _Asked) -> None:
    for op, base in (("certificate", "certificate-classical"), ("transcript", "transcript-lines")):
        asked.of(base, op)
        for name, given, rule, why in (
            ("none", {}, "R6.9", "neither text nor base64"),
            ("both", {"text": "{}", "base64": "e30="}, "R6.10", "text and base64"),
            ("surplus", {"text": "{}", "name": ""}, "R6.10", "an unknown key"),
            ("text-number", {"text": 1}, "R6.6", "a number in place of the text"),
            ("base64-blank", {"base64": "e30= "}, "R6.6", "a blank after base64"),
            ("base64-line", {"base64": "e30=\n"}, "R6.6", "a line feed after base64"),
            ("base64-padding", {"base64": "e30"}, "R6.6", "no padding"),
            ("base64-more", {"base64": "e30=="}, "R6.6", "too much padding"),
            ("base64-bits", {"base64": "e31="}, "R6.6", "bits that belong to no byte"),
            ("base64-url", {"base64": "-_8="}, "R6.6", "symbols of another alphabet"),
            ("base64-symbol", {"base64": "e*30"}, "R6.6", "a symbol of no alphabet"),
            ("base64-inside", {"base64": "e3\n0="}, "R6.6", "a line feed inside"),
            ("base64-equals", {"base64": "===="}, "R6.6", "padding alone"),
            ("base64-empty", {"base64": ""}, "R6.1" if op == "certificate" else "R6.30", "no bytes"),
        ):
            asked.whole(f"{op}-{name}", given, rule, why)
    small = json.dumps({"format": "freebit-certificate", "version": 1, "kind": "classical-bound",
                        "claim": {"game": {"name": "mermin", "parties": 3}, "value": "1"}, "witness": {"strategy": {"0": "111", "1": "001"}}})  # fmt: skip
    asked.good(
        "base64",
        "R6.1",
        "certificate",
        {"base64": base64.b64encode(small.encode()).decode()},
        "a certificate in base64",
    )


def _transcripts(asked: _Asked) -> None:
    given, inputs, outputs = make_run("corner header", 1, 0, "k.k", "")
    lines = body(inputs, outputs)
    value = run_outcome(given, inputs, outputs, "")
    head = json.dumps(header(given), separators=(",", ":"))
    for name, size in (("exact", 2**22), ("over", 2**22 + 1)):
        blanks = size - 1 - len(head)
        data = whole((head + " " * blanks + "\n").encode(), lines, "").decode()
        short = data[: len(head)] + data[len(head) + blanks :]
        made = {"text": short, "blanks": {"at": len(head), "count": blanks}}
        if name == "exact":
            asked.good(
                "header-exact", "R6.30", "transcript", made, "a header of 2^22 bytes with its line feed", value=value
            )
        else:
            asked.whole("header-over", made, "R6.30", "a header of 2^22 + 1 bytes")
    asked.good(
        "transcript-three",
        "R6.30 R6.36",
        "transcript",
        {"text": whole(header(given), lines, "").decode()},
        "three quintuplets",
        value=value,
    )
    good = whole(header(given), lines, "").decode()
    trailer = good.rindex("{")
    for name, text, rule, why in (
        ("no-line", good.replace("\n", ""), "R6.30", "no line feed at all"),
        ("trailer-cut", good[:-1], "R6.39", "no line feed after the trailer"),
        ("trailer-two", good + "\n", "R6.39", "two line feeds after the trailer"),
        ("trailer-more", good + good[trailer:], "R6.39", "the trailer twice"),
        ("trailer-none", good[:trailer], "R6.39", "no trailer"),
        ("trailer-blank", good[:trailer] + " " + good[trailer:], "R6.39", "a blank before the trailer"),
        ("trailer-list", good[:trailer] + "[]\n", "R6.39", "a list in place of the trailer"),
        ("trailer-return", good[:-1] + "\r\n", None, "a carriage return before the last line feed is a blank of JSON"),
        ("body-line", good.replace('\n{"l"', '\n\n{"l"'), "R6.39", "an empty line before the trailer"),
    ):
        if rule is None:
            asked.good(f"transcript-{name}", "R6.39 R6.1", "transcript", {"text": text}, why, value=value)
            asked.of("corner-transcript-three", "transcript")
        else:
            asked.whole(f"transcript-{name}", {"text": text}, rule, why)
