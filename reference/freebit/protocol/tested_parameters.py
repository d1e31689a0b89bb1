"""What has to be fixed before step 1 of the tested protocol [R4.50]-[R4.57]."""

from dataclasses import dataclass
from fractions import Fraction

from freebit.boxes.cells import NEEDED_PARTIES, TESTED_GAMES, CellKind
from freebit.errors import InvalidError
from freebit.source.epsilon import check_epsilon

#: The name of the protocol; documents that name none are of the paper's [R4.50].
TESTED_PROTOCOL = "tested"


@dataclass(frozen=True)
class TestedParameters:
    """What has to be fixed before step 1 [R4.51]-[R4.57].

    Raises ``ValueError`` naming the rule that a parameter breaks.
    """

    __test__ = False  # no test, whatever its name says

    #: Who plays, who chooses the inputs, and f.
    kind: CellKind
    #: N, the number of cells.
    cells: int
    #: n, the least number of kept cells.
    keep: int
    #: The epsilon that the source is assumed to have.
    epsilon: Fraction
    #: T, the wrong cells allowed among all that are kept.
    tolerance: int = 0

    def __post_init__(self) -> None:
        check_epsilon(self.epsilon)
        _check_kind(self.kind)
        if self.cells < 1:
            raise InvalidError(f"[R4.52] N = {self.cells}: a run has at least one cell")
        if not 1 <= self.keep <= self.cells:
            raise InvalidError(f"[R4.53] n = {self.keep} is not in 1..N = {self.cells}")
        if not 0 <= self.tolerance < self.keep:
            raise InvalidError(f"[R4.54] T = {self.tolerance} is not in 0..n - 1 = {self.keep - 1}")
        if self.kind.inputs.derived is not None and self.keep != self.cells:
            raise InvalidError(f"[R4.56] n = {self.keep} and N = {self.cells}: with derived inputs every cell is kept")

    @property
    def parties(self) -> int:
        """m, the boxes of a cell."""
        return self.kind.parties

    @property
    def source_bits(self) -> int:
        """The source bits that a run takes [R4.58], [R4.59]."""
        return self.kind.drawn_bits * self.cells


def _check_kind(kind: CellKind) -> None:
    game, derived, f = kind.game, kind.inputs.derived, kind.function
    if TESTED_GAMES.get(game.parties) != game:
        raise InvalidError(f"[R4.51] the tested protocol plays no {game.name} game of {game.parties} parties")
    if derived is not None and not 0 <= derived < game.parties:
        raise InvalidError(f"[R4.55] there is no party {derived + 1} of {game.parties} to derive the inputs")
    if f.name == "table":
        if f.table.keys() != set(game.inputs) or any(len(row) != 2**game.parties for row in f.table.values()):
            raise InvalidError(f"[R4.57] the table of f does not have 2^{game.parties} bits for exactly the x in X")
    elif f.name not in NEEDED_PARTIES or game.parties < NEEDED_PARTIES[f.name]:
        raise InvalidError(f"[R4.57] {f.name!a} is no function of {game.parties} outputs")
