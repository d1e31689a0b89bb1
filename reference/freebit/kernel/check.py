"""Decides whether a certificate proves its claim [R3.1].

``read`` makes a certificate of bytes, or says why they are none; ``decide`` goes through the rules of its kind and
stops at the first that fails.  A certificate is accepted iff every rule of its kind holds.  Every row is rebuilt
from the definition of the game; no number, no order and no symmetry of a file is trusted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from freebit.kernel.kinds.attainment import Attained, Attainment
from freebit.kernel.kinds.classical_bound import ClassicalBound, ClassicalMinimum
from freebit.kernel.kinds.code import CodeWeights, WeightsOfCode
from freebit.kernel.kinds.distillation import Distillation, Distilled
from freebit.kernel.kinds.family import Bound, Family
from freebit.kernel.kinds.fixing_boxes import EverythingFixed, FixingBoxes
from freebit.kernel.kinds.magic_square import MagicSquare, SquareAnswersCertain
from freebit.kernel.kinds.predictability import Extreme, Predictability
from freebit.kernel.kinds.predictability_table import AllPredictabilities, PredictabilityTable
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme, SymmetricPredictability
from freebit.kernel.kinds.tested_cells import CellLoads, TestedCells
from freebit.kernel.kinds.tested_limit import NoneBetter, TestedLimit
from freebit.kernel.model import RuleResult, Rules
from freebit.wire.document import read_document
from freebit.wire.reader import Reader

FORMAT = "freebit-certificate"
VERSION = 1

#: What an accepted certificate establishes; ``str`` says it in a sentence, ``parts`` as the claim of the file does.
Fact = (
    AllPredictabilities
    | Attained
    | Bound
    | CellLoads
    | ClassicalMinimum
    | Distilled
    | EverythingFixed
    | Extreme
    | NoneBetter
    | SquareAnswersCertain
    | SymmetricExtreme
    | WeightsOfCode
)


class Certificate(Protocol):
    """A certificate that has been read: its kind, its rules, and what follows if all of them hold."""

    @property
    def kind(self) -> str:
        """What kind of certificate it is."""

    def rules(self) -> Rules:
        """The rules of its kind, in the order in which they are decided."""

    def facts(self) -> tuple[Fact, ...]:
        """What it establishes if all of them hold."""


#: The kinds of certificates, each with the function that reads its claim and its witness.
KINDS: dict[str, Callable[[Reader, Reader], Certificate]] = {
    Family.kind: Family.read,
    Attainment.kind: Attainment.read,
    Predictability.kind: Predictability.read,
    ClassicalBound.kind: ClassicalBound.read,
    FixingBoxes.kind: FixingBoxes.read,
    SymmetricPredictability.kind: SymmetricPredictability.read,
    PredictabilityTable.kind: PredictabilityTable.read,
    MagicSquare.kind: MagicSquare.read,
    Distillation.kind: Distillation.read,
    CodeWeights.kind: CodeWeights.read,
    TestedCells.kind: TestedCells.read,
    TestedLimit.kind: TestedLimit.read,
}


@dataclass(frozen=True)
class Report:
    """What the kernel says of one certificate.

    ``results`` has the rules that were decided, all of them or up to the first that fails; there are facts only if
    all rules hold.
    """

    kind: str
    results: tuple[RuleResult, ...]
    facts: tuple[Fact, ...]

    @property
    def rejection(self) -> RuleResult | None:
        """The rule that fails."""
        return next((result for result in self.results if result.failure is not None), None)

    @property
    def accepted(self) -> bool:
        """Whether every rule of the kind holds [R3.1]."""
        return self.rejection is None


def read(data: bytes) -> Certificate:
    """The certificate that the bytes of a file hold; raises ``UnreadableError`` if they break a rule of the wire."""
    document = Reader(read_document(data))
    document.only(["format", "version", "kind", "claim", "witness"], ["provenance"])
    if document.child("format").text() != FORMAT:
        document.child("format").fail("R6.7", f"the only format is {FORMAT}")
    if document.child("version").count() != VERSION:
        document.child("version").fail("R6.7", f"only version {VERSION} is known")
    kind = document.child("kind").one_of(list(KINDS), "R6.8")
    if document.has("provenance"):
        for note in document.child("provenance").members():
            note.text()
    return KINDS[kind](document.child("claim"), document.child("witness"))


def decide(certificate: Certificate) -> Report:
    """Whether the certificate keeps the rules of its kind, in their order."""
    results: list[RuleResult] = []
    for rule, broken in certificate.rules().items():
        results.append(RuleResult(rule, broken()))
        if results[-1].failure is not None:
            return Report(certificate.kind, tuple(results), ())
    return Report(certificate.kind, tuple(results), certificate.facts())


def check(data: bytes) -> Report:
    """Check the bytes of a certificate; raises ``UnreadableError`` if they break a rule of the wire."""
    return decide(read(data))
