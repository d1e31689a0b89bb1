"""Certificates in the VIPR 1.0 format, for ``viprchk`` [R3.7].

The linear program has one variable for each P(a|x), the bounds P(a|x) >= 0 or, where the game is lost,
P(a|x) = 0, the normalisation at the input of the claim, and the equations of non-signalling.  The one
derived row is the claimed bound, a linear combination of those; where a box is known, it is the solution.
Standard library only; nothing here is trusted, for the file is checked by others.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of
from freebit.boxes.entries import Entry, by_entry
from freebit.boxes.game import ParityGame
from freebit.errors import FreebitError
from freebit.export.correlators import EntryVector
from freebit.kernel.check import decide, read
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.predictability import Predictability

Equation = tuple[int, Bits, Bits]


class NotExportableError(FreebitError, ValueError):
    """A certificate that proves no bound of a linear program."""


def vipr_files(data: bytes) -> Iterator[tuple[str, str]]:
    """The bounds that an accepted certificate proves, each as (name, text of a VIPR file).

    Raises ``NotExportableError`` for a rejected certificate or one that proves no bound.
    """
    certificate = read(data)
    rejection = decide(certificate).rejection
    if rejection:
        raise NotExportableError(f"the certificate is rejected by {rejection.rule}")
    if isinstance(certificate, Family):
        game, zero = certificate.game, Fraction(0)
        zeros = [a for a in all_bits(game.parties) if not majority_of(a, certificate.members.triple)]
        for y, pair in certificate.members.pairs.items():
            weights, majority = (by_entry(vector.fractions(), game.parties) for vector in pair)
            for sense, sign in (("max", 1), ("min", -1)):
                dual = {
                    entry: (certificate.alpha * weights.get(entry, zero) - sign * majority.get(entry, zero)) / 2
                    for entry in weights.keys() | majority.keys()
                }
                bound = (1 + sign * certificate.alpha) / 2
                yield f"{format_bits(y)}-{sense}", vipr_text(game, zeros, y, sense, bound, dual, None)
    elif isinstance(certificate, Predictability):
        if certificate.dual is None:
            raise NotExportableError("the certificate has no dual vector")
        claim, primal = certificate.claim, certificate.primal
        dual = by_entry(certificate.dual.fractions(), claim.game.parties)
        box = None if primal is None else by_entry(primal.fractions(), claim.game.parties)
        text = vipr_text(claim.game, certificate.zeros, claim.x0, claim.sense, claim.value, dual, box)
        yield f"{format_bits(claim.x0)}-{claim.sense}", text
    else:
        raise NotExportableError(f"a certificate of kind {certificate.kind} proves no bound")


def vipr_text(
    game: ParityGame,
    zeros: Iterable[Bits],
    x0: Bits,
    sense: str,
    value: Fraction,
    dual: EntryVector,
    primal: EntryVector | None,
) -> str:
    """The VIPR file that derives the bound ``value`` on P(f=0|x0), f being 0 on the outputs ``zeros``.

    ``dual`` acts as the gap (value - P(f=0|x0) for "max", the negative for "min") and is not negative where
    the game is not lost; ``primal`` is a box that attains the value, or None.
    """
    n = game.parties
    entries = [(a, x) for a in all_bits(n) for x in all_bits(n)]
    place = {entry: index for index, entry in enumerate(entries)}
    sign = 1 if sense == "max" else -1
    objective = {(a, x0): Fraction(1) for a in sorted(set(zeros))}
    bounds = [
        f"{_name('lost', entry)} E 0  1  {index} 1"
        if game.coefficient(*entry)
        else f"{_name('positive', entry)} G 0  1  {index} 1"
        for index, entry in enumerate(entries)
    ]
    normal = f"normal E 1  {_terms({(a, x0): Fraction(1) for a in all_bits(n)}, place)}"
    signalling = {equation: f"signal{k} E 0  {_terms(_left_side(equation), place)}" for k, equation in _equations(n)}
    numbers = {equation: len(bounds) + 1 + k for k, equation in enumerate(signalling)}

    remainder = {(a, x0): -value for a in all_bits(n)}
    for entry in dual.keys() | objective.keys():
        remainder[entry] = remainder.get(entry, Fraction(0)) + objective.get(entry, Fraction(0))
        remainder[entry] += sign * dual.get(entry, Fraction(0))
    reason = {place[entry]: -sign * multiplier for entry, multiplier in dual.items() if multiplier}
    reason[len(bounds)] = value
    reason |= {numbers[equation]: multiplier for equation, multiplier in telescope(remainder, n).items()}
    low, high = ("-inf", str(value)) if sense == "max" else (str(value), "inf")
    solutions = ["SOL 0"]
    if primal is not None:
        low = high = str(value)
        solutions = ["SOL 1", f"box  {_terms(primal, place)}"]
    combination = "  ".join(f"{index} {multiplier}" for index, multiplier in sorted(reason.items()))
    return "\n".join(
        [
            f"% {sense} P(f=0|{format_bits(x0)}) is {value} for non-signalling boxes of maximal violation",
            "VER 1.0",
            f"VAR {len(entries)}",
            *(_name("P", entry) for entry in entries),
            "INT 0",
            f"OBJ {sense}",
            _terms(objective, place),
            f"CON {len(bounds) + 1 + len(signalling)} {len(bounds)}",
            *bounds,
            normal,
            *signalling.values(),
            f"RTP range {low} {high}",
            *solutions,
            "DER 1",
            f"bound {'L' if sense == 'max' else 'G'} {value} OBJ {{ lin {len(reason)}  {combination} }} -1",
            "",
        ]
    )


def _equations(parties: int) -> Iterator[tuple[int, Equation]]:
    others = all_bits(parties - 1)
    yield from enumerate((i, a, x) for i in range(parties) for a in others for x in others)


def _left_side(equation: Equation) -> EntryVector:
    """The sum over a_i on x_i = 0 minus that on x_i = 1."""
    i, a, x = equation
    return {
        ((*a[:i], output, *a[i:]), (*x[:i], setting, *x[i:])): Fraction(1 - 2 * setting)
        for setting in (0, 1)
        for output in (0, 1)
    }


def _terms(vector: EntryVector, place: dict[Entry, int]) -> str:
    terms = sorted((place[entry], value) for entry, value in vector.items() if value)
    return f"{len(terms)}  " + "  ".join(f"{index} {value}" for index, value in terms)


def _name(prefix: str, entry: Entry) -> str:
    return f"{prefix}_{format_bits(entry[0])}_{format_bits(entry[1])}"


def telescope(vector: EntryVector, parties: int) -> dict[Equation, Fraction]:
    """Write a functional that vanishes on non-signalling boxes as a combination of their equations.

    The equation of (i, others' outputs, others' inputs) is the sum over a_i on x_i = 0 minus that on
    x_i = 1.  Party by party, the multiple that clears the entry with a_i = x_i = 1 is taken out.  Raises
    ``NotExportableError`` if something is left.
    """
    rest = {entry: value for entry, value in vector.items() if value}
    found: dict[Equation, Fraction] = {}
    for i in range(parties):
        for (a, x), value in list(rest.items()):
            if not (a[i] and x[i]):
                continue
            others = (a[:i] + a[i + 1 :], x[:i] + x[i + 1 :])
            found[i, *others] = -value
            for output in (0, 1):
                for setting in (0, 1):
                    key = ((*a[:i], output, *a[i + 1 :]), (*x[:i], setting, *x[i + 1 :]))
                    rest[key] = rest.get(key, Fraction(0)) + (value if setting == 0 else -value)
        rest = {entry: value for entry, value in rest.items() if value}
    if rest:
        (a, x), value = next(iter(rest.items()))
        raise NotExportableError(f"{value} is left at {format_bits(a)}|{format_bits(x)}")
    return found
