"""Certificates: chapters 3 and 6.  The faults are those of the checkers' own tests, as base, patch and rule."""

import base64
import json
import re
from fractions import Fraction
from itertools import product
from typing import Any

from conformance.generate import faults
from conformance.generate.builder import Group
from conformance.generate.faults import BASES, FALSE, WIRE, Fault, base, committed, trivial
from conformance.generate.faults_claims import CLAIMS_FALSE, CLAIMS_WIRE
from conformance.generate.faults_codes import CODES_FALSE, CODES_WIRE
from conformance.generate.faults_tested import CELLS_FALSE, CELLS_WIRE

UNREADABLE = (*WIRE, *CLAIMS_WIRE, *CELLS_WIRE, *CODES_WIRE)
FAULTS = (*UNREADABLE, *FALSE, *CLAIMS_FALSE, *CELLS_FALSE, *CODES_FALSE)

#: Patches longer than this are left to the checkers' own tests.
LONGEST = 12_000

WHY = {
    "family": "the Lemma at one input: alpha = 1/2 with beta = 5/8",
    "trivial": "alpha = 1 needs no game: |G| <= W",
    "roomy": "alpha = 2 leaves room everywhere",
    "attainment": "the box that attains 3/4 for several triples and all inputs",
    "attained once": "one triple, two inputs",
    "max": "a maximum, proved and attained",
    "min": "a minimum, proved and attained",
    "dual": "a maximum, proved only",
    "primal": "a maximum, attained only",
}


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("^", "")).strip("-")


def certificates() -> Group:
    group = Group("certificates")
    rules = {"family": "R3.1 R3.2 R3.15 R3.16 R3.17", "attainment": "R3.21 R3.20 R2.10", "predictability": "R3.30 R3.32 R3.34",
             "distillation": "R3.40 R3.41 R3.42 R3.43 R3.44",
             "classical-bound": "R3.60 R3.61 R3.62", "fixing-boxes": "R3.65 R3.66 R6.26",
             "predictability-table": "R3.100 R3.101 R3.102 R3.103 R3.104 R3.105 R3.106 R3.107 R3.108 R3.109 R6.18 R6.19 R6.29",
             "magic-square": "R2.16 R2.17 R2.18 R2.19 R2.20 R3.120 R3.121 R3.122 R6.28",
             "code": "R3.90 R3.91 R3.92 R3.93 R3.94 R3.95 R3.96 R6.95 R6.96",
             "tested-cells": "R3.80 R3.81 R3.82 R3.83 R3.84 R3.85 R6.19 R6.100",
             "tested-limit": "R3.80 R3.81 R3.86 R3.87 R3.88 R3.89 R6.18",
             "symmetric-predictability": "R3.70 R3.71 R3.72 R3.73 R3.74 R3.75 R3.76 R6.25"}  # fmt: skip
    for name, document in sorted(BASES.items()):  # whatever the order in which modules add to them
        group.accept(
            f"certificate-{slug(name)}", f"{rules.get(document['kind'], 'R3.1')} R6.1", "certificate",
            {"document": document}, WHY.get(name, f"a certificate of kind {document['kind']}"),
        )  # fmt: skip
    for name, document, extra, why in _more():
        group.accept(f"certificate-{name}", extra, "certificate", {"document": document}, why)
    used: set[str] = set()
    for fault in FAULTS:
        patch = _patch(fault)
        only_one = sum(other.rule == fault.rule for other in FAULTS) == 1
        longest = 10 * LONGEST if only_one else LONGEST
        if patch is None or len(json.dumps(patch)) > longest or fault.base not in BASES:
            continue
        name = f"certificate-{slug(fault.rule)}-{slug(fault.name)}"
        while name in used:
            name += "-again"
        used.add(name)
        group.reject(
            name, f"certificate-{slug(fault.base)}", patch, fault.rule,
            fault.name + ("; the claim itself is false" if fault.false else ""),
            verdict="unreadable" if fault in UNREADABLE else "rejected",
            isolated=fault.isolated, rules="" if fault in UNREADABLE else "R3.1",
        )  # fmt: skip
    group.reject(
        "certificate-r6-2-padded", "certificate-trivial", {"pad": 2**24}, "R6.2",
        "blanks at the end make the document longer than 2^24 bytes", verdict="unreadable", features=("large",),
    )  # fmt: skip
    group.unreadable(
        "certificate-r6-5-400-digits", "certificate-trivial",
        {"replace": {"old": '"version": 1', "new": '"version": 1' + "0" * 400}}, "R6.5", "a number of 401 digits",
    )  # fmt: skip
    group.reject(
        "certificate-r6-12-rational-of-513", "certificate-trivial",
        {"merge": {"document": {"claim": {"alpha": "1" + "0" * 512}}}}, "R6.12", "513 symbols, one more than allowed",
        verdict="unreadable",
    )  # fmt: skip
    group.reject(
        "certificate-r3-17-beta-turned", "certificate-weighted",
        {"merge": {"document": {"claim": {"beta": _transposed()}}}}, "R3.17",
        "the betas of two inputs exchanged: beta(y,x) belongs to x", isolated=True,
    )  # fmt: skip
    group.reject(
        "certificate-r3-17-larger-alpha", "certificate-family",
        {"merge": {"document": {"claim": {"alpha": "501/1000"}}}}, "R3.17",
        "the claim is true, but W is negative somewhere: a larger alpha asks for more room there",
    )  # fmt: skip
    group.reject(
        "certificate-r3-17-beta-for-right-answers", "certificate-trivial",
        {"merge": {"document": {"claim": {"alpha": "1/2", "beta": {"10000": {"10000": "1/2"}}}}}}, "R3.17",
        "beta helps only where I = 1: at the right answers |G| = 1 exceeds 1/2",
    )  # fmt: skip
    group.reject(
        "certificate-r3-17-negative-g", "certificate-trivial",
        {"merge": {"document": {"witness": {"10000": {"W": {
            "10100|10000": "999/1000", "11100|10000": "999/1000", "10100|11000": "1/1000", "11100|11000": "1/1000"}}}}}},
        "R3.17", "the bound fails just where G is negative",
    )  # fmt: skip
    group.reject(
        "certificate-r3-21-other-value", "certificate-attainment-of-1",
        {"merge": {"document": {"claim": {"value": "0"}}}}, "R3.21", "maj = 0 has probability 1/4",
    )  # fmt: skip
    group.reject(
        "certificate-r3-21-less", "certificate-attained-once",
        {"merge": {"document": {"claim": {"probability": "749/1000"}}}}, "R3.21",
        "the box has more than the claimed probability; it must be that probability",
    )  # fmt: skip
    group.reject(
        "certificate-r3-34-less", "certificate-primal",
        {"merge": {"document": {"claim": {"value": "749/1000"}}}}, "R3.34",
        "the box has more than the claimed value; it must be that value",
    )  # fmt: skip
    group.reject(
        "certificate-r6-7-version-0", "certificate-trivial",
        {"merge": {"document": {"version": 0}}}, "R6.7", "there was no version 0", verdict="unreadable",
    )  # fmt: skip
    group.reject(
        "certificate-r6-7-later-in-the-alphabet", "certificate-trivial",
        {"merge": {"document": {"format": "freebit-certificates"}}}, "R6.7", "another format",
        verdict="unreadable",
    )  # fmt: skip
    group.reject(
        "certificate-r2-10-late", "certificate-attainment",
        {"merge": {"document": {"witness": {"P": _moved_late()}}}}, "R2.10",
        "signals only where the others' outputs and inputs are mostly 1", rules="R3.21",
    )  # fmt: skip
    group.reject(
        "certificate-r3-15-input-1", "certificate-roomy-11111",
        {"merge": {"document": {"witness": {"11111": {"W": {"00000|11111": "1001/1000", "00001|11111": "999/1000"}}}}}},
        "R3.15", "W is seen only by parties that are asked 1", rules="R3.2",
    )  # fmt: skip
    return group


def _weighted() -> dict[str, Any]:
    """One member, with weighted betas, of a committed family."""
    document = committed("families/vertex-4.json")
    y = "11111"
    document["claim"]["beta"] = {y: document["claim"]["beta"][y]}
    document["witness"] = {y: document["witness"][y]}
    document.pop("provenance", None)
    return document


def _transposed() -> dict[str, dict[str, str]]:
    row = _weighted()["claim"]["beta"]["11111"]
    largest = max(row, key=lambda x: (len(row[x]) < 4, float(eval_fraction(row[x]))))
    least = min(row, key=lambda x: eval_fraction(row[x]))
    return {"11111": {largest: row[least], least: row[largest]}}


def eval_fraction(text: str) -> float:
    p, _, q = text.partition("/")
    return int(p) / int(q or 1)


def _two_inputs() -> dict[str, Any]:
    first, second = trivial(y="10000"), trivial(y="11100")
    for part in ("claim", "witness"):
        target = first[part]["beta"] if part == "claim" else first[part]
        source = second[part]["beta"] if part == "claim" else second[part]
        target.update(source)
    return first


def _other_game(name: str, parties: int, y: str) -> dict[str, Any]:
    """alpha = 1 for another game and the triple 1, 2, 3."""
    words = ["".join(bits) for bits in product("01", repeat=parties)]
    asked = [x for x in words if (x.count("1") % 2 == 1 if name == "mermin" else x.count("0") % 2 == 0)]
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "family",
        "claim": {
            "game": {"name": name, "parties": parties},
            "triple": [1, 2, 3],
            "alpha": "1",
            "beta": {y: dict.fromkeys(asked, "0")},
        },
        "witness": {
            y: {
                "W": {f"{a}|{y}": "1" for a in words},
                "G": {f"{a}|{y}": str(1 - 2 * faults.votes(a)) for a in words},
            }
        },
    }


def _larger_beta() -> dict[str, Any]:
    document = base("family")
    for row in document["claim"]["beta"].values():
        row.update(dict.fromkeys(row, "1"))
    return document


def _without_provenance() -> dict[str, Any]:
    document = base("family")
    document.pop("provenance", None)
    return document


def _reordered() -> dict[str, Any]:
    document = base("family")
    return dict(reversed(document.items()))


def _moved_late() -> dict[str, str]:
    """1/1000 moved between two outputs with a_2 = a_3 = 1 at an input that is not asked."""
    box = base("attainment")["witness"]["P"]
    full = [key for key in sorted(box) if key.endswith("|11110") and key[1:3] == "11"]
    step = Fraction(1, 1000)
    return {full[0]: str(Fraction(box[full[0]]) - step), full[1]: str(Fraction(box[full[1]]) + step)}


def _attained_1() -> dict[str, Any]:
    document = committed("attainment/party-1-answers-1.json")
    document["claim"] |= {"triples": [[1, 2, 3]], "inputs": ["10000", "00111"]}
    return document


def _box_zeros_written() -> dict[str, Any]:
    document = base("attainment")
    absent = next(f"{a}|00000" for a in faults.WORDS if f"{a}|00000" not in document["witness"]["P"])
    document["witness"]["P"][absent] = "0"
    return document


def _dual_zeros_written() -> dict[str, Any]:
    document = base("dual")
    absent = next(f"{a}|00000" for a in faults.WORDS if f"{a}|00000" not in document["witness"]["dual"])
    document["witness"]["dual"][absent] = "0"
    return document


def _zeros_written() -> dict[str, Any]:
    document = trivial()
    document["witness"]["10000"]["W"]["00000|00000"] = "0"
    return document


def _more() -> list[tuple[str, dict[str, Any], str, str]]:
    long = "1" + "0" * 511
    return [
        ("weighted", _weighted(), "R3.17 R3.14", "betas that differ from input to input"),
        ("triple-245", trivial(triple=(2, 4, 5)), "R3.10 R3.16", "another triple than parties 1, 2, 3"),
        ("triple-345-at-11111", trivial(y="11111", triple=(3, 4, 5)), "R3.16 R3.12", "an input of weight 5"),
        ("roomy-11111", trivial("2", y="11111"), "R3.17", "room everywhere, at 11111"),
        ("at-weight-3", trivial(y="01011"), "R3.16 R3.12", "an input of weight 3"),
        ("two-inputs", _two_inputs(), "R3.11 R3.13", "two members"),
        ("mermin-3", _other_game("mermin", 3, "100"), "R2.6 R6.16", "a game of three parties"),
        ("ghz-4", _other_game("ghz", 4, "1111"), "R2.5 R2.6 R6.16", "another game, of four parties"),
        ("larger-beta", _larger_beta(), "R3.17", "a larger beta than needed is no fault"),
        ("no-provenance", _without_provenance(), "R6.9", "provenance may be absent"),
        ("reordered", _reordered(), "R6.4", "the order of keys does not matter"),
        ("attainment-of-1", _attained_1(), "R3.21", "the probability of maj = 1, not of maj <= 1"),
        ("box-zeros-written", _box_zeros_written(), "R2.8 R6.11", "a probability 0 may be written"),
        ("dual-zeros-written", _dual_zeros_written(), "R3.33", "an entry 0 of the dual vector may be written"),
        ("zeros-written", _zeros_written(), "R6.11", "an entry 0 may be written"),
        ("rational-of-512", trivial(long), "R6.12", "512 symbols are allowed"),
    ]  # fmt: skip


def _patch(fault: Fault) -> dict[str, Any] | None:
    """The fault as one patch on its base: a merge where that gives the very document, or on the text."""
    before = json.dumps(base(fault.base))
    data = fault.data()
    try:
        after = data.decode("utf-8")
    except UnicodeDecodeError:
        return {"whole": {"base64": base64.b64encode(data).decode()}}
    merged = _merge_patch(before, after)
    if merged is not None:
        return {"merge": {"document": merged}}
    if after == before[: len(after)]:
        return {"cut": len(after)}
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    cut = len(before) - end
    while start > 0 and (cut == start or before.index(before[start:cut]) != start):
        start -= 1
    if cut == start or before.index(before[start:cut]) != start:
        return {"whole": {"text": after}}
    return {"replace": {"old": before[start:cut], "new": after[start : len(after) - end]}}


def _merge_patch(before: str, after: str) -> Any:
    """A merge patch that makes ``after`` of ``before``; None if there is none, as for repeated keys or floats."""
    try:
        document = json.loads(after)
    except (ValueError, RecursionError):
        return None
    if json.dumps(document) != after or not isinstance(document, dict) or _unfit(document) or "NaN" in after:
        return None
    return _difference(json.loads(before), document)


def _unfit(value: Any) -> bool:
    """Null means deletion in a merge patch, and a float may be equal to an integer."""
    if isinstance(value, dict):
        return any(map(_unfit, value.values()))
    return isinstance(value, float | None) or (isinstance(value, list) and any(map(_unfit, value)))


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    patch: dict[str, Any] = {key: None for key in before if key not in after}
    for key, value in after.items():
        old = before.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            if old != value:
                patch[key] = _difference(old, value)
        elif key not in before or type(old) is not type(value) or old != value:
            patch[key] = value
    return patch
