"""How the work grows: quintuplets with workers, programs and certificates with parties, plans with delta.

    python -m benchmarks.growth [--log2-nb 22] [--parties 9] [--json FILE]

Every run of the engine and every plan is a process of its own, and its processor time is that of all its processes:
it says what a worker costs even where the machine has other work.  "most memory" is that of its largest process.  The
rate is that of the quintuplets by which two runs differ, so that the start of workers does not count; the start is
shown beside it.  Certificates hold the dual vector that bounds P(f=0|1...1), f = 0 where the weight of the outputs is
not 2 mod 4; it is written on every entry that the linear program does not leave 0.
"""

import argparse
import json
import math
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from freebit.boxes.bits import weight
from freebit.boxes.game import GhzGame
from freebit.kernel.check import check
from freebit.solver.documents import document_bytes
from freebit.solver.predictability import predictability

ND = 178
CREWS = {
    "one thread": ("--threads", "1"),
    "1 worker": ("--workers", "1"),
    "2 workers": ("--workers", "2"),
}
DELTAS = (16, 64, 256, 1024)
#: Runs that are too long for here: log10 of their quintuplets.
LONG_RUNS = (12, 15)


@dataclass(frozen=True)
class Spent:
    """What a process and those that it started took."""

    seconds: float
    processor: float
    memory: int
    output: bytes


@dataclass(frozen=True)
class CrewGrowth:
    """A run at two sizes."""

    crew: str
    quintuplets: int
    small: float
    large: float
    rate: float
    processor_rate: float
    small_memory: int
    large_memory: int


@dataclass(frozen=True)
class ProofGrowth:
    """One linear program and the certificate of its maximum."""

    parties: int
    value: str
    solved: float
    size: int
    checked: float


@dataclass(frozen=True)
class PlanGrowth:
    """One question to the planner."""

    log2_delta: int
    quintuplets: int
    seconds: float


def spent(arguments: Sequence[str]) -> Spent:
    """Run freebit with these arguments; raises ``RuntimeError`` unless its exit code is 0."""
    with TemporaryDirectory() as folder:
        output = Path(folder, "output")
        start = time.perf_counter()
        with output.open("wb") as file:
            process = os.posix_spawn(
                sys.executable,
                [sys.executable, "-m", "freebit", *arguments],
                os.environ,
                file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), 1)],
            )
            _, status, usage = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) != 0:
            raise RuntimeError(f"freebit {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
        return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, output.read_bytes())


def per(amount: float, seconds: float) -> float:
    """A rate; not a number where the runs are too short to differ."""
    return amount / seconds if seconds > 0 else math.nan


def crew_growth(crew: str, log2_nb: int) -> CrewGrowth:
    """The protocol with a free source, at a quarter of the blocks and at all of them."""

    def run(log2: int) -> Spent:
        sizes = ("--nd", str(ND), "--log2-nb", str(log2), "--epsilon", "9/20")
        return spent(["run", *sizes, *CREWS[crew], "--json"])

    small, large = run(log2_nb - 2), run(log2_nb)
    quintuplets = 3 * ND * 2**log2_nb
    more = quintuplets * 3 / 4
    return CrewGrowth(
        crew,
        quintuplets,
        small.seconds,
        large.seconds,
        per(more, large.seconds - small.seconds),
        per(more, large.processor - small.processor),
        small.memory,
        large.memory,
    )


def proof_growth(parties: int) -> ProofGrowth:
    """The exact linear program of so many parties, and its certificate checked by the kernel."""
    start = time.perf_counter()
    extreme = predictability(GhzGame(parties), (1,) * parties, lambda a: int(weight(a) % 4 == 2)).maximum
    solved = time.perf_counter() - start
    document = document_bytes(extreme.document({}, primal=False))
    start = time.perf_counter()
    report = check(document)
    if not report.accepted:
        raise RuntimeError(f"rejected: {report.rejection}")
    return ProofGrowth(parties, str(extreme.value), solved, len(document), time.perf_counter() - start)


def plan_growth(log2_delta: int) -> PlanGrowth:
    """A plan of the tested protocol for delta = 2^-log2_delta."""
    done = spent(["plan", "--protocol", "tested", "--epsilon", "9/20", "--delta", f"2^-{log2_delta}", "--json"])
    return PlanGrowth(log2_delta, int(json.loads(done.output)["quintuplets"]), done.seconds)


def table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of words and numbers."""
    shown = Table()
    for column in columns:
        shown.add_column(column, justify="right")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def long_runs(best: CrewGrowth, one: CrewGrowth) -> list[list[str]]:
    """What a run would cost whose quintuplets go on at the measured rates."""
    rows = []
    for log10 in LONG_RUNS:
        n = 10**log10
        frames = -(-n // 2**18)
        rows.append(
            [
                f"10^{log10}",
                f"{n / one.processor_rate / 3600:.3g}",
                f"{n / best.rate / 3600:.3g}",
                f"{n * 10 / 8 / 10**12:.4g}",
                f"{frames:,}",
            ]
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log2-nb", type=int, default=22, help="of the larger run; the smaller has a quarter")
    parser.add_argument("--parties", type=int, default=9, help="of the largest linear program, at most 9")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 110)
    print_all(console, options.log2_nb, options.parties, options.json)


def print_all(console: Console, log2_nb: int, parties: int, path: str | None) -> None:
    """All tables, each when it is measured."""
    crews = [crew_growth(crew, log2_nb) for crew in CREWS]
    table(
        console,
        ["who", "quintuplets", "a quarter, s", "all, s", "per s", "ratio", "per s of processor", "most memory, MB"],
        [
            [
                c.crew,
                f"{c.quintuplets:.3g}",
                f"{c.small:.2f}",
                f"{c.large:.2f}",
                f"{c.rate:.3g}",
                f"{c.rate / crews[0].rate:.2f}",
                f"{c.processor_rate:.3g}",
                f"{c.small_memory / 10**6:.0f}, {c.large_memory / 10**6:.0f}",
            ]
            for c in crews
        ],
    )
    proofs = [proof_growth(own) for own in range(3, parties + 1)]
    table(
        console,
        ["parties", "maximum", "solved, s", "certificate, bytes", "checked, s", "bytes per s"],
        [
            [str(p.parties), p.value, f"{p.solved:.3f}", f"{p.size:,}", f"{p.checked:.3f}", f"{p.size / p.checked:.3g}"]
            for p in proofs
        ],
    )
    plans = [plan_growth(own) for own in DELTAS]
    table(
        console,
        ["-log2 delta", "N", "N per bit", "s"],
        [
            [str(p.log2_delta), f"{p.quintuplets:,}", f"{p.quintuplets / p.log2_delta:.1f}", f"{p.seconds:.2f}"]
            for p in plans
        ],
    )
    table(
        console,
        ["N, on paper", "processor hours", f"hours of {crews[-1].crew}", "transcript, TB", "frames"],
        long_runs(crews[-1], crews[0]),
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(f"python {platform.python_version()}, {os.cpu_count()} cores, load {load}")
    if path:
        figures = {
            "load": os.getloadavg(),
            "crews": [asdict(own) for own in crews],
            "proofs": [asdict(own) for own in proofs],
            "plans": [asdict(own) for own in plans],
        }
        Path(path).write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
