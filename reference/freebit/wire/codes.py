"""How documents state codes [R6.95], [R6.96], and which sizes and moduli a code may have [R3.90], [R3.91]."""

from dataclasses import dataclass

from freebit.codes.code import INNER_CODES, AnyCode, Concatenation, GeneratorCode
from freebit.codes.field import DEGREES, Field
from freebit.wire.reader import Reader

#: Codes have at most so many bits and cells [R6.95].
MAX_CODE_BITS, MAX_CODE_CELLS = 2**10, 2**20


@dataclass(frozen=True)
class StatedCode:
    """A code as a document states it, with the numbers of bits and of cells that it is said to have."""

    code: AnyCode
    bits: int
    cells: int


def read_stated_code(reader: Reader) -> StatedCode:
    """The members ``bits``, ``cells`` and ``code`` [R6.95], [R6.96]."""
    bits, cells = reader.child("bits").count(), reader.child("cells").count()
    if bits > MAX_CODE_BITS:
        reader.child("bits").fail("R6.95", f"{bits} bits are more than the limit of {MAX_CODE_BITS}")
    if cells > MAX_CODE_CELLS:
        reader.child("cells").fail("R6.95", f"{cells} cells are more than the limit of {MAX_CODE_CELLS}")
    return StatedCode(read_code(reader.child("code"), bits, cells), bits, cells)


def read_code(reader: Reader, bits: int, cells: int) -> AnyCode:
    """A code of R6.96."""
    kind = reader.child("kind").one_of(["generator", "concatenation"])
    if kind == "generator":
        reader.only(["kind", "rows"])
        rows = (row.bits(cells) for row in reader.child("rows").elements())
        return GeneratorCode(cells, tuple(int("0" + "".join(map(str, row)), 2) for row in rows))
    reader.only(["kind", "inner", "modulus", "length", "dimension"])
    modulus = reader.child("modulus")
    text = modulus.text()
    if len(text) - 1 not in DEGREES or set(text) - {"0", "1"} or not text.startswith("1"):
        modulus.fail("R6.96", f"it is no polynomial of degree {DEGREES[0]} to {DEGREES[-1]}")
    return Concatenation(
        reader.child("inner").one_of(INNER_CODES),
        Field(int(text, 2)),
        reader.child("length").count(),
        reader.child("dimension").count(),
        bits,
    )


def describe_code(code: AnyCode) -> dict[str, object]:
    """A code as a document states it; what ``read_code`` reads [R6.96]."""
    if isinstance(code, GeneratorCode):
        return {"kind": "generator", "rows": [f"{1 << code.cells | row:b}"[1:] for row in code.rows]}
    return {
        "kind": "concatenation",
        "inner": code.inner,
        "modulus": f"{code.field.modulus:b}",
        "length": code.length,
        "dimension": code.dimension,
    }


def wrong_size(stated: StatedCode) -> tuple[str, str] | None:
    """The place and the words of what is against R3.90.

    There is a bit, and the code has the stated numbers of bits and cells.  A concatenation has 1 <= K <= N <= 2^m,
    from 1 to m K bits, and as many cells as N inner words.
    """
    code, bits = stated.code, stated.bits
    if bits < 1:
        return "bits", "there is no bit"
    if isinstance(code, GeneratorCode):
        return None if code.bits == bits else ("code/rows", f"there are {code.bits} rows for {bits} bits")
    m, n, k = code.field.degree, code.length, code.dimension
    if not 1 <= k <= n <= 1 << m:
        return "code", f"1 <= {k} <= {n} <= 2^{m} does not hold"
    if bits > m * k:
        return "bits", f"{k} elements of {m} bits have fewer than {bits} bits"
    return None if stated.cells == code.cells else ("cells", f"the code has {code.cells} cells")


def wrong_modulus(code: AnyCode) -> tuple[str, str] | None:
    """The place and the words of what is against R3.91: the modulus of a concatenation is irreducible."""
    divisor = code.field.divisor() if isinstance(code, Concatenation) else None
    return ("code/modulus", f"it is divisible by {divisor:b}") if divisor else None
