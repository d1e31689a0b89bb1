"""That negatives break one rule alone, and that leaving a rule out leaves out nothing else [R7.25]."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any

import pytest

from freebit.conformance.operations import answer
from freebit.conformance.operations.shared import ACCEPTED
from freebit.conformance.vectors import Input, Vector, as_sent, folder_of_vectors, merge
from freebit.wire.document import UnreadableError
from tests.isolation.questions import is_accepted_without
from tests.kits import committed

VECTORS = committed()[1]
NEGATIVES = [vector for vector in VECTORS if vector.base is not None]
RAW: dict[str, Any] = {
    entry["id"]: entry
    for path in sorted((folder_of_vectors() / "vectors").glob("*.json"))
    for entry in json.loads(path.read_text())["vectors"]
}


def accepted_without(operation: str, question: Input, rule: str) -> bool:
    """Whether it is accepted; what cannot be put right is not."""
    try:
        return is_accepted_without(operation, question, rule)
    except (UnreadableError, ValueError, LookupError, ArithmeticError):
        return False


@pytest.mark.parametrize("group", sorted({vector.group for vector in NEGATIVES}))
def test_isolated_is_what_the_vector_says(group: str) -> None:
    """[R7.25]: accepted if that rule alone is left out, or said not to be."""
    asked = [vector for vector in NEGATIVES if vector.group == group]
    accepted = {v.id for v in asked if accepted_without(v.operation, v.input, str(v.expect.rule))}
    assert accepted == {vector.id for vector in asked if vector.isolated}


def paths(patch: object, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The places that a merge patch changes."""
    if not isinstance(patch, dict) or not patch:
        yield way
    else:
        for key, value in patch.items():
            yield from paths(value, (*way, key))


def removes(patch: object) -> bool:
    """Whether a merge patch takes something out, which could hide what another one breaks."""
    return any(map(removes, patch.values())) if isinstance(patch, dict) and patch else patch in (None, {}, [])


def apart(left: object, right: object) -> bool:
    """Whether two merge patches change different places, and neither takes something out."""
    meet = any(a[: len(b)] == b[: len(a)] for a in paths(left) for b in paths(right))
    return not (meet or removes(left) or removes(right))


#: They make room for what another one breaks: a large alpha or mu, a bound in place of exact weights, a smaller rate.
ROOMY = {
    "certificate-r6-12-rational-of-513",
    "corner-code-k-0",
    "corner-limit-mu-sum",
    "corner-limit-turned",
}


#: So many pairs of negatives of one base are tried for each pair of rules.
PAIRS = 12


#: With fewer bits there are fewer messages, so that a list of weights that was too short is enough.
MENDING = {"edge-code-three-bits-of-four-rows"}


def pairs() -> Iterator[tuple[Vector, Vector, Input]]:
    """Two negatives of one base that break two rules, and the question that breaks both."""
    taken: Counter[tuple[str | None, ...]] = Counter()
    of_base: dict[str | None, list[Vector]] = {}
    for v in NEGATIVES:
        if v.isolated and not v.features and "merge" in RAW[v.id]["patch"] and v.id not in ROOMY | MENDING:
            of_base.setdefault(v.base, []).append(v)
    for first, second in chain.from_iterable(combinations(chosen, 2) for chosen in of_base.values()):
        key = first.base, first.expect.rule, second.expect.rule
        patches = [RAW[vector.id]["patch"]["merge"] for vector in (first, second)]
        if first.expect.rule != second.expect.rule and taken[key] < PAIRS and apart(*patches):
            taken[key] += 1
            both = merge(merge(RAW[str(first.base)]["input"], patches[0]), patches[1])
            assert isinstance(both, dict)
            yield first, second, as_sent(both)


def test_a_rule_left_out_lets_no_other_breach_through() -> None:
    """A question that breaks two rules is refused by each of them alone."""
    tried = set()
    for first, second, question in pairs():
        assert answer(first.operation, question).verdict != ACCEPTED
        for vector in (first, second):
            rule = str(vector.expect.rule)
            assert not accepted_without(vector.operation, question, rule), (first.id, second.id, rule)
            tried.add((vector.operation, rule))
    assert len(tried) > 50
