"""The account of a run or a replay of many bits, which has no bit of the key [R4.75], [R6.77]; and the key's file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from freebit.codes.code import AnyCode
from freebit.commands.exits import ExitCode
from freebit.commands.run_account import Step, document_of_run, run_exit_code, show_run
from freebit.commands.run_bounds import RunBound
from freebit.commands.terminal import emit
from freebit.commands.tested_account import steps_to_the_test
from freebit.files import write_whole
from freebit.parts import FLINT
from freebit.protocol.key import KeyOutcome, key_file
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_transcript import describe_tested_parameters
from freebit.theorem.assumptions import Assumption
from freebit.theorem.keys import DerivedKeySize, KeySize, LocalKeySize, committed_keys
from freebit.theorem.model import UncertifiedError
from freebit.theorem.plan import bound
from freebit.theorem.table import many_bits_protocol, preferred


def write_key(
    output: Path | None, outcome: KeyOutcome, parameters: TestedParameters, code: AnyCode, inputs: Iterable[Path]
) -> str | None:
    """Write the key if a file is asked for and there is a key; the file's name if so [R6.91], [R6.92]."""
    if output is None or outcome.abort is not None:
        return None
    data = key_file(outcome.key, describe_tested_parameters(parameters), code)
    write_whole(output, data, inputs=inputs, private=True)
    return str(output)


def bound_of_key(
    parameters: TestedParameters, code: AnyCode, refuted: tuple[Assumption, ...], simulated: bool | None
) -> RunBound:
    """What the theorem says of a key by this code, with the committed certificates for this kind of cells."""
    derived, keep, tolerance = parameters.kind.inputs.derived is not None, parameters.keep, parameters.tolerance
    size: KeySize = (
        DerivedKeySize(keep, tolerance, code.bits)
        if derived
        else LocalKeySize(keep, tolerance, parameters.cells, code.bits)
    )
    found, instead = None, ""
    try:
        supply = committed_keys(derived=derived)().only(parameters.kind.label).with_code(code)
        theorem = preferred(many_bits_protocol(derived=derived))
        found = bound(parameters.epsilon, size, theorem=theorem, supply=supply)
    except UncertifiedError as error:
        instead = f"none: {error}"
    except ModuleNotFoundError:
        instead = f"not evaluated: {FLINT.missing}"
    return RunBound(found, instead, refuted, simulated)


def tell_of_key(
    parameters: TestedParameters,
    code: AnyCode,
    outcome: KeyOutcome,
    about: Mapping[str, object],
    shown: RunBound,
    written: str | None,
    *,
    as_json: bool,
) -> ExitCode:
    """Show the account, for programs or for people; 0 if the protocol was not aborted, 1 if it was."""
    if as_json:
        told = {
            "kept": outcome.kept,
            "wrong": outcome.wrong,
            "g": outcome.g,
            "abort": outcome.abort.value if outcome.abort else None,
            "bits": code.bits,
            "written_to": written,
        }
        described = describe_tested_parameters(parameters, code)
        emit(document_of_run(described, {"code": str(code), **about}, told, shown) | {"format": "freebit-key-run"})
        return run_exit_code(outcome.abort)
    steps = steps_to_the_test(parameters, outcome)
    if outcome.abort is None:
        steps.append(Step(4, f"the first {code.cells} kept cells make the key, by {code}"))
        where = f"written to {written}" if written else "not shown and not kept: --output FILE writes them"
        result = f"not aborted: {code.bits} bits, {where}"
    else:
        result = f"aborted ({outcome.abort.value}): there is no key"
    words = {key: str(value) for key, value in about.items()}
    protocol = {"protocol": f"tested, with a key of {code.bits} bits; it is not the paper's"}
    show_run({**protocol, **words}, parameters.epsilon, steps, result, shown)
    return run_exit_code(outcome.abort)
