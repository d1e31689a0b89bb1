"""How many mutants of each module were judged, and what became of them; committed, and what the README says of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypedDict

#: Written by ``python -m tests.mutation.javascript --figures``.
FIGURES = Path(__file__).resolve().with_name("figures.json")


Key = Literal["mutants", "killed", "explained", "open"]
KEYS: tuple[Key, ...] = ("mutants", "killed", "explained", "open")


class Row(TypedDict):
    """The mutants of one module; what is judged is killed by a vector, explained, or open."""

    mutants: int
    killed: int
    explained: int
    open: int


class Figures(TypedDict):
    """The counts, and the version of the vectors that judged what survives."""

    vectors: str
    modules: dict[str, Row]


def read() -> Figures:
    found: Figures = json.loads(FIGURES.read_text())
    return found


def write(figures: Figures) -> None:
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n")


def total(rows: Iterable[Row]) -> Row:
    """All modules together."""
    found = Row(mutants=0, killed=0, explained=0, open=0)
    for row in rows:
        for key in KEYS:
            found[key] += row[key]
    return found


def judged(row: Row) -> int:
    return row["killed"] + row["explained"] + row["open"]


def sentence(figures: Figures) -> str:
    """What the README says."""
    row = total(figures["modules"].values())
    return (
        f"of {row['mutants']} mutants of the former {judged(row)} were judged, {row['killed']} killed, "
        f"{row['explained']} explained as equal, {row['open']} are open"
    )


def table(figures: Figures) -> list[str]:
    """The lines of the table in tests/mutation/README.md."""
    rows = {f"`{name}`": row for name, row in sorted(figures["modules"].items())}
    rows["all"] = total(figures["modules"].values())
    head = ["| module | mutants | killed | explained | open | not judged |", "|---|---|---|---|---|---|"]
    return head + [
        f"| {name} | {' | '.join(str(row[key]) for key in KEYS)} | {row['mutants'] - judged(row)} |"
        for name, row in rows.items()
    ]
