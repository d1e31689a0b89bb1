"""What commands print, on every terminal and with hostile names [R6.46]."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from freebit.cli import COMMANDS, main
from freebit.commands.terminal import Column, Styled, show_table
from freebit.protocol.body import BodyEncoding
from freebit.protocol.parameters import Parameters
from freebit.protocol.transcript import TranscriptWriter
from tests.commands.test_exits import CODES, RUN, WORK

ROOT = Path(__file__).parents[2]
VERTEX = ROOT / "certificates" / "frontier" / "vertex-1.json"
#: A name that forges a line, clears the screen, turns the direction of writing and is no Unicode.
HOSTILE = "x\nFORGED: PROVED\r\x1b[2J\x1b]0;t\x07\u202e\u2028\x85[bold]:smile:\udcff"


def freebit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def assert_harmless(text: str) -> None:
    """Nothing but lines of symbols that can be seen, and none of them forged."""
    strange = {symbol for symbol in text if unicodedata.category(symbol) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert strange == set()
    assert not [line for line in text.split("\n") if line.strip().startswith("FORGED")]


def hostile_file(folder: Path, data: bytes = b"{}") -> Path:
    path = folder / HOSTILE
    path.write_bytes(data)
    return path


def false_certificate(folder: Path) -> Path:
    """A certificate that is rejected at a place of a hostile name."""
    document = json.loads(VERTEX.read_text())
    document["claim"]["alpha"] = "499/1000"
    document["provenance"] = {HOSTILE: HOSTILE}
    return hostile_file(folder, json.dumps(document).encode())


def unreadable_certificate(folder: Path) -> Path:
    document = json.loads(VERTEX.read_text())
    document["claim"][HOSTILE] = HOSTILE
    document["provenance"] = {HOSTILE: 1}
    return hostile_file(folder, json.dumps(document).encode())


def folder_of_hostile_names(folder: Path) -> Path:
    inside = folder / ("folder" + HOSTILE)
    inside.mkdir()
    shutil.copyfile(VERTEX, inside / f"{HOSTILE}.json")
    hostile_file(inside)
    (inside / f"link{HOSTILE}").symlink_to(folder, target_is_directory=True)
    return inside


def transcript(folder: Path) -> Path:
    path = folder / HOSTILE
    with TranscriptWriter(path, Parameters(3, 1, 0, 1 / 4), BodyEncoding.TEXT, {HOSTILE: HOSTILE}) as writer:  # type: ignore[arg-type]
        writer.frame(b"10000 01100\n11000 10110\n11100 00001\n")
        writer.finish(())
    return path


def box(folder: Path) -> Path:
    return Path(shutil.copyfile(ROOT / "certificates" / "attainment" / "party-4-answers-1.json", folder / HOSTILE))


def peer(folder: Path, answer: str) -> list[str]:
    """A program with a hostile name that answers hostile things."""
    path = folder / "peer.py"
    path.write_text(
        "import json, sys\n"
        "sys.stdin.readline()\n"
        f"hostile = {HOSTILE!r}\n"
        "print(json.dumps({'type': 'hello', 'name': hostile, 'version': hostile, 'protocol': 1,"
        " 'operations': ['majority', hostile], 'features': ['reasons']}), flush=True)\n"
        "for line in sys.stdin:\n"
        "    message = json.loads(line)\n"
        "    if message['type'] == 'bye': break\n"
        "    result = {'type': 'result', 'seq': message['seq'], 'verdict': 'rejected', 'rule': hostile}\n"
        f"    {answer}\n"
    )
    return [sys.executable, str(path)]


def known(folder: Path) -> Path:
    return hostile_file(folder, HOSTILE.replace("\n", "").encode("utf-8", "surrogateescape").replace(b"\xff", b""))


#: For each command, hostile things to ask it.
HOSTILE_WORK: dict[str, list[Callable[[Path], Sequence[str | Path]]]] = {
    "verify": [
        lambda folder: ["verify", folder / HOSTILE],
        lambda folder: ["verify", false_certificate(folder)],
        lambda folder: ["verify", unreadable_certificate(folder)],
        lambda folder: ["verify", folder_of_hostile_names(folder)],
        lambda folder: ["verify", "--checker", HOSTILE],
        lambda folder: ["verify", HOSTILE, "--" + HOSTILE],
    ],
    "claims": [lambda folder: ["claims", "--only", HOSTILE]],
    "solve": [
        lambda folder: ["solve", HOSTILE],
        lambda folder: ["solve", "bound", "--input", HOSTILE],
        lambda folder: ["solve", "bound", "--input", "10000", "--output", folder / HOSTILE],
        lambda folder: ["solve", "bound", "--input", "10000", "--output", hostile_file(folder) / "x"],
        lambda folder: ["solve", "bound", "--input", "10000", "--triple", HOSTILE],
        lambda folder: ["solve", "predictability", "--input", "10000", "--zeros", HOSTILE],
        lambda folder: ["solve", "predictability", "--input", "10000", "--weights", HOSTILE],
    ],
    "plan": [lambda folder: ["plan", "--epsilon", HOSTILE, "--delta", "2^-9"]],
    "bound": [
        lambda folder: ["bound", "--epsilon", "9/20", "--nd", "3", "--log2-nb", "3", "--family", HOSTILE],
        lambda folder: [
            "bound",
            "--epsilon",
            "9/20",
            "--nd",
            "3",
            "--log2-nb",
            "3",
            "--family",
            false_certificate(folder),
        ],
    ],
    "attack": [lambda folder: ["attack", "--epsilon", HOSTILE]],
    "functions": [lambda folder: ["functions", "--nd", HOSTILE]],
    "plot": [
        lambda folder: ["plot", "frontier", "--format", "svg", "--output", folder / HOSTILE],
        lambda folder: ["plot", HOSTILE],
    ],
    "export": [
        lambda folder: ["export", folder / HOSTILE, "--to", "page", "--output", folder],
        lambda folder: ["export", false_certificate(folder), "--to", "page", "--output", folder],
        lambda folder: [
            "export",
            folder_of_hostile_names(folder),
            "--to",
            "vipr",
            "--output",
            folder / ("o" + HOSTILE),
        ],
        lambda folder: ["export", "--to", "lemma", "--input", HOSTILE, "--output", folder],
    ],
    "prove": [lambda folder: ["prove", "--checkout", folder / HOSTILE]],
    "run": [
        lambda folder: [*RUN, "--source", folder / HOSTILE],
        lambda folder: [*RUN, "--source", hostile_file(folder, b"\x07")],
        lambda folder: [*RUN, "--source", hostile_file(folder, b"\x00\x01" * 1000)],
        lambda folder: [*RUN, "--devices", HOSTILE],
        lambda folder: [*RUN, "--devices", box(folder), "--transcript", folder / ("t" + HOSTILE)],
        lambda folder: [*RUN, "--devices", false_certificate(folder)],
        lambda folder: [*RUN, "--function", "@" + HOSTILE],
        lambda folder: [*RUN, "--function", HOSTILE],
        lambda folder: [*RUN, "--transcript", folder / "none" / HOSTILE],
    ],
    "replay": [
        lambda folder: ["replay", folder / HOSTILE],
        lambda folder: ["replay", false_certificate(folder)],
        lambda folder: ["replay", transcript(folder)],
    ],
    "import": [
        lambda folder: ["import", folder / HOSTILE, "--format", "csv"],
        lambda folder: ["import", hostile_file(folder, b"x,a\n\x1b[2J,0\n"), "--format", "csv"],
        lambda folder: ["import", hostile_file(folder, json.dumps({HOSTILE: {}}).encode()), "--format", "qiskit"],
        lambda folder: ["import", hostile_file(folder, b"\x1b\x07"), "--format", "stim-01", "--input", "10000"],
        lambda folder: ["import", folder / "x", "--format", HOSTILE, "--input", HOSTILE],
    ],
    "describe": [
        lambda folder: ["describe", folder / HOSTILE],
        lambda folder: ["describe", hostile_file(folder, b"\x07")],
        lambda folder: ["describe", hostile_file(folder, b"\x00\x01" * 1000)],
    ],
    "conform": [
        lambda folder: ["conform", "--", HOSTILE.replace("\n", "")],
        lambda folder: ["conform", "--", *peer(folder, "print(json.dumps(result), flush=True)")],
        lambda folder: ["conform", "--", *peer(folder, "print(hostile.encode('utf-8', 'replace'), flush=True)")],
        lambda folder: ["conform", "--", *peer(folder, "print(json.dumps({**result, hostile: hostile}), flush=True)")],
        lambda folder: [
            "conform",
            "--known",
            known(folder),
            "--",
            *peer(folder, "print(json.dumps(result), flush=True)"),
        ],
        lambda folder: ["conform", "--known", folder / HOSTILE, "--", "x"],
        lambda folder: ["conform", "--vectors", folder / HOSTILE, "--", "x"],
        lambda folder: ["conform", "--export", hostile_file(folder)],
        lambda folder: ["conform", "--exec", HOSTILE],
        lambda folder: ["conform", "--exec-op", HOSTILE],
    ],
    "peer": [lambda folder: ["peer", HOSTILE]],
    "rules": [lambda folder: ["rules", HOSTILE]],
    "doctor": [lambda folder: ["doctor", HOSTILE]],
    "circuits": [
        lambda folder: ["circuits", folder / HOSTILE],
        lambda folder: ["circuits", hostile_file(folder)],
    ],
}


def test_every_command_is_asked_hostile_things() -> None:
    assert HOSTILE_WORK.keys() == COMMANDS.keys()


@pytest.mark.parametrize(
    ("name", "number"), [(name, n) for name, works in HOSTILE_WORK.items() for n in range(len(works))]
)
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_no_text_from_elsewhere_commands_the_terminal(
    name: str, number: int, more: tuple[str, ...], tmp_path: Path
) -> None:
    """[R6.46]"""
    arguments = list(HOSTILE_WORK[name][number](tmp_path))
    if more and name in ("solve", "plot", "export", "prove", "peer", "circuits", "doctor", "import"):
        pytest.skip("it has no --json")
    place = arguments.index("--") if "--" in arguments else len(arguments)
    result = freebit(*arguments[:place], *more, *arguments[place:])
    assert result.exit_code in (0, 1, 2), result.output
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert_harmless(result.stdout)
    assert_harmless(result.stderr)
    if more and result.exit_code == 0:
        assert json.loads(result.stdout)


def test_an_unknown_command_of_a_hostile_name() -> None:
    """[R6.46]"""
    result = freebit(HOSTILE)
    assert result.exit_code == 2
    assert_harmless(result.stderr)


def test_junit_of_a_hostile_implementation(tmp_path: Path) -> None:
    """[R6.46], [R7.15]: well-formed, and without what could command whoever prints it."""
    junit = tmp_path / "report.xml"
    answer = "print(json.dumps({**result, hostile: 1}), flush=True)"
    assert freebit("conform", "--junit", junit, "--seed", "1", "--", *peer(tmp_path, answer)).exit_code == 1
    assert_harmless(junit.read_text("utf-8"))
    assert_harmless("".join(ElementTree.fromstring(junit.read_bytes()).itertext()))


def test_cells_are_escaped_and_nothing_is_cut_off(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.46]"""
    monkeypatch.setenv("COLUMNS", "20")
    show_table(
        [Column("a\tb"), Column("second", right=True, most=6)],
        [("x" * 40, Styled("y" * 30, "bold")), (("one\r", "two"), HOSTILE)],
        "title\x1b",
    )
    shown = capsys.readouterr().out
    assert_harmless(shown)
    assert shown.count("x") >= 40
    assert shown.count("y") == 30
    assert "\u2026" not in shown


# Terminals.


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM", "LC_ALL")}
    return {**kept, "TERM": "xterm-256color", **more}


def on_a_terminal(arguments: Sequence[str], columns: int, **more: str) -> tuple[int, str]:
    """The exit code, and what a terminal of so many columns is sent; both streams."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [str(Path(sys.executable).with_name("freebit")), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, env=environment(**more))
    os.close(slave)
    sent = b""
    while True:
        try:
            data = os.read(master, 2**16)
        except OSError:
            break
        if not data:
            break
        sent += data
    os.close(master)
    return process.wait(timeout=60), sent.decode()


SHOWN = [name for name in WORK if name != "peer"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@posix
@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_without_colours_there_are_none(name: str, more: dict[str, str], tmp_path: Path) -> None:
    code, sent = on_a_terminal(WORK[name](tmp_path), 100, **more)
    assert code == CODES.get(name, 0), sent
    assert not re.search(r"\x1b\[[0-9;]*[34][0-9][;m]", sent)
    if more.get("TERM") == "dumb":
        assert "\x1b" not in sent


@posix
def test_with_colours_there_are_some(tmp_path: Path) -> None:
    code, sent = on_a_terminal(WORK["verify"](tmp_path), 100)
    assert code == 0
    assert "\x1b[32mproved" in sent


@posix
def test_long_work_shows_how_far_it_is(tmp_path: Path) -> None:
    """On a terminal a bar, and the table's head before it; on a dumb one and elsewhere no bar."""
    frontier = str(ROOT / "certificates" / "frontier")
    code, sent = on_a_terminal(["verify", frontier, "--checker", "kernel"], 100)
    assert code == 0
    assert 0 <= sent.index("kernel") < sent.index("checking")
    assert "100%" in sent
    assert "checking" not in on_a_terminal(["verify", frontier, "--checker", "kernel"], 100, TERM="dumb")[1]


@posix
@pytest.mark.parametrize("name", SHOWN)
def test_a_narrow_terminal_shows_everything(name: str, tmp_path: Path) -> None:
    """60 columns: the same words as in a wide one, and no table is wider than the terminal."""
    wide_folder, narrow_folder = tmp_path / "a", tmp_path / "b"
    wide_folder.mkdir()
    narrow_folder.mkdir()
    code, narrow = on_a_terminal(WORK[name](narrow_folder), 60, TERM="dumb")
    _, wide = on_a_terminal(WORK[name](wide_folder), 250, TERM="dumb")
    assert code == CODES.get(name, 0), narrow
    assert "\u2026" not in narrow
    letters = [
        sorted(re.sub(r"[\s0-9.]", "", text.replace(f"{tmp_path}/b", f"{tmp_path}/a"))) for text in (narrow, wide)
    ]
    assert letters[0] == letters[1]


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(
    "more",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=["C", "really C", "ascii", "latin-1"],
)
def test_every_locale_will_do(name: str, more: dict[str, str], tmp_path: Path) -> None:
    """No symbol is refused by the terminal's encoding."""
    command = [str(Path(sys.executable).with_name("freebit")), *WORK[name](tmp_path)]
    done = subprocess.run(command, capture_output=True, env=environment(**more), timeout=120, check=False)
    assert done.returncode == CODES.get(name, 0), done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "more", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_symbols_that_a_terminal_does_not_know_are_escaped(more: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "\u03b5-\u00e9.json"
    path.write_text("{}", "utf-8")
    command = [str(Path(sys.executable).with_name("freebit")), "verify", str(path)]
    done = subprocess.run(command, capture_output=True, env=environment(**more), timeout=60, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert "[R6.9] at document" in done.stdout.decode("ascii")
