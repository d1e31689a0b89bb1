"""The GHZ state measured in X and Y, symbolically, from its state vector (needs sympy)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from freebit.boxes.bits import Bits, all_bits, format_bits
from freebit.boxes.box import Box, ghz_box
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.claims.inequality import classical_minimum
from freebit.claims.model import Finding

#: Which observable each input measures [R2.5].
BASES = {1: "X", 0: "Y"}


def observable(name: str) -> Any:
    """The Pauli matrix called X, Y or Z."""
    import sympy

    i = sympy.I
    return sympy.Matrix({"X": [[0, 1], [1, 0]], "Y": [[0, -i], [i, 0]], "Z": [[1, 0], [0, -1]]}[name])


@cache
def bras(name: str) -> Any:
    """The two normalised eigenvectors of an observable as rows, conjugated: output 0 is eigenvalue +1."""
    import sympy

    vectors = {value: found[0] for value, _, found in observable(name).eigenvects()}
    return sympy.Matrix([list((vectors[value] / vectors[value].norm()).H) for value in (1, -1)])


def ghz_state(parties: int) -> dict[Bits, Any]:
    """(|0...0> + |1...1>)/sqrt 2 as amplitudes."""
    import sympy

    half = 1 / sympy.sqrt(2)
    return {(bit,) * parties: half for bit in (0, 1)}


@cache
def measured(parties: int, observables: tuple[str, ...]) -> Mapping[Bits, Any]:
    """The amplitudes after the first parties have measured: their outputs, then the bits of the others."""
    import sympy

    if not observables:
        return ghz_state(parties)
    rows, party = bras(observables[-1]), len(observables) - 1
    found: dict[Bits, Any] = {}
    for word, amplitude in measured(parties, observables[:-1]).items():
        for output in (0, 1):
            key = (*word[:party], output, *word[party + 1 :])
            found[key] = sympy.expand(found.get(key, 0) + rows[output, word[party]] * amplitude)
    return found


def probabilities(parties: int, x: Bits, bases: Mapping[int, str]) -> dict[Bits, Any]:
    """P(a|x) = |<a_x|psi>|**2 for all a, exact sympy numbers."""
    import sympy

    amplitudes = measured(parties, tuple(bases[setting] for setting in x))
    return {
        a: sympy.expand(value * sympy.conjugate(value)) for a in all_bits(parties) for value in [amplitudes.get(a, 0)]
    }


def attains_maximal_violation(parties: int = 5, bases: Mapping[int, str] = BASES) -> Finding:
    """X on input 1 and Y on input 0 of the GHZ state never give a wrong answer on X, and make the box of R2.14."""
    game: ParityGame = MerminGame(parties) if parties == 5 else GhzGame(parties)
    box = ghz_box(parties)
    for x in all_bits(parties):
        row = probabilities(parties, x, bases)
        lost = sum(value for a, value in row.items() if game.coefficient(a, x))
        if lost != 0:
            return Finding(False, f"at {format_bits(x)} the answer is wrong with probability {lost}")
        if not same_row(row, box, x):
            return Finding(False, f"at {format_bits(x)} the probabilities are not those of the GHZ box")
    return Finding(
        True, f"all {4**parties} probabilities from the state vector; none wrong on {len(game.inputs)} inputs"
    )


def same_row(row: Mapping[Bits, Any], box: Box, x: Bits) -> bool:
    """Whether the symbolic probabilities equal those of the box."""
    import sympy

    return all(
        value == sympy.Rational(p.numerator, p.denominator) for a, value in row.items() for p in [box.probability(a, x)]
    )


def four_parties(classical: int = 2) -> Finding:
    """The GHZ paradox of four parties is one: quantum boxes never lose, classical ones do."""
    quantum = attains_maximal_violation(4)
    bound = classical_minimum(classical, GhzGame(4), "claims/classical/ghz-4.json")
    return Finding(quantum.holds and bound.holds, f"{quantum.detail}; {bound.detail}")
