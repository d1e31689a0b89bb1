"""How fast the protocol runs: the engine, the literal implementation, stim and Qiskit Aer at the same job.

The rows "tested" are the tested protocol on one thread.  The job is the whole protocol: draw the inputs of N
quintuplets from a free (or a biased) source, let the
devices answer, find the kept quintuplets, check r for all blocks, extract k.  Stim and Aer stand in for the
devices, with one sampler or circuit for each of the 32 inputs; the rest of their job is done with NumPy,
quintuplet by quintuplet in bytes.  "words only" merely generates the random words that the engine uses.

    python benchmarks/engine.py [--runs 5] [--quintuplets 300000000] [--json FILE]

Every figure is the median of several runs; stim and Aer are left out, and called absent, where they are not
installed (pip install stim qiskit-aer).  They run on one core, so that the ratio that counts is with the
engine on one thread.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from importlib import import_module
from importlib.metadata import version

import numpy as np
from rich.console import Console
from rich.table import Table

from freebit.boxes.bits import all_bits
from freebit.boxes.cells import kind_labelled
from freebit.protocol.parameters import GAME, Parameters, Selection
from freebit.protocol.steps import Transcript, replay, run_protocol
from freebit.protocol.tested_parameters import TestedParameters
from freebit.simulate.devices import GhzDevice, depolarised_ghz
from freebit.simulate.engine import SampledBits, SimulatedRounds, in_order, run_rounds, spans_of
from freebit.simulate.sources import BiasedSource, FreeSource, SampledSource
from freebit.simulate.stream import DEVICE_STREAM, SOURCE_STREAM, chunk_planes
from freebit.simulate.tested_engine import SimulatedCells, run_cells
from freebit.simulate.thrifty import ThriftySource

ND = 178
EPSILON = Fraction(9, 20)
RIGHT = np.array([GAME.target(x) if GAME.target(x) is not None else -1 for x in all_bits(5)], dtype=np.int8)
PARITY = np.array([sum(a) % 2 for a in all_bits(5)], dtype=np.int8)
MAJORITY = np.array([sum(a[:3]) > 1 for a in all_bits(5)], dtype=np.int8)


def parameters(quintuplets: int) -> Parameters:
    """As many blocks as fit, row selection."""
    log2_nb = max((quintuplets // (3 * ND)).bit_length() - 1, 0)
    return Parameters(quintuplets, ND if log2_nb else 1, log2_nb, EPSILON, Selection.ROW)


def engine(source: SampledSource, threads: int, noise: Fraction | None = None) -> Callable[[int, int], None]:
    """The engine, end to end."""
    device = GhzDevice() if noise is None else depolarised_ghz(noise)

    def job(quintuplets: int, seed: int) -> None:
        p = parameters(quintuplets)
        rounds = SimulatedRounds(p, SampledBits(source, seed), device, seed)
        outcome = run_rounds(p, rounds, threads=threads)
        if noise is None and outcome.abort is not None:
            raise RuntimeError("ideal devices never abort")

    return job


def tested_engine(label: str, threads: int, epsilon: Fraction | None = None) -> Callable[[int, int], None]:
    """The tested protocol at speed, end to end, with a free source or a biased one."""
    kind = kind_labelled(label)
    width = kind.drawn_bits
    source = FreeSource(width) if epsilon is None else BiasedSource(epsilon, width)
    device = GhzDevice(kind.game)

    def job(quintuplets: int, seed: int) -> None:
        keep = quintuplets if kind.inputs.derived is not None else max(quintuplets // 3, 1)
        p = TestedParameters(kind, quintuplets, keep, EPSILON)
        outcome = run_cells(p, SimulatedCells(kind, SampledBits(source, seed), device, seed), threads=threads)
        if outcome.abort is not None:
            raise RuntimeError("ideal devices never abort")

    return job


def words_of_tested(label: str, threads: int, epsilon: Fraction | None = None) -> Callable[[int, int], None]:
    """The random words of such a run and nothing else."""
    kind = kind_labelled(label)
    planes = (FreeSource(kind.drawn_bits) if epsilon is None else BiasedSource(epsilon, kind.drawn_bits)).planes
    return _words(planes, kind.parties, threads)


def words_only(source: SampledSource, threads: int) -> Callable[[int, int], None]:
    """The random words of the engine's run and nothing else."""
    return _words(source.planes, GhzDevice().planes, threads)


def _words(of_source: int, of_devices: int, threads: int) -> Callable[[int, int], None]:
    def chunk(number: int) -> int:
        words = chunk_planes(1, SOURCE_STREAM, number, of_source)
        return len(words) + len(chunk_planes(1, DEVICE_STREAM, number, of_devices))

    def job(quintuplets: int, seed: int) -> None:
        for _ in in_order(lambda chunks: sum(map(chunk, chunks)), spans_of(quintuplets, threads), threads):
            pass

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


def rate(job: Callable[[int, int], None], quintuplets: int, runs: int) -> float:
    """Quintuplets per second, the median of the runs after one that is not counted."""
    job(min(quintuplets, 10**5), 0)
    seconds = []
    for seed in range(1, runs + 1):
        start = time.perf_counter()
        job(quintuplets, seed)
        seconds.append(time.perf_counter() - start)
    return quintuplets / statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quintuplets", type=int, default=3 * 10**8, help="of the engine's runs with a free source")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    n, small = options.quintuplets, min(options.quintuplets, 2 * 10**4)
    _TRANSCRIPTS[small] = run_protocol(parameters(small), FreeSource().bits(1), GhzDevice().quintuplet(1)).transcript
    free, biased, quarter = FreeSource(), BiasedSource(EPSILON), BiasedSource(Fraction(1, 4))
    thrifty = ThriftySource(EPSILON)
    rows: list[tuple[str, Callable[[], Callable[[int, int], None]], int]] = []
    for threads in (1, 2):
        on = f"{threads} thread" + "s" * (threads > 1)
        rows += [
            (f"engine, free source, {on}", partial(engine, free, threads), n),
            (f"words only, free source, {on}", partial(words_only, free, threads), n),
            (f"engine, source biased with 9/20, {on}", partial(engine, biased, threads), n // 5),
            (f"words only, biased with 9/20, {on}", partial(words_only, biased, threads), n // 5),
            (f"engine, thrifty source of 9/20, {on}", partial(engine, thrifty, threads), n // 5),
            (f"words only, thrifty with 9/20, {on}", partial(words_only, thrifty, threads), n // 5),
            (f"engine, source biased with 1/4, {on}", partial(engine, quarter, threads), n),
            (f"engine, free, 0.5 % depolarised, {on}", partial(engine, free, threads, Fraction(1, 200)), n // 10),
        ]
    usual = "five-multiplexer-local"
    for label in (usual, "five-multiplexer-derived-4", "four-majority-derived-1"):
        rows += [
            (f"tested, {label}", partial(tested_engine, label, 1), n),
            (f"tested, {label}, words only", partial(words_of_tested, label, 1), n),
        ]
    rows += [
        (
            "tested, five-multiplexer-local, biased with 9/20",
            partial(tested_engine, usual, 1, EPSILON),
            n // 5,
        ),
        ("tested, the same, words only", partial(words_of_tested, usual, 1, EPSILON), n // 5),
        ("literal implementation", lambda: literal, small),
        ("literal, steps 2 to 5", lambda: literal_replay, small),
        ("stim", stim_job, min(n, 10**7)),
        ("Qiskit Aer", aer_job, min(n, 10**5)),
    ]
    figures: dict[str, float | None] = {}
    for name, make, quintuplets in rows:
        try:
            figures[name] = rate(make(), quintuplets, options.runs)
        except ModuleNotFoundError:
            figures[name] = None
    report(figures, options.json)


def report(figures: dict[str, float | None], path: str | None) -> None:
    """The table, and the same as JSON."""
    own = figures["engine, free source, 1 thread"]
    table = Table()
    table.add_column("what", no_wrap=True)
    table.add_column("quintuplets/s", justify="right")
    table.add_column("engine, 1 thread, is faster by", justify="right")
    for name, figure in figures.items():
        if figure is None or own is None:
            table.add_row(name, "absent", "")
        else:
            table.add_row(name, f"{figure:.3g}", f"{own / figure:.3g}")
    about = {"numpy": np.__version__, "python": platform.python_version(), "machine": platform.machine()}
    for package in ("stim", "qiskit-aer"):
        try:
            about[package] = version(package)
        except ModuleNotFoundError:
            about[package] = "absent"
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 100)
    console.print(table)
    console.print(", ".join(f"{key} {value}" for key, value in about.items()))
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"about": about, "quintuplets_per_second": figures}, file, indent=2)


if __name__ == "__main__":
    main()
