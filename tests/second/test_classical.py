"""The classical minimum: the sum of squares, and the inputs that each party's bits are for [R3.60]-[R3.62]."""

from dataclasses import replace

import pytest
from conformance.generate.faults import Document, encode

from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.kernel.kinds.classical_bound import autocorrelation
from freebit.second.check import check_with_z3
from freebit.second.kinds.classical_bound import ClassicalBoundQuestions, sum_of_squares
from freebit.second.solver import ask


def questions(on_0: str, on_1: str, value: str = "1") -> ClassicalBoundQuestions:
    return ClassicalBoundQuestions(GhzGame(3), value, on_0, on_1)


@pytest.mark.parametrize(
    ("game", "squares"),
    [(GhzGame(2), 2 + 2), (GhzGame(3), 4), (MerminGame(5), 16), (GhzGame(4), 8 + 8), (GhzGame(6), 32 + 32)],
)
def test_squares_are_summed_over_all_shifts(game: ParityGame, squares: int) -> None:
    """|X| for the shift by 0, and for an even number of parties as much for the shift of all of them."""
    assert sum_of_squares(game) == squares
    assert sum(abs(value) for value in autocorrelation(game).values()) == squares


def test_each_input_sums_the_bits_of_the_parties_that_have_1() -> None:
    """Of the GHZ game of three: 111 asks for even parity, the inputs with two zeros for odd parity."""
    laws = questions("000", "000").script().context.laws
    assert laws[:4] == tuple(f"(or (= {bit} 0.0) (= {bit} 1.0))" for bit in ("C", "U_1", "U_2", "U_3"))
    one = "(not (xor (= C 1.0) (= U_{} 1.0)))"
    three = "(xor (xor (xor (= C 1.0) (= U_1 1.0)) (= U_2 1.0)) (= U_3 1.0))"
    wrong = {"001": one.format(3), "010": one.format(2), "100": one.format(1), "111": three}
    assert laws[4:] == tuple(f"(= W_{x} (ite {term} 1.0 0.0))" for x, term in wrong.items())


@pytest.mark.parametrize(
    ("on_0", "on_1", "wrong"),
    [
        # Always even, and so wrong on the three inputs that ask for odd parity.
        ("000", "000", 3),
        # Party 1 answers its input: right on 100, wrong on 001, 010 and 111.
        ("000", "100", 3),
        # Always odd, and wrong on 111 alone.
        ("001", "001", 1),
    ],
)
def test_strategies_are_put_in(on_0: str, on_1: str, wrong: int) -> None:
    """[R3.61] each is wrong on as many inputs as counted here, and on no other number."""
    script = questions(on_0, on_1).script()
    for value in range(5):
        query = questions(on_0, on_1, str(value)).script().queries[1]
        _, objection = ask(replace(script, queries=(query,)))
        if value == wrong:
            assert objection is None
        else:
            assert objection is not None
            assert (objection.rule, objection.place) == ("R3.61", "witness/strategy")


def test_too_large_a_value_has_no_room() -> None:
    """[R3.60] 4 inputs less twice the value is 2 or more, whose square is not less than 4."""
    for value, rule in (("1", None), ("3/2", "R3.60"), ("3", "R3.60"), ("1/2", "R3.61")):
        claimed: Document = {
            "format": "freebit-certificate",
            "version": 1,
            "kind": "classical-bound",
            "claim": {"game": {"name": "ghz", "parties": 3}, "value": value},
            "witness": {"strategy": {"0": "001", "1": "001"}},
        }
        objection = check_with_z3(encode(claimed)).objection
        assert (objection and objection.rule) == rule
