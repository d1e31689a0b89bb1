"""The kernel: decides whether a certificate proves its claim [R3.1].

Standard library only.  The kernel rebuilds every row from the definition of the game and trusts no number,
no order and no symmetry of a file.  A certificate is accepted iff every rule of its kind holds; the report
lists all of them and, for one that fails, the first place.
"""

from collections.abc import Callable, Collection

from freebit.kernel.kinds.attainment import Attainment
from freebit.kernel.kinds.classical_bound import ClassicalBound
from freebit.kernel.kinds.distillation import Distillation
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.fixing_boxes import FixingBoxes
from freebit.kernel.kinds.predictability import Predictability
from freebit.kernel.kinds.symmetric_predictability import SymmetricPredictability
from freebit.kernel.model import Certificate, Report, RuleResult
from freebit.wire.document import read_document
from freebit.wire.reader import Reader

FORMAT = "freebit-certificate"
VERSION = 1

#: The kinds of certificates, each with the function that reads its claim and its witness.
KINDS: dict[str, Callable[[Reader, Reader], Certificate]] = {
    "family": Family.read,
    "attainment": Attainment.read,
    "predictability": Predictability.read,
    "classical-bound": ClassicalBound.read,
    "fixing-boxes": FixingBoxes.read,
    "symmetric-predictability": SymmetricPredictability.read,
    "distillation": Distillation.read,
}


def check(data: bytes, off: Collection[str] = ()) -> Report:
    """Check the bytes of a certificate; rules named in ``off`` are skipped, which only tests should ask for.

    Raises ``UnreadableError`` if the document breaks a rule of the wire.
    """
    skipped = frozenset(off)
    document = Reader(read_document(data, skipped), "document", skipped)
    document.only(["format", "version", "kind", "claim", "witness"], ["provenance"])
    if document.child("format").text() != FORMAT and "R6.7" not in skipped:
        document.child("format").fail("R6.7", f"the only format is {FORMAT}")
    if document.child("version").count() != VERSION and "R6.7" not in skipped:
        document.child("version").fail("R6.7", f"only version {VERSION} is known")
    kind = document.child("kind").one_of(list(KINDS), "R6.8")
    if document.has("provenance"):
        for note in document.child("provenance").members():
            note.text()
    certificate = KINDS[kind](document.child("claim"), document.child("witness"))
    results = tuple(RuleResult(rule, holds()) for rule, holds in certificate.rules().items() if rule not in skipped)
    accepted = all(result.failure is None for result in results)
    return Report(kind, results, certificate.facts() if accepted else ())
