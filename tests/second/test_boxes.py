"""Every normalised non-signalling box is described by its marginals of zeros, and nothing else is [R3.3], [R3.76]."""

from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from freebit.boxes.game import GhzGame
from freebit.second import boxes
from freebit.second.boxes import (
    MOST_PARTIES_OF_VECTORS,
    bit_words,
    entries_of_correlators,
    every_box,
    signalling_pairs,
)
from freebit.second.kinds.symmetric_predictability import every_box_by_type, kinds_of, type_name
from freebit.second.model import NotDecidedError
from freebit.second.script import Context

Values = dict[str, Fraction]


def defined(context: Context, unknown: Values) -> Values:
    """All probabilities, computed from the unknowns as the definitions say."""
    values = dict(unknown)
    for definition in context.definitions:
        name, term = definition.split(" () Real ")
        values[name] = value_of(tokens_of(term), values)
    return values


def tokens_of(term: str) -> list[str]:
    return term.replace("(", "( ").replace(")", " )").split()


def value_of(tokens: list[str], values: Values) -> Fraction:
    """The value of the term with which the tokens begin; they are used up."""
    token = tokens.pop(0)
    if token != "(":
        return values[token] if token in values else Fraction(token)
    operator, parts = tokens.pop(0), []
    while tokens[0] != ")":
        parts.append(value_of(tokens, values))
    tokens.pop(0)
    if operator == "+":
        return sum(parts, Fraction(0))
    if operator == "*":
        return parts[0] * parts[1]
    if operator == "/":
        return parts[0] / parts[1]
    assert operator == "-"
    return -parts[0] if len(parts) == 1 else parts[0] - parts[1]


def zeros_answered(name: str, answers: tuple[str, str]) -> Fraction:
    """The marginal of zeros with this name in the box where party i answers ``answers[x_i][i]``."""
    _, outputs, inputs = name.split("_")
    return Fraction(
        all(o == "." or answers[int(s)][i] == o for i, (o, s) in enumerate(zip(outputs, inputs, strict=True)))
    )


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
def test_every_box_is_described(parties: int) -> None:
    """The definitions, which are affine, are right for the deterministic boxes, which span all others."""
    context = every_box(parties)
    assert len(context.names) == 3**parties - 1
    for answers in product(bit_words(parties), bit_words(parties)):
        values = defined(context, {name: zeros_answered(name, answers) for name in context.names})
        for a, x in product(bit_words(parties), repeat=2):
            right = all(answers[int(s)][i] == o for i, (o, s) in enumerate(zip(a, x, strict=True)))
            assert values[f"P_{a}_{x}"] == right


@pytest.mark.parametrize("parties", [2, 3, 5])
def test_nothing_else_is_described(parties: int) -> None:
    """Whatever the unknowns are, the textbook laws hold."""
    draw = Random(parties)
    context = every_box(parties)
    values = defined(context, {name: Fraction(draw.randrange(-9, 10), draw.randrange(1, 9)) for name in context.names})
    for x in bit_words(parties):
        assert sum(values[f"P_{a}_{x}"] for a in bit_words(parties)) == 1
    pairs = list(signalling_pairs(parties))
    assert len(pairs) == parties * 4 ** (parties - 1)
    for _, left, right in pairs:
        on_0, on_1 = (sum(values["P_" + key.replace("|", "_")] for key in keys) for keys in (left, right))
        assert on_0 == on_1


@pytest.mark.parametrize("parties", [1, 3, 4])
def test_types_describe_the_same_boxes(parties: int) -> None:
    """A box by types is a box of which the probabilities of one type are equal, with the marginals of zeros Q_i_j."""
    draw = Random(parties)
    by_type = every_box_by_type(parties)
    assert len(by_type.names) == (parties + 1) * (parties + 2) // 2 - 1
    unknown = {name: Fraction(draw.randrange(-9, 10), 7) for name in by_type.names}
    types = defined(by_type, unknown)
    context = every_box(parties)
    marginals = {}
    for name in context.names:
        inputs = name.split("_")[2]
        marginals[name] = unknown[f"Q_{inputs.count('0')}_{inputs.count('1')}"]
    values = defined(context, marginals)
    for a, x in product(bit_words(parties), repeat=2):
        pairs = Counter(zip(x, a, strict=True))
        kind = (pairs["0", "0"], pairs["0", "1"], pairs["1", "0"], pairs["1", "1"])
        assert values[f"P_{a}_{x}"] == types[type_name(kind)]
    assert len(list(kinds_of(parties))) == (parties + 1) * (parties + 2) * (parties + 3) // 6


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
@pytest.mark.parametrize("share", [0, 1, 4, 8])
def test_entries_follow_from_correlators(parties: int, share: int) -> None:
    """[R3.87], [R3.102] as the sum over sets of parties, whichever are left out; some ``share`` in eight is written."""
    random = Random(f"{parties} {share}")
    listed = ["".join(slots) for slots in product("-01", repeat=parties) if random.randrange(8) < share]
    correlators = {slots: f"{random.choice((-5, -3, 1, 7))}/{random.choice((2, 4, 11, 13))}" for slots in listed}
    steps, entries = entries_of_correlators("b", correlators, parties)
    values: Values = {}
    for step in steps:
        values |= {name: value_of(tokens_of(term), values) for name, term in step}
    assert entries.keys() == {f"{a}|{x}" for a, x in product(bit_words(parties), repeat=2)}
    for key, entry in entries.items():
        a, x = key.split("|")
        total = sum(
            (
                Fraction(value) * (-1) ** sum(o == "1" and slot != "-" for o, slot in zip(a, slots, strict=True))
                for slots, value in correlators.items()
                if all(slot in ("-", setting) for slot, setting in zip(slots, x, strict=True))
            ),
            Fraction(0),
        )
        assert value_of(tokens_of(entry), values) == total / 2**parties


def test_more_parties_are_not_described() -> None:
    game = GhzGame(MOST_PARTIES_OF_VECTORS + 1)
    with pytest.raises(NotDecidedError, match="8 parties"):
        every_box(game.parties)


def test_as_many_parties_as_are_allowed_are_described(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MOST_PARTIES_OF_VECTORS", 2)
    every_box.cache_clear()
    assert len(every_box(2).names) == 8
    with pytest.raises(NotDecidedError, match="3 parties are more than the 2 "):
        every_box(3)
