"""What a bound rests on: the assumptions of chapter 5, by rule and in short words [R5.7]-[R5.9].

Every theorem lists those that its proof uses, and wherever a bound is shown they stand with it [R6.68].
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """An assumption that no certificate and no data can prove: the rule that states it, and short words."""

    rule: str
    #: Words that go on after "if".
    words: str

    def __str__(self) -> str:
        return f"[{self.rule}] {self.words}"

    def document(self) -> dict[str, str]:
        """As an element of ``rests_on`` [R6.68]."""
        return {"rule": self.rule, "words": self.words}


#: [R5.7]
WEAK_SOURCE = Assumption("R5.7", "eq (1) holds with the assumed epsilon, given all that source and devices share")
#: [R5.8], with what [R5.41] and [R5.42] say of time.
SEPARATE_BOXES = Assumption(
    "R5.8",
    "all boxes are separate, serve in this run alone and hear nothing of one another, earlier quintuplets included",
)
#: [R5.9]
BLIND_OUTPUTS = Assumption("R5.9", "the outputs do not depend on the selection bits")
#: [R5.86]
DERIVED_INPUTS = Assumption("R5.86", "no box hears of the bits that a derived input is made of but by that input alone")


def condition_lines(rests_on: Iterable[Assumption]) -> list[str]:
    """All of them, each once, in lines that make one sentence: "if eq (1) holds ... [R5.7]", "and if ..."."""
    lines = [f"if {each.words} [{each.rule}]" for each in dict.fromkeys(rests_on)]
    return [lines[0], *(f"and {line}" for line in lines[1:])]


def conditions(rests_on: Iterable[Assumption]) -> str:
    """The same sentence in one line."""
    return ", ".join(condition_lines(rests_on))
