"""Faulty certificates of the kinds ``tested-cells`` and ``tested-limit``.

Importing this module adds the good documents to ``faults.BASES``.
"""

from fractions import Fraction
from itertools import product
from typing import Any

from conformance.generate.faults import BASES, DELETE, Document, Fault, Patch, add, both, committed, put

THREE = ["".join(bits) for bits in product("01", repeat=3)]
ASKED = ["001", "010", "100", "111"]
FOLDER = "tested/three-majority-local"


def right(a: str, x: str) -> bool:
    """No coefficient: two zeros ask for an odd parity, none for an even one."""
    return a.count("1") % 2 == (x.count("0") // 2) % 2


def majority(a: str) -> int:
    return int(a.count("1") >= 2)


def trivial(load: str = "1", v: str = "0", *, table: bool = False) -> Document:
    """G is the right part itself, and V a constant."""
    f: Document = {"kind": "majority"}
    if table:
        f = {"kind": "table", "values": {x: "".join(str(majority(a)) for a in THREE) for x in ASKED}}
    row = [load] * 4
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "tested-cells",
        "claim": {
            "game": {"name": "ghz", "parties": 3},
            "inputs": {"kind": "local"},
            "f": f,
            "v": v,
            "right": [row],
            "wrong": [row],
        },
        "witness": {
            y: {
                "G": {f"{a}|{y}": str(1 - 2 * majority(a)) for a in THREE if right(a, y)},
                "V": {f"{a}|{y}": v for a in THREE if v != "0"},
            }
            for y in ASKED
        },
    }


def _four() -> Document:
    """The multiplexer of four parties, party 2's input derived, by the certificate that has G = m' and V = 0."""
    words = ["".join(bits) for bits in product("01", repeat=4)]
    asked = [x for x in words if x.count("0") % 2 == 0]
    document = trivial()
    document["claim"] |= {
        "game": {"name": "ghz", "parties": 4},
        "inputs": {"kind": "derived", "party": 2},
        "f": {"kind": "multiplexer"},
        "right": [["1", "0", "0", "0"]],
        "wrong": [],
    }
    document["witness"] = {y: {"G": {f"{a}|{y}": _sign(a) for a in words if right(a, y)}, "V": {}} for y in asked}
    return document


def _sign(a: str) -> str:
    return "-1" if int(a[0]) ^ int(a[1] if a[3] == "1" else a[2]) else "1"


def _askew() -> Document:
    """f is a table by which 100 is carried from 001: outputs 1 and 2 are flipped, then the parties go round."""
    document = trivial(table=True)
    values = document["claim"]["f"]["values"]
    values["100"] = "".join(str(majority(_flipped(a[1]) + _flipped(a[2]) + a[0])) for a in THREE)
    document["witness"]["100"] = {"from": "001", "order": [3, 1, 2], "s": "110", "t": "000", "c": "000", "sign": "+"}
    return document


def _flipped(bit: str) -> str:
    return "10"[int(bit)]


def _without_right_loads() -> Document:
    """No right entry bears anything, and the list of right loads is empty, which is as good as a load of zeros."""
    document = trivial("0", "1")
    document["claim"]["right"] = []
    return document


BASES.update(
    {
        "cells": committed(f"{FOLDER}/best-1-2.json"),
        "cells derived": committed("tested/three-majority-derived-1/best-9-20.json"),
        "cells trivial": trivial(),
        "cells roomy": trivial("2"),
        "cells without loads": trivial("0", "1"),
        "cells of an empty list": _without_right_loads(),
        "cells by table": trivial(table=True),
        "cells multiplexed": _four(),
        "cells askew": _askew(),
        "cells turned": committed("tested/five-multiplexer-local/below-7-20.json"),
        "limit": committed(f"{FOLDER}/limit-1-2.json"),
        "limit at 1/10": committed(f"{FOLDER}/limit-1-10.json"),
    }
)


def _outside(document: Document) -> None:
    """A member for 000, by what it would be if 000 were in X."""
    signs = {f"{a}|000": str(1 - 2 * majority(a)) for a in THREE}
    document["witness"]["000"] = {"G": signs, "V": dict.fromkeys(signs, "1")}


def _negative(document: Document) -> None:
    document["claim"]["v"] = "-1"
    for y, member in document["witness"].items():
        member["V"] = {f"{a}|{y}": "-1" for a in THREE}


def _signalled(document: Document) -> None:
    """What acts as 0: party 1's output summed, on input 0 less on input 1; the other two at 00 and 01."""
    part = document["witness"]["001"]["G"]
    for key, step in (("000|001", 1), ("100|001", 1), ("000|101", -1), ("100|101", -1)):
        part[key] = str(Fraction(part.get(key, "0")) + Fraction(step, 1000))


def _exchanged(document: Document) -> None:
    """P+ + 2 P- in place of P+, and -P- in place of P-: the sum stays."""
    document["claim"]["rate"] = "-1"
    for member in document["witness"]["boxes"].values():
        if "plus" in member:
            plus, minus = member["plus"], member["minus"]
            names = {**plus, **minus}
            member["plus"] = {k: str(Fraction(plus.get(k, "0")) + 2 * Fraction(minus.get(k, "0"))) for k in names}
            member["minus"] = {k: str(-Fraction(value)) for k, value in minus.items()}


def _without(*keys: str) -> Patch:
    """Leave out what is under these keys; rates are lowered, so that nothing else is missed."""

    def patch(document: Document) -> None:
        holder: Any = document["witness"]
        for key in keys[:-1]:
            holder = holder[key]
        del holder[keys[-1]]
        if "rate" in document["claim"]:
            document["claim"]["rate"] = "0"

    return patch


def _turn(document: Document) -> None:
    """Change the sign of the first carried member that has one."""
    member = next(m for m in document["witness"].values() if m.get("sign") == "+")
    member["sign"] = "-"


def _one_load_less(document: Document) -> None:
    document["claim"]["wrong"].pop()


def _row(side: str, rows: list[list[str]]) -> Patch:
    return put(f"claim/{side}", rows)


CELLS_FALSE: tuple[Fault, ...] = (
    Fault("no member for 111", "cells trivial", "R3.80", _without("111"), "witness"),
    Fault("a member for 000", "cells without loads", "R3.80", _outside, "witness"),
    Fault("v = -1", "cells roomy", "R3.82", _negative, "claim/v"),
    Fault("an entry of V", "cells roomy", "R3.82", put("witness/001/V/000|001", "1/1000"), "witness/001/V"),
    Fault("an entry of G", "cells roomy", "R3.83", add("witness/010/G", {"000|010": Fraction(1, 1000)})),
    Fault("the other sign", "cells turned", "R3.83", _turn, None),
    Fault("an excess outside X", "cells roomy", "R3.84", _signalled, "witness/001 at 000|101"),
    Fault("loads of 1/2", "cells trivial", "R3.85", _row("right", [["1/2", "0", "0", "0"]]), None, false=True),
    Fault("one load less", "cells", "R3.85", _one_load_less, None),
    Fault("right loads below 0", "cells without loads", "R3.85", _row("right", [["-1", "0", "0", "0"]]), None),
    Fault("no loads of right entries", "cells", "R3.85", _row("right", []), None),
    Fault("epsilon = -1/8", "limit at 1/10", "R1.4", put("claim/epsilon", "-1/8"), "claim/epsilon"),
    Fault("no boxes for 010", "limit", "R3.80", _without("boxes", "010"), "witness"),
    Fault("mu too large", "limit", "R3.86", put("witness/mu/011|001", "1"), "witness/mu"),
    Fault("mu outside X", "limit", "R3.86", put("witness/mu/000|000", "1/1000"), "witness/mu at 000|000"),
    Fault("negative boxes", "limit", "R3.87", _exchanged, None),
    Fault("mu too small", "limit", "R3.88", put("witness/mu/001|001", "1/10"), "witness/boxes/001 at 001|001"),
    Fault("the rate 1", "limit", "R3.89", put("claim/rate", "1"), "claim/rate", false=True),
)


CELLS_WIRE: tuple[Fault, ...] = (
    Fault(
        "carried from a carried one",
        "cells",
        "R6.100",
        put("witness/010/from", "100"),
        "document/witness/010/from",
        False,
    ),
    Fault(
        "carried from outside X", "cells", "R6.100", put("witness/010/from", "000"), "document/witness/010/from", False
    ),
    Fault(
        "a party twice in the order of a carried member",
        "cells",
        "R6.19",
        put("witness/010/order", [1, 1, 2]),
        None,
        False,
    ),
    Fault("an order of two of three parties", "cells", "R6.19", put("witness/010/order", [1, 2]), None, False),
    Fault("party 4 in the order", "cells", "R6.15", put("witness/010/order", [1, 4, 2]), None),
    Fault("another sign of f", "cells", "R6.6", put("witness/010/sign", "*"), "document/witness/010/sign"),
    Fault("a member carried and given", "cells", "R6.10", put("witness/010/G", {}), "document/witness/010"),
    Fault("a load of three numbers", "cells trivial", "R6.6", _row("right", [["1", "0", "0"]]), None, False),
    Fault("a load of five numbers", "cells trivial", "R6.6", _row("right", [["1", "0", "0", "0", "0"]]), None, False),
    Fault(
        "derived inputs have one distance less",
        "cells derived",
        "R6.6",
        put("claim/inputs", {"kind": "local"}),
        None,
        False,
    ),
    Fault("a party beside local inputs", "cells", "R6.10", put("claim/inputs/party", 1), "document/claim/inputs"),
    Fault("derived by nobody", "cells", "R6.9", put("claim/inputs/kind", "derived"), "document/claim/inputs", False),
    Fault("derived by party 4 of 3", "cells derived", "R6.15", put("claim/inputs/party", 4), None, False),
    Fault("no such f", "cells trivial", "R6.6", put("claim/f/kind", "parity"), "document/claim/f/kind"),
    Fault("the multiplexer of three", "cells trivial", "R6.6", put("claim/f/kind", "multiplexer"), None, False),
    Fault("a row of f missing", "cells by table", "R6.6", put("claim/f/values/111", DELETE), None, False),
    Fault("a row of f too much", "cells by table", "R6.6", put("claim/f/values/000", "00010111"), None, False),
    Fault("a short row of f", "cells by table", "R6.13", put("claim/f/values/111", "0001011"), None, False),
    Fault("a table without values", "cells trivial", "R6.9", put("claim/f/kind", "table"), "document/claim/f", False),
    Fault("seven parties", "cells trivial", "R6.16", put("claim/game/parties", 7), "document/claim/game", False),
    Fault("a correlator of four of three parties", "limit", "R6.18", put("witness/boxes/001/plus/0000", "0"), None),
    Fault("no mu", "limit", "R6.9", put("witness/mu", DELETE), None, False),
    Fault("both mu and nu", "limit", "R6.10", both(put("witness/nu", {})), "document/witness"),
)
