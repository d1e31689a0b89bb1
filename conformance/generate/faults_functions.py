"""Faulty certificates of the kinds ``predictability-table`` and ``magic-square``.

Importing this module adds the good documents to ``faults.BASES``.
"""

from fractions import Fraction
from itertools import product

from conformance.generate.faults import BASES, DELETE, Document, Fault, Patch, add, both, committed, put

#: The outputs that win at 111, of three parties.
WINNING = ("000", "011", "101", "110")
#: The correlators of the box in which party 1 of three always answers 0.
PARTY_1 = {
    "-11": "1", "-00": "-1", "-01": "-1", "-10": "-1",
    "0--": "1", "1--": "1",
    **{f"{x}{rest}": sign for x in "01" for rest, sign in (("11", "1"), ("00", "-1"), ("01", "-1"), ("10", "-1"))},
}  # fmt: skip


def three_parties() -> Document:
    """Three parties: the three classes, all of predictability 1, each certain in the box of ``PARTY_1``."""
    functions = ("0000", "0001", "0011")
    duals = [
        {str(v): {f"{a}|111": "1" for a, bit in zip(WINNING, f, strict=True) if bit != str(v)} for v in (0, 1)}
        for f in functions
    ]
    none = {"s": "000", "t": "000", "c": "000"}
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "predictability-table",
        "claim": {
            "game": {"name": "ghz", "parties": 3},
            "input": "111",
            "classes": [{"function": f, "predictability": "1"} for f in functions],
        },
        "witness": {
            "symmetries": [
                {"order": [2, 1, 3]} | none,
                {"order": [2, 3, 1]} | none,
                {"order": [1, 2, 3]} | none | {"s": "110"},
                {"order": [1, 2, 3], "s": "010", "t": "110", "c": "110"},
            ],
            "classes": [{"dual": dual, "primal": dict(PARTY_1)} for dual in duals],
        },
    }


BASES.update(
    {
        "table": committed("claims/all-functions/ghz-4.json"),
        "small table": three_parties(),
        "square": committed("claims/two-parties/magic-square.json"),
    }
)


# Kind predictability-table.

LAST = "witness/classes/2"


def box(changes: dict[str, str | None]) -> Patch:
    """Other correlators in the box of the last class; None takes one out."""

    def patch(document: Document) -> None:
        correlators = document["witness"]["classes"][2]["primal"]
        for key, value in changes.items():
            correlators.pop(key, None)
            if value is not None:
                correlators[key] = value

    return patch


def _without_class(document: Document) -> None:
    for part in ("claim", "witness"):
        del document[part]["classes"][0]


def _class_twice(document: Document) -> None:
    """The last class again, by another function that symmetries make of it."""
    document["claim"]["classes"].append({"function": "0101", "predictability": "1"})
    document["witness"]["classes"].append(
        {
            "dual": {"0": {"011|111": "1", "110|111": "1"}, "1": {"000|111": "1", "101|111": "1"}},
            # Party 2 always answers 0.
            "primal": {f"{key[1]}{key[0]}{key[2]}": value for key, value in PARTY_1.items()},
        }
    )


def _shifted(amount: int) -> Patch:
    """What acts as 0 at maximal violation: so much on all that wins at 001, and so much less on what wins at 111."""
    at_001 = {f"{a}|001": Fraction(amount) for a in ("001", "010", "100", "111")}
    return add(f"{LAST}/dual/0", at_001 | {f"{a}|111": Fraction(-amount) for a in WINNING})


def _three_quarters() -> Patch:
    """A number below 1 for a function that can be certain, with half that box and half the GHZ box."""
    asked = {"111", "100", "010", "001"}
    half = {key: str(Fraction(value) / (1 if key in asked else 2)) for key, value in PARTY_1.items()}
    return both(put("claim/classes/2/predictability", "3/4"), box(dict(half)))


def _many(document: Document) -> None:
    document["witness"]["symmetries"] *= 65


def _many_classes(document: Document) -> None:
    for part in ("claim", "witness"):
        document[part]["classes"] = document[part]["classes"][:1] * 257


# Kind magic-square.

#: What may be added to all answers: rows of even and columns of even parity.
TURNED = ("110", "110", "000")


def turned(square: dict[str, str]) -> dict[str, str]:
    """The box with other answers: bits of ``TURNED`` added to row and column."""
    found = {}
    for key, value in square.items():
        answers, at = key.split("|")
        (a, b), (r, c) = answers.split(","), (int(line) - 1 for line in at.split(","))
        column = "".join(row[c] for row in TURNED)
        found[f"{_sum(a, TURNED[r])},{_sum(b, column)}|{at}"] = value
    return found


def _sum(left: str, right: str) -> str:
    return "".join(str(int(p != q)) for p, q in zip(left, right, strict=True))


def combined(*weighted: tuple[str, dict[str, str]]) -> dict[str, str]:
    """A combination of boxes."""
    total: dict[str, Fraction] = {}
    for weight, square in weighted:
        for key, value in square.items():
            total[key] = total.get(key, Fraction(0)) + Fraction(weight) * Fraction(value)
    return {key: str(value) for key, value in sorted(total.items()) if value}


def _at(name: str) -> dict[str, str]:
    boxes: dict[str, dict[str, str]] = BASES["square"]["witness"]["boxes"]
    return boxes[name]


def _told() -> dict[str, str]:
    """At each input one answer that wins: each party is told the input of the other."""
    even = ["".join(bits) for bits in product("01", repeat=3) if bits.count("1") % 2 == 0]
    odd = ["".join(bits) for bits in product("01", repeat=3) if bits.count("1") % 2]
    pairs = {(r, c): next((a, b) for a, b in product(even, odd) if a[c] == b[r]) for r in range(3) for c in range(3)}
    return {f"{a},{b}|{r + 1},{c + 1}": "1" for (r, c), (a, b) in pairs.items()}


def _deterministic() -> dict[str, str]:
    """Rows are answered 000 and columns 001."""
    return {f"000,001|{r},{c}": "1" for r, c in product("123", repeat=2)}


def _square(square: dict[str, str]) -> Patch:
    return put("witness/boxes/1,1", square)


FUNCTIONS_FALSE: tuple[Fault, ...] = (
    Fault(
        "a relabelling that is no symmetry",
        "small table",
        "R3.103",
        lambda d: d["witness"]["symmetries"].append({"order": [1, 2, 3], "s": "000", "t": "000", "c": "110"}),
        "witness/symmetries/4",
    ),
    Fault(
        "an input that is not reached",
        "small table",
        "R3.104",
        put("witness/symmetries/3", DELETE),
        "witness/symmetries",
    ),
    Fault("a class that is missing", "small table", "R3.105", _without_class, "claim/classes"),
    Fault("a class that stands twice", "small table", "R3.105", _class_twice, "claim/classes/3"),
    Fault(
        "no flip of outputs",
        "small table",
        "R3.105",
        put("witness/symmetries/2", DELETE),
        "claim/classes",
    ),
    Fault("a negative multiplier", "small table", "R3.106", _shifted(2), f"{LAST}/dual/0/101|111"),
    Fault(
        "a multiplier of an entry that loses",
        "small table",
        "R3.106",
        put(f"{LAST}/dual/1/100|111", "1"),
        f"{LAST}/dual/1/100|111",
    ),
    Fault(
        "a multiplier that is too large",
        "small table",
        "R3.107",
        add(f"{LAST}/dual/1", {"110|111": Fraction(1, 1000)}),
        f"{LAST}/dual/1",
    ),
    Fault("certainty called 3/4", "small table", "R3.107", _three_quarters(), f"{LAST}/dual/0", false=True),
    Fault("a box with negative entries by correlators", "small table", "R2.8", box({"110": "-2"})),
    Fault(
        "a box by correlators that loses",
        "small table",
        "R2.13",
        box({"-00": None, "000": None, "100": None}),
        f"{LAST}/primal at P",
    ),
    Fault(
        "a box in which the function is fair",
        "small table",
        "R3.108",
        box(dict.fromkeys([*(key for key in PARTY_1 if "-" in key), "000", "011", "101", "110"])),
        f"{LAST}/primal",
    ),
    Fault("no box for 2,3", "square", "R3.120", put("witness/boxes/2,3", DELETE), "witness/boxes"),
    Fault("a box for 4,1", "square", "R3.120", put("witness/boxes/4,1", _at("1,1")), "witness/boxes"),
    Fault(
        "negative probabilities in a square",
        "square",
        "R2.17",
        _square(combined(("1", _at("1,1")), ("1/4", _at("2,2")), ("-1/4", _at("2,3")))),
    ),
    Fault(
        "a square of probability 3/2",
        "square",
        "R2.18",
        _square(combined(("1", _at("1,1")), ("1/2", turned(_at("1,1"))))),
        "witness/boxes/1,1 at 1,1",
    ),
    Fault("a square that signals", "square", "R2.19", _square(_told()), "witness/boxes/1,1 at column 1"),
    Fault("a deterministic square", "square", "R2.20", _square(_deterministic())),
    Fault("the square for 2,2 at 1,1", "square", "R3.121", _square(_at("2,2")), "witness/boxes/1,1"),
)

FUNCTIONS_WIRE: tuple[Fault, ...] = (
    Fault("a correlator of no party", "small table", "R6.18", put(f"{LAST}/primal/---", "1")),
    Fault("a correlator of four parties", "small table", "R6.18", put(f"{LAST}/primal/-11-", "0")),
    Fault("an input 2 in a correlator", "small table", "R6.18", put(f"{LAST}/primal/-12", "0")),
    Fault("an entry in place of a correlator", "small table", "R6.18", put(f"{LAST}/primal/000|111", "0")),
    Fault(
        "an order with a party twice", "small table", "R6.19", put("witness/symmetries/0/order", [2, 1, 1]), None, False
    ),
    Fault("an order of two parties", "small table", "R6.19", put("witness/symmetries/0/order", [2, 1]), None, False),
    Fault("260 relabellings", "small table", "R6.29", _many, "document/witness/symmetries"),
    Fault("257 classes", "small table", "R6.29", _many_classes, "document/claim/classes", False),
    Fault(
        "a table of six parties", "small table", "R6.16", put("claim/game", {"name": "ghz", "parties": 6}), None, False
    ),
    Fault("a function of three values", "small table", "R6.13", put("claim/classes/0/function", "000"), None, False),
    Fault("two proofs of three classes", "small table", "R6.6", put(LAST, DELETE), None, False),
    Fault("only one dual vector", "small table", "R6.9", put(f"{LAST}/dual/1", DELETE), f"document/{LAST}/dual", False),
    Fault("another game than the square", "square", "R6.16", put("claim/game/name", "cube"), None, False),
    Fault("a row of odd parity", "square", "R6.28", put("witness/boxes/1,1/001,001|1,1", "0")),
    Fault("a column of even parity", "square", "R6.28", put("witness/boxes/1,1/000,000|1,1", "0")),
    Fault("a row 4", "square", "R6.28", put("witness/boxes/1,1/000,001|4,1", "0")),
)
