"""Transcript files whose breaches of one rule are put right [R6.30]-[R6.40].

A digest that was right before is right afterwards.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from freebit.conformance.operations import OPERATIONS
from freebit.protocol.key import generator_digest
from freebit.wire.codes import read_stated_code
from freebit.wire.document import UnreadableError
from freebit.wire.reader import Reader
from tests.isolation.documents import MENDERS as WIRE
from tests.isolation.documents import MOST_REPAIRS, CannotMendError, located

STARTS_OF_TRAILERS = (b'{"l"', b'{"sha256"')


@dataclass
class Parts:
    """A transcript file in parts; the body is what lies between header and trailer."""

    header: dict[str, Any]
    body: bytes
    trailer: dict[str, Any]

    @classmethod
    def of(cls, data: bytes) -> "Parts":
        """Raises ``CannotMendError`` where there is no header line or no trailer."""
        try:
            head, _, rest = data.partition(b"\n")
            start = max(rest.find(start) for start in STARTS_OF_TRAILERS)
            if start < 0:
                raise CannotMendError("there is no trailer")
            trailer = rest[start:].partition(b"\n")[0]
            return cls(json.loads(head), rest[:start], json.loads(trailer))
        except ValueError as error:
            raise CannotMendError("there are no lines of JSON") from error

    def signed(self) -> str:
        """The SHA-256 of header and body."""
        return hashlib.sha256(_line(self.header) + self.body).hexdigest()

    def joined(self) -> bytes:
        return _line(self.header) + self.body + _line(self.trailer)

    @property
    def quintuplets(self) -> int:
        given = self.header["parameters"]
        return int(given["cells"] if self.tested else given["quintuplets"])

    @property
    def tested(self) -> bool:
        return "protocol" in self.header["parameters"]

    @property
    def parties(self) -> int:
        return int(self.header["parameters"]["game"]["parties"]) if self.tested else 5

    @property
    def line(self) -> bytes:
        """A line of zeros."""
        return b"0" * self.parties + b" " + b"0" * self.parties + b"\n"


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode() + b"\n"


def put_right(data: bytes, rule: str) -> bytes:
    """The file without its breaches of one rule.

    Raises ``UnreadableError`` if another rule is broken, or if the breach cannot be mended.
    """
    for _ in range(MOST_REPAIRS):
        try:
            _read(data)
        except UnreadableError as error:
            if error.rule != rule:
                raise
            try:
                data = _mended(Parts.of(data), error)
            except CannotMendError:
                raise error from None
        else:
            return data
    raise AssertionError(f"the repairs of {rule} do not end")


def _read(data: bytes) -> object:
    return OPERATIONS["transcript"](Reader({"base64": base64.b64encode(data).decode()}))


def _mended(parts: Parts, error: UnreadableError) -> bytes:
    signed = parts.trailer["sha256"] == parts.signed()
    if error.rule in MENDERS:
        MENDERS[error.rule](parts, error)
    elif error.rule in WIRE:
        holder, key = located({"header": parts.header, "trailer": parts.trailer}, f"file/{error.place}")
        WIRE[error.rule](holder, key, error.message)
    else:
        raise CannotMendError(error.rule)
    if signed:
        parts.trailer["sha256"] = parts.signed()
    return parts.joined()


def _known(parts: Parts, error: UnreadableError) -> None:
    known = {"header/format": "freebit-transcript", "header/version": 1, "header/encoding": "text"}
    parts.header[error.place.partition("/")[2]] = known[error.place]


#: By the rule that a parameter breaks, a parameter that keeps it.
PARAMETERS: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
    "R1.4": ("epsilon", lambda given: "1/2"),
    "R4.1": ("nd", lambda given: 1),
    "R4.3": ("c", lambda given: "3"),
    "R4.4": ("nd", lambda given: given["quintuplets"] // (3 * 2 ** given["log2_nb"])),
    "R4.7": ("tolerance", lambda given: 0),
    "R4.24": (
        "f",
        lambda given: {**given["f"], "values": (given["f"]["values"] * 2 ** given["nd"])[: 2 ** given["nd"]]},
    ),
    "R4.29": ("tolerance", lambda given: 0),
    "R4.51": ("game", lambda given: {**given["game"], "name": "mermin" if given["game"]["parties"] == 5 else "ghz"}),
    "R4.53": ("keep", lambda given: given["cells"]),
    "R4.54": ("tolerance", lambda given: 0),
    "R4.56": ("keep", lambda given: given["cells"]),
    "R6.33": ("log2_nb", lambda given: (given["quintuplets"] // (3 * given["nd"])).bit_length() - 1),
}


def _parameters(parts: Parts, error: UnreadableError) -> None:
    inner = re.search(r"\[(R[0-9.]+)\]", error.message)
    key, value = PARAMETERS[inner[1] if inner else "R6.33"]
    given = parts.header["parameters"]
    given[key] = value(given)


def _plain_f(parts: Parts, error: UnreadableError) -> None:
    parts.header["parameters"]["f"] = {"kind": "xor"}


def _lines(parts: Parts, error: UnreadableError) -> None:
    """Inputs, a blank, outputs: other symbols become 0 or that blank."""
    zeros, m = parts.line, parts.parties
    start = len(zeros) * (int(error.place.split()[1]) - 1)
    line = parts.body[start : start + len(zeros)]
    wanted = bytes(b if i not in (m, 2 * m + 1) and b in b"01" else zeros[i] for i, b in enumerate(line))
    parts.body = parts.body[:start] + wanted + parts.body[start + len(zeros) :]


def _protocol(parts: Parts, error: UnreadableError) -> None:
    parts.header["parameters"]["protocol"] = "tested"


def _into_x(parts: Parts, error: UnreadableError) -> None:
    """The last input of a cell is turned; of planes, those of one frame."""
    if parts.header["encoding"] == "planes":
        cell, length = int(error.place.split()[1]) - 1, -(-parts.quintuplets // 8)
        at = (parts.parties - 1) * length + cell // 8
        parts.body = parts.body[:at] + bytes([parts.body[at] ^ 1 << cell % 8]) + parts.body[at + 1 :]
        return
    start = len(parts.line) * (int(error.place.split()[1]) - 1) + parts.parties - 1
    turned = bytes([parts.body[start] ^ 1])
    parts.body = parts.body[:start] + turned + parts.body[start + 1 :]


def _padding(parts: Parts, error: UnreadableError) -> None:
    """No bits beyond the last quintuplet of the one frame."""
    length = -(-parts.quintuplets // 8)
    mask = (1 << parts.quintuplets) - 1
    planes = [
        int.from_bytes(parts.body[i * length : (i + 1) * length], "little") & mask for i in range(2 * parts.parties)
    ]
    parts.body = b"".join(plane.to_bytes(length, "little") for plane in planes)


def _digest(parts: Parts, error: UnreadableError) -> None:
    parts.trailer["sha256"] = parts.signed()


def _length(parts: Parts, error: UnreadableError) -> None:
    """A body that ends where it must: cut, or continued by zeros; nothing follows the trailer any more."""
    text = parts.header["encoding"] == "text"
    zeros = parts.line * parts.quintuplets if text else bytes(2 * parts.parties * -(-parts.quintuplets // 8))
    parts.body = (parts.body + zeros[len(parts.body) :])[: len(zeros)]


def _l_bits(parts: Parts, error: UnreadableError) -> None:
    """The bits that make l, continued by zeros or cut, at the first length that fits."""
    given = parts.trailer["l"]
    for length in range(65):
        parts.trailer["l"] = (given + "0" * length)[:length]
        try:
            _read(parts.joined())
        except UnreadableError as again:
            if again.rule == "R6.40":
                continue
        return
    raise CannotMendError("no length fits")


def _generator(parts: Parts, error: UnreadableError) -> None:
    """The digest of the generator of the code."""
    stated = read_stated_code(Reader(parts.header["parameters"]["key"], "key"))
    parts.header["parameters"]["key"]["generator"] = generator_digest(stated.code)


MENDERS: dict[str, Callable[[Parts, UnreadableError], None]] = {
    "R6.31": _known,
    "R6.33": _parameters,
    "R6.34": _plain_f,
    "R6.36": _lines,
    "R6.37": _padding,
    "R6.38": _digest,
    "R6.39": _length,
    "R6.40": _l_bits,
    "R6.55": _protocol,
    "R6.57": _parameters,
    "R6.59": _into_x,
    "R6.74": _generator,
}
