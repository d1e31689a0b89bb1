"""What two checkers say of one document, alone and together [R3.1], [R3.9]."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from conformance.generate.faults import BASES, FALSE, WIRE, Fault, encode
from conformance.generate.faults_claims import CLAIMS_FALSE
from conformance.generate.faults_tested import CELLS_FALSE

from freebit.boxes.game import MerminGame
from freebit.cli import main
from freebit.second.model import Objection, Shown
from freebit.verification import joined, verify_file
from freebit.verification.joined import NOT_ASKED, CheckerJudgement, CheckerVerdict, by_kernel, by_second, contradiction
from freebit.verification.statements import in_words


@pytest.mark.parametrize("name", BASES)
def test_both_show_the_same(name: str) -> None:
    data = encode(BASES[name])
    kernel, second = by_kernel(data), by_second(data)
    assert kernel.verdict is second.verdict is CheckerVerdict.PROVED
    assert kernel.statements
    assert set(kernel.statements) == set(second.statements)
    assert contradiction(kernel, second) is None
    assert in_words(kernel.statements) == in_words(second.statements)


@pytest.mark.parametrize("fault", [*FALSE, *CLAIMS_FALSE, *CELLS_FALSE, *WIRE], ids=lambda fault: fault.name)
def test_both_object(fault: Fault) -> None:
    data = fault.data()
    kernel, second = by_kernel(data), by_second(data)
    assert kernel.verdict is second.verdict is not CheckerVerdict.PROVED
    assert contradiction(kernel, second) is None
    for one in (kernel, second):
        assert one.objection is not None
        assert one.objection.rule == fault.rule
        assert one.statements == ()


PROVED = CheckerJudgement(CheckerVerdict.PROVED, None, by_kernel(encode(BASES["trivial"])).statements)
OTHER = CheckerJudgement(CheckerVerdict.PROVED, None, by_kernel(encode(BASES["roomy"])).statements)
REJECTED = CheckerJudgement(CheckerVerdict.REJECTED, Objection("R3.17", "witness", "too long"))
UNREADABLE = CheckerJudgement(CheckerVerdict.UNREADABLE, Objection("R6.9", "document", "no claim"))
GAVE_UP = CheckerJudgement(CheckerVerdict.GAVE_UP, Objection("R3.3", "Z3", "no answer"))


@pytest.mark.parametrize(
    ("kernel", "second", "said"),
    [
        (PROVED, REJECTED, "the kernel says proved, Z3 says rejected ([R3.17] at witness: too long)"),
        (REJECTED, PROVED, "the kernel says rejected ([R3.17] at witness: too long), Z3 says proved"),
        (REJECTED, UNREADABLE, "the kernel says rejected ([R3.17] at witness: too long), Z3 says unreadable"),
        (PROVED, OTHER, "disagree on what the certificate claims"),
    ],
)
def test_a_contradiction_is_told(kernel: CheckerJudgement, second: CheckerJudgement, said: str) -> None:
    """[R3.9]"""
    assert said in (contradiction(kernel, second) or "")


def test_a_checker_that_shows_more_or_less_contradicts_the_other() -> None:
    """[R3.9] whichever of the two it is."""
    more = replace(PROVED, statements=(*PROVED.statements, *OTHER.statements))
    for kernel, second in ((PROVED, more), (more, PROVED)):
        assert contradiction(kernel, second) == "the two checkers disagree on what the certificate claims"


@pytest.mark.parametrize("asked", [by_kernel, by_second])
@pytest.mark.parametrize("data", [encode(BASES["trivial"]), FALSE[0].data(), b"{"], ids=["good", "false", "unreadable"])
def test_the_seconds_of_a_checker_are_those_that_it_took(
    asked: Callable[[bytes], CheckerJudgement], data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joined, "time", SimpleNamespace(perf_counter=iter((3.0, 8.0)).__next__))
    assert asked(data).seconds == 5.0


def test_who_was_not_asked_took_no_time() -> None:
    assert NOT_ASKED.seconds == 0


@pytest.mark.parametrize("other", [GAVE_UP, NOT_ASKED])
@pytest.mark.parametrize("one", [PROVED, REJECTED, UNREADABLE])
def test_who_decides_nothing_contradicts_nothing(one: CheckerJudgement, other: CheckerJudgement) -> None:
    assert contradiction(one, other) is None
    assert contradiction(other, one) is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("kernel", {"verdict": CheckerVerdict.REJECTED, "objection": REJECTED.objection, "statements": ()}),
        ("z3", {"statements": OTHER.statements}),
    ],
)
def test_checkers_that_disagree_prove_nothing(
    name: str, change: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R3.9] a faulty checker beside a right one: exit code 2, and the word "disagree"."""
    path = tmp_path / "trivial.json"
    path.write_bytes(encode(BASES["trivial"]))
    attribute = {"kernel": "by_kernel", "z3": "by_second"}[name]
    faulty = replace(getattr(joined, attribute)(path.read_bytes()), **change)
    monkeypatch.setattr(f"freebit.verification.{attribute}", lambda _: faulty)
    outcome = verify_file(path)
    assert not outcome.proved
    assert outcome.statements == ()
    assert outcome.rule == "R3.9"
    result = CliRunner().invoke(main, ["verify", "--processes", "1", str(path)])
    assert result.exit_code == 2
    assert "the two checkers disagree" in result.output


@pytest.mark.parametrize("checker", ["kernel", "z3"])
def test_each_checker_alone_needs_not_the_other(checker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> CheckerJudgement:
        raise AssertionError(f"{len(data)} bytes were given to the checker that was not asked")

    monkeypatch.setattr("freebit.verification." + {"kernel": "by_second", "z3": "by_kernel"}[checker], broken)
    path = tmp_path / "one.json"
    path.write_bytes(encode(BASES["family"]))
    outcome = verify_file(path, [checker])
    assert outcome.proved
    assert outcome.claim.startswith("1/4 <= P(maj(1,2,3)=0|x0) <= 3/4 at maximal violation of the mermin game of 5")
    path.write_bytes(next(fault for fault in FALSE if fault.rule == "R3.11").data())
    outcome = verify_file(path, [checker])
    assert (outcome.proved, outcome.rule, list(outcome.objections)) == (False, "R3.11", [checker])
    path.write_bytes(b"{")
    outcome = verify_file(path, [checker])
    assert (outcome.verdicts, outcome.rule) == ({CheckerVerdict.UNREADABLE}, "R6.1")


def test_a_kind_without_words_of_its_own_is_told_by_its_parts() -> None:
    assert in_words([Shown("new", MerminGame(), (("alpha", "1/2"), ("input", "10000")))]) == (
        "new of the mermin game of 5 parties: alpha = 1/2, input = 10000"
    )
    assert in_words([Shown("newer", None, ())]) == "newer: its claim"
    assert in_words(()) == ""


def test_every_kind_in_words() -> None:
    game = "the mermin game of 5 parties"
    said = {name: in_words(by_kernel(encode(document)).statements) for name, document in BASES.items()}
    assert said["attainment"] == f"P(maj=0|x0) = 3/4 is attained at maximal violation of {game}; 96 cases"
    assert said["trivial"] == f"0 <= P(maj(1,2,3)=0|x0) <= 1 at maximal violation of {game}; x0 = 10000, beta = 0"
    assert said["dual"].startswith(f"max P(f=0|10000) <= 3/4 at maximal violation of {game}; f=0 on 00000,00001,")
    assert said["min"].startswith("min P(f=0|10000) = 1/4 ")
    assert said["classical"] == f"the least loss of classical boxes in {game} is 6"
    assert said["fixing"].endswith("certain in some box at maximal violation of the ghz game of 3 parties")
    assert said["symmetric primal"].startswith("max P(weight in {0,1,3,4,5}|11111) >= 1/2 at maximal")
    assert said["distilled once"].endswith("1 inputs, at most 45 directions")
