"""Kind ``symmetric-predictability``: ``predictability`` for functions of the number of ones [R3.70]-[R3.75].

Its vectors give one number for each *type* of entry, so that it serves more parties than 4**n entries allow.  The
weights are numbers from 0 to n in order, the bits of the input are equal, and the vectors do what those of
``predictability`` do.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entry_types import Type, format_type, loses
from freebit.boxes.game import ParityGame
from freebit.kernel.extreme import ClaimedExtreme, nothing_shown
from freebit.kernel.laws import not_asked
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.symmetric import SymmetricBoxLaws, VectorByType, symmetric_contraction
from freebit.kernel.words import in_parts, shown_text
from freebit.wire.reader import Reader

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
        event = f"weight of a in {{{','.join(map(str, self.weights))}}}"
        optimum = ClaimedExtreme(self.game, self.x0, self.sense, self.value)
        return optimum.sentence(event, proved=self.proved, attained=self.attained)

    def parts(self) -> FactParts:
        """The weights, x0, the extreme, and what is shown of it."""
        return in_parts(
            SymmetricPredictability.kind,
            self.game,
            weights=",".join(map(str, self.weights)),
            input=format_bits(self.x0),
            sense=self.sense,
            value=str(self.value),
            shown=shown_text(proved=self.proved, attained=self.attained),
        )


@dataclass(frozen=True)
class SymmetricPredictability:
    """Kind ``symmetric-predictability``; either of ``dual`` and ``primal`` may be absent."""

    kind = "symmetric-predictability"

    claim: ClaimedExtreme
    weights: tuple[int, ...]
    dual: VectorByType | None
    primal: VectorByType | None

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "SymmetricPredictability":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "weights", "input", "sense", "value"])
        witness.only([], ["dual", "primal"])
        optimum = ClaimedExtreme.read(claim, MAX_SYMMETRIC_PARTIES)
        n = optimum.game.parties
        return cls(
            optimum,
            tuple(weight.count() for weight in claim.child("weights").elements()),
            witness.child("dual").types(n) if witness.has("dual") else None,
            witness.child("primal").types(n) if witness.has("primal") else None,
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        laws = {} if self.primal is None else SymmetricBoxLaws(self.claim.game, self.primal).rules()
        return {
            "R3.30": self.something_shown,
            "R3.71": self.weights_are_ordered,
            "R3.72": self.input_is_symmetric,
            "R3.74": self.dual_is_not_negative,
            "R3.73": self.dual_acts_as_gap,
            **laws,
            "R3.75": self.primal_attains,
        }

    def facts(self) -> tuple[SymmetricExtreme, ...]:
        """The extreme, and which of its two sides the witness shows."""
        shown = self.dual is not None, self.primal is not None
        claim = self.claim
        return (SymmetricExtreme(claim.game, self.weights, claim.x0, claim.sense, claim.value, *shown),)

    def something_shown(self) -> Failure | None:
        """[R3.30] the witness has a dual vector, a primal box, or both."""
        return nothing_shown(self.dual, self.primal)

    def weights_are_ordered(self) -> Failure | None:
        """[R3.71] the weights on which f is 0 are numbers from 0 to n, once each, in increasing order."""
        for i, weight in enumerate(self.weights):
            if weight > self.claim.game.parties or (i and self.weights[i - 1] >= weight):
                return Failure(f"claim/weights/{i}", f"{weight} is out of place")
        return None

    def input_is_symmetric(self) -> Failure | None:
        """[R3.72] the input is in X, and all its bits are equal."""
        outside = not_asked(self.claim.game, [self.claim.x0], "claim/input")
        if outside or len(set(self.claim.x0)) == 1:
            return outside
        return Failure("claim/input", f"the bits of {format_bits(self.claim.x0)} are not all equal")

    def _at_input(self, ones: int) -> Type:
        """The type of the outputs of the given weight on the input of the claim."""
        zeros = self.claim.game.parties - ones
        return (0, 0, zeros, ones) if self.claim.x0[0] else (zeros, ones, 0, 0)

    def dual_is_not_negative(self) -> Failure | None:
        """[R3.74] D >= 0 on every type with I = 0."""
        if self.dual is None:
            return None
        for kind, value in self.dual.numerators.items():
            if value < 0 and not loses(self.claim.game, kind):
                place = f"witness/dual/{format_type(kind)}"
                return Failure(place, f"{Fraction(value, self.dual.denominator)} is negative and I = 0")
        return None

    def dual_acts_as_gap(self) -> Failure | None:
        """[R3.73] D acts as value - P(f=0|x0) if the maximum is claimed, as P(f=0|x0) - value if the minimum."""
        if self.dual is None:
            return None
        n, value = self.claim.game.parties, self.claim.value
        scale = lcm(self.dual.denominator, value.denominator)
        rest = self.dual.scaled(scale)
        for ones in range(n + 1):
            gap = self.claim.sign * int(scale * (value - (ones in self.weights)))
            rest[self._at_input(ones)] = rest.get(self._at_input(ones), 0) - gap
        for i, j, found in symmetric_contraction(rest, n):
            if found:
                name = "0" * i + "1" * j + "-" * (n - i - j)
                return Failure(
                    "witness/dual", f"D differs from the gap by {Fraction(found, scale)} on correlator {name}"
                )
        return None

    def primal_attains(self) -> Failure | None:
        """[R3.75] the box has P(f=0|x0) = value."""
        if self.primal is None:
            return None
        n, box = self.claim.game.parties, self.primal.numerators
        total = sum(comb(n, ones) * box.get(self._at_input(ones), 0) for ones in set(self.weights) if ones <= n)
        found = Fraction(total, self.primal.denominator)
        if found == self.claim.value:
            return None
        return Failure("witness/primal", f"P(f=0|x0) is {found}, not {self.claim.value}")
