"""``freebit run --protocol tested`` and its replay [R4.50]-[R4.66], [R6.70], [R6.71]."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from tests.schemas import validator

TESTED = ("run", "--protocol", "tested", "--epsilon", "9/20")
DERIVED = (*TESTED, "--cells", "four-majority-derived-1")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_a_planned_run_with_noise_passes_and_is_replayed(tmp_path: Path) -> None:
    """[R6.71] the account has the parameters, the outcome and the proved bound; all agree on k."""
    path = str(tmp_path / "t")
    made = document(*TESTED, "--delta", "2^-64", "--noise", "1/100", "--transcript", path)
    assert made["parameters"]["protocol"] == "tested"
    assert (made["parameters"]["cells"], made["parameters"]["keep"], made["parameters"]["tolerance"]) == (2211, 737, 15)
    assert made["abort"] is None
    assert made["bound"]["proved"] is True
    assert made["bound"]["document"]["numbers"]["certificate"] == "five-multiplexer-local/best-9-20"
    for extra in ((), ("--plain",)):
        again = document("replay", path, *extra)
        assert {key: again[key] for key in ("kept", "wrong", "g", "k")} == {
            key: made[key] for key in ("kept", "wrong", "g", "k")
        }
        validator("run").validate(again)
    validator("run").validate(made)
    header, *_ = Path(path).read_bytes().split(b"\n")
    validator("transcript-header").validate(json.loads(header))


@pytest.mark.parametrize("encoding", ["text", "planes"])
@pytest.mark.parametrize("source", ["free", "biased", "adversarial", "guessed"])
def test_the_literal_run_and_the_fast_one_agree(tmp_path: Path, source: str, encoding: str) -> None:
    """[R4.44] bit for bit, in the transcript too."""
    files = []
    for number, extra in enumerate(((), ("--plain",))):
        files.append(tmp_path / str(number))
        options = ("--keep", "40", "--tolerance", "9", "--noise", "1/8", "--source", source, "--seed", "4")
        made = run(*DERIVED, *options, "--transcript", str(files[-1]), "--transcript-encoding", encoding, *extra)
        assert made.exit_code in (0, 1), made.output
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_abort_is_told() -> None:
    """[R4.61] [R4.62] exit code 1, and k is 0."""
    few = document(*TESTED, "--keep", "30", "-N", "90", "--source", "adversarial", "--epsilon", "1/8")
    assert (few["abort"], few["g"], few["k"]) == ("too-few-kept", 0, 0)
    bad = document(*DERIVED, "--keep", "30", "--devices", "classical")
    assert (bad["abort"], bad["g"], bad["k"]) == ("wrong-correlations", 0, 0)
    assert bad["wrong"] > 0
    for each in (few, bad):
        validator("run").validate(each)
    told = run(*DERIVED, "--keep", "30", "--devices", "uniform")
    assert told.exit_code == 1
    assert "aborted at step 3, too many wrong" in told.output
    assert "it is not the paper's" in told.output


def test_the_bound_says_what_it_rests_on() -> None:
    """[R6.68] [R6.69] derived inputs assume more; a source that is known to be worse proves nothing."""
    local, derived = (run(*options, "--keep", "30").output for options in (TESTED, DERIVED))
    assert "[R5.7]" in local
    assert "[R5.86]" not in local
    assert "[R5.86]" in derived
    assert "[R5.9]" not in derived
    refuted = document(*TESTED, "--keep", "30", "--source", "markov", "--flip", "1/10")
    assert refuted["bound"]["proved"] is False
    none = document(*TESTED, "--keep", "30", "--cells", "five-majority-derived-3")
    assert none["bound"]["text"].startswith("no committed certificate is about these cells")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--nd", "3", "--keep", "9"), "--nd is for the paper's protocol"),
        (("--selection", "row", "--keep", "9"), "--selection is for the paper's protocol"),
        (("--function", "01", "--keep", "9"), "--function is for the paper's protocol"),
        ((), "--keep, or --delta"),
        (("--delta", "1/64", "--keep", "3"), "--delta lets the planner choose"),
        (("--keep", "3", "--pass", "1/2"), "--pass goes with --delta"),
        (("--keep", "3", "--cells", "six-majority-local"), "[R4.51]"),
        (("--keep", "3", "--tolerance", "3"), "[R4.54]"),
        (("--keep", "3", "--cells", "four-majority-derived-1", "-N", "4"), "[R4.56]"),
        (("--keep", "3", "--devices", "noisy"), "--noise goes with"),
        (("--keep", "3", "--noise", "9/8"), "[R4.69]"),
        (("--delta", "2^-64", "--noise", "1/2"), "tolerates noise below"),
        (("--delta", "2^-64", "--cells", "four-multiplexer-local"), "no certificate and no kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused(options: tuple[str, ...], words: str) -> None:
    result = run(*TESTED, *options)
    assert result.exit_code == 2
    assert words in " ".join((result.output + result.stderr).split())


def test_the_papers_protocol_takes_no_cells() -> None:
    """[R4.50] it is the default."""
    result = run("run", "--epsilon", "1/4", "--nd", "3", "--nb", "2", "--keep", "3")
    assert result.exit_code == 2
    assert "for --protocol tested" in result.output + result.stderr


def test_a_file_that_is_too_short(tmp_path: Path) -> None:
    """[R4.60]"""
    (tmp_path / "bits").write_bytes(b"\x01\x00" * 40)
    result = run(*TESTED, "--keep", "9", "--source", str(tmp_path / "bits"))
    assert result.exit_code == 2
    assert "[R4.60] the source gave 80 bits and the protocol needs 135" in " ".join(
        (result.output + result.stderr).split()
    )


def test_plans_and_bounds_of_the_tested_protocol() -> None:
    """[R6.70]"""
    planned = document("plan", "--epsilon", "9/20", "--delta", "2^-64", "--protocol", "tested", "--c", "9/4")
    validator("plan").validate(planned)
    assert (planned["cells"], planned["keep"], planned["quintuplets"]) == (869, 386, "869")
    own = document(
        "plan", "--epsilon", "9/20", "--delta", "2^-64", "--theorem", "tested", "--cells", "four-majority-local"
    )
    assert own["numbers"]["cells"] == "four-majority-local"
    found = document("bound", "--epsilon", "9/20", "--theorem", "tested-derived", "--keep", "358")
    validator("bound").validate(found)
    both = found | {"selection": "row", "nd": 1, "log2_nb": 1}
    assert not validator("bound").is_valid(both)
    table = run("plan", "--epsilon", "9/20", "--delta", "2^-64", "--all")
    assert "Least for what R5.7, R5.8 assume: tested five-multiplexer-local, N = 1158" in table.output
    assert "Least for what R5.7, R5.8, R5.86 assume: tested-derived five-multiplexer-derived-4, N = 358" in table.output


DATA = os.environ.get("FREEBIT_DATA")


@pytest.mark.skipif(not DATA, reason="FREEBIT_DATA is not set")
@pytest.mark.parametrize("cells", ["five-multiplexer-local", "five-multiplexer-derived-4"])
def test_the_ring_oscillator_with_noise(tmp_path: Path, cells: str) -> None:
    """Real bits, epsilon = 2/5 and 1 % noise: passed, replayed and certified in seconds."""
    path, bits = str(tmp_path / "t"), str(Path(str(DATA)) / "ringOsc-nist.bin")
    start = time.monotonic()
    made = document(
        "run", "--protocol", "tested", "--cells", cells, "--epsilon", "2/5", "--delta", "2^-64", "--noise", "1/100",
        "--source", bits, "--stride", "10", "--transcript", path,
    )  # fmt: skip
    again = document("replay", path)
    assert time.monotonic() - start < 20
    assert made["abort"] is None
    assert (made["bound"]["proved"], again["bound"]["proved"]) == (True, True)
    assert (made["k"], made["wrong"]) == (again["k"], again["wrong"])
    assert made["wrong"] > 0
