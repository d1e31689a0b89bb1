"""Kind ``symmetric-predictability``: ``predictability`` for functions of the number of ones [R3.70]-[R3.75].

Its vectors give one number for each *type* of entry, so that it serves more parties than 4**n entries allow.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entry_types import Type, format_type, loses
from freebit.boxes.game import ParityGame
from freebit.kernel.functional import common_denominator
from freebit.kernel.laws import ZERO
from freebit.kernel.model import Fact, Failure, Rules
from freebit.kernel.symmetric import SymmetricBoxLaws, symmetric_contraction
from freebit.wire.reader import Reader, read_game

#: The games of ``symmetric-predictability`` are at most this large [R6.16].
MAX_SYMMETRIC_PARTIES = 24


@dataclass(frozen=True)
class SymmetricExtreme:
    """The maximum or minimum of P(weight(a) in weights | x0) at maximal violation: proved, attained, or both."""

    game: ParityGame
    weights: tuple[int, ...]
    x0: Bits
    sense: str
    value: Fraction
    proved: bool
    attained: bool

    def __str__(self) -> str:
        sign = {(True, True): "=", (True, False): "<=", (False, True): ">="}[self.proved, self.attained]
        if self.sense == "min":
            sign = {"<=": ">=", ">=": "<="}.get(sign, sign)
        event = f"P(weight in {','.join(map(str, self.weights))}|{format_bits(self.x0)})"
        return f"{self.game.parties} parties: {self.sense} {event} {sign} {self.value}"


@dataclass(frozen=True)
class SymmetricPredictability:
    """Kind ``symmetric-predictability``: P(f=0|x0) for f a function of the weight of a, on vectors by type [R3.70]."""

    game: ParityGame
    weights: tuple[int, ...]
    x0: Bits
    sense: str
    value: Fraction
    dual: dict[Type, Fraction] | None
    primal: dict[Type, Fraction] | None

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "SymmetricPredictability":
        claim.only(["game", "weights", "input", "sense", "value"])
        game = read_game(claim.child("game"), MAX_SYMMETRIC_PARTIES)
        witness.only([], ["dual", "primal"])
        return cls(
            game,
            tuple(weight.count() for weight in claim.child("weights").elements()),
            claim.child("input").bits(game.parties),
            claim.child("sense").one_of(["max", "min"]),
            claim.child("value").rational(),
            witness.child("dual").types(game.parties) if witness.has("dual") else None,
            witness.child("primal").types(game.parties) if witness.has("primal") else None,
        )

    def rules(self) -> Rules:
        laws = {} if self.primal is None else SymmetricBoxLaws(self.game, self.primal).rules()
        return {
            "R3.30": self.something_shown,
            "R3.71": self.weights_are_ordered,
            "R3.72": self.input_is_symmetric,
            "R3.73": self.dual_acts_as_gap,
            "R3.74": self.dual_is_not_negative,
            **laws,
            "R3.75": self.primal_attains,
        }

    def facts(self) -> tuple[Fact, ...]:
        shown = self.dual is not None, self.primal is not None
        return (SymmetricExtreme(self.game, self.weights, self.x0, self.sense, self.value, *shown),)

    def something_shown(self) -> Failure | None:
        """[R3.30] the witness has a dual vector, a primal box, or both."""
        return Failure("witness", "it is empty") if self.dual is None and self.primal is None else None

    def weights_are_ordered(self) -> Failure | None:
        """[R3.71] the weights on which f is 0 are numbers from 0 to n, once each, in increasing order."""
        for i, weight in enumerate(self.weights):
            if weight > self.game.parties or (i and self.weights[i - 1] >= weight):
                return Failure(f"claim/weights/{i}", f"{weight} is out of place")
        return None

    def input_is_symmetric(self) -> Failure | None:
        """[R3.72] the input is in X, and all its bits are equal."""
        if self.game.target(self.x0) is None:
            return Failure("claim/input", f"the input {format_bits(self.x0)} is outside X")
        return None if len(set(self.x0)) == 1 else Failure("claim/input", "its bits are not all equal")

    def _at_input(self, ones: int) -> Type:
        """The type of the outputs of the given weight on the input of the claim."""
        zeros = self.game.parties - ones
        return (0, 0, zeros, ones) if self.x0[0] else (zeros, ones, 0, 0)

    def dual_acts_as_gap(self) -> Failure | None:
        """[R3.73] D acts as value - P(f=0|x0) if the maximum is claimed, as P(f=0|x0) - value if the minimum."""
        if self.dual is None:
            return None
        n, sign = self.game.parties, 1 if self.sense == "max" else -1
        rest = dict(self.dual)
        for ones in range(n + 1):
            gap = sign * (self.value - (ones in self.weights))
            rest[self._at_input(ones)] = rest.get(self._at_input(ones), ZERO) - gap
        scale = common_denominator(rest.values())
        for place, value in symmetric_contraction({t: int(v * scale) for t, v in rest.items()}, n):
            if value:
                name = "0" * place[0] + "1" * place[1] + "-" * (n - sum(place))
                return Failure(
                    "witness/dual", f"D differs from the gap by {Fraction(value, scale)} on correlator {name}"
                )
        return None

    def dual_is_not_negative(self) -> Failure | None:
        """[R3.74] D >= 0 on every type with I = 0."""
        for kind, value in (self.dual or {}).items():
            if value < 0 and not loses(self.game, kind):
                return Failure(f"witness/dual/{format_type(kind)}", f"{value} is negative and I = 0")
        return None

    def primal_attains(self) -> Failure | None:
        """[R3.75] the box has P(f=0|x0) = value."""
        if self.primal is None:
            return None
        n = self.game.parties
        found = sum((comb(n, k) * self.primal.get(self._at_input(k), ZERO) for k in set(self.weights)), ZERO)
        return None if found == self.value else Failure("witness/primal", f"P(f=0|x0) is {found}, not {self.value}")
