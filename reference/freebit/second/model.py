"""What the second checker speaks of: objections, statements and reports."""

from dataclasses import dataclass
from enum import Enum

from freebit.boxes.game import ParityGame
from freebit.errors import FreebitError


@dataclass(frozen=True)
class Objection:
    """A rule that does not hold, the first place where it fails, and why."""

    rule: str
    place: str
    message: str


class NotDecidedError(FreebitError):
    """A certificate that this checker cannot decide, and why."""


class SecondAnswer(Enum):
    """What the second checker says of a certificate; UNDECIDED is neither a proof nor a refutation."""

    PROVED = "proved"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Shown:
    """A statement that a certificate establishes, by the certificate's kind, its game, and the parts of the claim.

    The game is None for the magic square, which is the only game of its kind.

    Numbers, words and lists stand as in the file; lists have commas between their elements.
    """

    kind: str
    game: ParityGame | None
    about: tuple[tuple[str, str], ...]

    def __getitem__(self, part: str) -> str:
        """One part of the claim, such as "alpha"; raises ``KeyError`` if the claim has no such part."""
        return dict(self.about)[part]


@dataclass(frozen=True)
class SecondReport:
    """The answer, how many questions the solver answered as expected, and what is shown or objected to."""

    answer: SecondAnswer
    questions: int = 0
    objection: Objection | None = None
    shown: tuple[Shown, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether every rule holds."""
        return self.answer is SecondAnswer.PROVED
