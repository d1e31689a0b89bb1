"""The committed vectors, read once, and sets of few vectors, for tests that need not ask them all."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from freebit.conformance.vectors import MANIFEST, Vector, folder_of_vectors, load


@cache
def committed() -> tuple[str, tuple[Vector, ...]]:
    """The version of the set and its vectors."""
    return load(folder_of_vectors())


def few_vectors(folder: Path, wanted: Callable[[Vector], bool]) -> int:
    """Write a new folder of those vectors that are wanted, and their bases; how many these are."""
    source = folder_of_vectors()
    by_id = {vector.id: vector for vector in committed()[1]}
    chosen = {vector.id for vector in by_id.values() if wanted(vector)}
    chosen |= {str(by_id[name].base) for name in chosen if by_id[name].base is not None}
    manifest = json.loads((source / MANIFEST).read_text())
    files: dict[str, str] = {}
    for name in manifest["files"]:
        document = json.loads((source / name).read_text())
        document["vectors"] = [vector for vector in document["vectors"] if vector["id"] in chosen]
        if document["vectors"]:
            data = json.dumps(document).encode()
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
            files[name] = hashlib.sha256(data).hexdigest()
    (folder / MANIFEST).write_text(json.dumps({**manifest, "files": files}))
    return len(chosen)
