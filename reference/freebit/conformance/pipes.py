"""The two pipes to a program: lines that come and go in threads, so that nobody waits for the other side [R7.19].

Where pipes can be waited for (not on Windows), a thread looks up now and then whether it is still wanted, and closes
its end then.  Elsewhere a thread may stay with its pipe until the last process that holds the other end is gone; it is
a daemon, and nothing waits for it.
"""

import os
import select
from contextlib import suppress
from queue import Empty, Full, Queue, SimpleQueue
from threading import Event, Thread
from typing import IO

#: Whether a pipe can be waited for with a limit of time.
CAN_POLL = hasattr(select, "poll")
#: How often a thread looks whether it is still wanted, in seconds.
LOOK_UP = 0.1
READ_AT_ONCE = 2**16
#: So many bytes can be written without waiting, once anything can be.
PIPE_BUF = getattr(select, "PIPE_BUF", 512)
#: Lines that are read before anybody wants them.
AHEAD = 2


class LineReader:
    """The lines of a pipe, with their line feeds.

    A line of more than ``most`` bytes, and one that the output ends in, come without line feed, and nothing after them.
    """

    def __init__(self, pipe: IO[bytes], most: int) -> None:
        self._pipe, self._most = pipe, most
        self._lines: Queue[bytes | None] = Queue(AHEAD)
        self._unwanted = Event()
        Thread(target=self._read, daemon=True).start()

    def line(self, timeout: float) -> bytes | None:
        """The next line, or None at the end; raises ``TimeoutError``."""
        try:
            return self._lines.get(timeout=timeout)
        except Empty:
            raise TimeoutError from None

    @property
    def waiting(self) -> bool:
        """Whether a line, or the end, is there already."""
        return not self._lines.empty()

    def close(self) -> None:
        """Nothing more is wanted."""
        self._unwanted.set()

    def _read(self) -> None:
        with suppress(OSError, ValueError), self._pipe:
            self._pass_on()
        self._put(None)

    def _pass_on(self) -> None:
        handle, begun = self._pipe.fileno(), bytearray()
        while _ready(handle, "POLLIN", self._unwanted) and (data := os.read(handle, READ_AT_ONCE)):
            seen = len(begun)
            begun += data
            while (end := begun.find(b"\n", seen)) >= 0 and end < self._most:
                self._put(bytes(begun[: end + 1]))
                del begun[: end + 1]
                seen = 0
            if len(begun) > self._most:
                self._put(bytes(begun[: self._most]))
                return
        if begun:
            self._put(bytes(begun))

    def _put(self, line: bytes | None) -> None:
        while not self._unwanted.is_set():
            with suppress(Full):
                self._lines.put(line, timeout=LOOK_UP)
                break


class LineWriter:
    """Sends lines into a pipe, in order, whether anybody reads them or not."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._unwanted = Event()
        Thread(target=self._write, daemon=True).start()

    def send(self, line: bytes) -> None:
        """Put a line behind those that are not sent yet."""
        self._lines.put(line)

    def finish(self) -> None:
        """Close the pipe after the last line."""
        self._lines.put(None)

    def close(self) -> None:
        """Nothing more is to be sent."""
        self._unwanted.set()
        self._lines.put(None)

    def _write(self) -> None:
        with suppress(OSError, ValueError), self._pipe:
            handle = self._pipe.fileno()
            while (line := self._lines.get()) is not None:
                left = memoryview(line)
                while left and _ready(handle, "POLLOUT", self._unwanted):
                    left = left[os.write(handle, left[:PIPE_BUF]) :]


def _ready(handle: int, event: str, unwanted: Event) -> bool:
    """Whether to go on: wait until something can be read or written, or is no longer wanted."""
    if not CAN_POLL:
        return not unwanted.is_set()
    poll = select.poll()
    poll.register(handle, getattr(select, event))
    while not unwanted.is_set():
        if poll.poll(LOOK_UP * 1000):
            return True
    return False
