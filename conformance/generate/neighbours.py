"""Certificates beside those that are right: each wrong where a checker that is almost right does not look."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import isqrt, lcm
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base, committed, silent
from conformance.generate.faults_claims import silent as silent_types
from conformance.generate.faults_tested import ASKED, THREE
from conformance.generate.oracle import words

F = Fraction
#: So little that it is one unit of the common denominator.
UNIT = F(1, 2**80)


def neighbours() -> Group:
    group = Group("neighbours")
    for section in (
        _ties,
        _one_box,
        _least,
        _charges,
        _directions,
        _close,
        _dominated,
        _reach,
        _orders,
        _types,
        _four,
        _listed,
    ):
        section(group)
    return group


def _changed(change: dict[str, Any]) -> dict[str, Any]:
    return {"merge": {"document": change}}


def _winning(n: int, x: str) -> Iterator[str]:
    """The outputs that win the GHZ game at an input that it asks."""
    return (a for a in words(n) if _wins("ghz", a, x))


def _ties(group: Group) -> None:
    """[R3.100], [R3.107] the constant 1, and beside it what adds a correlator of some parties, for each class of them."""
    for name, n in (("small table", 3), ("table", 4)):
        classes = base(name)["witness"]["classes"]
        asked = [x for x in words(n) if x.count("0") % 2 == 0]
        number = next(i for i, one in enumerate(base(name)["claim"]["classes"]) if set(one["function"]) == {"0"})
        for x in asked if n == 3 else (asked[0], asked[-1]):
            for chosen in list(words(n))[1 : 2 ** (n - 1)]:
                dual = {
                    f"{a}|{x}": "3/2" if sum(p == q == "1" for p, q in zip(a, chosen, strict=True)) % 2 == 0 else "1/2"
                    for a in _winning(n, x)
                }
                shown = [*classes]
                shown[number] = {"dual": {"0": {}, "1": dual}, "primal": classes[number]["primal"]}
                parties = "".join(str(i + 1) for i in range(n) if chosen[i] == "1")
                group.reject(
                    f"neighbour-tie-{n}-{x}-{parties}", f"certificate-{name.replace(' ', '-')}",
                    _changed({"witness": {"classes": shown}}), "R3.107",
                    f"1, and half the correlator of {parties} at {x}", op="certificate",
                )  # fmt: skip


def _one_box(group: Group) -> None:
    """[R3.65] one box in which a party always gives one answer fixes some functions, and not all."""
    boxes = base("fixing")["witness"]["boxes"]
    for number, box in enumerate(boxes):
        group.reject(
            f"neighbour-fixing-box-{number + 1}-alone", "certificate-fixing", _changed({"witness": {"boxes": [box]}}),
            "R3.65", f"box {number + 1} alone", op="certificate",
        )  # fmt: skip


def _least(group: Group) -> None:
    """What is below 0 by one unit of the common denominator."""
    once, other = base("attained once"), committed("attainment/party-1-answers-1.json")
    once["claim"]["probability"] = str(F(3, 4) + UNIT / 2)
    once["witness"]["P"] = _beyond(once["witness"]["P"], other["witness"]["P"])
    most, least = base("symmetric primal"), base("symmetric min")
    value, low = F(most["claim"]["value"]), F(least["claim"]["value"])
    most["claim"]["value"] = str(value + UNIT * (value - low))
    most["witness"]["primal"] = _beyond(most["witness"]["primal"], least["witness"]["primal"])
    dual, by_types = base("dual"), base("symmetric dual")
    dual["witness"]["dual"] = _below(
        dual["witness"]["dual"], ((f"{a}|10000", p) for a in words(5) for p in range(2, 6))
    )
    by_types["witness"]["dual"] = _below_by_types(by_types["witness"]["dual"])
    for name, of, document, rule in (
        ("box", "attained once", once, "R2.8"), ("box-by-types", "symmetric primal", most, "R2.8"),
        ("dual", "dual", dual, "R3.33"), ("dual-by-types", "symmetric dual", by_types, "R3.74"),
    ):  # fmt: skip
        change = {part: document[part] for part in ("claim", "witness")}
        group.reject(
            f"neighbour-least-{name}", f"certificate-{of.replace(' ', '-')}", _changed(change), rule,
            "negative by one unit of the common denominator", op="certificate",
        )  # fmt: skip


def _beyond(box: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """The box, and a unit of what it has more than the other."""
    found = {key: (1 + UNIT) * F(box.get(key, "0")) - UNIT * F(other.get(key, "0")) for key in sorted({**box, **other})}
    return {key: str(value) for key, value in found.items() if value}


def _below(dual: dict[str, str], places: Iterator[tuple[str, int]]) -> dict[str, str]:
    """The vector and what acts as 0, so that it is negative where an answer is right and nothing was before."""
    for key, party in places:
        change = silent(party, key, -UNIT)
        right = [entry for entry in change if _is_free(entry) and change[entry] < 0 and entry not in dual]
        if right:
            return dual | {entry: str(F(dual.get(entry, "0")) + step) for entry, step in change.items()}
    raise LookupError("there is no such place")


def _is_free(entry: str) -> bool:
    """Whether the Mermin game of five parties does not lose at an entry."""
    a, x = entry.split("|")
    return not _asks("mermin", x) or _wins("mermin", a, x)


def _below_by_types(dual: dict[str, str]) -> dict[str, str]:
    for others in ((i, j, k, 4 - i - j - k) for i, j, k in product(range(5), repeat=3) if i + j + k <= 4):
        for step in (UNIT, -UNIT):
            change = silent_types(others, step)
            if any(value == -UNIT and key not in dual and not _loses(key) for key, value in change.items()):
                return dual | {key: str(F(dual.get(key, "0")) + value) for key, value in change.items()}
    raise LookupError("there is no such type")


def _loses(key: str) -> bool:
    """Whether the GHZ game of five parties loses at the entries of a type."""
    a, b, _c, d = (int(number) for number in key.replace("|", ",").split(","))
    return (a + b) % 2 == 0 and (b + d) % 2 != (a + b) // 2 % 2


def _charges(group: Group) -> None:
    """[R3.17] W is too small by one unit where I = 0; where I = 1 there is room."""
    y = "10000"
    for step in (F(1, 1000), UNIT):
        less = {f"{a}|{y}": str(1 - step) for a in ("10100", "11100")}
        more = {f"{a}|11000": str(step) for a in ("10100", "11100")}
        group.reject(
            f"neighbour-charge-{step.denominator if step != UNIT else 'least'}", "certificate-trivial",
            _changed({"claim": {"beta": {y: {y: "1"}}}, "witness": {y: {"W": less | more}}}), "R3.17",
            f"|G| exceeds W by {step} where the answer is right, and beta does not help", op="certificate",
        )  # fmt: skip
    spread = {key: str(value) for key, value in silent(1, "00000|00110", UNIT).items()}
    group.reject("neighbour-charge-without-W", "certificate-trivial", _changed({"witness": {y: {"G": spread}}}), "R3.17",
                 "|G| is a unit where W is 0", op="certificate")  # fmt: skip


#: What four inputs bear with these signs, the correlator of parties 4 and 5 on all that loses, acts as 0.
LOSSES = {"00100": 1, "10000": -1, "00111": 1, "10011": -1}
#: And so does that of parties 1 and 2 with these.
OTHERS = {"00001": 1, "00111": -1, "11001": 1, "11111": -1}


def _once() -> tuple[dict[str, Any], dict[str, dict[str, Fraction]]]:
    """The numbers of eq (13) for one input, and its W and G."""
    document = base("distilled once")
    member = document["witness"]["10000"]
    return document, {part: {key: F(value) for key, value in member[part].items()} for part in "WG"}


def _put(document: dict[str, Any], vectors: dict[str, dict[str, Fraction]], **claim: Any) -> int:
    """Write W and G and how many directions they take, which is returned."""
    keys = vectors["W"].keys() | vectors["G"].keys()
    pairs = {(vectors["W"].get(key, F(0)), vectors["G"].get(key, F(0))) for key in keys} - {(F(0), F(0))}
    count = len({(w - g) / (w + g) if w + g else None for w, g in pairs})
    document["witness"]["10000"] = {
        part: {key: str(value) for key, value in vector.items() if value} for part, vector in vectors.items()
    }
    document["claim"] |= {"directions": count, **claim}
    return count


def _directions(group: Group) -> None:
    """[R3.43] pairs that differ in sign are one direction; so near ones are two."""
    _, once = _once()
    at = "00000|00111"
    own, other = once["W"][at], once["G"][at]
    common = lcm(*(value.denominator for vector in once.values() for value in vector.values()))
    large, unit = F(2**70), F(1, 3 * common)
    for label, w_step, g_step, further, why in (
        ("up-to-sign", (2 - own - other) / 2, (-2 - own - other) / 2, (0, 0), "W + G = 0, with W - G above and below 0"),
        ("near", large + 1, large, (0, 0), "W + G as large as 2^71"),
        ("near-turned", large + 1, -large, (0, 0), "W - G as large as 2^71"),
        ("without-W", -own, F(5), (0, 0), "W = 0, with G above and below 0"),
        ("of-a-unit", 1 + unit, -1 - own - other, (0, 0), "W + G is a unit of the common denominator, above and below 0"),
        ("nearer", large + unit, large + own - other, (1, 1), "W - G is a unit, and W + G is 2^71 and a little more or less"),
        ("nearer-turned", large + unit, -large - own - other, (1, -1), "W + G is a unit, and W - G is 2^71 and a little more or less"),
    ):  # fmt: skip
        document, found = _once()
        for inputs, parties, w, g in ((LOSSES, slice(3, 5), w_step, g_step), (OTHERS, slice(2), *further)):
            for x, sign in inputs.items():
                for a in (a for a in words(5) if not _is_free(f"{a}|{x}")):
                    n = sign * (-1) ** a[parties].count("1")
                    for part, step in (("W", w), ("G", g)):
                        found[part][f"{a}|{x}"] = found[part].get(f"{a}|{x}", F(0)) + n * step
        count = _put(document, found, beta=str(2**80))
        name = group.accept(f"neighbour-directions-{label}", "R3.43", "certificate", {"document": document},
                            f"by what acts as 0 on what loses: {why}")  # fmt: skip
        group.reject(f"neighbour-directions-{label}-one-less", name, _changed({"claim": {"directions": count - 1}}), "R3.43",
                     "there is one direction more")  # fmt: skip


def _close(group: Group) -> None:
    """[R3.41], [R3.42] alpha out of range, too small by 10^-18, just large enough, and alpha W + beta I far below 0."""
    document, found = _once()
    for x, sign in LOSSES.items():
        for a in (a for a in words(5) if not _is_free(f"{a}|{x}")):
            found["W"][f"{a}|{x}"] = found["W"].get(f"{a}|{x}", F(0)) + 1000 * sign * (-1) ** a[3:].count("1")
    _put(document, found)
    group.reject(
        "neighbour-reach-below-0", "certificate-distilled-once",
        _changed({part: document[part] for part in ("claim", "witness")}), "R3.42",
        "alpha W + beta I is below 0, and twice its square is large enough", op="certificate",
    )  # fmt: skip
    group.reject(
        "neighbour-alpha-nearly", "certificate-distilled-once",
        _changed({"claim": {"alpha": str(F(isqrt(5 * 10**36 // 8), 10**18))}}), "R3.42",
        "alpha is too small by less than 10^-18, and beta helps only where the answer is wrong", op="certificate",
    )  # fmt: skip
    document, found = _once()
    party, key = next(
        (party, key)
        for key, party in product(sorted(found["W"]), range(1, 6))
        if not _asks("mermin", key[6:]) and key[5 + party] == "0" and found["G"].get(key, F(0)) > 0
        and found["W"].get(key[: party - 1] + "10"[int(key[party - 1])] + key[party:], F(0)) >= found["W"][key]
    )  # fmt: skip
    step = (found["W"][key] - F(31, 17) * found["G"][key]) / 2
    for part, size in (("W", -step), ("G", F(17, 31) * step)):
        for entry, change in silent(party, key, size).items():
            found[part][entry] = found[part].get(entry, F(0)) + change
    _put(document, found, alpha="25/31", beta="100")
    name = group.accept("neighbour-alpha-exactly", "R3.42", "certificate", {"document": document},
                        "W = 31, G = 17 and alpha = 25/31: both sides are equal")  # fmt: skip
    group.reject("neighbour-alpha-not-exactly", name, _changed({"claim": {"alpha": str(F(25, 31) - UNIT)}}), "R3.42",
                 "alpha is too small by 2^-80")  # fmt: skip
    for alpha in ("1", "2"):
        group.reject(f"neighbour-alpha-{alpha}", name, _changed({"claim": {"alpha": alpha}}), "R3.41",
                     "alpha is not below 1")  # fmt: skip


def _dominated(group: Group) -> None:
    """[R3.88] boxes of coins at one input, and mu just bears them but for one entry that it has not."""
    for names in (("plus",), ("minus",), ("plus", "minus")):
        for y in (ASKED[0], ASKED[-1]):
            coins = {f"{a}|{x}": str(F(len(names), 64)) for x in ASKED for a in THREE}
            document = base("limit")
            document["claim"]["rate"] = "-1"
            boxes: dict[str, Any] = {x: {"plus": {}, "minus": {}} for x in ASKED}
            boxes[y] |= {name: {"---": "1/8"} for name in names}
            document["witness"] = {"mu": coins, "boxes": boxes}
            name = group.accept(f"neighbour-coins-{'-'.join(names)}-{y}", "R3.86 R3.87 R3.88 R3.89", "certificate",
                                {"document": document}, f"coins for {' and '.join(names)} at {y}, nothing else")  # fmt: skip
            for key in ("000|001", "111|111"):
                group.reject(f"{name}-without-{key.replace('|', '-')}", name, _changed({"witness": {"mu": {key: None}}}), "R3.88",
                             f"mu has nothing at {key}")  # fmt: skip
                less = {key: str(F(coins[key]) - UNIT)}
                group.reject(f"{name}-less-{key.replace('|', '-')}", name, _changed({"witness": {"mu": less}}), "R3.88",
                             f"mu is too small at {key} by 2^-80")  # fmt: skip


def _reach(group: Group) -> None:
    """[R3.88], [R1.4] what mu bears of a box at another input, and an epsilon with which it is not asked."""
    document = base("limit")
    y = ASKED[0]
    coins = {f"{a}|{x}": F(1, 64) / (1 if x == y else 4) for x in ASKED for a in THREE}
    boxes: dict[str, Any] = {x: {"plus": {}, "minus": {}} for x in ASKED}
    boxes[y]["plus"] = {"---": "1/8"}
    document["claim"] |= {"epsilon": "1/3", "rate": "-1"}
    document["witness"] = {"mu": {key: str(value) for key, value in coins.items()}, "boxes": boxes}
    name = group.accept("neighbour-reach", "R3.86 R3.87 R3.88 R3.89", "certificate", {"document": document},
                        "r = 2: at distance 2 a quarter of mu bears the coins")  # fmt: skip
    for key in ("000|001", "110|010", "111|111"):
        group.reject(f"neighbour-reach-{key.replace('|', '-')}", name,
                     _changed({"witness": {"mu": {key: str(coins[key] - UNIT)}}}), "R3.88", f"mu is too small at {key} by 2^-80")  # fmt: skip
    group.reject("neighbour-reach-further", name, _changed({"claim": {"epsilon": str(F(1, 3) + UNIT)}}), "R3.88",
                 "epsilon is too large by 2^-80")  # fmt: skip
    nothing = base("limit")
    nothing["claim"]["rate"] = "0"
    nothing["witness"] = {"mu": {}, "boxes": {x: {"plus": {}, "minus": {}} for x in ASKED}}
    name = group.accept(
        "neighbour-nothing", "R1.4 R3.89", "certificate", {"document": nothing}, "no box at all reaches 0"
    )
    for epsilon in (F(1, 2) + UNIT, F(3, 4), F(1), F(2), -UNIT):
        group.reject(f"neighbour-epsilon-{str(epsilon).replace('/', '-') if epsilon.denominator < 9 else 'above' if epsilon > 0 else 'below'}",
                     name, _changed({"claim": {"epsilon": str(epsilon)}}), "R1.4", "epsilon is not in (0, 1/2]")  # fmt: skip
    group.reject(
        "neighbour-nothing-more", name, _changed({"claim": {"rate": str(UNIT)}}), "R3.89", "nothing is less than 2^-80"
    )


def _orders(group: Group) -> None:
    """[R6.19] orders in which a party stands twice."""
    for order in ([1, 1, 2], [1, 3, 3], [2, 2, 3], [3, 3, 3], [1, 1, 1]):
        for place, i in (("first", 0), ("last", 3)):
            symmetries = base("small table")["witness"]["symmetries"]
            symmetries[i]["order"] = order
            group.unreadable(
                f"neighbour-order-{''.join(map(str, order))}-{place}", "certificate-small-table",
                _changed({"witness": {"symmetries": symmetries}}), "R6.19", "a party stands there twice", op="certificate",
            )  # fmt: skip


def _types(group: Group) -> None:
    """[R3.75], [R2.13] boxes by types: the last weight alone, and a loss of many units."""

    def box(n: int, coins: Fraction) -> dict[str, str]:
        """So much of coins, and the rest of the GHZ box, which is uniform outside X."""
        found = {}
        for i, j, k in (kind for kind in product(range(n + 1), repeat=3) if sum(kind) <= n):
            asked = (i + j) % 2 == 0
            right = (n - i - k) % 2 == (i + j) // 2 % 2
            value = (coins + (1 - coins) * (2 * right if asked else 1)) / 2**n
            if value:
                found[f"{i},{j}|{k},{n - i - j - k}"] = str(value)
        return found

    for n, x, weights in ((4, "1111", [4]), (4, "0000", [0]), (4, "0000", [4]), (2, "11", [2])):
        document = base("symmetric primal")
        document["claim"] |= {
            "game": {"name": "ghz", "parties": n},
            "weights": weights,
            "input": x,
            "value": str(F(2, 2**n)),
        }
        document["witness"] = {"primal": box(n, F(0))}
        name = group.accept(f"neighbour-types-{n}-{x}-{weights[0]}", "R3.75 R2.9 R2.10 R2.13", "certificate",
                            {"document": document}, "the probability of one weight, which has one output")  # fmt: skip
        lossy = _changed(
            {
                "witness": {"primal": box(n, F(999, 1000))},
                "claim": {"value": str(F(999, 1000) / 2**n + F(1, 1000) * F(2, 2**n))},
            }
        )
        group.reject(f"{name}-mostly-coins", name, lossy, "R2.13", "the loss is nearly that of coins")
    document = base("symmetric primal")
    primal = {kind: str(2 * F(value)) for kind, value in document["witness"]["primal"].items()}
    group.reject("neighbour-types-twice", "certificate-symmetric-primal",
                 _changed({"claim": {"value": str(2 * F(document["claim"]["value"]))}, "witness": {"primal": primal}}), "R2.9",
                 "twice the box: the sums are not 1", op="certificate")  # fmt: skip
    name, written = "neighbour-types-2-11-2", box(2, F(0))
    uniform = dict.fromkeys(("2,0|0,0", "1,1|0,0", "0,2|0,0", "1,0|1,0", "1,0|0,1", "0,1|1,0", "0,1|0,1"), "1/4")
    removed: dict[str, Any] = dict.fromkeys(written)
    primal = {**removed, **uniform, "0,0|1,1": "1/2"}
    group.reject("neighbour-types-2-as-many-as-entries", name, _changed({"claim": {"weights": [1], "value": "1"}, "witness": {"primal": primal}}),
                 "R2.13", "a loss of as many units as there are entries, at each type")  # fmt: skip
    for n, ones in ((4, 1), (4, 3), (2, 1)):
        name = {4: "neighbour-types-4-1111-4", 2: "neighbour-types-2-11-2"}[n]
        group.reject(f"neighbour-types-signals-{n}-{ones}", name, _changed({"witness": {"primal": _seen_by_all_but_one(n, ones)}}),
                     "R2.10", f"at inputs with {ones} ones all parties but one see the input of that one")  # fmt: skip


def _seen_by_all_but_one(n: int, ones: int) -> dict[str, str]:
    """By types: coins, and at inputs with so many ones the correlators of all parties but one that is on input 0."""
    zeros = n - ones
    return {
        f"{i},{zeros - i}|{k},{ones - k}": str(F(1, 2**n) * (1 + F(1, 4) * (-1) ** (n - i - k) * (2 * i - zeros)))
        for i, k in product(range(zeros + 1), range(ones + 1))
    }


def _four(group: Group) -> None:
    """[R2.10] boxes of four and three parties in which the others together see the input of one."""
    for name, n, asked, outside in (("ghz", 4, "1111", ("1110", "0111")), ("mermin", 3, "100", ("000", "011"))):
        document = base("attained once")
        document["claim"] |= {
            "game": {"name": name, "parties": n}, "triples": [[1, 2, 3]], "inputs": [asked],
            "probability": {"ghz": "1/2", "mermin": "1/4"}[name],
        }  # fmt: skip
        document["witness"]["P"] = {
            f"{a}|{x}": str(F(2, 2**n) if _asks(name, x) else F(1, 2**n))
            for x in words(n)
            for a in words(n)
            if not _asks(name, x) or _wins(name, a, x)
        }
        base_id = group.accept(f"neighbour-box-{name}-{n}", "R2.8 R2.9 R2.10 R2.13 R3.21", "certificate", {"document": document},
                               f"the {name} box of {n} parties, coins outside X")  # fmt: skip
        for party, x in product(range(1, n + 1), outside):
            change = {
                f"{a}|{x}": str(F(1, 2**n) + (-1) ** (a[: party - 1] + a[party:]).count("1") * UNIT) for a in words(n)
            }
            group.reject(f"{base_id}-signals-{party}-{x}", base_id, _changed({"witness": {"P": change}}), "R2.10",
                         f"the others together see the input of party {party}, at {x} only")  # fmt: skip


def _asks(game: str, x: str) -> bool:
    return x.count("1") % 2 == 1 if game == "mermin" else x.count("0") % 2 == 0


def _wins(game: str, a: str, x: str) -> bool:
    right = x.count("1") % 4 == 3 if game == "mermin" else x.count("0") % 4 == 2
    return (a.count("1") % 2 == 1) == right


def _listed(group: Group) -> None:
    """[R6.26], [R6.16], [R6.6] the longest list of boxes, the largest table, and a list that is too long."""
    fixing = base("fixing")
    fixing["witness"]["boxes"] = (fixing["witness"]["boxes"] * 11)[:64]
    name = group.accept("neighbour-64-boxes", "R6.26", "certificate", {"document": fixing}, "64 boxes are allowed")
    box = fixing["witness"]["boxes"][0]
    group.unreadable("neighbour-65-boxes", name, _changed({"witness": {"boxes": [*fixing["witness"]["boxes"], box]}}), "R6.26",
                     "65 boxes", isolated=True)  # fmt: skip
    none = {"s": "00000", "t": "00000", "c": "00000"}
    symmetries = [{"order": [2, 1, 3, 4, 5]} | none, {"order": [2, 3, 4, 5, 1]} | none,
                  {"order": [1, 2, 3, 4, 5], "s": "01000", "t": "11000", "c": "11000"}]  # fmt: skip
    claim = {"game": {"parties": 5}, "input": "11111", "classes": []}
    group.reject("neighbour-table-of-five", "certificate-small-table",
                 _changed({"claim": claim, "witness": {"symmetries": symmetries, "classes": []}}), "R3.105",
                 "five parties are not too many, and no function is listed", op="certificate")  # fmt: skip
