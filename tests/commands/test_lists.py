"""Weak bits and shots in several files, which a list names [R6.132]-[R6.135]."""

import hashlib
import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from freebit.cli import main
from freebit.lists import DigestError, ListedFile, list_lines, read_list
from freebit.stores import Location, beside, location_of, open_location, write_location
from freebit.wire.document import UnreadableError
from tests.schemas import validator

BITS = bytes(random.Random(1).choices((0, 1), (9, 11), k=5000))
#: Where the bits are cut; a part may be short, and one is empty.
CUTS = (0, 1700, 1703, 1703, 4001, 5000)
SHOTS = (
    b"x,a\n10000,01100\n11000,10110\n",
    b"x,a\n11100,00001\n10000,11100\n10000,10100\n",
    b"x,a\n00000,00001\n",
)


def freebit(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(*arguments: object) -> str:
    result = freebit(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


def listed(folder: str, name: str, files: Sequence[bytes]) -> Location:
    """Write files and their list."""
    index = location_of(f"{folder}/{name}.list")
    lines = []
    for number, data in enumerate(files, 1):
        write_location(beside(index, f"{name}-{number}"), [data])
        lines.append((hashlib.sha256(data).hexdigest(), f"{name}-{number}"))
    write_location(index, [list_lines(lines)])
    return index


def part(index: Location, number: int) -> Path:
    path = Path(str(index))
    return path.with_name(f"{path.stem}-{number}")


def content(location: Location) -> bytes:
    with open_location(location) as file:
        return file.read()


def in_parts(data: bytes) -> list[bytes]:
    return [data[start:end] for start, end in pairwise(CUTS)]


def described(*arguments: object) -> dict[str, Any]:
    result = freebit("describe", *arguments, "--json")
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    validator("description").validate(document)
    return document


def check_lists(folder: str, *how: object) -> None:
    """What is read from lists in a folder, whoever reads it, is what is read from one file."""
    bits = listed(folder, "bits", in_parts(BITS))
    one = location_of(f"{folder}/one")
    write_location(one, [BITS])
    found, expected = described("--list", bits, *how), described(one)
    source = found.pop("source")
    assert source["files"] == 5
    assert source["sha256"] == hashlib.sha256(content(bits)).hexdigest()
    assert source["bits_used"] == expected.pop("source")["bits_used"]
    assert found == expected
    shots = listed(folder, "shots", SHOTS)
    output = location_of(f"{folder}/lines")
    result = freebit("import", "--list", shots, "--format", "csv", "--output", output, *how)
    assert result.exit_code == 0, result.output
    assert "6 shots, 4 at inputs of the game, of which 1 lose" in " ".join(result.stdout.split())
    written = read_list(output)
    assert [content(file.location) for file in written.files] == [
        b"10000 01100\n11000 10110\n",
        b"11100 00001\n10000 11100\n10000 10100\n",
        b"00000 00001\n",
    ]
    for file in written.files:
        file.check_bytes()


@pytest.fixture
def bits(tmp_path: Path) -> Location:
    return listed(str(tmp_path), "bits", in_parts(BITS))


# The same as of one file.


@pytest.mark.parametrize("folder", ["memory://lists", ""])
def test_lists_are_read_like_one_file(folder: str, tmp_path: Path) -> None:
    """[R6.133] [R6.134]"""
    if folder:
        pytest.importorskip("fsspec")
    check_lists(folder or str(tmp_path))


@pytest.mark.parametrize("encoding", ["nist", "ascii", "packed-msb", "packed-lsb", "nist-3", "nist-8"])
@pytest.mark.parametrize("stride", [1, 3, 1999])
@pytest.mark.parametrize("radius", [0, 3])
def test_places_are_counted_through_all_parts(encoding: str, stride: int, radius: int, tmp_path: Path) -> None:
    """[R1.18] [R1.22] [R6.133] whatever a byte holds."""
    data = BITS if encoding != "ascii" else bytes(b"\n01 "[(bit + 1) % 4] for bit in BITS)
    how = ("--encoding", encoding, "--stride", stride, "--radius", radius)
    (tmp_path / "one").write_bytes(data)
    found = described("--list", listed(str(tmp_path), "bits", in_parts(data)), *how)
    expected = described(tmp_path / "one", *how)
    assert found["source"].pop("bits_in_file") == expected.pop("source")["bits_in_file"]
    del found["source"]
    assert found == expected


def test_a_description_for_people_says_whose_digest_it_is(bits: Location) -> None:
    """[R6.133]"""
    output = " ".join(freebit("describe", "--list", bits).stdout.split())
    assert f"{hashlib.sha256(content(bits)).hexdigest()}, of the list of 5 files" in output


# What is wrong is named.


def test_a_missing_file_is_named(bits: Location) -> None:
    """[R6.135]"""
    part(bits, 2).unlink()
    for how in ((), ("--stride", 2), ("--stride", 2, "--encoding", "ascii")):
        error = refused("describe", "--list", bits, *how)
        assert f"{part(bits, 2)}" in error
        assert "part 2 of 5" in error
    shots = listed(str(part(bits, 1).parent), "shots", SHOTS)
    part(shots, 3).unlink()
    error = refused("import", "--list", shots, "--format", "csv")
    assert f"{part(shots, 3)}: [R6.135] at part 3 of 3: it is missing" in error


@pytest.mark.parametrize("byte", [1, 7])
def test_a_corrupt_file_is_named(bits: Location, byte: int) -> None:
    """[R6.135] whether its symbols are still bits or not."""
    data = part(bits, 1).read_bytes()
    part(bits, 1).write_bytes(bytes([data[0] ^ byte]) + data[1:])
    error = refused("describe", "--list", bits)
    assert (
        f"{part(bits, 1)}: [R6.135] at part 1 of 5: another SHA-256 than the list states: the file is corrupt" in error
    )


def test_a_file_twice_is_named(bits: Location) -> None:
    """[R6.127] [R6.132] [R6.135] in the list, and under another's name."""
    part(bits, 4).write_bytes(part(bits, 1).read_bytes())
    error = refused("describe", "--list", bits)
    assert "[R6.135] at part 4 of 5: another SHA-256 than the list states: it is that of part 1" in error
    lines = content(bits).splitlines(keepends=True)
    write_location(bits, [*lines, lines[0]])
    assert f'{bits}: [R6.132] at line 6: the part "bits-1" is there twice' in refused("describe", "--list", bits)


def test_a_symbol_of_a_part_is_named(tmp_path: Path) -> None:
    """[R1.15] [R6.135] though the SHA-256 is right."""
    index = listed(str(tmp_path), "bits", [b"\0\1", b"\0\2"])
    assert f"part 2 of 2: [R1.15] {part(index, 2)}: byte 0x02 at offset 1" in refused("describe", "--list", index)


def test_a_shot_of_a_file_is_named(tmp_path: Path) -> None:
    """[R6.113] [R6.134] and nothing is written under the name of the list."""
    index = listed(str(tmp_path), "shots", [SHOTS[0], b"x,a\n10000,0110\n"])
    error = refused("import", "--list", index, "--format", "csv", "--output", tmp_path / "lines")
    assert f"{part(index, 2)}: [R6.113] at part 2 of 2, line 2:" in error
    assert not (tmp_path / "lines").exists()


LINE = f"{'0' * 64}  name\n".encode()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1"),
        (LINE[:-1], "line 1"),
        (LINE + b"\n", "line 2"),
        (LINE.replace(b"0", b"A"), "line 1"),
        (LINE[1:], "line 1"),
        (LINE.replace(b"  ", b" *"), "line 1"),
        (LINE.replace(b"  ", b" \t"), "line 1"),
        (LINE.replace(b"name", b"../name"), "line 1"),
        (LINE.replace(b"name", b".name"), "line 1"),
        (LINE.replace(b"name", b"n\xc3\xa4me"), "line 1"),
        (LINE + LINE, "line 2"),
        (LINE * 2**16, "file"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, place: str, tmp_path: Path) -> None:
    """[R6.132]"""
    (tmp_path / "list").write_bytes(data)
    with pytest.raises(UnreadableError, match=r"R6\.132") as caught:
        read_list(tmp_path / "list")
    assert caught.value.place == place
    assert str(tmp_path / "list") in refused("describe", "--list", tmp_path / "list")


def test_a_list_is_as_long_as_it_may_be(tmp_path: Path) -> None:
    """[R6.132] 2^22 bytes, and not one more."""
    lines = [LINE.replace(b"name", f"{number:0189}".encode()) for number in range(2**14)]
    path = tmp_path / "list"
    path.write_bytes(b"".join(lines)[: -len(lines[0])] + LINE.replace(b"name", b"1" * 190))
    assert path.stat().st_size == 2**22 + 1
    with pytest.raises(UnreadableError) as caught:
        read_list(path)
    assert str(caught.value) == f"{path}: [R6.132] at file: longer than {2**22} bytes"
    path.write_bytes(b"".join(lines))
    assert path.stat().st_size == 2**22
    assert len(read_list(path).files) == 2**14


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path / 'list'}: [R6.132] at file: No such file" in refused("describe", "--list", tmp_path / "list")


def test_what_does_not_go_together_is_refused(bits: Location, tmp_path: Path) -> None:
    """[R6.134]"""
    assert "go with --list" in refused("describe", part(bits, 1), "--workers", 2)
    assert "go with --list" in refused("import", part(bits, 1), "--format", "csv", "--state", tmp_path / "s")
    packed = ("import", "--list", bits, "--format", "packed-msb", "--input", "10000")
    assert "[R6.134] at list: files of packed shots do not say how many there are" in refused(*packed)
    assert "--shots is about one file" in refused(*packed, "--shots", 5)
    assert "R1.18" in refused("describe", "--list", bits, "--stride", 0)
    assert not (tmp_path / "s").exists()


def test_an_error_keeps_its_words_on_the_way_from_a_worker(bits: Location) -> None:
    import pickle

    file = read_list(bits).files[0]
    for made in (DigestError(file, "0" * 64), DigestError(file, "0" * 64, "it is that of part 2")):
        error = pickle.loads(pickle.dumps(made))
        assert (error.listed, error.found, error.rule, str(error)) == (file, "0" * 64, "R6.135", str(made))


# What is done is kept.


def test_parts_that_were_counted_are_not_read_again(bits: Location, tmp_path: Path) -> None:
    """[R6.130] [R6.131]"""
    whole = described("--list", bits, "--radius", 3)
    second = part(bits, 2).read_bytes()
    part(bits, 2).unlink()
    state = tmp_path / "state"
    how = ("--list", bits, "--radius", 3, "--state", state)
    refused("describe", *how)
    kept = json.loads(state.read_text())
    validator("state").validate(kept)
    assert set(kept["shares"]) == {"0", "2", "3", "4"}
    part(bits, 1).unlink()
    part(bits, 2).write_bytes(second)
    assert described(*how) == whole
    assert "[R6.130]" in refused("describe", *how, "--radius", 2)


@pytest.mark.parametrize("encoding", ["nist", "ascii"])
def test_parts_before_are_not_needed_again(encoding: str, tmp_path: Path) -> None:
    """[R6.130] [R6.131] with a stride, too: how many bits stand before a part is kept."""
    data = in_parts(BITS if encoding == "nist" else BITS.translate(bytes.maketrans(b"\0\1", b"01")))
    index = listed(str(tmp_path), "bits", data)
    how = ("--list", index, "--stride", 3, "--encoding", encoding, "--state", tmp_path / "state")
    whole = described(*how[:-2])
    second = part(index, 2)
    second.write_bytes(data[1][::-1])
    assert "[R6.135] at part 2 of 5" in refused("describe", *how)
    kept = json.loads((tmp_path / "state").read_text())
    validator("state").validate(kept)
    assert set(kept["shares"]) == {"0", "2", "3", "4", "5", "6", "7", "8", "9"}
    part(index, 1).unlink()
    second.write_bytes(data[1])
    assert described(*how) == whole


def test_files_of_lines_that_were_written_are_not_written_again(tmp_path: Path) -> None:
    """[R6.130] [R6.134]"""
    index = listed(str(tmp_path), "shots", SHOTS)
    how = ("import", "--list", index, "--format", "csv", "--output", tmp_path / "lines", "--state", tmp_path / "state")
    part(index, 2).unlink()
    refused(*how)
    validator("state").validate(json.loads((tmp_path / "state").read_text()))
    first = tmp_path / "lines.part-1-of-3"
    before = first.stat().st_mtime_ns
    part(index, 2).write_bytes(SHOTS[1])
    assert freebit(*how).exit_code == 0
    assert first.stat().st_mtime_ns == before
    assert len(read_list(tmp_path / "lines").files) == 3


@pytest.mark.parametrize("most", [0, 3, 4, 5])
def test_a_listed_file_is_as_long_as_it_may_be(tmp_path: Path, most: int) -> None:
    """[R6.110] and no more of it is read."""
    (tmp_path / "one").write_bytes(b"1234")
    file = ListedFile(tmp_path / "one", 2, 3, hashlib.sha256(b"1234").hexdigest())
    if most >= 4:
        assert file.read(most) == b"1234"
    else:
        with pytest.raises(UnreadableError) as caught:
            file.read(most)
        assert str(caught.value) == f"{tmp_path / 'one'}: [R6.110] at part 2 of 3: longer than {most} bytes"
