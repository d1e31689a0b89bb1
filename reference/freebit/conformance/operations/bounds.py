"""Operations on eqs (11) to (13): exact guessing probabilities, and bounds as enclosures [R5.1]-[R5.35]."""

from collections.abc import Hashable
from fractions import Fraction
from importlib.util import find_spec

from freebit.conformance.operations.shared import Operation, Value, game_of, log2_nb_of, size_of
from freebit.security.guessing import Honest, Statistics
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

#: Bits of the denominator with which the ends of an enclosure are written, beyond those of its size.
BITS = 96


def statistics_of(reader: Reader) -> Statistics:
    """For each z a list of rows [k, y, t, g, e, probability]; all but the last are strings, k and g bits."""
    tables: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {}
    for table in reader.members():
        rows: dict[tuple[Honest, Hashable], Fraction] = {}
        for row in table.elements():
            if len(row.sequence()) != 6:
                row.fail("R6.6", "k, y, t, g, e and a probability are wanted")
            k, y, t, g, e, p = row.elements()
            key = Honest(k.bits(1)[0], y.text(), t.text(), g.bits(1)[0]), e.text()
            if key in rows:
                row.fail("R6.6", "the row is there twice")
            rows[key] = p.rational()
        tables[table.key] = rows
    return Statistics(tables)


def guess(reader: Reader) -> Value:
    """P(guess) of statistics P(k,y,t,g,e|z), eq (12) [R5.1]-[R5.5]."""
    found = statistics_of(reader.only(["tables"]).child("tables")).check()
    return {"guess": format_rational(found.guessing_probability())}


def kappa(reader: Reader) -> Value:
    """kappa_0, kappa_1, ... of the betas of a family [R5.13]."""
    from freebit.theorem.certified import kappa_of

    game = game_of(reader.only(["game", "beta"]))
    beta = {member.key_bits(game.parties): member.row(game.parties) for member in reader.child("beta").members()}
    for y in game.inputs:
        if y not in beta or set(beta[y]) != set(game.inputs):
            missing = y not in beta or not set(game.inputs) <= set(beta[y])
            reader.child("beta").fail("R6.9" if missing else "R6.10", "a beta for just the y and x in X is wanted")
    if len(beta) != len(game.inputs):
        reader.child("beta").fail("R6.10", "there are betas for a y outside X")
    return {"kappa": [format_rational(value) for value in kappa_of(game, beta)]}


def bound(reader: Reader) -> Value:
    """A theorem's bound on P(guess) - 1/2, as an enclosure [R5.30]-[R5.34]."""
    from freebit.theorem.bounds import Paper, Theorem, excess
    from freebit.theorem.enclosure import precision
    from freebit.theorem.frontier import Family, Point, point_of

    theorem = Theorem(reader.child("theorem").one_of([theorem.value for theorem in Theorem]))
    numbers_keys = ["A", "B"] if theorem is Theorem.PAPER else ["alpha", "kappa"]
    reader.only(["theorem", "epsilon", "nd", "log2_nb", *numbers_keys], ["tolerance"])
    epsilon = reader.child("epsilon").rational()
    nd, log2_nb = size_of(reader.child("nd"), 10**4), log2_nb_of(reader.child("log2_nb"), 64)
    tolerance = reader.child("tolerance").count() if reader.has("tolerance") else 0
    if not 0 < epsilon <= Fraction(1, 2):
        raise ValueError(f"[R1.4] epsilon = {epsilon} is not in (0, 1/2]")
    if nd < 1:
        raise ValueError(f"[R4.1] Nd = {nd} is not at least 1")
    if tolerance >= 2 ** min(log2_nb, 64) or (tolerance and theorem.selection == "row"):
        raise ValueError(f"[R4.7] w = {tolerance} is not allowed")
    if theorem is Theorem.PAPER:
        a, b = _certifiable([reader.child(name).rational() for name in ("A", "B")])
        numbers: Paper | Point = Paper(a, b, "given")
    else:
        kappa = tuple(value.rational() for value in reader.child("kappa").elements())
        alpha = reader.child("alpha").rational()
        _certifiable([alpha, *kappa])
        family = Family("given", alpha, kappa)
        numbers = point_of(family, (1 - epsilon) / epsilon)
    with precision(512):
        ball = excess(theorem, numbers, epsilon, nd, log2_nb, tolerance)
        return {"lower": format_rational(_short(ball.lower(), -1)), "upper": format_rational(_short(ball.upper(), 1))}


def _certifiable(numbers: list[Fraction]) -> list[Fraction]:
    """The numbers, if a certificate can have them [R5.25]."""
    if min(numbers) < 0:
        raise ValueError(f"[R5.25] no certificate has the number {min(numbers)}")
    return numbers


def _short(value: Fraction, direction: int) -> Fraction:
    """The value rounded down or up to about ``BITS`` significant bits."""
    size = value.denominator.bit_length() - value.numerator.bit_length()
    scale = Fraction(2) ** (BITS + size)
    scaled = value * scale
    return Fraction(scaled.__floor__() if direction < 0 else scaled.__ceil__()) / scale


OPERATIONS: dict[str, Operation] = {"guess": guess}
# The theorems need the extra `theorem`; without it these operations are not declared.
if find_spec("flint") is not None:
    OPERATIONS |= {"kappa": kappa, "bound": bound}
