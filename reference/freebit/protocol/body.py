"""The body of a transcript file: inputs and outputs of all cells, of any number of parties [R6.36], [R6.37].

A file is a header line of JSON, a body, and a trailer line of JSON with the SHA-256 of all before it.  The
body comes in two encodings: ``text``, a line for each cell, which any program can write; and ``planes``, two
bits a party for each cell, which is read and written 64 cells at a time.

Both are read in *frames* of 2**18 cells, so that no file needs more memory than another.  The body may lie in files
of its own, the *parts* of a set, which the header lists [R6.120].
"""

import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from freebit.boxes.bits import Bits, format_bits
from freebit.errors import InvalidError
from freebit.files import WholeFile
from freebit.lists import PART_NAME, READ_BYTES, SHA256
from freebit.protocol.parameters import PARTIES
from freebit.stores import Location, beside, open_location, write_location
from freebit.wire.document import MAX_BYTES, UnreadableError, read_document
from freebit.wire.rational import shown
from freebit.wire.reader import Reader

TRANSCRIPT_FORMAT = "freebit-transcript"
TRANSCRIPT_VERSION = 1
#: Cells of a frame [R6.37]; the last frame of a file may be shorter.
FRAME = 2**18
MAX_HEADER = 2**22

HEADER_KEYS = ("format", "version", "parameters", "encoding", "provenance")
#: Of the parts of a set [R6.121].
PART_KEYS = ("name", "cells", "sha256")

_T = TypeVar("_T")


class BodyEncoding(StrEnum):
    """How the body holds x and a [R6.36], [R6.37]."""

    TEXT = "text"
    PLANES = "planes"

    def frame_bytes(self, cells: int, parties: int = PARTIES) -> int:
        """The length in bytes of a frame of so many cells."""
        return cells * line_bytes(parties) if self is BodyEncoding.TEXT else 2 * parties * -(-cells // 8)

    def body_bytes(self, cells: int, parties: int = PARTIES) -> int:
        """The length in bytes of a body of so many cells."""
        frames, rest = divmod(cells, FRAME)
        return frames * self.frame_bytes(FRAME, parties) + self.frame_bytes(rest, parties)


def line_bytes(parties: int) -> int:
    """Bytes of a line of the encoding ``text``: the inputs, a blank, the outputs, a line feed [R6.36]."""
    return 2 * parties + 2


def json_line(document: Mapping[str, object]) -> bytes:
    """A document in one line, ended by a line feed."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


@dataclass(frozen=True)
class NamedPart:
    """A part of a set, as the header lists it [R6.121]."""

    name: str
    cells: int
    sha256: str

    def document(self) -> dict[str, object]:
        """The part in a header."""
        return {"name": self.name, "cells": self.cells, "sha256": self.sha256}

    @classmethod
    def read(cls, reader: Reader) -> Self | None:
        """The part in a file of kept work; None if nothing was written [R6.130]."""
        if reader.value is None:
            return None
        reader.only(PART_KEYS)
        return cls(reader.child("name").text(), reader.child("cells").count(), reader.child("sha256").text())


def header_line(
    parameters: Mapping[str, object],
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    parts: Sequence[NamedPart] = (),
) -> bytes:
    """The header of a transcript [R6.31], or of a set if there are ``parts`` [R6.120].

    Raises ``ValueError`` where it is longer than any reader accepts [R6.52].
    """
    document: dict[str, object] = {
        "format": TRANSCRIPT_FORMAT,
        "version": TRANSCRIPT_VERSION,
        "parameters": parameters,
        "encoding": encoding.value,
        "provenance": dict(provenance),
    }
    if parts:
        document["parts"] = [part.document() for part in parts]
    header = json_line(document)
    if len(header) > MAX_HEADER:
        raise InvalidError(f"[R6.30] the header would have {len(header)} bytes; a transcript has at most {MAX_HEADER}")
    return header


class BodyWriter:
    """Writes header and body frame by frame; nothing appears under ``path`` before it is complete [R6.41].

    Use as a context manager: leaving the block by an exception, or without an end, leaves no file.  Raises what
    ``WholeFile`` raises; none of ``inputs`` is written over.  What is ``private`` is its owner's alone [R6.91].
    """

    def __init__(
        self,
        path: Path,
        header: bytes,
        cells: int,
        parties: int,
        encoding: BodyEncoding,
        inputs: Iterable[Path] = (),
        *,
        private: bool = False,
    ) -> None:
        self.encoding = encoding
        self._left, self._parties = cells, parties
        self._digest = hashlib.sha256()
        self._file = WholeFile(path, inputs, private=private)
        self._put(header)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def frame(self, data: bytes) -> None:
        """Append the bytes of the next frame; raises ``ValueError`` if their number is not that frame's."""
        cells = min(FRAME, self._left)
        if len(data) != self.encoding.frame_bytes(cells, self._parties) or cells == 0:
            raise InvalidError(f"[R6.37] a frame of {len(data)} bytes where {cells} quintuplets are left")
        self._left -= cells
        self._put(data)

    def end(self, trailer: Mapping[str, str]) -> None:
        """Write the trailer, the digest being its last member [R6.38], and give the file its name [R6.41]."""
        if self._left:
            raise InvalidError(f"[R6.37] {self._left} quintuplets are missing")
        self._file.write(json_line({**trailer, "sha256": self._digest.hexdigest()}))
        self._file.commit()

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)


@dataclass(frozen=True)
class BodyPart:
    """A file that holds frames of a body, from ``start`` on; the whole body, or a part of a set."""

    location: Location
    #: From 1; 0 for the one file that holds a whole transcript.
    number: int
    first_frame: int
    cells: int
    start: int
    sha256: str


class PartDigestError(UnreadableError):
    """A part that has another SHA-256 than the header states [R6.125]."""

    def __init__(self, part: str, file: str, found: str, what: str = "the file is corrupt") -> None:
        self._part, self._file, self._what = part, file, what
        self.found: str = found
        super().__init__("R6.125", part, f"another SHA-256 than the header states: {what}", file)

    def __reduce__(self) -> tuple[type["PartDigestError"], tuple[str, str, str, str]]:
        return PartDigestError, (self._part, self._file, self.found, self._what)

    def of_part(self, other: str) -> "PartDigestError":
        """The same, where the SHA-256 is that of another part."""
        return PartDigestError(self._part, self._file, self.found, f"it is that of part {other}")


@dataclass(frozen=True)
class BodyFile:
    """A transcript whose header, trailer and length are in order; its body is read frame by frame [R6.30]."""

    path: Location
    cells: int
    parties: int
    encoding: BodyEncoding
    provenance: dict[str, str]
    #: Of header and body; of the header alone for a set [R6.126].
    sha256: str
    parts: tuple[BodyPart, ...] = field(repr=False)
    #: How many parts the set has, where ``parts`` is but one of them; 0 where they are all there.
    parts_of_set: int = field(default=0, kw_only=True)

    def alone(self, part: BodyPart) -> Self:
        """The same, of which only that part can be read: what is sent to those who read it does not grow with the set.

        ``named`` says what they cannot know of the others.
        """
        return replace(self, parts=(part,), parts_of_set=self.parts_of_set or len(self.parts))

    def named(self, error: "PartDigestError") -> "PartDigestError":
        """The error, which says if the part has the SHA-256 of another part [R6.127]."""
        others = [str(other.number) for other in self.parts if other.sha256 == error.found]
        return error.of_part(others[0]) if others else error

    @property
    def frames(self) -> int:
        """The number of frames."""
        return -(-self.cells // FRAME)

    def frame_quintuplets(self, number: int) -> int:
        """The cells of a frame; frames count from 0."""
        return min(FRAME, self.cells - number * FRAME)

    def part_of(self, frame: int) -> BodyPart:
        """The part that holds a frame [R6.123]."""
        return self.parts[bisect_right(self.parts, frame, key=lambda part: part.first_frame) - 1]

    def frame(self, number: int) -> bytes:
        """The bytes of a frame; raises ``UnreadableError`` if the file no longer holds them."""
        length = self.encoding.frame_bytes(self.frame_quintuplets(number), self.parties)
        part = self.part_of(number)
        with self._opened(part) as file:
            file.seek(part.start + (number - part.first_frame) * self.encoding.frame_bytes(FRAME, self.parties))
            data = file.read(length)
        if len(data) != length:
            raise self.error("R6.39", f"frame {number + 1}", "the file became shorter while it was read", part)
        return data

    def check_digest(self, progress: Callable[[int], None] | None = None) -> None:
        """[R6.38] the SHA-256 of all before the trailer is the one that it states, and that of each part [R6.125]."""
        for part in self.parts:
            self.check_part(part, progress)

    def check_part(self, part: BodyPart, progress: Callable[[int], None] | None = None) -> None:
        """[R6.38] the SHA-256 of a part; of a set also its length [R6.124] [R6.125]."""
        digest = hashlib.sha256()
        left = part.start + self.encoding.body_bytes(part.cells, self.parties)
        with self._opened(part) as file:
            while left and (data := file.read(min(READ_BYTES, left))):
                digest.update(data)
                left -= len(data)
                if progress is not None:
                    progress(len(data))
            more = part.number and file.read(1)
        if part.number and (left or more):
            raise self.error("R6.124", "file", "shorter than its cells" if left else "longer than its cells", part)
        if digest.hexdigest() != part.sha256:
            self._refuse_digest(part, digest.hexdigest())

    def _refuse_digest(self, part: BodyPart, found: str) -> None:
        if not part.number:
            raise self.error("R6.38", "trailer/sha256", "header and body have another SHA-256: the file is corrupt")
        raise self.named(PartDigestError(self.place_of(part), str(part.location), found))

    def _opened(self, part: BodyPart) -> BinaryIO:
        try:
            return open_location(part.location)
        except OSError as error:
            reason = error.strerror or str(error)
            if not part.number:
                raise
            raise self.error("R6.124", "file", f"it is missing or cannot be read: {reason}", part) from error

    def quintuplets(self) -> Iterator[tuple[Bits, Bits]]:
        """The inputs and outputs, one cell after the other."""
        for number in range(self.frames):
            count = self.frame_quintuplets(number)
            decode = _decode_text if self.encoding is BodyEncoding.TEXT else _decode_planes
            yield from decode(self, number, count)

    def not_a_line(self, quintuplet: int) -> UnreadableError:
        """The error for a line of a text body; cells count from 0."""
        number = {3: "three", 4: "four", 5: "five"}.get(self.parties, str(self.parties))
        message = f"the line is not {number} inputs, a blank and {number} outputs"
        return self.error("R6.36", f"quintuplet {quintuplet + 1}", message, self.part_of(quintuplet // FRAME))

    def not_padding(self, number: int) -> UnreadableError:
        """The error for a frame of planes with bits beyond its last cell; frames count from 0."""
        return self.error(
            "R6.37", f"frame {number + 1}", "bits beyond the last quintuplet are not 0", self.part_of(number)
        )

    def error(self, rule: str, place: str, message: str, part: BodyPart | None = None) -> UnreadableError:
        """An error at a place of this file, or of a part of it, which is named by its number and its file [R6.127]."""
        if part is None or not part.number:
            return UnreadableError(rule, place, message, str(self.path))
        of = self.place_of(part)
        return UnreadableError(rule, of if place == "file" else f"{of}, {place}", message, str(part.location))

    def place_of(self, part: BodyPart) -> str:
        """Which part it is, in words [R6.127]."""
        return f"part {part.number} of {self.parts_of_set or len(self.parts)}"


class PartWriter:
    """The bytes of one part, on their way to its file, and their SHA-256 [R6.125]."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def digested(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks as they are."""
        for block in blocks:
            self._digest.update(block)
            yield block

    @property
    def sha256(self) -> str:
        """Of all that went by."""
        return self._digest.hexdigest()


def part_name(index: Location, number: int, of: int) -> str:
    """The name of a part in the folder of the index, for example run.fbt.part-0003-of-0016; it counts from 1."""
    width = len(str(of))
    return f"{str(index).replace(os.sep, '/').rpartition('/')[2]}.part-{number:0{width}}-of-{of}"


def write_part(index: Location, name: str, cells: int, frames: Iterable[bytes]) -> NamedPart:
    """Write a part of the set whose index is to be ``index`` [R6.124]; the file is complete or not there."""
    writer = PartWriter()
    write_location(beside(index, name), writer.digested(frames))
    return NamedPart(name, cells, writer.sha256)


def write_index(index: Location, header: bytes, trailer: Mapping[str, str]) -> None:
    """Write the index of a set, after all of its parts [R6.126], [R6.128]."""
    write_location(index, [header, json_line({**trailer, "sha256": hashlib.sha256(header).hexdigest()})])


def read_file(path: Location, read: Callable[[BinaryIO], _T]) -> _T:
    """What ``read`` makes of the file; raises ``UnreadableError`` naming file, place and rule [R6.42]."""
    try:
        with open_location(path) as file:
            if not file.seekable():
                raise UnreadableError("R6.30", "file", "a transcript is read from a file, not from a pipe")
            return read(file)
    except OSError as error:
        raise UnreadableError("R6.30", "file", error.strerror or str(error), str(path)) from error
    except UnreadableError as error:
        raise error.in_file(str(path)) from error


def read_header(file: BinaryIO, sets: bool = True) -> tuple[Reader, int]:
    """The header, which may be of a set if ``sets`` are read, and where the body starts [R6.30], [R6.31], [R6.120]."""
    line = file.readline(MAX_HEADER)
    if not line.endswith(b"\n"):
        raise UnreadableError("R6.30", "header", f"no line of at most {MAX_HEADER} bytes ends")
    header = Reader(read_document(line), "header")
    # What kind of file it is comes before what else is in it.
    header.child("format").one_of([TRANSCRIPT_FORMAT], "R6.31")
    if header.child("version").count() != TRANSCRIPT_VERSION:
        header.child("version").fail("R6.31", f"only version {TRANSCRIPT_VERSION} is known")
    return header.only(HEADER_KEYS, ["parts"] if sets else ()), len(line)


def body_end(header: Reader, start: int, cells: int, parties: int = PARTIES) -> int:
    """Where the trailer starts: after the body, or at once if the body is in parts [R6.39], [R6.120]."""
    return start if header.has("parts") else start + read_encoding(header).body_bytes(cells, parties)


def read_parts(
    path: Location, file: BinaryIO, header: Reader, start: int, cells: int, sha256: str
) -> tuple[BodyPart, ...]:
    """The parts that the header lists, or the file itself; ``sha256`` is what the trailer states [R6.120]."""
    if not header.has("parts"):
        return (BodyPart(path, 0, 0, cells, start, sha256),)
    file.seek(0)
    if hashlib.sha256(file.read(start)).hexdigest() != sha256:
        raise UnreadableError("R6.126", "trailer/sha256", "the header has another SHA-256: the file is corrupt")
    parts: list[BodyPart] = []
    names: set[str] = set()
    done = 0
    for reader in header.child("parts").elements():
        name, count = _read_part(reader)
        if name in names:
            reader.child("name").fail("R6.122", f"the part {shown(name)} is there twice")
        if count < 1 or done % FRAME:
            reader.child("cells").fail("R6.123", "a part has cells, and before the last one a multiple of 2^18 of them")
        names.add(name)
        sha256 = reader.child("sha256").text()
        parts.append(BodyPart(beside(path, name), len(parts) + 1, done // FRAME, count, 0, sha256))
        done += count
    if done != cells:
        header.child("parts").fail("R6.123", f"the parts have {done} cells together and the run has {cells}")
    return tuple(parts)


def _read_part(reader: Reader) -> tuple[str, int]:
    """Name and cells of a part [R6.121], [R6.122]."""
    reader.only(PART_KEYS)
    name = reader.child("name").text()
    if not PART_NAME.fullmatch(name):
        reader.child("name").fail("R6.122", f"{shown(name)} is not the name of a file in the same folder")
    if not SHA256.fullmatch(reader.child("sha256").text()):
        reader.child("sha256").fail("R6.121", "64 lower-case hexadecimal digits are wanted")
    return name, reader.child("cells").count()


def read_encoding(header: Reader) -> BodyEncoding:
    """How the body is encoded [R6.31]."""
    return BodyEncoding(header.child("encoding").one_of(tuple(BodyEncoding), "R6.31"))


def read_provenance(header: Reader) -> dict[str, str]:
    """What the file claims of its origin [R6.35]."""
    return {member.key: member.text() for member in header.child("provenance").members()}


def read_trailer(file: BinaryIO, body_end: int) -> Reader:
    """The trailer, which is all that follows the body [R6.39]."""
    size = file.seek(0, os.SEEK_END)
    if size <= body_end:
        raise UnreadableError(
            "R6.39", f"offset {size}", f"the file ends before its trailer, which starts at offset {body_end}"
        )
    file.seek(body_end)
    last = file.readline(MAX_BYTES + 1)
    if len(last) > MAX_BYTES:
        raise UnreadableError("R6.2", "trailer", f"longer than {MAX_BYTES} bytes")
    if not (last.startswith(b"{") and last.endswith(b"\n")) or file.read(1):
        raise UnreadableError("R6.39", f"offset {body_end}", "no trailer line, or more than one, is there")
    return Reader(read_document(last), "trailer")


def encode_frame(encoding: BodyEncoding, inputs: Sequence[Bits], outputs: Sequence[Bits]) -> bytes:
    """The bytes of a frame of 1 to 2**18 cells [R6.36], [R6.37]."""
    if encoding is BodyEncoding.TEXT:
        lines = (f"{format_bits(x)} {format_bits(a)}\n" for x, a in zip(inputs, outputs, strict=True))
        return "".join(lines).encode("ascii")
    length = -(-len(inputs) // 8)
    planes = [[word[i] for word in words] for words in (inputs, outputs) for i in range(len(words[0]))]
    return b"".join(int(format_bits(reversed(plane)), 2).to_bytes(length, "little") for plane in planes)


def write_frames(writer: BodyWriter, inputs: Sequence[Bits], outputs: Sequence[Bits]) -> None:
    """The frames of cells that are in memory."""
    for start in range(0, len(inputs), FRAME):
        part = slice(start, start + FRAME)
        writer.frame(encode_frame(writer.encoding, inputs[part], outputs[part]))


_BIT = {ord("0"): 0, ord("1"): 1}


def _decode_text(file: BodyFile, number: int, count: int) -> Iterator[tuple[Bits, Bits]]:
    data = file.frame(number)
    length, m = line_bytes(file.parties), file.parties
    for t in range(count):
        line = data[t * length : (t + 1) * length]
        x, a = line[:m], line[m + 1 : -1]
        if line[m : m + 1] != b" " or line[-1:] != b"\n" or not {*x, *a} <= _BIT.keys():
            raise file.not_a_line(number * FRAME + t)
        yield tuple(_BIT[symbol] for symbol in x), tuple(_BIT[symbol] for symbol in a)


def _decode_planes(file: BodyFile, number: int, count: int) -> Iterator[tuple[Bits, Bits]]:
    data = file.frame(number)
    length, m = -(-count // 8), file.parties
    planes = [int.from_bytes(data[i * length : (i + 1) * length], "little") for i in range(2 * m)]
    if any(plane >> count for plane in planes):
        raise file.not_padding(number)
    columns = [f"{plane:0{count}b}"[::-1] for plane in planes]
    for bits in zip(*columns, strict=True):
        word = tuple(map(int, bits))
        yield word[:m], word[m:]
