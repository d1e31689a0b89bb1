"""Predictability at maximal violation: known values, and every result accepted by the kernel from its bytes."""

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import pytest

from freebit.boxes.bits import Bits, all_bits, majority_of, parse_bits, weight
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.kernel.check import Report, check
from freebit.kernel.kinds import predictability as kind
from freebit.solver.documents import document_bytes
from freebit.solver.predictability import SolvedExtreme, predictability, problem_7, problem_7_in_full
from freebit.solver.sparse import sparsest_dual

pytest.importorskip("cdd")


def kernel_says(extreme: SolvedExtreme, **parts: bool) -> Report:
    """The kernel's verdict on the bytes of the certificate."""
    return check(document_bytes(extreme.document({"found": "in a test"}, **parts)))


def confirmed(extreme: SolvedExtreme) -> Fraction:
    """The value of an extreme that the kernel finds both proved and attained [R3.30]-[R3.34]."""
    report = kernel_says(extreme)
    assert report.accepted, report.rejection
    (fact,) = report.facts
    assert isinstance(fact, kind.Extreme)
    assert (fact.proved, fact.attained, fact.sense) == (True, True, extreme.sense)
    return fact.value


def both(game: ParityGame, x0: Bits, function: Callable[[Bits], int]) -> tuple[Fraction, Fraction]:
    extremes = predictability(game, x0, function)
    return confirmed(extremes.minimum), confirmed(extremes.maximum)


def weight_is_2_mod_4(a: Bits) -> int:
    """The function whose value 1 says that the weight is 2 mod 4."""
    return int(weight(a) % 4 == 2)


@pytest.mark.parametrize("x0", MerminGame().inputs)
def test_the_lemma_at_every_input(x0: Bits) -> None:
    """Eq (6), both sides, for a triple at each input of X."""
    triple = tuple(combinations(range(5), 3))[sum(x0[i] << i for i in range(5)) % 10]
    assert both(MerminGame(), x0, lambda a: majority_of(a, triple)) == (Fraction(1, 4), Fraction(3, 4))


@pytest.mark.parametrize("triple", list(combinations(range(5), 3)))
def test_problem_7_for_every_triple(triple: tuple[int, ...]) -> None:
    """Problem (7), reduced by symmetry."""
    assert confirmed(problem_7(MerminGame(), parse_bits("10000"), triple)) == Fraction(3, 4)


def test_problem_7_in_full_agrees_with_the_reduced_one() -> None:
    """The unreduced program on three parties, where it is small, at every input."""
    game = MerminGame(3)
    for x0 in game.inputs:
        wanted = Fraction(1) if weight(x0) == 3 else Fraction(1, 2)
        assert problem_7_in_full(game, x0, (0, 1, 2)).value == problem_7(game, x0, (0, 1, 2)).value == wanted


def test_balanced_functions_of_four_parties() -> None:
    """GHZ of four parties at 1111: with complements, each class of balanced functions has the known size."""
    game, x0 = GhzGame(4), parse_bits("1111")
    winning = game.winning_outputs(x0)
    found: Counter[Fraction] = Counter()
    for zeros in combinations(winning, 4):
        extremes = predictability(game, x0, {a: int(a not in zeros) for a in all_bits(4)}.__getitem__)
        found[max(confirmed(extremes.maximum), 1 - confirmed(extremes.minimum))] += 1
    assert found == {Fraction(3, 4): 8, Fraction(5, 6): 48, Fraction(1): 14}


@pytest.mark.parametrize(
    ("game", "least", "most"),
    [
        (GhzGame(4), Fraction(0), Fraction(1, 2)),
        (MerminGame(5), Fraction(1, 7), Fraction(1, 2)),
        (GhzGame(6), Fraction(1, 3), Fraction(2, 3)),
        (GhzGame(7), Fraction(1, 2), Fraction(30, 41)),
    ],
)
def test_weight_2_mod_4(game: ParityGame, least: Fraction, most: Fraction) -> None:
    """P(f=0) for f = [weight = 2 mod 4] when all parties have input 1."""
    assert both(game, (1,) * game.parties, weight_is_2_mod_4) == (least, most)


def test_nine_parties() -> None:
    """Nine parties have 262 144 entries: solved, the bound's dual vector accepted, the box attaining it too."""
    extremes = predictability(MerminGame(9), (1,) * 9, weight_is_2_mod_4)
    report = kernel_says(extremes.maximum, primal=False)
    assert report.accepted, report.rejection
    assert extremes.maximum.value == Fraction(557, 865)
    right = {a for a in all_bits(9) if not weight_is_2_mod_4(a)}
    box = extremes.maximum.primal
    assert sum(p for (a, x), p in box.items() if x == (1,) * 9 and a in right) == extremes.maximum.value


@pytest.mark.parametrize("value", [0, 1])
def test_a_constant_function_leaves_nothing_to_choose(value: int) -> None:
    """P(f=0|x0) of a constant f is 1 or 0, and the certificates say so."""
    wanted = Fraction(1 - value)
    assert both(MerminGame(), parse_bits("10000"), lambda a: value) == (wanted, wanted)


def test_wrong_outputs_may_be_less_symmetric_than_right_ones() -> None:
    """Values of f on outputs that cannot win at x0 change neither the result nor its proof."""
    game, x0 = MerminGame(), parse_bits("10000")
    odd_one = next(a for a in all_bits(5) if game.coefficient(a, x0))
    assert both(game, x0, lambda a: majority_of(a, (0, 1, 2)) ^ (a == odd_one)) == (Fraction(1, 4), Fraction(3, 4))


def test_an_input_outside_x_is_refused() -> None:
    with pytest.raises(ValueError, match="not asked"):
        predictability(MerminGame(), parse_bits("11000"), weight_is_2_mod_4)


def test_a_smaller_value_is_rejected_by_its_rule() -> None:
    """[R3.32] and [R3.34]: the same witness does not prove, nor attain, another value."""
    extreme = problem_7(MerminGame(), parse_bits("10000"), (0, 1, 2))
    for part, rule in (("dual", "R3.32"), ("primal", "R3.34")):
        document = json.loads(document_bytes(extreme.document({})))
        document["claim"]["value"] = "749/1000"
        document["witness"] = {part: document["witness"][part]}
        rejection = check(json.dumps(document).encode()).rejection
        assert rejection is not None
        assert rejection.rule == rule


def test_the_sparse_dual_fits_on_a_page() -> None:
    """16 probabilities with I = 0, all with coefficient 1/2, and 80 with I = 1 make up 3/4 - P(maj=0|10000)."""
    game = MerminGame()
    extreme = sparsest_dual(game, parse_bits("10000"), lambda a: majority_of(a, (0, 1, 2)))
    assert confirmed(extreme) == Fraction(3, 4)
    right = Counter(value for entry, value in extreme.dual.items() if not game.coefficient(*entry))
    assert right == {Fraction(1, 2): 16}
    assert len(extreme.dual) == 96
    assert extreme.dual == sparsest_dual(game, parse_bits("10000"), lambda a: majority_of(a, (0, 1, 2))).dual
