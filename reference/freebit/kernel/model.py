"""What the kernel speaks of: rules, and the places where they fail."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """The first place where a rule fails, and why."""

    place: str
    message: str


#: The rules of a certificate by identifier, in the order in which they are decided; what is cheap comes first.
Rules = dict[str, Callable[[], Failure | None]]


@dataclass(frozen=True)
class RuleResult:
    """A rule that was decided, and its first failure; None if it holds."""

    rule: str
    failure: Failure | None
