"""Programs that speak the protocol and implement nothing: ``python null.py MODE [OPERATION...]``.

Standard library only, so that they start at once.
"""

import json
import os
import sys
import time
from typing import Any

MODES = (
    *("always-accept", "always-reject", "skip-all", "crash", "hang", "garbage", "wrong-seq", "parse-only"),
    *("end-of-file", "no-hello", "garbage-hello", "wrong-protocol", "crash-at-hello", "unasked", "not-a-verdict"),
    *("chatty", "starts-once", "no-bye", "deaf"),
)


def say(message: object) -> None:
    sys.stdout.write((message if isinstance(message, str) else json.dumps(message)) + "\n")
    sys.stdout.flush()


def main() -> None:
    mode, operations = sys.argv[1], sys.argv[2:]
    if mode == "crash-at-hello":
        sys.exit(3)
    if mode == "starts-once":
        marker = os.environ["FREEBIT_TEST_MARKER"]
        if os.path.exists(marker):
            sys.exit(4)
        with open(marker, "w"):
            pass
    sys.stdin.readline()
    if mode == "no-hello":
        time.sleep(60)
    if mode == "garbage-hello":
        say("Welcome!")
    say(
        {
            "type": "hello", "name": mode, "version": "1", "protocol": 2 if mode == "wrong-protocol" else 1,
            "operations": [] if mode == "skip-all" else operations, "features": [],
        }
    )  # fmt: skip
    if mode == "deaf":
        time.sleep(60)
    for line in sys.stdin:
        message = json.loads(line)
        if message["type"] == "bye":
            time.sleep(60 if mode == "no-bye" else 0)
            return
        answer(mode, message)


def answer(mode: str, message: dict[str, Any]) -> None:
    seq = message["seq"]
    result = {"type": "result", "seq": seq, "verdict": "accepted"}
    if mode in ("crash", "starts-once"):
        os.kill(os.getpid(), 9) if mode == "crash" else sys.exit(5)
    if mode == "hang":
        time.sleep(60)
    if mode == "end-of-file":
        sys.exit(0)
    if mode == "garbage":
        say("Traceback (most recent call last):")
    elif mode == "wrong-seq":
        say({**result, "seq": seq + 1})
    elif mode == "not-a-verdict":
        say({**result, "verdict": "reject"})
    elif mode == "always-reject":
        say({**result, "verdict": "rejected", "rule": "R2.8"})
    elif mode == "parse-only":
        say({**result, "verdict": "accepted" if readable(message["input"]) else "unreadable"})
    elif mode == "unasked":
        say(result)
        say(result)
    elif mode == "chatty":
        sys.stderr.write("thinking " * 20000 + "\n")
        say(result)
    else:
        say(result)


def readable(document: dict[str, Any]) -> bool:
    """Whether a document is JSON at all."""
    try:
        json.loads(document.get("text", "{}"))
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    main()
