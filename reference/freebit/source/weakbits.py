"""Files of weak random bits [R1.15]-[R1.19], [R1.23].

A file is read from front to back, in blocks; standard input, which may be a pipe, is read where no path is given.
What it holds says nothing for certain about the epsilon of the source it came from: that is an assumption, and every
report repeats it.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import BinaryIO

from freebit.errors import FreebitError
from freebit.stores import Location, open_location

BLOCK_BYTES = 1 << 20

ASSUMPTION = "epsilon is an assumption about the source; no data can establish it"


class Encoding(StrEnum):
    """How a file holds bits [R1.15]-[R1.17], [R1.23]."""

    #: One bit in each byte, 0x00 or 0x01, as the samples of NIST SP 800-90B.
    NIST = "nist"
    #: The characters 0 and 1; blanks and line ends are skipped.
    ASCII = "ascii"
    #: Eight bits in each byte, the most significant first.
    PACKED_MSB = "packed-msb"
    #: Eight bits in each byte, the least significant first.
    PACKED_LSB = "packed-lsb"
    #: A symbol of k bits in each byte, the most significant first, as the samples of NIST SP 800-90B.
    NIST_2 = "nist-2"
    NIST_3 = "nist-3"
    NIST_4 = "nist-4"
    NIST_5 = "nist-5"
    NIST_6 = "nist-6"
    NIST_7 = "nist-7"
    NIST_8 = "nist-8"

    @property
    def bits_a_byte(self) -> int | None:
        """How many bits each byte holds; None where bytes are skipped."""
        if self is Encoding.ASCII:
            return None
        return _SYMBOL_BITS.get(self, 1 if self is Encoding.NIST else 8)


class WeakBitsError(FreebitError, ValueError):
    """A file of weak bits that cannot be used, with the place of the fault."""


_MSB = [bytes(byte >> (7 - i) & 1 for i in range(8)) for byte in range(256)]
_LSB = [bytes(byte >> i & 1 for i in range(8)) for byte in range(256)]
_SYMBOL_BITS = {Encoding(f"nist-{k}"): k for k in range(2, 9)}
_ASCII_TO_BITS = bytes.maketrans(b"01", b"\x00\x01")
_BLANKS = b" \t\r\n"


@dataclass(frozen=True)
class Provenance:
    """Where bits came from: what every report on a file carries [R1.19]."""

    path: str
    encoding: str
    stride: int
    sha256: str
    bits_in_file: int
    bits_used: int
    assumption: str = ASSUMPTION


class WeakBits:
    """The bits of a file, every ``stride``-th of them, starting with the first [R1.18].

    ``blocks`` yields them as bytes of value 0 and 1 and can be asked for once; ``provenance`` is complete
    when it has run to the end of the file.  No path stands for standard input.  ``before`` bits are thought to stand
    before the file's own, where it is a part of what is read [R6.133].  Raises ``WeakBitsError`` for a file
    that cannot be read, or is not a regular one [R6.49], or a symbol that is not a bit.
    """

    def __init__(self, path: Location | None, encoding: Encoding, stride: int = 1, before: int = 0) -> None:
        if stride < 1:
            raise WeakBitsError(f"[R1.18] the stride {stride} is not a positive number")
        self.path: Location | None = path
        self.encoding: Encoding = encoding
        self.stride: int = stride
        self.name: str = "standard input" if path is None else str(path)
        self._before = before
        self._digest = hashlib.sha256()
        self.bits_in_file: int = 0

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()

    def provenance(self, bits_used: int) -> Provenance:
        """The report on a file that has been read to its end [R1.19]."""
        return Provenance(self.name, self.encoding.value, self.stride, self.sha256, self.bits_in_file, bits_used)

    def blocks(self, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
        """The bits, block by block; ``progress`` is told the bytes read so far."""
        offset = 0
        try:
            with self._opened() as file:
                while raw := file.read(BLOCK_BYTES):
                    self._digest.update(raw)
                    bits = self._decoded(raw, offset)
                    offset += len(raw)
                    start = -(self._before + self.bits_in_file) % self.stride
                    self.bits_in_file += len(bits)
                    if progress is not None:
                        progress(offset)
                    yield bits[start :: self.stride]
        except OSError as error:
            raise WeakBitsError(f"{self.name}: {error.strerror or error}") from error

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        return nullcontext(sys.stdin.buffer) if self.path is None else open_location(self.path)

    def _decoded(self, raw: bytes, offset: int) -> bytes:
        """One byte of value 0 or 1 for each bit [R1.15] [R1.16] [R1.17] [R1.23]."""
        if self.encoding is Encoding.NIST:
            self._refuse(raw, offset, b"\x00\x01", "R1.15")
            return raw
        if self.encoding in _SYMBOL_BITS:
            k = _SYMBOL_BITS[self.encoding]
            self._refuse(raw, offset, bytes(range(1 << k)), "R1.23")
            return b"".join(_MSB[byte][-k:] for byte in raw)
        if self.encoding is Encoding.ASCII:
            self._refuse(raw, offset, b"01" + _BLANKS, "R1.16")
            return raw.translate(_ASCII_TO_BITS, _BLANKS)
        table = _MSB if self.encoding is Encoding.PACKED_MSB else _LSB
        return b"".join(map(table.__getitem__, raw))

    def _refuse(self, raw: bytes, offset: int, allowed: bytes, rule: str) -> None:
        strange = raw.translate(None, allowed)
        if strange:
            place = offset + raw.index(strange[0])
            what = f"a symbol of {_SYMBOL_BITS[self.encoding]} bits" if self.encoding in _SYMBOL_BITS else "a bit"
            told = f"[{rule}] {self.name}: byte 0x{strange[0]:02x} at offset {place} is not {what}"
            raise WeakBitsError(told + self._other_encoding(raw))

    def _other_encoding(self, raw: bytes) -> str:
        """In which encodings the bytes could be read."""
        if self.encoding is Encoding.ASCII:
            return ""
        if not raw.translate(None, b"01" + _BLANKS):
            return "; the characters 0 and 1 are ascii"
        return f"; symbols up to this one are nist-{max(raw).bit_length()}, and packed bits packed-msb or packed-lsb"


def bits_of(blocks: Iterator[bytes]) -> Iterator[int]:
    """The bits of ``WeakBits.blocks`` one by one, as ``run_protocol`` takes them."""
    return chain.from_iterable(blocks)
