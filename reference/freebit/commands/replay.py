"""``freebit replay``: the outcome of a run, recomputed from its transcript."""

from itertools import islice
from pathlib import Path

import click

from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.run_account import account_document, print_account, run_exit_code
from freebit.commands.run_bounds import bound_of_run, refuted_by
from freebit.commands.terminal import emit, progress_bar
from freebit.parts import NUMPY
from freebit.protocol.parameters import PARTIES
from freebit.protocol.steps import Outcome
from freebit.protocol.steps import replay as replay_plainly
from freebit.protocol.transcript import TranscriptFile
from freebit.source.frequencies import FALSE_ALARM, LOOKED_AT, describe
from freebit.theorem.assumptions import Assumption
from freebit.wire.document import UnreadableError


@click.command()
@click.argument("transcript", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--plain", is_flag=True, help="Use the literal implementation, in memory and without NumPy.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write the account as JSON.")
def command(transcript: Path, plain: bool, threads: int, as_json: bool) -> ExitCode:
    """Recompute kept quintuplets, blocks, r, g and k from a transcript made by any hardware or program.

    The exit code is 0 if the protocol was not aborted, 1 if it was, and 2 for a transcript that cannot be used.

    \b
    Example:
      freebit replay run.fbt
    """
    with refusing():
        file = TranscriptFile.open(transcript)
        try:
            outcome = _replay(file, plain, threads)
        except UnreadableError:
            raise
        except ValueError as error:
            raise InputError(f"{transcript}: {error}") from error
    bound = bound_of_run(file.parameters, _refuted(file), simulated=None)
    if as_json:
        about = {"transcript": str(transcript), "sha256": file.sha256, "provenance": file.provenance}
        emit(account_document(file.parameters, outcome, about, bound))
    else:
        about_file = {"transcript": f"{transcript}, SHA-256 of header and body {file.sha256}"}
        print_account(file.parameters, outcome, about_file | _claimed(file), bound)
    return run_exit_code(outcome)


def _refuted(file: TranscriptFile) -> tuple[Assumption, ...]:
    """What the inputs, which are the source's bits [R4.9], refute; only the first of them are looked at [R6.69]."""
    first = islice(file.quintuplets(), LOOKED_AT // PARTIES)
    most = describe([bytes(bit for x, _ in first for bit in x)]).epsilon_at_most
    return refuted_by(
        most, file.parameters.epsilon, f"the inputs refute it with a false alarm of {float(FALSE_ALARM):.1e}"
    )


def _claimed(file: TranscriptFile) -> dict[str, str]:
    claims = ", ".join(f"{key[:200]}: {value[:200]}" for key, value in file.provenance.items())
    return {"provenance": f"claimed by the file: {claims}"} if claims else {}


def _replay(file: TranscriptFile, plain: bool, threads: int) -> Outcome:
    total = file.parameters.quintuplets
    with progress_bar("checking", total * 2) as bar:
        size = file.encoding.body_bytes(total)
        file.check_digest(lambda read: bar.advance(bar.task_ids[0], total * read / size))
        if plain:
            return replay_plainly(file.transcript())
        try:
            from freebit.simulate.engine import TranscriptRounds, run_rounds
        except ModuleNotFoundError as error:
            raise InputError(f"the fast engine: {NUMPY.missing}, or use --plain") from error
        return run_rounds(
            file.parameters,
            TranscriptRounds(file),
            threads=threads,
            progress=lambda done: bar.advance(bar.task_ids[0], done),
        )
