"""Mistakes in readers of transcripts: in one plane, one line or one symbol only."""

from collections.abc import Iterator
from typing import Any

from freebit.boxes.bits import Bits
from freebit.protocol import body
from freebit.protocol.body import BodyFile
from freebit.wire.document import read_document
from tests.wrong import Replace, wrong

OP = "transcript"
Pairs = Iterator[tuple[Bits, Bits]]
PLANES = 10


def _changed_frame(replace: Replace, change: Any, encoding: str) -> None:
    """Frames as another reader sees them; ``change`` is given the bytes and the number of quintuplets."""

    def make(original: Any) -> Any:
        def frame(self: BodyFile, number: int) -> bytes:
            data: bytes = original(self, number)
            if self.encoding != encoding:
                return data
            return bytes(change(bytearray(data), self.frame_quintuplets(number)))

        return frame

    replace(BodyFile, "frame", make)


def _without_padding(plane: int) -> Any:
    """Clears what is beyond the last quintuplet in one plane."""

    def change(data: bytearray, count: int) -> bytearray:
        size = -(-count // 8)
        if count % 8:
            data[size * (plane + 1) - 1] &= (1 << count % 8) - 1
        return data

    return change


def _padding_of(plane: int) -> None:
    def apply(replace: Replace) -> None:
        _changed_frame(replace, _without_padding(plane), "planes")

    apply.__name__ = f"padding_of_plane_{plane + 1}_unchecked"
    wrong(f"bits beyond the last quintuplet may be 1 in plane {plane + 1}", OP)(apply)


for _plane in range(PLANES):
    _padding_of(_plane)


@wrong("of the bits beyond the last quintuplet only the highest is looked at", OP)
def highest_padding_only(replace: Replace) -> None:
    def change(data: bytearray, count: int) -> bytearray:
        size = -(-count // 8)
        for plane in range(PLANES):
            data[size * (plane + 1) - 1] &= 0x80 | ((1 << (count % 8 or 8)) - 1)
        return data

    _changed_frame(replace, change, "planes")


@wrong("of the bits beyond the last quintuplet only the lowest is looked at", OP)
def lowest_padding_only(replace: Replace) -> None:
    def change(data: bytearray, count: int) -> bytearray:
        size = -(-count // 8)
        for plane in range(PLANES):
            if count % 8:
                data[size * (plane + 1) - 1] &= (2 << count % 8) - 1
        return data

    _changed_frame(replace, change, "planes")


def _taking(name: str, mistake: str, column: int, symbols: bytes, becomes: bytes) -> None:
    """Lines in which other symbols are taken at one place."""

    def apply(replace: Replace) -> None:
        def change(data: bytearray, count: int) -> bytearray:
            for at in range(column, 12 * count, 12):
                if data[at] in symbols:
                    data[at] = becomes[0]
            return data

        _changed_frame(replace, change, "text")

    apply.__name__ = name
    wrong(mistake, OP)(apply)


_taking("tab_for_blank", "a tab counts as a blank between inputs and outputs", 5, b"\t", b" ")
_taking("comma_for_blank", "a comma counts as a blank between inputs and outputs", 5, b",", b" ")
_taking("vertical_tab_for_blank", "a vertical tab counts as a blank between inputs and outputs", 5, b"\v", b" ")
_taking("return_for_line_feed", "a carriage return ends a line", 11, b"\r", b"\n")
_taking("input_2_is_0", "the last input is only compared with 1", 4, bytes(set(range(256)) - set(b"01")), b"0")
_taking("output_x_is_0", "the last output is only compared with 1", 10, bytes(set(range(256)) - set(b"01")), b"0")
_taking("blank_input_is_0", "a blank counts as an input 0", 0, b" ", b"0")


def _mending(name: str, mistake: str, unchecked: Any) -> None:
    """A reader that does not look at all lines: ``unchecked`` says which of so many it takes as they are."""

    def apply(replace: Replace) -> None:
        def change(data: bytearray, count: int) -> bytearray:
            for t in range(count):
                if unchecked(t, count):
                    line = data[12 * t : 12 * t + 12]
                    digits = bytes(symbol if symbol in b"01" else 0x30 for symbol in line)
                    data[12 * t : 12 * t + 12] = digits[:5] + b" " + digits[6:11] + b"\n"
            return data

        _changed_frame(replace, change, "text")

    apply.__name__ = name
    wrong(mistake, OP)(apply)


_mending("first_line_unchecked", "the form of the first line is not checked", lambda t, count: t == 0)
_mending("last_line_unchecked", "the form of the last line is not checked", lambda t, count: t == count - 1)
_mending("inner_lines_unchecked", "the form of the first and the last line only is checked", lambda t, n: 0 < t < n - 1)
_mending("first_line_only", "the form of the first line only is checked", lambda t, count: t > 0)


@wrong("every frame is the first one", OP)
def first_frame_again(replace: Replace) -> None:
    def decode(original: Any) -> Any:
        return lambda file, number, count: list(original(file, 0, file.frame_quintuplets(0)))[:count]

    replace(body, "_decode_planes", decode)


@wrong("the bits of every frame start at multiples of the first one's planes", OP)
def second_frame_by_long_planes(replace: Replace) -> None:
    def decode(original: Any) -> Any:
        def pairs(file: BodyFile, number: int, count: int) -> Pairs:
            if number == 0:
                yield from original(file, number, count)
            else:
                yield from [((0,) * 5, (0,) * 5)] * count

        return pairs

    replace(body, "_decode_planes", decode)


def _changed_line(name: str, mistake: str, change: Any) -> None:
    """Header and trailer as another reader of JSON sees them."""

    def apply(replace: Replace) -> None:
        def make(original: Any) -> Any:
            return lambda data: original(change(bytes(data)))

        replace(body, "read_document", make)

    apply.__name__ = name
    wrong(mistake, OP)(apply)


_changed_line(
    "mark_left_out", "a byte order mark before the header is left out", lambda data: data.removeprefix(b"\xef\xbb\xbf")
)
_changed_line("form_feed_is_blank", "a form feed is a blank of JSON", lambda data: data.replace(b"\f", b" "))
_changed_line("vertical_tab_is_blank", "a vertical tab is a blank of JSON", lambda data: data.replace(b"\v", b" "))
_changed_line("no_break_is_blank", "a no-break space is a blank of JSON", lambda data: data.replace(b"\xc2\xa0", b" "))
_changed_line("version_by_value", "1.0 is the version 1", lambda data: data.replace(b'"version":1.0', b'"version":1'))
_changed_line("exponents_taken", "1e0 is the version 1", lambda data: data.replace(b'"version":1e0', b'"version":1'))
_changed_line("minus_0_taken", "-0 is 0", lambda data: data.replace(b":-0,", b":0,"))
_changed_line(
    "nd_modulo_2_64", "Nd is read modulo 2^64", lambda data: data.replace(b'"nd":18446744073709551618', b'"nd":2')
)
_changed_line(
    "digest_in_capitals", "the digest may be in capitals", lambda data: data if b"format" in data else data.lower()
)
_changed_line(
    "keys_without_escapes", "escapes in keys are not read", lambda data: data.replace(b'"\\u0065n', b'"u0065n')
)


@wrong("of the repeated keys of a header the last one counts", OP)
def last_key_of_a_header_counts(replace: Replace) -> None:
    import json

    def make(original: Any) -> Any:
        def read(data: bytes) -> object:
            try:
                return original(data)
            except ValueError as error:
                if "R6.4" not in str(error):
                    raise
                return read_document(json.dumps(json.loads(data)).encode())

        return read

    replace(body, "read_document", make)


def _of_provenance(name: str, mistake: str, mended: Any) -> None:
    def apply(replace: Replace) -> None:
        def make(original: Any) -> Any:
            def read(data: bytes) -> object:
                document = original(data)
                if isinstance(document, dict) and "provenance" in document:
                    document["provenance"] = mended(document["provenance"])
                return document

            return read

        replace(body, "read_document", make)

    apply.__name__ = name
    wrong(mistake, OP)(apply)


_of_provenance("provenance_unread", "the provenance may be anything", lambda given: {})
_of_provenance(
    "provenance_values_unread",
    "the values of the provenance may be anything",
    lambda given: dict.fromkeys(given, "") if isinstance(given, dict) else given,
)
_of_provenance(
    "first_value_of_provenance",
    "of the provenance the first value only is looked at",
    lambda given: dict(list(given.items())[:1]) if isinstance(given, dict) else given,
)
_of_provenance("provenance_null", "the provenance may be null", lambda given: {} if given is None else given)
_of_provenance("provenance_list", "an empty list is an empty provenance", lambda given: {} if given == [] else given)
_of_provenance(
    "provenance_numbers",
    "numbers are texts in the provenance",
    lambda given: {k: str(v) if type(v) is int else v for k, v in given.items()} if isinstance(given, dict) else given,
)
