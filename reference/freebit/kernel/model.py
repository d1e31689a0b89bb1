"""What the kernel speaks of: rules, failures, facts and reports [R3.1]."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Failure:
    """The first place where a rule fails, and why."""

    place: str
    message: str


#: The rules of a certificate by identifier, in the order in which they are reported.
Rules = dict[str, Callable[[], Failure | None]]


class Fact(Protocol):
    """What an accepted certificate establishes; ``str`` says it in words."""


@dataclass(frozen=True)
class RuleResult:
    """A rule and its first failure, None if it holds."""

    rule: str
    failure: Failure | None


@dataclass(frozen=True)
class Report:
    """What the kernel says of one certificate; there are facts only if it is accepted."""

    kind: str
    results: tuple[RuleResult, ...]
    facts: tuple[Fact, ...]

    @property
    def rejection(self) -> RuleResult | None:
        """The first rule that fails."""
        return next((result for result in self.results if result.failure is not None), None)

    @property
    def accepted(self) -> bool:
        return self.rejection is None


class Certificate(Protocol):
    """A certificate that has been read: its rules, by identifier, and what follows if all of them hold."""

    def rules(self) -> Rules: ...

    def facts(self) -> tuple[Fact, ...]: ...
