"""Kind ``code``: how many messages of a binary linear code have words of small weight [R3.90]-[R3.96].

The claim has a code of L bits and n cells and, for some weights, numbers of messages.  For every w no more messages
other than 0 have words of weight at most w than are claimed for weights at most w; and if the claim is exact, then
exactly the claimed numbers have words of each weight.  Small codes are counted; for concatenations with Reed-Solomon
codes the weights are known in closed form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from freebit.codes.code import AnyCode, Concatenation, GeneratorCode
from freebit.codes.weights import counted, exactly_known, least_weights
from freebit.kernel.model import FactParts, Failure, Rules
from freebit.kernel.words import in_parts
from freebit.wire.codes import StatedCode, read_stated_code, wrong_modulus, wrong_size
from freebit.wire.reader import Reader

#: Codes of at most so many bits and cells are counted [R3.93].
MAX_COUNTED_BITS, MAX_COUNTED_CELLS = 16, 2**16

COUNTING, MDS = "counting", "mds"
EXACT, BOUND = "exact", "bound"


@dataclass(frozen=True)
class WeightsOfCode:
    """Proved: for every w the messages other than 0 whose words have weight at most w are at most as many as
    ``weights`` lists for weights at most w; if ``exact``, they have exactly the listed weights, each as often."""

    code: AnyCode
    weights: tuple[tuple[int, int], ...]
    exact: bool

    def __str__(self) -> str:
        least, number = self.weights[0]
        total = sum(count for _, count in self.weights)
        what = "has exactly" if self.exact else "has, for each w, no more words of weight at most w than"
        return (
            f"{self.code}, of {self.code.bits} bits and {self.code.cells} cells, {what} the listed ones: "
            f"{total} of weight at least {least}, {number} of them of weight {least}"
        )

    def parts(self) -> FactParts:
        """The code, the sense, and the weights."""
        return in_parts(
            CodeWeights.kind,
            None,
            bits=str(self.code.bits),
            cells=str(self.code.cells),
            code=_in_numbers(self.code),
            sense=EXACT if self.exact else BOUND,
            weights=",".join(f"{weight}:{messages}" for weight, messages in self.weights),
        )


@dataclass(frozen=True)
class CodeWeights:
    """Kind ``code``."""

    kind = "code"

    code: AnyCode
    bits: int
    cells: int
    weights: tuple[tuple[int, Fraction], ...]
    sense: str
    why: str

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "CodeWeights":
        """Claim and witness as they stand; raises ``UnreadableError`` if they break a rule of the wire."""
        claim.only(["bits", "cells", "code", "sense", "weights"])
        stated = read_stated_code(claim)
        return cls(
            stated.code,
            stated.bits,
            stated.cells,
            tuple(
                (line.child("weight").count(), line.child("messages").rational())
                for line in claim.child("weights").elements()
                if line.only(["weight", "messages"])
            ),
            claim.child("sense").one_of([EXACT, BOUND]),
            witness.only(["why"]).child("why").one_of([COUNTING, MDS]),
        )

    def rules(self) -> Rules:
        """The rules of this kind, in the order in which they are decided."""
        return {
            "R3.90": self.sizes_fit,
            "R3.91": self.modulus_is_irreducible,
            "R3.92": self.weights_are_listed,
            "R3.93": self.it_can_be_counted,
            "R3.94": self.form_is_known,
            "R3.95": self.weights_suffice,
            "R3.96": self.weights_are_exact,
        }

    def facts(self) -> tuple[WeightsOfCode, ...]:
        """The weights."""
        return (WeightsOfCode(self.code, tuple((w, int(n)) for w, n in self.weights), self.sense == EXACT),)

    def sizes_fit(self) -> Failure | None:
        """[R3.90] there is a bit, and the code has the claimed numbers of bits and cells.

        A concatenation has 1 <= K <= N <= 2^m, from 1 to m K bits, and as many cells as N inner words.
        """
        return _failure(wrong_size(StatedCode(self.code, self.bits, self.cells)))

    def modulus_is_irreducible(self) -> Failure | None:
        """[R3.91] the modulus of a concatenation is irreducible, so that there is a field."""
        return _failure(wrong_modulus(self.code))

    def weights_are_listed(self) -> Failure | None:
        """[R3.92] the weights are from 0 to n and increase; the numbers are integers, at least 1."""
        last = -1
        for i, (weight, messages) in enumerate(self.weights):
            if not last < weight <= self.cells:
                return Failure(f"claim/weights/{i}/weight", f"{weight} is out of place")
            if messages < 1 or messages.denominator != 1:
                return Failure(f"claim/weights/{i}/messages", f"{messages} is no number of messages")
            last = weight
        return None

    def it_can_be_counted(self) -> Failure | None:
        """[R3.93] codes that are counted, and generators, have at most 16 bits and at most 2^16 cells."""
        by_counting = self.why == COUNTING or isinstance(self.code, GeneratorCode)
        if by_counting and (self.bits > MAX_COUNTED_BITS or self.cells > MAX_COUNTED_CELLS):
            return Failure("witness/why", f"{self.bits} bits on {self.cells} cells are too many to be counted")
        return None

    def form_is_known(self) -> Failure | None:
        """[R3.94] the closed form is that of concatenations."""
        if self.why == MDS and isinstance(self.code, GeneratorCode):
            return Failure("witness/why", "a generator has no outer code")
        return None

    def _known(self) -> Mapping[int, int]:
        """For each weight, how many messages are known only to have words of at least this weight."""
        if self.why == COUNTING or isinstance(self.code, GeneratorCode):
            return counted(self.code)
        return least_weights(self.code)

    def weights_suffice(self) -> Failure | None:
        """[R3.95] for every w no more messages have words of weight at most w than are claimed for weights at most w.

        Where more messages are known of than there are, for a part of an outer code, all count.
        """
        claimed = dict(zip((w for w, _ in self.weights), accumulate(n for _, n in self.weights), strict=True))
        allowed, so_far = Fraction(0), 0
        known = self._known()
        for weight in sorted({*claimed, *known}):
            so_far += known.get(weight, 0)
            allowed = claimed.get(weight, allowed)
            if min(so_far, (1 << self.bits) - 1) > allowed:
                return Failure("claim/weights", f"more messages have, or may have, words of weight at most {weight}")
        return None

    def weights_are_exact(self) -> Failure | None:
        """[R3.96] if the claim is exact, the weights are known, and are those of the claim."""
        if self.sense == BOUND:
            return None
        if self.why == MDS and isinstance(self.code, Concatenation) and not exactly_known(self.code):
            return Failure("claim/sense", "the closed form gives no more than a bound here")
        known = self._known()
        for i, (weight, messages) in enumerate(self.weights):
            if known.get(weight, 0) != messages:
                return Failure(f"claim/weights/{i}/messages", f"another number of messages has weight {weight}")
        return None


def _in_numbers(code: AnyCode) -> str:
    """The rows of a generator, or the parts of a concatenation."""
    if isinstance(code, GeneratorCode):
        return ",".join(f"{row:0{code.cells}b}" for row in code.rows)
    return f"{code.inner},{code.field.modulus:b},{code.length},{code.dimension}"


def _failure(wrong: tuple[str, str] | None) -> Failure | None:
    return None if wrong is None else Failure(f"claim/{wrong[0]}", wrong[1])
