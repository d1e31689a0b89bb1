"""Tables of all functions: which relabellings are counted, and how long lists may be [R3.103]-[R3.105], [R6.29]."""

import pytest

from freebit.boxes.game import GhzGame, MerminGame
from freebit.second.kinds.predictability_table import ListedFunction, PredictabilityTableQuestions
from freebit.second.moves import Move
from freebit.second.reading import ReadingError

#: Carries 00 to 11, the inputs of the GHZ game of two, and back; the one asks for odd parity, the other for even.
THERE_AND_BACK = Move("10", "00", "11", (0, 1))
EXCHANGE = Move("00", "00", "00", (1, 0))
#: Leads from an input that is asked to one that is not.
OUT = Move("00", "00", "10", (0, 1))
WRITTEN = {"order": [1, 2], "s": "10", "t": "00", "c": "11"}


def table(*moves: Move, listed: tuple[str, ...] = ("00", "01")) -> PredictabilityTableQuestions:
    """The functions of the two outputs that win at 00, by representatives."""
    functions = tuple(ListedFunction(values, "1", ({}, {}), {}) for values in listed)
    return PredictabilityTableQuestions(GhzGame(2), "00", moves, functions)


def read(
    claimed: list[object],
    proofs: list[object],
    moves: list[object],
    game: tuple[str, int] = ("ghz", 2),
) -> PredictabilityTableQuestions:
    name, parties = game
    claim = {"game": {"name": name, "parties": parties}, "input": "0" * parties, "classes": claimed}
    return PredictabilityTableQuestions.read(claim, {"symmetries": moves, "classes": proofs})


def one(values: str = "00") -> tuple[object, object]:
    """A function as a claim says it, and what a witness says of it."""
    return {"function": values, "predictability": "1"}, {"dual": {"0": {}, "1": {}}, "primal": {}}


def test_what_carries_the_input_elsewhere_makes_no_functions() -> None:
    """It reaches the other inputs; of the functions at x0 only what keeps x0 makes others."""
    questions = table(THERE_AND_BACK)
    assert list(questions.objections()) == []
    assert questions.shown()[0]["classes"] == "00:1:2,01:1:2"
    assert [objection.rule for objection in table(THERE_AND_BACK, listed=("00",)).objections()] == ["R3.105"]


def test_a_function_and_its_image_are_not_both_listed() -> None:
    (objection,) = table(THERE_AND_BACK, EXCHANGE, listed=("00", "01", "10")).objections()
    assert (objection.rule, objection.place) == ("R3.105", "claim/classes/2")


def test_inputs_that_are_not_asked_may_be_reached_as_well() -> None:
    """[R3.104] asks for those of the game; that the relabelling leaves the game is another fault."""
    (objection,) = table(THERE_AND_BACK, OUT).objections()
    assert (objection.rule, objection.place) == ("R3.103", "witness/symmetries/1")
    assert [objection.rule for objection in table(EXCHANGE).objections()] == ["R3.104"]


def test_lists_of_256_are_read_and_no_longer_ones() -> None:
    """[R6.29]"""
    claimed, proof = one()
    assert len(read([], [], [WRITTEN] * 256).moves) == 256
    assert len(read([claimed] * 256, [proof] * 256, []).functions) == 256
    with pytest.raises(ReadingError, match=r"\[R6.29\] at document/witness/symmetries: more than 256 "):
        read([], [], [WRITTEN] * 257)
    with pytest.raises(ReadingError, match=r"\[R6.29\] at document/claim/classes: more than 256 "):
        read([claimed] * 257, [proof] * 257, [])


def test_as_many_are_shown_as_are_claimed() -> None:
    """[R6.6]"""
    claimed, proof = one()
    for proofs in ([], [proof, proof]):
        with pytest.raises(ReadingError, match=r"\[R6.6\] at document/witness/classes: [02] are not as many"):
            read([claimed], proofs, [])


def test_five_parties_are_read_and_no_more() -> None:
    """[R6.16]"""
    assert read([], [], [], ("mermin", 5)).game == MerminGame(5)
    with pytest.raises(ReadingError, match=r"\[R6.16\].*6 parties are too many; at most 5"):
        read([], [], [], ("ghz", 6))
