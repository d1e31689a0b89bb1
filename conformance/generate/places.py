"""Certificates of which one value is not of the form that its place asks for: chapter 6, place by place.

Each kind has a base and the form of each of its places; what breaks a form is made from the form alone.  A place is a
path of keys and positions, in which ``*`` is whatever comes first.
"""

import copy
from pathlib import Path
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.certificates import slug
from conformance.generate.faults import base
from conformance.generate.questions import BROKEN, ELEMENTS

Broken = tuple[str, Any, str, str]

#: Forms that only certificates have; a key of an object is put in beside the others.
FORMS: dict[str, tuple[Broken, ...]] = {
    **BROKEN,
    "count": (
        *BROKEN["count"],
        ("null", ..., "R6.6", "null in place of a number"),
        ("true", True, "R6.6", "true in place of a number"),
        ("object", {}, "R6.6", "an object in place of a number"),
        ("twenty-digits", 10**19 + 1, "R6.5", "a number of twenty digits"),
    ),
    "bits": (
        *BROKEN["bits"],
        ("more", "+1", "R6.13", "more digits"),
        ("plus", "+", "R6.13", "a plus sign"),
        ("arabic", "\u0661", "R6.13", "an Arabic digit"),
        ("nul", "0\x00", "R6.13", "a NUL at the end"),
        ("underscore", "0_1", "R6.13", "an underscore"),
        ("letter", "O", "R6.13", "the letter O"),
        ("before", " 0", "R6.13", "a blank at the beginning"),
    ),
    "rational": (
        *BROKEN["rational"],
        ("null", ..., "R6.6", "null in place of a rational"),
        ("true", True, "R6.6", "true in place of a rational"),
        ("wide", "\uff11", "R6.11", "a full-width digit"),
        ("arabic-below", "1/\u0663", "R6.11", "an Arabic digit below"),
        ("underscore", "0_1", "R6.11", "an underscore"),
        ("carriage", "1/3\r", "R6.11", "a carriage return at the end"),
        ("nul", "1\x00", "R6.11", "a NUL at the end"),
        ("spaced", "1 / 3", "R6.11", "blanks around the bar"),
        ("minus-sign", "\u22121", "R6.11", "a minus sign that is no hyphen"),
        ("two-minus", "--1", "R6.11", "two minus signs"),
        ("minus-alone", "-", "R6.11", "a minus sign alone"),
        ("bar-alone", "/", "R6.11", "a bar alone"),
        ("no-numerator", "/3", "R6.11", "nothing above the bar"),
        ("no-denominator", "1/", "R6.11", "nothing below the bar"),
        ("zero-below-minus", "-0/3", "R6.11", "minus nothing"),
        ("hexadecimal", "0x1", "R6.11", "a hexadecimal number"),
        ("percent", "50%", "R6.11", "a percentage"),
        ("comma", "0,5", "R6.11", "a decimal comma"),
        ("nan", "NaN", "R6.11", "not a number"),
        ("infinity", "Infinity", "R6.11", "infinity"),
        ("power", "2**3", "R6.11", "a power"),
        ("large-terms", f"{2**65}/{2**66}", "R6.11", "not in lowest terms, of numbers beyond 2^64"),
    ),
    "object": (*BROKEN["object"], ("null", ..., "R6.6", "null in place of an object"), ("true", True, "R6.6", "true in place of an object")),
    "list": (*BROKEN["list"], ("null", ..., "R6.6", "null in place of a list"), ("true", True, "R6.6", "true in place of a list")),
    "word": (
        *BROKEN["word"],
        ("null", ..., "R6.6", "null in place of a word"),
        ("line", "{}\n", "R6.6", "a line feed after the word"),
        ("upper", "{^}", "R6.6", "upper-case letters"),
    ),
}  # fmt: skip

#: What is between the keys of free form, and what breaks them; ``n`` bits are "0" * n.
KEYS: dict[str, tuple[str, ...]] = {
    "entries": ("", "|", "{0}|{0}|", "{0}{0}", "{0}|{0}0", "{0}0|{0}", "0{0}|{0}", "{0}|{2}", "{2}|{0}", "{0}|{0}\n",
                " {0}|{0}", "{0} |{0}", "{0}|{-}", "{0}\u2223{0}", "{0}|{wide}", "{0}|{arabic}", "{0};{0}", "__proto__"),
    "bits": ("", "{0}0", "{short}", "{2}", "{0}\n", " {0}", "{-}", "{wide}", "{arabic}", "__proto__"),
    "correlators": ("", "{0}0", "{short}", "{2}", "{0}\n", " {0}", "{*}", "{wide}", "{0}|{0}", "{dash}"),
    "types": ("", "{n},0|0,0|0", "{n},0,0,0", "{n}|0,0|0", "{n},0|0", "{n},00|0,0", "{n},-0|0,0", "+{n},0|0,0", "{n},0|0,0\n",
              " {n},0|0,0", "{n}, 0|0,0", "{n},0|0,1", "{m},0|0,0", "{n}.0,0|0,0", "\uff15,0|0,0", "{n},|0,0", "-1,{p}|0,0",
              "0{n},0|0,0"),
    "square": ("", "000,001|1,1,1", "000,001", "000001|1,1", "000,001|0,1", "000,001|1,0", "000,001|1,4", "000,001|11",
               "000,001|1,1\n", " 000,001|1,1", "000,001|1;1", "00,001|1,1", "000,01|1,1", "0000,001|1,1", "000,0010|1,1",
               "000,002|1,1", "002,001|1,1", "100,001|1,1", "010,001|1,1", "000,000|1,1", "000,011|1,1", "000,110|1,1",
               "000,001|\u0661,1", "000,001|1,01"),
}  # fmt: skip
KEY_RULES = {"entries": "R6.14", "bits": "R6.13", "correlators": "R6.18", "types": "R6.25", "square": "R6.28"}

#: A base of each kind and the form of each place.  Keys that must be there are those of objects called "fields".
KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("trivial", {
        "": "fields", "format": "word", "version": "count", "kind": "word", "claim": "fields", "witness": "members",
        "claim/game": "game", "claim/triple": "counts", "claim/alpha": "rational", "claim/beta": "keys bits {}",
        "claim/beta/*": "keys bits 0", "claim/beta/*/00111": "rational", "witness/*": "fields", "witness/*/W": "keys entries 0",
        "witness/*/G": "keys entries 0", "witness/*/W/00101|10000": "rational", "witness/*/G/00101|10000": "rational",
    }),
    ("attained once", {
        "claim": "fields", "claim/game": "game", "claim/triples": "list", "claim/triples/0": "counts", "claim/inputs": "words",
        "claim/value": "bits", "claim/probability": "rational", "witness": "fields", "witness/P": "keys entries 0",
        "witness/P/*": "rational",
    }),
    ("distilled once", {
        "claim": "fields", "claim/game": "game", "claim/triple": "counts", "claim/inputs": "words", "claim/alpha": "rational",
        "claim/beta": "rational", "claim/directions": "count", "witness": "members", "witness/*": "fields",
        "witness/*/G": "keys entries 0",
    }),
    ("max", {
        "claim": "fields", "claim/game": "game", "claim/zeros": "words", "claim/input": "bits", "claim/sense": "word",
        "claim/value": "rational", "witness": "optional", "witness/dual": "keys entries 0", "witness/primal": "keys entries 0",
        "witness/dual/*": "rational", "witness/primal/*": "rational",
    }),
    ("classical", {
        "claim": "fields", "claim/game": "game", "claim/value": "rational", "witness": "fields", "witness/strategy": "fields",
        "witness/strategy/0": "bits", "witness/strategy/1": "bits",
    }),
    ("fixing", {
        "claim": "fields", "claim/game": "game", "witness": "fields", "witness/boxes": "list", "witness/boxes/0": "keys entries 0",
        "witness/boxes/5": "object", "witness/boxes/5/*": "rational",
    }),
    ("symmetric", {
        "claim": "fields", "claim/game": "game", "claim/weights": "counts", "claim/input": "bits", "claim/sense": "word",
        "claim/value": "rational", "witness": "optional", "witness/dual": "keys types 0", "witness/primal": "keys types 0",
        "witness/dual/*": "rational", "witness/primal/*": "rational",
    }),
    ("small table", {
        "claim": "fields", "claim/game": "game", "claim/input": "bits", "claim/classes": "list", "claim/classes/0": "fields",
        "claim/classes/2/function": "bits", "claim/classes/2/predictability": "rational", "witness": "fields",
        "witness/symmetries": "list", "witness/symmetries/0": "fields", "witness/symmetries/0/order": "counts",
        "witness/symmetries/0/s": "bits", "witness/symmetries/0/t": "bits", "witness/symmetries/3/c": "bits",
        "witness/classes": "list", "witness/classes/0": "fields", "witness/classes/0/dual": "fields",
        "witness/classes/0/dual/0": "keys entries 0", "witness/classes/2/dual/1": "keys entries 0",
        "witness/classes/1/primal": "keys correlators 0", "witness/classes/1/dual/0/*": "rational",
        "witness/classes/1/primal/*": "rational",
    }),
    ("square", {
        "claim": "fields", "claim/game": "fields", "claim/game/name": "word", "witness": "fields", "witness/boxes": "object",
        "witness/boxes/3,3": "keys square 0", "witness/boxes/2,2/*": "rational",
    }),
    ("hamming code", {
        "claim": "fields", "claim/bits": "count", "claim/cells": "count", "claim/code": "fields", "claim/code/kind": "word",
        "claim/code/rows": "words", "claim/sense": "word", "claim/weights": "list", "claim/weights/0": "fields",
        "claim/weights/0/weight": "count", "claim/weights/0/messages": "rational", "witness": "fields", "witness/why": "word",
    }),
    ("simplex code", {
        "claim/code": "fields", "claim/code/inner": "word", "claim/code/modulus": "word", "claim/code/length": "count",
        "claim/code/dimension": "count",
    }),
    ("cells", {
        "claim": "fields", "claim/game": "game", "claim/inputs": "fields", "claim/inputs/kind": "word", "claim/f": "fields",
        "claim/f/kind": "word", "claim/v": "rational", "claim/right": "list", "claim/wrong": "list", "claim/right/0": "rationals",
        "claim/wrong/1": "rationals", "witness": "members", "witness/001": "fields", "witness/001/G": "keys entries 0",
        "witness/001/V": "keys entries 0", "witness/001/G/*": "rational", "witness/010": "fields", "witness/010/from": "bits",
        "witness/010/order": "counts", "witness/010/s": "bits", "witness/010/t": "bits", "witness/010/c": "bits",
        "witness/010/sign": "word",
    }),
    ("cells derived", {"claim/inputs": "fields", "claim/inputs/party": "count"}),
    ("cells by table", {"claim/f": "fields", "claim/f/values": "keys bits 00010111", "claim/f/values/001": "bits"}),
    ("limit", {
        "claim": "fields", "claim/game": "game", "claim/inputs": "fields", "claim/f": "fields", "claim/epsilon": "rational",
        "claim/rate": "rational", "witness": "fields", "witness/mu": "keys entries 0", "witness/mu/*": "rational",
        "witness/boxes": "members", "witness/boxes/001": "fields", "witness/boxes/001/plus": "keys correlators 0",
        "witness/boxes/001/minus": "keys correlators 0", "witness/boxes/001/plus/*": "rational", "witness/boxes/010": "fields",
    }),
)  # fmt: skip
#: Of these the rule alone is broken: put right they are accepted, as the tests of isolation find [R7.25].
ISOLATED = frozenset((Path(__file__).parent / "isolated_more.txt").read_text().split())
#: Words of which another rule says what they are.
OTHER_RULES = {
    "trivial/format": "R6.7",
    "trivial/kind": "R6.8",
    "square/claim/game/name": "R6.16",
    "simplex code/claim/code/modulus": "R6.96",
}
#: Asked elsewhere already.
LEFT_OUT = frozenset(
    f"place-{name}"
    for name in (
        "trivial-no-version", "trivial-no-claim", "trivial-version-true", "trivial-claim-no-alpha", "trivial-claim-alpha-number",
        "trivial-claim-alpha-empty", "trivial-claim-alpha-over-1", "trivial-claim-alpha-over-0", "trivial-claim-alpha-exponent",
        "trivial-witness-any-no-g", "trivial-witness-any-w-list", "trivial-witness-any-w-key-7", "classical-witness-strategy-no-1",
        "cells-by-table-claim-f-no-values", "limit-witness-no-mu", "trivial-claim-game-no-parties", "trivial-claim-game-even",
        "trivial-claim-game-other", "trivial-claim-game-eleven", "symmetric-claim-game-eleven",
    )
)  # fmt: skip


def _steps(document: Any, path: str) -> list[Any]:
    """The keys and positions of a path."""
    found: list[Any] = []
    for step in path.split("/") if path else []:
        key: Any = int(step) if isinstance(document, list) else next(iter(document)) if step == "*" else step
        found.append(key)
        document = document[key]
    return found


def _at(document: Any, steps: list[Any]) -> Any:
    for step in steps:
        document = document[step]
    return document


def patch_at(document: Any, steps: list[Any], value: Any) -> dict[str, Any]:
    """A merge patch that puts a value at a place, or takes out what is there if it is None; lists are given whole."""
    if not steps:
        raise LookupError("the whole document is no place of a merge patch")
    first, *rest = steps
    inner = document[first] if rest else None
    if rest and isinstance(inner, list):
        whole = copy.deepcopy(inner)
        holder = _at(whole, rest[:-1])
        if value is None:
            del holder[rest[-1]]
        else:
            holder[rest[-1]] = value
        return {first: whole}
    return {first: patch_at(inner, rest, value) if rest else value}


class _Places:
    """The vectors of one base."""

    def __init__(self, group: Group, name: str, seen: set[str]) -> None:
        self._group, self._name, self._seen = group, name, seen
        self._document = base(name)
        game = self._document["claim"].get("game", {})
        self._parties = game.get("parties", 0)

    def bad(self, path: str, name: str, steps: list[Any], value: Any, rule: str, why: str) -> None:
        label = slug(f"place-{self._name}-{path.replace('*', 'any')}-{name}")
        if rule == "R6.6" and isinstance(value, str):
            rule = OTHER_RULES.get(f"{self._name}/{path}", rule)
        if value is ...:
            self._null(label, steps, rule, f"{path or 'document'}: {why}")
        else:
            patch = {"merge": {"document": patch_at(self._document, steps, value)}}
            self._add(label, patch, rule, f"{path or 'document'}: {why}")

    def _null(self, label: str, steps: list[Any], rule: str, why: str) -> None:
        """Null deletes in a merge patch: the whole text is given where the document is short."""
        document = copy.deepcopy(self._document)
        _at(document, steps[:-1])[steps[-1]] = None
        if len(str(document)) < 4000:
            self._add(label, {"whole": {"document": document}}, rule, why)

    def _add(self, label: str, patch: dict[str, Any], rule: str, why: str) -> None:
        self._group.unreadable(
            label, f"certificate-{slug(self._name)}", patch, rule, why, op="certificate", isolated=label in ISOLATED
        )

    def form(self, path: str, form: str) -> None:
        """All that breaks the form of a place where it comes first, and some of it where it comes again."""
        steps = _steps(self._document, path)
        kind, *more = form.split(" ")
        if kind in ("fields", "optional", "members"):
            self._object(path, steps, kind)
        elif kind == "keys":
            self._forms(path, steps, "object")
            self._keys(path, steps, *more)
        elif kind in ELEMENTS:
            self._forms(path, steps, "list")
            last = len(_at(self._document, steps)) - 1
            self._forms(path, [*steps, last], ELEMENTS[kind], "of-")
        elif kind == "game":
            self._game(path, steps)
        else:
            self._forms(path, steps, kind)

    def _forms(self, path: str, steps: list[Any], form: str, prefix: str = "") -> None:
        again = form in self._seen
        self._seen.add(form)
        for name, value, rule, why in FORMS[form][:: 5 if again and form != "word" else 1]:
            if form in ("word", "text") and isinstance(value, str) and "{" in value:
                word = _at(self._document, steps)
                value = value.replace("{^}", word.upper()).replace("{}", word)
                if value == word:
                    continue
            self.bad(path, prefix + name, steps, value, rule, why)

    def _game(self, path: str, steps: list[Any]) -> None:
        own = _at(self._document, steps)
        for name, value, rule, why in FORMS["game"][:: 3 if "game" in self._seen else 1]:
            if value == [] or own | value != own:
                self.bad(path, name, steps, value, rule, why)
        self._seen.add("game")

    def _object(self, path: str, steps: list[Any], kind: str) -> None:
        if steps:
            self._forms(path, steps, "object")
        if kind == "members":
            self._keys(path, steps, "bits", "...")
            return
        self.bad(path, "surplus", [*steps, "surplus"], "0", "R6.10", "an unknown key")
        for key in _at(self._document, steps):
            if kind == "fields" and key != "provenance":
                self.bad(path, f"no-{key}", [*steps, key], None, "R6.9", f"no {key}")
        key = next(iter(_at(self._document, steps)))
        if key.swapcase() != key:
            self.bad(path, f"beside-{key}", [*steps, key.swapcase()], "0", "R6.10", f"{key.swapcase()} beside {key}")

    def _keys(self, path: str, steps: list[Any], form: str, value: str) -> None:
        n = self._parties
        again = f"keys {form}" in self._seen
        self._seen.add(f"keys {form}")
        words = {"0": "0" * n, "2": "0" * (n - 1) + "2", "-": "0" * (n - 1) + "-", "*": "0" * (n - 1) + "*", "short": "0" * (n - 1),
                 "wide": "0" * (n - 1) + "\uff10", "arabic": "0" * (n - 1) + "\u0660", "dash": "-" * (n - 1) + "\u2010",
                 "n": str(n), "m": str(n + 1), "p": str(n + 1)}  # fmt: skip
        for i, key in enumerate(KEYS[form]):
            if again and i % 5:
                continue
            for word, text in words.items():
                key = key.replace("{" + word + "}", text)
            item: Any = (
                {} if value == "{}" else next(iter(_at(self._document, steps).values())) if value == "..." else value
            )
            self.bad(path, f"key-{i + 1}", [*steps, key], item, KEY_RULES[form], f"the key {key!r}")


def places() -> Group:
    group = Group("places")
    seen: set[str] = set()
    for name, forms in KINDS:
        own = _Places(group, name, seen)
        for path, form in forms.items():
            own.form(path, form)
    group.vectors = [vector for vector in group.vectors if vector["id"] not in LEFT_OUT]
    return group
