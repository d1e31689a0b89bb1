"""``freebit replay``: the outcome of a run, recomputed from its transcript."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from freebit.boxes.cells import LOCAL
from freebit.codes.code import AnyCode
from freebit.commands.arguments import LOCATION
from freebit.commands.crew import crew_asked, crew_options, state_option
from freebit.commands.exits import ExitCode, InputError, missing_told, refusing, tell
from freebit.commands.key_account import bound_of_key, tell_of_key, write_key
from freebit.commands.run_about import WITHOUT_ENGINE
from freebit.commands.run_account import account_document, print_account, run_exit_code
from freebit.commands.run_bounds import LOOKED_AT, bound_of_run, refuted_by
from freebit.commands.terminal import emit, progress_bar
from freebit.commands.tested_account import (
    bound_of_tested_run,
    print_tested_account,
    tested_account,
)
from freebit.files import check_target
from freebit.protocol.body import BodyFile
from freebit.protocol.key import KeyOutcome, replay_key
from freebit.protocol.steps import Outcome
from freebit.protocol.steps import replay as replay_plainly
from freebit.protocol.tested_steps import TestedOutcome, replay_tested
from freebit.protocol.tested_transcript import TestedTranscriptFile, open_transcript
from freebit.protocol.transcript import TranscriptFile
from freebit.scheduling import Crew
from freebit.source.frequencies import FALSE_ALARM, describe
from freebit.stores import Location, check_shared, paths_among
from freebit.theorem.assumptions import Assumption

if TYPE_CHECKING:
    from freebit.protocol.pieces import CellPiece, GridPiece
    from freebit.simulate.apart import Division, Job, Share

    P = TypeVar("P", GridPiece, CellPiece)


#: The options that say who works apart, and what is kept.
_GO_APART = "--processes, --workers, --scheduler and --state"


@dataclass(frozen=True)
class ReplayRequest:
    """How a transcript is to be replayed."""

    plain: bool
    crew: Crew
    state: Path | None

    @property
    def apart(self) -> bool:
        """Whether the pieces are made apart."""
        return self.crew.apart or self.state is not None


@click.command()
@click.argument("transcript", type=LOCATION)
@click.option("--plain", is_flag=True, help="Use the literal implementation, in memory and without NumPy.")
@crew_options
@state_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the key of many bits here.")
@click.option("--json", "as_json", is_flag=True, help="Write the account as JSON.")
def command(
    transcript: Location,
    plain: bool,
    processes: int,
    workers: int | None,
    scheduler: str | None,
    state: Path | None,
    output: Path | None,
    as_json: bool,
) -> ExitCode:
    """Recompute kept quintuplets, blocks, r, g and k from a transcript made by any hardware or program.

    A transcript is one file, or the index of a set of files, at a path or a URL.

    The bits of a transcript of many bits are recomputed too, and leave by --output alone, into a file that its owner
    alone can read.

    The exit code is 0 if the protocol was not aborted, 1 if it was, and 2 for a transcript that cannot be used.

    \b
    Examples:
      freebit replay run.fbt
      freebit replay many.fbt --output key.json
      freebit replay s3://bucket/run.fbt --workers 2 --state replay.state
    """
    with refusing():
        asked = ReplayRequest(plain, crew_asked(workers, scheduler, processes), state)
        if plain and asked.apart:
            raise InputError(f"--plain works here and at once: it goes with none of {_GO_APART}")
        if asked.crew.apart:
            check_shared([transcript])
        file = open_transcript(transcript)
        code = file.code if isinstance(file, TestedTranscriptFile) else None
        if code is not None and asked.apart:
            raise InputError(f"a key of many bits is made here and at once: it goes with none of {_GO_APART}")
        if output is not None:
            if code is None:
                raise InputError(f"{transcript}: it is of one bit; --output is for a key of many bits")
            check_target(output, paths_among(transcript))
    with refusing(transcript):
        if isinstance(file, TestedTranscriptFile) and code is not None:
            return _account_of_key(file, code, _replay_key(file, code, asked), output, as_json)
        if isinstance(file, TestedTranscriptFile):
            return _account_of_tested(file, _replay_tested(file, asked), as_json)
        outcome = _replay(file, asked)
    bound = bound_of_run(file.parameters, _refuted(file), simulated=None)
    if as_json:
        emit(account_document(file.parameters, outcome, _about(file), bound))
    else:
        print_account(file.parameters, outcome, _about_in_words(file), bound)
    return run_exit_code(outcome.abort)


def _account_of_tested(file: TestedTranscriptFile, outcome: TestedOutcome, as_json: bool) -> ExitCode:
    bound = bound_of_tested_run(file.parameters, _refuted(file), simulated=None)
    if as_json:
        emit(tested_account(file.parameters, outcome, _about(file), bound))
    else:
        print_tested_account(file.parameters, outcome, _about_in_words(file), bound)
    return run_exit_code(outcome.abort)


def _account_of_key(
    file: TestedTranscriptFile, code: AnyCode, outcome: KeyOutcome, output: Path | None, as_json: bool
) -> ExitCode:
    written = write_key(output, outcome, file.parameters, code, paths_among(file.path))
    shown = bound_of_key(file.parameters, code, _refuted(file), simulated=None)
    about = _about(file) if as_json else _about_in_words(file)
    return tell_of_key(file.parameters, code, outcome, about, shown, written, as_json=as_json)


def _about(file: BodyFile) -> dict[str, object]:
    return {"transcript": str(file.path), "sha256": file.sha256, "provenance": file.provenance}


def _about_in_words(file: BodyFile) -> dict[str, str]:
    return {"transcript": f"{file.path}, SHA-256 of header and body {file.sha256}"} | _claimed(file)


def _refuted(file: TranscriptFile | TestedTranscriptFile) -> tuple[Assumption, ...]:
    """What the source's bits, the inputs that are not derived, refute [R4.9], [R4.58], [R4.59], [R6.69].

    Only the first of them are looked at.
    """
    inputs = file.parameters.kind.inputs if isinstance(file, TestedTranscriptFile) else LOCAL
    first = islice(file.quintuplets(), LOOKED_AT // inputs.most_distant(file.parties))
    most = describe([bytes(bit for x, _ in first for bit in inputs.drawn(x))]).epsilon_at_most
    return refuted_by(
        most, file.parameters.epsilon, f"the inputs refute it with a false alarm of {float(FALSE_ALARM):.1e}"
    )


def _claimed(file: BodyFile) -> dict[str, str]:
    claims = ", ".join(f"{key[:200]}: {value[:200]}" for key, value in file.provenance.items())
    return {"provenance": f"claimed by the file: {claims}"} if claims else {}


def _replay(file: TranscriptFile, asked: ReplayRequest) -> Outcome:
    with progress_bar("checking", file.cells * 2) as bar:
        advance = partial(bar.advance, bar.task_ids[0])
        if asked.plain:
            _check_digest(file, advance)
            return replay_plainly(file.transcript())
        with missing_told(WITHOUT_ENGINE):
            from freebit.simulate.engine import TranscriptRounds, run_rounds
        rounds = TranscriptRounds(file)
        if asked.apart:
            from freebit.simulate.apart import GridJob, grid_outcome

            job = GridJob(file.parameters, rounds, file)
            return grid_outcome(job, *_shares(job, file, asked, advance))[0]
        _check_digest(file, advance)
        return run_rounds(file.parameters, rounds, progress=advance)


def _replay_tested(file: TestedTranscriptFile, asked: ReplayRequest) -> TestedOutcome:
    with progress_bar("checking", file.cells * 2) as bar:
        advance = partial(bar.advance, bar.task_ids[0])
        if asked.plain:
            _check_digest(file, advance)
            return replay_tested(file.transcript())
        with missing_told(WITHOUT_ENGINE):
            from freebit.simulate.tested_engine import TranscriptCells, run_cells
        rounds = TranscriptCells(file)
        if asked.apart:
            from freebit.simulate.apart import CellJob, cell_outcome

            job = CellJob(file.parameters, rounds, file)
            return cell_outcome(job, _shares(job, file, asked, advance)[1])
        _check_digest(file, advance)
        return run_cells(file.parameters, rounds, progress=advance)


def _replay_key(file: TestedTranscriptFile, code: AnyCode, asked: ReplayRequest) -> KeyOutcome:
    with progress_bar("checking", file.cells * 2) as bar:
        advance = partial(bar.advance, bar.task_ids[0])
        _check_digest(file, advance)
        if asked.plain:
            return replay_key(file.transcript(), code)
        with missing_told(WITHOUT_ENGINE):
            from freebit.simulate.key import run_key
            from freebit.simulate.tested_engine import TranscriptCells
        return run_key(file.parameters, code, TranscriptCells(file), progress=advance)


def _shares(
    job: "Job[P]", file: BodyFile, asked: ReplayRequest, advance: Callable[[float], None]
) -> "tuple[Division, list[Share[P]]]":
    """The shares of a transcript: its parts, each checked where it is read, or pieces of one file, checked here."""
    from freebit.simulate.apart import shares_made

    if not file.parts[0].number:
        _check_digest(file, advance)
    return shares_made(job, asked.crew, told=tell, state=asked.state, about=file.sha256, progress=advance)


def _check_digest(file: BodyFile, advance: Callable[[float], None]) -> None:
    size = file.encoding.body_bytes(file.cells, file.parties)
    file.check_digest(lambda read: advance(file.cells * read / size))
