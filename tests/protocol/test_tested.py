"""The tested protocol to the letter [R4.50]-[R4.66], and its transcripts [R6.55]-[R6.59]."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freebit.boxes.bits import Bits, all_bits, parse_bits
from freebit.boxes.cells import (
    LOCAL,
    MAJORITY,
    MULTIPLEXER,
    CellFunction,
    CellInputs,
    CellKind,
    kind_labelled,
    tabulated,
)
from freebit.boxes.game import GhzGame, MerminGame
from freebit.protocol.body import FRAME, BodyEncoding, BodyPart
from freebit.protocol.parameters import SourceExhaustedError
from freebit.protocol.steps import Abort
from freebit.protocol.tested_parameters import TestedParameters
from freebit.protocol.tested_steps import TestedOutcome, TestedTranscript, published, replay_tested, run_tested
from freebit.protocol.tested_transcript import (
    TestedTranscriptFile,
    open_transcript,
    write_tested_transcript,
)
from freebit.protocol.transcript import TranscriptFile
from freebit.wire.document import UnreadableError

FIVE, FOUR = kind_labelled("five-multiplexer-local"), kind_labelled("four-majority-local")
DERIVED = kind_labelled("five-multiplexer-derived-4")
F = Fraction


def words(*texts: str) -> tuple[Bits, ...]:
    return tuple(map(parse_bits, texts))


def outcome(
    kind: CellKind, keep: int, tolerance: int, inputs: tuple[Bits, ...], outputs: tuple[Bits, ...]
) -> TestedOutcome:
    return replay_tested(
        TestedTranscript(TestedParameters(kind, len(inputs), keep, F(1, 4), tolerance), inputs, outputs)
    )


#: No table of f for four parties: none, an input too few or too many, and a row of one bit too few or too many.
FULL: dict[Bits, Bits] = dict.fromkeys(FOUR.game.inputs, (0,) * 16)
FIRST = FOUR.game.inputs[0]
WRONG_TABLES: tuple[dict[Bits, Bits], ...] = (
    {},
    {x: row for x, row in FULL.items() if x != FIRST},
    {**FULL, (1, 0, 0, 0): (0,) * 16},
    {**FULL, FIRST: (0,) * 15},
    {**FULL, FIRST: (0,) * 17},
)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"kind": CellKind(MerminGame(7), LOCAL, MAJORITY)}, "R4.51"),
        ({"kind": CellKind(GhzGame(5), LOCAL, MAJORITY)}, "R4.51"),
        ({"cells": 0, "keep": 0}, "R4.52"),
        ({"keep": 0}, "R4.53"),
        ({"keep": 11}, "R4.53"),
        ({"tolerance": -1}, "R4.54"),
        ({"tolerance": 4}, "R4.54"),
        ({"kind": CellKind(MerminGame(5), CellInputs(5), MULTIPLEXER)}, "R4.55"),
        ({"kind": CellKind(MerminGame(5), CellInputs(6), MULTIPLEXER)}, "R4.55"),
        ({"kind": CellKind(MerminGame(5), CellInputs(-1), MULTIPLEXER)}, "R4.55"),
        ({"kind": DERIVED}, "R4.56"),
        ({"kind": CellKind(GhzGame(3), LOCAL, MULTIPLEXER)}, "R4.57"),
        ({"kind": CellKind(MerminGame(5), LOCAL, CellFunction("minority"))}, "R4.57"),
        *(({"kind": CellKind(FOUR.game, LOCAL, CellFunction("table", table))}, "R4.57") for table in WRONG_TABLES),
        ({"epsilon": F(3, 5)}, "R1.4"),
    ],
)  # fmt: skip
def test_what_is_no_parameter_is_refused(changed: dict[str, Any], rule: str) -> None:
    good = TestedParameters(FIVE, 10, 4, F(1, 4), 3)
    assert (good.tolerance, TestedParameters(FIVE, 10, 4, F(1, 4)).tolerance) == (3, 0)
    with pytest.raises(ValueError, match=rf"\[{rule}\]"):
        replace(good, **changed)


def test_the_names_of_kinds_go_both_ways() -> None:
    """[R4.51] [R4.55] [R4.57]"""
    for label in ("three-majority-derived-1", "four-multiplexer-local", "five-majority-derived-5"):
        assert kind_labelled(label).label == label
    for wrong in ("three-multiplexer-local", "four-majority-derived-5", "six-majority-local", ""):
        with pytest.raises(ValueError, match=r"\[R4.51\]"):
            kind_labelled(wrong)


def test_source_bits_are_inputs() -> None:
    """[R4.58] [R4.59] local bits are the inputs; a derived input puts the cell into X."""
    asked: list[Bits] = []

    def answer(x: Bits) -> Bits:
        asked.append(x)
        return (0,) * len(x)

    run_tested(TestedParameters(FIVE, 2, 1, F(1, 4)), parse_bits("1000001110"), answer)
    assert asked == [*words("10000", "01110")]
    asked.clear()
    run = run_tested(TestedParameters(DERIVED, 2, 2, F(1, 4)), parse_bits("10100001"), answer)
    assert asked == [*words("10110", "00001")]
    assert run.transcript.inputs == tuple(asked)
    asked.clear()
    four = kind_labelled("four-majority-derived-1")
    run_tested(TestedParameters(four, 2, 2, F(1, 4)), parse_bits("100111"), answer)
    assert asked == [*words("1100", "1111")]


@pytest.mark.parametrize("label", ["three-majority-derived-2", "four-majority-derived-4", "five-multiplexer-derived-1"])
def test_derived_inputs_are_in_x_whatever_the_bits(label: str) -> None:
    """[R4.59]"""
    kind = kind_labelled(label)
    found = [kind.completed(drawn) for drawn in all_bits(kind.drawn_bits)]
    assert sorted(found) == sorted(kind.game.inputs)
    assert [kind.inputs.drawn(x) for x in found] == list(all_bits(kind.drawn_bits))


def test_a_source_that_ends_is_an_error() -> None:
    """[R4.60]"""
    with pytest.raises(SourceExhaustedError, match=r"\[R4.60\] the source gave 9 bits and the protocol needs 10"):
        run_tested(TestedParameters(FIVE, 2, 1, F(1, 4)), (0,) * 9, lambda x: x)
    with pytest.raises(ValueError, match=r"\[R4.60\] bit 6"):
        run_tested(TestedParameters(FIVE, 2, 1, F(1, 4)), (0, 0, 0, 0, 0, 2, 0, 0, 0, 0), lambda x: x)
    for answer in ((0, 0, 0, 0), (0,) * 6, (0, 0, 2, 0, 0), ()):
        with pytest.raises(ValueError, match=r"\[R4.60\] cell 1 answered"):
            run_tested(TestedParameters(FIVE, 1, 1, F(1, 4)), (0,) * 5, lambda x, a=answer: a)  # type: ignore[misc]


def test_too_few_kept() -> None:
    """[R4.61] the wrong cell among those kept is told all the same [R4.65]."""
    inputs, outputs = words("10000", "11000", "00000"), words("10000", "11111", "00000")
    assert outcome(FIVE, 1, 0, inputs, outputs) == TestedOutcome(1, 1, Abort.WRONG_CORRELATIONS, 0)
    assert outcome(FIVE, 2, 0, inputs, outputs) == TestedOutcome(1, 1, Abort.TOO_FEW_KEPT, 0)


def test_wrong_cells_are_counted_and_distilled() -> None:
    """[R4.62] [R4.63] one too many aborts; k takes all kept cells, wrong ones too, and no other."""
    inputs = words("10000", "01000", "11111", "00110")
    outputs = words("11000", "10000", "01010", "10000")  # f: 1 1 0 0; right, wrong, right, not kept
    parts = [FIVE.function(a, x) for a, x in zip(outputs, inputs, strict=True)]
    assert parts[:3] == [1, 1, 1]
    assert outcome(FIVE, 2, 1, inputs, outputs) == TestedOutcome(3, 1, None, 1)
    assert outcome(FIVE, 2, 0, inputs, outputs) == TestedOutcome(3, 1, Abort.WRONG_CORRELATIONS, 0)
    majorities = CellKind(MerminGame(5), LOCAL, MAJORITY)
    assert outcome(majorities, 2, 1, inputs, outputs).k == (1 + 0 + 0) % 2


def test_a_table_is_the_function_that_it_lists() -> None:
    """[R4.57]"""
    table = CellKind(FOUR.game, LOCAL, tabulated(FOUR))
    for x in FOUR.game.inputs:
        for a in all_bits(4):
            assert table.function(a, x) == FOUR.function(a, x)


def test_replay_wants_all_cells_and_derived_inputs_in_x() -> None:
    """[R4.64] [R4.59]"""
    p = TestedParameters(FIVE, 2, 1, F(1, 4))
    zeros = (0,) * 5
    for inputs, outputs in ((1, 2), (2, 1), (3, 3), (1, 1), (3, 2), (2, 3)):
        with pytest.raises(ValueError, match=rf"\[R4.64\] {inputs} inputs and {outputs} outputs"):
            replay_tested(TestedTranscript(p, (zeros,) * inputs, (zeros,) * outputs))
    derived = TestedParameters(DERIVED, 2, 2, F(1, 4))
    with pytest.raises(ValueError, match=r"\[R4.59\] the inputs of cell 2"):
        replay_tested(TestedTranscript(derived, words("10000", "11000"), words("00000", "00000")))


def test_what_is_published_hides_right_kept_cells() -> None:
    """[R4.66]"""
    inputs = words("10000", "01000", "00110", "00110")  # right, wrong, and not kept: no answer of these wins or loses
    outputs = words("11000", "10000", "10000", "00000")
    found = published(TestedTranscript(TestedParameters(FIVE, 4, 2, F(1, 4), 1), inputs, outputs))
    assert found.inputs == inputs
    assert found.outputs == (None, *outputs[1:])
    assert found.g == 1


@st.composite
def transcripts(draw: st.DrawFn) -> TestedTranscript:
    labels = ["three-majority-local", "four-majority-local", "four-multiplexer-derived-4", "five-multiplexer-derived-4",
              "five-majority-local"]  # fmt: skip
    kind = kind_labelled(draw(st.sampled_from(labels)))
    if draw(st.booleans()):
        kind = replace(kind, function=tabulated(kind))
    n = draw(st.integers(1, 30))
    derived = kind.inputs.derived is not None
    xs = st.sampled_from(kind.game.inputs) if derived else st.sampled_from(all_bits(kind.parties))
    inputs = draw(st.lists(xs, min_size=n, max_size=n))
    outputs = draw(st.lists(st.sampled_from(all_bits(kind.parties)), min_size=n, max_size=n))
    keep = n if derived else draw(st.integers(1, n))
    parameters = TestedParameters(kind, n, keep, F(1, 4), draw(st.integers(0, keep - 1)))
    return TestedTranscript(parameters, tuple(inputs), tuple(outputs))


@given(transcripts(), st.sampled_from(BodyEncoding))
def test_transcripts_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, t: TestedTranscript, encoding: BodyEncoding
) -> None:
    """[R6.55]-[R6.58]"""
    path = tmp_path_factory.mktemp("t") / "t"
    write_tested_transcript(path, t, encoding, {"who": "nobody"})
    file = open_transcript(path)
    assert isinstance(file, TestedTranscriptFile)
    file.check_digest()
    assert file.transcript() == t
    assert file.provenance == {"who": "nobody"}


def example(tmp_path: Path, kind: CellKind = DERIVED) -> Path:
    inputs, outputs = words("10000", "01000"), words("11000", "10000")
    t = TestedTranscript(TestedParameters(kind, 2, 2, F(1, 4), 1), inputs, outputs)
    write_tested_transcript(tmp_path / "t", t, BodyEncoding.TEXT, {})
    return tmp_path / "t"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"protocol":"tested"', '"protocol":"shrewd"', "R6.55"),
        ('"protocol":"tested",', "", "R6.9"),
        ('"keep":2', '"keep":2,"l":""', "R6.10"),
        ('"keep":2', '"keep":1', "R6.57"),
        ('"tolerance":1', '"tolerance":2', "R6.57"),
        ('"epsilon":"1/4"', '"epsilon":"3/4"', "R6.57"),
        ('"kind":"multiplexer"', '"kind":"minority"', "R6.6"),
        ('"party":4', '"party":6', "R6.15"),
        ('"name":"mermin"', '"name":"ghz"', "R6.57"),
        ("10000 11000", "10000,11000", "R6.36"),
        ("10000 11000", "11000 11000", "R6.59"),
        ('"sha256"', '"l":"","sha256"', "R6.10"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_by_name(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """[R6.55]-[R6.59]"""
    path = example(tmp_path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UnreadableError) as raised:
        file = open_transcript(path)
        file.transcript()
    assert raised.value.rule == rule


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (0, "part 1 of 3, cell 1"),
        (FRAME - 1, f"part 1 of 3, cell {FRAME}"),
        (FRAME, f"part 2 of 3, cell {FRAME + 1}"),
        (3 * FRAME - 1, f"part 2 of 3, cell {3 * FRAME}"),
        (3 * FRAME, f"part 3 of 3, cell {3 * FRAME + 1}"),
    ],
)
def test_inputs_outside_x_are_told_with_their_part(tmp_path: Path, cell: int, told: str) -> None:
    """[R6.59], [R6.127]: parts of one, of two and of one frame."""
    file = open_transcript(example(tmp_path))
    assert isinstance(file, TestedTranscriptFile)
    firsts, cells = (0, 1, 3), (FRAME, 2 * FRAME, FRAME)
    parts = tuple(
        BodyPart(tmp_path / str(number), number, first, count, 0, "")
        for number, (first, count) in enumerate(zip(firsts, cells, strict=True), start=1)
    )
    error = replace(file, cells=4 * FRAME, parts=parts).not_in_x(cell)
    assert (error.rule, error.place) == ("R6.59", told)


def test_a_document_that_names_no_protocol_is_of_the_papers(tmp_path: Path) -> None:
    """[R4.50]"""
    header = (
        '{"format":"freebit-transcript","version":1,"parameters":{"quintuplets":3,"nd":1,"log2_nb":0,"selection":"row",'
        '"tolerance":0,"c":"3","epsilon":"1/4","f":{"kind":"xor"}},"encoding":"text","provenance":{}}\n'
    )
    path = tmp_path / "paper"
    path.write_text(header + "10000 01100\n11000 10110\n11100 00001\n" + '{"l":"","sha256":"' + "0" * 64 + '"}\n')
    assert isinstance(open_transcript(path), TranscriptFile)
