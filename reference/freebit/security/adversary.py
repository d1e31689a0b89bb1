"""Explicit adversaries on small protocols, and what eq (12) gives them, exactly [R5.60]-[R5.64].

The grid [R5.10] has Nb rows and Nd columns of *cells*, the kept quintuplets.  An adversary here knows a value e
that tells her, for every cell, which box it is, and how the weak source leans: given e its bits are
independent, each leaning as far as eq (1) allows towards a value of her choice.  The function is
f = XOR.  Given e everything then factorises over cells, so eq (12) is a product of finite sums of
rationals, for any Nd and Nb; ``grid_statistics`` writes the whole distribution out instead, for grids of
a few cells, and eq (12) is evaluated on it as it stands.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.box import Box, deterministic_boxes, fixed_output_box, ghz_box
from freebit.boxes.game import MerminGame, ParityGame
from freebit.errors import InvalidError
from freebit.security.guessing import Honest, Statistics

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)

#: The selection rules of the protocol [R5.10].
SELECTIONS = ("row", "column")

KeyBit = Callable[[Bits], int]


@dataclass(frozen=True)
class Cell:
    """A box, and the input towards which the source leans there; None leaves its bits free."""

    box: Box
    leaning: Bits | None = None


@dataclass(frozen=True)
class Preparation:
    """What e tells [R5.60]: the cells, by row and column, and the row towards which each selection leans.

    For row selection there is one selection, for column selection one for each column.
    """

    cells: tuple[tuple[Cell, ...], ...]
    targets: tuple[int | None, ...]

    @property
    def rows(self) -> int:
        """Nb."""
        return len(self.cells)

    @property
    def columns(self) -> int:
        """Nd."""
        return len(self.cells[0])


@dataclass(frozen=True)
class Adversary:
    """A named mixture of preparations; the probabilities sum to 1, and e is the number of the preparation."""

    name: str
    preparations: tuple[tuple[Fraction, Preparation], ...]


def input_weights(game: ParityGame, leaning: Bits | None, epsilon: Fraction) -> dict[Bits, Fraction]:
    """P(x | x in X) when every bit of x leans towards ``leaning`` by eq (1), independently."""
    lean = {
        x: ONE
        if leaning is None
        else (1 - epsilon) ** sum(p == q for p, q in zip(x, leaning, strict=True))
        * epsilon ** sum(p != q for p, q in zip(x, leaning, strict=True))
        for x in game.inputs
    }
    total = sum(lean.values(), ZERO)
    return {x: value / total for x, value in lean.items()}


def selection_weights(rows: int, target: int | None, epsilon: Fraction) -> list[Fraction]:
    """P(l) for l = 0..Nb-1 when the log2 Nb selection bits lean towards ``target``, independently.

    Raises ``ValueError`` unless Nb is a power of 2.
    """
    if rows < 1 or rows & (rows - 1):
        raise InvalidError(f"Nb = {rows} is not a power of 2")
    bits = rows.bit_length() - 1
    if target is None:
        return [Fraction(1, rows)] * rows
    wrong = [(target ^ row).bit_count() for row in range(rows)]
    return [(1 - epsilon) ** (bits - flips) * epsilon**flips for flips in wrong]


@dataclass(frozen=True)
class CellNumbers:
    """For a cell of known box and lean: P(right), and the mean of |P(key=0|y) - P(key=1|y)|."""

    right: Fraction
    advantage: Fraction


def cell_numbers(game: ParityGame, key: KeyBit, cell: Cell, epsilon: Fraction) -> CellNumbers:
    """The two numbers of a cell on which eq (12) depends [R5.61]."""
    weights = input_weights(game, cell.leaning, epsilon)
    right = advantage = ZERO
    for x, weight in weights.items():
        gap = ZERO
        for a in _outputs(game.parties):
            probability = cell.box.probability(a, x)
            if probability:
                right += weight * probability * (1 - game.coefficient(a, x))
                gap += probability * (1 - 2 * key(a))
        advantage += weight * abs(gap)
    return CellNumbers(right, advantage)


@cache
def _outputs(parties: int) -> tuple[Bits, ...]:
    return tuple(product((0, 1), repeat=parties))


def value(
    adversary: Adversary, selection: str, epsilon: Fraction, game: ParityGame | None = None, key: KeyBit | None = None
) -> Fraction:
    """Eq (12) for the adversary against row or column selection with f = XOR, exactly [R5.62]."""
    game = game or MerminGame()
    key = key or majority_of_three
    numbers = cache(lambda cell: cell_numbers(game, key, cell, epsilon))
    total = ZERO
    for probability, preparation in adversary.preparations:
        columns = [
            [numbers(preparation.cells[row][i]) for row in range(preparation.rows)] for i in range(preparation.columns)
        ]
        if selection == "column":
            chance = ONE
            for column, target in zip(columns, preparation.targets, strict=True):
                chance *= _column(column, selection_weights(preparation.rows, target, epsilon))
        else:
            (target,) = preparation.targets
            chance = ZERO
            for row, weight in enumerate(selection_weights(preparation.rows, target, epsilon)):
                term = weight
                for column in columns:
                    term *= _chosen(column, row)
                chance += term
        total += probability * chance
    return HALF + total / 4


def _column(column: Sequence[CellNumbers], weights: Sequence[Fraction]) -> Fraction:
    """The mean, over the row chosen, of the advantage there times the chance that the others are right."""
    return sum((weight * _chosen(column, row) for row, weight in enumerate(weights)), ZERO)


def _chosen(column: Sequence[CellNumbers], chosen: int) -> Fraction:
    term = column[chosen].advantage
    for row, cell in enumerate(column):
        if row != chosen:
            term *= cell.right
    return term


def majority_of_three(a: Bits) -> int:
    """maj(a_1, a_2, a_3) [R2.7]."""
    return int(a[0] + a[1] + a[2] >= 2)


# The adversaries of the table.


@cache
def best_deterministic_box() -> Box:
    """A deterministic box of least loss in the Mermin game of five parties; its loss is 6."""
    game = MerminGame()
    return min(deterministic_boxes(game.parties), key=lambda box: box.loss(game))


def winning_input(box: Box) -> Bits:
    """The first input at which a box surely wins."""
    game = MerminGame()
    return next(
        x for x in game.inputs if not any(game.coefficient(a, x) for (a, y), _ in box.entries().items() if y == x)
    )


def honest(nd: int, nb: int, selections: int) -> Adversary:
    """GHZ boxes and a free source: nobody is guessed."""
    return Adversary("honest GHZ", ((ONE, _grid(nd, nb, selections, Cell(ghz_box()), None, None)),))


def three_quarters(nd: int, nb: int, selections: int) -> Adversary:
    """Every quintuplet is the box that attains 3/4: no abort, and 1/2 + 1/4 2^-Nd [R5.63]."""
    cell = Cell(fixed_output_box(MerminGame(), 0, 0))
    return Adversary("3/4-box everywhere", ((ONE, _grid(nd, nb, selections, cell, None, None)),))


def guess_selection(nd: int, nb: int, selections: int, *, fallback: Box, name: str) -> Adversary:
    """Known outputs where the selection is expected, ``fallback`` elsewhere; the source leans to help."""
    box = best_deterministic_box()
    planted = Cell(box, winning_input(box))
    return Adversary(name, ((ONE, _grid(nd, nb, selections, Cell(fallback), planted, 0)),))


def _grid(nd: int, nb: int, selections: int, cell: Cell, planted: Cell | None, target: int | None) -> Preparation:
    rows = [tuple(planted if planted and row == target else cell for _ in range(nd)) for row in range(nb)]
    return Preparation(tuple(rows), (target,) * selections)


def adversaries(nd: int, nb: int, selection: str) -> list[Adversary]:
    """The explicit adversaries of the table, for one grid."""
    selections = nd if selection == "column" else 1
    known = fixed_output_box(MerminGame(), 0, 0)
    return [
        honest(nd, nb, selections),
        three_quarters(nd, nb, selections),
        guess_selection(nd, nb, selections, fallback=ghz_box(), name="guess l, known outputs there"),
        guess_selection(nd, nb, selections, fallback=known, name="guess l there, 3/4-box elsewhere"),
    ]


# The whole distribution, written out.


def grid_statistics(
    adversary: Adversary,
    selection: str,
    epsilon: Fraction,
    game: ParityGame,
    key: KeyBit,
    *,
    tell: Callable[[int], Hashable] = lambda number: number,
) -> Statistics:
    """P(k, y, t, g, e | z) of the protocol with f = XOR, entry by entry; for grids of a few cells [R5.64].

    ``tell`` says what the adversary's outcome e reveals of the number of her preparation.
    """
    table: dict[tuple[Honest, Hashable], Fraction] = {}
    for number, (probability, preparation) in enumerate(adversary.preparations):
        for honest_values, chance in _runs(preparation, selection, epsilon, game, key):
            entry = (honest_values, tell(number))
            table[entry] = table.get(entry, ZERO) + probability * chance
    return Statistics({"z": table})


def _runs(
    preparation: Preparation, selection: str, epsilon: Fraction, game: ParityGame, key: KeyBit
) -> Iterator[tuple[Honest, Fraction]]:
    """Every run of the protocol under a preparation: the honest variables and the probability."""
    places = [(row, column) for column in range(preparation.columns) for row in range(preparation.rows)]
    choices = [_cell_runs(game, preparation.cells[row][column], epsilon) for row, column in places]
    selections = [
        list(enumerate(selection_weights(preparation.rows, target, epsilon))) for target in preparation.targets
    ]
    for chosen in product(*selections):
        rows = [row for row, _ in chosen] if selection == "column" else [chosen[0][0]] * preparation.columns
        weight = ONE
        for _, w in chosen:
            weight *= w
        for outcome in product(*choices):
            chance = weight
            bit, good = 0, 1
            inputs, published = [], []
            for (row, column), (a, x, p) in zip(places, outcome, strict=True):
                chance *= p
                if rows[column] == row:
                    bit ^= key(a)
                    inputs.append(format_bits(x))
                else:
                    good &= 1 - game.coefficient(a, x)
                    published.append((format_bits(a), format_bits(x)))
            yield Honest(bit if good else 0, tuple(inputs), (tuple(rows), tuple(published)), good), chance


def _cell_runs(game: ParityGame, cell: Cell, epsilon: Fraction) -> list[tuple[Bits, Bits, Fraction]]:
    weights = input_weights(game, cell.leaning, epsilon)
    return [(a, x, weights[x] * p) for (a, x), p in cell.box.entries().items() if x in weights]
