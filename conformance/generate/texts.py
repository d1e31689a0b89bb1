"""One small certificate in many texts: what JSON allows, what it does not, and each limit of chapter 6, exactly and passed."""

import base64
import json
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.places import ISOLATED

#: The classical minimum of three parties is 1.
SMALL: dict[str, Any] = {
    "format": "freebit-certificate", "version": 1, "kind": "classical-bound",
    "claim": {"game": {"name": "mermin", "parties": 3}, "value": "1"},
    "witness": {"strategy": {"0": "000", "1": "000"}}, "provenance": {"by": "hand"},
}  # fmt: skip
TEXT = json.dumps(SMALL)
#: P(f=0|11) <= 3/2 for two parties, which needs no proof: a claim with a bar in it.
LOOSE: dict[str, Any] = {
    "format": "freebit-certificate", "version": 1, "kind": "predictability",
    "claim": {"game": {"name": "ghz", "parties": 2}, "zeros": ["00", "01"], "input": "11", "sense": "max", "value": "3/2"},
    "witness": {"dual": {"00|11": "1/2", "01|11": "1/2", "10|11": "3/2", "11|11": "3/2"}},
}  # fmt: skip
HAND = '{"by": "hand"}'
LONGEST = 2**24


def _with(old: str, new: str, text: str = TEXT) -> str:
    if text.count(old) == 0:
        raise LookupError(f"{old!r} does not occur")
    return text.replace(old, new, 1)


def _noted(note: str) -> str:
    """The text with another provenance, as it is written."""
    return _with(HAND, note)


#: Texts of the same claim.
ACCEPTED: tuple[tuple[str, str, str, str], ...] = (
    ("compact", json.dumps(SMALL, separators=(",", ":")), "R6.1", "no blanks"),
    ("indented", json.dumps(SMALL, indent=2) + "\n", "R6.1", "lines and a final line feed"),
    ("blanks", TEXT.replace(" ", " \t\r\n \n\r\t"), "R6.1", "blanks, tabs, carriage returns and line feeds"),
    ("around", f"\n\r\t {TEXT} \t\r\n", "R6.1", "blanks of all four kinds before and after"),
    ("inside", TEXT.replace("{", "{\t").replace("}", "\r\n}").replace(":", " :").replace(",", "\n,"), "R6.1",
     "blanks before brackets, colons and commas"),
    ("sorted", json.dumps(SMALL, sort_keys=True), "R6.1", "keys in another order"),
    ("reversed", json.dumps(dict(reversed(SMALL.items()))), "R6.1", "keys in the opposite order"),
    ("escaped", _with('"format"', '"\\u0066ormat"'), "R6.1", "a key with an escape"),
    ("escaped-lower", _with('"kind"', '"\\u006b\\u0069nd"'), "R6.1", "a key with escapes in lower case"),
    ("escaped-upper", _with('"kind"', '"\\u006B\\u0069nd"'), "R6.1", "a key with escapes in upper case"),
    ("escaped-digit", _with('"000"', '"\\u0030\\u00300"'), "R6.13", "bits with escapes"),
    ("escaped-value", _with('"1"', '"\\u0031"'), "R6.11", "a rational with an escape"),
    ("escaped-entry", _with('"00|11"', '"00\\u007C1\\u0031"', json.dumps(LOOSE)), "R6.14", "a key of an entry with escapes"),
    ("solidus", json.dumps(LOOSE).replace("/", "\\/"), "R6.11", "every bar of a rational escaped"),
    ("solidus-code", json.dumps(LOOSE).replace("/", "\\u002F"), "R6.11", "every bar of a rational by its code"),
    ("loose", json.dumps(LOOSE), "R3.32", "a bound above 1"),
    ("note-empty", _noted("{}"), "R6.6", "a provenance without keys"),
    ("note-empty-key", _noted('{"": ""}'), "R6.6", "an empty key of the provenance"),
    ("note-escapes", _noted('{"n": "\\" \\\\ \\/ \\b \\f \\n \\r \\t"}'), "R6.1", "every short escape"),
    ("note-codes", _noted('{"n": "\\u0000\\u001f\\u00e9\\u00C9\\uFFFF\\ufffe"}'), "R6.1", "escapes of all sorts of codes"),
    ("note-half-high", _noted('{"n": "\\ud800"}'), "R6.1", "the first half of a pair alone"),
    ("note-half-low", _noted('{"n": "\\uDFFF x"}'), "R6.1", "the second half of a pair alone"),
    ("note-halves-turned", _noted('{"n": "\\udc00\\ud800"}'), "R6.1", "two halves in the wrong order"),
    ("note-half-key", _noted('{"\\ud800": "", "\\ud801": "", "\\udc00": ""}'), "R6.4", "keys that are halves, all different"),
    ("note-pair", _noted('{"n": "\\ud83d\\ude00"}'), "R6.1", "a pair of escapes"),
    ("note-raw", _noted('{"n": "\u00e9 \u2028 \u2029 \ufeff \uffff \x7f \U0001f600"}'), "R6.1", "symbols beyond ASCII as they are"),
    ("note-composed", _noted('{"\u00e9": "1", "e\u0301": "2"}'), "R6.4", "keys that look alike are different"),
    ("note-case", _noted('{"a": "1", "A": "2", "a ": "3"}'), "R6.4", "keys that differ in case or by a blank"),
    ("note-properties", _noted('{"__proto__": "", "constructor": "", "toString": "", "hasOwnProperty": "", "length": ""}'), "R6.6",
     "keys that are properties of objects in some languages"),
    ("note-json", _noted('{"n": "{\\"a\\": [1, {}]}, NaN, // -0"}'), "R6.1", "brackets, numbers and words inside a string"),
    ("note-brackets", _noted('{"n": "' + "[{" * 40 + '"}'), "R6.3", "brackets inside a string do not nest"),
    ("note-quotes", _noted('{"n": "\\\\\\"[[\\\\"}'), "R6.3", "a backslash before the end of a string"),
    ("note-long", _noted('{"n": "' + "x" * 70000 + '"}'), "R6.6", "a string of 70000 symbols"),
    ("note-many", _noted(json.dumps({str(i): "" for i in range(2000)})), "R6.6", "two thousand keys"),
)  # fmt: skip

#: Texts that are no JSON value, R6.1.
NO_JSON: tuple[tuple[str, str, str], ...] = (
    ("bom", "\ufeff" + TEXT, "a byte order mark"),
    ("bom-after", TEXT + "\ufeff", "a byte order mark at the end"),
    ("bom-inside", _with(", ", ",\ufeff"), "a byte order mark after a comma"),
    ("form-feed", "\x0c" + TEXT, "a form feed before it"),
    ("form-feed-after", TEXT + "\x0c", "a form feed after it"),
    ("form-feed-inside", _with(": ", ":\x0c"), "a form feed after a colon"),
    ("vertical-tab", "\x0b" + TEXT, "a vertical tab before it"),
    ("vertical-tab-inside", _with(", ", ",\x0b"), "a vertical tab after a comma"),
    ("no-break", "\xa0" + TEXT, "a no-break space before it"),
    ("no-break-inside", _with(": ", ":\xa0"), "a no-break space after a colon"),
    ("line-separator", TEXT + "\u2028", "a line separator after it"),
    ("next-line", TEXT + "\x85", "a next-line control after it"),
    ("ideographic", _with(", ", ",\u3000"), "an ideographic space"),
    ("nul", TEXT + "\x00", "a NUL after it"),
    ("nul-before", "\x00" + TEXT, "a NUL before it"),
    ("blank-only", " \n", "blanks alone"),
    ("comma-last", _with("}}, ", ",}}, "), "a comma before a bracket"),
    ("comma-first", _with('{"game"', '{,"game"'), "a comma after a bracket"),
    ("comma-two", _with(", ", ",, "), "two commas"),
    ("comma-none", _with(", ", " "), "no comma"),
    ("comma-after", TEXT + ",", "a comma after it"),
    ("colon-none", _with('"version": ', '"version" '), "no colon"),
    ("colon-two", _with('"version": ', '"version":: '), "two colons"),
    ("colon-equals", _with('"version": ', '"version"= '), "an equals sign"),
    ("value-none", _with('"version": 1', '"version": '), "no value"),
    ("key-number", _with('"version": 1', '1: 1'), "a number as a key"),
    ("key-bare", _with('"version"', "version"), "a key without quotes"),
    ("key-single", _with('"version"', "'version'"), "a key in single quotes"),
    ("key-list", _with('"version"', '["version"]'), "a list as a key"),
    ("value-single", _with('"hand"', "'hand'"), "a string in single quotes"),
    ("value-back", _with('"hand"', "`hand`"), "a string in back quotes"),
    ("value-curly", _with('"hand"', "\u201chand\u201d"), "a string in curly quotes"),
    ("bracket-square", TEXT[:-1] + "]", "a square bracket ends an object"),
    ("bracket-none", TEXT[:-1], "the last bracket is missing"),
    ("bracket-more", TEXT + "}", "a bracket too many"),
    ("value-more", TEXT + " 1", "a number after it"),
    ("value-null", TEXT + "null", "null after it"),
    ("value-same", TEXT + TEXT, "twice the same"),
    ("lines", TEXT + "\n" + TEXT, "twice the same, line by line"),
    ("comment-end", TEXT + "// done", "a comment after it"),
    ("comment-block", _with(", ", ", /* a */ "), "a comment between brackets"),
    ("comment-hash", "# a\n" + TEXT, "a comment with a number sign"),
    ("word-true", _with('"version": 1', '"version": True'), "True with a capital letter"),
    ("word-null", _with('"version": 1', '"version": NULL'), "NULL in capital letters"),
    ("word-none", _with('"version": 1', '"version": None'), "None"),
    ("word-undefined", _with('"version": 1', '"version": undefined'), "undefined"),
    ("word-cut", _with('"version": 1', '"version": tru'), "a word cut short"),
    ("word-longer", _with('"version": 1', '"version": truee'), "a word with a letter more"),
    ("word-nan", _with('"version": 1', '"version": nan'), "nan in small letters"),
    ("word-minus-nan", _with('"version": 1', '"version": -NaN'), "a sign before NaN"),
    ("word-infinity", _with('"version": 1', '"version": infinity'), "infinity in small letters"),
    ("word-inf", _with('"version": 1', '"version": Inf'), "Inf"),
    ("word-plus-infinity", _with('"version": 1', '"version": +Infinity'), "a plus sign before Infinity"),
    ("number-plus", _with('"version": 1', '"version": +1'), "a number with a plus sign"),
    ("number-zero", _with('"version": 1', '"version": 01'), "a number with a leading zero"),
    ("number-zeros", _with('"version": 1', '"version": 00'), "two zeros"),
    ("number-hex", _with('"version": 1', '"version": 0x1'), "a hexadecimal number"),
    ("number-point", _with('"version": 1', '"version": .1'), "a number that begins with a point"),
    ("number-point-last", _with('"version": 1', '"version": 1.'), "a number that ends with a point"),
    ("number-exponent", _with('"version": 1', '"version": 1e'), "an exponent without digits"),
    ("number-exponent-sign", _with('"version": 1', '"version": 1e+'), "a sign without digits"),
    ("number-minus", _with('"version": 1', '"version": -'), "a sign alone"),
    ("number-minus-blank", _with('"version": 1', '"version": - 1'), "a blank after the sign"),
    ("number-underscore", _with('"version": 1', '"version": 1_0'), "an underscore in a number"),
    ("number-wide", _with('"version": 1', '"version": \uff11'), "a full-width number"),
    ("number-arabic", _with('"version": 1', '"version": \u0661'), "an Arabic number"),
    ("number-suffix", _with('"version": 1', '"version": 1n'), "a letter after a number"),
    ("string-tab", _noted('{"n": "a\tb"}'), "a tab in a string"),
    ("string-line", _noted('{"n": "a\nb"}'), "a line feed in a string"),
    ("string-return", _noted('{"n": "a\rb"}'), "a carriage return in a string"),
    ("string-escape", _noted('{"n": "a\x1bb"}'), "the control code 27 in a string"),
    ("string-unit", _noted('{"n": "a\x1fb"}'), "the control code 31 in a string"),
    ("string-key-tab", _noted('{"a\tb": ""}'), "a tab in a key"),
    ("string-open", _noted('{"n": "a}'), "a string that does not end"),
    ("string-open-last", TEXT[:-1] + ', "x', "the text ends in a key"),
    ("string-backslash-last", TEXT[:-1] + ', "x\\', "the text ends after a backslash"),
    ("escape-x", _noted('{"n": "\\x41"}'), "an escape with x"),
    ("escape-capital", _noted('{"n": "\\U00000041"}'), "an escape with a capital U"),
    ("escape-single", _noted('{"n": "\\\'"}'), "an escaped single quote"),
    ("escape-v", _noted('{"n": "\\v"}'), "an escape with v"),
    ("escape-0", _noted('{"n": "\\0"}'), "an escape with 0"),
    ("escape-a", _noted('{"n": "\\a"}'), "an escape with a"),
    ("escape-capital-n", _noted('{"n": "\\N"}'), "an escape with a capital N"),
    ("escape-line", _noted('{"n": "a\\\nb"}'), "an escaped line feed"),
    ("escape-short", _noted('{"n": "\\u041"}'), "an escape of three digits"),
    ("escape-letter", _noted('{"n": "\\u00G1"}'), "an escape with a letter beyond F"),
    ("escape-first", _noted('{"n": "\\uG001"}'), "an escape that begins with a letter beyond F"),
    ("escape-last", _noted('{"n": "\\u004G"}'), "an escape that ends with a letter beyond F"),
    ("escape-blank", _noted('{"n": "\\u 041"}'), "an escape with a blank"),
    ("escape-sign", _noted('{"n": "\\u+041"}'), "an escape with a sign"),
    ("escape-braces", _noted('{"n": "\\u{41}"}'), "an escape with braces"),
    ("escape-hex", _noted('{"n": "\\u0x41"}'), "an escape with 0x"),
    ("escape-wide", _noted('{"n": "\\u00\uff14\uff11"}'), "an escape with full-width digits"),
    ("escape-outside", _with("1", "\\u0031"), "an escape outside a string"),
)  # fmt: skip

#: Bytes that are no UTF-8, inside a string.
NO_UTF_8: tuple[tuple[str, bytes, str], ...] = (
    ("ff", b"\xff", "the byte 255"),
    ("fe", b"\xfe", "the byte 254"),
    ("continuation", b"\x80", "a byte that goes on with nothing"),
    ("short-2", b"\xc3", "two bytes cut short"),
    ("short-3", b"\xe2\x82", "three bytes cut short"),
    ("short-4", b"\xf0\x9f\x98", "four bytes cut short"),
    ("overlong-2", b"\xc0\xaf", "a solidus in two bytes"),
    ("overlong-2-last", b"\xc1\xbf", "a code below 128 in two bytes"),
    ("overlong-3", b"\xe0\x80\xaf", "a solidus in three bytes"),
    ("overlong-3-last", b"\xe0\x9f\xbf", "a code below 2048 in three bytes"),
    ("overlong-4", b"\xf0\x8f\xbf\xbf", "a code below 65536 in four bytes"),
    ("nul-2", b"\xc0\x80", "a NUL in two bytes"),
    ("surrogate-first", b"\xed\xa0\x80", "the first surrogate"),
    ("surrogate-last", b"\xed\xbf\xbf", "the last surrogate"),
    ("surrogates", b"\xed\xa0\xbd\xed\xb8\x80", "a pair of surrogates, each in three bytes"),
    ("above", b"\xf4\x90\x80\x80", "a code above 10FFFF"),
    ("f5", b"\xf5\x80\x80\x80", "the byte 245"),
    ("five", b"\xf8\x88\x80\x80\x80", "five bytes"),
    ("latin-1", b"\xe9", "an accent in Latin-1"),
)
#: Numbers that are none of R6.5, in place of the version.
NUMBERS = ("-0", "-1", "1.0", "0.0", "-0.0", "1.5", "1e0", "1E0", "1e+0", "1E-0", "1.0e0", "1.5E+3", "1e-5", "1e400", "-1e1", "NaN",
           "Infinity", "-Infinity", "1000000000000000", "9007199254740993", "18446744073709551617", "12345678901234567890")  # fmt: skip


def texts() -> Group:
    group = Group("texts")
    group.accept("text-small", "R6.1 R3.60 R3.61", "certificate", {"text": TEXT}, "a certificate of 250 symbols")
    for name, text, rules, why in ACCEPTED:
        group.accept(f"text-{name}", f"{rules} R6.1", "certificate", {"text": text}, why)
    for name, text, why in NO_JSON:
        _unreadable(group, f"text-no-json-{name}", {"text": text}, "R6.1", why)
    spoilt = [(name, TEXT.encode().replace(b"hand", b"h" + code + b"and"), why) for name, code, why in NO_UTF_8]
    codings = ("utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be")
    for name, data, why in (*spoilt, *((one, TEXT.encode(one), f"the text in {one.upper()}") for one in codings)):
        _unreadable(group, f"text-no-utf-8-{name}", {"base64": base64.b64encode(data).decode()}, "R6.1", why)
    for i, number in enumerate(NUMBERS):
        _unreadable(
            group, f"text-number-{i + 1}", {"text": _with('"version": 1', f'"version": {number}')}, "R6.5", number
        )
        if i % 3 == 0:
            text = _with(HAND, f'{{"by": {number}}}')
            _unreadable(group, f"text-number-{i + 1}-note", {"text": text}, "R6.5", f"{number} in the provenance")
    for value, why in (("2", "2"), ("0", "0"), ("999999999999999", "a number of fifteen digits")):
        _unreadable(
            group,
            f"text-version-{value}",
            {"text": _with('"version": 1', f'"version": {value}')},
            "R6.7",
            f"the version is {why}",
        )
    _repeated(group)
    _limits(group)
    return group


def _unreadable(group: Group, name: str, given: dict[str, Any], rule: str, why: str) -> None:
    group.unreadable(name, "text-small", {"whole": given}, rule, why, isolated=name in ISOLATED)


def _repeated(group: Group) -> None:
    """A key again at the end of its object: next to nothing that is like it."""
    for name, old, new, why in (
        ("document", TEXT[-1], ', "format": "freebit-certificate"}', "the first key of the document"),
        ("claim", '"value": "1"}', '"value": "1", "game": {"name": "mermin", "parties": 3}}', "the game"),
        ("game", '"parties": 3}', '"parties": 3, "name": "mermin"}', "the name of the game"),
        ("witness", '}}, "prov', '}, "strategy": {"0": "000", "1": "000"}}, "prov', "the strategy"),
        ("strategy", '"1": "000"}', '"1": "000", "0": "000"}', "outputs on input 0"),
        ("note", HAND, '{"by": "hand", "at": "", "by": "hand"}', "a key of the provenance"),
        ("note-empty", HAND, '{"": "", "at": "", "": ""}', "the empty key"),
        ("note-escape", HAND, '{"by": "hand", "\\u0062\\u0079": ""}', "a key by its codes"),
        ("note-pair", HAND, '{"\U0001f600": "", "\\ud83d\\ude00": ""}', "a key of a pair by its codes"),
        ("note-half", HAND, '{"\\ud800": "", "x": "", "\\uD800": ""}', "half a pair"),
        ("note-proto", HAND, '{"__proto__": "", "x": "", "__proto__": ""}', "the key __proto__"),
        ("note-solidus", HAND, '{"/": "", "\\/": ""}', "a key with and without an escape"),
        ("provenance", TEXT[-1], ', "provenance": {"by": "hand"}}', "the provenance"),
        ("version", '"kind"', '"version": 1, "kind"', "the version, next to itself"),
    ):  # fmt: skip
        text = TEXT[:-1] + new if old == TEXT[-1] else _with(old, new)
        _unreadable(group, f"text-repeated-{name}", {"text": text}, "R6.4", f"{why} is there again")


def _limits(group: Group) -> None:
    group.accept(
        "text-size", "R6.2", "certificate", {"document": SMALL, "blanks": {"at": len(TEXT), "count": LONGEST - len(TEXT)}},
        "2^24 bytes, as many as are allowed",
    )  # fmt: skip
    for depth, rule, what in ((32, "R6.6", "32 deep: no string"), (33, "R6.3", "33 deep"), (64, "R6.3", "64 deep")):
        for name, start, end in (("lists", "[", "]"), ("objects", '{"a": ', "}"), ("mixed", '[{"a": ', "}]")):
            inner = depth - 2
            nest = f'{start * (inner // len(end))}"x"{end * (inner // len(end))}'
            if inner % len(end):
                nest = f"[{nest}]"
            _unreadable(
                group, f"text-depth-{depth}-{name}", {"text": _noted(f'{{"n": {nest}}}')}, rule, f"{name} nest {what}"
            )
    group.reject(
        "text-size-over", "text-small", {"pad": LONGEST + 1 - len(TEXT)}, "R6.2", "2^24 + 1 bytes", verdict="unreadable",
        features=("large",),
    )  # fmt: skip
