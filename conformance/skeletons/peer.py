"""A peer for `freebit conform -- python peer.py`: it answers one operation.  Add yours to OPERATIONS."""

import json
import sys


class RefusedError(Exception):
    """An input that is not accepted: the verdict, and the rule that is broken."""


def fields(given, required, optional=()):
    if not isinstance(given, dict) or not set(required) <= given.keys():
        raise RefusedError("unreadable", "R6.9")
    if not given.keys() <= {*required, *optional}:
        raise RefusedError("unreadable", "R6.10")
    return [given.get(key) for key in (*required, *optional)]


def majority(given):
    """[R2.7]: of all bits, or of three parties, which count from 1."""
    bits, triple = fields(given, ["bits"], ["triple"])
    if not isinstance(bits, str) or ("triple" in given and not isinstance(triple, list)):
        raise RefusedError("unreadable", "R6.6")
    if set(bits) - {"0", "1"}:
        raise RefusedError("unreadable", "R6.13")
    if triple is not None:
        if len(triple) != 3 or any(type(party) is not int for party in triple):
            raise RefusedError("unreadable", "R6.6")
        if len(set(triple)) < 3 or not all(1 <= party <= len(bits) for party in triple):
            raise RefusedError("unreadable", "R6.15")
        bits = [bits[party - 1] for party in triple]
    if len(bits) % 2 == 0:
        raise RefusedError("rejected", "R2.7")
    return {"majority": int(2 * bits.count("1") > len(bits))}


OPERATIONS = {"majority": majority}


def reply(message):
    if message["type"] == "hello":
        return {"type": "hello", "name": "my peer", "version": "0.1.0", "protocol": 1,
                "operations": list(OPERATIONS), "features": ["reasons"]}  # fmt: skip
    try:
        answer = {"verdict": "accepted", "value": OPERATIONS[message["op"]](message["input"])}
    except RefusedError as refusal:
        answer = dict(zip(("verdict", "rule"), refusal.args, strict=True))
    return {"type": "result", "seq": message["seq"], **answer}


for line in sys.stdin:
    received = json.loads(line)
    if received["type"] == "bye":
        break
    print(json.dumps(reply(received)), flush=True)
