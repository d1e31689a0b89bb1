"""A dual certificate written out as an identity that a person can check, on one page [R3.8].

Reads a certificate of kind ``predictability`` whose function is a majority, has the kernel check it, and
writes Markdown.  ``identity`` reads the multipliers back from such a page, so that page and certificate can
be compared.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of, parse_bits
from freebit.boxes.entries import by_entry
from freebit.boxes.game import MerminGame
from freebit.errors import FreebitError
from freebit.export.correlators import EntryVector, correlator_tables
from freebit.kernel.check import decide, read
from freebit.kernel.kinds.predictability import Predictability

_ROW = re.compile(r"\| (-?\d+(?:/\d+)?) \| ([01]+) \| ([01 ]+) \|")

_TEXT = """\
# The Lemma at one input, on one page

*Generated from `certificates/{source}`, whose dual vector it spells out.*

Let P(a|x) be any non-signalling box of five parties, and m = P(maj(a_{i},a_{j},a_{k}) = 0 | {x0}). Then

    {value} - m  =  R + L,

where R and L are the following sums of probabilities P(a|x), each with its coefficient.

R, on answers that are right or inputs that are not asked:

| coefficient | x | outputs a |
|---|---|---|
{right}

L, on answers that are wrong, I(a,x) = 1:

| coefficient | x | outputs a |
|---|---|---|
{wrong}

**Therefore m <= {value} at maximal violation**: every probability in L is then 0, and R is a sum of {count}
probabilities with positive coefficients.

**And m >= {rest}**: if parties {i}, {j}, {k} and {other} exchange 0 and 1 in their outputs, the box stays
non-signalling, the parity of the outputs stays what it was, and maj turns into its opposite; so the probability of
maj = 1 is at most {value} too.

**Why the identity holds.** Write both sides in correlators: [10--1] is the expectation of the product of the outcomes
(-1)^a of parties 1, 2 and 5 on inputs 1, 0 and 1. For a non-signalling box it does not depend on the inputs of the
other parties, and P(a|x) is 1/32 times the sum, over all sets of parties, of the correlator on x, with a minus sign
where the outputs of the set have odd parity. The left side becomes

    {gap}

The terms of R become, by input,

| x | coefficients times P(a,x), summed over a |
|---|---|
{events}

The terms of L become relations. If the answer to x is never wrong then the product of all outcomes is fixed, and the
correlator of some parties is, up to that sign, the correlator of the others; every bracket is such a pair:

| x | product of all outcomes | terms |
|---|---|---|
{ties}

Adding up the two tables, correlator by correlator, gives the left side. Reading each bracket as 0 and using it to
replace one correlator by the other, the bound can be checked without L.
"""


class NotAPageError(FreebitError, ValueError):
    """A certificate that is not the upper bound on a majority in the Mermin game of five parties."""


def page(data: bytes, source: str) -> str:
    """The page of a certificate; ``source`` is its path under ``certificates/``.

    Raises ``NotAPageError`` if the certificate is rejected or is not of the kind that the page explains.
    """
    certificate = read(data)
    rejection = decide(certificate).rejection
    if rejection:
        raise NotAPageError(f"the certificate is rejected by {rejection.rule}")
    if not isinstance(certificate, Predictability):
        raise NotAPageError(f"a certificate of kind {certificate.kind} has no page")
    claim, triple = certificate.claim, _triple(certificate.zeros)
    if claim.game != MerminGame() or claim.sense != "max" or certificate.dual is None or triple is None:
        raise NotAPageError("the page explains an upper bound on a majority of three of five parties")
    dual = by_entry(certificate.dual.fractions(), claim.game.parties)
    lost = {entry for entry in dual if claim.game.coefficient(*entry)}
    right = {entry: value for entry, value in dual.items() if entry not in lost}
    wrong = {entry: value for entry, value in dual.items() if entry in lost}
    i, j, k = (party + 1 for party in triple)
    gap = {(a, claim.x0): claim.value - (a in certificate.zeros) for a in all_bits(claim.game.parties)}
    left_side, events, ties = correlator_tables(claim.game, dual, gap)
    return _TEXT.format(
        source=source,
        i=i,
        j=j,
        k=k,
        other=min({1, 2, 3, 4, 5} - {i, j, k}),
        x0=format_bits(claim.x0),
        value=claim.value,
        rest=1 - claim.value,
        right=_rows(right),
        wrong=_rows(wrong),
        count=len(right),
        gap=left_side,
        events=events,
        ties=ties,
    )


def identity(text: str) -> EntryVector:
    """The multipliers on a page, by entry."""
    found: EntryVector = {}
    for coefficient, x, outputs in _ROW.findall(text):
        for a in outputs.split():
            found[parse_bits(a), parse_bits(x)] = Fraction(coefficient)
    return found


def _rows(vector: EntryVector) -> str:
    grouped: dict[tuple[Bits, Fraction], list[Bits]] = {}
    for (a, x), value in vector.items():
        grouped.setdefault((x, value), []).append(a)
    return "\n".join(
        f"| {value} | {format_bits(x)} | {' '.join(map(format_bits, sorted(outputs)))} |"
        for (x, value), outputs in sorted(grouped.items())
    )


def _triple(zeros: Iterable[Bits]) -> tuple[int, int, int] | None:
    """The triple, from 0, whose majority is 0 on exactly these outputs."""
    wanted = set(zeros)
    for triple in combinations(range(5), 3):
        if wanted == {a for a in all_bits(5) if not majority_of(a, triple)}:
            return triple
    return None
