"""Problem (7) for five parties, x0 = 10000 and the majority of parties 1, 2, 3: freebit beside other solvers.

    python benchmarks/lemma.py [--json] [--runs N] [--timeout SECONDS]

All get the full problem: the game's definition for freebit, and for the others the same program written
out in 242 correlators, 256 equations and 768 inequalities (SMT solvers are asked to refute P > 3/4; who
reads a file gets it ready-made).  Each contestant runs in a process of its own, several times; printed are
the median, and whether the answer 3/4 came out.  A solver that is not installed is left out of the race.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "reference"))

from freebit.boxes.bits import majority_of  # noqa: E402
from freebit.boxes.game import MerminGame  # noqa: E402
from freebit.kernel.check import Report, check  # noqa: E402
from freebit.kernel.kinds.family import Bound  # noqa: E402
from freebit.kernel.kinds.predictability import Extreme  # noqa: E402

GAME, X0, TRIPLE, ANSWER = MerminGame(), (1, 0, 0, 0, 0), (0, 1, 2), Fraction(3, 4)

#: One run: prepares, and returns the part to be timed, which returns the answer as text.
Run = Callable[[Path], Callable[[], str]]


class NotInstalledError(Exception):
    """The contestant is not on this machine."""


@dataclass(frozen=True)
class Contestant:
    """A way to the answer, and how exact it is."""

    name: str
    exactness: str
    prepare: Run
    expected: str = str(ANSWER)


@dataclass(frozen=True)
class Result:
    """Times in seconds; ``remark`` says why there are none."""

    name: str
    exactness: str
    times: tuple[float, ...] = ()
    answer: str = ""
    right: bool = False
    remark: str = ""

    @property
    def median(self) -> float | None:
        return statistics.median(self.times) if self.times else None

    def joined(self, other: "Result") -> "Result":
        """This result with more runs; it stays right only if they were right too."""
        if not (self.times and other.times):
            return other if self.times else self
        worse = self if other.right else other
        return replace(self, times=self.times + other.times, answer=worse.answer, right=worse.right)


# freebit itself.


def ours(folder: Path) -> Callable[[], str]:
    """Group, orbits, reduction, solving, lifting, and the kernel on the bytes of the certificate."""
    from freebit.solver.documents import document_bytes
    from freebit.solver.predictability import problem_7

    def run() -> str:
        report = check(document_bytes(problem_7(GAME, X0, TRIPLE).document({})))
        return _value(report)

    return run


def _value(report: Report) -> str:
    fact = report.facts[0] if report.accepted else None
    if isinstance(fact, Extreme) and fact.proved and fact.attained:
        return str(fact.value)
    return "rejected"


def ours_whole(folder: Path) -> Callable[[], str]:
    """The same, from the start of the Python process to its end."""
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'reference')!r}, {str(ROOT / 'benchmarks')!r}]\n"
        "from freebit.kernel.check import check\n"
        "from freebit.boxes.game import MerminGame\n"
        "from freebit.solver.predictability import problem_7\n"
        "from freebit.solver.documents import document_bytes\n"
        f"report = check(document_bytes(problem_7(MerminGame(), {X0}, {TRIPLE}).document({{}})))\n"
        "print(report.facts[0].value if report.accepted and report.facts[0].proved else 'rejected')"
    )
    return lambda: _output([sys.executable, "-c", code]).strip()


def reduced_alone(folder: Path) -> Callable[[], str]:
    """The linear program that is left after the reduction."""
    from freebit.solver.predictability import PredictabilityProgram

    program = PredictabilityProgram(GAME, X0, lambda a: majority_of(a, TRIPLE))
    program.solve("max")
    return lambda: str(program.solve("max").value)


# The full program, through libraries.


def cddlib_full(folder: Path) -> Callable[[], str]:
    _need("cdd")
    from freebit.solver.predictability import problem_7_in_full

    return lambda: str(problem_7_in_full(GAME, X0, TRIPLE).value)


def highs_float(folder: Path) -> Callable[[], str]:
    highs = _highs()

    def run() -> str:
        solver, _ = highs()
        value = solver.getInfo().objective_function_value
        return str(ANSWER) if abs(value - float(ANSWER)) < 1e-7 else str(value)

    return run


def highs_then_flint(folder: Path) -> Callable[[], str]:
    """The basis that floating point finds, solved and checked for optimality in exact arithmetic."""
    _need("flint")
    import flint

    highs = _highs()
    objective, rows, equalities = _full()
    count = len(objective) - 1
    equal = set(equalities)
    table = flint.fmpz_mat([row[1:] for row in rows])

    def run() -> str:
        solver, statuses = highs()
        basic = solver.HighsBasisStatus.kBasic
        tight = [i for i, status in enumerate(statuses.row_status) if status != basic]
        fixed = [j for j, status in enumerate(statuses.col_status) if status != basic]
        if len(tight) + len(fixed) != count:
            return "no basis"
        units = [[int(i == j) for i in range(count)] for j in fixed]
        square = flint.fmpz_mat([rows[i][1:] for i in tight] + units)
        right = flint.fmpz_mat(count, 1, [-rows[i][0] for i in tight] + [0] * len(fixed))
        scaled = flint.fmpz_mat(count, 1, [int(len(GAME.inputs) * 2 * value) for value in objective[1:]])
        point = cast("flint.fmpq_mat", square.solve(right))
        multipliers = cast("flint.fmpq_mat", square.transpose().solve(scaled))
        slack = (flint.fmpq_mat(table) * point).entries()
        feasible = all(
            s + row[0] == 0 if i in equal else s + row[0] >= 0
            for i, (s, row) in enumerate(zip(slack, rows, strict=True))
        )
        optimal = all(multipliers[k, 0] <= 0 or i in equal for k, i in enumerate(tight)) and all(
            multipliers[len(tight) + k, 0] == 0 for k in range(len(fixed))
        )
        if not (feasible and optimal):
            return "the basis is not optimal"
        total = sum((scaled[j, 0] * point[j, 0] for j in range(count)), flint.fmpq(0)) / (2 * len(GAME.inputs))
        return str(objective[0] + Fraction(int(total.p), int(total.q)))

    return run


def _highs() -> Callable[[], tuple[Any, Any]]:
    """What solves the full program in floating point and returns the solver and its basis."""
    _need("highspy")
    import highspy
    import numpy as np

    objective, rows, equalities = _full()
    equal = set(equalities)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(objective) - 1, len(rows)
    program.col_cost_ = np.array([float(value) for value in objective[1:]])
    program.offset_ = float(objective[0])
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_lower_ = np.full(program.num_col_, -highspy.kHighsInf)
    program.col_upper_ = np.full(program.num_col_, highspy.kHighsInf)
    program.row_lower_ = np.array([-float(row[0]) for row in rows])
    program.row_upper_ = np.array([-float(row[0]) if i in equal else highspy.kHighsInf for i, row in enumerate(rows)])
    entries = [[(j, value) for j, value in enumerate(row[1:]) if value] for row in rows]
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *map(len, entries)])
    program.a_matrix_.index_ = np.array([j for row in entries for j, _ in row])
    program.a_matrix_.value_ = np.array([float(value) for row in entries for _, value in row])

    def run() -> tuple[object, object]:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.passModel(program)
        solver.run()
        solver.HighsBasisStatus = highspy.HighsBasisStatus
        return solver, solver.getBasis()

    return run


# The full program, through files.


def esolver(folder: Path) -> Callable[[], str]:
    binary, source, target = _binary("esolver"), _lp_file(folder), folder / "out.sol"

    def run() -> str:
        _output([binary, "-O", str(target), str(source)])
        found = next(line for line in target.read_text().splitlines() if "Value =" in line)
        return _from_lp_file(found.split("=")[1])

    return run


def glpsol(folder: Path) -> Callable[[], str]:
    binary, source, target = _binary("glpsol"), _lp_file(folder), folder / "out.txt"

    def run() -> str:
        _output([binary, "--exact", "--lp", str(source), "-o", str(target)])
        found = next(line for line in target.read_text().splitlines() if line.startswith("Objective:"))
        return _from_lp_file(found.split("=")[1].split("(")[0])

    return run


def z3(folder: Path) -> Callable[[], str]:
    binary, source = _binary("z3"), _smt_file(folder)
    return lambda: _output([binary, str(source)]).strip()


def yices(folder: Path) -> Callable[[], str]:
    binary, source = _binary("yices-smt2"), _smt_file(folder)
    return lambda: _output([binary, str(source)]).strip()


def cvc5(folder: Path) -> Callable[[], str]:
    source = _smt_file(folder)
    try:
        binary = _binary("cvc5")
        return lambda: _output([binary, str(source)]).strip()
    except NotInstalledError:
        _need("cvc5")
    code = (
        "import cvc5, sys\n"
        "solver = cvc5.Solver(); parser = cvc5.InputParser(solver)\n"
        "parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, sys.argv[1])\n"
        "symbols = parser.getSymbolManager()\n"
        "while not (command := parser.nextCommand()).isNull():\n"
        "    print(command.invoke(solver, symbols), end='')\n"
    )
    return lambda: _output([sys.executable, "-c", code, str(source)]).strip()


def _full() -> tuple[list[Fraction], list[list[int]], list[int]]:
    from freebit.solver.predictability import full_program

    return full_program(GAME, X0, TRIPLE)


def _lp_file(folder: Path) -> Path:
    """The full program in CPLEX's format, the objective times 2**n and without its constant."""
    objective, rows, equalities = _full()
    equal, scale = set(equalities), 2**GAME.parties

    def form(row: list[int]) -> str:
        return " ".join(f"{value:+d} c{j}" for j, value in enumerate(row) if j and value)

    lines = ["Maximize", f" obj: {form([int(scale * value) for value in objective])}", "Subject To"]
    lines += [f" r{i}: {form(row)} {'=' if i in equal else '>='} {-row[0]}" for i, row in enumerate(rows)]
    lines += ["Bounds", *(f" c{j} free" for j in range(1, len(objective))), "End", ""]
    path = folder / "full.lp"
    path.write_text("\n".join(lines))
    return path


def _from_lp_file(text: str) -> str:
    return str(_full()[0][0] + Fraction(text.strip()) / 2**GAME.parties)


def _smt_file(folder: Path) -> Path:
    from freebit.export.smtlib import script_files
    from freebit.second.lemma import full_script

    path = folder / "full.smt2"
    path.write_text(script_files(full_script("10000", (1, 2, 3)))["above"])
    return path


# The checkers.


def kernel_on_all(folder: Path) -> Callable[[], str]:
    """Both bounds of eq (6) for all 160 pairs of an input and a triple, from the files."""
    files = sorted((ROOT / "certificates" / "lemma").glob("*.json"))

    def run() -> str:
        reports = [check(path.read_bytes()) for path in files]
        bounds = {fact for report in reports for fact in report.facts if isinstance(fact, Bound)}
        pairs = {(fact.y, fact.triple) for fact in bounds if fact.alpha == Fraction(1, 2)}
        return f"{len(pairs)} bounds" if all(report.accepted for report in reports) else "rejected"

    return run


def verify_all(folder: Path) -> Callable[[], str]:
    """``freebit verify``: kernel and Z3 on everything, start-up included."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "reference")}
    command = [sys.executable, "-c", "from freebit.cli import run; run()", "verify", str(ROOT / "certificates")]

    def run() -> str:
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        return "proved" if done.returncode == 0 else f"exit code {done.returncode}"

    return run


CONTESTANTS = (
    Contestant("freebit, end to end", "exact, checked", ours),
    Contestant("freebit, whole process", "exact, checked", ours_whole),
    Contestant("freebit, reduced solve alone", "exact", reduced_alone),
    Contestant("QSopt_ex esolver, whole process", "exact", esolver),
    Contestant("HiGHS basis, then python-flint", "exact", highs_then_flint),
    Contestant("pycddlib (GMP)", "exact", cddlib_full),
    Contestant("glpsol --exact, whole process", "exact, prints decimals", glpsol),
    Contestant("Yices, whole process", "exact, refutes P > 3/4", yices, "unsat"),
    Contestant("z3, whole process", "exact, refutes P > 3/4", z3, "unsat"),
    Contestant("cvc5, whole process", "exact, refutes P > 3/4", cvc5, "unsat"),
    Contestant("HiGHS", "floating point", highs_float),
    Contestant("kernel, all 160 bounds", "exact", kernel_on_all, "160 bounds"),
    Contestant("freebit verify, everything", "exact", verify_all, "proved"),
)


def _need(module: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise NotInstalledError(f"Python package {module}")


def _binary(name: str) -> str:
    """The path of a program, beside this Python or on the path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise NotInstalledError(name)
    return found


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def measure(contestant: Contestant, runs: int, seconds: float) -> Result:
    """Run a contestant, in this process, until it has had its runs or its seconds."""
    result = Result(contestant.name, contestant.exactness)
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            run = contestant.prepare(Path(folder))
        except NotInstalledError as missing:
            return replace(result, remark=f"not installed: {missing}")
        while not times or (len(times) < runs and sum(times) < seconds):
            start = time.perf_counter()
            answer = run()
            times.append(time.perf_counter() - start)
    return replace(result, times=tuple(times), answer=answer, right=answer == contestant.expected)


def race(number: int, runs: int, timeout: float) -> Result:
    """Measure a contestant in a process of its own; ends what takes longer than ``timeout``."""
    command = [sys.executable, __file__, "--contestant", str(number), "--runs", str(runs), "--timeout", str(timeout)]
    failed = Result(CONTESTANTS[number].name, CONTESTANTS[number].exactness)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        try:
            out, err = child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, 9)
            return replace(failed, remark=f"over {timeout:g} s")
    if child.returncode:
        return replace(failed, remark=(err.strip().splitlines() or ["failed"])[-1])
    found = json.loads(out.splitlines()[-1])
    return Result(**found | {"times": tuple(found["times"])})


def races(runs: int, timeout: float) -> list[Result]:
    """All contestants in turn, three times round, so that a busy moment of the machine hits all; the slow ones once."""
    results = [race(number, runs, timeout) for number in range(len(CONTESTANTS))]
    for _ in range(2):
        for number, result in enumerate(results):
            if result.times and max(result.times) < 3:
                results[number] = result.joined(race(number, runs, timeout))
    return results


def print_table(results: list[Result]) -> None:
    """The results for people."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for heading in ("what", "how exact", "median", "best", "runs", "answer"):
        table.add_column(heading, no_wrap=True)
    for result in results:
        figures = [f"{1000 * value:.1f} ms" for value in (result.median, min(result.times, default=None)) if value]
        answer = f"{result.answer} {'✓' if result.right else '✗'}" if result.times else ""
        table.add_row(
            result.name, result.exactness, *(figures or [result.remark, ""]), str(len(result.times) or ""), answer
        )
    Console(width=max(120, Console().width)).print(table)


def main() -> int:
    """Run the benchmark; the exit code is 1 if an answer came out wrong."""
    parser = argparse.ArgumentParser(description="Problem (7): freebit beside other solvers, in one run.")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument(
        "--runs", type=int, default=7, help="at most this many runs of each in a round, of which there are three (7)"
    )
    parser.add_argument("--timeout", type=float, default=60, help="seconds that each may take (60)")
    parser.add_argument("--contestant", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contestant is not None:
        print(json.dumps(asdict(measure(CONTESTANTS[options.contestant], options.runs, options.timeout / 20))))
        return 0
    results = races(options.runs, options.timeout)
    if options.json:
        print(json.dumps([asdict(result) | {"median": result.median} for result in results], indent=1))
    else:
        print_table(results)
    return int(any(result.times and not result.right for result in results))


if __name__ == "__main__":
    sys.exit(main())
