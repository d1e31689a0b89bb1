"""Questions of the kit with one rule left out [R7.25]."""

import base64
import copy
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any
from unittest import mock

from freebit.boxes.box import Box
from freebit.conformance.operations import OPERATIONS, answer
from freebit.conformance.operations.shared import ACCEPTED
from freebit.conformance.vectors import Input
from freebit.protocol import key as key_module
from freebit.security.guessing import Statistics
from freebit.source.exact import Source
from freebit.source.joint import JointBounds
from freebit.wire.reader import Reader
from tests.isolation.certificates import accepted_without
from tests.isolation.documents import mended
from tests.isolation.transcripts import put_right

#: Rules that are a function of their own in the reference, and what it answers with the rule left out.
CHECKS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "R1.2": (Source, "weakest_bit", lambda self: None),
    "R1.12": (JointBounds, "violation", lambda self, source: None),
    "R2.8": (Box, "_negative", lambda self: None),
    "R2.9": (Box, "_unnormalised", lambda self: None),
    "R2.10": (Box, "_signalling", lambda self: None),
    "R4.73": (key_module, "check_code", lambda parameters, code: None),
    "R5.3": (Statistics, "honest", lambda self, z: {}),
}


def is_accepted_without(operation: str, question: Input, rule: str) -> bool:
    """Whether the question is accepted if that one rule is left out."""
    if operation == "certificate":
        return accepted_without(document_of(question), rule)
    if operation == "transcript":
        encoded = base64.b64encode(put_right(document_of(question), rule)).decode()
        return answer(operation, {"base64": encoded}).verdict == ACCEPTED
    with _unchecked(rule):
        return answer(operation, _mended(operation, question, rule)).verdict == ACCEPTED


def document_of(question: Input) -> bytes:
    """The bytes of the document that a question is about."""
    if "text" in question:
        return str(question["text"]).encode("utf-8", "surrogatepass")
    return base64.b64decode(question["base64"])


def _unchecked(rule: str) -> AbstractContextManager[object]:
    return mock.patch.object(*CHECKS[rule]) if rule in CHECKS else nullcontext()


def _mended(operation: str, question: Input, rule: str) -> Input:
    if rule.startswith("R6."):
        tree: Input = mended(question, rule, lambda changed: OPERATIONS[operation](Reader(changed, "input")))
        return tree
    question = copy.deepcopy(question)
    if rule in MENDERS:
        MENDERS[rule](operation, question)
    return question


def _put(key: str, value: Callable[[Any], Any]) -> Callable[[str, Input], None]:
    """Another value for a key of the question or of its parameters."""

    def mend(operation: str, question: Input) -> None:
        given = question if key in question else question["parameters"]
        given[key] = value(given[key])

    return mend


def _clamped(key: str, low: Fraction, high: Fraction) -> Callable[[str, Input], None]:
    """The nearest number from ``low`` to ``high``."""
    return _put(key, lambda given: str(min(max(Fraction(given), low), high)))


def _probabilities(operation: str, question: Input) -> None:
    """[R1.1], [R5.1] what is negative becomes 0, and the rest is scaled to sum to 1."""

    def scaled(values: list[str]) -> list[str]:
        positive = [max(Fraction(value), Fraction(0)) for value in values]
        return [str(value / sum(positive)) for value in positive]

    if operation == "guess":
        for rows in question["tables"].values():
            for row, value in zip(rows, scaled([row[-1] for row in rows]), strict=True):
                row[-1] = value
    else:
        entries = question["entries"]
        entries.update(zip(entries, scaled(list(entries.values())), strict=True))


def _one_more_bit(operation: str, question: Input) -> None:
    question["bits"] += "0"


def _balanced(operation: str, question: Input) -> None:
    question["f"] = "01" * 2 ** (question["bits"] - 1)


def _bytes_of_bits(hexadecimal: str) -> str:
    return bytes(byte & 1 for byte in bytes.fromhex(hexadecimal)).hex()


def _short_symbols(operation: str, question: Input) -> None:
    """The bits of each byte that a symbol has."""
    beyond = 1 << int(question["encoding"].removeprefix("nist-"))
    question["hex"] = bytes(byte % beyond for byte in bytes.fromhex(question["hex"])).hex()


def _digits_and_blanks(hexadecimal: str) -> str:
    return bytes(byte for byte in bytes.fromhex(hexadecimal) if byte in b"01 \t\r\n").hex()


def _no_quintuplets(operation: str, question: Input) -> None:
    """As many as there must be."""
    del question["quintuplets"]


def _fitting_table(operation: str, question: Input) -> None:
    columns = len(question["outputs"]) if operation == "distil" else question["nd"]
    if columns > 20:
        raise ValueError("no table is so long")
    length = 2**columns
    values = question["f"]["values"]
    question["f"]["values"] = (values * length)[:length]


def _fitting_l(operation: str, question: Input) -> None:
    """The bits that make l, continued by zeros or cut, at the first length that fits."""
    key = "bits" if operation == "arrange" else "l"
    given = question[key]
    for length in range(65):
        question[key] = (given + "0" * length)[:length]
        if answer(operation, question).rule != "R4.13":
            return
    raise AssertionError("no length fits")


def _fitting_words(operation: str, question: Input) -> None:
    """As many inputs and outputs as there are quintuplets."""
    value = answer("parameters", question["parameters"]).value
    assert value is not None
    quintuplets = int(value["quintuplets"])
    for key in ("inputs", "outputs"):
        question[key] = (question[key] + ["00000"] * quintuplets)[:quintuplets]


def _not_aborted(operation: str, question: Input) -> None:
    for rows in question["tables"].values():
        for row in rows:
            row[0] = row[0] if row[3] == "1" else "0"


def _played(operation: str, question: Input) -> None:
    """[R4.51] the game of so many parties."""
    parties = question["game"]["parties"]
    question["game"]["name"] = "mermin" if parties == 5 else "ghz"


def _kept_within(operation: str, question: Input) -> None:
    """[R4.53] the nearest n from 1 to N."""
    question["keep"] = max(1, min(question["keep"], question.get("cells", question["keep"])))


def _all_kept(operation: str, question: Input) -> None:
    question["keep"] = question["cells"]


def _one_word_a_cell(operation: str, question: Input) -> None:
    """[R4.64]"""
    cells = question["parameters"]["cells"]
    for key in ("inputs", "outputs"):
        question[key] = (question[key] + ["0" * len(question[key][0])] * cells)[:cells]


def _into_x(operation: str, question: Input) -> None:
    """[R4.59] of inputs outside X the last is turned; a source that ends goes on."""
    if operation == "replay-tested":
        even = question["parameters"]["game"]["parties"] == 4
        question["inputs"] = [x if x.count("1") % 2 != even else x[:-1] + "10"[int(x[-1])] for x in question["inputs"]]


def _without_sign(given: Any) -> Any:
    """A number, or all numbers of a list, without the sign of those below 0; "-0" is not one of them."""
    if isinstance(given, list):
        return [_without_sign(each) for each in given]
    return given if given == "-0" else given.removeprefix("-")


def _none_negative(operation: str, question: Input) -> None:
    """[R5.25]"""
    for key in {"A", "B", "v", "alpha", "kappa", "right", "wrong"} & question.keys():
        question[key] = _without_sign(question[key])


def _listed_weights(operation: str, question: Input) -> None:
    """[R3.92] each weight once, in order, up to n, with a whole number of messages."""
    lines = {line["weight"]: line for line in question["weights"] if line["weight"] <= question["keep"]}
    question["weights"] = [
        {"weight": weight, "messages": str(max(1, round(Fraction(lines[weight]["messages"]))))}
        for weight in sorted(lines)
    ]


QUARTER, HALF, ONE = Fraction(1, 4), Fraction(1, 2), Fraction(1)

MENDERS: dict[str, Callable[[str, Input], None]] = {
    "R1.1": _probabilities,
    "R1.4": _clamped("epsilon", QUARTER, HALF),
    "R1.6": _clamped("bias", Fraction(0), QUARTER),
    "R1.7": _clamped("rate", HALF, ONE),
    "R1.9": _balanced,
    "R1.11": _clamped("flip", QUARTER, HALF),
    "R1.15": _put("hex", _bytes_of_bits),
    "R1.16": _put("hex", _digits_and_blanks),
    "R1.18": _put("stride", lambda stride: max(stride, 1)),
    "R1.23": _short_symbols,
    "R2.7": _one_more_bit,
    "R3.92": _listed_weights,
    "R4.1": _put("nd", lambda nd: max(nd, 1)),
    "R4.2": _put("nb", lambda nb: 2 ** nb.bit_length()),
    "R4.3": _put("c", lambda c: "3"),
    "R4.4": _no_quintuplets,
    "R4.7": _put("tolerance", lambda tolerance: 0),
    "R4.8": _put("source", lambda bits: bits + "0" * 10**4),
    "R4.13": _fitting_l,
    "R4.24": _fitting_table,
    "R4.26": _fitting_words,
    "R4.29": _put("tolerance", lambda tolerance: 0),
    "R4.30": _put("seed", lambda seed: str(2**64 - 1)),
    "R4.43": _clamped("noise", Fraction(0), ONE),
    "R4.51": _played,
    "R4.52": _put("cells", lambda cells: max(cells, 1)),
    "R4.53": _kept_within,
    "R4.54": _put("tolerance", lambda tolerance: 0),
    "R4.56": _all_kept,
    "R4.59": _into_x,
    "R4.60": _put("source", lambda bits: bits + "0" * 10**4),
    "R4.64": _one_word_a_cell,
    "R4.69": _clamped("error", Fraction(0), ONE),
    "R5.1": _probabilities,
    "R5.2": _not_aborted,
    "R5.25": _none_negative,
}
