"""The words that facts of several kinds share; parties count from 1 in them."""

from collections.abc import Iterable

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.game import ParityGame


def game_text(game: ParityGame) -> str:
    """The game and its number of parties."""
    return f"{game.name} game of {game.parties} parties"


def at_maximal_violation(game: ParityGame) -> str:
    """How a sentence begins that speaks of the non-signalling boxes of loss 0."""
    return f"{game_text(game)}, at maximal violation"


def majority_text(triple: tuple[int, ...]) -> str:
    """The majority of three parties, which are counted from 0 in ``triple``."""
    return f"maj({','.join(str(party + 1) for party in triple)})"


def words_text(words: Iterable[Bits]) -> str:
    """Bit strings, in numeric order."""
    return ",".join(map(format_bits, sorted(words)))


def cells_text(cells: CellKind) -> str:
    """A kind of cells: the game, f and who chooses the inputs."""
    return f"{game_text(cells.game)}, f = {cells.function}, inputs {cells.inputs}"
