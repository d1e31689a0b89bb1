"""Certificates of less than a megabyte that are as hard to decide as we know how to make them [R6.2], [R6.16].

All of them are refused.  Nine parties have 4^9 entries and 256 inputs, 24 parties 2925 types.
"""

import json
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

from freebit.boxes.bits import all_bits, format_bits

Table = dict[str, Fraction]

N = 9
WORDS = [format_bits(word) for word in all_bits(N)]
ASKED = [word for word in WORDS if word.count("0") % 2 == 0]
TRIPLES = [list(triple) for triple in combinations(range(1, N + 1), 3)]
GAME = {"name": "ghz", "parties": N}
ONES = "1" * N
#: Primes whose product is nearly as long as a common denominator may be [R6.17].
PRIMES = [1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049, 1051, 1061, 1063, 1069, 1087, 1091, 1093, 1097, 1103, 1109]
PRIMES += [1117, 1123, 1129, 1151, 1153, 1163, 1171, 1181, 1187, 1193, 1201, 1213, 1217, 1223, 1229, 1231, 1237, 1249]
PRIMES += [1259, 1277, 1279, 1283, 1289, 1291, 1297, 1301, 1303, 1307, 1319, 1321, 1327, 1361, 1367, 1373, 1381, 1399]
PRIMES += [1409, 1423, 1427, 1429, 1433, 1439, 1447, 1451, 1453, 1459, 1471, 1481, 1483, 1487, 1489, 1493, 1499, 1511]
PRIMES += [1523, 1531, 1543, 1549, 1553, 1559, 1567, 1571, 1579, 1583, 1597, 1601, 1607, 1609, 1613, 1619, 1621, 1627]


def document(kind: str, claim: Any, witness: Any) -> bytes:
    whole = {"format": "freebit-certificate", "version": 1, "kind": kind, "claim": claim, "witness": witness}
    return json.dumps(whole, separators=(",", ":")).encode()


def votes(a: str) -> int:
    return int(a[:3].count("1") >= 2)


def written_on(x: str, values: Callable[[str], int]) -> Table:
    return {f"{a}|{x}": Fraction(values(a)) for a in WORDS}


def wired(draw: random.Random) -> Table:
    """A vector that acts as 1: the inputs of the last parties are chosen first, by the outputs so far."""
    entries = [("", "")]
    for _ in range(N):
        entries = [(o + a, t + x) for a, x in entries for t in (draw.choice("01"),) for o in "01"]
    return {f"{a}|{x}": Fraction(1) for a, x in entries}


def stirred(table: Table, draw: random.Random, count: int, step: Callable[[], Fraction]) -> dict[str, str]:
    """The table plus so many vectors that act as 0, wherever they fall."""
    found = dict(table)
    for _ in range(count):
        a, x, i, change = draw.choice(WORDS), draw.choice(WORDS), draw.randrange(N), step()
        for o in "01":
            for t in "01":
                key = f"{a[:i]}{o}{a[i + 1 :]}|{x[:i]}{t}{x[i + 1 :]}"
                found[key] = found.get(key, Fraction(0)) + (change if t == "0" else -change)
    return {key: str(value) for key, value in found.items() if value}


def family(draw: random.Random, members: int, count: int, step: Callable[[], Fraction]) -> bytes:
    """Vectors that act as they must, and an alpha that is too small."""
    inputs = ASKED[:members]
    return document(
        "family",
        {"game": GAME, "triple": [1, 2, 3], "alpha": "1/2", "beta": {y: dict.fromkeys(ASKED, "0") for y in inputs}},
        {
            y: {
                "W": stirred(wired(draw), draw, count, step),
                "G": stirred(written_on(y, lambda a: 1 - 2 * votes(a)), draw, count, step),
            }
            for y in inputs
        },
    )


def distillation(draw: random.Random, members: int, count: int, step: Callable[[], Fraction]) -> bytes:
    """The same for eq (13), with many directions."""
    whole = json.loads(family(draw, members, count, step))
    claim = {"game": GAME, "triple": [1, 2, 3], "inputs": ASKED[:members], "alpha": "1/2", "beta": "2"}
    return document("distillation", {**claim, "directions": 45}, whole["witness"])


def predictability(witness: Any) -> bytes:
    return document("predictability", {"game": GAME, "zeros": [], "input": ONES, "sense": "max", "value": "1"}, witness)


def attainment(triples: Any, inputs: Any, box: Any) -> bytes:
    claim = {"game": GAME, "triples": triples, "inputs": inputs, "value": "0", "probability": "1/2"}
    return document("attainment", claim, {"P": box})


def symmetric(witness: Any) -> bytes:
    claim = {"game": {"name": "ghz", "parties": 24}, "weights": [0], "input": "1" * 24, "sense": "max", "value": "1"}
    return document("symmetric-predictability", claim, witness)


def hard() -> Iterator[tuple[str, str, bytes]]:
    """Names, the rules that refuse the certificates, and their bytes."""
    draw = random.Random(1)
    keys = [f"{a}|{x}" for x in WORDS for a in WORDS]
    draw.shuffle(keys)

    def small() -> Fraction:
        return Fraction(draw.randrange(1, 9))

    def long() -> Fraction:
        return Fraction(1, draw.choice(PRIMES))

    def types() -> Iterator[str]:
        return (f"{i},{j}|{k},{24 - i - j - k}" for i in range(25) for j in range(25 - i) for k in range(25 - i - j))

    yield (
        "claims without members",
        "R3.11",
        document(
            "family",
            {
                "game": GAME,
                "triple": [1, 2, 3],
                "alpha": "1",
                "beta": {y: dict.fromkeys(ASKED, "0") for y in ASKED[:210]},
            },
            {},
        ),
    )
    yield "many members", "R3.17", family(draw, 28, 0, small)
    yield "members that are spread out", "R3.17", family(draw, 14, 120, small)
    yield "members with long denominators", "R3.17", family(draw, 8, 220, long)
    yield "distillation, spread out", "R3.42", distillation(draw, 14, 120, small)
    yield "distillation with long denominators", "R3.42", distillation(draw, 2, 1300, long)
    yield "a long dual vector", "R3.32", predictability({"dual": {key: str(small()) for key in keys[:35000]}})
    long_denominators = {key: str(long()) for key in keys[:29000]}
    yield "a dual vector with long denominators", "R3.32", predictability({"dual": long_denominators})
    long_numbers = dict.fromkeys(keys[:1800], f"{'1' * 255}/{'1' * 254}2")
    yield "a dual vector of long numbers", "R3.32", predictability({"dual": long_numbers})
    yield "a box that sums to anything", "R2.9", attainment(TRIPLES, ASKED, dict.fromkeys(keys[:35000], "1"))
    yield "a box that loses", "R2.13", attainment(TRIPLES, ASKED, {f"{'0' * N}|{x}": "1" for x in WORDS})
    yield "a triple, 120 000 times", "R3.22", attainment([[1, 2, 3]] * 120_000, [ONES], {})
    yield "an input, 80 000 times", "R3.22", attainment([[1, 2, 3]], [ONES] * 80_000, {})
    yield "triples of triples", "R6.15", attainment([[1, 2, 10]] * 100_000, [ONES], {})
    yield (
        "300 000 boxes",
        "R6.26",
        document("fixing-boxes", {"game": {"name": "ghz", "parties": 3}}, {"boxes": [{}] * 300_000}),
    )
    yield "types with long numbers", "R3.73", symmetric({"dual": dict.fromkeys(islice(types(), 2900), "1" + "0" * 300)})
    yield "types that lose", "R2.13", symmetric({"primal": dict.fromkeys(types(), f"1/{2**24}")})
    yield (
        "a strategy of nine",
        "R3.61",
        document("classical-bound", {"game": GAME, "value": "1"}, {"strategy": {"0": "0" * N, "1": "0" * N}}),
    )
    yield "brackets", "R6.3", b"[" * 999_999
    yield "empty objects", "R6.6", b"[" + b"{}," * 333_000 + b"{}]"
    yield "one digit after the other", "R6.5", b"[" + b"1" * 999_000 + b"]"
    yield "backslashes", "R6.1", b'"' + b"\\" * 999_000
    yield "a key, over and over", "R6.4", b"{" + b",".join([b'"k":0'] * 160_000) + b"}"
