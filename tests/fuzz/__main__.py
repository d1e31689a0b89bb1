"""``python -m tests.fuzz --count 100000 --seed 0``: mutants of all kinds of certificates, judged by everyone.

Exit code 0 if there is no disagreement, no crash and no false claim accepted, 1 if there is; each mutant that shows
a fault is written to the folder of ``--output``.  Not part of the suite, which judges a small sample.
"""

import argparse
import sys
import time
from pathlib import Path

from freebit.scheduling import Crew
from tests.fuzz.apart import BATCH, Asked, Batch, batches
from tests.fuzz.judge import Findings
from tests.test_second_implementation import NODE


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", type=float, default=0.1, help="the share of mutants of five parties")
    parser.add_argument("--without-z3", action="store_true")
    parser.add_argument("--without-javascript", action="store_true")
    parser.add_argument("--output", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--workers", type=int, help="judge on so many processes, by Dask")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="judge on the workers of this Dask scheduler")
    parser.add_argument("--state", type=Path, help="keep what is judged in this file, and go on from there")
    options = parser.parse_args()
    use_peer = NODE is not None and not options.without_javascript
    asked = Asked(options.count, options.seed, options.large, not options.without_z3, use_peer)
    start, done = time.monotonic(), 0

    def come(batch: Batch) -> None:
        nonlocal done
        for number, mutant, fault in batch.faulty:
            options.output.mkdir(parents=True, exist_ok=True)
            path = options.output / f"{options.seed}-{number}.json"
            path.write_bytes(mutant.data)
            print(f"{path}: {mutant.base}, {', '.join(mutant.changes)}: {fault}", flush=True)
        done += BATCH
        if done % 5_000 == 0:
            told(f"{done} mutants, {time.monotonic() - start:.0f} s")

    crew = Crew(options.workers, options.scheduler)
    every = batches(asked, crew, told, state=options.state, done=come)
    findings = sum((batch.findings for batch in every), Findings())
    report(findings, options.count, time.monotonic() - start)
    return int(bool(findings.faults))


def told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def report(findings: Findings, count: int, seconds: float) -> None:
    for kind in sorted({kind for kind, _ in findings.verdicts}):
        counts = {verdict: findings.verdicts[kind, verdict] for verdict in ("accepted", "rejected", "unreadable")}
        print(f"{kind:26}" + "".join(f"{number:8} {verdict}" for verdict, number in counts.items()))
    print(f"rules: {', '.join(f'{rule} {number}' for rule, number in sorted(findings.rules.items()))}")
    print(
        f"{count} mutants in {seconds:.0f} s: the second checker decided {findings.by_z3 - findings.undecided} "
        f"(undecided {findings.undecided}, another rule named {findings.other_rule}), the second implementation "
        f"{findings.by_peer}; {findings.true} accepted claims were tried; {len(findings.faults)} faults"
    )


if __name__ == "__main__":
    sys.exit(main())
