"""Certificates beside those that are right: each wrong where a checker that is almost right does not look."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
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
    for section in (_ties, _one_box, _least, _charges, _directions, _dominated, _orders, _types):
        section(group)
    return group


def _changed(change: dict[str, Any]) -> dict[str, Any]:
    return {"merge": {"document": change}}


def _winning(n: int, x: str) -> Iterator[str]:
    """The outputs that win the GHZ game at an input that it asks."""
    zeros = x.count("0")
    return (a for a in words(n) if a.count("1") % 2 == zeros // 2 % 2)


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
    return x.count("1") % 2 == 0 or (a.count("1") % 2 == 1) == (x.count("1") % 4 == 3)


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


def _directions(group: Group) -> None:
    """[R3.43] pairs with W + G = 0 and W - G of either sign are one direction; so near ones are two."""
    member = base("distilled once")["witness"]["10000"]
    at = "00000|00111"
    zero = -F(member["W"][at]) - F(member["G"][at])
    for label, total, second, why in (
        ("up-to-sign", zero, F(2), "W + G = 0, with W - G above and below 0"),
        ("near", F(2**70), F(1), "W + G as large as 2^70"),
        ("near-turned", F(1), F(2**70), "W - G as large as 2^70"),
    ):  # fmt: skip
        document = base("distilled once")
        found = {part: {key: F(value) for key, value in member[part].items()} for part in "WG"}
        for x, sign in (("00100", 1), ("10000", -1), ("00111", 1), ("10011", -1)):
            for a in (a for a in words(5) if (a.count("1") % 2 == 1) != (x.count("1") % 4 == 3)):
                for part, step in (("W", (total + second) / 2), ("G", (total - second) / 2)):
                    value = found[part].get(f"{a}|{x}", F(0)) + sign * (-1) ** a[3:].count("1") * step
                    found[part][f"{a}|{x}"] = value
        keys = found["W"].keys() | found["G"].keys()
        pairs = {(found["W"].get(key, F(0)), found["G"].get(key, F(0))) for key in keys} - {(F(0), F(0))}
        count = len({(w - g) / (w + g) if w + g else None for w, g in pairs})
        document["witness"]["10000"] = {
            part: {key: str(value) for key, value in vector.items() if value} for part, vector in found.items()
        }
        document["claim"] |= {"beta": str(2**80), "directions": count}
        name = group.accept(f"neighbour-directions-{label}", "R3.43", "certificate", {"document": document},
                            f"by what acts as 0 on what loses: {why}")  # fmt: skip
        group.reject(f"neighbour-directions-{label}-one-less", name, _changed({"claim": {"directions": count - 1}}), "R3.43",
                     "there is one direction more")  # fmt: skip


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
