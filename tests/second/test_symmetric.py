"""Types of entries, and the extremes of functions of the number of ones, by Z3 [R3.70]-[R3.76]."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from conformance.generate.faults import Document, encode

from freebit.boxes.bits import Bits
from freebit.boxes.game import GhzGame
from freebit.errors import InvalidError
from freebit.second.boxes import bit_words, is_lost
from freebit.second.check import check_with_z3
from freebit.second.kinds.symmetric_predictability import (
    SymmetricPredictabilityQuestions,
    kinds_of,
    loses_by_type,
    type_key,
)
from freebit.second.model import Objection, SecondAnswer
from freebit.second.reading import Kind, ReadingError


class WholeInputs(GhzGame):
    """The GHZ game, which is asked about inputs of all its parties and no others."""

    def target(self, x: Bits) -> int | None:
        if len(x) != self.parties:
            raise InvalidError(f"{x} is no input of {self.parties} parties")
        return super().target(x)


def kind_of(a: str, x: str) -> Kind:
    pairs = Counter(zip(x, a, strict=True))
    return pairs["0", "0"], pairs["0", "1"], pairs["1", "0"], pairs["1", "1"]


def document(x0: str, sense: str, value: str, witness: dict[str, dict[str, str]]) -> Document:
    """About P(weight in {0,2}) at an input of the GHZ game of four."""
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": "symmetric-predictability",
        "claim": {
            "game": {"name": "ghz", "parties": 4},
            "weights": [0, 2],
            "input": x0,
            "sense": sense,
            "value": value,
        },
        "witness": witness,
    }


def objection_to(claimed: Document) -> Objection:
    report = check_with_z3(encode(claimed))
    assert report.answer is SecondAnswer.REJECTED
    assert report.objection is not None
    return report.objection


@pytest.mark.parametrize("parties", [0, 1, 4])
def test_every_type_is_named_once(parties: int) -> None:
    """The types are those of the entries; no parties at all have one type."""
    found = list(kinds_of(parties))
    assert len(found) == len(set(found))
    assert set(found) == {kind_of(a, x) for a, x in product(bit_words(parties), repeat=2)}


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_a_type_loses_as_its_entries_do(parties: int) -> None:
    """The entry that stands for a type is one of as many parties."""
    game = WholeInputs(parties)
    for a, x in product(bit_words(parties), repeat=2):
        assert loses_by_type(game, kind_of(a, x)) == is_lost(GhzGame(parties), a, x)


@pytest.mark.parametrize("x0", ["0000", "1111"])
def test_both_inputs_of_one_kind_of_bits_are_asked_about(x0: str) -> None:
    """P(weight in {0,2}) is 1 less the probabilities of the other weights, and may be less than 1 by as much."""
    others = {type_key(kind_of("1" * k + "0" * (4 - k), x0)): "1" for k in (1, 3, 4)}
    assert check_with_z3(encode(document(x0, "max", "1", {"dual": others}))).accepted
    assert objection_to(document(x0, "max", "3/4", {"dual": others})).rule == "R3.73"
    del others[type_key(kind_of("1111", x0))]
    assert objection_to(document(x0, "max", "1", {"dual": others})).rule == "R3.73"


def test_boxes_of_an_even_number_of_parties_must_not_signal() -> None:
    """Uniform on what wins where the game asks, and all 0 where it does not: nothing else is wrong than [R2.10]."""
    game = GhzGame(4)
    told = {}
    for kind in kinds_of(4):
        asked = (kind[0] + kind[1]) % 2 == 0
        chance = Fraction(not loses_by_type(game, kind), 8) if asked else Fraction(kind[1] == kind[3] == 0)
        if chance:
            told[type_key(kind)] = str(chance)
    objection = objection_to(document("1111", "max", "7/8", {"primal": told}))
    assert (objection.rule, objection.place) == ("R2.10", "the others of type 0,0|0,3")


def test_twenty_four_parties_are_read_and_no_more() -> None:
    """[R6.16]"""

    def claim(parties: int) -> Document:
        of_four: Document = document("1" * parties, "max", "1", {})["claim"]
        return of_four | {"game": {"name": "ghz", "parties": parties}}

    assert SymmetricPredictabilityQuestions.read(claim(24), {}).game == GhzGame(24)
    with pytest.raises(ReadingError, match=r"\[R6.16\].*25 parties are too many; at most 24"):
        SymmetricPredictabilityQuestions.read(claim(25), {})
