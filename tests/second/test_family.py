"""Families and the numbers of eq (13): members, inputs and directions [R3.11], [R3.40], [R3.43], [R3.44]."""

from dataclasses import replace
from fractions import Fraction

import pytest

from freebit.boxes.game import GhzGame
from freebit.second.kinds.distillation import DistillationQuestions, directions_taken
from freebit.second.kinds.family import FamilyQuestions, members
from freebit.second.reading import ReadingError

GAME = GhzGame(2)
#: W and G of one member: their pairs are (1, 0), (2, 1), (0, 1) and (-2, -1), or nothing where both are 0.
W = {"00|00": "1", "01|00": "2", "11|00": "-2", "00|01": "0"}
G = {"01|00": "1", "10|00": "1", "11|00": "-1", "00|10": "0"}


def family(betas: dict[str, object], witness: dict[str, object]) -> FamilyQuestions:
    claim = {"game": {"name": "ghz", "parties": 3}, "triple": [1, 2, 3], "alpha": "1", "beta": betas}
    return FamilyQuestions.read(claim, witness)


@pytest.mark.parametrize("key", ["1x1", "01", '"\\'])
def test_a_member_that_is_no_input_is_named(key: str) -> None:
    """[R6.13] in the claim and in the witness, as the file writes it."""
    shown = key.replace("\\", "\\\\").replace('"', '\\"')
    with pytest.raises(ReadingError) as claim:
        family({key: {}}, {})
    assert (claim.value.rule, claim.value.place) == ("R6.13", f"document/claim/beta/{shown}")
    with pytest.raises(ReadingError) as witness:
        members({key: {"W": {}, "G": {}}}, 3)
    assert (witness.value.rule, witness.value.place) == ("R6.13", f"document/witness/{shown}")


def test_what_claim_or_witness_lacks_is_named() -> None:
    """[R3.11]"""
    row = dict.fromkeys(("001", "010", "100", "111"), "0")
    member: dict[str, object] = {"W": {}, "G": {}}
    assert list(family({"111": row}, {"111": member}).objections()) == []
    (lacks,) = family({"111": row, "001": row}, {"111": member}).objections()
    assert (lacks.rule, lacks.place) == ("R3.11", "witness")
    assert lacks.message == "001 is in the claim and not in the witness"
    (lacks,) = family({"111": row}, {"111": member, "010": member}).objections()
    assert (lacks.rule, lacks.place) == ("R3.11", "claim")
    assert lacks.message == "010 is in the witness and not in the claim"


def test_directions_are_counted_up_to_length_and_sign() -> None:
    """[R3.43] by G/W, each once; an entry where both are 0 has none."""
    assert directions_taken({"00": (W, G)}) == {Fraction(0), Fraction(1, 2), None}
    assert directions_taken({"00": (W, {}), "11": ({}, G)}) == {Fraction(0), None}
    assert directions_taken({"00": ({"00|00": "6"}, {"00|00": "4"})}) == {Fraction(2, 3)}
    assert directions_taken({"00": ({"00|00": "0"}, {"01|00": "0"})}) == set()


def distillation(inputs: tuple[str, ...], directions: int, *of_witness: str) -> DistillationQuestions:
    return DistillationQuestions(
        GAME, (1, 2, 3), inputs, "1/2", "2", directions, dict.fromkeys(of_witness or inputs, (W, G))
    )


def test_directions_are_at_most_those_claimed_and_45() -> None:
    """[R3.43], [R3.44]"""
    rules = {n: [one.rule for one in distillation(("00",), n).objections()] for n in (2, 3, 4, 45, 46)}
    assert rules == {2: ["R3.43"], 3: [], 4: [], 45: [], 46: ["R3.44"]}


@pytest.mark.parametrize(
    ("inputs", "of_witness"),
    [(("00",), ("00", "11")), (("11",), ("00", "11")), (("00", "11"), ("00",)), (("11", "11"), ("11",))],
)
def test_inputs_are_those_of_the_witness(inputs: tuple[str, ...], of_witness: tuple[str, ...]) -> None:
    """[R3.40] in any order, but once each."""
    (objection,) = distillation(inputs, 3, *of_witness).objections()
    assert (objection.rule, objection.place) == ("R3.40", "claim/inputs")
    both = distillation(("11", "00"), 3, "00", "11")
    assert list(both.objections()) == []
    assert [one.rule for one in replace(both, inputs=(), members={}).objections()] == ["R3.40"]
