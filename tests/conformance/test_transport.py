"""What a program sends is read strictly, and no program keeps the runner waiting [R7.17], [R7.18], [R7.19]."""

import json
import os
import signal
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from freebit.conformance import messages, pipes
from freebit.conformance.messages import GarbageError, read_hello, read_result
from freebit.conformance.outcomes import Judgement, Status
from freebit.conformance.pipes import LineReader, LineWriter
from freebit.conformance.runner import judge
from freebit.conformance.transport import NoAnswerError, Process, Verifier
from freebit.conformance.vectors import Vector

Kit = tuple[str, tuple[Vector, ...]]
HELLO: dict[str, Any] = {
    "type": "hello", "name": "x", "version": "1", "protocol": 1, "operations": ["box"], "features": [],
}  # fmt: skip
RESULT: dict[str, Any] = {"type": "result", "seq": 3, "verdict": "accepted"}
#: Seconds that an outcome may come after its timeout.
SLACK = 1.0


def result(line: bytes) -> object:
    return read_result(line, 3)


# What is sent.


@pytest.mark.parametrize(
    ("read", "line", "rule"),
    [
        (result, b'{"type":"result","seq":3,"verdict":"rejected","verdict":"accepted"}\n', "R6.4"),
        (result, b'\xef\xbb\xbf{"type":"result","seq":3,"verdict":"accepted"}\n', "R6.1"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted"}', "R7.17"),
        (result, b'{"type":"result","seq":3.0,"verdict":"accepted"}\n', "R6.5"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":{"k":1.0}}\n', "R6.5"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":{"k":NaN}}\n', "R6.5"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":{"k":-0}}\n', "R6.5"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":{"k":1,"k":1}}\n', "R6.4"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":' + b"[" * 40 + b"]" * 40 + b"}\n", "R6.3"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","value":null}\n', "R6.6"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","rule":null}\n', "R6.6"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted","note":"x"}\n', "R6.10"),
        (result, b'{"type":"result","seq":3,"verdict":"accepted"} {}\n', "R6.1"),
        (result, b'{"type":"result","seq":3}\n', "R6.9"),
        (result, b"{}\n", "R6.9"),
        (read_hello, messages.encode({**HELLO, "features": ["verdict-only"]}), "R7.18"),
        (read_hello, messages.encode({**HELLO, "features": ["reasons", "reasons"]}), "R6.6"),
        (read_hello, messages.encode({**HELLO, "operations": ["box", "box"]}), "R6.6"),
        (read_hello, messages.encode({**HELLO, "name": "x" * 257}), "R7.17"),
        (read_hello, messages.encode({**HELLO, "protocol": 2}), "R7.3"),
        (read_hello, messages.encode({**HELLO, "more": 1}), "R6.10"),
    ],
)
def test_what_is_no_document_is_no_message(read: Callable[[bytes], object], line: bytes, rule: str) -> None:
    """[R7.17], [R7.18]"""
    with pytest.raises(GarbageError, match=rf"\[{rule}\]"):
        read(line)
    assert read_result(messages.encode(RESULT), 3)
    assert read_hello(messages.encode({**HELLO, "features": ["reasons", "large"], "name": "x" * 256}))


def program(body: str) -> list[str]:
    """A Python program that has said hello as ``HELLO`` says before ``body`` begins."""
    start = f"""
        import json, os, signal, subprocess, sys, time
        def say(text):
            sys.stdout.write(text)
            sys.stdout.flush()
        sys.stdin.readline()
        say({json.dumps(HELLO)!r} + "\\n")
    """
    return [sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(body)]


ANSWERS = """
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "bye":
            break
        answer = {"type": "result", "seq": message["seq"], "verdict": "accepted"}
"""


def boxes(kit: Kit, count: int = 2) -> list[Vector]:
    return [v for v in kit[1] if v.operation == "box" and v.expect.verdict == "accepted"][:count]


def statuses(judgement: Judgement) -> set[Status]:
    return {each.status for each in judgement.results}


def judged(kit: Kit, vectors: list[Vector], body: str, timeout: float = 5.0) -> Judgement:
    return judge(Process(program(body), timeout, 20.0), vectors, kit[0], 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("        say(json.dumps(answer) + '\\n')\n", Status.PASS),
        ("        say('\\ufeff' + json.dumps(answer) + '\\n')\n", Status.GARBAGE),
        ("        say('{\"verdict\":\"rejected\",' + json.dumps(answer)[1:] + '\\n')\n", Status.GARBAGE),
        ("        say(json.dumps({**answer, 'value': None}) + '\\n')\n", Status.GARBAGE),
        ("        say(json.dumps(answer)); sys.exit(0)\n", Status.GARBAGE),
        ("        say('x' * (2**24 + 1)); time.sleep(60)\n", Status.GARBAGE),
        ("        while True: say('x' * 2**20)\n", Status.GARBAGE),
    ],
)
def test_answers_as_a_program_gives_them(kit: Kit, body: str, status: Status) -> None:
    """[R7.17]"""
    judgement = judged(kit, boxes(kit), ANSWERS + textwrap.indent(textwrap.dedent(body), " " * 8), timeout=20)
    assert statuses(judgement) == {status}, judgement.results
    assert judgement.passed is (status is Status.PASS)


def test_no_feature_leaves_values_out(kit: Kit) -> None:
    """[R7.18], [R7.26]: an answer without its value is wrong, and a hello with "verdict-only" is none."""
    vectors = [v for v in kit[1] if v.operation == "majority" and v.expect.value is not None][:3]
    for features, status in ((["verdict-only"], Status.NOT_RUN), ([], Status.FAIL)):
        hello = {**HELLO, "operations": ["majority"], "features": features}
        command = program(ANSWERS + "        say(json.dumps(answer) + '\\n')\n")
        command[-1] = command[-1].replace(json.dumps(HELLO), json.dumps(hello))
        judgement = judge(Process(command, 5, 20), vectors, kit[0], 0)
        assert statuses(judgement) == {status}
        assert not judgement.passed


def test_operations_that_no_vector_has_are_reported(kit: Kit) -> None:
    """[R7.18]"""
    command = program(ANSWERS + "        say(json.dumps(answer) + '\\n')\n")
    command[-1] = command[-1].replace('["box"]', '["box", "divine"]')
    judgement = judge(Process(command, 5, 20), boxes(kit), kit[0], 0)
    assert judgement.unknown_operations == ("divine",)
    assert judgement.passed


# How long it takes.

#: A child in a session of its own that holds what it was given, and nobody ends.
CHILD = "child = subprocess.Popen(['sleep', '30'], start_new_session=True)\n"
TELL = "open(os.environ['FREEBIT_TEST_CHILDREN'], 'a').write(f'{child.pid}\\n')\n"


@pytest.fixture
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file in which programs note whom they started; these are ended afterwards."""
    path = tmp_path / "children"
    monkeypatch.setenv("FREEBIT_TEST_CHILDREN", str(path))
    yield path
    for line in path.read_text().split() if path.exists() else ():
        with suppress(ProcessLookupError):
            os.kill(int(line), signal.SIGKILL)


HANGING = {
    "silent": ("time.sleep(60)", Status.HANG),
    "half a line": ("say('{'); time.sleep(60)", Status.HANG),
    "ends": ("sys.exit(0)", Status.HANG),
    "crashes": ("os.kill(os.getpid(), signal.SIGKILL)", Status.HANG),
    "closes its output": ("os.close(1); time.sleep(60)", Status.HANG),
    "answers nonsense": ("say('what?\\n'); time.sleep(60)", Status.GARBAGE),
    "deaf to signals": (
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
        Status.HANG,
    ),
}


@pytest.mark.usefixtures("children")
@pytest.mark.parametrize("name", HANGING)
def test_an_outcome_comes_whatever_holds_the_pipe(kit: Kit, name: str) -> None:
    """[R7.19]: a child in a session of its own holds both pipes for half a minute."""
    body, status = HANGING[name]
    process = Process(program(f"{CHILD}{TELL}sys.stdin.readline()\n{body}\n"), 0.5, 20.0)
    process.start()
    began = time.monotonic()
    with pytest.raises(NoAnswerError) as caught:
        process.ask(1, "box", boxes(kit)[0].input)
    assert time.monotonic() - began < 0.5 + SLACK
    assert caught.value.status is status
    began = time.monotonic()
    process.stop()
    assert time.monotonic() - began < SLACK


@pytest.mark.usefixtures("children")
def test_hello_comes_late_or_not_at_all() -> None:
    """[R7.19]"""
    command = [sys.executable, "-c", f"import os, subprocess, time\n{CHILD}{TELL}time.sleep(60)\n"]
    process = Process(command, 5.0, 0.5)
    began = time.monotonic()
    with pytest.raises(NoAnswerError) as caught:
        process.start()
    assert time.monotonic() - began < 0.5 + SLACK
    assert caught.value.status is Status.HANG


@pytest.mark.usefixtures("children")
def test_a_program_that_says_bye_and_leaves_a_child(kit: Kit) -> None:
    """[R7.19]: the end of the run does not wait for the child either."""
    body = CHILD + TELL + textwrap.dedent(ANSWERS) + "    say(json.dumps(answer) + '\\n')\n"
    began = time.monotonic()
    assert judged(kit, boxes(kit), body).passed
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("children")
def test_a_question_that_nobody_reads(kit: Kit) -> None:
    """[R7.19]: longer than a pipe holds, while a child holds the other end."""
    large = next(v for v in kit[1] if "large" in v.features)
    process = Process(program(f"{CHILD}{TELL}time.sleep(60)\n"), 0.5, 20.0)
    process.start()
    began = time.monotonic()
    with pytest.raises(NoAnswerError) as caught:
        process.ask(1, "certificate", large.input)
    assert time.monotonic() - began < 0.5 + SLACK
    assert caught.value.status is Status.HANG
    process.stop()


@pytest.mark.usefixtures("children")
def test_a_plain_verifier_that_leaves_a_child(tmp_path: Path, kit: Kit) -> None:
    """[R7.9], [R7.19]"""
    path = tmp_path / "verifier.py"
    vector = next(v for v in kit[1] if v.operation == "certificate" and not v.features)
    for body, timeout in (("sys.exit(0)", 5.0), ("time.sleep(60)", 0.5)):
        path.write_text(f"import os, subprocess, sys, time\n{CHILD}{TELL}{body}\n")
        verifier = Verifier(f"{sys.executable} {path} {{file}}", "certificate", timeout)
        began = time.monotonic()
        if body.startswith("time"):
            with pytest.raises(NoAnswerError) as caught:
                verifier.ask(1, "certificate", vector.input)
            assert caught.value.status is Status.HANG
            assert time.monotonic() - began < timeout + SLACK
        else:
            assert verifier.ask(1, "certificate", vector.input).verdict == "accepted"


def test_no_thread_and_no_pipe_is_left(kit: Kit, children: Path) -> None:
    """[R7.19]: a program that must be started again and again does not use up the machine."""
    before = threading.active_count(), len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    process = Process(program(f"{CHILD}{TELL}sys.stdin.readline(); say('what?\\n'); time.sleep(60)\n"), 5.0, 20.0)
    for _ in range(5):
        process.start()
        with pytest.raises(NoAnswerError):
            process.ask(1, "box", boxes(kit)[0].input)
    process.stop()
    time.sleep(5 * pipes.LOOK_UP)
    after = threading.active_count(), len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    assert after <= before
    assert len(children.read_text().split()) == 5


def test_lines_are_not_read_without_end_before_they_are_wanted() -> None:
    """A program that floods its output fills a pipe, not our memory."""
    read, write = os.pipe()
    reader = LineReader(os.fdopen(read, "rb", buffering=0), 2**20)
    writer = LineWriter(os.fdopen(write, "wb", buffering=0))
    for _ in range(50):
        writer.send(b"x" * 2**18 + b"\n")
    time.sleep(0.5)
    assert reader._lines.qsize() == pipes.AHEAD
    for _ in range(50):
        assert reader.line(5.0) == b"x" * 2**18 + b"\n"
    with pytest.raises(TimeoutError):
        reader.line(0.05)
    writer.finish()
    assert reader.line(5.0) is None


# Where pipes cannot be waited for and there are no process groups.


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The branches of Windows: no poll, no killpg, no SIGKILL by name."""
    monkeypatch.setattr(pipes, "CAN_POLL", False)
    monkeypatch.delattr(os, "killpg")


@pytest.mark.usefixtures("children", "windows")
@pytest.mark.parametrize("name", HANGING)
def test_an_outcome_comes_on_windows_too(kit: Kit, name: str) -> None:
    """[R7.19]"""
    test_an_outcome_comes_whatever_holds_the_pipe(kit, name)


@pytest.mark.usefixtures("children", "windows")
def test_everything_else_on_windows(kit: Kit, tmp_path: Path) -> None:
    """[R7.19]"""
    test_a_question_that_nobody_reads(kit)
    test_a_program_that_says_bye_and_leaves_a_child(kit)
    test_a_plain_verifier_that_leaves_a_child(tmp_path, kit)
    test_hello_comes_late_or_not_at_all()
    assert judged(kit, boxes(kit), ANSWERS + "        say(json.dumps(answer) + '\\n')\n").passed
