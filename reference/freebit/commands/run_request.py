"""What ``freebit run`` is asked for, and what that is made of: parameters, a source, devices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from freebit.boxes.bits import parse_bits
from freebit.boxes.box import Box
from freebit.boxes.entries import by_entry
from freebit.boxes.game import ParityGame
from freebit.commands.crew import crew_asked
from freebit.commands.exits import InputError, refusing
from freebit.commands.run_bounds import LOOKED_AT, MAX_LOG2_QUINTUPLETS, Sizes, planned_sizes
from freebit.files import read_input
from freebit.protocol.body import MAX_HEADER, BodyEncoding
from freebit.protocol.extractor import Extractor, TruthTable, Xor
from freebit.protocol.parameters import GAME, PARTIES, Parameters, Selection, log2_of_blocks, quintuplets_for
from freebit.protocol.tested_parameters import TESTED_PROTOCOL
from freebit.scheduling import Crew
from freebit.simulate.devices import (
    BoxDevice,
    Device,
    GhzDevice,
    classical_device,
    depolarised_ghz,
    fixed_output_device,
    guessing_device,
    noisy_ghz,
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
from freebit.simulate.thrifty import ThriftySource
from freebit.source.frequencies import describe
from freebit.source.weakbits import Encoding, WeakBits
from freebit.stores import Location, check_shared
from freebit.wire.document import read_bytes, read_document
from freebit.wire.reader import Reader


class Protocol(StrEnum):
    """The protocols that can be run [R4.50]."""

    PAPER = "paper"
    TESTED = TESTED_PROTOCOL


SOURCES = ("free", "biased", "adversarial", "guessed", "markov", "thrifty")
DEVICES: dict[str, Callable[[ParityGame], Device]] = {
    "ghz": GhzDevice,
    "classical": classical_device,
    "uniform": uniform_device,
    "fixed-output": lambda game: fixed_output_device(0, game),
    "guessing": guessing_device,
}
#: Devices that need a noise.
NOISY_DEVICES: dict[str, Callable[[Fraction, ParityGame], Device]] = {
    "depolarised": depolarised_ghz,
    "noisy": noisy_ghz,
}
#: The name of standard input where a file of weak bits is asked for [R6.49].
DASH = "-"
#: The options of a run in pieces that are made apart.
GO_APART = "--processes, --workers, --scheduler, --state and --parts"


@dataclass(frozen=True)
class RunRequest:
    """The options of ``freebit run``, as they were given."""

    epsilon: Fraction
    protocol: Protocol
    cells: str | None
    keep: int | None
    nd: int | None
    log2_nb: int | None
    nb: int | None
    quintuplets: int | None
    delta: Fraction | None
    passing: Fraction | None
    selection: Selection
    tolerance: int | None
    c: Fraction
    f: str
    source: str
    encoding: Encoding
    stride: int
    flip: Fraction | None
    devices: str
    noise: Fraction | None
    seed: int
    transcript: Location | None
    transcript_encoding: BodyEncoding
    plain: bool
    as_json: bool
    bits: int | None = None
    output: Path | None = None
    processes: int = 1
    workers: int | None = None
    scheduler: str | None = None
    state: Path | None = None
    parts: int | None = None

    @property
    def crew(self) -> Crew:
        """Who works on it."""
        return crew_asked(self.workers, self.scheduler, self.processes)

    @property
    def apart(self) -> bool:
        """Whether the run is worked out in pieces that are made apart [R4.90]; they are of a sampled source."""
        return self.crew.apart or self.state is not None or self.parts is not None

    def check_apart(self, source: "SampledSource | FileSource") -> None:
        """Raise ``InputError`` for what does not go together."""
        if self.transcript is None and self.parts is not None:
            raise InputError("--parts goes with --transcript")
        if self.transcript is not None and self.parts is None and (self.apart or not isinstance(self.transcript, Path)):
            raise InputError("the transcript of such a run is a set of files: --parts says how many")
        if not self.apart:
            return
        if self.crew.apart:
            check_shared([self.transcript])
        if self.plain or self.bits is not None:
            raise InputError(f"--plain and --bits go with none of {GO_APART}")
        if isinstance(source, FileSource):
            raise InputError(f"{GO_APART} are for sampled sources, not for a file")

    @property
    def one_file(self) -> Path | None:
        """The transcript that is written as one file, if one is."""
        return self.transcript if isinstance(self.transcript, Path) and self.parts is None else None

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that the run reads, which it must not write over."""
        named = [
            self.source if self.source not in (*SOURCES, DASH) else None,
            self.devices if self.devices not in DEVICES else None,
            self.f.removeprefix("@") if self.f.startswith("@") else None,
        ]
        return tuple(Path(name) for name in named if name is not None)


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


def parameters_asked(request: RunRequest, device: Device) -> Parameters:
    """What is fixed before step 1; raises ``InputError`` or ``ValueError`` for sizes that cannot be run."""
    if (request.cells, request.keep) != (None, None):
        raise InputError("--cells and --keep are for --protocol tested")
    sizes = _sizes(request, device)
    n = request.quintuplets
    parameters = Parameters(
        quintuplets=quintuplets_for(sizes.nd, sizes.log2_nb, request.c) if n is None else n,
        nd=sizes.nd,
        log2_nb=sizes.log2_nb,
        epsilon=request.epsilon,
        selection=request.selection,
        tolerance=sizes.tolerance,
        c=request.c,
        extractor=_extractor(request.f),
    )
    if parameters.quintuplets > 2**MAX_LOG2_QUINTUPLETS:
        raise InputError(f"N = {parameters.quintuplets} is more than can be run; at most 2^{MAX_LOG2_QUINTUPLETS}")
    return parameters


def _sizes(request: RunRequest, device: Device) -> Sizes:
    nd, log2_nb, nb, tolerance = request.nd, request.log2_nb, request.nb, request.tolerance
    if request.delta is not None:
        if (nd, log2_nb, nb, tolerance) != (None, None, None, None):
            raise InputError("--delta lets the planner choose --nd, --log2-nb and --tolerance; give one or the other")
        error = worst_error(device) if request.noise is not None else Fraction(0)
        return planned_sizes(request.epsilon, request.delta, request.selection, error, request.passing)
    if request.passing is not None:
        raise InputError("--pass goes with --delta")
    if nb is not None and log2_nb is None:
        log2_nb = log2_of_blocks(nb)
    elif nb is not None:
        log2_nb = None
    if nd is None or log2_nb is None:
        raise InputError("the sizes are needed: --nd and either --log2-nb or --nb, or --delta")
    if log2_nb > MAX_LOG2_QUINTUPLETS:
        raise InputError(f"log2 Nb = {log2_nb} is more than can be run; at most {MAX_LOG2_QUINTUPLETS}")
    return Sizes(nd, log2_nb, tolerance or 0)


def worst_error(device: Device) -> Fraction:
    """The probability that a quintuplet is wrong, at the input at which it is greatest."""
    return max(device.wrong_probability(x) for x in device.game.inputs)


def _extractor(text: str) -> Extractor:
    if text == "xor":
        return Xor()
    if text.startswith("@"):
        # A longer table would not fit into the header of a transcript.
        text = read_input(Path(text[1:]), MAX_HEADER).decode("ascii", "replace").strip()
    return TruthTable(parse_bits(text))


def source_asked(request: RunRequest, width: int = PARTIES, rare: int = 1) -> SampledSource | FileSource:
    """The source, of ``width`` bits a cell; ``rare`` is the parity of the weights that an adversarial one avoids.

    Raises ``InputError`` or ``ValueError`` for options that do not go together.
    """
    name = request.source
    if (name == "markov") != (request.flip is not None):
        raise InputError("--flip goes with --source markov, and --source markov with --flip")
    if name not in SOURCES:
        path = None if name == DASH else Path(name)
        return FileSource(WeakBits(path, request.encoding, request.stride))
    if request.stride != 1:
        raise InputError(f"--stride is for files, not for the source {name!r}")
    if request.flip is not None:
        return MarkovSource(request.flip, width)
    if name == "free":
        return FreeSource(width)
    if name == "biased":
        return BiasedSource(request.epsilon, width)
    if name == "thrifty":
        return ThriftySource(request.epsilon, width)
    if name == "adversarial":
        return AdversarialSource(request.epsilon, width, rare)
    return GuessedSource(request.epsilon, width)


def device_asked(request: RunRequest, game: ParityGame = GAME) -> Device:
    """The devices for a game; in the tested protocol noise without other devices is that of noisy ones [R4.69].

    Raises ``InputError`` or ``ValueError`` for options that do not go together, or a bad file.
    """
    name = request.devices
    if request.protocol is Protocol.TESTED and name == "ghz" and request.noise is not None:
        name = "noisy"
    if (name in NOISY_DEVICES) != (request.noise is not None):
        raise InputError("--noise goes with --devices depolarised or noisy, and these with --noise")
    if request.noise is not None:
        return NOISY_DEVICES[name](request.noise, game)
    return DEVICES[name](game) if name in DEVICES else _device_of_file(Path(name), game)


def _device_of_file(path: Path, game: ParityGame) -> BoxDevice:
    """The exact box that a certificate of kind "attainment" holds."""
    if not path.exists():
        raise InputError(f"there are no devices {str(path)!r} and no such file")
    with refusing(path):
        document = Reader(read_document(read_bytes(path)))
        m = game.parties
        entries = document.child("witness").child("P").vector(m).fractions()
        return BoxDevice(Box(m, by_entry(entries, m)), f"the exact box of {path}", game)
