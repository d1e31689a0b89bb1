"""Transcript files of the paper's protocol: (parameters, x, a, l) of a run, by any hardware or program [R6.30]-[R6.42].

``body`` has what is the same for every protocol; the trailer here also holds the bits that made l.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from freebit.boxes.bits import Bits, format_bits
from freebit.errors import InvalidError
from freebit.protocol.body import (
    BodyEncoding,
    BodyFile,
    BodyWriter,
    NamedPart,
    body_end,
    header_line,
    json_line,
    read_encoding,
    read_file,
    read_header,
    read_parts,
    read_provenance,
    read_trailer,
    write_frames,
    write_index,
)
from freebit.protocol.extractor import extractor_described
from freebit.protocol.parameters import PARTIES, Parameters, Selection
from freebit.protocol.steps import Transcript, check_l_bits, step_2
from freebit.stores import Location
from freebit.wire.document import MAX_BYTES, UnreadableError
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

_PARAMETER_KEYS = ("quintuplets", "nd", "log2_nb", "selection", "tolerance", "c", "epsilon", "f")


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


def check_writable(
    parameters: Parameters,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    parts: Sequence[NamedPart] = (),
) -> bytes:
    """The header of a transcript that can be read again [R6.52], or of a set of ``parts`` [R6.120].

    Raises ``ValueError`` where header or trailer would be longer than any reader accepts [R6.2], [R6.30], [R6.38].
    """
    header = header_line(describe_parameters(parameters), encoding, provenance, parts)
    trailer = len(json_line({"l": "", "sha256": "0" * 64})) + parameters.selection_bits
    if trailer > MAX_BYTES:
        raise InvalidError(
            f"[R6.38] the trailer would have {trailer} bytes, {parameters.selection_bits} of them for l; "
            f"a document has at most {MAX_BYTES} [R6.2]"
        )
    return header


class TranscriptWriter(BodyWriter):
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
        super().__init__(path, header, parameters.quintuplets, PARTIES, encoding, inputs)

    def finish(self, l_bits: Bits) -> None:
        """Write the trailer [R6.38] and give the file its name [R6.41]."""
        self.end({"l": format_bits(l_bits)})


@dataclass(frozen=True)
class TranscriptFile(BodyFile):
    """A transcript file of the paper's protocol."""

    parameters: Parameters
    l_bits: Bits

    @classmethod
    def open(cls, path: Location, known: Mapping[str, Callable[[Bits], int]] | None = None) -> Self:
        """Read header [R6.31] and trailer [R6.38], and check the length [R6.39]; ``known`` supplies named functions f.

        Raises ``UnreadableError`` naming file, place and rule [R6.42].
        """
        return read_file(path, lambda file: cls.read(path, file, *read_header(file), known))

    @classmethod
    def read(
        cls,
        path: Location,
        file: BinaryIO,
        header: Reader,
        start: int,
        known: Mapping[str, Callable[[Bits], int]] | None = None,
    ) -> Self:
        """What follows a header that was read up to ``start``."""
        parameters = read_parameters(header.child("parameters"), known)
        encoding, provenance, cells = read_encoding(header), read_provenance(header), parameters.quintuplets
        trailer = read_trailer(file, body_end(header, start, cells)).only(("l", "sha256"))
        l_text, sha256 = trailer.child("l"), trailer.child("sha256").text()
        l_bits = l_text.bits(len(l_text.text()))
        parts = read_parts(path, file, header, start, cells, sha256)
        return cls(path, cells, PARTIES, encoding, provenance, sha256, parts, parameters, l_bits)

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
            raise self.error("R6.40", "trailer/l", str(error)) from error


def write_transcript(
    path: Path,
    transcript: Transcript,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    inputs: Iterable[Path] = (),
) -> None:
    """Write a transcript that is in memory; the file is complete or not there [R6.41]."""
    with TranscriptWriter(path, transcript.parameters, encoding, provenance, inputs) as writer:
        write_frames(writer, transcript.inputs, transcript.outputs)
        writer.finish(transcript.l_bits)


def write_transcript_index(
    index: Location,
    parameters: Parameters,
    encoding: BodyEncoding,
    provenance: Mapping[str, str],
    parts: Sequence[NamedPart],
    l_bits: Bits,
) -> None:
    """Write the index of a set whose parts are written [R6.128]."""
    write_index(index, check_writable(parameters, encoding, provenance, parts), {"l": format_bits(l_bits)})
