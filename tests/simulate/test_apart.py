"""Runs in pieces that are made apart, and transcripts that are sets of files [R4.90], [R6.120]-[R6.131]."""

import hashlib
import json
import os
import pickle
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.processes import WorkerLostError
from freebit.protocol.body import BodyEncoding, PartDigestError, json_line
from freebit.protocol.parameters import Parameters, Selection
from freebit.protocol.transcript import TranscriptFile
from freebit.scheduling import Crew
from freebit.shares import KeptShares, ShareForm
from freebit.simulate.apart import GridJob, grid_outcome, share_of, shares_made
from freebit.simulate.devices import classical_device, depolarised_ghz
from freebit.simulate.engine import SampledBits, SimulatedRounds, TranscriptRounds, run_rounds
from freebit.simulate.sources import FreeSource
from freebit.simulate.stream import CHUNK
from freebit.stores import Location, read_location, write_location
from freebit.wire.document import MAX_BYTES, UnreadableError
from freebit.wire.reader import Reader
from tests.commands.test_lists import check_lists
from tests.schemas import validator

if TYPE_CHECKING:
    from freebit.simulate.stream import Words

#: Three parts, the last one short.
SIZES = ("--epsilon", "9/20", "--nd", "178", "--log2-nb", "10", "-N", "600000")
NOISY = (*SIZES, "--selection", "column", "-w", "900", "--devices", "depolarised", "--noise", "1/200", "--seed", "7")


def freebit(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def outcome_of(result: Result) -> dict[str, Any]:
    """The account without the names and digests of files."""
    assert result.exit_code in (0, 1), result.output
    return without_names(result.stdout)


def without_names(account: str) -> dict[str, Any]:
    """What parameters and outcome an account states."""
    document: dict[str, Any] = json.loads(account)
    for key in ("transcript", "sha256", "provenance", "source", "bits", "devices", "seed", "bound"):
        document.pop(key, None)
    assert {"kept", "abort", "k", "parameters"} <= document.keys()
    return document


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run as one file and as a set of three."""
    folder = tmp_path_factory.mktemp("runs")
    for name, more in (("one", ()), ("set", ("--parts", "3"))):
        made = freebit("run", *NOISY, "--transcript", folder / name, *more, "--json")
        assert made.exit_code == 0, made.output
        (folder / f"{name}.json").write_text(made.stdout)
    return folder


@pytest.fixture
def spoilt(runs: Path, tmp_path: Path) -> Path:
    """A copy of the set, to be spoilt."""
    return Path(shutil.copytree(runs, tmp_path / "runs"))


def part(folder: Path, number: int) -> Path:
    return folder / f"set.part-{number}-of-3"


def change_index(folder: Path, change: Callable[[list[dict[str, Any]]], None], *, sealed: bool = True) -> None:
    """Change the list of parts, with the right SHA-256 in the trailer."""
    header, trailer = map(json.loads, (folder / "set").read_text().splitlines())
    change(header["parts"])
    line = json_line(header)
    if sealed:
        trailer["sha256"] = hashlib.sha256(line).hexdigest()
    (folder / "set").write_bytes(line + json_line(trailer))


# The outcome does not depend on how a run is cut.


def test_a_set_holds_what_one_file_holds(runs: Path) -> None:
    """[R6.120] [R6.123] [R6.124] [R6.126] [R6.128]"""
    one, index = TranscriptFile.open(runs / "one"), TranscriptFile.open(runs / "set")
    body = (runs / "one").read_bytes()[one.parts[0].start :]
    parts = b"".join(part(runs, number).read_bytes() for number in (1, 2, 3))
    assert body.startswith(parts)
    assert len(body) - len(parts) < 1000 + len(one.l_bits)
    assert (index.parameters, index.l_bits, index.provenance) == (one.parameters, one.l_bits, one.provenance)
    validator("transcript-header").validate(json.loads((runs / "set").read_text().splitlines()[0]))
    assert [part.cells for part in index.parts] == [CHUNK, CHUNK, 600000 - 2 * CHUNK]
    assert json.loads((runs / "one.json").read_text()) == json.loads((runs / "set.json").read_text())


@pytest.mark.parametrize("name", ["one", "set"])
@pytest.mark.parametrize("how", [(), ("--processes", "2"), ("--state",)])
def test_a_replay_is_the_same_however_it_is_made(runs: Path, name: str, how: tuple[str, ...], tmp_path: Path) -> None:
    """[R6.129]"""
    more = (*how, tmp_path / "state") if how == ("--state",) else how
    found = outcome_of(freebit("replay", runs / name, *more, "--json"))
    assert found == without_names((runs / "one.json").read_text())


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize("parts", [None, 1, 2, 5])
def test_shares_have_the_outcome_of_the_whole(
    selection: Selection, parts: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R4.92] [R4.93] [R4.94] [R4.95] [R4.96] over several shares, one of which holds the end of the grid."""
    monkeypatch.setattr("freebit.simulate.apart.SHARE_CHUNKS", 1)
    monkeypatch.setattr("freebit.simulate.apart.GROUPS", 3)
    w = {Selection.ROW: 0, Selection.COLUMN: 120}.get(selection, 2000)
    p = Parameters(4 * CHUNK + 777, 1900, 7, Fraction(1, 4), selection, w, Fraction(17, 8))
    for device in (depolarised_ghz(Fraction(1, 2**7)), classical_device()):
        rounds = SimulatedRounds(p, SampledBits(FreeSource(), 1), device, 1)
        job = GridJob(p, rounds)
        plan, shares = shares_made(job, Crew(), told=pytest.fail, parts=parts)
        assert len(shares) == (parts or 5)
        assert grid_outcome(job, plan, shares)[0] == run_rounds(p, rounds)


@pytest.mark.parametrize("encoding", ["text", "planes"])
def test_sets_of_the_tested_protocol(encoding: str, tmp_path: Path) -> None:
    """[R4.91] [R6.120]"""
    sizes = ("--protocol", "tested", "--epsilon", "9/20", "--keep", "1000", "-N", str(CHUNK + 100), "--noise", "1/2000")
    more = ("-w", "999", "--transcript-encoding", encoding, "--transcript", tmp_path / "set", "--parts", "2", "--json")
    run = outcome_of(freebit("run", *sizes, *more))
    assert run["wrong"] > 20
    assert outcome_of(freebit("replay", tmp_path / "set", "--json")) == run
    assert outcome_of(freebit("replay", tmp_path / "set", "--state", tmp_path / "state", "--json")) == run


@pytest.mark.parametrize("encoding", ["text", "planes"])
def test_the_literal_implementation_reads_sets(encoding: str, tmp_path: Path) -> None:
    """[R4.44] [R6.120]"""
    more = ("--transcript-encoding", encoding, "--transcript", tmp_path / "set", "--parts", "1", "--json")
    for sizes in (
        ("--epsilon", "9/20", "--nd", "10", "--log2-nb", "2"),
        ("--protocol", "tested", "--epsilon", "9/20", "--keep", "100"),
    ):
        run = outcome_of(freebit("run", *sizes, *more))
        assert outcome_of(freebit("replay", tmp_path / "set", "--plain", "--json")) == run


# What is wrong is named.


def test_a_missing_part_is_named(spoilt: Path) -> None:
    """[R6.124] [R6.127] [R6.131]"""
    part(spoilt, 2).unlink()
    for how in ((), ("--plain",), ("--state", spoilt / "state")):
        error = refused(freebit("replay", spoilt / "set", *how))
        assert f"{part(spoilt, 2)}: [R6.124] at part 2 of 3: it is missing" in error


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0"])
def test_a_part_of_another_length_is_named(spoilt: Path, change: Callable[[bytes], bytes]) -> None:
    """[R6.124]"""
    part(spoilt, 3).write_bytes(change(part(spoilt, 3).read_bytes()))
    assert f"{part(spoilt, 3)}: [R6.124] at part 3 of 3:" in refused(freebit("replay", spoilt / "set"))


def test_a_corrupt_part_is_named(spoilt: Path) -> None:
    """[R6.125] one bit."""
    data = bytearray(part(spoilt, 2).read_bytes())
    data[1000] ^= 1
    part(spoilt, 2).write_bytes(data)
    error = refused(freebit("replay", spoilt / "set"))
    assert f"{part(spoilt, 2)}: [R6.125] at part 2 of 3: another SHA-256 than the header states: the file is" in error


def test_parts_in_another_order_are_named(spoilt: Path) -> None:
    """[R6.125] [R6.127] two files were exchanged, or one is there twice."""
    first, second = part(spoilt, 1).read_bytes(), part(spoilt, 2).read_bytes()
    part(spoilt, 1).write_bytes(second)
    assert "[R6.125] at part 1 of 3: another SHA-256 than the header states: it is that of part 2" in refused(
        freebit("replay", spoilt / "set")
    )
    part(spoilt, 1).write_bytes(first)
    part(spoilt, 2).write_bytes(first)
    assert "at part 2 of 3: another SHA-256 than the header states: it is that of part 1" in refused(
        freebit("replay", spoilt / "set")
    )


def test_an_error_keeps_its_words_on_the_way_from_a_worker() -> None:
    made = PartDigestError("part 1 of 3", "set-1", "0" * 64)
    for each in (made, made.of_part("2")):
        error = pickle.loads(pickle.dumps(each))
        assert (error.found, error.rule, str(error)) == ("0" * 64, "R6.125", str(each))
    assert str(made.of_part("2")).endswith("it is that of part 2")


def test_a_call_does_not_grow_with_the_set(spoilt: Path, scheduler: str) -> None:
    """[R6.127] whoever reads a part does not know the others, and yet it is said whose SHA-256 it has."""
    file = TranscriptFile.open(spoilt / "set")
    alone = file.alone(file.parts[1])
    many = replace(file, parts=file.parts * 1000)
    assert len(pickle.dumps(many.alone(file.parts[1]))) < len(pickle.dumps(alone)) + 10
    assert alone.frame(1) == file.frame(1)
    part(spoilt, 2).write_bytes(part(spoilt, 1).read_bytes())
    for how in (("--processes", "2"), ("--scheduler", scheduler), ("--state", spoilt / "state")):
        error = refused(freebit("replay", spoilt / "set", *how))
        assert "at part 2 of 3: another SHA-256 than the header states: it is that of part 1" in error


FAULTS: dict[str, tuple[Callable[[list[dict[str, Any]]], Any], str]] = {
    "twice": (lambda parts: parts[1].update(parts[0]), "[R6.122] at header/parts/1/name: the part"),
    "left out": (lambda parts: parts.pop(1), "[R6.123] at header/parts: the parts have"),
    "exchanged": (lambda parts: parts.insert(0, parts.pop()), "[R6.123] at header/parts/1/cells"),
    "no cells": (lambda parts: parts[2].update(cells=0), "[R6.123] at header/parts/2/cells"),
    "not in the folder": (lambda parts: parts[0].update(name="../set"), "[R6.122] at header/parts/0/name"),
    "hidden": (lambda parts: parts[0].update(name=".set"), "[R6.122] at header/parts/0/name"),
    "no digest": (lambda parts: parts[0].update(sha256="0"), "[R6.121] at header/parts/0/sha256"),
    "another key": (lambda parts: parts[0].update(size=1), "[R6.10] at header/parts/0"),
    "nothing": (lambda parts: parts.clear(), "[R6.123] at header/parts: the parts have 0 cells"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_list_of_parts_is_refused(fault: str, spoilt: Path) -> None:
    """[R6.121] [R6.122] [R6.123]"""
    change, message = FAULTS[fault]
    change_index(spoilt, change)
    assert f"{spoilt / 'set'}: {message}" in refused(freebit("replay", spoilt / "set"))


def test_a_changed_index_is_refused(spoilt: Path) -> None:
    """[R6.126]"""
    change_index(spoilt, lambda parts: parts[0].update(sha256="0" * 64), sealed=False)
    assert "[R6.126] at trailer/sha256" in refused(freebit("replay", spoilt / "set"))


def test_a_line_of_a_part_is_named(tmp_path: Path) -> None:
    """[R6.36] [R6.127] in the part's own file, though its SHA-256 is right."""
    assert freebit("run", *SIZES, "--transcript", tmp_path / "set", "--parts", "3", "--transcript-encoding", "text")
    data = bytearray(part(tmp_path, 2).read_bytes())
    data[12 * 4] = ord("2")
    part(tmp_path, 2).write_bytes(data)
    change_index(tmp_path, lambda parts: parts[1].update(sha256=hashlib.sha256(data).hexdigest()))
    for how in ((), ("--plain",)):
        error = refused(freebit("replay", tmp_path / "set", *how))
        assert f"{part(tmp_path, 2)}: [R6.36] at part 2 of 3, quintuplet {CHUNK + 5}" in error


MANY_BITS = ("--bits", "8", "--epsilon", "9/20", "--delta", "2^-16")


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    bits = tmp_path / "bits"
    bits.write_bytes(bytes(100))
    index = str(tmp_path / "t")
    for arguments, message in (
        (("run", *SIZES, "--parts", "3"), "--parts goes with --transcript"),
        (("run", *SIZES, "--transcript", index, "--workers", "2"), "--parts says how many"),
        (("run", *SIZES, "--transcript", index, "--parts", "2", "--plain"), "--plain and --bits go with none"),
        (("run", *MANY_BITS, "--workers", "2"), "--plain and --bits go with none"),
        (("run", *MANY_BITS, "--transcript", "memory://t"), "--parts says how many"),
        (("run", *SIZES, "--source", str(bits), "--state", index), "are for sampled sources"),
        (("run", *SIZES, "--transcript", index, "--parts", "4"), "[R6.123] 3 frames of 2^18 are not cut into 4 parts"),
        (("run", *SIZES, "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"), "give one of them"),
        (("run", *SIZES, "--workers", "2", "--processes", "2"), "give one of them"),
    ):
        assert message in refused(freebit(*arguments))
    assert list(tmp_path.iterdir()) == [bits]


def test_a_key_is_made_at_once(tmp_path: Path) -> None:
    index = tmp_path / "many.fbt"
    freebit("run", *MANY_BITS, "--transcript", index)
    assert "a key of many bits is made here and at once" in refused(freebit("replay", index, "--state", tmp_path / "s"))
    assert freebit("replay", index).exit_code == 0


# What is done is kept.


def test_what_is_done_is_not_done_again(spoilt: Path) -> None:
    """[R6.130] [R6.131] the parts that were read are not needed any more, and the one that was not is."""
    second = part(spoilt, 2).read_bytes()
    part(spoilt, 2).write_bytes(second[:-1])
    state = spoilt / "state"
    refused(freebit("replay", spoilt / "set", "--state", state))
    kept = json.loads(state.read_text())
    validator("state").validate(kept)
    assert set(kept["shares"]) == {"0", "2"}
    for changed in (1, 3):
        data = bytearray(part(spoilt, changed).read_bytes())
        data[-1] ^= 64
        part(spoilt, changed).write_bytes(data)
    part(spoilt, 2).write_bytes(second)
    found = outcome_of(freebit("replay", spoilt / "set", "--state", state, "--json"))
    assert found == without_names((spoilt / "one.json").read_text())
    assert "[R6.125] at part 1 of 3" in refused(freebit("replay", spoilt / "set"))


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """[R6.128] [R6.130] a part that cannot be written; then it can, and the others are not written again."""
    blocked = part(tmp_path, 2)
    blocked.mkdir()
    more = ("--transcript", tmp_path / "set", "--parts", "3", "--state", tmp_path / "state")
    assert str(blocked) in refused(freebit("run", *NOISY, *more))
    assert not (tmp_path / "set").exists()
    blocked.rmdir()
    before = part(tmp_path, 1).stat().st_mtime_ns
    assert freebit("run", *NOISY, *more).exit_code == 0
    assert part(tmp_path, 1).stat().st_mtime_ns == before
    assert freebit("replay", tmp_path / "set").exit_code == 0


def test_pieces_of_another_run_are_refused(spoilt: Path) -> None:
    """[R6.130]"""
    state = spoilt / "state"
    assert freebit("replay", spoilt / "set", "--state", state).exit_code == 0
    assert "[R6.130] at " in refused(freebit("replay", spoilt / "one", "--state", state))
    kept = json.loads(state.read_text())
    no_piece: object = {"0": {"piece": {}, "kept_in_group": [], "written": None}}
    no_number: object = {"first": kept["shares"]["0"]}
    changes: list[tuple[str, dict[str, object]]] = [
        (f"[R6.130] at {state}/format", {"format": "freebit-run"}),
        (f"[R6.130] at {state}/version", {"version": 2}),
        (f"at {state}/shares/0", {"shares": no_piece}),
        (f"[R6.130] at {state}/shares/first", {"shares": no_number}),
    ]
    for said, change in changes:
        state.write_text(json.dumps(kept | change))
        error = refused(freebit("replay", spoilt / "set", "--state", state))
        assert said in error


def test_kept_work_may_be_longer_than_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.130] [R6.2] up to a bound of its own."""
    form, path = ShareForm(str, Reader.text), tmp_path / "state"
    kept = KeptShares(form, path, "this")
    long = "1" * (MAX_BYTES + 1)
    kept.add(3, long)
    kept.write()
    assert KeptShares(form, path, "this").shares == {3: long}
    monkeypatch.setattr("freebit.shares.MOST_STATE_BYTES", MAX_BYTES)
    with pytest.raises(UnreadableError, match=r"R6\.2\b"):
        KeptShares(form, path, "this")


# Other processes.


@dataclass(frozen=True)
class Deadly(TranscriptRounds):
    """Ends the process that asks for the second frame, once."""

    marker: Path

    def chunk(self, number: int) -> tuple[Sequence["Words"], Sequence["Words"]]:
        """The planes, if nobody dies."""
        if number == 1 and not self.marker.exists():
            self.marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().chunk(number)


def test_a_lost_worker_changes_nothing(runs: Path, scheduler: str, tmp_path: Path) -> None:
    """[R6.129] killed at its second part, it is named and its part is done by another."""
    file = TranscriptFile.open(runs / "set")
    job = GridJob(file.parameters, Deadly(file, tmp_path / "died"), file)
    told: list[str] = []
    plan, shares = shares_made(job, Crew(scheduler=scheduler), told=told.append)
    assert (tmp_path / "died").exists()
    assert [line.split()[1] for line in told] == ["worker"]
    assert "is lost" in told[0]
    assert grid_outcome(job, plan, shares)[0] == run_rounds(file.parameters, TranscriptRounds(file))


def test_workers_of_a_scheduler(runs: Path, spoilt: Path, scheduler: str) -> None:
    """[R6.129] the same account, and the same faults [R6.131]."""
    run = outcome_of(freebit("replay", runs / "one", "--json"))
    for name in ("one", "set"):
        assert outcome_of(freebit("replay", runs / name, "--scheduler", scheduler, "--json")) == run
    part(spoilt, 2).unlink()
    assert f"{part(spoilt, 2)}: [R6.124] at part 2 of 3" in refused(
        freebit("replay", spoilt / "set", "--scheduler", scheduler)
    )
    check_lists(str(spoilt), "--scheduler", scheduler)


def test_workers_that_are_started(runs: Path, tmp_path: Path) -> None:
    """[R6.129] --workers, and a set that they write."""
    pytest.importorskip("distributed")
    more = ("--transcript", tmp_path / "set", "--parts", "3", "--workers", "2")
    run = freebit("run", *NOISY, *more, "--json")
    assert json.loads(run.stdout) == json.loads((runs / "one.json").read_text())
    assert [part(tmp_path, i).read_bytes() for i in (1, 2, 3)] == [part(runs, i).read_bytes() for i in (1, 2, 3)]
    assert (tmp_path / "set").read_bytes() == (runs / "set").read_bytes()


def peak_of_share(job: GridJob, chunks: range) -> int:
    """The most memory in KiB that the process had so far, after a share."""
    import resource

    share_of(job, chunks, None, None, "")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def test_a_worker_needs_no_more_memory_for_a_longer_share(scheduler: str) -> None:
    """[R4.90] 25 times the quintuplets in less than another 3 MiB."""
    p = Parameters(104 * CHUNK, 178, 10, Fraction(9, 20), Selection.ROW)
    job = GridJob(p, SimulatedRounds(p, SampledBits(FreeSource(), 1), depolarised_ghz(Fraction(1, 2**12)), 1))

    def peak(chunks: range) -> int:
        call = ("tests.simulate.test_apart:peak_of_share", (job, chunks))
        return max(int(result) for _, result in Crew(scheduler=scheduler).results([call, call], pytest.fail))

    small = peak(range(4))
    assert peak(range(4, 104)) - small < 3 * 1024


def test_processes_write_and_read_a_set(runs: Path, tmp_path: Path) -> None:
    """[R6.129] --processes, without Dask."""
    more = ("--transcript", tmp_path / "set", "--parts", "3", "--processes", "2")
    run = freebit("run", *NOISY, *more, "--json")
    assert json.loads(run.stdout) == json.loads((runs / "one.json").read_text())
    assert [part(tmp_path, i).read_bytes() for i in (1, 2, 3)] == [part(runs, i).read_bytes() for i in (1, 2, 3)]
    part(tmp_path, 2).unlink()
    error = refused(freebit("replay", tmp_path / "set", "--processes", "2"))
    assert f"{part(tmp_path, 2)}: [R6.124] at part 2 of 3: it is missing" in error


@pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")
def test_a_lost_process_is_named_and_its_call_made_again(tmp_path: Path) -> None:
    """[R6.129] the shell ends the process that started it, once."""
    script = f"test -e {tmp_path}/died || {{ touch {tmp_path}/died; kill -9 $PPID; }}"
    told: list[str] = []
    calls = [("operator:add", (1, 2)), ("subprocess:call", (["sh", "-c", script],)), ("operator:add", (3, 4))]
    assert dict(Crew(processes=2).results(calls, told.append)) == {0: 3, 1: 0, 2: 7}
    assert told == ["the process of call 2 is lost; it is made again by another"]


def test_a_call_that_ends_every_process_is_named() -> None:
    """[R6.129] though it is the only one, it is not made here."""
    (found,) = Crew(processes=2).results([("os:_exit", (3,))], lambda line: None)
    assert isinstance(found[1], WorkerLostError)
    assert "call 1 ended 4 workers" in str(found[1])


def test_an_error_of_a_process_keeps_its_words() -> None:
    calls = [("freebit.source.epsilon:check_epsilon", (Fraction(2),)), ("operator:add", (1, 2))]
    found = dict(Crew(processes=2).results(calls, pytest.fail))
    assert found.pop(1) == 3
    assert isinstance(found[0], ValueError)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_call_that_ends_every_worker_is_named(scheduler: str) -> None:
    """[R6.129] the others are made."""
    calls = [("operator:add", (1, 2)), ("tests.simulate.test_apart:die", ()), ("operator:add", (3, 4))]
    found = dict(Crew(scheduler=scheduler).results(calls, lambda line: None))
    assert (found[0], found[2]) == (3, 7)
    assert isinstance(found[1], WorkerLostError)


def test_a_call_that_lies_beside_one_that_ends_workers_is_not_blamed() -> None:
    """[R6.129] each time that the only worker ends, the second call waits in it."""
    calls = [("tests.simulate.test_apart:die", ()), ("operator:add", (1, 2))]
    found = dict(Crew(workers=1).results(calls, lambda line: None))
    assert found[1] == 3
    assert isinstance(found[0], WorkerLostError)
    assert "call 1 ended 4 workers" in str(found[0])


# Object stores.


def test_a_set_in_memory(runs: Path, tmp_path: Path) -> None:
    """[R6.120] [R6.131] fsspec's own store, which is of one process."""
    pytest.importorskip("fsspec")
    _round_trip("memory://runs/set", runs, tmp_path)
    for how in ("--processes", "--workers"):
        error = refused(freebit("run", *NOISY, "--transcript", "memory://runs/other", "--parts", "3", how, "2"))
        assert "memory://runs/other: what one process has in memory another does not see" in error


def test_a_set_in_a_folder_by_url(runs: Path, tmp_path: Path) -> None:
    """[R6.120] [R6.131] [R6.133] fsspec's store of local files."""
    pytest.importorskip("fsspec")
    (tmp_path / "store").mkdir()
    _round_trip(f"file://{tmp_path}/store/set", runs, tmp_path)
    check_lists(f"file://{tmp_path}/store")


def test_a_set_in_an_object_store(runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.120] the protocol S3, spoken on the loopback interface."""
    server_of = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in (
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL", f"http://{host}:{port}"),
        ):
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir("bucket")
        _round_trip("s3://bucket/set", runs, tmp_path)
        check_lists("s3://bucket")
    finally:
        s3fs.S3FileSystem.clear_instance_cache()
        server.stop()


def _round_trip(url: str, runs: Path, folder: Path) -> None:
    """A set is written, read, spoilt in all ways, and read on from what was kept."""
    import fsspec

    run = freebit("run", *NOISY, "--transcript", url, "--parts", "3", "--json")
    assert json.loads(run.stdout) == json.loads((runs / "one.json").read_text())
    assert outcome_of(freebit("replay", url, "--json")) == outcome_of(freebit("replay", runs / "one", "--json"))
    store, name = fsspec.url_to_fs(url)
    second, state = f"{name}.part-2-of-3", str(folder / "state")
    first, data = store.cat_file(f"{name}.part-1-of-3"), store.cat_file(second)
    for spoilt, said in (
        (None, "[R6.124] at part 2 of 3: it is missing"),
        (data[:-1], "[R6.124] at part 2 of 3: shorter than its cells"),
        (
            bytes([data[0] ^ 1]) + data[1:],
            "[R6.125] at part 2 of 3: another SHA-256 than the header states: the file is",
        ),
        (
            store.cat_file(f"{name}.part-1-of-3"),
            "[R6.125] at part 2 of 3: another SHA-256 than the header states: it is",
        ),
    ):
        if spoilt is None:
            store.rm(second)
        else:
            store.pipe_file(second, spoilt)
        assert f"{url}.part-2-of-3: {said}" in refused(freebit("replay", url, "--state", state))
    store.pipe_file(second, data)
    store.pipe_file(f"{name}.part-1-of-3", first[:-1] + bytes([first[-1] ^ 64]))
    resumed = freebit("replay", url, "--state", state, "--json")
    assert outcome_of(resumed) == without_names((runs / "one.json").read_text())
    assert f"{url}-none: [R6.30] at file" in refused(freebit("replay", f"{url}-none"))


def test_an_unknown_store_is_refused() -> None:
    pytest.importorskip("fsspec")
    assert "nowhere" in refused(freebit("replay", "nowhere://set"))


def test_the_encoding_of_a_set_does_not_matter(tmp_path: Path) -> None:
    """[R6.36] [R6.37]"""
    found = []
    for encoding in BodyEncoding:
        name = tmp_path / encoding.value
        made = freebit("run", *SIZES, "--transcript", name, "--parts", "2", "--transcript-encoding", encoding.value)
        assert made.exit_code == 0
        file = TranscriptFile.open(name)
        found.append(run_rounds(file.parameters, TranscriptRounds(file)))
    assert found[0] == found[1]
    assert replace(found[0], k=1 - found[0].k) != found[1]


@pytest.mark.parametrize("by_url", [True, False])
def test_what_breaks_off_is_not_stored(tmp_path: Path, by_url: bool) -> None:
    """[R6.41] nothing has the name, neither in a folder nor in a store that can tell what is complete."""
    location: Location = tmp_path / "some"
    if by_url:
        pytest.importorskip("fsspec")
        location = (tmp_path / "some").as_uri()

    def blocks() -> Iterator[bytes]:
        yield b"1"
        raise KeyError("broken off")

    with pytest.raises((KeyError, OSError), match="broken off"):
        write_location(location, blocks())
    assert list(tmp_path.iterdir()) == []
    write_location(location, [b"1", b"2"])
    assert read_location(location, 10) == b"12"
