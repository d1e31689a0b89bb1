"""The Lemma without any certificate: its negation, in full and modulo symmetry, for SMT solvers [R3.6].

If some box of maximal violation breaks eq (6) then so does its average over the symmetries that keep the
game, the input x0 and the majority.  The averaged box has one probability for each orbit of entries, so
it is enough to refute the negation for those.  Each symmetry is tested entry by entry before it is used.
"""

from collections.abc import Sequence
from functools import cache

from freebit.bits import majority_of
from freebit.certificate.smtlib import (
    Query,
    Script,
    asked,
    box_context,
    loses,
    lost,
    plus,
    signalling_equations,
    variable,
    votes_for,
    words,
)
from freebit.game import MerminGame, ParityGame
from freebit.symmetry import orbits, stabiliser


def full_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) on all 4**n probabilities; parties of the triple are counted from 1."""
    game = game or MerminGame()
    every = [variable(a, x) for x in words(game.parties) for a in words(game.parties)]
    context = (
        *box_context(game.parties),
        *(f"(assert (>= {name} 0.0))" for name in every),
        *(f"(assert (= 0.0 {lost(game, x)}))" for x in asked(game)),
    )
    return Script(_title("in full", x0, triple), context, _negation(game.parties, x0, triple, {}))


def reduced_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) on one probability for each orbit; parties of the triple are counted from 1."""
    game = game or MerminGame()
    n = game.parties
    input_bits = tuple(map(int, x0))
    parties = tuple(party - 1 for party in triple)
    group = stabiliser(game, input_bits, lambda a: majority_of(a, parties)).keeping
    images = list({tuple(relabelling.entry_map()) for relabelling in group})
    for image in images:
        check_symmetry(image, game, x0, triple)
    entry_words = [_entry_words(index, n) for index in range(4**n)]
    least = orbits(images, 4**n)
    name = {variable(*entry_words[index]): f"q_{first}" for index, first in enumerate(least)}
    firsts = sorted(set(least))
    context = [f"(declare-const q_{first} Real)" for first in firsts]
    context += [f"(assert (>= q_{first} 0.0))" for first in firsts]
    context += [f"(assert (= 0.0 q_{first}))" for first in firsts if loses(game, *entry_words[first])]
    equations = {f"(assert (= 1.0 {plus(sorted(name[variable(a, x)] for a in words(n)))}))": None for x in words(n)}
    for left, right in signalling_equations(n):
        sides = sorted([sorted(name[p] for p in left), sorted(name[p] for p in right)])
        if sides[0] != sides[1]:
            equations[f"(assert (= {plus(sides[0])} {plus(sides[1])}))"] = None
    return Script(_title("modulo symmetry", x0, triple), (*context, *equations), _negation(n, x0, triple, name))


class NotASymmetryError(ValueError):
    """A map of entries that does not keep what it should."""


def check_symmetry(image: Sequence[int], game: ParityGame, x0: str, triple: tuple[int, ...]) -> None:
    """Raise ``NotASymmetryError`` unless the map of entries may be averaged over.

    It must be one-to-one, keep the game, x0 and the majority on the outputs that win at x0, and send the
    equations of non-signalling to one another.  ``image`` is by index in base 4, where party i holds the
    two bits 2 x_i + a_i; parties of the triple are counted from 1.
    """
    n = game.parties
    marks = _marks(game, x0, triple)
    if sorted(image) != list(range(4**n)):
        raise NotASymmetryError("the map is not one-to-one")
    for index, target in enumerate(image):
        if marks[index] != marks[target]:
            a, x = _entry_words(index, n)
            raise NotASymmetryError(f"the map does not keep the game or the majority at {a}|{x}")
    for party in range(n):
        output, setting = 1 << 2 * party, 2 << 2 * party
        for index in range(4**n):
            if index & (output | setting):
                continue
            flip = image[index] ^ image[index + output]
            turn = image[index] ^ image[index + setting]
            local = flip.bit_count() == 1 and flip.bit_length() % 2 == 1 and turn in (2 * flip, 3 * flip)
            if not local or image[index + setting] ^ image[index + setting + output] != flip:
                raise NotASymmetryError(f"the map does not keep non-signalling at entry {index}")


@cache
def _marks(game: ParityGame, x0: str, triple: tuple[int, ...]) -> tuple[str, ...]:
    """What a symmetry must keep of each entry: whether it loses, is asked, is at x0, and its majority there."""
    marks = []
    inputs = set(asked(game))
    for index in range(4**game.parties):
        a, x = _entry_words(index, game.parties)
        if loses(game, a, x):
            marks.append("x0 lost" if x == x0 else "lost")
        elif x == x0:
            marks.append(f"x0 {int(votes_for(0, a, triple))}")
        else:
            marks.append("asked" if x in inputs else "not asked")
    return tuple(marks)


def _negation(parties: int, x0: str, triple: tuple[int, ...], name: dict[str, str]) -> tuple[Query, ...]:
    zero = [variable(a, x0) for a in words(parties) if votes_for(0, a, triple)]
    probability = plus(name.get(p, p) for p in zero)
    return (
        Query("there are boxes of maximal violation", (), "sat"),
        Query("P(maj=0|x0) exceeds 3/4", (f"(assert (> {probability} (/ 3.0 4.0)))",)),
        Query("P(maj=0|x0) is below 1/4", (f"(assert (< {probability} (/ 1.0 4.0)))",)),
        Query("P(maj=0|x0) can be 3/4", (f"(assert (= {probability} (/ 3.0 4.0)))",), "sat"),
        Query("P(maj=0|x0) can be 1/4", (f"(assert (= {probability} (/ 1.0 4.0)))",), "sat"),
    )


def _title(how: str, x0: str, triple: tuple[int, ...]) -> str:
    return f"the Lemma, eq (6), at x0 = {x0} for parties {','.join(map(str, triple))}, {how}"


def _entry_words(index: int, parties: int) -> tuple[str, str]:
    digits = [index >> 2 * (parties - 1 - i) & 3 for i in range(parties)]
    return "".join(str(digit & 1) for digit in digits), "".join(str(digit >> 1) for digit in digits)
