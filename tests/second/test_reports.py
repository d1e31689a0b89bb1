"""What the second checker reports of a document as a whole: places, and that nothing was answered [R3.3], [R6.7]."""

import json

import pytest

from freebit.second import check, solver
from freebit.second.check import check_lemma, check_with_z3
from freebit.second.model import SecondAnswer, SecondReport

INPUTS = [f"{r},{c}" for r in "123" for c in "123"]


def report(**changes: object) -> SecondReport:
    """Of boxes for the magic square that have nothing in them."""
    document: dict[str, object] = {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "magic-square",
        "claim": {"game": {"name": "magic-square"}},
        "witness": {"boxes": {at: {} for at in INPUTS}},
    }
    return check_with_z3(json.dumps(document | changes).encode())


def told(found: SecondReport) -> tuple[SecondAnswer, int, str, str]:
    """The answer, the number of questions, and the rule and the place of the objection."""
    assert found.objection is not None
    assert found.shown == ()
    return found.answer, found.questions, found.objection.rule, found.objection.place


@pytest.mark.parametrize("version", [0, 2])
def test_there_is_one_version(version: int) -> None:
    """[R6.7]"""
    assert told(report(version=version)) == (SecondAnswer.UNREADABLE, 0, "R6.7", "document/version")


@pytest.mark.parametrize(("key", "written"), [("made", "made"), ("", ""), ('"\\', '\\"\\\\'), ("é", "\\u00e9")])
def test_a_note_that_is_no_text_is_named(key: str, written: str) -> None:
    """[R6.6] as the file writes it; other notes may say anything."""
    found = report(provenance={"by": "hand", key: 1})
    assert told(found) == (SecondAnswer.UNREADABLE, 0, "R6.6", f"document/provenance/{written}")
    assert report(provenance={"by": "hand", key: "x"}).answer is SecondAnswer.REJECTED


def test_what_is_rejected_unasked_has_no_answers() -> None:
    """[R3.3]"""
    assert told(report(witness={"boxes": {}})) == (SecondAnswer.REJECTED, 0, "R3.120", "witness/boxes")


def test_what_is_undecided_has_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R3.3] of a certificate, and of the Lemma."""
    monkeypatch.setattr(solver, "SCRIPT_LIMIT", -1.0)
    check._answers.cache_clear()  # to the same questions, asked before
    assert told(report()) == (SecondAnswer.UNDECIDED, 0, "R3.3", "Z3")
    assert told(check_lemma("00111", (1, 3, 4))) == (SecondAnswer.UNDECIDED, 0, "R3.3", "Z3")
