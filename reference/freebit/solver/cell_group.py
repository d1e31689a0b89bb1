"""The symmetries of a kind of cells, all inputs at once.

A symmetry of the game acts on the entries (a,x).  It is one of the *kind* if it leaves all distances between
inputs as they are, and if for every x in X it sends f on the right outputs at x to f, or to its complement, on
the right outputs at the image of x.  Averaging over these symmetries keeps certificates and what proves that
there is none better, so the finder looks for invariant ones [R5.78].
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from freebit.boxes.bits import Bits
from freebit.boxes.cells import CellKind
from freebit.boxes.entries import entry_of
from freebit.boxes.symmetry import Relabelling, orbits, signed_orbits, symmetries


@dataclass(frozen=True)
class Signed:
    """A symmetry of a kind: its map of entries, the image of each x in X, and +1 or -1 as f at x is kept or turned."""

    relabelling: Relabelling
    entries: tuple[int, ...]
    image: dict[Bits, Bits]
    sign: dict[Bits, int]


@dataclass(frozen=True)
class CellGroup:
    """All symmetries of a kind of cells."""

    kind: CellKind
    elements: tuple[Signed, ...]

    @classmethod
    def of(cls, kind: CellKind) -> "CellGroup":
        """The group of a kind of cells."""
        return cls(kind, tuple(_symmetries_of(kind)))

    @cached_property
    def classes(self) -> list[int]:
        """For each entry the least index in its orbit."""
        return orbits([g.entries for g in self.elements], 4**self.kind.parties)

    @cached_property
    def input_orbits(self) -> dict[Bits, dict[Bits, Signed]]:
        """The orbits of X, by their least inputs: for each input one symmetry that carries the least one to it."""
        found: dict[Bits, dict[Bits, Signed]] = {}
        left = set(self.kind.game.inputs)
        for y in self.kind.game.inputs:
            if y in left:
                carriers: dict[Bits, Signed] = {}
                for g in self.elements:
                    carriers.setdefault(g.image[y], g)
                found[y] = dict(sorted(carriers.items()))
                left -= carriers.keys()
        return found

    def fixing(self, y: Bits) -> "Fixing":
        """The symmetries that fix y, as they act on boxes and on entries."""
        elements = [g for g in self.elements if g.image[y] == y]
        keeping = [g for g in elements if g.sign[y] == 1]
        turning = next((g.entries for g in elements if g.sign[y] == -1), None)
        size, n = 4**self.kind.parties, self.kind.parties
        entry_orbit = orbits([g.entries for g in keeping], size)
        pairs = entry_orbit if turning is None else orbits([*(g.entries for g in keeping), turning], size)
        return Fixing(
            entry_orbit, pairs, turning, signed_orbits([g.relabelling.correlator_map() for g in keeping], 3**n)
        )


@dataclass(frozen=True)
class Fixing:
    """What the symmetries that fix y identify.

    ``entry_orbit`` and ``correlators`` are those of the symmetries that keep f at y; ``turning`` is the map of
    entries of one that turns f at y into its complement, if there is one, and ``pairs`` the orbits under all.
    """

    entry_orbit: list[int]
    pairs: list[int]
    turning: tuple[int, ...] | None
    correlators: list[tuple[int, int]]


def _symmetries_of(kind: CellKind) -> Iterator[Signed]:
    game, derived = kind.game, kind.inputs.derived
    right = {x: [(a, kind.sign(a, x)) for a in game.winning_outputs(x)] for x in game.inputs}
    for order in permutations(range(game.parties)):
        if derived is not None and order[derived] != derived:
            continue
        for relabelling in symmetries(game, order):
            signs = _signs(kind, relabelling, right)
            if signs is not None:
                zero = (0,) * game.parties
                image = {x: relabelling.entry(zero, x)[1] for x in game.inputs}
                yield Signed(relabelling, tuple(relabelling.entry_map()), image, signs)


def _signs(
    kind: CellKind, relabelling: Relabelling, right: dict[Bits, list[tuple[Bits, int]]]
) -> dict[Bits, int] | None:
    """For each x whether f there is kept or turned; None if it is neither."""
    found: dict[Bits, int] = {}
    for x, outputs in right.items():
        for a, sign in outputs:
            turn = sign * kind.sign(*relabelling.entry(a, x))
            if found.setdefault(x, turn) != turn:
                return None
    return found


def by_class(orbit: Sequence[int]) -> dict[int, list[int]]:
    """The orbits by their least indices."""
    found: dict[int, list[int]] = {}
    for index, least in enumerate(orbit):
        found.setdefault(least, []).append(index)
    return found


def input_of(index: int, parties: int) -> Bits:
    """The input of the entry with this index."""
    return entry_of(index, parties)[1]
