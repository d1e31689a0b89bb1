"""Transcripts of many bits: the code that they name, what readers refuse, and who may read them [R6.72]-[R6.76]."""

import json
import stat
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from freebit.boxes.cells import LOCAL, MAJORITY, CellKind
from freebit.boxes.game import GhzGame
from freebit.codes.code import AnyCode, Concatenation, GeneratorCode
from freebit.codes.field import Field
from freebit.protocol.body import BodyEncoding
from freebit.protocol.key import generator_digest, replay_key
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedTranscript
from freebit.protocol.tested_transcript import TestedTranscriptFile, open_transcript, write_tested_transcript
from freebit.simulate.key import run_key
from freebit.simulate.tested_engine import TranscriptCells
from freebit.wire.document import UnreadableError
from tests.schemas import validator

HAMMING = GeneratorCode(7, (0b1101000, 0b0110100, 0b0011010, 0b0001101))
PAIRS = Concatenation("reed-muller", Field(0b1011), 4, 2, 5)
CODES = pytest.mark.parametrize("code", [HAMMING, PAIRS, GeneratorCode(1, (1,))], ids=str)


def transcript(cells: int = 60, keep: int = 16) -> TestedTranscript:
    draw = Random(cells)
    words = list(product((0, 1), repeat=3))
    parameters = TestedParameters(CellKind(GhzGame(3), LOCAL, MAJORITY), cells, keep, Fraction(1, 4), keep - 1)
    inputs, outputs = (tuple(draw.choice(words) for _ in range(cells)) for _ in range(2))
    return TestedTranscript(parameters, inputs, outputs)


def written(path: Path, code: AnyCode, encoding: BodyEncoding = BodyEncoding.TEXT) -> TestedTranscript:
    found = transcript()
    write_tested_transcript(path, found, encoding, {}, code=code)
    return found


@CODES
@pytest.mark.parametrize("encoding", BodyEncoding)
def test_what_is_written_is_read_and_gives_the_same_key(tmp_path: Path, code: AnyCode, encoding: BodyEncoding) -> None:
    """[R6.72], [R6.75] to the letter and at speed."""
    path = tmp_path / "many.fbt"
    found = written(path, code, encoding)
    file = open_transcript(path)
    assert isinstance(file, TestedTranscriptFile)
    assert file.code == code
    assert file.transcript() == found
    outcome = replay_key(file.transcript(), code)
    assert outcome == replay_key(found, code)
    assert run_key(file.parameters, code, TranscriptCells(file)) == outcome
    validator("transcript-header").validate(json.loads(path.read_bytes().splitlines()[0]))


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    """[R6.76] also where a file that others could read was there; a transcript of one bit is left as it was."""
    path = tmp_path / "many.fbt"
    for there in (False, True):
        if there:
            path.write_text("old")
            path.chmod(0o644)
        written(path, HAMMING)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("old")
    path.chmod(0o640)
    write_tested_transcript(path, transcript(), BodyEncoding.TEXT, {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_digest_of_a_generator() -> None:
    """[R6.74] worked out by hand: rows of seven places in one byte, of nine in two."""
    assert generator_digest(HAMMING) == sha256(bytes([0b11010000, 0b01101000, 0b00110100, 0b00011010])).hexdigest()
    assert generator_digest(GeneratorCode(9, (0b100000001,))) == sha256(bytes([0x80, 0x80])).hexdigest()


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> UnreadableError:
    """What is said of a file whose code is changed; its digest is put right."""
    head, *rest = path.read_bytes().splitlines(keepends=True)
    header = json.loads(head)
    change(header["parameters"]["key"])
    signed = b"".join([json.dumps(header).encode() + b"\n", *rest[:-1]])
    path.write_bytes(signed + json.dumps({"sha256": sha256(signed).hexdigest()}).encode() + b"\n")
    with pytest.raises(UnreadableError) as caught:
        open_transcript(path)
    return caught.value


@pytest.mark.parametrize(
    ("code", "change", "rule", "place"),
    [
        (HAMMING, {"generator": generator_digest(PAIRS)}, "R6.74", "header/parameters/key/generator"),
        (HAMMING, {"bits": 3}, "R6.73", "header/parameters/key"),
        (HAMMING, {"bits": 1025}, "R6.95", "header/parameters/key/bits"),
        (HAMMING, {"cells": 2**20 + 1}, "R6.95", "header/parameters/key/cells"),
        (HAMMING, {"cells": 6}, "R6.13", "header/parameters/key/code/rows/0"),
        (PAIRS, {"cells": 15}, "R6.73", "header/parameters/key"),
        (PAIRS, {"bits": 7}, "R6.73", "header/parameters/key"),
        (PAIRS, {"bits": 6}, "R6.74", "header/parameters/key/generator"),
        (HAMMING, {"why": "mds"}, "R6.10", "header/parameters/key"),
    ],
)
def test_what_readers_refuse(tmp_path: Path, code: AnyCode, change: dict[str, Any], rule: str, place: str) -> None:
    """[R6.72], [R6.73], [R6.74] by rule and place."""
    path = tmp_path / "many.fbt"
    written(path, code)
    error = changed(path, lambda key: key.update(change))
    assert (error.rule, error.place, error.file) == (rule, place, str(path))


def test_other_moduli_are_refused_or_are_other_codes(tmp_path: Path) -> None:
    """[R6.73], [R6.74] X^3 + 1 is no field, and X^3 + X^2 + 1 is another one."""
    path = tmp_path / "many.fbt"
    for modulus, rule, words in (("1001", "R6.73", "divisible by 11"), ("1101", "R6.74", "another SHA-256")):
        written(path, PAIRS)
        error = changed(path, lambda key, modulus=modulus: key["code"].update(modulus=modulus))  # type: ignore[misc]
        assert error.rule == rule
        assert words in str(error)


def test_a_code_on_more_cells_than_are_sure_to_be_kept(tmp_path: Path) -> None:
    """[R4.73], [R6.73]"""
    path = tmp_path / "many.fbt"
    wide = GeneratorCode(17, (1,))
    write_tested_transcript(path, transcript(), BodyEncoding.TEXT, {}, code=wide)
    with pytest.raises(UnreadableError, match=r"R6\.73.*R4\.73.*17 cells"):
        open_transcript(path)
