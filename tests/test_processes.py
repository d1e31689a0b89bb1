"""Processes of our own run freebit as it lies on disk, and no other code [R6.50]."""

import importlib.util
import os
import pickle
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
import z3

from freebit import processes
from freebit.processes import (
    Worker,
    WorkerError,
    WorkerLostError,
    end_started,
    ending,
    isolated_environment,
    results,
    results_of_workers,
    run_to_end,
    serve,
    start,
)
from freebit.verification import Checked, verify
from freebit.verification.joined import CheckerVerdict

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "reference" / "freebit"
SMALL = ("freebit.boxes.bits:parse_bits", ("0110",))


# What is asked and answered.


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order(processes: int) -> None:
    calls = [("freebit.boxes.bits:parse_bits", (f"{number:04b}",)) for number in range(16)]
    found = ["".join(map(str, bits)) for bits in results(calls, processes)]
    assert found == [f"{number:04b}" for number in range(16)]
    assert list(results([], processes)) == []


def test_an_exception_is_told() -> None:
    calls = [SMALL, ("freebit.boxes.bits:parse_bits", ("2",)), SMALL]
    with pytest.raises(WorkerError, match="'2', symbol 1 of"):
        list(results(calls, 2))
    with pytest.raises(ValueError, match="'2', symbol 1 of"):
        list(results(calls, 1))
    with pytest.raises(WorkerError, match="cannot pickle"):
        list(results([("importlib:import_module", ("freebit",))] * 2, 2))


def test_a_worker_makes_the_calls_that_come_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, to the end of what comes in, and no interrupt of a terminal ends it."""
    calls = [SMALL, (SMALL[0], ("2",)), ("os:write", (1, b"")), SMALL]
    before = signal.getsignal(signal.SIGINT)
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        incoming = BytesIO(b"".join(map(pickle.dumps, calls)))
        streams = SimpleNamespace(stdin=SimpleNamespace(buffer=incoming), stdout=out, stderr=err)
        monkeypatch.setattr(processes, "sys", streams)
        try:
            serve()
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
        finally:
            signal.signal(signal.SIGINT, before)
        os.write(out.fileno(), b"noise")
    assert (tmp_path / "err").read_bytes() == b"noise"
    with (tmp_path / "out").open("rb") as answers:
        first, second, third, fourth = (pickle.load(answers) for _ in calls)
        assert answers.read() == b""
    assert first == fourth == (True, (0, 1, 1, 0))
    assert third == (True, 0)
    assert second[0] is False
    assert "'2', symbol 1 of" in second[1]


def test_a_single_call_is_made_here_unless_workers_are_asked_for() -> None:
    bad = [("freebit.boxes.bits:parse_bits", ("2",))]
    for many in (0, 1, 2):
        with pytest.raises(ValueError, match="'2', symbol 1 of"):
            list(results(bad, many))
        with pytest.raises(WorkerError, match="'2', symbol 1 of"):
            list(results_of_workers(bad, many))
        assert list(results_of_workers([], many)) == []


@pytest.mark.parametrize("many", [0, 1, 2])
def test_there_are_as_many_workers_as_are_asked_for(many: int) -> None:
    calls = [("time:sleep", (0.1,)), ("os:getpid", ())] * 3
    found = {result for number, result in results_of_workers(calls, many) if number % 2}
    assert 1 <= len(found) <= max(many, 1)
    assert os.getpid() not in found


def test_a_worker_that_closes_its_pipe_may_still_end_in_its_own_way() -> None:
    """A second at most; then it is ended, and the pipes are closed."""
    for seconds, told in ((0.2, "exit code 7"), (60, "signal 9")):
        worker = Worker()
        process = worker._started()
        code = f"import os, time; os.closerange(3, 99); time.sleep({seconds}); os._exit(7)"
        with pytest.raises(WorkerLostError, match=told):
            worker.call("builtins:exec", code)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdin.closed
        assert process.stdout.closed


@pytest.mark.parametrize("mode", [0, 1])
def test_a_worker_reads_texts_as_we_do(mode: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    flags = SimpleNamespace(utf8_mode=mode)
    monkeypatch.setattr(processes, "sys", SimpleNamespace(flags=flags, executable=sys.executable))
    worker = Worker()
    try:
        assert worker.call("builtins:eval", "__import__('sys').flags.utf8_mode") == mode
    finally:
        worker.stop()


def test_all_that_was_started_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what has ended: another process may have its number."""
    command = [sys.executable, "-I", "-c", "input()"]
    begun = [start(command, stdin=subprocess.PIPE) for _ in range(3)]
    begun[0].communicate(b"\n")
    ended: list[subprocess.Popen[bytes]] = []

    def end(process: subprocess.Popen[bytes]) -> None:
        ended.append(process)
        process.kill()

    monkeypatch.setattr(processes, "end_group", end)
    end_started()
    for process in begun[1:]:
        process.communicate()
    assert [process.returncode for process in begun] == [0, -signal.SIGKILL, -signal.SIGKILL]
    assert ended[-2:] == begun[1:]
    assert begun[0] not in ended


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="about groups of processes")
def test_an_interrupted_program_ends_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    child = "import time; pipe = open('pipe', 'w'); pipe.write('x'); pipe.flush(); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-c', {child!r}])"
    streams = []

    def interrupted(process: subprocess.Popen[bytes]) -> None:
        streams.append((tmp_path / "pipe").open())
        assert streams[0].read(1) == "x"
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_to_end([sys.executable, "-I", "-c", code], tmp_path, {})
    with streams[0] as stream:
        assert stream.read() == ""  # nobody holds the other end


def test_a_lost_worker_loses_its_call_and_no_other() -> None:
    """Whatever ends it: the next call starts another."""
    calls = [SMALL, ("os:_exit", (7,)), SMALL, ("signal:raise_signal", (signal.SIGABRT,)), SMALL]
    found = list(results(calls, 2))
    assert [isinstance(each, WorkerLostError) for each in found] == [False, True, False, True, False]
    assert "exit code 7" in str(found[1])
    assert f"signal {signal.SIGABRT.value}" in str(found[3])


def test_a_lost_process_gives_a_file_up(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash is never a verdict."""
    monkeypatch.setattr(
        "freebit.verification.results", lambda calls, n: iter([WorkerLostError("signal 9")] * len(calls))
    )
    path = certificates / "frontier/vertex-1.json"
    (found,) = verify([path], ["kernel", "z3"])
    assert (found.kernel, found.z3) == (CheckerVerdict.GAVE_UP, CheckerVerdict.GAVE_UP)
    assert (found.name, found.message, found.proved) == (str(path), "signal 9", False)
    (found,) = verify([path], ["kernel"])
    assert (found.kernel, found.z3) == (CheckerVerdict.GAVE_UP, CheckerVerdict.NOT_ASKED)


def test_what_a_library_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    worker = Worker()
    try:
        assert worker.call("os:write", 1, b"noise on standard output\n") == 25
        assert worker.call(SMALL[0], "01") == (0, 1)
    finally:
        worker.stop()
    assert "noise on standard output" in capfd.readouterr().err


def test_a_worker_that_was_stopped_is_not_started_again() -> None:
    worker = Worker()
    worker.stop()
    with pytest.raises(WorkerLostError):
        worker.call(*SMALL[:1], "0")


def test_leaving_early_ends_the_processes() -> None:
    began = time.monotonic()
    found = results([SMALL, ("time:sleep", (60,)), ("time:sleep", (60,))], 2)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 20


def test_endings_in_words() -> None:
    assert [ending(code) for code in (3, 1, 0)] == ["exit code 3", "exit code 1", "exit code 0"]
    assert [ending(code) for code in (-1, -9, None)] == ["signal 1", "signal 9", "no exit code"]


def test_a_program_is_run_to_its_end(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print(sorted(os.environ)); sys.stderr.write('both\\n'); sys.exit(4)"
    status, printed = run_to_end([sys.executable, "-I", "-c", code], tmp_path, {"LC_ALL": "C.UTF-8"})
    assert status == 4
    assert str(tmp_path.resolve()) in printed
    assert "both" in printed
    assert "HOME" not in printed


# Where code comes from.


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder with a module for everything that could be imported; each of them leaves a mark."""
    folder = tmp_path / "hostile"
    mark = f"open({str(tmp_path / 'mark')!r}, 'a').write(__name__ + '\\n')\n"
    names = ["click", "rich", "z3", "flint", "numpy", "sympy", "cdd", "sitecustomize", "usercustomize", "pickle"]
    names += ["json", "queue", "signal", "multiprocessing", "concurrent", "threading", "startup"]
    for name in names:
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(mark)
    (folder / "freebit").mkdir()
    (folder / "freebit" / "__init__.py").write_text(mark + "__version__ = 'forged'\n")
    (folder / "freebit" / "__main__.py").write_text("print('Lemma, eq (6): PROVED')\n" + mark)
    (folder / "freebit" / "processes.py").write_text(mark)
    other = Path(importlib.util.find_spec("_ctypes").origin)  # type: ignore[union-attr, arg-type]
    for name in ("libz3.so", *(path.name for path in Path(z3.__file__).parent.rglob("libz3.so*"))):
        shutil.copyfile(other, folder / name)  # a library that is not Z3's
    return folder


def hostile_environment(folder: Path) -> dict[str, str]:
    names = ("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONPLATLIBDIR")
    return {
        **os.environ,
        **dict.fromkeys(names, str(folder)),
        "PYTHONSTARTUP": str(folder / "startup.py"),
        "PYTHONINSPECT": "1",
        "PYTHONWARNINGS": "error",
        "PYTHONBREAKPOINT": "startup.hook",
        "Z3_LIBRARY_PATH": str(folder),
    }


def test_a_worker_takes_no_code_from_where_it_stands(
    hostile: Path, tmp_path: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.50] neither from the working directory nor from what PYTHON variables name."""
    monkeypatch.chdir(hostile)
    for name, value in hostile_environment(hostile).items():
        monkeypatch.setenv(name, value)
    worker = Worker()
    try:
        assert worker.call("os:getcwd") == str(hostile)
        checked: Checked = worker.call("freebit.verification:verify_file", certificates / "frontier/vertex-1.json")
        assert checked.proved
        claims = worker.call("freebit.commands.claims:checked_claims", "eq-2")
        assert claims[0]["verdict"] == "proved"
    finally:
        worker.stop()
    assert not (tmp_path / "mark").exists()


def test_the_environment_names_no_place_of_code(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.50]"""
    for name, value in hostile_environment(hostile).items():
        monkeypatch.setenv(name, value)
    assert [name for name in isolated_environment() if name.startswith("PYTHON") or name == "Z3_LIBRARY_PATH"] == []
    for name in ("A", "PATH", "Z3_VERBOSE", "ZZ", "a"):
        monkeypatch.setenv(name, name)
        assert isolated_environment()[name] == name


def test_verify_in_a_hostile_folder(hostile: Path, tmp_path: Path, certificates: Path) -> None:
    """[R6.50] the command as it is installed, with processes and with the claims beside it."""
    command = Path(sys.executable).with_name("freebit")
    arguments = [str(certificates / "frontier/vertex-1.json"), str(certificates / "frontier/vertex-2.json")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [command, "verify", *arguments, "--processes", "2", "--claims"],
        cwd=hostile, capture_output=True, text=True, env=environment, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("proved") >= 4
    assert "Claims of the paper and ours" in done.stdout
    assert not (tmp_path / "mark").exists()


def test_a_copy_of_the_package_starts_itself(tmp_path: Path) -> None:
    """[R6.50] not the package that happens to be installed: as a wheel in another folder would."""
    shutil.copytree(PACKAGE, tmp_path / "site" / "freebit", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from freebit.processes import Worker\n"
        "worker = Worker(); print(worker.call('freebit.processes:where')); worker.stop()\n"
    )
    (tmp_path / "site" / "freebit" / "processes.py").write_text(
        (PACKAGE / "processes.py").read_text() + "\n\ndef where() -> str:\n    return __file__\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(tmp_path / "site" / "freebit" / "processes.py")


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_a_plain_script_can_ask_for_processes(tmp_path: Path, certificates: Path, method: str) -> None:
    """[R6.50] without ``if __name__ == "__main__"``, however this machine starts processes; and it runs once."""
    script = textwrap.dedent(f"""
        import multiprocessing
        multiprocessing.set_start_method({method!r})
        from pathlib import Path
        from freebit.verification import verify
        files = sorted(Path({str(certificates / "frontier")!r}).glob("*.json"))[:3]
        for processes in (1, 2):
            for checked in verify(files, ["kernel"], processes=processes):
                print(Path(checked.name).name, checked.proved)
        print("once")
    """)
    path = tmp_path / "script.py"
    path.write_text(script)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "reference")}
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:3] == lines[3:6]
    assert [line.split()[1] for line in lines[:6]] == ["True"] * 6
    assert lines.count("once") == 1


def test_verify_starts_no_process_unless_asked(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_process(*arguments: object, **more: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", no_process)
    files = sorted((certificates / "frontier").glob("*.json"))[:2]
    assert all(checked.proved for checked in verify(files, ["kernel"]))
