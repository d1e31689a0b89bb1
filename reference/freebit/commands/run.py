"""``freebit run``: steps 1 to 5 on the bits of a file or of a sampled source, with simulated devices."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from freebit.boxes.bits import parse_bits
from freebit.boxes.box import Box
from freebit.boxes.entries import by_entry
from freebit.commands.account import document, print_account
from freebit.commands.common import InputError, output_may_close, progress_bar
from freebit.commands.quantities import RATIONAL, emit
from freebit.commands.run_bounds import MAX_LOG2_QUINTUPLETS, Sizes, bound_of_run, planned_sizes, refuted_by
from freebit.protocol.extractor import Extractor, TruthTable, Xor
from freebit.protocol.parameters import (
    GAME,
    PARTIES,
    Parameters,
    Selection,
    SourceExhaustedError,
    log2_of_blocks,
    quintuplets_for,
)
from freebit.protocol.steps import Outcome, run_protocol
from freebit.protocol.transcript import BodyEncoding, TranscriptWriter, write_transcript
from freebit.simulate.devices import (
    BoxDevice,
    Device,
    GhzDevice,
    classical_device,
    depolarised_ghz,
    fixed_output_device,
    guessing_device,
    uniform_device,
)
from freebit.simulate.sources import (
    AdversarialSource,
    BiasedSource,
    FreeSource,
    GuessedSource,
    MarkovSource,
    SampledSource,
)
from freebit.simulate.stream import check_seed
from freebit.source.frequencies import FALSE_ALARM, LOOKED_AT, describe
from freebit.source.weakbits import ASSUMPTION, Encoding, WeakBits, bits_of
from freebit.theorem.assumptions import Assumption
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader

SOURCES = ("free", "biased", "adversarial", "guessed", "markov")
DEVICES: dict[str, Callable[[], Device]] = {
    "ghz": GhzDevice,
    "classical": classical_device,
    "uniform": uniform_device,
    "fixed-output": fixed_output_device,
    "guessing": guessing_device,
}


class FileSource:
    """The bits of a file; the first of them are also counted, to see whether they refute epsilon."""

    def __init__(self, weak: WeakBits) -> None:
        self.weak = weak
        self._first: list[bytes] = []
        self._left = LOOKED_AT

    def blocks(self) -> Iterator[bytes]:
        """The blocks of the file."""
        for block in self.weak.blocks():
            if self._left > 0:
                self._first.append(block[: self._left])
                self._left -= len(self._first[-1])
            yield block

    def epsilon_at_most(self) -> Fraction:
        """The largest epsilon that the first bits do not refute [R1.21]."""
        return describe(self._first).epsilon_at_most


@dataclass(frozen=True)
class Setup:
    """What ``freebit run`` was asked for, beyond the protocol's own parameters."""

    source: SampledSource | FileSource
    device: Device
    seed: int
    transcript: Path | None
    encoding: BodyEncoding
    plain: bool
    threads: int


@click.command()
@click.option("--epsilon", type=RATIONAL, required=True, help="The epsilon that the source is assumed to have.")
@click.option("--nd", type=int, help="Nd, the quintuplets of a block (columns of the grid).")
@click.option("--log2-nb", type=int, help="log2 of Nb, the number of blocks (rows of the grid).")
@click.option("--nb", type=int, help="Nb itself, a power of 2.")
@click.option("--quintuplets", "-N", type=int, help="N; by default the least that is at least c Nd Nb.")
@click.option("--delta", type=RATIONAL, help="Ask the planner for sizes that guarantee P(guess) <= 1/2 + delta.")
@click.option("--pass", "passing", type=RATIONAL, help="With --delta and --noise: least chance of passing step 4.")
@click.option("--selection", type=click.Choice([s.value for s in Selection]), default="row", show_default=True)
@click.option("--tolerance", "-w", type=int, help="Wrong cells allowed in a column; 0 by default.")
@click.option("--c", type=RATIONAL, default="3", show_default=True, help="The constant of step 2.")
@click.option(
    "--function", "f", default="xor", show_default=True, help="f of step 5: xor, 2^Nd bits, or @FILE of them."
)
@click.option("--source", default="free", show_default=True, help=f"A file of weak bits, or {', '.join(SOURCES)}.")
@click.option("--encoding", type=click.Choice([e.value for e in Encoding]), default="nist", show_default=True)
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
@click.option(
    "--transcript-encoding", type=click.Choice([e.value for e in BodyEncoding]), default="planes", show_default=True
)
@click.option("--plain", is_flag=True, help="Run the literal implementation, which needs no NumPy.")
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write the account as JSON.")
def command(as_json: bool, **options: Any) -> None:
    """Run the protocol, steps 1 to 5, and tell what happened at each.

    The exit code is 0 if the protocol was not aborted, 1 if it was, and 2 for input that cannot be used.

    \b
    Examples:
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column --source free
      freebit run --epsilon 1/4 --nd 50 --log2-nb 4 --source adversarial
      freebit run --epsilon 9/20 --nd 178 --log2-nb 5 --selection column \\
          --source bits.bin --stride 10 --transcript run.fbt
    """
    try:
        setup = _setup(options)
        parameters = _parameters(options, setup.device)
        outcome = _run(parameters, setup)
    except SourceExhaustedError as error:
        stride = f" with stride {options['stride']}" if options["stride"] > 1 else ""
        raise InputError(f"{options['source']}{stride}: {error}") from error
    except (ValueError, OSError) as error:
        raise InputError(str(error)) from error
    about = _about(parameters, setup, outcome)
    bound = bound_of_run(parameters, _refuted(parameters, setup), simulated=True)
    with output_may_close():
        if as_json:
            emit(document(parameters, outcome, {**about, "seed": str(setup.seed)}, bound))
        else:
            print_account(parameters, outcome, _for_people(parameters, setup, about), bound)
    raise SystemExit(0 if outcome.abort is None else 1)


def _parameters(options: dict[str, Any], device: Device) -> Parameters:
    sizes = _sizes(options, device)
    n = options["quintuplets"]
    return Parameters(
        quintuplets=quintuplets_for(sizes.nd, sizes.log2_nb, options["c"]) if n is None else n,
        nd=sizes.nd,
        log2_nb=sizes.log2_nb,
        epsilon=options["epsilon"],
        selection=Selection(options["selection"]),
        tolerance=sizes.tolerance,
        c=options["c"],
        extractor=_extractor(options["f"]),
    )


def _sizes(options: dict[str, Any], device: Device) -> Sizes:
    nd, log2_nb, nb, tolerance = (options[key] for key in ("nd", "log2_nb", "nb", "tolerance"))
    if options["delta"] is not None:
        if (nd, log2_nb, nb, tolerance) != (None, None, None, None):
            raise InputError("--delta lets the planner choose --nd, --log2-nb and --tolerance; give one or the other")
        error = _worst(device) if options["noise"] is not None else Fraction(0)
        selection = Selection(options["selection"])
        return planned_sizes(options["epsilon"], options["delta"], selection, error, options["passing"])
    if options["passing"] is not None:
        raise InputError("--pass goes with --delta")
    if nd is None or (log2_nb is None) == (nb is None):
        raise InputError("the sizes are needed: --nd and either --log2-nb or --nb, or --delta")
    log2_nb = log2_nb if nb is None else log2_of_blocks(nb)
    if log2_nb > MAX_LOG2_QUINTUPLETS:
        raise InputError(f"log2 Nb = {log2_nb} is more than can be run; at most {MAX_LOG2_QUINTUPLETS}")
    return Sizes(nd, log2_nb, tolerance or 0)


def _worst(device: Device) -> Fraction:
    """The probability that a quintuplet is wrong, at the input at which it is greatest."""
    return max(device.wrong_probability(x) for x in GAME.inputs)


def _extractor(text: str) -> Extractor:
    if text == "xor":
        return Xor()
    return TruthTable(parse_bits(Path(text[1:]).read_text("ascii").strip() if text.startswith("@") else text))


def _setup(options: dict[str, Any]) -> Setup:
    return Setup(
        source=_source(options),
        device=_device(options["devices"], options["noise"]),
        seed=check_seed(options["seed"]),
        transcript=options["transcript"],
        encoding=BodyEncoding(options["transcript_encoding"]),
        plain=options["plain"],
        threads=options["threads"],
    )


def _source(options: dict[str, Any]) -> SampledSource | FileSource:
    name, epsilon = options["source"], options["epsilon"]
    if (name == "markov") != (options["flip"] is not None):
        raise InputError("--flip goes with --source markov, and --source markov with --flip")
    if name not in SOURCES:
        path = Path("/dev/stdin") if name == "-" else Path(name)
        return FileSource(WeakBits(path, Encoding(options["encoding"]), options["stride"]))
    if options["stride"] != 1:
        raise InputError(f"--stride is for files, not for the source {name!r}")
    if name == "markov":
        return MarkovSource(options["flip"])
    if name == "free":
        return FreeSource()
    if name == "biased":
        return BiasedSource(epsilon)
    return AdversarialSource(epsilon) if name == "adversarial" else GuessedSource(epsilon)


def _device(name: str, noise: Fraction | None) -> Device:
    if (name == "depolarised") != (noise is not None):
        raise InputError("--noise goes with --devices depolarised, and --devices depolarised with --noise")
    if noise is not None:
        return depolarised_ghz(noise)
    return DEVICES[name]() if name in DEVICES else _device_of_file(Path(name))


def _device_of_file(path: Path) -> BoxDevice:
    """The exact box that a certificate of kind "attainment" holds."""
    if not path.exists():
        raise InputError(f"there are no devices {str(path)!r} and no such file")
    try:
        document = Reader(read_document(read_bytes(path)))
        entries = document.child("witness").child("P").vector(PARTIES).fractions()
        return BoxDevice(Box(PARTIES, by_entry(entries, PARTIES)), f"the exact box of {path}")
    except UnreadableError as error:
        raise error.in_file(str(path)) from error
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


def _run(parameters: Parameters, setup: Setup) -> Outcome:
    provenance = {"program": "freebit", "devices": setup.device.description, "seed": str(setup.seed)}
    if setup.plain:
        source = _plain_bits(setup)
        run = run_protocol(parameters, source, setup.device.quintuplet(setup.seed))
        for _ in source if isinstance(setup.source, FileSource) else ():
            pass  # the rest of the file, for its digest
        outcome = run.outcome
        if setup.transcript is not None:
            provenance |= _source_provenance(parameters, setup)
            write_transcript(setup.transcript, run.transcript, setup.encoding, provenance)
    else:
        outcome = _run_fast(parameters, setup, provenance)
    return outcome


def _plain_bits(setup: Setup) -> Iterator[int]:
    if isinstance(setup.source, FileSource):
        return bits_of(setup.source.blocks())
    return setup.source.bits(setup.seed)


def _run_fast(parameters: Parameters, setup: Setup, provenance: dict[str, str]) -> Outcome:
    try:
        from freebit.simulate.engine import FileBits, SampledBits, SimulatedRounds, run_rounds
    except ModuleNotFoundError as error:
        raise InputError("the fast engine needs NumPy: pip install 'freebit[sim]', or use --plain") from error
    if isinstance(setup.source, FileSource):
        source: FileBits | SampledBits = FileBits(setup.source.blocks(), parameters)
    else:
        source = SampledBits(setup.source, setup.seed)
    rounds = SimulatedRounds(parameters, source, setup.device, setup.seed)
    with progress_bar("measuring", parameters.quintuplets) as bar:

        def advance(done: int) -> None:
            bar.advance(bar.task_ids[0], done)

        if setup.transcript is None:
            return run_rounds(parameters, rounds, threads=setup.threads, progress=advance)
        provenance |= _source_provenance(parameters, setup)
        with TranscriptWriter(setup.transcript, parameters, setup.encoding, provenance) as writer:
            return run_rounds(parameters, rounds, threads=setup.threads, writer=writer, progress=advance)


def _source_provenance(parameters: Parameters, setup: Setup) -> dict[str, str]:
    """Where the bits came from, as a transcript's header tells it [R1.19], [R6.35]."""
    if isinstance(setup.source, FileSource):
        facts = asdict(setup.source.weak.provenance(parameters.source_bits))
        return {f"source {key.replace('_', ' ')}": str(value) for key, value in facts.items()}
    return {"source": setup.source.description, "assumption": ASSUMPTION}


def _about(parameters: Parameters, setup: Setup, outcome: Outcome) -> dict[str, dict[str, str]]:
    """Source and devices, as the account of the run describes them."""
    if isinstance(setup.source, FileSource):
        used = PARTIES * parameters.quintuplets + (parameters.selection_bits if outcome.l else 0)
        source = {key: str(value) for key, value in asdict(setup.source.weak.provenance(used)).items()}
        source["epsilon_not_refuted"] = str(setup.source.epsilon_at_most())
    else:
        source = {"description": setup.source.description, "epsilon": str(setup.source.epsilon)}
    devices = {"description": setup.device.description, "wrong_probability": str(_worst(setup.device))}
    return {"source": source, "devices": devices}


def _refuted(parameters: Parameters, setup: Setup) -> tuple[Assumption, ...]:
    """What the source's bits, or what is known of it, refute [R6.69]."""
    if isinstance(setup.source, FileSource):
        why = f"its bits refute it with a false alarm of {float(FALSE_ALARM):.1e}, see freebit describe"
        return refuted_by(setup.source.epsilon_at_most(), parameters.epsilon, why)
    return refuted_by(setup.source.epsilon, parameters.epsilon, "the sampled source has less")


def _for_people(parameters: Parameters, setup: Setup, about: dict[str, dict[str, str]]) -> dict[str, str]:
    source, devices = about["source"], about["devices"]
    if isinstance(setup.source, FileSource):
        told = (
            f"{source['path']} ({source['encoding']}, stride {source['stride']}), {source['bits_used']} bits used; "
            f"SHA-256 {source['sha256']}"
        )
        most = Fraction(source["epsilon_not_refuted"])
        if parameters.epsilon > most:
            told += (
                f". THE DATA REFUTE THE ASSUMED EPSILON: eq (1) could hold with {float(most):.4f} at most "
                f"(false alarm {float(FALSE_ALARM):.1e}; see freebit describe)"
            )
    else:
        told = f"{source['description']}; eq (1) holds with epsilon = {source['epsilon']}"
        if setup.source.epsilon < parameters.epsilon:
            told += ", LESS THAN ASSUMED"
    wrong = Fraction(devices["wrong_probability"])
    chance = str(wrong) if wrong.denominator < 1000 else f"about {float(wrong):.4g}"
    return {
        "source": told,
        "devices": f"{devices['description']}; wrong with probability {chance} (at the worst input)",
        "seed": str(setup.seed),
    }
