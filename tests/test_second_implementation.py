"""The implementation in implementations/javascript, written in JavaScript from spec/ alone, against the kit.

It shares no line with the reference, so that both agree only where the specification says enough [R7.1].
"""

import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.kits import few_vectors

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "implementations" / "javascript"
VECTORS = ROOT / "conformance" / "vectors"
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="the second implementation needs Node, and there is none")

Json = dict[str, Any]


def conform(program: Path, *options: str) -> tuple[int, Json]:
    """The exit code and the report of a run of the kit."""
    runner = [sys.executable, "-m", "freebit", "conform", "--json", *options]
    command = [*runner, "--", str(NODE), str(program / "peer.mjs")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "reference")}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT, timeout=300)
    report: Json = json.loads(run.stdout)
    return run.returncode, report


class Peer:
    """The running program, asked one question at a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.seq = 0

    def ask(self, operation: str, question: object) -> Json:
        self.seq += 1
        message = {"type": "run", "seq": self.seq, "op": operation, "input": question}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the program died of {json.dumps(message)[:2000]}"
        answer: Json = json.loads(line)
        assert (answer["type"], answer["seq"]) == ("result", self.seq)
        return answer


@contextmanager
def started() -> Iterator[Peer]:
    command = [str(NODE), str(PROGRAM / "peer.mjs")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Peer(process)
        finally:
            process.kill()


@pytest.fixture
def peer() -> Iterator[Peer]:
    with started() as running:
        yield running


def test_passes_the_kit() -> None:
    """[R7.1] Every vector is asked, and every answer is right."""
    code, report = conform(PROGRAM)
    vectors = sum(len(json.loads(path.read_text())["vectors"]) for path in VECTORS.glob("*.json"))
    assert [result for result in report["results"] if result["status"] != "pass"] == []
    assert report["counts"]["pass"] == vectors
    assert (code, report["verdict"]) == (0, "pass")


@pytest.mark.parametrize(
    ("module", "right", "wrong", "group", "name"),
    [
        ("protocol.mjs", "wrong <= tolerance", "wrong < tolerance", "steps", "test-column-at-w"),
        (
            "certificate.mjs",
            "if (left > right)",
            "if (left >= right && left > 0n)",
            "certificates",
            "certificate-trivial",
        ),
        ("source.mjs", "chosen.includes(i)", "i >= chosen[0]", "sources", "source-markov-past-only"),
    ],
)
def test_a_mistake_in_it_is_found(tmp_path: Path, module: str, right: str, wrong: str, group: str, name: str) -> None:
    """[R7.26] One group of the kit, all of which it passes, refuses the same program with one mistake."""
    program, folder = tmp_path / "program", tmp_path / "kit"
    few_vectors(folder, lambda vector: vector.group == group)
    shutil.copytree(PROGRAM, program)
    text = (program / module).read_text()
    assert text.count(right) == 1
    (program / module).write_text(text.replace(right, wrong))
    code, report = conform(program, "--vectors", str(folder))
    assert (code, report["verdict"]) == (1, "fail")
    assert name in report["caught_by"]


def test_accepts_every_committed_certificate(certificates: Path, peer: Peer) -> None:
    """[R3.1] Two kernels that share nothing accept what the project rests on."""
    paths = [path for path in certificates.rglob("*.json") if path.name != "index.json"]
    assert len(paths) > 20
    for path in paths:
        assert peer.ask("certificate", {"text": path.read_text()})["verdict"] == "accepted", path


def test_refuses_a_committed_family_with_one_number_changed(certificates: Path, peer: Peer) -> None:
    """[R3.1] One part in a thousand, at one entry of one member, is seen."""
    document = json.loads((certificates / "families" / "vertex-1.json").read_text())
    vector = document["witness"]["11111"]["W"]
    key = next(iter(vector))
    vector[key] = "1" if vector[key] == "1001/1000" else "1001/1000"
    answer = peer.ask("certificate", {"text": json.dumps(document)})
    assert (answer["verdict"], answer["rule"]) == ("rejected", "R3.15")


@pytest.mark.parametrize(("content", "code"), [("whole", 0), ("alpha", 1), ("cut", 2)])
def test_is_a_plain_verifier(certificates: Path, tmp_path: Path, content: str, code: int) -> None:
    """[R7.9] Exit codes 0, 1 and 2."""
    text = (certificates / "lemma" / "majority-123.json").read_text()
    changed = {"whole": text, "alpha": text.replace('"alpha": "1/2"', '"alpha": "49/100"'), "cut": text[:-20]}[content]
    assert (changed == text) == (content == "whole")
    path = tmp_path / "certificate.json"
    path.write_text(changed)
    assert verified(path) == code


def test_a_plain_verifier_without_a_file(tmp_path: Path) -> None:
    """[R6.22] A missing file is not a rejected one."""
    assert verified(tmp_path / "nothing.json") == 2


def verified(path: Path) -> int:
    command = [str(NODE), str(PROGRAM / "peer.mjs"), "--verify", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode


WORDS = ["", "0", "1", "01", "00000", "1/2", "-1", "x", "row", "\u2028", "\ud83d"]
ATOMS = [None, True, 0, 1, 2, 7, -1, 0.5, 10**14, [], [1], {}, {"__proto__": "1"}, *WORDS]


def mutated(value: Any, draw: random.Random) -> Any:
    """The value with one thing in it taken out, misspelt or replaced."""
    places: list[tuple[Any, Any]] = []

    def walk(item: Any) -> None:
        if isinstance(item, dict | list):
            for key in list(item) if isinstance(item, dict) else range(len(item)):
                places.append((item, key))
                walk(item[key])

    walk(value)
    if not places:
        return draw.choice(ATOMS)
    where, key = draw.choice(places)
    old = where[key]
    kind = draw.random()
    if kind < 0.2:
        del where[key]
    elif kind < 0.5 and isinstance(old, str) and old:
        at = draw.randrange(len(old))
        where[key] = old[:at] + draw.choice('01/-|x{}",: \n') + old[at + 1 :]
    else:
        where[key] = copy.deepcopy(draw.choice(ATOMS))
    return value


def test_every_question_gets_a_verdict(peer: Peer) -> None:
    """[R7.7] Whatever is asked, the program neither dies nor falls silent."""
    draw = random.Random(5)
    vectors = [vector for path in sorted(VECTORS.glob("*.json")) for vector in json.loads(path.read_text())["vectors"]]
    questions = [(vector["op"], vector["input"]) for vector in vectors if "input" in vector]
    verdicts = set()
    for _ in range(4000):
        operation, original = draw.choice(questions)
        question = copy.deepcopy(original)
        if "document" in question:
            question = {"text": json.dumps(mutated(question["document"], draw))}
        else:
            question = mutated(question, draw)
        answer = peer.ask(operation, question)
        verdicts.add(answer["verdict"])
        assert ("rule" in answer) == (answer["verdict"] != "accepted")
    assert verdicts == {"accepted", "rejected", "unreadable"}


def test_uses_the_standard_library_only() -> None:
    """No package, and nothing of the reference."""
    for path in PROGRAM.glob("*.mjs"):
        for module in re.findall(r"from '([^']*)'", path.read_text()):
            assert module.startswith("node:") or (PROGRAM / module).is_file(), (path.name, module)
