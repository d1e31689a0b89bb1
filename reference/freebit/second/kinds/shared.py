"""What several kinds ask of a claim, decided plainly: triples [R3.10], inputs [R3.12] and lists."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import asked
from freebit.second.model import Objection

_V = TypeVar("_V")


def must_be_three(triple: tuple[int, ...], place: str) -> Iterator[Objection]:
    """[R3.10] the three parties are different and in increasing order."""
    if list(triple) != sorted(set(triple)):
        yield Objection("R3.10", place, f"the parties {commas(triple)} are not different and in increasing order")


def inputs_of_the_game(game: ParityGame, inputs: Sequence[str], place: str, rule: str = "R3.12") -> Iterator[Objection]:
    """[R3.12] every input is in X."""
    for x in inputs:
        if x not in asked(game):
            yield Objection(rule, place, f"the game does not ask {x}")


def dual_and_primal(witness: object, read: Callable[[object, str], _V]) -> tuple[_V | None, _V | None]:
    """The two parts of a witness of a predictability, each of which may be absent."""
    shown = reading.record(witness, "document/witness", (), ("dual", "primal"))
    dual, primal = (
        read(shown[part], f"document/witness/{part}") if part in shown else None for part in ("dual", "primal")
    )
    return dual, primal


def neither(dual: object | None, primal: object | None) -> Iterator[Objection]:
    """[R3.30] there is a dual vector or a primal box."""
    if dual is None and primal is None:
        yield Objection("R3.30", "witness", "there is neither a dual vector nor a primal box")


def increasing(listed: Sequence[str] | Sequence[int], place: str, rule: str) -> Iterator[Objection]:
    """Each element, a word of one length or a number, exceeds the one before it."""
    for i in range(1, len(listed)):
        if int(str(listed[i - 1]), 10) >= int(str(listed[i]), 10):
            yield Objection(rule, f"{place}/{i}", f"{listed[i]} does not exceed {listed[i - 1]}")


def repeated(listed: Sequence[object], place: str, rule: str) -> Iterator[Objection]:
    """No element is listed twice."""
    seen = set()
    for i, item in enumerate(listed):
        if item in seen:
            yield Objection(rule, f"{place}/{i}", "it is in the list before")
        seen.add(item)


def commas(listed: Sequence[object]) -> str:
    """The elements of a list, with commas between them."""
    return ",".join(map(str, listed))
