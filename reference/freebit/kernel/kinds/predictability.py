"""Kind ``predictability``: the maximum or minimum of P(f=0|x0) at maximal violation, for any f [R3.30]-[R3.34].

A dual vector acts as value - P(f=0|x0), or its negative for a minimum, and is not negative where I = 0; a primal box
keeps the laws, loses nowhere and has P(f=0|x0) = value.
"""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.entries import format_entry, index_of
from freebit.boxes.game import ParityGame
from freebit.kernel.extreme import ClaimedExtreme, nothing_shown
from freebit.kernel.functional import IndexedVector, difference, losing, row_vector
from freebit.kernel.laws import BoxLaws, not_asked
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import in_parts, shown_text, words_text
from freebit.wire.reader import MAX_PARTIES, Reader


@dataclass(frozen=True)
class Extreme:
    """The ``sense`` ("max" or "min") of P(f=0|x0) at maximal violation is ``value``: proved, attained, or both.

    The function f is 0 on ``zeros`` and 1 on the other outputs.
    """

    game: ParityGame
    zeros: frozenset[Bits]
    x0: Bits
    sense: str
    value: Fraction
    proved: bool
    attained: bool

    def __str__(self) -> str:
        optimum = ClaimedExtreme(self.game, self.x0, self.sense, self.value)
        sentence = optimum.sentence("f=0", proved=self.proved, attained=self.attained)
        return f"{sentence}, where f=0 on {words_text(self.zeros) or 'no output'}"

    def parts(self) -> FactParts:
        """The outputs on which f is 0, x0, the extreme, and what is shown of it."""
        return in_parts(
            Predictability.kind,
            self.game,
            zeros=words_text(self.zeros),
            input=format_bits(self.x0),
            sense=self.sense,
            value=str(self.value),
            shown=shown_text(proved=self.proved, attained=self.attained),
        )


@dataclass(frozen=True)
class Predictability:
    """Kind ``predictability``; either of ``dual`` and ``primal`` may be absent."""

    kind = "predictability"

    claim: ClaimedExtreme
    zeros: tuple[Bits, ...]
    dual: IndexedVector | None
    primal: IndexedVector | None

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Predictability":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["game", "zeros", "input", "sense", "value"])
        witness.only([], ["dual", "primal"])
        optimum = ClaimedExtreme.read(claim, MAX_PARTIES)
        n = optimum.game.parties
        return cls(
            optimum,
            tuple(a.bits(n) for a in claim.child("zeros").elements()),
            witness.child("dual").vector(n) if witness.has("dual") else None,
            witness.child("primal").vector(n) if witness.has("primal") else None,
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        laws = {} if self.primal is None else BoxLaws(self.claim.game, self.primal).rules()
        return {
            "R3.30": self.something_shown,
            "R3.31": self.zeros_are_ordered,
            "R3.12": self.input_is_asked,
            "R3.33": self.dual_is_not_negative,
            "R3.32": self.dual_acts_as_gap,
            **laws,
            "R3.34": self.primal_attains,
        }

    def facts(self) -> tuple[Extreme, ...]:
        """The extreme, and which of its two sides the witness shows."""
        shown = self.dual is not None, self.primal is not None
        claim = self.claim
        return (Extreme(claim.game, frozenset(self.zeros), claim.x0, claim.sense, claim.value, *shown),)

    def something_shown(self) -> Failure | None:
        """[R3.30] the witness has a dual vector, a primal box, or both."""
        return nothing_shown(self.dual, self.primal)

    def zeros_are_ordered(self) -> Failure | None:
        """[R3.31] the outputs on which f is 0 are listed once each, in increasing order."""
        for i, (before, after) in enumerate(zip(self.zeros, self.zeros[1:], strict=False)):
            if before >= after:
                return Failure(f"claim/zeros/{i + 1}", f"{format_bits(after)} does not come after its predecessor")
        return None

    def input_is_asked(self) -> Failure | None:
        """[R3.12] the input is in X."""
        return not_asked(self.claim.game, [self.claim.x0], "claim/input")

    def dual_is_not_negative(self) -> Failure | None:
        """[R3.33] D(a,x) >= 0 wherever I(a,x) = 0."""
        if self.dual is None:
            return None
        lost = losing(self.claim.game)
        for index, value in self.dual.numerators.items():
            if value < 0 and index not in lost:
                return Failure(
                    f"witness/dual/{format_entry(index, self.claim.game.parties)}",
                    f"{Fraction(value, self.dual.denominator)} is negative and I = 0",
                )
        return None

    def dual_acts_as_gap(self) -> Failure | None:
        """[R3.32] D acts as value - P(f=0|x0) if the maximum is claimed, as P(f=0|x0) - value if the minimum."""
        if self.dual is None:
            return None
        n, (p, q), zeros = self.claim.game.parties, self.claim.value.as_integer_ratio(), set(self.zeros)
        gap = row_vector(self.claim.x0, (self.claim.sign * (p - q * (a in zeros)) for a in all_bits(n)), q)
        differs = difference(self.dual, gap, n)
        return Failure("witness/dual", f"D is not the gap: {differs}") if differs else None

    def primal_attains(self) -> Failure | None:
        """[R3.34] the box has P(f=0|x0) = value."""
        if self.primal is None:
            return None
        indices = {index_of(a, self.claim.x0) for a in self.zeros}
        found = Fraction(sum(self.primal.numerators.get(i, 0) for i in indices), self.primal.denominator)
        if found == self.claim.value:
            return None
        return Failure("witness/primal", f"P(f=0|x0) is {found}, not {self.claim.value}")
