"""The operation on certificates [R3.1], [R6.1]-[R6.17]."""

from freebit.conformance.operations.shared import Operation, Value, text_or_bytes
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.wire.reader import Reader


def certificate(reader: Reader) -> Value:
    """Whether a certificate is accepted, rejected or unreadable [R3.1]."""
    rejection = check(text_or_bytes(reader)).rejection
    if rejection is not None and rejection.failure is not None:
        raise InvalidError(f"[{rejection.rule}] at {rejection.failure.place}: {rejection.failure.message}")
    return {}


OPERATIONS: dict[str, Operation] = {"certificate": certificate}
