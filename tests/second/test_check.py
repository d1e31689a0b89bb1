"""The second checker and, through its files, a third: Z3 and Yices against every fault [R3.3]-[R3.7] [R3.45]."""

import subprocess
import sys
from pathlib import Path

import pytest
from conformance.generate.faults import BASES, Fault, encode
from conformance.generate.faults import FALSE as FALSE_OF_THE_LEMMA
from conformance.generate.faults_claims import CLAIMS_FALSE

from freebit.kernel.check import KINDS, check
from freebit.second import check as z3check
from freebit.second.smtlib import Query, Script

FALSE = (*FALSE_OF_THE_LEMMA, *CLAIMS_FALSE)

YICES = Path(sys.executable).with_name("yices-smt2")

#: Rules about the form of a claim, which may be true though it breaks them: solvers need not object.
FORM = {
    "R3.10",
    "R3.11",
    "R3.12",
    "R3.22",
    "R3.13",
    "R3.14",
    "R3.20",
    "R3.31",
    "R3.40",
    "R3.41",
    "R3.43",
    "R3.44",
    "R3.71",
    "R3.72",
}
#: Certificates that leave a solver nothing to ask, or not all that it must ask.
NO_QUESTION = {
    "nothing claimed",
    "no witness",
    "a claim without its member",
    "a beta missing",
    "all betas missing",
    "an empty witness",
    "neither dual nor primal by types",
    "an input of eq (13) without its member",
    "an input of eq (13) outside X",
}


def yices(text: str, folder: Path) -> str:
    path = folder / "query.smt2"
    path.write_text(text)
    return subprocess.run([YICES, path], capture_output=True, text=True, timeout=60, check=True).stdout.strip()


def yices_accepts(data: bytes, folder: Path) -> bool:
    """Whether Yices answers ``unsat`` to every exported file."""
    answers = {yices(text, folder) for text in z3check.certificate_script(data).parts().values()}
    assert answers <= {"sat", "unsat"}
    return answers == {"unsat"}


@pytest.mark.parametrize("name", BASES)
def test_good_documents_are_accepted(name: str, tmp_path: Path) -> None:
    """[R3.3], [R3.4], [R3.5], [R3.45]"""
    data = encode(BASES[name])
    report = z3check.check(data)
    assert report.accepted, report.failure
    assert yices_accepts(data, tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "lemma/majority-145",
        *(f"frontier/vertex-{number}" for number in (1, 2, 3, 4)),
        *(f"attainment/party-{party}-answers-{party % 2}" for party in (1, 2, 3, 4, 5)),
    ],
)
def test_committed_certificates_are_accepted(certificates: Path, name: str) -> None:
    report = z3check.check((certificates / f"{name}.json").read_bytes())
    assert report.accepted, report.failure


@pytest.mark.parametrize(
    "fault", [fault for fault in FALSE if fault.name not in NO_QUESTION], ids=lambda f: f"{f.rule}: {f.name}"
)
def test_solvers_reject_what_the_kernel_rejects(fault: Fault, tmp_path: Path) -> None:
    """Whatever makes a claim unproved or false is seen by all three; a mere fault of form may pass the solvers.

    [R3.3], [R3.4], [R3.5], [R3.45]
    """
    data = fault.data()
    assert not check(data).accepted
    report = z3check.check(data)
    assert report.accepted == yices_accepts(data, tmp_path)
    if fault.false or fault.rule not in FORM:
        assert not report.accepted
        assert report.failure


@pytest.mark.parametrize("fault", [f for f in FALSE if f.name in NO_QUESTION], ids=lambda f: f.name)
def test_a_certificate_that_leaves_nothing_to_ask_is_refused(fault: Fault) -> None:
    """No question asked is no proof."""
    with pytest.raises(ValueError, match="nothing"):
        z3check.check(fault.data())


def test_every_false_claim_is_among_the_faults_that_solvers_are_given() -> None:
    kinds = {BASES[fault.base]["kind"] for fault in FALSE if fault.false and fault.name not in NO_QUESTION}
    # Of games of at most 3 parties every claim of the kind ``fixing-boxes`` is true.
    assert kinds | {"fixing-boxes"} == set(KINDS) == z3check.QUERIES.keys() | z3check.SCRIPTS.keys()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no questions are known for the kind 'oracle'"):
        z3check.certificate_script(encode(BASES["trivial"] | {"kind": "oracle"}))


def test_a_solver_that_gives_no_answer_has_proved_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception of Z3 and a time-out are failures, not crashes."""
    report = z3check.ask(Script("nonsense", ("x",), (), (Query("a name that is not declared", ("(> y 0.0)",)),)))
    assert not report.accepted
    assert report.failure
    assert report.failure.startswith("a name that is not declared: no answer")
    laws = z3check.ask(Script("nonsense", ("x",), ("(> y 0.0)",), ()))
    assert laws.failure
    assert laws.failure.startswith("the names and laws: no answer")
    monkeypatch.setattr(z3check, "TIME_LIMIT", 1)
    late = z3check.check(encode(BASES["dual"]))
    assert not late.accepted
    assert late.failure
    assert "unknown, not" in late.failure


def test_no_question_is_no_proof() -> None:
    assert not z3check.ask(Script("nothing", (), (), ())).accepted


@pytest.mark.parametrize(
    ("x0", "triple"), [("10000", (1, 2, 3)), ("11111", (1, 3, 5)), ("01011", (2, 4, 5)), ("00111", (1, 2, 4))]
)
def test_the_lemma_without_certificate(x0: str, triple: tuple[int, ...]) -> None:
    """[R3.6]"""
    report = z3check.check_lemma(x0, triple)
    assert report.accepted, report.failure
    assert report.queries == 5


def test_the_lemma_is_not_claimed_outside_x() -> None:
    """[R3.6]"""
    with pytest.raises(ValueError, match="is not asked"):
        z3check.check_lemma("11000", (1, 2, 3))
