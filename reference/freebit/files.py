"""Files: read only if they are regular, written whole or not at all, and where the committed data lie.

A writer gives a file its name only when it is complete [R6.41], and what it does to what is there already is R6.47.
"""

import errno
import os
import shutil
import stat
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from freebit.errors import FreebitError
from freebit.wire.document import UnreadableError, open_regular

#: The mode of what its owner alone may read.
PRIVATE = 0o600

#: Files and folders that have no name yet, and are thrown away if they get none.
_UNFINISHED: set[Path] = set()

#: A file of each folder of data, by which the folder is known.
DATA = {"certificates": "index.json", "conformance": "manifest.json", "spec": "README.md"}


def _unheard_name() -> str:
    """A name for what has none yet."""
    return f".freebit-{os.urandom(8).hex()}"


class IrregularFileError(FreebitError, OSError):
    """A path that a command does not read, or does not write over; ``strerror`` says why, ``filename`` which."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(errno.EINVAL, reason, str(path))


def data_folder(name: str) -> Path:
    """A folder of committed data: beside the sources, or inside the installed package.

    Raises ``FileNotFoundError`` if it is at neither place.
    """
    for folder in (checkout() / name, Path(__file__).resolve().parent / "_data" / name):
        if (folder / DATA[name]).is_file():
            return folder
    raise FileNotFoundError(f"the folder {name!r} is not installed")


def checkout() -> Path:
    """The folder that is the checkout, if the package lies in one."""
    return Path(__file__).resolve().parents[2]


def open_input(path: Path) -> BinaryIO:
    """Open a regular file, or ``/dev/stdin``, to be read, without waiting for anybody [R6.49].

    Raises ``OSError``: ``IrregularFileError`` for a pipe, a device or a socket.
    """
    try:
        return open_regular(path)
    except UnreadableError as error:
        raise IrregularFileError("not a regular file", path) from error


def read_input(path: Path, most: int) -> bytes:
    """The bytes of a regular file, which are at most ``most``; raises ``OSError``, also if they are more."""
    with open_input(path) as stream:
        return read_at_most(stream, most, str(path))


def read_at_most(stream: BinaryIO, most: int, name: str) -> bytes:
    """All that a stream holds; raises ``OSError`` with the name if that is more than ``most`` bytes."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"longer than {most} bytes", name)
    return data


class WholeFile:
    """A file that appears under its name when it is committed, and otherwise never.

    Use as a context manager: leaving the block without ``commit`` leaves nothing.  Links are followed, and a file that
    is replaced keeps its mode [R6.47].  Raises ``OSError`` with the file's name, for a full disk too;
    ``IrregularFileError`` for a target that is not a regular file, or is one of ``inputs``.  What is ``private`` can be
    read and written by its owner alone, from its first byte on, and also if it replaces another file [R6.91].
    """

    def __init__(self, path: Path, inputs: Iterable[Path] = (), *, private: bool = False) -> None:
        self._path, self._private = path, private
        with self._named():
            self._status = _status(path)
            if self._status is not None:
                _refuse_to_replace(path, self._status, inputs)
            # realpath follows links of which the end is not there as well.
            self._target = Path(os.path.realpath(path))
            temporary = self._target.with_name(_unheard_name())
            _UNFINISHED.add(temporary)
            self._discard = weakref.finalize(self, _discard_file, temporary)
            self._temporary = temporary
            mode = 0o666 if self._status is None else stat.S_IMODE(self._status.st_mode) & 0o777
            mode = PRIVATE if private else mode
            self._file = open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what is closed here is thrown away
            self._file.close()
        self._discard()

    def write(self, data: bytes) -> None:
        """Append bytes."""
        with self._named():
            self._file.write(data)

    def commit(self) -> None:
        """Give the file its name."""
        with self._named():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._private:
                self._temporary.chmod(PRIVATE)
            elif self._status is not None:
                _like(self._temporary, self._status)
            _name(self._temporary, self._target)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Errors of the system name the file that was asked for, not the temporary one."""
        try:
            yield
        except IrregularFileError:
            raise
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), str(self._path)) from error


def discard_unfinished() -> None:
    """Throw away all that has no name yet: the last thing that a program does that is ended."""
    for path in tuple(_UNFINISHED):
        with suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _discard_file(path: Path) -> None:
    path.unlink(missing_ok=True)
    _UNFINISHED.discard(path)


def _name(complete: Path, path: Path) -> None:
    """Give a complete file or folder its name, in one step: the only place where that happens [R6.41]."""
    os.replace(complete, path)


def _status(path: Path) -> os.stat_result | None:
    """What is there, links being followed; None if nothing is."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_to_replace(path: Path, status: os.stat_result, inputs: Iterable[Path]) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise IrregularFileError("not a regular file, and left as it is", path)
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    read = [found for found in map(_status, inputs) if found is not None]
    if any(os.path.samestat(status, found) for found in read):
        raise IrregularFileError("the same command reads it, and it is left as it is", path)
    if any(os.path.samestat(status, found) for found in _standard_streams()):
        raise IrregularFileError("the command's own output goes there already", path)


def _standard_streams() -> list[os.stat_result]:
    found = []
    for handle in (1, 2):
        try:
            found.append(os.fstat(handle))
        except OSError:
            continue
    return found


def _like(path: Path, status: os.stat_result) -> None:
    """Give a file the owner, if that can be, and the mode of another."""
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode) & 0o777)


def check_target(path: Path, inputs: Iterable[Path] = (), *, folders: bool = False) -> None:
    """Raise what ``WholeFile`` would, before any work is done for nothing; ``folders`` may still be made."""
    status = _status(path)
    if status is not None:
        _refuse_to_replace(path, status, inputs)
    elif not folders and not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def write_whole(
    path: Path, data: bytes, *, folders: bool = False, inputs: Iterable[Path] = (), private: bool = False
) -> None:
    """Write a file so that it is never seen half-written; ``folders`` makes its folder if it is not there.

    Raises ``OSError`` as ``WholeFile`` does.
    """
    if folders:
        path.parent.mkdir(parents=True, exist_ok=True)
    with WholeFile(path, inputs, private=private) as file:
        file.write(data)
        file.commit()


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder that nobody else can look into, and that is gone afterwards, with all that is in it."""
    if parent is None:
        from tempfile import gettempdir

        parent = Path(gettempdir())
    folder = parent / _unheard_name()
    _UNFINISHED.add(folder)
    try:
        folder.mkdir(0o700)
        yield folder
    finally:
        # What another process still writes here may keep the folder from going.
        shutil.rmtree(folder, ignore_errors=True)
        _UNFINISHED.discard(folder)


def write_new_folder(path: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write a folder of named files, complete or not at all, and return how many there are.

    Raises ``OSError``: ``FileExistsError`` if something is there already, ``IrregularFileError`` for a name that
    leads out of the folder.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "it is already there", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with scratch_folder(path.parent) as scratch:
        made = scratch / "made"
        made.mkdir()
        for name, data in files:
            parts = PurePosixPath(name)
            if parts.is_absolute() or ".." in parts.parts:
                raise IrregularFileError("the name leads out of the folder", Path(name))
            target = made / parts
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)  # seen by nobody before the folder has its name
            count += 1
        _name(made, path)
    return count
