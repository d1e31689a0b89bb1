"""A small sample of the mutants of ``python -m tests.fuzz``, and that its judges can fail [R3.1], [R3.9]."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from conformance.generate.faults import BASES, FALSE, Fault, trivial
from conformance.generate.faults_claims import CLAIMS_FALSE
from conformance.generate.faults_tested import CELLS_FALSE

from freebit.scheduling import Crew
from freebit.second.model import Objection
from freebit.verification.joined import CheckerJudgement, CheckerVerdict
from freebit.wire.document import UnreadableError
from tests.fuzz import judge as judges
from tests.fuzz.apart import Asked, Batch, batches, judged
from tests.fuzz.bases import LARGE, SMALL
from tests.fuzz.judge import Findings, Peer, judge, judge_all
from tests.fuzz.mutants import Mutant, mutants
from tests.fuzz.truth import excess, extreme, falsehood
from tests.schemas import validator
from tests.test_second_implementation import NODE, started

SAMPLE = 280
#: False in ways that no box of the pool of five parties and no rate, which is the largest load of both sides, shows.
UNSEEN = {"every beta too small", "loads of 1/2"}


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer | None]:
    if NODE is None:
        yield None
    else:
        with started() as running:
            yield running


def test_nobody_disagrees_or_is_deceived(peer: Peer | None) -> None:
    """Kernel, second checker and second implementation give one verdict, and what they accept is true."""
    findings = judge_all(mutants(SAMPLE, seed=2), z3=True, peer=peer)
    assert findings.faults == []
    assert findings.by_z3 == SAMPLE
    assert findings.undecided == 0
    assert findings.other_rule < SAMPLE // 20
    for kind in {document["kind"] for document in SMALL.values()}:
        for verdict in ("accepted", "rejected", "unreadable"):
            assert findings.verdicts[kind, verdict] > 0


def test_one_seed_gives_one_sequence() -> None:
    assert [m.data for m in mutants(20, seed=3)] == [m.data for m in mutants(20, seed=3)]
    assert [m.data for m in mutants(20, seed=3)] != [m.data for m in mutants(20, seed=4)]


@pytest.mark.parametrize("name", [*SMALL, *LARGE])
def test_good_documents_are_true(name: str, peer: Peer | None) -> None:
    document = (SMALL | LARGE)[name]
    findings = Findings()
    mutant = Mutant(document["kind"], name, (), json.dumps(document).encode())
    judge(mutant, findings, z3=True, peer=peer)
    assert findings.faults == []
    assert findings.true == 1


@pytest.mark.parametrize(
    "fault",
    [fault for fault in (*FALSE, *CLAIMS_FALSE, *CELLS_FALSE) if fault.false],
    ids=lambda fault: f"{fault.rule}: {fault.name}",
)
def test_the_evaluator_sees_falsehoods(fault: Fault) -> None:
    assert (falsehood(json.loads(fault.data())) is None) == (fault.name in UNSEEN)


def test_the_evaluator_knows_extremes() -> None:
    """Four parties: the majority of the first three at 1111 has 1/4 <= P <= 3/4, and less at a loss."""
    zeros = frozenset(f"{a:04b}" for a in range(16) if f"{a:04b}"[:3].count("1") < 2)
    assert [extreme("ghz", 4, "1111", zeros, sense) for sense in ("max", "min")] == [Fraction(3, 4), Fraction(1, 4)]
    free = tuple((x, "0") for x in ("0000", "0011", "1111"))
    assert excess("ghz", 4, (1, 2, 3), "1111", free) == 1


def test_an_accepted_falsehood_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that accepts everything is found out by the evaluator, and by the other checkers."""
    false = trivial("0")
    mutant = Mutant("family", "trivial", (), json.dumps(false).encode())
    proved = CheckerJudgement(CheckerVerdict.PROVED)
    monkeypatch.setattr(judges, "by_kernel", lambda _: proved)
    findings = Findings()
    judge(mutant, findings, z3=True, peer=None)
    (disagreement, falsity) = (why for _, why in findings.faults)
    assert disagreement.startswith("kernel proved, second checker rejected [R3.17]")
    assert falsity.startswith("accepted, and false: a box of the pool breaks the bound")


def test_a_crash_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> CheckerJudgement:
        raise RecursionError(len(data))

    monkeypatch.setattr(judges, "by_second", broken)
    findings = Findings()
    judge(Mutant("family", "trivial", (), json.dumps(BASES["trivial"]).encode()), findings, z3=True, peer=None)
    assert [why.split(":")[0] for _, why in findings.faults] == ["crash"]


def test_a_peer_that_disagrees_is_a_fault() -> None:
    class Stubborn:
        def ask(self, operation: str, question: object) -> dict[str, object]:
            return {"verdict": "rejected", "rule": "R3.10"}

    findings = Findings()
    judge(Mutant("family", "trivial", (), json.dumps(BASES["trivial"]).encode()), findings, z3=False, peer=Stubborn())
    assert len(findings.faults) == 1


def test_other_statements_are_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two checkers that accept different claims disagree."""
    bare = CheckerJudgement(CheckerVerdict.PROVED)
    monkeypatch.setattr(judges, "by_second", lambda _: bare)
    findings = Findings()
    judge(Mutant("family", "trivial", (), json.dumps(BASES["trivial"]).encode()), findings, z3=True, peer=None)
    assert len(findings.faults) == 1
    gave_up = CheckerJudgement(CheckerVerdict.GAVE_UP, Objection("R3.3", "Z3", "no answer"))
    monkeypatch.setattr(judges, "by_second", lambda _: gave_up)
    findings = Findings()
    judge(Mutant("family", "trivial", (), json.dumps(BASES["trivial"]).encode()), findings, z3=True, peer=None)
    assert (findings.faults, findings.undecided) == ([], 1)


def test_what_is_found_does_not_depend_on_who_judges(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.136] batch by batch on other processes, and all at once here."""
    monkeypatch.setattr("tests.fuzz.apart.BATCH", 10)
    asked = Asked(36, 3, 0.0, z3=False, javascript=False)
    apart = sum((batch.findings for batch in batches(asked, Crew(scheduler=scheduler), pytest.fail)), Findings())
    assert apart == judge_all(mutants(36, 3, 0.0), z3=False, peer=None)
    assert apart.verdicts.total() == 36


def test_judging_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """[R6.130] what was judged is not judged again, faults included; a state of another search is refused."""
    monkeypatch.setattr("tests.fuzz.apart.BATCH", 10)
    monkeypatch.setattr(judges, "falsehood", lambda document: "made up")
    asked, state, come = Asked(36, 3, 0.0, z3=False, javascript=False), tmp_path / "state", list[Batch]()
    whole = batches(asked, Crew(), pytest.fail, state=state, done=come.append)
    assert len(come) == len(whole) == 4
    assert sum(len(batch.faulty) for batch in whole) > 0
    kept = json.loads(state.read_text())
    validator("state").validate(kept)
    for lost in ("1", "3"):
        del kept["shares"][lost]
    state.write_text(json.dumps(kept))
    come.clear()
    assert batches(asked, Crew(), pytest.fail, state=state, done=come.append) == whole
    assert come == [whole[1], whole[3]]
    with pytest.raises(UnreadableError, match=r"R6\.130"):
        batches(replace(asked, seed=4), Crew(), pytest.fail, state=state)


def test_the_number_of_a_mutant_with_a_fault_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is named after it."""
    monkeypatch.setattr(judges, "falsehood", lambda document: "made up")
    found = judged(Asked(40, 3, 0.0, z3=False, javascript=False), 20, 40)
    everyone = list(mutants(40, 3, 0.0))
    assert found.faulty
    assert all(20 <= number < 40 and everyone[number] == mutant for number, mutant, _ in found.faulty)
