"""Transcripts that break one form at one place: each plane's padding, each sort of blank, each value of the header."""

import base64
import json
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.protocols import make_run, outcome
from conformance.generate.transcripts import body, header, planes, whole

#: 2^18, how many quintuplets a frame holds.
FRAME = 2**18


def _text(data: bytes) -> dict[str, Any]:
    return {"text": data.decode()}


def _binary(data: bytes) -> dict[str, Any]:
    return {"base64": base64.b64encode(data).decode()}


def transcript_forms() -> Group:
    """All of them."""
    group = Group("transcript-forms")
    _lines(group)
    _headers(group)
    _planes(group)
    _frames(group)
    return group


def _lines(group: Group) -> None:
    given, inputs, outputs = make_run("forms", 2, 1, "k.kk.k..k...", "0")
    lines = body(inputs, outputs)
    base = group.accept("transcript-lines", "R6.30 R6.36 R6.38", "transcript", _text(whole(header(given), lines, "0")),
                        "twelve lines, to be spoilt", outcome(given, inputs, outputs, "0"))  # fmt: skip
    places = {"first": 0, "middle": 5, "last": 11}
    spoilt: tuple[tuple[str, int, str, str], ...] = (
        ("tab", 5, "\t", "a tab in place of the blank"),
        ("comma", 5, ",", "a comma in place of the blank"),
        ("return", 11, "\r", "a carriage return in place of the line feed"),
        ("tab-end", 11, "\t", "a tab in place of the line feed"),
        ("nothing-end", 11, "\0", "a zero byte in place of the line feed"),
        ("input", 4, "2", "the last input is 2"),
        ("output", 10, "x", "the last output is x"),
        ("blank-input", 0, " ", "a blank in place of the first input"),
        ("vertical-tab", 5, "\v", "a vertical tab in place of the blank"),
    )
    for name, column, symbol, why in spoilt:
        for place, line in places.items():
            at = 12 * line + column
            changed = lines[:at] + symbol + lines[at + 1 :]
            group.unreadable(f"transcript-{name}-{place}", base, {"whole": _text(whole(header(given), changed, "0"))},
                             "R6.36", f"{why}, in the {place} line", isolated=True)  # fmt: skip
    alone, answers = ["00000", "11111", "00001"], ["00000", "11111", "11111"]
    less = {**given, "quintuplets": 3, "nd": 1, "log2_nb": 0}
    group.accept("transcript-lines-alike", "R6.30 R6.36", "transcript", _text(whole(header(less), body(alone, answers), "")),
                 "lines of zeros alone, and of ones alone", outcome(less, alone, answers, ""))  # fmt: skip
    for name, trailer, rule, why in (
        (
            "sha-upper",
            {"sha256": json.loads(whole(header(given), lines, "0").splitlines()[-1])["sha256"].upper()},
            "R6.38",
            "a digest in capitals",
        ),
        ("sha-63", {"sha256": "0" * 63}, "R6.38", "a digest of 63 digits"),
        ("sha-number", {"sha256": 0}, "R6.6", "a number in place of the digest"),
        ("l-number", {"l": 0}, "R6.6", "a number in place of l"),
        ("l-line", {"l": "0\n"}, "R6.13", "a line feed at the end of l"),
        ("trailer-key", {"note": ""}, "R6.10", "an unknown key in the trailer"),
    ):
        data = whole(header(given), lines, "0", **trailer)
        group.unreadable(
            f"transcript-{name}", base, {"whole": _text(data)}, rule, why, isolated=rule in ("R6.10", "R6.38")
        )


def _headers(group: Group) -> None:
    given, inputs, outputs = make_run("forms", 2, 1, "k.kk.k..k...", "0")
    lines = body(inputs, outputs)
    value = outcome(given, inputs, outputs, "0")
    base = "transcript-lines"

    def bad(name: str, head: object, rule: str, why: str) -> None:
        group.unreadable(f"transcript-{name}", base, {"whole": _text(whole(head, lines, "0"))}, rule, why)

    def written(old: str, new: str) -> bytes:
        text = json.dumps(header(given), separators=(",", ":")) + "\n"
        assert old in text
        return text.replace(old, new, 1).encode()

    for name, provenance in (("number", 1), ("list", []), ("null", None), ("text", "")):
        bad(f"provenance-{name}", header(given, provenance=provenance), "R6.6", f"the provenance is {provenance!r}")
    for name, one in (("number", 1), ("list", ["a"]), ("object", {}), ("null", None), ("true", True)):
        bad(f"provenance-value-{name}", header(given, provenance={"first": "a", "then": one}), "R6.6",
            f"the second value of the provenance is {one!r}")  # fmt: skip
    group.accept("transcript-provenance-of-many", "R6.35", "transcript",
                 _text(whole(header(given, provenance={"": "", "l": "1", "a\u0000": "\ud800", "\t": "\u00e9"}), lines, "0")),
                 "any strings are provenance, even half a pair", value)  # fmt: skip
    bad("version-1-0", written('"version":1', '"version":1.0'), "R6.5", "version 1.0")
    bad("version-exponent", written('"version":1', '"version":1e0'), "R6.5", "version 1e0")
    bad("minus-0", written('"tolerance":0', '"tolerance":-0'), "R6.5", "a tolerance of -0")
    bad("sixteen-digits", written('"nd":2', '"nd":1000000000000000'), "R6.5", "Nd has sixteen digits")
    bad("twenty-digits", written('"nd":2', '"nd":18446744073709551618'), "R6.5", "Nd = 2^64 + 2")
    bad("key-twice", written('"provenance":{}', '"provenance":{},"format":"freebit-transcript"'), "R6.4",
        "the first key once more as the last")  # fmt: skip
    bad("parameter-twice", written('"f":{"kind":"xor"}', '"f":{"kind":"xor"},"quintuplets":12'), "R6.4",
        "the first parameter once more as the last")  # fmt: skip
    bad("bom", b"\xef\xbb\xbf" + written("{", "{"), "R6.1", "a byte order mark before the header")
    for name, symbol in (("form-feed", "\f"), ("vertical-tab-in-json", "\v"), ("no-break", "\u00a0")):
        bad(name, written('{"format"', "{" + symbol + '"format"'), "R6.1", f"{symbol!r} is no blank of JSON")
    group.accept("transcript-blanks-of-json", "R6.30 R6.1", "transcript",
                 _text(whole(written('{"format":', ' \t\r{ \t"format"\r: '), lines, "0")), "a tab, a carriage return and a blank are blanks of JSON",
                 value)  # fmt: skip
    group.accept("transcript-escapes", "R6.31 R6.1", "transcript",
                 _text(whole(written('"encoding":"text"', '"\\u0065n\\u0063oding":"\\u0074e\\u0078t"'), lines, "0")),
                 "escapes in keys and words", value)  # fmt: skip


def _planes(group: Group) -> None:
    given, inputs, outputs = make_run("padding", 1, 1, "k.k..k.k..k..", "1")
    value = outcome(given, inputs, outputs, "1")
    head = header(given, "planes")
    good = planes(inputs, outputs)
    base = group.accept("transcript-thirteen", "R6.37 R6.39", "transcript", _binary(whole(head, good, "1")),
                        "thirteen quintuplets: three bits of each plane are beyond the last", value)  # fmt: skip
    for plane in range(10):
        for bit in (5, 7):
            spoilt = bytearray(good)
            spoilt[2 * plane + 1] |= 1 << bit
            group.unreadable(f"transcript-padding-plane-{plane + 1}-{bit}", base, {"whole": _binary(whole(head, bytes(spoilt), "1"))},
                             "R6.37", f"bit {bit} of the last byte of plane {plane + 1}, beyond the last quintuplet, is 1",
isolated=True)  # fmt: skip
    group.unreadable(
        "transcript-planes-long",
        base,
        {"whole": _binary(whole(head, good + b"\0", "1"))},
        "R6.39",
        "a byte too many",
        isolated=True,
    )
    for n in (8, 9, 16):
        run = make_run(f"planes-{n}", 1, 0, "k" * n, "")
        group.accept(f"transcript-planes-of-{n}", "R6.37", "transcript", _binary(whole(header(run[0], "planes"), planes(*run[1:]), "")),
                     f"{n} quintuplets in planes of {-(-n // 8)} bytes", outcome(*run, ""))  # fmt: skip


def _frames(group: Group) -> None:
    """Three quarters of what is kept lies in the second frame, and what is distilled."""
    n = FRAME + 11
    kept = {t: "00001" if t % 2 else "00111" for t in range(3, FRAME, 3)} | dict.fromkeys(range(FRAME, n), "11111")
    inputs = [kept.get(t, "00000") for t in range(n)]
    outputs = ["00000" if x != "00111" else "10000" for x in inputs]
    outputs[n - 1], outputs[FRAME] = "11000", "01100"
    c = {"c": "4", "selection": "column", "tolerance": 2**16 - 1}
    given = {"quintuplets": n, "nd": 1, "log2_nb": 16, "epsilon": "1/4", **c}
    body_of_planes = planes(inputs[:FRAME], outputs[:FRAME]) + planes(inputs[FRAME:], outputs[FRAME:])
    group.accept("transcript-two-frames", "R6.37 R6.39", "transcript", _binary(whole(header(given, "planes"), body_of_planes, "1" * 16)),
                 "eleven quintuplets in a second frame", outcome(given, inputs, outputs, "1" * 16))  # fmt: skip
