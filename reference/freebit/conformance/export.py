"""The kit as plain files, for people without Python [R7.16].

Besides the vectors as they are committed there is every question in full, base and patch put together, so
that nobody has to apply patches; documents are files of their own.  The folder is at the same time an npm package and
a Python package of data only.
"""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from freebit.conformance.operations.shared import VERDICTS
from freebit.conformance.transport import is_one_document, question_bytes
from freebit.conformance.vectors import Vector, load
from freebit.files import checkout, data_folder

DOCUMENTS = ("certificate", "transcript")


#: The name of the kit as a package, and what its Python package is called.
MODULE = "freebit_conformance_kit"
PACKAGE = MODULE.replace("_", "-")
KIT_FORMAT = "freebit-kit"


def kit_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the kit's files; the last one is the manifest of all others."""
    version, vectors = load(folder)
    digests = {}
    for name, data in (*_content(folder, version, vectors), *_packages(version)):
        digests[name] = hashlib.sha256(data).hexdigest()
        yield name, data
    manifest = {
        "format": KIT_FORMAT,
        "version": version,
        "operations": by_operation(vectors),
        "files": dict(sorted(digests.items())),
    }
    yield "manifest.json", (json.dumps(manifest, indent=1) + "\n").encode()


def by_operation(vectors: Sequence[Vector]) -> dict[str, dict[str, int]]:
    """How many vectors of each operation expect each verdict."""
    counts: dict[str, dict[str, int]] = {}
    for vector in sorted(vectors, key=lambda one: one.operation):
        of_verdict = counts.setdefault(vector.operation, dict.fromkeys(VERDICTS, 0))
        of_verdict[vector.expect.verdict] += 1
    return counts


def archive(files: Iterable[tuple[str, bytes]], folder: str) -> bytes:
    """Files in a folder, as the bytes of a .tar.gz that are the same whenever and wherever it is made."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in files:
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size, member.mode = len(data), 0o644
            tar.addfile(member, io.BytesIO(data))
    return gzip.compress(packed.getvalue(), mtime=0)


def _packages(version: str) -> Iterator[tuple[str, bytes]]:
    """What makes the folder a package of npm and of Python."""
    about = {"version": version, "description": "Conformance vectors of freebit, as data", "license": "Apache-2.0"}
    npm = {"name": PACKAGE, **about, "exports": {"./*": "./*"}}
    yield "package.json", (json.dumps(npm, indent=1) + "\n").encode()
    lines = [
        *("[build-system]", 'requires = ["hatchling>=1.24"]', 'build-backend = "hatchling.build"', "", "[project]"),
        *(f"{key} = {json.dumps(value)}" for key, value in {"name": PACKAGE, **about}.items()),
        *('readme = "README.md"', 'requires-python = ">=3.9"', "", "[tool.hatch.build.targets.wheel.force-include]"),
        *(f'"{name}" = "{MODULE}/{name}"' for name in PARTS),
    ]
    yield "pyproject.toml", ("\n".join(lines) + "\n").encode()


#: What the Python package holds, under its own name.
PARTS = (
    "cases.jsonl",
    "documents",
    "manifest.json",
    "skeletons",
    "spec",
    "vectors",
    "CHANGELOG.md",
    "LICENSE",
    "VERSION",
)


def _content(folder: Path, version: str, vectors: Sequence[Vector]) -> Iterator[tuple[str, bytes]]:
    home = data_folder("conformance")
    for name in ("README.md", "CHANGELOG.md"):
        yield name, (home / name).read_bytes()
    licence = next(path for path in (home / "LICENSE", checkout() / "LICENSE") if path.is_file())
    yield "LICENSE", licence.read_bytes()
    for path in sorted((home / "skeletons").iterdir()):
        if path.name.startswith("peer."):
            yield f"skeletons/{path.name}", path.read_bytes()
    for path in sorted(folder.rglob("*.json")):
        yield f"vectors/{path.relative_to(folder).as_posix()}", path.read_bytes()
    spec = data_folder("spec")
    for path in sorted([*spec.glob("*.md"), *spec.glob("schemas/*.json")]):
        yield f"spec/{path.relative_to(spec).as_posix()}", path.read_bytes()
    lines = []
    for vector in vectors:
        question = dict(vector.input)
        if vector.operation in DOCUMENTS and is_one_document(vector.input):
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
