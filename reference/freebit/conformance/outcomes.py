"""What can become of a vector, and of a whole run [R7.7]."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What became of one vector; all but the first two are faults."""

    PASS = "pass"
    #: Not applicable: the operation or a feature was not declared.
    SKIP = "skip"
    #: A well-formed answer that is not the expected one.
    FAIL = "fail"
    CRASH = "crash"
    HANG = "hang"
    GARBAGE = "garbage"
    WRONG_SEQ = "wrong-seq"
    EOF = "end-of-file"
    #: Never asked: the program could not be started again.
    NOT_RUN = "not-run"


@dataclass(frozen=True)
class Result:
    """What became of one vector; ``known`` if the list of known failures names it."""

    id: str
    group: str
    operation: str
    rules: tuple[str, ...]
    status: Status
    detail: str
    seconds: float
    why: str
    known: bool = False

    @property
    def is_fault(self) -> bool:
        """Whether the vector was asked and not answered as it should be."""
        return self.status not in (Status.PASS, Status.SKIP)


@dataclass(frozen=True)
class Judgement:
    """The results of a run, in the order of the vectors."""

    implementation: str
    vectors_version: str
    seed: int
    results: tuple[Result, ...]
    #: Entries of the list of known failures that did not fail, or are no vectors.
    stale: tuple[str, ...]
    #: Why the program could not even say hello.
    no_hello: str | None = None
    #: Declared operations that no vector has [R7.18].
    unknown_operations: tuple[str, ...] = ()

    def count(self, status: Status) -> int:
        """How many vectors have the status."""
        return sum(result.status is status for result in self.results)

    @property
    def caught(self) -> tuple[str, ...]:
        """The ids of the vectors that found a fault which is not a known one."""
        return tuple(result.id for result in self.results if result.is_fault and not result.known)

    @property
    def passed(self) -> bool:
        """Something was judged, there is no fault that is not known, and no known one is stale [R7.6], [R7.14]."""
        judged = any(result.status is not Status.SKIP for result in self.results)
        return judged and not self.caught and not self.stale and self.no_hello is None
