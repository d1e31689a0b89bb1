"""What was left between the vectors of forms: one wrong symbol of a key, fractions of two digits, a list that is too long."""

from fractions import Fraction
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults import base
from conformance.generate.texts import TEXT

F = Fraction
Document = dict[str, Any]


def forms(group: Group) -> None:
    for section in (_keys, _numbers, _proofs, _many_parties, _numbers_of_keys):
        section(group)


def _nested(path: str, key: str) -> Document:
    document: Any = {key: "0"}
    for step in reversed(path.split("/")):
        document = {step: document}
    return {"merge": {"document": document}}


def _keys(group: Group) -> None:
    """[R6.14], [R6.18] One symbol of a key is another one, the length stays."""
    for name, path, key, rule in (
        ("max", "witness/dual", "00000|10000", "R6.14"), ("trivial", "witness/10000/W", "00000|00000", "R6.14"),
        ("limit", "witness/boxes/001/plus", "010", "R6.18"), ("limit", "witness/boxes/001/minus", "1-0", "R6.18"),
    ):  # fmt: skip
        for i in range(len(key)):
            for label, symbol in (("two", "2"), ("letter", "x"), ("blank", " "), ("line", "\n")):
                if key[i] == "|" or (label != "two" and 0 < i < len(key) - 1):
                    continue
                if (name, label) == ("trivial", "two") and i in (4, len(key) - 1):
                    continue  # the last symbols of both words, at every place: places.py
                spoilt = key[:i] + symbol + key[i + 1 :]
                group.unreadable(f"gap-key-{name}-{path.split('/')[-1].lower()}-{i}-{label}", f"certificate-{name}", _nested(path, spoilt),
                                 rule, f"symbol {i + 1} of a key is another one", op="certificate", isolated=True)  # fmt: skip


def _numbers(group: Group) -> None:
    """[R6.5] Numbers that are numbers of JSON, of other lengths."""
    for number in ("1.00", "1.25", "10.5", "1e10", "1e00", "1.00e00", "0.0e0", "-1.50", "12345678901234567"):
        text = TEXT.replace('"version": 1', f'"version": {number}')
        group.unreadable(f"gap-number-{number.replace('.', '-')}", "text-small", {"whole": {"text": text}}, "R6.5", number,
                         op="certificate", isolated=number in ("1.00", "1.25", "1e00", "1.00e00"))  # fmt: skip
    group.unreadable(
        "gap-line-first", "gap-noted-transcript", {"whole": {"text": "\n{}\n"}}, "R6.1", "a header of no symbols"
    )


def _proofs(group: Group) -> None:
    """[R6.6] A table with a proof more than classes."""
    shown = base("small table")["witness"]["classes"]
    for place, listed in (("first", [shown[0], *shown]), ("last", [*shown, shown[-1]])):
        group.unreadable(f"gap-proof-more-{place}", "certificate-small-table", {"merge": {"document": {"witness": {"classes": listed}}}},
                         "R6.6", f"four proofs of three classes, the {place} one more than is needed", op="certificate")  # fmt: skip


def _many_parties(group: Group) -> None:
    """[R3.74] Types of more ones than a word of decimal digits holds, in the game of 24 parties."""
    n = 24
    every = [(a, b, c, n - a - b - c) for a in range(n + 1) for b in range(n + 1 - a) for c in range(n + 1 - a - b)]
    unit = F(1, 2**n)
    dual = {_written(kind): str(unit) for kind in every}
    document = base("symmetric trivial")
    document["claim"] |= {"game": {"name": "ghz", "parties": n}, "weights": [], "input": "1" * n, "value": "1"}
    document["witness"] = {"dual": dual}
    group.accept(
        "gap-24-parties",
        "R3.70 R3.73 R3.74",
        "certificate",
        {"document": document},
        "the number 1, spread over all types",
    )
    for kind in ((0, 23, 0, 1), (0, 22, 1, 1), (0, 24, 0, 0)):
        change = _sum(dual, _peak(kind, -unit - unit / 2**40))
        group.reject(f"gap-24-parties-{'-'.join(map(str, kind))}", "gap-24-parties", {"merge": {"document": {"witness": {"dual": change}}}},
                     "R3.74", f"below 0 at {_written(kind)}, by 2^-64")  # fmt: skip
    change = _sum(dual, _peak((0, 22, 0, 2), -unit - unit / 2**40))
    wrong = {**document, "witness": {"dual": {**dual, **change}}}
    group.accept(
        "gap-24-parties-wrong", "R3.74", "certificate", {"document": wrong}, "below 0 where an answer is wrong"
    )


def _written(kind: tuple[int, ...]) -> str:
    a, b, c, d = kind
    return f"{a},{b}|{c},{d}"


def _sum(vector: dict[str, str], changes: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(F(vector.get(key, "0")) + step) for key, step in changes.items()}


def _peak(kind: tuple[int, ...], height: Fraction) -> dict[str, Fraction]:
    """What acts as 0, is ``height`` at a type: a party of two sorts is summed over."""
    found: dict[str, Fraction] = {}
    sorts = [i for i in range(4) if kind[i]]
    for i in (sorts * 2)[:2]:
        others = [number - (j == i) for j, number in enumerate(kind)]
        for j in range(4):
            one = _written(tuple(number + (k == j) for k, number in enumerate(others)))
            ways = F(others[j] + 1, kind[i])  # so many parties of the type could be the one that is summed over
            found[one] = found.get(one, F(0)) + height / 2 * ways * (1 if (j < 2) == (i < 2) else -1)
    return found


def _numbers_of_keys(group: Group) -> None:
    """[R5.25] The bound for keys of many bits asks for numbers that a certificate can have."""
    for key in "AB":
        for value in ("-1/2", str(-F(1, 2**70))):
            name = "tiny" if len(value) > 9 else "large"
            group.reject(f"gap-bound-key-{key.lower()}-{name}", "bound-key-hamming", {"merge": {key: value}}, "R5.25",
                         f"{key} is {value}", op="bound")  # fmt: skip
