"""What is shown in one line: the first statement speaks, and the others are counted at most."""

import pytest

from freebit.boxes.game import GhzGame, MerminGame
from freebit.second.model import Shown
from freebit.verification.statements import IN_WORDS, in_words

GAME = "the mermin game of 5 parties"
#: Parts of a claim, by kind, and what is said of them.
SAID: dict[str, tuple[dict[str, str], str]] = {
    "family": (
        {"triple": "1,2,4", "alpha": "1/2", "beta": "00001:5/8,00010:5/8", "input": "10000"},
        f"1/4 <= P(maj(1,2,4)=0|x0) <= 3/4 at maximal violation of {GAME}; x0 = 10000, beta = 5/8",
    ),
    "attainment": (
        {"triple": "1,2,4", "input": "10000", "value": "1", "probability": "3/4"},
        f"P(maj=1|x0) = 3/4 is attained at maximal violation of {GAME}; maj(1,2,4), 10000",
    ),
    "predictability": (
        {"zeros": "", "sense": "max", "input": "10000", "value": "0", "shown": "bounded,reached"},
        f"max P(f=0|10000) = 0 at maximal violation of {GAME}; f=0 on no output",
    ),
    "symmetric-predictability": (
        {"weights": "0,1", "sense": "min", "input": "10000", "value": "1/4", "shown": "bounded"},
        f"min P(weight in {{0,1}}|10000) >= 1/4 at maximal violation of {GAME}",
    ),
    "predictability-table": (
        {"classes": "a:7/8:x,b:3/4:y,c:1:z"},
        f"no function of the outputs has max P(f=v|x) below 3/4 at maximal violation of {GAME}, at all inputs; "
        "3 classes",
    ),
    "magic-square": ({}, "at every input of the magic square some box that always wins answers in one way"),
    "classical-bound": ({"value": "6"}, f"the least loss of classical boxes in {GAME} is 6"),
    "fixing-boxes": ({}, f"every function of the outputs is certain in some box at maximal violation of {GAME}"),
    "distillation": (
        {"triple": "1,2,4", "alpha": "2/3", "beta": "5/4", "inputs": "10000,01000", "directions": "45"},
        f"eq (13) for {GAME}, parties 1,2,4: alpha = 2/3, beta = 5/4, 2 inputs, at most 45 directions",
    ),
    "code": (
        {"weights": "3:7,4:7", "sense": "exact", "bits": "3", "cells": "7"},
        "a code of 3 bits on 7 cells: its weights are those listed, and none weighs less than 3",
    ),
    "tested-cells": (
        {"right": "a;b;c", "wrong": "d;e", "v": "1/9", "f": "majority", "inputs": "local"},
        f"certificate for tested cells of {GAME}, f = majority, inputs local: v = 1/9, 3 right and 2 wrong loads",
    ),
    "tested-limit": (
        {"f": "000:01", "inputs": "derived-1", "rate": "9/10", "epsilon": "9/20"},
        f"no certificate for tested cells of {GAME}, f = a table, inputs derived-1, has a rate below 9/10 at "
        "epsilon = 9/20",
    ),
}
#: A statement of no kind that is known, with all parts and none that is said.
LATER = Shown("later", GhzGame(3), tuple((part, "9:9:9") for parts, _ in SAID.values() for part in parts))


def statement(kind: str, **changed: str) -> Shown:
    return Shown(kind, MerminGame(), tuple((SAID[kind][0] | changed).items()))


@pytest.mark.parametrize("kind", IN_WORDS)
def test_a_kind_in_words(kind: str) -> None:
    assert in_words([statement(kind)]) == SAID[kind][1]


@pytest.mark.parametrize("kind", sorted(IN_WORDS.keys() - {"family", "attainment"}))
def test_the_first_statement_speaks(kind: str) -> None:
    assert in_words([statement(kind), LATER]) == SAID[kind][1]


def test_of_families_and_attained_values_the_others_are_counted() -> None:
    same = statement("family", triple="3,4,5", input="00001", alpha="1")
    said = f"1/4 <= P(maj(1,2,4)=0|x0) <= 3/4 at maximal violation of {GAME}; 2 inputs x0, beta = 5/8"
    assert in_words([statement("family"), same]) == said
    assert in_words([statement("family"), statement("family", beta="00001:1/8")]) == said.replace(
        "beta = 5/8", "weighted beta"
    )
    other = statement("attainment", triple="3,4,5", input="00001", value="0", probability="1/4")
    assert in_words([statement("attainment"), other]) == (
        f"P(maj=1|x0) = 3/4 is attained at maximal violation of {GAME}; 2 cases"
    )


def test_a_kind_that_is_not_known_speaks_by_its_first_statement() -> None:
    first = Shown("newer", MerminGame(), (("alpha", "1/2"),))
    assert in_words([first, LATER]) == f"newer of {GAME}: alpha = 1/2"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sense": "exact"}, "its weights are those listed"),
        ({"sense": "at-most"}, "its light words are few"),
        ({"sense": "most"}, "its light words are few"),
    ],
)
def test_what_is_said_of_the_weights_of_a_code(changed: dict[str, str], words: str) -> None:
    assert in_words([statement("code", **changed)]) == (
        f"a code of 3 bits on 7 cells: {words}, and none weighs less than 3"
    )


def test_no_loads_are_none() -> None:
    assert in_words([statement("tested-cells", right="", wrong="")]).endswith("v = 1/9, 0 right and 0 wrong loads")


@pytest.mark.parametrize(
    ("sense", "shown", "sign"),
    [
        ("max", "bounded", "<="),
        ("max", "reached", ">="),
        ("max", "bounded,reached", "="),
        ("min", "bounded", ">="),
        ("min", "reached", "<="),
        ("min", "bounded,reached", "="),
    ],
)
def test_the_sign_says_what_is_shown_of_the_extreme(sense: str, shown: str, sign: str) -> None:
    said = in_words([statement("predictability", sense=sense, shown=shown)])
    assert said.startswith(f"{sense} P(f=0|10000) {sign} 0 ")
