"""The kernel: decides whether a certificate proves its claim [R3.1].

Standard library only.  The kernel rebuilds every row from the definition of the game and trusts no number,
no order and no symmetry of a file.  A certificate is accepted iff every rule of its kind holds; the report
lists all of them and, for one that fails, the first place.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from freebit.bits import Bits, all_bits, format_bits, majority_of
from freebit.certificate.format import FORMAT, MAX_PARTIES, VERSION, Reader, read_document
from freebit.certificate.functional import (
    Vector,
    common_denominator,
    constant,
    dense,
    difference,
    entries,
    losing_inputs,
)
from freebit.game import ParityGame, game_named

ZERO = Fraction(0)


@dataclass(frozen=True)
class Failure:
    """The first place where a rule fails, and why."""

    place: str
    message: str


@dataclass(frozen=True)
class Bound:
    """Proved: |P(maj=0|y) - P(maj=1|y)| <= alpha + sum of beta(y,x) I(a,x) P(a|x) for non-signalling P, eq (6)."""

    game: ParityGame
    triple: tuple[int, ...]
    y: Bits
    alpha: Fraction
    beta: tuple[tuple[Bits, Fraction], ...]

    def __str__(self) -> str:
        triple = ",".join(str(party + 1) for party in self.triple)
        low, high = (1 - self.alpha) / 2, (1 + self.alpha) / 2
        return f"{low} <= P(maj({triple})=0|{format_bits(self.y)}) <= {high}"


@dataclass(frozen=True)
class Attained:
    """Shown: some non-signalling box of maximal violation has P(maj=value|x0) = probability."""

    game: ParityGame
    triple: tuple[int, ...]
    x0: Bits
    value: int
    probability: Fraction

    def __str__(self) -> str:
        triple = ",".join(str(party + 1) for party in self.triple)
        return f"P(maj({triple})={self.value}|{format_bits(self.x0)}) = {self.probability} occurs"


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


class Fact(Protocol):
    """What an accepted certificate establishes; ``str`` says it in words."""


@dataclass(frozen=True)
class RuleResult:
    """A rule and its first failure, None if it holds."""

    rule: str
    failure: Failure | None


@dataclass(frozen=True)
class Report:
    """What the kernel says of one certificate; there are facts only if it is accepted."""

    kind: str
    results: tuple[RuleResult, ...]
    facts: tuple[Fact, ...]

    @property
    def rejection(self) -> RuleResult | None:
        """The first rule that fails."""
        return next((result for result in self.results if result.failure is not None), None)

    @property
    def accepted(self) -> bool:
        return self.rejection is None


class Certificate(Protocol):
    """A certificate that has been read: its rules, by identifier, and what follows if all of them hold."""

    def rules(self) -> dict[str, Callable[[], Failure | None]]: ...

    def facts(self) -> tuple[Fact, ...]: ...


@dataclass(frozen=True)
class Family:
    """Kind ``family``: one alpha, and for each input y of the claim numbers beta(y,x) and vectors W and G."""

    game: ParityGame
    triple: tuple[int, ...]
    alpha: Fraction
    beta: dict[Bits, dict[Bits, Fraction]]
    witness: dict[Bits, tuple[Vector, Vector]]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Family":
        claim.only(["game", "triple", "alpha", "beta"])
        game = read_game(claim.child("game"))
        n = game.parties
        return cls(
            game,
            claim.child("triple").triple(n),
            claim.child("alpha").rational(),
            {member.key_bits(n): member.row(n) for member in claim.child("beta").members()},
            {
                member.key_bits(n): (member.child("W").vector(n), member.child("G").vector(n))
                for member in witness.members()
                if member.only(["W", "G"])
            },
        )

    def rules(self) -> dict[str, Callable[[], Failure | None]]:
        return {
            "R3.10": self.triple_is_three,
            "R3.11": self.members_match,
            "R3.12": self.inputs_are_asked,
            "R3.13": self.beta_is_complete,
            "R3.14": self.beta_is_not_negative,
            "R3.15": self.weights_act_as_one,
            "R3.16": self.majority_acts_right,
            "R3.17": self.entries_are_bounded,
        }

    def facts(self) -> tuple[Fact, ...]:
        return tuple(
            Bound(self.game, self.triple, y, self.alpha, tuple(sorted(row.items()))) for y, row in self.beta.items()
        )

    def triple_is_three(self) -> Failure | None:
        """[R3.10] the triple is three different parties in increasing order."""
        return _not_three(self.triple, "claim/triple")

    def members_match(self) -> Failure | None:
        """[R3.11] at least one input y is claimed, and the witness has members for just the claimed ones."""
        if not self.beta:
            return Failure("claim/beta", "no input is claimed")
        for y in sorted(self.beta.keys() ^ self.witness.keys()):
            return Failure("claim/beta" if y in self.witness else "witness", f"{format_bits(y)} is missing")
        return None

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every claimed input y is in X."""
        return _not_asked(self.game, self.beta, "claim/beta")

    def beta_is_complete(self) -> Failure | None:
        """[R3.13] for each y, beta(y,x) is given for just the inputs x in X."""
        for y, row in self.beta.items():
            for x in sorted(row.keys() ^ set(self.game.inputs)):
                what = "has a beta but is outside X" if x in row else "has no beta"
                return Failure(f"claim/beta/{format_bits(y)}", f"the input {format_bits(x)} {what}")
        return None

    def beta_is_not_negative(self) -> Failure | None:
        """[R3.14] every beta(y,x) is at least 0."""
        for y, row in self.beta.items():
            for x, value in row.items():
                if value < 0:
                    return Failure(f"claim/beta/{format_bits(y)}/{format_bits(x)}", f"{value} is negative")
        return None

    def weights_act_as_one(self) -> Failure | None:
        """[R3.15] W acts as 1 on every non-signalling box."""
        for y, (weights, _) in self.witness.items():
            differs = difference(weights, constant(y), self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/W", f"W is not 1: {differs}")
        return None

    def majority_acts_right(self) -> Failure | None:
        """[R3.16] G acts as P(maj=0|y) - P(maj=1|y) on every non-signalling box."""
        outputs = all_bits(self.game.parties)
        for y, (_, majority) in self.witness.items():
            wanted = {(a, y): Fraction(1 - 2 * majority_of(a, self.triple)) for a in outputs}
            differs = difference(majority, wanted, self.game.parties)
            if differs:
                return Failure(f"witness/{format_bits(y)}/G", f"G is not m: {differs}")
        return None

    def entries_are_bounded(self) -> Failure | None:
        """[R3.17] |G(a,x)| <= alpha W(a,x) + beta(y,x) I(a,x) at every entry."""
        n, p, q = self.game.parties, self.alpha.numerator, self.alpha.denominator
        for y, (weights, majority) in self.witness.items():
            beta = self.beta.get(y, {})
            scale = common_denominator([*weights.values(), *majority.values(), *beta.values()])
            charge: dict[Bits | None, int] = {x: q * int(scale * value) for x, value in beta.items()}
            charge[None] = 0
            room = [
                p * w + charge.get(x, 0)
                for w, x in zip(dense(weights, scale, n), losing_inputs(self.game), strict=True)
            ]
            for index, (g, bound) in enumerate(zip(dense(majority, scale, n), room, strict=True)):
                if q * abs(g) > bound:
                    return Failure(
                        f"witness/{format_bits(y)} at {_key(index, n)}",
                        f"|G| = {Fraction(abs(g), scale)} exceeds alpha W + beta I = {Fraction(bound, q * scale)}",
                    )
        return None


@dataclass(frozen=True)
class BoxLaws:
    """The laws that the box of a witness keeps."""

    game: ParityGame
    box: Vector

    def rules(self) -> dict[str, Callable[[], Failure | None]]:
        return {
            "R2.8": self.not_negative,
            "R2.9": self.normalised,
            "R2.10": self.non_signalling,
            "R2.13": self.maximal_violation,
        }

    def not_negative(self) -> Failure | None:
        """[R2.8] P(a|x) >= 0."""
        for (a, x), value in self.box.items():
            if value < 0:
                return Failure(f"P({format_bits(a)}|{format_bits(x)})", f"{value} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each input."""
        outputs = all_bits(self.game.parties)
        for x in outputs:
            total = sum((self.box.get((a, x), ZERO) for a in outputs), ZERO)
            if total != 1:
                return Failure(f"x = {format_bits(x)}", f"the probabilities sum to {total}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] the marginal over a_i does not depend on x_i."""
        n = self.game.parties
        scale = common_denominator(self.box.values())
        values = dense(self.box, scale, n)
        for party in range(n):
            output, setting = 4 ** (n - 1 - party), 2 * 4 ** (n - 1 - party)
            for index in range(4**n):
                if index & (output | setting):
                    continue
                on_0 = values[index] + values[index + output]
                on_1 = values[index + setting] + values[index + setting + output]
                if on_0 != on_1:
                    return Failure(
                        f"party {party + 1}, the others at {_key(index, n, party)}",
                        f"the marginal is {Fraction(on_0, scale)} on input 0, {Fraction(on_1, scale)} on input 1",
                    )
        return None

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        loss = sum((p for (a, x), p in self.box.items() if self.game.coefficient(a, x)), ZERO)
        return Failure("P", f"the loss is {loss}, not 0") if loss else None


@dataclass(frozen=True)
class Attainment:
    """Kind ``attainment``: one box at which the majorities of some triples reach a probability at some inputs."""

    game: ParityGame
    triples: tuple[tuple[int, ...], ...]
    inputs: tuple[Bits, ...]
    value: int
    probability: Fraction
    box: Vector

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "Attainment":
        claim.only(["game", "triples", "inputs", "value", "probability"])
        game = read_game(claim.child("game"))
        return cls(
            game,
            tuple(triple.triple(game.parties) for triple in claim.child("triples").elements()),
            tuple(x.bits(game.parties) for x in claim.child("inputs").elements()),
            claim.child("value").bits(1)[0],
            claim.child("probability").rational(),
            witness.only(["P"]).child("P").vector(game.parties),
        )

    def rules(self) -> dict[str, Callable[[], Failure | None]]:
        return {
            "R3.20": self.something_claimed,
            "R3.10": self.triples_are_three,
            "R3.12": self.inputs_are_asked,
            **BoxLaws(self.game, self.box).rules(),
            "R3.21": self.probabilities_are_right,
        }

    def facts(self) -> tuple[Fact, ...]:
        return tuple(
            Attained(self.game, triple, x0, self.value, self.probability)
            for triple in self.triples
            for x0 in self.inputs
        )

    def something_claimed(self) -> Failure | None:
        """[R3.20] there is at least one triple and at least one input."""
        empty = [name for name, listed in (("triples", self.triples), ("inputs", self.inputs)) if not listed]
        return Failure(f"claim/{empty[0]}", "the list is empty") if empty else None

    def triples_are_three(self) -> Failure | None:
        """[R3.10] each triple is three different parties in increasing order."""
        failures = (_not_three(triple, f"claim/triples/{i}") for i, triple in enumerate(self.triples))
        return next((failure for failure in failures if failure), None)

    def inputs_are_asked(self) -> Failure | None:
        """[R3.12] every input is in X."""
        return _not_asked(self.game, self.inputs, "claim/inputs")

    def probabilities_are_right(self) -> Failure | None:
        """[R3.21] P(maj=value|x0) is the claimed probability, for every triple and every input of the claim."""
        for x0 in self.inputs:
            row = {a: p for (a, x), p in self.box.items() if x == x0}
            for triple in self.triples:
                found = sum((p for a, p in row.items() if majority_of(a, triple) == self.value), ZERO)
                if found != self.probability:
                    triple_text = ",".join(str(party + 1) for party in triple)
                    place = f"maj({triple_text}) at {format_bits(x0)}"
                    return Failure(place, f"the probability is {found}, not {self.probability}")
        return None


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

    def rules(self) -> dict[str, Callable[[], Failure | None]]:
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
        return _not_asked(self.game, [self.x0], "claim/input")

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


def _classical_bound(claim: Reader, witness: Reader) -> Certificate:
    """Kind ``classical-bound``."""
    from freebit.certificate.kernel_claims import ClassicalBound

    return ClassicalBound.read(claim, witness)


def _fixing_boxes(claim: Reader, witness: Reader) -> Certificate:
    """Kind ``fixing-boxes``."""
    from freebit.certificate.kernel_claims import FixingBoxes

    return FixingBoxes.read(claim, witness)


def _symmetric_predictability(claim: Reader, witness: Reader) -> Certificate:
    """Kind ``symmetric-predictability``."""
    from freebit.certificate.kernel_claims import SymmetricPredictability

    return SymmetricPredictability.read(claim, witness)


def _distillation(claim: Reader, witness: Reader) -> Certificate:
    """Kind ``distillation``, which has a module of its own."""
    from freebit.certificate.distillation import Distillation

    return Distillation.read(claim, witness)


KINDS: dict[str, Callable[[Reader, Reader], Certificate]] = {
    "family": Family.read,
    "attainment": Attainment.read,
    "predictability": Predictability.read,
    "classical-bound": _classical_bound,
    "fixing-boxes": _fixing_boxes,
    "symmetric-predictability": _symmetric_predictability,
    "distillation": _distillation,
}


def check(data: bytes, off: Collection[str] = ()) -> Report:
    """Check the bytes of a certificate; rules named in ``off`` are skipped, which only tests should ask for.

    Raises ``UnreadableError`` if the document breaks a rule of the wire.
    """
    skipped = frozenset(off)
    document = Reader(read_document(data, skipped), "document", skipped)
    document.only(["format", "version", "kind", "claim", "witness"], ["provenance"])
    if document.child("format").text() != FORMAT and "R6.7" not in skipped:
        document.child("format").fail("R6.7", f"the only format is {FORMAT}")
    if document.child("version").count() != VERSION and "R6.7" not in skipped:
        document.child("version").fail("R6.7", f"only version {VERSION} is known")
    kind = document.child("kind").one_of(list(KINDS), "R6.8")
    if document.has("provenance"):
        for note in document.child("provenance").members():
            note.text()
    certificate = KINDS[kind](document.child("claim"), document.child("witness"))
    results = tuple(RuleResult(rule, holds()) for rule, holds in certificate.rules().items() if rule not in skipped)
    accepted = all(result.failure is None for result in results)
    return Report(kind, results, certificate.facts() if accepted else ())


def read_game(reader: Reader, limit: int = MAX_PARTIES) -> ParityGame:
    """The game of a claim, with at most ``limit`` parties [R6.16]."""
    reader.only(["name", "parties"])
    name, parties = reader.child("name").text(), reader.child("parties").count()
    if parties > limit:
        reader.fail("R6.16", f"{parties} parties are more than the limit of {limit}")
    try:
        return game_named(name, parties)
    except ValueError as error:
        reader.fail("R6.16", str(error))


def _not_three(triple: tuple[int, ...], place: str) -> Failure | None:
    if len(triple) == 3 and all(low < high for low, high in combinations(triple, 2)):
        return None
    return Failure(place, f"{[party + 1 for party in triple]} is not three different parties in increasing order")


def _not_asked(game: ParityGame, inputs: Iterable[Bits], place: str) -> Failure | None:
    for x in inputs:
        if game.target(x) is None:
            return Failure(place, f"the input {format_bits(x)} is outside X")
    return None


def _key(index: int, parties: int, party: int | None = None) -> str:
    """The entry with this index, as outputs|inputs; the bits of ``party`` are shown as dots."""
    a, x = (["." if i == party else str(bit) for i, bit in enumerate(word)] for word in entries(parties)[index])
    return f"{''.join(a)}|{''.join(x)}"
