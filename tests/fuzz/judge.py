"""One mutant through the kernel, the second checker, the second implementation, and the evaluator of claims."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from freebit.verification.joined import CheckerJudgement, CheckerVerdict, by_kernel, by_second
from tests.fuzz.mutants import Mutant
from tests.fuzz.truth import falsehood

#: The words of the conformance protocol.
WORDS = {
    CheckerVerdict.PROVED: "accepted",
    CheckerVerdict.REJECTED: "rejected",
    CheckerVerdict.UNREADABLE: "unreadable",
    CheckerVerdict.GAVE_UP: "undecided",
}


class Peer(Protocol):
    """A running implementation; see ``tests.test_second_implementation``."""

    def ask(self, operation: str, question: object) -> dict[str, Any]: ...


@dataclass
class Findings:
    """How many mutants got which verdict, and everything that must not happen."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    undecided: int = 0
    by_z3: int = 0
    by_peer: int = 0
    true: int = 0
    other_rule: int = 0
    faults: list[tuple[Mutant, str]] = field(default_factory=list)

    def __add__(self, other: "Findings") -> "Findings":
        """What was found of both; whatever is counted is added."""
        return Findings(*(getattr(self, own.name) + getattr(other, own.name) for own in fields(self)))


def judge(mutant: Mutant, findings: Findings, *, z3: bool, peer: Peer | None) -> None:
    """Put one mutant to everyone who is there, and note what they say."""
    try:
        _judge(mutant, findings, z3, peer)
    except Exception as error:
        findings.faults.append((mutant, f"crash: {type(error).__name__}: {error}"))


def _judge(mutant: Mutant, findings: Findings, z3: bool, peer: Peer | None) -> None:
    kernel = by_kernel(mutant.data)
    found = WORDS[kernel.verdict]
    findings.verdicts[mutant.kind, found] += 1
    if kernel.objection:
        findings.rules[kernel.objection.rule] += 1
    if z3:
        findings.by_z3 += 1
        second = by_second(mutant.data)
        if second.verdict is CheckerVerdict.GAVE_UP:
            findings.undecided += 1
        elif WORDS[second.verdict] != found or set(second.statements) != set(kernel.statements):
            findings.faults.append((mutant, f"kernel {_said(kernel)}, second checker {_said(second)}"))
        elif _rule(kernel) != _rule(second):
            findings.other_rule += 1
    if peer and (text := _text(mutant.data)) is not None:
        findings.by_peer += 1
        answer = peer.ask("certificate", {"text": text})
        if answer["verdict"] != found:
            findings.faults.append((mutant, f"kernel {_said(kernel)}, second implementation {answer}"))
    if kernel.verdict is CheckerVerdict.PROVED:
        findings.true += 1
        reason = falsehood(json.loads(mutant.data))
        if reason:
            findings.faults.append((mutant, f"accepted, and false: {reason}"))


def _rule(judgement: CheckerJudgement) -> str | None:
    return judgement.objection.rule if judgement.objection else None


def _said(judgement: CheckerJudgement) -> str:
    objection = judgement.objection
    return judgement.verdict.value + (f" [{objection.rule}] at {objection.place}" if objection else "")


def _text(data: bytes) -> str | None:
    """The text for a peer; None for bytes that are no text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def judge_all(found: Iterable[Mutant], *, z3: bool, peer: Peer | None) -> Findings:
    findings = Findings()
    for mutant in found:
        judge(mutant, findings, z3=z3, peer=peer)
    return findings
