"""Finds codes of many bits: irreducible polynomials by FLINT, their documents, and the committed ones.

FLINT's finite fields also make the words of a concatenation anew, so that a mistake in the arithmetic of
``freebit.codes`` would show before anything is written.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

from freebit.codes.code import REED_MULLER, SIMPLEX, Concatenation
from freebit.codes.field import Field
from freebit.codes.weights import exactly_known, least_weights
from freebit.errors import FreebitError
from freebit.solver.documents import Json, code_document, document_bytes

#: Inner code, m, N, and L of the committed concatenations; K is the least that L bits need.
COMMITTED: tuple[tuple[str, int, int, int], ...] = (
    (SIMPLEX, 4, 5, 16),
    # For 128 and 256 bits at epsilon 9/20, without and with noise, and at 2/5: local inputs, then derived ones.
    (REED_MULLER, 7, 41, 128),
    (REED_MULLER, 7, 67, 256),
    (REED_MULLER, 7, 122, 128),
    (REED_MULLER, 8, 107, 256),
    (REED_MULLER, 7, 55, 128),
    (REED_MULLER, 7, 90, 256),
    (REED_MULLER, 8, 121, 128),
    (REED_MULLER, 8, 199, 256),
    (REED_MULLER, 7, 39, 128),
    (REED_MULLER, 7, 63, 256),
    (REED_MULLER, 7, 80, 128),
    (REED_MULLER, 8, 74, 256),
    (REED_MULLER, 7, 47, 128),
    (REED_MULLER, 7, 77, 256),
    (REED_MULLER, 7, 113, 128),
    (REED_MULLER, 8, 97, 256),
)  # fmt: skip


class FieldsDisagreeError(FreebitError):
    """Two programs multiply the elements of a field differently."""


def concatenation(inner: str, degree: int, length: int, bits: int) -> Concatenation:
    """The concatenation of so many bits whose outer code has the least dimension, over the field of least modulus.

    Raises ``ValueError`` for a degree that no field here has.
    """
    return Concatenation(inner, Field(least_irreducible(degree)), length, -(-bits // degree), bits)


def least_irreducible(degree: int) -> int:
    """The irreducible polynomial over GF(2) of this degree whose number is least."""
    from flint import nmod_poly

    for number in count(1 << degree):
        factors = nmod_poly([number >> i & 1 for i in range(degree + 1)], 2).factor()[1]
        if len(factors) == 1 and factors[0][1] == 1:
            return number
    raise AssertionError("there are irreducible polynomials of every degree")


def check_against_flint(code: Concatenation) -> None:
    """Make the rows by FLINT; raises ``FieldsDisagreeError`` if they are others."""
    from flint import fmpz_mod_poly_ctx, fq_default_ctx

    m = code.field.degree
    polynomials = fmpz_mod_poly_ctx(2)
    field = fq_default_ctx(2, modulus=polynomials([code.field.modulus >> i & 1 for i in range(m + 1)]))

    def element(number: int) -> Any:
        return field(polynomials([number >> i & 1 for i in range(m)]))

    def number_of(value: Any) -> int:
        return sum(int(coefficient) << i for i, coefficient in enumerate(value.to_list()))

    points = [element(point) for point in range(code.length)]
    for index, row in enumerate(code.rows):
        i, bit = divmod(index, m)
        shift = element(1 << (m - 1 - bit))
        word = 0
        for point in points:
            word = word << len(code.columns) | code.inner_words[number_of(shift * point**i)]
        if word != row:
            raise FieldsDisagreeError(f"row {index} of {code}")


def document(code: Concatenation) -> Json:
    """The certificate of a concatenation, by the closed form."""
    check_against_flint(code)
    how = {"found": "closed form of the weights of Reed-Solomon codes; modulus by FLINT", "again": "freebit solve all"}
    return code_document(code, least_weights(code), "exact" if exactly_known(code) else "bound", "mds", how)


def code_certificates() -> Iterator[tuple[str, bytes]]:
    """Path under ``certificates/`` and bytes of each committed code."""
    for inner, degree, length, bits in COMMITTED:
        code = concatenation(inner, degree, length, bits)
        yield f"codes/{file_name(code)}", document_bytes(document(code))


def file_name(code: Concatenation) -> str:
    """The name of a code's file: its bits, and what it is made of."""
    return f"{code.bits}-bits-{code.inner}-{code.field.degree}-outer-{code.length}-{code.dimension}.json"
