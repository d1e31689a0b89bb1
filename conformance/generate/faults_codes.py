"""Faulty certificates of the kind ``code``.

Importing this module adds the good documents to ``faults.BASES``.
"""

from conformance.generate.faults import BASES, Document, Fault, Patch, both, put

#: The words of the Hamming code of 4 bits on 7 cells: 7 of weight 3, 7 of weight 4, and one of weight 7.
HAMMING = ["1101000", "0110100", "0011010", "0001101"]


def code(bits: int, cells: int, given: Document, sense: str, weights: dict[int, str], why: str) -> Document:
    """A certificate of kind ``code``."""
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "code",
        "claim": {"bits": bits, "cells": cells, "code": given, "sense": sense, "weights": listed(weights)},
        "witness": {"why": why},
    }


def listed(weights: dict[int, str]) -> list[Document]:
    return [{"weight": weight, "messages": messages} for weight, messages in weights.items()]


def rows(words: list[str]) -> Document:
    return {"kind": "generator", "rows": words}


def concatenation(inner: str, modulus: str, length: int, dimension: int) -> Document:
    return {"kind": "concatenation", "inner": inner, "modulus": modulus, "length": length, "dimension": dimension}


#: A_w of the Reed-Solomon code [5,3] over GF(8): 70 words of weight 3, 175 of weight 4 and 266 of weight 5.
OUTER = ("70", "175", "266")
SIMPLEX = dict(zip((12, 16, 20), OUTER, strict=True))
REED_MULLER = dict(zip((6, 8, 10), OUTER, strict=True))

BASES.update(
    {
        "simplex code": code(9, 35, concatenation("simplex", "1011", 5, 3), "exact", SIMPLEX, "mds"),
        "reed-muller code": code(9, 20, concatenation("reed-muller", "1101", 5, 3), "bound", REED_MULLER, "mds"),
        "counted code": code(
            4, 8, concatenation("reed-muller", "1011", 2, 2), "exact", {4: "14", 8: "1"}, "counting",
        ),
        "hamming code": code(4, 7, rows(HAMMING), "bound", {3: "15"}, "counting"),
    }
)  # fmt: skip


def _weights(weights: dict[int, str]) -> Patch:
    return put("claim/weights", listed(weights))


#: The first 17 words of weight 1.
SEVENTEEN = ["0" * i + "1" + "0" * (16 - i) for i in range(17)]

CODES_FALSE: tuple[Fault, ...] = (
    Fault("a code of no bits", "hamming code", "R3.90", both(put("claim/bits", 0), put("claim/code/rows", [])), "claim/bits"),
    Fault("five bits for four rows", "hamming code", "R3.90", put("claim/bits", 5), "claim/code/rows"),
    Fault("more bits than the outer code has", "reed-muller code", "R3.90", put("claim/bits", 10)),
    Fault("one cell too many", "reed-muller code", "R3.90", put("claim/cells", 21), "claim/cells"),
    Fault(
        "nine points in GF(8)", "reed-muller code", "R3.90",
        both(put("claim/code/length", 9), both(put("claim/cells", 36), _weights({14: "252", 16: "63", 18: "196"}))),
    ),
    Fault(
        "no outer dimension", "hamming code", "R3.90",
        both(put("claim/code", concatenation("simplex", "111", 1, 0)), both(put("claim/cells", 3), put("witness/why", "mds"))),
    ),
    Fault("a modulus that is a square", "reed-muller code", "R3.91", put("claim/code/modulus", "1111"), "claim/code/modulus", false=True),
    Fault(
        "a modulus that is a product of two of degree 2", "counted code", "R3.91",
        lambda d: d.update(code(4, 8, concatenation("reed-muller", "10101", 1, 1), "bound", {4: "15"}, "mds")),
        "claim/code/modulus",
    ),
    Fault(
        "a weight that stands twice", "hamming code", "R3.92",
        put("claim/weights", [*listed({3: "15"}), *listed({3: "1"})]), "claim/weights/1/weight",
    ),
    Fault("a weight above n", "hamming code", "R3.92", _weights({3: "15", 8: "1"}), "claim/weights/1/weight"),
    Fault("half a message", "hamming code", "R3.92", _weights({3: "31/2"}), "claim/weights/0/messages"),
    Fault("no message of a weight", "hamming code", "R3.92", _weights({2: "0", 3: "15"}), "claim/weights/0/messages"),
    Fault(
        "17 bits that are counted", "hamming code", "R3.93",
        lambda d: d.update(code(17, 17, rows(SEVENTEEN), "bound", {1: "131071"}, "counting")), "witness/why",
    ),
    Fault("a closed form for a generator", "hamming code", "R3.94", put("witness/why", "mds"), "witness/why"),
    Fault("a distance that is too large", "hamming code", "R3.95", _weights({4: "15"}), "claim/weights", false=True),
    Fault("a message too few", "hamming code", "R3.95", _weights({3: "6", 4: "9"}), "claim/weights", false=True),
    Fault("no weight at all", "hamming code", "R3.95", put("claim/weights", []), "claim/weights", false=True),
    Fault(
        "a row that is the sum of others", "hamming code", "R3.95",
        put("claim/code/rows/3", "1011100"), "claim/weights", false=True,
    ),
    Fault(
        "a light word too few in closed form", "reed-muller code", "R3.95", _weights({6: "69", 8: "176", 10: "266"}),
        "claim/weights",
    ),
    Fault("a heavy word too many", "simplex code", "R3.96", put("claim/weights/2/messages", "267"), "claim/weights/2/messages", false=True),
    Fault("a bound that is called exact", "reed-muller code", "R3.96", put("claim/sense", "exact"), "claim/sense", false=True),
    Fault("a part of the outer code that is called all of it", "simplex code", "R3.96", put("claim/bits", 8), "claim/sense", false=True),
    Fault(
        "a counted weight called another", "counted code", "R3.96", _weights({3: "1", 4: "13", 8: "1"}),
        "claim/weights/0/messages", false=True,
    ),
    Fault(
        "the average weight of the inner words", "reed-muller code", "R3.95", _weights({6: "70", 9: "175", 11: "266"}),
        "claim/weights", false=True,
    ),
)  # fmt: skip

CODES_WIRE: tuple[Fault, ...] = (
    Fault(
        "a code of 1025 bits", "simplex code", "R6.95",
        lambda d: d.update(
            code(1025, 105_472, concatenation("reed-muller", "100000000101", 103, 94), "bound", {5120: str(2**1025)}, "mds")
        ), "document/claim/bits",
    ),
    Fault("a code of 2^20 + 1 cells", "simplex code", "R6.95", put("claim/cells", 2**20 + 1), "document/claim/cells", False),
    Fault("a modulus with a zero before it", "simplex code", "R6.96", put("claim/code/modulus", "01011"), "document/claim/code/modulus"),
    Fault("a modulus of degree 1", "simplex code", "R6.96", put("claim/code/modulus", "11"), None, False),
    Fault("a modulus of degree 13", "simplex code", "R6.96", put("claim/code/modulus", "10000000011011"), None, False),
    Fault("a code of no kind", "simplex code", "R6.9", put("claim/code", {"rows": []}), "document/claim/code", False),
    Fault("a row of six bits", "hamming code", "R6.13", put("claim/code/rows/2", "001101"), "document/claim/code/rows/2", False),
    Fault("an inner code of another name", "simplex code", "R6.6", put("claim/code/inner", "hamming"), "document/claim/code/inner"),
    Fault("a number of messages as a number", "hamming code", "R6.6", put("claim/weights/0/messages", 15), None, False),
)  # fmt: skip
