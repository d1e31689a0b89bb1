"""Faulty certificates of the smaller claims; those of two kinds are in ``faults_functions``.

Importing this module adds the good documents to ``faults.BASES``.
"""

from fractions import Fraction
from itertools import product
from math import comb

from conformance.generate.faults import BASES, DELETE, Document, Fault, Patch, add, both, committed, put
from conformance.generate.faults_functions import FUNCTIONS_FALSE, FUNCTIONS_WIRE

from freebit.boxes.bits import format_bits
from freebit.boxes.game import GhzGame

SYMMETRIC = "claims/weight-2-mod-4/05-max.json"
WEIGHTS = [0, 1, 3, 4, 5]


def _only(part: str) -> Document:
    document = committed(SYMMETRIC)
    document["witness"] = {part: document["witness"][part]}
    return document


def _trivial() -> Document:
    """The bound 1, by the vector that is 1 on the outputs where f is 1."""
    document = _only("dual")
    document["claim"]["value"] = "1"
    document["witness"]["dual"] = {"0,0|3,2": "1"}
    return document


BASES.update(
    {
        "classical": committed("claims/classical/mermin-5.json"),
        "fixing": committed("claims/three-parties/fixing-boxes.json"),
        "symmetric": committed(SYMMETRIC),
        "symmetric min": committed("claims/weight-2-mod-4/05-min.json"),
        "symmetric dual": _only("dual"),
        "symmetric primal": _only("primal"),
        "symmetric trivial": _trivial(),
    }
)


# Kind fixing-boxes.


def one_more(box: dict[str, str]) -> Patch:
    """Append a box; the others still fix everything."""
    return lambda document: document["witness"]["boxes"].append(box)


def _combined(*weighted: tuple[str, int]) -> dict[str, str]:
    """A combination of the committed boxes, by number."""
    boxes = BASES["fixing"]["witness"]["boxes"]
    total: dict[str, Fraction] = {}
    for weight, number in weighted:
        for key, value in boxes[number].items():
            total[key] = total.get(key, Fraction(0)) + Fraction(weight) * Fraction(value)
    return {key: str(value) for key, value in total.items() if value}


def _signalling() -> dict[str, str]:
    """Always the first winning output: each party's answer depends on all inputs."""
    game, box = GhzGame(3), {}
    for x in product((0, 1), repeat=3):
        a = game.winning_outputs(x)[0] if x in game.inputs else (0, 0, 0)
        box[f"{format_bits(a)}|{format_bits(x)}"] = "1"
    return box


def _deterministic() -> dict[str, str]:
    return {f"000|{x}{y}{z}": "1" for x, y, z in product("01", repeat=3)}


# Kind classical-bound.


def _party_1_turned(document: Document) -> None:
    """Party 1 answers the other value: right answers become wrong ones, wrong ones right."""
    strategy = document["witness"]["strategy"]
    for setting, answers in strategy.items():
        strategy[setting] = "10"[int(answers[0])] + answers[1:]


# Kind symmetric-predictability.


def types() -> list[tuple[int, int, int, int]]:
    return [(i, j, k, 5 - i - j - k) for i in range(6) for j in range(6 - i) for k in range(6 - i - j)]


def written(kind: tuple[int, ...]) -> str:
    return f"{kind[0]},{kind[1]}|{kind[2]},{kind[3]}"


def lost(kind: tuple[int, ...]) -> bool:
    a = [0] * kind[0] + [1] * kind[1] + [0] * kind[2] + [1] * kind[3]
    x = [0] * (kind[0] + kind[1]) + [1] * (kind[2] + kind[3])
    return GhzGame(5).coefficient(tuple(a), tuple(x)) == 1


def _box(value_at: object, value: str) -> Patch:
    """Another box by types, and the value that it has."""

    def patch(document: Document) -> None:
        table = {written(kind): str(value_at(kind)) for kind in types() if value_at(kind)}  # type: ignore[operator]
        document["witness"]["primal"] = table
        document["claim"]["value"] = value

    return patch


def _negative(kind: tuple[int, ...]) -> Fraction:
    """Twice the box of the maximum minus that of the minimum."""
    most, least = (BASES[name]["witness"]["primal"].get(written(kind), "0") for name in ("symmetric", "symmetric min"))
    return 2 * Fraction(most) - Fraction(least)


def _half(kind: tuple[int, ...]) -> Fraction:
    return Fraction(BASES["symmetric"]["witness"]["primal"].get(written(kind), "0")) / 2


def _told(kind: tuple[int, ...]) -> Fraction:
    """Right on every input of X, all zeros on the others: the inputs of the others are told."""
    zeros = kind[0] + kind[1]
    if zeros % 2:
        return Fraction(int(kind[1] == kind[3] == 0))
    return Fraction(0 if lost(kind) else 1, 16)


def silent(others: tuple[int, int, int, int], step: Fraction) -> dict[str, Fraction]:
    """A vector by types that acts as 0: the sum over parties of +step on their input 0, -step on input 1."""
    found = {}
    for place, sign in enumerate((1, 1, -1, -1)):
        kind = list(others)
        kind[place] += 1
        found[written(tuple(kind))] = sign * kind[place] * step
    return found


def _false_bound(value: str) -> Patch:
    return put("claim/value", value)


def _sixty_five(document: Document) -> None:
    boxes = document["witness"]["boxes"]
    document["witness"]["boxes"] = (boxes * 11)[:65]


CLAIMS_FALSE: tuple[Fault, ...] = (
    Fault(
        "the classical minimum 10",
        "classical",
        "R3.60",
        both(put("claim/value", "10"), _party_1_turned),
        "claim/value",
        false=True,
    ),
    Fault("the classical minimum 5", "classical", "R3.61", _false_bound("5"), "witness/strategy", false=True),
    Fault("the classical minimum 59/10", "classical", "R3.61", _false_bound("59/10"), "witness/strategy", false=True),
    Fault("three boxes of six", "fixing", "R3.65", lambda d: d["witness"].update(boxes=d["witness"]["boxes"][::2])),
    Fault("no fixing boxes", "fixing", "R3.65", put("witness/boxes", [])),
    Fault("a seventh box with negative entries", "fixing", "R2.8", one_more(_combined(("2", 0), ("-1", 1)))),
    Fault("a seventh box, halved", "fixing", "R2.9", one_more(_combined(("1/2", 0)))),
    Fault("a seventh box that signals", "fixing", "R2.10", one_more(_signalling())),
    Fault("a seventh box that loses", "fixing", "R2.13", one_more(_deterministic()), "witness/boxes/6 at P"),
    Fault("neither dual nor primal by types", "symmetric", "R3.30", put("witness", {}), "witness"),
    Fault("weights out of order", "symmetric", "R3.71", put("claim/weights", [0, 1, 3, 5, 4]), "claim/weights/4"),
    Fault("a weight twice", "symmetric", "R3.71", put("claim/weights", [0, 0, 1, 3, 4, 5]), "claim/weights/1"),
    Fault("weight 6 of 5", "symmetric", "R3.71", put("claim/weights", [*WEIGHTS, 6]), "claim/weights/5"),
    Fault(
        "an input of types outside X",
        "symmetric trivial",
        "R3.72",
        both(put("claim/input", "00000"), put("witness/dual", {"3,2|0,0": "1"})),
        "claim/input",
    ),
    Fault("an input of X with a zero", "symmetric trivial", "R3.72", put("claim/input", "11100"), "claim/input"),
    Fault("a dual entry changed", "symmetric", "R3.73", add("witness/dual", {"0,0|5,0": Fraction(1, 1000)})),
    Fault("a maximum of 499/1000", "symmetric dual", "R3.73", _false_bound("499/1000"), "witness/dual", false=True),
    Fault("a negative dual entry", "symmetric", "R3.74", add("witness/dual", silent((0, 0, 4, 0), Fraction(1000)))),
    Fault("negative probabilities by types", "symmetric primal", "R2.8", _box(_negative, "6/7"), false=True),
    Fault("half a box by types", "symmetric primal", "R2.9", _box(_half, "1/4")),
    Fault("a signalling box by types", "symmetric primal", "R2.10", _box(_told, "3/8")),
    Fault(
        "the uniform box by types",
        "symmetric primal",
        "R2.13",
        _box(lambda kind: Fraction(1, 32), str(Fraction(sum(comb(5, k) for k in WEIGHTS), 32))),
        "P",
        false=True,
    ),
    Fault("attained 501/1000", "symmetric primal", "R3.75", _false_bound("501/1000"), "witness/primal", false=True),
    *FUNCTIONS_FALSE,
)

CLAIMS_WIRE: tuple[Fault, ...] = (
    Fault("five numbers in a type", "symmetric trivial", "R6.25", put("witness/dual/0,0|3,1,1", "0")),
    Fault("a type of six parties", "symmetric trivial", "R6.25", put("witness/dual/0,0|3,3", "0")),
    Fault("a type of four parties", "symmetric trivial", "R6.25", put("witness/dual/0,0|3,1", "0")),
    Fault("a leading zero in a type", "symmetric trivial", "R6.25", put("witness/dual/00,0|3,2", "0")),
    Fault("an entry in place of a type", "symmetric trivial", "R6.25", put("witness/dual/00000|11111", "0")),
    Fault("25 parties", "symmetric trivial", "R6.16", put("claim/game/parties", 25), "document/claim/game", False),
    Fault("four parties fixed", "fixing", "R6.16", put("claim/game/parties", 4), "document/claim/game", False),
    Fault("65 boxes", "fixing", "R6.26", _sixty_five, "document/witness/boxes"),
    Fault("a strategy of four", "classical", "R6.13", put("witness/strategy/0", "0000"), None, False),
    Fault("no answers on input 1", "classical", "R6.9", put("witness/strategy/1", DELETE), None, False),
    Fault("unknown key in a classical claim", "classical", "R6.10", put("claim/quantum", "0"), "document/claim"),
    Fault("unknown key beside the boxes", "fixing", "R6.10", put("witness/note", ""), "document/witness"),
    Fault("a list of weights as text", "symmetric trivial", "R6.6", put("claim/weights", "0"), None, False),
    *FUNCTIONS_WIRE,
)
