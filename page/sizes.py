"""The table of the page's planner: ``python -m page.sizes`` computes the least N for many epsilons.

Each N is that of ``freebit plan``, which rests on certificates that the kernel accepts as it reads them.
"""

import json
from fractions import Fraction
from pathlib import Path

from freebit.theorem import plan
from freebit.theorem.model import NoPlanError
from freebit.theorem.table import theorem_named

TABLE = Path(__file__).with_name("sizes.json")
THEOREMS = ("column-sharp", "tested", "tested-derived")
DELTA = Fraction(1, 2**64)
#: epsilon = 1/100, ..., 50/100.
EPSILONS = tuple(Fraction(k, 100) for k in range(1, 51))


def size(epsilon: Fraction, theorem: str) -> int | None:
    """The least N for P(guess) <= 1/2 + delta without noise; None if the theorem finds none."""
    try:
        quintuplets = plan(epsilon, DELTA, theorem=theorem).quintuplets
    except NoPlanError:
        return None
    return None if quintuplets is None else int(quintuplets)


def rests_on(theorem: str) -> str:
    """What the sizes of a theorem rest on, with the rules that state it."""
    return "; ".join(f"{each.words} [{each.rule}]" for each in theorem_named(theorem).rests_on)


def row(epsilon: Fraction) -> dict[str, object]:
    """The sizes for an epsilon, as texts, for they may be long."""
    sizes = {theorem: size(epsilon, theorem) for theorem in THEOREMS}
    return {"epsilon": str(epsilon), "sizes": {name: str(found) for name, found in sizes.items() if found is not None}}


def table() -> dict[str, object]:
    """All of the table."""
    return {
        "delta": "2^-64",
        "theorems": list(THEOREMS),
        "rests_on": {theorem: rests_on(theorem) for theorem in THEOREMS},
        "rows": [row(epsilon) for epsilon in EPSILONS],
    }


if __name__ == "__main__":
    TABLE.write_text(json.dumps(table(), indent=1) + "\n", "utf-8")
