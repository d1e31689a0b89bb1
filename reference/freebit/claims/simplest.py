"""Is five the least number of parties that certifies randomness?  Three, four and more parties, exactly.

Four parties are settled by four certificates at the input 1111, carried by symmetries of the game to all 8
inputs and to the 70 functions that halve the 8 possible outputs; each copy is checked by the kernel in full.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of, parse_bits
from freebit.boxes.entries import format_entry
from freebit.boxes.game import GhzGame
from freebit.boxes.symmetry import Relabelling, carrier, compose, stabiliser
from freebit.claims.inequality import accepted_facts, losses
from freebit.claims.model import Finding
from freebit.kernel.check import check
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.kernel.kinds.predictability import Extreme
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme
from freebit.verification import default_folder
from freebit.wire.document import read_bytes

Zeros = frozenset[Bits]
FOLDER = "claims/four-parties"
REPRESENTATIVES = ("majority", "multiplexer", "output", "sum-of-two")
#: The keys of all entries of four parties, by their indices in base 4.
KEYS = [format_entry(index, 4) for index in range(4**4)]
THREE_QUARTERS, FIVE_SIXTHS, ONE = Fraction(3, 4), Fraction(5, 6), Fraction(1)
#: The extremes of P(weight of a is not 2 modulo 4 | 1...1) for 3 to 13 parties.
EXTREMES: dict[int, tuple[Fraction, Fraction]] = {
    3: (Fraction(0), Fraction(1, 2)),
    4: (Fraction(0), Fraction(1, 2)),
    5: (Fraction(1, 7), Fraction(1, 2)),
    6: (Fraction(1, 3), Fraction(2, 3)),
    7: (Fraction(1, 2), Fraction(30, 41)),
    8: (Fraction(1, 2), Fraction(5, 7)),
    9: (Fraction(1, 2), Fraction(557, 865)),
    10: (Fraction(68, 155), Fraction(87, 155)),
    11: (Fraction(31260, 75521), Fraction(1, 2)),
    12: (Fraction(30, 71), Fraction(1, 2)),
    13: (Fraction(19699565, 43788047), Fraction(1, 2)),
}


def four_party_table(folder: Path | None = None) -> dict[tuple[Bits, Zeros], Fraction]:
    """max P(f=0|x0) for all 8 inputs x0 and all f that are 0 on 4 of the 8 outputs possible there.

    A case is missing if no committed certificate reaches it or its copy is not accepted.
    """
    folder = folder or default_folder()
    return dict(_four_party_table(tuple(read_bytes(folder / FOLDER / f"{name}-1111.json") for name in REPRESENTATIVES)))


@cache
def _four_party_table(representatives: tuple[bytes, ...]) -> Mapping[tuple[Bits, Zeros], Fraction]:
    game = GhzGame(4)
    x0 = (1,) * 4
    moves = [*stabiliser(game, x0, lambda a: 0).generators]
    moves += [carrier(game, tuple(range(4)), x0, y, ()) for y in game.inputs]
    found: dict[tuple[Bits, Zeros], Fraction] = {}
    for data in representatives:
        document = json.loads(data)
        claim = document["claim"]
        identity = Relabelling((0, 1, 2, 3), (0,) * 4, (0,) * 4, (0,) * 4)
        first = parse_bits(claim["input"]), frozenset(map(parse_bits, claim["zeros"]))
        reached: dict[tuple[Bits, Zeros], Relabelling] = {first: identity}
        queue = [first]
        for case in queue:
            for move in moves:
                image = _moved(move, *case)
                if image not in reached:
                    reached[image] = compose(move, reached[case])
                    queue.append(image)
        for (x, zeros), relabelling in reached.items():
            facts = check(_carried(document, relabelling, x, zeros)).facts
            fact = facts[0] if facts else None
            if isinstance(fact, Extreme) and fact.proved and fact.attained and (fact.x0, fact.zeros) == (x, zeros):
                found[x, zeros] = fact.value
    return found


def _moved(move: Relabelling, x: Bits, zeros: Zeros) -> tuple[Bits, Zeros]:
    return move.entry(x, x)[1], frozenset(move.entry(a, x)[0] for a in zeros)


def _carried(document: Mapping[str, Any], relabelling: Relabelling, x: Bits, zeros: Zeros) -> bytes:
    """The certificate that the relabelling makes, as a file; to be checked like any other."""
    key = {KEYS[index]: KEYS[image] for index, image in enumerate(relabelling.entry_map())}
    claim = {"input": format_bits(x), "zeros": [format_bits(a) for a in sorted(zeros)]}
    witness = {
        name: {key[entry]: value for entry, value in vector.items()} for name, vector in document["witness"].items()
    }
    return json.dumps({**document, "claim": {**document["claim"], **claim}, "witness": witness}).encode()


def best_guess(table: Mapping[tuple[Bits, Zeros], Fraction], x: Bits, zeros: Zeros) -> Fraction:
    """The predictability at x of the function that is 0 on ``zeros``, a set of outputs possible at x.

    For 4 of the 8 outputs it is read off the table.  Any other f, or its complement, is 0 on at least 5; if
    those contain 4 that some box never leaves, then f is certain.  Raises ``KeyError`` where neither decides.
    """
    possible = frozenset(GhzGame(4).winning_outputs(x))
    larger = max(zeros, possible - zeros, key=len)
    if len(larger) == 4:
        return max(table[x, zeros], table[x, possible - zeros])
    certain = any(table.get((x, frozenset(four))) == 1 for four in combinations(sorted(larger), 4))
    if not certain:
        raise KeyError(zeros)
    return ONE


def four_parties(
    majority: Fraction = THREE_QUARTERS,
    counts: Mapping[Fraction, int] | None = None,
    unbiased: Mapping[Fraction, int] | None = None,
    folder: Path | None = None,
) -> Finding:
    """Four parties: the predictability of every function of the outputs, at every admissible input [R8.15].

    ``counts`` is over the 70 functions that halve the possible outputs, ``unbiased`` over all functions of
    the 16 outputs that take each value 8 times; both are the same at every input.
    """
    counts = counts or {THREE_QUARTERS: 8, FIVE_SIXTHS: 48, ONE: 14}
    unbiased = unbiased or {THREE_QUARTERS: 560, FIVE_SIXTHS: 3360, ONE: 8950}
    game, table = GhzGame(4), four_party_table(folder)
    for x in game.inputs:
        possible = game.winning_outputs(x)
        among_70: Counter[Fraction] = Counter()
        among_all: Counter[Fraction] = Counter()
        for size in range(9):
            for chosen in combinations(possible, size):
                try:
                    guess = best_guess(table, x, frozenset(chosen))
                except KeyError:
                    return Finding(False, f"at {format_bits(x)} no certificate decides some function")
                among_all[guess] += comb(8, 8 - size)
                among_70[guess] += size == 4
        if dict(among_70) != dict(counts) or dict(among_all) != dict(unbiased):
            return Finding(False, f"at {format_bits(x)}: {_counted(among_70)} of 70, {_counted(among_all)} of 12870")
        if {table[x, zeros] for zeros in majorities(x)} != {majority}:
            return Finding(False, f"at {format_bits(x)} a majority of three does not have predictability {majority}")
    return Finding(
        True, f"8 inputs, {len(table)} certificates checked: of 70 functions {_counted(counts)}; the 8 are majorities"
    )


def majorities(x: Bits) -> set[Zeros]:
    """The functions maj(a_i + s_i, a_j + s_j, a_k + s_k) on the outputs possible at x for four parties."""
    possible = GhzGame(4).winning_outputs(x)
    return {
        frozenset(a for a in possible if not majority_of(tuple(i ^ j for i, j in zip(a, flips, strict=True)), triple))
        for triple in combinations(range(4), 3)
        for flips in all_bits(4)
    }


def _counted(counts: Mapping[Fraction, int]) -> str:
    return ", ".join(f"{count} have {value}" for value, count in sorted(counts.items()))


def four_party_lemma(alpha: Fraction = Fraction(1, 2), folder: Path | None = None) -> Finding:
    """Eq (6) for four parties: both bounds for the majority of any three at all 8 inputs, and both attained."""
    game = GhzGame(4)
    triples = ["123", "124", "134", "234"]
    bounds = {
        (fact.triple, fact.y)
        for triple in triples
        for fact in accepted_facts(f"{FOLDER}/majority-{triple}.json", folder)
        if isinstance(fact, Bound) and fact.game == game and fact.alpha <= alpha
    }
    attained = {
        (fact.triple, fact.x0, fact.value)
        for party in (1, 4)
        for value in (0, 1)
        for fact in accepted_facts(f"{FOLDER}/party-{party}-answers-{value}.json", folder)
        if isinstance(fact, Attained) and fact.game == game and fact.probability == (1 + alpha) / 2
    }
    return Finding(
        len(bounds) == 32 and len(attained) == 64,
        f"{len(bounds)} of 32 pairs of bounds, {len(attained)} of 64 attained",
    )


def simplest(smallest: int = 4, folder: Path | None = None) -> Finding:
    """The least number of parties at which the GHZ paradox leaves some function of the outputs unpredictable.

    Two parties have no paradox: a classical strategy never loses.  For three parties every function of the
    outputs can be fixed.  For four parties some cannot.
    """
    no_paradox = min(losses(GhzGame(2)).values()) == 0
    fixed = bool(accepted_facts("claims/three-parties/fixing-boxes.json", folder))
    paradox = min(losses(GhzGame(4)).values()) > 0
    unpredictable = four_party_lemma(folder=folder).holds and paradox
    found = 4 if no_paradox and fixed and unpredictable else None
    return Finding(
        found == smallest,
        "true of the inequalities (2) of 3, 5, 7, ... parties; not of the GHZ paradox of 4 parties, where the "
        "majority of any three outputs has 1/4 <= P <= 3/4 too",
    )


def weights_2_mod_4(
    extremes: Mapping[int, tuple[Fraction, Fraction]] = EXTREMES, folder: Path | None = None
) -> Finding:
    """The exact extremes of P(weight(a) != 2 mod 4 | 1...1), from certificates [R3.70]-[R3.75]."""
    for parties, (least, most) in extremes.items():
        game, ones = GhzGame(parties), parse_bits("1" * parties)
        zeros = tuple(k for k in range(parties + 1) if k % 4 != 2)
        for sense, value in (("min", least), ("max", most)):
            wanted = (SymmetricExtreme(game, zeros, ones, sense, value, proved=True, attained=True),)
            if accepted_facts(f"claims/weight-2-mod-4/{parties:02}-{sense}.json", folder) != wanted:
                return Finding(False, f"{parties} parties: the certificate does not show that the {sense} is {value}")
    return Finding(True, f"predictability {_best(extremes.items())}")


def _best(extremes: Iterable[tuple[int, tuple[Fraction, Fraction]]]) -> str:
    return ", ".join(f"{max(most, 1 - least)} (n={n})" for n, (least, most) in extremes)
