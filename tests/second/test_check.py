"""The second checker and, through exported files, a third: Z3 and Yices against every fault [R3.1]-[R3.7], [R3.45]."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conformance.generate.faults import BASES, Document, Fault, encode, put, trivial
from conformance.generate.faults import FALSE as FALSE_OF_THE_LEMMA
from conformance.generate.faults import WIRE as WIRE_OF_THE_LEMMA
from conformance.generate.faults_claims import CLAIMS_FALSE, CLAIMS_WIRE
from conformance.generate.faults_codes import CODES_FALSE, CODES_WIRE
from conformance.generate.faults_tested import CELLS_FALSE, CELLS_WIRE

from freebit.export.smtlib import smtlib_files
from freebit.kernel import check as kernel
from freebit.second import check as second
from freebit.second import solver
from freebit.second.model import NotDecidedError, SecondAnswer
from freebit.second.script import Case, Context, Query, Script

FALSE = (*FALSE_OF_THE_LEMMA, *CLAIMS_FALSE, *CELLS_FALSE, *CODES_FALSE)
WIRE = (*WIRE_OF_THE_LEMMA, *CLAIMS_WIRE, *CELLS_WIRE, *CODES_WIRE)

ROOT = Path(__file__).parents[2]
YICES = Path(sys.executable).with_name("yices-smt2")

#: Rules that the second checker decides without a solver.
PLAIN = {
    "R3.10", "R3.11", "R3.12", "R3.13", "R3.20", "R3.22", "R3.30", "R3.31", "R3.40", "R3.43", "R3.44", "R3.71", "R3.72",
    "R3.103", "R3.104", "R3.105", "R3.120", "R3.80", "R3.90", "R3.91", "R3.92", "R3.93", "R3.94"
}  # fmt: skip


def yices(text: str, folder: Path) -> str:
    path = folder / "query.smt2"
    path.write_text(text)
    return subprocess.run([YICES, path], capture_output=True, text=True, timeout=60, check=True).stdout.strip()


def yices_accepts(data: bytes, folder: Path) -> bool:
    """Whether Yices answers ``unsat`` to every exported file."""
    answers = {yices(text, folder) for text in smtlib_files(data).values()}
    assert answers <= {"sat", "unsat"}
    return answers == {"unsat"}


def named(fault: Fault) -> str:
    return f"{fault.rule}: {fault.name}"


def test_both_checkers_know_the_same_kinds() -> None:
    assert second.QUESTIONS.keys() == kernel.KINDS.keys()


@pytest.mark.parametrize("name", BASES)
def test_good_documents_are_accepted(name: str, tmp_path: Path) -> None:
    """[R3.3], [R3.4], [R3.5], [R3.45], [R3.62], [R3.66], [R3.76]"""
    data = encode(BASES[name])
    report = second.check_with_z3(data)
    assert report.accepted, report.objection
    assert report.questions > 0
    assert report.shown
    assert yices_accepts(data, tmp_path)


def test_committed_certificates_are_accepted(certificates: Path) -> None:
    paths = [path for path in certificates.rglob("*.json") if path.name != "index.json"]
    assert len(paths) > 20
    for path in paths:
        report = second.check_with_z3(path.read_bytes())
        assert report.accepted, (path, report.objection)


@pytest.mark.parametrize("fault", FALSE, ids=named)
def test_every_rule_is_decided(fault: Fault, tmp_path: Path) -> None:
    """What breaks one rule is rejected by that rule; Yices rejects all that is not decided plainly.

    [R3.3], [R3.4], [R3.5], [R3.45]
    """
    data = fault.data()
    report = second.check_with_z3(data)
    assert report.answer is SecondAnswer.REJECTED
    assert report.shown == ()
    assert report.objection is not None
    assert report.objection.rule == fault.rule
    assert report.objection.place
    if fault.rule in PLAIN:
        with pytest.raises(ValueError, match=rf"\[{fault.rule}\]"):
            smtlib_files(data)
    else:
        assert not yices_accepts(data, tmp_path)


#: Cases about the claim itself, which follows from the rules.
CLAIMS = {"R3.5", "R3.62", "R3.76"}


def without(script: Script, rules: set[str]) -> Script:
    """The script without the cases of some rules."""
    left = (replace(query, cases=tuple(c for c in query.cases if c.rule not in rules)) for query in script.queries)
    return replace(script, queries=tuple(query for query in left if query.cases))


@pytest.mark.parametrize("fault", [fault for fault in FALSE if fault.rule not in PLAIN], ids=named)
def test_no_other_case_rejects(fault: Fault) -> None:
    """Without the cases of its rule, and without the claim, nothing is left to object to."""
    questions = second.questions_of(fault.data())
    assert list(questions.objections()) == []
    assert solver.ask(without(questions.script(), {fault.rule, *CLAIMS}))[1] is None
    _, objection = solver.ask(without(questions.script(), CLAIMS))
    assert objection is not None
    assert objection.rule == fault.rule


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("W doubled", "R3.5"),
        ("G halved", "R3.5"),
        ("a value too small by 1/1000", "R3.5"),
        ("a maximum of 499/1000", "R3.76"),
    ],
)
def test_the_claim_itself_is_asked(name: str, claim: str) -> None:
    """A false claim is refuted by the boxes that exceed it, if the rules that should notice are left out."""
    (fault,) = (fault for fault in FALSE if fault.name == name)
    script = second.questions_of(fault.data()).script()
    rules = {case.rule for query in script.queries for case in query.cases}
    _, objection = solver.ask(without(script, rules - {claim}))
    assert objection is not None
    assert objection.rule == claim


@pytest.mark.parametrize("fault", WIRE, ids=named)
def test_every_rule_of_the_wire_is_kept(fault: Fault) -> None:
    """[R6.1]-[R6.26], read by other code than the kernel's."""
    report = second.check_with_z3(fault.data())
    assert report.answer is SecondAnswer.UNREADABLE
    assert report.objection is not None
    assert report.objection.rule == fault.rule
    assert report.objection.message.isascii()
    assert len(report.objection.message) < 400


def patched(name: str, **changes: object) -> Document:
    document: Document = json.loads(encode(BASES[name]))
    for path, value in changes.items():
        put(path.replace("__", "/"), value)(document)
    return document


def one_bit_of_four() -> Document:
    """A bound on P(weight in {0,4}) at 1001 that some boxes exceed, with what looks like a proof at 1111."""
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "symmetric-predictability",
        "claim": {
            "game": {"name": "ghz", "parties": 4},
            "weights": [0, 4],
            "input": "1001",
            "sense": "max",
            "value": "1/2",
        },
        "witness": {"dual": {"0,0|2,2": "1/2", "0,0|4,0": "-1/2", "0,0|0,4": "-1/2"}},
    }


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (one_bit_of_four(), "R3.72"),
        (patched("distilled once", claim__directions=0), "R3.43"),
        (patched("symmetric trivial", claim__weights=[0, 1, 3, 4, 5, 99]), "R3.71"),
        (trivial(y="11000"), "R3.12"),
        (patched("trivial", witness={**BASES["trivial"]["witness"], **trivial(y="11111")["witness"]}), "R3.11"),
        (patched("dual", claim__zeros=list(reversed(BASES["dual"]["claim"]["zeros"]))), "R3.31"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_forms_that_no_question_would_notice(document: Document, rule: str) -> None:
    """False, or not what it says, though every question about its numbers is answered as it should be."""
    report = second.check_with_z3(encode(document))
    assert report.answer is SecondAnswer.REJECTED
    assert report.objection is not None
    assert report.objection.rule == rule


# What is not decided.


def eight_parties() -> Document:
    """A true claim about eight parties, with its proof."""
    y = "1" * 8
    words = [f"{a:08b}" for a in range(256)]
    return trivial() | {
        "claim": {
            "game": {"name": "ghz", "parties": 8},
            "triple": [1, 2, 3],
            "alpha": "1",
            "beta": {y: {x: "0" for x in words if x.count("0") % 2 == 0}},
        },
        "witness": {
            y: {
                "W": {f"{a}|{y}": "1" for a in words},
                "G": {f"{a}|{y}": "1" if a[:3].count("1") < 2 else "-1" for a in words},
            }
        },
    }


def test_too_many_parties_are_not_decided() -> None:
    """The kernel accepts them; the second checker says that it cannot tell, unless it needs no solver."""
    document = eight_parties()
    assert kernel.check(encode(document)).accepted
    report = second.check_with_z3(encode(document))
    assert report.answer is SecondAnswer.UNDECIDED
    assert not report.accepted
    assert report.shown == ()
    assert report.objection is not None
    assert "8 parties are more than the 7" in report.objection.message
    document["claim"]["triple"] = [1, 1, 2]
    assert second.check_with_z3(encode(document)).answer is SecondAnswer.REJECTED


def question(term: str) -> Script:
    return Script("nonsense", Context(("x",)), (Query((Case("R3.15", "whatever", (("x", term),)),)),))


def test_a_solver_that_gives_no_answer_has_proved_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception of Z3 and a time-out leave a claim undecided; nobody crashes, nobody proves."""
    with pytest.raises(NotDecidedError, match="unknown constant y"):
        solver.ask(question("(> y 0.0)"))
    assert solver.ask(question("(not (= x x))")) == (1, None)
    monkeypatch.setattr(solver, "TIME_LIMIT", 100)
    with pytest.raises(NotDecidedError, match="no answer"):
        solver.ask(pigeons(14))
    monkeypatch.setattr(solver, "SCRIPT_LIMIT", -1.0)
    report = second.check_with_z3(encode(BASES["dual"]))
    assert report.answer is SecondAnswer.UNDECIDED
    assert report.objection is not None
    assert "for more than" in report.objection.message


def test_a_rejection_stays_one_if_its_place_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Z3 says at once that one of two cases occurs, and then, asked which, falls silent."""
    cases = (Case("R3.15", "x is large", (("x", "(> x 1.0)"),)), Case("R3.16", "x is small", (("x", "(< x 0.0)"),)))
    asked, real = [], solver._answer

    def slow(*arguments: object) -> str:
        asked.append(arguments)
        if len(asked) > 1:
            raise NotDecidedError("no answer")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(solver, "_answer", slow)
    _, objection = solver.ask(Script("nonsense", Context(("x",)), (Query(cases, "part"),)))
    assert objection is not None
    assert (objection.rule, objection.place) == ("R3.3", "part")
    assert objection.message.startswith("R3.15 or R3.16 fails")


def pigeons(holes: int) -> Script:
    """One pigeon more than there are holes: true, and beyond Z3."""
    names = [[f"p_{i}_{j}" for j in range(holes)] for i in range(holes + 1)]
    somewhere = [f"(or {' '.join(f'(> {name} 0.0)' for name in row)})" for row in names]
    alone = [
        f"(or (< {first[j]} 0.0) (< {second[j]} 0.0))"
        for j in range(holes)
        for i, first in enumerate(names)
        for second in names[:i]
    ]
    context = Context(tuple(name for row in names for name in row))
    return Script(
        "pigeons", context, (Query((Case("R3.62", "all fit", (("holes", "true"),)),), given=(*somewhere, *alone)),)
    )


def test_no_question_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "questions_of", lambda _: NothingAsked())
    report = second.check_with_z3(b"{}")
    assert report.answer is SecondAnswer.UNDECIDED
    assert report.objection is not None
    assert "nothing to refute" in report.objection.message


class NothingAsked:
    """A certificate that raises no question."""

    def objections(self) -> object:
        return iter(())

    def script(self) -> Script:
        return Script("nothing", Context(), ())

    def shown(self) -> tuple[()]:
        return ()


def test_an_interrupt_inside_z3_ends_the_program() -> None:
    """Z3 would take the signal for itself and answer "unknown", after which the program would go on."""
    code = (
        # A job of a shell may have been started to ignore the signal.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from tests.second.test_check import pigeons\n"
        "from freebit.second.solver import ask\n"
        "print('asked', flush=True)\n"
        "ask(pigeons(14))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"asked\n"
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert errors.rstrip().endswith(b"KeyboardInterrupt")
    assert process.returncode == -signal.SIGINT


# The Lemma without any certificate.


@pytest.mark.parametrize(
    ("x0", "triple"), [("10000", (1, 2, 3)), ("11111", (1, 3, 5)), ("01011", (2, 4, 5)), ("00111", (1, 2, 4))]
)
def test_the_lemma_without_certificate(x0: str, triple: tuple[int, ...]) -> None:
    """[R3.6]"""
    report = second.check_lemma(x0, triple)
    assert report.accepted, report.objection
    assert report.questions == 4


def test_the_lemma_is_not_claimed_outside_x() -> None:
    """[R3.6]"""
    with pytest.raises(ValueError, match="is not asked"):
        second.check_lemma("11000", (1, 2, 3))
