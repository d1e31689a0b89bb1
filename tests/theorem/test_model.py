"""Targets at their ends, and what every theorem does with numbers and sizes [R5.37], [R5.38], [R5.50]."""

from collections.abc import Callable
from copy import copy
from fractions import Fraction
from functools import partial

import pytest

from freebit.errors import InvalidError
from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import Assumption, condition_lines, conditions
from freebit.theorem.enclosure import precision
from freebit.theorem.model import USUAL_C, USUAL_PASS, Numbers, Supply, Target, Theorem
from freebit.theorem.sizes import GridSize, Size
from tests.theorem.toy_theorem import Rate, Rates, Tries, theorem

F = Fraction


def refusal(make: Callable[[], object]) -> str:
    with pytest.raises(InvalidError) as caught:
        make()
    return str(caught.value)


def test_targets() -> None:
    """[R5.50] the usual ones, and the ends of what may be asked for."""
    target = Target(F(1, 2), F(1, 4))
    assert (target.error, target.pass_at_least, target.c, target.bits) == (None, F(9, 10), F(3), 1)
    assert (USUAL_PASS, USUAL_C, target.constant) == (F(9, 10), F(3), F(3))
    assert Target(F(1, 2), F(1, 4), c=None).constant == 3
    assert Target(F(1, 2), F(1, 4), c=F(5, 2)).constant == F(5, 2)
    little = F(1, 10**9)
    for error in (F(0), little, 1 - little):
        assert Target(F(1, 2), F(1, 4), error).error == error
        assert Target(F(1, 2), F(1, 4), None, error).pass_at_least == error
    assert Target(F(1, 2), little).delta == little
    assert Target(F(1, 2), F(1, 2) - little, c=1 + little).c == 1 + little


def test_targets_that_are_none() -> None:
    """[R1.4] [R4.3] [R5.50] word by word."""
    for epsilon in (F(0), F(3, 5)):
        assert refusal(partial(Target, epsilon, F(1, 4))).startswith("[R1.4]")
    for delta in (F(0), F(-1, 4), F(1, 2), F(3, 5)):
        words = f"delta = {delta} is not in (0, 1/2): the target is P(guess) <= 1/2 + delta"
        assert refusal(partial(Target, F(1, 2), delta)) == words
    for value in (F(-1, 4), F(1), F(3, 2)):
        assert refusal(partial(Target, F(1, 2), F(1, 4), value)) == f"the error {value} is not in [0, 1)"
        words = f"the pass probability {value} is not in [0, 1)"
        assert refusal(partial(Target, F(1, 2), F(1, 4), None, value)) == words
    for c in (F(1), F(1, 2), F(-1)):
        assert refusal(partial(Target, F(1, 2), F(1, 4), c=c)) == f"[R4.3] c = {c} is not greater than 1"
    for bits in (0, -1):
        assert refusal(partial(Target, F(1, 2), F(1, 4), bits=bits)) == f"a key has at least one bit, not {bits}"


def test_what_a_theorem_says_of_itself() -> None:
    """[R6.63] [R6.70] a selection, or another protocol."""
    toy = theorem()
    assert not (toy.preferred or toy.tolerant or toy.many or toy.general_tolerant)
    assert toy.general is None
    assert (str(toy), toy.protocol_words, toy.protocol_document()) == ("toy", "toy protocol", {"protocol": "toy"})
    for selection in ("row", "column", "column-total"):
        chosen = theorem(protocol=selection)
        assert chosen.protocol_words == f"{selection} selection"
        assert chosen.protocol_document() == {"selection": selection}
    # Theorems are the same only if they are one.
    assert copy(toy) != toy
    assert Rate(F(1, 2)).variant == ""
    assert Rates().parts() == (Rates(),)


def test_what_a_kind_of_numbers_must_have() -> None:
    assert Numbers.__abstractmethods__ == {"document", "lines"}
    assert Supply.__abstractmethods__ == {"only", "vouch"}


def test_bounds_at_a_size() -> None:
    """Numbers and sizes of its own kinds, and an epsilon that is one."""
    toy = theorem()
    with precision(64):
        assert toy.excess_at(Rate(F(1, 2)), F(1, 2), Tries(3)).upper() == F(1, 32)
    assert refusal(lambda: toy.excess_at(Rate(F(1, 2)), F(3, 5), Tries(3))).startswith("[R1.4]")
    words = "the theorem toy is not about sizes of the kind GridSize"
    assert refusal(lambda: toy.excess_at(Rate(F(1, 2)), F(1, 2), GridSize(1, 1))) == words
    words = "the theorem toy does not take str numbers"
    assert refusal(lambda: toy.excess_at("1/2", F(1, 2), Tries(3))) == words


def test_tolerances() -> None:
    """[R4.7]"""

    def checked(size: Size, tolerant: bool) -> None:
        theorem(tolerant=tolerant).check(size)

    checked(Tries(3), False)
    checked(Tries(3, 1), True)
    for wrong in (1, 2):
        words = f"[R4.7] the theorem toy tolerates no wrong cell, so w = {wrong} must be 0"
        assert refusal(partial(checked, Tries(3, wrong), False)) == words
    assert refusal(lambda: checked(GridSize(1, 1), True)) == "the theorem toy is not about sizes of the kind GridSize"


def test_other_sources() -> None:
    """[R5.37] [R5.38]"""
    source = JointBounds.for_epsilon(F(1, 4))

    def general(numbers: Rate, bounds: JointBounds, size: Tries) -> Fraction:
        return numbers.rate * bounds.upper(size.n)

    toy: Theorem[Rates, Rate, Tries] = theorem(tolerant=True, general=general)
    assert toy.excess_general(Rate(F(1, 2)), source, Tries(2)) == F(9, 32)
    both = theorem(tolerant=True, general=general, general_tolerant=True)
    assert both.excess_general(Rate(F(1, 2)), source, Tries(2, 1)) == F(9, 32)
    words = "for the sources of eq (14) w = 1 must be 0"
    assert refusal(lambda: toy.excess_general(Rate(F(1, 2)), source, Tries(2, 1))) == words
    words = "the theorem toy is stated for the sources of eq (1), not for those of eq (14)"
    assert refusal(lambda: theorem().excess_general(Rate(F(1, 2)), source, Tries(2))) == words
    words = "the theorem toy is not about sizes of the kind GridSize"
    assert refusal(lambda: theorem(general=general).excess_general(Rate(F(1, 2)), source, GridSize(1, 1))) == words


def test_conditions() -> None:
    """[R6.68] each once, in one sentence."""
    first, second = Assumption("R5.7", "it rains"), Assumption("R5.8", "it pours")
    assert condition_lines([first]) == ["if it rains [R5.7]"]
    assert condition_lines([first, second, first]) == ["if it rains [R5.7]", "and if it pours [R5.8]"]
    third = Assumption("R5.9", "it stops")
    sentence = "if it rains [R5.7], and if it pours [R5.8], and if it stops [R5.9]"
    assert conditions([first, second, third]) == sentence
    assert str(first) == "[R5.7] it rains"
    assert first.document() == {"rule": "R5.7", "words": "it rains"}
