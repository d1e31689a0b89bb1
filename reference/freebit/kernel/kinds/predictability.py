"""Kind ``predictability``: the maximum or minimum of P(f=0|x0) at maximal violation, for any f [R3.30]-[R3.34]."""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import Vector, constant, difference
from freebit.kernel.laws import ZERO, BoxLaws, not_asked
from freebit.kernel.model import Fact, Failure, Rules
from freebit.wire.reader import Reader, read_game


@dataclass(frozen=True)
class Extreme:
    """The ``sense`` ("max" or "min") of P(f=0|x0) at maximal violation is ``value``: proved, attained, or both."""

    game: ParityGame
    zeros: frozenset[Bits]
    x0: Bits
    sense: str
    value: Fraction
    proved: bool
    attained: bool

    def __str__(self) -> str:
        sign = {(True, True): "=", (True, False): "<=", (False, True): ">="}[self.proved, self.attained]
        if self.sense == "min":
            sign = {"<=": ">=", ">=": "<="}.get(sign, sign)
        return f"{self.sense} P(f=0|{format_bits(self.x0)}) {sign} {self.value}"


@dataclass(frozen=True)
class Predictability:
    """Kind ``predictability``: the maximum or minimum of P(f=0|x0) at maximal violation, for any f of the outputs.

    A ``dual`` vector D proves the bound, a ``primal`` box attains it; either may be absent.
    """

    game: ParityGame
    zeros: tuple[Bits, ...]
    x0: Bits
    sense: str
    value: Fraction
    dual: Vector | None
    primal: Vector | None

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Predictability":
        claim.only(["game", "zeros", "input", "sense", "value"])
        game = read_game(claim.child("game"))
        witness.only([], ["dual", "primal"])
        return cls(
            game,
            tuple(a.bits(game.parties) for a in claim.child("zeros").elements()),
            claim.child("input").bits(game.parties),
            claim.child("sense").one_of(["max", "min"]),
            claim.child("value").rational(),
            witness.child("dual").vector(game.parties) if witness.has("dual") else None,
            witness.child("primal").vector(game.parties) if witness.has("primal") else None,
        )

    def rules(self) -> Rules:
        laws = {} if self.primal is None else BoxLaws(self.game, self.primal).rules()
        return {
            "R3.30": self.something_shown,
            "R3.31": self.zeros_are_ordered,
            "R3.12": self.input_is_asked,
            "R3.32": self.dual_acts_as_gap,
            "R3.33": self.dual_is_not_negative,
            **laws,
            "R3.34": self.primal_attains,
        }

    def facts(self) -> tuple[Fact, ...]:
        shown = self.dual is not None, self.primal is not None
        return (Extreme(self.game, frozenset(self.zeros), self.x0, self.sense, self.value, *shown),)

    def something_shown(self) -> Failure | None:
        """[R3.30] the witness has a dual vector, a primal box, or both."""
        return Failure("witness", "it is empty") if self.dual is None and self.primal is None else None

    def zeros_are_ordered(self) -> Failure | None:
        """[R3.31] the outputs on which f is 0 are listed once each, in increasing order."""
        for i, (before, after) in enumerate(zip(self.zeros, self.zeros[1:], strict=False)):
            if before >= after:
                return Failure(f"claim/zeros/{i + 1}", f"{format_bits(after)} does not come after its predecessor")
        return None

    def input_is_asked(self) -> Failure | None:
        """[R3.12] the input is in X."""
        return not_asked(self.game, [self.x0], "claim/input")

    def dual_acts_as_gap(self) -> Failure | None:
        """[R3.32] D acts as value - P(f=0|x0) if the maximum is claimed, as P(f=0|x0) - value if the minimum."""
        if self.dual is None:
            return None
        sign = 1 if self.sense == "max" else -1
        gap = constant(self.x0, sign * self.value)
        for a in set(self.zeros):
            gap[a, self.x0] -= sign
        differs = difference(self.dual, gap, self.game.parties)
        return Failure("witness/dual", f"D is not the gap: {differs}") if differs else None

    def dual_is_not_negative(self) -> Failure | None:
        """[R3.33] D(a,x) >= 0 wherever I(a,x) = 0."""
        for (a, x), value in (self.dual or {}).items():
            if value < 0 and not self.game.coefficient(a, x):
                return Failure(f"witness/dual/{format_bits(a)}|{format_bits(x)}", f"{value} is negative and I = 0")
        return None

    def primal_attains(self) -> Failure | None:
        """[R3.34] the box has P(f=0|x0) = value."""
        if self.primal is None:
            return None
        found = sum((self.primal.get((a, self.x0), ZERO) for a in set(self.zeros)), ZERO)
        return None if found == self.value else Failure("witness/primal", f"P(f=0|x0) is {found}, not {self.value}")
