"""How many mutants of each room were judged, and what became of them; committed, and what the page says of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypedDict

#: Written by ``python -m tests.mutation ROOM... --figures``.
FIGURES = Path(__file__).resolve().with_name("figures.json")

Key = Literal["mutants", "kit", "tests", "words", "explained", "open"]
KEYS: tuple[Key, ...] = ("mutants", "kit", "tests", "words", "explained", "open")


class Row(TypedDict):
    """The mutants of a room; what is judged is killed by the kit or by tests, of words, explained, or open."""

    mutants: int
    kit: int
    tests: int
    words: int
    explained: int
    open: int


def read() -> dict[str, Row]:
    """By room."""
    found: dict[str, Row] = json.loads(FIGURES.read_text())
    return found


def write(rows: Mapping[str, Row]) -> None:
    """Put these rooms in the place of what was said of them."""
    FIGURES.write_text(json.dumps({**read(), **rows}, indent=1, sort_keys=True) + "\n")


def judged(row: Row) -> int:
    return sum(row[key] for key in KEYS if key != "mutants")


def total(rows: Mapping[str, Row]) -> Row:
    """All rooms together."""
    mutants, kit, tests, words, explained, left = (sum(row[key] for row in rows.values()) for key in KEYS)
    return Row(mutants=mutants, kit=kit, tests=tests, words=words, explained=explained, open=left)


def sentence(rows: Mapping[str, Row]) -> str:
    """What the README says."""
    row = total(rows)
    killed = row["kit"] + row["tests"]
    return (
        f"of {row['mutants']} mutants of the trusted Python files {judged(row)} were judged, {killed} killed, "
        f"{row['words']} change words alone, {row['explained']} are explained, {row['open']} are open"
    )


def table(rows: Mapping[str, Row]) -> list[str]:
    """The lines of the table in README.md."""
    shown = {f"`{name}`": row for name, row in sorted(rows.items())}
    shown["all"] = total(rows)
    head = [
        "| room | mutants | killed by the kit | killed by tests | words | explained | open | not judged |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return head + [
        f"| {name} | {' | '.join(str(row[key]) for key in KEYS)} | {row['mutants'] - judged(row)} |"
        for name, row in shown.items()
    ]
