"""What the kernel speaks of: rules, and the places where they fail."""

from collections.abc import Callable
from dataclasses import dataclass

from freebit.boxes.game import ParityGame


@dataclass(frozen=True)
class Failure:
    """The first place where a rule fails, and why."""

    place: str
    message: str


@dataclass(frozen=True)
class FactParts:
    """What a fact says, part by part: the kind of its certificate, the game if there is one, and the rest of the claim.

    Numbers and words stand as in the file; lists have commas between their elements.
    """

    kind: str
    game: ParityGame | None
    about: tuple[tuple[str, str], ...]


#: The rules of a certificate by identifier, in the order in which they are decided; what is cheap comes first.
Rules = dict[str, Callable[[], Failure | None]]


@dataclass(frozen=True)
class RuleResult:
    """A rule that was decided, and its first failure; None if it holds."""

    rule: str
    failure: Failure | None
