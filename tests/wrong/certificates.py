"""Mistakes in checkers of certificates."""

import dataclasses
import json
from collections.abc import Iterator
from fractions import Fraction

from freebit.boxes.bits import Bits, majority_of, parse_bits
from freebit.boxes.entries import by_entry, entry_of, index_of, indices_at
from freebit.boxes.game import ParityGame
from freebit.kernel import check as kernel_check
from freebit.kernel import functional, laws
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds.attainment import Attainment
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.predictability import Predictability
from freebit.kernel.laws import BoxLaws
from freebit.kernel.members import Members
from freebit.kernel.model import Failure
from freebit.wire.document import UnreadableError
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader
from tests.isolation.certificates import check_without, put_right
from tests.wrong import Replace, wrong

OP = "certificate"


def _never(replace: Replace, owner: type, rule: str) -> None:
    replace(owner, rule, lambda _: lambda self: None)


@wrong("beta is forgotten on the entries with I = 1", OP)
def beta_forgotten(replace: Replace) -> None:
    replace(functional, "losing", lambda _: lambda game: {})


@wrong("beta is granted at every entry of its input", OP)
def beta_everywhere(replace: Replace) -> None:
    def everywhere(game: ParityGame) -> dict[int, Bits]:
        return {index: x for x in game.inputs for index in indices_at(x)}

    replace(functional, "losing", lambda _: everywhere)


@wrong("the largest beta counts for all inputs", OP)
def largest_beta_for_all(replace: Replace) -> None:
    def make(original: object) -> object:
        def bounded(self: Family) -> Failure | None:
            beta = {y: dict.fromkeys(row, max(row.values(), default=Fraction(0))) for y, row in self.beta.items()}
            return original(dataclasses.replace(self, beta=beta))  # type: ignore[operator, no-any-return]

        return bounded

    replace(Family, "entries_are_bounded", make)


@wrong("|G| must be less than its bound", OP)
def strictly_bounded(replace: Replace) -> None:
    def bounded(self: Family) -> Failure | None:
        close = (abs(g) >= room for _, g, room in _entries(self) if g)
        return Failure("somewhere", "") if any(close) else None

    replace(Family, "entries_are_bounded", lambda _: bounded)


def _entries(self: Family) -> Iterator[tuple[int, Fraction, Fraction]]:
    """The index, G and alpha W + beta I of every entry of every member."""
    for y, (weights, majority) in self.members.pairs.items():
        w, g = weights.fractions(), majority.fractions()
        for index in range(4**self.game.parties):
            a, x = entry_of(index, self.game.parties)
            room = self.alpha * w.get(index, 0) + self.beta[y].get(x, 0) * self.game.coefficient(a, x)
            yield index, g.get(index, Fraction(0)), room


@wrong("G is bounded from above only", OP)
def one_sided(replace: Replace) -> None:
    def make(original: object) -> object:
        def bounded(self: Family) -> Failure | None:
            pairs = {
                y: (w, Rationals({k: max(v, 0) for k, v in g.numerators.items()}, g.denominator))
                for y, (w, g) in self.members.pairs.items()
            }
            changed = dataclasses.replace(self, members=dataclasses.replace(self.members, pairs=pairs))
            return original(changed)  # type: ignore[operator, no-any-return]

        return bounded

    replace(Family, "entries_are_bounded", make)


@wrong("only entries that the file lists are compared", OP)
def listed_entries_only(replace: Replace) -> None:
    def make(original: object) -> object:
        def bounded(self: Family) -> Failure | None:
            found: Failure | None = original(self)  # type: ignore[operator]
            if found is None:
                return None
            a, _, x = found.place.split(" at ")[-1].partition("|")
            index = index_of(parse_bits(a), parse_bits(x))
            return found if any(index in w.numerators for w, _ in self.members.pairs.values()) else None

        return bounded

    replace(Family, "entries_are_bounded", make)


@wrong("the bound is not checked", OP)
def bound_unchecked(replace: Replace) -> None:
    _never(replace, Family, "entries_are_bounded")


@wrong("the bound in floating point, within 1/1000", OP)
def bound_in_floats(replace: Replace) -> None:
    def bounded(self: Family) -> Failure | None:
        over = (abs(float(g)) > float(room) + 1e-3 for _, g, room in _entries(self))
        return Failure("somewhere", "") if any(over) else None

    replace(Family, "entries_are_bounded", lambda _: bounded)


@wrong("W is not checked", OP)
def w_unchecked(replace: Replace) -> None:
    _never(replace, Members, "weights_act_as_one")


@wrong("G is not checked", OP)
def g_unchecked(replace: Replace) -> None:
    _never(replace, Members, "majority_acts_right")


@wrong("G is compared with the majority of parties 1, 2, 3 whatever the triple", OP)
def always_first_triple(replace: Replace) -> None:
    def make(original: object) -> object:
        def right(self: Members) -> Failure | None:
            return original(dataclasses.replace(self, triple=(0, 1, 2)))  # type: ignore[operator, no-any-return]

        return right

    replace(Members, "majority_acts_right", make)


@wrong("the correlators of input 1 are forgotten", OP)
def input_1_forgotten(replace: Replace) -> None:
    def contraction(vector: dict[int, int], parties: int) -> list[int]:
        values = functional.dense(vector, 4**parties)
        for _ in range(parties):
            p, q, r, s = (values[i::4] for i in range(4))
            values = [sum(four) for four in zip(p, q, r, s, strict=True)] + [
                i - j for i, j in zip(p, q, strict=True)
            ] * 2
        return values

    replace(functional, "contraction", lambda _: contraction)


@wrong("only the sum over all entries is compared", OP)
def total_only(replace: Replace) -> None:
    replace(functional, "contraction", lambda original: lambda values, n: original(values, n)[:1] + [0] * (3**n - 1))


@wrong("vectors are compared entry by entry", OP)
def entry_by_entry(replace: Replace) -> None:
    def difference(left: IndexedVector, right: IndexedVector, parties: int) -> str | None:
        return None if left.fractions() == right.fractions() else "they differ"

    replace(functional, "difference", lambda _: difference)


@wrong("beta may be negative", OP)
def negative_beta(replace: Replace) -> None:
    _never(replace, Family, "beta_is_not_negative")


@wrong("missing betas count as 0", OP)
def missing_beta_is_0(replace: Replace) -> None:
    _never(replace, Family, "beta_is_complete")


@wrong("claims without a member are believed", OP)
def claims_believed(replace: Replace) -> None:
    _never(replace, Family, "members_match")


@wrong("an input outside X may be claimed", OP)
def outside_x(replace: Replace) -> None:
    replace(laws, "not_asked", lambda _: lambda game, inputs, place: None)


@wrong("parties of a triple may be equal", OP)
def equal_parties(replace: Replace) -> None:
    replace(laws, "not_three", lambda _: lambda triple, place: None)


@wrong("a box may be negative", OP)
def negative_box(replace: Replace) -> None:
    _never(replace, BoxLaws, "not_negative")


@wrong("a box need not be normalised", OP)
def unnormalised_box(replace: Replace) -> None:
    _never(replace, BoxLaws, "normalised")


@wrong("a box may signal", OP)
def signalling_box(replace: Replace) -> None:
    _never(replace, BoxLaws, "non_signalling")


@wrong("a box may lose", OP)
def losing_box(replace: Replace) -> None:
    _never(replace, BoxLaws, "maximal_violation")


@wrong("the probability is checked for the first triple only", OP)
def first_triple_only(replace: Replace) -> None:
    def make(original: object) -> object:
        def right(self: Attainment) -> Failure | None:
            return original(dataclasses.replace(self, triples=self.triples[:1]))  # type: ignore[operator, no-any-return]

        return right

    replace(Attainment, "probabilities_are_right", make)


@wrong("at least the claimed probability is enough", OP)
def at_least_the_probability(replace: Replace) -> None:
    def right(self: Attainment) -> Failure | None:
        box = by_entry(self.box.fractions(), self.game.parties)
        for x0 in self.inputs:
            for triple in self.triples:
                chance = sum(p for (a, x), p in box.items() if x == x0 and majority_of(a, triple) == self.value)
                if chance > self.probability:
                    return Failure("somewhere", "")
        return None

    replace(Attainment, "probabilities_are_right", lambda _: right)


@wrong("the dual vector must be non-negative at I = 1 too", OP)
def dual_everywhere(replace: Replace) -> None:
    def negative(self: Predictability) -> Failure | None:
        return Failure("dual", "") if self.dual and min(self.dual.numerators.values(), default=0) < 0 else None

    replace(Predictability, "dual_is_not_negative", lambda _: negative)
    replace(Family, "beta_is_complete", lambda _: lambda self: _weights(self))


def _weights(self: Family) -> Failure | None:
    low = any(v < 0 for w, _ in self.members.pairs.values() for v in w.numerators.values())
    return Failure("W", "negative") if low else None


@wrong("the dual vector may be negative", OP)
def negative_dual(replace: Replace) -> None:
    _never(replace, Predictability, "dual_is_not_negative")


@wrong("a minimum is proved like a maximum", OP)
def minimum_as_maximum(replace: Replace) -> None:
    def make(original: object) -> object:
        def gap(self: Predictability) -> Failure | None:
            claim = dataclasses.replace(self.claim, sense="max")
            return original(dataclasses.replace(self, claim=claim))  # type: ignore[operator, no-any-return]

        return gap

    replace(Predictability, "dual_acts_as_gap", make)


@wrong("an empty witness proves everything", OP)
def empty_witness(replace: Replace) -> None:
    _never(replace, Predictability, "something_shown")


@wrong("a triple or an input counts as often as it is listed", OP)
def repeats_counted(replace: Replace) -> None:
    _never(replace, Attainment, "nothing_repeated")


def _without(replace: Replace, rule: str) -> None:
    """What breaks the rule is read as what comes nearest to it."""
    replace(kernel_check, "check", lambda original: lambda data: original(_nearest(data, rule)))


def _nearest(data: bytes, rule: str) -> bytes:
    try:
        return put_right(data, rule)
    except UnreadableError:
        return data


@wrong("rationals need not be in lowest terms", OP)
def any_rational(replace: Replace) -> None:
    _without(replace, "R6.11")


@wrong("of a repeated key the last one counts", OP)
def last_key_counts(replace: Replace) -> None:
    _without(replace, "R6.4")


@wrong("unknown keys are ignored", OP)
def unknown_keys_ignored(replace: Replace) -> None:
    _without(replace, "R6.10")


@wrong("a number may be a float that is whole", OP)
def floats_read(replace: Replace) -> None:
    _without(replace, "R6.5")


@wrong("any version is read", OP)
def any_version(replace: Replace) -> None:
    _without(replace, "R6.7")


@wrong("unreadable documents are called rejected", OP)
def unreadable_is_rejected(replace: Replace) -> None:
    def make(original: object) -> object:
        def check(data: bytes) -> object:
            try:
                return original(data)  # type: ignore[operator]
            except UnreadableError as error:
                raise ValueError(f"[{error.rule}] {error.message}") from error

        return check

    replace(kernel_check, "check", make)


@wrong("what cannot be read is no reason to reject", OP)
def entries_skipped(replace: Replace) -> None:
    _without(replace, "R6.14")


@wrong("the provenance switches rules off", OP)
def trusts_provenance(replace: Replace) -> None:
    def make(original: object) -> object:
        def check(data: bytes) -> object:
            try:
                trusted = "found" in json.loads(data).get("provenance", {})
            except (ValueError, AttributeError):
                trusted = False
            return check_without(data, {"R3.17"}) if trusted else original(data)  # type: ignore[operator]

        return check

    replace(kernel_check, "check", make)


@wrong("outputs and inputs of a key are exchanged", OP)
def key_turned(replace: Replace) -> None:
    def make(original: object) -> object:
        def vector(self: Reader, parties: int) -> object:
            found = original(self, parties)  # type: ignore[operator]
            turned = {index_of(*reversed(entry_of(index, parties))): v for index, v in found.numerators.items()}
            return Rationals(turned, found.denominator)

        return vector

    replace(Reader, "vector", make)
