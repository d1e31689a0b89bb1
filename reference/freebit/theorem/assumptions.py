"""What a bound rests on: the assumptions of chapter 5, by rule and in short words [R5.7]-[R5.9].

Every theorem lists those that its proof uses, and every bound is printed with them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """An assumption that no certificate and no data can prove: the rule that states it, and short words."""

    rule: str
    #: Words that go on after "if".
    words: str


#: [R5.7]
WEAK_SOURCE = Assumption("R5.7", "eq (1) holds with the assumed epsilon, given all that devices and source share")
#: [R5.8]
SEPARATE_BOXES = Assumption(
    "R5.8", "all boxes are separate and none gets anything from another, earlier quintuplets included"
)
#: [R5.9]
BLIND_OUTPUTS = Assumption("R5.9", "the outputs do not depend on the selection bits")
