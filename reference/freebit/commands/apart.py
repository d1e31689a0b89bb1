"""Runs in pieces that are made apart, as the commands ask for them [R6.129]."""

from typing import TYPE_CHECKING, TypeVar

from freebit.commands.exits import tell
from freebit.commands.run_request import RunRequest
from freebit.commands.terminal import progress_bar

if TYPE_CHECKING:
    from freebit.protocol.pieces import CellPiece, GridPiece
    from freebit.simulate.apart import Division, Job, Share

    P = TypeVar("P", GridPiece, CellPiece)


def shares_asked(request: RunRequest, job: "Job[P]", about: object, cells: int) -> "tuple[Division, list[Share[P]]]":
    """The shares of a simulated run; its parts are written if a transcript is asked for."""
    from freebit.simulate.apart import WrittenSet, shares_made

    target = None if request.transcript is None else WrittenSet(request.transcript, request.transcript_encoding)
    with progress_bar("measuring", cells) as bar:
        return shares_made(
            job,
            request.crew,
            told=tell,
            target=target,
            parts=request.parts,
            state=request.state,
            about=[about, str(request.transcript), request.transcript_encoding.value],
            progress=lambda done: bar.advance(bar.task_ids[0], done),
        )
