"""How commands end: exit codes, signals, closed and full outputs [R6.45], [R6.48], [R6.51]."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from freebit import cli
from freebit.claims.model import Claim, Evidence, Finding
from freebit.cli import COMMANDS, main, run
from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.parts import Part
from freebit.wire.document import UnreadableError
from tests.conftest import NOTHING

ROOT = Path(__file__).parents[2]
NULL = str(ROOT / "tests" / "wrong" / "null.py")
VERTEX = str(ROOT / "certificates" / "frontier" / "vertex-1.json")
QISKIT = str(ROOT / "tests" / "protocol" / "shots" / "qiskit.json")
RUN = ("run", "--epsilon", "1/4", "--nd", "5", "--log2-nb", "3")
posix = pytest.mark.skipif(os.name != "posix", reason="about signals and files of POSIX")


def freebit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def heed_signals() -> None:
    """As in a terminal, even if the tests run in the background or under ``nohup``, which ignore some signals."""
    for name in ("SIGINT", "SIGHUP", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def started(*arguments: str, **more: object) -> subprocess.Popen[bytes]:
    """The command as it is installed, in a process of its own."""
    command = [str(Path(sys.executable).with_name("freebit")), *arguments]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if os.name == "posix":
        more = {"preexec_fn": heed_signals, **more}
    return subprocess.Popen(command, **{**pipes, **more})  # type: ignore[call-overload, no-any-return]


#: A short way to have each command do something, into a folder of its own.
WORK: dict[str, Callable[[Path], Sequence[str]]] = {
    "verify": lambda folder: ["verify", VERTEX, "--checker", "kernel"],
    "claims": lambda folder: ["claims", "--only", "eq-2"],
    "solve": lambda folder: ["solve", "bound", "--input", "10000", "--output", str(folder / "bound.json")],
    "plan": lambda folder: ["plan", "--epsilon", "9/20", "--delta", "2^-10"],
    "bound": lambda folder: ["bound", "--epsilon", "9/20", "--nd", "20", "--log2-nb", "5"],
    "attack": lambda folder: ["attack", "--nd", "2", "--log2-nb", "1"],
    "functions": lambda folder: ["functions", "--nd", "2"],
    "plot": lambda folder: ["plot", "frontier", "--format", "svg", "--output", str(folder / "pictures")],
    "export": lambda folder: ["export", VERTEX, "--to", "vipr", "--output", str(folder / "vipr")],
    "prove": lambda folder: ["prove", "--checkout", str(folder)],
    "run": lambda folder: [*RUN, "--transcript", str(folder / "t")],
    "replay": lambda folder: ["replay", str(folder / "none")],
    "import": lambda folder: ["import", QISKIT, "--format", "qiskit", "--output", str(folder / "lines")],
    "describe": lambda folder: ["describe", VERTEX, "--encoding", "packed-msb"],
    "conform": lambda folder: ["conform", "--seed", "1", "--", sys.executable, NULL, "skip-all"],
    "peer": lambda folder: ["peer"],
    "rules": lambda folder: ["rules", "R4.11"],
    "circuits": lambda folder: ["circuits", str(folder / "qasm")],
    "doctor": lambda folder: ["doctor"],
}
#: The exit codes of these; all others end well.
CODES = {"prove": 2, "replay": 2, "conform": 1}


def test_every_command_is_walked() -> None:
    assert WORK.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", WORK)
def test_every_command_ends_as_it_says(name: str, tmp_path: Path) -> None:
    """[R6.45]"""
    process = started(*WORK[name](tmp_path))
    output, errors = process.communicate(timeout=120)
    assert process.returncode == CODES.get(name, 0), output + errors
    assert b"Traceback" not in errors
    assert bool(output) is (name not in ("prove", "replay", "peer"))


@pytest.mark.parametrize("name", COMMANDS)
def test_bad_usage_is_exit_code_2(name: str) -> None:
    """[R6.45]"""
    result = freebit(name, "--no-such-option")
    assert result.exit_code == 2
    assert "--no-such-option" in result.stderr
    assert freebit(name, "--help").exit_code == 0


def test_the_group_itself() -> None:
    """[R6.45]"""
    assert freebit().exit_code == 2
    assert freebit("no-such-command").exit_code == 2
    assert freebit("--version").exit_code == 0
    assert freebit("--help").exit_code == 0


# What is refused, and what is an error.


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("[R1.4] no"), "[R1.4] no"),
        (ZeroDivisionError("nothing"), "nothing"),
        (FileNotFoundError(2, "No such file or directory", "a\nb"), r"a\nb: No such file or directory"),
        (OSError("odd"), "odd"),
        (UnreadableError("R6.1", "file", "no", "x"), "x: [R6.1] at file: no"),
        (
            ModuleNotFoundError("No module named 'flint'", name="flint.x"),
            "python-flint is not installed: pip install python-flint\n",
        ),
        (ImportError("needs pycddlib"), "needs pycddlib"),
    ],
)
def test_what_is_refused_is_one_line(error: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """[R6.66]"""
    with pytest.raises(InputError) as caught, refusing():
        raise error
    assert caught.value.exit_code == 2
    caught.value.show()
    shown = capsys.readouterr().err
    assert shown.startswith(f"freebit: {said}")
    assert shown.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("no"), "run.fbt: no"),
        (UnreadableError("R6.1", "file", "no"), "run.fbt: [R6.1] at file: no"),
        (UnreadableError("R6.1", "file", "no", "x"), "x: [R6.1] at file: no"),
        (FileNotFoundError(2, "No such file", "x"), "x: No such file"),
        (InputError("--pass goes with --delta"), "--pass goes with --delta"),
    ],
)
def test_what_a_refusal_is_about_is_named(error: Exception, said: str) -> None:
    """[R6.66] by the error, or else by whoever knows."""
    with pytest.raises(InputError) as caught, refusing(Path("run.fbt")):
        raise error
    assert caught.value.format_message() == said


def test_there_is_one_way_to_refuse_and_one_console() -> None:
    """[R6.66], [R6.46]"""
    package = ROOT / "reference" / "freebit"
    texts = {path.relative_to(package).as_posix(): path.read_text() for path in package.rglob("*.py")}
    refusals = {
        name for name, text in texts.items() if re.search(r"(raise|class \w+\().*click\.\w+(Error|Exception)", text)
    }
    consoles = {name for name, text in texts.items() if re.search(r"\bConsole\)?[(:]", text)}
    assert (refusals, consoles) == ({"commands/exits.py"}, {"commands/terminal.py"})


@pytest.mark.parametrize(
    "error", [KeyError("k"), ModuleNotFoundError("no", name="freebit.x"), BrokenPipeError(32, "x")]
)
def test_what_is_no_refusal_passes(error: Exception) -> None:
    with pytest.raises(type(error)), refusing():
        raise error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RuntimeError("a\nforged: line"), 2, "nothing was decided"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was decided"),
        (click.Abort(), 130, "interrupted; nothing was decided"),
        (InputError("no"), 2, "freebit: no"),
        (click.FileError("x", "bad"), 2, "x"),
        (click.ClickException("bad"), 2, "freebit: bad"),
        (BrokenPipeError(32, "x"), 2, "not all of the output was written: it was closed"),
    ],
)
def test_no_error_is_a_rejection(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """[R6.45] whatever goes wrong, the exit code is not 1."""

    @click.command("rules")
    def failing() -> None:
        raise error

    monkeypatch.setattr("freebit.commands.rules.command", failing)
    monkeypatch.setattr(sys, "argv", ["freebit", "rules"])
    monkeypatch.setattr("freebit.commands.exits.discard_output", lambda: None)
    with pytest.raises(SystemExit) as caught:
        run()
    assert caught.value.code == code
    errors = capsys.readouterr().err
    assert said in errors
    assert "\nforged" not in errors


def test_the_exit_codes_are_those_of_the_specification() -> None:
    """[R6.45]"""
    assert [int(code) for code in ExitCode] == [0, 1, 2, 128 + signal.SIGINT]
    assert "exit code" in (cli.__doc__ or "").lower()


# Outputs that are closed or full.


@posix
@pytest.mark.parametrize("name", [name for name in WORK if name not in ("prove", "replay", "peer")])
def test_a_closed_output_is_exit_code_2(name: str, tmp_path: Path) -> None:
    """[R6.45] and one line."""
    process = started(*WORK[name](tmp_path))
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    errors = process.stderr.read()
    assert process.wait(timeout=120) == 2
    assert errors == b"freebit: not all of the output was written: it was closed\n"


@posix
@pytest.mark.parametrize("missing", [">&-", ">&- 2>&-"])
def test_without_an_output_nothing_is_done(missing: str, tmp_path: Path) -> None:
    """[R6.45] a program that is started without a standard output has none to close."""
    key = tmp_path / "key.json"
    command = f'exec "$0" -m freebit run --bits 4 --epsilon 9/20 --delta 2^-5 --output "$1" {missing}'
    done = subprocess.run(["sh", "-c", command, sys.executable, str(key)], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (b"" if "2>" in missing else b"freebit: not all of the output was written: it was closed\n")
    assert not key.exists()


@posix
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["verify", "--help"]])
def test_a_closed_output_of_help_is_exit_code_2(arguments: list[str]) -> None:
    """[R6.45]"""
    process = started(*arguments)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert b"it was closed" in process.stderr.read()
    assert process.wait(timeout=60) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", [name for name in WORK if name not in ("prove", "replay", "peer")])
def test_a_full_output_is_exit_code_2(name: str, tmp_path: Path) -> None:
    """[R6.45] and one line."""
    with open("/dev/full", "wb") as full:
        process = started(*WORK[name](tmp_path), stdout=full)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert errors == b"freebit: not all of the output was written: No space left on device\n"


@posix
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    """[R6.48] a limit of the size of files stands for it; the file that was there is still there."""
    path = tmp_path / "t"
    path.write_bytes(b"before")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from freebit.cli import run; run()"
    )
    arguments = (*RUN, "-N", "100000", "--transcript", str(path))
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"freebit: {path}: File too large\n")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


# Signals.


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_leaves_nothing(name: str, tmp_path: Path) -> None:
    """[R6.48], [R6.45]: no temporary file, no file, and the exit code of the signal."""
    path = tmp_path / "t"
    process = started(*RUN, "-N", "2000000000", "--transcript", str(path))
    while not list(tmp_path.iterdir()):
        time.sleep(0.01)
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name)
    assert list(tmp_path.iterdir()) == []


#: What an exception leaves behind that comes between two steps of a library.
LEFT_BEHIND = {
    "a thread that waits for a lock": (
        "Thread(target=lambda: (lock.acquire(), lock.acquire())).start()\n"
        "with tidy_signals(), scratch_folder(folder), WholeFile(folder / 't'):\n"
        "    print('ready', flush=True); time.sleep(60)"
    ),
    "code that catches everything": (
        "with tidy_signals(), scratch_folder(folder), WholeFile(folder / 't'):\n"
        "    while True:\n"
        "        try: print('ready', flush=True); time.sleep(60)\n"
        "        except BaseException: pass"
    ),
}


@posix
@pytest.mark.parametrize("left", LEFT_BEHIND)
@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_a_signal_ends_what_does_not_end_itself(left: str, name: str, tmp_path: Path) -> None:
    """[R6.48] after some time, and nothing is left then either."""
    code = (
        "import sys, time; from pathlib import Path; from threading import Lock, Thread\n"
        "from freebit.commands import exits; from freebit.commands.exits import tidy_signals\n"
        "from freebit.files import WholeFile, scratch_folder\n"
        f"exits.LAST_SECONDS, lock, folder = 0.5, Lock(), Path({str(tmp_path)!r})\n{LEFT_BEHIND[left]}"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_signals
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert len(list(tmp_path.iterdir())) == 2
        process.send_signal(getattr(signal, name))
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 128 + getattr(signal, name)
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """As ``nohup`` has it."""
    process = started(*RUN, "-N", "20000000", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    time.sleep(1.0)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_the_processes_too(name: str) -> None:
    """[R6.48] all that ``verify`` started."""
    process = started("verify", "--processes", "2", start_new_session=True)
    while len(of_session(process.pid)) < 3 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    assert process.returncode == 128 + getattr(signal, name)
    time.sleep(0.2)
    assert of_session(process.pid) == []


def of_session(leader: int) -> list[str]:
    """The processes of a session."""
    listed = subprocess.run(["ps", "-o", "pid=", "-s", str(leader)], capture_output=True, text=True, check=False)
    return listed.stdout.split()


@posix
def test_a_peer_is_ended_with_the_runner(tmp_path: Path) -> None:
    """[R6.48]"""
    note = tmp_path / "pid"
    script = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    process = started("conform", "--start-timeout", "60", "--", sys.executable, "-c", script)
    while not note.exists() or not note.read_text():
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    time.sleep(0.2)
    listed = subprocess.run(["ps", "-o", "stat=", "-p", note.read_text()], capture_output=True, text=True, check=False)
    assert listed.stdout.strip()[:1] in ("", "Z")


# What was not checked.


def claim(identifier: str, *needs: Part) -> Claim:
    return Claim(
        identifier,
        "eq (0)",
        "a statement",
        ("R8.1",),
        Evidence.ENUMERATION,
        lambda: Finding(True, "as found"),
        needs=needs,
    )


def test_what_is_not_checked_is_told_and_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.51]"""
    claims = (claim("good"), claim("absent", NOTHING))
    monkeypatch.setattr("freebit.commands.claims.CLAIMS", claims)
    monkeypatch.setattr("freebit.commands.claims.named", {c.id: c for c in claims}.__getitem__)
    result = freebit("claims")
    assert result.exit_code == 0
    assert "1 claims were not checked here, which is no failure unless --require-all is given" in result.output
    assert freebit("claims", "--require-all").exit_code == 2
    assert json.loads(freebit("claims", "--require-all", "--json").stdout)["exit"] == 2
    assert freebit("claims", "--require-all", "--only", "good").exit_code == 0


def test_verify_can_ask_for_all_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.51]"""

    class Beside:
        progress = (0, None)

        def results(self, waiting: Callable[[], None]) -> list[dict[str, object]]:
            return [{"id": "absent", "verdict": "not checked here", "detail": "no-such is not installed"}]

        def stop(self) -> None:
            pass

    monkeypatch.setattr("freebit.commands.verify.ClaimsBeside", Beside)
    result = freebit("verify", VERTEX, "--checker", "kernel", "--claims")
    assert result.exit_code == 0
    assert "1 claims were not checked here" in result.output
    assert freebit("verify", VERTEX, "--checker", "kernel", "--claims", "--require-all").exit_code == 2
