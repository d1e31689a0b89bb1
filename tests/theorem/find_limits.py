"""The further limits of ``limits``, and how they are found again: ``python -m tests.theorem.find_limits`` [R5.77].

They are not among the committed certificates, since no bound and no plan rests on them; the kernel accepts each where
it is used.  Of the majority of five parties the certificates that reach them are here too.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from freebit.solver.cells import CellProgram
from freebit.solver.documents import cells_document, document_bytes, limit_document
from freebit.solver.tested import SERIES

FOLDER = Path(__file__).parent / "limits"
AGAIN = "python -m tests.theorem.find_limits"
#: Where the limits are the best, and whether the certificates are written too.
FURTHER = {
    "five-multiplexer-local": (("1/2", "19/40", "7/20", "1/5"), False),
    "five-multiplexer-derived-4": (("19/40", "7/20", "1/4", "1/5", "1/20"), False),
    "four-majority-local": (("1/2", "17/40", "7/20", "1/4", "1/5", "3/20"), False),
    "four-majority-derived-1": (("17/40", "7/20", "13/40", "1/4", "1/5", "3/20", "1/20"), False),
    "five-majority-local": (("2/5", "3/10"), True),
    "five-majority-derived-1": (("2/5", "3/10"), True),
}
#: Where the limit is best among those in which f is known, of the kinds that are compared at every epsilon.
KNOWN_AT = Fraction(1, 20)
COMPARED = tuple(FURTHER)[:4]


def found(name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of one kind of cells: its path under the folder and its bytes."""
    program = CellProgram(next(series.kind for series in SERIES if series.name == name))
    further, both = FURTHER[name]
    for epsilon in map(Fraction, further):
        optimum = program.least(epsilon)
        how = {"found": f"exact linear program at epsilon = {epsilon}", "again": AGAIN}
        ending = f"{epsilon.numerator}-{epsilon.denominator}.json"
        yield f"{name}/limit-{ending}", document_bytes(limit_document(optimum.limit, how))
        if both:
            yield f"{name}/best-{ending}", document_bytes(cells_document(optimum.family.pure(), how))
    if name in COMPARED:
        how = {"found": f"exact linear program at epsilon = {KNOWN_AT} where f is known", "again": AGAIN}
        yield f"{name}/below-1-20.json", document_bytes(limit_document(program.known(KNOWN_AT), how))


if __name__ == "__main__":
    for kind in FURTHER:
        for path, data in found(kind):
            target = FOLDER / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            print(path)
