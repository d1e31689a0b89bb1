"""What was left between the vectors of files and of runs: blanks of other kinds, provenances, frames of other games."""

import base64
import json
from typing import Any

from conformance.generate import tested as cells
from conformance.generate.builder import Group
from conformance.generate.protocols import make_run, outcome
from conformance.generate.texts import NO_JSON, SMALL, TEXT
from conformance.generate.transcript_forms import FRAME
from conformance.generate.transcripts import body, header, whole

GHZ = {"name": "ghz", "parties": 3}
MAJORITY = {"kind": "majority"}


def files(group: Group) -> None:
    for section in (_blanks, _provenances, _headers, _frames, _long_runs, _both):
        section(group)


#: What some language counts among its blanks, and JSON does not.
BLANKS = {
    "nul": "\x00", "backspace": "\b", "vertical-tab": "\v", "form-feed": "\f", "file": "\x1c", "group": "\x1d", "record": "\x1e",
    "unit": "\x1f", "next-line": "\x85", "no-break": "\xa0", "ogham": "\u1680", "quad": "\u2000", "thin": "\u2009",
    "zero-width": "\u200b", "line": "\u2028", "paragraph": "\u2029", "narrow": "\u202f", "mathematical": "\u205f",
    "ideographic": "\u3000", "mark": "\ufeff", "vowel": "\u180e",
}  # fmt: skip


def _blanks(group: Group) -> None:
    """[R6.1] Four symbols are blanks, wherever they stand."""
    asked = {text for _, text, _ in NO_JSON}
    for name, blank in BLANKS.items():
        for place, text in (
            ("before", blank + TEXT),
            ("inside", TEXT.replace(": ", f":{blank}", 1)),
            ("after", TEXT + blank),
        ):
            if text not in asked:
                group.unreadable(f"gap-blank-{name}-{place}", "text-small", {"whole": {"text": text}}, "R6.1",
                                 f"U+{ord(blank):04X} {place} the document", op="certificate")  # fmt: skip


def _provenances(group: Group) -> None:
    """[R6.6], [R6.35] The first, a middle or the last value of the provenance is no string."""
    notes = {"first": "1", "middle": "2", "last": "3"}
    good = {**SMALL, "provenance": notes}
    base = group.accept("gap-noted", "R6.6", "certificate", {"document": good}, "three notes")
    given, inputs, outputs = make_run("forms", 2, 1, "k.kk.k..k...", "0")
    lines = body(inputs, outputs)
    noted = {"text": whole(header(given, provenance=notes), lines, "0").decode()}
    transcript = group.accept("gap-noted-transcript", "R6.35", "transcript", noted, "three notes",
                              outcome(given, inputs, outputs, "0"))  # fmt: skip
    for place in notes:
        for name, value in (("number", 0), ("true", True), ("null", None), ("list", ["1"]), ("object", {"1": "1"})):
            spoilt = {**notes, place: value}
            text = json.dumps({**SMALL, "provenance": spoilt})
            group.unreadable(
                f"gap-noted-{place}-{name}", base, {"whole": {"text": text}}, "R6.6", f"the {place} note is no string"
            )
            data = whole(header(given, provenance=spoilt), lines, "0").decode()
            group.unreadable(f"gap-noted-transcript-{place}-{name}", transcript, {"whole": {"text": data}}, "R6.6",
                             f"the {place} note is no string")  # fmt: skip


def _headers(group: Group) -> None:
    """[R6.1]-[R6.5] Header and trailer are documents like others."""
    given, inputs, outputs = make_run("forms", 2, 1, "k.kk.k..k...", "0")
    lines = body(inputs, outputs)
    head = json.dumps(header(given), separators=(",", ":"))
    value = outcome(given, inputs, outputs, "0")
    base = "gap-noted-transcript"

    def file(first: str) -> dict[str, Any]:
        data = whole(first.encode("utf-8", "surrogatepass") + b"\n", lines, "0")
        try:
            return {"text": data.decode()}
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(data).decode()}

    for name, first, why in (
        ("blanks", head.replace(",", " ,\t").replace(":", " :\r "), "blanks, tabs and carriage returns"),
        (
            "escapes",
            head.replace('"nd"', '"\\u006ed"').replace('"1/4"', '"1\\/4"').replace('"3"', '"\\u0033"'),
            "escapes",
        ),
        ("capital-escapes", head.replace('"log2_nb"', '"\\u006Cog2_nb"'), "an escape with a capital"),
        ("half", head.replace('"provenance":{}', '"provenance":{"n":"\\ud800","\\uDC00":""}'), "half a pair"),
    ):
        group.accept(f"gap-header-{name}", "R6.31 R6.1", "transcript", file(first), f"a header with {why}", value)
    for name, first, rule, why in (
        ("form-feed", head.replace(",", ",\f", 1), "R6.1", "a form feed"),
        ("vertical-tab", head.replace(",", ",\v", 1), "R6.1", "a vertical tab"),
        ("file", head + "\x1c", "R6.1", "a separator of files"),
        ("tab", head.replace('"provenance":{}', '"provenance":{"n":"\t"}'), "R6.1", "a tab in a string"),
        ("repeated", head[:-1] + ',"version":1}', "R6.4", "a key that is there again at the end"),
        (
            "repeated-inside",
            head.replace('"f":{"kind":"xor"}', '"f":{"kind":"xor"},"nd":2'),
            "R6.4",
            "a key of the parameters again",
        ),
        ("repeated-escape", head[:-1] + ',"\\u0076ersion":1}', "R6.4", "a key that is there again, with an escape"),
        ("fraction", head.replace('"nd":2', '"nd":2.0'), "R6.5", "2.0 for 2"),
        ("exponent", head.replace('"nd":2', '"nd":2e0'), "R6.5", "2e0 for 2"),
        (
            "sixteen",
            head.replace('"quintuplets":12', '"quintuplets":1000000000000012'),
            "R6.5",
            "a number of 16 digits",
        ),
        (
            "twenty",
            head.replace('"tolerance":0', '"tolerance":18446744073709551616'),
            "R6.5",
            "2^64, which is 0 in a word",
        ),
        ("comma", head[:-1] + ",}", "R6.1", "a comma at the end"),
        ("two", head + "{}", "R6.1", "two values"),
    ):
        group.unreadable(f"gap-header-{name}", base, {"whole": file(first)}, rule, f"a header with {why}")
    good = whole(header(given), lines, "0").decode()
    cut = good.rindex("{")
    last = good[cut:]
    for name, trailer, rule, why in (
        ("repeated", last.replace("}", ',"l":"0"}'), "R6.4", "a key that is there again"),
        ("form-feed", last.replace(",", ",\f"), "R6.1", "a form feed"),
        ("comma", last.replace("}", ",}"), "R6.1", "a comma at the end"),
        ("return", last.replace("\n", "\r"), "R6.39", "a carriage return in place of the line feed"),
        ("no-line", last[:-1], "R6.39", "no line feed"),
        ("two-lines", last + "\n", "R6.39", "an empty line after it"),
        ("blank-before", " " + last, "R6.39", "a blank before it"),
    ):
        group.unreadable(f"gap-trailer-{name}", base, {"whole": {"text": good[:cut] + trailer}}, rule, f"a trailer with {why}",
                         isolated=rule == "R6.39")  # fmt: skip
    for name, trailer in (
        ("return", last.replace("\n", "\r\n")),
        ("blanks", last.replace(":", " : ").replace(",", "\t,\r")),
    ):
        group.accept(
            f"gap-trailer-{name}-allowed",
            "R6.38",
            "transcript",
            {"text": good[:cut] + trailer},
            "blanks of JSON in the trailer",
            value,
        )


def _frames(group: Group) -> None:
    """[R6.37], [R6.56] A second frame of the planes of three parties."""
    n = FRAME + 9
    places = {0: "111", 5: "001", FRAME - 1: "100", FRAME: "111", FRAME + 8: "010"}
    inputs = [places.get(t, "000") for t in range(n)]
    outputs = ["000" if x in ("000", "111") else "111" for x in inputs]
    outputs[FRAME] = "011"
    given = cells.given_of(GHZ, MAJORITY, n, 5)
    made = cells._planes(inputs[:FRAME], outputs[:FRAME]) + cells._planes(inputs[FRAME:], outputs[FRAME:])
    head = json.dumps(cells._header(given, "planes"), separators=(",", ":")).encode() + b"\n"
    data = whole(head, made, "")
    at = data.rindex(b"{")
    trailer = json.loads(data[at:])
    data = data[:at] + json.dumps({"sha256": trailer["sha256"]}, separators=(",", ":")).encode() + b"\n"
    group.accept("gap-two-frames-of-three", "R6.37 R6.56", "transcript", {"base64": base64.b64encode(data).decode()},
                 "nine cells of three parties in a second frame", cells.outcome(given, inputs, outputs))  # fmt: skip


def _long_runs(group: Group) -> None:
    """[R4.63] The sum over more kept cells than a word has bits, decided by cells at its end."""
    for count in (65, 129, 256, 300):
        for name, ones in (("last", [count - 1]), ("late", [count - 2, count - 1, 70 % count]), ("none", [])):
            inputs = ["111"] * count
            outputs = ["011" if t in ones else "000" for t in range(count)]
            given = cells.given_of(GHZ, MAJORITY, count, count)
            group.accept(f"gap-tested-{count}-{name}", "R4.63", "replay-tested",
                         {"parameters": given, "inputs": inputs, "outputs": outputs}, f"{count} kept cells",
                         cells.outcome(given, inputs, outputs))  # fmt: skip


def _both(group: Group) -> None:
    """[R4.61], [R4.62] Too few cells are kept, and more than T of these are wrong: the first reason counts."""
    inputs, outputs = ["111", "000", "111", "001"], ["001", "000", "001", "000"]
    for keep, tolerance in ((4, 0), (4, 1), (4, 2), (3, 1), (2, 1)):
        given = cells.given_of(GHZ, MAJORITY, 4, keep, tolerance=tolerance)
        label = f"gap-both-{keep}-{tolerance}"
        value = cells.outcome(given, inputs, outputs)
        group.accept(f"{label}-replay", "R4.61 R4.62", "replay-tested", {"parameters": given, "inputs": inputs, "outputs": outputs},
                     f"three kept and wrong, n = {keep}, T = {tolerance}", value)  # fmt: skip
        group.accept(f"{label}-run", "R4.61 R4.62", "run-tested", {"parameters": given, "source": "".join(inputs), "outputs": outputs},
                     f"three kept and wrong, n = {keep}, T = {tolerance}", {**value, "source_bits_used": 12})  # fmt: skip
