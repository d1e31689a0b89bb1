"""Where sets of files are: in folders, or in object stores, which fsspec reads and writes [R6.120].

A *location* is a path, or the text of a URL such as s3://bucket/run.fbt or memory://run.fbt.  fsspec is loaded for a
URL only.
"""

import errno
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from freebit.errors import FreebitError, InvalidError
from freebit.files import WholeFile, open_input, read_at_most

Location = Path | str


def location_of(text: str) -> Location:
    """The URL itself, or a path."""
    return text if "://" in text else Path(text)


def paths_among(*locations: Location) -> list[Path]:
    """Those locations that are paths, which no file is written over."""
    return [location for location in locations if isinstance(location, Path)]


def check_shared(locations: Iterable[Location | None]) -> None:
    """Raises ``ValueError`` for what only the process sees that wrote it."""
    for location in locations:
        if isinstance(location, str) and location.startswith("memory://"):
            raise InvalidError(f"{location}: what one process has in memory another does not see")


def beside(location: Location, name: str) -> Location:
    """The location of another file in the same folder."""
    if isinstance(location, Path):
        return location.with_name(name)
    return f"{location.rpartition('/')[0]}/{name}"


def open_location(location: Location) -> BinaryIO:
    """Open a file to read its bytes; raises ``OSError`` that names it, also for what a store refuses."""
    if isinstance(location, Path):
        return open_input(location)
    with _told(location):
        store, name = _store(location)
        return io.BufferedReader(store.open(name, "rb"))


def read_location(location: Location, most: int) -> bytes:
    """The bytes of a file, which are at most ``most``; raises ``OSError``, also if they are more."""
    with open_location(location) as stream:
        return read_at_most(stream, most, str(location))


def write_location(location: Location, blocks: Iterable[bytes], inputs: Iterable[Path] = ()) -> None:
    """Write a file that is complete or not there; ``inputs`` are not written over.  Raises ``OSError``."""
    if isinstance(location, Path):
        with WholeFile(location, inputs) as file:
            for block in blocks:
                file.write(block)
            file.commit()
        return
    with _told(location):
        store, name = _store(location)
        stored = store.open(name, "wb", autocommit=False)
        try:
            for block in blocks:
                stored.write(block)
            stored.close()
        except BaseException:
            stored.discard()
            raise
        stored.commit()


def _store(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    store, name = url_to_fs(url)
    return store, name


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What a store says comes as ``OSError`` with the URL."""
    try:
        yield
    except (FreebitError, ImportError):
        raise
    except OSError as error:
        number = error.errno or errno.EIO
        raise OSError(number, error.strerror or os.strerror(number), url) from error
    except Exception as error:  # each store has errors of its own
        raise OSError(errno.EIO, f"{type(error).__name__}: {error}", url) from error
