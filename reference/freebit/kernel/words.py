"""The words that facts of several kinds share; parties count from 1 in them."""

from collections.abc import Iterable

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.cells import CellKind
from freebit.boxes.game import ParityGame
from freebit.kernel.model import FactParts


def game_text(game: ParityGame) -> str:
    """The game and its number of parties."""
    return f"{game.name} game of {game.parties} parties"


def at_maximal_violation(game: ParityGame) -> str:
    """How a sentence begins that speaks of the non-signalling boxes of loss 0."""
    return f"{game_text(game)}, at maximal violation"


def in_parts(kind: str, game: ParityGame | None, **about: str) -> FactParts:
    """A fact of this kind and game, with the other parts of the claim in order."""
    return FactParts(kind, game, tuple(about.items()))


def triple_text(triple: tuple[int, ...]) -> str:
    """The parties of a triple, which are counted from 0 in ``triple``."""
    return ",".join(str(party + 1) for party in triple)


def majority_text(triple: tuple[int, ...]) -> str:
    """The majority of three parties, which are counted from 0 in ``triple``."""
    return f"maj({triple_text(triple)})"


def words_text(words: Iterable[Bits]) -> str:
    """Bit strings, in numeric order."""
    return ",".join(map(format_bits, sorted(words)))


def shown_text(*, proved: bool, attained: bool) -> str:
    """What is shown of an extreme."""
    return ",".join(name for name, there in (("bounded", proved), ("reached", attained)) if there)


def cells_parts(cells: CellKind) -> dict[str, str]:
    """The inputs and f of a kind of cells, as parts of a fact."""
    return {"inputs": str(cells.inputs), "f": cells.function.rows or cells.function.name}


def cells_text(cells: CellKind) -> str:
    """A kind of cells: the game, f and who chooses the inputs."""
    return f"{game_text(cells.game)}, f = {cells.function}, inputs {cells.inputs}"
