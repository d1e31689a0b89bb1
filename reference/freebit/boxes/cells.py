"""Kinds of cells: who plays, whose bits the inputs are, and which bit f a cell yields [R4.51] [R4.55] [R4.57].

A cell is one box for each party of a game.  Parties are counted from 0 in code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of, number_of
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.errors import InvalidError


@dataclass(frozen=True)
class CellInputs:
    """Who chooses the inputs of a cell: each party (local), or all but ``derived`` [R4.55]."""

    derived: int | None = None

    def drawn(self, x: Bits) -> Bits:
        """The source bits behind the inputs x."""
        return tuple(bit for party, bit in enumerate(x) if party != self.derived)

    def distance(self, x: Bits, y: Bits) -> int:
        """The number of source bits in which inputs x and y of a game differ."""
        every = sum(p != q for p, q in zip(x, y, strict=True))
        return every if self.derived is None else every - (x[self.derived] != y[self.derived])

    def most_distant(self, parties: int) -> int:
        """The largest distance there can be."""
        return parties if self.derived is None else parties - 1

    def __str__(self) -> str:
        return "local" if self.derived is None else f"derived by party {self.derived + 1}"


LOCAL = CellInputs()

#: The least number of parties for the functions that have names.
NEEDED_PARTIES = {"majority": 3, "multiplexer": 4}


@dataclass(frozen=True)
class CellFunction:
    """f, a bit for the outputs a and the inputs x of a cell [R4.57]: ``name`` is one of ``NAMES``.

    A table has, for each x in X, 2**m bits, one for each a in the order of the numbers that they spell.
    """

    name: str
    table: Mapping[Bits, Bits] = field(default_factory=dict, hash=False)

    NAMES = ("majority", "multiplexer", "table")

    def __call__(self, a: Bits, x: Bits) -> int:
        """f(a,x)."""
        if self.name == "majority":
            return majority_of(a, (0, 1, 2))
        if self.name == "multiplexer":
            return a[0] ^ (a[1] if a[3] else a[2])
        return self.table[x][number_of(a)]

    def __str__(self) -> str:
        named = {"majority": "maj(a1,a2,a3)", "multiplexer": "a1 + (a4 ? a2 : a3)"}
        return named.get(self.name) or f"the table {self.rows}"

    @property
    def rows(self) -> str:
        """The rows of the table, such as 001:00010111,010:00010111."""
        return ",".join(f"{format_bits(x)}:{format_bits(values)}" for x, values in sorted(self.table.items()))


MAJORITY = CellFunction("majority")
MULTIPLEXER = CellFunction("multiplexer")


@dataclass(frozen=True)
class CellKind:
    """The game that a cell plays, who chooses its inputs, and the bit that it yields."""

    game: ParityGame
    inputs: CellInputs
    function: CellFunction

    @property
    def parties(self) -> int:
        """How many parties the game has."""
        return self.game.parties

    def sign(self, a: Bits, x: Bits) -> int:
        """(-1)^f(a,x)."""
        return 1 - 2 * self.function(a, x)

    def right_part(self, y: Bits) -> dict[tuple[Bits, Bits], Fraction]:
        """m'_y: (-1)^f(a,y) on the right outputs at the inputs y, and 0 elsewhere [R3.83]."""
        return {(a, y): Fraction(self.sign(a, y)) for a in self.game.winning_outputs(y)}

    @cached_property
    def distances(self) -> dict[tuple[Bits, Bits], int]:
        """The distance of any two inputs in X."""
        asked = self.game.inputs
        return {(x, y): self.inputs.distance(x, y) for x in asked for y in asked}

    @property
    def drawn_bits(self) -> int:
        """The source bits that a cell takes [R4.58], [R4.59]."""
        return self.inputs.most_distant(self.parties)

    def completed(self, drawn: Bits) -> Bits:
        """The inputs of a cell whose source bits are ``drawn``; a derived input puts them into X [R4.58], [R4.59]."""
        p = self.inputs.derived
        if p is None:
            return drawn
        first, last = drawn[:p], drawn[p:]
        return next(x for bit in (0, 1) if self.game.target(x := (*first, bit, *last)) is not None)

    @property
    def label(self) -> str:
        """Its short name, as ``five-multiplexer-local``; the other way is ``kind_labelled``."""
        who = self.inputs.derived
        inputs = "local" if who is None else f"derived-{who + 1}"
        return f"{_NUMBERS[self.parties]}-{self.function.name}-{inputs}"

    def __str__(self) -> str:
        return f"{self.game.name} game of {self.parties}, f = {self.function}, inputs {self.inputs}"


#: The games of the tested protocol, by the number of parties [R4.51].
TESTED_GAMES: dict[int, ParityGame] = {3: GhzGame(3), 4: GhzGame(4), 5: MerminGame(5)}
_NUMBERS = {3: "three", 4: "four", 5: "five"}


def kind_labelled(label: str) -> CellKind:
    """The kind of cells of a short name: parties, function, inputs; raises ``ValueError`` if there is none [R4.51]."""
    for m, game in TESTED_GAMES.items():
        for name, needed in NEEDED_PARTIES.items():
            for inputs in (LOCAL, *map(CellInputs, range(m))):
                kind = CellKind(game, inputs, CellFunction(name))
                if m >= needed and kind.label == label:
                    return kind
    raise InvalidError(f"[R4.51] {label!a} is no kind of cells; five-multiplexer-local and four-majority-derived-1 are")


def tabulated(kind: CellKind) -> CellFunction:
    """The same function as a table."""
    return CellFunction(
        "table", {x: tuple(kind.function(a, x) for a in all_bits(kind.parties)) for x in kind.game.inputs}
    )
