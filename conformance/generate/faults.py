"""Faulty certificates, by name: a good base document, what is done to it, and the rule that must reject it.

``WIRE`` holds documents that cannot be read, each with the rule and the place that the reader must name;
``FALSE`` holds readable ones that break one rule of their kind.  Every fault breaks just one rule: with that
rule left out the document is accepted, unless ``isolated`` is false because nothing can be read without what
the rule secures.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from freebit.wire.document import MAX_BYTES

ROOT = Path(__file__).parents[2]
CERTIFICATES = ROOT / "certificates"

Document = dict[str, Any]
Patch = Callable[[Document], Document | bytes | None]

WORDS = ["".join(bits) for bits in product("01", repeat=5)]
ASKED = [word for word in WORDS if word.count("1") % 2]
Y = "10000"
#: An input that the game does not ask.
OUTSIDE = "11000"


@dataclass(frozen=True)
class Fault:
    """A base document, a patch (which changes its copy or returns the bytes), and what must reject the result."""

    name: str
    base: str
    rule: str
    patch: Patch
    #: The place that the rejection names; None where it is not fixed.
    place: str | None = None
    #: Accepted if the rule alone is left out [R7.25].
    isolated: bool = True
    #: The claim itself is false, so that no correct checker may accept it.
    false: bool = False

    def data(self) -> bytes:
        document = base(self.base)
        patched = self.patch(document)
        if isinstance(patched, bytes):
            return patched
        return encode(document if patched is None else patched)


def encode(document: Document) -> bytes:
    return json.dumps(document).encode()


def base(name: str) -> Document:
    """A fresh copy of a good document."""
    return copy.deepcopy(BASES[name])


# The good documents.


def votes(a: str, triple: tuple[int, ...] = (1, 2, 3)) -> int:
    """The majority of the triple (parties from 1)."""
    return int(sum(a[party - 1] == "1" for party in triple) >= 2)


def committed(path: str) -> Document:
    document: Document = json.loads((CERTIFICATES / path).read_text())
    return document


def trivial(alpha: str = "1", y: str = Y, triple: tuple[int, ...] = (1, 2, 3)) -> Document:
    """|P(maj=0|y) - P(maj=1|y)| <= alpha for alpha >= 1, which every box keeps."""
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "family",
        "claim": {
            "game": {"name": "mermin", "parties": 5},
            "triple": list(triple),
            "alpha": alpha,
            "beta": {y: dict.fromkeys(ASKED, "0")},
        },
        "witness": {
            y: {
                "W": {f"{a}|{y}": "1" for a in WORDS},
                "G": {f"{a}|{y}": str(1 - 2 * votes(a, triple)) for a in WORDS},
            }
        },
    }


def predictability(sense: str) -> Document:
    """The extreme of P(maj(1,2,3)=0|10000), made of the first vertex of the frontier and a fixed-output box.

    (alpha W -+ G) / 2 acts as (alpha -+ <m,P>) / 2, which is 3/4 - P(maj=0) or P(maj=0) - 1/4 at alpha = 1/2.
    """
    member = committed("frontier/vertex-1.json")["witness"][Y]
    sign = -1 if sense == "max" else 1
    dual = {}
    for key in sorted(member["W"].keys() | member["G"].keys()):
        w, g = (Fraction(member[part].get(key, "0")) for part in "WG")
        value = (w / 2 + sign * g) / 2
        if value:
            dual[key] = str(value)
    answer = 0 if sense == "max" else 1
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "predictability",
        "claim": {
            "game": {"name": "mermin", "parties": 5},
            "zeros": [a for a in WORDS if votes(a) == 0],
            "input": Y,
            "sense": sense,
            "value": "3/4" if sense == "max" else "1/4",
        },
        "witness": {"dual": dual, "primal": committed(f"attainment/party-1-answers-{answer}.json")["witness"]["P"]},
    }


def _only(document: Document, part: str) -> Document:
    document["witness"] = {part: document["witness"][part]}
    return document


def _attained_once() -> Document:
    """The attainment certificate, but for one triple and two inputs."""
    document = committed("attainment/party-1-answers-0.json")
    document["claim"] |= {"triples": [[1, 2, 3]], "inputs": [Y, "00111"]}
    return document


def _distilled_once() -> Document:
    """The numbers of eq (13), but for one input."""
    document = committed("distillation/majority-123.json")
    document["claim"] |= {"inputs": [Y], "directions": 45}
    document["witness"] = {Y: document["witness"][Y]}
    return document


BASES: dict[str, Document] = {
    "family": committed("frontier/vertex-1.json"),
    "trivial": trivial(),
    "roomy": trivial("2"),
    "attainment": committed("attainment/party-1-answers-0.json"),
    "attained once": _attained_once(),
    "distilled once": _distilled_once(),
    "max": predictability("max"),
    "min": predictability("min"),
    "dual": _only(predictability("max"), "dual"),
    "primal": _only(predictability("max"), "primal"),
}


# Patches.


def put(path: str, value: object) -> Patch:
    """Set the value at a path of keys, or delete it if ``value`` is ``DELETE``."""

    def patch(document: Document) -> None:
        *way, last = path.split("/")
        place: Any = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        key: Any = int(last) if isinstance(place, list) else last
        if value is DELETE:
            del place[key]
        else:
            place[key] = value

    return patch


DELETE = object()


def text(old: str, new: str) -> Patch:
    """Replace the first occurrence of a text in the encoded document."""

    def patch(document: Document) -> bytes:
        data = encode(document)
        if old.encode() not in data:
            raise LookupError(f"{old} does not occur")
        return data.replace(old.encode(), new.encode(), 1)

    return patch


def cut(length: int) -> Patch:
    """Only the first bytes of the document."""
    return lambda document: encode(document)[:length]


def surround(before: bytes, after: bytes = b"") -> Patch:
    return lambda document: before + encode(document) + after


def add(path: str, changes: dict[str, Fraction]) -> Patch:
    """Add numbers to entries of the sparse vector at a path."""

    def patch(document: Document) -> None:
        vector: Any = document
        for step in path.split("/"):
            vector = vector[int(step)] if isinstance(vector, list) else vector[step]
        for key, change in changes.items():
            vector[key] = str(Fraction(vector.get(key, "0")) + change)

    return patch


def both(*patches: Patch) -> Patch:
    def patch(document: Document) -> None:
        for one in patches:
            one(document)

    return patch


def silent(party: int, others: str, step: Fraction) -> dict[str, Fraction]:
    """A vector that acts as 0: +step on both outputs of a party (from 1) at input 0, -step at input 1.

    ``others`` is a key "a|x" whose bits at the party are replaced.
    """
    a, x = others.split("|")
    i = party - 1
    return {
        f"{a[:i]}{output}{a[i + 1 :]}|{x[:i]}{setting}{x[i + 1 :]}": step if setting == "0" else -step
        for output in "01"
        for setting in "01"
    }


def peak(a: str, x: str, height: Fraction, parties: tuple[int, int]) -> dict[str, Fraction]:
    """What acts as 0, is ``height`` at (a,x), and elsewhere at most half of that, above or below 0.

    It is made of a step of each of the parties (from 1).
    """
    found: dict[str, Fraction] = {}
    for party in parties:
        sign = 1 if x[party - 1] == "0" else -1
        for key, step in silent(party, f"{a}|{x}", sign * height / 2).items():
            found[key] = found.get(key, Fraction(0)) + step
    return found


def every_beta(value: str) -> Patch:
    def patch(document: Document) -> None:
        for row in document["claim"]["beta"].values():
            row.update(dict.fromkeys(row, value))

    return patch


def replace_member(document_of: Callable[[], Document]) -> Patch:
    return lambda _: document_of()


SLIGHT = Fraction(1, 1000)
LONG = f"{10**600 + 1}/{10**600}"


def _many_denominators(document: Document) -> None:
    row = document["claim"]["beta"][Y]
    for i, x in enumerate(row):
        row[x] = str(1 + Fraction(1, 3**100 + 2 * i))


def _unpaired(document: Document) -> bytes:
    document["provenance"] = {"note": "\ud800"}
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


TRUNCATIONS = (1, 2, 17, 40, 77, 200, 1234, 5000, 10_000)

WIRE: tuple[Fault, ...] = (
    # R6.1, R6.2, R6.3: bytes and text.
    Fault("empty file", "family", "R6.1", lambda _: b"", "line 1, column 1", False),
    *(
        Fault(f"truncated after {length} bytes", "family", "R6.1", cut(length), isolated=False)
        for length in TRUNCATIONS
    ),
    Fault("not UTF-8", "family", "R6.1", surround(b"", b"\xff"), isolated=False),
    Fault("UTF-16", "trivial", "R6.1", lambda d: json.dumps(d).encode("utf-16"), "byte 0", False),
    Fault("half a surrogate pair in UTF-8", "trivial", "R6.1", _unpaired, isolated=False),
    Fault("byte order mark", "family", "R6.1", surround(b"\xef\xbb\xbf"), "line 1, column 1", False),
    Fault("two documents", "trivial", "R6.1", lambda d: encode(d) + encode(d), isolated=False),
    Fault("a comment", "trivial", "R6.1", surround(b"// \n"), "line 1, column 1", False),
    Fault("single quotes", "trivial", "R6.1", lambda d: repr(d).encode(), "line 1, column 2", False),
    Fault("a control character in a string", "trivial", "R6.1", text("mermin", "mer\x00min"), isolated=False),
    Fault("too long", "trivial", "R6.2", surround(b" " * MAX_BYTES), "file"),
    Fault("nesting of 100000", "trivial", "R6.3", lambda _: b"[" * 100_000 + b"]" * 100_000, "offset 32", False),
    Fault("nesting of 33, closed", "trivial", "R6.3", put("witness", json.loads("[" * 32 + "]" * 32)), None, False),
    Fault("nesting of 100000 objects", "trivial", "R6.3", lambda _: b'{"a":' * 100_000, "offset 160", False),
    # R6.4: repeated keys.
    Fault("key repeated", "trivial", "R6.4", text('"version": 1', '"version": 1, "version": 1'), 'key "version"'),
    Fault("key repeated in an escape", "trivial", "R6.4", text('"G": ', '"\\u0047": {}, "G": '), 'key "G"'),
    Fault("entry repeated", "trivial", "R6.4", text('"W": {', '"W": {"00000|10000": "1", '), 'key "00000|10000"'),
    # R6.5: numbers.
    Fault("a float", "trivial", "R6.5", text('"parties": 5', '"parties": 5.0'), 'number "5.0"'),
    Fault("an exponent", "trivial", "R6.5", text('"version": 1', '"version": 1e0'), 'number "1e0"'),
    Fault("NaN", "trivial", "R6.5", text('"parties": 5', '"parties": NaN'), 'number "NaN"', False),
    Fault("Infinity", "trivial", "R6.5", text('"parties": 5', '"parties": Infinity'), 'number "Infinity"', False),
    Fault("minus one", "trivial", "R6.5", text('"parties": 5', '"parties": -1'), 'number "-1"', False),
    Fault("a probability as a float", "trivial", "R6.5", put("claim/alpha", 0.5), 'number "0.5"', False),
    Fault(
        "a bare number of 10^6 digits",
        "trivial",
        "R6.5",
        text('"parties": 5', f'"parties": {"5" * 10**6}'),
        f'number "{"5" * 37}..."',
        False,
    ),
    # R6.6: types.
    Fault("a list for the document", "trivial", "R6.6", lambda _: b"[]", "document", False),
    Fault("null for the witness", "trivial", "R6.6", put("witness", None), "document/witness", False),
    Fault("true for the version", "trivial", "R6.6", put("version", True), "document/version", False),
    Fault("a number for alpha", "trivial", "R6.6", put("claim/alpha", 1), "document/claim/alpha", False),
    Fault("a string for a party", "trivial", "R6.6", put("claim/triple/0", "1"), "document/claim/triple/0", False),
    Fault("two parties", "trivial", "R6.6", put("claim/triple", [1, 2]), "document/claim/triple", False),
    Fault("four parties", "trivial", "R6.6", put("claim/triple", [1, 2, 3, 4]), "document/claim/triple", False),
    Fault("a list for a vector", "trivial", "R6.6", put(f"witness/{Y}/W", []), f"document/witness/{Y}/W", False),
    Fault("a number in the provenance", "trivial", "R6.6", put("provenance", {"n": 1}), "document/provenance/n", False),
    Fault("an unknown sense", "dual", "R6.6", put("claim/sense", "most"), "document/claim/sense"),
    # R6.7, R6.8: what the document is.
    Fault("another format", "trivial", "R6.7", put("format", "freebit-bound"), "document/format"),
    Fault("a later version", "trivial", "R6.7", put("version", 2), "document/version"),
    Fault("an unknown kind", "trivial", "R6.8", put("kind", "oracle"), "document/kind", False),
    # R6.9, R6.10: keys.
    Fault("no version", "trivial", "R6.9", put("version", DELETE), "document", False),
    Fault("no claim", "trivial", "R6.9", put("claim", DELETE), "document", False),
    Fault("no alpha", "trivial", "R6.9", put("claim/alpha", DELETE), "document/claim", False),
    Fault("no number of parties", "trivial", "R6.9", put("claim/game/parties", DELETE), "document/claim/game", False),
    Fault("no G", "trivial", "R6.9", put(f"witness/{Y}/G", DELETE), f"document/witness/{Y}", False),
    Fault("no box", "attainment", "R6.9", put("witness/P", DELETE), "document/witness", False),
    Fault("no sense", "dual", "R6.9", put("claim/sense", DELETE), "document/claim", False),
    Fault("unknown key in the document", "trivial", "R6.10", put("proved", "yes"), "document"),
    Fault("unknown key in the claim", "trivial", "R6.10", put("claim/tolerance", "1/10"), "document/claim"),
    Fault("unknown key in the game", "trivial", "R6.10", put("claim/game/n", 5), "document/claim/game"),
    Fault("unknown key in a member", "trivial", "R6.10", put(f"witness/{Y}/H", {}), f"document/witness/{Y}"),
    Fault("unknown key in an attainment claim", "attainment", "R6.10", put("claim/note", ""), "document/claim"),
    Fault("unknown key in an attainment witness", "attainment", "R6.10", put("witness/Q", {}), "document/witness"),
    Fault("unknown key in a predictability claim", "dual", "R6.10", put("claim/f", ""), "document/claim"),
    Fault("unknown key in a predictability witness", "dual", "R6.10", put("witness/W", {}), "document/witness"),
    # R6.11, R6.12, R6.17: rationals.
    Fault("2/4", "family", "R6.11", put("claim/alpha", "2/4"), "document/claim/alpha"),
    Fault("1/1", "trivial", "R6.11", put("claim/alpha", "1/1"), "document/claim/alpha"),
    Fault("1.0", "trivial", "R6.11", put("claim/alpha", "1.0"), "document/claim/alpha"),
    Fault("+1", "trivial", "R6.11", put("claim/alpha", "+1"), "document/claim/alpha"),
    Fault("01", "trivial", "R6.11", put("claim/alpha", "01"), "document/claim/alpha"),
    Fault("1e0", "trivial", "R6.11", put("claim/alpha", "1e0"), "document/claim/alpha"),
    Fault("blank before 1", "trivial", "R6.11", put("claim/alpha", " 1"), "document/claim/alpha"),
    Fault("line feed after 1", "trivial", "R6.11", put("claim/alpha", "1\n"), "document/claim/alpha"),
    Fault("-0", "trivial", "R6.11", put(f"claim/beta/{Y}/11111", "-0"), f"document/claim/beta/{Y}/11111"),
    Fault("0/1", "trivial", "R6.11", put(f"claim/beta/{Y}/11111", "0/1"), f"document/claim/beta/{Y}/11111"),
    Fault("an Arabic digit", "trivial", "R6.11", put("claim/alpha", "\u0661"), "document/claim/alpha"),
    Fault(
        "2/24 in a vector",
        "family",
        "R6.11",
        put(f"witness/{Y}/W/00001|00001", "2/24"),
        f"document/witness/{Y}/W/00001|00001",
    ),
    Fault("1/0", "trivial", "R6.11", put("claim/alpha", "1/0"), "document/claim/alpha", False),
    Fault("1/-2", "trivial", "R6.11", put("claim/alpha", "1/-2"), "document/claim/alpha", False),
    Fault("the empty rational", "trivial", "R6.11", put("claim/alpha", ""), "document/claim/alpha", False),
    Fault("a rational of 1203 symbols", "trivial", "R6.12", put("claim/alpha", LONG), "document/claim/alpha"),
    Fault(
        "10^6 digits in a string", "trivial", "R6.12", put("claim/alpha", "1" * 10**6), "document/claim/alpha", False
    ),
    Fault("sixteen long denominators", "trivial", "R6.17", _many_denominators, f"document/claim/beta/{Y}"),
    # R6.13, R6.14, R6.15: bits, entries, parties.
    Fault("an input of four bits", "trivial", "R6.13", put("claim/beta/1000", {}), "document/claim/beta/1000", False),
    Fault("an input with a 2", "trivial", "R6.13", put("claim/beta/20000", {}), "document/claim/beta/20000", False),
    Fault("no input", "dual", "R6.13", put("claim/input", ""), "document/claim/input", False),
    Fault("a full-width digit", "dual", "R6.13", put("claim/input", "\uff11" + "0000"), "document/claim/input", False),
    Fault("a zero of six bits", "dual", "R6.13", put("claim/zeros/0", "000000"), "document/claim/zeros/0", False),
    Fault("value 2", "attainment", "R6.13", put("claim/value", "2"), "document/claim/value"),
    Fault("no bar in a key", "trivial", "R6.14", put(f"witness/{Y}/W/0000010000", "0"), None),
    Fault("a comma in a key", "trivial", "R6.14", put(f"witness/{Y}/W/00000,10000", "0"), None),
    Fault("a key of six bits", "trivial", "R6.14", put(f"witness/{Y}/G/000000|10000", "0"), None),
    Fault("a blank in a key", "trivial", "R6.14", put(f"witness/{Y}/G/00000|10000 ", "0"), None),
    Fault("a dot in a key", "attainment", "R6.14", put("witness/P/0000.|10000", "1"), "document/witness/P/0000.|10000"),
    Fault("an empty key", "dual", "R6.14", put("witness/dual/", "1"), "document/witness/dual/"),
    Fault("party 0", "attained once", "R6.15", put("claim/triples/0/0", 0), "document/claim/triples/0/0"),
    Fault("party 8 of 5", "trivial", "R6.15", put("claim/triple/2", 8), "document/claim/triple/2"),
    # R6.16: the game.
    Fault("the game chess", "trivial", "R6.16", put("claim/game/name", "chess"), "document/claim/game", False),
    Fault("four parties play", "trivial", "R6.16", put("claim/game/parties", 4), "document/claim/game", False),
    Fault("eleven parties play", "trivial", "R6.16", put("claim/game/parties", 11), "document/claim/game", False),
    Fault("10^15 - 1 parties", "trivial", "R6.16", put("claim/game/parties", 10**15 - 1), "document/claim/game", False),
)


# Readable documents that break one rule of their kind.


def _box_of(*weighted: tuple[int, str]) -> dict[str, str]:
    """An integer combination of the boxes of committed attainment certificates."""
    total: dict[str, Fraction] = {}
    for weight, path in weighted:
        for key, value in committed(f"attainment/{path}.json")["witness"]["P"].items():
            total[key] = total.get(key, Fraction(0)) + weight * Fraction(value)
    return {key: str(value) for key, value in total.items() if value}


def _scaled(path: str, factor: Fraction) -> Patch:
    def patch(document: Document) -> None:
        *way, last = path.split("/")
        place: Any = document
        for step in way:
            place = place[step]
        place[last] = {key: str(factor * Fraction(value)) for key, value in place[last].items()}

    return patch


def _at_outside(document: Document) -> None:
    """Claim the probability that the box has at an input that is not asked."""
    box = document["witness"]["P"]
    chance = sum((Fraction(v) for k, v in box.items() if k.endswith(f"|{OUTSIDE}") and not votes(k)), Fraction(0))
    document["claim"] |= {"inputs": [OUTSIDE], "probability": str(chance)}


def _outside_dual() -> Document:
    """P(maj=0|11000) <= 1, with the obvious dual vector."""
    document = base("dual")
    document["claim"] |= {"input": OUTSIDE, "value": "1"}
    document["witness"] = {"dual": {f"{a}|{OUTSIDE}": "1" for a in WORDS if votes(a)}}
    return document


def _naive_dual(document: Document) -> None:
    """value - P(maj=0|y) written on y itself, with a value that is too small."""
    document["claim"]["value"] = "1/2"
    document["witness"]["dual"] = {f"{a}|{Y}": "-1/2" if votes(a) == 0 else "1/2" for a in WORDS}


UNIFORM = {f"{a}|{x}": "1/32" for a in WORDS for x in WORDS}
#: Every party answers 0 whatever it is asked.
ZEROS = {f"00000|{x}": "1" for x in WORDS}
#: One unit of probability moved between outputs, at an input that is not asked.
MOVED = {"00000|00000": -SLIGHT, "00011|00000": SLIGHT}


def _short() -> Document:
    """W and G of a family with alpha = 2/3, which need less than 1 for beta."""
    document = base("distilled once")
    document["claim"] |= {"alpha": "17/20", "beta": "3/5"}
    document["witness"] = {Y: committed("families/vertex-5.json")["witness"][Y]}
    return document


_DISTILLATION: tuple[Fault, ...] = (
    Fault("parties of eq (13) out of order", "distilled once", "R3.10", put("claim/triple", [2, 1, 3]), "claim/triple"),
    Fault("an input of eq (13) twice", "distilled once", "R3.40", put("claim/inputs", [Y, Y]), "claim/inputs"),
    Fault("an input of eq (13) without its member", "distilled once", "R3.40", put("claim/inputs/0", "11111")),
    Fault("an input of eq (13) outside X", "distilled once", "R3.40", put("claim/inputs/0", OUTSIDE)),
    Fault(
        "G of eq (13) raised",
        "distilled once",
        "R3.16",
        add(f"witness/{Y}/G", {"00001|00001": SLIGHT}),
        f"witness/{Y}/G",
    ),
    Fault("beta of eq (13) below 1", "distilled once", "R3.41", replace_member(_short), "claim/beta"),
    Fault("beta of eq (13) is too small", "distilled once", "R3.42", put("claim/beta", "11/10"), None),
    Fault("alpha below sqrt(10)/4", "distilled once", "R3.42", put("claim/alpha", "79/100"), None, false=True),
    Fault("fewer directions than there are", "distilled once", "R3.43", put("claim/directions", 3), "claim/directions"),
    Fault("46 directions", "distilled once", "R3.44", put("claim/directions", 46), "claim/directions"),
    Fault(
        "W of eq (13) raised",
        "distilled once",
        "R3.15",
        add(f"witness/{Y}/W", {"00001|00001": SLIGHT}),
        f"witness/{Y}/W",
    ),
)

_FAMILY: tuple[Fault, ...] = (
    Fault("two equal parties", "trivial", "R3.10", replace_member(lambda: trivial(triple=(1, 1, 3))), "claim/triple"),
    Fault("parties out of order", "family", "R3.10", put("claim/triple", [2, 1, 3]), "claim/triple"),
    Fault("three equal parties", "trivial", "R3.10", replace_member(lambda: trivial(triple=(2, 2, 2))), "claim/triple"),
    Fault("nothing claimed", "trivial", "R3.11", both(put("claim/beta", {}), put("witness", {})), "claim/beta"),
    Fault("no witness", "trivial", "R3.11", put("witness", {}), "witness", false=False),
    Fault(
        "a claim without its member",
        "family",
        "R3.11",
        put("claim/beta/11111", dict.fromkeys(ASKED, "0")),
        "witness",
        false=True,
    ),
    Fault(
        "a member without its claim",
        "trivial",
        "R3.11",
        put("witness/11111", trivial(y="11111")["witness"]["11111"]),
        "claim/beta",
    ),
    Fault("y outside X", "trivial", "R3.12", replace_member(lambda: trivial(y=OUTSIDE)), "claim/beta"),
    Fault("a beta missing", "trivial", "R3.13", put(f"claim/beta/{Y}/11111", DELETE), f"claim/beta/{Y}"),
    Fault("all betas missing", "trivial", "R3.13", put(f"claim/beta/{Y}", {}), f"claim/beta/{Y}"),
    Fault("a beta outside X", "trivial", "R3.13", put(f"claim/beta/{Y}/{OUTSIDE}", "0"), f"claim/beta/{Y}"),
    Fault("a beta below 0", "roomy", "R3.14", put(f"claim/beta/{Y}/{Y}", "-1/1000"), f"claim/beta/{Y}/{Y}"),
    Fault("W raised by 1/1000", "family", "R3.15", add(f"witness/{Y}/W", {"00001|00001": SLIGHT}), f"witness/{Y}/W"),
    Fault(
        "W doubled",
        "trivial",
        "R3.15",
        both(_scaled(f"witness/{Y}/W", Fraction(2)), put("claim/alpha", "1/2")),
        f"witness/{Y}/W",
        false=True,
    ),
    Fault(
        "W moved to where it is seen",
        "roomy",
        "R3.15",
        add(f"witness/{Y}/W", {f"00000|{Y}": SLIGHT, f"00001|{Y}": -SLIGHT}),
        f"witness/{Y}/W",
    ),
    Fault("G changed by 1/1000", "roomy", "R3.16", add(f"witness/{Y}/G", {f"00000|{Y}": SLIGHT}), f"witness/{Y}/G"),
    Fault(
        "sign of one entry of G flipped", "trivial", "R3.16", put(f"witness/{Y}/G/00000|{Y}", "-1"), f"witness/{Y}/G"
    ),
    Fault("sign of G flipped", "family", "R3.16", _scaled(f"witness/{Y}/G", Fraction(-1)), f"witness/{Y}/G"),
    Fault(
        "G halved",
        "trivial",
        "R3.16",
        both(_scaled(f"witness/{Y}/G", Fraction(1, 2)), put("claim/alpha", "1/2")),
        f"witness/{Y}/G",
        false=True,
    ),
    Fault(
        "G empty and alpha 0",
        "trivial",
        "R3.16",
        both(put(f"witness/{Y}/G", {}), put("claim/alpha", "0")),
        f"witness/{Y}/G",
        false=True,
    ),
    Fault("G of another triple", "trivial", "R3.16", put("claim/triple", [1, 2, 4]), f"witness/{Y}/G"),
    Fault("alpha too small", "family", "R3.17", put("claim/alpha", "499/1000"), None, false=True),
    Fault("alpha negative", "trivial", "R3.17", put("claim/alpha", "-1"), None, false=True),
    Fault("every beta too small", "family", "R3.17", every_beta("78/125"), None, false=True),
    Fault("one beta too small", "family", "R3.17", put(f"claim/beta/{Y}/{Y}", "78/125"), None),
    Fault("beta 0 at alpha 1/2", "family", "R3.17", every_beta("0"), None, false=True),
    Fault(
        "G raised by a vector that acts as 0",
        "family",
        "R3.17",
        add(f"witness/{Y}/G", silent(1, "00000|01000", SLIGHT)),
        None,
    ),
    Fault(
        "W lowered by a vector that acts as 0",
        "trivial",
        "R3.17",
        add(f"witness/{Y}/W", silent(2, f"00000|{Y}", -SLIGHT)),
        None,
    ),
)

_ATTAINMENT: tuple[Fault, ...] = (
    Fault("no triple", "attainment", "R3.20", put("claim/triples", []), "claim/triples"),
    Fault("no inputs", "attainment", "R3.20", put("claim/inputs", []), "claim/inputs"),
    Fault(
        "a triple listed twice",
        "attained once",
        "R3.22",
        put("claim/triples", [[1, 2, 3], [1, 2, 3]]),
        "claim/triples/1",
    ),
    Fault("an input listed twice", "attained once", "R3.22", put("claim/inputs", [Y, "00111", Y]), "claim/inputs/2"),
    Fault(
        "all inputs listed twice",
        "attainment",
        "R3.22",
        lambda d: d["claim"].update(inputs=d["claim"]["inputs"] * 2),
        "claim/inputs/16",
    ),
    Fault(
        "two equal parties in a triple",
        "attained once",
        "R3.10",
        both(put("claim/triples/0", [1, 1, 3]), put("claim/probability", "1")),
        "claim/triples/0",
    ),
    Fault("a triple out of order", "attained once", "R3.10", put("claim/triples/0", [3, 2, 1]), "claim/triples/0"),
    Fault("an input outside X", "attained once", "R3.12", _at_outside, "claim/inputs"),
    Fault(
        "a negative probability",
        "attained once",
        "R2.8",
        both(
            put("witness/P", _box_of((2, "party-1-answers-0"), (-1, "party-2-answers-1"))),
            put("claim/probability", "5/4"),
        ),
        None,
        false=True,
    ),
    Fault(
        "probabilities that sum to 2",
        "attained once",
        "R2.9",
        both(_scaled("witness/P", Fraction(2)), put("claim/probability", "3/2")),
        "x = 00000",
        false=True,
    ),
    Fault(
        "probabilities that sum to 1/2",
        "attained once",
        "R2.9",
        both(_scaled("witness/P", Fraction(1, 2)), put("claim/probability", "3/8")),
        "x = 00000",
    ),
    Fault("signals at one place", "attainment", "R2.10", add("witness/P", MOVED), None),
    Fault(
        "loses always on one output",
        "attained once",
        "R2.13",
        both(put("witness/P", ZEROS), put("claim/probability", "1")),
        "P",
        false=True,
    ),
    Fault(
        "loses half the time",
        "attained once",
        "R2.13",
        both(put("witness/P", UNIFORM), put("claim/probability", "1/2")),
        "P",
    ),
    Fault("a probability of 751/1000", "attainment", "R3.21", put("claim/probability", "751/1000"), None, false=True),
    Fault("a probability of the other value", "attainment", "R3.21", put("claim/value", "1"), None, false=True),
    Fault("a triple that is not fixed", "attained once", "R3.21", put("claim/triples", [[1, 2, 3], [2, 3, 4]]), None),
)

_PREDICTABILITY: tuple[Fault, ...] = (
    Fault("an empty witness", "dual", "R3.30", put("witness", {}), "witness"),
    Fault("a zero listed twice", "max", "R3.31", lambda d: d["claim"]["zeros"].insert(0, "00000"), "claim/zeros/1"),
    Fault("zeros out of order", "max", "R3.31", lambda d: d["claim"]["zeros"].reverse(), "claim/zeros/1"),
    Fault("a zero repeated", "min", "R3.31", lambda d: d["claim"]["zeros"].append(d["claim"]["zeros"][-1]), None),
    Fault("the input outside X", "dual", "R3.12", replace_member(_outside_dual), "claim/input"),
    Fault(
        "an entry of the dual raised by 1/1000",
        "dual",
        "R3.32",
        add("witness/dual", {"00000|00000": SLIGHT}),
        "witness/dual",
    ),
    Fault("a value too small by 1/1000", "dual", "R3.32", put("claim/value", "749/1000"), "witness/dual", false=True),
    Fault("a minimum that is a maximum", "dual", "R3.32", put("claim/sense", "min"), "witness/dual", false=True),
    Fault("one zero too few", "dual", "R3.32", put("claim/zeros/0", DELETE), "witness/dual"),
    Fault("an empty dual", "min", "R3.32", put("witness/dual", {}), "witness/dual"),
    Fault("a dual that is negative", "dual", "R3.33", _naive_dual, None, false=True),
    Fault(
        "a dual lowered by a vector that acts as 0",
        "dual",
        "R3.33",
        add("witness/dual", silent(1, "00000|00000", SLIGHT)),
        None,
    ),
    Fault(
        "a primal that is negative",
        "primal",
        "R2.8",
        both(
            put("witness/primal", _box_of((2, "party-1-answers-0"), (-1, "party-2-answers-1"))),
            put("claim/value", "5/4"),
        ),
        None,
        false=True,
    ),
    Fault(
        "a primal that sums to 2",
        "primal",
        "R2.9",
        both(_scaled("witness/primal", Fraction(2)), put("claim/value", "3/2")),
        "x = 00000",
        false=True,
    ),
    Fault("a primal that signals", "primal", "R2.10", add("witness/primal", MOVED), None),
    Fault(
        "a primal that loses",
        "primal",
        "R2.13",
        both(put("witness/primal", ZEROS), put("claim/value", "1")),
        "P",
        false=True,
    ),
    Fault(
        "a value that the primal misses",
        "primal",
        "R3.34",
        put("claim/value", "751/1000"),
        "witness/primal",
        false=True,
    ),
)

FALSE: tuple[Fault, ...] = _FAMILY + _DISTILLATION + _ATTAINMENT + _PREDICTABILITY
