"""Transcript files of the tested protocol, also of many bits, and opening a transcript of either protocol.

[R6.55]-[R6.59], [R6.72]-[R6.76].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from freebit.boxes.bits import Bits
from freebit.codes.code import AnyCode
from freebit.protocol.body import (
    FRAME,
    BodyEncoding,
    BodyFile,
    BodyWriter,
    NamedPart,
    body_end,
    header_line,
    read_encoding,
    read_file,
    read_header,
    read_parts,
    read_provenance,
    read_trailer,
    write_frames,
    write_index,
)
from freebit.protocol.key import describe_key, read_key
from freebit.protocol.tested_parameters import TESTED_PROTOCOL, TestedParameters
from freebit.protocol.tested_steps import TestedTranscript
from freebit.protocol.transcript import TranscriptFile
from freebit.stores import Location
from freebit.wire.cells import describe_kind, read_kind
from freebit.wire.document import UnreadableError
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

_PARAMETER_KEYS = ("protocol", "game", "inputs", "f", "cells", "keep", "tolerance", "epsilon")


def describe_tested_parameters(parameters: TestedParameters, code: AnyCode | None = None) -> dict[str, object]:
    """The parameters as documents state them [R6.55], [R6.56]; with many bits the code is named too [R6.72]."""
    described = {
        "protocol": TESTED_PROTOCOL,
        **describe_kind(parameters.kind),
        "cells": parameters.cells,
        "keep": parameters.keep,
        "tolerance": parameters.tolerance,
        "epsilon": format_rational(parameters.epsilon),
    }
    return described if code is None else described | {"key": describe_key(code)}


def read_tested_parameters(reader: Reader) -> TestedParameters:
    """The parameters that a header states [R6.55]-[R6.57]."""
    reader.only(_PARAMETER_KEYS, ["key"]).child("protocol").one_of([TESTED_PROTOCOL], "R6.55")
    kind = read_kind(reader)
    cells, keep, tolerance = (reader.child(name).count() for name in ("cells", "keep", "tolerance"))
    try:
        return TestedParameters(kind, cells, keep, reader.child("epsilon").rational(), tolerance)
    except UnreadableError:
        raise
    except ValueError as error:
        reader.fail("R6.57", str(error))


def check_tested_writable(
    parameters: TestedParameters,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    code: AnyCode | None = None,
    parts: Sequence[NamedPart] = (),
) -> bytes:
    """The header of a transcript that can be read again [R6.52], or of a set of ``parts`` [R6.120].

    Raises ``ValueError`` if there can be none.
    """
    return header_line(describe_tested_parameters(parameters, code), encoding, provenance, parts)


class TestedTranscriptWriter(BodyWriter):
    """Writes a transcript of the tested protocol frame by frame, as ``BodyWriter`` does.

    With a ``code`` it is one of many bits, and its owner's alone: it holds what the key is made of [R6.76].
    """

    __test__ = False

    def __init__(
        self,
        path: Path,
        parameters: TestedParameters,
        encoding: BodyEncoding,
        provenance: Mapping[str, str],
        inputs: Iterable[Path] = (),
        code: AnyCode | None = None,
    ) -> None:
        header = check_tested_writable(parameters, encoding, provenance, code)
        cells, parties = parameters.cells, parameters.parties
        super().__init__(path, header, cells, parties, encoding, inputs, private=code is not None)

    def finish(self) -> None:
        """Write the trailer [R6.58] and give the file its name [R6.41]."""
        self.end({})


@dataclass(frozen=True)
class TestedTranscriptFile(BodyFile):
    """A transcript file of the tested protocol."""

    __test__ = False

    parameters: TestedParameters
    #: The code of a run of many bits [R6.72].
    code: AnyCode | None = None

    @classmethod
    def read(cls, path: Location, file: BinaryIO, header: Reader, start: int) -> Self:
        """What follows a header that was read up to ``start``."""
        stated = header.child("parameters")
        parameters = read_tested_parameters(stated)
        code = read_key(stated.child("key"), parameters) if stated.has("key") else None
        encoding, provenance = read_encoding(header), read_provenance(header)
        cells, parties = parameters.cells, parameters.parties
        trailer = read_trailer(file, body_end(header, start, cells, parties)).only(("sha256",))
        sha256 = trailer.child("sha256").text()
        parts = read_parts(path, file, header, start, cells, sha256)
        return cls(path, cells, parties, encoding, provenance, sha256, parts, parameters, code)

    def transcript(self) -> TestedTranscript:
        """The whole transcript in memory, as ``replay_tested`` takes it."""
        pairs = list(self.quintuplets())
        inputs, outputs = tuple(x for x, _ in pairs), tuple(a for _, a in pairs)
        if self.parameters.kind.inputs.derived is not None:
            for t, x in enumerate(inputs):
                if self.parameters.kind.game.target(x) is None:
                    raise self.not_in_x(t)
        return TestedTranscript(self.parameters, inputs, outputs)

    def not_in_x(self, cell: int) -> UnreadableError:
        """The error for derived inputs that are not in X; cells count from 0 [R6.59]."""
        return self.error(
            "R6.59", f"cell {cell + 1}", "the inputs are derived and yet not in X", self.part_of(cell // FRAME)
        )


def open_transcript(
    path: Location, known: Mapping[str, Callable[[Bits], int]] | None = None, *, sets: bool = True
) -> TranscriptFile | TestedTranscriptFile:
    """A transcript of the protocol that it names, or of the paper's if it names none [R4.50], [R6.55].

    ``known`` supplies named functions f.  Unless ``sets`` are read, nothing but the file is [R6.120].  Raises
    ``UnreadableError`` naming file, place and rule [R6.42].
    """

    def read(file: BinaryIO) -> TranscriptFile | TestedTranscriptFile:
        header, start = read_header(file, sets)
        parameters = header.child("parameters")
        if not parameters.has("protocol"):
            return TranscriptFile.read(path, file, header, start, known)
        parameters.child("protocol").one_of([TESTED_PROTOCOL], "R6.55")
        return TestedTranscriptFile.read(path, file, header, start)

    return read_file(path, read)


def write_tested_transcript(
    path: Path,
    transcript: TestedTranscript,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    inputs: Iterable[Path] = (),
    code: AnyCode | None = None,
) -> None:
    """Write a transcript that is in memory; the file is complete or not there [R6.41]."""
    with TestedTranscriptWriter(path, transcript.parameters, encoding, provenance, inputs, code) as writer:
        write_frames(writer, transcript.inputs, transcript.outputs)
        writer.finish()


def write_tested_index(
    index: Location,
    parameters: TestedParameters,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    parts: Sequence[NamedPart],
) -> None:
    """Write the index of a set whose parts are written [R6.128]."""
    write_index(index, check_tested_writable(parameters, encoding, provenance, parts=parts), {})
