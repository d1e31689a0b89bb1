"""Tested cells: which rule is told where two are broken, and the ends of what documents may say [R3.80]-[R3.89]."""

import json
from typing import Any

import pytest
from conformance.generate.faults import BASES, encode
from conformance.generate.faults_tested import CELLS_FALSE  # noqa: F401  # adds the good documents for tested cells

from freebit.kernel.check import check
from freebit.wire.document import UnreadableError


def changed(base: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(BASES[base]))
    return found


def first_failure(document: dict[str, Any]) -> tuple[str, str]:
    found = [result for result in check(encode(document)).results if result.failure is not None]
    assert found[0].failure is not None
    return found[0].rule, found[0].failure.place


@pytest.mark.parametrize("epsilon", ["-1", "0", "501/1000", "1"])
def test_epsilon_is_one(epsilon: str) -> None:
    """[R1.4] 0 is none, though every other number of the certificate is right."""
    document = changed("limit")
    document["claim"]["epsilon"] = epsilon
    assert first_failure(document) == ("R1.4", "claim/epsilon")


def test_a_small_epsilon_is_one() -> None:
    """[R1.4] the certificate for 1/2 shows less at a smaller one, and R3.89 stays as it was."""
    document = changed("limit")
    document["claim"]["epsilon"] = "1/1000"
    assert check(encode(document)).accepted


@pytest.mark.parametrize("weight", ["-1/1000", "-1/2", "-2"])
def test_a_negative_weight_is_named_as_such(weight: str) -> None:
    """[R3.86] not only where it makes a probability too large."""
    document = changed("limit")
    key = next(iter(document["witness"]["mu"]))
    document["witness"]["mu"][key] = weight
    assert first_failure(document) == ("R3.86", f"witness/mu at {key}")


@pytest.mark.parametrize("numbers", [0, 3, 5])
@pytest.mark.parametrize("side", ["right", "wrong"])
def test_a_load_has_a_number_for_each_distance(side: str, numbers: int) -> None:
    """[R6.6] neither fewer nor more."""
    document = changed("cells trivial")
    document["claim"][side] = [["1"] * 4, ["1"] * numbers]
    with pytest.raises(UnreadableError) as caught:
        check(encode(document))
    assert (caught.value.rule, caught.value.place) == ("R6.6", f"document/claim/{side}/1")
