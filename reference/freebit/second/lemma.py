"""The Lemma without any certificate: its negation, in full and modulo symmetry, for SMT solvers [R3.6].

If some box of maximal violation breaks eq (6) then so does its average over the symmetries that keep the
game, the input x0 and the majority.  The averaged box has one probability for each orbit of entries, so
it is enough to refute the negation for those.  Each symmetry is tested entry by entry before it is used.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

from freebit.boxes.bits import majority_of
from freebit.boxes.game import MerminGame, ParityGame
from freebit.boxes.symmetry import orbits, stabiliser
from freebit.second.smtlib import Query, Script, asked, loses, plus, signalling_equations, variable, votes_for, words


def full_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) for all boxes, written in their 3**n - 1 correlators.

    P(a|x) is 2**-n times the sum, over the sets A of parties, of (-1)^{sum of a_i over A} times the
    correlator of A on the inputs x, which is 1 for the empty set; this describes just the normalised
    non-signalling boxes.  Parties of the triple are counted from 1.
    """
    game = game or MerminGame()
    n = game.parties
    names = tuple("c_" + "".join(slots) for slots in product("n01", repeat=n))[1:]
    rows = {(a, x): _scaled_probability(a, x) for x in words(n) for a in words(n)}
    laws = tuple(f"({'=' if loses(game, a, x) else '>='} {row} 0.0)" for (a, x), row in rows.items())
    total = plus(rows[a, x0] for a in words(n) if votes_for(0, a, triple))
    return Script(
        _title("in full", x0, triple),
        names,
        laws,
        (
            Query("P(maj=0|x0) exceeds 3/4", (f"(> {total} (/ {3 * 2**n}.0 4.0))",), part="above"),
            Query("P(maj=0|x0) is below 1/4", (f"(< {total} (/ {2**n}.0 4.0))",), part="below"),
        ),
    )


def reduced_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) on one probability for each orbit; parties of the triple are counted from 1."""
    game = game or MerminGame()
    n = game.parties
    input_bits = tuple(map(int, x0))
    parties = tuple(party - 1 for party in triple)
    group = stabiliser(game, input_bits, lambda a: majority_of(a, parties)).keeping
    images: list[list[int]] = []
    least = list(range(4**n))
    for relabelling in group:
        image = relabelling.entry_map()
        if any(least[index] != least[target] for index, target in enumerate(image)):
            check_symmetry(image, game, x0, triple)
            images.append(image)
            least = orbits(images, 4**n)
    entry_words = [_entry_words(index, n) for index in range(4**n)]
    name = {variable(*entry_words[index]): f"q_{first}" for index, first in enumerate(least)}
    firsts = sorted(set(least))
    laws = [f"(>= q_{first} 0.0)" for first in firsts]
    laws += [f"(= 0.0 q_{first})" for first in firsts if loses(game, *entry_words[first])]
    equations = {f"(= 1.0 {plus(sorted(name[variable(a, x)] for a in words(n)))})": None for x in words(n)}
    for left, right in signalling_equations(n):
        sides = sorted([sorted(name[p] for p in left), sorted(name[p] for p in right)])
        if sides[0] != sides[1]:
            equations[f"(= {plus(sides[0])} {plus(sides[1])})"] = None
    zero = plus(name[variable(a, x0)] for a in words(n) if votes_for(0, a, triple))
    return Script(
        _title("modulo symmetry", x0, triple),
        tuple(f"q_{first}" for first in firsts),
        (*laws, *equations),
        (
            Query("there are boxes of maximal violation", (), "sat"),
            Query("P(maj=0|x0) exceeds 3/4", (f"(> {zero} (/ 3.0 4.0))",)),
            Query("P(maj=0|x0) is below 1/4", (f"(< {zero} (/ 1.0 4.0))",)),
            Query("P(maj=0|x0) can be 3/4", (f"(= {zero} (/ 3.0 4.0))",), "sat"),
            Query("P(maj=0|x0) can be 1/4", (f"(= {zero} (/ 1.0 4.0))",), "sat"),
        ),
    )


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


def _scaled_probability(a: str, x: str) -> str:
    """2**n P(a|x) as a sum of correlators."""
    terms = ["1.0"]
    for chosen in words(len(a))[1:]:
        name = "c_" + "".join(setting if bit == "1" else "n" for bit, setting in zip(chosen, x, strict=True))
        odd = sum(bit == "1" and output == "1" for bit, output in zip(chosen, a, strict=True)) % 2
        terms.append(f"(- {name})" if odd else name)
    return plus(terms)


def _title(how: str, x0: str, triple: tuple[int, ...]) -> str:
    return f"the Lemma, eq (6), at x0 = {x0} for parties {','.join(map(str, triple))}, {how}"


def _entry_words(index: int, parties: int) -> tuple[str, str]:
    digits = [index >> 2 * (parties - 1 - i) & 3 for i in range(parties)]
    return "".join(str(digit & 1) for digit in digits), "".join(str(digit >> 1) for digit in digits)
