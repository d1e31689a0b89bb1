"""Files are read if they are regular, and written whole or not at all [R6.41], [R6.47], [R6.48], [R6.49]."""

import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from freebit import files
from freebit.files import (
    IrregularFileError,
    WholeFile,
    check_target,
    data_folder,
    open_input,
    read_at_most,
    read_input,
    scratch_folder,
    write_new_folder,
    write_whole,
)

ROOT = Path(__file__).resolve().parents[1]
linux = pytest.mark.skipif(sys.platform != "linux", reason="about the files of Linux")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which no temporary file is left."""
    yield tmp_path
    assert list(tmp_path.rglob(".freebit-*")) == []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_there_when_it_is_complete(folder: Path) -> None:
    """[R6.41]"""
    with WholeFile(folder / "a") as file:
        file.write(b"one")
        assert not (folder / "a").exists()
        file.write(b"two")
        file.commit()
        assert (folder / "a").read_bytes() == b"onetwo"
    assert (folder / "a").read_bytes() == b"onetwo"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_file_that_is_not_committed_never_was(folder: Path, error: type[BaseException]) -> None:
    """[R6.48]"""
    (folder / "a").write_bytes(b"before")
    with pytest.raises(error), WholeFile(folder / "a") as file:
        file.write(b"after")
        raise error
    with WholeFile(folder / "a") as file:
        file.write(b"after")
    assert (folder / "a").read_bytes() == b"before"


def test_a_file_that_nobody_closes_leaves_nothing(folder: Path) -> None:
    """[R6.48] not even where the block was never entered."""
    WholeFile(folder / "a").write(b"1")


@pytest.fixture(params=[0o027, 0])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """What the system takes from the mode of a new file."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_new_file_has_the_mode_that_new_files_have(folder: Path, umask: int) -> None:
    write_whole(folder / "a", b"1")
    with WholeFile(folder / "b") as file:
        file.commit()
    assert mode(folder / "a") == mode(folder / "b") == 0o666 & ~umask


@pytest.mark.parametrize("bits", [0o600, 0o644, 0o755, 0o666, 0o777, 0o4755])
def test_a_file_that_is_replaced_keeps_its_mode(folder: Path, bits: int, umask: int) -> None:
    """[R6.47] and has no more before it is complete; whose rights it runs with is not kept."""
    (folder / "a").write_bytes(b"before")
    (folder / "a").chmod(bits)
    with WholeFile(folder / "a") as file:
        (temporary,) = folder.glob(".freebit-*")
        assert mode(temporary) == bits & 0o777 & ~umask
        file.write(b"after")
        file.commit()
    assert (mode(folder / "a"), (folder / "a").read_bytes()) == (bits & 0o777, b"after")


def test_nobody_else_can_read_a_secret_file_while_it_is_written(folder: Path) -> None:
    (folder / "a").write_bytes(b"before")
    (folder / "a").chmod(0o600)
    with WholeFile(folder / "a") as file:
        file.write(b"after")
        (temporary,) = folder.glob(".freebit-*")
        assert mode(temporary) == 0o600


def test_links_are_followed(folder: Path) -> None:
    """[R6.47] to a file that is there, and to one that is not there yet; the links stay."""
    (folder / "deep").mkdir()
    (folder / "deep" / "a").write_bytes(b"before")
    (folder / "link").symlink_to(Path("deep", "a"))
    (folder / "new").symlink_to(Path("deep", "b"))
    for name, target in (("link", "a"), ("new", "b")):
        write_whole(folder / name, b"after")
        assert (folder / name).is_symlink()
        assert not (folder / "deep" / target).is_symlink()
        assert (folder / "deep" / target).read_bytes() == b"after"


def test_a_link_to_itself_is_refused(folder: Path) -> None:
    (folder / "a").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(folder / "a", b"1")
    assert (folder / "a").is_symlink()


@linux
@pytest.mark.parametrize("check", [check_target, lambda path: write_whole(path, b"1")])
def test_what_is_no_regular_file_is_refused_and_left(folder: Path, check: object) -> None:
    """[R6.47]"""
    assert callable(check)
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
    (folder / "null").symlink_to(os.devnull)
    (folder / "folder").mkdir()
    for name in ("pipe", "socket", "null"):
        with pytest.raises(IrregularFileError) as caught:
            check(folder / name)
        assert caught.value.filename == str(folder / name)
        assert caught.value.strerror == "not a regular file, and left as it is"
    with pytest.raises(IsADirectoryError):
        check(folder / "folder")
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
    assert stat.S_ISSOCK((folder / "socket").stat().st_mode)
    assert (folder / "null").is_symlink()
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_an_input_is_not_written_over(folder: Path) -> None:
    """[R6.47] by whatever name."""
    (folder / "a").write_bytes(b"before")
    (folder / "soft").symlink_to("a")
    (folder / "hard").hardlink_to(folder / "a")
    for name in ("a", "soft", "hard", "../" + folder.name + "/a"):
        for check in (check_target, lambda path, inputs: write_whole(path, b"after", inputs=inputs)):
            with pytest.raises(IrregularFileError, match="the same command reads it"):
                check(folder / name, [folder / "none", folder / "a"])
    write_whole(folder / "b", b"other", inputs=[folder / "a", folder / "none"])
    assert (folder / "a").read_bytes() == b"before"


def test_a_file_that_may_not_be_written_is_not_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.47] though its folder would let it be."""
    (folder / "a").write_bytes(b"before")
    (folder / "a").chmod(0o400)
    monkeypatch.setattr(os, "access", lambda path, how: False)  # root may write everything
    with pytest.raises(PermissionError, match="a'"):
        write_whole(folder / "a", b"after")
    assert (folder / "a").read_bytes() == b"before"


def test_the_output_of_the_command_itself_is_not_replaced(folder: Path) -> None:
    code = "import sys; from pathlib import Path; from freebit.files import write_whole; write_whole(Path('out'), b'1')"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "reference")}
    with (folder / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, stdout=out, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert done.returncode == 1
    assert b"the command's own output goes there already" in done.stderr


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    for check in (check_target, lambda path: write_whole(path, b"1")):
        with pytest.raises(FileNotFoundError) as caught:
            check(folder / "no" / "a")
        assert caught.value.filename == str(folder / "no" / "a")
    check_target(folder / "no" / "deep" / "a", folders=True)
    write_whole(folder / "no" / "deep" / "a", b"1", folders=True)
    write_whole(folder / "no" / "deep" / "b", b"2", folders=True)
    assert [(folder / "no" / "deep" / name).read_bytes() for name in "ab"] == [b"1", b"2"]


def test_a_full_disk_names_the_file_that_was_asked_for(folder: Path) -> None:
    """[R6.48] by the limit of the size of files, as a full disk would."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from pathlib import Path; from freebit.files import write_whole\n"
        "try:\n write_whole(Path('a'), b'x' * 100_000)\n"
        "except OSError as error:\n print(error.filename, error.strerror)\n"
    )
    (folder / "a").write_bytes(b"before")
    environment = os.environ | {"PYTHONPATH": str(ROOT / "reference")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout == "a File too large\n"
    assert (folder / "a").read_bytes() == b"before"


@linux
def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """[R6.49] and nobody is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull), Path("/dev/zero")):
        with pytest.raises(IrregularFileError, match="not a regular file"):
            open_input(path)
    with pytest.raises(IsADirectoryError):
        open_input(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_input(tmp_path / "none")
    (tmp_path / "a").write_bytes(b"12345")
    with open_input(tmp_path / "a") as stream:
        assert stream.read() == b"12345"


def test_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    for most in (5, 6):
        assert read_input(tmp_path / "a", most) == b"12345"
    for most in range(5):
        stream = BytesIO(b"1234567")
        with pytest.raises(OSError, match=f"longer than {most} bytes") as caught:
            read_at_most(stream, most, "name")
        assert (caught.value.filename, stream.tell()) == ("name", most + 1)


def test_a_folder_is_there_when_it_is_complete(folder: Path) -> None:
    def files(error: bool, new: Path = folder / "new") -> Iterator[tuple[str, bytes]]:
        yield "very/deep/a", b"1"
        assert not new.exists()
        if error:
            raise ValueError
        yield "b", b"2"

    with pytest.raises(ValueError, match=r"^$"):
        write_new_folder(folder / "new", files(error=True))
    assert list(folder.iterdir()) == []
    for new in (folder / "new", folder / "other" / "deep" / "new"):
        assert write_new_folder(new, files(error=False, new=new)) == 2
        assert (new / "very" / "deep" / "a").read_bytes() == b"1"
    with pytest.raises(FileExistsError):
        write_new_folder(folder / "new", [])


def test_nobody_else_looks_into_a_scratch_folder(tmp_path: Path, umask: int) -> None:
    """Beside what it is for, or where the system keeps such folders."""
    for where, parent in ((tmp_path, tmp_path), (None, Path(tempfile.gettempdir()))):
        with scratch_folder(where) as scratch:
            assert scratch.parent == parent
            assert mode(scratch) == 0o700 & ~umask
            (scratch / "a").write_bytes(b"1")
        assert not scratch.exists()


@linux
def test_what_cannot_be_thrown_away_keeps_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.48]"""
    unlink, asked = os.unlink, 0

    def first_refused(path: str, *, dir_fd: int | None = None) -> None:
        nonlocal asked
        asked += dir_fd is not None
        if dir_fd is not None and asked == 1:
            raise PermissionError
        unlink(path, dir_fd=dir_fd)

    def filled(folder: Path) -> None:
        for name in "abc":
            (folder / name).write_bytes(b"1")

    monkeypatch.setattr(os, "unlink", first_refused)
    with scratch_folder(tmp_path) as scratch:
        filled(scratch)
    assert len(list(scratch.iterdir())) == 1
    asked = 0
    (half := tmp_path / "half").mkdir()
    filled(half)
    files._UNFINISHED.add(half)
    try:
        files.discard_unfinished()
    finally:
        files._UNFINISHED.discard(half)
    assert len(list(half.iterdir())) == 1


@pytest.mark.parametrize("name", ["../a", "deep/../../a", "/a"])
def test_no_name_leads_out_of_a_new_folder(folder: Path, name: str) -> None:
    with pytest.raises(IrregularFileError, match="leads out"):
        write_new_folder(folder / "new", [(name, b"1")])
    assert list(folder.iterdir()) == []


def test_the_data_are_found(certificates: Path) -> None:
    assert data_folder("certificates") == certificates
    with pytest.raises(KeyError):
        data_folder("nothing")


def test_data_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(files.DATA, "certificates", "no such file")
    with pytest.raises(FileNotFoundError, match="the folder 'certificates' is not installed"):
        data_folder("certificates")


def test_a_secret_is_nobody_elses_though_it_replaces_what_all_may_read(folder: Path) -> None:
    """[R6.91]"""
    (folder / "a").write_bytes(b"before")
    (folder / "a").chmod(0o644)
    with WholeFile(folder / "a", private=True) as file:
        file.write(b"after")
        file.commit()
    assert ((folder / "a").read_bytes(), mode(folder / "a")) == (b"after", 0o600)


def test_what_is_unfinished_is_discarded_at_the_end(folder: Path) -> None:
    """[R6.48] files and folders; what is complete stays."""
    complete, begun = folder / "complete", WholeFile(folder / "begun")
    write_whole(complete, b"1")
    begun.write(b"2")
    (half := folder / ".freebit-half").mkdir()
    (half / "inside").write_bytes(b"3")
    files._UNFINISHED.add(half)
    try:
        files.discard_unfinished()
    finally:
        files._UNFINISHED.discard(half)
    assert list(folder.iterdir()) == [complete]


@pytest.mark.parametrize("stream", [1, 2])
def test_neither_output_of_the_command_is_replaced(folder: Path, stream: int) -> None:
    """[R6.47] also if the other one is closed."""
    (folder / "out").write_bytes(b"before")
    other = 3 - stream
    kept = {handle: os.dup(handle) for handle in (1, 2)}
    try:
        with (folder / "out").open("ab") as out:
            os.dup2(out.fileno(), stream)
            os.close(other)
            with pytest.raises(IrregularFileError, match="the command's own output goes there already"):
                write_whole(folder / "out", b"after")
    finally:
        for handle, copy in kept.items():
            os.dup2(copy, handle)
            os.close(copy)
    assert (folder / "out").read_bytes() == b"before"


@linux
@pytest.mark.parametrize("allowed", [True, False])
def test_a_file_that_is_replaced_keeps_its_owner_if_that_can_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """[R6.47] to whom it belongs is asked of the system, and a refusal is no error."""
    asked: list[tuple[int, int]] = []

    def chown(path: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        if not allowed:
            raise PermissionError

    (folder / "a").write_bytes(b"before")
    status = (folder / "a").stat()
    monkeypatch.setattr(os, "chown", chown)
    write_whole(folder / "a", b"mine")
    assert asked == []
    for user, group in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: status.st_uid + user)
        monkeypatch.setattr(os, "getegid", lambda group=group: status.st_gid + group)
        write_whole(folder / "a", b"after")
    assert asked == 4 * [(status.st_uid, status.st_gid)]
    assert (folder / "a").read_bytes() == b"after"


def test_what_is_complete_gets_its_name_in_one_place() -> None:
    """[R6.41]"""
    package = ROOT / "reference" / "freebit"
    named = [line for path in package.rglob("*.py") for line in path.read_text().splitlines() if "os.replace(" in line]
    assert len(named) == 1
