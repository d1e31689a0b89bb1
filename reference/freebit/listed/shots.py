"""Files of shots that a list names: each is read apart, and its lines are a file of a new list [R6.134]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path

from freebit.boxes.bits import Bits, format_bits
from freebit.lists import FileList, ListedFile, list_lines
from freebit.protocol.body import NamedPart, part_name, write_part
from freebit.protocol.parameters import PARTIES
from freebit.protocol.shot_pieces import ShotPiece, lines_of, piece_of_shots
from freebit.protocol.shots import PACKED, ShotFormat, ShotsError, read_shots
from freebit.scheduling import Crew, Told
from freebit.shares import ShareForm, shares_of
from freebit.stores import Location, write_location
from freebit.wire.reader import Reader

#: Larger files are refused.
MOST_BYTES = 1 << 28


@dataclass(frozen=True)
class ShotShare:
    """What was made of a file of a list, and its lines as they were written."""

    piece: ShotPiece
    written: NamedPart | None


def import_list(
    listed: FileList,
    form: ShotFormat,
    x: Bits | None,
    crew: Crew,
    *,
    told: Told,
    output: Location | None = None,
    state: Path | None = None,
    done: Callable[[ShotShare], None] = lambda share: None,
) -> ShotPiece:
    """Read the shots in all files, and write their lines as a list and its files [R6.134].

    The list is written when all of its files are there.  Raises ``ShotsError`` and ``UnreadableError`` that name the
    file.
    """
    if form in PACKED:
        raise ShotsError("R6.134", "list", "files of packed shots do not say how many there are")
    count = len(listed.files)
    names = [None if output is None else part_name(output, number + 1, count) for number in range(count)]
    calls = [
        ("freebit.listed.shots:import_part", (file, form, x, output, name))
        for file, name in zip(listed.files, names, strict=True)
    ]
    about = [listed.sha256, form.value, x, str(output)]
    with listed.exchanged_named():
        shares = shares_of(calls, crew, SHOTS_FORM, told=told, state=state, about=about, done=done)
    if output is not None:
        written = [share.written for share in shares if share.written is not None]
        write_location(output, [list_lines([(part.sha256, part.name) for part in written])])
    return reduce(add, (share.piece for share in shares), ShotPiece())


def import_part(
    file: ListedFile, form: ShotFormat, x: Bits | None, output: Location | None, name: str | None
) -> ShotShare:
    """Read a file of a list, and write its lines: called where the work is done."""
    try:
        shots = read_shots(file.read(MOST_BYTES), form, x)
    except ShotsError as error:
        raise error.in_part(file.place, str(file.location)) from error
    written = None
    if output is not None and name is not None:
        written = write_part(output, name, len(shots), [lines_of(shots)])
    return ShotShare(piece_of_shots(shots), written)


# Of kept work.


def _document(share: ShotShare) -> dict[str, object]:
    piece = share.piece
    return {
        "shots": piece.shots,
        "turned": piece.turned,
        "taken": {format_bits(x): count for x, count in sorted(piece.taken.items())},
        "lost": {format_bits(x): count for x, count in sorted(piece.lost.items())},
        "written": None if share.written is None else share.written.document(),
    }


def _read(reader: Reader) -> ShotShare:
    reader.only(("shots", "turned", "taken", "lost", "written"))
    shots, turned = (reader.child(key).count() for key in ("shots", "turned"))
    taken, lost = (
        Counter({member.key_bits(PARTIES): member.count() for member in reader.child(key).members()})
        for key in ("taken", "lost")
    )
    return ShotShare(ShotPiece(shots, turned, taken, lost), NamedPart.read(reader.child("written")))


SHOTS_FORM = ShareForm(_document, _read)
