"""What some of the reasons in ``equivalent.json`` rest on, gone through."""

import json
import re
from fractions import Fraction
from math import exp, isqrt

import pytest

from freebit.boxes.bits import all_bits
from freebit.boxes.game import game_named
from freebit.kernel.kinds.classical_bound import autocorrelation
from freebit.theorem.totals import WEIGHTS
from tests.mutation.__main__ import EQUIVALENT


def test_every_reason_is_about_something() -> None:
    for entry in json.loads(EQUIVALENT.read_text()):
        assert entry["why"]
        assert ("pattern" in entry) != ("mutants" in entry)
        re.compile(entry.get("pattern", ""))
        assert entry.get("mutants", True), entry["why"]


@pytest.mark.parametrize(("name", "parties"), [("mermin", n) for n in (3, 5, 7)] + [("ghz", n) for n in range(2, 8)])
def test_what_strategies_win_is_nothing_or_the_root_of_the_squares(name: str, parties: int) -> None:
    game = game_named(name, parties)
    signs = {x: -1 if game.target(x) else 1 for x in game.inputs}
    total = sum(map(abs, autocorrelation(game).values()))
    found = {
        abs(sum(sign * (-1) ** sum(p & q for p, q in zip(x, s, strict=True)) for x, sign in signs.items()))
        for s in all_bits(parties)
    }
    assert isqrt(total) ** 2 == total
    assert found <= {0, isqrt(total)}
    assert found != {0}


def test_no_theta_has_a_denominator_of_1000_or_1001() -> None:
    thetas = [Fraction(exp(-weight)) for weight in WEIGHTS]
    assert all(theta.limit_denominator(1001).denominator < 1000 for theta in thetas)
