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
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.tables import markdown, power, two_digits

from freebit.boxes.bits import all_bits, weight
from freebit.boxes.game import GhzGame
from freebit.kernel.check import check
from freebit.solver.documents import document_bytes
from freebit.solver.predictability import predictability

ND = 178
CREWS = {
    "one thread": (),
    "2 processes": ("--processes", "2"),
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


def proof_growth(parties: int, *, full: bool = False) -> ProofGrowth:
    """The exact linear program of so many parties, and its certificate checked by the kernel.

    One that is ``full`` holds every entry: those of each input have a small share more, and the bound all these shares.
    """
    start = time.perf_counter()
    extreme = predictability(GhzGame(parties), (1,) * parties, lambda a: int(weight(a) % 4 == 2)).maximum
    solved = time.perf_counter() - start
    if full:
        words = all_bits(parties)
        more = {x: Fraction(2 * number + 2**30 + 1, 2**45) for number, x in enumerate(words)}
        dual = {(a, x): extreme.dual.get((a, x), Fraction(0)) + more[x] for x in words for a in words}
        extreme = replace(extreme, value=extreme.value + sum(more.values()), dual=dual)
    document = document_bytes(extreme.document({}, primal=False))
    start = time.perf_counter()
    report = check(document)
    if not report.accepted:
        raise RuntimeError(f"rejected: {report.rejection}")
    value = f"{extreme.value - sum(more.values())}, every entry written" if full else str(extreme.value)
    return ProofGrowth(parties, value, solved, len(document), time.perf_counter() - start)


def plan_growth(log2_delta: int) -> PlanGrowth:
    """A plan of the tested protocol for delta = 2^-log2_delta."""
    done = spent(["plan", "--protocol", "tested", "--epsilon", "9/20", "--delta", f"2^-{log2_delta}", "--json"])
    return PlanGrowth(log2_delta, int(json.loads(done.output)["quintuplets"]), done.seconds)


CREW_COLUMNS = (
    "who",
    "a quarter, s",
    "all, s",
    "per s",
    "ratio",
    "per s of processor",
    "most memory, MB, at a quarter and at all",
)
PROOF_COLUMNS = ("parties", "maximum", "solved, s", "certificate, MB", "checked, s")
PLAN_COLUMNS = ("-log2 delta", "N", "N for each", "s")
LONG_COLUMNS = ("on paper", *(f"10^{log10}" for log10 in LONG_RUNS))


def crew_rows(crews: Sequence[CrewGrowth]) -> list[list[str]]:
    """Runs of the engine; the ratio is that of rates, to the first."""
    return [
        [
            c.crew,
            f"{c.small:.1f}",
            f"{c.large:.1f}",
            power(c.rate),
            f"{c.rate / crews[0].rate:.2f}",
            power(c.processor_rate),
            f"{c.small_memory / 10**6:.0f}, {c.large_memory / 10**6:.0f}",
        ]
        for c in crews
    ]


def proof_rows(proofs: Sequence[ProofGrowth]) -> list[list[str]]:
    """Exact programs and their certificates."""
    return [[str(p.parties), p.value, f"{p.solved:.2g}", f"{p.size / 10**6:.2g}", f"{p.checked:.2g}"] for p in proofs]


def plan_rows(plans: Sequence[PlanGrowth]) -> list[list[str]]:
    """Plans of the tested protocol."""
    return [
        [str(p.log2_delta), str(p.quintuplets), f"{p.quintuplets / p.log2_delta:.1f}", f"{p.seconds:.1f}"]
        for p in plans
    ]


def long_rows(one: CrewGrowth) -> list[list[str]]:
    """What a run with a free source would take whose quintuplets go on at the measured rate."""
    sizes = [10**log10 for log10 in LONG_RUNS]
    return [
        ["random words and steps 2 to 5, processor hours", *(two_digits(n / one.processor_rate / 3600) for n in sizes)],
        ["transcript, encoding planes, TB", *(f"{n * 10 / 8 / 10**12:.4g}" for n in sizes)],
        ["frames of 2^18", *(f"{-(-n // 2**18):,}".replace(",", " ") for n in sizes)],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log2-nb", type=int, default=22, help="of the larger run; the smaller has a quarter")
    parser.add_argument("--parties", type=int, default=9, help="of the largest linear program, at most 9")
    parser.add_argument("--json", help="write the figures to this file as well")
    options = parser.parse_args()
    print_all(options.log2_nb, options.parties, options.json)


def print_all(log2_nb: int, parties: int, path: str | None) -> None:
    """All tables as docs/growth.md holds them, each when it is measured."""
    print(f"{3 * ND * 2**log2_nb:.2g} quintuplets", end="\n\n")
    crews = [crew_growth(crew, log2_nb) for crew in CREWS]
    print(markdown(CREW_COLUMNS, crew_rows(crews)), end="\n\n", flush=True)
    proofs = [*(proof_growth(own) for own in range(3, parties + 1)), proof_growth(parties, full=True)]
    print(markdown(PROOF_COLUMNS, proof_rows(proofs)), end="\n\n", flush=True)
    plans = [plan_growth(own) for own in DELTAS]
    print(markdown(PLAN_COLUMNS, plan_rows(plans)), end="\n\n", flush=True)
    print(markdown(LONG_COLUMNS, long_rows(crews[0])), end="\n\n")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"python {platform.python_version()}, {os.cpu_count()} cores, load {load}")
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
