"""Whatever bytes arrive, the answer is a verdict: accepted, rejected by a rule, or unreadable by a rule [R3.1]."""

import copy
import json
from typing import Any

import pytest
from conformance.generate.faults import BASES, FALSE, WIRE, base, encode
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from freebit.kernel.check import check
from freebit.second.check import check_with_z3
from freebit.second.model import SecondAnswer
from freebit.wire.document import RULES, UnreadableError
from tests.isolation.certificates import accepted_without
from tests.isolation.documents import LIMITS, MENDERS

MANY = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECOND_VERDICTS = {
    SecondAnswer.PROVED: "accepted",
    SecondAnswer.REJECTED: "rejected",
    SecondAnswer.UNREADABLE: "unreadable",
}
NAMES = ["trivial", "attained once", "dual", "primal", "min"]


def verdict(data: bytes) -> str:
    """The kernel's verdict; any other exception than ``UnreadableError`` fails the test."""
    try:
        report = check(data)
    except UnreadableError as error:
        assert error.rule in RULES
        assert error.place
        assert str(error).isascii() or error.rule == "R6.1"
        return "unreadable"
    for result in report.results:
        if result.failure is not None:
            assert result.failure.place
            assert len(result.failure.message) < 6000
    assert bool(report.facts) == report.accepted
    for fact in report.facts:
        assert str(fact)
    return "accepted" if report.accepted else "rejected"


@MANY
@given(st.binary(max_size=60))
def test_arbitrary_bytes(data: bytes) -> None:
    assert verdict(data) == "unreadable"


@MANY
@given(st.sampled_from(NAMES), st.data())
def test_bytes_replaced(name: str, data: st.DataObject) -> None:
    document = bytearray(encode(BASES[name]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(document) - 1))
        document[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    event(verdict(bytes(document)))


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 12),
    st.sampled_from([10**14, 10**16, 0.5, float("nan")]),
    st.sampled_from(
        ["", "0", "1", "-1", "1/2", "2/4", "1/0", "10000", "00000|10000", "max", "ghz", "9" * 511, "\ud800"]
    ),
    st.text(max_size=6),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | scalars.map(str), inner, max_size=4)
    ),
    max_leaves=8,
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all parts of a document but the entries of long vectors."""
    found = [way] if way else []
    if isinstance(value, dict | list):
        items = list(value.items() if isinstance(value, dict) else enumerate(value))
        for key, inner in items[:8]:
            found += places(inner, (*way, key))
    return found


@MANY
@given(st.sampled_from(NAMES), st.data())
def test_parts_replaced(name: str, data: st.DataObject) -> None:
    document = base(name)
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from(places(document)))
        part: Any = document
        for key in way:
            part = part[key]
        if data.draw(st.booleans()):
            part[last] = data.draw(values)
        elif isinstance(part, dict):
            part[data.draw(st.text(max_size=6))] = part.pop(last)
        else:
            part.append(part[last])
    encoded = json.dumps(document).encode()
    found = verdict(encoded)
    event(found)
    assert SECOND_VERDICTS[check_with_z3(encoded).answer] == found


@pytest.mark.parametrize("rule", sorted({*LIMITS, *MENDERS, "R6.4", "R6.5"}))
def test_a_rule_left_out_lets_no_other_fault_through(rule: str) -> None:
    """[R7.25]"""
    for fault in FALSE:
        assert not accepted_without(fault.data(), rule)
    for fault in WIRE:
        if fault.rule != rule:
            with pytest.raises(UnreadableError) as caught:
                accepted_without(fault.data(), rule)
            assert caught.value.rule == fault.rule


def test_the_kernel_does_not_change_what_it_is_given() -> None:
    """Two checks of the same bytes give the same report, whatever was checked between them."""
    data = [encode(copy.deepcopy(BASES[name])) for name in BASES] + [fault.data() for fault in FALSE]
    first = [check(one).results for one in data]
    assert first == [check(one).results for one in data]
