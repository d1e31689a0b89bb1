"""Boolean functions given by a table, evaluated on words: reduced ordered decision diagrams.

A table lists the values of a function of n variables, the first variable most significant.  Equal
subtables are one node, so that the regular functions of the project stay small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from freebit.simulate.stream import Words


@dataclass(frozen=True)
class Decision:
    """A node: a constant (``variable`` None), or a choice between two nodes by the value of a variable."""

    variable: int | None
    value: int = 0
    if_zero: Decision | None = None
    if_one: Decision | None = None


def decision(table: tuple[int, ...]) -> Decision:
    """The diagram of the function with the 2**n values ``table``."""
    nodes: dict[tuple[int, ...], Decision] = {}

    def node(part: tuple[int, ...], variable: int) -> Decision:
        if part not in nodes:
            half = len(part) // 2
            if len(set(part)) == 1:
                nodes[part] = Decision(None, part[0])
            elif part[:half] == part[half:]:
                nodes[part] = node(part[:half], variable + 1)
            else:
                nodes[part] = Decision(variable, 0, node(part[:half], variable + 1), node(part[half:], variable + 1))
        return nodes[part]

    return node(table, 0)


def decision_words(root: Decision, variables: Sequence[Words]) -> Words:
    """The function's values on words of values of its variables."""
    zero = variables[0] ^ variables[0]
    done: dict[int, Words] = {}

    def words(node: Decision) -> Words:
        if id(node) not in done:
            if node.variable is None or node.if_zero is None or node.if_one is None:
                done[id(node)] = ~zero if node.value else zero
            else:
                low, high = words(node.if_zero), words(node.if_one)
                done[id(node)] = low ^ (variables[node.variable] & (low ^ high))
        return done[id(node)]

    return words(root)
