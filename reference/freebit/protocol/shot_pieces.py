"""Shots in pieces: how many were taken at each input, and how many lose [R6.134]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from freebit.boxes.bits import Bits, format_bits, majority_of
from freebit.protocol.parameters import GAME
from freebit.protocol.shots import Shot


@dataclass(frozen=True)
class ShotPiece:
    """Of some shots: how many were taken at each input and how many of these lose; ``+`` is of all of both."""

    shots: int = 0
    #: Those that have another majority if they are read backwards.
    turned: int = 0
    taken: Counter[Bits] = field(default_factory=Counter)
    lost: Counter[Bits] = field(default_factory=Counter)

    def __add__(self, other: ShotPiece) -> ShotPiece:
        return ShotPiece(
            self.shots + other.shots, self.turned + other.turned, self.taken + other.taken, self.lost + other.lost
        )


def piece_of_shots(shots: Sequence[Shot]) -> ShotPiece:
    """The piece of shots."""
    return ShotPiece(
        len(shots),
        sum(majority_of(shot.a, (0, 1, 2)) != majority_of(shot.a[::-1], (0, 1, 2)) for shot in shots),
        Counter(shot.x for shot in shots),
        Counter(shot.x for shot in shots if GAME.coefficient(shot.a, shot.x)),
    )


def lines_of(shots: Iterable[Shot]) -> bytes:
    """A line for each shot, as in a transcript of encoding text [R6.36]."""
    return "".join(f"{format_bits(shot.x)} {format_bits(shot.a)}\n" for shot in shots).encode("ascii")
