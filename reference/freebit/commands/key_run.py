"""``freebit run --bits``: a key of many bits from one run of the tested protocol [R4.70]-[R4.75]."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from freebit.boxes.cells import CellKind, kind_labelled
from freebit.codes.code import Concatenation
from freebit.commands.exits import ExitCode, InputError
from freebit.commands.run_about import Behind, exhaustion_told, plain_bits
from freebit.commands.run_account import Step, document_of_run, run_exit_code, show_run
from freebit.commands.run_bounds import MAX_LOG2_QUINTUPLETS, RunBound, planning
from freebit.commands.run_request import RunRequest, device_asked, source_asked, worst_error
from freebit.commands.terminal import emit, progress_bar
from freebit.commands.tested_account import steps_to_the_test
from freebit.commands.tested_run import USUAL_KIND, cells_at_speed, only_what_is_known
from freebit.files import check_target, write_whole
from freebit.protocol.key import KeyOutcome, key_file, replay_key
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import run_tested
from freebit.protocol.tested_transcript import describe_tested_parameters
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
    if request.transcript is not None:
        raise InputError("--transcript is for one bit; a key of --bits leaves by --output")
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
    if request.output is not None and outcome.abort is None:
        data = key_file(outcome.key, describe_tested_parameters(parameters), code)
        write_whole(request.output, data, inputs=request.inputs, private=True)
    about = behind.about(parameters.source_bits)
    shown = RunBound(found, "", behind.refuted(), simulated=True)
    told = {**about, "seed": str(request.seed)} if request.as_json else behind.for_people(about)
    _tell(request, parameters, code, outcome, told, shown)
    return run_exit_code(outcome.abort)


def _bound(request: RunRequest, kind: CellKind, error: Fraction | None) -> GuessBound:
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


def _parameters(request: RunRequest, kind: CellKind, found: GuessBound) -> TestedParameters:
    size = found.size
    if not isinstance(size, KeySize):
        raise InputError(f"the theorem {found.theorem} is about another protocol")
    if size.all_cells > 2**MAX_LOG2_QUINTUPLETS:
        raise InputError(f"N = {size.all_cells} is more than can be run; at most 2^{MAX_LOG2_QUINTUPLETS}")
    cells = request.quintuplets or size.all_cells
    return TestedParameters(kind, cells, size.keep, request.epsilon, size.tolerance)


def _code(found: GuessBound) -> Concatenation:
    if not isinstance(found.numbers, KeyNumbers):
        raise InputError(f"the theorem {found.theorem} is about another protocol")
    return found.numbers.code


def _run(request: RunRequest, behind: Behind, parameters: TestedParameters, code: Concatenation) -> KeyOutcome:
    with exhaustion_told(request):
        if request.plain:
            run = run_tested(parameters, plain_bits(behind), behind.device.quintuplet(behind.seed))
            return replay_key(run.transcript, code)
        return _run_fast(request, behind, parameters, code)


def _run_fast(request: RunRequest, behind: Behind, parameters: TestedParameters, code: Concatenation) -> KeyOutcome:
    rounds = cells_at_speed(behind, parameters)
    from freebit.simulate.key import run_key

    with progress_bar("measuring", parameters.cells) as bar:
        return run_key(
            parameters,
            code,
            rounds,
            threads=request.threads,
            progress=lambda done: bar.advance(bar.task_ids[0], done),
        )


def _tell(
    request: RunRequest,
    parameters: TestedParameters,
    code: Concatenation,
    outcome: KeyOutcome,
    about: Mapping[str, Any],
    shown: RunBound,
) -> None:
    """The account of the run, which has no bit of the key [R4.75]."""
    written = str(request.output) if request.output is not None and outcome.abort is None else None
    if request.as_json:
        told = {
            "kept": outcome.kept,
            "wrong": outcome.wrong,
            "g": outcome.g,
            "abort": outcome.abort.value if outcome.abort else None,
            "bits": code.bits,
            "written_to": written,
        }
        described = describe_tested_parameters(parameters)
        emit(document_of_run(described, {"code": str(code), **about}, told, shown) | {"format": "freebit-key-run"})
        return
    protocol = {"protocol": f"tested, with a key of {code.bits} bits; it is not the paper's"}
    steps = steps_to_the_test(parameters, outcome)
    if outcome.abort is None:
        steps.append(Step(4, f"the first {code.cells} kept cells make the key, by {code}"))
        where = f"written to {written}" if written else "not shown and not kept: --output FILE writes them"
        result = f"not aborted: {code.bits} bits, {where}"
    else:
        result = f"aborted ({outcome.abort.value}): there is no key"
    show_run({**protocol, **about}, parameters.epsilon, steps, result, shown)
