"""Certificates of several members, inputs and triples, of which only the first, a middle or the last is broken.

Chapter 3 once more: every rule that speaks of all of something, what acts as 0 or does not (R3.2), and comparisons
that floating point or machine words cannot make.
"""

import json
from fractions import Fraction
from itertools import combinations
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.faults import OUTSIDE, WORDS, base, committed, silent, trivial
from conformance.generate.oracle import text, words

F = Fraction
PLACES = ("first", "middle", "last")
#: Three inputs of X of different weights, none of them next to another.
THREE = ("00001", "10110", "11111")
#: Less than any double can tell from 0 beside 1.
TINY = F(1, 2**70)


def _merged(change: dict[str, Any]) -> dict[str, Any]:
    return {"merge": {"document": change}}


def _family(alpha: str) -> dict[str, Any]:
    document = trivial(alpha, THREE[0])
    for y in THREE[1:]:
        other = trivial(alpha, y)
        document["claim"]["beta"].update(other["claim"]["beta"])
        document["witness"].update(other["witness"])
    return document


def _sums(parties: tuple[int, ...], x: str, step: Fraction) -> dict[str, Fraction]:
    """What is seen in the correlator of these parties on x, and nowhere else."""
    return {f"{a}|{x}": step * (-1) ** sum(a[i - 1] == "1" for i in parties) for a in words(len(x))}


def _added(vector: dict[str, str], change: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(F(vector.get(key, "0")) + step) for key, step in change.items()}


def members() -> Group:
    group = Group("members")
    _families(group)
    _equivalence(group)
    _attainments(group)
    _predictabilities(group)
    _distillations(group)
    return group


def _families(group: Group) -> None:
    tight, roomy = _family("1"), _family("2")
    rules = "R3.1 R3.10 R3.11 R3.12 R3.13 R3.14 R3.15 R3.16 R3.17"
    group.accept("members-tight", rules, "certificate", {"document": tight}, "three members, |G| = W")
    group.accept("members-roomy", rules, "certificate", {"document": roomy}, "three members with room everywhere")
    asked = sorted(tight["claim"]["beta"][THREE[0]])
    for place, y in zip(PLACES, THREE, strict=True):
        w, g = (roomy["witness"][y][part] for part in "WG")

        def bad(name: str, base: str, change: dict[str, Any], rule: str, why: str, place: str = place) -> None:
            group.reject(f"members-{name}-{place}", base, _merged(change), rule, f"{why}, in the {place} member only")

        def part(name: str, change: dict[str, str], y: str = y) -> dict[str, Any]:
            return {"witness": {y: {name: change}}}

        bad("w", "members-roomy", part("W", _added(w, {f"01100|{y}": F(1, 1000)})), "R3.15", "W acts as more than 1")
        bad("g", "members-roomy", part("G", _added(g, {f"01100|{y}": F(1, 1000)})), "R3.16", "G is not the majority")
        bad(
            "g-sign",
            "members-tight",
            part("G", {key: str(-F(v)) for key, v in g.items()}),
            "R3.16",
            "G has the other sign",
        )
        bad("bound", "members-tight", part("W", _added(w, silent(2, f"00000|{y}", F(-1 if y[1] == "0" else 1, 1000)))), "R3.17",
            "W is less than |G| at two entries")  # fmt: skip
        bad("no-member", "members-tight", {"witness": {y: None}}, "R3.11", "a claim has no member")
        bad("no-claim", "members-tight", {"claim": {"beta": {y: None}}}, "R3.11", "a member has no claim")
        for name, x in zip(PLACES, (asked[0], asked[8], asked[-1]), strict=True):
            bad(
                f"beta-{name}",
                "members-tight",
                {"claim": {"beta": {y: {x: None}}}},
                "R3.13",
                f"the {name} beta is missing",
            )
        bad("beta-outside", "members-tight", {"claim": {"beta": {y: {OUTSIDE: "0"}}}}, "R3.13", "a beta outside X")
        bad("beta-below-0", "members-roomy", {"claim": {"beta": {y: {y: "-1/1000"}}}}, "R3.14", "a beta below 0")
        bad(
            "beta-just-below-0", "members-roomy", {"claim": {"beta": {y: {y: str(-TINY)}}}}, "R3.14", "a beta of -2^-70"
        )
    for place, order in (("first", (OUTSIDE, *THREE[1:])), ("middle", (THREE[0], OUTSIDE, THREE[2]))):
        document = trivial("1", order[0])
        for y in order[1:]:
            other = trivial("1", y)
            document["claim"]["beta"].update(other["claim"]["beta"])
            document["witness"].update(other["witness"])
        group.reject(f"members-outside-{place}", "members-tight", _whole(document),
                     "R3.12", f"the {place} of three inputs is outside X")  # fmt: skip
    other = trivial("1", OUTSIDE)
    group.reject(
        "members-outside-last", "members-tight",
        _merged({"claim": {"beta": {THREE[2]: None, **other["claim"]["beta"]}}, "witness": {THREE[2]: None, **other["witness"]}}),
        "R3.12", "the last of three inputs is outside X",
    )  # fmt: skip


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    return {"whole": {"text": json.dumps(document)}}


def _equivalence(group: Group) -> None:
    y = "10110"
    one = trivial("2", y)
    wide = trivial(str(2**80), y)
    group.accept("acts-one", "R3.2 R3.15 R3.16", "certificate", {"document": one}, "one member with room")
    spread = trivial("64", y)
    spread["witness"][y]["W"] = {f"{a}|{x}": "1/32" for x in WORDS for a in WORDS}
    group.accept("acts-spread", "R3.2 R3.15", "certificate", {"document": spread}, "W is spread over all inputs")
    group.accept(
        "acts-wide", "R3.17 R6.11", "certificate", {"document": wide}, "alpha is 2^80: more than a machine word"
    )
    w, g = (one["witness"][y][part] for part in "WG")

    def bad(name: str, base: str, part: str, change: dict[str, Fraction], why: str) -> None:
        rule = {"W": "R3.15", "G": "R3.16"}[part]
        patch = _merged({"witness": {y: {part: _added(w if part == "W" else g, change)}}})
        group.reject(f"acts-{part.lower()}-{name}", base, patch, rule, why, rules="R3.2")

    group.reject(
        "acts-w-sign", "acts-one", _merged({"claim": {"alpha": "-2"}, "witness": {y: {"W": dict.fromkeys(w, "-1")}}}),
        "R3.15", "W acts as -1, and alpha is negative too", rules="R3.2",
    )  # fmt: skip
    for part in "WG":
        for size in range(1, 6):
            for parties in combinations(range(1, 6), size):
                if size in (1, 5) or parties in ((1, 2), (4, 5), (1, 3, 5), (1, 2, 3, 4), (2, 3, 4, 5)):
                    name = "".join(map(str, parties))
                    bad(f"correlator-{name}", "acts-one", part, _sums(parties, y, F(1, 64)),
                        f"wrong in the correlator of {name} alone")  # fmt: skip
        bad("mass", "acts-one", part, _sums((), y, F(1, 64)), "wrong in the sum over all outputs alone")
        for x in ("00000", "01111", "11111"):
            for parties in ((1, 2, 3, 4, 5), (2, 3, 4, 5), (3,)):
                name = "".join(map(str, parties))
                change = _added(spread["witness"][y][part], _sums(parties, x, F(1, 64)))
                group.reject(
                    f"acts-{part.lower()}-correlator-{name}-{x}", "acts-spread", _merged({"witness": {y: {part: change}}}),
                    {"W": "R3.15", "G": "R3.16"}[part], f"wrong in the correlator of {name} on {x} alone", rules="R3.2",
                )  # fmt: skip
        for power in (32, 53, 64):
            bad(f"modulo-{power}", "acts-wide", part, {f"01100|{y}": F(2**power)}, f"right modulo 2^{power}")
        bad("tiny", "acts-one", part, {f"01100|{y}": TINY}, "wrong by 2^-70")
        bad("tiny-below", "acts-one", part, {f"01100|{y}": -TINY}, "wrong by -2^-70")
        if part == "G":
            bad("tiny-of-large", "acts-wide", part, {f"01100|{y}": F(2**60) + 1, f"01101|{y}": F(-(2**60))},
                "wrong by 1 in a sum of numbers of 60 bits")  # fmt: skip
        bad(
            "opposite",
            "acts-one",
            part,
            {f"01100|{y}": F(1, 8), f"01101|{y}": F(-1, 8)},
            "two changes that cancel in their sum",
        )
    tight = trivial("1", y)
    group.accept("acts-tight", "R3.17", "certificate", {"document": tight}, "one member, |G| = W")
    for name, alpha in (("tiny", 1 - TINY), ("2-53", 1 - F(1, 2**54)), ("minus-one", F(-1)), ("zero", F(0))):
        group.reject(
            f"acts-alpha-{name}", "acts-tight", _merged({"claim": {"alpha": str(alpha)}}), "R3.17", f"alpha is {alpha}"
        )
    # 1 + 2^-70 of W at each place where it is needed, the last entry in each order included.
    for a in ("00000", "01011", "11111"):
        step = silent(5, f"{a}|{y}", TINY if y[4] == "1" else -TINY)
        group.reject(
            f"acts-bound-tiny-{a}", "acts-tight", _merged({"witness": {y: {"W": _added(w, step)}}}), "R3.17",
            f"W lacks 2^-70 at {a}",
        )  # fmt: skip
    betas = base("family")["claim"]["beta"]
    for y0, row in betas.items():
        for x in needed(base("family"), y0):
            group.reject(
                f"acts-beta-{y0}-{x}", "certificate-family", _merged({"claim": {"beta": {y0: {x: str(F(row[x]) - TINY)}}}}),
                "R3.17", f"beta({y0},{x}) is too small by 2^-70", op="certificate",
            )  # fmt: skip


def needed(document: dict[str, Any], y: str) -> list[str]:
    """The inputs whose beta is reached by |G| - alpha W at a wrong answer."""
    w, g = (document["witness"][y][part] for part in "WG")
    alpha = F(document["claim"]["alpha"])

    def charge(a: str, x: str) -> Fraction:
        return abs(F(g.get(f"{a}|{x}", "0"))) - alpha * F(w.get(f"{a}|{x}", "0"))

    row = document["claim"]["beta"][y]
    return [x for x in sorted(row) if any(oracle.wrong(a, x) and charge(a, x) == F(row[x]) for a in WORDS)]


def _turned() -> dict[str, Fraction]:
    """Party 1 answers 0 on input 1 and 1 on input 0; the parity wins, also where party 1's input alone is another."""

    def probability(a: str, x: str) -> Fraction | int:
        rest = x[1:]
        own = "1" if rest.count("1") % 2 == 0 else "0"
        others_odd = ((own + rest).count("1") == 3) != (own == "0")
        return F(1, 8) if a[0] != x[0] and oracle.odd(a[1:]) == others_odd else 0

    return oracle.table(5, probability)


def _ghz() -> dict[str, Fraction]:
    def probability(a: str, x: str) -> Fraction | int:
        if oracle.asked(x):
            return 0 if oracle.wrong(a, x) else F(1, 16)
        return F(1, 32)

    return oracle.table(5, probability)


def _attained(
    box: dict[str, Fraction], triples: list[list[int]], inputs: list[str], value: str, p: str
) -> dict[str, Any]:
    return {
        "format": "freebit-certificate", "version": 1, "kind": "attainment",
        "claim": {"game": {"name": "mermin", "parties": 5}, "triples": triples, "inputs": inputs, "value": value,
                  "probability": p},
        "witness": {"P": text(box)},
    }  # fmt: skip


def _put(items: list[Any], place: str, item: Any) -> list[Any]:
    i = {"first": 0, "middle": len(items) // 2, "last": len(items)}[place]
    return [*items[:i], item, *items[i:]]


def _attainments(group: Group) -> None:
    triples, inputs = [[1, 2, 3], [1, 2, 5], [1, 4, 5]], ["10000", "10011", "11001", "11111"]
    group.accept(
        "members-attained", "R3.20 R3.21 R3.22", "certificate",
        {"document": _attained(_turned(), triples, inputs, "0", "3/4")}, "3/4 wherever party 1 has input 1",
    )  # fmt: skip
    ghz = _attained(_ghz(), [[1, 2, 3]], ["10000", "11100"], "0", "1/2")
    group.accept("members-ghz", "R2.8 R2.10 R2.13 R3.21", "certificate", {"document": ghz}, "the GHZ box has 1/2")
    for place in PLACES:
        for name, key, items, item, rule, why in (
            ("triple", "triples", triples, [2, 3, 4], "R3.21", "the {} triple has probability 1/2"),
            ("triple-order", "triples", triples, [1, 4, 3], "R3.10", "the {} triple is out of order"),
            ("input", "inputs", inputs, "00111", "R3.21", "at the {} input the probability is 1/4"),
            ("input-outside", "inputs", inputs, "10001", "R3.12", "the {} input is outside X"),
        ):
            change = {"claim": {key: _put(items, place, item)}}
            group.reject(
                f"members-attained-{name}-{place}", "members-attained", _merged(change), rule, why.format(place)
            )
        again = {"first": [0, 1, 2, 0], "middle": [0, 1, 1, 2], "last": [0, 1, 2, 2]}[place]
        both: tuple[tuple[str, list[Any]], ...] = (("triples", triples), ("inputs", inputs))
        for key, items in both:
            group.reject(
                f"members-attained-again-{key}-{place}", "members-attained",
                _merged({"claim": {key: [items[i] for i in again]}}), "R3.22", f"one of the {key} is there again",
            )  # fmt: skip
    for step in ("1/1000", f"1/{2**70}", f"-1/{2**70}"):
        p = str(F(3, 4) + F(step))
        name = step.replace("/", "-").replace(str(2**70), "2-70")
        group.reject(f"members-attained-value{name}", "members-attained", _merged({"claim": {"probability": p}}), "R3.21",
                     f"the claim is wrong by {step}")  # fmt: skip
    # One party at a time, at an input outside X and at one in X.
    box = _ghz()
    for party in range(1, 6):
        others = tuple(i for i in range(1, 6) if i != party)
        for x in ("11110", "01100"):
            moved = _sums(others, x, F(1, 64))
            group.reject(
                f"members-ghz-signals-{party}-{x}", "members-ghz",
                _merged({"witness": {"P": {key: str(box[key] + step) for key, step in moved.items()}}}), "R2.10",
                f"the others together see the input of party {party} at {x}, and nobody sees anything else",
            )  # fmt: skip
    moved = _sums((2, 3, 4, 5), "11110", TINY)
    group.reject(
        "members-ghz-signals-tiny", "members-ghz",
        _merged({"witness": {"P": {key: str(box[key] + step) for key, step in moved.items()}}}), "R2.10", "signals by 2^-70",
    )  # fmt: skip


def _predictabilities(group: Group) -> None:
    y = "10110"
    zeros = [a for a in WORDS if a[0] == "0"]
    document = {
        "format": "freebit-certificate", "version": 1, "kind": "predictability",
        "claim": {"game": {"name": "mermin", "parties": 5}, "zeros": zeros, "input": y, "sense": "max", "value": "1"},
        "witness": {"dual": {f"{a}|{y}": "1" for a in WORDS if a[0] == "1"}},
    }  # fmt: skip
    group.accept("members-first-bit", "R3.31 R3.32 R3.33", "certificate", {"document": document}, "P(a_1 = 0) <= 1")
    dual = {f"{a}|{y}": "1" for a in WORDS if a[0] == "1"}
    for place, i in (("first", 0), ("middle", 7), ("last", 14)):
        swapped = [*zeros[:i], zeros[i + 1], zeros[i], *zeros[i + 2 :]]
        group.reject(f"members-zeros-{place}", "members-first-bit", _merged({"claim": {"zeros": swapped}}), "R3.31",
                     f"the {place} two zeros are exchanged")  # fmt: skip
        group.reject(f"members-zero-again-{place}", "members-first-bit",
                     _merged({"claim": {"zeros": [*zeros[: i + 1], *zeros[i:]]}}), "R3.31", f"the {place} zero is there twice")  # fmt: skip
    # Negative by a vector that acts as 0, the negative entries at one input: outside X, or in X at right answers.
    for where, x, party in (("outside", "00011", 5), ("outside-zero", "00000", 1), ("outside-last", "11110", 5),
                            ("in", "00001", 1), ("in-last", "11111", 5)):  # fmt: skip
        for a in ("00000", "11111"):
            for step in (F(1, 1000), TINY):
                change = silent(party, f"{a}|{x}", step if x[party - 1] == "1" else -step)
                size = "tiny" if step == TINY else "slight"
                group.reject(
                    f"members-dual-{where}-{a}-{size}", "members-first-bit",
                    _merged({"witness": {"dual": _added(dual, change)}}), "R3.33",
                    f"the dual vector is negative by {size} steps at {x} only", rules="R3.2",
                )  # fmt: skip
    for sign, name in ((TINY, "above"), (-TINY, "below")):
        group.reject(f"members-dual-value-{name}", "members-first-bit", _merged({"claim": {"value": str(1 + sign)}}), "R3.32",
                     f"the value is {name} what the dual vector shows by 2^-70")  # fmt: skip
    both = base("max")
    key = next(iter(both["witness"]["dual"]))
    group.reject("members-both-dual", "certificate-max",
                 _merged({"witness": {"dual": {key: str(F(both["witness"]["dual"][key]) + TINY)}}}), "R3.32",
                 "the dual vector is wrong beside a good box", op="certificate")  # fmt: skip
    less = committed("attainment/party-1-answers-1.json")["witness"]["P"]
    primal = both["witness"]["primal"]
    group.reject("members-both-primal", "certificate-max",
                 _merged({"witness": {"primal": {**dict.fromkeys(primal), **less}}}), "R3.34",
                 "the box has the least probability, beside a good dual vector", op="certificate")  # fmt: skip


def _distillations(group: Group) -> None:
    document = committed("distillation/majority-123.json")
    chosen = ("00001", "10011", "11111")
    document["claim"]["inputs"] = list(chosen)
    document["witness"] = {y: document["witness"][y] for y in chosen}
    document.pop("provenance", None)
    taken = _directions(document)
    document["claim"]["directions"] = taken
    rules = "R3.15 R3.16 R3.40 R3.41 R3.42 R3.43 R3.44"
    group.accept("members-distilled", rules, "certificate", {"document": document}, f"three inputs, {taken} directions")

    def bad(name: str, change: dict[str, Any], rule: str, why: str) -> None:
        group.reject(f"members-distilled-{name}", "members-distilled", _merged(change), rule, why)

    for place, y in zip(PLACES, chosen, strict=True):
        member = document["witness"][y]
        bad(f"no-member-{place}", {"witness": {y: None}}, "R3.40", f"the {place} claim has no member")
        bad(
            f"no-claim-{place}",
            {"claim": {"inputs": [x for x in chosen if x != y]}},
            "R3.40",
            f"the {place} member has no claim",
        )
        bad(
            f"twice-{place}",
            {"claim": {"inputs": _put(list(chosen), place, y)}},
            "R3.40",
            f"the {place} input is there twice",
        )
        bad(f"bound-{place}", {"claim": {"directions": 45}, "witness": {y: {"G": _added(member["G"], silent(4, f"00000|{y}", F(3)))}}}, "R3.42",
            f"the {place} member is too long")  # fmt: skip
    bad("fewer-directions", {"claim": {"directions": taken - 1}}, "R3.43", "one direction is not counted")
    ends = trivial("1", "11111")
    ends["kind"] = "distillation"
    ends["claim"] = {**document["claim"], "inputs": ["11111"], "alpha": "1", "beta": "2"}
    group.reject("members-distilled-alpha-1", "members-distilled", _whole(ends), "R3.41", "alpha is 1, not less")
    short = base("distilled once")
    short["claim"] |= {"alpha": "17/20", "beta": "1"}
    short["witness"] = {"10000": committed("families/vertex-5.json")["witness"]["10000"]}
    group.reject("members-distilled-beta-1", "members-distilled", _whole(short), "R3.41", "beta is 1, not more")


def _directions(document: dict[str, Any]) -> int:
    found = set()
    for member in document["witness"].values():
        for key in {**member["W"], **member["G"]}:
            w, g = (F(member[part].get(key, "0")) for part in "WG")
            p, q = w + g, w - g
            if p or q:
                found.add("vertical" if p == 0 else q / p)
    return len(found)
