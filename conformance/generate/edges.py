"""Certificates at the edges of their rules: codes, classical bounds, ties of correlators, members that are turned."""

from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base
from conformance.generate.faults_claims import SYMMETRIC  # noqa: F401  # adds the smaller claims' good documents
from conformance.generate.faults_codes import code, concatenation, listed, rows


def edges() -> Group:
    group = Group("edges")
    _sizes(group)
    _weights(group)
    _minima(group)
    _ties(group)
    _turned(group)
    return group


def _changed(change: dict[str, Any]) -> dict[str, Any]:
    return {"merge": {"document": change}}


def _accept(group: Group, name: str, rules: str, document: dict[str, Any], why: str) -> str:
    return group.accept(f"edge-{name}", rules, "certificate", {"document": document}, why)


#: A polynomial of degree 12 that is irreducible.
TWELVE = "1000001010011"


def _sizes(group: Group) -> None:
    """[R3.90], [R3.93], [R6.95]"""
    sixteen = ["0" * i + "1" + "0" * (15 - i) for i in range(16)]
    _accept(
        group,
        "code-16-bits",
        "R3.93",
        code(16, 16, rows(sixteen), "bound", {1: "65535"}, "counting"),
        "16 bits are counted",
    )
    many = _accept(
        group, "code-17-bits", "R3.93 R3.94",
        code(17, 28, concatenation("reed-muller", "1011", 7, 6), "bound", {4: "1029", 6: str(2**17 - 1 - 1029)}, "mds"),
        "more than 16 bits, in closed form",
    )  # fmt: skip
    group.reject("edge-code-17-bits-counted", many, _changed({"witness": {"why": "counting"}}), "R3.93",
                 "a concatenation of 17 bits that is to be counted")  # fmt: skip
    cells = _accept(
        group, "code-2-16-cells", "R3.93", code(1, 2**16, concatenation("reed-muller", TWELVE, 32, 1), "exact", {2**16: "1"}, "counting"),
        "2^16 cells are counted",
    )  # fmt: skip
    group.reject(
        "edge-code-more-cells-counted", cells,
        _changed({"claim": {"cells": 33 * 2048, "code": {"length": 33}, "weights": listed({33 * 2048: "1"})}}), "R3.93",
        "33 times 2048 cells are more than 2^16",
    )  # fmt: skip
    _accept(
        group, "code-1024-bits", "R6.95",
        code(1024, 105_472, concatenation("reed-muller", "100000000101", 103, 94), "bound", {5120: str(2**1024)}, "mds"), "1024 bits",
    )  # fmt: skip
    _accept(
        group, "code-2-20-cells", "R6.95", code(12, 2**20, concatenation("reed-muller", TWELVE, 512, 1), "bound", {2**19: "4095"}, "mds"),
        "2^20 cells",
    )  # fmt: skip
    _accept(
        group, "code-as-long-as-the-field", "R3.90", code(3, 32, concatenation("reed-muller", "1011", 8, 1), "bound", {16: "7"}, "mds"),
        "eight points in GF(8)",
    )  # fmt: skip
    group.reject("edge-code-three-bits-of-four-rows", "certificate-hamming-code", _changed({"claim": {"bits": 3}}), "R3.90",
                 "a generator has a row too many", op="certificate")  # fmt: skip
    group.reject("edge-code-a-cell-too-few", "certificate-reed-muller-code", _changed({"claim": {"cells": 19}}), "R3.90",
                 "a concatenation has a cell more", op="certificate")  # fmt: skip


def _weights(group: Group) -> None:
    """[R3.92], [R3.95], [R3.96]"""

    def hamming(weights: dict[int, str], **more: str) -> dict[str, Any]:
        return _changed({"claim": {"weights": listed(weights), **more}})

    document = base("hamming code")
    document["claim"]["weights"] = listed({0: "1", 3: "15"})
    _accept(group, "code-weight-0", "R3.92", document, "a bound may speak of the weight 0")
    group.reject("edge-code-weights-turned-round", "certificate-hamming-code", hamming({4: "15", 3: "15"}), "R3.92",
                 "the weights do not increase", op="certificate")  # fmt: skip
    group.reject("edge-code-a-message-elsewhere", "certificate-hamming-code", hamming({1: "1", 3: "5", 4: "8", 7: "1"}), "R3.95",
                 "a message claimed for another weight leaves one too few; the claim is false", op="certificate")  # fmt: skip
    group.reject("edge-code-a-weight-of-no-word", "certificate-hamming-code",
                 hamming({3: "7", 4: "7", 5: "1", 7: "1"}, sense="exact"), "R3.96", "no word weighs 5", op="certificate")  # fmt: skip
    part = base("reed-muller code")
    part["claim"] |= {"bits": 8, "weights": listed({6: "70", 8: "175", 10: "10"})}
    name = _accept(
        group, "code-a-part-of-the-outer-code", "R3.95", part, "there are no more than 2^8 - 1 messages other than 0"
    )
    group.reject("edge-code-a-part-with-one-message-less", name, hamming({6: "70", 8: "175", 10: "9"}), "R3.95",
                 "254 of 255 messages")  # fmt: skip


def _minima(group: Group) -> None:
    """[R3.60], [R3.61]"""
    for name, game, parties, value, answers in (
        ("mermin-3", "mermin", 3, "1", ("000", "000")),
        ("ghz-2", "ghz", 2, "0", ("01", "00")),
        ("ghz-4", "ghz", 4, "2", ("0000", "0011")),
    ):
        document = base("classical")
        document.pop("provenance", None)
        document["claim"] = {"game": {"name": game, "parties": parties}, "value": value}
        document["witness"] = {"strategy": dict(zip("01", answers, strict=True))}
        _accept(group, f"classical-{name}", "R3.60 R3.61", document, f"the classical minimum of {name}")
    group.reject(
        "edge-classical-ghz-2-a-worse-strategy", "edge-classical-ghz-2",
        _changed({"claim": {"value": "1"}, "witness": {"strategy": {"0": "00", "1": "00"}}}), "R3.60",
        "a strategy that is wrong once; the claim is false",
    )  # fmt: skip


def _ties(group: Group) -> None:
    """[R3.100], [R3.101], [R3.106], [R3.107] dual vectors that are the gap by the ties of correlators only."""

    def duals(i: int, dual: dict[str, str]) -> list[dict[str, Any]]:
        classes: list[dict[str, Any]] = base("small table")["witness"]["classes"]
        classes[i]["dual"]["0"] = dual
        return classes

    def table(name: str, i: int, dual: dict[str, str], why: str) -> str:
        document = base("small table")
        document["witness"]["classes"] = duals(i, dual)
        return _accept(group, name, "R3.100 R3.101 R3.106 R3.107", document, why)

    pair = table(
        "tie-of-pairs", 1, {"110|110": "1", "111|110": "1"}, "what two parties answer tells the third's answer"
    )
    sign = table(
        "tie-with-a-sign", 2, {"000|000": "1", "100|000": "1", "011|000": "1", "111|000": "1"},
        "where two parties on input 0 agree, the third on input 1 answers 1",
    )  # fmt: skip
    table("tie-entry-0", 1, {"110|111": "1", "000|111": "0"}, "an entry 0 of a dual vector may be written")
    group.reject(
        "edge-tie-of-other-pairs", pair, _changed({"witness": {"classes": duals(1, {"101|110": "1", "100|110": "1"})}}),
        "R3.107", "the answers 10 belong to another function",
    )  # fmt: skip
    group.reject(
        "edge-tie-without-its-sign", sign,
        _changed({"witness": {"classes": duals(2, {"001|000": "1", "101|000": "1", "010|000": "1", "110|000": "1"})}}),
        "R3.107", "where two parties on input 0 differ, the third on input 1 answers 0",
    )  # fmt: skip
    classes = base("small table")["witness"]["classes"]
    classes[2]["primal"]["0-"] = "0"
    group.unreadable("edge-correlator-of-two-parties", "certificate-small-table", _changed({"witness": {"classes": classes}}),
                     "R6.18", "two symbols for three parties", op="certificate", isolated=True)  # fmt: skip


def _turned(group: Group) -> None:
    """[R3.81]"""
    document = base("cells askew")
    values = document["claim"]["f"]["values"]
    values["100"] = values["100"].translate(str.maketrans("01", "10"))
    document["witness"]["100"]["sign"] = "-"
    name = _accept(group, "cells-turned-f", "R3.81 R3.83", document, "f is turned on the way to 100")
    group.reject("edge-cells-f-not-turned", name, _changed({"witness": {"100": {"sign": "+"}}}), "R3.83",
                 "f is turned on the way to 100, and the sign says that it is not")  # fmt: skip
