"""Eqs (11) and (12) for a key of several bits, by tables written out entry by entry [R5.90]-[R5.92]."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.boxes.box import Box, deterministic_box, pr_box
from freebit.boxes.cells import LOCAL, CellFunction, CellKind, kind_labelled
from freebit.codes.code import GeneratorCode
from freebit.codes.weights import counted
from freebit.errors import InvalidError
from freebit.protocol.key import key_of_cells
from freebit.security.guessing import Honest, JointTable, Statistics
from freebit.security.tested import TestedGrid, statistics_of_cells
from freebit.theorem.cells import committed_cells
from tests.theorem.toy import TOY_BOXES, ToyGame, toy_key, words

F = Fraction
HALF, QUARTER, ONE = F(1, 2), F(1, 4), F(1)
TOY = CellKind(ToyGame(), LOCAL, CellFunction("table", {x: tuple(map(toy_key, words(2))) for x in words(2)}))
CODES = [
    GeneratorCode(2, (0b10, 0b01)),
    GeneratorCode(2, (0b11, 0b01)),
    GeneratorCode(2, (0b11,)),
    GeneratorCode(1, (1,)),
]
TELLS: tuple[Callable[[int], int], ...] = (lambda v: v % 2, lambda v: v // 2, lambda v: v, lambda v: 0)


def leaning(centre: Bits, epsilon: Fraction) -> dict[Bits, Fraction]:
    flips = {x: sum(p != q for p, q in zip(x, centre, strict=True)) for x in words(len(centre))}
    return {x: epsilon**d * (1 - epsilon) ** (len(centre) - d) for x, d in flips.items()}


def at_most(n: int, u: Fraction, tolerance: int) -> Fraction:
    return sum((comb(n, j) * u**j * (1 - u) ** (n - j) for j in range(min(n, tolerance) + 1)), F(0))


def allowed(code: GeneratorCode, u: Fraction, tolerance: int) -> Fraction:
    """[R5.92]"""
    return HALF + QUARTER * sum((n * at_most(w, u, tolerance) for w, n in counted(code).items()), F(0))


def guessed(statistics: Statistics) -> Fraction:
    """The largest probability, over z, that the run is not aborted and the key is guessed from y, t and e."""
    best = F(0)
    for table in statistics.tables.values():
        likeliest: dict[object, Fraction] = {}
        for (honest, e), p in table.items():
            if honest.g:
                seen = (honest.y, honest.t, e)
                likeliest[seen] = max(likeliest.get(seen, F(0)), p)
        best = max(best, sum(likeliest.values(), F(0)))
    return best


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_eq_12_for_several_bits_is_below_the_bound(data: st.DataObject) -> None:
    """[R5.91], [R5.92] correlated cells and sources, several measurements; and what R5.91 says of guessing the key."""
    epsilon = data.draw(st.sampled_from([HALF, F(2, 5), F(1, 5)]))
    code, tolerance = data.draw(st.sampled_from(CODES)), data.draw(st.sampled_from([0, 1]))
    preparations = []
    for _ in range(4):
        first, second, third, fourth = (data.draw(st.sampled_from(TOY_BOXES)) for _ in range(4))
        box = first.product(second).mixture(third.product(fourth), data.draw(st.sampled_from([ONE, F(1, 3)])))
        centre = tuple(data.draw(st.integers(0, 1)) for _ in range(4))
        preparations.append((QUARTER, box, leaning(centre, epsilon)))
    found = statistics_of_cells(TestedGrid(TOY, 2, 2, tolerance, code), preparations, TELLS).check()
    value = found.guessing_probability()
    assert HALF <= value <= allowed(code, epsilon**2, tolerance)
    assert guessed(found) <= F(1, 2**code.bits) + 2 * (value - HALF)


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code.bits} of {code.cells}")
@pytest.mark.parametrize("tolerance", [0, 1])
def test_known_outputs(code: GeneratorCode, tolerance: int) -> None:
    """[R5.91] the key is known where the run is not aborted: of the 2^L keys one has all, the others nothing."""
    epsilon, box = F(2, 5), deterministic_box((0, 0), (0, 0))
    source = leaning((0, 0, 0, 0), epsilon)
    grid = TestedGrid(TOY, 2, 2, tolerance, code)
    found = statistics_of_cells(grid, [(ONE, box.product(box), source)], [lambda v: v]).check()
    passes = at_most(2, epsilon**2, tolerance)
    assert found.guessing_probability() == HALF + passes * (1 - F(1, 2**code.bits)) / 2
    assert guessed(found) == passes
    # A rate that is too small is overtaken.
    assert found.guessing_probability() > allowed(code, F(9, 10), 0)


def test_fair_and_independent_bits_are_ideal() -> None:
    """[R5.90], [R5.91] boxes that nobody can tell anything of; but two bits that are one are not ideal."""
    source, box = leaning((0, 0, 0, 0), HALF), pr_box().product(pr_box())
    for code, value in ((CODES[0], HALF), (GeneratorCode(2, (0b11, 0b11)), F(3, 4))):
        found = statistics_of_cells(TestedGrid(TOY, 2, 2, 0, code), [(ONE, box, source)], [lambda v: v]).check()
        assert found.guessing_probability() == value


def one_box_for(parts: Sequence[tuple[Fraction, Box]]) -> Box:
    """Their mixture."""
    weight, box = parts[0]
    for other, another in parts[1:]:
        box, weight = box.mixture(another, weight / (weight + other)), weight + other
    return box


def test_correlated_cells_of_the_ghz_game() -> None:
    """[R5.92] two cells of three parties with derived inputs, whose outputs are fixed together, or fair together."""
    kind, epsilon = kind_labelled("three-majority-derived-1"), F(9, 20)
    supply = committed_cells(derived=True)().only(kind.label)
    u = supply.vouch(supply.best(epsilon), epsilon).u
    answers = [deterministic_box((0, 0, 0), (a, 1, 1)) for a in (0, 1)]
    both = one_box_for([(HALF, one.product(one)) for one in answers])
    inputs: Mapping[Bits, Fraction] = {
        (*x, *y): p * q for x, p in drawn(kind, epsilon).items() for y, q in drawn(kind, epsilon).items()
    }
    for tolerance in (0, 1):
        for code in CODES[:3]:
            grid = TestedGrid(kind, 2, 2, tolerance, code)
            known = [(HALF, one.product(one), inputs) for one in answers]
            for preparations in ([(ONE, both, inputs)], known):
                found = statistics_of_cells(grid, preparations, [lambda v: v, lambda v: 0]).check()
                assert HALF < found.guessing_probability() <= allowed(code, u, tolerance)


def drawn(kind: CellKind, epsilon: Fraction) -> dict[Bits, Fraction]:
    """Inputs of X made of bits that lean to 0."""
    return {
        x: epsilon ** sum(kind.inputs.drawn(x)) * (1 - epsilon) ** (2 - sum(kind.inputs.drawn(x)))
        for x in kind.game.inputs
    }


@given(st.lists(st.integers(0, 1), min_size=7, max_size=7))
def test_the_number_of_the_key_is_the_key(values: list[int]) -> None:
    """[R4.71] as the literal extraction makes it."""
    code = GeneratorCode(6, (0b110100, 0b011010, 0b001101))
    grid = TestedGrid(TOY, 7, 7, 7, code)
    a = tuple(bit for value in values for bit in (value, 0))
    assert f"{grid.honest(a, (0,) * 14).k:03b}" == key_of_cells(code, values[:6]).disclosed()


def test_a_key_beyond_its_bits_is_refused() -> None:
    """[R5.1]"""
    table: JointTable = {(Honest(4, "y", "t", 1), "e"): ONE}
    with pytest.raises(InvalidError, match="the key has 2 bits"):
        Statistics({"z": table}, 2).check()
    assert Statistics({"z": table}, 3).check().guessing_probability() == HALF + F(7, 16)
