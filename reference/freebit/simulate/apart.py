"""A run worked out in pieces that are made apart, by other processes or machines [R4.90], [R6.129].

A *share* of a run is a range of its chunks: a part of a set of files where there is one.  Each share gives its piece,
and the pieces are added in their order when all are there.  What is made can be kept in a file, so that a run that was
stopped goes on where it was.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import accumulate, pairwise, starmap
from pathlib import Path
from typing import Generic, Self, TypeVar

from freebit.boxes.bits import Bits
from freebit.errors import InvalidError
from freebit.processes import Call
from freebit.protocol.body import (
    BodyEncoding,
    BodyFile,
    BodyPart,
    NamedPart,
    PartDigestError,
    part_name,
    write_part,
)
from freebit.protocol.parameters import Parameters
from freebit.protocol.pieces import (
    CellPiece,
    GridPiece,
    GridTally,
    PlacedQuintuplet,
    located,
    outcome_of_cells,
    total,
)
from freebit.protocol.steps import Outcome
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome
from freebit.scheduling import Crew, Told
from freebit.shares import ShareForm, shares_of
from freebit.simulate.engine import Rounds, TranscriptRounds, cells_at, cut_chunk, survey_chunk
from freebit.simulate.stream import CHUNK
from freebit.simulate.tested_engine import CellRounds, TranscriptCells, count_chunk
from freebit.stores import Location
from freebit.wire.reader import Reader

#: Shares of a run that is in no parts, at most, and the chunks that one has at least: a call costs up to 10 ms of
#: processor time in all processes together, and a chunk of a free source a tenth of one.
SHARES = 1024
SHARE_CHUNKS = 2048
#: Counts of kept cells that a share has at most, so that what is kept of it does not grow with it.
GROUPS = 256

P = TypeVar("P", GridPiece, CellPiece)


class Job(ABC, Generic[P]):
    """What there is to do: a run of either protocol."""

    #: The transcript that is read, if one is.
    file: BodyFile | None

    @property
    @abstractmethod
    def cells(self) -> int:
        """N."""

    @abstractmethod
    def alone(self, part: BodyPart) -> Self:
        """The same for one part of the transcript that is read."""

    @abstractmethod
    def chunk(self, number: int, encoding: BodyEncoding | None) -> tuple[P, bytes | None]:
        """The piece of a chunk, and its frame if an encoding is given."""

    @abstractmethod
    def read_piece(self, reader: Reader) -> P:
        """A piece from its document; raises ``UnreadableError`` for what is none."""

    @property
    @abstractmethod
    def empty(self) -> P:
        """The piece of no cells."""


@dataclass(frozen=True)
class GridJob(Job[GridPiece]):
    """A run of the paper's protocol."""

    parameters: Parameters
    rounds: Rounds
    file: BodyFile | None = None

    @property
    def cells(self) -> int:
        """N."""
        return self.parameters.quintuplets

    @property
    def empty(self) -> GridPiece:
        """The piece of no quintuplets."""
        return GridPiece(self.parameters.nd, self.parameters.selection)

    def alone(self, part: BodyPart) -> Self:
        """The same for one part of the transcript that is read."""
        if not isinstance(self.rounds, TranscriptRounds):
            return self
        file = self.rounds.file.alone(part)
        return replace(self, rounds=replace(self.rounds, file=file), file=file)

    def chunk(self, number: int, encoding: BodyEncoding | None) -> tuple[GridPiece, bytes | None]:
        """The piece of a chunk, and its frame if an encoding is given."""
        survey = survey_chunk(self.parameters, self.rounds, number, encoding)
        return survey.piece, survey.frame

    def read_piece(self, reader: Reader) -> GridPiece:
        """A piece from its document."""
        reader.only(("nd", "selection", "cells", "kept", "columns", "rows", "ends"))
        nd, cells, kept = (reader.child(key).count() for key in ("nd", "cells", "kept"))
        columns, rows, ends = (_counts(reader.child(key)) for key in ("columns", "rows", "ends"))
        reader.child("selection").one_of([self.parameters.selection.value])
        return GridPiece(nd, self.parameters.selection, cells, kept, columns, rows, ends)


@dataclass(frozen=True)
class CellJob(Job[CellPiece]):
    """A run of the tested protocol."""

    parameters: TestedParameters
    rounds: CellRounds
    file: BodyFile | None = None

    @property
    def cells(self) -> int:
        """N."""
        return self.parameters.cells

    @property
    def empty(self) -> CellPiece:
        """The piece of no cells."""
        return CellPiece()

    def alone(self, part: BodyPart) -> Self:
        """The same for one part of the transcript that is read."""
        if not isinstance(self.rounds, TranscriptCells):
            return self
        file = self.rounds.file.alone(part)
        return replace(self, rounds=replace(self.rounds, file=file), file=file)

    def chunk(self, number: int, encoding: BodyEncoding | None) -> tuple[CellPiece, bytes | None]:
        """The piece of a chunk, and its frame if an encoding is given."""
        count = count_chunk(self.parameters, self.rounds, number, encoding)
        return count.piece, count.frame

    def read_piece(self, reader: Reader) -> CellPiece:
        """A piece from its document."""
        keys = ("cells", "kept", "wrong", "parity")
        reader.only(keys)
        return CellPiece(*(reader.child(key).count() for key in keys))


@dataclass(frozen=True)
class WrittenSet:
    """The set of files that is written: where its index will be, and how its parts hold x and a."""

    index: Location
    encoding: BodyEncoding


@dataclass(frozen=True)
class Share(Generic[P]):
    """What was made of a share: its piece, the kept cells of each group, and the part that was written."""

    piece: P
    kept_in_group: tuple[int, ...]
    written: NamedPart | None

    def document(self) -> dict[str, object]:
        """For the file of what was made."""
        written = None if self.written is None else self.written.document()
        return {"piece": asdict(self.piece), "kept_in_group": list(self.kept_in_group), "written": written}


def share_of(job: Job[P], chunks: range, part: BodyPart | None, target: WrittenSet | None, name: str) -> Share[P]:
    """Work out a share: called where the work is done.  A part that is read is checked first [R6.124], [R6.125]."""
    if part is not None and job.file is not None:
        job.file.check_part(part)
    done: P = job.empty
    kept: list[int] = []

    def frames() -> Iterator[bytes]:
        nonlocal done
        for group in groups_within(chunks):
            before = done.kept
            for number in group:
                piece, written = job.chunk(number, target.encoding if target else None)
                done += piece
                if written is not None:
                    yield written
            kept.append(done.kept - before)

    cells = min(chunks.stop * CHUNK, job.cells) - chunks.start * CHUNK
    named = None
    if target is None:
        for _ in frames():
            raise InvalidError("[R6.129] a share that is not written has no frames")
    else:
        named = write_part(target.index, name, cells, frames())
    return Share(done, tuple(kept), named)


def groups_within(chunks: range) -> list[range]:
    """The groups of chunks whose kept cells are counted; one is read again where a distilling cell lies in it."""
    size = max(-(-len(chunks) // GROUPS), 1)
    return [range(first, min(first + size, chunks.stop)) for first in range(chunks.start, chunks.stop, size)]


@dataclass(frozen=True)
class Division:
    """The shares of a run, and what is read and written of each."""

    shares: tuple[range, ...]
    parts: tuple[BodyPart | None, ...]
    names: tuple[str, ...]


def division_of(job: Job[P], target: WrittenSet | None, parts: int | None) -> Division:
    """One share for each part that is read, or as many as parts are written, or else ``SHARES`` [R6.123]."""
    chunks = -(-job.cells // CHUNK)
    given: tuple[BodyPart, ...] = () if job.file is None else job.file.parts
    if given and given[0].number:
        shares = tuple(starmap(range, pairwise([*(part.first_frame for part in given), chunks])))
        return Division(shares, given, ("",) * len(shares))
    size = -(-chunks // parts) if parts else max(-(-chunks // SHARES), SHARE_CHUNKS)
    if parts is not None and -(-chunks // size) != parts:
        raise InvalidError(
            f"[R6.123] {chunks} frames of 2^18 are not cut into {parts} parts of one length but the last"
        )
    shares = tuple(range(start, min(start + size, chunks)) for start in range(0, chunks, size))
    names = [part_name(target.index, i + 1, len(shares)) if target else "" for i in range(len(shares))]
    return Division(shares, (None,) * len(shares), tuple(names))


def shares_made(
    job: Job[P],
    crew: Crew,
    *,
    told: Told,
    target: WrittenSet | None = None,
    parts: int | None = None,
    state: Path | None = None,
    about: object = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[Division, list[Share[P]]]:
    """All shares, in their order, those that ``state`` holds of a run that was stopped included.

    Raises the first error of the shares that could not be made, after all the others are made and kept [R6.131].
    """
    division = division_of(job, target, parts)
    calls = [_call(job, division, target, number) for number in range(len(division.shares))]
    try:
        shares = shares_of(
            calls,
            crew,
            ShareForm[Share[P]](Share.document, partial(_read_share, job)),
            told=told,
            state=state,
            about=[about, [[own.start, own.stop] for own in division.shares], list(division.names)],
            done=lambda share: progress(share.piece.cells) if progress else None,
        )
    except PartDigestError as error:
        raise (error if job.file is None else job.file.named(error)) from error
    return division, shares


def _read_share(job: Job[P], reader: Reader) -> Share[P]:
    """A share of a file of kept work."""
    reader.only(("piece", "kept_in_group", "written"))
    piece, kept = job.read_piece(reader.child("piece")), _counts(reader.child("kept_in_group"))
    return Share(piece, kept, NamedPart.read(reader.child("written")))


def _call(job: Job[P], division: Division, target: WrittenSet | None, number: int) -> Call:
    own, part, name = division.shares[number], division.parts[number], division.names[number]
    known = job if part is None else job.alone(part)
    return "freebit.simulate.apart:share_of", (known, own, part, target, name)


def grid_outcome(job: GridJob, division: Division, shares: Sequence[Share[GridPiece]]) -> tuple[Outcome, Bits]:
    """The outcome of a run of the paper's protocol, and the bits that made l [R4.94], [R4.95], [R4.96]."""
    parameters, rounds = job.parameters, job.rounds
    tally = GridTally(parameters)
    for share, chunks in zip(shares, division.shares, strict=True):
        tally.add(share.piece, partial(_cut, job, chunks))
    groups = [groups_within(chunks) for chunks in division.shares]
    before = [0, *accumulate(map(len, groups))]

    def found(places: Sequence[tuple[int, int]]) -> list[PlacedQuintuplet]:
        numbers = []
        for share, rank in places:
            ((group, own),) = located(shares[share].kept_in_group, [rank])
            numbers.append((before[share] + group, own))
        return cells_at(rounds, [own for several in groups for own in several], numbers)

    l_bits = rounds.l_bits(parameters.passes_step_2(tally.kept))
    return tally.outcome(l_bits, found), l_bits


def _cut(job: GridJob, chunks: range, most: int) -> GridPiece:
    """The piece of a share with its first kept quintuplets only [R4.95]."""
    done = job.empty
    for number in chunks:
        piece, _ = job.chunk(number, None)
        if done.kept + piece.kept > most:
            return done + cut_chunk(job.parameters, job.rounds, number, most - done.kept)
        done += piece
    return done


def cell_outcome(job: CellJob, shares: Sequence[Share[CellPiece]]) -> TestedOutcome:
    """The outcome of a run of the tested protocol [R4.91]."""
    return outcome_of_cells(job.parameters, total(job.empty, (share.piece for share in shares)))


def _counts(reader: Reader) -> tuple[int, ...]:
    return tuple(element.count() for element in reader.elements())
