"""Every rule of the wire and of the kernel has documents that it alone rejects [R3.1], [R6.1]-[R6.26]."""

import json
from pathlib import Path

import pytest
from conformance.generate.faults import BASES, Fault, encode
from conformance.generate.faults import FALSE as FALSE_OF_THE_LEMMA
from conformance.generate.faults import WIRE as WIRE_OF_THE_LEMMA
from conformance.generate.faults_claims import CLAIMS_FALSE, CLAIMS_WIRE

from freebit.kernel.check import KINDS, check
from freebit.kernel.model import Report
from freebit.wire.document import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, RULES, UnreadableError, read_bytes, read_document
from freebit.wire.rational import MAX_RATIONAL, RationalTooLongError, format_rational, parse_rational

FALSE = (*FALSE_OF_THE_LEMMA, *CLAIMS_FALSE)
WIRE = (*WIRE_OF_THE_LEMMA, *CLAIMS_WIRE)

#: The rules of the kinds in chapter 3, with the laws of boxes that they call on.
KERNEL_RULES = {
    *("R3.10", "R3.11", "R3.12", "R3.13", "R3.14", "R3.15", "R3.16", "R3.17"),
    *("R3.20", "R3.21", "R2.8", "R2.9", "R2.10", "R2.13"),
    *("R3.30", "R3.31", "R3.32", "R3.33", "R3.34"),
    *("R3.60", "R3.61", "R3.65", "R3.71", "R3.72", "R3.73", "R3.74", "R3.75"),
    *("R3.40", "R3.41", "R3.42", "R3.43", "R3.44"),
}


def broken(report: Report) -> list[str]:
    return [result.rule for result in report.results if result.failure is not None]


def named(fault: Fault) -> str:
    return f"{fault.rule}: {fault.name}"


@pytest.mark.parametrize("name", BASES)
def test_base_documents_are_accepted(name: str) -> None:
    report = check(encode(BASES[name]))
    assert broken(report) == []
    assert report.accepted
    assert report.facts


def test_every_rule_has_a_fault() -> None:
    assert {fault.rule for fault in WIRE} == set(RULES)
    assert {fault.rule for fault in FALSE} == KERNEL_RULES


def test_the_kernel_has_no_rule_without_a_fault() -> None:
    rules = {result.rule for document in BASES.values() for result in check(encode(document)).results}
    assert rules == KERNEL_RULES


def test_every_rule_of_a_kind_has_a_fault_of_that_kind() -> None:
    for kind in KINDS:
        names = [name for name, document in BASES.items() if document["kind"] == kind]
        rules = {result.rule for name in names for result in check(encode(BASES[name])).results}
        assert rules == {fault.rule for fault in FALSE if fault.base in names}


def test_names_are_unique() -> None:
    names = [fault.name for fault in WIRE + FALSE]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("fault", WIRE, ids=named)
def test_unreadable_document_is_rejected_by_its_rule(fault: Fault) -> None:
    with pytest.raises(UnreadableError) as caught:
        check(fault.data())
    assert caught.value.rule == fault.rule
    if fault.place is not None:
        assert caught.value.place == fault.place
    assert str(caught.value).isascii()
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("fault", [fault for fault in WIRE if fault.isolated], ids=named)
def test_document_is_accepted_without_the_rule_of_the_wire(fault: Fault) -> None:
    assert check(fault.data(), off={fault.rule}).accepted


@pytest.mark.parametrize("fault", [fault for fault in WIRE if not fault.isolated], ids=named)
def test_switching_a_rule_of_the_wire_off_never_crashes(fault: Fault) -> None:
    try:
        report = check(fault.data(), off={fault.rule})
    except UnreadableError as error:
        assert error.rule in RULES
    else:
        assert not report.accepted


@pytest.mark.parametrize("fault", FALSE, ids=named)
def test_false_document_is_rejected_by_its_rule_alone(fault: Fault) -> None:
    report = check(fault.data())
    assert broken(report) == [fault.rule]
    assert not report.accepted
    assert report.facts == ()
    assert report.rejection is not None
    assert report.rejection.rule == fault.rule
    assert report.rejection.failure is not None
    if fault.place is not None:
        assert report.rejection.failure.place == fault.place
    assert report.rejection.failure.message


@pytest.mark.parametrize("fault", FALSE, ids=named)
def test_false_document_is_accepted_without_the_rule(fault: Fault) -> None:
    report = check(fault.data(), off={fault.rule})
    assert report.accepted
    assert fault.rule not in {result.rule for result in report.results}


@pytest.mark.parametrize("fault", FALSE, ids=named)
def test_no_other_rule_can_be_blamed(fault: Fault) -> None:
    others = KERNEL_RULES - {fault.rule}
    assert broken(check(fault.data(), off=others)) == [fault.rule]


def test_a_file_cut_anywhere_is_unreadable() -> None:
    data = encode(BASES["family"])
    for length in range(0, len(data), 211):
        with pytest.raises(UnreadableError) as caught:
            check(data[:length])
        assert caught.value.rule == "R6.1"
    assert check(data + b"\n").accepted


def test_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    """[R6.2]"""
    path = tmp_path / "long.json"
    path.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(UnreadableError, match=r"long\.json: \[R6\.2\] at file") as caught:
        read_bytes(path)
    assert caught.value.rule == "R6.2"
    path.write_bytes(b" " * MAX_BYTES)
    assert len(read_bytes(path)) == MAX_BYTES


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """[R6.1]"""
    for path in (tmp_path / "absent.json", tmp_path):
        with pytest.raises(UnreadableError) as caught:
            read_bytes(path)
        assert caught.value.rule == "R6.1"
        assert str(path) in str(caught.value)


def test_error_takes_the_name_of_its_file() -> None:
    error = UnreadableError("R6.9", "document", "gone").in_file("x.json")
    assert str(error) == "x.json: [R6.9] at document: gone"
    assert (error.rule, error.place, error.message, error.file) == ("R6.9", "document", "gone", "x.json")


def test_nesting_is_counted_outside_strings_only() -> None:
    """[R6.3]"""
    brackets = "[{" * 1000
    assert read_document(json.dumps([brackets, '"' + brackets, "\\" + brackets]).encode())
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_document(deepest.encode()) is not None
    with pytest.raises(UnreadableError) as caught:
        read_document(f"[{deepest}]".encode())
    assert (caught.value.rule, caught.value.place) == ("R6.3", f"offset {MAX_DEPTH}")
    assert read_document(f"[{deepest}]".encode(), frozenset({"R6.3"})) is not None


def test_numbers_at_the_limit() -> None:
    """[R6.5]"""
    assert read_document(b"9" * MAX_DIGITS) == 10**MAX_DIGITS - 1
    for literal in (b"9" * (MAX_DIGITS + 1), b"-0", b"-Infinity", b"0.0"):
        with pytest.raises(UnreadableError) as caught:
            read_document(literal)
        assert caught.value.rule == "R6.5"


def test_rationals_at_the_limit() -> None:
    """[R6.11], [R6.12]"""
    longest = "1/" + "3" * (MAX_RATIONAL - 2)
    assert format_rational(parse_rational(longest)) == longest
    with pytest.raises(RationalTooLongError):
        parse_rational(longest + "3")


def test_an_unprintable_key_is_named_in_ascii() -> None:
    document = BASES["trivial"] | {"provenance": {"\ud800\x1b[2J\u202e": 1}}
    with pytest.raises(UnreadableError) as caught:
        check(encode(document))
    assert caught.value.place == "document/provenance/\\ud800\\u001b[2J\\u202e"
    str(caught.value).encode()


def test_facts_are_what_was_claimed() -> None:
    bound = check(encode(BASES["family"])).facts
    assert [str(fact) for fact in bound] == ["1/4 <= P(maj(1,2,3)=0|10000) <= 3/4"]
    attained = check(encode(BASES["attained once"])).facts
    assert [str(fact) for fact in attained] == [
        "P(maj(1,2,3)=0|10000) = 3/4 occurs",
        "P(maj(1,2,3)=0|00111) = 3/4 occurs",
    ]
    shown = {name: [str(fact) for fact in check(encode(BASES[name])).facts] for name in ("max", "min")}
    assert shown == {"max": ["max P(f=0|10000) = 3/4"], "min": ["min P(f=0|10000) = 1/4"]}
    assert [str(f) for f in check(encode(BASES["dual"])).facts] == ["max P(f=0|10000) <= 3/4"]
    assert [str(f) for f in check(encode(BASES["primal"])).facts] == ["max P(f=0|10000) >= 3/4"]
