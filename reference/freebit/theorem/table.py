"""All theorems, in the order in which tables and pictures show them.

A new theorem is a module of ``freebit.theorem.theorems`` and a row here.
"""

from typing import Any

from freebit.errors import InvalidError
from freebit.theorem.model import Theorem
from freebit.theorem.theorems.column import COLUMN
from freebit.theorem.theorems.column_sharp import COLUMN_SHARP
from freebit.theorem.theorems.column_total import COLUMN_TOTAL
from freebit.theorem.theorems.many_bits import MANY_BITS, MANY_BITS_DERIVED
from freebit.theorem.theorems.paper import EQ_13
from freebit.theorem.theorems.row import ROW
from freebit.theorem.theorems.row_sharp import ROW_SHARP
from freebit.theorem.theorems.tested import TESTED_DERIVED, TESTED_LOCAL

AnyTheorem = Theorem[Any, Any, Any]

THEOREMS: dict[str, AnyTheorem] = {
    each.name: each
    for each in (
        *(EQ_13, ROW, ROW_SHARP, COLUMN, COLUMN_SHARP, COLUMN_TOTAL),
        *(TESTED_LOCAL, TESTED_DERIVED, MANY_BITS, MANY_BITS_DERIVED),
    )
}

#: The protocol that is meant where none is named: of the paper's, the one that asks for the least.
DEFAULT_PROTOCOL = COLUMN_SHARP.protocol


def many_bits_protocol(*, derived: bool = False) -> str:
    """The protocol of keys of many bits, with local or with derived inputs."""
    return (MANY_BITS_DERIVED if derived else MANY_BITS).protocol


def protocols() -> tuple[str, ...]:
    """The protocols that the theorems are about, in the order of the table."""
    return tuple(dict.fromkeys(each.protocol for each in THEOREMS.values()))


def theorem_named(name: str) -> AnyTheorem:
    """The theorem of that name; raises ``ValueError`` if there is none."""
    if name not in THEOREMS:
        raise InvalidError(f"there is no theorem {name!r}; there are {', '.join(THEOREMS)}")
    return THEOREMS[name]


def preferred(protocol: str) -> AnyTheorem:
    """The theorem used where only the protocol is given; raises ``ValueError`` for an unknown protocol."""
    for each in THEOREMS.values():
        if each.protocol == protocol and each.preferred:
            return each
    raise InvalidError(f"the selection {protocol!r} is not one of {', '.join(protocols())}")


def chosen(protocol: str | None, theorem: str | AnyTheorem | None) -> AnyTheorem:
    """The theorem that is meant: the one named, or the preferred one of the protocol, or of the default protocol.

    Raises ``ValueError`` for an unknown name, or a theorem that is about another protocol.
    """
    if theorem is None:
        return preferred(DEFAULT_PROTOCOL if protocol is None else protocol)
    found = theorem_named(theorem) if isinstance(theorem, str) else theorem
    if protocol not in (None, found.protocol):
        raise InvalidError(f"the theorem {found} is about the {found.protocol_words}, not {protocol}")
    return found
