"""How fast the protocol runs: the engine, the literal implementation, stim and Qiskit Aer at the same job.

The job is the whole protocol: draw the inputs of N quintuplets from a free (or a biased) source, let the devices
answer, find the kept quintuplets, check r for all blocks, extract k.  Stim and Aer stand in for the devices, with one
sampler or circuit for each of the 32 inputs; the rest of their job is done with NumPy, quintuplet by quintuplet in
bytes.  "words alone" merely generates the random words that the engine uses.

    python -m benchmarks.engine [--runs 5] [--quintuplets 300000000] [--json FILE]

Every figure is the median of several runs, in quintuplets per second of processor time; --json gives those by the
clock too.  Stim and Aer are left out, and called absent, where they are not installed (pip install stim qiskit-aer).
The engine works on one thread; benchmarks.growth says what processes and workers add.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import numpy as np
from benchmarks.tables import markdown, power, two_digits

from freebit.boxes.bits import all_bits
from freebit.boxes.cells import kind_labelled
from freebit.protocol.parameters import GAME, Parameters, Selection
from freebit.protocol.steps import Transcript, replay, run_protocol
from freebit.protocol.tested_parameters import TestedParameters
from freebit.simulate.devices import GhzDevice, depolarised_ghz
from freebit.simulate.engine import SampledBits, SimulatedRounds, run_rounds
from freebit.simulate.sources import BiasedSource, FreeSource, SampledSource
from freebit.simulate.stream import CHUNK, DEVICE_STREAM, SOURCE_STREAM, chunk_planes
from freebit.simulate.tested_engine import SimulatedCells, run_cells
from freebit.simulate.thrifty import ThriftySource

ND = 178
EPSILON = Fraction(9, 20)
RIGHT = np.array([GAME.target(x) if GAME.target(x) is not None else -1 for x in all_bits(5)], dtype=np.int8)
PARITY = np.array([sum(a) % 2 for a in all_bits(5)], dtype=np.int8)
MAJORITY = np.array([sum(a[:3]) > 1 for a in all_bits(5)], dtype=np.int8)


#: What makes a job for so many quintuplets and a seed, and how many are asked of it.
Job = tuple[Callable[[], Callable[[int, int], None]], int]


def parameters(quintuplets: int) -> Parameters:
    """As many blocks as fit, row selection."""
    log2_nb = max((quintuplets // (3 * ND)).bit_length() - 1, 0)
    return Parameters(quintuplets, ND if log2_nb else 1, log2_nb, EPSILON, Selection.ROW)


def engine(source: SampledSource, noise: Fraction | None = None) -> Callable[[int, int], None]:
    """The engine, end to end."""
    device = GhzDevice() if noise is None else depolarised_ghz(noise)

    def job(quintuplets: int, seed: int) -> None:
        p = parameters(quintuplets)
        rounds = SimulatedRounds(p, SampledBits(source, seed), device, seed)
        outcome = run_rounds(p, rounds)
        if noise is None and outcome.abort is not None:
            raise RuntimeError("ideal devices never abort")

    return job


def tested_engine(label: str, epsilon: Fraction | None = None) -> Callable[[int, int], None]:
    """The tested protocol at speed, end to end, with a free source or a biased one."""
    kind = kind_labelled(label)
    width = kind.drawn_bits
    source = FreeSource(width) if epsilon is None else BiasedSource(epsilon, width)
    device = GhzDevice(kind.game)

    def job(quintuplets: int, seed: int) -> None:
        keep = quintuplets if kind.inputs.derived is not None else max(quintuplets // 3, 1)
        p = TestedParameters(kind, quintuplets, keep, EPSILON)
        outcome = run_cells(p, SimulatedCells(kind, SampledBits(source, seed), device, seed))
        if outcome.abort is not None:
            raise RuntimeError("ideal devices never abort")

    return job


def words_of_tested(label: str, epsilon: Fraction | None = None) -> Callable[[int, int], None]:
    """The random words of such a run and nothing else."""
    kind = kind_labelled(label)
    planes = (FreeSource(kind.drawn_bits) if epsilon is None else BiasedSource(epsilon, kind.drawn_bits)).planes
    return _words(planes, kind.parties)


def words_only(source: SampledSource) -> Callable[[int, int], None]:
    """The random words of the engine's run and nothing else."""
    return _words(source.planes, GhzDevice().planes)


def _words(of_source: int, of_devices: int) -> Callable[[int, int], None]:
    def job(quintuplets: int, seed: int) -> None:
        for number in range(-(-quintuplets // CHUNK)):
            chunk_planes(seed, SOURCE_STREAM, number, of_source)
            chunk_planes(seed, DEVICE_STREAM, number, of_devices)

    return job


def literal(quintuplets: int, seed: int) -> None:
    """The plain implementation, its sampler included."""
    run_protocol(parameters(quintuplets), FreeSource().bits(seed), GhzDevice().quintuplet(seed))


def literal_replay(quintuplets: int, seed: int) -> None:
    """The plain steps 2 to 5 alone."""
    replay(_TRANSCRIPTS[quintuplets])


_TRANSCRIPTS: dict[int, Transcript] = {}


def finish(x: np.ndarray, a: np.ndarray, rng: np.random.Generator) -> int:
    """Steps 2 to 5 on one byte for each quintuplet's inputs and outputs."""
    p = parameters(len(x))
    target = RIGHT[x]
    kept = np.flatnonzero(target >= 0)[: p.nd * p.nb]
    wrong = (PARITY[a[kept]] != target[kept]).reshape(p.nb, p.nd).any(axis=1)
    row = int(rng.integers(p.nb))
    if wrong.sum() - wrong[row]:
        raise RuntimeError("ideal devices never abort")
    return int(MAJORITY[a[kept[row * p.nd : (row + 1) * p.nd]]].sum() % 2)


def stim_job() -> Callable[[int, int], None]:
    """Stim: one compiled sampler for each input."""
    stim = import_module("stim")
    samplers = []
    for x in all_bits(5):
        circuit = stim.Circuit("H 0\nCX 0 1 0 2 0 3 0 4")
        for party in (4, 3, 2, 1, 0):  # packed into a byte with party 1 most significant
            circuit.append("MX" if x[party] else "MY", [party])
        samplers.append(circuit.compile_sampler(seed=1))

    def job(quintuplets: int, seed: int) -> None:
        rng = np.random.Generator(np.random.SFC64(seed))
        x = rng.integers(0, 32, quintuplets, dtype=np.uint8)
        order, counts = np.argsort(x, kind="stable"), np.bincount(x, minlength=32)
        sampled = [s.sample_bit_packed(int(n))[:, 0] for s, n in zip(samplers, counts, strict=True)]
        a = np.empty_like(x)
        a[order] = np.concatenate(sampled)
        finish(x, a, rng)

    return job


def aer_job() -> Callable[[int, int], None]:
    """Qiskit Aer: one circuit for each input, the stabilizer method, shots kept one by one."""
    qiskit, aer = import_module("qiskit"), import_module("qiskit_aer")
    simulator = aer.AerSimulator(method="stabilizer")
    circuits = []
    for x in all_bits(5):
        circuit = qiskit.QuantumCircuit(5, 5)
        circuit.h(0)
        for party in range(1, 5):
            circuit.cx(0, party)
        for party in range(5):
            if not x[party]:
                circuit.sdg(party)
            circuit.h(party)
            circuit.measure(party, 4 - party)
        circuits.append(circuit)

    def job(quintuplets: int, seed: int) -> None:
        rng = np.random.Generator(np.random.SFC64(seed))
        x = rng.integers(0, 32, quintuplets, dtype=np.uint8)
        order, counts = np.argsort(x, kind="stable"), np.bincount(x, minlength=32)
        sampled = []
        for circuit, count in zip(circuits, counts, strict=True):
            result = simulator.run(circuit, shots=int(count), memory=True, seed_simulator=seed).result()
            sampled.append(np.array([int(word, 2) for word in result.get_memory()], dtype=np.uint8))
        a = np.empty_like(x)
        a[order] = np.concatenate(sampled)
        finish(x, a, rng)

    return job


@dataclass(frozen=True)
class Rate:
    """Quintuplets per second, by the clock and of processor time: the medians of some runs."""

    clock: float
    processor: float


def rate(job: Callable[[int, int], None], quintuplets: int, runs: int) -> Rate:
    """The rates of the runs after one that is not counted."""
    job(min(quintuplets, 10**5), 0)
    seconds, processor = [], []
    for seed in range(1, runs + 1):
        start, used = time.perf_counter(), time.process_time()
        job(quintuplets, seed)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return Rate(quintuplets / statistics.median(seconds), quintuplets / statistics.median(processor))


def words_of_source(source: SampledSource) -> float:
    """Random words for 64 quintuplets of a source, in the mean [R4.47]."""
    if isinstance(source, ThriftySource):
        is_open = 1 - source.law.decided / 2**16
        return 2 * source.width + 8 * source.width * 4 * is_open
    return source.planes


#: The sources that are compared, and for how small a part of the quintuplets.
SOURCES: dict[str, tuple[SampledSource, int]] = {
    "free": (FreeSource(), 1),
    "thrifty, 9/20": (ThriftySource(EPSILON), 5),
    "biased, 9/20": (BiasedSource(EPSILON), 5),
    "biased, 1/4": (BiasedSource(Fraction(1, 4)), 1),
}
TESTED = "five-multiplexer-local"
SOURCE_COLUMNS = ("source", "end to end", "words alone", "random words for 64 quintuplets, devices included")
#: What is measured of each source, in the order of its columns.
END_TO_END, WORDS = "end to end", "words alone"
OTHER_COLUMNS = ("who", "quintuplets per s", "a free source is faster by")


def source_jobs(n: int) -> dict[str, Job]:
    """Each source end to end, and its words alone; the tested protocol with a free source as well."""
    jobs: dict[str, Job] = {}
    for name, (source, part) in SOURCES.items():
        jobs[f"{name}: {END_TO_END}"] = partial(engine, source), n // part
        jobs[f"{name}: {WORDS}"] = partial(words_only, source), n // part
    jobs[f"tested protocol, free: {END_TO_END}"] = partial(tested_engine, TESTED), n
    jobs[f"tested protocol, free: {WORDS}"] = partial(words_of_tested, TESTED), n
    return jobs


def other_jobs(n: int, small: int) -> dict[str, Job]:
    """The engine at other work, and others at the same."""
    return {
        "0.5 % depolarised": (partial(engine, FreeSource(), Fraction(1, 200)), n // 10),
        "tested, five-multiplexer-derived-4": (partial(tested_engine, "five-multiplexer-derived-4"), n),
        "tested, four-majority-derived-1": (partial(tested_engine, "four-majority-derived-1"), n),
        "tested, biased with 9/20": (partial(tested_engine, TESTED, EPSILON), n // 5),
        "literal implementation": (lambda: literal, small),
        "literal, steps 2 to 5": (lambda: literal_replay, small),
        "stim": (stim_job, min(n, 10**7)),
        "Qiskit Aer": (aer_job, min(n, 10**5)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quintuplets", type=int, default=3 * 10**8, help="of the engine's runs with a free source")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    n, small = options.quintuplets, min(options.quintuplets, 2 * 10**4)
    _TRANSCRIPTS[small] = run_protocol(parameters(small), FreeSource().bits(1), GhzDevice().quintuplet(1)).transcript
    figures: dict[str, Rate | None] = {}
    for name, (make, quintuplets) in {**source_jobs(n), **other_jobs(n, small)}.items():
        try:
            figures[name] = rate(make(), quintuplets, options.runs)
        except ModuleNotFoundError:
            figures[name] = None
    report(figures, options.json)


def shown(figure: Rate | None) -> str:
    """A rate of processor time."""
    return "absent" if figure is None else power(figure.processor)


def source_rows(figures: Mapping[str, Rate | None]) -> list[list[str]]:
    """The table of the sources."""
    words = {name: words_of_source(source) for name, (source, _) in SOURCES.items()}
    words["tested protocol, free"] = words["free"]
    return [
        [
            name,
            shown(figures.get(f"{name}: {END_TO_END}")),
            shown(figures.get(f"{name}: {WORDS}")),
            f"{number + GhzDevice().planes:.3g}",
        ]
        for name, number in words.items()
    ]


def other_rows(figures: Mapping[str, Rate | None]) -> list[list[str]]:
    """The table of all else, against the engine with a free source."""
    own = figures.get(f"free: {END_TO_END}")
    rows = []
    for name in other_jobs(0, 0):
        figure = figures.get(name)
        ratio = "" if figure is None or own is None else two_digits(own.processor / figure.processor)
        rows.append([name, shown(figure), ratio])
    return rows


def report(figures: Mapping[str, Rate | None], path: str | None) -> None:
    """Both tables, as docs/growth.md holds them, and the same as JSON."""
    about = {"numpy": np.__version__, "python": platform.python_version(), "machine": platform.machine()}
    for package in ("stim", "qiskit-aer"):
        try:
            about[package] = version(package)
        except ModuleNotFoundError:
            about[package] = "absent"
    print(markdown(SOURCE_COLUMNS, source_rows(figures)), end="\n\n")
    print(markdown(OTHER_COLUMNS, other_rows(figures)), end="\n\n")
    print(", ".join(f"{key} {value}" for key, value in about.items()))
    if path:
        clock = {name: figure and figure.clock for name, figure in figures.items()}
        processor = {name: figure and figure.processor for name, figure in figures.items()}
        document = {"about": about, "quintuplets_per_second": clock, "per_second_of_processor": processor}
        Path(path).write_text(json.dumps(document, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
