"""Transcript files [R6.30]-[R6.42]."""

import json
import os
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, parity, parse_bits
from freebit.protocol import body as module
from freebit.protocol.body import MAX_HEADER, BodyEncoding
from freebit.protocol.extractor import NamedFunction
from freebit.protocol.parameters import Parameters, Selection
from freebit.protocol.steps import Transcript, replay
from freebit.protocol.transcript import TranscriptFile, TranscriptWriter, check_writable, write_transcript
from freebit.simulate.engine import TranscriptRounds, run_rounds
from freebit.wire.document import UnreadableError

SPEC = Path(__file__).resolve().parents[2] / "spec" / "6-wire-protocol.md"
words = st.tuples(*[st.integers(0, 1)] * 5)
ODD = parse_bits("10000")


def example(n: int = 12, selection: Selection = Selection.COLUMN) -> Transcript:
    parameters = Parameters(n, 2, 1, Fraction(1, 4), selection)
    outputs = tuple(parse_bits(format(7 * t % 32, "05b")) for t in range(n))
    l_bits = (1, 0) if selection is Selection.COLUMN else (1,)
    return Transcript(parameters, (ODD,) * n, outputs, l_bits)


def both_ways(path: Path) -> list[Callable[[], object]]:
    """Reading with the standard library and reading with the engine; each checks everything."""

    def plain() -> object:
        file = TranscriptFile.open(path)
        file.check_digest()
        return replay(file.transcript())

    def fast() -> object:
        file = TranscriptFile.open(path)
        file.check_digest()
        return run_rounds(file.parameters, TranscriptRounds(file))

    return [plain, fast]


@given(st.integers(1, 70), st.data(), st.sampled_from(BodyEncoding))
def test_what_is_written_is_read(n: int, data: st.DataObject, encoding: BodyEncoding) -> None:
    """[R6.30] [R6.35] [R6.36] [R6.37] both encodings, any number of quintuplets, by both readers."""
    import tempfile

    inputs = tuple(data.draw(st.lists(words, min_size=n, max_size=n)))
    outputs = tuple(data.draw(st.lists(words, min_size=n, max_size=n)))
    parameters = Parameters(n, 1, 0, Fraction(2, 7), c=Fraction(10**6, 7))
    t = Transcript(parameters, inputs, outputs, ())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t"
        write_transcript(path, t, encoding, {"program": "test"})
        file = TranscriptFile.open(path)
        assert file.provenance == {"program": "test"}
        assert file.parameters == parameters
        if any(map(parity, inputs)):
            assert file.transcript() == t
            results = [read() for read in both_ways(path)]
            assert results == [replay(t)] * 2


def test_frames_of_any_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.37] several frames, the last one shorter."""
    monkeypatch.setattr(module, "FRAME", 8)
    for n in (16, 20):
        for encoding in BodyEncoding:
            t = example(n)
            write_transcript(tmp_path / "t", t, encoding, {})
            file = TranscriptFile.open(tmp_path / "t")
            assert file.frames == -(-n // 8)
            assert file.transcript() == t


def test_the_example_of_the_specification(tmp_path: Path) -> None:
    """[R6.30] [R6.36] [R6.38] the printed file is a transcript, and k is what the text says."""
    path = tmp_path / "example"
    path.write_text(SPEC.read_text(encoding="utf-8").split("```")[1].lstrip("\n"), encoding="ascii")
    for read in both_ways(path):
        outcome = read()
        assert (outcome.kept, outcome.k, outcome.abort) == (2, 1, None)  # type: ignore[attr-defined]


def test_planes_by_hand(tmp_path: Path) -> None:
    """[R6.37] quintuplet t is bit t mod 8 of byte t div 8; x_1 comes first."""
    inputs = (ODD, *[(0, 0, 1, 0, 0)] * 8)
    t = Transcript(Parameters(9, 1, 0, Fraction(1, 4)), inputs, ((0, 0, 0, 0, 1),) * 9, ())
    write_transcript(tmp_path / "t", t, BodyEncoding.PLANES, {})
    body = (tmp_path / "t").read_bytes().split(b"\n", 1)[1][:20]
    assert body == bytes([1, 0, 0, 0, 0xFE, 1, 0, 0, 0, 0] + [0] * 8 + [0xFF, 1])


# What is refused.


def spoilt(path: Path, change: Callable[[bytes], bytes], *, resign: bool = False) -> None:
    """Change a good file; with ``resign`` the trailer's digest is made to fit again."""
    import hashlib

    data = change(path.read_bytes())
    if resign:
        start = data.rindex(b"\n", 0, -1) + 1
        trailer = json.loads(data[start:])
        trailer["sha256"] = hashlib.sha256(data[:start]).hexdigest()
        data = data[:start] + json.dumps(trailer).encode() + b"\n"
    path.write_bytes(data)


def header(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        line, rest = data.split(b"\n", 1)
        document = json.loads(line)
        change(document)
        return json.dumps(document).encode() + b"\n" + rest

    return changed


BODY = {BodyEncoding.TEXT: 12 * 12, BodyEncoding.PLANES: 20}


@pytest.mark.parametrize("encoding", BodyEncoding)
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda d: b"", "R6.30"),
        (lambda d: d.split(b"\n")[0], "R6.30"),
        (lambda d: b"x" + d, "R6.1"),
        (lambda d: b'{"format":1,' + d[1:], "R6.4"),
        (lambda d: d.replace(b'"nd":2', b'"nd":2.0'), "R6.5"),
        (lambda d: d.replace(b'"nd":2', b'"nd":true'), "R6.6"),
        (lambda d: d.replace(b'"nd":2,', b""), "R6.9"),
        (lambda d: d.replace(b'"nd":2', b'"nd":2,"nx":2'), "R6.10"),
        (lambda d: d.replace(b'"1/4"', b'"2/8"'), "R6.11"),
        (header(lambda h: h.update(format="freebit-certificate")), "R6.31"),
        (header(lambda h: h.update(version=2)), "R6.31"),
        (header(lambda h: h.update(encoding="words")), "R6.31"),
        (header(lambda h: h["parameters"].update(selection="block")), "R6.6"),
        (header(lambda h: h["parameters"].update(nd=0)), "R6.33"),
        (header(lambda h: h["parameters"].update(nd=5)), "R6.33"),
        (header(lambda h: h["parameters"].update(log2_nb=65)), "R6.33"),
        (header(lambda h: h["parameters"].update(epsilon="3/4")), "R6.33"),
        (header(lambda h: h["parameters"].update(c="1")), "R6.33"),
        (header(lambda h: h["parameters"].update(tolerance=2)), "R6.33"),
        (header(lambda h: h["parameters"]["f"].update(kind="and")), "R6.34"),
        (header(lambda h: h["parameters"].update(f={"kind": "named", "name": "mine"})), "R6.34"),
        (header(lambda h: h["parameters"].update(f={"kind": "table", "values": "01"})), "R6.33"),
        (header(lambda h: h["provenance"].update(seed=1)), "R6.6"),
        (header(lambda h: h["parameters"].update(quintuplets=17)), "R6.39"),
        (header(lambda h: h["parameters"].update(quintuplets=1000)), "R6.39"),
        (lambda d: d[:-40], "R6.39"),
        (lambda d: d[:-1], "R6.39"),
        (lambda d: d + b"\n", "R6.39"),
        (lambda d: d + d, "R6.39"),
        (lambda d: d[: d.index(b"\n") + 2], "R6.39"),
        (lambda d: d.replace(b'"l":"10"', b'"l":"12"'), "R6.13"),
        (lambda d: d.replace(b'"l":"10"', b'"m":"10"'), "R6.9"),
        (lambda d: d.replace(b'"l":"10"', b'"l":"100"'), "R6.40"),
        (lambda d: d.replace(b'"l":"10"', b'"l":""'), "R6.40"),
        (lambda d: d.replace(b'"program":"test"', b'"program":"tent"'), "R6.38"),
        (lambda d: d.replace(b'"sha256":"', b'"sha256":"0'), "R6.38"),
    ],
)
def test_faulty_files_are_refused_by_name(
    tmp_path: Path, encoding: BodyEncoding, change: Callable[[bytes], bytes], rule: str
) -> None:
    """[R6.30] [R6.31] [R6.32] [R6.33] [R6.34] [R6.38] [R6.39] [R6.40] [R6.42] named, whoever reads."""
    path = tmp_path / "t.fbt"
    write_transcript(path, example(), encoding, {"program": "test"})
    for read in both_ways(path):
        assert read() == replay(example())
    spoilt(path, change)
    for read in both_ways(path):
        with pytest.raises(UnreadableError) as caught:
            read()
        assert caught.value.rule == rule
        assert caught.value.file == str(path)


@pytest.mark.parametrize("encoding", BodyEncoding)
def test_a_flipped_bit_is_noticed(tmp_path: Path, encoding: BodyEncoding) -> None:
    """[R6.38] anywhere in the body."""
    path = tmp_path / "t"
    write_transcript(path, example(), encoding, {})
    data = path.read_bytes()
    start = data.index(b"\n") + 1
    for place in range(start, start + BODY[encoding]):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(UnreadableError) as caught:
            TranscriptFile.open(path).check_digest()
        assert caught.value.rule == "R6.38"


@pytest.mark.parametrize("place", [0, 4, 5, 6, 10, 11])
@pytest.mark.parametrize("symbol", [b"2", b"/", b"\r", b"\t", b"\xb1"])
def test_a_line_has_its_form(tmp_path: Path, place: int, symbol: bytes) -> None:
    """[R6.36] in quintuplet 3, with a digest that fits."""
    path = tmp_path / "t"
    write_transcript(path, example(), BodyEncoding.TEXT, {})
    at = path.read_bytes().index(b"\n") + 1 + 24 + place
    spoilt(path, lambda data: data[:at] + symbol + data[at + 1 :], resign=True)
    for read in both_ways(path):
        with pytest.raises(UnreadableError) as caught:
            read()
        assert (caught.value.rule, caught.value.place) == ("R6.36", "quintuplet 3")


def test_padding_is_zero(tmp_path: Path) -> None:
    """[R6.37] the last 4 bits of a plane of 12 quintuplets, with a digest that fits."""
    path = tmp_path / "t"
    write_transcript(path, example(), BodyEncoding.PLANES, {})
    at = path.read_bytes().index(b"\n") + 2
    spoilt(path, lambda data: data[:at] + bytes([data[at] | 0x80]) + data[at + 1 :], resign=True)
    for read in both_ways(path):
        with pytest.raises(UnreadableError) as caught:
            read()
        assert caught.value.rule == "R6.37"


def test_a_pipe_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    """[R6.30]"""
    with pytest.raises(UnreadableError) as caught:
        TranscriptFile.open(tmp_path / "none")
    assert caught.value.rule == "R6.30"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """[R6.30]"""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match=r"pipe: \[R6\.30\] at file: not a regular file"):
        TranscriptFile.open(tmp_path / "pipe")


@pytest.mark.parametrize(("length", "accepted"), [(MAX_HEADER, True), (MAX_HEADER + 1, False)])
def test_a_header_line_at_the_limit(tmp_path: Path, length: int, accepted: bool) -> None:
    """[R6.30] counts the line feed."""
    path = tmp_path / "t"
    write_transcript(path, example(), BodyEncoding.TEXT, {"note": ""})
    header, _, rest = path.read_bytes().partition(b"\n")
    padded = header.replace(b'"note":""', b'"note":"' + b"x" * (length - len(header) - 1) + b'"')
    path.write_bytes(padded + b"\n" + rest)
    if accepted:
        assert TranscriptFile.open(path).parameters == example().parameters
    else:
        with pytest.raises(UnreadableError, match=r"\[R6\.30\] at header"):
            TranscriptFile.open(path)


def test_a_header_that_no_reader_accepts_is_not_written(tmp_path: Path) -> None:
    """[R6.52] nor one byte beyond the limit."""
    p = example().parameters
    spare = MAX_HEADER - len(check_writable(p, BodyEncoding.TEXT, {"note": ""}))
    assert len(check_writable(p, BodyEncoding.TEXT, {"note": "x" * spare})) == MAX_HEADER
    with pytest.raises(ValueError, match=rf"R6\.30.* would have {MAX_HEADER + 1} bytes"):
        check_writable(p, BodyEncoding.TEXT, {"note": "x" * (spare + 1)})
    with pytest.raises(ValueError, match=r"R6\.30"):
        write_transcript(tmp_path / "t", example(), BodyEncoding.TEXT, {"note": "x" * (spare + 1)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("columns", "fits"), [(2**24 - 85, True), (2**24 - 84, False)])
def test_a_trailer_that_no_reader_accepts_is_not_promised(columns: int, fits: bool) -> None:
    """[R6.52] l has a bit for each column, beside 85 bytes of the trailer."""
    p = Parameters(6 * columns, columns, 1, Fraction(1, 4), Selection.COLUMN)
    if fits:
        assert check_writable(p, BodyEncoding.TEXT, {})
    else:
        with pytest.raises(ValueError, match=rf"R6\.38.* {columns} of them for l"):
            check_writable(p, BodyEncoding.TEXT, {})


def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    """[R6.39]"""
    path = tmp_path / "t"
    write_transcript(path, example(), BodyEncoding.TEXT, {})
    file = TranscriptFile.open(path)
    os.truncate(path, path.read_bytes().index(b"\n") + 8)
    with pytest.raises(UnreadableError, match="the file became shorter") as caught:
        file.frame(0)
    assert (caught.value.rule, caught.value.place) == ("R6.39", "frame 1")


def test_a_trailer_is_as_long_as_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.2]"""
    path = tmp_path / "t"
    write_transcript(path, example(), BodyEncoding.TEXT, {})
    length = len(path.read_bytes().splitlines()[-1]) + 1
    monkeypatch.setattr(module, "MAX_BYTES", length)
    assert TranscriptFile.open(path).parameters == example().parameters
    monkeypatch.setattr(module, "MAX_BYTES", length - 1)
    with pytest.raises(UnreadableError) as caught:
        TranscriptFile.open(path)
    assert (caught.value.rule, caught.value.place) == ("R6.2", "trailer")


def test_named_functions_are_supplied_by_the_reader(tmp_path: Path) -> None:
    """[R6.34]"""
    function: Callable[[Bits], int] = parity
    t = example()
    named = Transcript(
        Parameters(12, 2, 1, Fraction(1, 4), Selection.COLUMN, extractor=NamedFunction("mine", function)),
        t.inputs,
        t.outputs,
        t.l_bits,
    )
    write_transcript(tmp_path / "t", named, BodyEncoding.TEXT, {})
    assert TranscriptFile.open(tmp_path / "t", {"mine": parity}).transcript() == named


# Writers.


def test_nothing_appears_before_the_file_is_complete(tmp_path: Path) -> None:
    """[R6.41] neither after an error nor without an end; an older file stays as it was."""
    path = tmp_path / "t"
    path.write_text("older")
    t = example()
    new = partial(TranscriptWriter, path, t.parameters, BodyEncoding.TEXT, {})
    with pytest.raises(ValueError, match=r"R6\.37.*12 quintuplets are missing"), new() as writer:
        writer.finish(t.l_bits)
    with pytest.raises(ValueError, match=r"R6\.37.*frame of 3 bytes"), new() as writer:
        writer.frame(b"abc")
    assert [entry.name for entry in tmp_path.iterdir()] == ["t"]
    assert path.read_text() == "older"
