"""The operations that vectors ask for, by name, and freebit's answers [R7.10]."""

from freebit.conformance.operations import bounds, boxes, documents, samples, sources, steps, tested
from freebit.conformance.operations.shared import Answer, Operation, judged

OPERATIONS: dict[str, Operation] = {
    **boxes.OPERATIONS,
    **sources.OPERATIONS,
    **steps.OPERATIONS,
    **tested.OPERATIONS,
    **documents.OPERATIONS,
    **bounds.OPERATIONS,
    **samples.OPERATIONS,
}


def answer(operation: str, document: object) -> Answer:
    """The answer to one question; raises ``KeyError`` for an operation that does not exist."""
    return judged(OPERATIONS[operation], document)
