"""Transcript files: (parameters, x, a, l) of a run, by anybody's hardware or program [R6.30]-[R6.42].

A file is a header line of JSON, a body that holds the inputs and outputs of the N quintuplets, and a
trailer line of JSON with the bits that made l and the SHA-256 of all before it.  The body comes in two
encodings: ``text``, a line for each quintuplet, which any program can write; and ``planes``, ten bits for
each quintuplet, which is read and written 64 quintuplets at a time.

Both are read in *frames* of 2**18 quintuplets, so that no file needs more memory than another.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from freebit.boxes.bits import Bits, format_bits
from freebit.errors import InvalidError
from freebit.files import WholeFile, open_input
from freebit.protocol.extractor import extractor_described
from freebit.protocol.parameters import PARTIES, Parameters, Selection
from freebit.protocol.steps import Transcript, check_l_bits, step_2
from freebit.wire.document import MAX_BYTES, UnreadableError, read_document
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

TRANSCRIPT_FORMAT = "freebit-transcript"
TRANSCRIPT_VERSION = 1
#: Quintuplets of a frame [R6.37]; the last frame of a file may be shorter.
FRAME = 2**18
PLANES = 2 * PARTIES
#: Bytes of a line of the encoding ``text``: five inputs, a blank, five outputs, a line feed [R6.36].
LINE_BYTES = 2 * PARTIES + 2
MAX_HEADER = 2**22
READ_BYTES = 2**20

_HEADER_KEYS = ("format", "version", "parameters", "encoding", "provenance")
_PARAMETER_KEYS = ("quintuplets", "nd", "log2_nb", "selection", "tolerance", "c", "epsilon", "f")


class BodyEncoding(StrEnum):
    """How the body holds x and a [R6.36], [R6.37]."""

    TEXT = "text"
    PLANES = "planes"

    def frame_bytes(self, quintuplets: int) -> int:
        """The length in bytes of a frame of so many quintuplets."""
        return quintuplets * LINE_BYTES if self is BodyEncoding.TEXT else PLANES * -(-quintuplets // 8)

    def body_bytes(self, quintuplets: int) -> int:
        """The length in bytes of a body of N quintuplets."""
        frames, rest = divmod(quintuplets, FRAME)
        return frames * self.frame_bytes(FRAME) + self.frame_bytes(rest)


def describe_parameters(parameters: Parameters) -> dict[str, object]:
    """The parameters as the header states them [R6.32]."""
    return {
        "quintuplets": parameters.quintuplets,
        "nd": parameters.nd,
        "log2_nb": parameters.log2_nb,
        "selection": parameters.selection.value,
        "tolerance": parameters.tolerance,
        "c": format_rational(parameters.c),
        "epsilon": format_rational(parameters.epsilon),
        "f": parameters.extractor.description(),
    }


def read_parameters(reader: Reader, known: Mapping[str, Callable[[Bits], int]] | None = None) -> Parameters:
    """The parameters that a header states [R6.32], [R6.33], [R6.34]."""
    reader.only(_PARAMETER_KEYS)
    try:
        f = extractor_described(reader.child("f").table(), known)
    except ValueError as error:
        reader.child("f").fail("R6.34", str(error))
    try:
        return Parameters(
            quintuplets=reader.child("quintuplets").count(),
            nd=reader.child("nd").count(),
            log2_nb=_small(reader.child("log2_nb")),
            epsilon=reader.child("epsilon").rational(),
            selection=Selection(reader.child("selection").one_of(tuple(Selection))),
            tolerance=reader.child("tolerance").count(),
            c=reader.child("c").rational(),
            extractor=f,
        )
    except UnreadableError:
        raise
    except ValueError as error:
        reader.fail("R6.33", str(error))


def _small(reader: Reader) -> int:
    value = reader.count()
    if value > 64:
        reader.fail("R6.33", f"log2 Nb = {value} is more than any transcript can hold")
    return value


def _line(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def check_writable(parameters: Parameters, encoding: BodyEncoding, provenance: Mapping[str, str]) -> bytes:
    """The header of a transcript that can be read again [R6.52].

    Raises ``ValueError`` where header or trailer would be longer than any reader accepts [R6.2], [R6.30], [R6.38].
    """
    header = _line(
        {
            "format": TRANSCRIPT_FORMAT,
            "version": TRANSCRIPT_VERSION,
            "parameters": describe_parameters(parameters),
            "encoding": encoding.value,
            "provenance": dict(provenance),
        }
    )
    if len(header) > MAX_HEADER:
        raise InvalidError(f"[R6.30] the header would have {len(header)} bytes; a transcript has at most {MAX_HEADER}")
    trailer = len(_trailer("", "0" * 64)) + parameters.selection_bits
    if trailer > MAX_BYTES:
        raise InvalidError(
            f"[R6.38] the trailer would have {trailer} bytes, {parameters.selection_bits} of them for l; "
            f"a document has at most {MAX_BYTES} [R6.2]"
        )
    return header


def _trailer(l_bits: str, sha256: str) -> bytes:
    return _line({"l": l_bits, "sha256": sha256})


class TranscriptWriter:
    """Writes a transcript frame by frame; nothing appears under ``path`` before it is complete [R6.41].

    Use as a context manager: leaving the block by an exception, or without ``finish``, leaves no file.  Raises what
    ``check_writable`` and ``WholeFile`` raise; none of ``inputs`` is written over.
    """

    def __init__(
        self,
        path: Path,
        parameters: Parameters,
        encoding: BodyEncoding,
        provenance: Mapping[str, str],
        inputs: Iterable[Path] = (),
    ) -> None:
        header = check_writable(parameters, encoding, provenance)
        self.encoding = encoding
        self._left = parameters.quintuplets
        self._digest = hashlib.sha256()
        self._file = WholeFile(path, inputs)
        self._put(header)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def frame(self, data: bytes) -> None:
        """Append the bytes of the next frame; raises ``ValueError`` if their number is not that frame's."""
        quintuplets = min(FRAME, self._left)
        if len(data) != self.encoding.frame_bytes(quintuplets) or quintuplets == 0:
            raise InvalidError(f"[R6.37] a frame of {len(data)} bytes where {quintuplets} quintuplets are left")
        self._left -= quintuplets
        self._put(data)

    def finish(self, l_bits: Bits) -> None:
        """Write the trailer [R6.38] and give the file its name [R6.41]."""
        if self._left:
            raise InvalidError(f"[R6.37] {self._left} quintuplets are missing")
        self._file.write(_trailer(format_bits(l_bits), self._digest.hexdigest()))
        self._file.commit()

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._file.write(data)


@dataclass(frozen=True)
class TranscriptFile:
    """A transcript file whose header, trailer and length are in order; its body is read frame by frame [R6.30]."""

    path: Path
    parameters: Parameters
    encoding: BodyEncoding
    provenance: dict[str, str]
    l_bits: Bits
    sha256: str
    _body_start: int = field(repr=False)

    @classmethod
    def open(cls, path: Path, known: Mapping[str, Callable[[Bits], int]] | None = None) -> Self:
        """Read header [R6.31] and trailer [R6.38], and check the length [R6.39]; ``known`` supplies named functions f.

        Raises ``UnreadableError`` naming file, place and rule [R6.42].
        """
        try:
            with open_input(path) as file:
                return cls._read(path, file, known)
        except OSError as error:
            raise UnreadableError("R6.30", "file", error.strerror or str(error), str(path)) from error
        except UnreadableError as error:
            raise error.in_file(str(path)) from error

    @classmethod
    def _read(cls, path: Path, file: BinaryIO, known: Mapping[str, Callable[[Bits], int]] | None) -> Self:
        if not file.seekable():
            raise UnreadableError("R6.30", "file", "a transcript is read from a file, not from a pipe")
        line = file.readline(MAX_HEADER)
        if not line.endswith(b"\n"):
            raise UnreadableError("R6.30", "header", f"no line of at most {MAX_HEADER} bytes ends")
        header = Reader(read_document(line), "header")
        # What kind of file it is comes before what else is in it.
        header.child("format").one_of([TRANSCRIPT_FORMAT], "R6.31")
        if header.child("version").count() != TRANSCRIPT_VERSION:
            header.child("version").fail("R6.31", f"only version {TRANSCRIPT_VERSION} is known")
        header.only(_HEADER_KEYS)
        parameters = read_parameters(header.child("parameters"), known)
        encoding = BodyEncoding(header.child("encoding").one_of(tuple(BodyEncoding), "R6.31"))
        provenance = {member.key: member.text() for member in header.child("provenance").members()}

        body_end = len(line) + encoding.body_bytes(parameters.quintuplets)
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
        trailer = Reader(read_document(last), "trailer").only(("l", "sha256"))
        l_text, sha256 = trailer.child("l"), trailer.child("sha256").text()
        return cls(path, parameters, encoding, provenance, l_text.bits(len(l_text.text())), sha256, len(line))

    @property
    def frames(self) -> int:
        """The number of frames."""
        return -(-self.parameters.quintuplets // FRAME)

    def frame_quintuplets(self, number: int) -> int:
        """The quintuplets of a frame; frames count from 0."""
        return min(FRAME, self.parameters.quintuplets - number * FRAME)

    def frame(self, number: int) -> bytes:
        """The bytes of a frame; raises ``UnreadableError`` if the file no longer holds them."""
        length = self.encoding.frame_bytes(self.frame_quintuplets(number))
        with open_input(self.path) as file:
            file.seek(self._body_start + number * self.encoding.frame_bytes(FRAME))
            data = file.read(length)
        if len(data) != length:
            raise self._error("R6.39", f"frame {number + 1}", "the file became shorter while it was read")
        return data

    def check_digest(self, progress: Callable[[int], None] | None = None) -> None:
        """[R6.38] the SHA-256 of all before the trailer is the one that it states."""
        digest = hashlib.sha256()
        left = self._body_start + self.encoding.body_bytes(self.parameters.quintuplets)
        with open_input(self.path) as file:
            while left and (data := file.read(min(READ_BYTES, left))):
                digest.update(data)
                left -= len(data)
                if progress is not None:
                    progress(len(data))
        if digest.hexdigest() != self.sha256:
            raise self._error("R6.38", "trailer/sha256", "header and body have another SHA-256: the file is corrupt")

    def quintuplets(self) -> Iterator[tuple[Bits, Bits]]:
        """The inputs and outputs, one quintuplet after the other."""
        for number in range(self.frames):
            count = self.frame_quintuplets(number)
            decode = _decode_text if self.encoding is BodyEncoding.TEXT else _decode_planes
            yield from decode(self, number, count)

    def transcript(self) -> Transcript:
        """The whole transcript in memory, as ``protocol.replay`` takes it."""
        pairs = list(self.quintuplets())
        inputs, outputs = tuple(x for x, _ in pairs), tuple(a for _, a in pairs)
        self.check_l(self.parameters.passes_step_2(len(step_2(inputs))))
        return Transcript(self.parameters, inputs, outputs, self.l_bits)

    def check_l(self, passed: bool) -> None:
        """[R6.40] l has the length that the verdict of step 2 gives it."""
        try:
            check_l_bits(self.parameters, self.l_bits, passed)
        except ValueError as error:
            raise self._error("R6.40", "trailer/l", str(error)) from error

    def not_a_line(self, quintuplet: int) -> UnreadableError:
        """The error for a line of a text body; quintuplets count from 0."""
        return self._error(
            "R6.36", f"quintuplet {quintuplet + 1}", "the line is not five inputs, a blank and five outputs"
        )

    def not_padding(self, number: int) -> UnreadableError:
        """The error for a frame of planes with bits beyond its last quintuplet; frames count from 0."""
        return self._error("R6.37", f"frame {number + 1}", "bits beyond the last quintuplet are not 0")

    def _error(self, rule: str, place: str, message: str) -> UnreadableError:
        return UnreadableError(rule, place, message, str(self.path))


def encode_frame(encoding: BodyEncoding, inputs: Sequence[Bits], outputs: Sequence[Bits]) -> bytes:
    """The bytes of a frame of at most 2**18 quintuplets [R6.36], [R6.37]."""
    if encoding is BodyEncoding.TEXT:
        lines = (f"{format_bits(x)} {format_bits(a)}\n" for x, a in zip(inputs, outputs, strict=True))
        return "".join(lines).encode("ascii")
    length = -(-len(inputs) // 8)
    planes = [[word[i] for word in words] for words in (inputs, outputs) for i in range(PARTIES)]
    return b"".join(int(format_bits(reversed(plane)), 2).to_bytes(length, "little") for plane in planes)


def write_transcript(
    path: Path,
    transcript: Transcript,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    inputs: Iterable[Path] = (),
) -> None:
    """Write a transcript that is in memory; the file is complete or not there [R6.41]."""
    with TranscriptWriter(path, transcript.parameters, encoding, provenance, inputs) as writer:
        for start in range(0, transcript.parameters.quintuplets, FRAME):
            part = slice(start, start + FRAME)
            writer.frame(encode_frame(encoding, transcript.inputs[part], transcript.outputs[part]))
        writer.finish(transcript.l_bits)


_BIT = {ord("0"): 0, ord("1"): 1}


def _decode_text(file: TranscriptFile, number: int, count: int) -> Iterator[tuple[Bits, Bits]]:
    data = file.frame(number)
    for t in range(count):
        line = data[t * LINE_BYTES : (t + 1) * LINE_BYTES]
        x, a = line[:PARTIES], line[PARTIES + 1 : -1]
        if line[PARTIES : PARTIES + 1] != b" " or line[-1:] != b"\n" or not {*x, *a} <= _BIT.keys():
            raise file.not_a_line(number * FRAME + t)
        yield tuple(_BIT[symbol] for symbol in x), tuple(_BIT[symbol] for symbol in a)


def _decode_planes(file: TranscriptFile, number: int, count: int) -> Iterator[tuple[Bits, Bits]]:
    data = file.frame(number)
    length = -(-count // 8)
    planes = [int.from_bytes(data[i * length : (i + 1) * length], "little") for i in range(PLANES)]
    if any(plane >> count for plane in planes):
        raise file.not_padding(number)
    columns = [f"{plane:0{count}b}"[::-1] for plane in planes]
    for bits in zip(*columns, strict=True):
        word = tuple(map(int, bits))
        yield word[:PARTIES], word[PARTIES:]
