"""The kernel with some of its rules left out, and certificates that are put right [R7.25]."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from freebit.kernel import check as kernel
from freebit.kernel.check import Certificate, Fact, Report
from freebit.kernel.model import Rules
from freebit.wire.document import UnreadableError
from tests.isolation.documents import LIMITS, MENDERS, mended, reread, without_limit


@dataclass(frozen=True)
class Without:
    """A certificate some of whose rules are not asked for."""

    certificate: Certificate
    left_out: frozenset[str]

    @property
    def kind(self) -> str:
        return self.certificate.kind

    def rules(self) -> Rules:
        return {rule: broken for rule, broken in self.certificate.rules().items() if rule not in self.left_out}

    def facts(self) -> tuple[Fact, ...]:
        return self.certificate.facts()


def check_without(data: bytes, left_out: Collection[str]) -> Report:
    """What the kernel says if some rules of the kinds are left out."""
    return kernel.decide(Without(kernel.read(data), frozenset(left_out)))


def put_right(data: bytes, rule: str) -> bytes:
    """The certificate without its breaches of one rule of the wire; it is unchanged if it has none.

    Raises ``UnreadableError`` if another rule of the wire is broken, or if the breach cannot be mended.
    """
    try:
        kernel.read(data)
    except UnreadableError as error:
        if error.rule != rule or rule not in {"R6.4", "R6.5", *MENDERS}:
            raise
    else:
        return data
    if rule not in MENDERS:
        return reread(data, rule)
    return json.dumps(mended(json.loads(data), rule, lambda tree: kernel.read(json.dumps(tree).encode()))).encode()


def accepted_without(data: bytes, rule: str) -> bool:
    """Whether the certificate is accepted if that one rule is left out."""
    if not rule.startswith("R6."):
        return check_without(data, {rule}).accepted
    with without_limit(rule):
        return kernel.check(data if rule in LIMITS else put_right(data, rule)).accepted
