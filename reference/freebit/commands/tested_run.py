"""``freebit run --protocol tested``: every kept cell is distilled and tested [R4.50]-[R4.66]."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from freebit.boxes.cells import CellKind, kind_labelled
from freebit.commands.apart import shares_asked
from freebit.commands.exits import ExitCode, InputError, missing_told
from freebit.commands.run_about import WITHOUT_ENGINE, Behind, exhaustion_told, plain_bits
from freebit.commands.run_account import run_exit_code
from freebit.commands.run_bounds import MAX_LOG2_QUINTUPLETS, planning
from freebit.commands.run_request import FileSource, RunRequest, device_asked, source_asked, worst_error
from freebit.commands.terminal import emit, progress_bar
from freebit.commands.tested_account import (
    bound_of_tested_run,
    print_tested_account,
    tested_account,
    theorem_about,
)
from freebit.files import check_target
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome, run_tested
from freebit.protocol.tested_transcript import (
    TestedTranscriptWriter,
    check_tested_writable,
    describe_tested_parameters,
    write_tested_index,
    write_tested_transcript,
)
from freebit.theorem.cell_sizes import CellSize, cells_for
from freebit.theorem.cells import committed_cells
from freebit.theorem.model import USUAL_PASS
from freebit.theorem.plan import plan

if TYPE_CHECKING:
    from freebit.simulate.tested_engine import SimulatedCells

#: The kind of cells that is meant where nothing else says which.
USUAL_KIND = "five-multiplexer-local"


def run_tested_protocol(request: RunRequest) -> ExitCode:
    """Run it as asked, and tell what happened; raises ``InputError`` or ``ValueError`` for what cannot be run."""
    only_what_is_known(request)
    kind = _kind(request)
    rare = sum(kind.game.inputs[0]) % 2 if kind.inputs.derived is None else 1
    source, device = source_asked(request, kind.drawn_bits, rare), device_asked(request, kind.game)
    behind = Behind(source, device, request.seed, request.epsilon)
    parameters = _parameters(request, kind, behind)
    outcome = _run(request, behind, parameters)
    about = behind.about(parameters.source_bits)
    bound = bound_of_tested_run(parameters, behind.refuted(), simulated=True)
    if request.as_json:
        emit(tested_account(parameters, outcome, {**about, "seed": str(request.seed)}, bound))
    else:
        print_tested_account(parameters, outcome, behind.for_people(about), bound)
    return run_exit_code(outcome.abort)


def only_what_is_known(request: RunRequest) -> None:
    """The options of the paper's grid have no place here."""
    given = {
        "--nd": request.nd is not None,
        "--log2-nb": request.log2_nb is not None,
        "--nb": request.nb is not None,
        "--function": request.f != "xor",
        "--selection": click.get_current_context().get_parameter_source("selection")
        is not click.core.ParameterSource.DEFAULT,
    }
    for name, there in given.items():
        if there:
            raise InputError(f"{name} is for the paper's protocol; the tested one has --cells, --keep and --tolerance")


def _kind(request: RunRequest) -> CellKind:
    """The kind asked for, or with --delta the best for local inputs."""
    if request.cells is not None:
        return kind_labelled(request.cells)
    if request.delta is None:
        return kind_labelled(USUAL_KIND)
    return committed_cells(derived=False)().best(request.epsilon).kind


def _parameters(request: RunRequest, kind: CellKind, behind: Behind) -> TestedParameters:
    """What is fixed before step 1 [R4.51]-[R4.57]."""
    keep, tolerance = request.keep, request.tolerance
    if request.delta is not None:
        if (keep, tolerance) != (None, None):
            raise InputError("--delta lets the planner choose --keep and --tolerance; give one or the other")
        keep, tolerance = _planned(request, kind, worst_error(behind.device) if request.noise is not None else None)
    elif request.passing is not None:
        raise InputError("--pass goes with --delta")
    if keep is None:
        raise InputError("the size is needed: --keep, or --delta")
    cells = request.quintuplets
    if cells is None:
        cells = keep if kind.inputs.derived is not None else cells_for(keep, request.c)
    parameters = TestedParameters(kind, cells, keep, request.epsilon, tolerance or 0)
    if cells > 2**MAX_LOG2_QUINTUPLETS:
        raise InputError(f"N = {cells} is more than can be run; at most 2^{MAX_LOG2_QUINTUPLETS}")
    return parameters


def _planned(request: RunRequest, kind: CellKind, error: Fraction | None) -> tuple[int, int]:
    """n and T."""
    theorem = theorem_about(kind)
    wanted = USUAL_PASS if request.passing is None else request.passing
    with planning("--delta"):
        planned = plan(
            request.epsilon,
            request.delta or Fraction(0),
            theorem=theorem,
            error=error or None,
            pass_at_least=wanted,
            c=request.c,
            supply=theorem.supply().only(kind.label),
        )
    if not isinstance(planned.size, CellSize):
        raise InputError(f"the theorem {planned.theorem} is about another protocol")
    return planned.size.keep, planned.size.tolerance


def _run(request: RunRequest, behind: Behind, parameters: TestedParameters) -> TestedOutcome:
    provenance = {"program": "freebit", "devices": behind.device.description, "seed": str(behind.seed)}
    request.check_apart(behind.source)
    target = request.transcript
    if target is not None:
        # All that can be refused is refused before the work.
        if isinstance(target, Path):
            check_target(target, request.inputs)
        check_tested_writable(parameters, request.transcript_encoding, provenance)
    with exhaustion_told(request):
        if request.apart:
            return _run_apart(request, behind, parameters, provenance)
        run = _run_plainly if request.plain else _run_fast
        return run(request, behind, parameters, provenance, target if isinstance(target, Path) else None)


def _run_plainly(
    request: RunRequest,
    behind: Behind,
    parameters: TestedParameters,
    provenance: dict[str, str],
    transcript: Path | None,
) -> TestedOutcome:
    source = plain_bits(behind)
    run = run_tested(parameters, source, behind.device.quintuplet(behind.seed))
    for _ in source if isinstance(behind.source, FileSource) else ():
        pass  # the rest of the file, for its digest
    if transcript is not None:
        provenance |= behind.provenance(parameters.source_bits)
        write_tested_transcript(transcript, run.transcript, request.transcript_encoding, provenance, request.inputs)
    return run.outcome


def _run_fast(
    request: RunRequest,
    behind: Behind,
    parameters: TestedParameters,
    provenance: dict[str, str],
    transcript: Path | None,
) -> TestedOutcome:
    rounds = cells_at_speed(behind, parameters)
    from freebit.simulate.tested_engine import run_cells

    with progress_bar("measuring", parameters.cells) as bar:

        def advance(done: int) -> None:
            bar.advance(bar.task_ids[0], done)

        if transcript is None:
            return run_cells(parameters, rounds, progress=advance)
        provenance |= behind.provenance(parameters.source_bits)
        with TestedTranscriptWriter(
            transcript, parameters, request.transcript_encoding, provenance, request.inputs
        ) as writer:
            return run_cells(parameters, rounds, writer=writer, progress=advance)


def _run_apart(
    request: RunRequest, behind: Behind, parameters: TestedParameters, provenance: dict[str, str]
) -> TestedOutcome:
    """The run in pieces that are made apart, and its transcript as a set of files [R4.90], [R6.128]."""
    rounds = cells_at_speed(behind, parameters)
    from freebit.simulate.apart import CellJob, cell_outcome

    job = CellJob(parameters, rounds)
    provenance |= behind.provenance(parameters.source_bits)
    about = [describe_tested_parameters(parameters), provenance]
    _, shares = shares_asked(request, job, about, parameters.cells)
    outcome = cell_outcome(job, shares)
    if request.transcript is not None:
        parts = [share.written for share in shares if share.written is not None]
        write_tested_index(request.transcript, parameters, request.transcript_encoding, provenance, parts)
    return outcome


def cells_at_speed(behind: Behind, parameters: TestedParameters) -> "SimulatedCells":
    """The cells of a run for the fast engine; raises ``InputError`` where it is not installed."""
    with missing_told(WITHOUT_ENGINE):
        from freebit.simulate.engine import FileBits, SampledBits
        from freebit.simulate.tested_engine import SimulatedCells
    kind = parameters.kind
    if isinstance(behind.source, FileSource):
        source: FileBits | SampledBits = FileBits(
            behind.source.blocks(), parameters.cells, parameters.source_bits, kind.drawn_bits, "R4.60"
        )
    else:
        source = SampledBits(behind.source, behind.seed)
    return SimulatedCells(kind, source, behind.device, behind.seed)
