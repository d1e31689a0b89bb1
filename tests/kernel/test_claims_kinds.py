"""The kinds of the smaller claims: both checkers, meaning, and finders [R3.60]-[R3.122].

Their faults, which both checkers are given, are in ``faults_claims``: [R3.61], [R3.62], [R3.66], [R3.71],
[R3.72], [R3.74], [R3.75], [R3.76].
"""

import json
from collections import Counter
from itertools import product
from math import comb
from random import Random

import pytest
from conformance.generate.faults import BASES, encode
from conformance.generate.faults_claims import SYMMETRIC  # noqa: F401  # adds the smaller claims' good documents

from freebit.boxes.bits import all_bits
from freebit.boxes.entry_types import Type, entries_of_type, format_type, loses, types
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.kernel.check import check
from freebit.kernel.kinds.classical_bound import autocorrelation
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme
from freebit.kernel.symmetric import symmetric_contraction
from freebit.second.check import check_with_z3
from freebit.solver.documents import document_bytes
from freebit.solver.predictability import predictability
from freebit.solver.symmetric import SymmetricProgram


def test_z3_rejects_a_maximum_that_is_too_small() -> None:
    """[R3.76] a wrong value, the dual vector unchanged."""
    document = json.loads(encode(BASES["symmetric dual"]))
    document["claim"]["value"] = "499/1000"
    objection = check_with_z3(encode(document)).objection
    assert objection is not None
    assert objection.rule == "R3.73"


@pytest.mark.parametrize("game", [MerminGame(3), MerminGame(5), GhzGame(2), GhzGame(3), GhzGame(4), GhzGame(5)])
def test_squares_bound_the_loss(game: ParityGame) -> None:
    """[R3.60] S^2 <= the sum of |C(u)| for every strategy; equality decides the minimum for odd n."""
    total = sum(abs(value) for value in autocorrelation(game).values())
    losses = {
        sum(game.coefficient(tuple((zero, one)[bit][i] for i, bit in enumerate(x)), x) for x in game.inputs)
        for zero in all_bits(game.parties)
        for one in all_bits(game.parties)
    }
    assert all((len(game.inputs) - 2 * loss) ** 2 <= total for loss in losses)
    assert (len(game.inputs) - 2 * min(losses)) ** 2 == total


@pytest.mark.parametrize("parties", [1, 2, 5])
def test_types(parties: int) -> None:
    """[R3.70] the types partition the entries, and I depends on the type alone."""
    counts: Counter[Type] = Counter()
    for a, x in product(all_bits(parties), repeat=2):
        pairs = Counter(zip(x, a, strict=True))
        kind = (pairs[0, 0], pairs[0, 1], pairs[1, 0], pairs[1, 1])
        counts[kind] += 1
        if parties > 1:
            game = GhzGame(parties)
            assert loses(game, kind) == (game.coefficient(a, x) == 1)
    assert counts == {kind: entries_of_type(kind) for kind in types(parties)}
    assert len(types(parties)) == comb(parties + 3, 3)
    assert format_type((2, 0, 0, 11)) == "2,0|0,11"


def test_contraction_by_types_is_the_contraction_of_all_entries() -> None:
    """[R3.73] against the definition of R3.2, entry by entry."""
    random, n = Random(1), 4
    vector = {kind: random.randrange(-9, 10) for kind in types(n)}
    found = {(i, j): value for i, j, value in symmetric_contraction(vector, n)}
    assert set(found) == {(i, j) for i in range(n + 1) for j in range(n + 1 - i)}
    for (i, j), value in found.items():
        slots = [0] * i + [1] * j + [None] * (n - i - j)
        total = 0
        for a, x in product(all_bits(n), repeat=2):
            if all(slot in (None, setting) for slot, setting in zip(slots, x, strict=True)):
                pairs = Counter(zip(x, a, strict=True))
                sign = (-1) ** sum(output for slot, output in zip(slots, a, strict=True) if slot is not None)
                total += sign * vector[pairs[0, 0], pairs[0, 1], pairs[1, 0], pairs[1, 1]]
        assert value == total


@pytest.mark.parametrize("parties", [3, 4, 5])
@pytest.mark.parametrize("zeros", [{0, 1}, {0, 3, 4}, {2}])
def test_types_lose_nothing(parties: int, zeros: set[int]) -> None:
    """[R3.70] the extremes over boxes by types are those over all boxes."""
    program = SymmetricProgram(GhzGame(parties), (1,) * parties, (k for k in zeros if k <= parties))
    extremes = predictability(GhzGame(parties), (1,) * parties, lambda a: int(sum(a) not in zeros))
    for sense, wanted in (("max", extremes.maximum), ("min", extremes.minimum)):
        found = program.extreme(sense)
        assert found.value == wanted.value
        report = check(document_bytes(found.document({})))
        assert report.accepted, report.rejection
        (fact,) = report.facts
        assert isinstance(fact, SymmetricExtreme)
        assert (fact.value, fact.proved, fact.attained) == (found.value, True, True)


def test_fixing_needs_a_triangle() -> None:
    """[R3.65] a set of boxes suffices iff at every input the pairs of outputs that they give contain an odd cycle."""
    boxes = BASES["fixing"]["witness"]["boxes"]
    zero, one = boxes[::2], boxes[1::2]
    for chosen, enough in ((zero, False), (one, False), ([*zero, one[0]], True), ([*one, zero[2]], True)):
        document = json.loads(encode(BASES["fixing"]))
        document["witness"]["boxes"] = chosen
        assert check(encode(document)).accepted == enough
        assert check_with_z3(encode(document)).accepted == enough
