"""What ``freebit verify`` shows of its outcomes, and the exit codes that they give [R6.22], [R6.45], [R6.51]."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.commands.exits import ExitCode
from freebit.commands.terminal import Growing, TableCell
from freebit.commands.verify import exit_code, lemma_in_short
from freebit.commands.verify_rows import columns, rows, short_name
from freebit.parts import Z3, Part
from freebit.verification import Checked, LemmaSummary, Work
from freebit.verification.folders import INDEX_FORMAT, Skipped
from freebit.verification.joined import CheckerVerdict

PROVED, REJECTED, UNREADABLE = CheckerVerdict.PROVED, CheckerVerdict.REJECTED, CheckerVerdict.UNREADABLE
GAVE_UP, NOT_ASKED = CheckerVerdict.GAVE_UP, CheckerVerdict.NOT_ASKED
ALONE = "Z3 was not asked, the kernel decided alone: "
WHOLE = LemmaSummary(12, 24, inputs=3, triples=4)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


def checked(kernel: CheckerVerdict = PROVED, z3: CheckerVerdict = PROVED, clash: str | None = None) -> Checked:
    return Checked("a.json", "a claim", kernel, z3, contradiction=clash)


@pytest.fixture
def folder(certificates: Path, tmp_path: Path) -> Path:
    """A folder with one certificate."""
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copyfile(certificates / "frontier" / "vertex-1.json", folder / "a.json")
    return folder


@pytest.fixture
def false(folder: Path) -> Path:
    path = folder / "false.json"
    path.write_text((folder / "a.json").read_text().replace('"alpha": "1/2"', '"alpha": "499/1000"'))
    return path


@pytest.fixture
def without_z3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Part, "installed", property(lambda part: part != Z3))


# Exit codes.


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([], ExitCode.PROVED),
        ([checked(), checked(z3=NOT_ASKED)], ExitCode.PROVED),
        ([checked(), checked(GAVE_UP)], ExitCode.UNDECIDED),
        ([checked(NOT_ASKED, NOT_ASKED)], ExitCode.UNDECIDED),
        ([checked(), checked(REJECTED, REJECTED)], ExitCode.REJECTED),
        ([checked(GAVE_UP), checked(REJECTED, REJECTED)], ExitCode.REJECTED),
        ([checked(UNREADABLE, UNREADABLE), checked(REJECTED, REJECTED)], ExitCode.UNDECIDED),
        ([checked(PROVED, REJECTED, "disagree")], ExitCode.UNDECIDED),
        ([checked(clash="disagree"), checked()], ExitCode.UNDECIDED),
    ],
)
def test_the_worst_outcome_gives_the_exit_code(outcomes: Sequence[Checked], code: ExitCode) -> None:
    """[R6.45] what cannot be read, or is judged in two ways, before what is rejected, and that before all else."""
    for wanted in (None, WHOLE):
        assert exit_code(outcomes, wanted, [], [], require_all=False) is code
        assert exit_code(outcomes, wanted, [], [], require_all=True) is code


def test_a_failed_claim_is_a_rejection_and_one_not_checked_may_be_asked_for() -> None:
    """[R6.51]"""
    failed, unchecked = {"verdict": "failed"}, {"verdict": "not checked here"}
    for require_all in (False, True):
        assert exit_code([checked()], None, [failed], [], require_all) is ExitCode.REJECTED
        assert exit_code([checked(GAVE_UP)], None, [failed], [], require_all) is ExitCode.REJECTED
        assert exit_code([checked(UNREADABLE)], None, [failed], [], require_all) is ExitCode.UNDECIDED
    assert exit_code([checked()], WHOLE, [unchecked], [], require_all=False) is ExitCode.PROVED
    assert exit_code([checked()], WHOLE, [unchecked], [], require_all=True) is ExitCode.UNDECIDED
    assert exit_code([checked(REJECTED)], None, [unchecked], [], require_all=True) is ExitCode.REJECTED


def test_what_is_skipped_may_be_asked_for() -> None:
    """[R6.24], [R6.51]"""
    skipped = [Skipped(Path("b"), "no certificate")]
    assert exit_code([checked()], None, [], skipped, require_all=False) is ExitCode.PROVED
    assert exit_code([checked()], None, [], skipped, require_all=True) is ExitCode.UNDECIDED


def test_where_the_lemma_is_wanted_all_of_it_is() -> None:
    """[R6.22]"""
    part = LemmaSummary(11, 24, inputs=3, triples=4)
    assert exit_code([checked()], part, [], [], require_all=False) is ExitCode.REJECTED
    assert exit_code([checked()], WHOLE, [], [], require_all=False) is ExitCode.PROVED
    assert exit_code([checked(GAVE_UP)], part, [], [], require_all=False) is ExitCode.UNDECIDED


# Lines and columns.


@pytest.mark.parametrize(
    ("summary", "proved", "told"),
    [
        (WHOLE, True, "12 of 12 pairs of bounds, 24 of 24 attained values: PROVED"),
        (WHOLE, False, "12 of 12 pairs of bounds, 24 of 24 attained values: NOT PROVED"),
        (LemmaSummary(7, 5, 3, 4), True, "7 of 12 pairs of bounds, 5 of 24 attained values: NOT PROVED"),
        (LemmaSummary(7, 5, 3, 4), False, "7 of 12 pairs of bounds, 5 of 24 attained values: NOT PROVED"),
    ],
)
def test_the_lemma_in_short(summary: LemmaSummary, proved: bool, told: str) -> None:
    assert lemma_in_short(summary, proved) == f"Lemma, eq (6): {told}"


@pytest.mark.parametrize(
    ("longest", "width", "widths"),
    [
        (200, 100, (33, 10)),
        (200, 99, (24, 6)),
        (200, 101, (33, 10)),
        (200, 170, (56, 10)),
        (200, 58, (14, 6)),
        (20, 170, (20, 10)),
        (20, 58, (14, 6)),
        (3, 100, (10, 10)),
        (3, 30, (10, 6)),
    ],
)
def test_the_widths_of_the_columns(longest: int, width: int, widths: tuple[int, int]) -> None:
    """A wide terminal has room for the words, and its third or its quarter for the names."""
    file, claim, kernel, z3, seconds = columns(["x" * longest, "y"], None, width)
    assert (file.width, kernel.width, z3.width, claim.width) == (widths[0], widths[1], widths[1], None)
    assert (seconds.width, seconds.right) == (7, True)
    assert not any(column.right for column in (file, claim, kernel, z3))
    assert columns([], None, width)[0].width == 10


def test_a_name_is_short_in_its_folder_alone() -> None:
    folder = Path("one", "two")
    assert short_name(str(folder / "three.json"), folder) == "three.json"
    assert short_name("three.json", folder) == "three.json"
    assert short_name(str(Path("other", "three.json")), folder) == str(Path("other", "three.json"))
    assert short_name(str(folder / "three.json"), None) == str(folder / "three.json")


def test_a_line_for_each_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    """Who was asked, what they say, and their seconds in all; what is rejected by its whole name."""
    folder = Path("folder")
    good = Checked(str(folder / "good.json"), "1 = 1", PROVED, NOT_ASKED, kernel_seconds=1.5, z3_seconds=0.25)
    bad = Checked(
        str(folder / "bad.json"), "1 = 2", REJECTED, GAVE_UP, "R3.17", "here", "too long",
        kernel_seconds=0.5, z3_seconds=2,
    )  # fmt: skip
    with rows([good.name, bad.name], folder, 2, quiet=False) as (show, _):
        show(good)
        show(bad)
    assert capsys.readouterr().out.splitlines() == [
        "good.json: 1 = 1 (kernel proved, 1.75 s)",
        f"{folder / 'bad.json'}: [R3.17] at here: too long (kernel rejected, Z3 gave up, 2.50 s)",
    ]
    with rows([good.name], folder, 1, quiet=True) as (show, _):
        show(good)
    assert capsys.readouterr().out == ""


def test_on_a_terminal_what_is_rejected_has_a_line_below_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.46] and what is proved has none."""
    shown: list[tuple[str, list[str]]] = []

    def row(table: Growing, cells: Sequence[TableCell], below: Iterable[str], line: str) -> None:
        shown.append((str(cells[0]), [*below]))

    monkeypatch.setattr(Growing, "row", row)
    bad = Checked("bad.json", "1 = 2", REJECTED, REJECTED, "R3.17", "here", "too long")
    with rows(["a.json", "bad.json"], None, 2, quiet=False) as (show, _):
        show(checked())
        show(bad)
    assert shown == [("a.json", []), ("bad.json", ["bad.json: [R3.17] at here: too long"])]


# The command.


class Beside:
    """Claims that are checked beside the files."""

    progress: tuple[int, int | None] = (2, 5)
    made: ClassVar[list["Beside"]] = []

    def __init__(self) -> None:
        self.stopped = False
        self.made.append(self)

    def results(self, waiting: Callable[[], None]) -> list[dict[str, object]]:
        waiting()
        return [{"id": "absent", "verdict": "not checked here", "detail": "why"}]

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> list[Beside]:
    """All that are made."""
    monkeypatch.setattr(Beside, "made", [])
    monkeypatch.setattr("freebit.commands.verify.ClaimsBeside", Beside)
    return Beside.made


@pytest.fixture
def by_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder stands for the committed one."""
    monkeypatch.setattr("freebit.commands.verify.default_folder", lambda: folder)
    return folder


def test_without_a_path_all_is_asked(by_default: Path, beside: list[Beside]) -> None:
    """[R6.22] the committed files, by short names, the claims and the Lemma, of which one file is a part."""
    result = run("--checker", "kernel")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("a.json: 1/4 <= P(maj(1,2,3)=0|x0) <= 3/4")
    assert lines[1:] == [
        "Claims of the paper and ours: 1 not checked here",
        "  absent: not checked here: why",
        "  (each with its evidence: freebit claims)",
        "1 claims were not checked here, which is no failure unless --require-all is given",
        "Lemma, eq (6): 1 of 160 pairs of bounds, 0 of 320 attained values: NOT PROVED",
    ]
    assert result.exit_code == 1
    assert [one.stopped for one in beside] == [True]


def test_without_a_path_the_lemma_is_refuted_by_z3_too(by_default: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R3.6]"""
    works: list[Work] = []

    def as_they_come(work: Work, processes: int) -> Iterator[tuple[int, Checked]]:
        works.append(work)
        return iter(())

    monkeypatch.setattr(Work, "as_they_come", as_they_come)
    run("--no-claims")
    run(by_default, "--claims", "--no-claims")
    assert [work.without_certificates for work in works] == [True, False]
    assert [tuple(work.checkers) for work in works] == [("kernel", "z3")] * 2


def test_claims_are_asked_where_they_are_wanted(by_default: Path, beside: list[Beside]) -> None:
    """[R6.51]"""
    assert "Claims" not in run("--checker", "kernel", "--no-claims").stdout
    assert run(by_default, "--checker", "kernel").stdout.count("\n") == 1
    assert beside == []
    told = run(by_default, "--checker", "kernel", "--claims", "--require-all")
    assert told.exit_code == 2
    assert "unless --require-all" not in told.stdout
    assert "Lemma" not in told.stdout
    assert len(beside) == 1


@pytest.mark.parametrize(
    ("progress", "claims", "seen"),
    [
        ((2, 3), "--claims", [(3, 5), (4, 5), (4, 5)]),
        ((0, None), "--claims", [(1, 2), (2, 2), (2, 2)]),
        ((2, 5), "--no-claims", [(1, 2), (2, 2)]),
    ],
)
def test_how_much_is_done_of_files_and_claims(
    progress: tuple[int, int | None],
    claims: str,
    seen: list[tuple[int, int]],
    folder: Path,
    beside: list[Beside],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[R6.51] once the number of the claims is known."""
    shutil.copyfile(folder / "a.json", folder / "b.json")
    told: list[tuple[int, int]] = []

    @contextmanager
    def watched(names: Sequence[str], inside: Path | None, total: int, *, quiet: bool) -> Iterator[object]:
        assert (names, inside, total, quiet) == ([str(folder / "a.json"), str(folder / "b.json")], None, 2, False)
        yield lambda outcome: None, lambda done, left: told.append((done, left))

    monkeypatch.setattr(Beside, "progress", progress)
    monkeypatch.setattr("freebit.commands.verify.rows", watched)
    assert run(folder, "--checker", "kernel", claims, "--processes", "1").exit_code == 0
    assert told == seen


@pytest.mark.parametrize(
    ("cores", "asked", "processes"),
    [(3, [], 3), (None, [], 1), (3, ["--processes", "2"], 2), (3, ["--processes", "1"], 1)],
)
def test_how_many_processes_work(
    cores: int | None, asked: list[str], processes: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []

    def as_they_come(work: Work, processes: int) -> Iterator[tuple[int, Checked]]:
        found.append(processes)
        return iter([(0, checked())])

    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(Work, "as_they_come", as_they_come)
    assert run(folder, *asked).exit_code == 0
    assert found == [processes]


def test_the_index_of_a_folder_has_a_line_before_the_files(folder: Path) -> None:
    """[R6.21]"""
    digest = hashlib.sha256((folder / "a.json").read_bytes()).hexdigest()
    files = {"a.json": {"sha256": digest, "kind": "bound", "again": ""}}
    (folder / "index.json").write_text(json.dumps({"format": INDEX_FORMAT, "version": 1, "files": files}))
    result = run(folder, "--checker", "kernel", "--processes", "1")
    assert result.exit_code == 0
    assert [line.partition(": ")[0] for line in result.stdout.splitlines()] == [
        str(folder / "index.json"),
        str(folder / "a.json"),
    ]


@pytest.mark.parametrize("processes", ["0", "-1"])
def test_there_is_a_process(processes: str, folder: Path) -> None:
    assert run(folder, "--processes", processes).exit_code == 2


@pytest.mark.parametrize("asked", [["--json"], ["--claims"], ["--require-all"], ["--processes", "2"]])
def test_rocq_takes_files_alone(asked: list[str], folder: Path) -> None:
    result = run(folder, "--checker", "rocq", *asked)
    assert result.exit_code == 2
    assert "--checker rocq takes files alone" in result.stderr


def test_the_checker_of_rocq_is_asked_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, ...]] = []

    def verify_in_rocq(paths: tuple[Path, ...]) -> ExitCode:
        asked.append(paths)
        return ExitCode.PROVED

    monkeypatch.setattr("freebit.commands.verify_rocq.verify_in_rocq", verify_in_rocq)
    assert (run(folder, "--checker", "rocq").exit_code, asked) == (0, [(folder,)])
    for checker in ("kernel", "z3", "all"):
        result = run(folder, "--checker", checker, "--processes", "1")
        assert result.exit_code == 0
        (line,) = result.stdout.splitlines()
        who = {"kernel": "kernel proved", "z3": "Z3 proved", "all": "kernel proved, Z3 proved"}[checker]
        assert re.search(rf" \({who}, [0-9.]+ s\)$", line)
    assert len(asked) == 1


def test_the_help_says_who_checks_and_all_that_can_be_asked() -> None:
    result = run("--help")
    assert "[default: all]" in result.output
    for option in ("--checker", "--json", "--claims / --no-claims", "--require-all", "--processes"):
        assert option in result.output


@pytest.mark.usefixtures("without_z3")
def test_without_z3_the_kernel_decides_alone_and_says_so(folder: Path) -> None:
    """[R6.51] with --require-all that is exit code 2."""
    result = run(folder, "--processes", "1")
    assert (result.exit_code, result.stdout.splitlines()[1:]) == (0, [f"{ALONE}{Z3.missing}"])
    assert run(folder, "--require-all", "--processes", "1").exit_code == 2
    assert json.loads(run(folder, "--require-all", "--json", "--processes", "1").stdout)["exit"] == 2


@pytest.mark.usefixtures("without_z3")
def test_without_z3_a_rejection_stays_one(folder: Path, false: Path) -> None:
    """[R6.45] also where all is required, and where what is decided is not all."""
    assert run(false, "--require-all", "--processes", "1").exit_code == 1
    assert run(folder, "--processes", "1").exit_code == 1
    false.write_text("{")
    assert run(folder, "--require-all", "--processes", "1").exit_code == 2


@pytest.mark.usefixtures("without_z3")
def test_without_z3_nobody_misses_it_who_asks_the_kernel(folder: Path) -> None:
    result = run(folder, "--checker", "kernel", "--require-all", "--processes", "1")
    assert (result.exit_code, ALONE in result.stdout) == (0, False)
    refused = run(folder, "--checker", "z3")
    assert (refused.exit_code, Z3.missing in refused.stderr) == (2, True)


def test_with_z3_nobody_decides_alone(folder: Path) -> None:
    for checker in ("kernel", "z3", "all"):
        result = run(folder, "--checker", checker, "--require-all", "--processes", "1")
        assert (result.exit_code, ALONE in result.stdout) == (0, False)


def test_the_document_says_its_version(folder: Path) -> None:
    """[R6.45] and it is all that is written."""
    document = json.loads(run(folder, "--json", "--checker", "kernel").stdout)
    assert (document["format"], document["version"], document["exit"]) == ("freebit-verification", 1, 0)
    assert [each["kernel"] for each in document["files"]] == ["proved"]


@pytest.mark.parametrize(("count", "told"), [(19, 19), (20, 20), (21, 21), (24, 21)])
def test_twenty_things_that_are_skipped_are_named(count: int, told: int, folder: Path) -> None:
    """[R6.24]"""
    for number in range(count):
        (folder / f"note-{number:02}.txt").write_text("x")
    lines = [line for line in run(folder, "--checker", "kernel").stdout.splitlines() if line.startswith("skipped: ")]
    assert len(lines) == told
    assert [line for line in lines if "more" in line] == (
        [f"skipped: {count - 20} more; --json names them all"] if count > 20 else []
    )
