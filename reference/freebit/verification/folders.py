"""Which files a verifier checks: those that are named, and those of folders, with their index [R6.21]-[R6.24]."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader

INDEX = "index.json"
INDEX_FORMAT = "freebit-certificate-index"
SUFFIX = ".json"


@dataclass(frozen=True)
class Skipped:
    """Something below a folder that is not checked, and why."""

    path: Path
    reason: str


@dataclass(frozen=True)
class FoundFiles:
    """What paths stand for: the files to be checked, the indexes of the folders, and what is skipped."""

    files: tuple[Path, ...]
    indexes: tuple[Path, ...]
    skipped: tuple[Skipped, ...]


def find_certificates(paths: Iterable[Path]) -> FoundFiles:
    """The files that the paths name; a folder stands for all certificates below it [R6.22], [R6.23], [R6.24].

    Raises ``UnreadableError`` for a path that does not exist, a folder that cannot be listed, or one that holds no
    certificate.
    """
    files: list[Path] = []
    indexes: list[Path] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.is_dir():
            if not os.path.lexists(path):
                raise UnreadableError("R6.22", "path", "there is no such file or folder", str(path))
            files.append(path)
            continue
        inside, left_out = _listed(path)
        if path / INDEX in inside:
            inside.remove(path / INDEX)
            indexes.append(path / INDEX)
        if not inside:
            raise UnreadableError("R6.22", "folder", "it holds no certificate", str(path))
        files += inside
        skipped += left_out
    return FoundFiles(tuple(files), tuple(indexes), tuple(skipped))


def _listed(folder: Path) -> tuple[list[Path], list[Skipped]]:
    """The certificates below a folder, and all else that is there, in order."""

    def refuse(error: OSError) -> None:
        raise UnreadableError("R6.22", "folder", error.strerror or str(error), str(error.filename)) from error

    files: list[Path] = []
    skipped: list[Skipped] = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        for name in folders:
            if Path(place, name).is_symlink():
                skipped.append(Skipped(Path(place, name), "a link to a folder"))
        for name in names:
            if name.endswith(SUFFIX):
                files.append(Path(place, name))
            else:
                skipped.append(Skipped(Path(place, name), f"its name does not end in {SUFFIX}"))
    return sorted(files), sorted(skipped, key=lambda each: each.path)


def index_failure(index: Path) -> tuple[str, str] | None:
    """Where and how an index breaks [R6.21]; None if it names exactly the files of its folder, each with its SHA-256.

    Raises ``UnreadableError`` for an index, or a file that it names, that cannot be read.
    """
    folder = index.parent
    listed = _read_index(read_bytes(index))
    present = {file.relative_to(folder).as_posix() for file in _listed(folder)[0]} - {INDEX}
    for name in sorted(present ^ listed.keys()):
        return name, "the file is missing" if name in listed else "the index does not name it"
    for name, wanted in listed.items():
        if hashlib.sha256(read_bytes(folder / name)).hexdigest() != wanted:
            return name, "its SHA-256 is not that of the index"
    return None


def _read_index(data: bytes) -> Mapping[str, str]:
    """From the files that an index names to their SHA-256."""
    document = Reader(read_document(data), "index").only(["format", "version", "files"])
    document.child("format").one_of([INDEX_FORMAT], "R6.7")
    if document.child("version").count() != 1:
        document.child("version").fail("R6.7", "only version 1 is known")
    return {
        entry.key: entry.only(["sha256", "kind", "again"]).child("sha256").text()
        for entry in document.child("files").members()
    }
