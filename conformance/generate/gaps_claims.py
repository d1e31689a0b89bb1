"""What was left between the vectors of the smaller claims, of tables of functions, the magic square and codes."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base, peak
from conformance.generate.faults_claims import types, written
from conformance.generate.faults_codes import code, concatenation
from conformance.generate.oracle import words

F = Fraction
TINY = F(1, 2**70)
Document = dict[str, Any]
Kind = tuple[int, int, int, int]


def claims(group: Group) -> None:
    for section in (_signals_by_types, _laws_by_types, _tables, _squares, _lost_squares, _codes):
        section(group)


def _merge(document: Document) -> Document:
    return {"merge": {"document": document}}


def _sum(vector: dict[str, str], changes: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(F(vector.get(key, "0")) + step) for key, step in changes.items()}


# By types.


def _ghz_by_types(kind: Kind) -> Fraction:
    a, b, _c, d = kind
    if (a + b) % 2:
        return F(1, 32)
    return F(1, 16) if (b + d) % 2 == (a + b) // 2 % 2 else F(0)


def _told(ones: int, number: Callable[[int, int], int]) -> dict[Kind, Fraction]:
    """A change on inputs of so many ones, by the numbers of ones among the outputs on 0 and on 1."""
    found: dict[Kind, Fraction] = {}
    for a, b, c, d in types():
        if c + d == ones and (step := number(b, d)):
            found[(a, b, c, d)] = F(step)
    return found


def _signals_by_types(group: Group) -> None:
    """[R2.10] Signals of which only some types of the other parties know."""
    box = {kind: _ghz_by_types(kind) for kind in types()}
    known = {
        # Of others with j ones on input 1, all but those whose outputs on 1 are all 1, all 0; and so for input 0.
        "not-all-ones-on-1": (2, lambda b, d: (-1) ** b * (1, 1, -1)[d]),
        "not-all-zeros-on-1": (2, lambda b, d: (-1) ** b * (1, -1, -1)[d]),
        "middle-on-1": (4, lambda b, d: (-1) ** b * (1, -1, 1, 1, -1)[d]),
        "not-all-ones-on-0": (2, lambda b, d: (-1) ** d * (1, 1, -1, 1)[b]),
        "not-all-zeros-on-0": (2, lambda b, d: (-1) ** d * (1, -1, 1, 1)[b]),
        "none-on-1": (0, lambda b, d: (1, 0, 0, 0, 0, -1)[b]),
    }
    for name, (ones, number) in known.items():
        for size, step in (("tiny", TINY), ("large", F(1, 64))):
            change = {written(kind): str(box[kind] + step * sign) for kind, sign in _told(ones, number).items()}
            if any(F(value) < 0 for value in change.values()):
                raise ValueError(f"{name} is negative")
            group.reject(f"gap-types-{name}-{size}", "corner-types-ghz", _merge({"witness": {"primal": change}}), "R2.10",
                         f"signals, told by some types of the others only: {name.replace('-', ' ')}", op="certificate")  # fmt: skip


def _laws_by_types(group: Group) -> None:
    """[R3.75] A box by types that breaks a law, with the claimed probability, alone and beside a good dual vector."""
    weights = base("symmetric primal")["claim"]["weights"]
    ghz = {kind: _ghz_by_types(kind) for kind in types()}

    def chance(box: dict[Kind, Fraction]) -> Fraction:
        return sum((comb(5, w) * box.get((0, 0, 5 - w, w), F(0)) for w in weights), F(0))

    for name in ("symmetric", "symmetric primal"):
        document = base(name)
        slug = name.replace(" ", "-")
        good = {kind: F(document["witness"]["primal"].get(written(kind), "0")) for kind in types()}
        # Less of the good box and so much of the other one that the probability stays.
        more = TINY * chance(good) / chance(ghz)
        of_sum = {kind: (1 - TINY) * good[kind] + more * ghz[kind] for kind in types()}
        told = {kind: good[kind] + step * TINY for kind, step in _told(2, lambda b, d: (-1) ** (b + d)).items()}
        for label, rule, box, why in (
            ("sum", "R2.9", of_sum, "its sum is not 1, by less than a double can tell"),
            ("signal", "R2.10", told, "it signals by 2^-70"),
        ):
            if any(value < 0 for value in box.values()) or chance(good) == chance(ghz):
                continue
            change = {written(kind): str(value) for kind, value in box.items() if value != good[kind]}
            group.reject(f"gap-{slug}-{label}", f"certificate-{slug}", _merge({"witness": {"primal": change}}), rule, why,
                         op="certificate")  # fmt: skip


# Tables of functions.


def _tables(group: Group) -> None:
    """[R3.106]-[R3.108] Vectors that are wrong at one entry or in one class of correlators alone."""
    document = base("small table")
    spread = {f"{a}|{x}": "1/8" for x in words(3) for a in words(3) if _wins(a, x)}
    document["witness"]["classes"][0]["dual"]["1"] = spread
    accepted = "gap-table"
    group.accept(
        accepted, "R3.106 R3.107", "certificate", {"document": document}, "the number 1, spread over all inputs"
    )
    classes = document["witness"]["classes"]

    def bad(label: str, change: dict[str, str], rule: str, why: str) -> None:
        first = {**classes[0], "dual": {"0": {}, "1": {**spread, **change}}}
        group.reject(f"gap-table-{label}", accepted, _merge({"witness": {"classes": [first, *classes[1:]]}}), rule, why)

    for x in words(3):
        for a in ("000", "111", "010", "101"):
            if not _wins(a, x):
                for sign, step in (("above", TINY), ("below", -TINY)):
                    bad(
                        f"loses-{a}-{x}-{sign}", {f"{a}|{x}": str(step)}, "R3.106", f"{step} at {a}|{x}, a wrong answer"
                    )
        for a in words(3):
            if x.count("0") % 2 and a in ("000", "011", "111"):
                change = {
                    key: step for key, step in peak(a, x, -F(1, 8) - TINY, (1, 3)).items() if _wins(*key.split("|"))
                }
                bad(f"negative-{a}-{x}", _sum(spread, change), "R3.106", f"-2^-70 at {a}|{x} alone, outside X")
        for parties in ((), (1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)):
            if x.count("0") % 2 or len(parties) < 2:
                seen = {
                    f"{a}|{x}": TINY * (-1) ** sum(a[i - 1] == "1" for i in parties) for a in words(3) if _wins(a, x)
                }
                bad(f"class-{''.join(map(str, parties)) or 'none'}-{x}", _sum(spread, seen), "R3.107",
                    "wrong by 2^-70 in one class of correlators alone")  # fmt: skip
    for power in (32, 53, 64, 128):
        bad(f"modulo-{power}", {"000|111": str(F(1, 8) + 2**power)}, "R3.107", f"right modulo 2^{power}")
    turned = base("small table")
    turned["claim"]["classes"].reverse()
    turned["witness"]["classes"].reverse()
    group.accept(
        "gap-table-turned", "R3.105 R3.108", "certificate", {"document": turned}, "the classes in another order"
    )
    ghz = {"111": "1", "100": "-1", "010": "-1", "001": "-1"}
    for i, place in enumerate(("first", "middle")):
        shown = turned["witness"]["classes"]
        listed = [{**one, "primal": ghz} if j == i else one for j, one in enumerate(shown)]
        group.reject(f"gap-table-turned-{place}", "gap-table-turned", _merge({"witness": {"classes": listed}}), "R3.108",
                     f"in the box of the {place} class nothing is certain")  # fmt: skip


def _wins(a: str, x: str) -> bool:
    """I(a,x) = 0 in the GHZ game of three."""
    return x.count("0") % 2 == 1 or a.count("1") % 2 == x.count("0") // 2 % 2


# The magic square.


def _squares(group: Group) -> None:
    """[R2.20] A box that is certain at its own input and loses by 2^-70 elsewhere."""
    document = base("square")
    boxes = document["witness"]["boxes"]
    for name in ("1,1", "2,2", "3,3"):
        box = boxes[name]
        key = next(key for key, value in box.items() if key.endswith(f"|{name}") and value == "1")
        a, b = key.split("|")[0].split(",")
        told = {f"{a},{b}|{r},{c}": TINY for r in "123" for c in "123"}
        change = {one: str((1 - TINY) * F(box.get(one, "0")) + told.get(one, F(0))) for one in {**box, **told}}
        group.reject(f"gap-square-{name.replace(',', '-')}", "certificate-square", _merge({"witness": {"boxes": {name: change}}}),
                     "R2.20", f"the box of {name} loses by 2^-70 where its own input is not asked", op="certificate")  # fmt: skip
        other = next(
            box for box in boxes.values() if not any(k.endswith(f"|{name}") and v == "1" for k, v in box.items())
        )
        group.reject(
            f"gap-square-{name.replace(',', '-')}-other", "certificate-square",
            _merge({"witness": {"boxes": {name: {**dict.fromkeys(box), **other}}}}), "R3.121",
            f"the box of {name} always wins, and has no certain answer there", op="certificate",
        )  # fmt: skip


def _lost_once(r: int, c: int, row_bit: int) -> dict[str, str]:
    """Answers that are certain and win but at one input, counted from 0, where the row's bit is given and the other not."""
    for cells in product((0, 1), repeat=9):
        columns = [[cells[3 * i + j] for i in range(3)] for j in range(3)]
        rows = [[cells[3 * i + j] ^ ((i, j) == (r, c)) for j in range(3)] for i in range(3)]
        if rows[r][c] == row_bit and all(sum(b) % 2 for b in columns) and not any(sum(a) % 2 for a in rows):
            break
    words = [["".join(map(str, line)) for line in lines] for lines in (rows, columns)]
    return {f"{words[0][i]},{words[1][j]}|{i + 1},{j + 1}": "1" for i in range(3) for j in range(3)}


def _lost_squares(group: Group) -> None:
    """[R2.20] A box that loses at one input, where the row has 1 and the column 0, or the reverse."""
    boxes = base("square")["witness"]["boxes"]
    for name, place in (("1,1", (0, 1)), ("2,2", (2, 0)), ("3,3", (1, 2))):
        for bit in (0, 1):
            lost = {**dict.fromkeys(boxes[name]), **_lost_once(*place, bit)}
            group.reject(f"gap-square-{name.replace(',', '-')}-lost-{bit}", "certificate-square",
                         _merge({"witness": {"boxes": {name: lost}}}), "R2.20", op="certificate",
                         why=f"the box of {name} loses at one input alone, where the row has {bit}")  # fmt: skip


# Codes.


def _separable(length: int, dimension: int, q: int) -> dict[int, int]:
    """A_w of a code [N,K] over q elements with the largest distance."""
    least = length - dimension + 1
    return {
        w: comb(length, w) * sum((-1) ** j * comb(w, j) * (q ** (w - least + 1 - j) - 1) for j in range(w - least + 1))
        for w in range(least, length + 1)
    }


def _codes(group: Group) -> None:
    """[R3.95], [R3.96] Numbers of messages beyond 2^64, wrong by 1 and by powers of 2."""
    given = concatenation("simplex", "100011011", 12, 10)
    numbers = {128 * w: str(count) for w, count in _separable(12, 10, 256).items()}
    exact = code(80, 12 * 255, given, "exact", numbers, "mds")
    group.accept("gap-code", "R3.94 R3.95 R3.96", "certificate", {"document": exact}, "80 bits, counted exactly")
    bound = code(80, 12 * 255, given, "bound", numbers, "mds")
    group.accept("gap-code-bound", "R3.94 R3.95", "certificate", {"document": bound}, "80 bits, bounded")
    listed = exact["claim"]["weights"]

    def changed(i: int, step: int) -> Document:
        new = [dict(one) for one in listed]
        new[i]["messages"] = str(int(new[i]["messages"]) + step)
        return _merge({"claim": {"weights": new}})

    for place, i in (("first", 0), ("middle", len(listed) // 2), ("last", len(listed) - 1)):
        group.reject(
            f"gap-code-{place}-more", "gap-code", changed(i, 1), "R3.96", f"one message more than is known, {place}"
        )
        for power in (0, 32, 53, 64):
            if int(listed[i]["messages"]) > 2**power:
                group.reject(f"gap-code-bound-{place}-{power}", "gap-code-bound", changed(i, -(2**power)), "R3.95",
                             f"2^{power} messages less than are known, {place}")  # fmt: skip
                if power:
                    group.reject(f"gap-code-{place}-{power}", "gap-code", changed(i, 2**power), "R3.96",
                                 f"2^{power} messages more than are known, {place}")  # fmt: skip
