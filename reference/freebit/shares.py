"""Work that is done share by share, and the file in which it is kept [R6.129]-[R6.131].

A *share* is a part of the work that is done apart from the others: a call, and what it returns.  What is done can be
kept in a file, so that work that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from freebit.files import write_whole
from freebit.processes import Call
from freebit.scheduling import Crew, Told
from freebit.wire.document import read_bytes, read_document
from freebit.wire.reader import Reader

STATE_FORMAT = "freebit-state"
STATE_VERSION = 1
#: Longer files of kept work are refused [R6.130].
MOST_STATE_BYTES = 2**30
#: How often, in seconds, what was made is written down; and for how many times as long as that takes it is not.
KEPT_EVERY = 1.0
WORKED_BETWEEN = 20

S = TypeVar("S")


@dataclass(frozen=True)
class ShareForm(Generic[S]):
    """How what was made of a share is written as a document, and read again; reading raises ``UnreadableError``."""

    document: Callable[[S], object]
    read: Callable[[Reader], S]


class KeptShares(Generic[S]):
    """What was made so far, in a file that is whole at any time; or nowhere [R6.130]."""

    def __init__(self, form: ShareForm[S], path: Path | None, about: object) -> None:
        self._form, self._path = form, path
        self._about = sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
        self._next = time.monotonic() + KEPT_EVERY
        self.shares: dict[int, S] = {}
        if path is not None and path.exists():
            self._read(path)

    def add(self, number: int, share: S) -> None:
        """Keep a share that was made."""
        self.shares[number] = share
        if time.monotonic() > self._next:
            self.write()

    def write(self) -> None:
        """Write all of it down."""
        began = time.monotonic()
        if self._path is not None:
            shares = {str(number): self._form.document(share) for number, share in sorted(self.shares.items())}
            document = {"format": STATE_FORMAT, "version": STATE_VERSION, "about": self._about, "shares": shares}
            write_whole(self._path, json.dumps(document).encode())
        ended = time.monotonic()
        self._next = ended + max(KEPT_EVERY, WORKED_BETWEEN * (ended - began))

    def _read(self, path: Path) -> None:
        data = read_document(read_bytes(path, MOST_STATE_BYTES), MOST_STATE_BYTES)
        document = Reader(data, str(path)).only(("format", "version", "about", "shares"))
        document.child("format").one_of([STATE_FORMAT], "R6.130")
        if document.child("version").count() != STATE_VERSION:
            document.child("version").fail("R6.130", f"only version {STATE_VERSION} is known")
        if document.child("about").text() != self._about:
            document.child("about").fail("R6.130", "these are pieces of other work")
        for reader in document.child("shares").members():
            if not (reader.key.isascii() and reader.key.isdigit()):
                reader.fail("R6.130", "this is no number of a share")
            self.shares[int(reader.key)] = self._form.read(reader)


def shares_of(
    calls: Sequence[Call],
    crew: Crew,
    form: ShareForm[S],
    *,
    told: Told,
    state: Path | None = None,
    about: object = None,
    first: int = 0,
    done: Callable[[S], None] = lambda share: None,
) -> list[S]:
    """What each call returns, in their order, those included that ``state`` holds of work that was stopped.

    The calls count from ``first`` there, where others of the same work have the numbers before.  ``done`` is told each
    share that is made now.  Raises the first error of the shares that could not be made, after all the others are made
    and kept [R6.131].
    """
    kept = KeptShares(form, state, about)
    left = [number for number in range(len(calls)) if first + number not in kept.shares]
    failed: dict[int, Exception] = {}
    try:
        for own, result in crew.results([calls[number] for number in left], told):
            if isinstance(result, Exception):
                failed[left[own]] = result
                continue
            kept.add(first + left[own], result)
            done(result)
    finally:
        kept.write()
    for number in sorted(failed)[1:]:
        told(f"share {number + 1} of {len(calls)}: {failed[number]}")
    if failed:
        raise failed[min(failed)]
    return [kept.shares[first + number] for number in range(len(calls))]
