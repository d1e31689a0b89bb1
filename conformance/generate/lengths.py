"""More cells, bits, loads or weights than a small program thinks of: column-total, the tested protocol, keys and codes."""

import json
import random
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise, product
from math import comb
from typing import Any

from conformance.generate import oracle
from conformance.generate import tested as cells
from conformance.generate.builder import Group
from conformance.generate.faults import base as faults_base
from conformance.generate.faults_codes import code, concatenation, rows
from conformance.generate.faults_tested import trivial
from conformance.generate.oracle import words
from conformance.generate.protocols import make_run, outcome
from conformance.generate.samples import Planes, near, planes_of
from conformance.generate.texts import _noted
from conformance.generate.transcripts import body, header, whole

F = Fraction
GHZ = {"name": "ghz", "parties": 3}
MAJORITY = {"kind": "majority"}
WIDTH = "1/1000000000"


def lengths() -> Group:
    group = Group("lengths")
    for section in (
        _wrong_in_all,
        _tolerances,
        _totals,
        _masses,
        _lists,
        _keys,
        _generators,
        _trailers,
        _long_derived,
        _tables,
        _rates,
        _codes,
        _limits_of_counting,
        _unborne,
        _limits,
        _sources,
        _samples,
        _devices,
        _repeated,
        _forms,
    ):
        section(group)
    return group


# Column selection with one tolerance for all columns.


def _wrong_in_all(group: Group) -> None:
    """[R4.28] So many wrong cells in all columns together that a byte, or a few bits, forget most of them."""
    for nd, m in ((2, 3), (3, 4), (4, 5), (2, 8), (5, 7)):
        nb = 2**m
        for count in (8, 16, 32, 64, 128, 256, 257, 512):
            if count > nd * (nb - 1):
                continue
            bad = {(j, i) for j in range(2, nb + 1) for i in range(1, nd + 1)}
            chosen = set(random.Random(f"wrong {nd} {m} {count}").sample(sorted(bad), count))
            inputs, outputs = [], []
            for j in range(1, nb + 1):
                for i in range(1, nd + 1):
                    inputs.append("10000")
                    outputs.append("10000" if (j, i) in chosen else "00000")
            counts = [sum((j, i) in chosen for j in range(1, nb + 1)) for i in range(1, nd + 1)]
            for tolerance in (count - 1, count):
                given = {
                    "nd": nd, "log2_nb": m, "selection": "column-total", "l": [1] * nd, "inputs": inputs,
                    "outputs": outputs, "tolerance": tolerance,
                }  # fmt: skip
                value = {"wrong_blocks": 0, "wrong_cells": counts, "g": int(count <= tolerance)}
                group.accept(f"length-test-{nd}-{m}-{count}-{tolerance - count + 1}", "R4.28 R4.29", "test", given,
                             f"{count} wrong cells in {nd} columns of {nb}, T = {tolerance}", value)  # fmt: skip


def _tolerances(group: Group) -> None:
    """[R4.29] T up to Nd (Nb - 1), which may be beyond 2^64; and in a transcript."""
    given: dict[str, Any]
    for name, nd, m, tolerance in (
        ("wide", 2**44 + 2**25, 20, 2**45),
        ("wider", 2**44, 20, 999_999_999_999_999),
        ("one", 1, 49, 2**49 - 1),
        ("many", 10**12, 1, 10**12),
        ("rows", 3, 64, 999_999_999_999_999),
    ):
        c, n = F(3), 3 * nd * 2**m
        given = {"nd": nd, "log2_nb": m, "epsilon": "1/4", "selection": "column-total", "tolerance": tolerance}
        group.accept(f"length-total-{name}", "R4.29 R4.5 R4.6", "parameters", given, f"Nd = {nd}, Nb = 2^{m}, T = {tolerance}",
                     {"quintuplets": str(n), "nb": str(2**m), "source_bits": str(5 * n + nd * m), "selection": "column-total",
                      "tolerance": tolerance, "c": str(c)})  # fmt: skip
    for name, change in (("one", {"tolerance": 2**49}), ("many", {"tolerance": 10**12 + 1})):
        group.reject(
            f"length-total-{name}-more", f"length-total-{name}", {"merge": change}, "R4.29", "T = Nd (Nb - 1) + 1"
        )
    for tolerance, bad in ((2, (3, 4)), (1, (3, 4)), (0, ())):
        more = {"selection": "column-total", "tolerance": tolerance}
        given, inputs, outputs = make_run("length total", 2, 1, "kkkkkkkkkkkk", "00", bad, **more)
        data = whole(header(given), body(inputs, outputs), "00")
        group.accept(f"length-total-transcript-{tolerance}", "R6.32 R4.28 R4.29", "transcript", {"text": data.decode()},
                     f"{len(bad)} wrong cells in all, T = {tolerance}", outcome(given, inputs, outputs, "00"))  # fmt: skip
        group.accept(f"length-total-replay-{tolerance}", "R4.26 R4.28 R4.29", "replay",
                     {"parameters": given, "inputs": inputs, "outputs": outputs, "l": "00"}, f"{len(bad)} wrong cells in all, T = {tolerance}",
                     outcome(given, inputs, outputs, "00"))  # fmt: skip
    over = whole(header({**given, "tolerance": 3}), body(inputs, outputs), "00")
    group.unreadable("length-total-transcript-over", "length-total-transcript-0", {"whole": {"text": over.decode()}}, "R6.33",
                     "T = Nd (Nb - 1) + 1", rules="R4.29", isolated=True)  # fmt: skip


def _bound(group: Group, name: str, rules: str, exact: Fraction, why: str, root: int = 1, **given: Any) -> None:
    group.accept(name, f"{rules} R5.40", "bound", given, why, encloses={"factor": str(exact), "sqrt": root, "width": WIDTH})  # fmt: skip


def _totals(group: Group) -> None:
    """[R5.47] Tolerances of which the worst column takes more than four, eight or sixteen wrong cells."""
    for name, alpha, kappa, epsilon, nd, m, t in (
        ("alone", F(1, 1000), F(1, 2), "1/4", 1, 5, 20),
        ("pair", F(1, 1000), F(1, 2), "1/4", 2, 5, 18),
        ("some", F(1, 2), F(3), "1/3", 3, 4, 12),
        ("wide", F(1, 2), F(1, 4), "1/4", 2, 6, 40),
        ("shared", F(3, 4), F(7, 4), "2/5", 6, 2, 11),
        ("limit", F(1, 2), F(1, 2), "1/2", 100, 1, 9),
        ("limit-of-one", F(1, 2), F(1, 2), "1/2", 1, 7, 99),
    ):
        eps = F(epsilon)
        exact = oracle.total(alpha, kappa, eps, nd, m, t)
        _bound(group, f"length-bound-total-{name}", "R5.47", exact, f"Nd = {nd}, Nb = 2^{m}, T = {t}", theorem="column-total",
               alpha=str(alpha), kappa=[str(kappa)], epsilon=epsilon, nd=nd, log2_nb=m, tolerance=t)  # fmt: skip
    for name, change in (("limit", {"nd": 101}), ("limit-of-one", {"tolerance": 100})):
        group.unreadable(f"length-bound-total-{name}-passed", f"length-bound-total-{name}", {"merge": change}, "R6.6",
                         "Nd (T + 1)^2 is above 10^4", rules="R5.47", isolated=True)  # fmt: skip
    for c in ("0", "-3", "1/2"):
        group.reject(
            f"length-keep-{c.replace('/', '-')}", "keep-c-2", {"merge": {"c": c}}, "R4.3", f"c is {c}", op="keep"
        )


def _masses(group: Group) -> None:
    """[R5.15] The largest masses of so many strings that those of five and more ones are among them."""
    for m, w in ((5, 26), (5, 30), (6, 56), (8, 100), (8, 218), (8, 250), (10, 1012)):
        alpha, kappa, eps = F(1, 2), (F(5, 2), F(0), F(3)), F(9, 20)
        k = oracle.load(kappa, eps)
        for theorem, rule in (("column", "R5.33"), ("column-sharp", "R5.34")):
            exact = oracle.excess(theorem, alpha, k, eps, 2, m, w)
            _bound(group, f"length-bound-{theorem}-{m}-{w}", f"{rule} R5.15", exact, f"the {w + 1} largest masses of {m} bits",
                   theorem=theorem, alpha=str(alpha), kappa=[str(v) for v in kappa], epsilon=str(eps), nd=2, log2_nb=m,
                   tolerance=w)  # fmt: skip


def _lists(group: Group) -> None:
    """[R5.13], [R5.92] Lists that are longer than any game or small code has."""
    eps = F(1, 4)
    for length in (1, 7, 12, 33, 70):
        kappa = (*(F(d % 3, 4) for d in range(length - 1)), F(1, 3))
        exact = oracle.excess("row", F(1, 2), oracle.load(kappa, eps), eps, 2, 6)
        _bound(group, f"length-bound-kappa-{length}", "R5.31 R5.13", exact, f"kappa_0 to kappa_{length - 1}", theorem="row",
               alpha="1/2", kappa=[str(v) for v in kappa], epsilon=str(eps), nd=2, log2_nb=6)  # fmt: skip
    for nd in (41, 64, 65, 130):
        exact = oracle.paper(F(1, 2), F(1, 2**11), F(1, 2), nd, 3)
        _bound(group, f"length-bound-paper-{nd}", "R5.30", exact, f"{nd} columns", nd, theorem="paper", A="1/2", B="1/2048",
               epsilon="1/2", nd=nd, log2_nb=3)  # fmt: skip
    u = (1 - F(3, 4)) / (1 - F(3, 4) + 2)
    for name, keep, tolerance, listed in (
        ("twelve", 40, 2, {3 * i + 4: 5 + i for i in range(12)}),
        ("hundred", 120, 5, {i + 10: 2 * i + 1 for i in range(100)}),
        ("with-n", 20, 1, {7: 3, 12: 9, 20: 100_000}),
        ("below-t", 30, 9, {2: 1, 8: 4, 9: 2, 10: 3, 30: 7}),
    ):
        exact = F(0)
        for w, messages in listed.items():
            exact += messages * sum(comb(w, i) * u**i * (1 - u) ** (w - i) for i in range(min(tolerance, w) + 1))
        weights = [{"weight": w, "messages": str(messages)} for w, messages in listed.items()]
        _bound(group, f"length-bound-weights-{name}", "R5.92", exact / 4, f"{len(listed)} weights, T = {tolerance}", theorem="many-bits",
               epsilon="9/20", keep=keep, A="3/4", B="2", tolerance=tolerance, weights=weights)  # fmt: skip


# Keys.


def _drawn(name: str, count: int, width: int) -> list[str]:
    rng = random.Random(f"rows {name}")
    made = ["".join(rng.choice("01") for _ in range(width)) for _ in range(count)]
    made[-1] = made[-1][:-1] + "1"
    return made


def _sums(lines: list[str], values: list[int]) -> str:
    return "".join(str(sum(f for f, place in zip(values, line, strict=False) if place == "1") % 2) for line in lines)


def _key_run(name: str, lines: list[str]) -> tuple[dict[str, Any], list[str], list[str], dict[str, Any]]:
    """Parameters, inputs, outputs and outcome; the last cell that is distilled has f = 1 and one more is kept."""
    n = len(lines[0])
    inputs, outputs = cells.cells(random.Random(f"length key {name}"), 3, "k" * (n + 1))
    inputs[n - 1], outputs[n - 1] = "001", "111"
    given = cells.given_of(GHZ, MAJORITY, n + 1, n + 1)
    value = cells.outcome(given, inputs, outputs)
    del value["k"]
    value["key"] = _sums(lines, [int(a.count("1") > 1) for a in outputs])
    return given, inputs, outputs, value


def _keys(group: Group) -> None:
    """[R4.71] Keys of more bits, and codes on more cells, than a word has."""
    for bits, width in (
        *((bits, 9) for bits in (8, 31, 32, 33, 53, 54, 64, 65, 128, 256, 257, 1024)),
        *((2, width) for width in (31, 32, 33, 53, 54, 64, 65, 128, 257, 513, 1025, 2049)),
        *((3, width) for width in (8, 16, 24)),
    ):
        name = f"length-key-{bits}-of-{width}"
        lines = _drawn(name, bits, width)
        given, inputs, outputs, value = _key_run(name, lines)
        group.accept(name, "R4.70 R4.71 R4.74", "replay-key",
                     {"parameters": given, "inputs": inputs, "outputs": outputs, "bits": bits, "cells": width, "code": rows(lines)},
                     f"{bits} bits of {width} cells", value)  # fmt: skip
    group.unreadable("length-key-1025", "length-key-1024-of-9",
                     {"merge": {"bits": 1025, "code": {"rows": _drawn("1025", 1025, 9)}}}, "R6.6", "1025 bits", isolated=False)  # fmt: skip


def _generators(group: Group) -> None:
    """[R6.74] Rows of whole bytes, and digests that are right in part."""
    base = ""
    for bits, width in ((3, 8), (2, 16), (33, 9), (2, 257)):
        name = f"length-generator-{bits}-of-{width}"
        lines = _drawn(name, bits, width)
        given, inputs, outputs, value = _key_run(name, lines)
        for encoding in ("text", "planes"):
            head = cells._header(given, encoding, key=_key(lines))
            made = cells._lines(inputs, outputs) if encoding == "text" else cells._planes(inputs, outputs)
            group.accept(f"{name}-{encoding}", "R6.72 R6.74 R6.75", "transcript", cells._file(head, made), f"{bits} rows of {width} places",
                         value)  # fmt: skip
        base = base or f"{name}-text"
    lines = _drawn("length-generator-3-of-8", 3, 8)
    given, inputs, outputs, _ = _key_run("length-generator-3-of-8", lines)
    digest = cells._digest(lines)

    def bad(label: str, key: Any, rule: str, why: str, *, isolated: bool = False) -> None:
        head = cells._header(given, "text")
        head["parameters"]["key"] = key
        text = cells._file(head, cells._lines(inputs, outputs))
        group.unreadable(f"length-generator-{label}", base, {"whole": text}, rule, why, isolated=isolated)

    for place, at in (("first", 0), ("middle", 32), ("last", 63)):
        other = digest[:at] + "0123456789abcdef"[(int(digest[at], 16) + 1) % 16] + digest[at + 1 :]
        bad(f"{place}-digit", _key(lines, generator=other), "R6.74", f"the {place} digit is another one", isolated=True)
    for label, text in (
        ("empty", ""), ("cut", digest[:-1]), ("half", digest[:32]), ("longer", digest + "0"), ("line", digest + "\n"),
        ("blank", " " + digest), ("prefixed", "0x" + digest),
    ):  # fmt: skip
        bad(label, _key(lines, generator=text), "R6.74", f"{label}: no digest", isolated=True)
    for label, none in (("list", []), ("word", "none"), ("number", 0), ("false", False), ("null", None)):
        key = _key(lines)
        key["generator"] = none if label != "word" else ["none"]
        bad(f"{label}-digest", key, "R6.6", "the digest is no string")
        bad(f"key-{label}", none, "R6.6", "the key is no object")


def _key(lines: list[str], **more: Any) -> dict[str, Any]:
    key = {"bits": len(lines), "cells": len(lines[0]), "code": rows(lines), "generator": cells._digest(lines), **more}
    return {name: value for name, value in key.items() if value is not None}


def _trailers(group: Group) -> None:
    """[R6.38], [R6.58] The digest of a file of the tested protocol, with a key and without; and its protocol's name."""
    lines = _drawn("length-generator-3-of-8", 3, 8)
    given, inputs, outputs, value = _key_run("length-generator-3-of-8", lines)
    plain = cells.outcome(given, inputs, outputs)
    made = cells._lines(inputs, outputs)
    for label, more, right in (("plain", {}, plain), ("keyed", {"key": _key(lines)}, value)):
        base = f"length-trailer-{label}"
        head = cells._header(given, "text", **more)
        if label == "plain":
            group.accept(base, "R6.58", "transcript", cells._file(head, made), "no key", right)
        else:
            base = "length-generator-3-of-8-text"
        good = cells._file(head, made)["text"]
        digest = good[-67:-3]
        for name, other in (
            ("capitals", digest.upper()),
            ("first", "0123456789abcdef"[(int(digest[0], 16) + 1) % 16] + digest[1:]),
            ("last", digest[:-1] + "0123456789abcdef"[(int(digest[-1], 16) + 1) % 16]),
            ("cut", digest[:-1]),
            ("empty", ""),
            ("longer", digest + "0"),
        ):
            text = {"text": good[:-67] + other + good[-3:]}
            group.unreadable(f"length-trailer-{label}-{name}", base, {"whole": text}, "R6.38", f"the digest: {name}",
                             rules="R6.58", isolated=True)  # fmt: skip
    for name in ("tested-derived", "many-bits", "Tested", "tested ", "", "row"):
        text = cells._file(cells._header(given, "text", protocol=name), made)
        group.unreadable(f"length-protocol-{name.strip() or 'empty'}{'-blank' * name.endswith(' ')}", "length-trailer-plain",
                         {"whole": text}, "R6.55", f"the protocol {name!r}", rules="R4.50", isolated=True)  # fmt: skip


def _long_derived(group: Group) -> None:
    """[R6.59], [R4.59] One cell of thousands has inputs outside X."""
    n = 5001
    inputs = ["111", "001", "010", "100"] * (n // 4) + ["111"]
    outputs = ["000" if x == "111" else "111" for x in inputs]
    given = cells.given_of(GHZ, MAJORITY, n, n, inputs=cells.derived(2))
    value = cells.outcome(given, inputs, outputs)
    for encoding in ("text", "planes"):
        head = cells._header(given, encoding)

        def file(given_inputs: list[str], head: Any = head, encoding: str = encoding) -> dict[str, Any]:
            made = cells._lines(given_inputs, outputs) if encoding == "text" else cells._planes(given_inputs, outputs)
            return cells._file(head, made)

        base = f"length-derived-{encoding}"
        group.accept(base, "R6.59 R6.56", "transcript", file(inputs), f"{n} cells", value)
        for place, at in (("middle", n // 2), ("late", 4100), ("last", n - 1)):
            spoilt = [*inputs[:at], "011", *inputs[at + 1 :]]
            group.unreadable(f"{base}-{place}", base, {"whole": file(spoilt)}, "R6.59", f"the {place} of {n} cells is outside X",
                             isolated=True)  # fmt: skip


# Functions and loads.


def _numbered(m: int, name: str) -> dict[str, Any]:
    """A table whose rows differ, and of which no half is like another."""
    rng = random.Random(f"table {name}")
    asked = [x for x in words(m) if cells.right_parity(x) is not None]
    return {"kind": "table", "values": {x: "".join(rng.choice("01") for _ in words(m)) for x in asked}}


def _right(m: int, x: str) -> list[str]:
    return [a for a in words(m) if a.count("1") % 2 == cells.right_parity(x)]


def _tables(group: Group) -> None:
    """[R4.57] Every entry of a table, in cells of three, four and five parties."""
    for m, game in ((3, cells.THREE), (4, cells.FOUR), (5, cells.FIVE)):
        f = _numbered(m, f"{m}")
        for x in sorted(f["values"]):
            for place, right in (("right", _right(m, x)), ("wrong", [a for a in words(m) if a not in _right(m, x)])):
                for half in (right[::2], right[1::2]):
                    inputs, outputs = [x] * len(half), half
                    if m == 5 and place == "wrong" and x not in ("00001", "11111", "00111", "11100"):
                        continue
                    given = cells.given_of(
                        game, f, len(half), len(half), tolerance=len(half) - 1 if place == "wrong" else 0
                    )
                    if place == "wrong":
                        given = cells.given_of(game, f, len(half) + 1, len(half) + 1, tolerance=len(half))
                        inputs, outputs = [*inputs, x], [*outputs, right_word(m, x)]
                    group.accept(f"length-table-{m}-{x}-{place}-{half[0]}", "R4.57 R4.63", "replay-tested",
                                 {"parameters": given, "inputs": inputs, "outputs": list(outputs)}, f"entries of the row of {x}",
                                 cells.outcome(given, list(inputs), list(outputs)))  # fmt: skip


def right_word(m: int, x: str) -> str:
    return _right(m, x)[-1]


def _rates(group: Group) -> None:
    """[R5.70] Loads of more distances, and more loads, than a kind of cells has."""
    eps = F(2, 5)
    r = (1 - eps) / eps
    for name, v, right, wrong in (
        ("distances", "1/4", [["1/100"] * 6], [["0", "0", "0", "1/9", "1/7", "1/3"]]),
        ("ten", "1/8", [["0"] * 9 + ["1/100"]], [["0"] * 8 + ["1/50", "0"]]),
        (
            "loads",
            "1/4",
            [[str(F(i, 100))] for i in (1, 7, 3, 2, 9, 4)],
            [[str(F(i, 10))] for i in (1, 2, 3, 4, 30, 5)],
        ),
    ):
        a, b = (
            max(F(v) + sum((F(h) * r**d for d, h in enumerate(load)), F(0)) for load in loads)
            for loads in (right, wrong)
        )
        u = (1 - a) / (1 - a + max(a, b)) if a < 1 else F(0)
        group.accept(f"length-rate-{name}", "R5.70 R5.72", "cell-rate", {"v": v, "right": right, "wrong": wrong, "epsilon": str(eps)},
                     f"{len(right[0])} distances, {len(right)} loads", {"A": str(a), "B": str(b), "u": str(u)})  # fmt: skip


# Certificates of codes.


def _weights(lines: list[str]) -> dict[int, int]:
    """How many messages other than 0 have words of each weight."""
    found: dict[int, int] = {}
    numbers = [int(line, 2) for line in lines]
    word = 0
    for message in range(1, 2 ** len(lines)):
        word ^= numbers[(message & -message).bit_length() - 1]  # the bit that changes in Gray's order
        found[word.bit_count()] = found.get(word.bit_count(), 0) + 1
    return dict(sorted(found.items()))


def _codes(group: Group) -> None:
    """[R3.93] Codes of many cells or bits, whose late cells and late messages count."""
    for bits, width in ((2, 33), (3, 64), (2, 513), (2, 2049), (2, 40000), (10, 20), (16, 20)):
        name = f"length-code-{bits}-of-{width}"
        lines = _drawn(name, bits, width)
        found = {w: str(n) for w, n in _weights(lines).items()}
        document = code(bits, width, rows(lines), "exact", found, "counting")
        group.accept(
            name, "R3.93 R3.96", "certificate", {"document": document}, f"{bits} bits on {width} cells, counted"
        )
        last = max(found)
        fewer = {**found, last: str(int(found[last]) + 1)}
        listed = [{"weight": w, "messages": n} for w, n in fewer.items()]
        group.reject(f"{name}-more", name, {"merge": {"document": {"claim": {"weights": listed}}}}, "R3.96",
                     "a message too many of the largest weight")  # fmt: skip
    _fields(group)
    _high_products(group)


#: An irreducible polynomial of each degree that a modulus may have.
MODULI = {2: "111", 3: "1011", 4: "10011", 5: "100101", 6: "1000011", 7: "10000011", 8: "100011011", 9: "1000000011",
          10: "10000001001", 11: "100000000101", 12: "1000001010011"}  # fmt: skip


def _product(a: int, b: int, modulus: int) -> int:
    made = 0
    while b:
        made ^= a * (b & 1)
        a, b = a << 1, b >> 1
        if a.bit_length() == modulus.bit_length():
            a ^= modulus
    return made


def _symbols(modulus: str, length: int, dimension: int, bits: int) -> list[list[int]]:
    """For each row the symbols at the points 0, 1, ..., N - 1."""
    m, p = len(modulus) - 1, int(modulus, 2)
    made = []
    for i in range(dimension):
        for bit in reversed(range(m)):
            row = []
            for point in range(length):
                value = 1 << bit
                for _ in range(i):
                    value = _product(value, point, p)
                row.append(value)
            made.append(row)
    return made[:bits]


def _inner(inner: str, m: int, symbol: int) -> str:
    first = 1 if inner == "simplex" else 2 ** (m - 1)
    return "".join(str((symbol & v).bit_count() % 2) for v in range(first, 2**m))


def _fields(group: Group) -> None:
    """[R3.91], [R6.96] Fields of all sizes: the words of points beyond the first ones, in which products are reduced."""
    for m, modulus in MODULI.items():
        inner = "reed-muller" if m > 6 or m % 2 else "simplex"
        length = min(2**m, 5 if m < 8 else 3)
        dimension = min(3, length)
        bits = min(m * dimension, 16)
        # Only the first and the last point of few are there; the rows of high powers are reduced at each of them.
        lines = ["".join(_inner(inner, m, s) for s in row) for row in _symbols(modulus, length, dimension, bits)]
        n = len(lines[0])
        found = {w: str(count) for w, count in _weights(lines).items()}
        document = code(bits, n, concatenation(inner, modulus, length, dimension), "exact", found, "counting")
        name = f"length-field-{m}"
        group.accept(
            name,
            "R3.90 R3.91 R3.93 R6.96",
            "certificate",
            {"document": document},
            f"a field of 2^{m} elements, {bits} bits",
        )
        values = _key_values(n)
        if n <= 4096:
            given, inputs, outputs = _certain(values)
            value = cells.outcome(given, inputs, outputs)
            del value["k"]
            value["key"] = _sums(lines, values)
            group.accept(f"{name}-key", "R4.71 R6.96", "replay-key",
                         {"parameters": given, "inputs": inputs, "outputs": outputs, "bits": bits, "cells": n,
                          "code": concatenation(inner, modulus, length, dimension)}, f"a field of 2^{m} elements", value)  # fmt: skip


def _high_products(group: Group) -> None:
    """[R4.71], [R6.96] Large fields: symbols times 3 and 9; moduli whose second term is high leave much to reduce."""
    for m, (label, dimension) in product((9, 10, 11, 12), (("product", 2), ("power", 3))):
        modulus = MODULI[m] if dimension == 2 else MODULI[m][::-1]
        inner, length, bits = "reed-muller", 4, dimension * m
        lines = ["".join(_inner(inner, m, s) for s in row) for row in _symbols(modulus, length, dimension, bits)]
        values = _key_values(len(lines[0]))
        given, inputs, outputs = _certain(values)
        value = cells.outcome(given, inputs, outputs)
        del value["k"]
        value["key"] = _sums(lines, values)
        group.accept(f"length-{label}-{m}", "R4.71 R6.96", "replay-key",
                     {"parameters": given, "inputs": inputs, "outputs": outputs, "bits": bits, "cells": len(lines[0]),
                      "code": concatenation(inner, modulus, length, dimension)},
                     f"{'two' if dimension == 2 else 'three'} symbols of 2^{m} elements at four points", value)  # fmt: skip


def _key_values(n: int) -> list[int]:
    rng = random.Random(f"values {n}")
    return [rng.randrange(2) for _ in range(n)]


def _certain(values: list[int]) -> tuple[dict[str, Any], list[str], list[str]]:
    """Cells on 001 with these majorities."""
    inputs = ["001"] * len(values)
    outputs = ["111" if value else "100" for value in values]
    return cells.given_of(GHZ, MAJORITY, len(values), len(values)), inputs, outputs


def _limits_of_counting(group: Group) -> None:
    """[R3.93] At most 2^16 cells are counted."""
    n = 2**16
    line = "0" * (n - 1) + "1"
    document = code(1, n, rows([line]), "exact", {1: "1"}, "counting")
    group.accept("length-code-65536", "R3.93", "certificate", {"document": document}, "2^16 cells")
    change = {"claim": {"cells": n + 1, "code": {"rows": ["0" + line]}}}
    group.reject("length-code-65537", "length-code-65536", {"merge": {"document": change}}, "R3.93", "2^16 + 1 cells")


# Certificates of tested cells.

ASKED = ("001", "010", "100", "111")


def _pair(x: str, alpha: str, height: Fraction) -> dict[str, Fraction]:
    """What acts as 0: the first two parties' outputs summed over on x, less the same where both their inputs are turned."""
    other = "".join("10"[int(bit)] for bit in x[:2]) + x[2]
    return {f"{a}{alpha}|{place}": height * sign for place, sign in ((x, 1), (other, -1)) for a in words(2)}


def _added(vector: dict[str, str], change: dict[str, Fraction]) -> dict[str, str]:
    keys = [*vector, *(key for key in change if key not in vector)]
    sums = {key: F(vector.get(key, "0")) + change.get(key, F(0)) for key in keys}
    return {key: str(value) for key, value in sums.items() if value}


def _unborne(group: Group) -> None:
    """[R3.85] What V bears at one member beyond |G| helps no other member at the same distance."""
    v, h = F(1, 2), F(1, 4)
    document = trivial("1", "1/2")
    witness = document["witness"]
    # V of the third and the fourth stands on inputs of others, at the distance at which G of the second has something.
    for y, place in (("100", "111"), ("111", "001")):
        witness[y]["V"] = {f"{a}|{place}": str(v) for a in words(3)}
    witness["010"]["G"] = _added(witness["010"]["G"], _pair("001", "0", h))
    loads = [["1", "0", str(h), "0"]]
    document["claim"] |= {"right": loads, "wrong": [["0", "0", str(h), "0"]]}
    group.accept("length-cells-shared", "R3.85 R3.82 R3.83", "certificate", {"document": document},
                 "at distance 2 one member needs 1/4, and another has V to spare")  # fmt: skip
    for side, own in (("right", "1"), ("wrong", "0")):
        for name, less in (("tiny", h - F(1, 2**70)), ("half", h / 2), ("none", F(0))):
            change = {"claim": {side: [[own, "0", str(less), "0"]]}}
            group.reject(f"length-cells-shared-{side}-{name}", "length-cells-shared", {"merge": {"document": change}}, "R3.85",
                         f"{less} at distance 2 in {side}")  # fmt: skip


def _limit(
    m: int, inputs: dict[str, Any], masses: dict[str, Fraction], mu: dict[str, Fraction], epsilon: str
) -> dict[str, Any]:
    """Of each input a table that is the same everywhere, of this mass, and mu the same on all outputs."""
    game = {3: cells.THREE, 4: cells.FOUR, 5: cells.FIVE}[m]
    boxes = {y: {"plus": {"-" * m: str(mass)}, "minus": {}} for y, mass in masses.items()}
    claim = {"game": game, "inputs": inputs, "f": MAJORITY, "epsilon": epsilon, "rate": "-1"}
    witness = {"mu": {f"{a}|{x}": str(value / 2**m) for x, value in mu.items() for a in words(m)}, "boxes": boxes}
    return {"format": "freebit-certificate", "version": 1, "kind": "tested-limit", "claim": claim, "witness": witness}


def _limits(group: Group) -> None:
    """[R3.87], [R3.88] All distances, with local and with derived inputs; what is negative outside X alone."""
    for m in (3, 4, 5):
        asked = [x for x in words(m) if cells.right_parity(x) is not None]
        own = asked[0]
        for name, party in (("local", 0), *((f"derived-{p}", p) for p in (1, 2, m))):
            inputs: dict[str, Any] = cells.derived(party) if party else {"kind": "local"}
            far = {x: sum(b != o for i, (b, o) in enumerate(zip(x, own, strict=True)) if i != party - 1) for x in asked}
            mu = {x: F(1, 2 * 3**d) for x, d in far.items()}
            total = sum(mu.values())
            mu = {x: value / max(F(1), total) for x, value in mu.items()}
            masses = {y: mu[own] if y == own else min(mu.values()) / 3**m for y in asked}
            label = f"length-limit-{m}-{name}"
            group.accept(label, "R3.86 R3.87 R3.88", "certificate", {"document": _limit(m, inputs, masses, mu, "1/4")},
                         f"the box of {own} is as large as it may be at every input of {m} parties")  # fmt: skip
            for d in sorted(set(far.values())):
                x = max(place for place, distance in far.items() if distance == d)
                for a in ("0" * m, "1" * m):
                    less = mu[x] / 2**m - F(1, 2**70)
                    group.reject(f"{label}-{a}-{x}", label, {"merge": {"document": {"witness": {"mu": {f"{a}|{x}": str(less)}}}}},
                                 "R3.88", f"mu is too small by 2^-70 at distance {d}")  # fmt: skip
    for outside in ("000", "011", "101", "110"):
        for sign in ("plus", "minus"):
            change = {"witness": {"boxes": {"111": {sign: {"---": "1/1000", outside: "1/999"}}}}}
            group.reject(f"length-limit-negative-{outside}-{sign}", "length-limit-3-local", {"merge": {"document": change}}, "R3.87",
                         f"an entry on {outside}, outside X, is below 0")  # fmt: skip


# Sources.


def _sources(group: Group) -> None:
    """[R1.12], [R1.18] Bits and sets of bits beyond the first eight, strides beyond a byte."""
    for bits in (6, 7, 8, 9):
        for place in (bits - 1, bits - 2, 0):
            high, low = F(3, 4), F(1, 4)
            rest = F(1, 2 ** (bits - 1))
            entries = {x: rest * (high if x[place] == "0" else low) for x in words(bits)}
            lower = [low / 2 ** (n - 1) for n in range(1, bits + 1)]
            upper = [high / 2 ** (n - 1) for n in range(1, bits + 1)]
            label = f"length-joint-{bits}-{place + 1}"
            given = {"bits": bits, "entries": {x: str(p) for x, p in entries.items()}, "lower": list(map(str, lower)),
                     "upper": list(map(str, upper))}  # fmt: skip
            group.accept(label, "R1.12", "joint-bounds", given, f"of {bits} bits that numbered {place + 1} is biased")
            for side, listed, step in (("upper", upper, -1), ("lower", lower, 1)):
                moved = [listed[0] + step * F(1, 2**70), *listed[1:]]
                group.reject(f"{label}-{side}", label, {"merge": {side: list(map(str, moved))}}, "R1.12",
                             f"bit {place + 1} alone breaks the bound of one bit, by 2^-70")  # fmt: skip
    data = bytes((37 * i * i + 11 * i) % 256 for i in range(130))
    for encoding in ("packed-msb", "packed-lsb"):
        every = [byte >> (7 - i if encoding == "packed-msb" else i) & 1 for byte in data for i in range(8)]
        for stride in (255, 256, 257, 300, 513, 1039, 1040, 65536, 2**32 + 1):
            used = every[::stride]
            pairs = [f"{a}{b}" for a, b in pairwise(used)]
            value = {"bits": "".join(map(str, used)), "bits_used": len(used), "sha256": sha256(data).hexdigest(), "ones": sum(used),
                     "transitions": {pair: pairs.count(pair) for pair in ("00", "01", "10", "11")}}  # fmt: skip
            group.accept(f"length-stride-{encoding}-{stride}", "R1.17 R1.18", "weak-bits",
                         {"hex": data.hex(), "encoding": encoding, "stride": stride}, f"every {stride}th bit of 1040", value)  # fmt: skip


def _samples(group: Group) -> None:
    """[R4.67], [R4.38] Cells of two to six bits of every source; a chain that starts anew in the second chunk."""
    for name in ("free", "biased", "adversarial", "guessed", "markov"):
        for width in (2, 3, 4, 5, 6):
            choices: tuple[int | None, ...] = (1, 0, None) if name == "adversarial" else (None,)
            for rare in choices:
                for chance in (F(1, 4), F(3, 8)):
                    if name == "free" and chance != F(1, 4):
                        continue
                    given: dict[str, Any] = {"name": name, "seed": "7", "count": 131, "width": width}
                    if name != "free":
                        given["flip" if name == "markov" else "epsilon"] = str(chance)
                    if rare is not None:
                        given["rare"] = str(rare)
                    label = f"length-sample-{name}-{width}-{chance.numerator}-{chance.denominator}"
                    bits = cells.sampled(name, width, 131, chance, 1 if rare is None else rare)
                    group.accept(label + ("" if rare is None else f"-{rare}"), "R4.67", "sample-source", given, f"{width} bits a cell",
                                 {"bits": bits})  # fmt: skip
    count = 2**19 + 40
    group.accept("length-sample-chain", "R4.38 R4.31 R4.67", "sample-source",
                 {"name": "markov", "seed": "7", "count": count, "width": 2, "flip": "1/2"}, "the second chunk starts with its own plane 0",
                 {"bits": cells.sampled("markov", 2, count, F(1, 2), 1, 2)})  # fmt: skip


def _devices(group: Group) -> None:
    """[R4.40], [R4.69] Boxes whose later inputs need fewer planes; a probability that is rounded to the nearest, not up."""
    for name, chances in (
        ("first", [(F(1, 8), F(1, 2)), (F(1, 2), F(1, 2)), (F(0), F(1)), (F(1, 4), F(1, 4)), (F(1, 2), F(1, 4))]),
        ("middle", [(F(1, 2), F(1, 2)), (F(1), F(0)), (F(5, 16), F(1, 2)), (F(1, 2), F(0)), (F(3, 4), F(1, 4))]),
        ("last", [(F(1, 4), F(3, 4)), (F(1, 2), F(1, 8)), (F(1, 2), F(1)), (F(1, 2), F(1, 2)), (F(7, 8), F(0))]),
    ):
        entries = {}
        for x in words(5):
            for a in words(5):
                p = F(1)
                for i, (bit, asked) in enumerate(zip(a, x, strict=True)):
                    one = chances[i][int(asked)]
                    p *= one if bit == "1" else 1 - one
                if p:
                    entries[f"{a}|{x}"] = str(p)
        widths = [max(planes_of(p) for p in pair) for pair in chances]
        planes, inputs = Planes(5, 1), list(words(5)) * 2
        outputs = []
        for t, x in enumerate(inputs):
            a = ""
            for i, asked in enumerate(x):
                k, first = widths[i], sum(widths[:i])
                u = sum(planes.bit(first + j, t) * 2 ** (k - 1 - j) for j in range(k))
                a += str(int(u >= 2**k * (1 - chances[i][int(asked)])))
            outputs.append(a)
        group.accept(f"length-device-{name}", "R4.40 R4.32", "sample-device",
                     {"name": "box", "seed": "5", "inputs": inputs, "box": {"parties": 5, "entries": entries}},
                     "the planes of a party are as many as any of its probabilities needs", {"outputs": outputs})  # fmt: skip
    planes = Planes(9, 1)
    for t in range(4):
        u = sum(planes.bit(5 + i, t) * 2 ** (31 - i) for i in range(32))
        for label, quarter in (("down", 1), ("up", 3)):
            # The event happens iff U + T >= 2^32, and T is either just large enough or one too small.
            error = F(2**32 - 1 - u) / 2**32 + F(quarter, 2**34)
            inputs = ["10000"] * (t + 1)
            outputs = []
            for s in range(t + 1):
                four = [planes.bit(i, s) for i in range(4)]
                outputs.append("".join(map(str, [*four, (sum(four) + planes.happens(near(error), 5, s)) % 2])))
            if planes_of(near(error)) < 32:
                continue
            group.accept(f"length-noisy-{t}-{label}", "R4.69 R4.33", "sample-device",
                         {"name": "noisy", "seed": "9", "inputs": inputs, "error": str(error)},
                         "U is at the border of the event", {"outputs": outputs})  # fmt: skip


# Texts.


def _repeated(group: Group) -> None:
    """[R6.4] A key again, with many others between."""
    for count in (10, 20, 70, 300, 5000):
        notes = {f"n{i}": "" for i in range(count)}
        shown = json.dumps(notes)
        base = group.accept(f"length-notes-{count}", "R6.4", "certificate", {"text": _noted(shown)}, f"{count} notes")
        for place, i in (("first", 0), ("middle", count // 2), ("last", count - 1)):
            text = _noted(shown[:-1] + f', "n{i}": ""}}')
            group.unreadable(f"{base}-{place}", base, {"whole": {"text": text}}, "R6.4", f"the {place} of {count} notes again at the end",
                             isolated=True)  # fmt: skip


def _forms(group: Group) -> None:
    """[R6.17], [R6.19] Correlators of too large a common denominator; orders that a sum or a product takes for all parties."""
    primes = (2**521 - 1, 2**607 - 1)
    for base, path in (
        ("certificate-limit", ("witness", "boxes", "001", "plus")),
        ("certificate-limit", ("witness", "boxes", "111", "minus")),
        ("certificate-small-table", ("witness", "classes")),
    ):
        large = {"0-0": f"1/{primes[0]}", "1-1": f"1/{primes[1]}"}
        change: Any = large
        if path[-1] == "classes":
            classes = faults_base("small table")["witness"]["classes"]
            change = [*classes[:-1], {**classes[-1], "primal": {**classes[-1]["primal"], **large}}]
        for step in reversed(path):
            change = {step: change}
        group.unreadable(f"length-denominator-{path[-1]}", base, {"merge": {"document": change}}, "R6.17",
                         "two correlators whose denominators are prime, of 521 and 607 bits", op="certificate")  # fmt: skip
    for base, part_of, orders in (
        ("certificate-cells-askew", "100", ([2, 2, 2],)),
        (
            "certificate-cells-turned",
            "",
            ([3, 3, 3, 3, 3], [2, 2, 2, 3, 5], [1, 2, 3, 4, 4], [1, 1, 2, 5, 5]),
        ),
        ("certificate-small-table", "symmetries", ([2, 2, 2], [1, 2, 2])),
    ):
        good = faults_base(base.removeprefix("certificate-").replace("-", " "))["witness"]
        for order in orders:
            if part_of == "symmetries":
                part: Any = [*good["symmetries"][:-1], {**good["symmetries"][-1], "order": order}]
            else:
                part = {"order": order}
            key = part_of or next(y for y, member in good.items() if "from" in member)
            group.unreadable(f"length-order-{base.split('-')[-1]}-{''.join(map(str, order))}", base,
                             {"merge": {"document": {"witness": {key: part}}}}, "R6.19", f"the order {order}", op="certificate")  # fmt: skip
