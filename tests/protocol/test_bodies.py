"""Bodies in frames and parts, at their ends [R6.36]-[R6.39], [R6.120]-[R6.127]."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from freebit.errors import InvalidError
from freebit.protocol import body as module
from freebit.protocol.body import (
    BodyEncoding,
    BodyFile,
    BodyPart,
    BodyWriter,
    NamedPart,
    PartDigestError,
    encode_frame,
    header_line,
    read_header,
    read_parts,
    read_trailer,
)
from freebit.wire.document import UnreadableError


@pytest.mark.parametrize("cells", [1, 2**18, 2**18 + 2**17 + 3, 5 * 2**18 + 1])
@pytest.mark.parametrize("parties", [3, 5])
def test_how_long_a_body_is(cells: int, parties: int) -> None:
    """[R6.36] [R6.37] a line for each cell; a bit for each party, input and output, and whole bytes in each frame."""
    assert BodyEncoding.TEXT.body_bytes(cells, parties) == cells * (2 * parties + 2)
    frames = [min(2**18, cells - start) for start in range(0, cells, 2**18)]
    assert BodyEncoding.PLANES.body_bytes(cells, parties) == sum(2 * parties * -(-cells // 8) for cells in frames)


def test_a_header_is_ascii() -> None:
    """[R6.31] whatever stands in its provenance."""
    line = header_line({}, BodyEncoding.TEXT, {"note": "\u03b5"})
    assert b'"note":"\\u03b5"' in line


@pytest.mark.parametrize("data", [b"", b"0" * 23, b"0" * 25])
def test_a_frame_has_its_bytes(tmp_path: Path, data: bytes) -> None:
    """[R6.37] two cells of five parties are two lines of 12 bytes."""
    with pytest.raises(InvalidError, match=r"R6\.37.* where 2 quintuplets are left"):  # noqa: SIM117
        with BodyWriter(tmp_path / "t", b"{}\n", 2, 5, BodyEncoding.TEXT) as writer:
            writer.frame(data)
    assert list(tmp_path.iterdir()) == []


def test_no_frame_comes_after_the_last(tmp_path: Path) -> None:
    """[R6.37] not even an empty one."""
    with pytest.raises(InvalidError, match=r"R6\.37.*0 bytes where 0 quintuplets are left"):  # noqa: SIM117
        with BodyWriter(tmp_path / "t", b"{}\n", 2, 5, BodyEncoding.TEXT) as writer:
            writer.frame(b"0" * 24)
            writer.frame(b"")


def test_a_transcript_is_open_to_all_that_may_read_files(tmp_path: Path) -> None:
    """[R6.41] as any new file is; only keys, and what they are made of, are private [R6.91]."""
    (tmp_path / "usual").write_text("")
    with BodyWriter(tmp_path / "t", b"{}\n", 1, 5, BodyEncoding.TEXT) as writer:
        writer.frame(b"0" * 12)
        writer.end({})
    assert (tmp_path / "t").stat().st_mode == (tmp_path / "usual").stat().st_mode


# Parts.


def lines(numbers: Sequence[int]) -> bytes:
    """A cell of three parties for each number below 64."""
    words = [tuple(map(int, f"{number:06b}")) for number in numbers]
    return encode_frame(BodyEncoding.TEXT, [word[:3] for word in words], [word[3:] for word in words])


def part(location: Path, number: int, first_frame: int, cells: int, digest: str = "") -> BodyPart:
    return BodyPart(location, number, first_frame, cells, 0, digest)


def body(path: Path, cells: int, parties: int, parts: Sequence[BodyPart]) -> BodyFile:
    return BodyFile(path, cells, parties, BodyEncoding.TEXT, {}, "", tuple(parts))


def test_frames_are_found_in_their_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.123] parts of one, five and two frames of 8 cells, the last frame shorter."""
    monkeypatch.setattr(module, "FRAME", 8)
    parts = []
    for number, (first, cells) in enumerate([(0, 8), (1, 40), (6, 13)], start=1):
        path = tmp_path / f"part-{number}"
        path.write_bytes(lines(range(8 * first, 8 * first + cells)))
        parts.append(part(path, number, first, cells))
    file = body(tmp_path / "t", 61, 3, parts)
    assert [file.frame(number) for number in range(8)] == [lines(range(8 * i, min(8 * i + 8, 61))) for i in range(8)]
    found = [int("".join(map(str, x + a)), 2) for x, a in file.quintuplets()]
    assert found == list(range(61))


@pytest.mark.parametrize(("parties", "number"), [(3, "three"), (4, "four"), (5, "five")])
def test_what_a_line_holds_is_told_in_words(parties: int, number: str) -> None:
    """[R6.36] of a transcript in one file."""
    file = body(Path("t"), 9, parties, [part(Path("t"), 0, 0, 9)])
    told = f"t: [R6.36] at quintuplet 9: the line is not {number} inputs, a blank and {number} outputs"
    assert str(file.not_a_line(8)) == told


def test_errors_name_part_and_place() -> None:
    """[R6.127] every place but the file, which has its name already."""
    file = body(Path("t"), 9, 3, [part(Path("u"), 1, 0, 9)])
    for place, told in (
        ("file", "part 1 of 1"),
        ("cell 3", "part 1 of 1, cell 3"),
        ("frame 1", "part 1 of 1, frame 1"),
    ):
        assert file.error("R6.124", place, "no", file.parts[0]).place == told


def test_of_parts_with_one_digest_the_first_is_named() -> None:
    """[R6.127]"""
    parts = [
        part(Path(f"part-{number}"), number, number - 1, 8, digest) for number, digest in enumerate("abb", start=1)
    ]
    file = body(Path("t"), 24, 3, parts)
    assert "it is that of part 2" in str(file.named(PartDigestError("part 1 of 3", "part-1", "b")))
    assert "the file is corrupt" in str(file.named(PartDigestError("part 1 of 3", "part-1", "c")))


def parts_listed(cells: Sequence[int], of: int, digest: str | None = None) -> tuple[BodyPart, ...]:
    """What is read of a set whose parts have so many cells, and the run ``of``; ``digest`` is in its trailer."""
    named = [NamedPart(f"t.part-{i}-of-{len(cells)}", count, f"{i:064}") for i, count in enumerate(cells, start=1)]
    header = header_line({}, BodyEncoding.TEXT, {}, named)
    file = BytesIO(header)
    reader, start = read_header(file)
    assert start == len(header)
    return read_parts(Path("t"), file, reader, start, of, digest or sha256(header).hexdigest())


def test_a_part_may_have_one_cell() -> None:
    """[R6.123] the last one; what stands before is whole frames."""
    found = parts_listed([2**18, 3 * 2**18, 1], 2**20 + 1)
    assert [(one.number, one.first_frame, one.cells, one.start) for one in found] == [
        (1, 0, 2**18, 0),
        (2, 1, 3 * 2**18, 0),
        (3, 4, 1, 0),
    ]


@pytest.mark.parametrize(
    ("cells", "of", "place"),
    [
        ([2**18, 0], 2**18, "header/parts/1/cells"),
        ([2**17, 2**18], 3 * 2**17, "header/parts/1/cells"),
        ([2**18, 3], 2**18 + 2, "header/parts"),
        ([2**18, 3], 2**18 + 4, "header/parts"),
    ],
)
def test_parts_have_the_cells_of_the_run(cells: Sequence[int], of: int, place: str) -> None:
    """[R6.123] none has no cells, none but the last ends within a frame, and together they are the run's."""
    with pytest.raises(UnreadableError, match=r"R6\.123") as caught:
        parts_listed(cells, of)
    assert caught.value.place == place


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_the_header_of_a_set_has_the_digest_of_its_trailer(digest: str) -> None:
    """[R6.126]"""
    with pytest.raises(UnreadableError, match=r"R6\.126.*the header has another SHA-256"):
        parts_listed([5], 5, digest)


# Headers and trailers.


@pytest.mark.parametrize("version", [0, 2])
def test_one_version_is_known(version: int) -> None:
    """[R6.31]"""
    line = header_line({}, BodyEncoding.TEXT, {}).replace(b'"version":1', b'"version":%d' % version)
    with pytest.raises(UnreadableError, match=r"R6\.31.*only version 1 is known"):
        read_header(BytesIO(line))


@pytest.mark.parametrize(
    ("end", "place", "said"),
    [
        (2, "offset 2", "no trailer line, or more than one"),
        (3, "offset 3", "the file ends before its trailer, which starts at offset 3"),
        (9, "offset 3", "the file ends before its trailer, which starts at offset 9"),
    ],
)
def test_where_a_trailer_is_missed(end: int, place: str, said: str) -> None:
    """[R6.39] a file of three bytes, and the place at which its body ends."""
    data = BytesIO(b"{}\n")
    assert read_trailer(data, 0).place == "trailer"
    with pytest.raises(UnreadableError, match=rf"R6\.39.*{said}") as caught:
        read_trailer(data, end)
    assert caught.value.place == place
