"""``freebit run``: steps 1 to 5 on the bits of a file or of a sampled source, with simulated devices."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from freebit.commands.apart import shares_asked
from freebit.commands.arguments import LOCATION, RATIONAL, OneOf
from freebit.commands.crew import crew_options, state_option
from freebit.commands.exits import ExitCode, InputError, missing_told, refusing
from freebit.commands.key_run import run_many_bits
from freebit.commands.run_about import WITHOUT_ENGINE, Behind, exhaustion_told, plain_bits
from freebit.commands.run_account import account_document, print_account, run_exit_code
from freebit.commands.run_bounds import bound_of_run
from freebit.commands.run_request import (
    DEVICES,
    NOISY_DEVICES,
    SOURCES,
    FileSource,
    Protocol,
    RunRequest,
    device_asked,
    parameters_asked,
    source_asked,
)
from freebit.commands.terminal import emit, progress_bar
from freebit.commands.tested_run import run_tested_protocol
from freebit.files import check_target
from freebit.protocol.body import BodyEncoding
from freebit.protocol.parameters import PARTIES, Parameters, Selection
from freebit.protocol.steps import Outcome, run_protocol
from freebit.protocol.transcript import (
    TranscriptWriter,
    check_writable,
    describe_parameters,
    write_transcript,
    write_transcript_index,
)
from freebit.simulate.devices import Device
from freebit.simulate.sources import SampledSource
from freebit.simulate.stream import check_seed
from freebit.source.weakbits import Encoding


@dataclass(frozen=True)
class Setup:
    """What a run is made of."""

    request: RunRequest
    behind: Behind
    parameters: Parameters

    @property
    def source(self) -> SampledSource | FileSource:
        """The source that was asked for."""
        return self.behind.source

    @property
    def device(self) -> Device:
        """The devices that were asked for."""
        return self.behind.device

    @property
    def seed(self) -> int:
        """The seed that was asked for."""
        return self.request.seed


@click.command()
@click.option("--epsilon", type=RATIONAL, required=True, help="The epsilon that the source is assumed to have.")
@click.option(
    "--protocol", type=OneOf(Protocol), default="paper", show_default=True, help="tested: every kept cell is."
)
@click.option(
    "--cells", help="tested: the kind of cells; default: five-multiplexer-local, or the best local one with --delta."
)
@click.option("--keep", type=int, help="tested: n, the least number of kept cells.")
@click.option("--nd", type=int, help="Nd, the quintuplets of a block (columns of the grid).")
@click.option("--log2-nb", type=int, help="log2 of Nb, the number of blocks (rows of the grid).")
@click.option("--nb", type=int, help="Nb itself, a power of 2.")
@click.option("--quintuplets", "-N", type=int, help="N; by default the least that is at least c Nd Nb, or c n.")
@click.option("--delta", type=RATIONAL, help="Ask the planner for sizes that guarantee P(guess) <= 1/2 + delta.")
@click.option("--pass", "passing", type=RATIONAL, help="With --delta and --noise: the least chance to pass.")
@click.option("--selection", type=OneOf(Selection), default="row", show_default=True)
@click.option("--tolerance", "-w", type=int, help="Wrong cells allowed in a column, or in all (tested); 0 by default.")
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
    help=f"One of {', '.join([*DEVICES, *NOISY_DEVICES])}, or a certificate file with a box.",
)
@click.option("--noise", type=RATIONAL, help="The probability of --devices depolarised, for each qubit, or of noisy.")
@click.option("--seed", type=int, default=0, show_default=True, help="The seed of all that is sampled.")
@click.option("--transcript", type=LOCATION, help="Write the transcript here: a path, or with --parts a URL.")
@click.option("--parts", type=click.IntRange(1, 30000), help="Write the transcript as a set of so many files.")
@click.option("--transcript-encoding", type=OneOf(BodyEncoding), default="planes", show_default=True)
@click.option("--plain", is_flag=True, help="Run the literal implementation, which needs no NumPy.")
@click.option("--bits", type=click.IntRange(1, 1024), help="A key of L bits from one run of the tested protocol.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="With --bits: write the key here.")
@crew_options
@state_option
@click.option("--json", "as_json", is_flag=True, help="Write the account as JSON.")
def command(**options: Any) -> ExitCode:
    """Run the protocol, steps 1 to 5, and tell what happened at each.

    The exit code is 0 if the protocol was not aborted, 1 if it was, and 2 for input that cannot be used.  The tested
    protocol, in which every kept cell is distilled and tested, is another than the paper's (spec/4-tested.md).

    \b
    Examples:
      freebit run --protocol tested --epsilon 9/20 --delta 2^-64 --noise 1/100
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column --source free
      freebit run --bits 256 --epsilon 9/20 --delta 2^-64 --output key.json
      freebit run --epsilon 1/4 --nd 50 --log2-nb 4 --source adversarial
      freebit run --epsilon 9/20 --nd 178 --log2-nb 20 --workers 2 --transcript run.fbt --parts 16
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column \\
          --source bits.bin --stride 10 --transcript run.fbt
    """
    request = RunRequest(**options)
    with refusing():
        check_seed(request.seed)
        if request.bits is not None:
            return run_many_bits(request)
        if request.output is not None:
            raise InputError("--output is for the key of --bits")
        if request.protocol is Protocol.TESTED:
            return run_tested_protocol(request)
        device = device_asked(request)
        behind = Behind(source_asked(request), device, request.seed, request.epsilon)
        setup = Setup(request, behind, parameters_asked(request, device))
        outcome = _run(setup)
    parameters = setup.parameters
    about = behind.about(PARTIES * parameters.quintuplets + (parameters.selection_bits if outcome.l else 0))
    bound = bound_of_run(parameters, behind.refuted(), simulated=True)
    if request.as_json:
        emit(account_document(parameters, outcome, {**about, "seed": str(setup.seed)}, bound))
    else:
        print_account(parameters, outcome, behind.for_people(about), bound)
    return run_exit_code(outcome.abort)


def _run(setup: Setup) -> Outcome:
    request, parameters = setup.request, setup.parameters
    provenance = {"program": "freebit", "devices": setup.device.description, "seed": str(setup.seed)}
    request.check_apart(setup.source)
    if request.transcript is not None:
        # All that can be refused is refused before the work.
        if isinstance(request.transcript, Path):
            check_target(request.transcript, request.inputs)
        check_writable(parameters, request.transcript_encoding, provenance)
    with exhaustion_told(request):
        if request.apart:
            return _run_apart(setup, provenance)
        return _run_plainly(setup, provenance) if request.plain else _run_fast(setup, provenance)


def _run_plainly(setup: Setup, provenance: dict[str, str]) -> Outcome:
    request, parameters = setup.request, setup.parameters
    source = plain_bits(setup.behind)
    run = run_protocol(parameters, source, setup.device.quintuplet(setup.seed))
    for _ in source if isinstance(setup.source, FileSource) else ():
        pass  # the rest of the file, for its digest
    if isinstance(request.transcript, Path):
        provenance |= setup.behind.provenance(parameters.source_bits)
        write_transcript(request.transcript, run.transcript, request.transcript_encoding, provenance, request.inputs)
    return run.outcome


def _run_fast(setup: Setup, provenance: dict[str, str]) -> Outcome:
    request, parameters = setup.request, setup.parameters
    with missing_told(WITHOUT_ENGINE):
        from freebit.simulate.engine import FileBits, SampledBits, SimulatedRounds, run_rounds
    if isinstance(setup.source, FileSource):
        source: FileBits | SampledBits = FileBits(setup.source.blocks(), parameters.quintuplets, parameters.source_bits)
    else:
        source = SampledBits(setup.source, setup.seed)
    rounds = SimulatedRounds(parameters, source, setup.device, setup.seed)
    with progress_bar("measuring", parameters.quintuplets) as bar:

        def advance(done: int) -> None:
            bar.advance(bar.task_ids[0], done)

        if not isinstance(request.transcript, Path):
            return run_rounds(parameters, rounds, progress=advance)
        provenance |= setup.behind.provenance(parameters.source_bits)
        with TranscriptWriter(
            request.transcript, parameters, request.transcript_encoding, provenance, request.inputs
        ) as writer:
            return run_rounds(parameters, rounds, writer=writer, progress=advance)


def _run_apart(setup: Setup, provenance: dict[str, str]) -> Outcome:
    """The run in pieces that are made apart, and its transcript as a set of files [R4.90], [R6.128]."""
    request, parameters = setup.request, setup.parameters
    with missing_told(WITHOUT_ENGINE):
        from freebit.simulate.apart import GridJob, grid_outcome
        from freebit.simulate.engine import SampledBits, SimulatedRounds
    if not isinstance(setup.source, SampledSource):
        raise InputError("the source is a file")
    job = GridJob(
        parameters, SimulatedRounds(parameters, SampledBits(setup.source, setup.seed), setup.device, setup.seed)
    )
    provenance |= setup.behind.provenance(parameters.source_bits)
    plan, shares = shares_asked(request, job, [describe_parameters(parameters), provenance], parameters.quintuplets)
    outcome, l_bits = grid_outcome(job, plan, shares)
    if request.transcript is not None:
        parts = [share.written for share in shares if share.written is not None]
        write_transcript_index(request.transcript, parameters, request.transcript_encoding, provenance, parts, l_bits)
    return outcome
