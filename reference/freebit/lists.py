"""Lists of files that belong together, as ``sha256sum`` writes them [R6.132]-[R6.135]."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from freebit.stores import Location, beside, open_location, read_location
from freebit.wire.document import UnreadableError
from freebit.wire.rational import shown

#: Longer lists are refused [R6.132].
MOST_LIST_BYTES = 2**22
READ_BYTES = 2**20
#: The name of a file in the same folder [R6.122].
PART_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class ListedFile:
    """A file of a list, by its place in it, and the SHA-256 that the list states."""

    location: Location
    #: From 1.
    number: int
    of: int
    sha256: str

    @property
    def place(self) -> str:
        """Which one it is, in words [R6.127]."""
        return f"part {self.number} of {self.of}"

    @contextmanager
    def missing_named(self) -> Iterator[None]:
        """Raises ``UnreadableError`` for what cannot be read [R6.135]."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnreadableError(
                "R6.135", self.place, f"it is missing or cannot be read: {reason}", str(self.location)
            ) from error

    def read(self, most: int) -> bytes:
        """All of the file, which has at most so many bytes; raises ``UnreadableError`` also for another SHA-256."""
        with self.missing_named(), open_location(self.location) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise UnreadableError("R6.110", self.place, f"longer than {most} bytes", str(self.location))
        self.check(hashlib.sha256(data).hexdigest())
        return data

    def check(self, sha256: str) -> None:
        """Raises ``DigestError`` unless this is the SHA-256 that the list states [R6.135]."""
        if sha256 != self.sha256:
            raise DigestError(self, sha256)

    def check_bytes(self) -> None:
        """Read the file for its SHA-256 alone."""
        digest = hashlib.sha256()
        with self.missing_named(), open_location(self.location) as file:
            while data := file.read(READ_BYTES):
                digest.update(data)
        self.check(digest.hexdigest())


class DigestError(UnreadableError):
    """A file of a list that has another SHA-256 than the list states."""

    def __init__(self, file: ListedFile, found: str, what: str = "the file is corrupt") -> None:
        self.listed: ListedFile = file
        self.found: str = found
        self._what = what
        super().__init__("R6.135", file.place, f"another SHA-256 than the list states: {what}", str(file.location))

    def __reduce__(self) -> tuple[type["DigestError"], tuple[ListedFile, str, str]]:
        return DigestError, (self.listed, self.found, self._what)


@dataclass(frozen=True)
class FileList:
    """A list: where it is, its SHA-256, and its files in their order."""

    location: Location
    sha256: str
    files: tuple[ListedFile, ...]

    @contextmanager
    def exchanged_named(self) -> Iterator[None]:
        """A file that has the SHA-256 of another one of the list is told to be that [R6.127]."""
        try:
            yield
        except DigestError as error:
            others = [str(file.number) for file in self.files if file.sha256 == error.found]
            if not others:
                raise
            raise DigestError(error.listed, error.found, f"it is that of part {others[0]}") from error


def read_list(location: Location) -> FileList:
    """The list at a location; raises ``UnreadableError`` for what is none [R6.132]."""
    try:
        data = read_location(location, MOST_LIST_BYTES)
    except OSError as error:
        raise UnreadableError("R6.132", "file", error.strerror or str(error), str(location)) from error
    where = str(location)
    lines = data.decode("ascii", "replace").split("\n")
    if lines.pop() or not lines:
        raise UnreadableError("R6.132", f"line {len(lines) + 1}", "a list has lines, each with its line feed", where)
    names: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        sha256, name = line[:64], line[66:]
        if not SHA256.fullmatch(sha256) or line[64:66] != "  " or not PART_NAME.fullmatch(name):
            reason = f"{shown(line)} is not a SHA-256, two blanks and the name of a file in the same folder"
            raise UnreadableError("R6.132", f"line {number}", reason, where)
        if name in names:
            raise UnreadableError("R6.132", f"line {number}", f"the part {shown(name)} is there twice", where)
        names[name] = sha256
    files = tuple(
        ListedFile(beside(location, name), number, len(names), sha256)
        for number, (name, sha256) in enumerate(names.items(), 1)
    )
    return FileList(location, hashlib.sha256(data).hexdigest(), files)


def list_lines(named: Sequence[tuple[str, str]]) -> bytes:
    """A list of files given by SHA-256 and name [R6.132]."""
    return "".join(f"{sha256}  {name}\n" for sha256, name in named).encode("ascii")
