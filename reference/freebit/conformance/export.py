"""The kit as plain files, for people without Python [R7.16].

Besides the vectors as they are committed there is every question in full, base and patch put together, so
that nobody has to apply patches; documents are files of their own.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from freebit.conformance.transport import question_bytes
from freebit.conformance.vectors import Vector, load
from freebit.files import data_folder

DOCUMENTS = ("certificate", "transcript")


def kit_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the kit's files."""
    version, vectors = load(folder)
    for path in sorted(folder.rglob("*.json")):
        yield f"vectors/{path.relative_to(folder).as_posix()}", path.read_bytes()
    spec = data_folder("spec")
    for path in sorted([*spec.glob("*.md"), *spec.glob("schemas/*.json")]):
        yield f"spec/{path.relative_to(spec).as_posix()}", path.read_bytes()
    lines = []
    for vector in vectors:
        question = dict(vector.input)
        if vector.operation in DOCUMENTS:
            name = f"documents/{vector.id}.{'json' if vector.operation == 'certificate' else 'fbt'}"
            yield name, question_bytes(vector.input)
            question = {"file": name}
        lines.append(json.dumps(_case(vector, question), separators=(",", ":")))
    yield "cases.jsonl", ("\n".join(lines) + "\n").encode()
    yield "VERSION", f"{version}\n".encode()


def _case(vector: Vector, question: dict[str, Any]) -> dict[str, Any]:
    expect: dict[str, Any] = {"verdict": vector.expect.verdict}
    if vector.expect.rule is not None:
        expect["rule"] = vector.expect.rule
    if vector.expect.value is not None:
        expect["value"] = vector.expect.value
    if vector.expect.enclosure is not None:
        exact = vector.expect.enclosure
        expect["encloses"] = {"factor": str(exact.factor), "sqrt": exact.sqrt, "width": str(exact.width)}
    return {
        "id": vector.id,
        "rules": list(vector.rules),
        "op": vector.operation,
        "features": sorted(vector.features),
        "input": question,
        "expect": expect,
        "why": vector.why,
    }
