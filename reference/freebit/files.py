"""Files: a writer that leaves a whole file or none, and where the committed data lie [R6.41]."""

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

#: A file of each folder of data, by which the folder is known.
DATA = {"certificates": "index.json", "conformance": "manifest.json", "spec": "README.md"}


def data_folder(name: str) -> Path:
    """A folder of committed data: beside the sources, or inside the installed package.

    Raises ``FileNotFoundError`` if it is at neither place.
    """
    package = Path(__file__).resolve().parent
    for folder in (package.parents[1] / name, package / "_data" / name):
        if (folder / DATA[name]).is_file():
            return folder
    raise FileNotFoundError(f"the folder {name!r} is not installed")


class WholeFile:
    """A file that appears under its name when it is committed, and otherwise never.

    Use as a context manager: leaving the block without ``commit`` leaves nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        self._temporary, self._file = Path(name), os.fdopen(handle, "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._temporary.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._file.write(data)

    def commit(self) -> None:
        """Give the file its name."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._temporary.chmod(0o666 & ~_umask())
        os.replace(self._temporary, self._path)


def write_whole(path: Path, data: bytes, *, folders: bool = False) -> None:
    """Write a file so that it is never seen half-written; ``folders`` makes its folder if it is not there."""
    if folders:
        path.parent.mkdir(parents=True, exist_ok=True)
    with WholeFile(path) as file:
        file.write(data)
        file.commit()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
