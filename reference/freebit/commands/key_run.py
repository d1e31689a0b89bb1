"""``freebit run --bits``: a key of many bits from one run of the tested protocol [R4.70]-[R4.75]."""

import os
from fractions import Fraction
from typing import TYPE_CHECKING

from freebit.boxes.cells import CellKind, kind_labelled
from freebit.codes.code import AnyCode
from freebit.commands.exits import ExitCode, InputError
from freebit.commands.key_account import tell_of_key, write_key
from freebit.commands.run_about import Behind, exhaustion_told, plain_bits
from freebit.commands.run_bounds import MAX_LOG2_QUINTUPLETS, RunBound, planning
from freebit.commands.run_request import FileSource, RunRequest, device_asked, source_asked, worst_error
from freebit.commands.terminal import progress_bar
from freebit.commands.tested_run import USUAL_KIND, cells_at_speed, only_what_is_known
from freebit.files import check_target
from freebit.protocol.key import KeyOutcome, replay_key
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import run_tested
from freebit.protocol.tested_transcript import (
    TestedTranscriptWriter,
    check_tested_writable,
    write_tested_transcript,
)
from freebit.theorem.keys import DerivedKeySize, KeyNumbers, KeySize, LocalKeySize
from freebit.theorem.model import USUAL_PASS, Target
from freebit.theorem.plan import bound, plan_for
from freebit.theorem.table import many_bits_protocol, preferred

if TYPE_CHECKING:
    from freebit.theorem.result import GuessBound


def run_many_bits(request: RunRequest) -> ExitCode:
    """Run it as asked, write the key if a file is named [R6.92], and tell what happened; the bits are never printed.

    Raises ``InputError`` or ``ValueError`` for what cannot be run.
    """
    only_what_is_known(request)
    kind = kind_labelled(request.cells or USUAL_KIND)
    rare = sum(kind.game.inputs[0]) % 2 if kind.inputs.derived is None else 1
    source, device = source_asked(request, kind.drawn_bits, rare), device_asked(request, kind.game)
    behind = Behind(source, device, request.seed, request.epsilon)
    if request.output is not None:
        check_target(request.output, request.inputs)
    error = worst_error(device) if request.noise is not None else None
    found = _bound(request, kind, error)
    parameters, code = _parameters(request, kind, found), _code(found)
    outcome = _run(request, behind, parameters, code)
    written = write_key(request.output, outcome, parameters, code, request.inputs)
    about = behind.about(parameters.source_bits)
    told = {**about, "seed": str(request.seed)} if request.as_json else behind.for_people(about)
    shown = RunBound(found, "", behind.refuted(), simulated=True)
    return tell_of_key(parameters, code, outcome, told, shown, written, as_json=request.as_json)


def _bound(request: RunRequest, kind: CellKind, error: Fraction | None) -> "GuessBound":
    """The theorem at the sizes that are given, or at those that a plan gives."""
    theorem = preferred(many_bits_protocol(derived=kind.inputs.derived is not None))
    bits, keep, tolerance = request.bits or 1, request.keep, request.tolerance
    if request.delta is None and request.passing is not None:
        raise InputError("--pass goes with --delta")
    with planning("--bits"):
        supply = theorem.supply().only(kind.label)
        if request.delta is None:
            if keep is None:
                raise InputError("the size is needed: --keep, or --delta")
            if kind.inputs.derived is not None:
                size: KeySize = DerivedKeySize(keep, tolerance or 0, bits)
            else:
                size = LocalKeySize(keep, tolerance or 0, request.quintuplets or 0, bits)
            return bound(request.epsilon, size, theorem=theorem, supply=supply)
        if (keep, tolerance) != (None, None):
            raise InputError("--delta lets the planner choose --keep and --tolerance; give one or the other")
        wanted = USUAL_PASS if request.passing is None else request.passing
        target = Target(request.epsilon, request.delta, error or None, wanted, request.c, bits)
        return plan_for(target, theorem, supply).bound


def _parameters(request: RunRequest, kind: CellKind, found: "GuessBound") -> TestedParameters:
    size = found.size
    if not isinstance(size, KeySize):
        raise InputError(f"the theorem {found.theorem} is about another protocol")
    if size.all_cells > 2**MAX_LOG2_QUINTUPLETS:
        raise InputError(f"N = {size.all_cells} is more than can be run; at most 2^{MAX_LOG2_QUINTUPLETS}")
    cells = request.quintuplets or size.all_cells
    return TestedParameters(kind, cells, size.keep, request.epsilon, size.tolerance)


def _code(found: "GuessBound") -> AnyCode:
    if not isinstance(found.numbers, KeyNumbers):
        raise InputError(f"the theorem {found.theorem} is about another protocol")
    return found.numbers.code


def _run(request: RunRequest, behind: Behind, parameters: TestedParameters, code: AnyCode) -> KeyOutcome:
    provenance = {"program": "freebit", "devices": behind.device.description, "seed": str(behind.seed)}
    request.check_apart(behind.source)
    target = request.one_file
    if target is not None:
        # All that can be refused is refused before the work.
        check_target(target, request.inputs)
        check_tested_writable(parameters, request.transcript_encoding, provenance, code)
        if request.output is not None and os.path.realpath(request.output) == os.path.realpath(target):
            raise InputError(f"{request.output}: --output and --transcript are one file")
    with exhaustion_told(request):
        run = _run_plainly if request.plain else _run_fast
        return run(request, behind, parameters, code, provenance)


def _run_plainly(
    request: RunRequest,
    behind: Behind,
    parameters: TestedParameters,
    code: AnyCode,
    provenance: dict[str, str],
) -> KeyOutcome:
    source = plain_bits(behind)
    run = run_tested(parameters, source, behind.device.quintuplet(behind.seed))
    outcome = replay_key(run.transcript, code)
    for _ in source if isinstance(behind.source, FileSource) else ():
        pass  # the rest of the file, for its digest
    if request.one_file is not None:
        provenance |= behind.provenance(parameters.source_bits)
        write_tested_transcript(
            request.one_file, run.transcript, request.transcript_encoding, provenance, request.inputs, code
        )
    return outcome


def _run_fast(
    request: RunRequest,
    behind: Behind,
    parameters: TestedParameters,
    code: AnyCode,
    provenance: dict[str, str],
) -> KeyOutcome:
    rounds = cells_at_speed(behind, parameters)
    from freebit.simulate.key import run_key

    with progress_bar("measuring", parameters.cells) as bar:

        def advance(done: int) -> None:
            bar.advance(bar.task_ids[0], done)

        if request.one_file is None:
            return run_key(parameters, code, rounds, progress=advance)
        provenance |= behind.provenance(parameters.source_bits)
        with TestedTranscriptWriter(
            request.one_file, parameters, request.transcript_encoding, provenance, request.inputs, code
        ) as writer:
            return run_key(parameters, code, rounds, writer=writer, progress=advance)
