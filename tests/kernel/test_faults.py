"""Every rule of the wire and of the kernel has documents that it alone rejects [R3.1], [R3.81], [R6.1]-[R6.28]."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conformance.generate.faults import BASES, Fault, encode
from conformance.generate.faults import FALSE as FALSE_OF_THE_LEMMA
from conformance.generate.faults import WIRE as WIRE_OF_THE_LEMMA
from conformance.generate.faults_claims import CLAIMS_FALSE, CLAIMS_WIRE
from conformance.generate.faults_codes import CODES_FALSE, CODES_WIRE
from conformance.generate.faults_tested import CELLS_FALSE, CELLS_WIRE

from freebit.kernel.check import KINDS, Report, check
from freebit.wire.document import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    RULES,
    STANDARD_INPUT,
    UnreadableError,
    read_bytes,
    read_document,
)
from freebit.wire.rational import MAX_RATIONAL, RationalTooLongError, format_rational, parse_rational
from tests.isolation.certificates import accepted_without, check_without
from tests.isolation.documents import without_limit

FALSE = (*FALSE_OF_THE_LEMMA, *CLAIMS_FALSE, *CELLS_FALSE, *CODES_FALSE)
WIRE = (*WIRE_OF_THE_LEMMA, *CLAIMS_WIRE, *CELLS_WIRE, *CODES_WIRE)

#: The rules of the kinds in chapter 3, with the laws of boxes that they call on.
KERNEL_RULES = {
    *("R3.10", "R3.11", "R3.12", "R3.13", "R3.14", "R3.15", "R3.16", "R3.17"),
    *("R3.20", "R3.21", "R3.22", "R2.8", "R2.9", "R2.10", "R2.13"),
    *("R3.30", "R3.31", "R3.32", "R3.33", "R3.34"),
    *("R3.60", "R3.61", "R3.65", "R3.71", "R3.72", "R3.73", "R3.74", "R3.75"),
    *("R3.40", "R3.41", "R3.42", "R3.43", "R3.44"),
    *("R3.103", "R3.104", "R3.105", "R3.106", "R3.107", "R3.108"),
    *("R3.90", "R3.91", "R3.92", "R3.93", "R3.94", "R3.95", "R3.96"),
    *("R2.17", "R2.18", "R2.19", "R2.20", "R3.120", "R3.121"),
    *("R1.4", "R3.80", "R3.82", "R3.83", "R3.84", "R3.85", "R3.86", "R3.87", "R3.88", "R3.89"),
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
    assert accepted_without(fault.data(), fault.rule)


@pytest.mark.parametrize("fault", [fault for fault in WIRE if not fault.isolated], ids=named)
def test_what_is_not_isolated_cannot_be_accepted(fault: Fault) -> None:
    try:
        accepted = accepted_without(fault.data(), fault.rule)
    except UnreadableError as error:
        assert error.rule in RULES
    else:
        assert not accepted


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
    report = check_without(fault.data(), {fault.rule})
    assert report.accepted
    assert fault.rule not in {result.rule for result in report.results}


@pytest.mark.parametrize("fault", FALSE, ids=named)
def test_no_other_rule_can_be_blamed(fault: Fault) -> None:
    others = KERNEL_RULES - {fault.rule}
    assert broken(check_without(fault.data(), others)) == [fault.rule]


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
    """[R6.27]"""
    for path in (tmp_path / "absent.json", tmp_path):
        with pytest.raises(UnreadableError) as caught:
            read_bytes(path)
        assert caught.value.rule == "R6.27"
        assert str(path) in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """[R6.27] nor is a device read that never ends."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for path in (tmp_path / "pipe", tmp_path / "link", Path("/dev/zero")):
        with pytest.raises(UnreadableError, match=r"\[R6\.27\] at file: it is not a regular file"):
            read_bytes(path)


@pytest.mark.skipif(not STANDARD_INPUT.exists(), reason="standard input has no name here")
def test_standard_input_may_be_a_pipe() -> None:
    """[R6.27] and is waited for."""
    code = f"import time; from {read_bytes.__module__} import *; print(read_bytes(STANDARD_INPUT) == b'late')"
    command = ["sh", "-c", f'(sleep 0.3; printf late) | {sys.executable} -c "{code}"']
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


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
    with without_limit("R6.3"):
        assert read_document(f"[{deepest}]".encode()) is not None


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
