"""Further kinds of certificates, for the paper's smaller claims [R3.60]-[R3.79].

``classical-bound``: the least loss of deterministic boxes.  ``fixing-boxes``: a few boxes of maximal
violation which between them make every function of the outputs certain.  ``symmetric-predictability``:
``predictability`` for functions of the number of ones and for more parties than 4**n entries allow, on
vectors that give one number for each *type* of entry.  Standard library only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import comb

from freebit.bits import Bits, all_bits, format_bits
from freebit.certificate.format import Reader
from freebit.certificate.functional import Vector, common_denominator
from freebit.certificate.kernel import BoxLaws, Fact, Failure, read_game
from freebit.entry_types import Type, entries_of_type, format_type, loses, types
from freebit.game import ParityGame

ZERO = Fraction(0)
#: The games of ``symmetric-predictability`` are at most this large [R6.16].
MAX_SYMMETRIC_PARTIES = 24
#: ``fixing-boxes`` goes through 2**(2**n) functions for each input [R3.65].
MAX_FIXED_PARTIES = 3
#: And through all its boxes for each of them [R6.26].
MAX_BOXES = 64

Rules = dict[str, Callable[[], Failure | None]]


# Kind classical-bound.


@dataclass(frozen=True)
class ClassicalMinimum:
    """Proved: deterministic boxes, and so all classical ones, have a loss of at least ``value``, which is reached."""

    game: ParityGame
    value: Fraction

    def __str__(self) -> str:
        return f"the classical minimum of the {self.game.name} game of {self.game.parties} parties is {self.value}"


@dataclass(frozen=True)
class ClassicalBound:
    """Kind ``classical-bound``: the classical minimum of inequality (2), by squares and by a strategy."""

    game: ParityGame
    value: Fraction
    #: The outputs of all parties on input 0, and on input 1.
    answers: tuple[Bits, Bits]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "ClassicalBound":
        claim.only(["game", "value"])
        game = read_game(claim.child("game"))
        answers = witness.only(["strategy"]).child("strategy").only(["0", "1"])
        return cls(
            game,
            claim.child("value").rational(),
            (answers.child("0").bits(game.parties), answers.child("1").bits(game.parties)),
        )

    def rules(self) -> Rules:
        return {"R3.60": self.squares_suffice, "R3.61": self.strategy_attains}

    def facts(self) -> tuple[Fact, ...]:
        return (ClassicalMinimum(self.game, self.value),)

    def squares_suffice(self) -> Failure | None:
        """[R3.60] 2 value <= |X| and (|X| - 2 value)^2 >= the sum over u of |C(u)|."""
        room = len(self.game.inputs) - 2 * self.value
        total = sum(abs(value) for value in autocorrelation(self.game).values())
        if room >= 0 and room**2 >= total:
            return None
        return Failure("claim/value", f"|X| - 2 value is {room}, and its square must be at least {total}")

    def strategy_attains(self) -> Failure | None:
        """[R3.61] the strategy is wrong on just ``value`` inputs of X."""
        wrong = sum(
            self.game.coefficient(tuple(self.answers[bit][i] for i, bit in enumerate(x)), x) for x in self.game.inputs
        )
        if wrong == self.value:
            return None
        return Failure("witness/strategy", f"it is wrong on {wrong} inputs, not on {self.value}")


def autocorrelation(game: ParityGame) -> dict[Bits, int]:
    """C(u), the sum of (-1)^{t(x) + t(x+u)} over the x in X with x + u in X; t is the right parity [R3.60]."""
    signs = {x: -1 if game.target(x) else 1 for x in game.inputs}
    found = dict.fromkeys(all_bits(game.parties), 0)
    for x, left in signs.items():
        for y, right in signs.items():
            found[tuple(i ^ j for i, j in zip(x, y, strict=True))] += left * right
    return found


# Kind fixing-boxes.


@dataclass(frozen=True)
class EverythingFixed:
    """Proved: at every input of the game every function of the outputs is certain for some box of maximal violation.

    ``supports[x]`` has, for each of the boxes, the outputs that have a positive probability at x.
    """

    game: ParityGame
    supports: dict[Bits, tuple[frozenset[Bits], ...]]

    def __str__(self) -> str:
        return (
            f"{self.game.parties} parties: every function of the outputs can be fixed, at {len(self.supports)} inputs"
        )


@dataclass(frozen=True)
class FixingBoxes:
    """Kind ``fixing-boxes``: no function of the outputs is unpredictable at maximal violation."""

    game: ParityGame
    boxes: tuple[Vector, ...]

    @classmethod
    def read(cls, claim: Reader, witness: Reader) -> "FixingBoxes":
        game = read_game(claim.only(["game"]).child("game"), MAX_FIXED_PARTIES)
        listed = witness.only(["boxes"]).child("boxes")
        boxes = listed.elements()
        if len(boxes) > MAX_BOXES and "R6.26" not in listed.off:
            listed.fail("R6.26", f"{len(boxes)} boxes are more than the limit of {MAX_BOXES}")
        return cls(game, tuple(box.vector(game.parties) for box in boxes))

    def rules(self) -> Rules:
        laws = {rule: partial(self._first_failure, rule) for rule in BoxLaws(self.game, {}).rules()}
        return {**laws, "R3.65": self.all_are_fixed}

    def facts(self) -> tuple[Fact, ...]:
        return (EverythingFixed(self.game, {x: self.supports(x) for x in self.game.inputs}),)

    def _first_failure(self, rule: str) -> Failure | None:
        """[R2.8], [R2.9], [R2.10], [R2.13] for each of the boxes."""
        for number, box in enumerate(self.boxes):
            failure = BoxLaws(self.game, box).rules()[rule]()
            if failure:
                return Failure(f"witness/boxes/{number} at {failure.place}", failure.message)
        return None

    def supports(self, x: Bits) -> tuple[frozenset[Bits], ...]:
        """The outputs that each of the boxes can give on the input x."""
        return tuple(frozenset(a for (a, y), value in box.items() if y == x and value) for box in self.boxes)

    def all_are_fixed(self) -> Failure | None:
        """[R3.65] at every x in X every function of the outputs is constant on what some box can answer."""
        outputs = all_bits(self.game.parties)
        place = {a: 1 << i for i, a in enumerate(outputs)}
        for x in self.game.inputs:
            supports = [sum(place[a] for a in support) for support in self.supports(x)]
            for ones in range(1 << len(outputs)):
                if not any(support & ones in (0, support) for support in supports):
                    zeros = ",".join(format_bits(a) for a in outputs if not ones & place[a])
                    return Failure(f"x = {format_bits(x)}", f"no box fixes the function that is 0 on {zeros}")
        return None


# Kind symmetric-predictability.


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


@dataclass(frozen=True)
class SymmetricBoxLaws:
    """The laws of a box that is given by types."""

    game: ParityGame
    box: dict[Type, Fraction]

    def rules(self) -> Rules:
        return {
            "R2.8": self.not_negative,
            "R2.9": self.normalised,
            "R2.10": self.non_signalling,
            "R2.13": self.maximal_violation,
        }

    def not_negative(self) -> Failure | None:
        """[R2.8] P(a|x) >= 0."""
        for kind, value in self.box.items():
            if value < 0:
                return Failure(f"witness/primal/{format_type(kind)}", f"{value} is negative")
        return None

    def normalised(self) -> Failure | None:
        """[R2.9] the entries sum to 1 for each number of ones in the input."""
        n = self.game.parties
        for ones in range(n + 1):
            total = sum(
                (
                    comb(n - ones, i) * comb(ones, j) * self.box.get((n - ones - i, i, ones - j, j), ZERO)
                    for i in range(n - ones + 1)
                    for j in range(ones + 1)
                ),
                ZERO,
            )
            if total != 1:
                return Failure(f"inputs of weight {ones}", f"the probabilities sum to {total}, not 1")
        return None

    def non_signalling(self) -> Failure | None:
        """[R2.10] for each type of the others, the marginal over a_i does not depend on x_i."""
        for others in types(self.game.parties - 1):
            on_0, on_1 = (
                sum((self.box.get(_one_more(others, 2 * setting + output), ZERO) for output in (0, 1)), ZERO)
                for setting in (0, 1)
            )
            if on_0 != on_1:
                return Failure(
                    f"the others of type {format_type(others)}",
                    f"the marginal is {on_0} on input 0, {on_1} on input 1",
                )
        return None

    def maximal_violation(self) -> Failure | None:
        """[R2.13] the loss, the sum of I(a,x) P(a|x), is 0."""
        loss = sum((entries_of_type(kind) * value for kind, value in self.box.items() if loses(self.game, kind)), ZERO)
        return Failure("P", f"the loss is {loss}, not 0") if loss else None


def symmetric_contraction(values: dict[Type, int], parties: int) -> Iterator[tuple[tuple[int, int], int]]:
    """The action of a vector by type on the correlators of i parties on input 0 and j on input 1 [R3.70].

    One party at a time leaves the vector: on input 0 as the difference of the outputs 0 and 1, likewise on
    input 1, or left out, as the sum of all four.  By symmetry it does not matter which party it is.
    """
    on_0 = dict(values)
    for i in range(parties + 1):
        on_1 = on_0
        for j in range(parties + 1 - i):
            rest = on_1
            for left in range(parties - i - j, 0, -1):
                rest = _without_one(rest, left, (1, 1, 1, 1))
            yield (i, j), rest.get((0, 0, 0, 0), 0)
            if i + j < parties:
                on_1 = _without_one(on_1, parties - i - j, (0, 0, 1, -1))
        if i < parties:
            on_0 = _without_one(on_0, parties - i, (1, -1, 0, 0))


def _without_one(values: dict[Type, int], parties: int, signs: Type) -> dict[Type, int]:
    """The vector of one party less: each of the four entries of the leaving party counts with its sign."""
    return {
        kind: sum(sign * values.get(_one_more(kind, place), 0) for place, sign in enumerate(signs) if sign)
        for kind in types(parties - 1)
    }


def _one_more(kind: Type, place: int) -> Type:
    counts = list(kind)
    counts[place] += 1
    return counts[0], counts[1], counts[2], counts[3]
