"""Every certificate of less than a megabyte is decided in two seconds of one processor and 200 megabytes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.hard import hard

SECONDS = 2.0
MEGABYTES = 200

#: Reads certificates from standard input, one text on each line, and tells what each took.
PROGRAM = """
import json, re, sys, time
from pathlib import Path
from freebit.kernel.check import check
from freebit.wire.document import UnreadableError
while line := sys.stdin.readline():
    data = json.loads(line).encode()
    start = time.process_time()
    try:
        rule = check(data).rejection.rule
    except UnreadableError as error:
        rule = error.rule
    seconds = time.process_time() - start
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    print(json.dumps([rule, seconds, int(peak[1]) / 1024]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured where there is /proc")
def test_hard_certificates_are_decided_soon() -> None:
    """[R3.22], [R6.2], [R6.3], [R6.16], [R6.17], [R6.26]: limits and cheap rules first keep the work small."""
    listed = list(hard())
    assert all(len(data) < 10**6 for _, _, data in listed)
    lines = "".join(json.dumps(data.decode()) + "\n" for _, _, data in listed)
    run = subprocess.run([sys.executable, "-c", PROGRAM], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [rule for rule, _, _ in answers] == [rule for _, rule, _ in listed]
    assert {name: took for (name, _, _), (_, took, _) in zip(listed, answers, strict=True) if took > SECONDS} == {}
    assert answers[-1][2] < MEGABYTES
