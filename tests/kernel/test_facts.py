"""What accepted certificates establish, in sentences that stand by themselves [R3.1]."""

import json
import re
from fractions import Fraction
from typing import Any, get_args

import pytest
from conformance.generate.faults import BASES, encode
from conformance.generate.faults_claims import SYMMETRIC  # noqa: F401  # adds the smaller claims' good documents
from conformance.generate.faults_codes import CODES_FALSE  # noqa: F401  # adds the good documents for codes
from conformance.generate.faults_tested import CELLS_FALSE  # noqa: F401  # adds the good documents for tested cells

from freebit.kernel.check import KINDS, Fact, check

MERMIN = "mermin game of 5 parties"
#: By the name of a good document, what its first fact says.
SENTENCES = {
    "family": f"{MERMIN}, at maximal violation: 1/4 <= P(maj(1,2,3)=0|10000) <= 3/4; of every non-signalling box "
    "|P(maj(1,2,3)=0|10000) - P(maj(1,2,3)=1|10000)| <= 1/2 + 5/8 times its loss",
    "roomy": f"{MERMIN}, at maximal violation: -1/2 <= P(maj(1,2,3)=0|10000) <= 3/2; of every non-signalling box "
    "|P(maj(1,2,3)=0|10000) - P(maj(1,2,3)=1|10000)| <= 2 + 0 times its loss",
    "counted code": "the first 4 bits of the reed-muller code of dimension 3 on the [2,2] Reed-Solomon code over GF(8)"
    ", modulus 1011, of 4 bits and 8 cells, has exactly the listed ones: 15 of weight at least 4, 14 of them of "
    "weight 4",
    "attained once": f"{MERMIN}, at maximal violation: P(maj(1,2,3)=0|10000) = 3/4 occurs",
    "distilled once": f"{MERMIN}: eq (13) for maj(1,2,3) with alpha = 79057/100000, beta = 74477/62500 and "
    "at most 45 directions, at the inputs 10000",
    "classical": f"{MERMIN}: the least loss of classical boxes is 6",
    "fixing": "ghz game of 3 parties, at maximal violation: every function of the outputs is certain in some box, "
    "at 001,010,100,111",
    "table": "ghz game of 4 parties, at maximal violation: no function f of the outputs, at no input x in X, has "
    "max P(f=v|x) below 3/4, which 8 of the 256 functions on the winning outputs reach",
    "cells by table": "ghz game of 3 parties, f = the table 001:00010111,010:00010111,100:00010111,111:00010111, "
    "inputs local: |P(right, f=0|y) - P(right, f=1|y)| <= 0 + <H_y,P>, where at distances 0, 1, ... right entries bear "
    "(1, 1, 1, 1); wrong entries bear (1, 1, 1, 1)",
    "cells multiplexed": "ghz game of 4 parties, f = a1 + (a4 ? a2 : a3), inputs derived by party 2: |P(right, f=0|y) "
    "- P(right, f=1|y)| <= 0 + <H_y,P>, where at distances 0, 1, ... right entries bear (1, 0, 0, 0); wrong entries "
    "bear nothing",
    "limit": "ghz game of 3 parties, f = maj(a1,a2,a3), inputs local: at epsilon = 1/2 no certificate of kind "
    "tested-cells has a rate below 35/36",
    "square": "magic square: at each of its 9 inputs some non-signalling box that always wins answers in one way, so "
    "that every function of the answers is certain in it",
}
ZEROS = "00000,00001,00010,00011,00100,00101,00110,00111,01000,01001,01010,01011,10000,10001,10010,10011"
#: By the name of a good document of the two kinds of predictability: the extreme, and what is known of it.
EXTREMES = {
    "max": ("max P(f=0|10000)", "= 3/4"),
    "min": ("min P(f=0|10000)", "= 1/4"),
    "dual": ("max P(f=0|10000)", "<= 3/4"),
    "primal": ("max P(f=0|10000)", ">= 3/4"),
    "symmetric": ("max P(weight of a in {0,1,3,4,5}|11111)", "= 1/2"),
    "symmetric min": ("min P(weight of a in {0,1,3,4,5}|11111)", "= 1/7"),
    "symmetric dual": ("max P(weight of a in {0,1,3,4,5}|11111)", "<= 1/2"),
    "symmetric primal": ("max P(weight of a in {0,1,3,4,5}|11111)", ">= 1/2"),
}
#: By the name of a good document: the kind and the parts of its first fact, "..." standing for what is left out.
PARTS = {
    "family": "family triple=1,2,3 input=10000 alpha=1/2 beta=00001:5/8,00010:5/8,...",
    "attained once": "attainment triple=1,2,3 input=10000 value=0 probability=3/4",
    "distilled once": "distillation triple=1,2,3 inputs=10000 alpha=79057/100000 beta=74477/62500 directions=45",
    "min": f"predictability zeros={ZEROS} input=10000 sense=min value=1/4 shown=bounded,reached",
    "dual": f"predictability zeros={ZEROS} input=10000 sense=max value=3/4 shown=bounded",
    "primal": f"predictability zeros={ZEROS} input=10000 sense=max value=3/4 shown=reached",
    "small table": "predictability-table input=111 classes=0000:1:2,0001:1:8,0011:1:6",
    "square": "magic-square answers=000,001|1,1;000,001|1,2;...",
    "classical": "classical-bound value=6",
    "fixing": "fixing-boxes",
    "symmetric": "symmetric-predictability weights=0,1,3,4,5 input=11111 sense=max value=1/2 shown=bounded,reached",
    "symmetric primal": "symmetric-predictability weights=0,1,3,4,5 input=11111 sense=max value=1/2 shown=reached",
    "counted code": "code bits=4 cells=8 code=reed-muller,1011,2,2 sense=exact weights=4:14,8:1",
    "hamming code": "code bits=4 cells=7 code=1101000,0110100,0011010,0001101 sense=bound weights=3:15",
    "cells": "tested-cells inputs=local f=majority v=7/18 "
    "right=13/36,0,2/9,0; 5/12,0,1/6,0; 19/36,0,1/18,0; 7/12,0,0,0 wrong=0,0,7/12,0; 5/18,0,11/36,0",
    "cells by table": "tested-cells inputs=local f=001:00010111,010:00010111,100:00010111,111:00010111 v=0 "
    "right=1,1,1,1 wrong=1,1,1,1",
    "cells multiplexed": "tested-cells inputs=derived by party 2 f=multiplexer v=0 right=1,0,0,0 wrong=",
    "limit": "tested-limit inputs=local f=majority epsilon=1/2 rate=35/36",
}


@pytest.mark.parametrize("name", PARTS)
def test_every_fact_in_parts(name: str) -> None:
    """[R3.9] in which two checkers are compared."""
    document: dict[str, Any] = BASES[name]
    parts = check(encode(document)).facts[0].parts()
    game = document["claim"].get("game", {"name": "magic-square"})
    assert game == (
        {"name": parts.game.name, "parties": parts.game.parties} if parts.game else {"name": "magic-square"}
    )
    found = " ".join([parts.kind, *(f"{part}={text}" for part, text in parts.about)])
    wanted = re.escape(PARTS[name]).replace(r"\.\.\.", ".*")
    assert re.fullmatch(wanted, found)


def test_every_kind_is_told_in_parts() -> None:
    assert {text.partition(" ")[0] for text in PARTS.values()} == set(KINDS)


def said(name: str) -> list[str]:
    return [str(fact) for fact in check(encode(BASES[name])).facts]


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences(name: str) -> None:
    assert said(name)[0] == SENTENCES[name]


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_say_what_is_known(name: str) -> None:
    extreme, known = EXTREMES[name]
    game = "ghz game of 5 parties" if name.startswith("symmetric") else MERMIN
    function = "" if name.startswith("symmetric") else f", where f=0 on {ZEROS}"
    assert said(name) == [f"{game}, at maximal violation: {extreme} {known}{function}"]


@pytest.mark.parametrize(("part", "sign"), [("dual", ">="), ("primal", "<=")])
def test_half_a_minimum(part: str, sign: str) -> None:
    document = json.loads(encode(BASES["min"]))
    document["witness"] = {part: document["witness"][part]}
    (fact,) = check(encode(document)).facts
    assert str(fact).startswith(f"{MERMIN}, at maximal violation: min P(f=0|10000) {sign} 1/4, where f=0 on 00000,")


def test_a_function_that_is_never_0_says_so() -> None:
    document = json.loads(encode(BASES["primal"]))
    document["claim"] |= {"zeros": [], "value": "0"}
    (fact,) = check(encode(document)).facts
    assert str(fact).endswith("max P(f=0|10000) >= 0, where f=0 on no output")


def test_there_is_a_fact_for_each_case() -> None:
    assert said("attained once")[1] == f"{MERMIN}, at maximal violation: P(maj(1,2,3)=0|00111) = 3/4 occurs"
    claim: dict[str, Any] = BASES["attainment"]["claim"]
    assert len(set(said("attainment"))) == len(claim["triples"]) * len(claim["inputs"])


def test_betas_that_differ_are_told_one_by_one() -> None:
    document = json.loads(encode(BASES["trivial"]))
    document["claim"]["beta"]["10000"]["00001"] = "1/3"
    (fact,) = check(encode(document)).facts
    losses = str(fact).partition(" <= 1 + ")[2]
    assert losses.startswith("its losses on 00001 times 1/3, 00010 times 0, ")
    assert losses.endswith(", 11111 times 0")
    assert losses.count("times") == 16


def test_every_fact_names_its_game_or_code() -> None:
    """The tables above have a sentence for every class of facts."""
    told = {type(fact): str(fact) for name in (*SENTENCES, *EXTREMES) for fact in check(encode(BASES[name])).facts}
    assert set(told) == set(get_args(Fact))
    for sentence in told.values():
        assert re.match(
            r"(mermin|ghz) game of [345] parties|magic square|the first 4 bits of the reed-muller", sentence
        )


def test_facts_are_the_numbers_of_the_claim() -> None:
    (bound,) = check(encode(BASES["family"])).facts
    assert (bound.alpha, bound.triple, bound.y) == (Fraction(1, 2), (0, 1, 2), (1, 0, 0, 0, 0))  # type: ignore[union-attr]
