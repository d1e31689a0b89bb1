"""Certificates at the border of a rule, and broken so that one input, one correlator or one member alone tells it."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.certificates import slug
from conformance.generate.faults import OUTSIDE, base, trivial
from conformance.generate.faults import silent as hidden
from conformance.generate.faults_claims import silent, types, written
from conformance.generate.faults_codes import code, concatenation, rows
from conformance.generate.faults_functions import PARTY_1, TURNED, WINNING, combined, turned
from conformance.generate.faults_tested import ASKED, THREE, right
from conformance.generate.faults_tested import trivial as cells
from conformance.generate.places import ISOLATED, patch_at
from conformance.generate.texts import SMALL

F = Fraction
TINY = F(1, 2**70)
PLACES = ("first", "middle", "last")
Document = dict[str, Any]


def corners() -> Group:
    group = Group("corners")
    for section in (_denominators, _families, _classical, _fixing, _types, _larger_types, _tables, _third_table, _squares,
                    _codes, _cells, _limits):  # fmt: skip
        section(_Corner(group))
    return group


class _Corner:
    """Accepts documents, and breaks one at a time."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._name = ""
        self._document: Document = {}

    def good(self, name: str, rules: str, document: Document, why: str) -> None:
        """An accepted document, and the base of what follows."""
        self._name, self._document = f"corner-{name}", document
        self._group.accept(self._name, rules, "certificate", {"document": document}, why)

    def of(self, name: str) -> None:
        """A base of the certificates."""
        self._name, self._document = f"certificate-{slug(name)}", base(name)

    def bad(self, name: str, changes: dict[str, Any], rule: str, why: str) -> None:
        """The base with other values at these places; None takes one out."""
        document = {"patched": self._document}
        patch: dict[str, Any] = {}
        for path, value in changes.items():
            steps = [
                int(s) if s.isdigit() and len(s) < 3 and _is_list(self._document, path, i) else s
                for i, s in enumerate(path.split("/"))
            ]
            patch = _joined(patch, patch_at(document["patched"], list(steps), value))
        self.merged(name, patch, rule, why)

    def merged(self, name: str, patch: dict[str, Any], rule: str, why: str) -> None:
        label = f"corner-{name}"
        verdict = "unreadable" if rule.startswith("R6.") else "rejected"
        self._group.reject(
            label,
            self._name,
            {"merge": {"document": patch}},
            rule,
            why,
            verdict=verdict,
            isolated=label in ISOLATED,
            op="certificate",
        )

    @property
    def document(self) -> Document:
        return self._document


def _is_list(document: Any, path: str, depth: int) -> bool:
    for step in path.split("/")[:depth]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return isinstance(document, list)


def _joined(left: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    joined = dict(left)
    for key, value in more.items():
        old = joined.get(key)
        joined[key] = _joined(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return joined


def _sum(vector: dict[str, str], changes: dict[str, Fraction]) -> dict[str, str]:
    """Only what changes."""
    return {key: str(F(vector.get(key, "0")) + step) for key, step in changes.items()}


def _placed(items: list[Any], item: Any) -> Iterable[tuple[str, list[Any]]]:
    for place, i in zip(PLACES, (0, len(items) // 2, len(items)), strict=True):
        yield place, [*items[:i], item, *items[i:]]


def _denominators(corner: _Corner) -> None:
    """[R6.17] The least common denominator has at most 1024 bits: neither their product nor the longest counts."""
    spread = trivial("64")
    member = spread["witness"]["10000"]
    member["W"] = {f"{a}|{x}": "1/32" for x in oracle.words(5) for a in oracle.words(5)}

    def moved(*steps: Fraction) -> dict[str, str]:
        """What acts as 0, put in where G has nothing."""
        found: dict[str, str] = {}
        for place, step in zip(("00000|01100", "00000|01010"), steps, strict=False):
            found |= {key: str(change) for key, change in hidden(1, place, step).items()}
        return found

    member["G"] |= moved(F(1, 2**1023))
    corner.good("denominator-1024", "R6.17 R3.16", spread, "a common denominator of 1024 bits")
    corner.merged("denominator-1025", {"witness": {"10000": {"G": moved(F(1, 2**1024))}}}, "R6.17", "one of 1025 bits")
    corner.merged("denominator-common", {"witness": {"10000": {"G": moved(F(1, 2**521 - 1), F(1, 2**504))}}}, "R6.17",
                  "two denominators of 521 and 505 bits whose common one has 1025 or more")  # fmt: skip
    family = trivial()
    family["claim"]["beta"]["10000"] = dict.fromkeys(family["claim"]["beta"]["10000"], f"1/{2**1000}")
    corner.good(
        "denominators-equal",
        "R6.17 R3.14",
        family,
        "sixteen equal denominators of 1001 bits: their product does not count",
    )
    several = trivial()
    several["claim"]["beta"]["10000"] = {
        x: f"1/{2 ** (1000 + i) if i < 4 else 2**i}" for i, x in enumerate(several["claim"]["beta"]["10000"])
    }
    corner.good("denominators-powers", "R6.17", several, "powers of 2: the largest is the common one")
    corner.bad(
        "denominator-beta",
        {"claim/beta/10000/11111": f"1/{2**1024}"},
        "R6.17",
        "a beta with a denominator of 1025 bits",
    )


def _families(corner: _Corner) -> None:
    corner.of("trivial")
    corner.merged(
        "beta-outside-for-inside", {"claim": {"beta": {"10000": {"00111": None, OUTSIDE: "0"}}}}, "R3.13",
        "sixteen betas, one of them for an input outside X",
    )  # fmt: skip
    corner.of("distilled once")
    corner.merged(
        "nothing-distilled", {"claim": {"inputs": []}, "witness": {"10000": None}}, "R3.40", "no input is claimed"
    )
    for name, triple in (("135", (1, 3, 5)), ("234", (2, 3, 4))):
        corner.good(f"triple-{name}", "R3.10 R3.16", trivial("1", "00111", triple), f"the triple {name} at 00111")
        corner.bad(f"triple-{name}-as-123", {"claim/triple": [1, 2, 3]}, "R3.16", "another triple is claimed")
    document = trivial("1", "11111")
    for part in ("W", "G"):
        document["witness"]["11111"][part] = dict(reversed(document["witness"]["11111"][part].items()))
    corner.good("entries-turned", "R6.14", document, "entries in another order")


#: Strategies and on how many inputs of X they are wrong.
def _wrong_inputs(name: str, n: int, for0: str, for1: str) -> int:
    wrong = 0
    for x in oracle.words(n):
        ones, zeros = x.count("1"), x.count("0")
        if (name == "mermin" and ones % 2 == 0) or (name == "ghz" and zeros % 2):
            continue
        parity = (ones % 4 == 3) if name == "mermin" else (zeros // 2 % 2 == 1)
        answers = [(for1 if bit == "1" else for0)[i] for i, bit in enumerate(x)]
        wrong += (answers.count("1") % 2 == 1) != parity
    return wrong


def _classical(corner: _Corner) -> None:
    def claim(name: str, n: int, for0: str, for1: str) -> Document:
        document = {
            **SMALL,
            "claim": {"game": {"name": name, "parties": n}, "value": str(_wrong_inputs(name, n, for0, for1))},
        }
        document["witness"] = {"strategy": {"0": for0, "1": for1}}
        document.pop("provenance")
        return document

    for name, n, for0, for1, why in (
        ("mermin", 3, "001", "010", "outputs that depend on the inputs"),
        ("mermin", 3, "110", "110", "outputs that do not"),
        ("ghz", 3, "000", "001", "party 3 answers its input"),
        ("ghz", 2, "00", "01", "two parties, who always win"),
        ("mermin", 5, "00000", "01000", "five parties, party 2 answers its input"),
        ("mermin", 7, "0000000", "0000000", "seven parties"),
        ("mermin", 9, "000000000", "000000001", "nine parties"),
    ):
        document = claim(name, n, for0, for1)
        if _proved(name, n, int(document["claim"]["value"])):
            corner.good(f"classical-{name}-{n}-{for0}-{for1}", "R3.60 R3.61", document, why)
    corner.good("classical", "R3.60 R3.61", claim("mermin", 3, "100", "001"), "wrong on one of four inputs")
    for name, for0, for1, rule, why in (
        ("two", "000", "011", "R3.60", "wrong on two of four inputs, and called so"),
        ("three", "100", "100", "R3.60", "wrong on three of four inputs, and called so: more than half"),
        ("more", "100", "100", "R3.61", "wrong on three of four inputs"),
    ):
        changes = {"witness/strategy/0": for0, "witness/strategy/1": for1}
        if name != "more":
            changes["claim/value"] = str(_wrong_inputs("mermin", 3, for0, for1))
        corner.bad(f"classical-{name}", changes, rule, why)
    for name, step, rule in (
        ("below", -TINY, "R3.61"),
        ("zero", F(-1), "R3.61"),
        ("minus", F(-2), "R3.61"),
    ):
        corner.bad(f"classical-{name}", {"claim/value": str(1 + step)}, rule, f"the value is {1 + step}")
    for party in range(3):
        turned_ones = "".join("10"[int(b)] if i == party else b for i, b in enumerate("001"))
        if _wrong_inputs("mermin", 3, "100", turned_ones) != 1:
            corner.bad(
                f"classical-turned-{party + 1}",
                {"witness/strategy/1": turned_ones},
                "R3.61",
                f"party {party + 1} answers otherwise",
            )


def _proved(name: str, n: int, value: int) -> bool:
    """R3.60, by pairs of inputs."""
    signs = {}
    for x in oracle.words(n):
        ones, zeros = x.count("1"), x.count("0")
        if name == "mermin" and ones % 2:
            signs[int(x, 2)] = -1 if ones % 4 == 3 else 1
        if name == "ghz" and zeros % 2 == 0:
            signs[int(x, 2)] = -1 if zeros // 2 % 2 else 1
    total = sum(abs(sum(s * signs.get(x ^ u, 0) for x, s in signs.items())) for u in range(2**n))
    return 2 * value <= len(signs) and (len(signs) - 2 * value) ** 2 >= total


def _mixed(*weighted: tuple[Fraction, dict[str, str]]) -> dict[str, str]:
    total: dict[str, Fraction] = {}
    for weight, box in weighted:
        for key, value in box.items():
            total[key] = total.get(key, F(0)) + weight * F(value)
    return {key: str(value) for key, value in total.items() if value}


def _fixing(corner: _Corner) -> None:
    boxes = _needed(base("fixing")["witness"]["boxes"])
    document = base("fixing")
    document["witness"]["boxes"] = boxes
    corner.good("fixing-few", "R3.65", document, f"{len(boxes)} boxes, of which none can be left out")
    for i, box in enumerate(boxes):
        if i != 1:  # that of another vector
            corner.bad(
                f"fixing-without-{i + 1}",
                {"witness/boxes": boxes[:i] + boxes[i + 1 :]},
                "R3.65",
                f"box {i + 1} is missing",
            )
        almost = _mixed((1 - TINY, box), (TINY, boxes[i - 1]))
        corner.bad(f"fixing-almost-{i + 1}", {"witness/boxes": [*boxes[:i], almost, *boxes[i + 1 :]]}, "R3.65",
                   f"box {i + 1} fixes nothing by 2^-70")  # fmt: skip
    signals = {
        **boxes[0],
        "000|000": str(F(boxes[0].get("000|000", "0")) - TINY),
        "001|000": str(F(boxes[0].get("001|000", "0")) + TINY),
    }
    half = {f"{a}|{x}": "1/8" for a in THREE for x in THREE}
    may_signal = F(boxes[0].get("000|000", "0")) > TINY
    for name, box, rule, why in (
        ("negative", _mixed((1 + TINY, boxes[0]), (-TINY, boxes[2])), "R2.8", "negative by 2^-70"),
        ("sum", _mixed((1 + TINY, boxes[0])), "R2.9", "of sum 1 + 2^-70"),
        ("loss", _mixed((1 - TINY, boxes[0]), (TINY, half)), "R2.13", "loses by 2^-73 or more"),
        ("signals", signals, "R2.10", "signals by 2^-70"),
    ):
        if rule == "R2.10" and not may_signal:
            continue
        for place, listed in _placed(boxes, box):
            corner.bad(f"fixing-{name}-{place}", {"witness/boxes": listed}, rule, f"the {place} box is {why}")
    many = base("fixing")
    many["witness"]["boxes"] = (boxes * 11)[:64]
    corner.good("fixing-64", "R6.26", many, "64 boxes are allowed")


def _needed(boxes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Some of the boxes, none of which can be left out."""
    for i in reversed(range(len(boxes))):
        less = boxes[:i] + boxes[i + 1 :]
        if _fixes(less):
            boxes = less
    return boxes


def _fixes(boxes: list[dict[str, str]]) -> bool:
    """Whether every function of three outputs is certain at every input of X in some box."""
    for x in ASKED:
        supports = [sum(1 << i for i, a in enumerate(THREE) if F(box.get(f"{a}|{x}", "0"))) for box in boxes]
        if not all(any(s & f in (0, s) for s in supports) for f in range(2**8)):
            return False
    return True


# Kind symmetric-predictability.


def _seen_at(n: int, i: int, j: int, step: Fraction) -> dict[str, Fraction]:
    """By types what acts as ``step`` on the correlators of i parties on input 0 and j on input 1, and as 0 on all others."""
    found = {}
    for kind in (
        (a, b, c, n - a - b - c) for a in range(n + 1) for b in range(n + 1 - a) for c in range(n + 1 - a - b)
    ):
        if kind[2] + kind[3] != j:
            continue
        # The parties on input 0: i of them each with sign (-1)^output, the others with none.
        ways = sum((-1) ** k * comb(kind[1], k) * comb(kind[0], i - k) for k in range(i + 1) if i - k >= 0)
        if ways:
            found[written(kind)] = step * ways * (-1) ** kind[3] / 2**n
    return found


def _types(corner: _Corner) -> None:
    roomy = base("symmetric trivial")
    roomy["claim"]["value"] = "2"
    own = F(roomy["witness"]["dual"]["0,0|3,2"])
    roomy["witness"]["dual"] = {written(kind): str(F(1, 32) + (own if kind == (0, 0, 3, 2) else 0)) for kind in types()}
    corner.good("types-roomy", "R3.70 R3.73 R3.74", roomy, "a bound of 2, with room at every type")
    dual = roomy["witness"]["dual"]
    for i in range(6):
        for j in range(6 - i):
            corner.merged(f"types-correlator-{i}-{j}", {"witness": {"dual": _sum(dual, _seen_at(5, i, j, F(1, 100)))}}, "R3.73",
                          f"wrong in the correlators of {i} parties on 0 and {j} on 1 alone")  # fmt: skip
    for i, j in ((0, 0), (1, 0), (0, 5), (2, 3)):
        corner.merged(f"types-correlator-tiny-{i}-{j}", {"witness": {"dual": _sum(dual, _seen_at(5, i, j, TINY))}}, "R3.73",
                      f"wrong by 2^-70 in the correlators of {i} parties on 0 and {j} on 1 alone")  # fmt: skip
    for power in (32, 53, 64):
        corner.merged(f"types-modulo-{power}", {"witness": {"dual": {"5,0|0,0": str(F(dual["5,0|0,0"]) + 2**power)}}}, "R3.73",
                      f"right modulo 2^{power}")  # fmt: skip
    for kind in types():
        changed = _below_zero(dual, kind)
        if changed is not None:
            corner.merged(f"types-negative-{slug(written(kind))}", {"witness": {"dual": changed}}, "R3.74",
                          f"-2^-70 at {written(kind)}, by what acts as 0")  # fmt: skip
    corner.bad("types-value", {"claim/value": str(2 + TINY)}, "R3.73", "the value is 2 + 2^-70")
    corner.bad("types-sense", {"claim/sense": "min"}, "R3.73", "a minimum of 2")
    _weights(corner)
    _ghz_types(corner)


def _below_zero(dual: dict[str, str], kind: tuple[int, ...]) -> dict[str, str] | None:
    """A vector that acts as 0, added so that of all types that do not lose this one alone is negative, by 2^-70."""
    for place in range(4):
        if kind[place] == 0:
            continue
        others = list(kind)
        others[place] -= 1
        sign = 1 if place < 2 else -1
        step = -sign * (F(dual[written(kind)]) + TINY) / kind[place]
        a, b, c, d = others
        changed = _sum(dual, silent((a, b, c, d), step))
        negative = [key for key, value in changed.items() if F(value) < 0 and not _loses(key)]
        if negative == [written(kind)]:
            return changed
    return None


def _loses(key: str) -> bool:
    a, b, _c, d = (int(number) for number in key.replace("|", ",").split(","))
    return (a + b) % 2 == 0 and (b + d) % 2 != (a + b) // 2 % 2


def _weights(corner: _Corner) -> None:
    weights = corner.document["claim"]["weights"]  # 0, 1, 3, 4, 5
    for place, i in (("first", 0), ("middle", 2), ("last", 3)):
        swapped = [*weights[:i], weights[i + 1], weights[i], *weights[i + 2 :]]
        corner.bad(
            f"weights-swapped-{place}", {"claim/weights": swapped}, "R3.71", f"the {place} two weights are exchanged"
        )
        twice = [*weights[: i + 1], weights[i], *weights[i + 1 :]]
        corner.bad(f"weights-twice-{place}", {"claim/weights": twice}, "R3.71", f"a weight is there twice, {place}")
    corner.bad("weights-15-digits", {"claim/weights": [*weights, 10**15 - 1]}, "R3.71", "a weight of fifteen digits")
    corner.bad("types-input-turned", {"claim/input": "11100"}, "R3.72", "an input of X with two zeros")


def _ghz_types(corner: _Corner) -> None:
    """The GHZ box by types, whose outputs outside X are uniform."""

    def chance(kind: tuple[int, ...]) -> Fraction:
        if (kind[0] + kind[1]) % 2:
            return F(1, 32)
        return F(0) if _loses(written(kind)) else F(1, 16)

    document = base("symmetric primal")
    weights = document["claim"]["weights"]
    box = {written(kind): chance(kind) for kind in types()}
    document["witness"]["primal"] = {key: str(value) for key, value in box.items() if value}
    document["claim"]["value"] = str(sum((comb(5, w) * box[f"0,0|{5 - w},{w}"] for w in weights), F(0)))
    corner.good("types-ghz", "R3.70 R3.75 R2.9", document, "the GHZ box by types")
    value = F(document["claim"]["value"])
    for w in weights:
        if box[f"0,0|{5 - w},{w}"]:
            less = [v for v in weights if v != w]
            corner.bad(f"types-primal-without-{w}", {"claim/weights": less}, "R3.75", f"without weight {w} it is less")
    corner.bad("types-primal-with-2", {"claim/weights": [0, 1, 2, 3, 4, 5]}, "R3.75", "all weights have more")
    for name, step in (("above", TINY), ("below", -TINY)):
        corner.bad(
            f"types-primal-{name}",
            {"claim/value": str(value + step)},
            "R3.75",
            f"the value is {name} what is reached by 2^-70",
        )
    full = dict(document["witness"]["primal"].items())
    for ones in range(6):
        for i in range(6 - ones):
            change = _seen_at(5, i, ones, F(1, 4) if (i + ones) else F(0))
            new = _sum(full, change)
            if (
                i + ones == 0
                or any(F(v) < 0 for v in new.values())
                or any(_loses(k) and F(v) for k, v in new.items())
                or i + ones == 5
            ):
                continue
            corner.merged(f"types-signals-{i}-{ones}", {"witness": {"primal": new}}, "R2.10",
                          f"{i} parties on 0 and {ones} on 1 see the inputs of the others")  # fmt: skip
    for ones in (1, 3):
        change = _seen_at(5, 5 - ones, ones, TINY * (1 if ones % 4 == 3 else -1))
        corner.merged(
            f"types-loses-{ones}",
            {"witness": {"primal": _sum(full, change)}},
            "R2.13",
            f"loses by 2^-74 on inputs of weight {ones}",
        )
    for ones in (0, 2, 4):
        change = _seen_at(5, 5 - ones, ones, F(1) + TINY)
        corner.merged(
            f"types-negative-box-{ones}",
            {"witness": {"primal": _sum(full, change)}},
            "R2.8",
            f"negative by 2^-75 on inputs of weight {ones}",
        )


def _larger_types(corner: _Corner) -> None:
    for name, n, left_out, x in (("ghz", 12, (11,), "1"), ("mermin", 13, (2, 12), "1"), ("ghz", 24, (0, 10, 13, 24), "1"),
                                 ("ghz", 4, (1,), "0"), ("ghz", 24, (1, 12), "0"), ("mermin", 23, (), "1"), ("ghz", 2, (0,), "1")):  # fmt: skip
        weights = [w for w in range(n + 1) if w not in left_out]
        document = base("symmetric trivial")
        document["claim"] |= {"game": {"name": name, "parties": n}, "weights": weights, "input": x * n}
        document["witness"]["dual"] = {(f"0,0|{n - w},{w}" if x == "1" else f"{n - w},{w}|0,0"): "1" for w in left_out}
        label = f"types-{name}-{n}-{x}"
        corner.good(
            label, "R3.70 R3.71 R3.72 R3.73 R6.16 R6.25", document, f"{n} parties, all with input {x}, the bound 1"
        )
        if left_out:
            key = next(iter(document["witness"]["dual"]))
            corner.merged(
                f"{label}-tiny", {"witness": {"dual": {key: str(1 + TINY)}}}, "R3.73", "1 + 2^-70 at one type"
            )
            if n > 2:
                corner.bad(
                    f"{label}-input",
                    {"claim/input": x * (n - 2) + "10"[int(x)] * 2},
                    "R3.72",
                    "two of the parties have the other input",
                )


# Kinds predictability-table and magic-square.


def _tables(corner: _Corner) -> None:
    corner.of("small table")
    symmetries = corner.document["witness"]["symmetries"]
    one = {"order": [1, 2, 3], "s": "000", "t": "000", "c": "000"}
    for name, change, why in (
        ("leave", {"c": "001"}, "inputs leave X"),
        ("exchange", {"c": "011"}, "X stays, and other outputs win"),
    ):
        for place, listed in _placed(symmetries, one | change):
            corner.bad(
                f"table-{name}-{place}", {"witness/symmetries": listed}, "R3.103", f"{why}, the {place} relabelling"
            )
    corner.bad("table-257-relabellings", {"witness/symmetries": [one] * 253 + symmetries}, "R6.29", "257 relabellings")
    for name, function, why in (("constant", "1111", "the other constant"), ("pair", "1100", "two outputs")):  # fmt: skip
        classes = corner.document["claim"]["classes"]
        shown = corner.document["witness"]["classes"]
        added = {"function": function, "predictability": "1"}
        duals = {
            str(v): {f"{a}|111": "1" for a, bit in zip(WINNING, function, strict=True) if bit != str(v)} for v in (0, 1)
        }
        proof = {"dual": duals, "primal": shown[0]["primal"]}
        for place, i in zip(PLACES, (0, 1, 3), strict=True):
            corner.merged(
                f"table-again-{name}-{place}",
                {"claim": {"classes": [*classes[:i], added, *classes[i:]]}, "witness": {"classes": [*shown[:i], proof, *shown[i:]]}},
                "R3.105", f"{why}, once more, {place}",
            )  # fmt: skip
    for i, place in enumerate(PLACES):
        shown = corner.document["witness"]["classes"]
        for v in "01":
            dual = shown[i]["dual"][v]
            corner.bad(f"table-loses-{place}-{v}", {f"witness/classes/{i}/dual/{v}/100|111": str(TINY)}, "R3.106",
                       f"D_{v} of the {place} class is 2^-70 where it loses")  # fmt: skip
            key = next(iter(dual), "000|111")
            corner.bad(f"table-dual-{place}-{v}", {f"witness/classes/{i}/dual/{v}/{key}": str(F(dual.get(key, "0")) + TINY)}, "R3.107",
                       f"D_{v} of the {place} class is too large by 2^-70")  # fmt: skip
            least = {f"{a}|111": str(F(dual.get(f"{a}|111", "0")) - 1 - TINY) for a in WINNING}
            lifted = {f"{a}|001": str(1 + TINY) for a in ("001", "010", "100", "111")}
            corner.bad(f"table-negative-{place}-{v}", {f"witness/classes/{i}/dual/{v}": {**dual, **least, **lifted}}, "R3.106",
                       f"D_{v} of the {place} class is negative by 2^-70, by what acts as 0")  # fmt: skip
        less = {
            key: str(F(value) * (1 - TINY)) if key not in ("111", "100", "010", "001") else value
            for key, value in PARTY_1.items()
        }
        if i:
            corner.bad(
                f"table-box-{place}",
                {f"witness/classes/{i}/primal": less},
                "R3.108",
                f"the {place} box has less by 2^-71",
            )
        corner.bad(
            f"table-box-negative-{place}",
            {f"witness/classes/{i}/primal/110": str(-1 - TINY)},
            "R2.8",
            f"the {place} box is negative by 2^-73",
        )
        loser = {key: str(F(PARTY_1[key]) * (1 - TINY)) for key in ("-00", "000", "100")}
        corner.bad(f"table-box-loses-{place}", {f"witness/classes/{i}/primal": {**shown[i]["primal"], **loser}}, "R2.13",
                   f"the {place} box loses by 2^-72")  # fmt: skip
    ones = base("small table")
    for claim, proof in zip(ones["claim"]["classes"], ones["witness"]["classes"], strict=True):
        claim["function"] = "".join("10"[int(bit)] for bit in claim["function"])
        proof["dual"] = {"0": proof["dual"]["1"], "1": proof["dual"]["0"]}
    corner.good("table-of-ones", "R3.105 R3.107 R3.108", ones, "each function exchanged: the boxes make them 1")
    zeros = base("small table")
    zeros["witness"]["classes"][0]["dual"]["0"]["100|111"] = "0"
    zeros["witness"]["classes"][1]["dual"]["1"]["100|001"] = "0"
    zeros["witness"]["classes"][2]["primal"]["0-0"] = "0"
    corner.good("table-zeros", "R3.106", zeros, "a number 0 may be written, also where it loses")
    many = base("small table")
    many["witness"]["symmetries"] = symmetries * 64
    corner.good("table-256-relabellings", "R6.29", many, "256 relabellings are allowed")
    ghz = {"111": "1", "100": "-1", "010": "-1", "001": "-1"}
    for count, rule in ((256, "R3.105"), (257, "R6.29")):
        corner.merged(
            f"table-{count}-classes",
            {"claim": {"classes": [corner.document["claim"]["classes"][0]] * count},
             "witness": {"classes": [{"dual": {"0": {}, "1": {f"{a}|111": "1" for a in WINNING}}, "primal": ghz}] * count}},
            rule, f"{count} classes",
        )  # fmt: skip


#: Of mermin 3 at 100 the outputs of even parity win.
ANSWERS = ("000", "011", "101", "110")


def _always(party: int, value: int) -> dict[str, str]:
    """Mermin 3: the box in which a party always answers one value, by correlators."""
    others = [i for i in range(3) if i != party - 1]
    sign = -1 if value else 1
    found = {}
    for y, z in product("01", repeat=2):
        pair = ["-"] * 3
        pair[others[0]], pair[others[1]] = y, z
        # With the party's own input in X: the weight is 1 (even parity wins) or 3 (odd).
        ones = (y + z).count("1")
        weight = ones if ones % 2 else ones + 1
        parity = sign if weight == 1 else -sign
        found["".join(pair)] = str(parity)
        for own in "01":
            full = list(pair)
            full[party - 1] = own
            found["".join(full)] = str(parity * sign)
    for own in "01":
        alone = ["-"] * 3
        alone[party - 1] = own
        found["".join(alone)] = str(sign)
    return found


def _third_table(corner: _Corner) -> None:
    """Three parties of the Mermin game: only relabellings that keep 100 may carry functions."""
    one = {"order": [1, 2, 3], "s": "000", "t": "000", "c": "000"}
    classes, shown = [], []
    for function, party, value in (("0000", 1, 0), ("0001", 1, 0), ("0011", 1, 0), ("0101", 2, 0)):
        zeros = [a for a, bit in zip(ANSWERS, function, strict=True) if bit == "0"]
        assert all(a in zeros for a in ANSWERS if a[party - 1] == str(value))
        classes.append({"function": function, "predictability": "1"})
        duals = {
            str(v): {f"{a}|100": "1" for a, bit in zip(ANSWERS, function, strict=True) if bit != str(v)} for v in (0, 1)
        }
        shown.append({"dual": duals, "primal": _always(party, value)})
    document: Document = {
        "format": "freebit-certificate", "version": 1, "kind": "predictability-table",
        "claim": {"game": {"name": "mermin", "parties": 3}, "input": "100", "classes": classes},
        "witness": {"symmetries": [one | {"s": "110"}, one | {"order": [1, 3, 2]}, one | {"order": [2, 1, 3]},
                                   one | {"t": "100", "c": "011"}], "classes": shown},
    }  # fmt: skip
    corner.good(
        "table-mermin", "R3.104 R3.105 R3.107 R3.108", document, "the exchange of parties 1 and 2 does not keep 100"
    )
    keeps_not = [
        one | {"s": "110"},
        one | {"order": [2, 1, 3]},
        one | {"order": [2, 3, 1]},
        one | {"t": "100", "c": "011"},
    ]
    corner.bad(
        "table-mermin-carried",
        {"witness/symmetries": keeps_not},
        "R3.105",
        "the function 0110 is made by nothing that keeps 100",
    )
    corner.bad(
        "table-mermin-111",
        {"witness/symmetries": document["witness"]["symmetries"][:3]},
        "R3.104",
        "nothing carries 100 to 111",
    )
    corner.bad(
        "table-mermin-001",
        {"witness/symmetries": [one | {"s": "110"}, one | {"order": [1, 3, 2]}]},
        "R3.104",
        "nothing moves 100",
    )


def _squares(corner: _Corner) -> None:
    corner.of("square")
    boxes = corner.document["witness"]["boxes"]
    for place, name in zip(PLACES, ("1,1", "2,2", "3,3"), strict=True):
        box = boxes[name]
        corner.bad(f"square-missing-{place}", {f"witness/boxes/{name}": None}, "R3.120", f"no box for {name}")
        small = combined(("1", box), (str(TINY), boxes["1,2"]), (str(-TINY), boxes["2,1"]))
        if any(F(value) < 0 for value in small.values()):
            corner.bad(
                f"square-negative-{place}",
                {"witness/boxes": _replaced(boxes, name, small)},
                "R2.17",
                f"negative by 2^-70, {place}",
            )
        mixed = combined((str(1 - TINY), box), (str(TINY), turned(box)))
        if name == "3,3":
            continue
        corner.bad(f"square-certain-{place}", {"witness/boxes": _replaced(boxes, name, mixed)}, "R3.121",
                   f"the answer to {name} has probability 1 - 2^-70")  # fmt: skip
    last = combined((str(1 - TINY), boxes["3,3"]), (str(TINY), turned(boxes["3,3"])))
    document = base("square")
    document["witness"]["boxes"]["3,3"] = last
    assert TURNED[2] == "000"
    corner.good("square-mixed", "R3.121 R2.20", document, "a mixture that answers 3,3 in one way all the same")
    zeros = base("square")
    zeros["witness"]["boxes"]["2,1"]["000,001|2,1"] = zeros["witness"]["boxes"]["2,1"].get("000,001|2,1", "0")
    absent = next(
        f"{a},{b}|1,2" for a in ("000", "011", "101", "110") for b in ("001", "010", "100", "111")
        if f"{a},{b}|1,2" not in zeros["witness"]["boxes"]["2,1"] and a[1] != b[0]
    )  # fmt: skip
    zeros["witness"]["boxes"]["2,1"][absent] = "0"
    corner.good("square-zeros", "R2.17 R2.20", zeros, "a probability 0 may be written, also where the answers differ")
    corner.of("square")
    for who in ("row", "column"):
        for line in "123":
            own = next(name for name in boxes if not name.startswith(line) and not name.endswith(line))
            box = _told(boxes[own], who, line)
            corner.bad(f"square-{who}-{line}", {"witness/boxes": _replaced(boxes, own, box)}, "R2.19",
                       f"only {who} {line} is told the other input")  # fmt: skip


def _replaced(boxes: dict[str, Any], name: str, box: dict[str, str]) -> dict[str, Any]:
    return {name: {**dict.fromkeys(boxes[name]), **box}}


def _told(box: dict[str, str], who: str, line: str) -> dict[str, str]:
    """The box, but that the answer of one row (column) depends on the other line; those of the other side stay."""
    even, odd = ("000", "011", "101", "110"), ("001", "010", "100", "111")
    at = f"{line},{line}"
    bit = int(line) - 1
    found = {key: value for key, value in box.items() if not key.endswith(f"|{at}")}
    for pick in (0, -1):
        made: dict[str, Fraction] = {}
        for key, value in box.items():
            answers, where = key.split("|")
            if where != at:
                continue
            a, b = answers.split(",")
            if who == "row":
                a = [word for word in even if word[bit] == b[bit]][pick]
            else:
                b = [word for word in odd if word[bit] == a[bit]][pick]
            made[f"{a},{b}|{at}"] = made.get(f"{a},{b}|{at}", F(0)) + F(value)
        if _side(made, who) != _side({k: F(v) for k, v in box.items() if k.endswith(f"|{at}")}, who):
            return found | {key: str(value) for key, value in made.items()}
    raise LookupError("both ways leave the answers as they are")


def _side(entries: dict[str, Fraction], who: str) -> dict[str, Fraction]:
    """How the answers of one side are distributed."""
    found: dict[str, Fraction] = {}
    for key, value in entries.items():
        answer = key.split("|")[0].split(",")[0 if who == "row" else 1]
        found[answer] = found.get(answer, F(0)) + value
    return found


# Kind code.


def _times(left: int, right: int, modulus: str) -> int:
    m, p = len(modulus) - 1, int(modulus, 2)
    total = 0
    for i in range(m):
        if right >> i & 1:
            total ^= left << i
    for i in range(2 * m, m - 1, -1):
        if total >> i & 1:
            total ^= p << (i - m)
    return total


def _word(message: str, inner: str, modulus: str, length: int, dimension: int) -> str:
    m = len(modulus) - 1
    message = message.ljust(m * dimension, "0")
    symbols = [int(message[i : i + m], 2) for i in range(0, len(message), m)]
    word = ""
    for point in range(length):
        value, power = 0, 1
        for symbol in symbols:
            value ^= _times(symbol, power, modulus)
            power = _times(power, point, modulus)
        first = 1 if inner == "simplex" else 2 ** (m - 1)
        word += "".join(str((value & v).bit_count() % 2) for v in range(first, 2**m))
    return word


def _counted(bits: int, inner: str, modulus: str, length: int, dimension: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for i in range(1, 2**bits):
        weight = _word(f"{i:0{bits}b}", inner, modulus, length, dimension).count("1")
        found[weight] = found.get(weight, 0) + 1
    return dict(sorted(found.items()))


def _codes(corner: _Corner) -> None:
    for inner, modulus, length, dimension, bits in (
        ("simplex", "111", 2, 2, 4), ("simplex", "111", 4, 2, 3), ("simplex", "1011", 3, 2, 5), ("reed-muller", "1011", 4, 2, 6),
        ("reed-muller", "1101", 5, 3, 7), ("reed-muller", "1101", 8, 2, 5), ("simplex", "10011", 3, 2, 7), ("reed-muller", "11001", 4, 3, 9),
        ("simplex", "11111", 2, 2, 6), ("simplex", "1101", 3, 3, 8), ("reed-muller", "111", 4, 4, 8), ("reed-muller", "100101", 3, 2, 8),
    ):  # fmt: skip
        known = _counted(bits, inner, modulus, length, dimension)
        cells_ = length * (2 ** (len(modulus) - 1) - 1 if inner == "simplex" else 2 ** (len(modulus) - 2))
        name = f"code-{inner}-{modulus}-{length}-{dimension}-{bits}"
        document = code(
            bits,
            cells_,
            concatenation(inner, modulus, length, dimension),
            "exact",
            {w: str(n) for w, n in known.items()},
            "counting",
        )
        corner.good(name, "R3.90 R3.93 R3.96", document, f"the words of {bits} bits, counted")
        last = max(known)
        less = [{"weight": w, "messages": str(n)} for w, n in known.items() if w != last]
        corner.bad(f"{name}-less", {"claim/weights": less}, "R3.95", "the heaviest words are not listed")
        if len(known) > 1:
            first = min(known)
            moved = [
                {"weight": w, "messages": str(n + (w == first) - (w == last))}
                for w, n in known.items()
                if n > (w == last)
            ]
            corner.bad(
                f"{name}-lighter",
                {"claim/weights": moved},
                "R3.96",
                "one word too many at the least weight, and too few at the largest",
            )
    _large_codes(corner)
    _bounds_of_codes(corner)


def _large_codes(corner: _Corner) -> None:
    twelve = "1000001010011"
    corner.good(
        "code-1-bit", "R3.95 R6.95", code(1, 2**20, concatenation("reed-muller", twelve, 512, 1), "bound", {2**19: "1"}, "mds"),
        "2^20 cells and one bit: 4095 messages are counted, and there is only one",
    )  # fmt: skip
    corner.bad("code-cells-over", {"claim/cells": 2**20 + 2048, "claim/code/length": 513, "claim/weights": [{"weight": 513 * 1024, "messages": "1"}]},
               "R6.95", "2^20 + 2^11 cells")  # fmt: skip
    corner.bad("code-nothing", {"claim/weights": []}, "R3.95", "no weight is listed")
    corner.good(
        "code-1024-bits", "R6.95 R3.95",
        code(1024, 86 * 4095, concatenation("simplex", twelve, 86, 86), "bound", {2048: str(2**1024 - 1)}, "mds"),
        "1024 bits, as many as are allowed, of 1032",
    )  # fmt: skip
    corner.bad(
        "code-all-but-one",
        {"claim/weights": [{"weight": 2048, "messages": str(2**1024 - 2)}]},
        "R3.95",
        "one message of 2^1024 - 1 is not listed",
    )
    corner.good(
        "code-counted-2-16", "R3.93", code(2, 2**16, concatenation("reed-muller", twelve, 32, 1), "exact", {2**15: "2", 2**16: "1"}, "counting"),
        "2^16 cells are counted",
    )  # fmt: skip
    corner.bad("code-counted-over", {"claim/cells": 33 * 2048, "claim/code/length": 33, "claim/weights": [
        {"weight": 33 * 1024, "messages": "2"}, {"weight": 33 * 2048, "messages": "1"}]}, "R3.93", "2^16 + 2^11 cells are counted")  # fmt: skip
    sixteen = rows(["0" * i + "1" + "0" * (15 - i) for i in range(16)])
    weights = {w: str(comb(16, w)) for w in range(1, 17)}
    corner.good(
        "code-counted-16-bits",
        "R3.93 R3.96",
        code(16, 16, sixteen, "exact", weights, "counting"),
        "16 bits are counted",
    )
    thirty = ["1" + "0" * 31 + "1" * 2, "0" * 31 + "111", "1" * 34]
    corner.good(
        "code-across-32",
        "R3.93 R3.96",
        code(3, 34, rows(thirty), "exact", _spectrum(thirty), "counting"),
        "34 cells: words across 32 of them",
    )
    wide = ["1" * 70, "01" * 35, "0" * 63 + "1" * 7]
    corner.good("code-70", "R3.93 R3.96", code(3, 70, rows(wide), "exact", _spectrum(wide), "counting"), "70 cells")
    zero = ["0000", "1111"]
    corner.good(
        "code-zero-row",
        "R3.93 R3.96",
        code(2, 4, rows(zero), "exact", _spectrum(zero), "counting"),
        "a message whose word is 0",
    )
    corner.good("code-no-cells", "R3.90 R3.96", code(1, 0, rows([""]), "exact", {0: "1"}, "counting"), "no cell at all")


def _spectrum(words: list[str]) -> dict[int, str]:
    found: dict[int, int] = {}
    for i in range(1, 2 ** len(words)):
        chosen = [word for j, word in enumerate(words) if i >> j & 1]
        weight = sum(sum(bit == "1" for bit in column) % 2 for column in zip(*chosen, strict=True))
        found[weight] = found.get(weight, 0) + 1
    return {w: str(n) for w, n in sorted(found.items())}


def _bounds_of_codes(corner: _Corner) -> None:
    corner.of("hamming code")
    for name, weights, rule, why in (
        ("same-last", [(3, "7"), (4, "7"), (4, "1")], "R3.92", "the last weight stands twice"),
        ("zero-last", [(3, "15"), (7, "0")], "R3.92", "no message of the last weight"),
        ("minus", [(3, "16"), (7, "-1")], "R3.92", "-1 messages"),
        ("half", [(3, "29/2"), (7, "1")], "R3.92", "29/2 messages"),
        ("half-last", [(3, "15"), (7, "1/2")], "R3.92", "half a message of the last weight"),
        ("14", [(3, "14")], "R3.95", "14 of 15 messages"),
        ("late-4", [(3, "7"), (4, "6"), (5, "2")], "R3.95", "6 of 7 of weight 4"),
        ("last-only", [(7, "15")], "R3.95", "all are heavy"),
    ):
        corner.bad(
            f"code-list-{name}", {"claim/weights": [{"weight": w, "messages": n} for w, n in weights]}, rule, why
        )
    for name, weights in (
        ("exact", [(3, "7"), (4, "7"), (7, "1")]), ("more", [(0, "1"), (3, "7"), (4, "7")]), ("many", [(3, str(10**40))]),
        ("all-at-0", [(0, "15")]), ("enough", [(1, "7"), (4, "7"), (5, "1")]),
    ):  # fmt: skip
        document = base("hamming code")
        document["claim"]["weights"] = [{"weight": w, "messages": n} for w, n in weights]
        corner.good(
            f"code-bound-{name}",
            "R3.92 R3.95",
            document,
            "more messages may be listed than there are, and lighter ones",
        )
    exact = base("hamming code")
    exact["claim"] |= {
        "sense": "exact",
        "weights": [{"weight": w, "messages": n} for w, n in ((3, "7"), (4, "7"), (7, "1"))],
    }
    corner.good("code-exact", "R3.96", exact, "the Hamming code, exactly")
    for name, weights in (("more", [(3, "7"), (4, "8"), (7, "1")]), ("first", [(3, "8"), (4, "7"), (7, "1")]), ("extra", [(2, "1"), (3, "7"), (4, "7"), (7, "1")]),
                          ("zero", [(0, "1"), (3, "7"), (4, "7"), (7, "1")]), ("huge", [(3, "7"), (4, "7"), (7, str(2**64 + 1))])):  # fmt: skip
        corner.bad(
            f"code-exact-{name}",
            {"claim/weights": [{"weight": w, "messages": n} for w, n in weights]},
            "R3.96",
            f"more is listed: {name}",
        )
    corner.of("simplex code")
    for name, changes, rule, why in (
        ("k-0", {"claim/code/dimension": 0, "claim/sense": "bound", "claim/weights": [{"weight": 0, "messages": "1023"}]}, "R3.90", "K = 0"),
        ("bits-10", {"claim/bits": 10, "claim/sense": "bound", "claim/weights": [{"weight": 0, "messages": "1023"}]}, "R3.90", "L = m K + 1"),
        ("cells-34", {"claim/cells": 34}, "R3.90", "a cell too few"),
        ("first-more", {"claim/weights/0/messages": "71"}, "R3.96", "71 of weight 12"),
        ("inner", {"claim/code/inner": "reed-muller", "claim/cells": 20, "claim/weights": [
            {"weight": 6, "messages": "70"}, {"weight": 8, "messages": "175"}, {"weight": 10, "messages": "266"}]}, "R3.96", "exact with Reed-Muller words"),
    ):  # fmt: skip
        corner.bad(f"code-{name}", changes, rule, why)
    for modulus in ("1000", "1001", "1010", "1100", "1110", "1111"):
        corner.bad(f"code-modulus-{modulus}", {"claim/code/modulus": modulus}, "R3.91", f"{modulus} is a product")
    for modulus, least in (("111", 2), ("10011", 8), ("11111", 8), ("100101", 16), ("1000011", 32), ("10000011", 64), ("100011011", 128),
                           ("1000010001", 256), ("10000001001", 512), ("100000000101", 1024), ("1000001010011", 2048)):  # fmt: skip
        m = len(modulus) - 1
        document = code(m, 2**m - 1, concatenation("simplex", modulus, 1, 1), "exact", {least: str(2**m - 1)}, "mds")
        corner.good(f"code-degree-{modulus}", "R3.91 R6.96", document, f"an irreducible polynomial of degree {m}")
    for modulus, why in (("10101", "the square of 111"), ("100001", "divisible by 11"), ("1000001010001", "of degree 12, divisible by 11"),
                         ("1010101", "divisible by 111 or 11"), ("10000000001", "of degree 10"), ("1000000000001", "of degree 12"),
                         ("1000100010001", "of degree 12, a fourth power")):  # fmt: skip
        m = len(modulus) - 1
        changes = {"claim/bits": m, "claim/cells": 2**m - 1, "claim/code": concatenation("simplex", modulus, 1, 1),
                   "claim/weights": [{"weight": 2 ** (m - 1), "messages": str(2**m - 1)}]}  # fmt: skip
        corner.bad(f"code-modulus-{modulus}", changes, "R3.91", why)


# Kinds of tested cells.


def _cells(corner: _Corner) -> None:
    corner.of("cells roomy")
    for place, y in zip(PLACES, (ASKED[0], ASKED[2], ASKED[3]), strict=True):
        corner.bad(f"cells-missing-{place}", {f"witness/{y}": None}, "R3.80", f"no member for {y}")
        g = corner.document["witness"][y]["G"]
        key = next(iter(g))
        corner.bad(
            f"cells-g-{place}", {f"witness/{y}/G/{key}": str(F(g[key]) + TINY)}, "R3.83", f"G of {y} is wrong by 2^-70"
        )
        corner.bad(f"cells-v-{place}", {f"witness/{y}/V/000|{y}": str(TINY)}, "R3.82", f"V of {y} is wrong by 2^-70")
        corner.bad(
            f"cells-g-sign-{place}",
            {f"witness/{y}/G/{k}": str(-F(v)) for k, v in g.items()},
            "R3.83",
            f"G of {y} has the other sign",
        )
        part = _sum(g, _hidden(y, TINY))
        corner.bad(
            f"cells-outside-{place}",
            {f"witness/{y}/G/{k}": v for k, v in part.items()},
            "R3.84",
            f"an excess of 2^-70 outside X, in {y}",
        )
        part = _sum(g, _hidden(y, -TINY))
        corner.bad(
            f"cells-outside-minus-{place}",
            {f"witness/{y}/G/{k}": v for k, v in part.items()},
            "R3.84",
            f"an excess of -2^-70 outside X, in {y}",
        )
    corner.bad("cells-v-claim", {"claim/v": str(TINY)}, "R3.82", "v is 2^-70 and no V acts so")
    corner.bad("cells-v-below", {"claim/v": str(-TINY)}, "R3.82", "v is below 0 by 2^-70")
    corner.of("cells by table")
    values = corner.document["claim"]["f"]["values"]
    corner.merged(
        "cells-table-outside",
        {"claim": {"f": {"values": {"111": None, "000": values["111"]}}}},
        "R6.6",
        "a row for 000 in place of 111",
    )
    for x in ASKED:
        row = values[x]
        at = next(i for i, a in enumerate(THREE) if right(a, x))
        corner.bad(
            f"cells-table-{x}",
            {f"claim/f/values/{x}": row[:at] + "10"[int(row[at])] + row[at + 1 :]},
            "R3.83",
            f"one value of f at {x} is another",
        )
    _loads(corner)
    _carried(corner)


def _hidden(y: str, step: Fraction) -> dict[str, Fraction]:
    """What acts as 0: party 1's outputs together, at y and at the input next to it, which is outside X."""
    other = "10"[int(y[0])] + y[1:]
    return {f"{a}00|{x}": step if x == y else -step for a in "01" for x in (y, other)}


def _loads(corner: _Corner) -> None:
    """All loads are needed, those of each distance, each entry and each sum over y."""
    corner.good("cells-loads", "R3.85", _spread(), "each y has an excess at each input of X")
    document = corner.document
    for side in ("right", "wrong"):
        load = document["claim"][side][0]
        for d, h in enumerate(load):
            if F(h) > 0:
                less = [*load[:d], str(F(h) - TINY), *load[d + 1 :]]
                corner.bad(
                    f"cells-load-{side}-{d}",
                    {f"claim/{side}": [less]},
                    "R3.85",
                    f"the load at distance {d} is too small by 2^-70",
                )
            else:
                less = [*load[:d], str(-TINY), *load[d + 1 :]]
                corner.bad(
                    f"cells-load-{side}-{d}", {f"claim/{side}": [less]}, "R3.85", f"the load at distance {d} is -2^-70"
                )
        two = [[str(F(h) + 1) for h in load], ["-1", *load[1:]]]
        more = _spread()
        more["claim"][side] = two
        corner.good(f"cells-load-{side}-one-negative", "R3.85", more, "one of two loads has a negative number")
        corner.bad(
            f"cells-load-{side}-both",
            {f"claim/{side}": [["-1", *load[1:]], [*load[:2], "-1"]]},
            "R3.85",
            "both loads have a negative number",
        )
    load = document["claim"]["right"][0]
    corner.bad("cells-load-divided", {"claim/right": [[load[0], "0", load[2]], ["0", load[1], load[2]]]}, "R3.85",
               "each number is enough in one of two loads, and not both")  # fmt: skip


#: Where each y has an excess besides its own: at which input, around which outputs.
EXCESSES = {
    "001": (("111", "000", 4), ("010", "111", 4)),
    "010": (("111", "000", 3), ("100", "000", 4)),
    "100": (("001", "000", 4), ("111", "111", 4)),
    "111": (("100", "111", 3), ("010", "000", 4)),
}


def _spread() -> Document:
    """Inputs derived by party 1; V is spread over all entries, and leaves room for what is moved outside X."""
    document = cells("0", "0")
    document["claim"] |= {"inputs": {"kind": "derived", "party": 1}, "v": "1"}
    totals: dict[tuple[str, int], Fraction] = {}
    for y in ASKED:
        member = document["witness"][y]
        g = {key: F(value) for key, value in member["G"].items()}
        for x, a, parts in EXCESSES[y]:
            for party in (1, 2, 3):
                for key, step in hidden(party, f"{a}|{x}", F(parts, 64)).items():
                    g[key] = g.get(key, F(0)) + (step if x[party - 1] == "0" else -step)
        member["G"] = {key: str(value) for key, value in g.items() if value}
        member["V"] = {f"{a}|{x}": "1/8" for a in THREE for x in THREE}
        for key, value in g.items():
            a, x = key.split("|")
            assert x in ASKED or abs(value) <= F(1, 8)
            d = sum(p != q for p, q in zip(x[1:], y[1:], strict=True))
            totals[key, d] = totals.get((key, d), F(0)) + max(F(0), abs(value) - F(1, 8))
    for side in ("right", "wrong"):
        most = [F(0)] * 3
        for (key, d), value in totals.items():
            a, x = key.split("|")
            if x in ASKED and right(a, x) == (side == "right"):
                most[d] = max(most[d], value)
        document["claim"][side] = [[str(h) for h in most]]
    return document


def _carried(corner: _Corner) -> None:
    corner.of("cells askew")
    for name, change, why in (
        ("order", {"order": [2, 3, 1]}, "the order is turned round"), ("s", {"s": "011"}, "other outputs are flipped"),
        ("s-0", {"s": "000"}, "no output is flipped"), ("sign", {"sign": "-"}, "the sign is another"), ("from", {"from": "010"}, "from another input"),
("t", {"t": "001"}, "an output is flipped on input 1"),
    ):  # fmt: skip
        corner.bad(
            f"cells-carried-{name}",
            {f"witness/100/{key}": value for key, value in change.items()},
            "R3.83",
            f"{why}: G acts otherwise",
        )
    corner.bad(
        "cells-carried-four", {"witness/100/order": [3, 1, 2, 2]}, "R6.19", "an order of four that names each of three"
    )
    corner.bad("cells-carried-self", {"witness/100/from": "100"}, "R6.100", "carried from itself")


def _limits(corner: _Corner) -> None:
    corner.of("limit")
    half = base("limit")
    half["claim"]["rate"] = str(F(half["claim"]["rate"]) / 2)
    half["witness"]["mu"] = {key: str(F(value) / 2) for key, value in half["witness"]["mu"].items()}
    for member in half["witness"]["boxes"].values():
        for part in ("plus", "minus"):
            if part in member:
                member[part] = {key: str(F(value) / 2) for key, value in member[part].items()}
    corner.good("limit-half", "R3.86 R3.87 R3.88 R3.89", half, "half of everything, so that mu has room")
    mu = half["witness"]["mu"]
    keys = sorted(mu, key=lambda key: key.split("|")[::-1])
    for place, x in zip(PLACES, ("000", "011", "110"), strict=True):
        corner.bad(
            f"limit-mu-outside-{place}", {f"witness/mu/000|{x}": str(TINY)}, "R3.86", f"mu is 2^-70 at {x}, outside X"
        )
    rest = 1 - sum(map(F, mu.values()))
    corner.bad(
        "limit-mu-sum", {f"witness/mu/{keys[0]}": str(F(mu[keys[0]]) + rest + TINY)}, "R3.86", "mu sums to 1 + 2^-70"
    )
    for place, i in zip(PLACES, (0, len(keys) // 2, -1), strict=True):
        corner.bad(
            f"limit-mu-less-{place}",
            {f"witness/mu/{keys[i]}": str(F(mu[keys[i]]) - TINY)},
            "R3.88",
            f"mu is too small by 2^-70 at {keys[i]}",
        )
    corner.bad(
        "limit-rate", {"claim/rate": str(F(half["claim"]["rate"]) + TINY)}, "R3.89", "the rate is too large by 2^-70"
    )
    for name, epsilon in (("below", str(-TINY)),):
        corner.bad(f"limit-epsilon-{name}", {"claim/epsilon": epsilon}, "R1.4", f"epsilon is {epsilon}")
    less = {**half, "claim": {**half["claim"], "rate": str(F(half["claim"]["rate"]) - TINY)}}
    corner.good("limit-less", "R3.89", less, "a smaller rate may be claimed")
    full = {**base("limit"), "witness": {**base("limit")["witness"]}}
    full["witness"]["mu"] = {**full["witness"]["mu"], "000|000": "0", "111|110": "0"}
    corner.good("limit-zeros", "R3.86", full, "a number 0 of mu may be written, also outside X")
    loose = {**half, "claim": {**half["claim"], "rate": "0"}}
    corner.good("limit-loose", "R3.87 R3.89", loose, "a rate of 0")
    for y in ("001", "111"):
        member = corner.document["witness"]["boxes"][y]
        for part in ("plus", "minus"):
            key = "---" if "---" in member[part] else next(iter(member[part]), "---")
            value = F(member[part].get(key, "0"))
            corner.bad(
                f"limit-box-{y}-{part}",
                {f"witness/boxes/{y}/{part}/{key}": str(value - TINY)},
                "R3.87",
                f"the {part} table of {y} has less mass by 2^-70",
            )
    corner.of("limit")
    corner.bad("limit-turned", {"witness/boxes/010/sign": "-"}, "R3.89", "plus and minus are exchanged in one member")
    corner.bad(
        "limit-carried-four",
        {"witness/boxes/010/order": [1, 3, 2, 2]},
        "R6.19",
        "an order of four that names each of three",
    )
