"""Two implementations that share nothing are asked the same questions, mostly damaged, and agree [R7.10]-[R7.13]."""

import copy
import json
import random
from fractions import Fraction
from typing import Any

import pytest

from freebit.conformance.operations import OPERATIONS, answer
from freebit.conformance.vectors import Input
from tests.kits import committed
from tests.test_second_implementation import NODE, mutated, started

pytestmark = pytest.mark.skipif(NODE is None, reason="the second implementation needs Node, and there is none")

Json = dict[str, Any]

QUESTIONS = 1500
#: The others are asked as they are, so that enough is accepted.
DAMAGED = 0.9
LONGEST = 100_000
SYMBOLS = '01/-|x{}",: \n'


def damaged(question: Input, draw: random.Random) -> Json:
    """The question with one thing in it, or in its document, changed."""
    if "document" in question:
        return {"text": json.dumps(mutated(question["document"], draw))}
    if "text" in question:
        text = question["text"]
        at = draw.randrange(len(text))
        return {"text": text[:at] + draw.choice(SYMBOLS) + text[at + 1 :]}
    changed: Json = mutated(question, draw)
    return changed


def asked() -> dict[str, dict[str, list[Input]]]:
    """The inputs of the vectors of moderate length, by the verdict that they ask for and by operation.

    Nearly all that is unreadable stays so, and damage makes enough of it.
    """
    found: dict[str, dict[str, list[Input]]] = {"accepted": {}, "rejected": {}}
    for vector in committed()[1]:
        if (
            vector.operation in OPERATIONS
            and vector.expect.verdict in found
            and len(json.dumps(vector.input)) < LONGEST
        ):
            found[vector.expect.verdict].setdefault(vector.operation, []).append(vector.input)
    return found


def test_both_answer_alike() -> None:
    """[R7.11] The verdict, the rule and the value; bounds are enclosures that differ, but they meet [R7.27]."""
    draw = random.Random(11)
    questions = asked()
    verdicts: dict[str, int] = {}
    other_rule: list[tuple[str, str]] = []
    with started() as peer:
        for _ in range(QUESTIONS):
            of_verdict = questions[draw.choice(sorted(questions))]
            operation = draw.choice(sorted(of_verdict))
            raw = copy.deepcopy(draw.choice(of_verdict[operation]))
            if draw.random() < DAMAGED:
                raw = damaged(raw, draw)
            question = json.loads(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
            ours, theirs = answer(operation, question), peer.ask(operation, question)
            verdicts[ours.verdict] = verdicts.get(ours.verdict, 0) + 1
            context = (operation, json.dumps(question)[:1000])
            assert ours.verdict == theirs["verdict"], context
            if ours.rule != theirs.get("rule"):
                other_rule.append(context)
            if ours.verdict == "accepted" and operation == "bound":
                assert meet(ours.value, theirs["value"]), context
            elif ours.verdict == "accepted":
                assert (ours.value or {}) == theirs.get("value", {}), context
    # One change can break two rules, of which either may be named.
    assert len(other_rule) <= QUESTIONS // 200, other_rule
    assert min(verdicts[verdict] for verdict in ("accepted", "rejected", "unreadable")) > QUESTIONS // 20


def meet(one: Any, other: Any) -> bool:
    """Whether two enclosures have a number in common."""
    lower = max(Fraction(bound["lower"]) for bound in (one, other))
    return lower <= min(Fraction(bound["upper"]) for bound in (one, other))
