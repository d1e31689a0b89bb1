"""What a header or trailer lacks, key by key; types of the Mermin game, whose inputs are those of another number of ones."""

import json
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base, committed
from conformance.generate.faults_claims import silent, written
from conformance.generate.protocols import make_run
from conformance.generate.transcripts import body, header, whole

F = Fraction
TINY = F(1, 2**70)
Kind = tuple[int, int, int, int]


def absent() -> Group:
    group = Group("absent")
    for section in (_headers, _trailers, _bars, _correlators, _nothing, _mermin_types):
        section(group)
    return group


# Transcripts of the paper's protocol.


def _headers(group: Group) -> None:
    """[R6.31], [R6.32] Every key of a header is needed, also those that a question may leave out."""
    given, inputs, outputs = make_run("row", 2, 1, "k.k.kk.k..k.", "1")
    head, lines = header(given), body(inputs, outputs)

    def bad(label: str, changed: dict[str, Any], rule: str, why: str) -> None:
        text = whole(changed, lines, "1").decode()
        group.unreadable(f"absent-{label}", "transcript-text", {"whole": {"text": text}}, rule, why,
                         op="transcript", isolated=rule != "R6.9")  # fmt: skip

    for key in head:
        if key != "provenance":
            bad(f"header-{key}", {k: v for k, v in head.items() if k != key}, "R6.9", f"no {key} in the header")
    parameters = head["parameters"]
    for key in parameters:
        less = {k: v for k, v in parameters.items() if k != key}
        bad(f"parameters-{key.replace('_', '-')}", {**head, "parameters": less}, "R6.9", f"no {key} in the parameters")
    for key, value in (("nb", 2), ("width", 5), ("note", "")):
        bad(
            f"parameters-surplus-{key}",
            {**head, "parameters": {**parameters, key: value}},
            "R6.10",
            f"{key} beside all parameters",
        )
    for key in ("kind", "values"):
        table = {k: v for k, v in {"kind": "table", "values": "0110"}.items() if k != key}
        bad(f"table-{key}", {**head, "parameters": {**parameters, "f": table}}, "R6.34", f"a table without {key}")


def _trailers(group: Group) -> None:
    """[R6.38] Both keys of a trailer are needed."""
    given, inputs, outputs = make_run("row", 2, 1, "k.k.kk.k..k.", "1")
    data = whole(header(given), body(inputs, outputs), "1").decode()
    signed = data[: data.rindex("{")]
    digest = sha256(signed.encode()).hexdigest()
    for name, trailer in (("l", {"sha256": digest}), ("sha256", {"l": "1"}), ("all", {})):
        text = signed + json.dumps(trailer, separators=(",", ":")) + "\n"
        group.unreadable(f"absent-trailer-{name}", "transcript-text", {"whole": {"text": text}}, "R6.9",
                         f"a trailer without {'keys' if name == 'all' else name}", op="transcript")  # fmt: skip


# Certificates.


def _bars(group: Group) -> None:
    """[R6.14] As many characters as a key has, but the bar stands elsewhere."""
    for name, n, path in (
        ("trivial", 5, ("witness", "10000", "W")),
        ("trivial", 5, ("witness", "10000", "G")),
        ("attained-once", 5, ("witness", "P")),
        ("max", 5, ("witness", "dual")),
        ("max", 5, ("witness", "primal")),
        ("cells", 3, ("witness", "001", "G")),
        ("cells", 3, ("witness", "001", "V")),
        ("limit", 3, ("witness", "mu")),
    ):
        for place in (1, n - 1, n + 1, 2 * n - 1):
            key = "0" * place + "|" + "0" * (2 * n - place)
            change: dict[str, Any] = {key: "0"}
            for step in reversed(path):
                change = {step: change}
            group.unreadable(f"absent-bar-{name}-{path[-1].lower()}-{place}", f"certificate-{name}",
                             {"merge": {"document": change}}, "R6.14", f"the bar after {place} of {2 * n} bits",
                             op="certificate", isolated=True)  # fmt: skip


def _correlators(group: Group) -> None:
    """[R6.18] Correlators in which one character is foreign, at each place."""
    classes = base("small table")["witness"]["classes"]
    for place in range(3):
        # Another vector asks "-12".
        digit = ("two", "2") if place < 2 else ("three", "3")
        for name, character in (digit, ("letter", "x"), ("line", "\n")):
            key = "-1-"[:place] + character + "-1-"[place + 1 :]
            primal = {**classes[-1]["primal"], key: "0"}
            change = {"witness": {"classes": [*classes[:-1], {**classes[-1], "primal": primal}]}}
            group.unreadable(f"absent-correlator-{place}-{name}", "certificate-small-table", {"merge": {"document": change}},
                             "R6.18", f"a correlator {json.dumps(key)}", op="certificate", isolated=True)  # fmt: skip


def _nothing(group: Group) -> None:
    """[R1.4] No bit is certain of nothing: at epsilon = 0 there is no ratio of 1 - epsilon to epsilon."""
    group.reject("absent-limit-epsilon", "certificate-limit", {"merge": {"document": {"claim": {"epsilon": "0"}}}}, "R1.4",
                 "epsilon is 0", op="certificate", isolated=False)  # fmt: skip


# Kind symmetric-predictability in the Mermin game.


def _types(n: int) -> Iterator[Kind]:
    return ((a, b, c, n - a - b - c) for a in range(n + 1) for b in range(n + 1 - a) for c in range(n + 1 - a - b))


def _loses(kind: Kind) -> bool:
    """[R2.2], [R2.3] One of the answers is 1 on an odd number of inputs 1: an even parity wins on 1, 5, ..., an odd one on 3, 7, ..."""
    ones = kind[2] + kind[3]
    return ones % 2 == 1 and (kind[1] + kind[3]) % 2 != (ones % 4 == 3)


def _turned(vector: dict[str, str]) -> dict[str, str]:
    """All outputs exchanged: where the number of parties is 3 modulo 4 this turns the GHZ game into the Mermin game."""
    found = {}
    for key, value in vector.items():
        a, b, c, d = (int(number) for number in key.replace("|", ",").split(","))
        found[written((b, a, d, c))] = value
    return found


def _of_mermin(n: int, sense: str) -> dict[str, Any]:
    """The committed claim about the GHZ game, in the Mermin game; for five parties the two games are one."""
    document = committed(f"claims/weight-2-mod-4/{n:02}-{sense}.json")
    document.pop("provenance")
    document["claim"]["game"]["name"] = "mermin"
    if n % 4 == 3:
        document["claim"]["weights"] = sorted(n - weight for weight in document["claim"]["weights"])
        document["witness"] = {part: _turned(vector) for part, vector in document["witness"].items()}
    return document


def _mermin_types(group: Group) -> None:
    for n in (3, 5, 7):
        for sense in ("max", "min"):
            label = f"absent-mermin-{n}-{sense}"
            document = _of_mermin(n, sense)
            group.accept(label, "R3.70 R3.73 R3.74 R3.75", "certificate", {"document": document},
                         f"the Mermin game of {n} parties by types")  # fmt: skip
            _broken(group, label, document)
    _written(group)


def _broken(group: Group, label: str, document: dict[str, Any]) -> None:
    """Below 0 at each type in turn that does not lose, by what acts as 0."""
    dual = document["witness"]["dual"]
    n = document["claim"]["game"]["parties"]
    for kind in _types(n):
        if not _loses(kind) and n < 7 and (changed := _below(dual, kind)) is not None:
            group.reject(f"{label}-negative-{'-'.join(map(str, kind))}", label,
                         {"merge": {"document": {"witness": {"dual": changed}}}}, "R3.74",
                         f"-2^-70 at {written(kind)}", op="certificate")  # fmt: skip
    primal = document["witness"]["primal"]
    zeros = {written(kind): "0" for kind in _types(n) if written(kind) not in primal}
    group.accept(f"{label}-zeros", "R3.70 R3.75", "certificate",
                 {"document": {**document, "witness": {**document["witness"], "primal": primal | zeros}}},
                 "a probability 0 of a type may be written")  # fmt: skip


def _below(dual: dict[str, str], kind: Kind) -> dict[str, str] | None:
    """A vector that acts as 0, added so that of all types that do not lose this one alone is negative."""
    for place in range(4):
        if kind[place] == 0:
            continue
        others = tuple(number - (i == place) for i, number in enumerate(kind))
        sign = 1 if place < 2 else -1
        step = -sign * (F(dual.get(written(kind), "0")) + TINY) / kind[place]
        changed = dict(dual)
        for key, value in silent(others, step).items():  # type: ignore[arg-type]
            changed[key] = str(F(dual.get(key, "0")) + value)
        negative = [one for one in _types(sum(kind)) if F(changed.get(written(one), "0")) < 0 and not _loses(one)]
        if negative == [kind]:
            return changed
    return None


def _written(group: Group) -> None:
    """[R6.25] The same zeros in a vector: a number 0 may be written."""
    document = _of_mermin(5, "max")
    dual = document["witness"]["dual"]
    dual |= {written(kind): "0" for kind in _types(5) if written(kind) not in dual}
    group.accept("absent-mermin-5-dual-zeros", "R3.70 R3.74", "certificate", {"document": document},
                 "a number 0 of a type may be written")  # fmt: skip
