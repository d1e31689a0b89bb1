"""``freebit run`` and ``freebit replay``: the whole way, and what bad input gets."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.commands import run_bounds as bounds
from freebit.protocol.body import MAX_HEADER, BodyEncoding
from freebit.protocol.parameters import Parameters, Selection
from freebit.protocol.transcript import TranscriptFile, TranscriptWriter, check_writable, write_transcript
from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.sizes import GridSize
from freebit.wire.document import MAX_BYTES

SMALL = ("--epsilon", "1/4", "--nd", "5", "--log2-nb", "3")


def freebit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def account(*arguments: str | Path) -> dict[str, Any]:
    result = freebit("run", *arguments, "--json")
    assert result.exit_code in (0, 1), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# Runs.


def test_a_run_is_told_step_by_step() -> None:
    """[R4.6] the selection is named, epsilon is called an assumption, and k is told."""
    result = freebit("run", *SMALL, "--seed", "1")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    for part in ("step 1 120 quintuplets", "step 2", "row selection", "step 4 0 of 7 checked blocks wrong", "step 5"):
        assert part in text
    assert "1/4, assumed: epsilon is an assumption" in text
    assert "not aborted: k = " in text


@pytest.mark.parametrize("source", ["free", "biased", "guessed", "adversarial"])
@pytest.mark.parametrize("devices", ["ghz", "uniform", "classical", "fixed-output", "guessing"])
def test_plain_and_fast_give_the_same_account(source: str, devices: str) -> None:
    """[R4.44]"""
    arguments = (*SMALL, "--selection", "column", "-w", "3", "--source", source, "--devices", devices, "--seed", "9")
    assert account(*arguments) == account(*arguments, "--plain")


def test_markov_and_noise_have_their_own_options() -> None:
    found = account(*SMALL, "--source", "markov", "--flip", "1/4", "--devices", "depolarised", "--noise", "1/100")
    assert found["source"]["epsilon"] == "1/10"
    assert 0.03 < float(Fraction(found["devices"]["wrong_probability"])) < 0.04


def test_a_source_that_keeps_less_than_is_assumed_is_told() -> None:
    result = freebit("run", "--epsilon", "9/20", "--nd", "2", "--nb", "2", "--source", "markov", "--flip", "1/4")
    assert "LESS THAN ASSUMED" in result.output


def test_an_abort_has_exit_code_1_and_a_reason() -> None:
    """[R4.22] at step 4 with classical devices, at step 2 with a source that avoids X."""
    wrong = freebit("run", *SMALL, "--devices", "classical")
    assert (wrong.exit_code, "aborted at step 4" in wrong.output) == (1, True)
    few = freebit("run", "--epsilon", "1/4", "--nd", "50", "--log2-nb", "4", "--source", "adversarial")
    assert (few.exit_code, "aborted at step 2" in few.output) == (1, True)
    assert "step 3" not in few.output
    found = account(*SMALL, "--devices", "classical")
    assert (found["abort"], found["g"], found["k"]) == ("wrong-correlations", 0, 0)


def test_a_truth_table(tmp_path: Path) -> None:
    """[R4.24] constant tables give their constant."""
    for value in "01":
        assert account("--epsilon", "1/4", "--nd", "3", "--nb", "2", "--function", value * 8)["k"] == int(value)
    path = tmp_path / "table"
    path.write_text("1" * 8 + "\n")
    assert account("--epsilon", "1/4", "--nd", "3", "--nb", "2", "--function", f"@{path}")["k"] == 1


@pytest.mark.parametrize("encoding", ["text", "planes"])
@pytest.mark.parametrize("devices", ["ghz", "classical"])
def test_replay_of_a_transcript_gives_the_same(tmp_path: Path, encoding: str, devices: str) -> None:
    """[R4.26] k and all that led to it, by both implementations, from files written by both."""
    path = tmp_path / "t.fbt"
    kept = ("kept", "g", "abort", "k", "l", "distilling", "wrong_blocks", "wrong_cells", "parameters")
    for plain_run in ((), ("--plain",)):
        arguments = ("--devices", devices, "--transcript", path, "--transcript-encoding", encoding, *plain_run)
        ran = account(*SMALL, *arguments)
        for plain in ((), ("--plain",)):
            result = freebit("replay", path, "--json", *plain)
            assert result.exit_code == (0 if devices == "ghz" else 1)
            replayed = json.loads(result.stdout)
            assert {key: replayed[key] for key in kept} == {key: ran[key] for key in kept}
    assert "claimed by the file" in freebit("replay", path).output


def test_the_provenance_of_a_stranger_is_only_text(tmp_path: Path) -> None:
    """[R6.35] neither markup nor escape sequences have an effect."""
    path = tmp_path / "t"
    account(*SMALL, "--transcript", path)
    transcript = TranscriptFile.open(path).transcript()
    write_transcript(path, transcript, BodyEncoding.TEXT, {"[/bold]": "[red]x\x1b[2J:smile:"})
    result = freebit("replay", path)
    assert result.exit_code == 0
    assert r"[/bold]: [red]x\x1b[2J:smile:" in result.output


def test_a_file_is_read_and_reported(tmp_path: Path) -> None:
    """[R1.19] digest, bits used, and that the data refute the epsilon."""
    path = tmp_path / "bits"
    path.write_bytes(b"\x01\x00\x00\x00\x00" * 200)
    found = account("--epsilon", "1/4", "--nd", "5", "--log2-nb", "3", "--source", path)
    assert found["source"]["bits_used"] == str(600 + 3)
    assert len(found["source"]["sha256"]) == 64
    assert "no data can establish it" in found["assumption"]
    assert Fraction(found["source"]["epsilon_not_refuted"]) < Fraction(1, 4)
    assert "THE DATA REFUTE" in " ".join(freebit("run", *SMALL, "--source", path).output.split())


def test_the_box_of_a_certificate_answers(certificates: Path, tmp_path: Path) -> None:
    """[R4.40] the committed boxes attain the maximal violation, so no run with them is aborted."""
    path = certificates / "attainment" / "party-4-answers-1.json"
    found = account(*SMALL, "--devices", path)
    assert found["abort"] is None
    assert {outputs[3] for outputs in found["distilling"]["outputs"]} == {"1"}
    signalling = tmp_path / "box.json"
    signalling.write_text(path.read_text().replace('"1/8"', '"1/4"', 1))
    result = freebit("run", *SMALL, "--devices", signalling)
    assert (result.exit_code, "box.json: [R2.9]" in result.stderr) == (2, True)


# What no reader would accept is refused before the work.


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_a_transcript_that_nobody_could_read_is_refused_at_once(tmp_path: Path, plain: tuple[str, ...]) -> None:
    """[R6.52] by the limit's name, and nothing is left."""
    sizes = ("--nd", "16777216", "--log2-nb", "1", "--selection", "column")
    began = time.monotonic()
    result = freebit("run", "--epsilon", "9/20", *sizes, "--transcript", tmp_path / "t", *plain)
    assert result.exit_code == 2
    assert "[R6.38] the trailer would have 16777301 bytes, 16777216 of them for l; a document has" in result.stderr
    assert time.monotonic() - began < 10
    assert list(tmp_path.iterdir()) == []


def test_the_longest_transcripts_that_are_written_are_read(tmp_path: Path) -> None:
    """[R6.52] the limits are just those of the reader."""
    parameters = Parameters(3, 1, 0, Fraction(1, 4))
    short = len(check_writable(parameters, BodyEncoding.TEXT, {"k": ""}))
    provenance = {"k": "v" * (MAX_HEADER - short)}
    with TranscriptWriter(tmp_path / "t", parameters, BodyEncoding.TEXT, provenance) as writer:
        writer.frame(b"10000 01100\n11000 10110\n11100 00001\n")
        writer.finish(())
    assert len((tmp_path / "t").read_bytes().split(b"\n")[0]) + 1 == MAX_HEADER
    assert freebit("replay", tmp_path / "t", "--plain").exit_code == 0
    with pytest.raises(ValueError, match=r"\[R6\.30\]"):
        check_writable(parameters, BodyEncoding.TEXT, {"k": provenance["k"] + "v"})
    longest = MAX_BYTES - len(b'{"l":"","sha256":""}\n') - 64
    check_writable(columns_of_two(longest), BodyEncoding.TEXT, {})
    with pytest.raises(ValueError, match=r"\[R6\.38\]"):
        check_writable(columns_of_two(longest + 1), BodyEncoding.TEXT, {})


def columns_of_two(nd: int) -> Parameters:
    return Parameters(6 * nd, nd, 1, Fraction(1, 4), Selection.COLUMN)


def test_a_header_of_one_byte_too_many_is_refused(tmp_path: Path) -> None:
    """[R6.30] the limit holds with the line feed."""
    body = b"10000 01100\n11000 10110\n11100 00001\n"
    parameters = Parameters(3, 1, 0, Fraction(1, 4))
    short = check_writable(parameters, BodyEncoding.TEXT, {"k": ""})
    for more, code in ((0, 0), (1, 2)):
        header = short.replace(b'"k":""', b'"k":"' + b"v" * (MAX_HEADER - len(short) + more) + b'"')
        assert len(header) == MAX_HEADER + more
        digest = hashlib.sha256(header + body).hexdigest()
        (tmp_path / "t").write_bytes(header + body + json.dumps({"l": "", "sha256": digest}).encode() + b"\n")
        result = freebit("replay", tmp_path / "t")
        assert result.exit_code == code
    assert "[R6.30] at header: no line of at most 4194304 bytes ends" in result.stderr


# Files that are not regular, and files that are read and written.


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_named_pipes_are_refused_at_once(tmp_path: Path) -> None:
    """[R6.49] wherever a file is read."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for arguments in (
        ("replay", pipe),
        ("describe", pipe),
        ("run", *SMALL, "--source", pipe),
        ("run", *SMALL, "--devices", pipe),
        ("verify", pipe),
        ("export", pipe, "--to", "page", "--output", tmp_path / "out"),
        ("run", *SMALL, "--function", f"@{pipe}"),
        ("conform", "--known", pipe, "--", "x"),
    ):
        result = freebit(*arguments)
        assert result.exit_code == 2
        assert str(pipe) in result.output
        assert "not a regular file" in result.output


def test_standard_input_is_read_where_it_is_named() -> None:
    """[R6.49]"""
    result = CliRunner().invoke(main, ["describe", "-", "--encoding", "ascii"], input="0011" * 100)
    assert result.exit_code == 0
    assert "standard input (ascii, stride 1)" in result.output


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_nothing_that_is_read_is_written_over(
    tmp_path: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch, plain: tuple[str, ...]
) -> None:
    """[R6.47] before any work."""
    monkeypatch.chdir(tmp_path)
    Path("bits").write_bytes(b"\x01\x00" * 1000)
    Path("table").write_text("0" * 32)
    shutil.copyfile(certificates / "attainment" / "party-4-answers-1.json", "box.json")
    Path("link").symlink_to("bits")
    for path, more in (
        ("bits", ("--source", "bits")),
        ("link", ("--source", "bits")),
        ("bits", ("--source", "link")),
        ("table", ("--function", "@table")),
        ("box.json", ("--devices", "box.json")),
    ):
        before = Path(path).read_bytes()
        result = freebit("run", *SMALL, *more, "--transcript", path, *plain)
        assert result.exit_code == 2
        assert f"freebit: {path}: the same command reads it, and it is left as it is" in result.stderr
        assert Path(path).read_bytes() == before
    assert freebit("run", *SMALL, "--transcript", os.devnull, *plain).exit_code == 2


# Bad input: exit code 2, one clear line, no traceback, nothing left behind.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--epsilon", "0", "--nd", "5", "--nb", "8"), "R1.4"),
        (("--epsilon", "51/100", "--nd", "5", "--nb", "8"), "R1.4"),
        (("--epsilon", "one", "--nd", "5", "--nb", "8"), "'one' is not a rational"),
        (("--epsilon", "1/0", "--nd", "5", "--nb", "8"), "'1/0' is not a rational"),
        (("--epsilon", "1e-999999999", "--nd", "5", "--nb", "8"), "is not a rational"),
        (("--epsilon", "1/4", "--nd", "5", "--nb", "12"), "R4.2.*12 is not a power of 2"),
        (("--epsilon", "1/4", "--nd", "5", "--log2-nb", "-1"), "R4.2"),
        (("--epsilon", "1/4", "--nd", "5", "--log2-nb", "99"), "at most 40"),
        (("--epsilon", "1/4", "--nd", "0", "--nb", "8"), "R4.1"),
        (("--epsilon", "1/4", "--nb", "8"), "the sizes are needed"),
        (("--epsilon", "1/4", "--nd", "5"), "the sizes are needed"),
        (("--epsilon", "1/4", "--nd", "5", "--nb", "8", "--log2-nb", "3"), "the sizes are needed"),
        ((*SMALL, "--delta", "2^-8"), "give one or the other"),
        ((*SMALL, "--pass", "1/2"), "--pass goes with --delta"),
        ((*SMALL, "-N", "100"), r"R4.4.*needs 40"),
        ((*SMALL, "--c", "1"), "R4.3"),
        ((*SMALL, "-w", "1"), "R4.7"),
        ((*SMALL, "--function", "0101"), r"R4.24.*4 entries, not 2\^5"),
        ((*SMALL, "--function", "012"), "'2', symbol 3 of"),
        ((*SMALL, "--function", "@nowhere"), "nowhere"),
        ((*SMALL, "--seed", "-1"), "R4.30"),
        ((*SMALL, "--noise", "1/100"), "--noise goes with"),
        ((*SMALL, "--devices", "depolarised"), "--noise goes with"),
        ((*SMALL, "--devices", "depolarised", "--noise", "2"), "R4.43"),
        ((*SMALL, "--devices", "abc"), "there are no devices 'abc'"),
        ((*SMALL, "--devices", "."), "Is a directory"),
        ((*SMALL, "--devices", "pyproject.toml"), r"pyproject.toml: \[R6.1\]"),
        ((*SMALL, "--source", "markov"), "--flip goes with"),
        ((*SMALL, "--flip", "1/4"), "--flip goes with"),
        ((*SMALL, "--source", "markov", "--flip", "2/3"), "R1.11"),
        ((*SMALL, "--stride", "2"), "--stride is for files"),
        ((*SMALL, "--source", "nowhere.bin"), "nowhere.bin: No such file"),
        ((*SMALL, "--source", ".", "--stride", "0"), "R1.18"),
        ((*SMALL, "--source", "."), "Is a directory"),
        ((*SMALL, "--transcript", "no-folder/t"), "no-folder"),
    ],
)
@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_bad_input_is_refused(arguments: tuple[str, ...], message: str, plain: tuple[str, ...]) -> None:
    result = freebit("run", *arguments, *plain)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)

    assert re.search(message, " ".join(result.stderr.split()))


@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_too_few_bits_and_strange_symbols_in_a_file(tmp_path: Path, plain: tuple[str, ...]) -> None:
    """[R4.8] [R1.15] how many bits are needed; where the symbol is; no transcript is left."""
    path, transcript = tmp_path / "bits", tmp_path / "t"
    path.write_bytes(b"\x01\x00" * 600)
    result = freebit("run", *SMALL, "--source", path, "--stride", "2", "--transcript", transcript, *plain)
    assert result.exit_code == 2
    assert "with stride 2: [R4.8] the source gave 600 bits and the protocol needs 603" in result.stderr
    path.write_bytes(b"\x01\x00\x07" * 600)
    result = freebit("run", *SMALL, "--source", path, "--transcript", transcript, *plain)
    assert result.exit_code == 2
    assert "byte 0x07 at offset 2 is not a bit" in result.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["bits"]


def test_replay_of_a_file_that_is_none(tmp_path: Path) -> None:
    """[R6.42]"""
    path = tmp_path / "t"
    path.write_bytes(b"01011 11010\n")
    result = freebit("replay", path)
    assert result.exit_code == 2
    assert "R6.1" in result.stderr
    assert freebit("replay", tmp_path / "none").exit_code == 2


def command_line(*arguments: str | Path, cwd: Path | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "from freebit.cli import main; main()", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=cwd,
    )


def without_numpy(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.modules['numpy'] = None; from freebit.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment)


def test_without_numpy_the_plain_implementation_runs(tmp_path: Path) -> None:
    path = str(tmp_path / "t")
    devices = ("--devices", "depolarised", "--noise", "1/1000", "--selection", "column", "-w", "5")
    plain = without_numpy("run", *SMALL, "--plain", "--json", "--transcript", path, *devices)
    assert plain.returncode == 0
    assert json.loads(plain.stdout) == account(*SMALL, *devices)
    assert without_numpy("replay", "--plain", path).returncode == 0
    for arguments in (("run", *SMALL), ("replay", path)):
        refused = without_numpy(*arguments)
        assert refused.returncode == 2
        assert refused.stderr == "freebit: the fast engine: numpy is not installed: pip install numpy, or use --plain\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_memory_does_not_grow_with_the_run(tmp_path: Path) -> None:
    """[R6.37] 10^8 quintuplets, a transcript of 125 MB: less memory than that for run and for replay."""
    code = (
        "import atexit, pathlib, sys; from freebit.cli import main;"
        "atexit.register(lambda: print(pathlib.Path('/proc/self/status').read_text(), file=sys.stderr)); main()"
    )
    path = tmp_path / "t"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for arguments in (("run", *SMALL, "-N", "100000000", "--transcript", str(path)), ("replay", str(path))):
        ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment)
        assert ran.returncode == 0
        peak = next(int(line.split()[1]) for line in ran.stderr.splitlines() if line.startswith("VmHWM"))
        assert peak * 1024 < 125 * 10**6 < path.stat().st_size


def test_a_source_pipe_that_closes_early() -> None:
    """[R4.8]"""
    process = command_line("run", *SMALL, "--source", "-")
    _, error = process.communicate(b"\x01\x00" * 100, timeout=60)
    assert process.returncode == 2
    assert b"gave 200 bits and the protocol needs 603" in error


def test_an_output_pipe_that_closes() -> None:
    process = command_line("run", *SMALL)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stdin.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 2
    assert error.splitlines() == [b"freebit: not all of the output was written: it was closed"]


# The planner and the bound: what is asked of the theorems, and what is said of their answer.


def test_delta_asks_the_planner(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def plan(*arguments: object, **more: object) -> SimpleNamespace:
        asked.append((arguments, more))
        return SimpleNamespace(size=GridSize(4, 3, 2), quintuplets=GridSize(4, 3, 2).quintuplets)

    monkeypatch.setattr(bounds, "plan", plan)
    arguments = ("--epsilon", "9/20", "--delta", "2^-3", "--selection", "column", "--devices", "depolarised")
    found = account(*arguments, "--noise", "1/200", "--pass", "1/2")
    assert (found["parameters"]["nd"], found["parameters"]["log2_nb"], found["parameters"]["tolerance"]) == (4, 3, 2)
    document = found["bound"]["document"]
    assert (document["nd"], document["log2_nb"], document["tolerance"], document["selection"]) == (4, 3, 2, "column")
    error = Fraction(found["devices"]["wrong_probability"])
    more = {"selection": "column", "error": error, "pass_at_least": Fraction(1, 2)}
    assert asked == [((Fraction(9, 20), Fraction(1, 8)), more)]


def test_without_the_theorems_a_run_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'flint'", name="flint")

    monkeypatch.setattr(bounds, "plan", absent)
    monkeypatch.setattr(bounds, "bound", absent)
    found = account(*SMALL)["bound"]
    assert "not evaluated: python-flint is not installed" in found["text"]
    assert found["proved"] is False
    result = freebit("run", "--epsilon", "9/20", "--delta", "2^-3")
    assert result.exit_code == 2
    assert "--delta needs the planner" in result.stderr


def test_no_bound_is_claimed_for_another_function() -> None:
    found = account("--epsilon", "1/4", "--nd", "1", "--nb", "2", "--function", "01")["bound"]
    assert "no theorem here covers this function" in found["text"]
    assert found["proved"] is False


def test_a_bound_is_printed_with_all_that_it_rests_on(tmp_path: Path) -> None:
    """[R6.68] [R5.41] [R5.42] by `run` and by `replay`."""
    path = tmp_path / "t"
    ran = account(*SMALL, "--transcript", path)["bound"]
    replayed = json.loads(freebit("replay", path, "--json").stdout)["bound"]
    assert (ran["simulated"], replayed["simulated"]) == (True, None)
    for found in (ran, replayed):
        assert found["proved"] is True
        assert found["refuted"] == []
        assert [each["rule"] for each in found["document"]["rests_on"]] == ["R5.7", "R5.8", "R5.9"]
        for assumption in (WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS):
            assert f"{assumption.words} [{assumption.rule}]" in found["text"]
    assert "k is a function of the seed and of the source's bits [R5.42]" in ran["text"]
    assert "simulated" not in replayed["text"]


def test_what_the_data_refute_is_not_called_proved(tmp_path: Path) -> None:
    """[R6.69] bits of a file, the same bits in a transcript, and a sampled source that has less than is assumed."""
    path, transcript = tmp_path / "bits", tmp_path / "t"
    path.write_bytes(b"\x01\x00\x00\x00\x00" * 1000)
    arguments = ("--epsilon", "1/4", "--nd", "20", "--log2-nb", "3")
    ran = account(*arguments, "--source", path, "--transcript", transcript)
    replayed = json.loads(freebit("replay", transcript, "--json").stdout)
    sampled = account(*arguments, "--source", "markov", "--flip", "1/10")
    for found in (ran, replayed, sampled):
        bound = found["bound"]
        assert bound["proved"] is False
        assert [each["rule"] for each in bound["refuted"]] == ["R5.7"]
        assert "epsilon = 1/4" in bound["refuted"][0]["words"]
        assert bound["text"].startswith("NOT PROVED for this source: eq (1) does not hold with epsilon = 1/4")
    fine = account("--epsilon", "1/100", "--nd", "5", "--log2-nb", "3", "--source", "markov", "--flip", "1/4")
    assert fine["bound"]["proved"] is True
    assert fine["bound"]["text"].startswith("proved: P(guess) <= 1/2 + ")


def test_the_theorems_themselves() -> None:
    """The planner's sizes have the bound that was asked for; a run at hopeless sizes is called vacuous."""
    found = account("--epsilon", "9/20", "--delta", "2^-64", "--selection", "column")
    bound = found["bound"]["document"]
    assert Fraction(bound["excess_log2"][1]) <= -64
    assert bound["vacuous"] is False
    assert (bound["selection"], bound["nd"], bound["log2_nb"]) == (
        "column",
        found["parameters"]["nd"],
        found["parameters"]["log2_nb"],
    )
    assert "vacuous" in account("--epsilon", "1/20", "--nd", "3", "--nb", "1")["bound"]["text"]
    too_large = freebit("run", "--epsilon", "9/20", "--delta", "2^-64", "--selection", "row")
    assert too_large.exit_code == 2
    assert "at most 2^40 are run" in too_large.stderr
    noise = ("--devices", "depolarised", "--noise", "1/200")
    noisy = account("--epsilon", "9/20", "--delta", "2^-20", "--selection", "column", *noise)
    assert noisy["parameters"]["tolerance"] > 0
    assert noisy["abort"] is None


# The ring oscillator: FREEBIT_DATA names the folder that holds ringOsc-nist.bin.

DATA = os.environ.get("FREEBIT_DATA")
data = pytest.mark.skipif(not DATA, reason="FREEBIT_DATA is not set")
RING = Path(DATA or ".") / "ringOsc-nist.bin"
COLUMNS = (
    "--epsilon",
    "9/20",
    "--source",
    RING,
    "--stride",
    "10",
    "--nd",
    "178",
    "--log2-nb",
    "5",
    "--selection",
    "column",
)
ROWS = ("--epsilon", "1/50", "--source", RING, "--nd", "1100", "--log2-nb", "5", "--selection", "row")


def finishes(tmp_path: Path, *arguments: str | Path) -> dict[str, Any]:
    """A run that is not aborted, and whose transcript replays to the same k."""
    path = tmp_path / "run.fbt"
    found = account(*arguments, "--transcript", path)
    assert (found["abort"], found["g"]) == (None, 1)
    result = freebit("replay", path, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["k"] == found["k"]
    return found


@data
def test_ring_oscillator_rows(tmp_path: Path) -> None:
    """Stride 1, 105 600 quintuplets, row selection."""
    found = finishes(tmp_path, *ROWS)
    assert found["parameters"]["quintuplets"] == 105_600
    assert TranscriptFile.open(tmp_path / "run.fbt").parameters.quintuplets > 100_000


@data
def test_ring_oscillator_columns(tmp_path: Path) -> None:
    """Stride 10, 17 088 quintuplets, Nd = 178, Nb = 32; the plain implementation agrees."""
    found = finishes(tmp_path, *COLUMNS)
    assert found["parameters"]["quintuplets"] == 17_088
    assert account(*COLUMNS, "--plain") == found


@data
@pytest.mark.parametrize("parameters", [COLUMNS, ROWS], ids=["columns", "rows"])
@pytest.mark.parametrize("devices", [("classical",), ("depolarised", "--noise", "1/200")], ids=["classical", "noisy"])
def test_ring_oscillator_aborts_at_step_4(parameters: tuple[str | Path, ...], devices: tuple[str, ...]) -> None:
    """Classical devices, and noisy ones at w = 0."""
    found = account(*parameters, "--devices", *devices)
    assert (found["abort"], found["k"]) == ("wrong-correlations", 0)


@data
def test_ring_oscillator_passes_with_noise_and_a_tolerance(tmp_path: Path) -> None:
    """0.5 % depolarising noise on each qubit, w = 6."""
    found = finishes(tmp_path, *COLUMNS, "--devices", "depolarised", "--noise", "0.005", "-w", "6")
    assert 0 < max(found["wrong_cells"]) <= 6


@data
def test_ring_oscillator_is_described() -> None:
    """It looks unbiased, and its neighbours give each bit away: eq (1) holds with less than 0.05, if at all."""
    result = freebit("describe", RING, "--json")
    found = json.loads(result.stdout)
    assert found["ones"] == 499_035
    assert found["transitions"] == {"00": 420_629, "01": 80_335, "10": 80_336, "11": 418_699}
    assert found["radii"][0]["epsilon_at_most"] == "1/2"
    assert Fraction(3, 100) < Fraction(found["epsilon_at_most"]) < Fraction(5, 100)
