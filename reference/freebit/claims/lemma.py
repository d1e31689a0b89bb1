"""The Lemma, eq (6), its linear program, eq (7), and the remark after it, from the committed certificates."""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

from freebit.boxes.bits import all_bits, majority_of
from freebit.boxes.box import fixed_output_box
from freebit.boxes.game import MerminGame
from freebit.claims.inequality import accepted_facts
from freebit.claims.model import Finding
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.verification import verify_triple

_TRIPLES = tuple(combinations(range(5), 3))


def bounds(most: Fraction = Fraction(3, 4), folder: Path | None = None) -> Finding:
    """1 - most <= P(maj=0|x0) <= most at all 16 inputs and for all 10 triples [R3.10]-[R3.17]."""
    game = MerminGame()
    found = {
        (fact.triple, fact.y)
        for triple in _TRIPLES
        for fact in accepted_facts(f"lemma/majority-{''.join(str(i + 1) for i in triple)}.json", folder)
        if isinstance(fact, Bound) and fact.game == game and (1 + fact.alpha) / 2 <= most
    }
    return Finding(len(found) == 160, f"{len(found)} of 160 pairs of bounds by {len(_TRIPLES)} certificates")


def attained(value: Fraction = Fraction(3, 4), folder: Path | None = None) -> Finding:
    """P(maj=v|x0) = 3/4 occurs, for every input, triple and value v: the bounds are the optima of eq (7) [R3.21]."""
    game = MerminGame()
    found = {
        (fact.triple, fact.x0, fact.value)
        for party in range(1, 6)
        for output in (0, 1)
        for fact in accepted_facts(f"attainment/party-{party}-answers-{output}.json", folder)
        if isinstance(fact, Attained) and fact.game == game and fact.probability == value
    }
    return Finding(len(found) == 320, f"{len(found)} of 320 (input, triple, value) attained, by 10 exact boxes")


def program(most: Fraction = Fraction(3, 4), folder: Path | None = None) -> Finding:
    """The maximum in eq (7) is 3/4: not more by the bounds, not less by the boxes."""
    above, below = bounds(most, folder), attained(most, folder)
    return Finding(above.holds and below.holds, f"{above.detail}; {below.detail}")


def without_certificate(triple: tuple[int, int, int] = (1, 2, 3)) -> Finding:
    """Z3 refutes the negation of eq (6) at all 16 inputs for the first three parties, with no certificate [R3.6]."""
    outcome = verify_triple(triple)
    return Finding(outcome.proved, outcome.message or "no counterexample at any of 16 inputs")


def remark(value: Fraction = Fraction(3, 4)) -> Finding:
    """One output fixed, the others as random as the game allows: the majority is guessed with 3/4 [R2.14]."""
    game = MerminGame()
    guesses = set()
    for party in range(5):
        for output in (0, 1):
            box = fixed_output_box(game, party, output)
            if box.violation() is not None or box.loss(game) != 0:
                return Finding(False, f"party {party + 1} answering {output}: no box of maximal violation")
            for x in game.inputs:
                row = [(a, box.probability(a, x)) for a in all_bits(5)]
                guesses |= {
                    sum((p for a, p in row if majority_of(a, triple) == output), Fraction(0))
                    for triple in _TRIPLES
                    if party in triple
                }
    return Finding(
        guesses == {value}, f"10 boxes, 16 inputs, 6 triples each: guessed with {', '.join(map(str, guesses))}"
    )
