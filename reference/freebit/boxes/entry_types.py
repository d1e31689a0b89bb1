"""Types of entries: how many parties hold which output and input [R3.70].

A vector or a box that permutations of the parties keep has one number for each type.  Four counts make a
type: of parties with input 0 and output 0, input 0 and output 1, input 1 and output 0, input 1 and output 1.
"""

from functools import cache
from math import factorial

from freebit.boxes.game import ParityGame

Type = tuple[int, int, int, int]


@cache
def types(parties: int) -> tuple[Type, ...]:
    """All types of entries of ``parties`` parties, in lexicographic order."""
    return tuple(
        (i, j, k, parties - i - j - k)
        for i in range(parties + 1)
        for j in range(parties + 1 - i)
        for k in range(parties + 1 - i - j)
    )


def entries_of_type(kind: Type) -> int:
    """How many entries (a,x) have the type."""
    count = factorial(sum(kind))
    for number in kind:
        count //= factorial(number)
    return count


def format_type(kind: Type) -> str:
    """A type as it is written in files [R6.25]."""
    return f"{kind[0]},{kind[1]}|{kind[2]},{kind[3]}"


@cache
def loses(game: ParityGame, kind: Type) -> bool:
    """Whether I(a,x) = 1 at the entries of a type; all games here are symmetric, so that one entry tells."""
    a = (0,) * kind[0] + (1,) * kind[1] + (0,) * kind[2] + (1,) * kind[3]
    x = (0,) * (kind[0] + kind[1]) + (1,) * (kind[2] + kind[3])
    return game.coefficient(a, x) == 1
