"""The theorems ``many-bits`` [R5.92] and ``many-bits-derived`` [R5.93]: a key of L bits from one run."""

from fractions import Fraction

from freebit.codes.code import INNER_CODES
from freebit.codes.field import DEGREES
from freebit.errors import InvalidError
from freebit.theorem.assumptions import DERIVED_INPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.binomial import weighted_at_most
from freebit.theorem.enclosure import PRECISIONS, Enclosure, precision
from freebit.theorem.general_cells import general_key_excess
from freebit.theorem.key_search import least_key
from freebit.theorem.keys import (
    DerivedKeySize,
    KeyLibrary,
    KeyNumbers,
    KeySize,
    LocalKeySize,
    committed_keys,
    least_concatenation,
)
from freebit.theorem.model import Found, Target, Theorem

_STATEMENT = "1/2 + 1/4 sum over weights w of B_w P[Bin(w,u) <= T]"


def _excess(numbers: KeyNumbers, epsilon: Fraction, size: KeySize) -> Enclosure:
    """1/4 of the sum over weights w of B_w P[Bin(w,u) <= T] [R5.92]."""
    if numbers.code.bits != size.bits:
        raise InvalidError(f"[R4.73] a code of {numbers.code.bits} bits gives no key of {size.bits}")
    if numbers.code.cells > size.keep:
        raise InvalidError(f"[R4.73] a code on {numbers.code.cells} cells is not on n = {size.keep} of them")
    return weighted_at_most(numbers.weights, numbers.cell.u, size.tolerance) / 4


def _best(library: KeyLibrary, epsilon: Fraction, size: KeySize) -> KeyNumbers:
    """The certificate with the largest u, and the code that is given or the best concatenation within n cells."""
    cell = library.cells.best(epsilon)
    if library.code is not None:
        return KeyNumbers.of(cell, library.code)
    candidates = []
    for degree in DEGREES:
        for inner in INNER_CODES:
            first = least_concatenation(inner, degree, 1, size.bits)
            length = min(1 << degree, size.keep // first.cells)
            if length >= first.dimension:
                candidates.append(KeyNumbers.of(cell, least_concatenation(inner, degree, length, size.bits)))
    if not candidates:
        raise InvalidError(f"[R5.98] no concatenation of {size.bits} bits fits into n = {size.keep} cells")
    with precision(PRECISIONS[0]):
        return min(candidates, key=lambda numbers: _excess(numbers, epsilon, size).upper())


def _least(library: KeyLibrary, target: Target) -> Found[KeyNumbers, KeySize]:
    """The least size over all concatenations [R5.98]."""
    return least_key(library.cells.best(target.epsilon), target, derived=library.derived)


MANY_BITS: Theorem[KeyLibrary, KeyNumbers, KeySize] = Theorem(
    name="many-bits",
    rule="R5.92",
    statement=_STATEMENT,
    protocol="many-bits",
    function="code",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES),
    rocq=("many_bits_theorem", "many_bits_enumerator", "many_bits_listed", "many_bits_certified", "many_bits_distance"),
    numbers=KeyNumbers,
    size=LocalKeySize,
    preferred=True,
    tolerant=True,
    many=True,
    supply=committed_keys(derived=False),
    excess=_excess,
    best=_best,
    least=_least,
    general=general_key_excess,
    general_tolerant=True,
)

MANY_BITS_DERIVED: Theorem[KeyLibrary, KeyNumbers, KeySize] = Theorem(
    name="many-bits-derived",
    rule="R5.93",
    statement=_STATEMENT,
    protocol="many-bits-derived",
    function="code",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, DERIVED_INPUTS),
    rocq=("many_bits_theorem", "many_bits_enumerator", "many_bits_listed", "many_bits_certified", "many_bits_distance"),
    numbers=KeyNumbers,
    size=DerivedKeySize,
    preferred=True,
    tolerant=True,
    many=True,
    supply=committed_keys(derived=True),
    excess=_excess,
    best=_best,
    least=_least,
    general=general_key_excess,
    general_tolerant=True,
)
