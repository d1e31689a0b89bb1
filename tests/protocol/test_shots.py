"""Shots of other programs, read from files that these programs wrote [R6.110]-[R6.117]."""

import json
import pickle
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import stim
from click.testing import CliRunner, Result

from freebit.boxes.bits import all_bits
from freebit.cli import main
from freebit.protocol import shots as module
from freebit.protocol.parameters import GAME
from freebit.protocol.shot_pieces import ShotPiece, piece_of_shots
from freebit.protocol.shots import Shot, ShotFormat, ShotsError, read_shots

SHOTS = Path(__file__).parent / "shots"
X = (1, 0, 0, 0, 0)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


# Qiskit wrote these; make_qiskit.py says how.


def test_qiskit_writes_party_1_last() -> None:
    """[R6.111] a circuit in which only party 1 answers 1."""
    data = (SHOTS / "qiskit-party-1.json").read_bytes()
    assert json.loads(data) == {"10000": {"00001": 3}}
    assert read_shots(data, ShotFormat.QISKIT) == [Shot(X, (1, 0, 0, 0, 0))] * 3


def test_ghz_states_of_qiskit_never_lose() -> None:
    """[R6.111] counts, and a list of words."""
    shots = read_shots((SHOTS / "qiskit.json").read_bytes(), ShotFormat.QISKIT)
    assert Counter(len(set(shot.x)) for shot in shots) == {1: 40, 2: 170}
    assert sum(GAME.coefficient(shot.a, shot.x) for shot in shots) == 0
    backwards = json.loads((SHOTS / "qiskit.json").read_text())["10000"]
    first = next(iter(sorted(backwards)))
    assert shots[0] == Shot(X, tuple(map(int, reversed(first))))


# Stim writes these here.


@pytest.mark.parametrize("form", ["01", "b8", "r8"])
def test_stims_own_files(form: str, tmp_path: Path) -> None:
    """[R6.114] all words, by stim's writer and by a circuit that stim samples."""
    words = np.array([[n >> i & 1 for i in range(5)] for n in range(32)], dtype=np.bool_)
    path = tmp_path / "shots"
    stim.write_shot_data_file(data=words, path=path, format=form, num_measurements=5)
    found = read_shots(path.read_bytes(), ShotFormat(f"stim-{form}"), X)
    assert [shot.a for shot in found] == [tuple(map(int, word)) for word in words]
    stim.Circuit("X 0\nM 0 1 2 3 4").compile_sampler().sample_write(4, filepath=str(path), format=form)
    assert read_shots(path.read_bytes(), ShotFormat(f"stim-{form}"), X) == [Shot(X, (1, 0, 0, 0, 0))] * 4


# NumPy writes these here.

WORDS = np.array([[n >> i & 1 for i in range(5)] for n in range(32)], dtype=np.uint8)


@pytest.mark.parametrize(
    ("form", "data", "count"),
    [
        ("symbols", (WORDS @ np.array([16, 8, 4, 2, 1], dtype=np.uint8)).tobytes(), None),
        ("padded-msb", np.packbits(WORDS, axis=1).tobytes(), None),
        ("padded-lsb", np.packbits(WORDS, axis=1, bitorder="little").tobytes(), None),
        ("packed-msb", np.packbits(WORDS).tobytes(), 32),
        ("packed-lsb", np.packbits(WORDS, bitorder="little").tobytes(), 32),
        ("packed-msb", np.packbits(WORDS[:30]).tobytes(), 30),
    ],
)
def test_records_of_bits(form: str, data: bytes, count: int | None) -> None:
    """[R6.116], [R6.117] all words, by NumPy's writer."""
    found = read_shots(data, ShotFormat(form), X, count)
    assert [shot.a for shot in found] == [tuple(map(int, word)) for word in WORDS[: len(found)]]
    assert len(found) == (count or 32)


def test_packed_shots_are_counted_by_hand() -> None:
    """[R6.117] 10000 01100 0, from either end."""
    assert read_shots(b"\x83\x00", ShotFormat.PACKED_MSB, X, 2) == [Shot(X, (1, 0, 0, 0, 0)), Shot(X, (0, 1, 1, 0, 0))]
    assert read_shots(b"\xc1\x00", ShotFormat.PACKED_LSB, X, 2) == [Shot(X, (1, 0, 0, 0, 0)), Shot(X, (0, 1, 1, 0, 0))]
    assert read_shots(b"\x10", ShotFormat.SYMBOLS, X) == [Shot(X, (1, 0, 0, 0, 0))]


@pytest.mark.parametrize(
    ("form", "data", "count", "said"),
    [
        ("symbols", b"\x21", None, r"\[R6.116\] at byte 1: 33 is no number of 5 bits$"),
        ("symbols", b"\x08\x80", None, "is it padded-msb"),
        ("padded-msb", b"\x80\x01", None, r"\[R6.116\] at byte 2: the three lowest bits are not 0$"),
        ("padded-msb", b"\x10\x01", None, "is it symbols, or padded-lsb"),
        ("padded-lsb", b"\x20", None, "bits beyond the fifth"),
        ("packed-msb", b"\x80", None, r"\[R6.117\] at shots: the format packed-msb does not say"),
        ("symbols", b"\x01", 1, r"\[R6.117\] at shots: the format symbols says itself"),
        ("qiskit", b"{}", 1, "says itself how many"),
        ("packed-msb", b"\x80\x00", 1, "1 shots are 1 bytes, not 2$"),
        ("packed-msb", b"\x80", 2, "2 shots are 2 bytes, not 1$"),
        ("packed-msb", b"\x83\x01", 2, "the bits that are left are not 0"),
        ("packed-msb", bytes(8), 8, "8 shots are 5 bytes, not 8; with a byte for each shot"),
        ("packed-msb", b"\x01", 1, "the bits that are left are not 0"),
        ("packed-lsb", b"\x80", 1, "is it the other order of bits"),
    ],
)
def test_records_that_do_not_fit(form: str, data: bytes, count: int | None, said: str) -> None:
    """[R6.116], [R6.117]"""
    with pytest.raises(ShotsError, match=said):
        read_shots(data, ShotFormat(form), None if form == "qiskit" else X, count)


def test_braket_writes_party_1_first() -> None:
    """[R6.112] files of its simulator, see make_braket.py; and counts, and numbers."""
    data = (SHOTS / "braket-party-1.json").read_bytes()
    assert read_shots(data, ShotFormat.BRAKET) == [Shot(X, (1, 0, 0, 0, 0))] * 2
    shots = read_shots((SHOTS / "braket.json").read_bytes(), ShotFormat.BRAKET)
    assert len(shots) == 60
    assert sum(GAME.coefficient(shot.a, shot.x) for shot in shots) == 0
    assert read_shots(b'{"10000": {"10000": 2}}', ShotFormat.BRAKET) == [Shot(X, (1, 0, 0, 0, 0))] * 2
    assert read_shots(b'{"10000": [[1, 0, 0, 0, 0]]}', ShotFormat.BRAKET) == [Shot(X, (1, 0, 0, 0, 0))]
    both = read_shots(b'{"10000": {"10000": 1}, "11111": [[0, 1, 0, 0, 0]]}', ShotFormat.BRAKET)
    assert both == [Shot(X, (1, 0, 0, 0, 0)), Shot((1, 1, 1, 1, 1), (0, 1, 0, 0, 0))]


def test_csv() -> None:
    """[R6.113]"""
    assert read_shots(b"x,a\n10000,01100\r\n11111,10000\n", ShotFormat.CSV) == [
        Shot(X, (0, 1, 1, 0, 0)),
        Shot((1, 1, 1, 1, 1), (1, 0, 0, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("form", "data", "x", "said"),
    [
        ("qiskit", b'{"10000": {"0x1f": 1}}', None, r"\[R6.111\] at 10000/0x1f: hexadecimal"),
        ("qiskit", b'{"10000": {"10 000": 1}}', None, "one register of five bits"),
        ("qiskit", b'{"10000": [[1, 0, 0, 0, 0]]}', None, "the format braket"),
        ("qiskit", b'{"10000": {"00001": 1.0}}', None, "is no count"),
        ("qiskit", b'{"10000": {"00001": -1}}', None, "-1 is no count"),
        ("qiskit", b'{"10000": {"00001": true}}', None, "True is no count"),
        ("qiskit", b'{"10000": {"00001": 1, "00001": 1}}', None, "twice"),
        ("qiskit", b'{"10000": {}, "10000": {}}', None, "twice"),
        ("qiskit", b'{"1000": {"00001": 1}}', None, "is not 5 bits"),
        ("qiskit", b'{"10000": 5}', None, "counts or a list"),
        ("qiskit", b"[]", None, "an object from inputs"),
        ("qiskit", b"[" * 100_000, None, "not the JSON"),
        ("qiskit", b"\xff", None, r"\[R6.110\] at byte 1: this is no text"),
        ("qiskit", b'{"10000": {"00001": 0}}', None, r"\[R6.110\] at document: there are no shots"),
        ("qiskit", b'{"10000": {"00001": 16777217}}', None, "is no count"),
        ("braket", b'{"10000": ["00001"]}', None, "Qiskit's"),
        ("braket", b'{"10000": [[1, 0, 0, 0]]}', None, r"\[R6.112\] at 10000/1"),
        ("braket", b'{"10000": [[1, 0, 0, 0, 0, 0]]}', None, r"\[R6.112\] at 10000/1"),
        ("braket", b'{"10000": [[1, 0, 0, 0, 2]]}', None, "is not 5 bits"),
        ("braket", b'{"10000": [[true, 0, 0, 0, 0]]}', None, "is not 5 bits"),
        ("csv", b"a,x\n", None, r"\[R6.113\] at line 1"),
        ("csv", b"x,a\n10000\n", None, "at line 2"),
        ("csv", b"x,a\n10000,0110\n", None, "is not 5 bits"),
        ("csv", b"x,a\n10000,011000\n", None, "is not 5 bits"),
        ("csv", b"x,b\n10000,01100\n", None, r"\[R6.113\] at line 1"),
        ("csv", b"x,a\n10000,01100\n", X, r"\[R6.115\] at inputs"),
        ("stim-01", b"01100\n", None, r"\[R6.115\] at inputs"),
        ("stim-01", b"01100", X, "the last line has no end"),
        ("stim-01", b"\x0c\n", X, "at line 1: .* is it b8 or r8"),
        ("stim-01", b"01100\n0110\n", X, "at line 2: .* is not 5 bits"),
        ("stim-b8", b"01100\n", X, "this looks like text: 01"),
        ("stim-b8", b"\x20", X, r"\[R6.114\] at byte 1"),
        ("stim-r8", b"\x06", X, "at byte 1: .* is it 01 or b8"),
        ("stim-r8", b"\x05\x06", X, "at byte 2: .* is it 01 or b8"),
        ("stim-r8", b"\x00", X, "not complete"),
    ],
)
def test_other_forms_are_refused(form: str, data: bytes, x: tuple[int, ...] | None, said: str) -> None:
    """[R6.110] to [R6.114], [R6.115]: with the option that would fit, where it can be told."""
    with pytest.raises(ShotsError, match=said):
        read_shots(data, ShotFormat(form), x)


def test_the_majority_read_backwards_is_that_of_the_last_three() -> None:
    """[R6.134] of every word; the first three give the majority, and the last three if it is read backwards."""
    for a in all_bits(5):
        turned = (sum(a[:3]) >= 2) != (sum(a[2:]) >= 2)
        assert piece_of_shots([Shot(X, a)]).turned == turned


def test_pieces_of_shots_are_added() -> None:
    """[R6.134] all words at two inputs, of which one is of the game, and these three times; half of them lose."""
    shots = [Shot(x, a) for x in (X, (0, 0, 0, 0, 0)) for a in all_bits(5)]
    once, twice = piece_of_shots(shots), piece_of_shots(shots * 2)
    assert (once.shots, once.turned, once.lost[X]) == (64, 24, 16)
    thrice = once + twice
    assert (thrice.shots, thrice.turned) == (192, 72)
    assert thrice.taken == {X: 96, (0, 0, 0, 0, 0): 96}
    assert thrice.lost == {X: 48}
    assert ShotPiece() + once == once + ShotPiece() == once


@pytest.mark.parametrize(("count", "place"), [(2**24, "10000/00010"), (2**24 + 1, "10000/00001")])
def test_how_many_shots_are_a_count(count: int, place: str) -> None:
    """[R6.110] 2^24 at most; what is refused here is the second word or the first."""
    data = json.dumps({"10000": {"00001": count, "00010": -1}}).encode()
    with pytest.raises(ShotsError, match=rf"at {place}: .* is no count"):
        read_shots(data, ShotFormat.QISKIT)


def test_too_many_shots(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.110]"""
    monkeypatch.setattr(module, "MOST_SHOTS", 2)
    with pytest.raises(ShotsError, match="more than 2 shots"):
        read_shots(b'{"10000": {"00001": 2, "00010": 1}}', ShotFormat.QISKIT)


# The command.


def test_lines_are_written_and_losses_counted(tmp_path: Path) -> None:
    """[R6.36] the lines of a transcript; what is not at an input of the game loses nothing."""
    path = tmp_path / "shots.csv"
    path.write_text("x,a\n10000,01100\n10000,11100\n00000,11100\n")
    result = run(path, "--format", "csv", "--output", tmp_path / "lines")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "lines").read_text() == "10000 01100\n10000 11100\n00000 11100\n"
    rows = [line.split() for line in result.output.splitlines()[1:3]]
    assert rows == [["00000", "1", "not", "asked"], ["10000", "2", "1"]]
    assert "3 shots, 2 at inputs of the game, of which 1 lose" in result.output
    assert "Read backwards, 3 shots would have another majority" in result.output
    assert "no bound is about them [R5.41]" in result.output


def test_packed_shots_are_imported(tmp_path: Path) -> None:
    path = tmp_path / "shots"
    path.write_bytes(b"\x83\x00")
    arguments = ("--format", "packed-msb", "--input", "10000", "--output", tmp_path / "lines")
    assert run(path, *arguments, "--shots", "2").exit_code == 0
    assert (tmp_path / "lines").read_text() == "10000 10000\n10000 01100\n"
    refused = run(path, *arguments)
    assert (refused.exit_code, "[R6.117] at shots" in refused.stderr) == (2, True)


def test_what_is_refused_is_exit_code_2_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shots"
    path.write_bytes(b"01100\n")
    refused = run(path, "--format", "stim-b8", "--input", "10000", "--output", tmp_path / "lines")
    assert refused.exit_code == 2
    assert str(path) in refused.stderr
    assert "[R6.114] at byte 1" in refused.stderr
    assert not (tmp_path / "lines").exists()
    assert run(path, "--format", "stim-01", "--input", "1000").exit_code == 2
    assert run(path, "--format", "stim-01", "--input", "10000", "--output", path).exit_code == 2
    assert path.read_bytes() == b"01100\n"
    assert run(path, "--format", "stim-01", "--input", "10000").exit_code == 0


def test_an_error_of_a_part_names_part_and_file_on_every_way() -> None:
    """[R6.127] also from one process to another."""
    alone = ShotsError("R6.60", "line 3", "no")
    assert str(alone) == "[R6.60] at line 3: no"
    told = alone.in_part("part 2 of 5", "shots-2")
    assert str(told) == str(pickle.loads(pickle.dumps(told))) == "shots-2: [R6.60] at part 2 of 5, line 3: no"
