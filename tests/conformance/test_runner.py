"""The runner against programs that are wrong as programs, and the reports that it writes."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from freebit.conformance import messages
from freebit.conformance.messages import GarbageError, WrongSeqError, read_hello, read_result
from freebit.conformance.outcomes import Judgement, Status
from freebit.conformance.peer import Peer
from freebit.conformance.report import judgement_document, judgement_in_short, junit_xml
from freebit.conformance.runner import judge
from freebit.conformance.transport import NoAnswerError, Process, Verifier
from freebit.conformance.vectors import Vector
from tests.schemas import validator
from tests.wrong import CAUGHT_BY, Loopback, all_wrong
from tests.wrong.null import MODES

ROOT = Path(__file__).parents[2]
NULL = ROOT / "tests" / "wrong" / "null.py"
NOTED: dict[str, str] = json.loads(CAUGHT_BY.read_text())
Kit = tuple[str, tuple[Vector, ...]]


def null(mode: str, *operations: str, timeout: float = 5.0) -> Process:
    return Process([sys.executable, str(NULL), mode, *operations], timeout, timeout)


def few(kit: Kit, operation: str, count: int = 4) -> list[Vector]:
    return [vector for vector in kit[1] if vector.operation == operation][:count]


def statuses(judgement: Judgement) -> set[Status]:
    return {result.status for result in judgement.results}


def test_always_accept(kit: Kit) -> None:
    """It is right where no value is asked and nothing is wrong, and fails everywhere else."""
    vectors = few(kit, "box", 30) + few(kit, "majority", 30)
    judgement = judge(null("always-accept", "box", "majority"), vectors, kit[0], 0)
    accepting = {v.id for v in vectors if v.expect.verdict == "accepted" and v.expect.value is None}
    assert {r.id for r in judgement.results if r.status is Status.PASS} == accepting
    assert {r.id for r in judgement.results if r.status is Status.FAIL} == {v.id for v in vectors} - accepting
    assert accepting
    assert not judgement.passed


def test_always_reject(kit: Kit) -> None:
    vectors = few(kit, "box", 30)
    judgement = judge(null("always-reject", "box"), vectors, kit[0], 0)
    rejecting = {v.id for v in vectors if v.expect.verdict == "rejected"}
    assert {r.id for r in judgement.results if r.status is Status.PASS} == rejecting
    assert statuses(judgement) == {Status.PASS, Status.FAIL}
    assert not judgement.passed


def test_parse_only(kit: Kit) -> None:
    """It finds what is not JSON, and believes every certificate that is."""
    vectors = [v for v in kit[1] if v.operation == "certificate" and not v.features]
    judgement = judge(null("parse-only", "certificate"), vectors, kit[0], 0)
    by_id = {v.id: v for v in vectors}
    failed = {r.id for r in judgement.results if r.status is Status.FAIL}
    assert {name for name, v in by_id.items() if v.expect.verdict == "rejected"} <= failed
    assert not any(by_id[name].expect.verdict == "accepted" for name in failed)
    assert not any(by_id[name].expect.rule == "R6.1" and "utf" not in name and "pair" not in name for name in failed - {
        name for name in failed if "base64" in by_id[name].input})  # fmt: skip
    assert not judgement.passed


def test_nothing_applicable_is_not_a_pass(kit: Kit) -> None:
    """[R7.6]"""
    vectors = few(kit, "box")
    judgement = judge(null("skip-all"), vectors, kit[0], 0)
    assert statuses(judgement) == {Status.SKIP}
    assert judgement.count(Status.SKIP) == len(vectors)
    assert not judgement.passed
    assert "no vector was applicable" in judgement_in_short(judgement)
    assert judge(null("always-accept", "box"), few(kit, "box", 1), kit[0], 0).passed


@pytest.mark.parametrize(
    ("mode", "status"),
    [
        ("crash", Status.CRASH),
        ("garbage", Status.GARBAGE),
        ("not-a-verdict", Status.GARBAGE),
        ("wrong-seq", Status.WRONG_SEQ),
        ("end-of-file", Status.EOF),
    ],
)
def test_no_answer_is_an_outcome_of_its_own(kit: Kit, mode: str, status: Status) -> None:
    """[R7.7], [R7.8]: never a verdict, and the runner goes on: the program was started for every vector."""
    vectors = [v for v in kit[1] if v.operation == "box" and v.expect.verdict == "rejected"][:4]
    judgement = judge(null(mode, "box"), vectors, kit[0], 0)
    assert [result.status for result in judgement.results] == [status] * 4
    assert not judgement.passed
    assert set(judgement.caught) == {v.id for v in vectors}


@pytest.mark.parametrize("mode", ["hang", "deaf"])
def test_hang(kit: Kit, mode: str) -> None:
    """[R7.7]"""
    began = time.monotonic()
    implementation = null(mode, "box", timeout=0.3)
    implementation._start_timeout = 5.0
    judgement = judge(implementation, few(kit, "box", 2), kit[0], 0)
    assert [result.status for result in judgement.results] == [Status.HANG] * 2
    assert time.monotonic() - began < 5


def test_a_program_that_does_not_read_does_not_stop_the_runner(kit: Kit) -> None:
    """[R7.7]: the question is longer than a pipe holds."""
    long = next(v for v in kit[1] if v.operation == "certificate" and len(str(v.input)) > 10_000)
    large = next(v for v in kit[1] if "large" in v.features)
    process = Process([sys.executable, str(NULL), "deaf", "certificate"], 0.5, 5.0)
    process.start()
    for vector in (long, large):
        with pytest.raises(NoAnswerError) as caught:
            process.ask(1, "certificate", vector.input)
        assert caught.value.status is Status.HANG
        process.start()
    process.stop()


def test_answers_that_nobody_asked_for(kit: Kit) -> None:
    """[R7.4]: the second of two answers is garbage, whenever it comes."""
    vectors = [v for v in few(kit, "box", 40) if v.expect.verdict == "accepted"]
    judgement = judge(null("unasked", "box"), vectors, kit[0], 0)
    assert statuses(judgement) & {Status.GARBAGE, Status.WRONG_SEQ}
    assert not judgement.passed


@pytest.mark.parametrize("mode", ["garbage-hello", "wrong-protocol", "crash-at-hello", "no-hello"])
def test_no_hello(kit: Kit, mode: str) -> None:
    """[R7.3]"""
    judgement = judge(null(mode, "box", timeout=0.5), few(kit, "box"), kit[0], 0)
    assert statuses(judgement) == {Status.NOT_RUN}
    assert judgement.no_hello
    assert not judgement.passed


def test_program_that_is_not_there(kit: Kit) -> None:
    judgement = judge(Process(["/nowhere/at/all"], 1, 1), few(kit, "box"), kit[0], 0)
    assert judgement.no_hello is not None
    assert "No such file" in judgement.no_hello


def test_program_that_starts_only_once(kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R7.8]: what could not be asked is reported as not run."""
    monkeypatch.setenv("FREEBIT_TEST_MARKER", str(tmp_path / "marker"))
    judgement = judge(null("starts-once", "box"), few(kit, "box", 5), kit[0], 0)
    assert judgement.count(Status.CRASH) == 1
    assert judgement.count(Status.NOT_RUN) == 4
    assert not judgement.passed


def test_standard_error_is_free_and_bye_may_be_ignored(kit: Kit, capfd: pytest.CaptureFixture[str]) -> None:
    """[R7.2]"""
    vectors = [v for v in few(kit, "box", 40) if v.expect.verdict == "accepted"][:3]
    assert judge(null("chatty", "box"), vectors, kit[0], 0).passed
    assert "thinking" in capfd.readouterr().err
    began = time.monotonic()
    assert judge(null("no-bye", "box", timeout=5), vectors, kit[0], 0).passed
    assert time.monotonic() - began < 4


def test_every_mode_is_tested() -> None:
    text = Path(__file__).read_text()
    assert [mode for mode in MODES if f'"{mode}"' not in text] == []


# Wrong implementations.


@pytest.mark.parametrize("name", all_wrong())
def test_wrong_implementation_is_caught(kit: Kit, name: str) -> None:
    """The vector that is noted says that it is wrong; to others it gives an answer as well."""
    wrong = all_wrong()[name]
    asked = [vector for vector in kit[1] if vector.operation in wrong.operations]
    elsewhere = [vector for vector in kit[1] if vector.operation not in wrong.operations][:1]
    (noted,) = [vector for vector in asked if vector.id == NOTED[name]]
    chosen = [*elsewhere, noted, *random.Random(name).sample(asked, min(10, len(asked)))]
    with wrong.applied():
        judgement = judge(Loopback(Peer(wrong.operations, ["reasons"])), chosen, kit[0], 0)
    assert noted.id in judgement.caught, wrong.mistake
    assert not judgement.passed
    assert statuses(judgement) >= {Status.PASS, Status.SKIP} or judgement.count(Status.FAIL) > 0


def test_what_is_noted_is_noted_of_mistakes() -> None:
    assert NOTED.keys() == all_wrong().keys()


def test_mistakes_are_undone(kit: Kit) -> None:
    """In this process, after them; that freebit passes the whole kit is asked of a program."""
    catching = [vector for vector in kit[1] if vector.id in set(NOTED.values())]
    judgement = judge(Loopback(Peer(features=["reasons"])), catching, kit[0], 0)
    assert judgement.caught == ()
    assert judgement.passed
    assert len(all_wrong()) >= 40


def test_wrong_implementation_as_a_program(kit: Kit) -> None:
    """The same through a real process."""
    process = Process([sys.executable, "-m", "tests.wrong", "little-endian-l"], 20, 30)
    environment = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "reference"), environment])
    try:
        judgement = judge(process, kit[1], kit[0], 5)
    finally:
        os.environ["PYTHONPATH"] = environment
    assert "arrange-row-msb" in judgement.caught
    assert all(result.status in (Status.PASS, Status.FAIL, Status.SKIP) for result in judgement.results)


# Order, known failures, reports.


class Recorder(Loopback):
    """Notes what is sent."""

    def __init__(self) -> None:
        super().__init__(Peer(["majority"]))
        self.sent: list[dict[str, Any]] = []

    def _line(self, message: dict[str, Any]) -> bytes:
        self.sent.append(message)
        return super()._line(message)


def asked(kit: Kit, seed: int) -> list[dict[str, Any]]:
    recorder = Recorder()
    judge(recorder, kit[1], kit[0], seed)
    return recorder.sent


def test_order_is_shuffled_by_the_seed_and_says_nothing(kit: Kit) -> None:
    """Neither ids nor expectations are sent, and the order does not give them away."""
    first, again, other = asked(kit, 1), asked(kit, 1), asked(kit, 2)
    assert first == again
    assert first != other
    inputs = [json.dumps(message["input"]) for message in first if message["type"] == "run"]
    assert sorted(inputs) == sorted(json.dumps(m["input"]) for m in other if m["type"] == "run")
    assert [message["seq"] for message in first if message["type"] == "run"] == list(range(1, len(inputs) + 1))
    for message in first:
        assert set(message) in ({"type", "protocol"}, {"type", "seq", "op", "input"})
        assert "majority-" not in json.dumps(message)


def wrong_judgement(kit: Kit, known: tuple[str, ...] = ()) -> Judgement:
    with all_wrong()["or-for-xor"].applied():
        return judge(Loopback(Peer(["distil"])), kit[1], kit[0], 7, known)


def test_known_failures(kit: Kit) -> None:
    """[R7.14]"""
    caught = wrong_judgement(kit).caught
    assert {"distil-xor-even", "distil-xor-not-or"} <= set(caught)
    assert wrong_judgement(kit, caught).passed
    assert wrong_judgement(kit, caught).caught == ()
    assert wrong_judgement(kit, caught[:1]).caught == caught[1:]
    assert not wrong_judgement(kit, caught[:1]).passed
    stale = wrong_judgement(kit, (*caught, "distil-one-0", "no-such-vector"))
    assert stale.stale == ("distil-one-0", "no-such-vector")
    assert not stale.passed


def test_json_report(kit: Kit) -> None:
    """[R7.15]"""
    for known in ((), ("distil-xor-even", "distil-one-0")):
        document = judgement_document(wrong_judgement(kit, known))
        validator("report").validate(document)
        assert document["verdict"] == "fail"
        assert len(document["results"]) == len(kit[1])
        assert document["seed"] == "7"
        assert document["vectors"] == kit[0]
        assert document["counts"]["fail"] == len(wrong_judgement(kit).caught)
        assert sum(document["counts"].values()) == len(kit[1])


def test_junit_report(kit: Kit) -> None:
    """[R7.15]"""
    judgement = wrong_judgement(kit, ("distil-xor-even", "gone"))
    root = ElementTree.fromstring(junit_xml(judgement))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert cases["distil-xor-not-or"].find("failure") is not None
    assert cases["distil-xor-even"].find("skipped") is not None
    assert cases["gone"].find("failure") is not None
    assert cases["distil-one-0"].find("failure") is None
    assert cases["box-pr"].find("skipped") is not None
    assert len(cases) == len(kit[1]) + 1
    for suite in root.iter("testsuite"):
        inside = list(suite.iter("testcase"))
        assert int(suite.get("tests", "")) == len(inside)
        assert int(suite.get("failures", "")) == sum(case.find("failure") is not None for case in inside)
        assert int(suite.get("skipped", "")) == sum(case.find("skipped") is not None for case in inside)


def test_junit_of_crashes_and_of_nothing(kit: Kit) -> None:
    """[R7.15]"""
    crashed = judge(null("crash", "box"), few(kit, "box", 2), kit[0], 0)
    assert len(list(ElementTree.fromstring(junit_xml(crashed)).iter("error"))) == 2
    nothing = judge(null("skip-all"), few(kit, "box", 2), kit[0], 0)
    assert len(list(ElementTree.fromstring(junit_xml(nothing)).iter("failure"))) == 1
    silent = judge(null("crash-at-hello"), few(kit, "box", 2), kit[0], 0)
    assert list(ElementTree.fromstring(junit_xml(silent)).iter("failure"))


# Messages.


def test_messages_obey_their_schema(kit: Kit) -> None:
    """[R7.2], [R7.3], [R7.4]"""
    check = validator("message")
    peer = Peer()
    for message in (messages.hello(), messages.bye()):
        check.validate(message)
    check.validate(peer.reply(messages.hello()))
    assert peer.reply(messages.bye()) is None
    for seq, vector in enumerate(few(kit, "majority", 30), start=1):
        question = messages.question(seq, vector.operation, vector.input)
        check.validate(question)
        check.validate(peer.reply(question))
    assert list(check.iter_errors({"type": "result", "seq": 1, "verdict": "maybe"}))


def test_peer_refuses_what_is_no_message() -> None:
    """[R7.3]"""
    for message in ({"type": "run", "seq": 1, "op": "divine", "input": {}}, {"type": "what"}, {}):
        with pytest.raises(ValueError, match="not a message"):
            Peer().reply(message)


HELLO = {"type": "hello", "name": "x", "version": "1", "protocol": 1, "operations": [], "features": []}
RESULT = {"type": "result", "seq": 3, "verdict": "accepted"}


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (read_hello, HELLO, {"protocol": 2}),
        (read_hello, HELLO, {"protocol": True}),
        (read_hello, HELLO, {"name": 1}),
        (read_hello, HELLO, {"operations": "box"}),
        (read_hello, HELLO, {"operations": [1]}),
        (read_hello, HELLO, {"type": "result"}),
        (lambda line: read_result(line, 3), RESULT, {"verdict": "reject"}),
        (lambda line: read_result(line, 3), RESULT, {"verdict": None}),
        (lambda line: read_result(line, 3), RESULT, {"seq": "3"}),
        (lambda line: read_result(line, 3), RESULT, {"seq": True}),
        (lambda line: read_result(line, 3), RESULT, {"value": 1}),
        (lambda line: read_result(line, 3), RESULT, {"rule": ["R1.1"]}),
        (lambda line: read_result(line, 3), RESULT, {"type": "hello"}),
    ],
)
def test_garbage(read: Callable[[bytes], object], good: dict[str, Any], bad: dict[str, Any]) -> None:
    """[R7.3], [R7.4], [R7.7]"""
    assert read(messages.encode(good))
    with pytest.raises(GarbageError):
        read(messages.encode({**good, **bad}))


def test_lines_that_are_no_messages() -> None:
    """[R7.7]"""
    for line in (b"\n", b"accepted\n", b"[]\n", b"\xff\n", b"{" * 100_000 + b"\n", b'{"type":"result"\n'):
        with pytest.raises(GarbageError):
            read_result(line, 1)
    with pytest.raises(WrongSeqError, match="4"):
        read_result(messages.encode({**RESULT, "seq": 4}), 3)


# Plain verifiers.


def verifier(tmp_path: Path, body: str, timeout: float = 5.0) -> Verifier:
    path = tmp_path / "verifier.py"
    path.write_text(f"import json, sys, time\npath = sys.argv[1]\n{body}\n")
    return Verifier(f"{sys.executable} {path} {{file}}", "certificate", timeout)


def test_plain_verifier(kit: Kit, tmp_path: Path) -> None:
    """[R7.9]: the exit code is the verdict; the file holds the document byte for byte."""
    body = (
        "try:\n document = json.loads(open(path, 'rb').read())\n assert isinstance(document, dict)\n"
        "except Exception:\n sys.exit(2)\n"
        "sys.exit(0)"
    )
    vectors = [v for v in kit[1] if v.operation == "certificate" and v.expect.rule in (None, "R6.1", "R3.17")]
    # A program is started for each.
    vectors = vectors[::8] + few(kit, "box")
    assert {v.expect.rule for v in vectors} >= {None, "R6.1", "R3.17"}
    judgement = judge(verifier(tmp_path, body), vectors, kit[0], 0)
    for result, vector in zip(judgement.results, vectors, strict=True):
        if vector.operation == "box":
            assert result.status is Status.SKIP
        elif vector.expect.rule == "R3.17":
            assert result.status is Status.FAIL
        elif vector.expect.verdict == "accepted":
            assert result.status is Status.PASS


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("sys.exit(3)", Status.CRASH),
        ("sys.exit(-1)", Status.CRASH),
        ("import os; os.kill(os.getpid(), 11)", Status.CRASH),
        ("time.sleep(60)", Status.HANG),
    ],
)
def test_plain_verifier_in_trouble(kit: Kit, tmp_path: Path, body: str, status: Status) -> None:
    """[R7.9]"""
    judgement = judge(verifier(tmp_path, body, 0.5), few(kit, "certificate", 1), kit[0], 0)
    assert statuses(judgement) == {status}


def test_plain_verifier_needs_a_place_for_the_file() -> None:
    with pytest.raises(ValueError, match="file"):
        Verifier("verify", "certificate", 1)


def test_no_program_is_left_running(kit: Kit) -> None:
    """[R7.8]: also not one that the program itself started."""
    script = (
        "import subprocess, sys, json\n"
        "sys.stdin.readline()\n"
        "child = subprocess.Popen(['sleep', '97'])\n"
        "print(json.dumps({'type': 'hello', 'name': 'x', 'version': str(child.pid), 'protocol': 1,"
        " 'operations': ['box'], 'features': []}), flush=True)\n"
        "sys.stdin.readline()\n"
        "import time; time.sleep(97)\n"
    )
    process = Process([sys.executable, "-c", script], 0.3, 10)
    hello = process.start()
    with pytest.raises(NoAnswerError):
        process.ask(1, "box", few(kit, "box", 1)[0].input)
    process.stop()
    time.sleep(0.1)
    listed = subprocess.run(["ps", "-o", "stat=", "-p", hello.version], capture_output=True, text=True, check=False)
    assert listed.stdout.strip()[:1] in ("", "Z")


def test_readme_counts(kit: Kit) -> None:
    text = (ROOT / "README.md").read_text()
    assert f"The kit is {len(kit[1])} questions" in text
    assert f"{len(all_wrong())} implementations with" in text
