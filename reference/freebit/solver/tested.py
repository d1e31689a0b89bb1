"""The committed certificates for tested cells: which there are, and how each is found again [R5.77].

Their numbers depend on nothing but the kind of cells and epsilon where they are best; where several certificates
are, another version of the floating-point solver may lead to another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.cells import LOCAL, MAJORITY, MULTIPLEXER, CellInputs, CellKind
from freebit.boxes.game import GhzGame, MerminGame
from freebit.solver.cells import CellProgram
from freebit.solver.documents import cells_document, document_bytes, limit_document

#: Where the certificates are the best there are, as certificates of kind ``tested-limit`` show.
BEST_AT = (Fraction(9, 20), Fraction(2, 5), Fraction(3, 10), Fraction(1, 10))
#: Where the certificates that also serve all smaller epsilon are best among these.
BELOW = (Fraction(7, 20), Fraction(1, 4), Fraction(3, 20))
_AGAIN = "freebit solve all"


@dataclass(frozen=True)
class CellSeries:
    """The certificates for one kind of cells."""

    name: str
    kind: CellKind
    best_at: tuple[Fraction, ...] = BEST_AT
    below: tuple[Fraction, ...] = BELOW

    def certificates(self) -> Iterator[tuple[str, bytes]]:
        """Each file: its path under ``certificates/`` and its bytes."""
        program = CellProgram(self.kind)
        for epsilon in self.best_at:
            optimum = program.least(epsilon)
            how = {"found": f"exact linear program at epsilon = {epsilon}", "again": _AGAIN}
            yield self._path("best", epsilon), document_bytes(cells_document(optimum.family.pure(), how))
            yield self._path("limit", epsilon), document_bytes(limit_document(optimum.limit, how))
        for epsilon in self.below:
            family = program.least(epsilon, everywhere=True).family.pure()
            how = {
                "found": f"exact linear program at epsilon = {epsilon} among those that serve all smaller epsilon",
                "again": _AGAIN,
            }
            yield self._path("below", epsilon), document_bytes(cells_document(family, how))

    def paths(self) -> list[str]:
        """The files' paths under ``certificates/``, without a search."""
        best = [self._path(sort, epsilon) for epsilon in self.best_at for sort in ("best", "limit")]
        return best + [self._path("below", epsilon) for epsilon in self.below]

    def _path(self, sort: str, epsilon: Fraction) -> str:
        return f"tested/{self.name}/{sort}-{epsilon.numerator}-{epsilon.denominator}.json"


_FIVE, _FOUR, _THREE = MerminGame(5), GhzGame(4), GhzGame(3)
_ALSO_HALF = (Fraction(1, 2), *BEST_AT)
_ALSO_SMALL = (*BELOW, Fraction(1, 100))
_FEW = ((Fraction(9, 20), Fraction(1, 10)), (Fraction(7, 20),))

#: All kinds of cells with committed certificates; a derived input is that of the party for which the rate is best.
SERIES = (
    CellSeries("five-multiplexer-local", CellKind(_FIVE, LOCAL, MULTIPLEXER)),
    CellSeries("five-multiplexer-derived-4", CellKind(_FIVE, CellInputs(3), MULTIPLEXER), _ALSO_HALF, _ALSO_SMALL),
    CellSeries("four-majority-local", CellKind(_FOUR, LOCAL, MAJORITY)),
    CellSeries("four-majority-derived-1", CellKind(_FOUR, CellInputs(0), MAJORITY), _ALSO_HALF, _ALSO_SMALL),
    CellSeries("five-majority-local", CellKind(_FIVE, LOCAL, MAJORITY), *_FEW),
    CellSeries("five-majority-derived-1", CellKind(_FIVE, CellInputs(0), MAJORITY), *_FEW),
    CellSeries("three-majority-local", CellKind(_THREE, LOCAL, MAJORITY), (Fraction(1, 2), *_FEW[0]), _FEW[1]),
    CellSeries("three-majority-derived-1", CellKind(_THREE, CellInputs(0), MAJORITY), *_FEW),
)


def certificates_of(name: str) -> Iterator[tuple[str, bytes]]:
    """Those for one kind of cells, by the name of its series."""
    return next(series for series in SERIES if series.name == name).certificates()


def tested_certificates() -> Iterator[tuple[str, bytes]]:
    """Every committed certificate for tested cells."""
    for series in SERIES:
        yield from series.certificates()
