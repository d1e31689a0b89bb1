"""From a file to a tree: what is opened, how much is read, and what is refused [R6.1], [R6.2], [R6.4], [R6.27]."""

import os
from pathlib import Path

import pytest

from freebit.wire.document import STANDARD_INPUT, UnreadableError, open_regular, read_bytes, read_document


@pytest.mark.parametrize("limit", [0, 6, 7])
def test_as_many_bytes_as_the_limit(tmp_path: Path, limit: int) -> None:
    """[R6.2] neither fewer bytes nor exactly as many are too long, and all of them are read."""
    path = tmp_path / "some"
    for length in range(limit + 1):
        path.write_bytes(b"x" * length)
        assert read_bytes(path, limit) == b"x" * length
    for length in (limit + 1, 3 * limit + 1):
        path.write_bytes(b"x" * length)
        with pytest.raises(UnreadableError) as caught:
            read_bytes(path, limit)
        assert (caught.value.rule, caught.value.place, caught.value.file) == ("R6.2", "file", str(path))


def test_the_limit_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.2]"""
    monkeypatch.setattr("freebit.wire.document.MAX_BYTES", 3)
    path = tmp_path / "some"
    path.write_bytes(b"123")
    assert read_bytes(path) == b"123"
    path.write_bytes(b"1234")
    with pytest.raises(UnreadableError, match=r"R6\.2"):
        read_bytes(path)
    assert read_bytes(path, 4) == b"1234"


@pytest.mark.parametrize("name", ["+", "/dev/null", "/dev/zero", "pipe", "folder", "~"])
def test_what_is_not_a_regular_file_is_not_waited_for(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R6.27] whether its name is before or after that of the standard input."""
    monkeypatch.chdir(tmp_path)
    if name == "folder":
        Path(name).mkdir()
    elif not name.startswith("/"):
        os.mkfifo(name)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(Path(name))
    assert (caught.value.rule, caught.value.place, caught.value.file) == ("R6.27", "file", name)


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    """[R6.27] the words are those of the system."""
    path = tmp_path / "missing"
    with pytest.raises(UnreadableError) as caught:
        read_bytes(path)
    assert str(caught.value) == f"{path}: [R6.27] at file: No such file or directory"


def test_the_standard_input_may_be_a_pipe() -> None:
    """[R6.27]"""
    kept = os.dup(0)
    inward, outward = os.pipe()
    try:
        os.dup2(inward, 0)
        os.write(outward, b"{}")
        os.close(outward)
        with open_regular(STANDARD_INPUT) as stream:
            assert stream.read() == b"{}"
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(inward)


def test_a_system_without_pipes_that_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.27] files are opened as they are asked for."""
    monkeypatch.delattr(os, "O_NONBLOCK")
    path = tmp_path / "some"
    path.write_bytes(b"{}")
    assert read_bytes(path) == b"{}"


def test_a_key_that_stands_twice() -> None:
    """[R6.4] the one is named that stands there most often."""
    with pytest.raises(UnreadableError) as caught:
        read_document(b'{"a": 1, "b": 2, "c": 3, "b": 4}')
    assert (caught.value.rule, caught.value.place) == ("R6.4", 'key "b"')
