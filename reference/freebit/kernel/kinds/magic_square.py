"""Kind ``magic-square``: at every input of the magic square some box that always wins has a certain answer [R3.120]."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.magic_square import COLUMN_ANSWERS, ENTRIES, INPUTS, LINES, ROW_ANSWERS, SquareEntry, wins
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import in_parts
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader

SquareBox = Rationals[SquareEntry]
SquareInput = tuple[int, int]


@dataclass(frozen=True)
class SquareAnswersCertain:
    """Proved: for each input, the answers (a, b) that some box which always wins gives there with probability 1."""

    answers: dict[SquareInput, tuple[Bits, Bits]]

    def __str__(self) -> str:
        return (
            f"magic square: at each of its {len(self.answers)} inputs some non-signalling box that always wins answers "
            "in one way, so that every function of the answers is certain in it"
        )

    def parts(self) -> FactParts:
        """The answers to each input."""
        listed = (f"{format_bits(a)},{format_bits(b)}|{r},{c}" for (r, c), (a, b) in sorted(self.answers.items()))
        return in_parts(MagicSquare.kind, None, answers=";".join(listed))


@dataclass(frozen=True)
class MagicSquare:
    """Kind ``magic-square``: a box for each input, by the input's name."""

    kind = "magic-square"

    boxes: dict[str, SquareBox]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "MagicSquare":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game"]).child("game").only(["name"]).child("name").one_of(["magic-square"], "R6.16")
        boxes = {
            member.key: member.numbers(ENTRIES.get, "R6.28", "the key is not the answers to a row and a column | these")
            for member in witness.child("boxes").members()
        }
        witness.only(["boxes"])
        return cls(boxes)

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.120": self.inputs_have_boxes,
            "R2.17": lambda: self._first_failure(_negative),
            "R2.18": lambda: self._first_failure(_not_normalised),
            "R2.19": lambda: self._first_failure(_signals),
            "R2.20": lambda: self._first_failure(_loses),
            "R3.121": self.answers_are_certain,
        }

    def facts(self) -> tuple[SquareAnswersCertain, ...]:
        """What every function of the outcomes has."""
        found = {(r, c): _certain(self.boxes[f"{r},{c}"], r, c) for r, c in INPUTS if f"{r},{c}" in self.boxes}
        return (SquareAnswersCertain({at: answers[0] for at, answers in found.items() if answers}),)

    def inputs_have_boxes(self) -> Failure | None:
        """[R3.120] there is a box for each input, and for nothing else."""
        for r, c in INPUTS:
            if f"{r},{c}" not in self.boxes:
                return Failure("witness/boxes", f"there is no box for the input {r},{c}")
        return Failure("witness/boxes", f"there are {len(self.boxes)} boxes, not 9") if len(self.boxes) > 9 else None

    def answers_are_certain(self) -> Failure | None:
        """[R3.121] the box of an input answers it in one way with probability 1."""
        for r, c in INPUTS:
            name = f"{r},{c}"
            if name in self.boxes and not _certain(self.boxes[name], r, c):
                return Failure(f"witness/boxes/{name}", f"no answer to {name} has the probability 1")
        return None

    def _first_failure(self, law: Callable[[SquareBox], Failure | None]) -> Failure | None:
        """The first box that breaks a law."""
        for name, box in self.boxes.items():
            failure = law(box)
            if failure:
                return Failure(f"witness/boxes/{name} at {failure.place}", failure.message)
        return None


def _certain(box: SquareBox, r: int, c: int) -> list[tuple[Bits, Bits]]:
    """The answers to an input that have the probability 1."""
    answers = [(a, b) for a in ROW_ANSWERS for b in COLUMN_ANSWERS]
    return [(a, b) for a, b in answers if box.numerators.get((a, b, r, c)) == box.denominator]


def _negative(box: SquareBox) -> Failure | None:
    """[R2.17] P(a,b|r,c) >= 0."""
    for name, entry in ENTRIES.items():
        value = box.numerators.get(entry, 0)
        if value < 0:
            return Failure(f"P({name})", f"{Fraction(value, box.denominator)} is negative")
    return None


def _not_normalised(box: SquareBox) -> Failure | None:
    """[R2.18] the answers to each input sum to 1."""
    for r, c in INPUTS:
        total = sum(box.numerators.get((a, b, r, c), 0) for a in ROW_ANSWERS for b in COLUMN_ANSWERS)
        if total != box.denominator:
            return Failure(f"{r},{c}", f"the probabilities sum to {Fraction(total, box.denominator)}, not 1")
    return None


def _signals(box: SquareBox) -> Failure | None:
    """[R2.19] the answer to a row does not depend on the column, nor that to a column on the row."""
    for r in LINES:
        for a in ROW_ANSWERS:
            sums = [sum(box.numerators.get((a, b, r, c), 0) for b in COLUMN_ANSWERS) for c in LINES]
            if len(set(sums)) > 1:
                return Failure(f"row {r}", f"the probability of {format_bits(a)} depends on the column")
    for c in LINES:
        for b in COLUMN_ANSWERS:
            sums = [sum(box.numerators.get((a, b, r, c), 0) for a in ROW_ANSWERS) for r in LINES]
            if len(set(sums)) > 1:
                return Failure(f"column {c}", f"the probability of {format_bits(b)} depends on the row")
    return None


def _loses(box: SquareBox) -> Failure | None:
    """[R2.20] nothing has a positive probability that does not win."""
    for name, entry in ENTRIES.items():
        if box.numerators.get(entry) and not wins(entry):
            return Failure(f"P({name})", "the answers differ where row and column meet, and are given")
    return None
