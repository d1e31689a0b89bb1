"""Members of tested cells that are carried from every input, by ways that use all that a way has, with both signs."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults_tested import ASKED, THREE, majority, right, trivial

Way = dict[str, Any]


def ways() -> Group:
    group = Group("ways")
    for source in ASKED:
        for number, (y, way) in enumerate(_chosen(source)):
            for sign in "+-":
                _carried(
                    group,
                    f"way-{source}-{number + 1}-{'plus' if sign == '+' else 'minus'}",
                    source,
                    y,
                    {**way, "sign": sign},
                )
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


def _carried(group: Group, label: str, source: str, y: str, way: Way) -> None:
    """f at y is what it is at the source, or its opposite, there where the way leads."""
    document = trivial(table=True)
    turned = int(way["sign"] == "-")
    images = {_moved(way, a, source)[0]: str(majority(a) ^ turned) for a in THREE}
    document["claim"]["f"]["values"][y] = "".join(images[a] for a in THREE)
    document["witness"][y] = {"from": source, **way}
    group.accept(label, "R3.80 R3.81 R3.83 R2.15", "certificate", {"document": document},
                 f"{y} is carried from {source} with the sign {way['sign']}")  # fmt: skip
    other = {"witness": {y: {"sign": "+" if turned else "-"}}}
    group.reject(f"{label}-turned", label, {"merge": {"document": other}}, "R3.83", "the other sign", op="certificate")
