"""Places and texts in the kernel's failures, which no verdict depends on and people do."""

import json
from fractions import Fraction

import pytest

from freebit.bits import all_bits
from freebit.certificate import kernel
from freebit.certificate.functional import difference
from tests.certificate.faults import BASES, encode


def failure(document: dict, rule: str) -> tuple[str, str]:
    results = {result.rule: result.failure for result in kernel.check(encode(document)).results}
    found = results[rule]
    assert found is not None
    return found.place, found.message


def changed(name: str, change: object) -> dict:
    document = json.loads(json.dumps(BASES[name]))
    change(document)  # type: ignore[operator]
    return document


@pytest.mark.parametrize("correlator", ["0----", "-1---", "--0-1", "----0", "11111", "01-10"])
def test_the_first_correlator_that_differs_is_named(correlator: str) -> None:
    """[R3.2]: the vector that is one correlator differs from 0 there first."""
    asked = [i for i, symbol in enumerate(correlator) if symbol != "-"]
    x = tuple(int(symbol) if symbol != "-" else 0 for symbol in correlator)
    vector = {(a, x): Fraction((-1) ** sum(a[i] for i in asked)) for a in all_bits(5)}
    assert difference(vector, {}, 5) == f"the two sides differ by 32 on correlator {correlator}"


def test_triple_is_told_with_parties_from_1() -> None:
    """[R3.10]"""
    place, message = failure(changed("trivial", lambda d: d["claim"].update(triple=[2, 5, 4])), "R3.10")
    assert (place, message) == (
        "claim/triple",
        "[2, 5, 4] is not three different parties in increasing order",
    )


@pytest.mark.parametrize("position", [0, 1, 4])
def test_zeros_out_of_order_are_counted_from_0(position: int) -> None:
    """[R3.31]"""

    def exchange(document: dict) -> None:
        zeros = document["claim"]["zeros"]
        zeros[position], zeros[position + 1] = zeros[position + 1], zeros[position]

    assert failure(changed("max", exchange), "R3.31")[0] == f"claim/zeros/{position + 1}"


def test_signalling_names_the_party_and_the_others() -> None:
    """[R2.10]"""

    def signal(document: dict) -> None:
        box = document["witness"]["P"] = {f"{a}|{x}": "1/2" for x in WORDS for a in ("00000", "11111")}
        for x in WORDS:
            if x[2] == "1":
                del box[f"11111|{x}"]
                box[f"00000|{x}"] = "1"

    assert failure(changed("attained once", signal), "R2.10") == (
        "party 3, the others at 00.00|00.00",
        "the marginal is 1/2 on input 0, 1 on input 1",
    )


WORDS = ["".join(map(str, bits)) for bits in all_bits(5)]
