"""Weak bits whose file is cut into parts, which a list names [R6.133]: each part is counted apart, as a piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from freebit.boxes.bits import format_bits, parse_bits
from freebit.lists import FileList, ListedFile
from freebit.scheduling import Crew, Told
from freebit.shares import ShareForm, shares_of
from freebit.source.frequencies import Description, description_of
from freebit.source.pieces import BitPiece, Windows, piece_of_bits, total_bits
from freebit.source.weakbits import Encoding, Provenance, WeakBits, WeakBitsError
from freebit.stores import open_location
from freebit.wire.reader import Reader


@dataclass(frozen=True)
class BitShare:
    """What was made of a part: how many bits it holds, and the piece of those that are used, if it was counted."""

    bits_in_file: int
    piece: BitPiece | None


def describe_list(
    listed: FileList,
    encoding: Encoding,
    stride: int,
    radius: int,
    crew: Crew,
    *,
    told: Told,
    state: Path | None = None,
    done: Callable[[BitShare], None] = lambda share: None,
) -> tuple[Description, Provenance]:
    """The description of the bits in all parts, one after another [R6.133].

    Raises ``ValueError`` for a stride or a radius that is none, and ``UnreadableError`` and ``WeakBitsError`` that name
    the part.
    """
    WeakBits(listed.location, encoding, stride)
    piece_of_bits(b"", radius)
    about = [listed.sha256, encoding.value, stride, radius]
    with listed.exchanged_named():
        before = _bits_before(listed, encoding, crew, told, state, about) if stride > 1 else [0] * len(listed.files)
        calls = [
            ("freebit.listed.bits:count_part", (file, encoding, stride, start, radius))
            for file, start in zip(listed.files, before, strict=False)
        ]
        shares = shares_of(calls, crew, BITS_FORM, told=told, state=state, about=about, done=done)
    found = description_of(total_bits(radius, (share.piece for share in shares if share.piece is not None)))
    bits = sum(share.bits_in_file for share in shares)
    name = str(listed.location)
    return found, Provenance(name, encoding.value, stride, listed.sha256, bits, found.bits)


def count_part(file: ListedFile, encoding: Encoding, stride: int, before: int, radius: int) -> BitShare:
    """Count a part: called where the work is done; ``before`` bits stand before it."""
    weak = WeakBits(file.location, encoding, stride, before)
    with _refused_as_part(file):
        piece = total_bits(radius, (piece_of_bits(block, radius) for block in weak.blocks()))
    file.check(weak.sha256)
    return BitShare(weak.bits_in_file, piece)


def bits_of_part(file: ListedFile, encoding: Encoding) -> BitShare:
    """How many bits a part holds, of which only an encoding that skips symbols needs to be read."""
    if encoding.bits_a_byte is not None:
        with file.missing_named(), open_location(file.location) as opened:
            return BitShare(opened.seek(0, 2) * encoding.bits_a_byte, None)
    weak = WeakBits(file.location, encoding)
    with _refused_as_part(file):
        return BitShare(sum(map(len, weak.blocks())), None)


def _bits_before(
    listed: FileList, encoding: Encoding, crew: Crew, told: Told, state: Path | None, about: object
) -> list[int]:
    """The bits before each part; what is kept of these shares has the numbers after those of the parts."""
    calls = [("freebit.listed.bits:bits_of_part", (file, encoding)) for file in listed.files]
    first = len(listed.files)
    sizes = shares_of(calls, crew, BITS_FORM, told=told, state=state, about=about, first=first)
    return list(accumulate((size.bits_in_file for size in sizes), initial=0))


@contextmanager
def _refused_as_part(file: ListedFile) -> Iterator[None]:
    """A part with a symbol that is no bit is corrupt if it has another SHA-256, and otherwise named [R6.135]."""
    try:
        yield
    except WeakBitsError as error:
        file.check_bytes()
        raise WeakBitsError(f"{file.place}: {error}") from error


# Of kept work.


def _document(share: BitShare) -> dict[str, object]:
    piece = share.piece
    if piece is None:
        return {"bits_in_file": share.bits_in_file}
    return {
        "bits_in_file": share.bits_in_file,
        "radius": piece.radius,
        "bits": piece.bits,
        "ones": piece.ones,
        "transitions": _counts(piece.transitions),
        "windows": [[_counts(counted) for counted in classes] for classes in piece.windows],
        "head": format_bits(tuple(piece.head)),
        "tail": format_bits(tuple(piece.tail)),
    }


def _counts(windows: Windows) -> dict[str, int]:
    return {format_bits(window): count for window, count in windows.items()}


def _read(reader: Reader) -> BitShare:
    if not reader.has("radius"):
        return BitShare(reader.only(("bits_in_file",)).child("bits_in_file").count(), None)
    keys = ("bits_in_file", "radius", "bits", "ones", "transitions", "windows", "head", "tail")
    reader.only(keys)
    file_bits, radius, bits, ones = (reader.child(key).count() for key in keys[:4])
    windows = tuple(
        tuple(_read_counts(counted, 2 * r + 1) for counted in classes.elements())
        for r, classes in enumerate(reader.child("windows").elements())
    )
    head, tail = (bytes(parse_bits(reader.child(key).text())) for key in ("head", "tail"))
    transitions = _read_counts(reader.child("transitions"), 2)
    return BitShare(file_bits, BitPiece(radius, bits, ones, transitions, windows, head, tail))


def _read_counts(reader: Reader, length: int) -> Windows:
    return Counter({member.key_bits(length): member.count() for member in reader.members()})


BITS_FORM = ShareForm(_document, _read)
