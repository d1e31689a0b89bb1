"""What was left between the vectors: of several members, inputs, entries or limits the one that no other vector breaks."""

from fractions import Fraction
from itertools import permutations
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base, committed, peak, trivial
from conformance.generate.gaps_cells import cells
from conformance.generate.gaps_claims import claims
from conformance.generate.gaps_files import files
from conformance.generate.gaps_forms import forms
from conformance.generate.gaps_questions import asked
from conformance.generate.members import needed
from conformance.generate.oracle import words

F = Fraction
TINY = F(1, 2**70)
Document = dict[str, Any]


def gaps() -> Group:
    group = Group("gaps")
    for section in (
        _distilled_outside,
        _sizes,
        _negative_betas,
        _powers,
        _own_betas,
        _alone,
        _negative_alone,
        _triples,
        _pairs,
        _primals,
        _again,
        _directions,
        claims,
        cells,
        asked,
        files,
        forms,
    ):
        section(group)
    return group


#: Of the GHZ game of four, for the input 0001 outside X and for 0011 in X, a vector D with D ~ 3/4 - [maj = 0], at least 0
#: wherever an answer is right; the parties of the same input among the first three may be permuted.
DUALS = {
    "0001": {
        "-1/8": "0000|0011 0000|0110 0011|0011 0011|0101 0011|0110 0011|1100 0110|0011 0110|0110 1111|0110",
        "1/2": "0000|1110 0011|1101 1110|0111 1110|1110",
        "1/8": "0001|0000 0010|1111 0111|1111",
        "-3/8": "0001|1111 0010|0000 1110|1111",
        "3/8": "0110|1001 0110|1010 1111|0011",
        "5/8": "0111|0000",
        "-7/8": "1110|0000",
    },
    "0011": {
        "3/4": "0000|0011",
        "-3/8": "0000|0101 0000|0110 0101|0110 0110|0101",
        "1/2": "0000|1100 0011|1101 0011|1110 0110|0011 0111|1000 1100|0100 1101|1101 1110|1110 1111|1100",
        "-1/4": "0001|0000 0010|0000 0100|1111 1111|0011",
        "-3/4": "0011|0011",
        "1/8": "0011|0101 0011|0110 0101|0101 0101|1001 0101|1010 0110|0110 0110|1001 0110|1010 1100|0101 1100|0110 1111|0101"
        " 1111|0110",
        "-1": "0011|1100 1100|1100",
        "-1/2": "0101|0011",
        "1/4": "0101|1100 0110|1100 0111|1111 1100|0011 1101|0000 1110|0000",
    },
}


def _dual(y: str, turned: tuple[int, ...] = (0, 1, 2, 3)) -> dict[str, Fraction]:
    """D, with the parties put in another order."""
    keeping = [(*order, 3) for order in permutations(range(3)) if all(y[i] == y[j] for j, i in enumerate(order))]
    found = {}
    for number, keys in DUALS[y].items():
        for key in keys.split():
            a, x = key.split("|")
            for order in keeping:
                place = [order[i] for i in turned]
                found["".join(a[i] for i in place) + "|" + "".join(x[i] for i in place)] = F(number)
    return found


def _member(dual: dict[str, Fraction]) -> dict[str, dict[str, str]]:
    """W = 2 (D_0 + D_1) and G = D_1 - D_0, where D_1 is D_0 with all outputs turned."""
    other = {key.translate(str.maketrans("01", "10"))[:4] + key[4:]: value for key, value in dual.items()}
    keys = sorted(dual.keys() | other.keys())
    w = {key: 2 * (dual.get(key, F(0)) + other.get(key, F(0))) for key in keys}
    g = {key: other.get(key, F(0)) - dual.get(key, F(0)) for key in keys}
    return {"W": _text(w), "G": _text(g)}


def _text(vector: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(value) for key, value in vector.items() if value}


def _distilled_outside(group: Group) -> None:
    """[R3.40] An input outside X for which all other rules hold: in the GHZ game of four its majority is bounded too."""
    inside = {"0011": (0, 1, 2, 3), "0101": (0, 2, 1, 3), "1001": (2, 0, 1, 3)}
    witness = {y: _member(_dual("0011", order)) for y, order in inside.items()}
    claim = {"game": {"name": "ghz", "parties": 4}, "triple": [1, 2, 3], "inputs": list(inside), "alpha": "4/5", "beta": "20",
             "directions": 45}  # fmt: skip
    document = {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "distillation",
        "claim": claim,
        "witness": witness,
    }
    group.accept("gap-distilled-ghz", "R3.40 R3.42 R3.43", "certificate", {"document": document},
                 "three inputs of the GHZ game of four")  # fmt: skip
    outside = _member(_dual("0001"))
    for place, i in (("first", 0), ("middle", 1), ("last", 3)):
        listed = [*list(inside)[:i], "0001", *list(inside)[i:]]
        group.reject(
            f"gap-distilled-outside-{place}", "gap-distilled-ghz",
            {"merge": {"document": {"claim": {"inputs": listed}, "witness": {"0001": outside}}}}, "R3.40",
            f"the {place} input is outside X, and everything else holds for it",
        )  # fmt: skip


# Games of other sizes.

#: Each with an input in X.
GAMES = (
    ("ghz", 2, "11"), ("ghz", 3, "001"), ("ghz", 4, "0011"), ("ghz", 6, "011110"), ("ghz", 7, "1001111"), ("ghz", 8, "11110011"),
    ("mermin", 3, "111"), ("mermin", 7, "0110100"), ("mermin", 9, "000000111"),
)  # fmt: skip


def _seen(parties: tuple[int, ...], x: str, step: Fraction) -> dict[str, Fraction]:
    """What is seen in the correlator of these parties on x, and nowhere else."""
    return {f"{a}|{x}": step * (-1) ** sum(a[i - 1] == "1" for i in parties) for a in words(len(x))}


def _sum(vector: dict[str, str], changes: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(F(vector.get(key, "0")) + step) for key, step in changes.items()}


def _certificate(kind: str, claim: Document, witness: Document) -> Document:
    return {"format": "freebit-certificate", "version": 1, "kind": kind, "claim": claim, "witness": witness}


def _sets(n: int) -> list[tuple[int, ...]]:
    """Some sets of parties: none, the first, a middle one, the last, and all, all but the first, all but the last."""
    everyone = tuple(range(1, n + 1))
    if n > 7:
        return [(n,), everyone]
    return list(dict.fromkeys([(), (1,), (n // 2 + 1,), (n,), everyone[1:], everyone[:-1], everyone]))


def _named(parties: tuple[int, ...]) -> str:
    return "".join(map(str, parties)) or "none"


def _sizes(group: Group) -> None:
    """[R3.2] What acts as something else in one correlator alone, in games of two to nine parties."""
    for name, n, y in GAMES:
        game = {"name": name, "parties": n}
        base = f"gap-{name}-{n}"
        dual = {f"{a}|{y}": "1" for a in words(n)}
        claim = {"game": game, "zeros": [], "input": y, "sense": "max", "value": "1"}
        group.accept(f"{base}-dual", "R3.2 R3.32 R6.16", "certificate",
                     {"document": _certificate("predictability", claim, {"dual": dual})},
                     f"nothing has more than probability 1: {name} of {n} parties")  # fmt: skip
        for parties in _sets(n):
            group.reject(
                f"{base}-dual-{_named(parties)}", f"{base}-dual",
                {"merge": {"document": {"witness": {"dual": _sum(dual, _seen(parties, y, F(1, 8)))}}}}, "R3.32",
                f"wrong in the correlator of {_named(parties)} alone", rules="R3.2",
            )  # fmt: skip
    for name, n, y in GAMES:
        if 3 <= n <= 7:
            _family(group, name, n, y)


def _in_x(name: str, x: str) -> bool:
    return x.count("1") % 2 == 1 if name == "mermin" else x.count("0") % 2 == 0


def _family(group: Group, name: str, n: int, y: str) -> None:
    base = f"gap-{name}-{n}-family"
    triple = [n - 2, n - 1, n]
    votes = {a: 1 if sum(a[i - 1] == "1" for i in triple) < 2 else -1 for a in words(n)}
    listed = [x for x in words(n) if _in_x(name, x)]
    w, g = {f"{a}|{y}": "1" for a in votes}, {f"{a}|{y}": str(sign) for a, sign in votes.items()}
    claim = {
        "game": {"name": name, "parties": n},
        "triple": triple,
        "alpha": "2",
        "beta": {y: dict.fromkeys(listed, "0")},
    }
    group.accept(base, "R3.10 R3.13 R3.15 R3.16 R3.17", "certificate",
                 {"document": _certificate("family", claim, {y: {"W": w, "G": g}})}, f"{name} of {n} parties, the last three vote")  # fmt: skip

    def bad(label: str, change: Document, rule: str, why: str) -> None:
        group.reject(f"{base}-{label}", base, {"merge": {"document": change}}, rule, why)

    for part, vector, rule in (("W", w, "R3.15"), ("G", g, "R3.16")):
        for parties in _sets(n)[-3:]:
            change = _sum(vector, _seen(parties, y, F(1, 8)))
            bad(f"{part.lower()}-{_named(parties)}", {"witness": {y: {part: change}}}, rule,
                f"{part} is wrong in the correlator of {_named(parties)} alone")  # fmt: skip
    bad("triple", {"claim": {"triple": [1, n - 1, n]}} if n > 3 else {"claim": {"triple": [1, 3, 2]}}, "R3.16" if n > 3 else "R3.10",
        "another triple")  # fmt: skip
    bad("alpha", {"claim": {"alpha": str(1 - TINY)}}, "R3.17", "alpha is 1 - 2^-70")
    for place, x in (("first", listed[0]), ("last", listed[-1])):
        bad(f"beta-{place}", {"claim": {"beta": {y: {x: None}}}}, "R3.13", f"the {place} beta is missing")


def _negative_betas(group: Group) -> None:
    """[R3.14] A negative beta whose row has a positive sum, at another input than that of the claim."""
    document = trivial("64")
    document["witness"]["10000"]["W"] = {f"{a}|{x}": "1/32" for a in words(5) for x in words(5)}
    group.accept(
        "gap-betas", "R3.14", "certificate", {"document": document}, "W is spread over all inputs, and no beta matters"
    )
    listed = [x for x in words(5) if x.count("1") % 2]
    for place, x in (("first", listed[0]), ("second", listed[1]), ("middle", listed[8]), ("last", listed[-1])):
        other = "01000"
        for size, value in (("tiny", -TINY), ("large", F(-1, 2))):
            row = {x: str(value), other: "1"}
            group.reject(f"gap-beta-{place}-{size}", "gap-betas", {"merge": {"document": {"claim": {"beta": {"10000": row}}}}},
                         "R3.14", f"the {place} beta is {value}, the sum of all is above 0")  # fmt: skip


def _powers(group: Group) -> None:
    """[R3.2] What is right modulo 2^128, 2^256 or another power that a machine of many words may have."""
    large = str(2**300)
    y = "10110"
    family = trivial(large, y)
    group.accept("gap-wide-family", "R3.15 R3.16", "certificate", {"document": family}, "alpha is 2^300")
    w, g = (family["witness"][y][part] for part in "WG")
    for power in (31, 63, 128, 256):
        for part, vector, rule in (("W", w, "R3.15"), ("G", g, "R3.16")):
            change = _sum(vector, {f"01100|{y}": F(2**power)})
            group.reject(f"gap-wide-family-{part.lower()}-{power}", "gap-wide-family",
                         {"merge": {"document": {"witness": {y: {part: change}}}}}, rule, f"right modulo 2^{power}")  # fmt: skip
        group.reject(
            f"gap-wide-dual-{power}", "gap-mermin-3-dual",
            {"merge": {"document": {"witness": {"dual": {"010|111": str(1 + 2**power)}}}}}, "R3.32", f"right modulo 2^{power}",
        )  # fmt: skip


def _own_betas(group: Group) -> None:
    """[R3.17] Three members that need betas of their own: none is enough for another."""
    document = committed("families/vertex-1.json")
    document.pop("provenance")
    chosen = ("00001", "10011", "11111")
    document["claim"]["beta"] = {y: document["claim"]["beta"][y] for y in chosen}
    document["witness"] = {y: document["witness"][y] for y in chosen}
    group.accept(
        "gap-own-betas", "R3.13 R3.17", "certificate", {"document": document}, "three members, each with its own betas"
    )
    for y in chosen:
        row = document["claim"]["beta"][y]
        reached = [x for x in needed(document, y) if row[x] != "0"]
        for x in dict.fromkeys((reached[0], reached[len(reached) // 2], reached[-1])):
            change = {"claim": {"beta": {y: {x: str(F(row[x]) - TINY)}}}}
            group.reject(f"gap-own-betas-{y}-{x}", "gap-own-betas", {"merge": {"document": change}}, "R3.17",
                         f"beta({y},{x}) is too small by 2^-70")  # fmt: skip


def _peak(a: str, x: str, height: Fraction) -> dict[str, Fraction]:
    """Of five parties, the second and the last."""
    return peak(a, x, height, (2, 5))


def _alone(group: Group) -> None:
    """[R3.17] One entry alone breaks it: by a large G, or by a W below 0."""
    family = "gap-betas"
    vectors = next(v for v in group.vectors if v["id"] == family)["input"]["document"]["witness"]["10000"]
    for x in words(5):
        for a in ("00000", "11111") if x != "10000" else words(5):
            own = F(vectors["G"].get(f"{a}|{x}", "0"))
            height = (2 + TINY - abs(own)) * (-1 if own < 0 else 1)
            change = _sum(vectors["G"], _peak(a, x, height))
            group.reject(f"gap-alone-g-{a}-{x}", family, {"merge": {"document": {"witness": {"10000": {"G": change}}}}}, "R3.17",
                         f"|G| is too large by 2^-70 at {a}|{x} alone")  # fmt: skip
    for a, x in (("00000", "00000"), ("11111", "11111"), ("01010", "00111"), ("10101", "01100")):
        change = _sum(vectors["W"], _peak(a, x, -F(1, 32) - TINY))
        if _right(a, x):
            group.reject(f"gap-alone-w-{a}-{x}", family, {"merge": {"document": {"witness": {"10000": {"W": change}}}}}, "R3.17",
                         f"W is -2^-70 at {a}|{x} alone")  # fmt: skip


def _negative_alone(group: Group) -> None:
    """[R3.33] One entry alone is below 0: refused where I = 0, allowed where I = 1."""
    dual = {f"{a}|{x}": "1/32" for a in words(5) for x in words(5)}
    claim = {"game": {"name": "mermin", "parties": 5}, "zeros": [], "input": "11111", "sense": "max", "value": "1"}
    base = "gap-spread-dual"
    group.accept(base, "R3.32 R3.33", "certificate", {"document": _certificate("predictability", claim, {"dual": dual})},
                 "the number 1, spread over all entries")  # fmt: skip
    for x in words(5):
        for a in ("00000", "11111", "00100"):
            change = _sum(dual, _peak(a, x, -F(1, 32) - TINY))
            if _right(a, x):
                group.reject(f"gap-negative-{a}-{x}", base, {"merge": {"document": {"witness": {"dual": change}}}}, "R3.33",
                             f"D is -2^-70 at {a}|{x} alone")  # fmt: skip
            elif x in ("00001", "00111", "11100", "11111"):
                document = _certificate("predictability", claim, {"dual": {**dual, **change}})
                group.accept(f"gap-negative-{a}-{x}", "R3.33", "certificate", {"document": document},
                             f"D is below 0 at {a}|{x}, a wrong answer")  # fmt: skip


def _triples(group: Group) -> None:
    """[R3.10] A triple that names a party twice: the majority is that party's output, and the rest fits."""
    y = "10000"
    for place, triple in (("first", [1, 1, 2]), ("last", [1, 2, 2])):
        g = {f"{a}|{y}": "-1" if sum(a[i - 1] == "1" for i in triple) > 1 else "1" for a in words(5)}
        group.reject(
            f"gap-triple-{place}", "gap-betas",
            {"merge": {"document": {"claim": {"triple": triple}, "witness": {y: {"G": g}}}}}, "R3.10",
            f"the {place} two of the triple are one party, and G is its output",
        )  # fmt: skip
    box = {f"{a}|{x}": "1/16" if x.count("1") % 2 else "1/32" for a in words(5) for x in words(5) if _right(a, x)}
    claim = {
        "game": {"name": "mermin", "parties": 5},
        "triples": [[1, 2, 3]],
        "inputs": ["10000"],
        "value": "0",
        "probability": "1/2",
    }
    group.accept("gap-attained", "R3.20 R3.21", "certificate", {"document": _certificate("attainment", claim, {"P": box})},
                 "the GHZ box has 1/2")  # fmt: skip
    for place, triple in (("first", [1, 1, 2]), ("last", [1, 2, 2]), ("turned", [2, 1, 3]), ("turned-last", [1, 3, 2])):
        for where, triples in (("alone", [triple]), ("before", [triple, [1, 2, 3]]), ("after", [[1, 2, 3], triple])):
            group.reject(f"gap-attained-{place}-{where}", "gap-attained", {"merge": {"document": {"claim": {"triples": triples}}}},
                         "R3.10", f"the triple {triple}, for which the probability is 1/2 too")  # fmt: skip


def _right(a: str, x: str) -> bool:
    """I(a,x) = 0 in the Mermin game of five."""
    return x.count("1") % 2 == 0 or (a.count("1") % 2 == 1) == (x.count("1") == 3)


def _pairs(group: Group) -> None:
    """[R3.21] The probability is another one for a single pair of a triple and an input."""
    box = {
        f"{a}|{x}": "1/8" if x[4] == "1" and x.count("1") % 2 else "1/16"
        for x in words(5) for a in words(5) if _of_party_5(a, x)
    }  # fmt: skip
    triples, inputs = [[1, 2, 3], [1, 2, 4], [2, 3, 4]], ["00100", "01000", "10000"]
    claim = {
        "game": {"name": "mermin", "parties": 5},
        "triples": triples,
        "inputs": inputs,
        "value": "0",
        "probability": "1/2",
    }
    group.accept("gap-pairs", "R3.20 R3.21", "certificate", {"document": _certificate("attainment", claim, {"P": box})},
                 "party 5 always answers 0 on input 1, which nothing listed sees")  # fmt: skip
    places = {"first": 0, "middle": 1, "last": 3}
    for p, i in places.items():
        for q, j in places.items():
            change = {"triples": [*triples[:i], [1, 2, 5], *triples[i:]], "inputs": [*inputs[:j], "00001", *inputs[j:]]}
            group.reject(f"gap-pair-{p}-{q}", "gap-pairs", {"merge": {"document": {"claim": change}}}, "R3.21",
                         f"the {p} triple has another probability at the {q} input, and nowhere else")  # fmt: skip


def _of_party_5(a: str, x: str) -> bool:
    """Party 5 answers 0 on input 1 and anything on input 0, the parity wins in X, and the others know nothing of its input."""
    asked = x.count("1") % 2 == 1
    if x[4] == "1":
        return a[4] == "0" and (not asked or _right(a, x))
    return _right(a, x) if asked else _right(a[:4] + "0", x[:4] + "1")


def _fixed(party: int, value: str) -> dict[str, Fraction]:
    """The box in which a party always answers one value, and the parity wins."""
    i = party - 1
    found: dict[str, Fraction] = {}
    for x in words(5):
        other = x[:i] + "10"[int(x[i])] + x[party:]
        wins = x if x.count("1") % 2 else other
        found |= {f"{a}|{x}": F(1, 8) for a in words(5) if a[i] == value and _right(a, wins)}
    return found


def _mixed(*weighted: tuple[Fraction | int, dict[str, Fraction]]) -> dict[str, Fraction]:
    total: dict[str, Fraction] = {}
    for weight, box in weighted:
        for key, value in box.items():
            total[key] = total.get(key, F(0)) + weight * value
    return total


def _primals(group: Group) -> None:
    """[R3.34] A box with the right probability that breaks a law by 2^-70, beside a good dual vector and alone."""
    good = _fixed(1, "0")
    lost = {f"{a}|{x}": F(1, 16) for a in words(5) for x in words(5) if a[0] == "0"}
    told = {f"{a}|00000": F((-1) ** int(a[1])) for a in words(5) if f"{a}|00000" in good}
    broken = {
        "negative": ("R2.8", _mixed((1, good), (TINY, _fixed(4, "0")), (-TINY, _fixed(4, "1"))), "negative"),
        "sum": ("R2.9", _mixed((1 - TINY, good), (3 * TINY, _fixed(1, "1"))), "of another sum"),
        "signal": ("R2.10", _mixed((1, good), (TINY, told)), "signalling"),
        "loss": ("R2.13", _mixed((1 - TINY, good), (TINY, lost)), "losing"),
    }
    for name in ("max", "primal"):
        for label, (rule, box, why) in broken.items():
            change = {**dict.fromkeys(base(name)["witness"]["primal"]), **_text(box)}
            group.reject(f"gap-{name}-{label}", f"certificate-{name}", {"merge": {"document": {"witness": {"primal": change}}}},
                         rule, f"the box is {why} by 2^-70 or so, {'beside a good dual vector' if name == 'max' else 'alone'}",
                         op="certificate")  # fmt: skip
    for label, step in (("above", TINY), ("below", -TINY)):
        group.reject(f"gap-primal-{label}", "certificate-primal", {"merge": {"document": {"claim": {"value": str(F(3, 4) + step)}}}},
                     "R3.34", f"the value is {label} what is reached by 2^-70", op="certificate")  # fmt: skip


def _again(group: Group) -> None:
    """[R3.40], [R3.22] What is there twice, with something else between."""
    a, b, c = "00001", "10011", "11111"
    for label, listed in (("around", [a, b, c, a]), ("early", [a, b, a, c]), ("late", [a, b, c, b])):
        group.reject(f"gap-again-{label}", "members-distilled", {"merge": {"document": {"claim": {"inputs": listed}}}}, "R3.40",
                     "an input is there twice, with another one between", op="certificate")  # fmt: skip
    for label, order in (("around", [0, 1, 2, 0]), ("early", [0, 1, 0, 2]), ("late", [0, 1, 2, 1])):
        for key, items in (("triples", [[1, 2, 3], [1, 2, 4], [2, 3, 4]]), ("inputs", ["00100", "01000", "10000"])):
            group.reject(f"gap-again-{key}-{label}", "gap-pairs", {"merge": {"document": {"claim": {key: [items[i] for i in order]}}}},
                         "R3.22", f"one of the {key} is there twice, with another one between")  # fmt: skip


#: What a peak of G at a wrong answer makes of G/W there: -1 is no W + G, and r and 1/r have opposite directions.
PEAKS = (F(3, 2), F(2, 3), F(-1))


def _directions(group: Group) -> None:
    """[R3.41]-[R3.43] Three members whose directions are their own, among them (0, 1) and opposite slopes."""
    source = committed("families/vertex-5.json")["witness"]
    every = [f"{a}|{x}" for x in words(5) for a in words(5)]
    witness: dict[str, dict[str, dict[str, Fraction]]] = {}
    for y, part in (("00001", F(1, 10)), ("10011", F(1, 8)), ("11111", F(1, 12))):
        w, g = ({key: F(value) for key, value in source[y][name].items()} for name in "WG")
        witness[y] = {"W": {key: (1 - part) * w.get(key, F(0)) + part / 32 for key in every}, "G": g}
    member = witness["00001"]
    least = F(1, 320)
    plain = {key for key in every if member["W"][key] == least and not member["G"].get(key)}
    places = _apart(plain)
    for key, ratio in zip(places, PEAKS, strict=False):
        a, x = key.split("|")
        member["G"] = _mixed((1, member["G"]), (1, _peak(a, x, ratio * least)))
    taken = _slopes(witness)
    claim = {"game": {"name": "mermin", "parties": 5}, "triple": [1, 2, 3], "inputs": list(witness), "alpha": "19/20", "beta": "2",
             "directions": taken}  # fmt: skip
    parts = {y: {name: _text(vector) for name, vector in vectors.items()} for y, vectors in witness.items()}
    base = "gap-directions"
    group.accept(base, "R3.42 R3.43", "certificate", {"document": _certificate("distillation", claim, parts)},
                 f"three members with {taken} directions, none of which has them all")  # fmt: skip

    def bad(label: str, change: Document, rule: str, why: str) -> None:
        group.reject(f"{base}-{label}", base, {"merge": {"document": change}}, rule, why)

    bad("fewer", {"claim": {"directions": taken - 1}}, "R3.43", "one direction is not claimed")
    bad("none", {"claim": {"directions": 0}}, "R3.43", "no direction is claimed")
    group.accept(f"{base}-close", "R3.41", "certificate",
                 {"document": _certificate("distillation", {**claim, "alpha": str(1 - TINY), "beta": str(1 + TINY)}, parts)},
                 "alpha is 1 - 2^-70 and beta 1 + 2^-70")  # fmt: skip
    for key in places[len(PEAKS) :][:2]:
        a, x = key.split("|")
        turned = a[:4] + "10"[int(a[4])]
        change = _sum(parts["00001"]["W"], _peak(turned, x, -least - TINY))
        bad(f"below-{turned}-{x}", {"claim": {"directions": 45}, "witness": {"00001": {"W": change}}}, "R3.42",
            f"alpha W + beta I is below 0 at {turned}|{x} alone, and its square is large enough")  # fmt: skip


def _apart(plain: set[str]) -> list[str]:
    """Wrong answers, and what a peak there or at the other output of party 5 touches, all of it plain and nothing twice."""
    found: list[str] = []
    taken: set[str] = set()
    for key in sorted(plain):
        a, x = key.split("|")
        touched = _peak(a, x, F(1)).keys() | _peak(a[:4] + "10"[int(a[4])], x, F(1)).keys()
        if not _right(a, x) and touched <= plain - taken:
            found.append(key)
            taken |= touched
    return found


def _slopes(witness: dict[str, dict[str, dict[str, Fraction]]]) -> int:
    """How many values W - G over W + G has, "infinite" among them, but for 0 over 0."""
    found: set[Fraction | None] = set()
    for vectors in witness.values():
        for key in vectors["W"].keys() | vectors["G"].keys():
            w, g = (vectors[name].get(key, F(0)) for name in "WG")
            if w + g:
                found.add((w - g) / (w + g))
            elif w - g:
                found.add(None)
    return len(found)
