"""Shots of quintuplets as other programs write them [R6.110]-[R6.117]: inputs and outputs, party 1 first.

A form that does not fit is refused, and the one that would is named where that can be told.
"""

import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeGuard

from freebit.boxes.bits import Bits, parse_bits
from freebit.errors import FreebitError, InvalidError
from freebit.protocol.parameters import PARTIES

#: No more shots than this are taken from one file.
MOST_SHOTS = 1 << 24


class Shot(NamedTuple):
    """The inputs x and the outputs a of one quintuplet."""

    x: Bits
    a: Bits


class ShotFormat(StrEnum):
    """The programs and formats."""

    QISKIT = "qiskit"
    BRAKET = "braket"
    CSV = "csv"
    STIM_01 = "stim-01"
    STIM_B8 = "stim-b8"
    STIM_R8 = "stim-r8"
    SYMBOLS = "symbols"
    PADDED_MSB = "padded-msb"
    PADDED_LSB = "padded-lsb"
    PACKED_MSB = "packed-msb"
    PACKED_LSB = "packed-lsb"


#: Formats that do not say how many shots there are.
PACKED = (ShotFormat.PACKED_MSB, ShotFormat.PACKED_LSB)
#: Formats that say at which inputs the shots were taken.
WITH_INPUTS = (ShotFormat.QISKIT, ShotFormat.BRAKET, ShotFormat.CSV)


class ShotsError(FreebitError, ValueError):
    """A file of shots that cannot be read, with the rule and the place, and the file where it is one of several."""

    def __init__(self, rule: str, place: str, message: str, file: str = "") -> None:
        self._told = (rule, place, message)
        self._file = file
        super().__init__(f"{file}: [{rule}] at {place}: {message}" if file else f"[{rule}] at {place}: {message}")

    def __reduce__(self) -> tuple[type["ShotsError"], tuple[str, ...]]:
        return ShotsError, (*self._told, self._file)

    def in_part(self, part: str, file: str) -> "ShotsError":
        """The same error, at a place of a part [R6.127]."""
        rule, place, message = self._told
        return ShotsError(rule, f"{part}, {place}", message, file)


def read_shots(data: bytes, form: ShotFormat, x: Bits | None = None, count: int | None = None) -> list[Shot]:
    """The shots in a file, in its order; counts are unfolded in the order of the words.

    ``x`` is needed for the formats that do not say the inputs, and ``count``, how many shots there are, for those that
    are packed, and for no other.  Raises ``ShotsError``.
    """
    if (count is not None) != (form in PACKED):
        needed = "does not say" if form in PACKED else "says itself"
        raise ShotsError("R6.117", "shots", f"the format {form.value} {needed} how many shots there are")
    if form in WITH_INPUTS:
        if x is not None:
            raise ShotsError("R6.115", "inputs", f"the format {form.value} says the inputs itself")
        return _few(_READERS[form](_text_of(data)))
    if x is None:
        raise ShotsError("R6.115", "inputs", f"the format {form.value} does not say the inputs: give them")
    outputs = _OUTPUTS[form](data) if count is None else _packed(data, form, count)
    return _few(Shot(x, a) for a in outputs)


def _few(shots: Iterator[Shot]) -> list[Shot]:
    found: list[Shot] = []
    for shot in shots:
        if len(found) == MOST_SHOTS:
            raise ShotsError("R6.110", f"shot {MOST_SHOTS + 1}", f"more than {MOST_SHOTS} shots")
        found.append(shot)
    if not found:
        raise ShotsError("R6.110", "document", "there are no shots")
    return found


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ShotsError("R6.110", f"byte {error.start + 1}", "this is no text; is it a format of Stim?") from error


def _word(text: object, rule: str, place: str) -> Bits:
    """Five bits, as they are written."""
    if isinstance(text, str) and text.lower().startswith("0x"):
        raise ShotsError(rule, place, "hexadecimal words hide how many bits there are: ask Qiskit for bit strings")
    if isinstance(text, str) and " " in text.strip():
        raise ShotsError(rule, place, "blanks stand between registers: measure into one register of five bits")
    if not isinstance(text, str) or len(text) != PARTIES or set(text) - {"0", "1"}:
        raise ShotsError(rule, place, f"{text!r} is not {PARTIES} bits")
    return parse_bits(text)


def _by_inputs(text: str, rule: str) -> Iterator[tuple[str, Bits, object]]:
    """From an object of JSON: each key, as a place and as inputs, with what stands there."""
    try:
        pairs = json.loads(text, object_pairs_hook=lambda found: found, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise ShotsError(rule, "document", f"this is not the JSON that is expected: {error}") from error
    if not _is_object(pairs):
        raise ShotsError(rule, "document", "an object from inputs to shots is expected")
    if len(dict(pairs)) != len(pairs):
        raise ShotsError(rule, "document", "inputs stand there twice")
    for key, value in pairs:
        yield key, _word(key, rule, f"inputs {key}"), value


def _no_float(text: str) -> object:
    raise InvalidError(f"{text} is no count")


def _is_object(value: object) -> TypeGuard[list[tuple[str, object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(each, tuple) for each in value)


def _counts(value: list[tuple[str, object]], rule: str, place: str) -> Iterator[tuple[str, int]]:
    if len(dict(value)) != len(value):
        raise ShotsError(rule, place, "a word stands there twice")
    for word, count in sorted(value):
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MOST_SHOTS:
            raise ShotsError(rule, f"{place}/{word}", f"{count!r} is no count")
        yield word, count


def _qiskit(text: str) -> Iterator[Shot]:
    """[R6.111] the last symbol of a word is the first bit of the register, party 1."""
    for key, x, value in _by_inputs(text, "R6.111"):
        listed: list[tuple[object, int]]
        if _is_object(value):
            listed = list(_counts(value, "R6.111", key))
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            listed = [(word, 1) for word in value]
        elif isinstance(value, list):
            raise ShotsError("R6.111", key, "lists of bits are what Braket writes: the format braket")
        else:
            raise ShotsError("R6.111", key, "counts or a list of words are expected")
        for word, count in listed:
            a = _word(word, "R6.111", f"{key}/{word}")[::-1]
            for _ in range(count):
                yield Shot(x, a)


def _braket(text: str) -> Iterator[Shot]:
    """[R6.112] the first symbol of a word belongs to the first qubit, party 1."""
    for key, x, value in _by_inputs(text, "R6.112"):
        if _is_object(value):
            for word, count in _counts(value, "R6.112", key):
                a = _word(word, "R6.112", f"{key}/{word}")
                for _ in range(count):
                    yield Shot(x, a)
            continue
        if not isinstance(value, list) or not all(isinstance(each, list) for each in value):
            raise ShotsError("R6.112", key, "counts or lists of bits are expected; words in a list are Qiskit's")
        for number, row in enumerate(value, start=1):
            if len(row) != PARTIES or any(isinstance(bit, bool) or bit not in (0, 1, "0", "1") for bit in row):
                raise ShotsError("R6.112", f"{key}/{number}", f"{row!r} is not {PARTIES} bits")
            yield Shot(x, tuple(map(int, row)))


def _csv(text: str) -> Iterator[Shot]:
    """[R6.113] the heading "x,a", then inputs and outputs."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "x,a":
        raise ShotsError("R6.113", "line 1", 'the heading is "x,a"')
    for number, line in enumerate(lines[1:], start=2):
        x, comma, a = line.partition(",")
        if not comma:
            raise ShotsError("R6.113", f"line {number}", "two words with a comma between them are expected")
        place = f"line {number}"
        yield Shot(_word(x, "R6.113", place), _word(a, "R6.113", place))


def _stim_01(data: bytes) -> Iterator[Bits]:
    """[R6.114] a line of five symbols for each shot, party 1 first."""
    if data and not data.endswith(b"\n"):
        raise ShotsError("R6.114", "end", "the last line has no end; is it b8 or r8?")
    for number, line in enumerate(data.split(b"\n")[:-1], start=1):
        if set(line) - set(b"01"):
            raise ShotsError("R6.114", f"line {number}", "this is no line of 0 and 1; is it b8 or r8?")
        yield _word(line.decode("ascii"), "R6.114", f"line {number}")


def _stim_b8(data: bytes) -> Iterator[Bits]:
    """[R6.114] a byte for each shot, party 1 least significant, the other three bits 0."""
    for number, byte in enumerate(data, start=1):
        if byte >> PARTIES:
            hint = "; this looks like text: 01" if not set(data) - set(b"01\r\n") else ""
            raise ShotsError("R6.114", f"byte {number}", f"bits beyond the fifth are not 0{hint}")
        yield tuple(byte >> i & 1 for i in range(PARTIES))


def _stim_r8(data: bytes) -> Iterator[Bits]:
    """[R6.114] for each shot the lengths of the runs of 0 that end at each 1, and at a 1 that follows the fifth bit."""
    bits: list[int] = []
    for number, run in enumerate(data, start=1):
        bits += [0] * run + [1]
        if len(bits) > PARTIES + 1:
            raise ShotsError("R6.114", f"byte {number}", "a run goes beyond the five bits; is it 01 or b8?")
        if len(bits) == PARTIES + 1:
            yield tuple(bits[:PARTIES])
            bits = []
    if bits:
        raise ShotsError("R6.114", "end", "the last shot is not complete")


def _symbols(data: bytes) -> Iterator[Bits]:
    """[R6.116] a byte for each shot, the number that the outputs spell."""
    for number, byte in enumerate(data, start=1):
        if byte >> PARTIES:
            hint = "; is it padded-msb?" if not any(each & 7 for each in data) else ""
            raise ShotsError("R6.116", f"byte {number}", f"{byte} is no number of {PARTIES} bits{hint}")
        yield _msb_first(byte)[-PARTIES:]


def _padded_msb(data: bytes) -> Iterator[Bits]:
    """[R6.116] a byte for each shot, party 1 most significant, the three lowest bits 0."""
    for number, byte in enumerate(data, start=1):
        if byte & 7:
            hint = "; is it symbols, or padded-lsb?" if not any(each >> PARTIES for each in data) else ""
            raise ShotsError("R6.116", f"byte {number}", f"the three lowest bits are not 0{hint}")
        yield _msb_first(byte)[:PARTIES]


def _packed(data: bytes, form: ShotFormat, count: int) -> Iterator[Bits]:
    """[R6.117] five bits for each shot, without gaps."""
    wanted = -(-PARTIES * count // 8)
    if len(data) != wanted:
        hint = "; with a byte for each shot it is symbols, padded-msb or padded-lsb" if len(data) == count else ""
        raise ShotsError("R6.117", "end", f"{count} shots are {wanted} bytes, not {len(data)}{hint}")
    step = 1 if form is ShotFormat.PACKED_MSB else -1
    bits = [bit for byte in data for bit in _msb_first(byte)[::step]]
    if any(bits[PARTIES * count :]):
        raise ShotsError("R6.117", "end", "the bits that are left are not 0; is it the other order of bits?")
    for start in range(0, PARTIES * count, PARTIES):
        yield tuple(bits[start : start + PARTIES])


def _msb_first(byte: int) -> Bits:
    return tuple(byte >> i & 1 for i in reversed(range(8)))


_READERS: dict[ShotFormat, Callable[[str], Iterator[Shot]]] = {
    ShotFormat.QISKIT: _qiskit,
    ShotFormat.BRAKET: _braket,
    ShotFormat.CSV: _csv,
}
_OUTPUTS: dict[ShotFormat, Callable[[bytes], Iterator[Bits]]] = {
    ShotFormat.STIM_01: _stim_01,
    ShotFormat.STIM_B8: _stim_b8,
    ShotFormat.STIM_R8: _stim_r8,
    ShotFormat.SYMBOLS: _symbols,
    ShotFormat.PADDED_MSB: _padded_msb,
    ShotFormat.PADDED_LSB: _stim_b8,
}
