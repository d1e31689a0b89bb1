"""Transcript files: chapter 6, continued."""

import base64
import hashlib
import json
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.protocols import make_run, outcome

HEADER = ("format", "version", "parameters", "encoding", "provenance")


def parameters(given: dict[str, Any]) -> dict[str, Any]:
    """All parameters, as a header needs them."""
    full = {"selection": "row", "tolerance": 0, "c": "3", "f": {"kind": "xor"}, **given}
    return {key: full[key] for key in ("quintuplets", "nd", "log2_nb", "selection", "tolerance", "c", "epsilon", "f")}


def header(given: dict[str, Any], encoding: str = "text", **more: Any) -> dict[str, Any]:
    return {
        "format": "freebit-transcript", "version": 1, "parameters": parameters(given), "encoding": encoding,
        "provenance": {}, **more,
    }  # fmt: skip


def body(inputs: list[str], outputs: list[str]) -> str:
    return "".join(f"{x} {a}\n" for x, a in zip(inputs, outputs, strict=True))


def planes(inputs: list[str], outputs: list[str], padding: int = 0) -> bytes:
    n = len(inputs)
    made = b""
    for column in [[x[i] for x in inputs] for i in range(5)] + [[a[i] for a in outputs] for i in range(5)]:
        number = int("".join(reversed(column)), 2)
        made += number.to_bytes(-(-n // 8), "little")
    return made[:-1] + bytes([made[-1] | padding])


def whole(head: Any, middle: str | bytes, l_bits: str, **trailer: Any) -> bytes:
    """A file with the right digest, unless the trailer is given another."""
    first = head if isinstance(head, bytes) else json.dumps(head, separators=(",", ":")).encode() + b"\n"
    data = first + (middle.encode() if isinstance(middle, str) else middle)
    last = {"l": l_bits, "sha256": hashlib.sha256(data).hexdigest(), **trailer}
    return data + json.dumps(last, separators=(",", ":")).encode() + b"\n"


def transcripts() -> Group:
    group = Group("transcripts")
    given, inputs, outputs = make_run("row", 2, 1, "k.k.kk.k..k.", "1")
    value = outcome(given, inputs, outputs, "1")

    def text(data: bytes) -> dict[str, Any]:
        return {"text": data.decode()}

    def binary(data: bytes) -> dict[str, Any]:
        return {"base64": base64.b64encode(data).decode()}

    good = whole(header(given), body(inputs, outputs), "1")
    group.accept("transcript-text", "R6.30 R6.31 R6.32 R6.33 R6.36 R6.38 R6.42 R4.26", "transcript", text(good),
                 "a file of lines", value)  # fmt: skip
    packed = whole(header(given, "planes"), planes(inputs, outputs), "1")
    group.accept("transcript-planes", "R6.37 R6.38 R6.39 R6.42", "transcript", binary(packed),
                 "the same run as planes: twelve quintuplets in two bytes", value)  # fmt: skip
    example = (
        '{"format":"freebit-transcript","version":1,"parameters":{"quintuplets":3,"nd":1,"log2_nb":0,"selection":"row",'
        '"tolerance":0,"c":"3","epsilon":"1/4","f":{"kind":"xor"}},"encoding":"text","provenance":{}}\n'
        "10000 01100\n11000 10110\n11100 00001\n"
        '{"l":"","sha256":"4ad9c9016923b943e271ca2208c9d6adabd1f962eecca1685846efc2c91aeb6c"}\n'
    )
    group.accept(
        "transcript-example", "R6.30 R6.36 R6.38", "transcript", {"text": example}, "the example of the specification",
        {"kept": 2, "abort": "none", "l": [1], "distilling": [1], "distilling_inputs": ["10000"],
         "distilling_outputs": ["01100"], "wrong_blocks": 0, "wrong_cells": [0], "g": 1, "k": 1},
    )  # fmt: skip
    column = make_run("column-tolerated", 1, 2, "kkkkkkkkkkkk", "00", (2, 3), selection="column", tolerance=2)
    group.accept("transcript-column", "R6.32 R4.6", "transcript", text(whole(header(column[0]), body(*column[1:]), "00")),
                 "column selection with a tolerance", outcome(*column, "00"))  # fmt: skip
    few = make_run("row-one-too-few", 2, 1, "k..k..k.....", "")
    group.accept("transcript-aborted", "R6.40 R4.22", "transcript", text(whole(header(few[0]), body(*few[1:]), "")),
                 "aborted in step 2: no bits make l", outcome(*few, ""))  # fmt: skip
    table = make_run("row-table", 2, 1, "kkkkkkkkkkkk", "0", f={"kind": "table", "values": "0100"})
    group.accept("transcript-table", "R6.34 R4.24", "transcript", text(whole(header(table[0]), body(*table[1:]), "0")),
                 "f by a table", outcome(*table, "0"))  # fmt: skip
    notes = whole(header(given, provenance={"hardware": "none"}), body(inputs, outputs), "1")
    group.accept("transcript-provenance", "R6.35", "transcript", text(notes), "provenance changes nothing", value)

    def bad(
        name: str, data: bytes, rule: str, why: str, base: str = "transcript-text", *, isolated: bool = True
    ) -> None:
        try:
            change = text(data)
        except UnicodeDecodeError:
            change = binary(data)
        if base == "transcript-planes":
            change = binary(data)
        group.unreadable(name, base, {"whole": change}, rule, why, isolated=isolated)

    head, lines = header(given), body(inputs, outputs)
    bad("transcript-format", whole({**head, "format": "freebit-transcripts"}, lines, "1"), "R6.31", "another format")
    bad("transcript-version", whole({**head, "version": 2}, lines, "1"), "R6.31", "a later version")
    bad("transcript-version-0", whole({**head, "version": 0}, lines, "1"), "R6.31", "an earlier version")
    bad("transcript-encoding", whole({**head, "encoding": "binary"}, lines, "1"), "R6.31", "an unknown encoding")
    bad("transcript-unknown-key", whole({**head, "note": ""}, lines, "1"), "R6.10", "an unknown key in the header")
    del head["provenance"]
    bad("transcript-no-provenance", whole(head, lines, "1"), "R6.9", "a key of the header is missing")
    for name, change, rule, why in (
        ("nd-0", {"nd": 0}, "R6.33", "Nd = 0"),
        ("too-few", {"nd": 3}, "R6.33", "N = 12 is too small for Nd Nb = 6"),
        ("log2-nb", {"log2_nb": 65}, "R6.33", "log2 Nb = 65"),
        ("log2-nb-15-digits", {"log2_nb": 10**15 - 1}, "R6.33", "log2 Nb of 15 digits: no room for such a number of blocks"),
        ("c", {"c": "1"}, "R6.33", "c = 1"),
        ("tolerance", {"tolerance": 1}, "R6.33", "a tolerance with row selection"),
        ("epsilon", {"epsilon": "0"}, "R6.33", "epsilon = 0"),
        ("c-text", {"c": "3/1"}, "R6.11", "3/1 is not canonical"),
        ("selection", {"selection": "both"}, "R6.6", "an unknown selection"),
        ("f", {"f": {"kind": "sum"}}, "R6.34", "an unknown kind of f"),
        ("f-name", {"f": {"kind": "named", "name": "no one knows it"}}, "R6.34", "a name that the reader does not know"),
        ("f-table", {"f": {"kind": "table", "values": "01"}}, "R6.33", "a table of the wrong length"),
    ):  # fmt: skip
        bad(f"transcript-{name}", whole(header({**given, **change}), lines, "1"), rule, why)
    bad(
        "transcript-comma",
        whole(header(given), lines.replace(" ", ",", 1), "1"),
        "R6.36",
        "a comma in place of a blank",
    )
    bad("transcript-symbol", whole(header(given), "2" + lines[1:], "1"), "R6.36", "an input 2")
    bad("transcript-line-short", whole(header(given), lines[:-12], "1"), "R6.39", "eleven lines of twelve")
    bad("transcript-line-long", whole(header(given), lines + lines[:12], "1"), "R6.39", "thirteen lines of twelve")
    bad("transcript-more", good + b"\n", "R6.39", "something follows the trailer")
    bad("transcript-cut", good[:-40], "R6.39", "cut off within the trailer", isolated=False)
    bad("transcript-empty", b"", "R6.30", "no header", isolated=False)
    bad("transcript-no-line", good.replace(b"\n", b" "), "R6.30", "no line ends", isolated=False)
    bad("transcript-digest", whole(header(given), lines, "1", sha256="0" * 64), "R6.38", "a wrong digest")
    bad(
        "transcript-changed",
        good.replace(lines[:5].encode(), lines[12:17].encode(), 1),
        "R6.38",
        "an input was changed",
    )
    bad("transcript-l-missing", whole(header(given), lines, ""), "R6.40", "no bits of l though step 2 passes")
    bad("transcript-l-long", whole(header(given), lines, "10"), "R6.40", "two bits where one makes l")
    bad("transcript-l-symbol", whole(header(given), lines, "2"), "R6.13", "l is not of bits")
    bad("transcript-padding", whole(header(given, "planes"), planes(inputs, outputs, 0x80), "1"), "R6.37",
        "a bit beyond the last quintuplet is 1", "transcript-planes")  # fmt: skip
    bad("transcript-planes-short", whole(header(given, "planes"), planes(inputs, outputs)[:-1], "1"), "R6.39",
        "nineteen bytes of twenty", "transcript-planes")  # fmt: skip
    return group
