"""Members of tested cells and of their limits, carried from every input by ways that use all that a way has, with both signs."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults_tested import ASKED, THREE, majority, right, trivial

Way = dict[str, Any]
#: What makes a way with a sign one with the other.
_OTHER: dict[str, Way] = {"+": {"sign": "-"}, "-": {"sign": "+"}}


def ways() -> Group:
    group = Group("ways")
    for source in ASKED:
        for number, (y, way) in enumerate(_chosen(source)):
            for sign in "+-":
                name = f"{source}-{number + 1}-{'plus' if sign == '+' else 'minus'}"
                carried = {**way, "sign": sign}
                _carried(group, f"way-{name}", source, y, carried)
                _limit(group, f"way-limit-{name}", source, y, carried)
    return group


def _moved(way: Way, a: str, x: str) -> tuple[str, str]:
    """[R2.15] New party j is the old party order[j]."""
    entry = []
    for party in way["order"]:
        i = party - 1
        bit, turned = int(x[i]), int(way["t"][i]) * int(x[i])
        entry.append((int(a[i]) ^ int(way["s"][i]) ^ turned, bit ^ int(way["c"][i])))
    return "".join(str(p) for p, _ in entry), "".join(str(q) for _, q in entry)


def _keeps_the_game(way: Way) -> bool:
    for x in THREE:
        for a in THREE:
            b, y = _moved(way, a, x)
            if (y in ASKED) != (x in ASKED) or (x in ASKED and right(a, x) != right(b, y)):
                return False
    return True


def _ways() -> Iterator[Way]:
    for s, t, c in product(THREE, repeat=3):
        for order in ([1, 2, 3], [2, 3, 1], [3, 2, 1]):
            if _keeps_the_game(way := {"order": order, "s": s, "t": t, "c": c}):
                yield way


def _chosen(source: str) -> Iterator[tuple[str, Way]]:
    """One way to each other input, the first that turns outputs, turns some by the input, and turns inputs."""
    found: dict[str, Way] = {}
    for way in _ways():
        y = _moved(way, "000", source)[1]
        rich = "1" in way["s"] and "1" in way["t"] and way["c"].count("1") == 2 and way["order"] != [1, 2, 3]
        if y != source and rich:
            found.setdefault(y, way)
    yield from sorted(found.items())


def _values_at(source: str, y: str, way: Way) -> str:
    """f at y: what it is at the source, or its opposite, there where the way leads."""
    turned = int(way["sign"] == "-")
    images = {_moved(way, a, source)[0]: str(majority(a) ^ turned) for a in THREE}
    return "".join(images[a] for a in THREE)


def _carried(group: Group, label: str, source: str, y: str, way: Way) -> None:
    document = trivial(table=True)
    document["claim"]["f"]["values"][y] = _values_at(source, y, way)
    document["witness"][y] = {"from": source, **way}
    group.accept(label, "R3.80 R3.81 R3.83 R2.15", "certificate", {"document": document},
                 f"{y} is carried from {source} with the sign {way['sign']}")  # fmt: skip
    _turned(group, label, "R3.83", {y: _OTHER[way["sign"]]})


def _turned(group: Group, label: str, rule: str, witness: Way) -> None:
    other = {"document": {"witness": witness}}
    group.reject(f"{label}-turned", label, {"merge": other}, rule, "the other sign", op="certificate")


def _answers(a: str, y: str, slopes: str, mass: Fraction) -> dict[str, str]:
    """The correlators of the box whose parties answer a at y, and turn on another input where their slope is 1."""

    def sign(key: str) -> int:
        turned = (int(a[i]) + int(slopes[i]) * (int(key[i]) ^ int(y[i])) for i in range(3) if key[i] != "-")
        return -1 if sum(turned) % 2 else 1

    return {"".join(key): str(sign("".join(key)) * mass) for key in product("-01", repeat=3)}


def _limit(group: Group, label: str, source: str, y: str, way: Way) -> None:
    """At the source one box answers rightly with f = 0 and a lighter one with f = 1; what they reach is carried to y."""
    masses = Fraction(1, 64), Fraction(1, 128)
    answers = [next(a for a in THREE if right(a, source) and majority(a) == f) for f in (0, 1)]
    plus, minus = (
        _answers(a, source, slopes, mass) for a, slopes, mass in zip(answers, ("011", "110"), masses, strict=True)
    )
    nothing: dict[str, dict[str, str]] = {"plus": {}, "minus": {}}
    document = trivial(table=True)
    f = document["claim"]["f"]
    f["values"][y] = _values_at(source, y, way)
    game, inputs = (document["claim"][key] for key in ("game", "inputs"))
    document["kind"] = "tested-limit"
    document["claim"] = {"game": game, "inputs": inputs, "f": f, "epsilon": "1/2", "rate": str(2 * sum(masses))}
    document["witness"] = {
        "mu": {f"{a}|{x}": "1/32" for x in ASKED for a in THREE},
        "boxes": dict.fromkeys(ASKED, nothing) | {source: {"plus": plus, "minus": minus}, y: {"from": source, **way}},
    }
    group.accept(label, "R3.80 R3.81 R3.87 R3.88 R3.89 R2.15", "certificate", {"document": document},
                 f"boxes of {y} are carried from {source} with the sign {way['sign']}")  # fmt: skip
    _turned(group, label, "R3.89", {"boxes": {y: _OTHER[way["sign"]]}})
