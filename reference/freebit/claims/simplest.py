"""Is five the least number of parties that certifies randomness?  Three, four and more parties, exactly."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from freebit.boxes.bits import parse_bits
from freebit.boxes.game import GhzGame
from freebit.claims.inequality import accepted_facts, losses
from freebit.claims.model import Finding
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.kernel.kinds.symmetric_predictability import SymmetricExtreme

FOLDER = "claims/four-parties"
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
