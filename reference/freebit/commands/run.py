"""``freebit run``: steps 1 to 5 on the bits of a file or of a sampled source, with simulated devices."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from freebit.commands.arguments import RATIONAL, OneOf
from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.run_account import account_document, print_account, run_exit_code
from freebit.commands.run_bounds import bound_of_run, refuted_by
from freebit.commands.run_request import (
    DEVICES,
    SOURCES,
    FileSource,
    RunRequest,
    device_asked,
    parameters_asked,
    source_asked,
    worst_error,
)
from freebit.commands.terminal import emit, progress_bar
from freebit.files import check_target
from freebit.parts import NUMPY
from freebit.protocol.parameters import PARTIES, Parameters, Selection, SourceExhaustedError
from freebit.protocol.steps import Outcome, run_protocol
from freebit.protocol.transcript import BodyEncoding, TranscriptWriter, check_writable, write_transcript
from freebit.simulate.devices import Device
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import check_seed
from freebit.source.frequencies import FALSE_ALARM
from freebit.source.weakbits import ASSUMPTION, Encoding, bits_of
from freebit.theorem.assumptions import Assumption


@dataclass(frozen=True)
class Setup:
    """What a run is made of."""

    request: RunRequest
    source: SampledSource | FileSource
    device: Device
    parameters: Parameters

    @property
    def seed(self) -> int:
        """The seed that was asked for."""
        return self.request.seed


@click.command()
@click.option("--epsilon", type=RATIONAL, required=True, help="The epsilon that the source is assumed to have.")
@click.option("--nd", type=int, help="Nd, the quintuplets of a block (columns of the grid).")
@click.option("--log2-nb", type=int, help="log2 of Nb, the number of blocks (rows of the grid).")
@click.option("--nb", type=int, help="Nb itself, a power of 2.")
@click.option("--quintuplets", "-N", type=int, help="N; by default the least that is at least c Nd Nb.")
@click.option("--delta", type=RATIONAL, help="Ask the planner for sizes that guarantee P(guess) <= 1/2 + delta.")
@click.option("--pass", "passing", type=RATIONAL, help="With --delta and --noise: least chance of passing step 4.")
@click.option("--selection", type=OneOf(Selection), default="row", show_default=True)
@click.option("--tolerance", "-w", type=int, help="Wrong cells allowed in a column; 0 by default.")
@click.option("--c", type=RATIONAL, default="3", show_default=True, help="The constant of step 2.")
@click.option(
    "--function", "f", default="xor", show_default=True, help="f of step 5: xor, 2^Nd bits, or @FILE of them."
)
@click.option("--source", default="free", show_default=True, help=f"A file of weak bits, or {', '.join(SOURCES)}.")
@click.option("--encoding", type=OneOf(Encoding), default="nist", show_default=True)
@click.option("--stride", type=int, default=1, show_default=True, help="Use every k-th bit of the file.")
@click.option("--flip", type=RATIONAL, help="The flip probability of --source markov.")
@click.option(
    "--devices",
    default="ghz",
    show_default=True,
    help=f"One of {', '.join([*DEVICES, 'depolarised'])}, or a certificate file with a box.",
)
@click.option("--noise", type=RATIONAL, help="With --devices depolarised: the probability for each qubit.")
@click.option("--seed", type=int, default=0, show_default=True, help="The seed of all that is sampled.")
@click.option("--transcript", type=click.Path(path_type=Path, dir_okay=False), help="Write the transcript here.")
@click.option("--transcript-encoding", type=OneOf(BodyEncoding), default="planes", show_default=True)
@click.option("--plain", is_flag=True, help="Run the literal implementation, which needs no NumPy.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write the account as JSON.")
def command(**options: Any) -> ExitCode:
    """Run the protocol, steps 1 to 5, and tell what happened at each.

    The exit code is 0 if the protocol was not aborted, 1 if it was, and 2 for input that cannot be used.

    \b
    Examples:
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column --source free
      freebit run --epsilon 1/4 --nd 50 --log2-nb 4 --source adversarial
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column \\
          --source bits.bin --stride 10 --transcript run.fbt
    """
    request = RunRequest(**options)
    with refusing():
        check_seed(request.seed)
        device = device_asked(request)
        setup = Setup(request, source_asked(request), device, parameters_asked(request, device))
        outcome = _run(setup)
    about = _about(setup, outcome)
    bound = bound_of_run(setup.parameters, _refuted(setup), simulated=True)
    if request.as_json:
        emit(account_document(setup.parameters, outcome, {**about, "seed": str(setup.seed)}, bound))
    else:
        print_account(setup.parameters, outcome, _for_people(setup, about), bound)
    return run_exit_code(outcome)


def _run(setup: Setup) -> Outcome:
    request, parameters = setup.request, setup.parameters
    provenance = {"program": "freebit", "devices": setup.device.description, "seed": str(setup.seed)}
    if request.transcript is not None:
        # All that can be refused is refused before the work.
        check_target(request.transcript, request.inputs)
        check_writable(parameters, request.transcript_encoding, provenance)
    try:
        return _run_plainly(setup, provenance) if request.plain else _run_fast(setup, provenance)
    except SourceExhaustedError as error:
        stride = f" with stride {request.stride}" if request.stride > 1 else ""
        raise InputError(f"{request.source}{stride}: {error}") from error


def _run_plainly(setup: Setup, provenance: dict[str, str]) -> Outcome:
    request = setup.request
    source = _plain_bits(setup)
    run = run_protocol(setup.parameters, source, setup.device.quintuplet(setup.seed))
    for _ in source if isinstance(setup.source, FileSource) else ():
        pass  # the rest of the file, for its digest
    if request.transcript is not None:
        provenance |= _source_provenance(setup)
        write_transcript(request.transcript, run.transcript, request.transcript_encoding, provenance, request.inputs)
    return run.outcome


def _plain_bits(setup: Setup) -> Iterator[int]:
    if isinstance(setup.source, FileSource):
        return bits_of(setup.source.blocks())
    return setup.source.bits(setup.seed)


def _run_fast(setup: Setup, provenance: dict[str, str]) -> Outcome:
    request, parameters = setup.request, setup.parameters
    try:
        from freebit.simulate.engine import FileBits, SampledBits, SimulatedRounds, run_rounds
    except ModuleNotFoundError as error:
        raise InputError(f"the fast engine: {NUMPY.missing}, or use --plain") from error
    if isinstance(setup.source, FileSource):
        source: FileBits | SampledBits = FileBits(setup.source.blocks(), parameters)
    else:
        source = SampledBits(setup.source, setup.seed)
    rounds = SimulatedRounds(parameters, source, setup.device, setup.seed)
    with progress_bar("measuring", parameters.quintuplets) as bar:

        def advance(done: int) -> None:
            bar.advance(bar.task_ids[0], done)

        if request.transcript is None:
            return run_rounds(parameters, rounds, threads=request.threads, progress=advance)
        provenance |= _source_provenance(setup)
        with TranscriptWriter(
            request.transcript, parameters, request.transcript_encoding, provenance, request.inputs
        ) as writer:
            return run_rounds(parameters, rounds, threads=request.threads, writer=writer, progress=advance)


def _source_provenance(setup: Setup) -> dict[str, str]:
    """Where the bits came from, as a transcript's header tells it [R1.19], [R6.35]."""
    if isinstance(setup.source, FileSource):
        facts = asdict(setup.source.weak.provenance(setup.parameters.source_bits))
        return {f"source {key.replace('_', ' ')}": str(value) for key, value in facts.items()}
    return {"source": setup.source.description, "assumption": ASSUMPTION}


def _about(setup: Setup, outcome: Outcome) -> dict[str, dict[str, str]]:
    """Source and devices, as the account of the run describes them."""
    if isinstance(setup.source, FileSource):
        used = PARTIES * setup.parameters.quintuplets + (setup.parameters.selection_bits if outcome.l else 0)
        source = {key: str(value) for key, value in asdict(setup.source.weak.provenance(used)).items()}
        source["epsilon_not_refuted"] = str(setup.source.epsilon_at_most())
    else:
        source = {"description": setup.source.description, "epsilon": str(setup.source.epsilon)}
    devices = {"description": setup.device.description, "wrong_probability": str(worst_error(setup.device))}
    return {"source": source, "devices": devices}


def _refuted(setup: Setup) -> tuple[Assumption, ...]:
    """What the source's bits, or what is known of it, refute [R6.69]."""
    epsilon = setup.parameters.epsilon
    if isinstance(setup.source, FileSource):
        why = f"its bits refute it with a false alarm of {float(FALSE_ALARM):.1e}, see freebit describe"
        return refuted_by(setup.source.epsilon_at_most(), epsilon, why)
    return refuted_by(setup.source.epsilon, epsilon, "the sampled source has less")


def _for_people(setup: Setup, about: dict[str, dict[str, str]]) -> dict[str, str]:
    source, devices, epsilon = about["source"], about["devices"], setup.parameters.epsilon
    if isinstance(setup.source, FileSource):
        told = (
            f"{source['path']} ({source['encoding']}, stride {source['stride']}), {source['bits_used']} bits used; "
            f"SHA-256 {source['sha256']}"
        )
        most = Fraction(source["epsilon_not_refuted"])
        if epsilon > most:
            told += (
                f". THE DATA REFUTE THE ASSUMED EPSILON: eq (1) could hold with {float(most):.4f} at most "
                f"(false alarm {float(FALSE_ALARM):.1e}; see freebit describe)"
            )
    else:
        told = f"{source['description']}; eq (1) holds with epsilon = {source['epsilon']}"
        if setup.source.epsilon < epsilon:
            told += ", LESS THAN ASSUMED"
    wrong = Fraction(devices["wrong_probability"])
    chance = str(wrong) if wrong.denominator < 1000 else f"about {float(wrong):.4g}"
    return {
        "source": told,
        "devices": f"{devices['description']}; wrong with probability {chance} (at the worst input)",
        "seed": str(setup.seed),
    }
