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
from freebit.boxes.symmetry import carrier, orbits, stabiliser
from freebit.errors import FreebitError, InvalidError
from freebit.second.boxes import asked, bit_words, is_lost, votes_for
from freebit.second.script import Case, Context, Query, Script
from freebit.second.terms import plus


def full_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) for all boxes, written in their 3**n - 1 correlators.

    P(a|x) is 2**-n times the sum, over the sets A of parties, of (-1)^{sum of a_i over A} times the
    correlator of A on the inputs x, which is 1 for the empty set; this describes exactly the normalised
    non-signalling boxes.  Parties of the triple are counted from 1.
    """
    game = game or MerminGame()
    n = game.parties
    names = tuple("c_" + "".join(slots) for slots in product("n01", repeat=n))[1:]
    rows = {(a, x): _scaled_probability(a, x) for x in bit_words(n) for a in bit_words(n)}
    laws = tuple(f"({'=' if is_lost(game, a, x) else '>='} {row} 0.0)" for (a, x), row in rows.items())
    total = plus(rows[a, x0] for a in bit_words(n) if votes_for(0, a, triple))
    return Script(
        _title("in full", x0, triple),
        Context(names, (), laws),
        (
            _refuted("P(maj=0|x0) exceeds 3/4", f"(> {total} (/ {3 * 2**n}.0 4.0))", "above"),
            _refuted("P(maj=0|x0) is below 1/4", f"(< {total} (/ {2**n}.0 4.0))", "below"),
        ),
    )


def reduced_script(x0: str, triple: tuple[int, ...], game: ParityGame | None = None) -> Script:
    """The negation of eq (6) on one probability for each orbit; parties of the triple are counted from 1."""
    game = game or MerminGame()
    n = game.parties
    orbit = _orbits(game, x0, triple)
    lost = {number for number, loses in zip(orbit, _losing(game), strict=True) if loses}
    sums = {tuple(sorted(orbit[i] for i in here)) for here in _by_input(n).values()}
    # The two sides differ, for what keeps x0 keeps how many inputs differ from it.
    equations = set()
    for i, j, k, m in _signalling(n):
        left, right = sorted([sorted([orbit[i], orbit[j]]), sorted([orbit[k], orbit[m]])])
        equations.add((*left, *right))
    laws = (
        *(f"(>= q_{number} 0.0)" for number in sorted(set(orbit))),
        *(f"(= 0.0 q_{number})" for number in sorted(lost)),
        *(f"(= 1.0 {plus(f'q_{number}' for number in chosen)})" for chosen in sorted(sums)),
        *(f"(= (+ q_{i} q_{j}) (+ q_{k} q_{m}))" for i, j, k, m in sorted(equations)),
    )
    zeros = sorted(orbit[i] for i in _by_input(n)[x0] if votes_for(0, _entries(n)[i][0], triple))
    zero = plus(f"q_{number}" for number in zeros)
    return Script(
        _title("modulo symmetry", x0, triple),
        Context(tuple(f"q_{number}" for number in sorted(set(orbit))), (), laws),
        (
            _refuted("P(maj=0|x0) exceeds 3/4", f"(> {zero} (/ 3.0 4.0))"),
            _refuted("P(maj=0|x0) is below 1/4", f"(< {zero} (/ 1.0 4.0))"),
            _found("P(maj=0|x0) cannot be 3/4", f"(= {zero} (/ 3.0 4.0))"),
            _found("P(maj=0|x0) cannot be 1/4", f"(= {zero} (/ 1.0 4.0))"),
        ),
    )


def _orbits(game: ParityGame, x0: str, triple: tuple[int, ...]) -> list[int]:
    """For each entry the number of its orbit under symmetries, each of which has passed ``check_symmetry``.

    Orbits are numbered so that cases which a symmetry carries to one another have the same questions, which are then
    asked once; nothing rests on this.
    """
    parties = tuple(party - 1 for party in triple)
    size = 4**game.parties
    images: list[list[int]] = []
    least = list(range(size))
    for relabelling in stabiliser(game, tuple(map(int, x0)), lambda a: majority_of(a, parties)).keeping:
        image = relabelling.entry_map()
        if [least[target] for target in image] != least:
            check_symmetry(image, game, x0, triple)
            images.append(image)
            least = orbits(images, size)
    return _numbered(least, _carried(game, x0, parties))


def _numbered(least: list[int], carried: Sequence[int]) -> list[int]:
    """Each entry's orbit, by the least place to which an entry of it is carried."""
    number: dict[int, int] = {}
    for first, target in zip(least, carried, strict=True):
        number[first] = min(target, number.get(first, target))
    return [number[first] for first in least]


def _carried(game: ParityGame, x0: str, parties: tuple[int, ...]) -> Sequence[int]:
    """The places to which entries go if x0 becomes the first input of the game, and the triple the first parties."""
    order = tuple(dict.fromkeys((*parties, *range(game.parties))))
    try:
        return carrier(game, order, tuple(map(int, x0)), game.inputs[0], range(len(set(parties)))).entry_map()
    except InvalidError:
        return range(4**game.parties)


def _refuted(about: str, term: str, part: str = "all") -> Query:
    return Query((Case("R3.6", about, (("x0", term),)),), part)


def _found(about: str, term: str) -> Query:
    return Query((Case("R3.6", about, (("x0", "false"),)),), given=(term,), possible=True)


class NotASymmetryError(FreebitError, ValueError):
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
    for entry, mark, target in zip(_entries(n), marks, image, strict=True):
        if mark != marks[target]:
            raise NotASymmetryError("the map does not keep the game or the majority at {}|{}".format(*entry))
    turns = [image[0] ^ image[1 << place] for place in range(2 * n)]
    for party in range(n):
        flip, turn = turns[2 * party], turns[2 * party + 1]
        # One party's output becomes one party's output, and its input that party's input, if it also turns outputs.
        if flip.bit_count() != 1 or flip.bit_length() % 2 == 0 or turn not in (2 * flip, 3 * flip):
            raise NotASymmetryError(f"the map does not keep non-signalling of party {n - party}")
    wanted = [image[0]]
    for turn in turns:
        wanted += [target ^ turn for target in wanted]
    for index, (target, right) in enumerate(zip(image, wanted, strict=True)):
        if target != right:
            raise NotASymmetryError(f"the map does not keep non-signalling at entry {index}")


@cache
def _marks(game: ParityGame, x0: str, triple: tuple[int, ...]) -> tuple[str, ...]:
    """What a symmetry must keep of each entry: whether it loses, is asked, is at x0, and its majority there."""
    marks = []
    inputs = set(asked(game))
    for (a, x), loses in zip(_entries(game.parties), _losing(game), strict=True):
        if loses:
            marks.append("x0 lost" if x == x0 else "lost")
        elif x == x0:
            marks.append(f"x0 {int(votes_for(0, a, triple))}")
        else:
            marks.append("asked" if x in inputs else "not asked")
    return tuple(marks)


def _scaled_probability(a: str, x: str) -> str:
    """2**n P(a|x) as a sum of correlators."""
    terms = ["1.0"]
    for chosen in bit_words(len(a))[1:]:
        name = "c_" + "".join(setting if bit == "1" else "n" for bit, setting in zip(chosen, x, strict=True))
        odd = sum(bit == "1" and output == "1" for bit, output in zip(chosen, a, strict=True)) % 2
        terms.append(f"(- {name})" if odd else name)
    return plus(terms)


def _title(how: str, x0: str, triple: tuple[int, ...]) -> str:
    return f"the Lemma, eq (6), at x0 = {x0} for parties {','.join(map(str, triple))}, {how}"


@cache
def _entries(parties: int) -> tuple[tuple[str, str], ...]:
    """Outputs and inputs of each entry, by index in base 4, party 1 most significant."""
    found = [("", "")]
    for _ in range(parties):
        found = [(a + output, x + setting) for a, x in found for setting in "01" for output in "01"]
    return tuple(found)


@cache
def _losing(game: ParityGame) -> tuple[bool, ...]:
    """Whether each entry loses."""
    return tuple(is_lost(game, a, x) for a, x in _entries(game.parties))


@cache
def _by_input(parties: int) -> dict[str, list[int]]:
    """The indices of the entries at each input."""
    found: dict[str, list[int]] = {}
    for index, (_, x) in enumerate(_entries(parties)):
        found.setdefault(x, []).append(index)
    return found


@cache
def _signalling(parties: int) -> tuple[tuple[int, int, int, int], ...]:
    """Four entries for each equation of non-signalling: the first two have the sum of the others [R2.10]."""
    return tuple(
        (index, index + output, index + 2 * output, index + 3 * output)
        for output in (4**party for party in range(parties))
        for index in range(4**parties)
        if not index & 3 * output
    )
