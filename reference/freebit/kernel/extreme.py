"""What the two kinds of predictability share: a maximum or minimum of P(f=0|x0), and what shows it [R3.30]."""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.model import Failure
from freebit.kernel.words import at_maximal_violation
from freebit.wire.reader import Reader, read_game


@dataclass(frozen=True)
class ClaimedExtreme:
    """The ``sense`` ("max" or "min") of P(f=0|x0) over boxes of maximal violation is ``value``."""

    game: ParityGame
    x0: Bits
    sense: str
    value: Fraction

    @classmethod
    def read(cls, claim: Reader, most_parties: int) -> "ClaimedExtreme":
        """What is claimed of the extreme; raises ``UnreadableError`` if it breaks a rule of the wire."""
        game = read_game(claim.child("game"), most_parties)
        return cls(
            game,
            claim.child("input").bits(game.parties),
            claim.child("sense").one_of(["max", "min"]),
            claim.child("value").rational(),
        )

    @property
    def sign(self) -> int:
        """1 for a maximum, -1 for a minimum: a dual vector acts as sign times (value - P(f=0|x0))."""
        return 1 if self.sense == "max" else -1

    def sentence(self, event: str, *, proved: bool, attained: bool) -> str:
        """What is known of the extreme, ``event`` being the words for f=0; one of the two at least holds."""
        upper, lower = ("<=", ">=") if self.sense == "max" else (">=", "<=")
        relation = "=" if proved and attained else upper if proved else lower
        probability = f"P({event}|{format_bits(self.x0)})"
        return f"{at_maximal_violation(self.game)}: {self.sense} {probability} {relation} {self.value}"


def nothing_shown(dual: object, primal: object) -> Failure | None:
    """[R3.30] the witness has a dual vector, a primal box, or both."""
    return Failure("witness", "it is empty") if dual is None and primal is None else None
